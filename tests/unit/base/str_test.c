/* Slices and buffers. */
#include "support/test.h"

static void
str__next_line__sees_lf_crlf_and_a_last_line_without_end(void **state)
{
	struct str rest = STR("one\r\n\ntwo"), line;

	(void)state;
	assert_true(str_next_line(&rest, &line));
	assert_str_equal(line, "one");
	assert_true(str_next_line(&rest, &line));
	assert_str_equal(line, "");
	assert_true(str_next_line(&rest, &line));
	assert_str_equal(line, "two");
	assert_false(str_next_line(&rest, &line));
}

static void
str__next__gives_the_empty_part_behind_a_last_separator(void **state)
{
	struct str rest = STR("a,"), part;

	(void)state;
	assert_true(str_next(&rest, ',', &part));
	assert_str_equal(part, "a");
	assert_true(str_next(&rest, ',', &part));
	assert_str_equal(part, "");
	assert_false(str_next(&rest, ',', &part));
}

static void
str__to_int64__takes_the_whole_range_and_refuses_overflow(void **state)
{
	int64_t value = 7;

	(void)state;
	assert_true(str_to_int64(STR("-9223372036854775808"), &value));
	assert_true(value == INT64_MIN);
	assert_true(str_to_int64(STR("9223372036854775807"), &value));
	assert_true(value == INT64_MAX);
	value = 7;
	assert_false(str_to_int64(STR("9223372036854775808"), &value));
	assert_false(str_to_int64(STR("-9223372036854775809"), &value));
	assert_false(str_to_int64(STR("-"), &value));
	assert_false(str_to_int64(STR(""), &value));
	assert_false(str_to_int64(STR("1 "), &value));
	assert_true(value == 7);
}

static void
str__to_double__refuses_what_is_not_finite_or_not_whole(void **state)
{
	double value = 7;

	(void)state;
	assert_true(str_to_double(STR("-2.5e3"), &value));
	assert_true(value == -2500.0);
	assert_false(str_to_double(STR("inf"), &value));
	assert_false(str_to_double(STR("1e999"), &value));
	assert_false(str_to_double(STR("1,5"), &value));
	assert_false(str_to_double(STR("0x10"), &value));
	assert_false(str_to_double(STR("-0X1p3"), &value));
	assert_false(str_to_double(str_of("1\0", 2), &value));
	assert_true(value == -2500.0);
}

static void
str_buf__replace__shrinks_and_grows_in_the_middle(void **state)
{
	struct str_buf buf = { 0 };

	(void)state;
	str_buf_append_c(&buf, "hello world");
	str_buf_replace(&buf, 0, 5, STR("hi"));
	assert_string_equal(str_buf_c(&buf), "hi world");
	str_buf_replace(&buf, 3, 8, STR("everybody"));
	assert_string_equal(str_buf_c(&buf), "hi everybody");
	str_buf_replace(&buf, buf.len, buf.len, STR("!"));
	assert_string_equal(str_buf_c(&buf), "hi everybody!");
	str_buf_fini(&buf);
}

static void
str_buf__append__takes_a_part_of_another_buffer_and_keeps_a_nul_behind(void **state)
{
	struct str_buf buf = { 0 };

	(void)state;
	for (int i = 0; i < 1000; i++) {
		str_buf_printf(&buf, "%d,", i);
		assert_int_equal(strlen(str_buf_c(&buf)), buf.len);
	}
	char *text = str_buf_take(&buf);

	assert_memory_equal(text, "0,1,2,", 6);
	assert_int_equal(buf.len, 0);
	assert_string_equal(str_buf_c(&buf), "");
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(str__next_line__sees_lf_crlf_and_a_last_line_without_end),
		cmocka_unit_test(str__next__gives_the_empty_part_behind_a_last_separator),
		cmocka_unit_test(str__to_int64__takes_the_whole_range_and_refuses_overflow),
		cmocka_unit_test(str__to_double__refuses_what_is_not_finite_or_not_whole),
		cmocka_unit_test(str_buf__replace__shrinks_and_grows_in_the_middle),
		cmocka_unit_test(str_buf__append__takes_a_part_of_another_buffer_and_keeps_a_nul_behind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
