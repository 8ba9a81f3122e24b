/* Preset files: front matter, language, order, hiding, mistakes. */
#include "support/test.h"

#include "base/file.h"
#include "base/path.h"
#include "lab/preset.h"

#include <stdio.h>
#include <unistd.h>

static char root[64];

static void
put(const char *path, const char *text)
{
	struct str_buf full = { 0 };
	struct err err = { 0 };
	char *dir;

	str_buf_printf(&full, "%s/%s", root, path);
	dir = str_copy_c(path_dir_name(str_buf_str(&full)));
	assert_true(path_make_dirs(dir, &err));
	assert_true(file_save(str_buf_c(&full), str_of_c(text), &err));
	free(dir);
	str_buf_fini(&full);
}

static int
make_tree(void **state)
{
	(void)state;
	snprintf(root, sizeof(root), "/tmp/notes-tui-preset-XXXXXX");
	if (!mkdtemp(root))
		return -1;
	put("own/demo/b.yaml", "---\ntitle: {en: Ours, zh_CN: 我们的}\nquestion: why?\norder: 2\n---\nx: 1\n");
	put("shipped/demo/b.yaml", "hidden: 1\n");
	put("shipped/demo/a.yaml", "---\ntitle:\norder: 3\n---\nlast: 1\n");
	put("shipped/demo/c.txt", "plain body\n");
	put("shipped/demo/.hidden", "no");
	put("shipped/demo/bad.yaml", "---\ntitle: x\n");
	put("shipped/demo/worse.yaml", "---\ntitle: [\n---\n");
	return 0;
}

static int
drop_tree(void **state)
{
	char command[128];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf '%s'", root);
	return system(command);
}

static void
preset__blank_front_matter__keeps_lines(void **state)
{
	static const struct {
		const char *text, *source;
	} rows[] = {
		{ "---\ntitle: x\n---\nc = 0\n", "\n\n\nc = 0\n" },
		{ "c = 0\n", "c = 0\n" },
		{ "---\nnever closed\n", "---\nnever closed\n" },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct str_buf text = { 0 };

		str_buf_append(&text, str_of_c(rows[i].text));
		preset_blank_front_matter(&text);
		assert_string_equal(str_buf_c(&text), rows[i].source);
		str_buf_fini(&text);
	}
}

static void
preset__load__orders_hides_and_translates(void **state)
{
	char own[96], shipped[96];
	const char *dirs[] = { own, shipped, NULL };
	struct preset_list list;
	struct err err = { 0 };

	(void)state;
	snprintf(own, sizeof(own), "%s/own", root);
	snprintf(shipped, sizeof(shipped), "%s/shipped", root);
	preset_list_load(&list, dirs, "demo", "zh_CN.UTF-8", &err);
	assert_int_equal(list.len, 3);
	assert_string_equal(list.items[0].name, "b");
	assert_string_equal(list.items[0].title, "我们的");
	assert_string_equal(list.items[0].question, "why?");
	assert_string_equal(list.items[0].body, "x: 1\n");
	assert_int_equal(list.items[0].body_line, 6);
	assert_string_equal(list.items[1].name, "a");
	assert_string_equal(list.items[1].title, "a"); /* its own is empty */
	assert_string_equal(list.items[2].name, "c");
	assert_string_equal(list.items[2].title, "c");
	assert_int_equal(list.items[2].body_line, 1);
	assert_true(err_is_set(&err));
	assert_non_null(preset_list_find(&list, STR("a")));
	assert_null(preset_list_find(&list, STR("bad")));
	preset_list_fini(&list);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(preset__blank_front_matter__keeps_lines),
		cmocka_unit_test(preset__load__orders_hides_and_translates),
	};

	return cmocka_run_group_tests(tests, make_tree, drop_tree);
}
