/*
 * A surface's row made ready for a terminal, still as cells: wide glyphs whole or blank, characters this terminal draws
 * too wide replaced, styles that have colours, and blanks in the colours of their neighbour. Pure.
 */
#ifndef TERM_ROW_H
#define TERM_ROW_H

#include "canvas/canvas.h"
#include "term/colors.h"

#include <stdbool.h>

struct row_rules {
	const struct colors *colors;
	bool is_ambiguous_wide; /* no glyph of ambiguous width is sent */
	bool can_scale;         /* glyphs in large type are written apart: their cells are blank */
	bool is_end_narrow;     /* a wide glyph at the end of the row is blank */
};

struct row {
	int change;   /* cells before the last change: the last of them fills the row */
	int change_x; /* the column they end at */
};

/* CELLS, WIDTH of them, to OUT, which has room for as many: a wide glyph takes one cell there. */
struct row row_prepare(const struct row_rules *, const struct cell *cells, int width, struct cell *out);

bool row_is_same_cell(const struct cell *, const struct cell *); /* marks behind the last one may differ */
/* Can a blank in this style be told from a blank in another one on the same paper? */
bool row_is_seen_on_blanks(const struct row_rules *, struct style);

#endif
