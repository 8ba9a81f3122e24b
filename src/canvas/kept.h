/*
 * The strokes each row of a surface was drawn with, kept from one frame to the next. While a frame's strokes on a row
 * are those of the frame before, nothing is drawn: its cells are right already. At the first other one the row is
 * drawn, from blank on. So no frame costs more than what is new in it, and nobody has to say what is.
 */
#ifndef CANVAS_KEPT_H
#define CANVAS_KEPT_H

#include "canvas/stroke.h"

/* Draw a stroke: now, or never if the surface keeps and the row has it. Gives the columns its text takes. */
int64_t kept_stroke(struct surface *, int y, const struct stroke *, struct str text);
/* The same on a canvas: X, TAB_FROM and Y are its own, what may be touched is its clip. */
int64_t canvas_stroke(const struct canvas *, int64_t y, const struct stroke *, struct str text);
bool canvas_is_inside(const struct canvas *, int64_t x, int64_t y); /* may that cell be touched? */

void kept_resize(struct surface *); /* its size is another: all is blank and new */
void kept_begin(struct surface *);  /* a frame */
void kept_free(struct kept *);

#endif
