/* Windows on a surface, and cells that never tear: putting, filling, restyling, rules. */
#include "canvas/canvas.h"

#include "canvas/cells.h"

#include <string.h>

static int
min_int(int64_t a, int64_t b)
{
	return (int)(a < b ? a : b);
}

static int
max_int(int64_t a, int64_t b)
{
	return (int)(a > b ? a : b);
}

/* What lies in both; sizes never negative. Positions may be far out, so the sums are 64 bits wide. */
static struct rect
rect_common(struct rect a, struct rect b)
{
	struct rect common = { .x = max_int(a.x, b.x), .y = max_int(a.y, b.y) };
	int64_t right = min_int((int64_t)a.x + a.width, (int64_t)b.x + b.width);
	int64_t bottom = min_int((int64_t)a.y + a.height, (int64_t)b.y + b.height);

	common.width = max_int(0, right - common.x);
	common.height = max_int(0, bottom - common.y);
	return common;
}

struct canvas
canvas_of(struct surface *surface)
{
	struct rect all = { 0, 0, surface->width, surface->height };

	return (struct canvas){ .surface = surface, .bounds = all, .clip = all };
}

static int
clamp_place(int64_t place)
{
	return place < INT32_MIN / 2 ? INT32_MIN / 2 : place > INT32_MAX / 2 ? INT32_MAX / 2 : (int)place;
}

struct canvas
canvas_cut(const struct canvas *canvas, struct rect part)
{
	struct canvas cut = { .surface = canvas->surface };

	cut.bounds.x = clamp_place((int64_t)canvas->bounds.x + part.x);
	cut.bounds.y = clamp_place((int64_t)canvas->bounds.y + part.y);
	cut.bounds.width = max_int(0, clamp_place(part.width));
	cut.bounds.height = max_int(0, clamp_place(part.height));
	cut.clip = rect_common(canvas->clip, cut.bounds);
	return cut;
}

struct canvas
canvas_part(const struct canvas *canvas, int x, int y, int width, int height)
{
	return canvas_cut(canvas, (struct rect){ x, y, width, height });
}

int
canvas_width(const struct canvas *canvas)
{
	return canvas->bounds.width;
}

int
canvas_height(const struct canvas *canvas)
{
	return canvas->bounds.height;
}

/* Every byte is set, padding too: rows are compared as memory. */
static void
cell_set(struct cell *cell, const struct glyph *glyph, unsigned width_cols, struct style style)
{
	memset(cell, 0, sizeof(*cell));
	if (width_cols > 0) {
		cell->glyph.base = glyph->base;
		memcpy(cell->glyph.marks, glyph->marks, sizeof(cell->glyph.marks));
	}
	cell->glyph.width_cols = (uint8_t)width_cols;
	cell->style = style;
}

static const struct glyph blank = { .base = ' ', .width_cols = 1 };

static void
cell_blank(struct cell *cell)
{
	cell_set(cell, &blank, 1, cell->style);
}

/* Columns [start, end) of ROW are about to be overwritten: the glyphs that stick out of them lose that half. */
static void
row_open(struct cell *row, int width, int start, int end)
{
	if (row[start].glyph.width_cols == 0 && start > 0)
		cell_blank(&row[start - 1]);
	if (end < width && row[end].glyph.width_cols == 0)
		cell_blank(&row[end]);
}

static struct cell *
surface_row(const struct surface *surface, int64_t y)
{
	return surface->cells + (size_t)y * (size_t)surface->width;
}

void
cells_put(struct surface *surface, struct rect clip, int64_t x, int64_t y, const struct glyph *glyph,
	  struct style style)
{
	int64_t right = (int64_t)clip.x + clip.width;
	int64_t end = x + glyph->width_cols;

	if (y < clip.y || y >= (int64_t)clip.y + clip.height || end <= clip.x || x >= right || end == x)
		return;

	struct cell *row = surface_row(surface, y);
	int start = max_int(x, clip.x), stop = min_int(end, right);

	row_open(row, surface->width, start, stop);
	if (start != x || stop != end) {
		for (int at = start; at < stop; at++)
			cell_set(&row[at], &blank, 1, style);
		return;
	}
	cell_set(&row[start], glyph, glyph->width_cols, style);
	if (glyph->width_cols == 2)
		cell_set(&row[start + 1], glyph, 0, style);
}

struct cell *
cells_at(const struct canvas *canvas, int64_t x, int64_t y)
{
	x += canvas->bounds.x;
	y += canvas->bounds.y;
	if (x < canvas->clip.x || x >= (int64_t)canvas->clip.x + canvas->clip.width || y < canvas->clip.y ||
	    y >= (int64_t)canvas->clip.y + canvas->clip.height)
		return NULL;
	return surface_row(canvas->surface, y) + x;
}

/* The part of a canvas' rectangle that may be touched, in the surface. */
static struct rect
visible_part(const struct canvas *canvas, struct rect part)
{
	return canvas_cut(canvas, part).clip;
}

