/*
 * Types into a program on a pseudo-terminal of 160x45 as fast as a fast typist, whatever the program does meanwhile:
 *
 *	bench_typing KEYS RATE SETUP ANSWER -- NAME COMMAND…
 *		SETUP is typed first ("\r" is enter, "\e" begins a sequence that ends with a capital), then KEYS
 *		letters, RATE a second. Prints from a key to the screen that shows it: median, 99th percentile, worst;
 *		keys that were not shown before the next one; a key's share of what the program's main thread worked,
 *		and waited for a processor that others had; with NOTES_TUI_STALLS=FILE the longest turn of the
 *		program's loop (under 5 ms none is written down); peak memory. ANSWER is waited for at the end, from
 *		the last key: "" is none.
 *
 * libvterm reads along and says what is shown, so the terminal's own work is in the times.
 */
#include "measure.h"

#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <vterm.h>

enum {
	ROWS = 45,
	COLS = 160,
	KEYS_MAX = 10000,
	TAIL = 12, /* so many of the last letters are looked for */
	SETTLE_MS = 150,
	ANSWER_MS = 60000
};

static VTerm *terminal;
static char typed[KEYS_MAX + 1];

static bool
is_shown(const char *wanted)
{
	char text[COLS * 8];

	for (int row = 0; row < ROWS; row++) {
		VTermRect rect = { row, row + 1, 0, COLS };
		size_t len = vterm_screen_get_text(vterm_obtain_screen(terminal), text, sizeof(text), rect);

		if (memmem(text, len, wanted, strlen(wanted)))
			return true;
	}
	return false;
}

/* Feed what comes until WANTED is shown or it is UNTIL_MS; NULL: only until then. When it was shown; 0: it was not. */
static double
watch(int fd, const char *wanted, double until_ms)
{
	char bytes[65536];

	for (double now = now_ms(); now < until_ms; now = now_ms()) {
		struct pollfd ready = { .fd = fd, .events = POLLIN };

		if (poll(&ready, 1, (int)(until_ms - now) + 1) <= 0)
			continue;
		ssize_t len = read(fd, bytes, sizeof(bytes));

		if (len <= 0)
			return 0;
		vterm_input_write(terminal, bytes, (size_t)len);
		if (wanted && is_shown(wanted))
			return now_ms();
	}
	return 0;
}

/* A key at a time; what begins with \e ends with a letter. */
static void
type_setup(int fd, const char *keys)
{
	while (*keys) {
		char key[32];
		size_t len = 0;
		bool is_sequence = keys[0] == '\\' && keys[1] == 'e';

		do {
			key[len] = *keys++;
			if (key[len] == '\\' && *keys) {
				char letter = *keys++;

				key[len] = letter == 'r' ? '\r' : letter == 'e' ? '\033' : letter;
			}
			len++;
		} while (is_sequence && *keys && len < sizeof(key) && !(key[len - 1] >= 'A' && key[len - 1] <= 'Z'));
		if (write(fd, key, len) != (ssize_t)len)
			return;
		watch(fd, NULL, now_ms() + SETTLE_MS);
	}
}

static long
peak_kib(pid_t pid)
{
	char path[64], line[256];
	long value = -1;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	FILE *file = fopen(path, "re");

	while (file && fgets(line, sizeof(line), file))
		if (strncmp(line, "VmHWM:", 6) == 0)
			value = strtol(line + 6, NULL, 10);
	if (file)
		fclose(file);
	return value;
}

/* What the main thread has worked, and what it has waited for a processor, in ms. */
static void
read_schedule(pid_t pid, double *worked, double *waited)
{
	char path[64];
	unsigned long long worked_ns = 0, waited_ns = 0;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/schedstat", (int)pid, (int)pid);
	FILE *file = fopen(path, "re");

	if (file && fscanf(file, "%llu %llu", &worked_ns, &waited_ns) != 2)
		worked_ns = waited_ns = 0;
	if (file)
		fclose(file);
	*worked = (double)worked_ns / 1e6;
	*waited = (double)waited_ns / 1e6;
}

