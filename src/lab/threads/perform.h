/*
 * Performers: a troupe of real threads that repeats the model's steps on real primitives. Each stands behind a gate of
 * its own; a grant lets one make exactly one step, as a try that must succeed because the model says it can. Behind
 * every step the real values, owners, counts, queues and who is blocked are compared with the model: a difference is an
 * error.
 *
 * All functions belong to the thread that opened the troupe. PROGRAM is only touched during calls (its heap grows) and
 * must live longer. A step costs some 20 µs; opening starts the threads and closing joins them, wherever they stand.
 */
#ifndef LAB_THREADS_PERFORM_H
#define LAB_THREADS_PERFORM_H

#include "base/err.h"
#include "lab/threads/machine.h"

enum performer_place {
	PERFORMER_READY, /* at its gate, could step */
	PERFORMER_BLOCKED,
	PERFORMER_ASLEEP,    /* until virtual time has passed */
	PERFORMER_UNSTARTED, /* waits for start() */
	PERFORMER_ENDED,
	PERFORMER_CUT, /* a daemon whose program is over */
};

struct performer_look {
	int64_t kernel_id; /* gettid() */
	char kernel_state; /* R, S, D …, as /proc/self/task/ID/stat has it; '?' where there is none */
	uint64_t switches; /* how often the kernel has taken it off a processor; 0 where unknown */
	enum performer_place place;
};

struct troupe;

struct troupe *troupe_open(struct program *, struct err *); /* NULL if the system gives no threads */
void troupe_close(struct troupe *);                         /* NULL is fine */
/*
 * Go on (or begin anew, where it is shorter or differs) until the first LEN steps of SCHEDULE (thread numbers) are
 * made, at most MAX_STEPS a call: troupe_at says how far it came. False: a step that cannot be made here, or a
 * disagreement; ERR says which and what differed, and the troupe stands before that step until it is sent elsewhere.
 */
bool troupe_seek(struct troupe *, const uint8_t *schedule, size_t len, size_t max_steps, struct err *);
size_t troupe_at(const struct troupe *);             /* steps made */
const uint32_t *troupe_state(const struct troupe *); /* the model's state there; until the next seek */
void troupe_look(const struct troupe *, unsigned thread, struct performer_look *); /* reads /proc: not for drawing */

#endif
