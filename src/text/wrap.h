/*
 * Lines of a paragraph at a width: ranges of bytes, nothing copied.
 *
 * No line is wider than WIDTH_COLS, whatever the text, down to one column (a wide glyph in one column is left out and
 * counts as shown in the next line that has room; at 1 column it is drawn as ?). A word longer than the line is broken
 * between glyphs, still obeying the rule of text/breaks.h about punctuation where any glyph boundary allows it. Blanks
 * at a break belong to neither line.
 */
#ifndef TEXT_WRAP_H
#define TEXT_WRAP_H

#include "base/str.h"
#include "base/vec.h"

#include <stdint.h>

struct wrap_line {
	uint32_t start, end; /* bytes [start, end), without the blanks at the break */
	uint32_t width_cols;
};
struct wrap_lines {
	struct wrap_line *items;
	size_t len, capacity;
};

/*
 * Append the lines of TEXT. FIRST_COLS is the room on the first line (a hanging indent makes it differ), WIDTH_COLS on
 * the others; both at least 1. A word that fits there but not in a shorter first line leaves that empty. \n is a hard
 * break, so "a\n" is two lines. An empty text is one empty line. Tabs count as one column: callers
 * expand them first (wrap_expand_tabs).
 */
void wrap_text(struct str text, uint32_t first_cols, uint32_t width_cols, struct wrap_lines *out);
/* The same for text whose layout matters (code): broken only where a line is too wide, at a late blank if there is one;
 * blanks kept. */
void wrap_verbatim(struct str text, uint32_t width_cols, struct wrap_lines *out);
/* TEXT with each tab filled up to the next multiple of TAB_COLS, appended to OUT. Columns restart at \n. */
void wrap_expand_tabs(struct str text, uint32_t tab_cols, struct str_buf *out);

#endif
