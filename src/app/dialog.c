/* Opens dialogs. */
#include "app/dialog.h"

#include "canvas/box.h"

enum {
	FULL_SCREEN_COLS = 72, /* below, the dialog takes the whole screen */
	FULL_SCREEN_ROWS = 12,
	TITLED_ROWS = 8, /* a whole screen this high has a row for its title */
	TOP_ROWS = 2,    /* above the dialog: the title row and a blank one; below it the same */
	MARGIN_COLS = 4,
};

static int
smaller(int a, int b)
{
	return a < b ? a : b;
}

static struct canvas
open_whole(const struct canvas *area, struct str title)
{
	const struct style strong = STYLE(INK_STRONG, .attrs = ATTR_BOLD);
	int width = canvas_width(area), height = canvas_height(area), top = height >= TITLED_ROWS;

	canvas_fill(area, (struct rect){ 0, 0, width, height - 1 }, STYLE_PLAIN);
	if (top)
		box_rule(area, 0, 0, width, title, STYLE(INK_RULE), strong);
	return canvas_part(area, 0, top, width, height - 1 - top);
}

struct canvas
dialog_open(const struct canvas *area, bool has_title_row, int cols, int rows, struct str title)
{
	const struct style frame = STYLE(INK_RULE), strong = STYLE(INK_STRONG, .attrs = ATTR_BOLD);
	int width = canvas_width(area), height = canvas_height(area);

	if (width < FULL_SCREEN_COLS || height < FULL_SCREEN_ROWS)
		return open_whole(area, title);
	/* All of it: beside and below a dialog only scraps of lines would show. */
	canvas_fill(area, (struct rect){ 0, has_title_row, width, height - 1 - has_title_row }, STYLE_PLAIN);
	cols = smaller(cols, width - 2 * MARGIN_COLS);
	rows = smaller(rows, height - 2 * TOP_ROWS);
	return box_draw(area, (struct rect){ (width - cols) / 2, TOP_ROWS, cols, rows }, frame, title, strong);
}
