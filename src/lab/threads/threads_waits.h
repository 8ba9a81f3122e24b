/* Where each thread stands in a state: can it step, what does it wait for, who holds that. */
#ifndef LAB_THREADS_THREADS_WAITS_H
#define LAB_THREADS_THREADS_WAITS_H

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

void threads_look(const struct program *, const uint32_t *state, unsigned thread, struct thread_look *);
/* The lock under an object that has one: itself, or a condition's. OBJECT_NOTHING for others. */
uint32_t threads_lock_of(const struct program *, uint32_t object);
unsigned threads_owner_of(const struct program *, const uint32_t *state, uint32_t lock); /* or THREADS_MAX: free */
/*
 * Does everybody who cannot go on wait, one for the next, in a circle? Its length, its threads in order; 0 if there is none.
 * FROM is where to begin to look.
 */
unsigned threads_find_circle(const struct program *, const uint32_t *state, unsigned from, uint8_t out[THREADS_MAX]);

#endif
