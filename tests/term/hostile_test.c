/*
 * The program on a terminal, driven through notes made to be slow, big or harmful: it is never late, stays small and
 * sends nothing but its own sequences. Lateness is CPU time of the loop's thread as base/loop_stall.h writes it down;
 * what a neighbour takes from the processor can be in it, so only what is late each time is late. NOTE=name runs one
 * note; VERBOSE=1 prints what each took.
 */
#include "term/harm.h"
#include "term/hostile_notes.h"
#include "term/pty.h"

#include "support/temp.h"
#include "support/test.h"

#include <sys/wait.h>

/* Sanitizers make everything some times slower and bigger: there only the bytes and their own reports count. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define IS_MEASURED false
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define IS_MEASURED false
#endif
#endif
#ifndef IS_MEASURED
#define IS_MEASURED true
#endif

#define ESC           "\033[27u" /* needs no timer to be told from alt */
#define LATE_MAX_US   50000
#define LATE_TRIES    3
#define MEMORY_MAX_KB (256 * 1024)

static char program[4096];

struct session {
	struct pty pty;
	const char *name;
	char *dir, *stalls; /* a course of its own; the file of long turns */
	long stalls_at;
	long late_us, memory_kb; /* the worst so far */
	char late_keys[24];
	int typed;
};

static void
settle(struct session *session)
{
	if (!pty_wait_quiet(&session->pty))
		fail_msg("%s: it never came to rest", session->name);
}

/* The long turns since the last look belong to KEYS. */
static void
read_stalls(struct session *session, const char *keys)
{
	FILE *file = fopen(session->stalls, "r");
	long us;

	if (!file)
		return;
	fseek(file, session->stalls_at, SEEK_SET);
	while (fscanf(file, "%ld", &us) == 1)
		if (us > session->late_us) {
			session->late_us = us;
			snprintf(session->late_keys, sizeof(session->late_keys), "%s” (%d", keys, session->typed);
		}
	session->stalls_at = ftell(file);
	fclose(file);
}

static void
read_memory(struct session *session)
{
	char path[64], line[256];

	snprintf(path, sizeof(path), "/proc/%d/status", session->pty.pid);
	FILE *file = fopen(path, "r");

	while (file && fgets(line, sizeof(line), file))
		if (sscanf(line, "VmHWM: %ld", &session->memory_kb) == 1)
			break;
	if (file)
		fclose(file);
}

static void
type(struct session *session, const char *keys)
{
	session->typed++;
	pty_send_c(&session->pty, keys);
	settle(session);
	read_stalls(session, keys);
}

static void
assert_harmless(struct session *session)
{
	struct str bytes = str_buf_str(&session->pty.bytes);
	struct str_buf why = { 0 };

	if (harm_find(bytes, &why))
		fail_msg("%s: %s", session->name, str_buf_c(&why));
	for (size_t i = 0; hostile_needles[i]; i++)
		if (str_find(bytes, str_of_c(hostile_needles[i])) != STR_NONE)
			fail_msg("%s: hostile bytes %zu reached the terminal", session->name, i);
	str_buf_fini(&why);
}

static void
init_session(struct session *session, const char *name)
{
	*session = (struct session){ .name = name, .dir = temp_dir_new() };
	session->stalls = temp_path(session->dir, "stalls");
	temp_write(session->dir, "course/zz.md", STR("# 2018-11-29 quiet\n\nwords\n"));
}

/* COURSE: its name in the session's directory. */
static void
open_session(struct session *session, const char *course_name)
{
	struct str_buf home = { 0 }, stalls = { 0 };
	char *course = temp_path(session->dir, course_name);

	str_buf_printf(&home, "HOME=%s", session->dir);
	str_buf_printf(&stalls, "NOTES_TUI_STALLS=%s", session->stalls);
	const char *argv[] = { program, course, NULL };
	const char *env[] = { str_buf_c(&home),
			      str_buf_c(&stalls),
			      "COLORTERM=truecolor",
			      "XDG_CONFIG_HOME",
			      "XDG_DATA_HOME",
			      "XDG_STATE_HOME",
			      NULL };

	pty_open(&session->pty, &(struct pty_options){ .argv = argv, .env = env, .width = 120, .height = 36 });
	if (!pty_wait_bytes(&session->pty, 0, "\033[?2026l"))
		fail_msg("%s: no first screen", session->name);
	settle(session);
	read_stalls(session, "start");
	str_buf_fini(&home);
	str_buf_fini(&stalls);
	free(course);
}

