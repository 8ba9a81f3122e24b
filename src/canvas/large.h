/*
 * Large type that the terminal draws: a glyph takes twice its columns and two rows. A canvas says which cells are such
 * a glyph's; only some terminals can show it (term/screen.h), so who draws asks first. What is drawn over a part of a
 * glyph leaves the rest of it blank.
 */
#ifndef CANVAS_LARGE_H
#define CANVAS_LARGE_H

#include "canvas/canvas.h"

enum {
	LARGE_SCALE = 2 /* columns of a column, and rows of a row */
};

int large_width(struct str text); /* in columns of the canvas */
/* From (x, y) on, in rows y and y + 1; glyphs that would not fit whole are left out. Returns the columns taken. */
int large_print(const struct canvas *, int x, int y, struct style, struct str text);
/* Which part of its glyph a cell is: 1 for the first, by rows. */
uint8_t large_part(int dx, int dy);
/*
 * Does a whole large glyph begin at (x, y) of the surface? It takes LARGE_SCALE times the columns of that cell's glyph.
 */
bool large_is_at(const struct surface *, int x, int y);

#endif
