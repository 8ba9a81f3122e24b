/*
 * The program itself on a terminal: it opens a course, survives what people and terminals do to it,
 * and leaves no trace.
 */
#include "pty.h"
#include "support/test.h"

#include "base/alloc.h"
#include "base/clock.h"

#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char program[4096], course[64], home[128];

static void
write_file(const char *name, const char *text, size_t len)
{
	char path[8192];

	snprintf(path, sizeof(path), "%s/%s", course, name);
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, len, file), len);
	assert_int_equal(fclose(file), 0);
}

static void
write_note(const char *name, const char *text)
{
	write_file(name, text, strlen(text));
}

/* A course of two lessons; the second would like to take the terminal over. */
static int
make_course(void **state)
{
	static const char plain[] = "# 2018-11-03 First lesson\n\nplain words 中文，标点。\n\n- one\n- two\n";
	static const char hostile[] = "# 2018-11-04 Second \033]0;pwned\a lesson\n\nhostile \033[31mred \xc2\x9b"
				      "31m \xe2\x80\xae"
				      "abc\xe2\x81\xa6 \x7f \xff &#27;[31m end\n";

	(void)state;
	snprintf(course, sizeof(course), "%s", "/tmp/notes-tui-term-XXXXXX");
	assert_non_null(mkdtemp(course));
	snprintf(home, sizeof(home), "HOME=%s/home", course);
	assert_int_equal(mkdir(home + 5, 0700), 0);
	write_file("first.md", plain, sizeof(plain) - 1);
	write_file("second.md", hostile, sizeof(hostile) - 1);
	return 0;
}

static int
remove_course(void **state)
{
	char command[8192];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf '%s'", course);
	return system(command);
}

static void
open_under(struct pty *pty, const char *setting, int width, int height)
{
	const char *argv[] = { program, course, NULL };
	const char *env[] = {
		home, "COLORTERM=truecolor", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", setting, NULL
	};

	pty_open(pty, &(struct pty_options){ .argv = argv, .env = env, .width = width, .height = height });
}

static void
open_program(struct pty *pty)
{
	open_under(pty, NULL, 120, 40);
	assert_true(pty_wait_text(pty, -1, "lesson"));
	assert_true(pty_wait_text(pty, 39, "help"));
	assert_true(pty_wait_quiet(pty)); /* the first picture does not wait for every file */
}

static void
assert_left(struct pty *pty)
{
	assert_true(pty_is_cooked(pty));
	assert_false(pty->is_alternate);
	assert_true(pty->is_cursor_visible);
	assert_int_equal(pty->mouse, VTERM_PROP_MOUSE_NONE);
}

static void
program__quit__leaves_no_trace(void **state)
{
	struct pty pty;

	(void)state;
	open_program(&pty);
	pty_send_c(&pty, "q");
	assert_true(pty_wait_exit(&pty));
	assert_true(WIFEXITED(pty.status) && WEXITSTATUS(pty.status) == 0);
	assert_left(&pty);
	pty_close(&pty);
}

static void
program__signals__leave_no_trace(void **state)
{
	static const int signals[] = { SIGTERM, SIGHUP, SIGINT, SIGSEGV };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(signals); i++) {
		struct pty pty;

		open_program(&pty);
		pty_signal(&pty, signals[i]);
		assert_true(pty_wait_exit(&pty));
		assert_left(&pty);
		pty_close(&pty);
	}
}

