/* Writes and erases glyphs in large type. */
#include "term/large.h"

#include "canvas/large.h"
#include "term/curses.h"
#include "term/pen.h"

#include <wchar.h>

/* Position and attributes are as ncurses left them, and are so again. */
#define SAVE    "\0337\033[m"
#define RESTORE "\0338"

#define RUN_BYTES_MAX 2048 /* the protocol has at most 4096 in one sequence */

void
large_fini(struct large *large)
{
	vec_fini(&large->shown);
	str_buf_fini(&large->before);
	str_buf_fini(&large->after);
}

void
large_forget(struct large *large)
{
	vec_clear(&large->shown);
}

static void
append_place(struct str_buf *out, int x, int y)
{
	str_buf_printf(out, "\033[%d;%dH", y + 1, x + 1);
}

void
large_erase(struct large *large, int height)
{
	if (large->shown.len == 0)
		return;
	str_buf_append_c(&large->before, SAVE);
	for (size_t i = 0; i < large->shown.len; i++) {
		struct large_run run = large->shown.items[i];
		int rows = run.y + LARGE_SCALE <= height ? LARGE_SCALE : height - run.y;

		for (int dy = 0; dy < rows; dy++) {
			append_place(&large->before, run.x, run.y + dy);
			str_buf_printf(&large->before, "\033[%dX", run.cols);
		}
		wredrawln(stdscr, run.y, rows);
	}
	str_buf_append_c(&large->before, RESTORE);
	vec_clear(&large->shown);
}

/* ---- showing ---- */

static bool
is_same_style(struct style a, struct style b)
{
	return a.ink == b.ink && a.paper == b.paper && a.attrs == b.attrs;
}

static bool
is_plain(const struct glyph *glyph)
{
	return glyph->base >= 0x20 && glyph->base < 0x7F && !glyph->marks[0];
}

/* The last door, as for other cells: a glyph is what text/cell.h makes of the one in the cell. */
static void
append_glyph(struct str_buf *out, const struct glyph *glyph)
{
	struct str_buf raw = { 0 };

	if (wcwidth((wchar_t)glyph->base) == (int)glyph->width_cols)
		cell_append_glyph(&raw, glyph);
	else
		str_buf_append_c(&raw, "?");
	cell_clean(str_buf_str(&raw), false, out);
	str_buf_fini(&raw);
}

/* Of ASCII many in a sequence; of others each alone, with the width we count on. Returns the columns written. */
static int
append_glyphs(struct str_buf *out, const struct surface *surface, int x, int y, struct style style)
{
	const struct cell *row = surface->cells + (size_t)y * (size_t)surface->width;
	bool is_open = false;
	size_t limit = out->len + RUN_BYTES_MAX;
	int start = x;

	while (x < surface->width && out->len < limit && large_is_at(surface, x, y) &&
	       is_same_style(row[x].style, style)) {
		const struct glyph *glyph = &row[x].glyph;
		bool is_ascii = is_plain(glyph);

		if (is_open && !is_ascii)
			str_buf_append_c(out, "\a");
		if (!is_ascii)
			str_buf_printf(out, "\033]66;s=%d:w=%d;", LARGE_SCALE, glyph->width_cols);
		else if (!is_open)
			str_buf_printf(out, "\033]66;s=%d;", LARGE_SCALE);
		append_glyph(out, glyph);
		if (!is_ascii)
			str_buf_append_c(out, "\a");
		is_open = is_ascii;
		x += LARGE_SCALE * glyph->width_cols;
	}
	if (is_open)
		str_buf_append_c(out, "\a");
	return x - start;
}

static struct style
usable_style(struct style style)
{
	if (style.ink >= INK_COUNT)
		style.ink = INK_TEXT;
	if (style.paper >= PAPER_COUNT)
		style.paper = PAPER_BASE;
	return style;
}

static void
show_row(struct large *large, const struct surface *surface, const struct colors *colors, int y)
{
	const struct cell *row = surface->cells + (size_t)y * (size_t)surface->width;

	for (int x = 0; x < surface->width;) {
		struct large_run run = { .x = x, .y = y };
		struct pen pen;

		if (row[x].large == 0 || !large_is_at(surface, x, y)) {
			x++;
			continue;
		}
		if (large->after.len == 0)
			str_buf_append_c(&large->after, SAVE);
		append_place(&large->after, x, y);
		pen_init(&pen, &large->after, colors);
		pen_use(&pen, usable_style(row[x].style));
		run.cols = append_glyphs(&large->after, surface, x, y, row[x].style);
		vec_push(&large->shown, run);
		x += run.cols;
	}
}

void
large_show(struct large *large, const struct surface *surface, const struct colors *colors, int height)
{
	int rows = surface->height < height ? surface->height : height;

	for (int y = 0; y + LARGE_SCALE <= rows; y++)
		show_row(large, surface, colors, y);
	if (large->after.len > 0)
		str_buf_append_c(&large->after, RESTORE);
}
