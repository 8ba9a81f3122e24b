/* Text fields: typing, moving, undoing, scrolling, pastes, hostile text. */
#include "support/picture.h"

#include "base/alloc.h"
#include "base/rng.h"
#include "canvas/edit.h"

static enum edit_reply
press(struct edit *edit, const char *key)
{
	struct event event;

	if (!event_key_parse(str_of_c(key), &event))
		fail_msg("no key: %s", key);
	return edit_input(edit, &event);
}

/* Keys by name, with blanks between them. */
static void
press_all(struct edit *edit, const char *keys)
{
	struct str rest = str_of_c(keys), key;

	while (str_next(&rest, ' ', &key)) {
		char *name = str_copy_c(key);

		press(edit, name);
		free(name);
	}
}

static enum edit_reply
paste(struct edit *edit, const char *text)
{
	struct event event = { .kind = EVENT_PASTE, .text = str_of_c(text) };

	return edit_input(edit, &event);
}

/* The text with | where the cursor stands. */
static void
check_edit(const struct edit *edit, const char *expected, int line)
{
	struct str_buf shown = { 0 };

	str_buf_append(&shown, str_cut(edit_text(edit), 0, edit_cursor(edit)));
	str_buf_append_byte(&shown, '|');
	str_buf_append(&shown, str_skip(edit_text(edit), edit_cursor(edit)));
	if (strcmp(str_buf_c(&shown), expected) != 0) {
		print_message("  is: %s\nnot: %s\n", str_buf_c(&shown), expected);
		_fail(__FILE__, line);
	}
	str_buf_fini(&shown);
}
#define assert_edit(edit_, expected_) check_edit((edit_), (expected_), __LINE__)

static void
edit__keys__move_by_what_people_see_as_characters(void **state)
{
	struct edit *edit = edit_new(false, 1000);

	(void)state;
	edit_set(edit, STR("a锁e\xcc\x81👩‍👩‍👧z"));
	assert_edit(edit, "a锁e\xcc\x81👩‍👩‍👧z|");
	press_all(edit, "left left");
	assert_edit(edit, "a锁e\xcc\x81|👩‍👩‍👧z");
	press(edit, "left");
	assert_edit(edit, "a锁|e\xcc\x81👩‍👩‍👧z");
	press(edit, "delete");
	assert_edit(edit, "a锁|👩‍👩‍👧z");
	press(edit, "backspace");
	assert_edit(edit, "a|👩‍👩‍👧z");
	press(edit, "ctrl-d");
	assert_edit(edit, "a|z");
	press_all(edit, "home left");
	assert_edit(edit, "|az");
	press_all(edit, "ctrl-e right");
	assert_edit(edit, "az|");
	edit_free(edit);
}

static void
edit__keys__move_and_erase_by_words(void **state)
{
	struct edit *edit = edit_new(false, 1000);

	(void)state;
	edit_set(edit, STR("lock.acquire() 死锁，问题"));
	press(edit, "alt-b");
	assert_edit(edit, "lock.acquire() 死锁，|问题");
	press_all(edit, "alt-b alt-b");
	assert_edit(edit, "lock.acquire() |死锁，问题");
	press(edit, "ctrl-w");
	assert_edit(edit, "lock.acquire|死锁，问题");
	press(edit, "ctrl-w");
	assert_edit(edit, "lock.|死锁，问题");
	press(edit, "ctrl-a");
	press(edit, "alt-f");
	assert_edit(edit, "lock|.死锁，问题");
	press(edit, "alt-d");
	assert_edit(edit, "lock|死锁，问题");
	press(edit, "ctrl-k");
	assert_edit(edit, "lock|");
	press_all(edit, "left ctrl-u");
	assert_edit(edit, "|k");
	edit_free(edit);
}

