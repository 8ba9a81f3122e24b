/* Where the panes are: the widths at which the screen changes its shape, and the shares of each pane. */
#include "app/layout.h"

#include <string.h>

enum {
	STACKED_COLS = 60, /* from here reader and lab are seen together */
	SIDE_COLS = 100,   /* from here the sidebar is a column */
	COLUMNS_COLS = 150,
	SIDEBAR_COLS = 32,
	SIDEBAR_WIDE_COLS = 36,
	STACK_MIN_ROWS = 11, /* below, reader and lab take turns */
	LAB_ROWS = 14,       /* a lab this high has all its parts; the reader gives way to it down to … */
	READER_MIN_ROWS = 6,
	TITLE_MIN_ROWS = 4,
	KEYS_MIN_ROWS = 3,
};

static enum layout_kind
kind_of_width(int width)
{
	if (width >= COLUMNS_COLS)
		return LAYOUT_COLUMNS;
	if (width >= SIDE_COLS)
		return LAYOUT_SIDE;
	return width >= STACKED_COLS ? LAYOUT_STACKED : LAYOUT_ONE;
}

/* Cut COLS columns and the rule beside them off the left of AREA. */
static struct rect
take_left(struct rect *area, int cols, struct rect *rule)
{
	struct rect left = { area->x, area->y, cols, area->height };

	*rule = (struct rect){ area->x + cols, area->y, 1, area->height };
	area->x += cols + 1;
	area->width -= cols + 1;
	return left;
}

static void
split_columns(struct layout *layout, struct rect area)
{
	/* The lab gets a little less: prose needs its measure, pictures scale. */
	layout->panes[PANE_READER] = take_left(&area, area.width * 13 / 25, &layout->rule_lab);
	layout->panes[PANE_LAB] = area;
}

static void
split_rows(struct layout *layout, struct rect area)
{
	int reader_rows = area.height * 2 / 5; /* labs are pictures: they get the larger part */
	int spare_rows = area.height - 1 - LAB_ROWS;

	if (spare_rows < READER_MIN_ROWS)
		spare_rows = READER_MIN_ROWS;
	if (reader_rows > spare_rows)
		reader_rows = spare_rows;
	layout->panes[PANE_READER] = (struct rect){ area.x, area.y, area.width, reader_rows };
	layout->rule_lab = (struct rect){ area.x, area.y + reader_rows, area.width, 1 };
	layout->panes[PANE_LAB] = (struct rect){ area.x, area.y + reader_rows + 1, area.width,
						 area.height - reader_rows - 1 };
}

static void
place_main(struct layout *layout, const struct layout_wish *wish, struct rect area)
{
	enum pane_id alone = wish->focus == PANE_LAB && wish->has_lab ? PANE_LAB : PANE_READER;

	if (!wish->has_lab)
		layout->panes[PANE_READER] = area;
	else if (layout->kind == LAYOUT_COLUMNS)
		split_columns(layout, area);
	else if (layout->kind == LAYOUT_ONE || area.height < STACK_MIN_ROWS)
		layout->panes[alone] = area;
	else
		split_rows(layout, area);
}

void
layout_compute(const struct layout_wish *wish, struct layout *out)
{
	int width = wish->width > 0 ? wish->width : 0, height = wish->height > 0 ? wish->height : 0;
	struct rect area = { 0, 0, width, height };
	bool has_columns;

	memset(out, 0, sizeof(*out));
	out->kind = kind_of_width(width);
	has_columns = out->kind == LAYOUT_SIDE || out->kind == LAYOUT_COLUMNS;
	if (width == 0 || height == 0)
		return;
	if (height >= TITLE_MIN_ROWS) {
		out->title = (struct rect){ 0, 0, width, 1 };
		area.y++, area.height--;
	}
	if (height >= KEYS_MIN_ROWS) {
		out->keys = (struct rect){ 0, height - 1, width, 1 };
		area.height--;
	}
	if (wish->is_zoomed) {
		out->panes[wish->focus == PANE_LAB && !wish->has_lab ? PANE_READER : wish->focus] = area;
		return;
	}
	if (has_columns && wish->show_sidebar)
		out->panes[PANE_SIDEBAR] = take_left(
			&area, out->kind == LAYOUT_COLUMNS ? SIDEBAR_WIDE_COLS : SIDEBAR_COLS, &out->rule_sidebar);
	place_main(out, wish, area);
	if (!has_columns && wish->show_drawer) { /* over all: what showed beside it would be scraps of lines */
		out->is_drawer_open = true;
		out->panes[PANE_SIDEBAR] = area;
	}
}

bool
layout_is_shown(const struct layout *layout, enum pane_id pane)
{
	return layout->panes[pane].width > 0 && layout->panes[pane].height > 0;
}

bool
rect_contains(struct rect rect, int x, int y)
{
	return x >= rect.x && y >= rect.y && x < rect.x + rect.width && y < rect.y + rect.height;
}
