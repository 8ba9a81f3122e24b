/* Compares what is drawn with what was drawn, row by row. */
#include "canvas/kept.h"

#include "base/alloc.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

static_assert(sizeof(struct stroke) == 3 * sizeof(int64_t) + 2 * sizeof(int32_t) + 8, "strokes compare as memory");

struct entry { /* of a row's strokes; its text stands behind it, filled up to whole words */
	struct stroke stroke;
	uint64_t len;
	int64_t cols; /* what drawing it gave */
};

struct row {
	struct str_buf strokes; /* entries */
	size_t at;              /* bytes of them this frame has drawn too; all of them once the row is drawn anew */
	bool is_drawn;          /* in this frame */
	bool is_new;            /* drawn since somebody asked */
};

struct kept {
	struct row *rows;
	int count;
	struct surface *whole; /* NULL: nobody checks. Every frame is drawn on it from blank on */
};

void
surface_keep(struct surface *surface)
{
	if (surface->kept)
		return;
	surface->kept = NEW(struct kept);
	kept_resize(surface);
}

void
surface_check(struct surface *surface)
{
	surface_keep(surface);
	if (surface->kept->whole)
		return;
	surface->kept->whole = NEW(struct surface);
	surface_init(surface->kept->whole, surface->width, surface->height);
}

static void
free_rows(struct kept *kept)
{
	for (int y = 0; y < kept->count; y++)
		str_buf_fini(&kept->rows[y].strokes);
	free(kept->rows);
}

void
kept_free(struct kept *kept)
{
	if (!kept)
		return;
	free_rows(kept);
	if (kept->whole)
		surface_fini(kept->whole);
	free(kept->whole);
	free(kept);
}

static struct cell *
row_cells(const struct surface *surface, int y)
{
	return surface->cells + (size_t)y * (size_t)surface->width;
}

void
kept_resize(struct surface *surface)
{
	struct kept *kept = surface->kept;

	free_rows(kept);
	kept->rows = NEW_ARRAY(struct row, (size_t)surface->height);
	kept->count = surface->height;
	for (int y = 0; y < kept->count; y++) {
		cells_blank(row_cells(surface, y), (size_t)surface->width);
		kept->rows[y].is_new = true;
	}
	if (kept->whole)
		surface_resize(kept->whole, surface->width, surface->height);
}

void
kept_begin(struct surface *surface)
{
	struct kept *kept = surface->kept;

	for (int y = 0; y < kept->count; y++) {
		kept->rows[y].at = 0;
		kept->rows[y].is_drawn = false;
	}
	if (kept->whole)
		surface_clear(kept->whole);
}

static size_t
entry_size(uint64_t len)
{
	return sizeof(struct entry) + (size_t)((len + 7) & ~(uint64_t)7);
}

static const struct entry *
entry_at(const struct row *row, size_t at)
{
	return (const void *)(row->strokes.data + at);
}

static struct str
entry_text(const struct entry *entry)
{
	return str_of((const char *)(entry + 1), (size_t)entry->len);
}

/* From blank on, with the strokes this frame began with. */
static void
draw_row(struct surface *surface, int y)
{
	struct row *row = &surface->kept->rows[y];
	size_t at = 0;

	row->is_drawn = row->is_new = true;
	str_buf_cut(&row->strokes, row->at);
	cells_blank(row_cells(surface, y), (size_t)surface->width);
	while (at < row->at) {
		const struct entry *entry = entry_at(row, at);

		stroke_draw(surface, y, &entry->stroke, entry_text(entry));
		at += entry_size(entry->len);
	}
}

/* Does the row have this stroke next? */
static bool
has_next(struct row *row, const struct stroke *stroke, struct str text, int64_t *cols)
{
	const struct entry *entry;

	if (row->is_drawn || row->at == row->strokes.len)
		return false;
	entry = entry_at(row, row->at);
	if (memcmp(&entry->stroke, stroke, sizeof(*stroke)) != 0 || !str_is_equal(entry_text(entry), text))
		return false;
	row->at += entry_size(entry->len);
	*cols = entry->cols;
	return true;
}

static void
add_entry(struct row *row, const struct stroke *stroke, struct str text, int64_t cols)
{
	struct entry entry = { .stroke = *stroke, .len = text.len, .cols = cols };

	str_buf_append(&row->strokes, str_of((const char *)&entry, sizeof(entry)));
	str_buf_append(&row->strokes, text);
	str_buf_append(&row->strokes, str_of("\0\0\0\0\0\0\0", entry_size(text.len) - sizeof(entry) - text.len));
	row->at = row->strokes.len;
}

int64_t
kept_stroke(struct surface *surface, int y, const struct stroke *stroke, struct str text)
{
	struct kept *kept = surface->kept;
	struct row *row;
	int64_t cols;

	if (!kept)
		return stroke_draw(surface, y, stroke, text);
	row = &kept->rows[y];
	if (kept->whole)
		stroke_draw(kept->whole, y, stroke, text);
	if (has_next(row, stroke, text, &cols))
		return cols;
	if (!row->is_drawn)
		draw_row(surface, y);
	cols = stroke_draw(surface, y, stroke, text);
	add_entry(row, stroke, text, cols);
	return cols;
}

static void
check_row(const struct surface *surface, int y)
{
	const struct surface *whole = surface->kept->whole;

	if (!memcmp(row_cells(surface, y), row_cells(whole, y), (size_t)surface->width * sizeof(struct cell)))
		return;
	fprintf(stderr, "row %d was kept and is another one when drawn\n", y);
	abort();
}

void
surface_finish(struct surface *surface)
{
	struct kept *kept = surface->kept;

	for (int y = 0; kept && y < kept->count; y++) {
		if (kept->rows[y].at < kept->rows[y].strokes.len) /* the frame before had more on it */
			draw_row(surface, y);
		if (kept->whole)
			check_row(surface, y);
	}
}

bool
surface_take_new(struct surface *surface, int y)
{
	bool is_new = !surface->kept || surface->kept->rows[y].is_new;

	if (surface->kept)
		surface->kept->rows[y].is_new = false;
	return is_new;
}
