/* Headings found by a line scan. */
#include "support/test.h"

#include "lesson/outline.h"

/* One heading a line: "level line title", a * before an item. */
static char *
outline_text(const char *text, uint32_t first_line, size_t max)
{
	struct outline outline;
	struct str_buf out = { 0 };

	outline_find(str_of_c(text), first_line, max, &outline);
	for (size_t i = 0; i < outline.len; i++)
		str_buf_printf(&out, "%s%u %u %s\n", outline.items[i].is_item ? "*" : "", outline.items[i].level,
			       outline.items[i].line, outline.items[i].title);
	outline_fini(&outline);
	return str_buf_take(&out);
}

static void
check(const char *text, const char *expected)
{
	char *actual = outline_text(text, 1, 0);

	assert_string_equal(actual, expected);
	free(actual);
}

static void
outline__find__takes_atx_and_setext_headings(void **state)
{
	(void)state;
	check("# one\r\n\n### two ###\n####### seven\n#no\n   ## 三\n    ## indented\n", "1 1 one\n3 3 two\n2 6 三\n");
	check("Title\n=====\n\nSub\n---\n\n- item\n---\n\ntwo\nlines\n---\n> q\n---\n", "1 1 Title\n2 4 Sub\n");
	check("一句。\n---\n\n标题\n---\n", "2 4 标题\n");
	check("### 2018年11月3日 周六   \n---  \n#### x\n", "3 1 2018年11月3日 周六\n4 3 x\n");
	check("# *em* `code` [link](http://x) \\*star\\*\n", "1 1 em code link *star*\n");
	check("", "");
	check("#", "");
}

/* As the reader shows them: what is a sign only in a pair stays where it stands alone. */
static void
outline__find__keeps_signs_that_stand_alone(void **state)
{
	(void)state;
	check("# a[0] and d['k'][1]\n", "1 1 a[0] and d['k'][1]\n");
	check("# f(*args, **kwargs) and `f(*a, *b)`\n", "1 1 f(*args, **kwargs) and f(*a, *b)\n");
	check("# 3 * 4 * 5, **bold *both* ** **x**\n", "1 1 3 * 4 * 5, **bold both ** x\n");
	check("# ![picture](a.png) [a [b](c) d](e) [x]\n", "1 1 picture a b d [x]\n");
	check("# ``a ` b`` `open ~~gone~~ ~one~ a~~b\n", "1 1 a ` b `open gone ~one~ a~~b\n");
	check("# a &amp; b &lt;T&gt; &nosuch; `&amp;` \\&amp; \\[x](y)\n", "1 1 a & b <T> &nosuch; &amp; \\& [x](y)\n");
	check("# __init__ \xff\x80*\x80*\n", "1 1 __init__ \xff\x80\x80\n");
}

static void
outline__find__steps_over_fences(void **state)
{
	(void)state;
	check("```\n# no\n~~~\n```\n# yes\n~~~~ x\n```\n# no\n~~~\n# no\n~~~~~\n## yes\n", "1 5 yes\n2 12 yes\n");
	check("``` a`b\n# yes\n", "1 2 yes\n");
	check("```\n# never closed\n", "");
}

static void
outline__find__steps_over_comments(void **state)
{
	(void)state;
	check("<!-- # no -->\n# yes\n  <!--\n# no\n-->\n## yes\n", "1 2 yes\n2 6 yes\n");
	check("<!-- never closed\n# yes\n\n<!-- cut by a blank\n\n# yes -->\n", "1 2 yes\n1 6 yes -->\n");
	check("<!-- a --> text\n# yes\n```\n<!--\n```\n# yes\n-->\n", "1 2 yes\n1 6 yes\n");
	/* A search in vain ends where the next one begins. */
	check("<!-- a\n<!-- b --> text\n<!-- # no -->\n# yes\n<!--\n\n<!--\n# no\n-->\n# yes\n", "1 4 yes\n1 10 yes\n");
}

static void
outline__find__reads_numbered_items_as_headings(void **state)
{
	(void)state;
	check("#### 2.多线程\n- 2.1 线程\n- 2.2全局解释器锁\n    - 2.3 deeper\n- 1. no\n- v1.2\n- 1.1\n- 3.14.15 pi\n",
	      "4 1 2.多线程\n*5 2 2.1 线程\n*5 3 2.2全局解释器锁\n*5 8 3.14.15 pi\n");
}

static void
outline__find__counts_from_the_first_line_and_stops_at_the_limit(void **state)
{
	char *actual = outline_text("# a\n# b\n# c\n", 10, 2);

	(void)state;
	assert_string_equal(actual, "1 10 a\n1 11 b\n");
	free(actual);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(outline__find__takes_atx_and_setext_headings),
		cmocka_unit_test(outline__find__keeps_signs_that_stand_alone),
		cmocka_unit_test(outline__find__steps_over_fences),
		cmocka_unit_test(outline__find__steps_over_comments),
		cmocka_unit_test(outline__find__reads_numbered_items_as_headings),
		cmocka_unit_test(outline__find__counts_from_the_first_line_and_stops_at_the_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
