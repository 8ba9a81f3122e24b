/* A title of several rows, as the sidebar shows it: where its rows begin and end. */
#ifndef APP_TITLE_WRAP_H
#define APP_TITLE_WRAP_H

#include "text/wrap.h"

enum {
	TITLE_ROWS_MAX = 3, /* of more the owner shows the first ones, the last of them cut */
	TITLE_MIN_COLS = 8  /* narrower is not wrapped */
};

/*
 * LINES are set to the rows of TITLE, FIRST_COLS wide the first, COLS the others; both at least TITLE_MIN_COLS and
 * FIRST_COLS not more than COLS.
 */
void title_wrap(struct str title, int first_cols, int cols, struct wrap_lines *lines);

#endif