static void
edit__undo__takes_back_words_and_redo_brings_them_again(void **state)
{
	struct edit *edit = edit_new(false, 1000);

	(void)state;
	press_all(edit, "a b space 锁 c");
	assert_edit(edit, "ab 锁c|");
	press(edit, "ctrl-z");
	assert_edit(edit, "ab |");
	press(edit, "ctrl-z");
	assert_edit(edit, "|");
	assert_int_equal(press(edit, "ctrl-z"), EDIT_MOVED);
	press_all(edit, "ctrl-y ctrl-y ctrl-y");
	assert_edit(edit, "ab 锁c|");
	press_all(edit, "backspace backspace left ctrl-k");
	assert_edit(edit, "ab|");
	press_all(edit, "ctrl-z ctrl-z");
	assert_edit(edit, "ab 锁c|");
	press_all(edit, "ctrl-z x");
	assert_edit(edit, "ab x|");
	assert_int_equal(press(edit, "ctrl-y"), EDIT_MOVED); /* what was undone is gone */
	edit_set(edit, STR("new"));
	assert_int_equal(press(edit, "ctrl-z"), EDIT_MOVED);
	edit_free(edit);
}

static void
edit__one_line__leaves_to_its_owner_what_it_has_no_use_for(void **state)
{
	static const char *const theirs[] = { "enter", "tab", "esc", "up", "down", "PgUp", "F1", "ctrl-p", "alt-x" };
	struct edit *edit = edit_new(false, 1000);
	struct event focus = { .kind = EVENT_FOCUS };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(theirs); i++)
		assert_int_equal(press(edit, theirs[i]), EDIT_IGNORED);
	assert_int_equal(edit_input(edit, &focus), EDIT_IGNORED);
	assert_int_equal(press(edit, "left"), EDIT_MOVED);
	assert_int_equal(press(edit, "q"), EDIT_CHANGED);
	edit_free(edit);
}

static void
edit__paste__is_inert_and_settles_newlines(void **state)
{
	struct edit *one = edit_new(false, 1000), *many = edit_new(true, 1000);

	(void)state;
	assert_int_equal(paste(one, "a\r\nb\rc\nd\x1b[2J"), EDIT_CHANGED);
	assert_edit(one, "a b c d\x1b[2J|");
	paste(many, "a\r\nb\rc\n");
	assert_edit(many, "a\nb\nc\n|");
	press(many, "ctrl-z");
	assert_edit(many, "|");
	edit_free(one);
	edit_free(many);
}

static void
edit__max_bytes__cuts_between_characters(void **state)
{
	struct edit *edit = edit_new(false, 7);

	(void)state;
	paste(edit, "锁锁锁");
	assert_edit(edit, "锁锁|");
	assert_int_equal(press(edit, "锁"), EDIT_MOVED);
	assert_int_equal(press(edit, "x"), EDIT_CHANGED);
	assert_int_equal(press(edit, "y"), EDIT_MOVED);
	assert_edit(edit, "锁锁x|");
	edit_set(edit, STR("abcde\xcc\x81\xcc\x81zz"));
	assert_edit(edit, "abcd|");
	edit_free(edit);
}

static void
edit__enter__starts_below_the_text_of_the_line(void **state)
{
	struct edit *edit = edit_new(true, 1000);

	(void)state;
	edit_set(edit, STR("thread A:\n    a.acquire()"));
	press_all(edit, "enter b");
	assert_edit(edit, "thread A:\n    a.acquire()\n    b|");
	press_all(edit, "up up home right enter");
	assert_edit(edit, "t\n|hread A:\n    a.acquire()\n    b");
	edit_free(edit);
}

static void
edit__up_and_down__keep_the_column_through_short_lines(void **state)
{
	struct edit *edit = edit_new(true, 1000);

	(void)state;
	edit_set(edit, STR("死锁问题很长\nab\n12345678"));
	press_all(edit, "left left up");
	assert_edit(edit, "死锁问题很长\nab|\n12345678");
	press(edit, "up");
	assert_edit(edit, "死锁问|题很长\nab\n12345678");
	press_all(edit, "down down");
	assert_edit(edit, "死锁问题很长\nab\n123456|78");
	press_all(edit, "left up up"); /* column 5 is the middle of a wide character */
	assert_edit(edit, "死锁|问题很长\nab\n12345678");
	press_all(edit, "up up");
	assert_edit(edit, "死锁|问题很长\nab\n12345678");
	edit_free(edit);
}

