/*
 * The program with the queue lab's processes on a terminal: however it ends, no child is left; a child killed is shown.
 */
#include "home.h"
#include "pty.h"
#include "support/test.h"

#include "base/alloc.h"
#include "base/clock.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	CHILDREN = 4 /* of the preset */
};

static char program[4096];

/* The numbers behind "pid" on the screen. */
static size_t
read_pids(const struct pty *pty, int *pids)
{
	size_t count = 0;

	for (int y = 0; y < pty->height; y++) {
		struct str_buf row = { 0 };
		struct str rest;
		size_t at;

		pty_row(pty, y, &row);
		rest = str_buf_str(&row);
		while ((at = str_find(rest, STR("pid "))) != STR_NONE && count < CHILDREN) {
			rest = str_skip(rest, at + 4);
			int pid = (int)strtol(rest.data, NULL, 10);

			if (pid > 1)
				pids[count++] = pid;
		}
		str_buf_fini(&row);
	}
	return count;
}

static void
open_program(struct pty *pty, int *pids)
{
	const char *argv[] = { program, "--lang", "en", "--lab", "queue", "--preset", "processes", NULL };
	const char *env[] = { home, "COLORTERM=truecolor", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", NULL };

	pty_open(pty, &(struct pty_options){ .argv = argv, .env = env, .width = 120, .height = 40 });
	assert_true(pty_wait_text(pty, -1, "made 0"));
	pty_send_c(pty, "z"); /* the lab alone: there is room for pids */
	assert_true(pty_wait_text(pty, -1, "pid "));

	uint64_t end_ns = clock_monotonic_ns() + PTY_DEADLINE_MS * NS_PER_MS;

	while (read_pids(pty, pids) < CHILDREN && clock_monotonic_ns() < end_ns)
		pty_pump(pty, 50);
	if (read_pids(pty, pids) < CHILDREN)
		pty_print_screen(pty, "the number of every child");
	assert_int_equal(read_pids(pty, pids), CHILDREN);
	for (int i = 0; i < CHILDREN; i++)
		assert_int_equal(kill(pids[i], 0), 0);
}

/* Gone, or (a child of one killed at once, where process 1 does not reap) dead. */
static bool
is_gone(int pid)
{
	char path[64], line[512] = "";

	if (kill(pid, 0) < 0 && errno == ESRCH)
		return true;
	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	FILE *file = fopen(path, "r");

	if (!file)
		return true;
	char *end = fgets(line, sizeof(line), file) ? strrchr(line, ')') : NULL;
	bool is_dead = !end || end[2] == 'Z' || end[2] == 'X';

	fclose(file);
	return is_dead;
}

static void
assert_all_gone(const int *pids)
{
	uint64_t end_ns = clock_monotonic_ns() + PTY_DEADLINE_MS * NS_PER_MS;

	for (int i = 0; i < CHILDREN; i++) {
		while (!is_gone(pids[i])) {
			assert_true(clock_monotonic_ns() < end_ns);
			sched_yield();
		}
	}
}

static void
queue_program__quit__leaves_no_child(void **state)
{
	struct pty pty;
	int pids[CHILDREN];

	(void)state;
	open_program(&pty, pids);
	pty_send_c(&pty, "r");
	assert_true(pty_wait_text(&pty, -1, "takes item"));
	pty_send_c(&pty, "qqq");
	assert_true(pty_wait_exit(&pty));
	assert_true(WIFEXITED(pty.status) && WEXITSTATUS(pty.status) == 0);
	for (int i = 0; i < CHILDREN; i++) /* reaped, not left to somebody else */
		assert_true(kill(pids[i], 0) < 0 && errno == ESRCH);
	pty_close(&pty);
}

static void
queue_program__signals__leave_no_child(void **state)
{
	static const int signals[] = { SIGTERM, SIGHUP, SIGINT };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(signals); i++) {
		struct pty pty;
		int pids[CHILDREN];

		open_program(&pty, pids);
		pty_send_c(&pty, "r");
		assert_true(pty_wait_text(&pty, -1, "takes item"));
		pty_signal(&pty, signals[i]);
		assert_true(pty_wait_exit(&pty));
		for (int j = 0; j < CHILDREN; j++)
			assert_true(kill(pids[j], 0) < 0 && errno == ESRCH);
		pty_close(&pty);
	}
}

static void
queue_program__killed_at_once__leaves_no_child(void **state)
{
	struct pty pty;
	int pids[CHILDREN];

	(void)state;
	open_program(&pty, pids);
	pty_signal(&pty, SIGKILL);
	assert_true(pty_wait_exit(&pty));
	assert_all_gone(pids);
	pty_close(&pty);
}

/* Also while everything stands still. */
static void
queue_program__child_killed__is_shown_and_the_lab_goes_on(void **state)
{
	struct pty pty;
	int pids[CHILDREN];

	(void)state;
	open_program(&pty, pids);
	assert_int_equal(kill(pids[CHILDREN - 1], SIGKILL), 0);
	assert_true(pty_wait_text(&pty, -1, "was killed from outside by signal 9"));
	pty_send_c(&pty, "r");
	assert_true(pty_wait_text(&pty, -1, "takes item"));
	pty_send_c(&pty, "qqq");
	assert_true(pty_wait_exit(&pty));
	assert_all_gone(pids);
	pty_close(&pty);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(queue_program__quit__leaves_no_child),
		cmocka_unit_test(queue_program__signals__leave_no_child),
		cmocka_unit_test(queue_program__killed_at_once__leaves_no_child),
		cmocka_unit_test(queue_program__child_killed__is_shown_and_the_lab_goes_on),
	};

	pty_find_program(argc > 1 ? argv[1] : NULL, "notes-tui", program, sizeof(program));
	return cmocka_run_group_tests(tests, make_home, remove_home);
}
