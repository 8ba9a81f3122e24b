/* Paths in sentences: ~ for the home directory, a middle left out. */
#include "support/test.h"

#include "app/path_words.h"

static void
assert_home(const char *home, const char *text, const char *expected)
{
	struct str_buf out = { 0 };

	str_buf_append_c(&out, text);
	path_words_put_home(&out, home);
	assert_string_equal(str_buf_c(&out), expected);
	str_buf_fini(&out);
}

static void
assert_cut(const char *text, const char *expected)
{
	struct str_buf out = { 0 };

	path_words_cut(str_of_c(text), &out);
	assert_string_equal(str_buf_c(&out), expected);
	str_buf_fini(&out);
}

static void
path_words__home__is_a_tilde_where_a_path_begins(void **state)
{
	(void)state;
	assert_home("/home/li", "/home/li/a.md: gone", "~/a.md: gone");
	assert_home("/home/li/", "no “/home/li/a.md”, nor (/home/li)", "no “~/a.md”, nor (~)");
	assert_home("/home/li", "/home/lisa/a.md, /mnt/home/li/a.md", "/home/lisa/a.md, /mnt/home/li/a.md");
	assert_home("/home/li", "/home/li-old /home/li", "/home/li-old ~");
	assert_home("/home/li", "找不到/home/li/笔记.md", "找不到~/笔记.md");
	assert_home("/home/li", "/home/li王/a.md, /home/lié", "/home/li王/a.md, /home/lié");
	assert_home("/home/li", "“/home/li”，/home/li。", "“~”，~。");
	assert_home("/", "/a/b", "/a/b");
	assert_home("", "/a/b", "/a/b");
	assert_home(NULL, "/a/b", "/a/b");
}

static void
path_words__cut__keeps_the_first_and_the_last_name(void **state)
{
	(void)state;
	assert_cut("/srv/school/python/notes/a.md:3:1: no such key", "/srv/…/a.md:3:1: no such key");
	assert_cut("~/.config/notes-tui/config.yaml: bad", "~/…/config.yaml: bad");
	assert_cut("lessons/2018/november/a.md", "lessons/…/a.md");
	assert_cut("no “/srv/school/python/notes/a.md” here", "no “/srv/…/a.md” here");
}

static void
path_words__cut__leaves_what_is_short(void **state)
{
	(void)state;
	assert_cut("/a.md and /srv/a.md, ~/a.md, a/b/c.md", "/a.md and /srv/a.md, ~/a.md, a/b/c.md");
	assert_cut("either/or  two blanks / done", "either/or  two blanks / done");
	assert_cut("", "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(path_words__home__is_a_tilde_where_a_path_begins),
		cmocka_unit_test(path_words__cut__keeps_the_first_and_the_last_name),
		cmocka_unit_test(path_words__cut__leaves_what_is_short),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
