/*
 * What host.c (life of a lab), host_keep.c (from session to session), host_view.c (keys, panels)
 * and host_editor.c (the source) share; nobody else includes it.
 */
#ifndef LAB_HOST_PART_H
#define LAB_HOST_PART_H

#include "canvas/edit.h"
#include "canvas/list.h"
#include "lab/host.h"
#include "lab/options.h"

enum {
	HOST_SOURCE_BYTES_MAX = 64 * 1024 /* of what can be typed */
};

struct source {
	char *preset, *file; /* owned, never NULL once set */
	uint32_t line;
	struct str_buf body;
};

enum host_panel {
	PANEL_NONE,
	PANEL_PRESETS,
	PANEL_SOURCE
};

struct host {
	struct lab_env env;
	char *lab_name;
	const struct lab_ops *ops; /* NULL: no such lab */
	void *state;               /* NULL: not open, err says why. With an err it runs on behind it, on RUNNING */
	struct lab_options options;
	struct preset_list presets;
	struct source source;   /* what runs, or is wrong */
	struct source running;  /* what was opened last */
	struct source base;     /* the note's source or the preset chosen: what R goes back to first */
	struct source original; /* the note's: what R goes back to then */
	char *note;             /* owned; NULL: opened from none */
	uint32_t note_line;
	struct err err;
	struct str_buf title;
	uint64_t now_ns;
	enum host_panel panel;
	struct list preset_cursor;
	int lab_y;                /* rows of ours above the lab's, for the mouse */
	int presets_x, presets_y; /* where the list was drawn, for the mouse */
	struct edit *editor;      /* while PANEL_SOURCE */
	int editor_x;             /* behind its line numbers, for the mouse */
	void *draft;              /* while PANEL_SOURCE: the lab's; NULL: it has none */
	struct err draft_err;     /* what is wrong with the text of the editor, where there is no draft; lines from 1 */
	struct str_buf left;      /* a text that is wrong and was left: the editor goes on with it */
};

void host_restore_source(struct host *);
/* False: the text is wrong, err says why, and what ran before goes on. */
bool host_change_source(struct host *, struct str body);
bool host_check_text(const struct host *, struct str body, struct err *); /* lines of the source's file */
struct lab_env host_env(struct host *);
void host_leave_error(struct host *); /* back to what runs; the wrong text is kept for the editor */
bool host_shows_lab(const struct host *);
bool host_is_changed(const struct host *);
void host_reopen(struct host *);
void host_choose_preset(struct host *, size_t index);
const struct preset *host_preset(const struct host *); /* NULL for a free source */
void host_make_title(struct host *);
bool host_has_source_editor(const struct host *); /* host_view.c */

/* host_editor.c */
void host_open_editor(struct host *);
void host_open_editor_with(struct host *, struct str text, size_t cursor);
void host_close_draft(struct host *, void *lab); /* LAB: as the draft's close takes it */
enum lab_reply host_input_editor(struct host *, const struct event *);
bool host_editor_error(const struct host *, struct err *); /* lines of the text from 1 */
void host_draw_editor(struct host *, const struct canvas *, bool is_focused);

#endif
