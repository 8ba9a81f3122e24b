/* Paths: cutting, joining, and where things are. */
#include "support/test.h"

#include "base/path.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static void
path__parts__are_cut_as_the_shell_does(void **state)
{
	static const struct {
		const char *path, *dir, *base, *extension;
	} cases[] = {
		{ "/a/b/c", "/a/b", "c", "" },
		{ "/a/b/c/", "/a/b", "c", "" },
		{ "c", ".", "c", "" },
		{ "/", "/", "/", "" },
		{ "/c", "/", "c", "" },
		{ "a//b", "a", "b", "" },
		{ "notes/a.b.md", "notes", "a.b.md", "md" },
		{ ".profile", ".", ".profile", "" },
		{ "dir.d/file", "dir.d", "file", "" },
		{ "x.", ".", "x.", "" },
		{ "", ".", "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_str_equal(path_dir_name(str_of_c(cases[i].path)), cases[i].dir);
		assert_str_equal(path_base_name(str_of_c(cases[i].path)), cases[i].base);
		assert_str_equal(path_extension(str_of_c(cases[i].path)), cases[i].extension);
	}
}

static void
assert_join(const char *dir, const char *name, const char *expected)
{
	char *path = path_join(str_of_c(dir), str_of_c(name));

	assert_string_equal(path, expected);
	free(path);
}

static void
path__join__puts_one_slash_between(void **state)
{
	(void)state;
	assert_join("a", "b", "a/b");
	assert_join("a/", "b", "a/b");
	assert_join("a", "/b", "/b");
	assert_join("", "b", "b");
	assert_join("a", "", "a");
	assert_join("/", "b", "/b");
}

static void
path__xdg_dirs__ignore_what_is_empty_or_relative(void **state)
{
	char *dir;

	(void)state;
	setenv("HOME", "/home/reader", 1);
	setenv("XDG_CONFIG_HOME", "/etc/mine", 1);
	dir = path_config_dir();
	assert_string_equal(dir, "/etc/mine/notes-tui");
	free(dir);
	setenv("XDG_CONFIG_HOME", "relative", 1);
	dir = path_config_dir();
	assert_string_equal(dir, "/home/reader/.config/notes-tui");
	free(dir);
	setenv("XDG_STATE_HOME", "", 1);
	dir = path_state_dir();
	assert_string_equal(dir, "/home/reader/.local/state/notes-tui");
	free(dir);
	unsetenv("XDG_STATE_HOME");
	unsetenv("HOME");
	assert_null(path_state_dir());
}

static void
path__shipped__looks_in_the_environments_directory_first(void **state)
{
	char dir[] = "/tmp/notes-tui-path-XXXXXX", inside[64];

	(void)state;
	assert_non_null(mkdtemp(dir));
	snprintf(inside, sizeof(inside), "%s/themes", dir);
	mkdir(inside, 0700);
	setenv("NOTES_TUI_DATADIR", dir, 1);
	char *path = path_shipped("themes");

	assert_string_equal(path, inside);
	free(path);
	assert_null(path_shipped("nothing-of-this-name"));
	setenv("NOTES_TUI_LOCALEDIR", dir, 1);
	path = path_shipped("locale");
	assert_string_equal(path, dir);
	free(path);
	rmdir(inside);
	rmdir(dir);
}

static void
path__make_dirs__makes_all_of_them_private_and_says_why_not(void **state)
{
	char dir[] = "/tmp/notes-tui-path-XXXXXX", deep[64], file[64];
	struct stat status;
	struct err err = { 0 };

	(void)state;
	assert_non_null(mkdtemp(dir));
	snprintf(deep, sizeof(deep), "%s/a/b", dir);
	assert_true(path_make_dirs(deep, NULL));
	assert_true(path_make_dirs(deep, NULL));
	assert_int_equal(stat(deep, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0700);
	snprintf(file, sizeof(file), "%s/file", dir);
	fclose(fopen(file, "w"));
	assert_false(path_make_dirs(file, &err));
	assert_non_null(strstr(err.text, file));
	strcat(file, "/x");
	assert_false(path_make_dirs(file, &err));
	assert_false(path_make_dirs("", NULL));
	file[strlen(file) - 2] = '\0';
	unlink(file);
	rmdir(deep);
	deep[strlen(deep) - 2] = '\0';
	rmdir(deep);
	rmdir(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(path__parts__are_cut_as_the_shell_does),
		cmocka_unit_test(path__join__puts_one_slash_between),
		cmocka_unit_test(path__xdg_dirs__ignore_what_is_empty_or_relative),
		cmocka_unit_test(path__shipped__looks_in_the_environments_directory_first),
		cmocka_unit_test(path__make_dirs__makes_all_of_them_private_and_says_why_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