void
canvas_fill(const struct canvas *canvas, struct rect part, struct style style)
{
	struct rect area = visible_part(canvas, part);

	if (area.width == 0 || area.height == 0)
		return;
	for (int y = area.y; y < area.y + area.height; y++)
		row_open(surface_row(canvas->surface, y), canvas->surface->width, area.x, area.x + area.width);

	struct cell *first = surface_row(canvas->surface, area.y) + area.x;

	for (int i = 0; i < area.width; i++)
		cell_set(&first[i], &blank, 1, style);
	for (int y = area.y + 1; y < area.y + area.height; y++)
		memcpy(surface_row(canvas->surface, y) + area.x, first, (size_t)area.width * sizeof(*first));
}

static void
cell_restyle(struct cell *cell, struct style style)
{
	if (style.ink < INK_COUNT)
		cell->style.ink = style.ink;
	if (style.paper < PAPER_COUNT)
		cell->style.paper = style.paper;
	cell->style.attrs = (uint8_t)(cell->style.attrs | style.attrs);
}

void
canvas_restyle(const struct canvas *canvas, struct rect part, struct style style)
{
	struct rect area = visible_part(canvas, part);

	for (int y = area.y; y < area.y + area.height; y++) {
		struct cell *row = surface_row(canvas->surface, y);

		for (int x = area.x; x < area.x + area.width; x++)
			cell_restyle(&row[x], style);
	}
}

/* Where the lines of a box glyph go. */
enum arm {
	ARM_UP = 1,
	ARM_DOWN = 2,
	ARM_LEFT = 4,
	ARM_RIGHT = 8
};

static const uint32_t box_glyphs[16] = { ' ',    0x2502, 0x2502, 0x2502, 0x2500, 0x2518, 0x2510, 0x2524,
					 0x2500, 0x2514, 0x250c, 0x251c, 0x2500, 0x2534, 0x252c, 0x253c };

static unsigned
box_arms(uint32_t codepoint)
{
	static const unsigned whole[] = { 3, 12, 5, 6, 7, 9, 10, 11, 13, 14, 15 };

	for (size_t i = 0; i < sizeof(whole) / sizeof(whole[0]); i++)
		if (box_glyphs[whole[i]] == codepoint)
			return whole[i];
	return 0;
}

/*
 * One cell of a rule that has the arms ARMS; JOINED are the arms it keeps where it meets a line that goes the other
 * way (ACROSS). In ASCII only a line of the same ink is taken for one: '-' and '|' are in texts, too.
 */
static void
rule_cell(const struct canvas *canvas, int64_t x, int64_t y, unsigned arms, unsigned joined, struct style style)
{
	unsigned across = arms ^ 15u;
	struct cell *cell = cells_at(canvas, x, y);
	struct glyph glyph = { .width_cols = 1 };

	if (!cell)
		return;
	if (sign_is_ascii()) {
		uint32_t old = cell->glyph.base;
		bool meets = cell->style.ink == style.ink &&
			     (old == '+' || old == ((across & ARM_UP) ? (uint32_t)'|' : (uint32_t)'-'));

		glyph.base = meets ? '+' : (arms & ARM_UP) ? '|' : '-';
	} else {
		unsigned old = box_arms(cell->glyph.base);

		glyph.base = box_glyphs[(old & across) ? (old | joined) : arms];
	}
	cells_put(canvas->surface, canvas->clip, x + canvas->bounds.x, y + canvas->bounds.y, &glyph, style);
}

/* The arms cell INDEX of LEN has where a rule ends on another; a rule of one cell crosses it. */
static unsigned
joined_arms(int64_t index, int64_t len, unsigned back, unsigned ahead)
{
	return len == 1 ? back | ahead : (index > 0 ? back : 0) | (index < len - 1 ? ahead : 0);
}

void
canvas_rule_h(const struct canvas *canvas, int x, int y, int len, struct style style)
{
	int64_t from = (int64_t)canvas->clip.x - canvas->bounds.x - x;
	int64_t end = from + canvas->clip.width;

	for (int64_t i = from > 0 ? from : 0; i < end && i < len; i++)
		rule_cell(canvas, (int64_t)x + i, y, ARM_LEFT | ARM_RIGHT, joined_arms(i, len, ARM_LEFT, ARM_RIGHT),
			  style);
}

void
canvas_rule_v(const struct canvas *canvas, int x, int y, int len, struct style style)
{
	int64_t from = (int64_t)canvas->clip.y - canvas->bounds.y - y;
	int64_t end = from + canvas->clip.height;

	for (int64_t i = from > 0 ? from : 0; i < end && i < len; i++)
		rule_cell(canvas, x, (int64_t)y + i, ARM_UP | ARM_DOWN, joined_arms(i, len, ARM_UP, ARM_DOWN), style);
}

void
canvas_cursor(const struct canvas *canvas, int x, int y)
{
	if (!cells_at(canvas, x, y))
		return;
	canvas->surface->cursor_x = x + canvas->bounds.x;
	canvas->surface->cursor_y = y + canvas->bounds.y;
}
