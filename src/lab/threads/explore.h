/*
 * All interleavings of a scenario: every reachable state once, the exact number of schedules where there is no cycle, what
 * can come out, what can go wrong and the least way to it. Same scenario, same answer. Runs on any thread.
 */
#ifndef LAB_THREADS_EXPLORE_H
#define LAB_THREADS_EXPLORE_H

#include "lab/threads/machine.h"

#include <stdatomic.h>

typedef unsigned __int128 explore_count;

struct explore_limits {
	uint32_t states; /* 0: 5 million */
	size_t bytes;    /* 0: 1 GiB */
	atomic_bool *is_cancelled;
	atomic_uint *progress; /* states so far */
};

struct explore_outcome {
	value *values; /* of program.shareds; owned */
	explore_count schedules;
};

struct explore_violation {
	enum violation_kind kind;
	uint32_t line;
	enum fault fault;
	uint8_t *schedule; /* thread numbers; owned; NULL until a way was found */
	uint32_t steps, preemptions;
};

struct explore_race {
	uint16_t shared;
	uint32_t lines[2];
	uint8_t threads[2];
};

struct explored {
	uint32_t states, transitions;
	bool is_complete, is_counted, has_overflow; /* counted: there is no cycle */
	explore_count schedules, failing;
	VEC(struct explore_outcome) outcomes;
	VEC(struct explore_violation) violations;
	VEC(struct explore_race) races;
	size_t peak_bytes;
};

/* PROGRAM's heap grows; nothing else of it changes. */
void explore(struct program *, const struct explore_limits *, struct explored *);
void explored_fini(struct explored *);

#endif
