/*
 * The labs in the program on a terminal: what is typed into a source is explored, and no key is lost,
 * whatever works meanwhile.
 */
#include "home.h"
#include "pty.h"
#include "support/test.h"

#include "base/alloc.h"

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static char program[4096], note[96];

/* Some million states. */
static const char large[] = "# 2018-11-11 Large\n\n```lab threads\nc, d = 0, 0\nthread P * 7:\n    for _ in range(3):\n"
			    "        c += 1\n        d += 1\n```\n";

static const char queue[] = "# 2018-11-11 Queue\n\n```lab queue\nengine: threads\n```\n";

static void
write_note(const char *name, const char *text)
{
	FILE *file;

	snprintf(note, sizeof(note), "%s/%s", home_path(), name);
	file = fopen(note, "wb");
	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static void
open_program(struct pty *pty, const char *const *argv)
{
	static const char *const env[] = {
		home, "COLORTERM=truecolor", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", NULL
	};

	assert_int_equal(remove_from_home(".local"), 0); /* where the test before stood */
	pty_open(pty, &(struct pty_options){ .argv = argv, .env = env, .width = 120, .height = 40 });
}

static void
close_program(struct pty *pty)
{
	pty_signal(pty, SIGTERM);
	assert_true(pty_wait_exit(pty));
	pty_close(pty);
}

static void
open_preset(struct pty *pty, const char *lab, const char *preset)
{
	const char *argv[] = { program, "--lang", "en", "--lab", lab, "--preset", preset, NULL };

	open_program(pty, argv);
	assert_true(pty_wait_text(pty, -1, "step 0"));
	assert_true(pty_wait_quiet(pty));
}

/* The lab of the note, with all the screen. */
static void
open_note(struct pty *pty)
{
	const char *argv[] = { program, "--lang", "en", note, NULL };

	open_program(pty, argv);
	assert_true(pty_wait_text(pty, -1, "2018"));
	assert_true(pty_wait_quiet(pty));
	pty_send_c(pty, "o\rz");
	assert_true(pty_wait_text(pty, -1, "step 0"));
	assert_true(pty_wait_quiet(pty));
}

/* Typed while millions of states are explored; what is said in the end is of the last text. */
static void
labs_program__typing__ends_with_the_last_texts_answer(void **state)
{
	struct pty pty;

	(void)state;
	write_note("large.md", large);
	open_note(&pty);
	pty_send_c(&pty, "\r");
	assert_true(pty_wait_text(&pty, -1, "what can happen"));
	pty_send_c(&pty, "\033[1;5F# ");
	for (int i = 0; i < 20; i++) {
		pty_send_c(&pty, "some words ");
		pty_pump(&pty, 10);
	}
	assert_true(pty_wait_text(&pty, -1, "exploring"));
	pty_send_c(&pty, "end");
	assert_true(pty_wait_text(&pty, -1, "words end"));
	/* seven threads become one: up three lines to `thread P * 7:` */
	pty_send_c(&pty, "\033[1;5H\033[B\033[F\033[D\177"
			 "1");
	assert_true(pty_wait_text(&pty, -1, "1 schedule"));
	assert_true(pty_wait_text(&pty, -1, "nothing can go wrong"));
	assert_true(pty_wait_quiet(&pty));
	assert_false(pty_has_text(&pty, -1, "exploring"));
	pty_send_c(&pty, "\033");
	assert_true(pty_wait_text(&pty, -1, "step 0"));
	assert_true(pty_wait_text(&pty, -1, "nothing can go wrong"));
	close_program(&pty);
}

/* A real engine takes its time for a step; who presses on meanwhile is not forgotten. */
static void
assert_steps(struct pty *pty)
{
	pty_send_c(pty, "            "); /* twelve */
	assert_true(pty_wait_text(pty, -1, "step 12"));
	pty_send_c(pty, "  ");
	pty_send_c(pty, " ");
	assert_true(pty_wait_text(pty, -1, "step 15"));
	close_program(pty);
}

static void
labs_program__space__is_never_lost(void **state)
{
	struct pty pty;

	(void)state;
	open_preset(&pty, "threads", "lock");
	pty_send_c(&pty, "k");
	assert_true(pty_wait_quiet(&pty));
	assert_steps(&pty);
	open_preset(&pty, "queue", "processes");
	assert_steps(&pty);
	write_note("queue.md", queue);
	open_note(&pty);
	assert_steps(&pty);
}

/* The key row can be clicked: SGR mouse, columns and rows from 1. */
static void
labs_program__click__on_a_hint_is_its_key(void **state)
{
	struct pty pty;

	(void)state;
	open_preset(&pty, "threads", "lost-update");
	assert_true(pty_has_text(&pty, 39, " space step"));
	pty_send_c(&pty, "\033[<0;4;40M\033[<0;4;40m");
	assert_true(pty_wait_text(&pty, -1, "step 1"));
	close_program(&pty);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(labs_program__typing__ends_with_the_last_texts_answer),
		cmocka_unit_test(labs_program__space__is_never_lost),
		cmocka_unit_test(labs_program__click__on_a_hint_is_its_key),
	};

	pty_find_program(argc > 1 ? argv[1] : NULL, "notes-tui", program, sizeof(program));
	return cmocka_run_group_tests(tests, make_home, remove_home);
}
