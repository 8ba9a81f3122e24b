/* The rows at the top and the bottom, whose parts give way when there is no room. */
#include "canvas/statusbar.h"

#include "base/alloc.h"

#define PARTS_MAX 64
#define GAP_COLS  2
#define EDGE_COLS 1

struct layout {
	const struct status_part *parts;
	size_t count;
	int64_t cols[PARTS_MAX]; /* 0: given way */
};

static int64_t
part_cols(const struct status_part *part)
{
	int64_t key = cell_width(part->key), text = cell_width(part->text);

	return key + text + (key > 0 && text > 0 ? 1 : 0);
}

static int64_t
layout_cols(const struct layout *layout)
{
	int64_t sum = 0;

	for (size_t i = 0; i < layout->count; i++)
		if (layout->cols[i] > 0)
			sum += layout->cols[i] + (sum > 0 ? GAP_COLS : 0);
	return sum;
}

/* What goes next, with all that is bound to it: the highest number, of equals the last. STR_NONE when one is left. */
static size_t
least_important(const struct layout *layout)
{
	size_t worst = STR_NONE, left = 0;

	for (size_t i = 0; i < layout->count; i++) {
		if (layout->cols[i] == 0 || layout->parts[i].is_bound)
			continue;
		left++;
		if (worst == STR_NONE || layout->parts[i].priority >= layout->parts[worst].priority)
			worst = i;
	}
	return left > 1 ? worst : STR_NONE;
}

/* The part FIRST and those bound to it. */
static void
show_group(struct layout *layout, size_t first, bool is_shown)
{
	size_t i = first;

	do
		layout->cols[i] = is_shown ? part_cols(&layout->parts[i]) : 0;
	while (++i < layout->count && layout->parts[i].is_bound);
}

/* What gave way and fits into what is left after all, the most important first. */
static void
fill_up(struct layout *layout, int64_t room)
{
	bool is_tried[PARTS_MAX] = { false };

	for (size_t turn = 0; turn < layout->count; turn++) {
		size_t best = STR_NONE;

		for (size_t i = 0; i < layout->count; i++)
			if (layout->cols[i] == 0 && !is_tried[i] && !layout->parts[i].is_bound &&
			    (best == STR_NONE || layout->parts[i].priority < layout->parts[best].priority))
				best = i;
		if (best == STR_NONE)
			return;
		is_tried[best] = true;
		show_group(layout, best, true);
		if (layout_cols(layout) > room)
			show_group(layout, best, false);
	}
}

static void
draw_part(const struct canvas *canvas, int64_t x, int y, const struct status_part *part, int64_t room,
	  struct style base)
{
	struct style key_style = { .ink = INK_ACCENT, .paper = base.paper, .attrs = (uint8_t)(base.attrs | ATTR_BOLD) };
	struct style style = part->style;
	int64_t used = 0;

	if (style.paper == PAPER_BASE)
		style.paper = base.paper;
	if (part->key.len > 0) {
		used = canvas_print_fit(canvas, (int)x, y, (int)room, key_style, part->key);
		used += used > 0 && part->text.len > 0 ? 1 : 0;
	}
	canvas_print_fit(canvas, (int)(x + used), y, (int)(room - used), style, part->text);
}

static void
draw_parts(const struct canvas *canvas, int y, const struct layout *layout, struct style base, struct hits *hits)
{
	int64_t left = EDGE_COLS, right = (int64_t)canvas_width(canvas) - EDGE_COLS;

	if (right <= left) {
		left = 0;
		right = canvas_width(canvas);
	}
	for (size_t i = layout->count; i-- > 0;) {
		if (layout->cols[i] == 0 || !layout->parts[i].is_right)
			continue;

		int64_t x = right - layout->cols[i] < left ? left : right - layout->cols[i];

		draw_part(canvas, x, y, &layout->parts[i], right - x, base);
		hits_add(hits, canvas, (struct rect){ (int)x, y, (int)(right - x), 1 }, 0, (int64_t)i);
		right = x - GAP_COLS;
	}
	for (size_t i = 0; i < layout->count; i++) {
		if (layout->cols[i] == 0 || layout->parts[i].is_right)
			continue;
		draw_part(canvas, left, y, &layout->parts[i], right - left, base);
		hits_add(hits, canvas, (struct rect){ (int)left, y, (int)layout->cols[i], 1 }, 0, (int64_t)i);
		left += layout->cols[i] + GAP_COLS;
	}
}

void
statusbar_draw(const struct canvas *canvas, int y, const struct status_part *parts, size_t count, struct style base,
	       struct hits *hits)
{
	struct layout layout = { .parts = parts, .count = count < PARTS_MAX ? count : PARTS_MAX };
	int64_t room = (int64_t)canvas_width(canvas) - (int64_t)2 * EDGE_COLS;
	size_t worst;

	canvas_fill(canvas, (struct rect){ 0, y, canvas_width(canvas), 1 }, base);
	for (size_t i = 0; i < layout.count; i++)
		layout.cols[i] = part_cols(&parts[i]);
	while (layout_cols(&layout) > room && (worst = least_important(&layout)) != STR_NONE)
		show_group(&layout, worst, false);
	fill_up(&layout, room);
	draw_parts(canvas, y, &layout, base, hits);
}
