/* Marks the cells of glyphs in large type. */
#include "canvas/large.h"

#include "canvas/cells.h"

enum {
	PARTS_A_ROW = 2 * LARGE_SCALE /* of the widest glyph */
};

/* Which part of its glyph a cell is: 1 for the first, by rows. */
static uint8_t
part(int dx, int dy)
{
	return (uint8_t)(1 + dx + dy * PARTS_A_ROW);
}

int
large_width(struct str text)
{
	return LARGE_SCALE * (int)cell_width(text);
}

static bool
fits(const struct canvas *canvas, int x, int y, int cols)
{
	return cells_at(canvas, x, y) && cells_at(canvas, (int64_t)x + cols - 1, (int64_t)y + LARGE_SCALE - 1);
}

static void
put(const struct canvas *canvas, int x, int y, struct style style, const struct glyph *glyph)
{
	const struct glyph blank = { .base = ' ', .width_cols = 1 };
	int cols = LARGE_SCALE * glyph->width_cols;

	for (int dy = 0; dy < LARGE_SCALE; dy++)
		for (int dx = 0; dx < cols; dx++)
			cells_put(canvas->surface, canvas->clip, (int64_t)canvas->bounds.x + x + dx,
				  (int64_t)canvas->bounds.y + y + dy, &blank, style);
	cells_put(canvas->surface, canvas->clip, (int64_t)canvas->bounds.x + x, (int64_t)canvas->bounds.y + y, glyph,
		  style);
	for (int dy = 0; dy < LARGE_SCALE; dy++)
		for (int dx = 0; dx < cols; dx++)
			cells_at(canvas, (int64_t)x + dx, (int64_t)y + dy)->large = part(dx, dy);
}

int
large_print(const struct canvas *canvas, int x, int y, struct style style, struct str text)
{
	struct glyph glyph;
	int start = x;

	while (cell_next(&text, &glyph) && fits(canvas, x, y, LARGE_SCALE * glyph.width_cols)) {
		put(canvas, x, y, style, &glyph);
		x += LARGE_SCALE * glyph.width_cols;
	}
	return x - start;
}

bool
large_is_at(const struct surface *surface, int x, int y)
{
	const struct cell *cell = surface->cells + (size_t)y * (size_t)surface->width + x;
	int cols = LARGE_SCALE * cell->glyph.width_cols;

	if (cell->large != part(0, 0) || x + cols > surface->width || y + LARGE_SCALE > surface->height)
		return false;
	for (int dy = 0; dy < LARGE_SCALE; dy++)
		for (int dx = 0; dx < cols; dx++)
			if (cell[(size_t)dy * (size_t)surface->width + (size_t)dx].large != part(dx, dy))
				return false;
	return true;
}
