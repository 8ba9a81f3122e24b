/*
 * Runs a command as a person or a script would and says what it cost, one "key=value" line: the measuring half of
 * `make bench` (tests/bench/run compares).
 *
 *	bench_run tty ROUNDS KEYS -- COMMAND…   on a pseudo-terminal of 160x45: milliseconds to the first full screen and from
 *	                                        a key to the settled screen (medians), peak memory, wake-ups while idle
 *	bench_run pipe ROUNDS -- COMMAND…       with a pipe on stdout: milliseconds to the first byte and to the end, peak memory
 */
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

#define ROUNDS_MAX 200
#define QUIET_MS   120  /* output that pauses this long has settled */
#define IDLE_MS    3000 /* how long an idle program is watched */

static double
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static int
compare_doubles(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
median(double *values, int count)
{
	qsort(values, (size_t)count, sizeof(*values), compare_doubles);
	return count ? values[count / 2] : 0;
}

/* Read until nothing comes for QUIET_MS; when the last byte came, or START if none did. False at end of file. */
static bool
settle(int fd, double start, double *last, size_t *bytes)
{
	char buffer[65536];

	*last = start;
	for (;;) {
		struct pollfd ready = { .fd = fd, .events = POLLIN };

		if (poll(&ready, 1, QUIET_MS) == 0)
			return true;
		ssize_t len = read(fd, buffer, sizeof(buffer));

		if (len <= 0)
			return false;
		*last = now_ms();
		*bytes += (size_t)len;
	}
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
start_on_tty(char **command, int *fd)
{
	struct winsize size = { .ws_row = 45, .ws_col = 160 };
	pid_t pid = forkpty(fd, NULL, NULL, &size);

	if (pid == 0) {
		setenv("TERM", "xterm-256color", 1);
		setenv("COLORTERM", "truecolor", 1);
		execvp(command[0], command);
		_exit(127);
	}
	return pid;
}

static int
run_tty(int rounds, const char *keys, char **command)
{
	static double first[ROUNDS_MAX], key[ROUNDS_MAX];
	long peak_kib = 0, wakeups = 0;
	size_t screen_bytes = 0;
	int key_count = 0;

	for (int round = 0; round < rounds; round++) {
		double start = now_ms(), last;
		size_t bytes = 0;
		int fd;
		pid_t pid = start_on_tty(command, &fd);

		if (!settle(fd, start, &last, &bytes)) {
			fprintf(stderr, "bench_run: %s ended at once\n", command[0]);
			return 1;
		}
		first[round] = last - start;
		screen_bytes = bytes;
		for (const char *k = keys; round == 0 && *k; k++) {
			for (int i = 0; i < 20 && key_count < ROUNDS_MAX; i++) {
				start = now_ms();
				if (write(fd, k, 1) != 1 || !settle(fd, start, &last, &bytes))
					break;
				if (last > start)
					key[key_count++] = last - start;
			}
		}
		if (round == rounds - 1) {
			long before = read_status(pid, "voluntary_ctxt_switches");
			struct timespec pause = { IDLE_MS / 1000, 0 };

			nanosleep(&pause, NULL);
			wakeups = read_status(pid, "voluntary_ctxt_switches") - before;
			peak_kib = read_status(pid, "VmHWM");
		}
		if (write(fd, "q", 1) == 1)
			settle(fd, now_ms(), &last, &bytes);
		kill(pid, SIGTERM);
		close(fd);
		waitpid(pid, NULL, 0);
	}
	printf("first_ms=%.1f key_ms=%.2f peak_kib=%ld wakeups=%ld bytes=%zu\n", median(first, rounds),
	       median(key, key_count), peak_kib, wakeups, screen_bytes);
	return 0;
}

static int
run_pipe(int rounds, char **command)
{
	static double first[ROUNDS_MAX], total[ROUNDS_MAX];
	long peak_kib = 0;

	for (int round = 0; round < rounds; round++) {
		char buffer[65536];
		int fds[2];
		struct rusage usage;
		double start = now_ms();

		if (pipe2(fds, O_CLOEXEC) != 0)
			return 1;
		pid_t pid = fork();

		if (pid == 0) {
			dup2(fds[1], 1);
			execvp(command[0], command);
			_exit(127);
		}
		close(fds[1]);
		first[round] = 0;
		while (read(fds[0], buffer, sizeof(buffer)) > 0)
			if (first[round] == 0)
				first[round] = now_ms() - start;
		close(fds[0]);
		wait4(pid, NULL, 0, &usage);
		total[round] = now_ms() - start;
		if (usage.ru_maxrss > peak_kib)
			peak_kib = usage.ru_maxrss;
	}
	printf("first_ms=%.1f total_ms=%.1f peak_kib=%ld\n", median(first, rounds), median(total, rounds), peak_kib);
	return 0;
}

int
main(int argc, char **argv)
{
	bool is_tty = argc > 5 && strcmp(argv[1], "tty") == 0 && strcmp(argv[4], "--") == 0;
	bool is_pipe = argc > 4 && strcmp(argv[1], "pipe") == 0 && strcmp(argv[3], "--") == 0;
	int rounds = argc > 2 ? atoi(argv[2]) : 0;

	if ((!is_tty && !is_pipe) || rounds < 1 || rounds > ROUNDS_MAX) {
		fprintf(stderr, "usage: bench_run tty ROUNDS KEYS -- COMMAND… | pipe ROUNDS -- COMMAND…\n");
		return 2;
	}
	return is_tty ? run_tty(rounds, argv[3], argv + 5) : run_pipe(rounds, argv + 4);
}
