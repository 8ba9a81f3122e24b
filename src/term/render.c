/* Surfaces to bytes: the first picture written plainly, all others by ncurses, which writes into memory. */
#include "term/render.h"

#include "base/alloc.h"
#include "base/i18n.h"
#include "term/curses.h"
#include "term/large.h"
#include "term/row.h"
#include "term/whole.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <term.h>
#include <unistd.h>
#include <wchar.h>

enum {
	FILE_READ_BYTES = 1 << 14, /* more than a key's picture takes */
	FILE_MAX_BYTES = 1 << 15,
};

struct render {
	const struct terminfo *info;
	SCREEN *curses;    /* NULL: not yet, or it would not: pictures are written whole */
	FILE *file;        /* nameless; ncurses writes here */
	off_t taken_bytes; /* of the file: what is behind them is new */
	bool is_curses_refused;
	struct str_buf whole; /* written without ncurses */
	struct str_buf taken;
	struct colors colors;
	int width, height;
	struct cell *shown; /* what the terminal shows, as far as we and ncurses know */
	bool *is_known;     /* by row: shown holds */
	struct cell *cells; /* scratch, one row */
	cchar_t *row;       /* the same as ncurses has it */
	int cursor_x, cursor_y;
	bool is_whole; /* the next frame is sent whole */
	bool is_first; /* what is taken next begins with the switch of screens */
	bool is_ambiguous_wide, can_scale;
	struct large large;
};

