/* Windows on a surface; areas and rules as strokes. */
#include "canvas/canvas.h"

#include "canvas/kept.h"

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

bool
canvas_is_inside(const struct canvas *canvas, int64_t x, int64_t y)
{
	struct rect clip = canvas->clip;

	x += canvas->bounds.x;
	y += canvas->bounds.y;
	return x >= clip.x && x < (int64_t)clip.x + clip.width && y >= clip.y && y < (int64_t)clip.y + clip.height;
}

/* Draw the same on all rows of a rectangle. */
static void
draw_area(const struct canvas *canvas, struct rect part, enum stroke_kind kind, struct style style)
{
	struct rect area = canvas_cut(canvas, part).clip;
	struct stroke stroke = { .kind = (uint8_t)kind, .start = area.x, .end = area.x + area.width, .style = style };

	for (int y = area.y; area.width > 0 && y < area.y + area.height; y++)
		kept_stroke(canvas->surface, y, &stroke, STR(""));
}

void
canvas_fill(const struct canvas *canvas, struct rect part, struct style style)
{
	draw_area(canvas, part, STROKE_FILL, style);
}

void
canvas_restyle(const struct canvas *canvas, struct rect part, struct style style)
{
	draw_area(canvas, part, STROKE_STYLE, style);
}

void
canvas_rule_h(const struct canvas *canvas, int x, int y, int len, struct style style)
{
	canvas_stroke(canvas, y, &(struct stroke){ .kind = STROKE_RULE, .x = x, .cols = len, .style = style }, STR(""));
}

void
canvas_rule_v(const struct canvas *canvas, int x, int y, int len, struct style style)
{
	int64_t from = (int64_t)canvas->clip.y - canvas->bounds.y - y;
	int64_t end = from + canvas->clip.height;

	for (int64_t i = from > 0 ? from : 0; i < end && i < len; i++)
		if (canvas_is_inside(canvas, x, y + i))
			canvas_stroke(canvas, y + i,
				      &(struct stroke){ .kind = STROKE_CROSS,
							.x = x,
							.part = (uint8_t)arms_joined(i, len, ARM_UP, ARM_DOWN),
							.style = style },
				      STR(""));
}

int64_t
canvas_stroke(const struct canvas *canvas, int64_t y, const struct stroke *stroke, struct str text)
{
	struct stroke placed = *stroke;
	struct rect clip = canvas->clip;

	y += canvas->bounds.y;
	placed.x += canvas->bounds.x;
	placed.tab_from += canvas->bounds.x;
	placed.start = clip.x;
	placed.end = clip.x + clip.width;
	placed.is_ascii = sign_is_ascii();
	if (clip.width <= 0 || y < clip.y || y >= (int64_t)clip.y + clip.height)
		return text.len > 0 ? stroke_cols(&placed, text) : 0;
	return kept_stroke(canvas->surface, (int)y, &placed, text);
}

void
canvas_cursor(const struct canvas *canvas, int x, int y)
{
	if (!canvas_is_inside(canvas, x, y))
		return;
	canvas->surface->cursor_x = x + canvas->bounds.x;
	canvas->surface->cursor_y = y + canvas->bounds.y;
}
