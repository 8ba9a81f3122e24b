/* What part of something long is in view: pure arithmetic, and the bar that shows it. */
#ifndef CANVAS_SCROLL_H
#define CANVAS_SCROLL_H

#include "canvas/canvas.h"

struct scroll {
	int64_t top;    /* first row in view */
	int64_t total;  /* rows there are */
	int32_t height; /* rows in view */
};

void scroll_set(struct scroll *, int64_t total, int32_t height); /* keeps top, clamped */
void scroll_by(struct scroll *, int64_t rows);
void scroll_to_show(struct scroll *, int64_t row, int32_t margin);
void scroll_draw(const struct scroll *, const struct canvas *, int x, int y,
		 int height); /* one column; nothing if all is in view */

#endif
