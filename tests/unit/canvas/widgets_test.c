/* The widgets as pictures, and all of them at every tiny size. */
#include "support/picture.h"

#include "base/alloc.h"
#include "canvas/bigtext.h"
#include "canvas/box.h"
#include "canvas/edit.h"
#include "canvas/gauge.h"
#include "canvas/hexdump.h"
#include "canvas/lanes.h"
#include "canvas/large.h"
#include "canvas/statusbar.h"
#include "canvas/tree.h"

#include <math.h>

/* Each test draws on one surface of its own size. */
static struct surface surface;
static struct canvas canvas;

static void
open_surface(int width, int height)
{
	surface_init(&surface, width, height);
	canvas = canvas_of(&surface);
}

static int
close_surface(void **state)
{
	(void)state;
	surface_fini(&surface);
	sign_set_ascii(false);
	return 0;
}

static void
draw_number(void *ctx, const struct canvas *row_canvas, int64_t row, bool is_selected)
{
	(void)ctx;
	canvas_printf(row_canvas, 0, 0, STYLE_PLAIN, "%s第%d课", is_selected ? "▌" : " ", (int)row);
}

static struct event
key(uint32_t code)
{
	return (struct event){ .kind = EVENT_KEY, .key = code };
}

static void
list__input__moves_and_keeps_a_row_of_context(void **state)
{
	struct list list = { 0 };
	struct event down = key(K_DOWN), end = key(K_END), up = key('k'), home = key(K_HOME), other = key('x');

	(void)state;
	open_surface(8, 4);
	list_set_count(&list, 10);
	list_draw(&list, &canvas, draw_number, NULL);
	for (int i = 0; i < 3; i++)
		assert_true(list_input(&list, &down));
	list_draw(&list, &canvas, draw_number, NULL);
	assert_picture(&surface, " 第1课\n 第2课\n▌第3课\n 第4课\n");
	assert_true(list_input(&list, &end));
	assert_true(list_input(&list, &up));
	list_draw(&list, &canvas, draw_number, NULL);
	assert_picture(&surface, " 第6课\n 第7课\n▌第8课\n 第9课\n");
	assert_true(list_input(&list, &home));
	assert_int_equal(list.cursor, 0);
	assert_false(list_input(&list, &other));
	list_set_count(&list, 0);
	assert_true(list_input(&list, &down));
	assert_int_equal(list.cursor, 0);
}

static void
list__mouse__selects_and_the_wheel_leaves_the_cursor(void **state)
{
	struct list list = { 0 };
	struct event click = { .kind = EVENT_MOUSE, .action = MOUSE_PRESS, .button = 1, .y = 2 };
	struct event wheel = { .kind = EVENT_MOUSE, .action = MOUSE_WHEEL_DOWN };

	(void)state;
	open_surface(8, 3);
	list_set_count(&list, 10);
	list_draw(&list, &canvas, draw_number, NULL);
	assert_true(list_input(&list, &wheel));
	assert_true(list_input(&list, &wheel));
	list_draw(&list, &canvas, draw_number, NULL);
	assert_picture(&surface, " 第6课\n 第7课\n 第8课\n");
	assert_true(list_input(&list, &click));
	assert_int_equal(list.cursor, 8);
	click.y = 3;
	assert_false(list_input(&list, &click));
	list_set_count(&list, 9);
	click.y = -1;
	assert_false(list_input(&list, &click));
}

static void
list__draw__keeps_the_cursor_in_view_through_a_resize(void **state)
{
	struct list list = { 0 };

	(void)state;
	open_surface(8, 6);
	list_set_count(&list, 100);
	list_draw(&list, &canvas, draw_number, NULL);
	list_select(&list, 50);
	for (int height = 6; height > 0; height--) {
		struct canvas low = canvas_cut(&canvas, (struct rect){ 0, 0, 8, height });

		list_draw(&list, &low, draw_number, NULL);
		assert_true(list.cursor >= list.scroll.top && list.cursor < list.scroll.top + height);
	}
}

