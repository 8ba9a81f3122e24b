/* What went wrong: said, placed, cut where it is too long, and written as people and tools expect it. */
#include "support/test.h"

#include "base/alloc.h"
#include "base/err.h"

#include <errno.h>

static void
assert_format(const struct err *err, const char *expected)
{
	struct str_buf text = { 0 };

	err_format(err, &text);
	assert_string_equal(str_buf_c(&text), expected);
	str_buf_fini(&text);
}

static void
err__set__says_what_happened_and_forgets_the_place(void **state)
{
	struct err err = { 0 };

	(void)state;
	assert_false(err_is_set(&err));
	assert_false(err_at(&err, STR("old.md"), 3, 4));
	assert_false(err_set(&err, "expected a %s", "number"));
	assert_true(err_is_set(&err));
	assert_string_equal(err.text, "expected a number");
	assert_string_equal(err.file, "");
	assert_int_equal(err.line + err.column, 0);
	err_clear(&err);
	assert_false(err_is_set(&err));
}

static void
err__set__may_say_more_about_itself(void **state)
{
	struct err err = { 0 };

	(void)state;
	err_set(&err, "inner");
	err_set(&err, "outer: %s", err.text);
	assert_string_equal(err.text, "outer: inner");
	err_set_at(&err, 2, 5, "again %s", err.text);
	assert_string_equal(err.text, "again outer: inner");
	assert_int_equal(err.line, 2);
	assert_int_equal(err.column, 5);
}

static void
err__set_errno__says_why(void **state)
{
	struct err err = { 0 };

	(void)state;
	assert_false(err_set_errno(&err, ENOENT, "cannot open %s", "x"));
	assert_string_equal(err.text, "cannot open x: No such file or directory");
}

static void
err__anything__may_be_told_to_nobody(void **state)
{
	(void)state;
	assert_false(err_set(NULL, "x"));
	assert_false(err_set_errno(NULL, ENOENT, "x"));
	assert_false(err_set_at(NULL, 1, 1, "x"));
	assert_false(err_at(NULL, STR("x"), 1, 1));
}

/* Every length around the limit: never half a character, never past the end. */
static void
err__set__cuts_between_characters(void **state)
{
	(void)state;
	for (size_t before = 500; before < 520; before++) {
		struct err err = { 0 };
		struct str_buf text = { 0 };

		str_buf_append_repeat(&text, STR("a"), before);
		str_buf_append_c(&text, "中文😀");
		err_set(&err, "%s", str_buf_c(&text));
		err_at(&err, str_buf_str(&text), 1, 1);
		size_t len = strlen(err.text);

		assert_true(len < sizeof(err.text) && len <= text.len);
		assert_memory_equal(err.text, text.data, len);
		/* What follows the cut begins a character. */
		assert_true(((unsigned char)text.data[len] & 0xC0) != 0x80);
		assert_true(len == text.len || len > sizeof(err.text) - 5);
		assert_int_equal(strlen(err.file), sizeof(err.file) - 1);
		str_buf_fini(&text);
	}
}

static void
err__format__leaves_out_what_is_not_known(void **state)
{
	struct err err = { 0 };

	(void)state;
	err_set(&err, "it is odd");
	assert_format(&err, "it is odd");
	err_at(&err, STR("a.md"), 0, 0);
	assert_format(&err, "a.md: it is odd");
	err_at(&err, STR("a.md"), 12, 0);
	assert_format(&err, "a.md:12: it is odd");
	err_at(&err, STR("a.md"), 12, 7);
	assert_format(&err, "a.md:12:7: it is odd");
	err_at(&err, STR(""), 12, 7);
	assert_format(&err, "12:7: it is odd");
	err_at(&err, STR("a.md"), 0, 7); /* a column of no line says nothing */
	assert_format(&err, "a.md: it is odd");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(err__set__says_what_happened_and_forgets_the_place),
		cmocka_unit_test(err__set__may_say_more_about_itself),
		cmocka_unit_test(err__set_errno__says_why),
		cmocka_unit_test(err__anything__may_be_told_to_nobody),
		cmocka_unit_test(err__set__cuts_between_characters),
		cmocka_unit_test(err__format__leaves_out_what_is_not_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