static bool
is_over(const struct pty *pty)
{
	siginfo_t info = { 0 };

	return waitid(P_PID, (id_t)pty->pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == pty->pid;
}

static void
close_session(struct session *session)
{
	read_memory(session);
	for (int i = 0; i < 4 && !is_over(&session->pty); i++) { /* out of what is open, one after the other */
		type(session, ESC);
		type(session, "q");
	}
	if (!pty_wait_exit(&session->pty))
		fail_msg("%s: it does not end", session->name);
	if (!WIFEXITED(session->pty.status) || WEXITSTATUS(session->pty.status) != 0)
		fail_msg("%s: it ended with status %#x", session->name, (unsigned)session->pty.status);
	if (getenv("VERBOSE"))
		fprintf(stderr, "# %-20s %6.1f ms at “%s), %3ld MiB\n", session->name, (double)session->late_us / 1000,
			session->late_keys, session->memory_kb / 1024);
	assert_harmless(session);
	if (IS_MEASURED && session->memory_kb > MEMORY_MAX_KB)
		fail_msg("%s: %ld KiB of memory", session->name, session->memory_kb);
	pty_close(&session->pty);
	temp_dir_free(session->dir);
	free(session->stalls);
}

typedef void use_fn(struct session *session, const void *data);

/* USE opens and closes the session it is given. */
static void
assert_timely(const char *name, use_fn *use, const void *data)
{
	struct session session;
	int tries = 0;

	do {
		init_session(&session, name);
		use(&session, data);
	} while (IS_MEASURED && session.late_us > LATE_MAX_US && ++tries < LATE_TRIES);
	if (tries == LATE_TRIES)
		fail_msg("%s: %ld us late at “%s)", name, session.late_us, session.late_keys);
}

/* Everything a reader does, one after the other. */
static void
use_everything(struct session *session)
{
	static const char *const keys[] = {
		" ",  " ",  " ",      "b",  "j",  "j",  "}",
		"}",  "{",  "G",      "k",  "b",  "gg", "/",
		"a",  "z",  "\177",   "\r", "n",  "n",  "N",
		"?",  " ",  ESC,      ":",  "h",  "e",  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		"a",  ESC,  "f",      "a",  "b",  ESC,  "o",
		"o",  "\r", "\033[C", ESC,  "P",  " ",  "}",
		"a",  "b",  "q",      "m",  "]",  "[",  "G",
		"\t", "j",  "G",      "gg", "\t", "g",  "g",
	};

	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		type(session, keys[i]);
	for (int width = 20; width <= 200; width += 45) {
		pty_resize(&session->pty, width, 10 + width / 4);
		settle(session);
		read_stalls(session, "resize");
	}
	type(session, ESC);
}

static void
use_note(struct session *session, const void *data)
{
	struct str_buf text = { 0 };

	hostile_write(data, &text);
	temp_write(session->dir, "course/note.md", str_buf_str(&text));
	str_buf_fini(&text);
	open_session(session, "course");
	use_everything(session);
	close_session(session);
}

static void
program__hostile_notes__neither_late_nor_big_nor_harmful(void **state)
{
	const struct hostile_note *note = *state;

	assert_timely(note->name, use_note, note);
}

/*
 * Everything that has a name says something it must not: directories, files, links, titles, topics, presets, settings.
 */
static void
use_hostile_names(struct session *session, const void *data)
{
	struct str_buf words = { 0 }, course = { 0 };
	/* What a file's name may hold: no slash, no NUL. */
	static const char name[] = "\033]0;pwned\a\033[7777m\xc2\x9b"
				   "31m\xe2\x80\xae\xe2\x81\xa6\xe2\x80\x8d\x7f\b\r\n\xff";
	static const char *const files[] = {
		"%s/a %s.md",
		"# 2018-11-0%d t %s\n\nwords %s\n\n- item %s\n\n## h %s\n",
		"%s/%s/deep.md",
		"# 2018-11-1%d t %s\n\nwords %s\n\n[w](%s)\n\n`%s`\n",
		"%s/nodate%s.md",
		"words %d %s %s %s %s\n",
		"%s/bad%s.txt",
		"---\ntitle: \"%d %s\n---\n%s %s %s\n",
		"%s/course.yaml",
		"title: \"%d \\e]0;pwned\\a \\u202e %s%s%s%s\n",
		"%s/topics.yaml",
		"- topic %d: %s %s\n  %s: [%s\n",
		".config/notes-tui/config.yaml",
		"theme: x%d%s\nkeys:\n  %s: %s\n%s: 1\n",
		".config/notes-tui/themes/t%s.yaml",
		"name: t%d%s\nbase00: \"%s\"\n%s%s\n",
		"%s/labs/regex/p%s.yaml",
		"title: \"%d %s\"\npattern: \"%s\"\n%s: %s\n",
	};

	(void)data;
	str_buf_printf(&course, "c %s", name);
	for (size_t i = 0; i < ARRAY_LEN(files); i += 2) {
		struct str_buf path = { 0 }, text = { 0 };
		struct str rest = str_of_c(files[i]), part;
		bool is_first = files[i][0] == '%';

		for (size_t hole = is_first ? 0 : 1; str_next(&rest, '%', &part); hole++) {
			str_buf_append(&path, hole > (is_first ? 0u : 1u) ? str_skip(part, 1) : part);
			if (rest.data)
				str_buf_append_c(&path, hole ? name : str_buf_c(&course));
		}
		rest = str_of_c(files[i + 1]);
		while (str_next(&rest, '%', &part)) {
			str_buf_append(&text, text.len ? str_skip(part, 1) : part);
			if (rest.data && rest.data[0] == 'd')
				str_buf_printf(&text, "%zu", i);
			else if (rest.data)
				str_buf_append_c(&text, hostile_words);
		}
		temp_write(session->dir, str_buf_c(&path), str_buf_str(&text));
		str_buf_fini(&path);
		str_buf_fini(&text);
	}
	str_buf_printf(&words, "%s/%s/dead%s.md", session->dir, str_buf_c(&course), name);
	assert_int_equal(symlink(name, str_buf_c(&words)), 0);
	open_session(session, str_buf_c(&course));
	use_everything(session);
	for (int i = 0; i < 6; i++) {
		static const char *const keys[] = { "]", ":w\r", "/w\r", "fw", ESC, ":h", ESC, "m", "y" };

		for (size_t j = 0; j < ARRAY_LEN(keys); j++)
			type(session, keys[j]);
	}
	close_session(session);
	str_buf_fini(&words);
	str_buf_fini(&course);
}

static void
program__hostile_names__are_never_obeyed(void **state)
{
	(void)state;
	assert_timely("names", use_hostile_names, NULL);
}

/* TEXT is written at the end of the note; it is followed when SHOWN is. */
static void
grow(struct session *session, const char *text, const char *shown)
{
	char *path = temp_path(session->dir, "course/note.md");
	FILE *file = fopen(path, "a");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
	assert_true(pty_wait_text(&session->pty, -1, shown));
	settle(session);
	read_stalls(session, "change");
	free(path);
}

/* Longer than anybody writes: opened at its head, gone to its end, followed while it grows. */
static void
use_four_million_lines(struct session *session, const void *data)
{
	struct str_buf text = { 0 };

	(void)data;
	str_buf_append_c(&text, "# 2018-11-03 long\n\nits beginning\n");
	hostile_repeat(&text, "\n", 4000000);
	str_buf_append_c(&text, "its end so far\n");
	temp_write(session->dir, "course/note.md", str_buf_str(&text));
	str_buf_fini(&text);
	open_session(session, "course");
	assert_true(pty_wait_text(&session->pty, -1, "its beginning"));
	type(session, "G");
	assert_true(pty_wait_text(&session->pty, -1, "▌ its end so far")); /* gone to though it was not there yet */
	grow(session, "# Newly written\n", "Newly written");
	assert_true(pty_wait_text(&session->pty, -1, "▌ its end so far"));
	close_session(session);
}

static void
program__four_million_lines__come_and_are_followed_in_short_turns(void **state)
{
	(void)state;
	assert_timely("four million lines", use_four_million_lines, NULL);
}

/* All on one day, which must be counted, and gone through when the open one is looked for again. */
static void
use_a_million_lessons(struct session *session, const void *data)
{
	static const char *const keys[] = { "j", "]", "\t", "j", "G", "gg", "\t", ":", "h", ESC };
	struct str_buf text = { 0 };

	(void)data;
	hostile_repeat(&text, "## 2018-01-01 lesson\n\n", 1000000);
	temp_write(session->dir, "course/note.md", str_buf_str(&text));
	str_buf_fini(&text);
	open_session(session, "course");
	assert_true(pty_wait_text(&session->pty, -1, "/1000001"));
	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		type(session, keys[i]);
	grow(session, "# 2018-01-02 Newly written\n", "/1000002");
	close_session(session);
}

static void
program__a_million_lessons__come_and_are_followed_in_short_turns(void **state)
{
	(void)state;
	assert_timely("a million lessons", use_a_million_lessons, NULL);
}

int
main(int argc, char **argv)
{
	struct CMUnitTest tests[192] = { 0 };
	char names[192][96];
	const char *only = getenv("NOTE");
	size_t count = 0;

	pty_find_program(argc > 1 ? argv[1] : NULL, "notes-tui", program, sizeof(program));
	if (!only) {
		tests[count++] = (struct CMUnitTest)cmocka_unit_test(program__hostile_names__are_never_obeyed);
		tests[count++] = (struct CMUnitTest)cmocka_unit_test(
			program__four_million_lines__come_and_are_followed_in_short_turns);
		tests[count++] = (struct CMUnitTest)cmocka_unit_test(
			program__a_million_lessons__come_and_are_followed_in_short_turns);
	}
	const struct hostile_note *note;

	for (size_t i = 0; (note = hostile_note_at(i)) && count < ARRAY_LEN(tests); i++) {
		if (only && strcmp(only, note->name) != 0)
			continue;
		snprintf(names[count], sizeof(names[count]), "program__hostile_notes__%s", note->name);
		tests[count] = (struct CMUnitTest){
			.name = names[count],
			.test_func = program__hostile_notes__neither_late_nor_big_nor_harmful,
			.initial_state = (void *)(uintptr_t)note,
		};
		count++;
	}
	if (note) {
		fprintf(stderr, "there is room for %zu tests only\n", ARRAY_LEN(tests));
		return 1;
	}
	return _cmocka_run_group_tests("hostile", tests, count, NULL, NULL);
}
