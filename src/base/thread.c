/* Starts threads that leave signals alone. */
#include "base/thread.h"

#include "base/alloc.h"

void
thread_block_signals(sigset_t *before)
{
	static const int faults[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };
	sigset_t blocked;

	sigfillset(&blocked);
	for (size_t i = 0; i < ARRAY_LEN(faults); i++)
		sigdelset(&blocked, faults[i]);
	pthread_sigmask(SIG_BLOCK, &blocked, before);
}

void
thread_restore_signals(const sigset_t *before)
{
	pthread_sigmask(SIG_SETMASK, before, NULL);
}

int
thread_start(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *ctx), void *ctx)
{
	sigset_t before;

	thread_block_signals(&before);
	int status = pthread_create(thread, attributes, run, ctx);

	thread_restore_signals(&before);
	return status;
}
