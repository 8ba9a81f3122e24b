/*
 * A picture written whole, without ncurses: the first one, so that it need not wait until ncurses is ready. Only to
 * terminals like xterm in a locale of UTF-8; what all others want to be told is ncurses' business. UI thread, while
 * there is a current terminal (terminfo.h).
 */
#ifndef TERM_WHOLE_H
#define TERM_WHOLE_H

#include "base/str.h"
#include "canvas/canvas.h"
#include "term/row.h"
#include "term/terminfo.h"

#include <stdbool.h>

bool whole_is_possible(const struct terminfo *);
/*
 * Append to OUT what brings a terminal, in whatever state, to show the first HEIGHT rows of SURFACE, cut or completed
 * with blanks to WIDTH, and leaves it as ncurses does: no attributes, the cursor where SURFACE has it, or at 0, 0
 * hidden.
 */
void whole_append(struct str_buf *out, const struct row_rules *, const struct surface *, int width, int height);

#endif
