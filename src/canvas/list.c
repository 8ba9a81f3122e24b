/* A list with a cursor: movement and scrolling. */
#include "canvas/list.h"

#include "base/alloc.h"

#define LIST_MARGIN 1
#define WHEEL_ROWS  3

static void
list_show_cursor(struct list *list)
{
	scroll_to_show(&list->scroll, list->cursor, LIST_MARGIN);
}

static bool
list_cursor_is_in_view(const struct list *list)
{
	return list->cursor >= list->scroll.top && list->cursor < list->scroll.top + list->scroll.height;
}

void
list_set_count(struct list *list, int64_t count)
{
	bool was_in_view = list_cursor_is_in_view(list);

	list->count = count < 0 ? 0 : count;
	if (list->cursor >= list->count)
		list->cursor = list->count > 0 ? list->count - 1 : 0;
	scroll_set(&list->scroll, list->count, list->scroll.height);
	if (was_in_view)
		list_show_cursor(list);
}

void
list_select(struct list *list, int64_t row)
{
	if (row >= list->count)
		row = list->count - 1;
	list->cursor = row < 0 ? 0 : row;
	list_show_cursor(list);
}

void
list_move(struct list *list, int64_t rows)
{
	int64_t behind = list->count - 1 - list->cursor;

	if (rows > behind)
		rows = behind;
	else if (rows < -list->cursor)
		rows = -list->cursor;
	list_select(list, list->cursor + rows);
}

static int64_t
page_rows(const struct list *list)
{
	return list->scroll.height > 1 ? list->scroll.height - 1 : 1;
}

static bool
list_key(struct list *list, uint32_t key)
{
	switch (key) {
	case K_UP:
	case 'k':
		list_move(list, -1);
		return true;
	case K_DOWN:
	case 'j':
		list_move(list, 1);
		return true;
	case K_PAGE_UP:
		list_move(list, -page_rows(list));
		return true;
	case K_PAGE_DOWN:
		list_move(list, page_rows(list));
		return true;
	case K_HOME:
		list_select(list, 0);
		return true;
	case K_END:
		list_select(list, list->count - 1);
		return true;
	default:
		return false;
	}
}

static bool
list_mouse(struct list *list, const struct event *event)
{
	int64_t row = list->scroll.top + event->y;

	switch (event->action) {
	case MOUSE_WHEEL_UP:
		scroll_by(&list->scroll, -WHEEL_ROWS);
		return true;
	case MOUSE_WHEEL_DOWN:
		scroll_by(&list->scroll, WHEEL_ROWS);
		return true;
	case MOUSE_PRESS:
		if (event->button != 1 || event->y < 0 || event->y >= list->scroll.height || row >= list->count)
			return false;
		list_select(list, row);
		return true;
	default:
		return false;
	}
}

bool
list_input(struct list *list, const struct event *event)
{
	if (event->kind == EVENT_KEY && event->mods == 0)
		return list_key(list, event->key);
	return event->kind == EVENT_MOUSE && list_mouse(list, event);
}

void
list_draw(struct list *list, const struct canvas *canvas,
	  void (*draw_row)(void *ctx, const struct canvas *, int64_t row, bool is_selected), void *ctx)
{
	int width = canvas_width(canvas), height = canvas_height(canvas);
	bool was_in_view = list->scroll.height == 0 || list_cursor_is_in_view(list);

	if (list->scroll.height != height || list->scroll.total != list->count) {
		scroll_set(&list->scroll, list->count, height);
		if (was_in_view)
			list_show_cursor(list);
	}
	for (int y = 0; y < height && list->scroll.top + y < list->count; y++) {
		struct canvas row = canvas_cut(canvas, (struct rect){ 0, y, width, 1 });

		draw_row(ctx, &row, list->scroll.top + y, list->scroll.top + y == list->cursor);
	}
}
