/* Everything is put back on every way out, and no terminal can hold the program. */
#include "demo.h"

#include "base/alloc.h"
#include "base/clock.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static void
screen__close__puts_everything_back(void **state)
{
	struct pty pty;

	(void)state;
	demo_open_ready(&pty, NULL);
	assert_true(pty.is_alternate);
	assert_false(pty.is_cursor_visible);
	assert_int_equal(pty.mouse, VTERM_PROP_MOUSE_DRAG);
	assert_true(pty_has_bytes(&pty, 0, "\033[?1036s\033[?1036h")); /* alt-a is not á; as it was is known */
	assert_false(pty_is_cooked(&pty));
	pty_send_c(&pty, "q");
	assert_true(pty_wait_exit(&pty));
	assert_true(WIFEXITED(pty.status) && WEXITSTATUS(pty.status) == 0);
	demo_assert_restored(&pty);
	assert_true(pty_has_bytes(&pty, 0, "bye"));
	pty_close(&pty);
}

/* Every way out: a signal or a key, and how the program ends. */
static void
screen__leave__puts_everything_back(void **state)
{
	static const struct {
		const char *key;
		int signal_number, exit_status, term_signal;
	} rows[] = {
		{ NULL, SIGTERM, 1, 0 },       { NULL, SIGHUP, 1, 0 },
		{ NULL, SIGINT, 1, 0 },        { NULL, SIGSEGV, 0, SIGSEGV },
		{ NULL, SIGQUIT, 0, SIGQUIT }, { "S", 0, 0, SIGSEGV },
		{ "A", 0, 0, SIGABRT },        { "X", 0, 3, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		static const char *const env[] = { "ASAN_OPTIONS=handle_segv=0:handle_abort=0:detect_leaks=0",
						   "TSAN_OPTIONS=handle_segv=0:handle_abort=0", NULL };
		struct pty pty;

		demo_open_ready(&pty, env);
		if (rows[i].key)
			pty_send_c(&pty, rows[i].key);
		else
			pty_signal(&pty, rows[i].signal_number);
		assert_true(pty_wait_exit(&pty));
		if (rows[i].term_signal)
			assert_int_equal(WIFSIGNALED(pty.status) ? WTERMSIG(pty.status) : 0, rows[i].term_signal);
		else
			assert_int_equal(WIFEXITED(pty.status) ? WEXITSTATUS(pty.status) : -1, rows[i].exit_status);
		demo_assert_restored(&pty);
		pty_close(&pty);
	}
}

static void
screen__suspend__gives_the_terminal_back_and_takes_it_again(void **state)
{
	struct pty pty;

	(void)state;
	demo_open_ready(&pty, NULL);
	pty_signal(&pty, SIGSTOP); /* what cannot be seen coming: the shell may change modes meanwhile */
	assert_true(pty_wait_stop(&pty));
	tcsetattr(pty.slave, TCSANOW, &pty.before);
	size_t from = pty.bytes.len;

	pty_signal(&pty, SIGCONT);
	assert_true(pty_wait_bytes(&pty, from, "\033[?2004h"));
	assert_true(pty_wait_text(&pty, 0, "resizes 1"));
	assert_false(pty_is_cooked(&pty));
	pty_send_c(&pty, "q");
	assert_true(pty_wait_exit(&pty));
	pty_close(&pty);
}

/* ctrl-z, with a shell that brings it back. */
static void
screen__tstp__stops_with_the_terminal_put_back(void **state)
{
	const char *argv[] = { "sh", "-c", "set -m; \"$0\"; echo stopped; fg >/dev/null; echo over", demo_path, NULL };
	struct pty pty;

	(void)state;
	pty_open(&pty, &(struct pty_options){ .argv = argv, .width = 80, .height = 24 });
	assert_true(pty_wait_text(&pty, 2, "page -"));
	pty_send_c(&pty, "Z");
	assert_true(pty_wait_bytes(&pty, 0, "stopped"));
	size_t from = pty.bytes.len -
		      str_skip(str_buf_str(&pty.bytes), str_find(str_buf_str(&pty.bytes), STR("stopped"))).len;

	assert_true(pty_has_bytes(&pty, 0, "\033[?1049l"));
	assert_true(pty_wait_bytes(&pty, from, "\033[?1049h"));
	assert_true(pty_wait_text(&pty, 0, "resizes"));
	pty_send_c(&pty, "q");
	assert_true(pty_wait_exit(&pty));
	assert_true(pty_has_bytes(&pty, from, "over"));
	demo_assert_restored(&pty);
	pty_close(&pty);
}

static void
screen__vanished_terminal__ends_the_program_at_once(void **state)
{
	struct pty pty;

	(void)state;
	for (int round = 0; round < 2; round++) {
		demo_open_ready(&pty, NULL);
		if (round)
			pty_send_c(&pty, "F"); /* in the middle of a flood of frames */
		pty_hang_up(&pty);
		assert_true(pty_wait_exit(&pty));
		assert_true(pty.usage.ru_utime.tv_sec == 0);
		pty_close(&pty);
	}
}

/* A terminal that does not read for a while: the program neither spins nor hangs, and ends when told. */
static void
screen__slow_reader__does_not_spin_and_can_be_ended(void **state)
{
	struct pty pty;

	(void)state;
	demo_open_ready(&pty, NULL);
	pty_send_c(&pty, "F");
	uint64_t end_ns = clock_monotonic_ns() + 700 * NS_PER_MS;

	while (clock_monotonic_ns() < end_ns) /* not reading is what is tested: time must pass */
		usleep(10000);
	pty_signal(&pty, SIGTERM);
	end_ns = clock_monotonic_ns() + PTY_DEADLINE_MS * NS_PER_MS;
	while (!pty.is_ended && clock_monotonic_ns() < end_ns) {
		if (wait4(pty.pid, &pty.status, WNOHANG, &pty.usage) == pty.pid)
			pty.is_ended = true;
		usleep(1000);
	}
	assert_true(pty.is_ended);
	assert_true(pty.usage.ru_utime.tv_sec == 0 && pty.usage.ru_utime.tv_usec + pty.usage.ru_stime.tv_usec < 400000);
	pty_close(&pty);
}

static void
screen__run_child__lends_the_terminal(void **state)
{
	static const char *const env[] = { "DEMO_CHILD=echo child-here; read line; echo got-$line; exit 7", NULL };
	struct pty pty;

	(void)state;
	demo_open_ready(&pty, env);
	pty_send_c(&pty, "E");
	assert_true(pty_wait_bytes(&pty, 0, "child-here"));
	assert_false(pty.is_alternate);
	assert_true(pty_is_cooked(&pty));
	pty_send_c(&pty, "word\n");
	assert_true(pty_wait_text(&pty, 1, "child=7"));
	assert_true(pty_has_bytes(&pty, 0, "got-word"));
	assert_true(pty.is_alternate);
	pty_send_c(&pty, "N");
	assert_true(pty_wait_text(&pty, 1, "cannot run /nonexistent/program"));
	pty_send_c(&pty, "q");
	assert_true(pty_wait_exit(&pty));
	demo_assert_restored(&pty);
	pty_close(&pty);
}

/* ctrl-z in an editor: the editor, we, and the shell's job stop together, and go on together. */
static void
screen__run_child__stops_and_goes_on_with_it(void **state)
{
	const char *argv[] = { "sh", "-c", "set -m; \"$0\"; echo all-stopped; fg >/dev/null; echo over", demo_path,
			       NULL };
	static const char *const env[] = { "DEMO_CHILD=kill -STOP $$; echo child-goes-on; exit 5", NULL };
	struct pty pty;

	(void)state;
	pty_open(&pty, &(struct pty_options){ .argv = argv, .env = env, .width = 80, .height = 24 });
	assert_true(pty_wait_text(&pty, 2, "page -"));
	pty_send_c(&pty, "E");
	assert_true(pty_wait_bytes(&pty, 0, "all-stopped"));
	assert_true(pty_wait_bytes(&pty, 0, "child-goes-on"));
	assert_true(pty_wait_text(&pty, 1, "child=5"));
	pty_send_c(&pty, "q");
	assert_true(pty_wait_exit(&pty));
	demo_assert_restored(&pty);
	pty_close(&pty);
}

/* Told to go while an editor has the terminal: it hears that its terminal hangs up, and nobody waits for its user. */
static void
screen__told_to_go_with_a_child__lets_it_end_and_leaves(void **state)
{
	static const int signals[] = { SIGTERM, SIGHUP };
	static const char *const env[] = { "DEMO_CHILD=stty -echo; trap 'echo child-hung-up; exit 3' HUP; "
					   "echo child-here; while :; do read line; done",
					   NULL };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(signals); i++) {
		struct pty pty;

		demo_open_ready(&pty, env);
		pty_send_c(&pty, "E");
		assert_true(pty_wait_bytes(&pty, 0, "child-here"));
		pty_signal(&pty, signals[i]);
		assert_true(pty_wait_exit(&pty));
		assert_int_equal(WIFEXITED(pty.status) ? WEXITSTATUS(pty.status) : -1, 1);
		assert_true(pty_has_bytes(&pty, 0, "child-hung-up"));
		demo_assert_restored(&pty);
		pty_close(&pty);
	}
}

