/* Signals at the program itself, with an editor open and without: who stops, goes on, ends; and the terminal then. */
#include "pty.h"

#include "support/temp.h"
#include "support/test.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "base/rng.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

enum {
	WIDTH = 110,
	HEIGHT = 30,
	STORMS = 12,
	GUSTS = 16, /* signals of a storm, at most */
	AGAIN_MS = 50,
};

static char program[4096];

/* A course of one note, and an editor that is a script. */
struct scene {
	char *dir, *notes;
	struct str_buf home, visual;
	struct pty pty;
};

/* EDITOR: what the editor does. JOB: what a shell does with "$@" (the program) as a job; NULL: it runs alone. */
static void
open_scene(struct scene *scene, const char *editor, const char *job)
{
	char *path;

	*scene = (struct scene){ .dir = temp_dir_new() };
	scene->notes = temp_path(scene->dir, "notes");
	temp_write(scene->dir, "notes/lines.md", STR("# 2018-11-03 Lines\n\nwords to read\n"));
	temp_write(scene->dir, "editor", str_of_c(editor));
	path = temp_path(scene->dir, "editor");
	str_buf_printf(&scene->home, "HOME=%s", scene->dir);
	str_buf_printf(&scene->visual, "VISUAL=sh %s", path);
	free(path);

	const char *alone[] = { program, scene->notes, NULL };
	const char *as_job[] = { "sh", "-c", job, "sh", program, scene->notes, NULL };
	const char *env[] = { str_buf_c(&scene->home), str_buf_c(&scene->visual), "XDG_CONFIG_HOME",
			      "XDG_DATA_HOME",         "XDG_STATE_HOME",          NULL };

	pty_open(&scene->pty,
		 &(struct pty_options){ .argv = job ? as_job : alone, .env = env, .width = WIDTH, .height = HEIGHT });
	assert_true(pty_wait_text(&scene->pty, -1, "words to read"));
	assert_true(pty_wait_text(&scene->pty, HEIGHT - 1, "help"));
}

static void
close_scene(struct scene *scene)
{
	pty_close(&scene->pty);
	str_buf_fini(&scene->home);
	str_buf_fini(&scene->visual);
	free(scene->notes);
	temp_dir_free(scene->dir);
}

static void
assert_put_back(struct pty *pty)
{
	assert_true(pty_is_cooked(pty));
	assert_false(pty->is_alternate);
	assert_true(pty->is_cursor_visible);
	assert_int_equal(pty->mouse, VTERM_PROP_MOUSE_NONE);
}

static void
quit(struct pty *pty)
{
	pty_send_c(pty, "q");
	assert_true(pty_wait_exit(pty));
	assert_true(WIFEXITED(pty->status) && WEXITSTATUS(pty->status) == 0);
	assert_put_back(pty);
}

/* A signal that came before the editor began is heard only when the terminal was given up for good. */
static void
signal__continued_before_the_editor_and_told_to_go__leaves_the_terminal_alone(void **state)
{
	static const int orders[] = { SIGTERM, SIGHUP, SIGINT };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(orders); i++) {
		struct scene scene;
		struct pty *pty = &scene.pty;

		open_scene(&scene, "trap 'exit 0' HUP\necho editing\nwhile :; do read line; done\n", NULL);
		assert_true(pty_wait_quiet(pty));
		pty_signal(pty, SIGSTOP);
		assert_true(pty_wait_stop(pty));
		pty_send_c(pty, "e");
		pty_signal(pty, SIGCONT); /* and the key are there at once */
		assert_true(pty_wait_bytes(pty, 0, "editing"));
		pty_signal(pty, orders[i]);
		assert_true(pty_wait_exit(pty));
		assert_put_back(pty);
		close_scene(&scene);
	}
}

/* The keyboard's interrupt is for who has the terminal. */
static void
signal__ctrl_c_in_the_editor__is_the_editors(void **state)
{
	struct scene scene;

	(void)state;
	open_scene(&scene, "trap 'echo interrupted; exit 0' INT\necho editing\nwhile :; do read line; done\n", NULL);
	pty_send_c(&scene.pty, "e");
	assert_true(pty_wait_bytes(&scene.pty, 0, "editing"));
	pty_send_c(&scene.pty, "\003");
	assert_true(pty_wait_bytes(&scene.pty, 0, "interrupted"));
	assert_true(pty_wait_text(&scene.pty, HEIGHT - 1, "help"));
	quit(&scene.pty);
	close_scene(&scene);
}

