/* The terminal put back when the program crashes or exits without closing its screen. */
#include "term/restore.h"

#include "base/alloc.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

static const int crash_signals[] = { SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGQUIT };

enum {
	STACK_BYTES = 65536,
	WRITE_WAIT_MS = 200 /* a terminal that does not read must not keep a crashed program alive */
};

/* Everything the handler touches is here, made before: it may call nothing that allocates or locks. */
static struct {
	atomic_bool is_armed;
	int fd;
	struct termios termios;
	char bytes[RESTORE_BYTES_MAX];
	size_t len;
} restore;

static struct sigaction previous[ARRAY_LEN(crash_signals)];
static _Alignas(16) char stack[STACK_BYTES];

static void
restore_now(void)
{
	if (!atomic_exchange(&restore.is_armed, false))
		return;
	for (size_t done = 0; done < restore.len;) {
		ssize_t written = write(restore.fd, restore.bytes + done, restore.len - done);

		if (written > 0) {
			done += (size_t)written;
		} else if (written < 0 && errno == EAGAIN) {
			struct pollfd poll_fd = { .fd = restore.fd, .events = POLLOUT };

			if (poll(&poll_fd, 1, WRITE_WAIT_MS) <= 0)
				break;
		} else if (written == 0 || errno != EINTR) {
			break;
		}
	}
	tcsetattr(restore.fd, TCSANOW, &restore.termios);
}

/* The old action is back before the return: a fault happens again there, a signal somebody sent is sent again. */
static void
on_crash(int signal_number, siginfo_t *info, void *context)
{
	int saved_errno = errno;

	(void)context;
	restore_now();
	for (size_t i = 0; i < ARRAY_LEN(crash_signals); i++)
		if (crash_signals[i] == signal_number)
			sigaction(signal_number, &previous[i], NULL);
	if (info->si_code <= 0 || signal_number == SIGABRT || signal_number == SIGQUIT)
		raise(signal_number);
	errno = saved_errno;
}

static void
install(void)
{
	static bool is_installed;
	stack_t alternate = { .ss_sp = stack, .ss_size = sizeof(stack) }, old;
	struct sigaction action = { .sa_sigaction = on_crash, .sa_flags = SA_SIGINFO | SA_ONSTACK };

	if (is_installed)
		return;
	is_installed = true;
	atexit(restore_now);
	if (sigaltstack(NULL, &old) == 0 && old.ss_flags & SS_DISABLE) /* a sanitizer has one of its own */
		sigaltstack(&alternate, NULL);
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < ARRAY_LEN(crash_signals); i++)
		sigaction(crash_signals[i], &action, &previous[i]);
}

void
restore_arm(int fd, const struct termios *termios, struct str bytes)
{
	atomic_store(&restore.is_armed, false);
	restore.fd = fd;
	restore.termios = *termios;
	restore.len = bytes.len < sizeof(restore.bytes) ? bytes.len : sizeof(restore.bytes);
	if (restore.len)
		memcpy(restore.bytes, bytes.data, restore.len);
	install();
	atomic_store(&restore.is_armed, true);
}

void
restore_disarm(void)
{
	atomic_store(&restore.is_armed, false);
}