/* One that goes on: its terminal is not touched, and it is not waited for. */
static void
screen__told_to_go_with_a_deaf_child__leaves_it_the_terminal(void **state)
{
	static const char *const env[] = { "DEMO_CHILD=stty -echo; trap '' HUP TERM; echo child-here $$ .; "
					   "while :; do read line || exit; done",
					   NULL };
	struct pty pty;
	struct str text;
	int64_t pid = 0;
	size_t from;

	(void)state;
	demo_open_ready(&pty, env);
	pty_send_c(&pty, "E");
	assert_true(pty_wait_bytes(&pty, 0, "child-here"));
	assert_true(pty_wait_bytes(&pty, 0, " ."));
	text = str_skip(str_buf_str(&pty.bytes), str_find(str_buf_str(&pty.bytes), STR("child-here ")) + 11);
	assert_true(str_to_int64(str_cut(text, 0, str_find(text, STR(" "))), &pid) && pid > 1);
	from = pty.bytes.len;
	pty_signal(&pty, SIGTERM);
	assert_true(pty_wait_exit(&pty));
	assert_int_equal(WIFEXITED(pty.status) ? WEXITSTATUS(pty.status) : -1, 1);
	assert_false(pty_has_bytes(&pty, from, "\033["));
	kill((pid_t)pid, SIGKILL);
	pty_close(&pty);
}

