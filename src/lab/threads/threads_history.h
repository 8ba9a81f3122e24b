/*
 * What was done so far and may still come: the steps of one schedule, with the state before each of them, so that going
 * back is moving an index. Steps behind the position shown are a future that may be cut and written anew.
 */
#ifndef LAB_THREADS_THREADS_HISTORY_H
#define LAB_THREADS_THREADS_HISTORY_H

#include "lab/threads/machine.h"

#define HISTORY_STEPS_MAX 5000
#define HISTORY_BYTES_MAX ((size_t)32 << 20)
#define THREAD_NOBODY     0xffu

struct past_step {
	uint8_t thread;
	struct step_info info;  /* of the step itself */
	struct step_info wrong; /* what is wrong with it or with the state behind it, the worst first; or nothing */
};

struct past {
	struct program *program; /* borrowed; its heap grows */
	VEC(struct past_step) steps;
	VEC(uint32_t) words; /* steps.len + 1 states */
};

void past_init(struct past *, struct program *);
void past_fini(struct past *);
/* The state behind the first AT steps. Valid until the next push. */
const uint32_t *past_state(const struct past *, size_t at);
void past_cut(struct past *, size_t len);
/* One more step. False, and nothing happens: this thread cannot step now, or the history is full. */
bool past_push(struct past *, unsigned thread);
bool past_is_full(const struct past *);
/* Who is next when nobody says so: round robin among those that can. THREAD_NOBODY: nobody can. */
unsigned past_default(const struct past *);

#endif