static void
tree__input__folds_and_unfolds(void **state)
{
	struct tree_item items[] = {
		{ .label = STR("2018 年 11 月"), .depth = 0, .is_open = true },
		{ .label = STR("03 六 常用模块"), .depth = 1, .is_open = true },
		{ .label = STR("正则"), .depth = 2 },
		{ .label = STR("11 日 共享变量"), .depth = 1 },
		{ .label = STR("锁"), .depth = 2 },
		{ .label = STR("2018 年 12 月"), .depth = 0 },
	};
	struct tree tree = { 0 };
	struct event left = key(K_LEFT), right = key(K_RIGHT), down = key(K_DOWN);

	(void)state;
	open_surface(16, 6);
	tree_update(&tree, items, 6);
	tree_draw(&tree, items, 6, &canvas);
	assert_picture(&surface, "▾ 2018 年 11 月\n"
				 "  ▾ 03 六 常用…\n"
				 "      正则\n"
				 "  ▸ 11 日 共享…\n"
				 "  2018 年 12 月\n"
				 "\n");
	tree_input(&tree, items, 6, &down);
	tree_input(&tree, items, 6, &down);
	assert_int_equal(tree_cursor(&tree), 2);
	tree_input(&tree, items, 6, &left); /* a leaf: up to its branch */
	assert_int_equal(tree_cursor(&tree), 1);
	tree_input(&tree, items, 6, &left); /* an open branch: fold */
	assert_false(items[1].is_open);
	assert_int_equal(tree_cursor(&tree), 1);
	tree_input(&tree, items, 6, &down);
	assert_int_equal(tree_cursor(&tree), 3);
	tree_input(&tree, items, 6, &right); /* unfold, then in */
	tree_input(&tree, items, 6, &right);
	assert_int_equal(tree_cursor(&tree), 4);
	items[0].is_open = false; /* folded from elsewhere: the cursor goes to what hides it */
	tree_update(&tree, items, 6);
	assert_int_equal(tree_cursor(&tree), 0);
	surface_clear(&surface);
	tree_draw(&tree, items, 6, &canvas);
	assert_picture(&surface, "▸ 2018 年 11 月\n  2018 年 12 月\n\n\n\n\n");
	tree_update(&tree, items, 0);
	assert_true(tree_cursor(&tree) == STR_NONE);
	assert_true(tree_input(&tree, items, 0, &down));
	tree_fini(&tree);
}

static void
tree__click__on_the_mark_folds(void **state)
{
	struct tree_item items[] = { { .label = STR("a"), .is_open = true }, { .label = STR("b"), .depth = 1 } };
	struct tree tree = { 0 };
	struct event click = { .kind = EVENT_MOUSE, .action = MOUSE_PRESS, .button = 1 };

	(void)state;
	open_surface(8, 2);
	tree_update(&tree, items, 2);
	tree_draw(&tree, items, 2, &canvas);
	click.x = 3;
	assert_true(tree_input(&tree, items, 2, &click));
	assert_true(items[0].is_open);
	click.x = 0;
	assert_true(tree_input(&tree, items, 2, &click));
	assert_false(items[0].is_open);
	assert_int_equal(tree.visible_count, 1);
	tree_fini(&tree);
}

static void
scroll__draw__shows_where_one_is(void **state)
{
	struct scroll scroll = { 0 };

	(void)state;
	open_surface(4, 4);
	scroll_set(&scroll, 4, 4);
	scroll_draw(&scroll, &canvas, 0, 0, 4);
	scroll_set(&scroll, 16, 4);
	scroll_draw(&scroll, &canvas, 1, 0, 4);
	scroll_by(&scroll, 7);
	scroll_draw(&scroll, &canvas, 2, 0, 4);
	scroll_by(&scroll, INT64_MAX);
	scroll_draw(&scroll, &canvas, 3, 0, 4);
	assert_picture(&surface, " ▐\n\n  ▐\n   ▐\n");
	assert_int_equal(scroll.top, 12);
	scroll_by(&scroll, INT64_MIN);
	assert_int_equal(scroll.top, 0);
	scroll_to_show(&scroll, 9, 1);
	assert_int_equal(scroll.top, 7);
	scroll_to_show(&scroll, 8, 1);
	assert_int_equal(scroll.top, 7);
	scroll_to_show(&scroll, INT64_MAX, 100);
	assert_int_equal(scroll.top, 12);
	scroll_set(&scroll, 3, 4);
	assert_int_equal(scroll.top, 0);
}

