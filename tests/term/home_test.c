/*
 * The program where its own files cannot be read or written: a home that cannot be written, a disk that is full, a
 * progress file that is damaged, replaced or a link. It says so, goes on, ends as told, and loses nothing it had.
 */
#include "term/pty.h"

#include "support/temp.h"
#include "support/test.h"

#include <signal.h>
#include <sys/wait.h>

static char program[4096];

struct house {
	char *dir, *course, *state; /* STATE: where the program keeps what it keeps */
	struct pty pty;
};

static void
house_init(struct house *house)
{
	*house = (struct house){ .dir = temp_dir_new() };
	house->course = temp_path(house->dir, "course");
	house->state = temp_path(house->dir, ".local/state/notes-tui");
	temp_write(house->dir, "course/first.md", STR("# 2018-11-03 First\n\nplain words\n"));
	temp_write(house->dir, "course/second.md", STR("# 2018-11-04 Second\n\nother words\n"));
}

static void
house_fini(struct house *house)
{
	temp_dir_free(house->dir);
	free(house->course);
	free(house->state);
}

/* Open the program under the shell words BEFORE, which see it as "$@". */
static void
open_under(struct house *house, const char *before)
{
	struct str_buf home = { 0 };

	str_buf_printf(&home, "HOME=%s", house->dir);
	const char *argv[] = { "sh", "-c", before, "sh", program, house->course, NULL };
	const char *env[] = { str_buf_c(&home), "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", NULL };

	pty_open(&house->pty, &(struct pty_options){ .argv = argv, .env = env, .width = 160, .height = 30 });
	str_buf_fini(&home);
	assert_true(pty_wait_text(&house->pty, -1, "plain words"));
	assert_true(pty_wait_quiet(&house->pty)); /* the first picture does not wait for every file */
}

static void
quit(struct house *house)
{
	pty_send_c(&house->pty, "q");
	assert_true(pty_wait_exit(&house->pty));
	assert_int_equal(WIFEXITED(house->pty.status) ? WEXITSTATUS(house->pty.status) : -1, 0);
	assert_true(pty_is_cooked(&house->pty));
	assert_false(house->pty.is_alternate);
	pty_close(&house->pty);
}

/* It can be read in, and what it keeps lasts until the end. */
static void
assert_usable(struct house *house)
{
	pty_send_c(&house->pty, "x");
	assert_true(pty_wait_text(&house->pty, -1, "Finished"));
	pty_send_c(&house->pty, "]");
	assert_true(pty_wait_text(&house->pty, -1, "other words"));
	pty_send_c(&house->pty, "[");
	assert_true(pty_wait_text(&house->pty, -1, "plain words"));
	pty_send_c(&house->pty, "x");
	assert_true(pty_wait_text(&house->pty, -1, "begun again"));
}

#define PLAINLY "exec \"$@\""

/* First lesson finished, and kept. */
static void
keep_something(struct house *house)
{
	open_under(house, PLAINLY);
	pty_send_c(&house->pty, "x");
	assert_true(pty_wait_text(&house->pty, -1, "Finished"));
	quit(house);
}

static void
assert_kept(struct house *house)
{
	open_under(house, PLAINLY);
	pty_send_c(&house->pty, "x");
	assert_true(pty_wait_text(&house->pty, -1, "begun again"));
	quit(house);
}

/* Ends while the lab has the keys, or the reader has, and looks who has them at the next start: the key row says it. */
static void
program__next_start__gives_the_keys_to_who_had_them(void **state)
{
	static const struct {
		const char *keys, *hint;
	} rows[] = { { "", "a day on" }, { "\033", "}" } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct house house;

		house_init(&house);
		open_under(&house, PLAINLY);
		pty_send_c(&house.pty, ":clock calendar");
		assert_true(pty_wait_text(&house.pty, -1, "calendar.month"));
		pty_send_c(&house.pty, "\r");
		assert_true(pty_wait_text(&house.pty, 29, "a day on"));
		pty_send_c(&house.pty, rows[i].keys);
		assert_true(pty_wait_text(&house.pty, 29, rows[i].hint));
		pty_signal(&house.pty, SIGTERM);
		assert_true(pty_wait_exit(&house.pty));
		pty_close(&house.pty);
		open_under(&house, PLAINLY);
		assert_true(pty_wait_text(&house.pty, -1, "calendar.month"));
		assert_true(pty_wait_text(&house.pty, 29, rows[i].hint));
		pty_close(&house.pty);
		house_fini(&house);
	}
}

/* Root may write anywhere: a file where a directory has to be stops everybody. */
static void
program__home_that_cannot_be_written__is_said_and_lived_with(void **state)
{
	static const char *const in_the_way[] = { ".local", ".local/state", ".local/state/notes-tui" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(in_the_way); i++) {
		struct house house;

		house_init(&house);
		temp_write(house.dir, in_the_way[i], STR("no directory"));
		open_under(&house, PLAINLY);
		assert_true(pty_wait_text(&house.pty, -1, "progress cannot be kept"));
		assert_usable(&house);
		quit(&house);
		house_fini(&house);
	}
}

/* It cannot keep what is read, says so, and can be used. */
static void
assert_lived_with(const char *under)
{
	struct house house;

	house_init(&house);
	open_under(&house, under);
	assert_true(pty_wait_text(&house.pty, -1, "progress cannot be kept"));
	assert_usable(&house);
	quit(&house);
	house_fini(&house);
}

