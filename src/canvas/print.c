/* Text onto a canvas: one line, fitted, styled, wrapped. Glyphs come from text/cell.h, the one door. */
#include "canvas/canvas.h"

#include "canvas/kept.h"
#include "text/wrap.h"

#include <limits.h>
#include <stdio.h>

#define TAB_COLS 8

static int
clamp_cols(int64_t cols)
{
	return cols > INT_MAX ? INT_MAX : (int)cols;
}

/* From X on, which is TAB_FROM or somewhere behind it; TAB_COLS 1: a tab is one blank. Gives the columns it takes. */
static int64_t
print_from(const struct canvas *canvas, int64_t tab_from, int64_t x, int y, int tab_cols, struct style style,
	   struct str text)
{
	struct stroke stroke = {
		.kind = STROKE_TEXT, .x = x, .tab_from = tab_from, .tab_cols = (uint8_t)tab_cols, .style = style
	};

	return text.len > 0 ? canvas_stroke(canvas, y, &stroke, text) : 0;
}

int
canvas_print(const struct canvas *canvas, int x, int y, struct style style, struct str text)
{
	return clamp_cols(print_from(canvas, x, x, y, TAB_COLS, style, text));
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
	struct stroke stroke = { .kind = STROKE_FIT, .x = x, .cols = max_cols, .tab_cols = 1, .style = style };

	return max_cols > 0 && text.len > 0 ? clamp_cols(canvas_stroke(canvas, y, &stroke, text)) : 0;
}

int
canvas_print_styled(const struct canvas *canvas, int x, int y, const struct styled *styled, size_t start, size_t end,
		    struct style base)
{
	struct styled_iter iter = styled_iter(styled, start, end);
	struct styled_piece piece;
	int64_t cols = 0;

	while (styled_next(&iter, &piece)) {
		if (piece.style.paper == PAPER_BASE)
			piece.style.paper = base.paper;
		cols += print_from(canvas, x, x + cols, y, TAB_COLS, piece.style, piece.text);
	}
	return clamp_cols(cols);
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

		if (row + 1 == area.height && row + 1 < rows)
			print_cut_row(&inside, row, style, str_skip(text, line->start), line);
		else
			print_from(&inside, 0, 0, row, 1, style, str_cut(text, line->start, line->end));
	}
	vec_fini(&lines);
	return rows;
}
