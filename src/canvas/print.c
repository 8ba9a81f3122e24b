/* Text onto a canvas: one line, fitted, styled, wrapped. Glyphs come from text/cell.h, the one door. */
#include "canvas/canvas.h"

#include "canvas/cells.h"
#include "text/wrap.h"

#include <limits.h>
#include <stdio.h>

#define TAB_COLS 8

/* Where the next glyph goes. */
struct pen {
	const struct canvas *canvas;
	int64_t start, x, y; /* in the surface */
	int64_t tab_cols;    /* 1: a tab is one blank */
};

static struct pen
pen_at(const struct canvas *canvas, int x, int y, int64_t tab_cols)
{
	int64_t start = (int64_t)canvas->bounds.x + x;

	return (struct pen){
		.canvas = canvas, .start = start, .x = start, .y = (int64_t)canvas->bounds.y + y, .tab_cols = tab_cols
	};
}

static void
pen_put(struct pen *pen, const struct glyph *glyph, struct style style)
{
	cells_put(pen->canvas->surface, pen->canvas->clip, pen->x, pen->y, glyph, style);
	pen->x += glyph->width_cols;
}

/* Text without tabs. Once past the clip only the columns are counted. */
static void
pen_write_plain(struct pen *pen, struct style style, struct str text)
{
	const struct rect *clip = &pen->canvas->clip;
	bool is_row_visible = pen->y >= clip->y && pen->y < (int64_t)clip->y + clip->height;
	int64_t right = (int64_t)clip->x + clip->width;
	struct glyph glyph;

	while (is_row_visible && pen->x < right && cell_next(&text, &glyph))
		pen_put(pen, &glyph, style);
	if (text.len > 0 && (!is_row_visible || pen->x >= right))
		pen->x += cell_width(text);
}

static void
pen_write(struct pen *pen, struct style style, struct str text)
{
	const struct glyph blank = { .base = ' ', .width_cols = 1 };

	for (;;) {
		size_t tab = str_find_byte(text, '\t');

		pen_write_plain(pen, style, str_cut(text, 0, tab));
		if (tab == STR_NONE)
			return;
		do
			pen_put(pen, &blank, style);
		while ((pen->x - pen->start) % pen->tab_cols != 0);
		text = str_skip(text, tab + 1);
	}
}

static int
pen_cols(const struct pen *pen)
{
	int64_t cols = pen->x - pen->start;

	return cols > INT_MAX ? INT_MAX : (int)cols;
}

int
canvas_print(const struct canvas *canvas, int x, int y, struct style style, struct str text)
{
	struct pen pen = pen_at(canvas, x, y, TAB_COLS);

	pen_write(&pen, style, text);
	return pen_cols(&pen);
}

int
canvas_print_c(const struct canvas *canvas, int x, int y, struct style style, const char *text)
{
	return canvas_print(canvas, x, y, style, str_of_c(text));
}

int
canvas_printf(const struct canvas *canvas, int x, int y, struct style style, const char *format, ...)
{
	struct str_buf text = { 0 };
	va_list args;

	va_start(args, format);
	str_buf_vprintf(&text, format, args);
	va_end(args);

	int cols = canvas_print(canvas, x, y, style, str_buf_str(&text));

	str_buf_fini(&text);
	return cols;
}

int
canvas_print_fit(const struct canvas *canvas, int x, int y, int max_cols, struct style style, struct str text)
{
	struct pen pen = pen_at(canvas, x, y, 1);
	struct glyph glyph;

	if (max_cols <= 0)
		return 0;

	size_t fits = cell_fit(text, (uint32_t)max_cols, NULL);
	struct str behind = str_skip(text, fits);

	if (!cell_next(&behind, &glyph)) {
		pen_write(&pen, style, text);
		return pen_cols(&pen);
	}
	pen_write(&pen, style, str_cut(text, 0, cell_fit(text, (uint32_t)max_cols - 1, NULL)));
	pen_write(&pen, style, str_of_c(sign(SIGN_ELLIPSIS)));
	return pen_cols(&pen);
}

int
canvas_print_styled(const struct canvas *canvas, int x, int y, const struct styled *styled, size_t start, size_t end,
		    struct style base)
{
	struct styled_iter iter = styled_iter(styled, start, end);
	struct pen pen = pen_at(canvas, x, y, TAB_COLS);
	struct styled_piece piece;

	while (styled_next(&iter, &piece)) {
		if (piece.style.paper == PAPER_BASE)
			piece.style.paper = base.paper;
		pen_write(&pen, piece.style, piece.text);
	}
	return pen_cols(&pen);
}

/* The last row there is room for, when there is more: it says so. */
static void
print_cut_row(const struct canvas *canvas, int y, struct style style, struct str rest, const struct wrap_line *line)
{
	int cols = canvas_width(canvas), x;

	if ((int)line->width_cols >= cols) {
		canvas_print_fit(canvas, 0, y, cols, style, rest);
		return;
	}
	x = canvas_print(canvas, 0, y, style, str_cut(rest, 0, line->end - line->start));
	canvas_print_c(canvas, x, y, style, sign(SIGN_ELLIPSIS));
}

int
canvas_print_wrapped(const struct canvas *canvas, struct rect area, struct style style, struct str text)
{
	struct wrap_lines lines = { 0 };
	struct canvas inside = canvas_cut(canvas, area);

	if (area.width <= 0)
		return 0;
	wrap_text(text, (uint32_t)area.width, (uint32_t)area.width, &lines);

	int rows = lines.len > INT_MAX ? INT_MAX : (int)lines.len;

	for (int row = 0; row < rows && row < area.height; row++) {
		const struct wrap_line *line = &lines.items[row];
		struct pen pen = pen_at(&inside, 0, row, 1);

		if (row + 1 == area.height && row + 1 < rows)
			print_cut_row(&inside, row, style, str_skip(text, line->start), line);
		else
			pen_write(&pen, style, str_cut(text, line->start, line->end));
	}
	vec_fini(&lines);
	return rows;
}
