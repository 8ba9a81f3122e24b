/* A tree as an indented list whose branches fold. */
#include "canvas/tree.h"

#include "base/vec.h"

#define INDENT_COLS 2

void
tree_fini(struct tree *tree)
{
	free(tree->visible);
	*tree = (struct tree){ 0 };
}

static bool
item_is_branch(const struct tree_item *items, size_t count, size_t item)
{
	return item + 1 < count && items[item + 1].depth > items[item].depth;
}

static void
show_item(struct tree *tree, size_t item)
{
	if (tree->visible_count == tree->capacity) {
		tree->capacity = vec_grow(tree->capacity, tree->visible_count + 1);
		tree->visible = mem_realloc_array(tree->visible, tree->capacity, sizeof(*tree->visible));
	}
	tree->visible[tree->visible_count++] = item;
}

/* The cursor stays on its item, or goes to the nearest shown one before it: the branch it was folded into. */
static void
keep_cursor(struct tree *tree, size_t item)
{
	size_t low = 0, high = tree->visible_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (tree->visible[middle] <= item)
			low = middle + 1;
		else
			high = middle;
	}
	list_select(&tree->list, low > 0 ? (int64_t)low - 1 : 0);
}

void
tree_update(struct tree *tree, const struct tree_item *items, size_t count)
{
	size_t cursor = tree_cursor(tree);
	bool is_hiding = false;
	uint16_t hidden_below = 0;

	tree->visible_count = 0;
	for (size_t i = 0; i < count; i++) {
		if (is_hiding && items[i].depth > hidden_below)
			continue;
		show_item(tree, i);
		is_hiding = !items[i].is_open;
		hidden_below = items[i].depth;
	}
	int64_t top = tree->list.scroll.top;

	list_set_count(&tree->list, (int64_t)tree->visible_count);
	if (cursor != STR_NONE) {
		tree->list.scroll.top = top;
		scroll_set(&tree->list.scroll, tree->list.count, tree->list.scroll.height);
		keep_cursor(tree, cursor);
	}
}

size_t
tree_cursor(const struct tree *tree)
{
	size_t row = (size_t)tree->list.cursor;

	return row < tree->visible_count ? tree->visible[row] : STR_NONE;
}

static void
fold(struct tree *tree, struct tree_item *items, size_t count, size_t item, bool is_open)
{
	items[item].is_open = is_open;
	tree_update(tree, items, count);
}

/* ←: fold an open branch, else go up to the branch this lies in. */
static void
go_left(struct tree *tree, struct tree_item *items, size_t count, size_t item)
{
	int64_t row = tree->list.cursor;

	if (item_is_branch(items, count, item) && items[item].is_open) {
		fold(tree, items, count, item, false);
		return;
	}
	while (row > 0 && items[tree->visible[row]].depth >= items[item].depth)
		row--;
	if (items[tree->visible[row]].depth < items[item].depth)
		list_select(&tree->list, row);
}

static void
go_right(struct tree *tree, struct tree_item *items, size_t count, size_t item)
{
	if (!item_is_branch(items, count, item))
		return;
	if (items[item].is_open)
		list_move(&tree->list, 1);
	else
		fold(tree, items, count, item, true);
}

/* A click on the fold mark folds. */
static void
click(struct tree *tree, struct tree_item *items, size_t count, int x)
{
	size_t item = tree_cursor(tree);

	if (item < count && item_is_branch(items, count, item) && x >= items[item].depth * INDENT_COLS &&
	    x < (items[item].depth + 1) * INDENT_COLS)
		fold(tree, items, count, item, !items[item].is_open);
}

bool
tree_input(struct tree *tree, struct tree_item *items, size_t count, const struct event *event)
{
	size_t item = tree_cursor(tree);

	if (item < count && event_is_key(event, K_LEFT, 0)) {
		go_left(tree, items, count, item);
		return true;
	}
	if (item < count && event_is_key(event, K_RIGHT, 0)) {
		go_right(tree, items, count, item);
		return true;
	}
	if (!list_input(&tree->list, event))
		return false;
	if (event->kind == EVENT_MOUSE && event->action == MOUSE_PRESS)
		click(tree, items, count, event->x);
	return true;
}

struct draw_context {
	const struct tree *tree;
	const struct tree_item *items;
	size_t count;
};

static void
draw_item(void *ctx, const struct canvas *canvas, int64_t row, bool is_selected)
{
	const struct draw_context *draw = ctx;
	size_t index = draw->tree->visible[row];

	if (index >= draw->count)
		return;

	const struct tree_item *item = &draw->items[index];
	struct style style = item->style;
	int width = canvas_width(canvas);
	int x = item->depth * INDENT_COLS;

	if (is_selected)
		style.paper = PAPER_SELECTED;
	canvas_fill(canvas, (struct rect){ 0, 0, width, 1 }, style);
	if (x + INDENT_COLS >= width) /* deeper than the pane is wide: the label is what matters */
		x = width > 2 * INDENT_COLS ? width / 2 : -INDENT_COLS;
	if (item_is_branch(draw->items, draw->count, index))
		canvas_print_c(canvas, x, 0, STYLE(INK_DIM, .paper = style.paper),
			       sign(item->is_open ? SIGN_OPEN : SIGN_CLOSED));
	canvas_print_fit(canvas, x + INDENT_COLS, 0, width - x - INDENT_COLS, style, item->label);
}

void
tree_draw(struct tree *tree, const struct tree_item *items, size_t count, const struct canvas *canvas)
{
	struct draw_context draw = { .tree = tree, .items = items, .count = count };

	list_draw(&tree->list, canvas, draw_item, &draw);
}
