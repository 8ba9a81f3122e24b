/* Notes that change while they are read: the place stays, what was found is found anew, lists follow; large files too. */
#include "term/pty.h"

#include "support/temp.h"
#include "support/test.h"

#include <stdio.h>
#include <sys/wait.h>

enum {
	HEIGHT = 30,
	LARGE_LINES = 30000, /* more than a megabyte: its head is shown first, the rest is read on a thread */
};

static char program[4096];

struct course {
	char *dir, *notes;
	struct str_buf home;
};

static void
course_init(struct course *course)
{
	*course = (struct course){ .dir = temp_dir_new() };
	course->notes = temp_path(course->dir, "notes");
	str_buf_printf(&course->home, "HOME=%s", course->dir);
}

static void
course_fini(struct course *course)
{
	str_buf_fini(&course->home);
	free(course->notes);
	temp_dir_free(course->dir);
}

/* A lesson of numbered lines, with EXTRA lines above them and END below. */
static void
write_lines(const struct course *course, int extra, int count, const char *end)
{
	struct str_buf text = { 0 };

	str_buf_append_c(&text, "# 2018-11-03 Lines\n\n");
	for (int i = 0; i < extra; i++)
		str_buf_printf(&text, "extra %d\n\n", i);
	for (int i = 0; i < count; i++)
		str_buf_printf(&text, "line %d of a long lesson about threads\n\n", i);
	str_buf_append_c(&text, end);
	temp_write(course->dir, "notes/lines.md", str_buf_str(&text));
	str_buf_fini(&text);
}

static void
open_course(struct pty *pty, const struct course *course)
{
	const char *argv[] = { program, course->notes, NULL };
	const char *env[] = { str_buf_c(&course->home), "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", NULL };

	pty_open(pty, &(struct pty_options){ .argv = argv, .env = env, .width = 110, .height = HEIGHT });
	assert_true(pty_wait_text(pty, HEIGHT - 1, "help"));
	assert_true(pty_wait_quiet(pty));
}

static void
close_program(struct pty *pty)
{
	pty_send_c(pty, "q");
	assert_true(pty_wait_exit(pty));
	assert_true(WIFEXITED(pty->status) && WEXITSTATUS(pty->status) == 0);
	pty_close(pty);
}

static int
row_of(const struct pty *pty, const char *text)
{
	for (int y = 0; y < HEIGHT; y++)
		if (pty_has_text(pty, y, text))
			return y;
	return -1;
}

static void
live__change_above__keeps_the_place_and_finds_anew(void **state)
{
	struct course course;
	struct pty pty;
	int row;

	(void)state;
	course_init(&course);
	write_lines(&course, 0, 300, "");
	open_course(&pty, &course);
	pty_send_c(&pty, "/line 150\r");
	assert_true(pty_wait_text(&pty, -1, "line 150 of"));
	assert_true(pty_wait_quiet(&pty));
	row = row_of(&pty, "line 150 of");
	write_lines(&course, 40, 300, "## Newly written\n\nand line 150 again\n");
	assert_true(pty_wait_text(&pty, -1, "Newly written")); /* in the outline */
	assert_true(pty_wait_quiet(&pty));
	assert_int_equal(row_of(&pty, "line 150 of"), row);
	pty_send_c(&pty, "n");
	assert_true(pty_wait_text(&pty, -1, "and line 150 again"));
	close_program(&pty);
	course_fini(&course);
}

static void
live__large_file__keeps_the_place_in_changes_and_from_run_to_run(void **state)
{
	struct course course;
	struct pty pty;
	int row;

	(void)state;
	course_init(&course);
	write_lines(&course, 0, LARGE_LINES, "");
	open_course(&pty, &course);
	for (int i = 0; i < PTY_DEADLINE_MS / 20 && !pty_has_text(&pty, -1, "line 29999 of"); i++) {
		pty_send_c(&pty, "G"); /* the end of what is known, until all is */
		assert_true(pty_wait_quiet(&pty));
	}
	row = row_of(&pty, "line 29999 of");
	assert_true(row > 0);
	write_lines(&course, 1000, LARGE_LINES, "## Newly written\n\nwords\n");
	assert_true(pty_wait_text(&pty, -1, "Newly written"));
	assert_true(pty_wait_quiet(&pty));
	assert_int_equal(row_of(&pty, "line 29999 of"), row);
	close_program(&pty);

	open_course(&pty, &course);
	assert_true(pty_wait_text(&pty, -1, "line 29999 of"));
	close_program(&pty);
	course_fini(&course);
}

/* A lesson that comes before the others moves all their numbers. */
static void
live__open_palette__follows_the_lessons(void **state)
{
	struct course course;
	struct pty pty;

	(void)state;
	course_init(&course);
	temp_write(course.dir, "notes/b.md", STR("# 2018-11-05 Bravo\n\nwords of bravo\n"));
	temp_write(course.dir, "notes/c.md", STR("# 2018-11-06 Charlie\n\nwords of charlie\n"));
	open_course(&pty, &course);
	pty_send_c(&pty, ":bravo");
	assert_true(pty_wait_quiet(&pty));
	temp_write(course.dir, "notes/a.md", STR("# 2018-11-04 Alpha bravo\n\nwords of alpha\n"));
	assert_true(pty_wait_text(&pty, -1, "Alpha bravo"));
	assert_true(pty_wait_quiet(&pty));
	pty_send_c(&pty, "\r");
	assert_true(pty_wait_text(&pty, -1, "words of bravo"));
	close_program(&pty);
	course_fini(&course);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(live__change_above__keeps_the_place_and_finds_anew),
		cmocka_unit_test(live__large_file__keeps_the_place_in_changes_and_from_run_to_run),
		cmocka_unit_test(live__open_palette__follows_the_lessons),
	};

	pty_find_program(argc > 1 ? argv[1] : NULL, "notes-tui", program, sizeof(program));
	return cmocka_run_group_tests(tests, NULL, NULL);
}