static void
gauge__bar__has_eighths_and_an_ascii_form(void **state)
{
	(void)state;
	open_surface(10, 6);
	gauge_bar(&canvas, 0, 0, 8, 0.5, STYLE_PLAIN);
	gauge_bar(&canvas, 0, 1, 8, 0.45, STYLE_PLAIN);
	gauge_bar(&canvas, 0, 2, 8, 7, STYLE_PLAIN);
	gauge_bar(&canvas, 0, 3, 8, NAN, STYLE_PLAIN);
	sign_set_ascii(true);
	gauge_bar(&canvas, 0, 4, 8, 0.45, STYLE_PLAIN);
	gauge_steps(&canvas, 0, 5, 8, 2, 5, STYLE_PLAIN);
	assert_picture(&surface, "████\n"
				 "███▋\n"
				 "████████\n"
				 "\n"
				 "####....\n"
				 "##...\n");
}

static void
large__print__takes_whole_glyphs_only(void **state)
{
	(void)state;
	open_surface(11, 3);
	assert_int_equal(large_width(STR("a锁")), 6);
	assert_int_equal(large_print(&canvas, 1, 0, STYLE_PLAIN, STR("a锁bcd")), 10);
	assert_picture(&surface, " a 锁  b c\n\n\n");
	assert_true(large_is_at(&surface, 1, 0) && large_is_at(&surface, 3, 0) && large_is_at(&surface, 7, 0));
	assert_false(large_is_at(&surface, 2, 0) || large_is_at(&surface, 1, 1));
	assert_int_equal(large_print(&canvas, 0, 2, STYLE_PLAIN, STR("a")), 0); /* its lower row is outside */
	canvas_print_c(&canvas, 4, 1, STYLE_PLAIN, "x");
	assert_true(large_is_at(&surface, 1, 0));
	assert_false(large_is_at(&surface, 3, 0));
	large_print(&canvas, 2, 0, STYLE_PLAIN, STR("z")); /* over half of a */
	assert_false(large_is_at(&surface, 1, 0));
	assert_true(large_is_at(&surface, 2, 0));
}

static void
gauge__steps__are_scaled_and_honest_at_the_ends(void **state)
{
	(void)state;
	open_surface(10, 5);
	gauge_steps(&canvas, 0, 0, 10, 3, 6, STYLE_PLAIN);
	gauge_steps(&canvas, 0, 1, 10, 1, 1000, STYLE_PLAIN);
	gauge_steps(&canvas, 0, 2, 10, 999, 1000, STYLE_PLAIN);
	gauge_steps(&canvas, 0, 3, 10, UINT64_MAX, UINT64_MAX, STYLE_PLAIN);
	gauge_steps(&canvas, 0, 4, 10, 3, 0, STYLE_PLAIN);
	assert_picture(&surface, "▮▮▮▯▯▯\n"
				 "▮▯▯▯▯▯▯▯▯▯\n"
				 "▮▮▮▮▮▮▮▮▮▯\n"
				 "▮▮▮▮▮▮▮▮▮▮\n"
				 "\n");
}

static void
gauge__sparkline__shows_the_newest_at_the_right(void **state)
{
	static const double values[] = { 9, 0, 1, 2, 4, NAN, 8 };

	(void)state;
	open_surface(9, 3);
	gauge_sparkline(&canvas, 0, 0, 9, values, 7, 0, STYLE_PLAIN);
	gauge_sparkline(&canvas, 0, 1, 4, values, 7, 8, STYLE_PLAIN);
	sign_set_ascii(true);
	gauge_sparkline(&canvas, 0, 2, 6, values, 7, 8, STYLE_PLAIN);
	assert_picture(&surface, "  █▁▂▃▄ ▇\n"
				 "▃▅ █\n"
				 " .:= #\n");
}

