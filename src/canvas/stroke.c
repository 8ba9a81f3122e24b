/* Draws one stroke on its row: glyphs that never tear, filling, restyling, rules that join. */
#include "canvas/stroke.h"

#include "canvas/large.h"

#include <string.h>

/* The row that is drawn on. No cells: only columns are counted. */
struct row {
	struct cell *cells;
	int width, start, end; /* columns [start, end) may be touched */
};

/* Every byte is set, padding too: rows are compared as memory. */
static void
cell_set(struct cell *cell, const struct glyph *glyph, unsigned width_cols, struct style style)
{
	memset(cell, 0, sizeof(*cell));
	if (width_cols > 0) {
		cell->glyph.base = glyph->base;
		memcpy(cell->glyph.marks, glyph->marks, sizeof(cell->glyph.marks));
	}
	cell->glyph.width_cols = (uint8_t)width_cols;
	cell->style = style;
}

static const struct glyph blank = { .base = ' ', .width_cols = 1 };

static void
cell_blank(struct cell *cell)
{
	cell_set(cell, &blank, 1, cell->style);
}

/* Columns [start, end) are about to be overwritten: the glyphs that stick out of them lose that half. */
static void
row_open(const struct row *row, int start, int end)
{
	if (row->cells[start].glyph.width_cols == 0 && start > 0)
		cell_blank(&row->cells[start - 1]);
	if (end < row->width && row->cells[end].glyph.width_cols == 0)
		cell_blank(&row->cells[end]);
}

/* A wide glyph that is cut leaves a blank, and wide glyphs it overwrites in part lose their other half. */
static void
put(const struct row *row, int64_t x, const struct glyph *glyph, struct style style)
{
	int64_t end = x + glyph->width_cols;

	if (!row->cells || end <= row->start || x >= row->end || end == x)
		return;

	int from = x < row->start ? row->start : (int)x, to = end > row->end ? row->end : (int)end;

	row_open(row, from, to);
	if (from != x || to != end) {
		for (int at = from; at < to; at++)
			cell_set(&row->cells[at], &blank, 1, style);
		return;
	}
	cell_set(&row->cells[from], glyph, glyph->width_cols, style);
	if (glyph->width_cols == 2)
		cell_set(&row->cells[from + 1], glyph, 0, style);
}

/* ---- text ---- */

/* Text without tabs from X on; gives where it ends. Once past what may be touched only the columns are counted. */
static int64_t
write_plain(const struct row *row, int64_t x, struct style style, struct str text)
{
	struct glyph glyph;

	while (row->cells && x < row->end && cell_next(&text, &glyph)) {
		put(row, x, &glyph, style);
		x += glyph.width_cols;
	}
	return text.len > 0 ? x + cell_width(text) : x;
}

static int64_t
draw_text(const struct row *row, const struct stroke *stroke, struct str text)
{
	int64_t x = stroke->x;

	for (;;) {
		size_t tab = str_find_byte(text, '\t');

		x = write_plain(row, x, stroke->style, str_cut(text, 0, tab));
		if (tab == STR_NONE)
			return x - stroke->x;
		do
			put(row, x++, &blank, stroke->style);
		while ((x - stroke->tab_from) % stroke->tab_cols != 0);
		text = str_skip(text, tab + 1);
	}
}

static int64_t
draw_fit(const struct row *row, const struct stroke *stroke, struct str text)
{
	uint32_t cols = (uint32_t)stroke->cols;
	struct str behind = str_skip(text, cell_fit(text, cols, NULL));
	struct stroke part = *stroke;
	struct glyph glyph;

	if (!cell_next(&behind, &glyph))
		return draw_text(row, stroke, text);
	part.x += draw_text(row, stroke, str_cut(text, 0, cell_fit(text, cols - 1, NULL)));
	return part.x - stroke->x + draw_text(row, &part, str_of_c(sign(SIGN_ELLIPSIS)));
}

static int64_t
draw_large(const struct row *row, const struct stroke *stroke, struct str text)
{
	struct glyph glyph;

	if (!cell_next(&text, &glyph))
		return 0;

	int cols = LARGE_SCALE * glyph.width_cols;

	for (int i = 0; i < cols; i++)
		put(row, stroke->x + i, &blank, stroke->style);
	if (stroke->part == 0)
		put(row, stroke->x, &glyph, stroke->style);
	for (int i = 0; i < cols; i++)
		if (stroke->x + i >= row->start && stroke->x + i < row->end)
			row->cells[stroke->x + i].large = large_part(i, stroke->part);
	return cols;
}

