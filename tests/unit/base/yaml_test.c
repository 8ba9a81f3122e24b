/* YAML as a tree: values, lines, and everything that is refused. */
#include "support/test.h"

#include "base/yaml.h"

static void
yaml__parse__gives_values_with_their_lines(void **state)
{
	struct err err = { 0 };
	struct yaml *yaml = yaml_parse(STR("title: {zh_CN: 进阶, en: \"no\"}\n"
					   "list:\n  - 1\n  - 0x1F\n  - yes\n  - ~\n  - 2.5\n"
					   "text: |\n  a\n  b\n"),
				       &err);
	const struct yaml_node *root, *list, *title;
	struct str text;
	int64_t number = 0;
	double real = 0;
	bool flag = false;

	(void)state;
	assert_non_null(yaml);
	root = yaml_root(yaml);
	title = yaml_get(root, "title");
	list = yaml_get(root, "list");
	assert_true(yaml_to_str(yaml_get(title, "zh_CN"), &text));
	assert_str_equal(text, "进阶");
	assert_false(yaml_to_bool(yaml_get(title, "en"), &flag)); /* quoted: a text */
	assert_int_equal(list->count, 5);
	assert_int_equal(list->values[1]->line, 4);
	assert_int_equal(list->values[1]->column, 5);
	assert_true(yaml_to_int64(list->values[0], &number) && number == 1);
	assert_true(yaml_to_int64(list->values[1], &number) && number == 31);
	assert_true(yaml_to_bool(list->values[2], &flag) && flag);
	assert_true(yaml_is_null(list->values[3]));
	assert_true(yaml_to_double(list->values[4], &real) && real == 2.5);
	assert_true(yaml_to_str(yaml_get(root, "text"), &text));
	assert_str_equal(text, "a\nb\n");
	assert_null(yaml_get(root, "absent"));
	assert_null(yaml_get(list, "absent"));
	assert_true(yaml_is_null(NULL));
	yaml_free(yaml);
}

static void
yaml__parse__takes_an_empty_text_and_only_the_first_document(void **state)
{
	struct yaml *yaml = yaml_parse(STR(""), NULL);
	struct str text;

	(void)state;
	assert_non_null(yaml);
	assert_null(yaml_root(yaml));
	yaml_free(yaml);
	yaml = yaml_parse(STR("--- one\n--- [broken\n"), NULL);
	assert_non_null(yaml);
	assert_true(yaml_to_str(yaml_root(yaml), &text));
	assert_str_equal(text, "one");
	yaml_free(yaml);
}

static void
assert_refused(struct str text, uint32_t line)
{
	struct err err = { 0 };

	assert_null(yaml_parse(text, &err));
	assert_true(err_is_set(&err));
	assert_int_equal(err.line, line);
	assert_null(yaml_parse(text, NULL));
}

static void
yaml__parse__refuses_with_the_line(void **state)
{
	(void)state;
	assert_refused(STR("a: 1\nb: [1, 2\nc: 3\n"), 3);
	assert_refused(STR("a: 1\nb: 2\na: 3\n"), 3);
	assert_refused(STR("a: &x 1\nb: *x\n"), 2);
	assert_refused(STR("? [1]\n: 2\n"), 1);
	assert_refused(STR("a: 1\nb: \xFF\n"), 2);
	assert_refused(STR("a: 1\nb: \x01\n"), 2);
}

static void
yaml__parse__bounds_what_is_hostile(void **state)
{
	struct str_buf text = { 0 };

	(void)state;
	str_buf_append_repeat(&text, STR("["), 65);
	assert_refused(str_buf_str(&text), 1);
	str_buf_clear(&text);
	str_buf_append_repeat(&text, STR("[],"), 300000);
	str_buf_replace(&text, 0, 0, STR("["));
	assert_refused(str_buf_str(&text), 1);
	str_buf_clear(&text);
	str_buf_append_repeat(&text, STR("x"), 1024 * 1024 + 1);
	assert_refused(str_buf_str(&text), 0);
	str_buf_clear(&text);
	str_buf_append_repeat(&text, STR("["), 64);
	str_buf_append_repeat(&text, STR("]"), 64);
	struct yaml *yaml = yaml_parse(str_buf_str(&text), NULL);

	assert_non_null(yaml);
	yaml_free(yaml);
	str_buf_fini(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(yaml__parse__gives_values_with_their_lines),
		cmocka_unit_test(yaml__parse__takes_an_empty_text_and_only_the_first_document),
		cmocka_unit_test(yaml__parse__refuses_with_the_line),
		cmocka_unit_test(yaml__parse__bounds_what_is_hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
