/* Surfaces to bytes: ncurses, writing into memory. */
#include "term/render.h"

#include "base/alloc.h"
#include "base/i18n.h"
#include "term/curses.h"
#include "term/large.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <uniwidth.h>
#include <wchar.h>

struct render {
	SCREEN *curses;
	FILE *file; /* nameless; ncurses writes here */
	const struct terminfo *info;
	struct str_buf taken;
	struct colors colors;
	int width, height;
	struct cell *shown; /* the last frame's cells: what the terminal shows, as far as we know */
	bool *is_known;     /* by row: shown holds */
	cchar_t *row;       /* scratch, one row */
	int cursor_x, cursor_y;
	bool is_whole; /* the next frame is sent whole */
	bool is_first; /* what is taken next begins with the switch of screens */
	bool is_ambiguous_wide, can_scale;
	struct large large;
};

static void
forget(struct render *render)
{
	size_t rows = (size_t)render->height, cells = rows * (size_t)render->width;

	free(render->shown);
	render->shown = NEW_ARRAY(struct cell, cells);
	render->is_known = mem_realloc_array(render->is_known, rows, sizeof(*render->is_known));
	render->row = mem_realloc_array(render->row, (size_t)render->width + 1, sizeof(*render->row));
	memset(render->is_known, 0, rows * sizeof(*render->is_known));
	render->is_whole = true;
	large_forget(&render->large);
}

static FILE *
open_memory(void)
{
#ifdef MFD_CLOEXEC
	int fd = memfd_create("screen", MFD_CLOEXEC);
	FILE *file = fd < 0 ? NULL : fdopen(fd, "w+");

	if (file)
		return file;
	if (fd >= 0)
		close(fd);
#endif
	return tmpfile();
}

struct render *
render_open(const struct terminfo *info, enum screen_colors wanted, int width, int height, struct err *err)
{
	FILE *file = open_memory();
	char type[64];

	if (!file) {
		err_set_errno(err, errno, _("no room for the picture of the screen"));
		return NULL;
	}
	snprintf(type, sizeof(type), "%s", info->type);
	SCREEN *curses = newterm(type, file, file);

	if (!curses) {
		err_set(err, _("ncurses cannot use the terminal “%s” (TERM): try TERM=xterm-256color"), info->type);
		fclose(file);
		return NULL;
	}
	struct render *render = NEW(struct render);

	render->curses = curses;
	render->file = file;
	render->info = info;
	render->width = width;
	render->height = height;
	typeahead(-1);
	leaveok(stdscr, FALSE);
	render->colors.depth = colors_start(wanted);
	resize_term(height, width); /* memory has no size to ask for, and nobody need have told it */
	forget(render);
	endwin();
	render_take(render);
	str_buf_clear(&render->taken);
	return render;
}

void
render_close(struct render *render)
{
	if (!render)
		return;
	delscreen(render->curses);
	fclose(render->file);
	str_buf_fini(&render->taken);
	free(render->shown);
	free(render->is_known);
	free(render->row);
	large_fini(&render->large);
	free(render);
}

enum screen_colors
render_depth(const struct render *render)
{
	return render->colors.depth;
}

void
render_set_theme(struct render *render, const struct theme *theme)
{
	colors_set_theme(&render->colors, theme);
	render_redraw(render);
}

void
render_set_ambiguous_wide(struct render *render, bool is_wide)
{
	render->is_ambiguous_wide = is_wide;
	render_redraw(render);
}

void
render_set_can_scale(struct render *render, bool can_scale)
{
	render->can_scale = can_scale;
	render_redraw(render);
}

void
render_start(struct render *render)
{
	render->cursor_x = render->cursor_y = -1;
	render_redraw(render);
}

void
render_stop(struct render *render)
{
	(void)render;
	curs_set(1);
	endwin();
}

void
render_resize(struct render *render, int width, int height)
{
	if (width == render->width && height == render->height)
		return;
	resize_term(height, width);
	render->width = width;
	render->height = height;
	forget(render);
}

void
render_redraw(struct render *render)
{
	memset(render->is_known, 0, (size_t)render->height * sizeof(*render->is_known));
	render->is_whole = true;
}

static bool
is_same_cell(const struct cell *a, const struct cell *b)
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

static bool
is_same_row(const struct cell *a, const struct cell *b, int width)
{
	if (!memcmp(a, b, (size_t)width * sizeof(*a))) /* marks behind the last one may differ */
		return true;
	for (int x = 0; x < width; x++)
		if (!is_same_cell(&a[x], &b[x]))
			return false;
	return true;
}