static void
gauge__histogram__sums_bins_that_share_a_column(void **state)
{
	static const uint64_t bins[] = { 1, 2, 3, 4, 5, 6, 7, 8 };

	(void)state;
	open_surface(8, 2);
	gauge_histogram(&canvas, (struct rect){ 0, 0, 8, 2 }, bins, 8, STYLE_PLAIN);
	assert_picture(&surface, "    ▂▄▆█\n"
				 "▂▄▆█████\n");
	canvas_fill(&canvas, (struct rect){ 0, 0, 8, 2 }, STYLE_PLAIN);
	gauge_histogram(&canvas, (struct rect){ 0, 0, 4, 2 }, bins, 8, STYLE_PLAIN);
	assert_picture(&surface, "  ▄█\n"
				 "▃▇██\n");
	canvas_fill(&canvas, (struct rect){ 0, 0, 8, 2 }, STYLE_PLAIN);
	gauge_histogram(&canvas, (struct rect){ 0, 0, 8, 2 }, bins, 2, STYLE_PLAIN);
	assert_picture(&surface, "    ███\n"
				 "███ ███\n");
}

static const struct lane_row ladder[] = {
	{ .lane = 0, .to_lane = 1, .text = STR("SYN"), .sign = { 0 } },
	{ .lane = 1, .to_lane = 0, .text = STR("SYN ACK") },
	{ .lane = 0, .to_lane = -1, .text = STR("连接已建立"), .sign = STR("✓") },
	{ .lane = 1, .to_lane = -1, .text = STR("accept()"), .sign = STR("‖") },
	{ .lane = 2, .to_lane = 0, .text = STR("远处") },
};

static const struct lane_row *
ladder_row(void *ctx, size_t row)
{
	(void)ctx;
	return &ladder[row % ARRAY_LEN(ladder)];
}

static const struct lane actors[] = {
	{ .title = STR("客户端"), .style = { .ink = INK_ACTOR_1 }, .state = STR("ESTABLISHED") },
	{ .title = STR("server"), .style = { .ink = INK_ACTOR_2 }, .state = STR("LISTEN") },
	{ .title = STR("C"), .style = { .ink = INK_ACTOR_3 } },
};

static void
lanes__draw__shows_actors_over_time(void **state)
{
	struct lanes_view view = {
		.lanes = actors, .lane_count = 3, .row_at = ladder_row, .row_count = 5, .current = 2
	};

	(void)state;
	open_surface(56, 8);
	lanes_draw(&view, &canvas);
	assert_picture(&surface, "  客户端            server            C\n"
				 "  ESTABLISHED       LISTEN\n"
				 "  │ SYN ───────────▶│                 │\n"
				 "  │◀────────────────│ SYN ACK         │\n"
				 "▌ │ 连接已建立 ✓    │                 │\n"
				 "  │                 │ accept() ‖      │\n"
				 "  │◀────────────────┼─────────────────│ 远处\n"
				 "\n");
}

static void
lanes__draw__keeps_the_current_row_and_lane_in_view(void **state)
{
	struct lanes_view view = {
		.lanes = actors, .lane_count = 3, .row_at = ladder_row, .row_count = 1000, .current = 498
	};

	(void)state;
	open_surface(28, 6);
	lanes_draw(&view, &canvas);
	assert_picture(&surface, "  客户端       server      →\n"
				 "  ESTABLISHED  LISTEN\n"
				 "  │◀───────────│ SYN ACK\n"
				 "  │ 连接已… ✓  │\n"
				 "▌ │            │ accept() ‖\n"
				 "  │◀───────────┼────────────\n");
}

