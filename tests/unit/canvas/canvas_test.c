/* Cells that never tear, windows, printing, rules. */
#include "support/picture.h"

#include "base/alloc.h"
#include "base/rng.h"

static void
canvas__print__clips_at_the_right_and_counts_all_columns(void **state)
{
	struct surface surface;

	(void)state;
	surface_init(&surface, 8, 2);

	struct canvas canvas = canvas_of(&surface);

	assert_int_equal(canvas_print_c(&canvas, 1, 0, STYLE_PLAIN, "共享变量 abc"), 12);
	assert_int_equal(canvas_print_c(&canvas, 0, 9, STYLE_PLAIN, "below"), 5);
	assert_int_equal(canvas_print_c(&canvas, 2, 1, STYLE_PLAIN, ""), 0);
	assert_picture(&surface, " 共享变\n\n");
	surface_fini(&surface);
}

static void
canvas__print__draws_a_blank_where_the_clip_cuts_a_wide_glyph(void **state)
{
	struct surface surface;

	(void)state;
	surface_init(&surface, 10, 1);

	struct canvas canvas = canvas_of(&surface);

	canvas_print_c(&canvas, 0, 0, STYLE_PLAIN, "..........");

	struct canvas window = canvas_cut(&canvas, (struct rect){ 3, 0, 4, 1 });

	canvas_print_c(&window, -1, 0, STYLE_PLAIN, "死锁问题");
	assert_picture(&surface, "... 锁 ...\n");
	assert_true(picture_is_whole(&surface));
	surface_fini(&surface);
}

static void
canvas__print__blanks_the_other_half_of_what_it_overwrites(void **state)
{
	struct surface surface;

	(void)state;
	surface_init(&surface, 8, 3);

	struct canvas canvas = canvas_of(&surface);

	for (int y = 0; y < 3; y++)
		canvas_print_c(&canvas, 0, y, STYLE_PLAIN, "死锁问题");
	canvas_print_c(&canvas, 1, 0, STYLE_PLAIN, "x");
	canvas_print_c(&canvas, 2, 1, STYLE_PLAIN, "x");
	canvas_print_c(&canvas, 1, 2, STYLE_PLAIN, "共享");
	assert_picture(&surface, " x锁问题\n"
				 "死x 问题\n"
				 " 共享 题\n");
	assert_true(picture_is_whole(&surface));
	surface_fini(&surface);
}

static void
canvas__print__expands_tabs_and_shows_controls(void **state)
{
	struct surface surface;

	(void)state;
	surface_init(&surface, 24, 1);

	struct canvas canvas = canvas_of(&surface);

	assert_int_equal(canvas_print_c(&canvas, 2, 0, STYLE_PLAIN, "a\t\x1b[b\tc"), 17);
	assert_picture(&surface, "  a       ␛[b     c\n");
	surface_fini(&surface);
}

static void
canvas__print_fit__ends_in_an_ellipsis_only_when_cut(void **state)
{
	struct surface surface;

	(void)state;
	surface_init(&surface, 12, 5);

	struct canvas canvas = canvas_of(&surface);

	assert_int_equal(canvas_print_fit(&canvas, 0, 0, 8, STYLE_PLAIN, STR("共享变量")), 8);
	assert_int_equal(canvas_print_fit(&canvas, 0, 1, 7, STYLE_PLAIN, STR("共享变量")), 7);
	assert_int_equal(canvas_print_fit(&canvas, 0, 2, 6, STYLE_PLAIN, STR("共享变量")), 5);
	assert_int_equal(canvas_print_fit(&canvas, 0, 3, 1, STYLE_PLAIN, STR("共享变量")), 1);
	assert_int_equal(canvas_print_fit(&canvas, 0, 4, 0, STYLE_PLAIN, STR("共享变量")), 0);
	assert_picture(&surface, "共享变量\n"
				 "共享变…\n"
				 "共享…\n"
				 "…\n"
				 "\n");
	surface_fini(&surface);
}

static void
canvas__print_wrapped__says_how_many_rows_it_needs(void **state)
{
	struct surface surface;

	(void)state;
	surface_init(&surface, 10, 3);

	struct canvas canvas = canvas_of(&surface);

	assert_int_equal(
		canvas_print_wrapped(&canvas, (struct rect){ 1, 0, 8, 2 }, STYLE_PLAIN, STR("锁的等待时间问题，一")),
		3);
	assert_picture(&surface, " 锁的等待\n"
				 " 时间问…\n"
				 "\n");
	surface_fini(&surface);
}

