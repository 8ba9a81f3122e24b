/* Where the panes are: arithmetic from a size and a few wishes to rectangles, for every size from 0x0 up. Pure. */
#ifndef APP_LAYOUT_H
#define APP_LAYOUT_H

#include "canvas/canvas.h"

#include <stdbool.h>

enum pane_id {
	PANE_SIDEBAR,
	PANE_READER,
	PANE_LAB,
	PANE_COUNT
};

enum layout_kind {      /* by width */
	LAYOUT_ONE,     /* under 60: one pane at a time */
	LAYOUT_STACKED, /* 60–99: reader over lab, the sidebar is a drawer */
	LAYOUT_SIDE,    /* 100–149: sidebar, reader over lab */
	LAYOUT_COLUMNS  /* 150 and more: sidebar, reader and lab side by side */
};

struct layout_wish {
	int width, height;
	bool has_lab;      /* a lab is open */
	bool show_sidebar; /* as a column where there is room for one */
	bool show_drawer;  /* over the reader where there is not */
	bool is_zoomed;    /* the focused pane alone */
	enum pane_id focus;
};

struct layout {
	enum layout_kind kind;
	struct rect title, keys;       /* rows; no height where there is no room */
	struct rect panes[PANE_COUNT]; /* no size: not in view */
	struct rect rule_sidebar;      /* between sidebar and the rest; one column wide or empty */
	struct rect rule_lab;          /* between reader and lab; one column or one row, or empty */
	bool is_drawer_open;           /* the sidebar lies over the reader */
};

void layout_compute(const struct layout_wish *, struct layout *out);
bool layout_is_shown(const struct layout *, enum pane_id);
bool rect_contains(struct rect, int x, int y);

#endif
