/*
 * The socket lab under load, and what it is compared with. One "key=value" line each.
 *
 *	bench_socket epoll
 *		the least echo server there is: prints its port, runs until SIGTERM
 *	bench_socket load PORT COUNT SECONDS RATE
 *		COUNT connections that echo 64 bytes, RATE a second in all; 0: as fast as it goes
 *	bench_socket keys PROGRAM NOTE PORT COUNT
 *		PROGRAM on a pseudo-terminal with NOTE's lab open on PORT, COUNT connections echoing meanwhile: from a
 *		key to the palette on the screen
 */
#include "measure.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	MESSAGE_BYTES = 64,
	EVENTS = 256,
	KEYS = 100,
	ESCAPE_MS = 100 /* a lone ESC is one after 25 ms, and the palette is then taken away */
};

static void
raise_limit(void)
{
	struct rlimit limit;

	getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
}

static void
watch(int epoll, int op, int fd, uint32_t events)
{
	struct epoll_event event = { .events = events, .data.fd = fd };

	epoll_ctl(epoll, op, fd, &event);
}

static int
run_epoll(void)
{
	static char buffer[65536];
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(address);
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), epoll = epoll_create1(0);
	struct epoll_event events[EVENTS];

	raise_limit();
	if (bind(listener, (struct sockaddr *)&address, sizeof(address)) != 0 || listen(listener, 4096) != 0)
		return 1;
	getsockname(listener, (struct sockaddr *)&address, &len);
	printf("%d\n", ntohs(address.sin_port));
	fflush(stdout);
	watch(epoll, EPOLL_CTL_ADD, listener, EPOLLIN);
	for (;;) {
		int count = epoll_wait(epoll, events, EVENTS, -1);

		for (int i = 0; i < count; i++) {
			int fd = events[i].data.fd;

			if (fd == listener) {
				int made = accept4(listener, NULL, NULL, SOCK_NONBLOCK);

				if (made >= 0)
					watch(epoll, EPOLL_CTL_ADD, made, EPOLLIN);
				continue;
			}
			ssize_t got = recv(fd, buffer, sizeof(buffer), 0);

			if (got <= 0 || send(fd, buffer, (size_t)got, MSG_NOSIGNAL) < 0)
				close(fd);
		}
	}
}

static int
connect_to(int port)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_port = htons((uint16_t)port),
				       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof(address)) != 0)
		return -1;
	fcntl(fd, F_SETFL, O_NONBLOCK);
	return fd;
}

static int
run_load(int port, int wanted, double seconds, double rate)
{
	static const char message[MESSAGE_BYTES] = "echo me";
	static char buffer[65536];
	int *fds = calloc((size_t)wanted, sizeof(*fds)), epoll = epoll_create1(0), count = 0, next = 0;
	struct epoll_event events[EVENTS];
	uint64_t bytes = 0, due = 0;
	double start, end, connect_start = now_ms(), connected;

	raise_limit();
	for (; count < wanted; count++) {
		if ((fds[count] = connect_to(port)) < 0)
			break;
		watch(epoll, EPOLL_CTL_ADD, fds[count], EPOLLIN);
	}
	connected = now_ms() - connect_start;
	start = now_ms();
	end = start + seconds * 1e3;
	for (int i = 0; rate == 0 && i < count; i++)
		send(fds[i], message, sizeof(message), MSG_NOSIGNAL);
	for (double now = start; now < end; now = now_ms()) {
		for (; rate > 0 && (double)due < (now - start) / 1e3 * rate; due++) {
			send(fds[next], message, sizeof(message), MSG_NOSIGNAL);
			next = (next + 1) % count;
		}
		int ready = epoll_wait(epoll, events, EVENTS, 1);

		for (int i = 0; i < ready; i++) {
			ssize_t got = recv(events[i].data.fd, buffer, sizeof(buffer), 0);

			if (got <= 0) {
				watch(epoll, EPOLL_CTL_DEL, events[i].data.fd, 0);
				continue;
			}
			bytes += (uint64_t)got;
			if (rate == 0)
				send(events[i].data.fd, message, sizeof(message), MSG_NOSIGNAL);
		}
	}
	printf("connections=%d connect_ms=%.0f echoes_per_s=%.0f\n", count, connected,
	       (double)bytes / MESSAGE_BYTES / seconds);
	free(fds);
	return count == wanted ? 0 : 1;
}

