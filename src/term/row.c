/* A surface's row made ready for a terminal. */
#include "term/row.h"

#include "base/alloc.h"

#include <string.h>
#include <uniwidth.h>
#include <wchar.h>

bool
row_is_same_cell(const struct cell *a, const struct cell *b)
{
	if (a->glyph.base != b->glyph.base || a->glyph.width_cols != b->glyph.width_cols || a->large != b->large ||
	    a->style.ink != b->style.ink || a->style.paper != b->style.paper || a->style.attrs != b->style.attrs)
		return false;
	for (int i = 0; i < GLYPH_MARKS_MAX; i++) {
		if (a->glyph.marks[i] != b->glyph.marks[i])
			return false;
		if (!a->glyph.marks[i])
			break;
	}
	return true;
}

/* The look-alikes of characters that an ambiguous-is-wide terminal draws two columns wide where we count one. */
static uint32_t
narrow(uint32_t codepoint)
{
	static const struct {
		uint32_t from, to;
	} alike[] = {
		{ 0x00B7, '.' }, { 0x00D7, 'x' }, { 0x2013, '-' }, { 0x2014, '-' }, { 0x2018, '\'' }, { 0x2019, '\'' },
		{ 0x201C, '"' }, { 0x201D, '"' }, { 0x2022, '*' }, { 0x2026, '.' }, { 0x2190, '<' },  { 0x2191, '^' },
		{ 0x2192, '>' }, { 0x2193, 'v' }, { 0x2500, '-' }, { 0x2502, '|' }, { 0x25A0, '#' },  { 0x25B2, '^' },
		{ 0x25B6, '>' }, { 0x25BC, 'v' }, { 0x25C0, '<' }, { 0x25CB, 'o' }, { 0x25CF, '*' },  { 0x2605, '*' },
		{ 0x2606, '*' }, { 0xFFFD, '?' },
	};

	if (codepoint < 0xA1 || uc_width(codepoint, "GBK") < 2)
		return codepoint;
	for (size_t i = 0; i < ARRAY_LEN(alike); i++)
		if (alike[i].from == codepoint)
			return alike[i].to;
	if (codepoint >= 0x2460 && codepoint <= 0x2468) /* ①–⑨ */
		return codepoint - 0x2460 + '1';
	if (codepoint >= 0x2500 && codepoint < 0x2580)
		return '+';
	if (codepoint >= 0x2580 && codepoint < 0x25A0)
		return '#';
	return '?';
}

/* Cells come from text/cell.h, which lets nothing dangerous through. Asked once more, here at the last door. */
static void
make_safe(const struct row_rules *rules, struct glyph *glyph)
{
	uint32_t base = glyph->base;
	int count = 0;

	for (int i = 0; i < GLYPH_MARKS_MAX && glyph->marks[i]; i++)
		if (glyph->marks[i] >= 0x300 && cell_codepoint_width(glyph->marks[i]) == 0)
			glyph->marks[count++] = glyph->marks[i];
	if (count < GLYPH_MARKS_MAX)
		glyph->marks[count] = 0;
	if (base >= 0x20 && base < 0x7F)
		return;
	/* By its name, so that the linker takes the one of text/ and ncurses goes by it too. */
	if (base < 0xA0 || wcwidth((wchar_t)base) != (int)glyph->width_cols)
		glyph->base = base == 0 ? ' ' : (uint32_t)'?';
	else if (rules->is_ambiguous_wide && glyph->width_cols == 1)
		glyph->base = narrow(base);
}

bool
row_is_seen_on_blanks(const struct row_rules *rules, struct style style)
{
	return colors_attrs(rules->colors, style) & (ATTR_UNDERLINE | ATTR_REVERSE | ATTR_STRIKE);
}

static bool
is_blank(const struct cell *cell)
{
	return cell->glyph.base == ' ' && !cell->glyph.marks[0];
}

/* The cell at X: a blank where a wide glyph was cut in two; with a style that has colours. */
static struct cell
take_cell(const struct row_rules *rules, const struct cell *cells, int x, int width)
{
	struct cell cell = cells[x];
	bool is_half = cell.glyph.width_cols == 0 ||
		       (cell.glyph.width_cols == 2 &&
			(x + 1 + rules->is_end_narrow >= width || cells[x + 1].glyph.width_cols != 0));

	if (is_half || (cell.large && rules->can_scale)) /* what is large is written later, over blanks */
		cell.glyph = (struct glyph){ .base = ' ', .width_cols = 1 };
	if (cell.style.ink >= INK_COUNT)
		cell.style.ink = INK_TEXT;
	if (cell.style.paper >= PAPER_COUNT)
		cell.style.paper = PAPER_BASE;
	return cell;
}

/* The style of the first cell that shows its ink: that of the blanks at the beginning of a row. */
static struct style
first_style(const struct row_rules *rules, const struct cell *cells, int width)
{
	int x = 0;

	while (x + 1 < width && is_blank(&cells[x]))
		x++;
	return take_cell(rules, cells, x, width).style;
}

/* The same as the one before it, and narrow: it comes out the same too. */
static bool
is_repeated(const struct cell *cells, int x)
{
	return x > 0 && cells[x].glyph.width_cols == 1 && row_is_same_cell(&cells[x], &cells[x - 1]);
}

/* A blank shows no ink, so it takes that of the cell beside it: half of all changes of colour would be for blanks. */
struct row
row_prepare(const struct row_rules *rules, const struct cell *cells, int width, struct cell *out)
{
	struct style style = first_style(rules, cells, width);
	struct row row = { 0 };
	struct cell last = { 0 };
	int count = 0;

	for (int x = 0; x < width; x++) {
		if (is_repeated(cells, x)) {
			out[count] = out[count - 1];
			count++;
			continue;
		}
		struct cell cell = take_cell(rules, cells, x, width);

		if (is_blank(&cell) && cell.style.paper == style.paper && !row_is_seen_on_blanks(rules, cell.style) &&
		    !row_is_seen_on_blanks(rules, style))
			cell.style = style;
		if (count == 0 || !row_is_same_cell(&cell, &last))
			row = (struct row){ .change = count, .change_x = x };
		last = out[count] = cell;
		make_safe(rules, &out[count].glyph);
		style = cell.style;
		count++;
		if (cell.glyph.width_cols == 2) {
			x++;
			row = (struct row){ .change = count, .change_x = x + 1 }; /* what fills a row is narrow */
		}
	}
	return row;
}
