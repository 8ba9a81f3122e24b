/*
 * Runs commands as a person or a script would and says what they cost, one "key=value" line each: the measuring half of
 * `make bench` (tests/bench/run compares). Several commands take turns, so that what else the machine does meets all of
 * them. Times are in milliseconds, as median/least of all rounds.
 *
 *	bench_run tty ROUNDS KEYS -- NAME COMMAND… [-- NAME COMMAND…]
 *		on a pseudo-terminal of 160x45: to the first full screen, to the last byte of the start, from a key to
 *		the settled screen; peak memory; wake-ups while idle
 *	bench_run await ROUNDS KEYS TEXT -- NAME COMMAND…
 *		the same terminal: from the last of KEYS (typed at once) until TEXT stands on the screen, and until it
 *		has settled
 *	bench_run pipe ROUNDS -- NAME COMMAND… [-- NAME COMMAND…]
 *		with a pipe on stdout: to the first byte and to the end; peak memory
 *
 * A screen is full when as many rows are not blank as on the settled one. libvterm knows what stands on it; it looks
 * when the program has settled, for a reader that dawdles holds up the writer.
 */
#include "measure.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <vterm.h>

#define ROUNDS_MAX   200
#define COMMANDS_MAX 8
#define CHUNKS_MAX   4096
#define BYTES_MAX    (4 << 20)
#define KEYS_A_ROUND 20
#define ROWS         45
#define COLS         160
#define QUIET_MS     120  /* output that pauses this long has settled */
#define START_MS     5000 /* for a first byte */
#define IDLE_MS      3000 /* how long an idle program is watched */

struct times {
	double items[ROUNDS_MAX * KEYS_A_ROUND];
	int count;
};

struct command {
	const char *name;
	char **argv;
	struct times first, settled, key;
	long peak_kib, wakeups;
};

/* What a program wrote, and when each piece came. */
struct recording {
	char bytes[BYTES_MAX];
	size_t len;
	struct {
		double at_ms;
		size_t end; /* of BYTES */
	} chunks[CHUNKS_MAX];
	int chunk_count;
};

static struct recording recording;

static void
add_time(struct times *times, double ms)
{
	if (times->count < (int)(sizeof(times->items) / sizeof(*times->items)))
		times->items[times->count++] = ms;
}

static void
print_times(const char *name, struct times *times)
{
	qsort(times->items, (size_t)times->count, sizeof(*times->items), compare_doubles);
	if (times->count > 0)
		printf(" %s=%.2f/%.2f", name, times->items[times->count / 2], times->items[0]);
}

/* Record until nothing comes for QUIET_MS, or for WAIT_MS before the first byte. False at end of file. */
static bool
settle(int fd, int wait_ms)
{
	recording.len = 0;
	recording.chunk_count = 0;
	for (;;) {
		struct pollfd ready = { .fd = fd, .events = POLLIN };

		if (poll(&ready, 1, recording.chunk_count == 0 ? wait_ms : QUIET_MS) == 0)
			return true;
		if (recording.len == BYTES_MAX || recording.chunk_count == CHUNKS_MAX)
			return false;
		ssize_t len = read(fd, recording.bytes + recording.len, BYTES_MAX - recording.len);

		if (len <= 0)
			return false;
		recording.len += (size_t)len;
		recording.chunks[recording.chunk_count].at_ms = now_ms();
		recording.chunks[recording.chunk_count++].end = recording.len;
	}
}

static double
last_ms(double start)
{
	return recording.chunk_count > 0 ? recording.chunks[recording.chunk_count - 1].at_ms - start : 0;
}

static VTerm *
new_terminal(void)
{
	VTerm *terminal = vterm_new(ROWS, COLS);

	vterm_set_utf8(terminal, 1);
	vterm_screen_enable_altscreen(vterm_obtain_screen(terminal), 1);
	vterm_screen_reset(vterm_obtain_screen(terminal), 1);
	return terminal;
}

/* A row as UTF-8. */
static size_t
read_row(VTerm *terminal, int row, char text[COLS * 8])
{
	VTermRect rect = { row, row + 1, 0, COLS };

	return vterm_screen_get_text(vterm_obtain_screen(terminal), text, (size_t)COLS * 8, rect);
}

