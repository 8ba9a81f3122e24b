/* The program stopped as by ctrl-z, and the wait for the terminal that the shell gives and takes. */
#include "term/stop.h"

#include "base/alloc.h"
#include "base/loop.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <unistd.h>

static const int orders[] = { SIGHUP, SIGTERM, SIGINT };

static volatile sig_atomic_t told_signal;

static void
on_order(int signal_number)
{
	told_signal = signal_number;
}

/* The loop stands still meanwhile. Without SA_RESTART: an order ends the wait for the terminal. */
static void
hear_orders(struct sigaction *before)
{
	struct sigaction action = { .sa_handler = on_order };

	told_signal = 0;
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < ARRAY_LEN(orders); i++)
		sigaction(orders[i], &action, &before[i]);
	for (size_t i = 0; i < ARRAY_LEN(orders); i++) /* the loop has it, and does not run meanwhile */
		if (loop_signal_is_pending(orders[i]))
			told_signal = orders[i];
}

static void
stop(void)
{
	struct sigaction standard = { .sa_handler = SIG_DFL }, before;

	sigemptyset(&standard.sa_mask);
	sigaction(SIGTSTP, &standard, &before);
	raise(SIGTSTP);
	sigaction(SIGTSTP, &before, NULL);
}

static int
wait_outside(int tty_fd, bool has_to_stop)
{
	struct sigaction before[ARRAY_LEN(orders)];

	hear_orders(before);
	if (has_to_stop && !told_signal)
		stop();
	/* Who has the terminal may set this freely; the kernel lets nobody else get so far. */
	while (!told_signal && tcsetpgrp(tty_fd, getpgrp()) < 0 && errno == EINTR)
		;
	for (size_t i = 0; i < ARRAY_LEN(orders); i++)
		sigaction(orders[i], &before[i], NULL);
	return told_signal;
}

int
stop_await_foreground(int tty_fd)
{
	return wait_outside(tty_fd, false);
}

int
stop_for_shell(int tty_fd)
{
	return wait_outside(tty_fd, true);
}