static void
hexdump__draw__looks_as_xxd_does(void **state)
{
	(void)state;
	open_surface(43, 3);
	hexdump_draw(&canvas, STR("GET / 锁\r\n\0\xffz"), 0, 6, 9);
	assert_picture(&surface, "00000000: 47 45 54 20 2f 20 e9 94  GET / ..\n"
				 "00000008: 81 0d 0a 00 ff 7a        .....z\n"
				 "\n");
	assert_int_equal(surface.cells[10 + 18].style.paper, PAPER_MATCH);
	assert_int_equal(surface.cells[10 + 17].style.paper, PAPER_BASE);
	assert_int_equal(surface.cells[43 + 12].style.paper, PAPER_BASE);
	surface_clear(&surface);
	hexdump_draw(&canvas, STR("0123456789"), 1, 0, 0);
	assert_picture(&surface, "00000008: 38 39                    89\n\n\n");
	surface_clear(&surface);
	hexdump_draw(&canvas, STR("0123456789"), SIZE_MAX, 0, SIZE_MAX);
	assert_picture(&surface, "\n\n\n");
	assert_int_equal(hexdump_bytes_per_row(200), 16);
	assert_int_equal(hexdump_bytes_per_row(27), 4);
	assert_int_equal(hexdump_bytes_per_row(-5), 1);
}

static void
bigtext__draw__is_large_in_ascii_and_spaced_in_chinese(void **state)
{
	(void)state;
	open_surface(24, 4);
	assert_int_equal(bigtext_width(STR("Lock g")), 32);
	assert_int_equal(bigtext_width(STR("锁 g")), 0);
	bigtext_draw(&canvas, 0, 0, STYLE_PLAIN, STR("Ag1!"));
	assert_picture(&surface, "▄▀▀▀▄       ▄█  █\n"
				 "█▄▄▄█ ▄▀▀▀█  █  █\n"
				 "█   █ ▀▄▄▄█  █  ▀\n"
				 "▀   ▀  ▄▄▄▀ ▀▀▀ ▀\n");
	surface_clear(&surface);
	bigtext_draw(&canvas, 2, 0, STYLE_PLAIN, STR("死锁问题"));
	assert_picture(&surface, "\n  死 锁 问 题\n\n\n");
	surface_clear(&surface);
	bigtext_draw(&canvas, 14, 0, STYLE_PLAIN, STR("死锁问题和更多"));
	assert_picture(&surface, "\n              死锁问题…\n\n\n");
}

/* A bound part is never without the one before it, nor that without it; what is more important outlives both. */
static void
statusbar__draw__shows_bound_parts_together(void **state)
{
	static const struct status_part parts[] = {
		{ .key = STR("enter"), .text = STR("pattern"), .priority = 2 },
		{ .key = STR("space"), .text = STR("step"), .priority = 3 },
		{ .key = STR("b"), .text = STR("back"), .priority = 2, .is_bound = true },
		{ .key = STR("m"), .text = STR("mode"), .priority = 4 },
		{ .key = STR("?"), .text = STR("help"), .priority = 1 },
		{ .key = STR("q"), .text = STR("quit"), .priority = 0 },
	};
	static const char *const pictures[][2] = {
		{ " enter pattern  space step  b back  m mode  ? help  q quit\n",
		  " enter pattern  space step  b back  ? help  q quit\n" },
		{ " enter pattern  m mode  ? help  q quit\n", " enter pattern  ? help  q quit\n" },
		{ " m mode  ? help  q quit\n", " ? help  q quit\n" },
		{ " q quit\n", " q q…\n" },
	};
	static const int widths[][2] = { { 60, 58 }, { 50, 38 }, { 30, 20 }, { 14, 6 } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(pictures); i++) {
		for (size_t j = 0; j < 2; j++) {
			if (i + j > 0)
				surface_fini(&surface);
			open_surface(widths[i][j], 1);
			statusbar_draw(&canvas, 0, parts, ARRAY_LEN(parts), STYLE_PLAIN, NULL);
			assert_picture(&surface, pictures[i][j]);
		}
	}
}