static void
canvas__print_styled__lays_plain_runs_on_the_base_paper(void **state)
{
	struct surface surface;
	struct styled styled = { 0 };

	(void)state;
	surface_init(&surface, 12, 1);

	struct canvas canvas = canvas_of(&surface);

	styled_append_c(&styled, "锁 ", STYLE(INK_TEXT));
	styled_append_c(&styled, "Lock", STYLE(INK_CODE, .paper = PAPER_MATCH, .attrs = ATTR_BOLD));
	assert_int_equal(canvas_print_styled(&canvas, 1, 0, &styled, 0, styled.text.len - 1,
					     STYLE(INK_TEXT, .paper = PAPER_RAISED)),
			 6);
	assert_styled_picture(&surface, " 锁 Loc\n"
					"    0:text 1:text/raised 4:code/match+bold 7:text\n");
	styled_fini(&styled);
	surface_fini(&surface);
}

static void
canvas__rules__join_where_they_cross_and_end(void **state)
{
	struct surface surface;

	(void)state;
	surface_init(&surface, 13, 5);

	struct canvas canvas = canvas_of(&surface);

	for (int y = 0; y < 5; y += 2)
		canvas_rule_h(&canvas, 0, y, 13, STYLE(INK_RULE));
	canvas_rule_v(&canvas, 0, 0, 5, STYLE(INK_RULE));
	canvas_rule_v(&canvas, 4, 0, 3, STYLE(INK_RULE));
	canvas_rule_v(&canvas, 8, 0, 5, STYLE(INK_RULE));
	canvas_rule_v(&canvas, 12, 0, 5, STYLE(INK_RULE));
	canvas_rule_v(&canvas, 6, 1, 1, STYLE(INK_RULE));
	assert_picture(&surface, "┬───┬───┬───┬\n"
				 "│   │ │ │   │\n"
				 "┼───┴───┼───┼\n"
				 "│       │   │\n"
				 "┴───────┴───┴\n");
	canvas_fill(&canvas, (struct rect){ 0, 0, 13, 5 }, STYLE_PLAIN);
	canvas_rule_v(&canvas, 3, 0, 3, STYLE(INK_RULE));
	canvas_rule_h(&canvas, 3, 1, 4, STYLE(INK_RULE));
	canvas_rule_h(&canvas, 0, 2, 4, STYLE(INK_RULE));
	assert_picture(&surface, "   │\n"
				 "   ├───\n"
				 "───┤\n"
				 "\n"
				 "\n");
	surface_fini(&surface);
}

static void
canvas__rules__are_ascii_where_signs_are(void **state)
{
	struct surface surface;

	(void)state;
	surface_init(&surface, 5, 3);
	sign_set_ascii(true);

	struct canvas canvas = canvas_of(&surface);

	canvas_rule_h(&canvas, 0, 1, 5, STYLE(INK_RULE));
	canvas_rule_v(&canvas, 2, 0, 3, STYLE(INK_RULE));
	canvas_print_fit(&canvas, 0, 0, 2, STYLE_PLAIN, STR("abc"));
	sign_set_ascii(false);
	assert_picture(&surface, "a~|\n"
				 "--+--\n"
				 "  |\n");
	surface_fini(&surface);
}

static void
canvas__restyle__keeps_glyphs_and_what_is_not_given(void **state)
{
	struct surface surface;

	(void)state;
	surface_init(&surface, 6, 1);

	struct canvas canvas = canvas_of(&surface);

	canvas_print_c(&canvas, 0, 0, STYLE(INK_CODE, .attrs = ATTR_BOLD), "锁ab");
	canvas_restyle(&canvas, (struct rect){ 0, 0, 3, 1 }, STYLE(INK_COUNT, .paper = PAPER_SELECTED));
	canvas_restyle(&canvas, (struct rect){ 3, 0, 9, 9 },
		       STYLE(INK_DIM, .paper = PAPER_COUNT, .attrs = ATTR_UNDERLINE));
	assert_styled_picture(&surface, "锁ab\n"
					"    0:code/selected+bold 3:dim+bold+underline 4:dim+underline\n");
	surface_fini(&surface);
}

