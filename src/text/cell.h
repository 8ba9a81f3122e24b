/*
 * The one door for untrusted text: bytes become glyphs here and nowhere else, and nothing that could move a cursor,
 * turn writing round or hide gets through.
 *
 * Rules, in this order, for each extended grapheme cluster (UAX #29):
 * bad UTF-8 → U+FFFD (one for each maximal subpart, Unicode 15 §3.9); other controls (C0, DEL) → their picture U+2400…,
 * C1 → U+FFFD; format characters (Cf), U+2028/9, variation selectors, tags → dropped; surrogates, unassigned, private
 * use → U+FFFD; of an emoji cluster the first emoji alone, without its skin tone; of a flag the two letters, since
 * terminals differ about flags; fillers and all else that Unicode calls default-ignorable → dropped; at most 4
 * combining marks (Mn, Me, vowels and finals of Hangul) a glyph; a cluster that starts with a mark has the mark
 * dropped, a Hangul vowel alone → U+FFFD. Spacing marks (Mc) are glyphs of their own, as most terminals draw them. A
 * tab is a glyph of one space here: expanding it is the caller's (text/wrap.h, canvas_print do).
 * A newline is the caller's too; one that arrives here becomes its picture.
 *
 * Width is in columns: East Asian Wide and Fullwidth 2, everything else that is shown 1 (ambiguous is 1), marks 0.
 * All functions are pure. Any thread.
 */
#ifndef TEXT_CELL_H
#define TEXT_CELL_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

#define GLYPH_MARKS_MAX 4

struct glyph {
	uint32_t base;                   /* code point; never 0, control, Cf, or unassigned */
	uint32_t marks[GLYPH_MARKS_MAX]; /* combining marks, 0-terminated when fewer */
	uint8_t width_cols;              /* 1 or 2 */
};

/*
 * The next glyph of REST; REST moves behind the bytes it came from (including dropped ones before it). False at the
 * end, also when only dropped characters were left. Printable ASCII takes a short path of a few nanoseconds.
 */
bool cell_next(struct str *rest, struct glyph *out);
/* The same, but a newline or a tab comes back as itself ('\n', '\t'): for whoever lays out text. */
bool cell_next_layout(struct str *rest, struct glyph *out);

uint32_t cell_width(struct str text); /* columns of all its glyphs; a tab counts 1 */
/*
 * The longest prefix, in whole glyphs, of at most MAX_COLS columns; its length in bytes, columns in *COLS if not NULL.
 */
size_t cell_fit(struct str text, uint32_t max_cols, uint32_t *cols);
/* TEXT as it may be shown, as UTF-8, appended to OUT; with KEEP_LAYOUT newlines and tabs pass as they are. */
void cell_clean(struct str text, bool keep_layout, struct str_buf *out);
/* The same cut to MAX_COLS columns, ending in … where something was cut. */
void cell_clean_fit(struct str text, uint32_t max_cols, struct str_buf *out);
void cell_append_glyph(struct str_buf *out, const struct glyph *);

/*
 * Grapheme cluster boundaries for moving a cursor, in text that need not be valid; OFFSET in [0, len] on a boundary.
 * BEFORE looks back to the nearest two plain characters side by side: far only in text without any.
 */
size_t cell_boundary_after(struct str text, size_t offset);
size_t cell_boundary_before(struct str text, size_t offset);

/*
 * Width of one code point by the rule above: 0, 1, 2, or -1 for what is never shown. The program's own wcwidth()
 * (text/wcwidth.c) answers ncurses with it, so both always agree.
 */
int cell_codepoint_width(uint32_t codepoint);

#endif