static void
edit__draw__scrolls_one_line_to_the_cursor(void **state)
{
	struct surface surface;
	struct edit *edit = edit_new(false, 1000);

	(void)state;
	surface_init(&surface, 10, 1);

	struct canvas canvas = canvas_of(&surface);

	edit_draw(edit, &canvas, true, "找 find");
	assert_picture(&surface, "找 find\n");
	assert_int_equal(surface.cursor_x, 0);
	edit_set(edit, STR("共享变量 deadlock"));
	edit_draw(edit, &canvas, true, "找 find");
	assert_picture(&surface, "…deadlock\n");
	assert_int_equal(surface.cursor_x, 9);
	edit_draw(edit, &canvas, false, NULL); /* nobody types: from its start */
	assert_picture(&surface, "共享变量 …\n");
	press(edit, "home");
	edit_draw(edit, &canvas, true, NULL);
	assert_picture(&surface, "共享变量 …\n");
	assert_int_equal(surface.cursor_x, 0);
	press_all(edit, "end left left left left left left left left left left");
	edit_draw(edit, &canvas, false, NULL);
	press_all(edit, "left");
	surface_clear(&surface);
	edit_draw(edit, &canvas, false, NULL);
	assert_int_equal(surface.cursor_x, -1);
	assert_true(picture_is_whole(&surface));
	edit_free(edit);
	surface_fini(&surface);
}

/* Wherever it stands, at every width, the cursor is in view and on what it stands on. */
static void
edit__draw__never_covers_the_cursor(void **state)
{
	static const char text[] = "一b三d五f七";
	struct edit *edit = edit_new(false, 1000);

	(void)state;
	for (int width = 1; width < 13; width++) {
		struct surface surface;

		surface_init(&surface, width, 1);
		edit_set(edit, str_of_c(text));
		for (int step = 0; step < 14; step++) {
			struct str rest = str_skip(edit_text(edit), edit_cursor(edit));
			struct str under = str_cut(rest, 0, cell_boundary_after(rest, 0));
			struct canvas canvas = canvas_of(&surface);
			struct str_buf picture = { 0 };

			surface_clear(&surface);
			edit_draw(edit, &canvas, true, NULL);
			assert_in_range(surface.cursor_x, 0, width - 1);
			surface_to_text(&surface, &picture);
			if (under.len > 0 && width > 3)
				assert_true(str_find(str_buf_str(&picture), under) != STR_NONE);
			if (width > 3 && width != 11) /* as wide as the text: cut where the cursor is at its end */
				assert_int_equal(str_find(str_buf_str(&picture), STR("…")) != STR_NONE, width < 11);
			str_buf_fini(&picture);
			press(edit, step < 7 ? "left" : "right");
		}
		surface_fini(&surface);
	}
	edit_free(edit);
}

static void
edit__draw__marks_each_line_that_goes_on(void **state)
{
	struct event click = { .kind = EVENT_MOUSE, .action = MOUSE_PRESS, .button = 1, .x = 3, .y = 0 };
	struct surface surface;
	struct edit *edit = edit_new(true, 1000);

	(void)state;
	surface_init(&surface, 8, 4);

	struct canvas canvas = canvas_of(&surface);

	edit_set(edit, STR("12345678\n123456789\n\n死锁问题吗"));
	edit_set_cursor(edit, 0);
	edit_draw(edit, &canvas, true, NULL);
	assert_picture(&surface, "12345678\n1234567…\n\n死锁问 …\n");
	edit_set_cursor(edit, edit_text(edit).len);
	edit_draw(edit, &canvas, true, NULL);
	assert_picture(&surface, "12345678\n1234567…\n\n…问题吗\n"); /* only the line that is typed in moves */
	assert_int_equal(edit_input(edit, &click), EDIT_MOVED);
	assert_int_equal(edit_cursor(edit), 3);
	edit_draw(edit, &canvas, true, NULL);
	assert_picture(&surface, "12345678\n1234567…\n\n死锁问 …\n");
	edit_free(edit);
	surface_fini(&surface);
}