static void
statusbar__draw__drops_the_least_important_first(void **state)
{
	static const struct status_part parts[] = {
		{ .text = STR("Python 进阶 › 共享变量"), .priority = 0 },
		{ .key = STR("space"), .text = STR("step"), .priority = 2 },
		{ .key = STR("b"), .text = STR("back"), .priority = 3 },
		{ .text = STR("5/7"), .priority = 1, .is_right = true },
		{ .text = STR("12:04"), .priority = 4, .is_right = true },
	};

	(void)state;
	open_surface(60, 1);
	statusbar_draw(&canvas, 0, parts, 5, STYLE(INK_TEXT, .paper = PAPER_RAISED), NULL);
	assert_picture(&surface, " Python 进阶 › 共享变量  space step  b back      5/7  12:04\n");
	for (int width = 59; width >= 0; width--) {
		struct canvas narrow = canvas_cut(&canvas, (struct rect){ 0, 0, width, 1 });

		statusbar_draw(&narrow, 0, parts, 5, STYLE(INK_TEXT, .paper = PAPER_RAISED), NULL);
		assert_true(picture_is_whole(&surface));
		surface_clear(&surface);
		statusbar_draw(&narrow, 0, parts, 5, STYLE(INK_TEXT, .paper = PAPER_RAISED), NULL);
		if (width == 46)
			assert_picture(&surface, " Python 进阶 › 共享变量  space step       5/7\n");
		if (width == 30)
			assert_picture(&surface, " Python 进阶 › 共享变量   5/7\n");
		if (width == 20)
			assert_picture(&surface, " Python 进阶 › 共…\n");
		surface_clear(&surface);
	}
}

static void
box__draw__frames_with_a_title(void **state)
{
	(void)state;
	open_surface(16, 5);

	struct canvas inside = box_draw(&canvas, (struct rect){ 0, 0, 16, 3 }, STYLE(INK_RULE), STR("死锁"),
					STYLE(INK_STRONG));

	canvas_print_c(&inside, 0, 0, STYLE_PLAIN, "A waits for B and more");
	box_rule(&canvas, 0, 3, 16, STR("本课的所有内容和更多"), STYLE(INK_RULE), STYLE(INK_DIM));
	box_rule(&canvas, 0, 4, 5, STR("x"), STYLE(INK_RULE), STYLE(INK_DIM));
	assert_picture(&surface, "┌─ 死锁 ───────┐\n"
				 "│A waits for B │\n"
				 "└──────────────┘\n"
				 "── 本课的所… ───\n"
				 "─────\n");
}

static void
box__dialog__clears_a_margin_and_never_leaves_the_canvas(void **state)
{
	(void)state;
	open_surface(14, 6);
	for (int y = 0; y < 6; y++)
		canvas_print_c(&canvas, 0, y, STYLE_PLAIN, "死死死死死死死");

	struct canvas inside = box_dialog(&canvas, 7, 3, STR("问"));

	canvas_print_c(&inside, 0, 0, STYLE_PLAIN, "锁");
	assert_picture(&surface, "            死\n"
				 "   ┌ 问 ─┐  死\n"
				 "   │锁   │  死\n"
				 "   └─────┘  死\n"
				 "            死\n"
				 "死死死死死死死\n");
	inside = box_dialog(&canvas, 100, 100, STR("问题"));
	assert_int_equal(canvas_width(&inside), 12);
	assert_int_equal(canvas_height(&inside), 4);
}