static void
canvas__cursor__is_shown_inside_the_clip_only(void **state)
{
	struct surface surface;

	(void)state;
	surface_init(&surface, 6, 2);

	struct canvas canvas = canvas_of(&surface), window = canvas_cut(&canvas, (struct rect){ 2, 1, 2, 1 });

	assert_int_equal(surface.cursor_x, -1);
	canvas_cursor(&window, 2, 0);
	canvas_cursor(&window, 0, -1);
	assert_int_equal(surface.cursor_x, -1);
	canvas_cursor(&window, 1, 0);
	assert_int_equal(surface.cursor_x, 3);
	assert_int_equal(surface.cursor_y, 1);
	surface_clear(&surface);
	assert_int_equal(surface.cursor_y, -1);
	surface_fini(&surface);
}

static void
canvas__cut__takes_any_rectangle(void **state)
{
	static const int far[] = { INT32_MIN, -1000000, -3, 0, 2, 1000000, INT32_MAX };
	struct surface surface;

	(void)state;
	surface_init(&surface, 5, 4);
	for (size_t i = 0; i < ARRAY_LEN(far) * ARRAY_LEN(far) * ARRAY_LEN(far); i++) {
		int a = far[i % 7], b = far[i / 7 % 7], c = far[i / 49];
		struct canvas canvas = canvas_of(&surface);
		struct canvas one = canvas_cut(&canvas, (struct rect){ a, b, c, c });
		struct canvas two = canvas_cut(&one, (struct rect){ b, a, c, INT32_MAX });

		assert_true(canvas_width(&two) >= 0 && canvas_height(&two) >= 0);
		canvas_print_c(&two, a, b, STYLE_PLAIN, "锁 lock");
		canvas_print_fit(&two, a, b, c, STYLE_PLAIN, STR("锁 lock"));
		canvas_fill(&two, (struct rect){ a, c, b, b }, STYLE_PLAIN);
		canvas_restyle(&one, (struct rect){ c, a, b, c }, STYLE_PLAIN);
		canvas_rule_h(&two, a, b, c, STYLE_PLAIN);
		canvas_rule_v(&one, b, c, a, STYLE_PLAIN);
		canvas_cursor(&two, a, b);
		assert_true(picture_is_whole(&surface));
	}
	surface_resize(&surface, -3, 5000);
	assert_int_equal(surface.width, 0);
	assert_int_equal(surface.height, 1000);
	surface_fini(&surface);
}

static void
sign__every__is_one_column_in_both_tables(void **state)
{
	(void)state;
	for (int ascii = 0; ascii < 2; ascii++) {
		sign_set_ascii(ascii);
		for (unsigned i = 0; i < SIGN_COUNT; i++) {
			assert_int_equal(cell_width(str_of_c(sign((enum sign)i))), 1);
			if (ascii)
				assert_int_equal(strlen(sign((enum sign)i)), 1);
		}
	}
	sign_set_ascii(false);
}

/* Outside the clip only the other half of a torn glyph may change, and it becomes a blank of the same style. */
static bool
is_untouched(const struct cell *before, const struct cell *after)
{
	return memcmp(before, after, sizeof(*before)) == 0 ||
	       (before->glyph.width_cols != 1 && after->glyph.width_cols == 1 && after->glyph.base == ' ' &&
		memcmp(&before->style, &after->style, sizeof(before->style)) == 0);
}

static struct rect
random_rect(struct rng *rng)
{
	return (struct rect){ (int)rng_below(rng, 40) - 10, (int)rng_below(rng, 14) - 4, (int)rng_below(rng, 30) - 3,
			      (int)rng_below(rng, 12) - 2 };
}

static void
random_drawing(struct rng *rng, const struct canvas *canvas)
{
	static const char *const texts[] = { "死锁",
					     "a",
					     "共享变量 x",
					     "é́́e\xcc\x81",
					     "\t锁\t",
					     "\xff\xe4\xb8",
					     "👩‍👩‍👧 family",
					     "──┼──│",
					     "\u200b\u202e锁",
					     "한국어ﾊﾟ" };
	struct rect area = random_rect(rng);
	struct style style = { .ink = (uint8_t)rng_below(rng, INK_COUNT),
			       .paper = (uint8_t)rng_below(rng, PAPER_COUNT) };
	const char *text = texts[rng_below(rng, ARRAY_LEN(texts))];

	switch (rng_below(rng, 7)) {
	case 0:
		canvas_fill(canvas, area, style);
		break;
	case 1:
		canvas_restyle(canvas, area, style);
		break;
	case 2:
		canvas_rule_h(canvas, area.x, area.y, area.width, style);
		break;
	case 3:
		canvas_rule_v(canvas, area.x, area.y, area.height, style);
		break;
	case 4:
		canvas_print_wrapped(canvas, area, style, str_of_c(text));
		break;
	case 5:
		canvas_print_fit(canvas, area.x, area.y, area.width, style, str_of_c(text));
		break;
	default:
		canvas_print_c(canvas, area.x, area.y, style, text);
	}
}

