/* Where the rows of a long title break: shown as rows, each ending in \n. */
#include "support/test.h"

#include "app/title_wrap.h"

static void
assert_rows(const char *title, int first_cols, int cols, const char *expected)
{
	struct wrap_lines lines = { 0 };
	struct str_buf rows = { 0 };

	title_wrap(str_of_c(title), first_cols, cols, &lines);
	for (size_t i = 0; i < lines.len; i++) {
		str_buf_append(&rows, str_cut(str_of_c(title), lines.items[i].start, lines.items[i].end));
		str_buf_append_byte(&rows, '\n');
	}
	assert_string_equal(str_buf_c(&rows), expected);
	str_buf_fini(&rows);
	vec_fini(&lines);
}

static void
title__wrap__leaves_no_short_last_row(void **state)
{
	(void)state;
	assert_rows("第二课的题目很长，侧栏里放不下", 20, 22, "第二课的题目很\n长，侧栏里放不下\n");
	assert_rows("one two three four", 16, 18, "one two\nthree four\n");
}

static void
title__wrap__cuts_no_topic_where_that_can_be(void **state)
{
	(void)state;
	assert_rows("常用模块 · 函数式编程", 20, 22, "常用模块\n· 函数式编程\n");
	/* a narrower first row; then a row more */
	assert_rows("Python网络编程 · FTP编程 · Mail编程 · HTTP协议", 20, 22,
		    "Python网络编程\n· FTP编程 · Mail编程\n· HTTP协议\n");
	assert_rows("Python网络编程 · FTP编程 · Mail编程 · HTTP协议", 22, 24,
		    "Python网络编程\n· FTP编程 · Mail编程\n· HTTP协议\n");
	/* one topic is longer than a row: then evenly */
	assert_rows("协程(把原先的一件事拆成好多好多个小片段) · 格式化文件存储", 20, 22,
		    "协程(把原先的一件事\n拆成好多好多个小片\n段) · 格式化文件存储\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(title__wrap__leaves_no_short_last_row),
		cmocka_unit_test(title__wrap__cuts_no_topic_where_that_can_be),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