static void
draw_everything(struct edit *edit, struct tree *tree, const struct tree_item *items)
{
	static const double values[] = { 1, 2, 3 };
	static const uint64_t bins[] = { 1, 2, 3 };
	static const struct status_part parts[] = { { .text = STR("死锁") }, { .text = STR("x"), .is_right = true } };
	struct lanes_view view = {
		.lanes = actors, .lane_count = 3, .row_at = ladder_row, .row_count = 50, .current = 20
	};
	struct styled styled = { 0 };
	struct canvas inside;
	int width = canvas_width(&canvas), height = canvas_height(&canvas);

	box_draw(&canvas, (struct rect){ 0, 0, width, height }, STYLE_PLAIN, STR("死锁问题"), STYLE_PLAIN);
	inside = box_dialog(&canvas, 40, 10, STR("死锁问题"));
	edit_draw(edit, &inside, true, "找");
	edit_draw_styled(edit, &canvas, true, &styled);
	tree_draw(tree, items, 2, &canvas);
	list_draw(&tree->list, &canvas, draw_number, NULL);
	scroll_draw(&tree->list.scroll, &canvas, 0, 0, height);
	gauge_bar(&canvas, 0, 0, width, 0.4, STYLE_PLAIN);
	gauge_steps(&canvas, 0, 0, width, 3, 9, STYLE_PLAIN);
	gauge_sparkline(&canvas, 0, 0, width, values, 3, 0, STYLE_PLAIN);
	gauge_histogram(&canvas, (struct rect){ 0, 0, width, height }, bins, 3, STYLE_PLAIN);
	lanes_draw(&view, &canvas);
	hexdump_draw(&canvas, STR("死锁问题 and more than one row of it"), 0, 2, 9);
	bigtext_draw(&canvas, 0, 0, STYLE_PLAIN, STR("Lock"));
	bigtext_draw(&canvas, 0, 0, STYLE_PLAIN, STR("死锁"));
	statusbar_draw(&canvas, 0, parts, 2, STYLE_PLAIN, NULL);
	canvas_print_wrapped(&canvas, (struct rect){ 0, 0, width, height }, STYLE_PLAIN, STR("死锁问题 and more"));
}

static void
widgets__all__draw_at_every_tiny_size(void **state)
{
	struct tree_item items[] = { { .label = STR("死锁"), .is_open = true }, { .label = STR("b"), .depth = 1 } };

	(void)state;
	for (int i = 0; i < 16 * 7 * 2; i++) {
		struct edit *edit = edit_new(i % 3, 100);
		struct tree tree = { 0 };

		open_surface(i % 16, i / 16 % 7);
		sign_set_ascii(i >= 16 * 7);
		edit_set(edit, STR("死锁问题 and more\n二"));
		tree_update(&tree, items, 2);
		draw_everything(edit, &tree, items);
		assert_true(picture_is_whole(&surface));
		tree_fini(&tree);
		edit_free(edit);
		surface_fini(&surface);
	}
}

#define picture_test(test) cmocka_unit_test_teardown(test, close_surface)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		picture_test(list__input__moves_and_keeps_a_row_of_context),
		picture_test(list__mouse__selects_and_the_wheel_leaves_the_cursor),
		picture_test(list__draw__keeps_the_cursor_in_view_through_a_resize),
		picture_test(tree__input__folds_and_unfolds),
		picture_test(tree__click__on_the_mark_folds),
		picture_test(scroll__draw__shows_where_one_is),
		picture_test(gauge__bar__has_eighths_and_an_ascii_form),
		picture_test(large__print__takes_whole_glyphs_only),
		picture_test(gauge__steps__are_scaled_and_honest_at_the_ends),
		picture_test(gauge__sparkline__shows_the_newest_at_the_right),
		picture_test(gauge__histogram__sums_bins_that_share_a_column),
		picture_test(lanes__draw__shows_actors_over_time),
		picture_test(lanes__draw__keeps_the_current_row_and_lane_in_view),
		picture_test(hexdump__draw__looks_as_xxd_does),
		picture_test(bigtext__draw__is_large_in_ascii_and_spaced_in_chinese),
		picture_test(statusbar__draw__shows_bound_parts_together),
		picture_test(statusbar__draw__drops_the_least_important_first),
		picture_test(box__draw__frames_with_a_title),
		picture_test(box__dialog__clears_a_margin_and_never_leaves_the_canvas),
		picture_test(widgets__all__draw_at_every_tiny_size),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
