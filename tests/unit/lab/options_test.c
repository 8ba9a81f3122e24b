/* Options: types, ranges, choices, and errors that say the line. */
#include "support/test.h"

#include "lab/options.h"

static const char *const colours[] = { "red", "green", NULL };
static const struct lab_option table[] = {
	{ "count", LAB_INT, 1, 10, NULL, "3", "" },    { "rate", LAB_REAL, 0, 1, NULL, "0.5", "" },
	{ "loud", LAB_BOOL, 0, 0, NULL, "false", "" }, { "colour", LAB_CHOICE, 0, 0, colours, "green", "" },
	{ "name", LAB_TEXT, 0, 8, NULL, "x", "" },     { 0 },
};

static void
options__parse__reads_values_and_defaults(void **state)
{
	struct lab_options options;
	struct err err = { 0 };

	(void)state;
	assert_true(lab_options_parse(&options, table, STR("count: 7\nloud: yes\nname: abc\n"), STR("f"), 20, &err));
	assert_int_equal(options.values[0].integer, 7);
	assert_int_equal(options.values[0].line, 20);
	assert_true(options.values[1].real == 0.5);
	assert_false(options.values[1].is_set);
	assert_true(options.values[2].boolean);
	assert_int_equal(options.values[3].integer, 1);
	assert_str_equal(options.values[4].text, "abc");
	assert_int_equal(options.values[4].line, 22);
	lab_options_fini(&options);
}

static void
options__parse__says_what_is_wrong(void **state)
{
	static const struct {
		const char *body, *text;
		uint32_t line;
	} cases[] = {
		{ "cuont: 1\n", "unknown key `cuont`; known are count, rate, loud, colour, name", 20 },
		{ "rate: 1\ncount: 11\n", "`count` should be from 1 to 10, not 11", 21 },
		{ "count: many\n", "`count` should be a whole number, not `many`", 20 },
		{ "rate: fast\n", "`rate` should be a number, not `fast`", 20 },
		{ "loud: 3\n", "`loud` should be true or false, not `3`", 20 },
		{ "colour: blue\n", "`colour` should be one of red, green, not `blue`", 20 },
		{ "\n\nname: 123456789\n", "`name` is 9 bytes long; at most 8 are taken", 22 },
		{ "name: [a]\n", "`name` should be a text; a text with [ or { needs '…'", 20 },
		{ "just words\n", "expected lines of `key: value`", 20 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct lab_options options;
		struct err err = { 0 };

		assert_false(lab_options_parse(&options, table, str_of_c(cases[i].body), STR("n.md"), 20, &err));
		assert_string_equal(err.text, cases[i].text);
		assert_string_equal(err.file, "n.md");
		assert_int_equal(err.line, cases[i].line);
	}
}

static void
options__parse__without_a_table_takes_nothing(void **state)
{
	struct lab_options options;
	struct err err = { 0 };

	(void)state;
	assert_true(lab_options_parse(&options, NULL, STR("  \n"), STR(""), 1, &err));
	lab_options_fini(&options);
	assert_false(lab_options_parse(&options, NULL, STR("a: 1"), STR(""), 1, &err));
	assert_string_equal(err.text, "unknown key `a`; this lab takes none");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(options__parse__reads_values_and_defaults),
		cmocka_unit_test(options__parse__says_what_is_wrong),
		cmocka_unit_test(options__parse__without_a_table_takes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
