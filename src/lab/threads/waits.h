/*
 * Where each thread stands in a state, and the wait-for graph: what it waits for, who holds that, who could end the
 * wait. Threads that sleep or have not started wait for nobody.
 */
#ifndef LAB_THREADS_WAITS_H
#define LAB_THREADS_WAITS_H

#include "lab/threads/machine.h"

#define OBJECT_NOTHING UINT32_MAX

enum thread_place {
	PLACE_READY,
	PLACE_BLOCKED,
	PLACE_ASLEEP, /* until virtual time has passed */
	PLACE_UNSTARTED,
	PLACE_ENDED,
	PLACE_CUT, /* a daemon whose program is over */
};

struct thread_look {
	enum thread_place place;
	uint32_t line;    /* of its next step; 0 when it has ended */
	uint32_t object;  /* what its next step acts on, or OBJECT_NOTHING */
	uint8_t method;   /* enum method, where there is an object */
	bool is_notified; /* in a wait of a condition, on its way back to the lock */
	bool is_waiting;  /* asleep inside a condition or a barrier */
	uint32_t holders; /* a bit a thread: who would have to give it; 0 where that cannot be said */
};

struct wait {
	uint8_t thread;
	uint16_t object;  /* in program.objects; a condition's lock when that is what it waits for */
	uint32_t helpers; /* a bit a thread: the holders, or else who can still help by its code */
};

void waits_look(const struct program *, const uint32_t *state, unsigned thread, struct thread_look *);
/* Who is blocked. Gives how many; OUT has room for program.threads.len. */
size_t waits_find(const struct program *, const uint32_t *state, struct wait *out);
/*
 * Does everybody who cannot go on wait, one for the next, in a circle? Its length, its threads in order; 0 if there is
 * none. FROM is where to begin to look.
 */
unsigned waits_find_circle(const struct program *, const uint32_t *state, unsigned from, uint8_t out[THREADS_MAX]);
/* The lock under an object that has one: itself, or a condition's. OBJECT_NOTHING for others. */
uint32_t waits_lock_of(const struct program *, uint32_t object);
unsigned waits_owner_of(const struct program *, const uint32_t *state, uint32_t lock); /* or THREADS_MAX: free */

#endif
