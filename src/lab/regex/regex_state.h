/*
 * What the parts of the regex lab's view share: regex_lab.c (life and keys), regex_view.c (pictures),
 * regex_work.c (runs).
 */
#ifndef LAB_REGEX_REGEX_STATE_H
#define LAB_REGEX_REGEX_STATE_H

#include "canvas/edit.h"
#include "lab/lab.h"
#include "lab/playback.h"
#include "lab/regex/regex.h"

enum regex_field {
	FIELD_PATTERN,
	FIELD_FLAGS,
	FIELD_MODE, /* chosen with ← →, no text */
	FIELD_REPL, /* only in mode sub */
	FIELD_TEXT,
	FIELD_COUNT
};

struct regex_lab {
	struct lab_env env;
	struct edit *fields[FIELD_COUNT]; /* NULL for FIELD_MODE */
	enum regex_mode mode;
	enum regex_field field; /* where the cursor stands while editing */
	bool is_editing, shows_help;
	/*
	 * Where the last draw put the fields, in the lab's canvas, for the mouse; one more: the canvas in its surface.
	 */
	struct rect *places;
	char *opened[FIELD_COUNT]; /* as the source had them, for source */
	enum regex_mode opened_mode;

	struct regex_result good;   /* the last run that worked … */
	struct regex_request asked; /* … of these, owned */
	struct regex_result last;   /* the last run; its err when it did not work */
	struct styled look;         /* the text with its matches coloured */
	struct playback playback;   /* position N: match N is the current one */
	uint64_t now_ns;

	struct regex_job *job; /* running, NULL: none */
	bool is_stale;         /* something changed while it ran */
};

/* regex_work.c */
void regex_lab_run(struct regex_lab *); /* answers at once, or starts a job and keeps what is shown */
void regex_lab_stop(struct regex_lab *);
void regex_lab_color(struct regex_lab *); /* make look anew */
struct str regex_lab_field(const struct regex_lab *, enum regex_field);

/* regex_view.c */
void regex_lab_draw(const void *self, const struct canvas *);

/* regex_matches_view.c */
void regex_lab_draw_matches(const struct regex_lab *, const struct canvas *);
void regex_lab_matches_title(const struct regex_lab *, struct str_buf *out);

/* regex_help_view.c */
void regex_help_draw(const struct canvas *);

#endif
