/* Titles in large type: glyphs of half blocks, 2 times as wide and high, from the 8x8 patterns built in (ASCII); other
 * text is drawn in its own size, bold and spaced. */
#ifndef CANVAS_BIGTEXT_H
#define CANVAS_BIGTEXT_H

#include "canvas/canvas.h"

int bigtext_height(void);           /* rows */
int bigtext_width(struct str text); /* columns; 0 if it has glyphs the font lacks */
void bigtext_draw(const struct canvas *, int x, int y, struct style, struct str text);

#endif