static int
count_rows(VTerm *terminal)
{
	char text[COLS * 8];
	int count = 0;

	for (int row = 0; row < ROWS; row++) {
		size_t len = read_row(terminal, row, text);

		for (size_t i = 0; i < len; i++)
			if (text[i] != ' ') {
				count++;
				break;
			}
	}
	return count;
}

static bool
shows(VTerm *terminal, const char *wanted)
{
	char text[COLS * 8];

	for (int row = 0; row < ROWS; row++)
		if (memmem(text, read_row(terminal, row, text), wanted, strlen(wanted)))
			return true;
	return false;
}

/* Feed the recording to TERMINAL until IS_THERE; when that piece came, or the last one. */
static double
play(VTerm *terminal, bool (*is_there)(VTerm *, const void *), const void *ctx)
{
	size_t start = 0;

	for (int i = 0; i < recording.chunk_count; i++) {
		vterm_input_write(terminal, recording.bytes + start, recording.chunks[i].end - start);
		start = recording.chunks[i].end;
		if (is_there(terminal, ctx))
			return recording.chunks[i].at_ms;
	}
	return 0;
}

static bool
is_full(VTerm *terminal, const void *rows)
{
	return count_rows(terminal) >= *(const int *)rows;
}

static bool
is_shown(VTerm *terminal, const void *text)
{
	return shows(terminal, text);
}

static bool
never(VTerm *terminal, const void *ctx)
{
	(void)terminal, (void)ctx;
	return false;
}

static double
first_full_screen_ms(void)
{
	VTerm *terminal = new_terminal();

	play(terminal, never, NULL);
	int rows = count_rows(terminal);

	vterm_free(terminal);
	terminal = new_terminal();
	double at_ms = play(terminal, is_full, &rows);

	vterm_free(terminal);
	return at_ms;
}

/* A number behind NAME in /proc/PID/status. */
static long
read_status(pid_t pid, const char *name)
{
	char path[64], line[256];
	long value = -1;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	FILE *file = fopen(path, "re");

	if (!file)
		return -1;
	while (fgets(line, sizeof(line), file))
		if (strncmp(line, name, strlen(name)) == 0 && line[strlen(name)] == ':')
			value = strtol(line + strlen(name) + 1, NULL, 10);
	fclose(file);
	return value;
}

static pid_t
start_on_tty(char **argv, int *fd)
{
	struct winsize size = { .ws_row = ROWS, .ws_col = COLS };
	pid_t pid = forkpty(fd, NULL, NULL, &size);

	if (pid == 0) {
		step_below();
		execvp(argv[0], argv);
		_exit(127);
	}
	return pid;
}

static void
stop_on_tty(pid_t pid, int fd)
{
	if (write(fd, "q", 1) == 1)
		settle(fd, QUIET_MS);
	kill(pid, SIGTERM);
	close(fd);
	waitpid(pid, NULL, 0);
}

static void
time_keys(struct command *command, int fd, const char *keys)
{
	for (const char *key = keys; *key; key++)
		for (int i = 0; i < KEYS_A_ROUND; i++) {
			double start = now_ms();

			if (write(fd, key, 1) != 1 || !settle(fd, QUIET_MS))
				return;
			if (recording.chunk_count > 0)
				add_time(&command->key, last_ms(start));
		}
}

static void
watch_idle(struct command *command, pid_t pid)
{
	long before = read_status(pid, "voluntary_ctxt_switches");
	struct timespec pause = { IDLE_MS / 1000, 0 };

	nanosleep(&pause, NULL);
	command->wakeups = read_status(pid, "voluntary_ctxt_switches") - before;
	command->peak_kib = read_status(pid, "VmHWM");
}

static bool
round_tty(struct command *command, const char *keys, bool is_first, bool is_last)
{
	double start = now_ms();
	int fd;
	pid_t pid = start_on_tty(command->argv, &fd);

	if (!settle(fd, START_MS) || recording.chunk_count == 0) {
		fprintf(stderr, "bench_run: %s ended at once\n", command->argv[0]);
		return false;
	}
	add_time(&command->settled, last_ms(start));
	add_time(&command->first, first_full_screen_ms() - start);
	if (is_first)
		time_keys(command, fd, keys);
	if (is_last)
		watch_idle(command, pid);
	stop_on_tty(pid, fd);
	return true;
}