/* Answers the question as kitty 0.40 does: one column for the character, and two for a blank in twice its size. */
static void
program__present__is_in_large_type_where_the_terminal_draws_it(void **state)
{
	const char *argv[] = { program, course, NULL };
	const char *env[] = { home, "COLORTERM=truecolor", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", NULL };
	struct pty pty;
	size_t from;

	(void)state;
	pty_open(&pty,
		 &(struct pty_options){ .argv = argv, .env = env, .width = 120, .height = 40, .is_silent = true });
	assert_true(pty_wait_text(&pty, 39, "help"));
	pty_send_c(&pty, "\033[2;2R\033[2;3R");
	assert_true(pty_wait_quiet(&pty));
	from = pty.bytes.len;
	pty_send_c(&pty, "P");
	assert_true(pty_wait_bytes(&pty, from, "\0337\033[m\033[2;15H\033[0m"));
	assert_true(pty_wait_bytes(&pty, from, "m\033]66;s=2;First lesson\a\0338\033[?2026l"));
	from = pty.bytes.len;
	pty_send_c(&pty, ".");
	assert_true(pty_wait_bytes(&pty, from, "\0337\033[m\033[2;15H\033[24X\033[3;15H\033[24X\0338"));
	assert_true(pty_wait_quiet(&pty));
	assert_false(pty_has_bytes(&pty, from, "\033]66;"));
	pty_send_c(&pty, "qqq"); /* light again, out of it, and out */
	assert_true(pty_wait_exit(&pty));
	pty_close(&pty);
}

static void
program__present__sends_no_large_type_to_other_terminals(void **state)
{
	struct pty pty;
	size_t from;

	(void)state;
	open_program(&pty); /* libvterm answers that the cursor stayed where it was */
	assert_true(pty_has_bytes(&pty, 0, "\033]66;s=2; \a\033[6n"));
	from = pty.bytes.len;
	pty_send_c(&pty, "P ");
	assert_true(pty_wait_text(&pty, 39, "0 min"));
	assert_true(pty_wait_quiet(&pty));
	assert_false(pty_has_bytes(&pty, from, "\033]66;"));
	pty_close(&pty);
}

/* How often the process has gone to sleep by itself. */
static long
read_rests(const struct pty *pty)
{
	char path[64], line[256];
	long rests = -1;

	snprintf(path, sizeof(path), "/proc/%d/status", pty->pid);
	FILE *file = fopen(path, "r");

	while (file && rests < 0 && fgets(line, sizeof(line), file))
		sscanf(line, "voluntary_ctxt_switches: %ld", &rests);
	if (file)
		fclose(file);
	return rests;
}

/* The turn of a minute may wake it once, to draw the clock; what polls would do so a dozen times. */
static void
program__idle__does_not_wake_up(void **state)
{
	struct pty pty;
	long before;

	(void)state;
	open_program(&pty);
	before = read_rests(&pty);
	assert_true(before > 0);
	pty_pump(&pty, 250);
	assert_in_range(read_rests(&pty), before, before + 2);
	pty_send_c(&pty, "q");
	assert_true(pty_wait_exit(&pty));
	pty_close(&pty);
}

static void
program__vanished_terminal__ends_it(void **state)
{
	struct pty pty;

	(void)state;
	open_program(&pty);
	pty_hang_up(&pty);
	assert_true(pty_wait_exit(&pty));
	assert_true(pty.usage.ru_utime.tv_sec < 2);
	pty_close(&pty);
}

/* A note is saved in a folder, in a new folder, and in one that was removed and made again. */
static void
program__changes__are_seen_in_every_directory(void **state)
{
	struct pty pty;
	char path[8192];

	(void)state;
	snprintf(path, sizeof(path), "%s/part", course);
	assert_int_equal(mkdir(path, 0700), 0);
	write_note("part/deep.md", "# 2018-11-05 Deep\n\nas it was\n");
	open_program(&pty);
	assert_true(pty_wait_text(&pty, -1, "Deep"));
	pty_send_c(&pty, "]]]]");
	assert_true(pty_wait_text(&pty, -1, "as it was"));
	write_note("part/deep.md", "# 2018-11-05 Deep\n\nas it is now\n");
	assert_true(pty_wait_text(&pty, -1, "as it is now"));

	snprintf(path, sizeof(path), "%s/new", course);
	for (int round = 0; round < 2; round++) {
		assert_int_equal(mkdir(path, 0700), 0);
		assert_true(pty_wait_quiet(&pty));
		write_note("new/other.md", "# 2018-11-06 Newcomer\n\nx\n");
		assert_true(pty_wait_text(&pty, -1, "Newcomer"));
		snprintf(path, sizeof(path), "%s/new/other.md", course);
		assert_int_equal(unlink(path), 0);
		snprintf(path, sizeof(path), "%s/new", course);
		assert_int_equal(rmdir(path), 0);
		for (int i = 0; i < PTY_DEADLINE_MS / 20 && pty_has_text(&pty, -1, "Newcomer"); i++)
			pty_pump(&pty, 20);
		assert_false(pty_has_text(&pty, -1, "Newcomer"));
	}
	pty_send_c(&pty, "q");
	assert_true(pty_wait_exit(&pty));
	snprintf(path, sizeof(path), "%s/part/deep.md", course);
	assert_int_equal(unlink(path), 0);
	pty_close(&pty);
}

static void
program__hostile_notes__send_no_command(void **state)
{
	static const char *const forbidden[] = { "\033]0;pwned", "\033[31mred", "\xc2\x9b", "\xe2\x80\xae",
						 "\xe2\x81\xa6", "\x7f",        "\xff" };
	struct pty pty;

	(void)state;
	open_program(&pty);
	pty_send_c(&pty, "]"); /* the next lesson, wherever it opened */
	pty_send_c(&pty, "]");
	assert_true(pty_wait_text(&pty, -1, "hostile"));
	pty_send_c(&pty, "q");
	assert_true(pty_wait_exit(&pty));
	for (size_t i = 0; i < ARRAY_LEN(forbidden); i++)
		if (pty_has_bytes(&pty, 0, forbidden[i]))
			fail_msg("hostile bytes %zu reached the terminal", i);
	pty_close(&pty);
}

/* What a program shows that was opened at this size, but for the row with the clock. */
static void
assert_as_new(struct pty *pty, uint64_t seed)
{
	struct pty fresh;
	struct str_buf was = { 0 }, is = { 0 };

	open_under(&fresh, NULL, pty->width, pty->height);
	assert_true(pty_wait_text(&fresh, pty->height - 1, "help"));
	assert_true(pty_wait_quiet(&fresh));
	assert_true(pty_wait_quiet(pty));
	for (int y = 1; y < pty->height; y++) {
		str_buf_clear(&was);
		str_buf_clear(&is);
		pty_row(&fresh, y, &was);
		pty_row(pty, y, &is);
		if (!str_is_equal(str_buf_str(&was), str_buf_str(&is)))
			fail_msg("SEED=%llu, row %d: “%s” where “%s” belongs", (unsigned long long)seed, y,
				 str_buf_c(&is), str_buf_c(&was));
	}
	str_buf_fini(&was);
	str_buf_fini(&is);
	pty_close(&fresh);
}

/* As fast as a hand on a window's corner, and faster: the program sees what it can. */
static void
program__resize__survives_a_storm(void **state)
{
	uint64_t seed = test_seed(), random = seed;
	struct pty pty;

	(void)state;
	open_program(&pty);
	pty_look_away(&pty);
	for (int i = 0; i < 10000; i++) {
		random = random * 6364136223846793005u + 1442695040888963407u;
		pty_resize(&pty, 1 + (int)(random >> 33) % 500, 1 + (int)(random >> 50) % 200);
		if (i % 16 == 0)
			while (pty_pump(&pty, 0))
				;
	}
	pty_resize(&pty, 99, 30);
	assert_true(pty_wait_quiet(&pty));
	pty_look_again(&pty, 100, 30);
	if (!pty_wait_text(&pty, 29, "help"))
		fail_msg("SEED=%llu", (unsigned long long)seed);
	assert_as_new(&pty, seed);
	pty_send_c(&pty, "q");
	assert_true(pty_wait_exit(&pty));
	assert_true(WIFEXITED(pty.status) && WEXITSTATUS(pty.status) == 0);
	assert_left(&pty);
	pty_close(&pty);
}

/* Each size drawn, with everything that may be open: what is too small for it shows what fits. */
static void
program__resize__draws_everything_at_every_odd_size(void **state)
{
	static const struct {
		int width, height;
	} sizes[] = {
		{ 1, 1 },   { 2, 1 },     { 1, 2 },       { 3, 3 },  { 500, 1 }, { 1, 200 }, { 7, 5 },  { 20, 4 },
		{ 19, 60 }, { 500, 200 }, { 1000, 1000 }, { 33, 9 }, { 49, 11 }, { 50, 12 }, { 80, 2 }, { 100, 28 },
	};
	static const char *const opened[] = { "", "?", ":", "f", "/", "P", ":lab regex\r", "z" };
	struct pty pty;

	(void)state;
	open_program(&pty);
	pty_look_away(&pty);
	for (size_t i = 0; i < ARRAY_LEN(opened); i++) {
		pty_send_c(&pty, opened[i]);
		for (size_t j = 0; j < ARRAY_LEN(sizes); j++) {
			pty_resize(&pty, sizes[j].width, sizes[j].height);
			if (!pty_wait_quiet(&pty))
				fail_msg("“%s” at %dx%d: no rest", opened[i], sizes[j].width, sizes[j].height);
		}
		pty_send_c(&pty, "\033[27u");
	}
	pty_look_again(&pty, 100, 30);
	for (int i = 0; i < 3 && !pty_has_bytes(&pty, 0, "\033[?1049l"); i++) {
		pty_send_c(&pty, "\033[27uq");
		assert_true(pty_wait_quiet(&pty));
	}
	assert_true(pty_wait_exit(&pty));
	assert_int_equal(WIFEXITED(pty.status) ? WEXITSTATUS(pty.status) : -1, 0);
	assert_left(&pty);
	pty_close(&pty);
}

static void
program__poor_terminals__are_enough(void **state)
{
	static const char *const settings[] = { "TERM=vt100", "TERM=linux", "TERM=xterm",     "TERM=tmux-256color",
						"LC_ALL=C",   "NO_COLOR=1", "LC_ALL=nowhere", "TERM=screen" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(settings); i++) {
		struct pty pty;

		open_under(&pty, settings[i], 100, 30);
		if (!pty_wait_text(&pty, -1, "First lesson") || !pty_wait_text(&pty, 29, "help"))
			fail_msg("%s: no screen", settings[i]);
		pty_send_c(&pty, "?");
		assert_true(pty_wait_text(&pty, -1, "Down a page"));
		pty_send_c(&pty, "qq");
		assert_true(pty_wait_exit(&pty));
		assert_left(&pty);
		pty_close(&pty);
	}
}

static void
program__terminals_without_a_cursor__are_told_so(void **state)
{
	static const char *const settings[] = { "TERM=dumb", "TERM", "TERM=" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(settings); i++) {
		struct pty pty;

		open_under(&pty, settings[i], 80, 24);
		assert_true(pty_wait_exit(&pty));
		assert_true(WIFEXITED(pty.status) && WEXITSTATUS(pty.status) != 0);
		assert_true(pty_has_bytes(&pty, 0, "TERM"));
		assert_false(pty_has_bytes(&pty, 0, "\033"));
		assert_true(pty_is_cooked(&pty));
		pty_close(&pty);
	}
}

/* ctrl-z and fg, twice, by a shell. */
static void
program__suspend__gives_the_terminal_back_and_takes_it_again(void **state)
{
	const char *argv[] = {
		"sh",    "-c",   "set -m; \"$0\" \"$1\"; echo away; fg >/dev/null; echo away; fg >/dev/null; echo over",
		program, course, NULL
	};
	const char *env[] = { home, NULL };
	struct pty pty;
	size_t from = 0;

	(void)state;
	pty_open(&pty, &(struct pty_options){ .argv = argv, .env = env, .width = 100, .height = 30 });
	for (int round = 0; round < 2; round++) {
		assert_true(pty_wait_text(&pty, 29, "help"));
		assert_true(pty_wait_quiet(&pty));
		pty_send_c(&pty, "\x1a");
		assert_true(pty_wait_bytes(&pty, from, "away"));
		size_t away = from + str_find(str_skip(str_buf_str(&pty.bytes), from), STR("away"));

		assert_true(str_find(str_cut(str_buf_str(&pty.bytes), from, away), STR("\033[?1049l")) != STR_NONE);
		from = away + 4;
		assert_true(pty_wait_bytes(&pty, from, "\033[?1049h"));
	}
	assert_true(pty_wait_text(&pty, 29, "help"));
	pty_send_c(&pty, "q");
	assert_true(pty_wait_exit(&pty));
	assert_true(pty_has_bytes(&pty, from, "over"));
	assert_left(&pty);
	pty_close(&pty);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(program__quit__leaves_no_trace),
		cmocka_unit_test(program__signals__leave_no_trace),
		cmocka_unit_test(program__present__is_in_large_type_where_the_terminal_draws_it),
		cmocka_unit_test(program__present__sends_no_large_type_to_other_terminals),
		cmocka_unit_test(program__idle__does_not_wake_up),
		cmocka_unit_test(program__vanished_terminal__ends_it),
		cmocka_unit_test(program__changes__are_seen_in_every_directory),
		cmocka_unit_test(program__hostile_notes__send_no_command),
		cmocka_unit_test(program__resize__survives_a_storm),
		cmocka_unit_test(program__resize__draws_everything_at_every_odd_size),
		cmocka_unit_test(program__poor_terminals__are_enough),
		cmocka_unit_test(program__terminals_without_a_cursor__are_told_so),
		cmocka_unit_test(program__suspend__gives_the_terminal_back_and_takes_it_again),
	};

	pty_find_program(argc > 1 ? argv[1] : NULL, "notes-tui", program, sizeof(program));
	return cmocka_run_group_tests(tests, make_course, remove_course);
}
