/* Writing single cells so that a row stays whole: shared by the files of this folder that draw. */
#ifndef CANVAS_CELLS_H
#define CANVAS_CELLS_H

#include "canvas/canvas.h"

/*
 * Put a glyph at column X of row Y of the surface (not of a canvas), within CLIP: a wide glyph that the clip cuts
 * leaves a blank, and wide glyphs it overwrites in part lose their other half.
 */
void cells_put(struct surface *, struct rect clip, int64_t x, int64_t y, const struct glyph *, struct style);
/* The cell at a canvas' (X, Y) if it may be touched, else NULL. */
struct cell *cells_at(const struct canvas *, int64_t x, int64_t y);

#endif
