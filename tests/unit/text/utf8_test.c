/* UTF-8: every code point there and back, and every kind of bad byte. */
#include "support/test.h"

#include "text/utf8.h"

static void
utf8__encode__comes_back_for_every_code_point(void **state)
{
	(void)state;
	for (uint32_t codepoint = 0; codepoint < 0x110000; codepoint++) {
		char bytes[4];
		size_t len = utf8_encode(codepoint, bytes);
		struct str rest = { bytes, len };
		uint32_t back;
		bool is_valid;

		assert_true(utf8_next(&rest, &back, &is_valid));
		assert_true(is_valid && rest.len == 0);
		assert_int_equal(back, codepoint >= 0xD800 && codepoint <= 0xDFFF ? UTF8_REPLACEMENT : codepoint);
	}
}

static void
utf8__next__gives_one_replacement_for_a_maximal_subpart(void **state)
{
	/* Rows of Unicode 15, tables 3-8 to 3-11, and what they become. */
	static const struct {
		const char *bytes;
		size_t replacements, count;
	} cases[] = {
		{ "\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41", 8, 9 },
		{ "\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41", 8, 9 },
		{ "\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42", 7, 9 },
		{ "\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41", 4, 5 },
		{ "\xF0\x9F\x98", 1, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct str rest = str_of_c(cases[i].bytes);
		size_t bad = 0, count = 0;
		uint32_t codepoint;
		bool is_valid;

		for (; utf8_next(&rest, &codepoint, &is_valid); count++)
			bad += !is_valid;
		assert_int_equal(bad, cases[i].replacements);
		assert_int_equal(count, cases[i].count);
		assert_false(utf8_is_valid(str_of_c(cases[i].bytes)));
	}
}

static void
utf8__is_valid__looks_at_every_byte(void **state)
{
	char text[40];

	(void)state;
	assert_true(utf8_is_valid(STR("")));
	assert_true(utf8_is_valid(STR("0123456789 中文 0123456789 😀")));
	for (size_t i = 0; i < sizeof(text); i++) {
		memset(text, 'a', sizeof(text));
		assert_true(utf8_is_valid(str_of(text, sizeof(text))));
		text[i] = '\xFF';
		assert_false(utf8_is_valid(str_of(text, sizeof(text))));
	}
}

static void
utf8__offset_and_index__are_inverse(void **state)
{
	struct str text = STR("a中😀\xFFz");

	(void)state;
	assert_int_equal(utf8_count(text), 5);
	for (size_t i = 0; i <= 5; i++)
		assert_int_equal(utf8_index_of(text, utf8_offset_of(text, i)), i);
	assert_int_equal(utf8_offset_of(text, 2), 4);
	assert_int_equal(utf8_offset_of(text, 99), text.len);
	assert_int_equal(utf8_index_of(text, 99), 5);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(utf8__encode__comes_back_for_every_code_point),
		cmocka_unit_test(utf8__next__gives_one_replacement_for_a_maximal_subpart),
		cmocka_unit_test(utf8__is_valid__looks_at_every_byte),
		cmocka_unit_test(utf8__offset_and_index__are_inverse),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