static void
edit__draw__scrolls_lines_and_answers_clicks(void **state)
{
	struct surface surface;
	struct edit *edit = edit_new(true, 1000);
	struct event click = { .kind = EVENT_MOUSE, .action = MOUSE_PRESS, .button = 1, .x = 3, .y = 0 };

	(void)state;
	surface_init(&surface, 12, 3);

	struct canvas canvas = canvas_of(&surface);

	edit_set(edit, STR("一 one\n\t二\n三 three\n四\x1b\n"));
	edit_draw(edit, &canvas, true, NULL);
	assert_picture(&surface, "三 three\n四␛\n\n");
	assert_int_equal(edit_top_line(edit), 2);
	assert_int_equal(surface.cursor_y, 2);
	assert_int_equal(edit_input(edit, &click), EDIT_MOVED);
	assert_edit(edit, "一 one\n\t二\n三 |three\n四\x1b\n");
	press_all(edit, "up up");
	edit_draw(edit, &canvas, true, NULL);
	assert_picture(&surface, "一 one\n    二\n三 three\n");
	assert_int_equal(surface.cursor_x, 3);
	click.y = 7;
	assert_int_equal(edit_input(edit, &click), EDIT_IGNORED);
	edit_free(edit);
	surface_fini(&surface);
}

static void
edit__draw_styled__gives_each_byte_its_look(void **state)
{
	struct surface surface;
	struct edit *edit = edit_new(true, 1000);
	struct styled styled = { 0 };

	(void)state;
	surface_init(&surface, 8, 2);

	struct canvas canvas = canvas_of(&surface);

	edit_set(edit, STR("年 2018\n月 11"));
	styled_append_c(&styled, "年 ", STYLE(INK_TEXT));
	styled_append_c(&styled, "2018\n月", STYLE(INK_ACTOR_1, .paper = PAPER_MATCH));
	edit_draw_styled(edit, &canvas, false, &styled); /* the styles may be of an older, shorter text */
	assert_styled_picture(&surface, "年 2018\n"
					"    0:text/raised 3:actor-1/match 7:text/raised\n"
					"月 11\n"
					"    0:actor-1/match 2:text/raised\n");
	styled_fini(&styled);
	edit_free(edit);
	surface_fini(&surface);
}

/* Long lines of what is slow to look at: a key that looked at all of it for each character would take minutes. */
static void
edit__keys__are_quick_in_long_hostile_lines(void **state)
{
	static const char *const units[] = { "x", "锁", "\xcc\x81", "\u200b", "\xff", "🇨", "👩\u200d" };
	static const char keys[] = "x left backspace ctrl-w alt-b alt-f home alt-f alt-d end up ctrl-u ctrl-z";

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(units); i++) {
		struct edit *edit = edit_new(true, 300000);
		struct str_buf text = { 0 };

		str_buf_append_repeat(&text, str_of_c(units[i]), 250000 / strlen(units[i]));
		edit_set(edit, str_buf_str(&text));
		press_all(edit, keys);
		str_buf_fini(&text);
		edit_free(edit);
	}
}

static bool
is_boundary(struct str text, size_t offset)
{
	size_t start = 0, at = 0;

	for (size_t i = 0; i < offset; i++)
		if (text.data[i] == '\n')
			start = i + 1;

	struct str line = str_skip(text, start);
	size_t newline = str_find_byte(line, '\n');

	line = str_cut(line, 0, newline);
	while (at < offset - start)
		at = cell_boundary_after(line, at);
	return at == offset - start;
}

