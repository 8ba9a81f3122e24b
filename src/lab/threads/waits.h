/*
 * The wait-for graph of a state: who waits, for what, and who could end it. An AND-OR graph: one helper is enough but
 * at a barrier, where all that are missing must come. Threads that sleep or have not started wait for nobody.
 */
#ifndef LAB_THREADS_WAITS_H
#define LAB_THREADS_WAITS_H

#include "lab/threads/machine.h"

struct wait {
	uint8_t thread;
	uint16_t object; /* in program.objects; a condition's lock when that is what it waits for */
	uint32_t
		helpers; /* a bit a thread: the owner of a lock, the thread joined; else who can still help by its code */
	bool needs_all; /* all of the helpers; no helper at all: for ever */
};

/* Gives how many; OUT has room for program.threads.len. */
size_t waits_find(const struct program *, const uint32_t *state, struct wait *out);
/* The threads that wait for ever: nothing the others do, each helping when it can, ends it. A bit a thread. */
uint32_t waits_find_stuck(const struct program *, const uint32_t *state);

#endif
