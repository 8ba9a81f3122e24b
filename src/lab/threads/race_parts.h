/* What the race's files share: how actors wait (race_watch.c), run (race_run.c), are counted (race_count.c). */
#ifndef LAB_THREADS_RACE_PARTS_H
#define LAB_THREADS_RACE_PARTS_H

#include "lab/threads/perform_parts.h"
#include "lab/threads/race.h"

/* How much of a step the model makes at once, and so must be made at once here. */
enum race_grain {
	RACE_FREE, /* every step is one access: no lock but the learner's */
	RACE_STEP, /* some steps are several accesses: one lock around each */
	RACE_GIL,  /* gil 3.10: the lock is kept from switch to switch */
};

struct race_count {   /* one outcome */
	value *words; /* of the shared variables that count; owned by the run's store */
	uint64_t runs;
};

struct race_run {
	struct stage stage; /* first: an actor finds its race by it */
	struct race_options options;
	enum race_grain grain;
	pthread_mutex_t turn; /* RACE_STEP, RACE_GIL */
	unsigned processors;
	atomic_uint spins; /* worth while before yielding */
	/* where the actors meet between two runs */
	atomic_uint arrived, ready, generation, asleep;
	pthread_mutex_t meeting;
	pthread_cond_t called;
	atomic_bool is_over;
	/* what came out; under RESULTS, as it may be looked at meanwhile */
	pthread_mutex_t results;
	struct raced sums; /* outcomes is empty */
	VEC(struct race_count) counts;
	uint32_t *table, mask; /* of indices in counts + 1 */
	VEC(uint16_t) columns; /* of program.shareds */
	value *row;
};

/* race_count.c: after a run, by the one thread that is awake in it. */
void race_count_init(struct race_run *);
void race_count_fini(struct race_run *);
void race_count_run(struct race_run *);
void race_count_copy(struct race_run *, struct raced *out);

/* race_watch.c */
void watch_start(struct stage *);               /* nobody runs yet */
void watch_sleep(struct actor *);               /* until time has passed */
void watch_park(struct actor *, bool is_timed); /* until what it waits for has changed: parked_on */
void watch_end(struct actor *);
void watch_halt(struct stage *, enum stage_halt);

/* race_run.c; race_copy may be called by any thread meanwhile. */
struct race_run *race_open(struct program *, const struct race_options *);
bool race_go(struct race_run *, struct err *);
void race_copy(struct race_run *, struct raced *);
void race_close(struct race_run *);

#endif