static void
random_event(struct rng *rng, struct edit *edit)
{
	static const char *const keys[] = { "left",      "right",  "up",     "down",   "home",   "end",
					    "backspace", "delete", "ctrl-w", "ctrl-k", "ctrl-u", "ctrl-z",
					    "ctrl-y",    "alt-b",  "alt-f",  "enter",  "alt-d",  "ctrl-z",
					    "x",         "space",  "锁",     "é",      "PgUp",   "PgDn" };
	static const char *const pastes[] = { "锁\r\n二", "\xe9",     "\x94\x81", "👩‍", "👧",      "🇨",
					      "🇳",        "\xcc\x81", "\n\n\t",   "한",      "\x1b[A", "a b c" };

	if (rng_below(rng, 4) == 0)
		paste(edit, pastes[rng_below(rng, ARRAY_LEN(pastes))]);
	else
		press(edit, keys[rng_below(rng, ARRAY_LEN(keys))]);
}

static void
edit__anything__keeps_the_cursor_between_clusters_and_can_be_undone(void **state)
{
	uint64_t seed = test_seed();
	struct rng rng;

	(void)state;
	rng_init(&rng, seed);
	for (int round = 0; round < 300; round++) {
		struct edit *edit = edit_new(round % 2, 200);
		struct surface surface;

		surface_init(&surface, (int)rng_below(&rng, 12), (int)rng_below(&rng, 5));

		struct canvas canvas = canvas_of(&surface);

		edit_set(edit, STR("一e\xcc\x81 two\n三"));

		char *before = str_copy_c(edit_text(edit));

		for (int i = 0; i < 200; i++) {
			random_event(&rng, edit);
			edit_draw(edit, &canvas, true, "?");
			if (edit_text(edit).len > 200 || !is_boundary(edit_text(edit), edit_cursor(edit)) ||
			    !picture_is_whole(&surface))
				fail_msg("SEED=%llu: round %d, event %d", (unsigned long long)seed, round, i);
		}

		while (press(edit, "ctrl-y") == EDIT_CHANGED)
			;

		char *after = str_copy_c(edit_text(edit));

		while (press(edit, "ctrl-z") == EDIT_CHANGED)
			;
		assert_str_equal(edit_text(edit), before);
		while (press(edit, "ctrl-y") == EDIT_CHANGED)
			assert_true(is_boundary(edit_text(edit), edit_cursor(edit)));
		assert_str_equal(edit_text(edit), after);
		free(before);
		free(after);
		edit_free(edit);
		surface_fini(&surface);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(edit__keys__move_by_what_people_see_as_characters),
		cmocka_unit_test(edit__keys__move_and_erase_by_words),
		cmocka_unit_test(edit__undo__takes_back_words_and_redo_brings_them_again),
		cmocka_unit_test(edit__one_line__leaves_to_its_owner_what_it_has_no_use_for),
		cmocka_unit_test(edit__paste__is_inert_and_settles_newlines),
		cmocka_unit_test(edit__max_bytes__cuts_between_characters),
		cmocka_unit_test(edit__enter__starts_below_the_text_of_the_line),
		cmocka_unit_test(edit__up_and_down__keep_the_column_through_short_lines),
		cmocka_unit_test(edit__draw__scrolls_one_line_to_the_cursor),
		cmocka_unit_test(edit__draw__never_covers_the_cursor),
		cmocka_unit_test(edit__draw__marks_each_line_that_goes_on),
		cmocka_unit_test(edit__draw__scrolls_lines_and_answers_clicks),
		cmocka_unit_test(edit__draw_styled__gives_each_byte_its_look),
		cmocka_unit_test(edit__keys__are_quick_in_long_hostile_lines),
		cmocka_unit_test(edit__anything__keeps_the_cursor_between_clusters_and_can_be_undone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