/* Whoever of the two is stopped, and how: the shell has its terminal, and one fg brings both back. */
static void
signal__stop_with_an_editor__is_one_job(void **state)
{
	static const char *const stops[] = { "kill -STOP $$", "kill -TSTP $PPID", "kill -STOP $PPID" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(stops); i++) {
		struct scene scene;
		struct pty *pty = &scene.pty;
		char editor[128];

		snprintf(editor, sizeof(editor), "%s\nread line\necho editor-goes-on\nexit 5\n", stops[i]);
		open_scene(&scene, editor, "set -m; \"$@\"; echo all-stopped; fg >/dev/null; exit 0");
		pty_send_c(pty, "e");
		assert_true(pty_wait_bytes(pty, 0, "all-stopped"));
		pty_send_c(pty, "\r");
		assert_true(pty_wait_bytes(pty, 0, "editor-goes-on"));
		assert_true(pty_wait_text(pty, -1, "status 5"));
		quit(pty);
		close_scene(&scene);
	}
}

/* kill %1: what is stopped, or sent to the background, ends without fg, and the shell's terminal is left alone. */
static void
signal__told_to_go_while_stopped__ends(void **state)
{
	static const struct {
		const char *keys, *before;
	} rows[] = {
		{ "\032", "" },
		{ "\032", "bg >/dev/null;" },
		{ "e", "" },
		{ "e", "bg >/dev/null;" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct scene scene;
		struct pty *pty = &scene.pty;
		char job[256];
		size_t at;

		snprintf(job, sizeof(job),
			 "set -m; \"$@\"; echo all-stopped; %s kill %%1; kill -CONT %%1; wait; echo over; exit 0",
			 rows[i].before);
		open_scene(&scene, "kill -STOP $$\n", job);
		pty_send_c(pty, rows[i].keys);
		assert_true(pty_wait_bytes(pty, 0, "all-stopped"));
		assert_true(pty_wait_exit(pty));
		assert_put_back(pty);
		at = str_find(str_buf_str(&pty->bytes), STR("all-stopped"));
		assert_true(pty_has_bytes(pty, at, "over"));
		assert_false(pty_has_bytes(pty, at, "\033"));
		close_scene(&scene);
	}
}

/* The key and the order are there at once, and the loop takes the key first. */
static void
signal__told_to_go_as_the_editor_begins__ends(void **state)
{
	static const int orders[] = { SIGTERM, SIGHUP };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(orders); i++) {
		struct scene scene;
		struct pty *pty = &scene.pty;

		open_scene(&scene, "trap 'exit 0' HUP\nwhile :; do read line; done\n", NULL);
		assert_true(pty_wait_quiet(pty));
		pty_signal(pty, SIGSTOP);
		assert_true(pty_wait_stop(pty));
		pty_send_c(pty, "e");
		pty_signal(pty, orders[i]);
		pty_signal(pty, SIGCONT);
		assert_true(pty_wait_exit(pty));
		assert_put_back(pty);
		close_scene(&scene);
	}
}

/* The program itself, where a shell stands before it: JOB of the storms tells its number. */
static int
program_pid(const struct pty *pty)
{
	struct str bytes = str_buf_str(&pty->bytes);
	size_t at = str_find(bytes, STR("program "));
	int64_t pid = 0;

	if (at == STR_NONE)
		return pty->pid;
	bytes = str_skip(bytes, at + 8);
	assert_true(str_to_int64(str_cut(bytes, 0, str_find(bytes, STR(" "))), &pid) && pid > 1);
	return (int)pid;
}

/* As kill %1 after a stop that nobody can answer: the terminal is the shell's, and the program's modes are on it. */
static void
signal__told_to_go_after_sigstop__ends(void **state)
{
	static const char *const orders[] = { "kill %1;", "bg >/dev/null; kill %1;", "stty tostop; kill %1;" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(orders); i++) {
		struct scene scene;
		struct pty *pty = &scene.pty;
		char job[512];

		snprintf(job, sizeof(job),
			 "set -m; sh -c 'echo program $$ .; exec \"$0\" \"$1\"' \"$@\"; %s bg >/dev/null; wait; "
			 "echo over; exit 0",
			 orders[i]);
		open_scene(&scene, "exit 0\n", job);
		assert_true(pty_wait_quiet(pty));
		kill(program_pid(pty), SIGSTOP);
		assert_true(pty_wait_exit(pty));
		assert_true(pty_has_bytes(pty, 0, "over"));
		assert_put_back(pty);
		close_scene(&scene);
	}
}

