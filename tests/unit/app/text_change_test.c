/* Places in a text that was changed. */
#include "app/text_change.h"
#include "support/test.h"

#include <string.h>

/* The place marked ^ in OLD is the one marked in NEW. */
static void
check(const char *old, const char *new)
{
	struct str_buf texts[2] = { { 0 }, { 0 } };
	size_t marks[2];

	for (int i = 0; i < 2; i++) {
		struct str text = str_of_c(i ? new : old);

		marks[i] = str_find_byte(text, '^');
		str_buf_append(&texts[i], str_cut(text, 0, marks[i]));
		str_buf_append(&texts[i], str_skip(text, marks[i] + 1));
	}
	struct text_change change = text_change_find(str_buf_str(&texts[0]), str_buf_str(&texts[1]));
	uint32_t found = text_change_offset(&change, (uint32_t)marks[0]);

	if (found != marks[1])
		fail_msg("%s -> %s: %u, not %zu", old, new, found, marks[1]);
	str_buf_fini(&texts[0]);
	str_buf_fini(&texts[1]);
}

static void
text_change__one_place__moves_what_stands_behind_it(void **state)
{
	(void)state;
	check("one\n^two\n", "one\n^two\n");
	check("one\n^two\nthree\n", "one\n^two\nmore\nthree\n");
	check("one\ntwo\n^three\n", "one\nmore\ntwo\n^three\n");
	check("one\ntwo\nth^ree\n", "two\nth^ree\n");
	check("^", "^");
	check("one\n^", "^");
}

static void
text_change__several_places__finds_the_line_between_them(void **state)
{
	(void)state;
	check("one\ntwo\n^three\nfour\n", "ONE\ntwo\n^three\nFOUR\n");
	check("one\ntwo\nth^ree\nfour\n", "more\none\ntwo\nth^ree\nfour and more\n");
	check("a\nsame\nb\n^same\nc\n", "A\nsame\nb\n^same\nC\n");
	check("a\n^same\nb\nsame\nc\n", "A\n^same\nb\nsame\nC\n");
}

static void
text_change__lost_line__is_where_the_change_begins(void **state)
{
	(void)state;
	check("one\ntwo\n^three\nfour\n", "one\n^4\n");
	check("one\n\n^gone\n\nfour\n", "^ONE\n\nFOUR\n");
}

static void
text_change__long_texts__are_compared_to_the_byte(void **state)
{
	(void)state;
	for (size_t len = 4090; len < 4100; len++) {
		struct str_buf old = { 0 }, new = { 0 };

		str_buf_append_repeat(&old, STR("x"), 3 * len);
		str_buf_append(&new, str_buf_str(&old));
		new.data[len] = 'y';
		struct text_change change = text_change_find(str_buf_str(&old), str_buf_str(&new));

		assert_int_equal(change.prefix, len);
		assert_int_equal(change.suffix, 2 * len - 1);
		str_buf_fini(&old);
		str_buf_fini(&new);
	}
}

/*
 * How far a line is looked for, and so what it costs, does not grow with the text: one that moved 60 KB is found, one
 * that moved 1 MB is not, however many begin like it.
 */
static void
text_change__far_line__is_not_looked_for(void **state)
{
	static const size_t moved_by[] = { 60000, 1000000 };

	(void)state;
	for (size_t i = 0; i < sizeof(moved_by) / sizeof(moved_by[0]); i++) {
		struct str_buf old = { 0 }, new = { 0 };
		uint32_t found;

		str_buf_append_c(&old, "first\nword\n");
		str_buf_append_repeat(&old, STR("w\n"), 2000000);
		str_buf_append_c(&old, "last");
		str_buf_append_c(&new, "FIRST\n");
		str_buf_append_repeat(&new, STR("w\n"), moved_by[i] / 2);
		str_buf_append_c(&new, "word\n");
		str_buf_append_repeat(&new, STR("w\n"), 2500000); /* it moved as far from the end */
		str_buf_append_c(&new, "LAST");
		struct text_change change = text_change_find(str_buf_str(&old), str_buf_str(&new));

		found = text_change_offset(&change, 6);
		assert_int_equal(found, i == 0 ? 6 + moved_by[i] : change.prefix);
		str_buf_fini(&old);
		str_buf_fini(&new);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_change__one_place__moves_what_stands_behind_it),
		cmocka_unit_test(text_change__several_places__finds_the_line_between_them),
		cmocka_unit_test(text_change__lost_line__is_where_the_change_begins),
		cmocka_unit_test(text_change__long_texts__are_compared_to_the_byte),
		cmocka_unit_test(text_change__far_line__is_not_looked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
