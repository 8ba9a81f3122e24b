/* A program that is given the terminal, as a shell would. */
#include "term/child.h"

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/vec.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

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

/* ctrl-z in the child: stop as it did, and go on when the shell lets us. */
static void
stop_with(int tty_fd, pid_t pid)
{
	struct sigaction standard = { .sa_handler = SIG_DFL }, old;

	give_terminal(tty_fd, getpgrp());
	sigaction(SIGTSTP, &standard, &old);
	raise(SIGTSTP);
	sigaction(SIGTSTP, &old, NULL);
	give_terminal(tty_fd, pid);
	kill(-pid, SIGCONT);
}

static int
wait_for(int tty_fd, pid_t pid)
{
	int status;

	for (;;) {
		pid_t got = waitpid(pid, &status, WUNTRACED);

		if (got < 0 && errno != EINTR)
			return -1;
		if (got != pid)
			continue;
		if (WIFSTOPPED(status))
			stop_with(tty_fd, pid);
		else
			return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	}
}

int
child_run(int tty_fd, const char *const *argv, struct err *err)
{
	int report[2], error = 0;
	char **environment;

	if (pipe2(report, O_CLOEXEC) < 0) {
		err_set_errno(err, errno, _("cannot run %s"), argv[0]);
		return -1;
	}
	/* A descriptor of its own: ours must stay non-blocking, theirs must not be. */
	int fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);

	environment = new_environment();
	pid_t pid = fork();

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
	int status = pid > 0 ? wait_for(tty_fd, pid) : -1;

	give_terminal(tty_fd, getpgrp());
	if (!error)
		return status;
	err_set_errno(err, error, _("cannot run %s"), argv[0]);
	return -1;
}
