/* The first moments of a child: it lets go of all that is the program's before it lives as an actor. */
#include "lab/queue/process_parts.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

enum {
	CHILD_FDS_FIRST = 3,
	CHILD_FDS_COUNT = 2 * PIPE_COUNT + 1,
	CHILD_FDS_HIGH = 100, /* out of the way of those */
	OLD_KERNEL_FDS = 4096
};

static void
close_from(int first)
{
#ifdef SYS_close_range
	if (syscall(SYS_close_range, (unsigned)first, ~0U, 0U) == 0)
		return;
#endif
	for (int fd = first; fd < OLD_KERNEL_FDS; fd++)
		close(fd);
}

/* Its pipes at 3, 4, 5, … and nothing else; standard input and output are nowhere. */
static void
keep_descriptors(struct process_actor *self)
{
	int *const kept[CHILD_FDS_COUNT] = { &self->pipes.fds[PIPE_ITEMS][0],
					     &self->pipes.fds[PIPE_ITEMS][1],
					     &self->pipes.fds[PIPE_SLOTS][0],
					     &self->pipes.fds[PIPE_SLOTS][1],
					     &self->pipes.fds[PIPE_IDLE][0],
					     &self->pipes.fds[PIPE_IDLE][1],
					     &self->control };
	int null = open("/dev/null", O_RDWR);

	for (int i = 0; i < CHILD_FDS_COUNT; i++)
		*kept[i] = fcntl(*kept[i], F_DUPFD, CHILD_FDS_HIGH);
	for (int fd = 0; fd < CHILD_FDS_FIRST; fd++)
		dup2(null, fd);
	for (int i = 0; i < CHILD_FDS_COUNT; i++)
		*kept[i] = dup2(*kept[i], CHILD_FDS_FIRST + i);
	close_from(CHILD_FDS_FIRST + CHILD_FDS_COUNT);
}

static void
reset_signals(void)
{
	struct sigaction plain = { .sa_handler = SIG_DFL };
	sigset_t none;

	sigemptyset(&plain.sa_mask);
	for (int number = 1; number < NSIG; number++)
		sigaction(number, &plain, NULL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

_Noreturn void
process_child_begin(struct process_actor *self, pid_t parent, const char *name)
{
#ifdef __linux__
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_NAME, name);
#else
	(void)name;
#endif
	if (getppid() != parent) /* it died before we asked to be told */
		_exit(0);
	keep_descriptors(self);
	reset_signals();
	process_actor_run(self);
}
