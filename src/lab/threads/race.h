/*
 * Race for real: the scenario on real threads without gates, over and over, and how often each outcome came. What one
 * step is stays what it is in the model: shared words are read and written one at a time (sequentially consistent, as
 * Python's are), several at once only where a statement is one step; so every outcome is one that exploring finds. Time
 * is virtual: it passes when nobody can move. A run in which nobody can move any more is counted as deadlocked and
 * broken.
 */
#ifndef LAB_THREADS_RACE_H
#define LAB_THREADS_RACE_H

#include "base/loop.h"
#include "lab/threads/machine.h"

#include <stdatomic.h>

struct race_options {
	uint64_t seed;             /* of the jitter, not of what the processors do */
	uint32_t runs;             /* 1 … RACE_RUNS_MAX */
	atomic_bool *is_cancelled; /* race_run: may be NULL */
	atomic_uint *progress;     /* race_run: runs done; may be NULL */
};

#define RACE_RUNS_MAX     100000000u
#define RACE_OUTCOMES_MAX 10000u /* the rest is counted in others */

struct race_outcome {
	char *text, *json; /* "c = 4", "{\"c\": 4}": as race_format_values writes them; owned */
	uint64_t runs;
};

struct raced {
	VEC(struct race_outcome) outcomes; /* most frequent first */
	uint64_t runs;                     /* made; ended = runs - deadlocked - endless */
	uint64_t deadlocked;
	uint64_t endless; /* given up after very many steps */
	uint64_t others;
	uint64_t failed;                           /* runs in which something was violated, deadlocks too */
	uint64_t violations[VIOLATION_KIND_COUNT]; /* runs with that kind; always is not looked at */
	uint64_t seconds_ns;
	bool is_cancelled;
};

/*
 * On the calling thread until all is done. PROGRAM is its alone meanwhile (its heap grows). False:
 * no threads to be had.
 */
bool race_run(struct program *, const struct race_options *, struct raced *, struct err *);
void raced_fini(struct raced *);
/* The values of what the threads share, for comparing outcomes with those of explore. */
void race_format_values(const struct program *, const value *shareds, bool is_json, struct str_buf *);

/* The same on a worker, with a program of its own. UI thread. CHANGED is called once, when it has ended. */
struct race;
struct race *race_start(struct loop *, struct str source, const struct race_options *, void (*changed)(void *ctx),
			void *ctx, struct err *); /* NULL: SOURCE is wrong */
uint32_t race_progress(const struct race *);
bool race_is_running(const struct race *);
void race_cancel(struct race *); /* what was counted so far stays */
bool race_result(const struct race *, struct raced *,
		 struct err *); /* a copy of what there is now, also while it runs */
void race_free(struct race *);  /* NULL is fine; cancels, CHANGED is not called any more */

#endif
