/*
 * Runs one lab: parses and checks its options, opens and closes it, keeps its error panel, its presets (`p`) and the
 * learner's changed source. Draws a lab that could not be opened as words with the line of its source that is wrong.
 */
#ifndef LAB_HOST_H
#define LAB_HOST_H

#include "lab/lab.h"
#include "lab/preset.h"

struct host;

struct host_spec {
	struct str lab;                 /* fence word */
	struct str preset;              /* "": the first one, unless there is a body */
	struct str body;                /* empty: the preset as it is */
	struct str file;                /* where the body stands, for errors */
	uint32_t line;                  /* file line of the body */
	struct str note;                /* the lesson it is opened from; may be empty */
	uint32_t note_line;             /* its first line in the file */
	const char *const *preset_dirs; /* NULL-terminated; content/labs of the course, then the shipped one */
	const struct preset_list
		*presets; /* for host_check: what they hold of the lab, if that was read before; or NULL */
};

/* Always gives a host: one whose lab failed shows why. Everything in the spec is copied. */
struct host *host_open(const struct host_spec *, const struct lab_env *);
void host_close(struct host *);
const struct err *host_error(const struct host *); /* NULL if the lab is shown */
bool host_is_running(const struct host *);         /* also behind an error: of a text that did not take its place */
const char *host_lab_name(const struct host *);
const char *host_title(const struct host *); /* "threads · deadlock"; hostile */
const char *host_preset_name(const struct host *);
bool host_tick(struct host *, uint64_t now_ns);
uint64_t host_next_tick(const struct host *);
enum lab_reply host_input(struct host *, const struct event *); /* also p (presets), R (restore) */
void host_draw(struct host *, const struct canvas *, bool is_focused);
/* Every key goes to it now (a field, a list of presets): the program's own keys must not be offered. */
bool host_is_modal(const struct host *);
size_t host_hints(const struct host *, struct lab_hint *out, size_t max);
void host_dump(const struct host *, struct str_buf *);
/* From one session to the next: also what was typed and does not run, which an open editor goes on with. */
bool host_is_worth_keeping(const struct host *);
bool host_has_draft(const struct host *); /* there is such a text */
bool host_is_right(const struct host *);  /* the text of the open editor: it runs when it is left */
void host_save(const struct host *, struct str_buf *);
void host_restore(struct host *, struct str);

/* Is this source right? For the notes doctor and cards. */
bool host_check(const struct host_spec *, struct err *);

#endif
