/* A list with a cursor: rows drawn by the owner, movement and scrolling here. */
#ifndef CANVAS_LIST_H
#define CANVAS_LIST_H

#include "canvas/canvas.h"
#include "canvas/event.h"
#include "canvas/scroll.h"

struct list {
	struct scroll scroll;
	int64_t count, cursor; /* cursor in [0, count), or 0 when empty */
};

void list_set_count(struct list *, int64_t count); /* clamps the cursor */
void list_move(struct list *, int64_t rows);
void list_select(struct list *, int64_t row);
/* Up, down, j, k, page, home, end, wheel, click. True if it was for the list. */
bool list_input(struct list *, const struct event *);
/* Draw the rows in view; each gets a one-row canvas. Sets the height, so call before input of a new size. */
void list_draw(struct list *, const struct canvas *,
	       void (*draw_row)(void *ctx, const struct canvas *, int64_t row, bool is_selected), void *ctx);

#endif