/* The question at the start may never be answered: the end does not wait long for it. */
static void
screen__probe__needs_no_answer(void **state)
{
	const char *argv[] = { demo_path, NULL };
	struct pty pty;

	(void)state;
	pty_open(&pty, &(struct pty_options){ .argv = argv, .width = 80, .height = 24, .is_silent = true });
	assert_true(pty_wait_text(&pty, 0, "wide 0 scale 0"));
	pty_send_c(&pty, "q");
	assert_true(pty_wait_exit(&pty));
	demo_assert_restored(&pty);
	pty_close(&pty);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(screen__close__puts_everything_back),
		cmocka_unit_test(screen__leave__puts_everything_back),
		cmocka_unit_test(screen__suspend__gives_the_terminal_back_and_takes_it_again),
		cmocka_unit_test(screen__tstp__stops_with_the_terminal_put_back),
		cmocka_unit_test(screen__vanished_terminal__ends_the_program_at_once),
		cmocka_unit_test(screen__slow_reader__does_not_spin_and_can_be_ended),
		cmocka_unit_test(screen__run_child__lends_the_terminal),
		cmocka_unit_test(screen__run_child__stops_and_goes_on_with_it),
		cmocka_unit_test(screen__told_to_go_with_a_child__lets_it_end_and_leaves),
		cmocka_unit_test(screen__told_to_go_with_a_deaf_child__leaves_it_the_terminal),
		cmocka_unit_test(screen__probe__needs_no_answer),
	};

	demo_find(argc > 1 ? argv[1] : NULL);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
