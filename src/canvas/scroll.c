/* What part of something long is in view. */
#include "canvas/scroll.h"

static int64_t
clamp(int64_t value, int64_t low, int64_t high)
{
	return value > high ? (high < low ? low : high) : value < low ? low : value;
}

static int64_t
last_top(const struct scroll *scroll)
{
	return scroll->total > scroll->height ? scroll->total - scroll->height : 0;
}

void
scroll_set(struct scroll *scroll, int64_t total, int32_t height)
{
	scroll->total = total < 0 ? 0 : total;
	scroll->height = height < 0 ? 0 : height;
	scroll->top = clamp(scroll->top, 0, last_top(scroll));
}

void
scroll_by(struct scroll *scroll, int64_t rows)
{
	int64_t last = last_top(scroll);

	scroll->top = rows < 0 ? scroll->top - clamp(-(rows + 1), 0, scroll->top) - 1
			       : scroll->top + clamp(rows, 0, last - scroll->top);
	scroll->top = clamp(scroll->top, 0, last);
}

void
scroll_to_show(struct scroll *scroll, int64_t row, int32_t margin)
{
	int32_t room = scroll->height > 0 ? (scroll->height - 1) / 2 : 0;

	margin = (int32_t)clamp(margin, 0, room);
	row = clamp(row, 0, scroll->total - 1);
	if (row < scroll->top + margin)
		scroll->top = row - margin;
	else if (scroll->height > 0 && row > scroll->top + scroll->height - 1 - margin)
		scroll->top = row - (scroll->height - 1 - margin);
	scroll->top = clamp(scroll->top, 0, last_top(scroll));
}

void
scroll_draw(const struct scroll *scroll, const struct canvas *canvas, int x, int y, int height)
{
	if (height <= 0 || scroll->total <= scroll->height)
		return;

	int64_t thumb = clamp((int64_t)((double)height * scroll->height / (double)scroll->total + 0.5), 1, height);
	double part = (double)scroll->top / (double)last_top(scroll);
	int64_t start = (int64_t)(part * (double)(height - thumb) + 0.5);

	for (int64_t row = 0; row < thumb; row++)
		canvas_print_c(canvas, x, (int)(y + start + row), STYLE(INK_RULE), sign(SIGN_SCROLL));
}