static void
forget(struct render *render)
{
	size_t rows = (size_t)render->height, width = (size_t)render->width;

	free(render->shown);
	render->shown = render->curses ? NEW_ARRAY(struct cell, rows * width) : NULL;
	render->is_known = mem_realloc_array(render->is_known, rows, sizeof(*render->is_known));
	render->cells = mem_realloc_array(render->cells, width + 1, sizeof(*render->cells));
	render->row = mem_realloc_array(render->row, width + 1, sizeof(*render->row));
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

static void
drop_file(struct render *render)
{
	int fd = fileno(render->file);

	if (ftruncate(fd, 0) < 0 || lseek(fd, 0, SEEK_SET) < 0)
		abort(); /* memory cannot fail so */
	render->taken_bytes = 0;
}

/* Its own start and end are dropped: it need not know that a picture is there already (repeat_frame). */
static bool
start_curses(struct render *render, struct err *err)
{
	FILE *file = open_memory();
	char type[sizeof(render->info->type)];

	if (!file)
		return err_set_errno(err, errno, _("no room for the picture of the screen"));
	snprintf(type, sizeof(type), "%s", render->info->type);
	render->curses = newterm(type, file, file);
	if (!render->curses) {
		fclose(file);
		return err_set(err, _("ncurses cannot use the terminal “%s” (TERM): try TERM=xterm-256color"), type);
	}
	render->file = file;
	render->shown = NEW_ARRAY(struct cell, (size_t)render->height * (size_t)render->width);
	typeahead(-1);
	leaveok(stdscr, FALSE);
	colors_start(&render->colors);
	resize_term(render->height, render->width); /* memory has no size to ask for, and nobody need have told it */
	endwin();
	drop_file(render);
	return true;
}

struct render *
render_open(const struct terminfo *info, enum screen_colors wanted, int width, int height, struct err *err)
{
	struct render *render = NEW(struct render);

	render->info = info;
	render->width = width;
	render->height = height;
	render->colors.depth = colors_depth(info, wanted);
	render->colors.pairs_max = info->pairs;
	forget(render);
	if (whole_is_possible(info) || start_curses(render, err))
		return render;
	render_close(render);
	return NULL;
}

void
render_close(struct render *render)
{
	if (!render)
		return;
	if (render->curses) {
		delscreen(render->curses);
		fclose(render->file);
	}
	str_buf_fini(&render->whole);
	str_buf_fini(&render->taken);
	free(render->shown);
	free(render->is_known);
	free(render->cells);
	free(render->row);
	large_fini(&render->large);
	free(render);
}

void
render_set_theme(struct render *render, const struct theme *theme)
{
	colors_set_theme(&render->colors, theme);
	if (render->curses)
		colors_make_pairs(&render->colors);
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
	if (render->curses) {
		curs_set(1);
		endwin();
	} else {
		str_buf_append(&render->whole, str_buf_str(&render->info->stop));
	}
}

void
render_resize(struct render *render, int width, int height)
{
	if (width == render->width && height == render->height)
		return;
	if (render->curses)
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

static attr_t
curses_attrs(unsigned attrs)
{
	return (attrs & ATTR_BOLD ? A_BOLD : 0) | (attrs & ATTR_ITALIC ? A_ITALIC : 0) |
	       (attrs & ATTR_UNDERLINE ? A_UNDERLINE : 0) | (attrs & ATTR_REVERSE ? A_REVERSE : 0) |
	       (attrs & ATTR_DIM ? A_DIM : 0);
}

static void
set_cell(const struct render *render, cchar_t *out, const struct cell *cell)
{
	const struct glyph *glyph = &cell->glyph;
	wchar_t text[CCHARW_MAX + 1];
	size_t count = 0;
	int pair = render->colors.pairs[cell->style.ink][cell->style.paper];

	text[count++] = (wchar_t)glyph->base;
	for (int i = 0; i < GLYPH_MARKS_MAX && glyph->marks[i] && count < CCHARW_MAX; i++)
		text[count++] = (wchar_t)glyph->marks[i];
	text[count] = L'\0';
	setcchar(out, text, curses_attrs(colors_attrs(&render->colors, cell->style)), 0, &pair);
}

static struct row_rules
rules_of(const struct render *render)
{
	return (struct row_rules){ .colors = &render->colors,
				   .is_ambiguous_wide = render->is_ambiguous_wide,
				   .can_scale = render->can_scale };
}

/* [start, end) of a row. */
struct stretch {
	int start, end;
};

/* What of CELLS is not shown: no glyph of either is in two. */
static struct stretch
find_change(const struct cell *shown, const struct cell *cells, int width)
{
	struct stretch part = { 0, width };

	while (part.start < width && row_is_same_cell(&shown[part.start], &cells[part.start]))
		part.start++;
	while (part.end > part.start && row_is_same_cell(&shown[part.end - 1], &cells[part.end - 1]))
		part.end--;
	while (part.start > 0 && part.start < width &&
	       (cells[part.start].glyph.width_cols == 0 || shown[part.start].glyph.width_cols == 0))
		part.start--;
	while (part.end < width && (cells[part.end].glyph.width_cols == 0 || shown[part.end].glyph.width_cols == 0))
		part.end++;
	return part;
}

/* Most rows end in blanks: for those ncurses has something quicker than cell by cell. */
static void
put_cells(struct render *render, const struct cell *cells, int width, int x, int y)
{
	struct row_rules rules = rules_of(render);

	/* Where wrapping cannot be switched off ncurses fills the corner by inserting, which tears a wide glyph. */
	rules.is_end_narrow = y == render->height - 1 && x + width == render->width && !exit_am_mode;
	struct row row = row_prepare(&rules, cells, width, render->cells);
	int count = row.change_x < width ? row.change + 1 : row.change;

	for (int i = 0; i < count; i++)
		if (i > 0 && row_is_same_cell(&render->cells[i], &render->cells[i - 1]))
			render->row[i] = render->row[i - 1];
		else
			set_cell(render, &render->row[i], &render->cells[i]);
	if (row.change > 0)
		mvadd_wchnstr(y, x, render->row, row.change);
	if (row.change_x < width)
		mvhline_set(y, x + row.change_x, &render->row[row.change], width - row.change_x);
}

static bool
show_row(struct render *render, struct surface *surface, int y)
{
	const struct cell *cells = surface->cells + (size_t)y * (size_t)surface->width;
	struct cell *shown = render->shown + (size_t)y * (size_t)render->width;
	int width = surface->width < render->width ? surface->width : render->width;
	bool is_new = surface_take_new(surface, y);
	struct stretch part = { 0, width };

	if (render->is_known[y])
		part = is_new ? find_change(shown, cells, width) : (struct stretch){ 0, 0 };
	if (render->is_known[y] && part.start == part.end)
		return false;
	put_cells(render, cells + part.start, part.end - part.start, part.start, y);
	memcpy(shown, cells, (size_t)width * sizeof(*cells));
	render->is_known[y] = true;
	return true;
}

/* Where SURFACE has the cursor. True: it moved. */
static bool
take_cursor(struct render *render, const struct surface *surface)
{
	int x = surface->cursor_x, y = surface->cursor_y;

	if (x < 0 || y < 0 || x >= render->width || y >= render->height)
		x = y = -1;
	bool is_changed = x != render->cursor_x || y != render->cursor_y;

	render->cursor_x = x;
	render->cursor_y = y;
	return is_changed;
}

static void
update_terminal(const struct render *render)
{
	wmove(stdscr, render->cursor_y < 0 ? 0 : render->cursor_y, render->cursor_x < 0 ? 0 : render->cursor_x);
	wnoutrefresh(stdscr);
	doupdate();
	/* After a switch of screens: some terminals save the cursor's look with it and would keep it hidden. */
	curs_set(render->cursor_x >= 0);
}

static bool
show_rows(struct render *render, struct surface *surface)
{
	int rows = surface->height < render->height ? surface->height : render->height;
	bool is_changed = false;

	for (int y = 0; y < rows; y++)
		is_changed |= show_row(render, surface, y);
	return is_changed;
}

void
render_prepare(struct render *render, struct surface *surface)
{
	struct err err = { 0 };

	if (render->curses || render->is_curses_refused)
		return;
	render->is_curses_refused = !start_curses(render, &err);
	if (!render->curses || render->is_whole)
		return;
	/* ncurses draws what the terminal shows already, and nobody is told: from here on it knows. */
	show_rows(render, surface);
	update_terminal(render);
	drop_file(render);
}

static void
write_whole(struct render *render, struct surface *surface)
{
	struct row_rules rules = rules_of(render);

	for (int y = 0; y < surface->height; y++)
		surface_take_new(surface, y);
	take_cursor(render, surface);
	large_forget(&render->large);
	whole_append(&render->whole, &rules, surface, render->width, render->height);
	if (render->can_scale)
		large_show(&render->large, surface, &render->colors, render->height);
	render->is_whole = false;
}

static void
write_changes(struct render *render, const struct surface *surface)
{
	render->is_first = isendwin();
	if (render->cursor_x < 0 && !render->is_first)
		curs_set(0);
	large_erase(&render->large, render->height);
	update_terminal(render);
	if (render->can_scale)
		large_show(&render->large, surface, &render->colors, render->height);
}

static bool
show_changes(struct render *render, struct surface *surface)
{
	bool is_changed = render->is_whole;

	if (render->is_whole) {
		werase(stdscr);
		clearok(curscr, TRUE);
		large_forget(&render->large);
	}
	is_changed |= show_rows(render, surface);
	is_changed |= take_cursor(render, surface);
	render->is_whole = false;
	if (is_changed)
		write_changes(render, surface);
	return is_changed;
}

bool
render_frame(struct render *render, struct surface *surface)
{
	bool is_changed = true;

	if (render->curses)
		is_changed = show_changes(render, surface);
	else
		write_whole(render, surface);
	if (surface->width != render->width || surface->height != render->height)
		render_redraw(render); /* what is shown is not known to its edges */
	return is_changed;
}

/*
 * What ncurses wrote into its file, appended to TAKEN. Each call of the system is dear, so it is one for a key: the
 * file is emptied only now and then.
 */
static void
take_file(struct render *render)
{
	struct str_buf *taken = &render->taken;
	size_t room;
	ssize_t got;

	do {
		str_buf_reserve(taken, FILE_READ_BYTES);
		room = taken->capacity - taken->len - 1;
		got = pread(fileno(render->file), taken->data + taken->len, room, render->taken_bytes);
		if (got <= 0)
			break;
		taken->len += (size_t)got;
		taken->data[taken->len] = '\0';
		render->taken_bytes += got;
	} while ((size_t)got == room);
	if (render->taken_bytes > FILE_MAX_BYTES)
		drop_file(render);
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
	str_buf_append(&render->taken, str_buf_str(&render->whole));
	if (render->curses)
		take_file(render);
	str_buf_append(&render->taken, str_buf_str(&large->after));
	str_buf_clear(&render->whole);
	str_buf_clear(&large->before);
	str_buf_clear(&large->after);
	struct str bytes = without_start(render);

	render->is_first = false;
	return bytes;
}
