/*
 * Where what can be clicked was drawn: noted while drawing, so that the mouse meets what the eye sees. WHAT and INDEX
 * are the owner's. Every function takes NULL for "nobody wants to know".
 */
#ifndef CANVAS_HITS_H
#define CANVAS_HITS_H

#include "base/vec.h"
#include "canvas/canvas.h"

struct hit {
	struct rect area; /* cells of the canvas it began with */
	int what;
	int64_t index;
};

struct hits {
	int x, y; /* where that canvas lies on the surface */
	VEC(struct hit) all;
};

void hits_begin(struct hits *, const struct canvas *); /* forget what was drawn before */
void hits_add(struct hits *, const struct canvas *, struct rect, int what, int64_t index); /* RECT is CANVAS's */
/* What lies there, of several the last drawn; NULL: nothing. Borrowed until the next begin. */
const struct hit *hits_find(const struct hits *, int x, int y);
void hits_fini(struct hits *);

#endif
