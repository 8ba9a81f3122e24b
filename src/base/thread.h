/*
 * Threads of the program's own. Signals are the UI thread's, which acts on them and sleeps where they must wake it: a
 * thread started here, and any that it starts, never gets one, but for those that tell of a fault of its own.
 */
#ifndef BASE_THREAD_H
#define BASE_THREAD_H

#include <pthread.h>
#include <signal.h>

/* ATTRIBUTES may be NULL. 0, or an errno: the system allows no more. */
int thread_start(pthread_t *, const pthread_attr_t *attributes, void *(*run)(void *ctx), void *ctx);

/* For threads that a library starts: those of the caller between these two. BEFORE is kept for the second. */
void thread_block_signals(sigset_t *before);
void thread_restore_signals(const sigset_t *before);

#endif
