/* Layouts: what is shown at which width, and that no rectangle ever leaves the screen or lies on another. */
#include "support/test.h"

#include "app/layout.h"

static struct layout
layout_at(int width, int height, bool has_lab, enum pane_id focus)
{
	struct layout_wish wish = {
		.width = width, .height = height, .has_lab = has_lab, .show_sidebar = true, .focus = focus
	};
	struct layout layout;

	layout_compute(&wish, &layout);
	return layout;
}

static void
layout__compute__three_columns_from_150(void **state)
{
	struct layout layout = layout_at(150, 45, true, PANE_READER);

	(void)state;
	assert_int_equal(layout.kind, LAYOUT_COLUMNS);
	assert_int_equal(layout.panes[PANE_SIDEBAR].x, 0);
	assert_int_equal(layout.panes[PANE_READER].x, layout.panes[PANE_SIDEBAR].width + 1);
	assert_int_equal(layout.panes[PANE_LAB].x + layout.panes[PANE_LAB].width, 150);
	assert_int_equal(layout.panes[PANE_READER].height, 43);
	assert_int_equal(layout.panes[PANE_LAB].height, 43);
}

static void
layout__compute__reader_over_lab_from_100(void **state)
{
	struct layout layout = layout_at(149, 28, true, PANE_READER);

	(void)state;
	assert_int_equal(layout.kind, LAYOUT_SIDE);
	assert_true(layout_is_shown(&layout, PANE_SIDEBAR));
	assert_int_equal(layout.rule_lab.y, layout.panes[PANE_READER].y + layout.panes[PANE_READER].height);
	assert_int_equal(layout.panes[PANE_LAB].y, layout.rule_lab.y + 1);
}

static void
layout__compute__drawer_only_when_asked_under_100(void **state)
{
	struct layout_wish wish = {
		.width = 99, .height = 28, .has_lab = true, .show_sidebar = true, .focus = PANE_READER
	};
	struct layout layout;

	(void)state;
	layout_compute(&wish, &layout);
	assert_int_equal(layout.kind, LAYOUT_STACKED);
	assert_false(layout_is_shown(&layout, PANE_SIDEBAR));
	assert_true(layout_is_shown(&layout, PANE_LAB));
	wish.show_drawer = true;
	layout_compute(&wish, &layout);
	assert_true(layout.is_drawer_open && layout_is_shown(&layout, PANE_SIDEBAR));
}

static void
layout__compute__one_pane_under_60(void **state)
{
	struct layout reader = layout_at(59, 20, true, PANE_READER), lab = layout_at(59, 20, true, PANE_LAB);

	(void)state;
	assert_true(layout_is_shown(&reader, PANE_READER) && !layout_is_shown(&reader, PANE_LAB));
	assert_true(layout_is_shown(&lab, PANE_LAB) && !layout_is_shown(&lab, PANE_READER));
}

static void
layout__compute__zoom_shows_the_focused_pane_alone(void **state)
{
	struct layout_wish wish = {
		.width = 160, .height = 45, .has_lab = true, .show_sidebar = true, .is_zoomed = true, .focus = PANE_LAB
	};
	struct layout layout;

	(void)state;
	layout_compute(&wish, &layout);
	assert_int_equal(layout.panes[PANE_LAB].width, 160);
	assert_false(layout_is_shown(&layout, PANE_READER));
	assert_false(layout_is_shown(&layout, PANE_SIDEBAR));
}

static bool
is_inside(struct rect rect, int width, int height)
{
	return rect.x >= 0 && rect.y >= 0 && rect.width >= 0 && rect.height >= 0 && rect.x + rect.width <= width &&
	       rect.y + rect.height <= height;
}

static bool
is_apart(struct rect a, struct rect b)
{
	return a.width == 0 || b.width == 0 || a.height == 0 || b.height == 0 || a.x + a.width <= b.x ||
	       b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
}

static void
check_layout(const struct layout_wish *wish)
{
	struct layout layout;
	struct rect all[PANE_COUNT + 4];

	layout_compute(wish, &layout);
	for (size_t i = 0; i < PANE_COUNT; i++)
		all[i] = layout.panes[i];
	all[PANE_COUNT] = layout.title;
	all[PANE_COUNT + 1] = layout.keys;
	all[PANE_COUNT + 2] = layout.rule_sidebar;
	all[PANE_COUNT + 3] = layout.rule_lab;
	for (size_t i = 0; i < PANE_COUNT + 4; i++) {
		assert_true(is_inside(all[i], wish->width, wish->height));
		for (size_t j = 0; j < i && !layout.is_drawer_open; j++)
			assert_true(is_apart(all[i], all[j]));
	}
	if (wish->width > 0 && wish->height > 0 && !wish->is_zoomed)
		assert_true(layout_is_shown(&layout, PANE_READER) || layout_is_shown(&layout, PANE_LAB));
}

static void
layout__compute__stays_on_screen_at_every_size(void **state)
{
	(void)state;
	for (int width = 0; width <= 220; width++)
		for (int height = 0; height <= 60; height++)
			for (unsigned bits = 0; bits < 48; bits++) {
				struct layout_wish wish = { .width = width,
							    .height = height,
							    .has_lab = bits & 1,
							    .show_sidebar = bits & 2,
							    .show_drawer = bits & 4,
							    .is_zoomed = bits & 8,
							    .focus = (enum pane_id)(bits / 16) };

				check_layout(&wish);
			}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(layout__compute__three_columns_from_150),
		cmocka_unit_test(layout__compute__reader_over_lab_from_100),
		cmocka_unit_test(layout__compute__drawer_only_when_asked_under_100),
		cmocka_unit_test(layout__compute__one_pane_under_60),
		cmocka_unit_test(layout__compute__zoom_shows_the_focused_pane_alone),
		cmocka_unit_test(layout__compute__stays_on_screen_at_every_size),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
