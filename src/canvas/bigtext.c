/* Titles in large type, of half blocks. */
#include "canvas/bigtext.h"

#include "canvas/bigtext_font.h"

#include <limits.h>

#define BLANK_COLS 3
#define TEXT_MAX   256 /* longer is no title */

int
bigtext_height(void)
{
	return BIGTEXT_FONT_ROWS / 2;
}

static const uint8_t *
glyph_rows(char c)
{
	return bigtext_font[(unsigned char)c - ' '];
}

/* The columns of a glyph that have pixels: all rows laid over each other. */
static unsigned
glyph_mask(char c)
{
	unsigned mask = 0;

	for (int row = 0; row < BIGTEXT_FONT_ROWS; row++)
		mask |= glyph_rows(c)[row];
	return mask;
}

static int
first_col(unsigned mask)
{
	int col = 0;

	while (col < BIGTEXT_FONT_COLS && !(mask & (0x10u >> col)))
		col++;
	return col;
}

static int
glyph_cols(char c)
{
	unsigned mask = glyph_mask(c);
	int last = BIGTEXT_FONT_COLS - 1;

	if (mask == 0)
		return BLANK_COLS;
	while (!(mask & (0x10u >> last)))
		last--;
	return last - first_col(mask) + 1;
}

int
bigtext_width(struct str text)
{
	int cols = 0;

	if (sign_is_ascii() || text.len > TEXT_MAX)
		return 0;
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] < ' ' || text.data[i] > '~')
			return 0;
		cols += glyph_cols(text.data[i]) + (i > 0 ? 1 : 0);
	}
	return cols;
}

static void
draw_glyph(const struct canvas *canvas, int x, int y, struct style style, char c)
{
	static const char *const halves[4] = { " ", "▀", "▄", "█" };
	const uint8_t *rows = glyph_rows(c);
	int first = first_col(glyph_mask(c)), cols = glyph_cols(c);

	for (int row = 0; row < BIGTEXT_FONT_ROWS; row += 2) {
		for (int col = 0; col < cols && first + col < BIGTEXT_FONT_COLS; col++) {
			unsigned pixel = 0x10u >> (first + col);
			unsigned half = (rows[row] & pixel ? 1u : 0u) | (rows[row + 1] & pixel ? 2u : 0u);

			canvas_print_c(canvas, x + col, y + row / 2, style, halves[half]);
		}
	}
}

/* In its own size: bold, with a blank behind each glyph where there is room, in the middle row. */
static void
draw_spaced(const struct canvas *canvas, int x, int y, struct style style, struct str text)
{
	int64_t room = (int64_t)canvas_width(canvas) - x, glyphs = 0;
	struct str rest = text;
	struct glyph glyph;

	style.attrs = (uint8_t)(style.attrs | ATTR_BOLD);
	y += (bigtext_height() - 1) / 2;
	while (cell_next(&rest, &glyph))
		glyphs++;
	if (room <= 0 || (int64_t)cell_width(text) + glyphs - 1 > room) {
		canvas_print_fit(canvas, x, y, room > INT_MAX ? INT_MAX : (int)room, style, text);
		return;
	}
	while (cell_next(&text, &glyph)) {
		struct str_buf one = { 0 };

		cell_append_glyph(&one, &glyph);
		x += canvas_print(canvas, x, y, style, str_buf_str(&one)) + 1;
		str_buf_fini(&one);
	}
}

void
bigtext_draw(const struct canvas *canvas, int x, int y, struct style style, struct str text)
{
	int cols = bigtext_width(text);

	if (cols == 0 || cols > canvas_width(canvas) - x) {
		draw_spaced(canvas, x, y, style, text);
		return;
	}
	for (size_t i = 0; i < text.len; i++) {
		draw_glyph(canvas, x, y, style, text.data[i]);
		x += glyph_cols(text.data[i]) + 1;
	}
}
