/*
 * All interleavings of a compiled scenario: every reachable state once, the exact number of schedules where there is no
 * cycle, what can come out, what can go wrong and the best way to it: fewest preemptions, then fewest steps. Past the
 * limits the answer is incomplete and a randomised search (PCT) goes on looking. Same scenario and seed, same answer.
 *
 * Runs on any thread: explore() is a pure function but for PROGRAM's heap, so a worker takes a program of its own
 * (program_compile is quick) and the UI polls PROGRESS and sets IS_CANCELLED. A cancelled answer is incomplete, its
 * violations may lack a schedule; it is freed as any other. It notices within a millisecond or two; giving the memory
 * of millions of states back takes some tens of them.
 */
#ifndef LAB_THREADS_EXPLORE_H
#define LAB_THREADS_EXPLORE_H

#include "lab/threads/machine.h"

#include <stdatomic.h>

typedef unsigned __int128 explore_count;

struct explore_limits {
	uint32_t states;   /* 0: 5 million; at most 8 million */
	size_t bytes;      /* 0: 1 GiB */
	uint32_t searches; /* random schedules past the limits; 0: 10000 */
	uint64_t seed;
	atomic_bool *is_cancelled; /* may be NULL */
	uint64_t looks;            /* taken for cancelled at so many looks at that, for tests; 0: never */
	atomic_uint *progress;     /* states so far; may be NULL */
};

struct explore_outcome {
	value *values;                    /* of program.shareds; owned */
	explore_count schedules, failing; /* failing: something was violated on the way or at the end */
	double share, failing_share;      /* of all schedules, 0 … 1; 0 if they were not counted */
};

struct explore_violation { /* one for each kind and line */
	enum violation_kind kind;
	uint32_t line;
	enum fault fault;
	uint8_t *schedule; /* thread numbers; owned; NULL: cancelled before a way was found */
	uint32_t steps, preemptions;
	uint32_t loop_steps; /* livelock: the last so many steps lead back to where they began, … */
	uint32_t kept_out;   /* … and these threads, a bit each, could step now and then but never do */
};

struct explore_race { /* two steps that may come in either order, one of them writes */
	uint16_t shared;
	uint32_t lines[2];
	uint8_t threads[2];
};

struct explored {
	uint32_t states, transitions;
	bool is_complete, is_counted; /* counted: there is no cycle; else the counts are 0 */
	/*
	 * Somebody sleeps while others go on for ever, so time does not move: what comes then was not looked at.
	 * Not complete.
	 */
	bool is_frozen;
	explore_count schedules, failing;
	/* More than 128 bits: there are about 10^digits, of which 10^failing_digits fail, or none if failing is 0. */
	bool has_overflow;
	uint32_t digits, failing_digits;
	VEC(struct explore_outcome) outcomes;     /* in the order of their values */
	VEC(struct explore_violation) violations; /* the easiest to follow first */
	VEC(struct explore_race) races;
	size_t peak_bytes;
	uint32_t state_bytes; /* of one packed state */
};

void explore(struct program *, const struct explore_limits *, struct explored *);
void explored_fini(struct explored *);

#endif
