/* The regex engine where python3 is not there to ask: values, errors with columns, spans, limits. */
#include "support/test.h"

#include "base/alloc.h"
#include "lab/regex/regex.h"
#include "lab/regex/repr.h"

static void
check(enum regex_mode mode, const char *pattern, const char *text, const char *value)
{
	struct regex_request request = { .pattern = str_of_c(pattern), .text = str_of_c(text), .mode = mode };
	struct regex_result result;

	regex_run(&request, &result);
	assert_int_equal(result.status, REGEX_OK);
	assert_string_equal(str_buf_c(&result.value), value);
	regex_result_fini(&result);
}

static void
regex__run__gives_python_values(void **state)
{
	(void)state;
	check(REGEX_SEARCH, "b+", "abbb", "<re.Match object; span=(1, 4), match='bbb'>");
	check(REGEX_MATCH, "b", "ab", "None");
	check(REGEX_FULLMATCH, "a|ab", "ab", "<re.Match object; span=(0, 2), match='ab'>");
	check(REGEX_FINDALL, "(a)(b)?", "ab a", "[('a', 'b'), ('a', '')]");
	check(REGEX_FINDALL, "x*", "axb", "['', 'x', '', '']");
	check(REGEX_SPLIT, "(-)|(,)", "a-b,c", "['a', '-', None, 'b', None, ',', 'c']");
	check(REGEX_FINDALL, "年", "2018年\n", "['年']");
}

static void
regex__run__says_errors_as_python_does(void **state)
{
	static const struct {
		const char *pattern, *text;
		uint32_t column;
	} cases[] = {
		{ "a(b", "missing ), unterminated subpattern", 2 },
		{ "日*+*", "multiple repeat", 4 },
		{ "*", "nothing to repeat", 1 },
		{ "\\h", "bad escape \\h", 1 },
		{ "a\\", "bad escape (end of pattern)", 2 },
		{ "[z-a]", "bad character range z-a", 2 },
		{ "(?<=a+)b", "look-behind requires fixed-width pattern", 1 },
		{ "(?<n>a)", "unknown extension ?<n", 2 },
		{ "a(?i)", "global flags not at the start of the expression", 2 },
		{ "\\2(a)", "invalid group reference 2", 2 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct regex_request request = { .pattern = str_of_c(cases[i].pattern) };
		struct regex_result result;

		regex_run(&request, &result);
		assert_int_equal(result.status, REGEX_BAD_PATTERN);
		assert_string_equal(result.err.text, cases[i].text);
		assert_int_equal(result.err.column, cases[i].column);
		regex_result_fini(&result);
	}
}

static void
regex__run__counts_characters_and_bytes(void **state)
{
	struct regex_request request = { .pattern = STR("月(日)?"), .text = STR("年月日月"), .mode = REGEX_FINDITER };
	struct regex_result result;
	const struct regex_capture *capture;

	(void)state;
	regex_run(&request, &result);
	assert_int_equal(result.match_count, 2);
	capture = regex_result_group(&result, 0, 1);
	assert_int_equal(capture->bytes.start, 6);
	assert_int_equal(capture->chars.start, 2);
	assert_int_equal(regex_result_group(&result, 1, 1)->chars.start, -1);
	regex_result_fini(&result);
}

static bool
is_spent(void *ctx)
{
	return (*(int *)ctx)-- <= 0;
}

static void
regex__run__stops_a_catastrophe(void **state)
{
	int asked_left = 5;
	struct regex_request request = {
		.pattern = STR("(a+)+$"),
		.text = STR("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"),
		.is_over = is_spent,
		.ctx = &asked_left,
	};
	struct regex_result result;

	(void)state;
	regex_run(&request, &result);
	assert_int_equal(result.status, REGEX_STOPPED);
	assert_true(result.is_catastrophe);
	regex_result_fini(&result);
}

static void
regex__run__cuts_many_easy_matches(void **state)
{
	int asked_left = 5;
	struct str_buf text = { 0 };
	struct regex_request request = { .pattern = STR("."),
					 .mode = REGEX_FINDALL,
					 .matches_max = 100,
					 .value_bytes_max = 1000,
					 .is_over = is_spent,
					 .ctx = &asked_left };
	struct regex_result result;

	(void)state;
	str_buf_append_repeat(&text, STR("abcdefgh"), 100000);
	request.text = str_buf_str(&text);
	regex_run(&request, &result);
	assert_int_equal(result.status, REGEX_OK);
	assert_true(result.is_cut);
	assert_int_equal(result.match_count, 100);
	assert_true(result.match_total > 100);
	assert_true(result.is_value_cut);
	assert_true(result.value.len < 1100);
	regex_result_fini(&result);
	str_buf_fini(&text);
}

static void
repr__append__quotes_as_python_does(void **state)
{
	struct str_buf out = { 0 };

	(void)state;
	repr_append(&out, STR("it's\n\t\\ \x01 \xe2\x80\x8b é"));
	assert_string_equal(str_buf_c(&out), "\"it's\\n\\t\\\\ \\x01 \\u200b é\"");
	str_buf_fini(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(regex__run__gives_python_values),
		cmocka_unit_test(regex__run__says_errors_as_python_does),
		cmocka_unit_test(regex__run__counts_characters_and_bytes),
		cmocka_unit_test(regex__run__stops_a_catastrophe),
		cmocka_unit_test(regex__run__cuts_many_easy_matches),
		cmocka_unit_test(repr__append__quotes_as_python_does),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
