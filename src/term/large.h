/*
 * Large type on a terminal that knows OSC 66 (kitty's text sizing protocol: a glyph is one block of cells). ncurses
 * knows nothing of it: to ncurses the cells of large glyphs are blank, and the glyphs are written over them after it
 * has written.
 *
 * A terminal moves aside what is written into the lower row of such a block, and ncurses clears what it takes for blank
 * far from where anything changed. So before it writes at all, blocks are erased and ncurses told that their rows are
 * lost, and afterwards all are written again: titles are short. UI thread, between newterm and delscreen.
 */
#ifndef TERM_LARGE_H
#define TERM_LARGE_H

#include "base/str.h"
#include "base/vec.h"
#include "canvas/canvas.h"
#include "term/colors.h"

struct large_run { /* glyphs side by side on the terminal, in one style */
	int x, y, cols;
};

struct large {
	VEC(struct large_run) shown;
	struct str_buf before, after; /* what goes to the terminal before ncurses' bytes, and after them */
};

void large_fini(struct large *);
/* The terminal was cleared, or is about to be. */
void large_forget(struct large *);
void large_erase(struct large *, int height); /* ncurses is about to write: takes all glyphs from the terminal */
void large_show(struct large *, const struct surface *, const struct colors *, int height); /* it has */

#endif
