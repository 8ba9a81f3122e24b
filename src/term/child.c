/* A program that is given the terminal, as a shell would. */
#include "term/child.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "base/loop.h"
#include "base/vec.h"
#include "term/stop.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	HANG_UP_MS = 1000
};

/* A background process that takes the terminal is sent SIGTTOU; it is meant here, so not for us. */
static void
give_terminal(int tty_fd, pid_t group)
{
	sigset_t set, old;

	sigemptyset(&set);
	sigaddset(&set, SIGTTOU);
	pthread_sigmask(SIG_BLOCK, &set, &old);
	tcsetpgrp(tty_fd, group);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
}

/* Ours, but for the size that is there for ncurses (screen.c): a child asks the terminal. The array alone is owned. */
static char **
new_environment(void)
{
	VEC(char *) list = { 0 };

	for (char **at = environ; *at; at++)
		if (strncmp(*at, "LINES=", 6) != 0 && strncmp(*at, "COLUMNS=", 8) != 0)
			vec_push(&list, *at);
	vec_push(&list, NULL);
	return list.items;
}

/* The child begins with all signals blocked: what comes before it has its own handlers is neither lost nor ours. */
static pid_t
fork_quietly(void)
{
	sigset_t every, before;

	sigfillset(&every);
	pthread_sigmask(SIG_SETMASK, &every, &before);
	pid_t pid = fork();
	int saved_errno = errno;

	if (pid != 0)
		pthread_sigmask(SIG_SETMASK, &before, NULL);
	errno = saved_errno;
	return pid;
}

/* In the child, before exec: only what is safe after a fork of a program with threads. */
static void
start(int tty_fd, const char *const *argv, char *const *environment, int report_fd)
{
	sigset_t none;

	setpgid(0, 0);
	give_terminal(tty_fd, getpid());
	for (int signal_number = 1; signal_number < 32; signal_number++)
		signal(signal_number, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	fcntl(tty_fd, F_SETFL, fcntl(tty_fd, F_GETFL) & ~O_NONBLOCK);
	for (int fd = 0; fd < 3; fd++)
		if (dup2(tty_fd, fd) < 0)
			break;
	union { /* execvp takes what it never writes to without const */
		const char *const *in;
		char *const *out;
	} arguments = { argv };

	execvpe(argv[0], arguments.out, environment);
	int error = errno;

	if (write(report_fd, &error, sizeof(error)) < 0)
		_exit(126);
	_exit(127);
}

/*
 * Signals while we wait: for the child, and for us. A byte in the pipe wakes the wait, on whatever thread they arrive.
 */
static const int awaited[] = { SIGCHLD, SIGHUP, SIGTERM, SIGINT, SIGTSTP, SIGCONT };
static const int orders[] = { SIGHUP, SIGTERM };

static volatile sig_atomic_t told_signal; /* to go */
static volatile sig_atomic_t is_told_to_stop, is_continued;
static int wake_fd;

struct waiting {
	int wake[2];
	struct sigaction before[ARRAY_LEN(awaited)];
	void (*told)(void *ctx, int signal_number);
	void *ctx;
	bool is_outside; /* told to go while the shell had the terminal */
};

/* SIGINT from the keyboard was typed to the child, which had the terminal not yet, or no more. */
static void
on_signal(int signal_number, siginfo_t *info, void *context)
{
	int saved_errno = errno;

	(void)context;
	if (signal_number == SIGTSTP)
		is_told_to_stop = true;
	else if (signal_number == SIGCONT)
		is_continued = true;
	else if (signal_number != SIGCHLD && (signal_number != SIGINT || info->si_code <= 0))
		told_signal = signal_number;
	if (write(wake_fd, "", 1) < 0) { /* full: it wakes as it is */
	}
	errno = saved_errno;
}

static bool
begin_waiting(struct waiting *waiting)
{
	struct sigaction action = { .sa_sigaction = on_signal, .sa_flags = SA_SIGINFO | SA_RESTART };

	if (pipe2(waiting->wake, O_CLOEXEC | O_NONBLOCK) < 0)
		return false;
	told_signal = 0;
	is_told_to_stop = is_continued = false;
	wake_fd = waiting->wake[1];
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < ARRAY_LEN(awaited); i++)
		sigaction(awaited[i], &action, &waiting->before[i]);
	for (size_t i = 0; i < ARRAY_LEN(orders); i++) /* the loop has it, and does not run while we wait */
		if (loop_signal_is_pending(orders[i]))
			told_signal = orders[i];
	return true;
}

static void
end_waiting(struct waiting *waiting)
{
	for (size_t i = 0; i < ARRAY_LEN(awaited); i++)
		sigaction(awaited[i], &waiting->before[i], NULL);
	close(waiting->wake[0]);
	close(waiting->wake[1]);
	raise(SIGCHLD); /* it may have been for others */
}

