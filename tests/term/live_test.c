/*
 * Notes that change while they are read: the place stays, what was found is found anew, lists follow; large files too.
 */
#include "term/pty.h"

#include "support/temp.h"
#include "support/test.h"

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>

enum {
	HEIGHT = 30,
	AGAIN_MS = 50,
	AGAIN_TURNS = 8,
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
open_again(struct pty *pty, const struct course *course)
{
	const char *argv[] = { program, course->notes, NULL };
	const char *env[] = { str_buf_c(&course->home), "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", NULL };

	pty_open(pty, &(struct pty_options){ .argv = argv, .env = env, .width = 110, .height = HEIGHT });
}

static void
open_course(struct pty *pty, const struct course *course)
{
	open_again(pty, course);
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

/* A course of 300 lines. Returns the row of the one that was found and gone to. */
static int
open_at_line_150(struct course *course, struct pty *pty)
{
	course_init(course);
	write_lines(course, 0, 300, "");
	open_course(pty, course);
	pty_send_c(pty, "/line 150\r");
	assert_true(pty_wait_text(pty, -1, "line 150 of"));
	assert_true(pty_wait_quiet(pty));
	return row_of(pty, "line 150 of");
}

static void
live__change_above__keeps_the_place_and_finds_anew(void **state)
{
	struct course course;
	struct pty pty;
	int row;

	(void)state;
	row = open_at_line_150(&course, &pty);
	write_lines(&course, 40, 300, "## Newly written\n\nand line 150 again\n");
	assert_true(pty_wait_text(&pty, -1, "Newly written")); /* in the outline */
	assert_true(pty_wait_quiet(&pty));
	assert_int_equal(row_of(&pty, "line 150 of"), row);
	pty_send_c(&pty, "n");
	assert_true(pty_wait_text(&pty, -1, "and line 150 again"));
	close_program(&pty);
	course_fini(&course);
}

/* An editor that writes in place, and takes its time: half of the note is there for a while. */
static void
live__saved_in_pieces__keeps_the_place(void **state)
{
	struct course course;
	struct pty pty;
	int row;

	(void)state;
	row = open_at_line_150(&course, &pty);
	write_lines(&course, 1, 80, "## A third\n");
	assert_true(pty_wait_text(&pty, -1, "A third")); /* in the outline */
	write_lines(&course, 1, 120, "## More of it\n");
	assert_true(pty_wait_text(&pty, -1, "More of it"));
	write_lines(&course, 1, 300, "## All of it\n");
	assert_true(pty_wait_text(&pty, -1, "All of it"));
	assert_true(pty_wait_quiet(&pty));
	assert_int_equal(row_of(&pty, "line 150 of"), row);
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

/* A course of two notes, one of them open and read a little way. */
static void
open_two(struct pty *pty, struct course *course)
{
	course_init(course);
	write_lines(course, 0, 300, "");
	temp_write(course->dir, "notes/other.md", STR("# 2018-11-09 Other\n\nother words\n"));
	open_course(pty, course);
	pty_send_c(pty, "/line 150\r");
	assert_true(pty_wait_text(pty, -1, "line 150 of"));
	assert_true(pty_wait_quiet(pty));
}

static void
remove_all(const char *path)
{
	struct stat status;

	if (lstat(path, &status) == 0)
		assert_int_equal(nftw(path, temp_remove_one, 16, FTW_DEPTH | FTW_PHYS), 0);
}

/* WHY is said, what was read stays, keys work, and what is written anew is read in its place. */
static void
assert_lost_and_found(struct pty *pty, const struct course *course, const char *why)
{
	char *path = temp_path(course->dir, "notes/lines.md");

	assert_true(pty_wait_text(pty, -1, why));
	assert_true(pty_has_text(pty, -1, "nothing is lost"));
	assert_true(pty_has_text(pty, 0, "cannot be read now"));
	assert_true(pty_has_text(pty, -1, "line 150 of"));
	pty_send_c(pty, "j");
	assert_true(pty_wait_text(pty, HEIGHT - 1, "help"));
	assert_true(pty_wait_quiet(pty));
	assert_true(pty_has_text(pty, -1, "line 151 of"));
	remove_all(path);
	write_lines(course, 3, 300, "## Newly written\n\nwords\n");
	assert_true(pty_wait_text(pty, -1, "is back"));
	assert_true(pty_wait_text(pty, -1, "Newly written")); /* in the outline */
	assert_true(pty_wait_quiet(pty));
	assert_true(pty_has_text(pty, -1, "line 151 of"));
	assert_false(pty_has_text(pty, 0, "cannot be read now"));
	free(path);
}

static void
live__open_note_is_no_more__is_said_and_kept_until_it_is_back(void **state)
{
	struct course course;
	struct pty pty;
	char *path, *aside;

	(void)state;
	open_two(&pty, &course);
	path = temp_path(course.dir, "notes/lines.md");
	aside = temp_path(course.dir, "lines.aside");
	temp_write(course.dir, "notes/lines.md", STR(""));
	assert_lost_and_found(&pty, &course, "lines.md is empty now");
	assert_int_equal(unlink(path), 0);
	assert_lost_and_found(&pty, &course, "lines.md was deleted");
	assert_int_equal(rename(path, aside), 0);
	assert_int_equal(mkdir(path, 0700), 0);
	assert_lost_and_found(&pty, &course, "lines.md is a directory now");
	assert_int_equal(rename(path, aside), 0);
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_lost_and_found(&pty, &course, "lines.md is no regular file");
	assert_int_equal(unlink(path), 0);
	assert_int_equal(symlink("lines.md", path), 0);
	assert_lost_and_found(&pty, &course, "lines.md cannot be read any more");
	remove_all(course.notes);
	assert_lost_and_found(&pty, &course, "lines.md was deleted");
	close_program(&pty);
	free(aside);
	free(path);
	course_fini(&course);
}

/* Nobody watches the directory made again by the name of one that was watched, unless it is watched anew. */
static void
live__directory_above_a_lost_note_is_made_again__is_watched(void **state)
{
	struct course course;
	struct pty pty;
	char *above, *inner, *notes;

	(void)state;
	course_init(&course);
	notes = course.notes;
	above = temp_path(course.dir, "above");
	inner = temp_path(course.dir, "above/inner");
	course.notes = temp_path(course.dir, "above/inner/lines.md");
	temp_write(course.dir, "above/inner/lines.md", STR("# 2018-11-03 Lines\n\nwords to read\n"));
	open_course(&pty, &course);
	assert_int_equal(unlink(course.notes), 0);
	assert_int_equal(rmdir(inner), 0);
	assert_true(pty_wait_text(&pty, -1, "lines.md was deleted"));
	assert_true(pty_wait_quiet(&pty));
	assert_int_equal(rmdir(above), 0);
	assert_int_equal(mkdir(above, 0700), 0);
	for (int i = 0; i < AGAIN_TURNS; i++) /* the disk is looked at */
		pty_pump(&pty, AGAIN_MS);
	assert_int_equal(mkdir(inner, 0700), 0);
	temp_write(course.dir, "above/inner/lines.md", STR("# 2018-11-03 Lines\n\nother words\n"));
	assert_true(pty_wait_text(&pty, -1, "other words"));
	close_program(&pty);
	free(notes);
	free(above);
	free(inner);
	course_fini(&course);
}

/* The file is all there is: also where its directory goes. */
static void
live__only_note_is_no_more__is_said_and_kept_until_it_is_back(void **state)
{
	struct course course;
	struct pty pty;
	char *dir;

	(void)state;
	course_init(&course);
	dir = course.notes;
	course.notes = temp_path(course.dir, "notes/lines.md");
	write_lines(&course, 0, 300, "");
	open_course(&pty, &course);
	pty_send_c(&pty, "/line 150\r");
	assert_true(pty_wait_text(&pty, -1, "line 150 of"));
	assert_true(pty_wait_quiet(&pty));
	assert_int_equal(unlink(course.notes), 0);
	assert_int_equal(mkdir(course.notes, 0700), 0);
	assert_lost_and_found(&pty, &course, "lines.md is a directory now");
	remove_all(dir);
	assert_lost_and_found(&pty, &course, "lines.md was deleted");
	close_program(&pty);
	free(dir);
	course_fini(&course);
}

/* Who goes on to another note hears no more of it, and it is no longer listed. */
static void
live__deleted_note_is_left__is_dropped(void **state)
{
	struct course course;
	struct pty pty;
	char *path;

	(void)state;
	open_two(&pty, &course);
	path = temp_path(course.dir, "notes/lines.md");
	assert_int_equal(unlink(path), 0);
	assert_true(pty_wait_text(&pty, -1, "lines.md was deleted"));
	pty_send_c(&pty, "]");
	assert_true(pty_wait_text(&pty, -1, "other words"));
	assert_true(pty_wait_text(&pty, 0, "1/1"));
	assert_true(pty_wait_quiet(&pty));
	assert_false(pty_has_text(&pty, 0, "cannot be read now"));
	assert_int_equal(row_of(&pty, "line 150 of"), -1);
	close_program(&pty);
	free(path);
	course_fini(&course);
}

/* An editor that is open, and the program is told to go: where one was is kept, and nobody waits for the editor. */
static void
live__told_to_go_with_an_editor_open__keeps_the_place(void **state)
{
	static const char editor[] = "VISUAL=sh -c 'trap \"\" HUP; echo editing; exec sleep 2' editor";
	struct course course;
	struct pty pty;

	(void)state;
	course_init(&course);
	write_lines(&course, 0, 300, "");
	{
		const char *argv[] = { program, course.notes, NULL };
		const char *env[] = {
			str_buf_c(&course.home), "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", editor, NULL
		};

		pty_open(&pty, &(struct pty_options){ .argv = argv, .env = env, .width = 110, .height = HEIGHT });
	}
	assert_true(pty_wait_text(&pty, HEIGHT - 1, "help"));
	pty_send_c(&pty, "/line 150\r");
	assert_true(pty_wait_text(&pty, -1, "line 150 of"));
	assert_true(pty_wait_quiet(&pty));
	pty_send_c(&pty, "e");
	assert_true(pty_wait_bytes(&pty, 0, "editing"));
	pty_signal(&pty, SIGHUP);
	assert_true(pty_wait_exit(&pty));
	pty_close(&pty);
	open_course(&pty, &course);
	assert_true(pty_has_text(&pty, -1, "line 150 of"));
	close_program(&pty);
	course_fini(&course);
}

/* The end of the program in the middle of a word: the word is there again, and said to be. */
static void
live__typing_in_a_lab__is_there_again(void **state)
{
	static const struct {
		const char *fence, *open, *typed, *said;
	} rows[] = {
		{ "```lab threads lost-update\n```\n", "\r\r\033[A", "zebra = 1", "esc runs it" },
		{ "```lab threads lost-update\n```\n", "\r", "zebra = =", "has a mistake yet" },
		{ "```lab regex date\n```\n", "\r", "zebra", "zebra" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct course course;
		struct pty pty;
		struct str_buf note = { 0 };

		course_init(&course);
		str_buf_printf(&note, "# 2018-11-03 Lines\n\n%s", rows[i].fence);
		temp_write(course.dir, "notes/lines.md", str_buf_str(&note));
		open_course(&pty, &course);
		pty_send_c(&pty, "o\r");
		assert_true(pty_wait_text(&pty, HEIGHT - 1, "close"));
		pty_send_c(&pty, rows[i].open);
		assert_true(pty_wait_quiet(&pty));
		pty_send_c(&pty, rows[i].typed);
		assert_true(pty_wait_text(&pty, -1, rows[i].typed));
		pty_signal(&pty, SIGTERM);
		assert_true(pty_wait_exit(&pty));
		pty_close(&pty);

		open_again(&pty, &course);
		assert_true(pty_wait_text(&pty, -1, rows[i].said));
		assert_true(pty_wait_text(&pty, -1, rows[i].typed));
		pty_signal(&pty, SIGTERM);
		assert_true(pty_wait_exit(&pty));
		pty_close(&pty);
		str_buf_fini(&note);
		course_fini(&course);
	}
}

/* The note is written in above a fence while its lab is open: opened from its new line it has what was typed. */
static void
live__typing_in_a_lab_whose_fence_moves__is_there_again(void **state)
{
	static const char fence[] = "```lab regex\nanimal\n---\nanimals\n```\n";
	struct str_buf note = { 0 };
	struct course course;
	struct pty pty;

	(void)state;
	course_init(&course);
	str_buf_printf(&note, "# 2018-11-03 Lines\n\n%s", fence);
	temp_write(course.dir, "notes/lines.md", str_buf_str(&note));
	open_course(&pty, &course);
	pty_send_c(&pty, "o\r");
	assert_true(pty_wait_text(&pty, HEIGHT - 1, "close"));
	pty_send_c(&pty, "\rzebra");
	assert_true(pty_wait_text(&pty, -1, "zebra"));
	str_buf_clear(&note);
	str_buf_printf(&note, "# 2018-11-03 Lines\n\nnew words\n\n%s", fence);
	temp_write(course.dir, "notes/lines.md", str_buf_str(&note));
	assert_true(pty_wait_text(&pty, -1, "new words"));
	pty_send_c(&pty, "\033[27u");
	assert_true(pty_wait_quiet(&pty));
	pty_send_c(&pty, "\033[27u");
	assert_true(pty_wait_quiet(&pty));
	pty_send_c(&pty, "ggo\r");
	assert_true(pty_wait_text(&pty, HEIGHT - 1, "close"));
	assert_true(pty_wait_quiet(&pty));
	assert_true(pty_has_text(&pty, -1, "zebra"));
	pty_signal(&pty, SIGTERM);
	assert_true(pty_wait_exit(&pty));
	pty_close(&pty);
	str_buf_fini(&note);
	course_fini(&course);
}

/* As editors do: the old one is put aside, or a new one in its place. Nothing is said of it. */
static void
live__save_by_rename__is_no_deletion(void **state)
{
	struct course course;
	struct pty pty;
	char *path, *aside, *fresh;

	(void)state;
	open_two(&pty, &course);
	path = temp_path(course.dir, "notes/lines.md");
	aside = temp_path(course.dir, "notes/lines.md~");
	fresh = temp_path(course.dir, "notes/.lines.md.new");
	for (int i = 0; i < 6; i++) {
		struct str_buf heading = { 0 }, end = { 0 };

		str_buf_printf(&heading, "Version %d", i);
		str_buf_printf(&end, "## %s\n\nwords\n", str_buf_c(&heading));
		assert_int_equal(rename(path, aside), 0);
		if (i % 2)
			assert_true(pty_wait_quiet(&pty)); /* it may look just now */
		write_lines(&course, i, 300, str_buf_c(&end));
		if (i % 3 == 0) {
			assert_int_equal(rename(path, fresh), 0);
			assert_int_equal(rename(fresh, path), 0);
		}
		assert_true(pty_wait_text(&pty, -1, str_buf_c(&heading)));
		assert_true(pty_wait_quiet(&pty));
		assert_true(pty_has_text(&pty, -1, "line 150 of"));
		str_buf_fini(&heading);
		str_buf_fini(&end);
	}
	assert_false(pty_has_bytes(&pty, 0, "deleted"));
	assert_false(pty_has_bytes(&pty, 0, "back and"));
	assert_false(pty_has_bytes(&pty, 0, "cannot be"));
	close_program(&pty);
	free(path);
	free(aside);
	free(fresh);
	course_fini(&course);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(live__change_above__keeps_the_place_and_finds_anew),
		cmocka_unit_test(live__saved_in_pieces__keeps_the_place),
		cmocka_unit_test(live__large_file__keeps_the_place_in_changes_and_from_run_to_run),
		cmocka_unit_test(live__open_note_is_no_more__is_said_and_kept_until_it_is_back),
		cmocka_unit_test(live__only_note_is_no_more__is_said_and_kept_until_it_is_back),
		cmocka_unit_test(live__directory_above_a_lost_note_is_made_again__is_watched),
		cmocka_unit_test(live__deleted_note_is_left__is_dropped),
		cmocka_unit_test(live__told_to_go_with_an_editor_open__keeps_the_place),
		cmocka_unit_test(live__typing_in_a_lab__is_there_again),
		cmocka_unit_test(live__typing_in_a_lab_whose_fence_moves__is_there_again),
		cmocka_unit_test(live__save_by_rename__is_no_deletion),
		cmocka_unit_test(live__open_palette__follows_the_lessons),
	};

	pty_find_program(argc > 1 ? argv[1] : NULL, "notes-tui", program, sizeof(program));
	return cmocka_run_group_tests(tests, NULL, NULL);
}
