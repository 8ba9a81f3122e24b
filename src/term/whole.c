/* A picture written whole, without ncurses. */
#include "term/whole.h"

#include "base/alloc.h"
#include "term/curses.h"
#include "term/pen.h"
#include "text/utf8.h"

#include <langinfo.h>
#include <string.h>
#include <term.h>

/* What is written in the last column must not scroll, attributes must take no cells and go with colours. */
bool
whole_is_possible(const struct terminfo *info)
{
	return info->is_xterm_like && eat_newline_glitch && magic_cookie_glitch < 0 && no_color_video <= 0 &&
	       exit_attribute_mode && change_scroll_region && strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

static void
append_cell(struct pen *pen, const struct cell *cell)
{
	pen_use(pen, cell->style);
	if (cell->glyph.base < 0x80 && !cell->glyph.marks[0])
		str_buf_append_byte(pen->out, (char)cell->glyph.base);
	else
		cell_append_glyph(pen->out, &cell->glyph);
}

/* The rest of a row: the terminal fills it with the colour it writes on, if it can. */
static void
append_fill(struct pen *pen, const struct row_rules *rules, const struct cell *cell, int count)
{
	pen_use(pen, cell->style);
	if (cell->glyph.base == ' ' && !cell->glyph.marks[0] && back_color_erase && clr_eol &&
	    !row_is_seen_on_blanks(rules, cell->style))
		terminfo_append(pen->out, clr_eol);
	else
		while (count-- > 0)
			append_cell(pen, cell);
}

static void
append_place(struct str_buf *out, int x, int y)
{
	terminfo_append(out, tiparm(cursor_address, y, x));
}

static void
append_cursor(struct str_buf *out, const struct surface *surface, int width, int height)
{
	int x = surface->cursor_x, y = surface->cursor_y;
	bool is_shown = x >= 0 && y >= 0 && x < width && y < height;

	append_place(out, is_shown ? x : 0, is_shown ? y : 0);
	terminfo_append(out, is_shown ? cursor_normal : cursor_invisible);
}

static void
append_row(struct pen *pen, const struct row_rules *rules, const struct cell *cells, int width, struct cell *scratch)
{
	struct row row = row_prepare(rules, cells, width, scratch);

	for (int i = 0; i < row.change; i++)
		append_cell(pen, &scratch[i]);
	if (row.change_x < width)
		append_fill(pen, rules, &scratch[row.change], width - row.change_x);
}

void
whole_append(struct str_buf *out, const struct row_rules *rules, const struct surface *surface, int width, int height)
{
	int rows = surface->height < height ? surface->height : height;
	int cols = surface->width < width ? surface->width : width;
	struct cell *scratch = NEW_ARRAY(struct cell, (size_t)cols + 1);
	struct pen pen;

	terminfo_append(out, tiparm(change_scroll_region, 0, height - 1));
	pen_init(&pen, out, rules->colors);
	terminfo_append(out, exit_insert_mode);
	terminfo_append(out, enter_am_mode);
	terminfo_append(out, clear_screen);
	for (int y = 0; y < rows && cols > 0; y++) {
		append_place(out, 0, y);
		append_row(&pen, rules, surface->cells + (size_t)y * (size_t)surface->width, cols, scratch);
	}
	pen_reset(&pen);
	append_cursor(out, surface, width, height);
	free(scratch);
}