/* ---- areas ---- */

static int64_t
draw_fill(const struct row *row, const struct stroke *stroke, struct str text)
{
	(void)text;
	row_open(row, row->start, row->end);
	for (int x = row->start; x < row->end; x++)
		cell_set(&row->cells[x], &blank, 1, stroke->style);
	return 0;
}

static int64_t
draw_style(const struct row *row, const struct stroke *stroke, struct str text)
{
	(void)text;
	for (int x = row->start; x < row->end; x++) {
		struct style *style = &row->cells[x].style;

		if (stroke->style.ink < INK_COUNT)
			style->ink = stroke->style.ink;
		if (stroke->style.paper < PAPER_COUNT)
			style->paper = stroke->style.paper;
		style->attrs = (uint8_t)(style->attrs | stroke->style.attrs);
	}
	return 0;
}

/* ---- rules ---- */

static const uint32_t box_glyphs[16] = { ' ',    0x2502, 0x2502, 0x2502, 0x2500, 0x2518, 0x2510, 0x2524,
					 0x2500, 0x2514, 0x250c, 0x251c, 0x2500, 0x2534, 0x252c, 0x253c };

static unsigned
box_arms(uint32_t codepoint)
{
	static const unsigned whole[] = { 3, 12, 5, 6, 7, 9, 10, 11, 13, 14, 15 };

	for (size_t i = 0; i < sizeof(whole) / sizeof(whole[0]); i++)
		if (box_glyphs[whole[i]] == codepoint)
			return whole[i];
	return 0;
}

/*
 * One cell of a rule that has the arms ARMS; JOINED are the arms it keeps where it meets a line that goes the other
 * way (ACROSS). In ASCII only a line of the same ink is taken for one: '-' and '|' are in texts, too.
 */
static void
rule_cell(const struct row *row, int64_t x, unsigned arms, unsigned joined, struct style style)
{
	unsigned across = arms ^ 15u;
	const struct cell *cell = &row->cells[x];
	struct glyph glyph = { .width_cols = 1 };

	if (sign_is_ascii()) {
		uint32_t old = cell->glyph.base;
		bool meets = cell->style.ink == style.ink &&
			     (old == '+' || old == ((across & ARM_UP) ? (uint32_t)'|' : (uint32_t)'-'));

		glyph.base = meets ? '+' : (arms & ARM_UP) ? '|' : '-';
	} else {
		unsigned old = box_arms(cell->glyph.base);

		glyph.base = box_glyphs[(old & across) ? (old | joined) : arms];
	}
	put(row, x, &glyph, style);
}

static int64_t
draw_rule(const struct row *row, const struct stroke *stroke, struct str text)
{
	int64_t from = stroke->x < row->start ? row->start - stroke->x : 0;

	(void)text;
	for (int64_t i = from; i < stroke->cols && stroke->x + i < row->end; i++)
		rule_cell(row, stroke->x + i, ARM_LEFT | ARM_RIGHT, arms_joined(i, stroke->cols, ARM_LEFT, ARM_RIGHT),
			  stroke->style);
	return 0;
}

static int64_t
draw_cross(const struct row *row, const struct stroke *stroke, struct str text)
{
	(void)text;
	rule_cell(row, stroke->x, ARM_UP | ARM_DOWN, stroke->part, stroke->style);
	return 0;
}

static int64_t (*const draw_kinds[])(const struct row *, const struct stroke *, struct str text) = {
	[STROKE_TEXT] = draw_text,   [STROKE_FIT] = draw_fit,   [STROKE_FILL] = draw_fill,
	[STROKE_STYLE] = draw_style, [STROKE_RULE] = draw_rule, [STROKE_CROSS] = draw_cross,
	[STROKE_LARGE] = draw_large,
};

int64_t
stroke_draw(struct surface *surface, int y, const struct stroke *stroke, struct str text)
{
	struct row row = { .cells = surface->cells + (size_t)y * (size_t)surface->width,
			   .width = surface->width,
			   .start = stroke->start,
			   .end = stroke->end };

	return draw_kinds[stroke->kind](&row, stroke, text);
}

int64_t
stroke_cols(const struct stroke *stroke, struct str text)
{
	return draw_kinds[stroke->kind](&(struct row){ .cells = NULL }, stroke, text);
}