static bool
round_await(struct command *command, const char *keys, const char *text)
{
	int fd;
	pid_t pid = start_on_tty(command->argv, &fd);
	VTerm *terminal = new_terminal();
	bool is_good = settle(fd, START_MS);

	if (is_good) {
		play(terminal, never, NULL);

		double start = now_ms();

		is_good = write(fd, keys, strlen(keys)) == (ssize_t)strlen(keys) && settle(fd, QUIET_MS);
		double at_ms = play(terminal, is_shown, text);

		if (at_ms > 0)
			add_time(&command->first, at_ms - start);
		else
			is_good = false;
		add_time(&command->settled, last_ms(start));
	}
	if (!is_good)
		fprintf(stderr, "bench_run: %s did not show %s\n", command->argv[0], text);
	vterm_free(terminal);
	stop_on_tty(pid, fd);
	return is_good;
}

static bool
round_pipe(struct command *command)
{
	char buffer[65536];
	int fds[2];
	struct rusage usage;
	double start = now_ms(), first = 0;

	if (pipe2(fds, O_CLOEXEC) != 0)
		return false;
	pid_t pid = fork();

	if (pid == 0) {
		dup2(fds[1], 1);
		step_below();
		execvp(command->argv[0], command->argv);
		_exit(127);
	}
	close(fds[1]);
	while (read(fds[0], buffer, sizeof(buffer)) > 0)
		if (first == 0)
			first = now_ms() - start;
	close(fds[0]);
	wait4(pid, NULL, 0, &usage);
	add_time(&command->first, first);
	add_time(&command->settled, now_ms() - start);
	if (usage.ru_maxrss > command->peak_kib)
		command->peak_kib = usage.ru_maxrss;
	return true;
}

/* Behind each "--": a name and a command. */
static int
split_commands(char **argv, struct command *commands)
{
	int count = 0;

	for (char **at = argv; *at; at++) {
		if (strcmp(*at, "--") != 0)
			continue;
		*at = NULL;
		if (count == COMMANDS_MAX || !at[1] || !at[2])
			return 0;
		commands[count].name = at[1];
		commands[count++].argv = at + 2;
	}
	return count;
}

int
main(int argc, char **argv)
{
	static struct command commands[COMMANDS_MAX];
	int count = split_commands(argv, commands), rounds = argc > 2 && argv[2] ? atoi(argv[2]) : 0;
	bool is_tty = argc > 3 && !strcmp(argv[1], "tty") && argv[3];
	bool is_await = argc > 4 && !strcmp(argv[1], "await") && argv[3] && argv[4];
	bool is_pipe = argc > 2 && !strcmp(argv[1], "pipe");

	if ((!is_tty && !is_await && !is_pipe) || count == 0 || rounds < 1 || rounds > ROUNDS_MAX) {
		fprintf(stderr,
			"usage: bench_run tty ROUNDS KEYS | await ROUNDS KEYS TEXT | pipe ROUNDS -- NAME COMMAND…\n");
		return 2;
	}
	setenv("TERM", "xterm-256color", 1);
	setenv("COLORTERM", "truecolor", 1);
	for (int round = 0; round < rounds; round++)
		for (int i = 0; i < count; i++) {
			bool is_good = is_tty     ? round_tty(&commands[i], argv[3], round == 0, round == rounds - 1)
				       : is_await ? round_await(&commands[i], argv[3], argv[4])
						  : round_pipe(&commands[i]);

			if (!is_good)
				return 1;
		}
	for (int i = 0; i < count; i++) {
		struct command *command = &commands[i];

		printf("%-30s", command->name);
		print_times("first", &command->first);
		print_times(is_pipe ? "end" : "settled", &command->settled);
		print_times("key", &command->key);
		if (command->peak_kib)
			printf(" peak_kib=%ld", command->peak_kib);
		if (is_tty)
			printf(" wakeups=%ld", command->wakeups);
		printf("\n");
	}
	return 0;
}