/* Until a signal came, or MAX_MS went by; -1: any time. */
static void
await_signal(const struct waiting *waiting, int max_ms)
{
	struct pollfd wake = { .fd = waiting->wake[0], .events = POLLIN };
	char bytes[64];

	if (poll(&wake, 1, max_ms) > 0)
		while (read(wake.fd, bytes, sizeof(bytes)) == (ssize_t)sizeof(bytes))
			;
}

/* Back from a stop, or told to go by ORDER before that: then the terminal is the shell's. */
static void
go_on(struct waiting *waiting, int tty_fd, pid_t pid, int order)
{
	if (order) {
		told_signal = order;
		waiting->is_outside = true;
		return;
	}
	give_terminal(tty_fd, pid);
	kill(-pid, SIGCONT);
}

/* ctrl-z in the child: stop as it did, and go on when the shell lets us. */
static void
stop_with(struct waiting *waiting, int tty_fd, pid_t pid)
{
	give_terminal(tty_fd, getpgrp());
	int order = stop_for_shell(tty_fd);

	is_told_to_stop = is_continued = false;
	go_on(waiting, tty_fd, pid, order);
}

/* Somebody stopped us without asking, and the shell took the terminal. */
static bool
has_lost_terminal(int tty_fd, pid_t pid)
{
	bool was_continued = is_continued;

	is_continued = false;
	return was_continued && tcgetpgrp(tty_fd) != pid;
}

/*
 * We are told to go. The child would be left on a terminal that is the shell's again, so it is told that its terminal
 * hangs up, which editors answer by keeping what was typed in a file of theirs; and it has a moment to put the terminal
 * back.
 */
static uint64_t
hang_up(const struct waiting *waiting, pid_t pid)
{
	waiting->told(waiting->ctx, told_signal);
	kill(-pid, SIGHUP);
	kill(-pid, SIGCONT);
	return clock_monotonic_ns() + HANG_UP_MS * NS_PER_MS;
}

static int
wait_for(int tty_fd, pid_t pid, struct waiting *waiting)
{
	uint64_t end_ns = 0; /* of our patience, once we were told to go */
	int status, max_ms = -1;

	for (;;) {
		pid_t got = waitpid(pid, &status, WUNTRACED | WNOHANG);

		if (got < 0 && errno != EINTR)
			return -1;
		if (got == pid && !WIFSTOPPED(status) && waiting->is_outside)
			return CHILD_LEFT;
		if (got == pid && !WIFSTOPPED(status))
			return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
		if (told_signal && !end_ns)
			end_ns = hang_up(waiting, pid);
		if (end_ns) {
			uint64_t now_ns = clock_monotonic_ns();

			if (now_ns >= end_ns)
				return CHILD_LEFT;
			max_ms = (int)((end_ns - now_ns) / NS_PER_MS) + 1;
		} else if (has_lost_terminal(tty_fd, pid)) {
			go_on(waiting, tty_fd, pid, stop_await_foreground(tty_fd));
			continue;
		} else if (got == pid) {
			stop_with(waiting, tty_fd, pid);
			continue;
		} else if (is_told_to_stop) {
			is_told_to_stop = false;
			kill(-pid, SIGTSTP); /* and we with it */
		}
		await_signal(waiting, max_ms);
	}
}

int
child_run(int tty_fd, const char *const *argv, void (*told)(void *ctx, int signal_number), void *ctx, struct err *err)
{
	struct waiting waiting = { .told = told, .ctx = ctx };
	int report[2], error = 0;
	char **environment;

	if (pipe2(report, O_CLOEXEC) < 0) {
		err_set_errno(err, errno, _("cannot run %s"), argv[0]);
		return -1;
	}
	if (!begin_waiting(&waiting)) {
		err_set_errno(err, errno, _("cannot run %s"), argv[0]);
		close(report[0]);
		close(report[1]);
		return -1;
	}
	/* A descriptor of its own: ours must stay non-blocking, theirs must not be. */
	int fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);

	environment = new_environment();
	pid_t pid = fork_quietly();

	if (pid == 0)
		start(fd < 0 ? tty_fd : fd, argv, environment, report[1]);
	error = pid < 0 ? errno : 0;
	free(environment);
	close(report[1]);
	if (fd >= 0)
		close(fd);
	if (pid > 0) {
		ssize_t got;

		setpgid(pid, pid);
		while ((got = read(report[0], &error, sizeof(error))) < 0 && errno == EINTR)
			;
		if (got != (ssize_t)sizeof(error))
			error = 0;
	}
	close(report[0]);
	int status = pid > 0 ? wait_for(tty_fd, pid, &waiting) : -1;

	end_waiting(&waiting);
	if (status != CHILD_LEFT)
		give_terminal(tty_fd, getpgrp());
	if (!error)
		return status;
	err_set_errno(err, error, _("cannot run %s"), argv[0]);
	return -1;
}
