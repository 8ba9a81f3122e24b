/* The screen as a terminal sees it: what is drawn, in which colours, on which terminals, at which sizes. */
#include "demo.h"

#include "base/alloc.h"

#include <stdio.h>
#include <sys/wait.h>

static void
screen__open__says_what_is_wrong(void **state)
{
	static const struct {
		const char *const env[3];
		const char *words;
	} rows[] = {
		{ { "TERM=dumb" }, "notes-tui show" },
		{ { "TERM" }, "TERM is not set" },
		{ { "TERM=" }, "TERM is not set" },
		{ { "TERM=no-such-thing" }, "no-such-thing" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct pty pty;

		demo_open(&pty, rows[i].env);
		assert_true(pty_wait_exit(&pty));
		assert_int_equal(WIFEXITED(pty.status) ? WEXITSTATUS(pty.status) : -1, 2);
		assert_true(pty_has_bytes(&pty, 0, rows[i].words));
		assert_false(pty_has_bytes(&pty, 0, "\033"));
		assert_true(pty_is_cooked(&pty));
		pty_close(&pty);
	}
}

static void
screen__open__works_on_many_terminals(void **state)
{
	static const char *const rows[][4] = {
		{ "TERM=vt100" },
		{ "TERM=linux" },
		{ "TERM=xterm" },
		{ "TERM=screen-256color" },
		{ "TERM=tmux-256color", "COLORTERM=truecolor" },
		{ "TERM=xterm-ghostty-from-the-future" },
		{ "TERM=xterm-direct" },
		{ "TERM=xterm-256color", "LC_ALL=C" },
		{ "TERM=xterm-256color", "LC_ALL=POSIX", "LANG" },
		{ "TERM=vt100", "COLORTERM=truecolor" },
		{ "TERM=rxvt" },
		{ "TERM=ansi" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct pty pty;

		print_message("# %s %s\n", rows[i][0], rows[i][1] ? rows[i][1] : "");
		demo_open(&pty, rows[i]);
		assert_true(pty_wait_text(&pty, 0, "demo 80x24"));
		assert_true(pty_wait_text(&pty, 23, "row 23 中文 text"));
		pty_send_c(&pty, "\033[A");
		assert_true(pty_wait_text(&pty, 1, "up"));
		pty_send_c(&pty, "q");
		assert_true(pty_wait_exit(&pty));
		demo_assert_restored(&pty);
		pty_close(&pty);
	}
}

static void
screen__colors__follow_the_environment(void **state)
{
	static const struct {
		const char *const env[4];
		const char *has, *has_not[3];
	} rows[] = {
		{ { "COLORTERM=truecolor" }, "\033[38;2;", { "\033[38;5;", "38;2;0;0;0m", "48;2;0;0;0m" } },
		{ { "COLORTERM=24bit" }, "\033[38;2;", { "\033[38;5;" } },
		{ { "TERM=xterm-256color" }, "\033[38;5;", { "\033[38;2;" } },
		{ { "TERM=xterm" }, "\033[3", { "\033[38;" } },
		{ { "NO_COLOR=1", "COLORTERM=truecolor" }, "7m", { "\033[38;", "\033[31m", "\033[48;" } },
		{ { "NO_COLOR=" }, "\033[38;5;", { NULL } },
		{ { "DEMO_COLORS=true" }, "\033[38;2;", { NULL } },
		{ { "DEMO_COLORS=16" }, "\033[3", { "\033[38;2;", "\033[38;5;2" } },
		{ { "DEMO_COLORS=none", "COLORTERM=truecolor" }, "demo", { "\033[38;" } },
		{ { "TERM=vt100" }, "demo", { "\033[38;", "\033[31m", "\033[39" } },
		{ { "STY=1.pts", "TERM=screen", "COLORTERM=truecolor" }, "demo", { "\033[38;2" } },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct pty pty;

		demo_open_ready(&pty, rows[i].env);
		pty_send_c(&pty, "q");
		assert_true(pty_wait_exit(&pty));
		if (!pty_has_bytes(&pty, 0, rows[i].has))
			fail_msg("row %zu: “%s” is missing", i, rows[i].has + 1);
		for (size_t j = 0; j < ARRAY_LEN(rows[i].has_not) && rows[i].has_not[j]; j++)
			if (pty_has_bytes(&pty, 0, rows[i].has_not[j]))
				fail_msg("row %zu: “%s” was written", i, rows[i].has_not[j] + 1);
		pty_close(&pty);
	}
}

static void
screen__present__hostile_text_never_reaches_the_terminal(void **state)
{
	static const char *const forbidden[] = { "\033[31mred",  "pwned", "\xc2\x9b", "\xe2\x80\xae", "\xe2\x81\xa6",
						 "\xef\xbb\xbf", "\b",    "\x7f",     "\xff" };
	struct pty pty;

	(void)state;
	demo_open_ready(&pty, NULL);
	size_t from = pty.bytes.len;

	pty_send_c(&pty, "H");
	assert_true(pty_wait_text(&pty, 2, "page H"));
	assert_true(pty_wait_text(&pty, 23, "red"));
	for (size_t i = 0; i < ARRAY_LEN(forbidden); i++) {
		if (i == 1) /* as visible text it is fine: the command is not */
			assert_false(pty_has_bytes(&pty, from, "\033]0;pwned"));
		else if (pty_has_bytes(&pty, from, forbidden[i]))
			fail_msg("hostile bytes %zu reached the terminal", i);
	}
	pty_close(&pty);
}

static void
screen__present__wide_characters_fill_the_last_column(void **state)
{
	struct pty pty;

	(void)state;
	demo_open_ready(&pty, NULL);
	for (int width = 80; width >= 77; width--) {
		if (width < 80)
			pty_resize(&pty, width, 24);
		pty_send_c(&pty, "W");
		char title[32];

		snprintf(title, sizeof(title), "demo %dx24", width);
		assert_true(pty_wait_text(&pty, 0, title));
		assert_true(pty_wait_text(&pty, 23, "宽宽"));
		int even = width % 2 ? width - 1 : width; /* row 4 begins at 0, row 5 at 1 */

		assert_int_equal(pty_cell(&pty, even - 2, 4).chars[0], 0x5BBD);
		assert_int_equal(pty_cell(&pty, even - 2, 4).width, 2);
		assert_int_not_equal(pty_cell(&pty, width - 1, width % 2 ? 4 : 5).chars[0], 0x5BBD);
	}
	pty_close(&pty);
}

static void
screen__present__sends_only_what_changed(void **state)
{
	struct pty pty;

	(void)state;
	demo_open_ready(&pty, NULL);
	while (pty_pump(&pty, 50))
		;
	size_t from = pty.bytes.len;

	pty_send_c(&pty, "x");
	assert_true(pty_wait_text(&pty, 1, "x"));
	while (pty_pump(&pty, 50))
		;
	assert_true(pty.bytes.len - from < 200);
	assert_true(pty_has_bytes(&pty, from, "\033[?2026h"));
	pty_close(&pty);
}

static void
screen__resize__survives_a_storm(void **state)
{
	uint64_t seed = test_seed(), random = seed;
	struct pty pty;
	char title[32];

	(void)state;
	demo_open_ready(&pty, NULL);
	pty_look_away(&pty);
	for (int i = 0; i < 10000; i++) {
		random = random * 6364136223846793005u + 1442695040888963407u;
		pty_resize(&pty, 1 + (int)(random >> 33) % 500, 1 + (int)(random >> 50) % 200);
		if (i % 16 == 0)
			while (pty_pump(&pty, 0))
				;
	}
	pty_resize(&pty, 99, 30);
	while (pty_pump(&pty, 200))
		;
	pty_look_again(&pty, 100, 30);
	snprintf(title, sizeof(title), "demo %dx%d", 100, 30);
	if (!pty_wait_text(&pty, 0, title))
		fail_msg("SEED=%llu", (unsigned long long)seed);
	assert_true(pty_wait_text(&pty, 29, "row 29 中文"));
	pty_send_c(&pty, "q");
	assert_true(pty_wait_exit(&pty));
	demo_assert_restored(&pty);
	pty_close(&pty);
}

static void
screen__input__reaches_the_program(void **state)
{
	static const struct {
		const char *bytes, *words;
	} rows[] = {
		{ "a", "a" },
		{ "\033[1;5C", "ctrl-right" },
		{ "\033", "esc" },
		{ "中", "中" },
		{ "\033x", "alt-x" },
		{ "\033[200~q\033[201~", "paste:1" },
		{ "\033[<0;5;6M", "mouse:0:1@4,5" },
		{ "\033[I", "focus:1" },
		{ "\x03", "ctrl-c" },
		{ "\x1a", "ctrl-z" },
		{ "\x13", "ctrl-s" },
		{ "\x1c", "ctrl-\\" },
	};
	struct pty pty;

	(void)state;
	demo_open_ready(&pty, NULL);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		pty_send_c(&pty, rows[i].bytes);
		assert_true(pty_wait_text(&pty, 1, rows[i].words));
	}
	pty_close(&pty);
}

/* GNU screen keeps ESC to itself while it is asked for the mouse. */
static void
screen__mouse__is_not_asked_for_in_gnu_screen(void **state)
{
	static const struct {
		const char *const env[4];
		bool is_asked;
	} rows[] = {
		{ { "TERM=xterm-256color" }, true },
		{ { "TERM=tmux-256color", "TMUX=/tmp/tmux-0/default,1,0" }, true },
		{ { "TERM=screen-256color", "TMUX=/tmp/tmux-0/default,1,0" }, true },
		{ { "TERM=screen-256color", "STY=1.pts" }, false },
		{ { "TERM=xterm-256color", "STY=1.pts" }, false },
		{ { "TERM=screen" }, false }, /* from another machine */
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct pty pty;

		demo_open_ready(&pty, rows[i].env);
		pty_send_c(&pty, "q");
		assert_true(pty_wait_exit(&pty));
		if (pty_has_bytes(&pty, 0, "\033[?1002h") != rows[i].is_asked)
			fail_msg("row %zu: %s", i, rows[i].is_asked ? "not asked for" : "asked for");
		demo_assert_restored(&pty);
		pty_close(&pty);
	}
}

static void
screen__describe__tells_the_terminal_apart(void **state)
{
	static const struct {
		const char *const env[3];
		const char *words[3];
	} rows[] = {
		{ { "COLORTERM=truecolor" }, { "TERM: xterm-256color", "colors: 16 million", "size: 80x24" } },
		{ { "TERM=xterm" }, { "colors: 8\r", "alternate screen: yes" } },
		{ { "TERM=vt100" }, { "colors: none", "alternate screen: no", "mouse is told: asked" } },
		{ { "STY=1.pts", "TERM=screen" }, { "focus are told: asked", "mouse is told: no" } },
		{ { "TERM=dumb" }, { "cannot move its cursor" } },
		{ { "TERM=a\033[31mb" }, { "TERM: a␛[31mb" } },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const char *argv[] = { demo_path, "describe", NULL };
		struct pty pty;

		pty_open(&pty, &(struct pty_options){ .argv = argv, .env = rows[i].env, .width = 80, .height = 24 });
		assert_true(pty_wait_exit(&pty));
		for (size_t j = 0; j < ARRAY_LEN(rows[i].words) && rows[i].words[j]; j++)
			if (!pty_has_bytes(&pty, 0, rows[i].words[j]))
				fail_msg("row %zu: “%s” is missing in %s", i, rows[i].words[j], str_buf_c(&pty.bytes));
		assert_false(pty_has_bytes(&pty, 0, "\033"));
		pty_close(&pty);
	}
}

static void
screen__osc__copies_base64_and_cleans_titles(void **state)
{
	struct pty pty;

	(void)state;
	demo_open_ready(&pty, NULL);
	pty_send_c(&pty, "CT");
	assert_true(pty_wait_bytes(&pty, 0, "\033]52;c;aMOpbGxvG10=\a"));
	assert_true(pty_wait_bytes(&pty, 0, "\033]2;a"));
	assert_true(pty_wait_bytes(&pty, 0, "b␇中\a"));
	assert_false(pty_has_bytes(&pty, 0, "\033]0;b"));
	pty_close(&pty);
}

static void
screen__probe__believes_the_answer_when_it_comes(void **state)
{
	const char *argv[] = { demo_path, NULL };
	struct pty pty;

	(void)state;
	pty_open(&pty, &(struct pty_options){ .argv = argv, .width = 80, .height = 24, .is_silent = true });
	assert_true(pty_wait_text(&pty, 0, "wide 0 scale 0"));
	pty_send_c(&pty, "\033[2;3R\033[2;3R");
	assert_true(pty_wait_text(&pty, 0, "wide 1 scale 1"));
	assert_true(pty_wait_text(&pty, 3, "text * -")); /* no ambiguous character is sent any more */
	pty_close(&pty);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(screen__open__says_what_is_wrong),
		cmocka_unit_test(screen__open__works_on_many_terminals),
		cmocka_unit_test(screen__colors__follow_the_environment),
		cmocka_unit_test(screen__present__hostile_text_never_reaches_the_terminal),
		cmocka_unit_test(screen__present__wide_characters_fill_the_last_column),
		cmocka_unit_test(screen__present__sends_only_what_changed),
		cmocka_unit_test(screen__resize__survives_a_storm),
		cmocka_unit_test(screen__input__reaches_the_program),
		cmocka_unit_test(screen__mouse__is_not_asked_for_in_gnu_screen),
		cmocka_unit_test(screen__describe__tells_the_terminal_apart),
		cmocka_unit_test(screen__osc__copies_base64_and_cleans_titles),
		cmocka_unit_test(screen__probe__believes_the_answer_when_it_comes),
	};

	demo_find(argc > 1 ? argv[1] : NULL);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