/* Read what the program draws until TEXT is in it or WAIT_MS are over; when it came, or -1. */
static double
read_until(int fd, const char *text, double wait_ms)
{
	static char seen[1 << 20];
	size_t len = 0;
	double end = now_ms() + wait_ms;

	while (now_ms() < end && len + 65536 < sizeof(seen)) {
		struct pollfd ready = { .fd = fd, .events = POLLIN };
		ssize_t got;

		if (poll(&ready, 1, 10) <= 0)
			continue;
		got = read(fd, seen + len, 65536);
		if (got <= 0)
			break;
		len += (size_t)got;
		if (*text && memmem(seen, len, text, strlen(text)))
			return now_ms();
	}
	return -1;
}

static long
memory_kib(pid_t pid)
{
	char path[64], line[256];
	long kib = -1;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	FILE *file = fopen(path, "re");

	while (file && fgets(line, sizeof(line), file))
		if (strncmp(line, "VmRSS:", 6) == 0)
			kib = strtol(line + 6, NULL, 10);
	if (file)
		fclose(file);
	return kib;
}

static int
count_descriptors(pid_t pid)
{
	char path[64];
	int count = -2;

	snprintf(path, sizeof(path), "/proc/%d/fd", (int)pid);
	DIR *dir = opendir(path);

	while (dir && readdir(dir))
		count++;
	if (dir)
		closedir(dir);
	return count;
}

static int
run_keys(const char *self, const char *program, const char *note, const char *port, const char *connections)
{
	struct winsize size = { .ws_row = 45, .ws_col = 160 };
	static double times[KEYS];
	int fd, count = 0, descriptors;
	long before, held;
	pid_t pid = forkpty(&fd, NULL, NULL, &size), load;

	if (pid == 0) {
		setenv("TERM", "xterm-256color", 1);
		execl(program, program, "--lang", "en", note, (char *)NULL);
		_exit(127);
	}
	read_until(fd, "", 1000);
	if (write(fd, "o\r", 2) != 2 || read_until(fd, "everyone", 5000) < 0) {
		fprintf(stderr, "bench_socket: the lab did not open\n");
		kill(pid, SIGTERM);
		return 1;
	}
	read_until(fd, "", 300);
	before = memory_kib(pid);
	load = fork();
	if (load == 0) {
		execl(self, self, "load", port, connections, "20", "10000", (char *)NULL);
		_exit(127);
	}
	read_until(fd, "", 4000);
	for (; count < KEYS && waitpid(load, NULL, WNOHANG) == 0; count++) {
		double start = now_ms(), end;

		if (write(fd, ":", 1) != 1 || (end = read_until(fd, "type a few", 3000)) < 0)
			break;
		times[count] = end - start;
		if (write(fd, "\x1b", 1) != 1)
			break;
		read_until(fd, "", ESCAPE_MS);
	}
	held = memory_kib(pid);
	descriptors = count_descriptors(pid);
	kill(load, SIGTERM);
	kill(pid, SIGTERM);
	close(fd);
	waitpid(pid, NULL, 0);
	if (count == 0)
		return 1;
	qsort(times, (size_t)count, sizeof(*times), compare_doubles);
	printf("descriptors=%d keys=%d key_median_ms=%.1f key_p99_ms=%.1f key_max_ms=%.1f bytes_per_connection=%.0f\n",
	       descriptors, count, times[count / 2], times[count * 99 / 100], times[count - 1],
	       (double)(held - before) * 1024 / strtod(connections, NULL));
	return 0;
}

int
main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "epoll") == 0)
		return run_epoll();
	if (argc == 6 && strcmp(argv[1], "load") == 0)
		return run_load(atoi(argv[2]), atoi(argv[3]), atof(argv[4]), atof(argv[5]));
	if (argc == 6 && strcmp(argv[1], "keys") == 0)
		return run_keys(argv[0], argv[2], argv[3], argv[4], argv[5]);
	fprintf(stderr, "usage: bench_socket epoll | load PORT COUNT SECONDS RATE | keys PROGRAM NOTE PORT COUNT\n");
	return 2;
}