static attr_t
curses_attrs(unsigned attrs)
{
	return (attrs & ATTR_BOLD ? A_BOLD : 0) | (attrs & ATTR_ITALIC ? A_ITALIC : 0) |
	       (attrs & ATTR_UNDERLINE ? A_UNDERLINE : 0) | (attrs & ATTR_REVERSE ? A_REVERSE : 0) |
	       (attrs & ATTR_DIM ? A_DIM : 0);
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
static uint32_t
safe_base(const struct render *render, const struct glyph *glyph)
{
	uint32_t base = glyph->base;

	if (base >= 0x20 && base < 0x7F)
		return base;
	/* By its name, so that the linker takes the one of text/ and ncurses goes by it too. */
	if (base < 0xA0 || wcwidth((wchar_t)base) != (int)glyph->width_cols)
		return base == 0 ? ' ' : (uint32_t)'?';
	return render->is_ambiguous_wide && glyph->width_cols == 1 ? narrow(base) : base;
}

static void
set_cell(const struct render *render, cchar_t *out, const struct cell *cell)
{
	const struct glyph *glyph = &cell->glyph;
	wchar_t text[CCHARW_MAX + 1];
	size_t count = 0;
	unsigned ink = cell->style.ink, paper = cell->style.paper;
	int pair = render->colors.pairs[ink][paper];

	text[count++] = (wchar_t)safe_base(render, glyph);
	for (int i = 0; i < GLYPH_MARKS_MAX && glyph->marks[i] && count < CCHARW_MAX; i++)
		if (glyph->marks[i] >= 0x300 && cell_codepoint_width(glyph->marks[i]) == 0)
			text[count++] = (wchar_t)glyph->marks[i];
	text[count] = L'\0';
	setcchar(out, text, curses_attrs(cell->style.attrs | render->colors.attrs[ink][paper]), 0, &pair);
}

/* Can a blank in this style be told from a blank in another one on the same paper? */
static bool
is_seen_on_blanks(const struct render *render, struct style style)
{
	unsigned attrs = style.attrs | render->colors.attrs[style.ink][style.paper];

	return attrs & (ATTR_UNDERLINE | ATTR_REVERSE | ATTR_STRIKE);
}

static bool
is_blank(const struct cell *cell)
{
	return cell->glyph.base == ' ' && !cell->glyph.marks[0];
}

/* The cell at X as ncurses is to write it: a blank where a wide glyph was cut in two; with a style that has a pair. */
static struct cell
take_cell(const struct render *render, const struct cell *cells, int x, int width)
{
	struct cell cell = cells[x];
	bool is_half = cell.glyph.width_cols == 0 ||
		       (cell.glyph.width_cols == 2 && (x + 1 == width || cells[x + 1].glyph.width_cols != 0));

	if (is_half || (cell.large && render->can_scale)) /* what is large is written later, over blanks */
		cell.glyph = (struct glyph){ .base = ' ', .width_cols = 1 };
	if (cell.style.ink >= INK_COUNT)
		cell.style.ink = INK_TEXT;
	if (cell.style.paper >= PAPER_COUNT)
		cell.style.paper = PAPER_BASE;
	return cell;
}

/* The style of the first cell that shows its ink: that of the blanks at the beginning of a row. */
static struct style
first_style(const struct render *render, const struct cell *cells, int width)
{
	int x = 0;

	while (x + 1 < width && is_blank(&cells[x]))
		x++;
	return take_cell(render, cells, x, width).style;
}

/* The same as the one before it, and narrow: it comes out the same too. */
static bool
is_repeated(const struct cell *cells, int x)
{
	return x > 0 && cells[x].glyph.width_cols == 1 && is_same_row(&cells[x], &cells[x - 1], 1);
}

/* A row as ncurses wants it, in scratch: a wide glyph once. The same cell fills it from the last change on. */
struct row {
	int change;   /* cells before the last change */
	int change_x; /* the column they end at */
};

/*
 * A blank shows no ink, so it takes that of the cell beside it: half of all changes of colour would be for blanks.
 */
static struct row
fill_row(const struct render *render, const struct cell *cells, int width)
{
	struct style style = first_style(render, cells, width);
	struct row row = { 0 };
	struct cell last = { 0 };
	int count = 0;

	for (int x = 0; x < width; x++) {
		if (is_repeated(cells, x)) {
			render->row[count] = render->row[count - 1];
			count++;
			continue;
		}
		struct cell cell = take_cell(render, cells, x, width);

		if (is_blank(&cell) && cell.style.paper == style.paper && !is_seen_on_blanks(render, cell.style) &&
		    !is_seen_on_blanks(render, style))
			cell.style = style;
		if (count > 0 && is_same_cell(&cell, &last)) {
			render->row[count] = render->row[count - 1];
		} else {
			set_cell(render, &render->row[count], &cell);
			row = (struct row){ .change = count, .change_x = x };
		}
		last = cell;
		style = cell.style;
		count++;
		if (cell.glyph.width_cols == 2) {
			x++;
			row = (struct row){ .change = count, .change_x = x + 1 }; /* a line is of narrow cells */
		}
	}
	return row;
}

/* Most rows end in blanks: for those ncurses has something quicker than cell by cell. */
static bool
show_row(struct render *render, struct surface *surface, int y)
{
	const struct cell *cells = surface->cells + (size_t)y * (size_t)surface->width;
	struct cell *shown = render->shown + (size_t)y * (size_t)render->width;
	int width = surface->width < render->width ? surface->width : render->width;
	bool is_new = surface_take_new(surface, y);

	if (render->is_known[y] && (!is_new || is_same_row(shown, cells, width)))
		return false;
	struct row row = fill_row(render, cells, width);

	if (row.change > 0)
		mvadd_wchnstr(y, 0, render->row, row.change);
	if (row.change_x < width)
		mvhline_set(y, row.change_x, &render->row[row.change], width - row.change_x);
	memcpy(shown, cells, (size_t)width * sizeof(*cells));
	render->is_known[y] = true;
	return true;
}

/* Where SURFACE has the cursor. True: it moved. */
static bool
place_cursor(struct render *render, const struct surface *surface)
{
	int x = surface->cursor_x, y = surface->cursor_y;

	if (x < 0 || y < 0 || x >= render->width || y >= render->height)
		x = y = -1;
	bool is_changed = x != render->cursor_x || y != render->cursor_y;

	wmove(stdscr, y < 0 ? 0 : y, x < 0 ? 0 : x);
	render->cursor_x = x;
	render->cursor_y = y;
	return is_changed;
}

static void
write_frame(struct render *render, const struct surface *surface)
{
	render->is_first = isendwin();
	if (render->cursor_x < 0 && !render->is_first)
		curs_set(0);
	large_erase(&render->large, render->height);
	wnoutrefresh(stdscr);
	doupdate();
	/* After a switch of screens: some terminals save the cursor's look with it and would keep it hidden. */
	curs_set(render->cursor_x >= 0);
	if (render->can_scale)
		large_show(&render->large, surface, &render->colors, render->height);
}

bool
render_frame(struct render *render, struct surface *surface)
{
	int rows = surface->height < render->height ? surface->height : render->height;
	bool is_changed = render->is_whole;

	if (render->is_whole) {
		werase(stdscr);
		clearok(curscr, TRUE);
		large_forget(&render->large);
	}
	for (int y = 0; y < rows; y++)
		is_changed |= show_row(render, surface, y);
	is_changed |= place_cursor(render, surface);
	render->is_whole = false;
	if (is_changed)
		write_frame(render, surface);
	if (surface->width != render->width || surface->height != render->height)
		render_redraw(render); /* what is shown is not known to its edges */
	return is_changed;
}

/* What ncurses wrote into its file, appended to TAKEN. */
static void
take_file(struct render *render)
{
	int fd = fileno(render->file);
	off_t size = lseek(fd, 0, SEEK_END);
	size_t len = render->taken.len;

	if (size <= 0)
		return;
	str_buf_reserve(&render->taken, (size_t)size);
	ssize_t got = pread(fd, render->taken.data + len, (size_t)size, 0);

	render->taken.len = len + (got > 0 ? (size_t)got : 0);
	render->taken.data[render->taken.len] = '\0';
	if (ftruncate(fd, 0) < 0 || lseek(fd, 0, SEEK_SET) < 0)
		abort(); /* memory cannot fail so */
}

/* What ncurses wrote, but for a switch to the screen we are on. */
static struct str
without_start(const struct render *render)
{
	struct str bytes = str_buf_str(&render->taken), start = str_buf_str(&render->info->start);

	return render->is_first && str_has_prefix(bytes, start) ? str_skip(bytes, start.len) : bytes;
}

struct str
render_take(struct render *render)
{
	struct large *large = &render->large;

	str_buf_clear(&render->taken);
	str_buf_append(&render->taken, str_buf_str(&large->before));
	take_file(render);
	str_buf_append(&render->taken, str_buf_str(&large->after));
	str_buf_clear(&large->before);
	str_buf_clear(&large->after);
	struct str bytes = without_start(render);

	render->is_first = false;
	return bytes;
}