/* One of the signals that end nothing, or a new size. */
static void
blow(struct pty *pty, int pid, struct rng *rng)
{
	static const int signals[] = { SIGTSTP, SIGCONT, SIGWINCH, SIGSTOP };
	uint64_t pick = rng_below(rng, ARRAY_LEN(signals) + 1);

	if (pick < ARRAY_LEN(signals))
		kill(pid, signals[pick]);
	else
		pty_resize(pty, 60 + (int)rng_below(rng, 60), 20 + (int)rng_below(rng, 20));
	pty_pump(pty, (int)rng_below(rng, 4));
}

static bool
has_page(struct pty *pty)
{
	return pty->is_alternate && pty_has_text(pty, -1, "words to read");
}

static bool
is_over(struct pty *pty)
{
	return pty->is_ended || (pty->is_ended = waitpid(pty->pid, &pty->status, WNOHANG) == pty->pid);
}

/* Type KEYS until it IS_DONE: a stop drops what was typed and not read. */
static void
type_until(struct pty *pty, const char *keys, bool (*is_done)(struct pty *))
{
	uint64_t end_ns = clock_monotonic_ns() + PTY_DEADLINE_MS * NS_PER_MS;

	while (!is_done(pty)) {
		assert_true(clock_monotonic_ns() < end_ns);
		pty_send_c(pty, keys);
		while (pty_pump(pty, AGAIN_MS))
			;
	}
}

/* Nobody told it to go: it is there again, sleeps, and ends by a key. */
static void
assert_alive(struct pty *pty, int pid)
{
	int shell = pty->pid;

	pty_resize(pty, WIDTH, HEIGHT);
	type_until(pty, "\r", has_page); /* which ends the editor, and does nothing on the page */
	pty->pid = pid;
	assert_true(pty_wait_quiet(pty));
	pty->pid = shell;
	type_until(pty, "q", is_over);
}

static void
storm(struct rng *rng)
{
	static const char job[] = "set -m; sh -c 'echo program $$ .; exec \"$0\" \"$1\"' \"$@\"; "
				  "while [ $? -gt 128 ]; do fg >/dev/null; done; exit 0";
	static const char editor[] = "trap 'exit 0' HUP\necho editing\nread line\nexit 0\n";
	static const int orders[] = { 0, SIGTERM, SIGHUP, SIGINT };
	int order = orders[rng_below(rng, ARRAY_LEN(orders))];
	struct scene scene;
	struct pty *pty = &scene.pty;

	open_scene(&scene, editor, rng_below(rng, 2) ? job : NULL);
	int pid = program_pid(pty);

	if (rng_below(rng, 2)) {
		pty_send_c(pty, "e");
		assert_true(pty_wait_bytes(pty, 0, "editing"));
	}
	for (uint64_t left = 1 + rng_below(rng, GUSTS); left > 0; left--)
		blow(pty, pid, rng);
	if (order)
		kill(pid, order);
	kill(pid, SIGCONT);
	if (order)
		assert_true(pty_wait_exit(pty));
	else
		assert_alive(pty, pid);
	assert_put_back(pty);
	close_scene(&scene);
}

/* Whatever comes, it ends when it is told to and only then, and the terminal is as it was. SEED=number: once more. */
static void
signal__storm__ends_only_what_was_told_to(void **state)
{
	const char *text = getenv("SEED");
	uint64_t seed = text ? strtoull(text, NULL, 10) : clock_monotonic_ns();

	(void)state;
	for (int i = 0; i < (text ? 1 : STORMS); i++, seed++) {
		struct rng rng;

		print_message("# SEED=%llu\n", (unsigned long long)seed);
		rng_init(&rng, seed);
		storm(&rng);
	}
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(signal__continued_before_the_editor_and_told_to_go__leaves_the_terminal_alone),
		cmocka_unit_test(signal__ctrl_c_in_the_editor__is_the_editors),
		cmocka_unit_test(signal__stop_with_an_editor__is_one_job),
		cmocka_unit_test(signal__told_to_go_while_stopped__ends),
		cmocka_unit_test(signal__told_to_go_as_the_editor_begins__ends),
		cmocka_unit_test(signal__told_to_go_after_sigstop__ends),
		cmocka_unit_test(signal__storm__ends_only_what_was_told_to),
	};

	pty_find_program(argc > 1 ? argv[1] : NULL, "notes-tui", program, sizeof(program));
	return cmocka_run_group_tests(tests, NULL, NULL);
}
