/* The memory behind a picture, and the picture as text for tests. */
#include "canvas/canvas.h"

#include "base/alloc.h"
#include "canvas/kept.h"
#include "canvas/style_name.h"

#include <string.h>

#define SURFACE_MAX 1000

static struct cell *
surface_row(const struct surface *surface, int y)
{
	return surface->cells + (size_t)y * (size_t)surface->width;
}

static int
clamp_size(int size)
{
	return size < 0 ? 0 : size > SURFACE_MAX ? SURFACE_MAX : size;
}

void
surface_init(struct surface *surface, int width, int height)
{
	*surface = (struct surface){ 0 };
	surface_resize(surface, width, height);
}

void
surface_resize(struct surface *surface, int width, int height)
{
	width = clamp_size(width);
	height = clamp_size(height);
	if (!surface->cells || width != surface->width || height != surface->height) {
		free(surface->cells);
		surface->cells = NEW_ARRAY(struct cell, (size_t)width * (size_t)height);
		surface->width = width;
		surface->height = height;
	}
	if (surface->kept)
		kept_resize(surface);
	surface_clear(surface);
}

void
surface_fini(struct surface *surface)
{
	free(surface->cells);
	kept_free(surface->kept);
	*surface = (struct surface){ 0 };
}

/* The first cell by hand, then doubling copies: memcpy keeps the padding zero, as assignment need not. */
void
cells_blank(struct cell *cells, size_t count)
{
	if (count == 0)
		return;
	memset(cells, 0, sizeof(*cells));
	cells[0].glyph.base = ' ';
	cells[0].glyph.width_cols = 1;
	for (size_t done = 1; done < count;) {
		size_t step = done < count - done ? done : count - done;

		memcpy(cells + done, cells, step * sizeof(*cells));
		done += step;
	}
}

void
surface_clear(struct surface *surface)
{
	surface->cursor_x = surface->cursor_y = -1;
	if (surface->kept)
		kept_begin(surface);
	else
		cells_blank(surface->cells, (size_t)surface->width * (size_t)surface->height);
}

static bool
cell_is_blank(const struct cell *cell)
{
	return cell->glyph.base == ' ' && cell->glyph.marks[0] == 0;
}

static void
append_row(const struct surface *surface, int y, struct str_buf *out)
{
	const struct cell *row = surface_row(surface, y);
	int end = surface->width;

	while (end > 0 && cell_is_blank(&row[end - 1]))
		end--;
	for (int x = 0; x < end; x++)
		if (row[x].glyph.width_cols > 0)
			cell_append_glyph(out, &row[x].glyph);
	str_buf_append_byte(out, '\n');
}

void
surface_to_text(const struct surface *surface, struct str_buf *out)
{
	for (int y = 0; y < surface->height; y++)
		append_row(surface, y, out);
}

static bool
style_is_equal(struct style a, struct style b)
{
	return a.ink == b.ink && a.paper == b.paper && a.attrs == b.attrs;
}

/* "    0 strong+bold  5 text/raised  9 …": the column where each run starts; nothing for a row that is plain. */
static void
append_row_styles(const struct surface *surface, int y, struct str_buf *out)
{
	const struct cell *row = surface_row(surface, y);
	bool is_plain = true;

	for (int x = 0; x < surface->width && is_plain; x++)
		is_plain = style_is_equal(row[x].style, STYLE_PLAIN);
	if (is_plain)
		return;
	str_buf_append_c(out, "   ");
	for (int x = 0; x < surface->width; x++) {
		if (x > 0 && style_is_equal(row[x].style, row[x - 1].style))
			continue;
		str_buf_printf(out, " %d:", x);
		style_name_append(out, row[x].style);
	}
	str_buf_append_byte(out, '\n');
}

void
surface_to_styled_text(const struct surface *surface, struct str_buf *out)
{
	for (int y = 0; y < surface->height; y++) {
		append_row(surface, y, out);
		append_row_styles(surface, y, out);
	}
}
