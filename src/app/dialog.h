/* The one shape of what opens over the panes: a frame near the top, or the whole screen where there is little of it. */
#ifndef APP_DIALOG_H
#define APP_DIALOG_H

#include "canvas/canvas.h"

/*
 * Clear AREA, all of the screen or what is right of the sidebar, but for the row of keys and, unless HAS_TITLE_ROW is
 * false, the first one; in it a dialog of at most COLS x ROWS, its frame included. Returns the canvas inside.
 */
struct canvas dialog_open(const struct canvas *area, bool has_title_row, int cols, int rows, struct str title);

#endif
