/*
 * A field over a list: what the palette and find in all notes look like. The owner keeps the items and says how a row
 * reads; typing, choosing, scrolling and drawing are here.
 */
#ifndef APP_PICKER_H
#define APP_PICKER_H

#include "canvas/canvas.h"
#include "canvas/edit.h"
#include "canvas/event.h"
#include "canvas/list.h"

#include <stdbool.h>

enum {
	PICKER_MARKS_MAX = 64
};

struct picker_row {
	struct str text, note; /* NOTE stands dim at the right end; borrowed for the call */
	bool is_note_spare;    /* NOTE is left out where there is little room */
	struct str label;      /* dim, before the text: "lesson", "lab"; may be empty */
	struct {
		size_t start, end; /* bytes of text to mark, ascending */
	} marks[PICKER_MARKS_MAX];
	size_t mark_count;
	size_t lead; /* bytes before the first mark that are left out where it would not be in view with them */
};

struct picker {
	struct edit *edit;
	struct list list;
	struct rect area; /* of the list as drawn last, on the screen */
	const char *placeholder;
	void (*row_at)(void *ctx, size_t index, struct picker_row *out);
	void *ctx;
	int label_cols;
};

void picker_init(struct picker *, const char *placeholder,
		 void (*row_at)(void *ctx, size_t index, struct picker_row *out), void *ctx);
void picker_fini(struct picker *);
void picker_set_count(struct picker *, size_t count);
struct str picker_query(const struct picker *);
/* True when the query changed: the owner looks again. *IS_ACCEPTED: a row was clicked. */
bool picker_input(struct picker *, const struct event *, bool *is_accepted);
/* STATUS stands at the right end of the field's row; WHEN_EMPTY under it when there are no rows. */
void picker_draw(struct picker *, const struct canvas *screen, struct str title, struct str status,
		 const char *when_empty);

#endif