static void
print_stalls(void)
{
	const char *path = getenv("NOTES_TUI_STALLS");
	FILE *file = path ? fopen(path, "re") : NULL;
	unsigned long worst = 0, turn;
	int count = 0;

	while (file && fscanf(file, "%lu", &turn) == 1) {
		worst = turn > worst ? turn : worst;
		count++;
	}
	if (file)
		fclose(file);
	if (path && !count)
		printf(" turns_of_5_ms=0");
	else if (path)
		printf(" turns_of_5_ms=%d longest_turn_ms=%.1f", count, (double)worst / 1000);
}

static int
measure(int keys, double rate, const char *setup, const char *answer, const char *name, char **command)
{
	static double times[KEYS_MAX];
	struct winsize size = { .ws_row = ROWS, .ws_col = COLS };
	int fd, late = 0;
	pid_t pid = forkpty(&fd, NULL, NULL, &size);

	if (pid == 0) {
		step_below();
		execvp(command[0], command);
		_exit(127);
	}
	terminal = vterm_new(ROWS, COLS);
	vterm_set_utf8(terminal, 1);
	vterm_screen_enable_altscreen(vterm_obtain_screen(terminal), 1);
	vterm_screen_reset(vterm_obtain_screen(terminal), 1);
	watch(fd, NULL, now_ms() + 1000);
	type_setup(fd, setup);
	if (getenv("NOTES_TUI_STALLS") && truncate(getenv("NOTES_TUI_STALLS"), 0) != 0)
		perror(getenv("NOTES_TUI_STALLS")); /* the start is not what is measured */

	double start = now_ms(), last = start, worked, waited, worked_at_start, waited_at_start;

	read_schedule(pid, &worked_at_start, &waited_at_start);

	for (int i = 0; i < keys; i++) {
		double due = start + (i + 1) * 1000 / rate, shown;

		typed[i] = (char)('a' + i * 7 % 26);
		last = now_ms();
		if (write(fd, typed + i, 1) != 1)
			return 1;
		shown = watch(fd, typed + (i < TAIL ? 0 : i - TAIL + 1), due);
		if (!shown) {
			late++;
			shown = due; /* at least */
		}
		times[i] = shown - last;
		if (i + 1 < keys)
			watch(fd, NULL, due);
	}
	read_schedule(pid, &worked, &waited);
	qsort(times, (size_t)keys, sizeof(*times), compare_doubles);
	printf("%-34s keys=%d median_ms=%.2f p99_ms=%.2f worst_ms=%.2f late=%d", name, keys, times[keys / 2],
	       times[(keys - 1) * 99 / 100], times[keys - 1], late);
	printf(" worked_ms=%.2f waited_ms=%.2f", (worked - worked_at_start) / keys, (waited - waited_at_start) / keys);
	if (*answer) {
		double shown = is_shown(answer) ? now_ms() : watch(fd, answer, now_ms() + ANSWER_MS);

		printf(shown > 0 ? " answer_ms=%.0f" : " answer=none", shown - last);
	}
	printf(" peak_mib=%ld", peak_kib(pid) / 1024);
	kill(pid, SIGTERM);
	watch(fd, NULL, now_ms() + SETTLE_MS);
	close(fd);
	waitpid(pid, NULL, 0);
	print_stalls();
	printf("\n");
	vterm_free(terminal);
	return 0;
}

int
main(int argc, char **argv)
{
	int keys = argc > 7 ? atoi(argv[1]) : 0;
	double rate = argc > 7 ? atof(argv[2]) : 0;

	if (keys < 1 || keys > KEYS_MAX || rate <= 0 || strcmp(argv[5], "--") != 0) {
		fprintf(stderr, "usage: bench_typing KEYS RATE SETUP ANSWER -- NAME COMMAND…\n");
		return 2;
	}
	setenv("TERM", "xterm-256color", 1);
	setenv("COLORTERM", "truecolor", 1);
	return measure(keys, rate, argv[3], argv[4], argv[6], argv + 7);
}