static void
canvas__anything__keeps_rows_whole_and_stays_in_its_clip(void **state)
{
	uint64_t seed = test_seed();
	struct surface surface, before;
	struct rng rng;

	(void)state;
	rng_init(&rng, seed);
	surface_init(&surface, 24, 7);
	surface_init(&before, 24, 7);
	for (int round = 0; round < 20000; round++) {
		struct canvas whole = canvas_of(&surface), canvas = canvas_cut(&whole, random_rect(&rng));

		if (rng_below(&rng, 3) == 0)
			canvas = canvas_cut(&canvas, random_rect(&rng));
		memcpy(before.cells, surface.cells, 24 * 7 * sizeof(struct cell));
		random_drawing(&rng, &canvas);
		if (!picture_is_whole(&surface))
			fail_msg("SEED=%llu: a torn row in round %d", (unsigned long long)seed, round);
		for (int i = 0; i < 24 * 7; i++) {
			int x = i % 24 - canvas.clip.x, y = i / 24 - canvas.clip.y;
			bool is_inside = x >= 0 && x < canvas.clip.width && y >= 0 && y < canvas.clip.height;

			if (!is_inside && !is_untouched(&before.cells[i], &surface.cells[i]))
				fail_msg("SEED=%llu: cell %d outside the clip changed in round %d",
					 (unsigned long long)seed, i, round);
		}
	}
	surface_fini(&surface);
	surface_fini(&before);
}

static void
surface__cells__compare_as_memory_when_drawn_alike(void **state)
{
	struct surface a, b;

	(void)state;
	surface_init(&a, 9, 2);
	surface_init(&b, 9, 2);

	struct canvas on_a = canvas_of(&a), on_b = canvas_of(&b);

	canvas_print_c(&on_a, 0, 0, STYLE(INK_DIM), "xxxx死锁x");
	canvas_print_c(&on_a, 0, 0, STYLE(INK_CODE), "锁e\xcc\x81x");
	canvas_fill(&on_a, (struct rect){ 4, 0, 5, 1 }, STYLE_PLAIN);
	canvas_print_c(&on_b, 3, 0, STYLE(INK_CODE), "x");
	canvas_print_c(&on_b, 0, 0, STYLE(INK_CODE), "锁e\xcc\x81");
	assert_memory_equal(a.cells, b.cells, 18 * sizeof(struct cell));
	surface_fini(&a);
	surface_fini(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(canvas__print__clips_at_the_right_and_counts_all_columns),
		cmocka_unit_test(canvas__print__draws_a_blank_where_the_clip_cuts_a_wide_glyph),
		cmocka_unit_test(canvas__print__blanks_the_other_half_of_what_it_overwrites),
		cmocka_unit_test(canvas__print__expands_tabs_and_shows_controls),
		cmocka_unit_test(canvas__print_fit__ends_in_an_ellipsis_only_when_cut),
		cmocka_unit_test(canvas__print_wrapped__says_how_many_rows_it_needs),
		cmocka_unit_test(canvas__print_styled__lays_plain_runs_on_the_base_paper),
		cmocka_unit_test(canvas__rules__join_where_they_cross_and_end),
		cmocka_unit_test(canvas__rules__are_ascii_where_signs_are),
		cmocka_unit_test(canvas__restyle__keeps_glyphs_and_what_is_not_given),
		cmocka_unit_test(canvas__cursor__is_shown_inside_the_clip_only),
		cmocka_unit_test(canvas__cut__takes_any_rectangle),
		cmocka_unit_test(sign__every__is_one_column_in_both_tables),
		cmocka_unit_test(canvas__anything__keeps_rows_whole_and_stays_in_its_clip),
		cmocka_unit_test(surface__cells__compare_as_memory_when_drawn_alike),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
