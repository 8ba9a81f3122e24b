/* Marks the cells of glyphs in large type. */
#include "canvas/large.h"

#include "canvas/kept.h"

enum {
	PARTS_A_ROW = 2 * LARGE_SCALE /* of the widest glyph */
};

uint8_t
large_part(int dx, int dy)
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
	return canvas_is_inside(canvas, x, y) &&
	       canvas_is_inside(canvas, (int64_t)x + cols - 1, (int64_t)y + LARGE_SCALE - 1);
}

int
large_print(const struct canvas *canvas, int x, int y, struct style style, struct str text)
{
	struct str rest = text;
	struct glyph glyph;
	int start = x;

	while (cell_next(&rest, &glyph) && fits(canvas, x, y, LARGE_SCALE * glyph.width_cols)) {
		struct stroke stroke = { .kind = STROKE_LARGE, .x = x, .style = style };

		for (int dy = 0; dy < LARGE_SCALE; dy++) {
			stroke.part = (uint8_t)dy;
			canvas_stroke(canvas, (int64_t)y + dy, &stroke, str_cut(text, 0, text.len - rest.len));
		}
		text = rest;
		x += LARGE_SCALE * glyph.width_cols;
	}
	return x - start;
}

bool
large_is_at(const struct surface *surface, int x, int y)
{
	const struct cell *cell = surface->cells + (size_t)y * (size_t)surface->width + x;
	int cols = LARGE_SCALE * cell->glyph.width_cols;

	if (cell->large != large_part(0, 0) || x + cols > surface->width || y + LARGE_SCALE > surface->height)
		return false;
	for (int dy = 0; dy < LARGE_SCALE; dy++)
		for (int dx = 0; dx < cols; dx++)
			if (cell[(size_t)dy * (size_t)surface->width + (size_t)dx].large != large_part(dx, dy))
				return false;
	return true;
}
