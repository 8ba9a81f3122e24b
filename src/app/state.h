/*
 * The running program's parts in one struct: what commands and overlays work on. Only app/ includes it, and only the
 * files that tie panes together; panes themselves know their own struct.
 */
#ifndef APP_STATE_H
#define APP_STATE_H

#include "app/app.h"
#include "app/command.h"
#include "app/course.h"
#include "app/hints.h"
#include "app/history.h"
#include "app/keymap.h"
#include "app/lab_pane.h"
#include "app/layout.h"
#include "app/lost.h"
#include "app/overlay.h"
#include "app/present.h"
#include "app/reader.h"
#include "app/settings.h"
#include "app/sidebar.h"
#include "app/watch.h"
#include "base/clock.h"
#include "base/loop.h"
#include "canvas/hits.h"
#include "canvas/theme.h"

enum message_kind {
	MESSAGE_INFO,
	MESSAGE_WARNING,
	MESSAGE_ERROR
};

struct message { /* one line in place of the key row, for some seconds */
	enum message_kind kind;
	struct str_buf text;
	uint64_t until_ns; /* 0: none */
};

struct keys_typed { /* on the way to a command */
	struct key_stroke strokes[BINDING_KEYS_MAX];
	size_t count;
	int number; /* the count typed before; 0: none */
};

#define HINTS_MAX 24

struct held_event {
	struct event event;
	char *text; /* a paste's, owned; else NULL */
};

struct app {
	const struct app_options *options;
	struct loop *loop;
	struct screen *screen; /* NULL: headless */
	struct surface surface;
	struct settings settings;
	struct theme_set themes;
	const struct theme *theme;
	char *progress_path;
	char language[32];

	struct lab_env lab_env; /* lent to every lab and card */
	struct course course;
	struct reader reader;
	struct sidebar sidebar;
	struct lab_pane lab;
	struct present present;
	struct overlay overlay;
	struct history history;
	struct watch watch;    /* of the disk, while on a screen */
	struct lost lost;      /* whether the open note is still there */
	uint64_t reload_at_ns; /* the disk changed: look again then; 0: it did not */
	uint64_t reload_by_ns; /* at the latest, if it changes on and on */
	uint64_t retry_at_ns;  /* a section in view is not ready: ask for it again then; 0: all are */

	struct hint_list hints[CONTEXT_COUNT];
	struct hits key_row; /* the hints that are shown, INDEX in hint_keys */
	struct hint_keys hint_keys[HINTS_MAX];

	struct layout layout;
	int lab_x, lab_y; /* where the lab's picture begins in its pane */
	enum pane_id focus;
	bool show_sidebar, show_drawer, is_zoomed;

	struct message message;
	struct keys_typed keys;
	VEC(struct held_event) held; /* what came before what the last one asked for was done, in its order */
	uint64_t now_ns;             /* monotonic; the script's in headless runs */
	int64_t wall_offset_ns;      /* wall clock = now_ns + this */
	bool is_script_time;
	uint64_t minute_ns;                    /* when the clock in the title row changes next */
	bool has_resumed;                      /* the lesson to begin with was opened */
	bool is_drawn;                         /* there was a first picture */
	bool is_watching, is_progress_checked; /* what it did not wait for */
	bool needs_draw, is_stopping;
	int exit_status;
};

/* app.c */
/* The next picture is drawn from blank, also where nothing changed. */
void app_resize(struct app *, int width, int height);
void app_draw(struct app *);               /* into the surface; and to the screen if there is one */
uint64_t app_deadline(const struct app *); /* when something is due next, 0: nothing is */
void app_advance(struct app *, uint64_t now_ns);
bool app_step(struct app *); /* read on in the background; false when there is nothing left to do */
bool app_is_busy(const struct app *);
void app_say(struct app *, enum message_kind, const char *format, ...) __attribute__((format(printf, 3, 4)));
void app_say_err(struct app *, const struct err *); /* as a warning */
void app_set_minute(struct app *);                  /* when the clock changes next, from now_ns */
void app_stop(struct app *);

/* start.c */
/* Settings; before the first thread is started, since the language goes into the environment. */
void app_init(struct app *, const struct app_options *);
void app_read(struct app *);              /* the course and the theme in use; then there are panes */
void app_look_at_disk_soon(struct app *); /* it changed: once nothing more has changed for a moment */
void app_look_at_disk_now(struct app *);  /* whoever wrote there is done */
void app_follow_disk(struct app *);       /* watch what the course is made of by now */

/* dispatch.c */
void app_event(struct app *, const struct event *);
void app_begin_turn(struct app *); /* of the loop: in each only so much is laid out */
/* The events that could not be taken in an earlier turn, for about so long. */
void app_release_held(struct app *, uint64_t budget_ns);
void app_forget_held(struct app *);
bool app_takes_counts(enum key_context); /* is a number before a key how often? */

/* actions.c: what several commands do */
void app_update_layout(struct app *);
void app_focus(struct app *, enum pane_id);
void app_open_lesson(struct app *, size_t lesson, uint32_t line); /* remembers where one was */
void app_jump(struct app *, uint32_t offset);                     /* in the open lesson; remembers too */
void app_open_lab(struct app *, const struct host_spec *);        /* and focus it */
void app_open_rendered_lab(struct app *, const struct rendered_lab *);
void app_open_preset(struct app *, struct str lab, struct str preset);
void app_edit_source(struct app *);
void app_set_theme(struct app *, const struct theme *);
void app_resume(struct app *); /* the lesson and lab to begin with, once they are known */
void app_save(struct app *);
enum key_context app_context(const struct app *);

/* chrome.c */
void chrome_draw(struct app *, const struct canvas *);
/* Over a presentation there is a row of keys only while there is something to say. */
void chrome_draw_presenting(struct app *, const struct canvas *);

/* how.c: how a command is done, as its key is bound */
/*
 * SENTENCE, translated, with “press ]” or “press : and choose “Next lesson”” in place of its %s; nothing if no key
 * leads to COMMAND. As it comes behind another sentence it begins with the blank between them, where the language has
 * one.
 */
void app_append_how(const struct app *, const char *command, const char *sentence, struct str_buf *out);
void app_say_how(struct app *, const char *text, const char *command, const char *sentence); /* TEXT, then how */

/* workspace.c: the panes and the rules between them */
void workspace_draw(struct app *, const struct canvas *);

/* nothing.c: what is shown when there is nothing to read */
void nothing_draw(struct app *, const struct canvas *);

#endif