/* A real one, where this user may make name spaces. */
static void
program__home_mounted_read_only__is_said_and_lived_with(void **state)
{
	static const char under[] = "exec unshare -rm sh -c 'mount --bind \"$HOME\" \"$HOME\" && mount -o "
				    "remount,bind,ro \"$HOME\" || exit "
				    "77; exec \"$@\"' sh \"$@\"";

	(void)state;
	if (system("unshare -rm sh -c 'mount --bind /tmp /tmp && mount -o remount,bind,ro /tmp' 2>/dev/null") != 0)
		skip_test("nothing can be mounted here");
	assert_lived_with(under);
}

/* No file may grow beyond some blocks (a frame on its way to the screen is shorter): as on a disk that is full. */
static void
program__full_disk__is_said_and_nothing_kept_is_lost(void **state)
{
	struct house house;

	(void)state;
	house_init(&house);
	keep_something(&house);
	open_under(&house, "ulimit -f 40; exec \"$@\"");
	assert_true(pty_wait_text(&house.pty, -1, "progress c"));
	pty_send_c(&house.pty, "]");
	assert_true(pty_wait_text(&house.pty, -1, "other words"));
	quit(&house);
	assert_kept(&house);
	house_fini(&house);
}

static void
program__disk_that_fills_up__is_said_and_nothing_kept_is_lost(void **state)
{
	struct house house;

	(void)state;
	house_init(&house);
	keep_something(&house);
	open_under(&house, "ulimit -f 100; exec \"$@\"");
	for (int i = 0; i < 120 && !pty_has_text(&house.pty, -1, "could not be saved"); i++) {
		pty_send_c(&house.pty, "x"); /* every one a write */
		assert_true(pty_wait_quiet(&house.pty));
	}
	assert_true(pty_has_text(&house.pty, -1, "could not be saved"));
	quit(&house);
	open_under(&house, PLAINLY); /* it opens, and without a complaint */
	assert_false(pty_has_bytes(&house.pty, 0, "damaged"));
	pty_send_c(&house.pty, "m");
	assert_true(pty_wait_text(&house.pty, -1, "Bookmarked"));
	quit(&house);
	house_fini(&house);
}

static void
program__full_file_system__is_said_and_lived_with(void **state)
{
	static const char under[] = "exec unshare -rm sh -c 'mkdir -p \"$HOME/.local\" && mount -t tmpfs -o size=32k t "
				    "\"$HOME/.local\" && ! cat /dev/zero >\"$HOME/.local/fill\" 2>/dev/null; exec "
				    "\"$@\"' sh \"$@\"";

	(void)state;
	if (system("unshare -rm sh -c 'mount -t tmpfs -o size=32k t /tmp' 2>/dev/null") != 0)
		skip_test("nothing can be mounted here");
	assert_lived_with(under);
}

/* Not a database, cut short, somebody else's, a directory, a link: what was there stays there under some name. */
static void
program__damaged_progress__is_set_aside_and_said(void **state)
{
	static const struct {
		const char *name, *make; /* MAKE: shell words, in the directory of the state */
		const char *said;
		bool is_aside; /* progress.db.damaged-1 is there afterwards */
	} rows[] = {
		{ "garbage", "head -c 5000 /dev/urandom >progress.db", "was damaged", true },
		{ "cut short", "head -c 5000 progress.db >x; mv x progress.db", "was damaged", true },
		{ "overwritten",
		  "dd if=/dev/zero of=progress.db bs=512 seek=2 count=14 conv=notrunc 2>/dev/null; rm -f progress.db-*",
		  "was damaged", true },
		{ "a directory", "rm -f progress.db*; mkdir progress.db", "progress cannot be kept", false },
		{ "a link to nowhere", "rm -f progress.db*; ln -s /nonexistent/x progress.db",
		  "progress cannot be kept", false },
		{ "a device", "rm -f progress.db*; ln -s /dev/full progress.db", "progress cannot be kept", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct house house;
		struct str_buf command = { 0 };

		house_init(&house);
		keep_something(&house);
		str_buf_printf(&command, "cd '%s' && %s", house.state, rows[i].make);
		assert_int_equal(system(str_buf_c(&command)), 0);
		open_under(&house, PLAINLY);
		if (!pty_wait_text(&house.pty, -1, rows[i].said))
			fail_msg("%s: not said", rows[i].name);
		assert_usable(&house);
		quit(&house);
		char *aside = temp_path(house.state, "progress.db.damaged-1");

		assert_int_equal(access(aside, F_OK) == 0, rows[i].is_aside);
		free(aside);
		str_buf_fini(&command);
		house_fini(&house);
	}
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(program__next_start__gives_the_keys_to_who_had_them),
		cmocka_unit_test(program__home_that_cannot_be_written__is_said_and_lived_with),
		cmocka_unit_test(program__home_mounted_read_only__is_said_and_lived_with),
		cmocka_unit_test(program__full_disk__is_said_and_nothing_kept_is_lost),
		cmocka_unit_test(program__disk_that_fills_up__is_said_and_nothing_kept_is_lost),
		cmocka_unit_test(program__full_file_system__is_said_and_lived_with),
		cmocka_unit_test(program__damaged_progress__is_set_aside_and_said),
	};

	pty_find_program(argc > 1 ? argv[1] : NULL, "notes-tui", program, sizeof(program));
	return cmocka_run_group_tests(tests, NULL, NULL);
}
