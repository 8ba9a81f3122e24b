/* Titles in large type: half blocks make two pixels of a cell, glyphs are four rows high and as wide as they need be
 * (ASCII); other text, and all where signs are ASCII, is drawn in its own size, bold and spaced. */
#ifndef CANVAS_BIGTEXT_H
#define CANVAS_BIGTEXT_H

#include "canvas/canvas.h"

int bigtext_height(void);           /* rows */
int bigtext_width(struct str text); /* columns; 0 if it has glyphs the font lacks */
/* Draws in bigtext_height() rows from y on; falls back where it is too wide for the canvas, too. */
void bigtext_draw(const struct canvas *, int x, int y, struct style, struct str text);

#endif
