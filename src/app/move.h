/* The movements that every pane understands in its own way: one set of commands moves whatever has the focus. */
#ifndef APP_MOVE_H
#define APP_MOVE_H

enum move {
	MOVE_LINE, /* COUNT times, negative backwards */
	MOVE_HALF,
	MOVE_PAGE,
	MOVE_SECTION,
	MOVE_TOP, /* with a count: to that line */
	MOVE_BOTTOM
};

#endif
