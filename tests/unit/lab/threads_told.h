/*
 * A random small scenario, told twice: as text for the explorer, and as a list of operations for an interpreter that
 * shares nothing with the machine. Both are made from the seed alone.
 */
#ifndef TESTS_LAB_THREADS_TOLD_H
#define TESTS_LAB_THREADS_TOLD_H

#include "support/test.h"

#include "lab/threads/machine.h"

#define OPERATIONS_MAX 24
#define NAMES          2 /* of each kind of thing: x0 x1, m0 m1, … */
#define NO_NUMBER      (-1)

enum operation_kind {
	READ_ADD,  /* x += k, the first half */
	WRITE_ADD, /* the second */
	WRITE,     /* x = k */
	ATOMIC_ADD,
	ASSERT, /* assert x != k */
	IF,     /* if x == k: goes on at target else */
	LOCK,   /* m.acquire() */
	UNLOCK, /* m.release() */
	ENTER,  /* with m: */
	LEAVE,  /* its end */
	TAKE,   /* s.acquire() */
	GLANCE, /* s.acquire(timeout=-1): no time to wait at all */
	GIVE,   /* s.release() */
	SET,    /* e.set() */
	CLEAR,  /* e.clear() */
	AWAIT,  /* e.wait() */
	PUT,    /* q.put(k), room for one */
	GET,    /* q.get() */
	PUSH,   /* p.put(k), or put(None), which has no order */
	POP,    /* p.get() */
	SLEEP,  /* cv.wait() */
	WAKE,   /* cv.notify() */
	CRITICAL,
	END,
};

struct operation {
	enum operation_kind kind;
	int name, number, line, target;
};

struct told { /* one thread */
	struct operation operations[OPERATIONS_MAX];
	int count;
};

struct scenario {
	struct str_buf text;
	struct told threads[3];
	int thread_count, line;
	int initial_s[NAMES];
	int check_name, check_number, check_line;
	uint64_t random;
};

struct lock {
	int owner, depth; /* owner + 1 */
};

struct runner {
	int at, local;
	int held[8], held_count; /* places of ENTER: what `with` holds */
	int raised, raised_at;   /* a violation_kind on its way out, 0: none */
	int phase, depth;        /* in wait: 1 sleeps, 2 woken, 3 takes the lock again */
	bool is_dead;
};

struct world {
	int x[NAMES], s[NAMES], queue[NAMES]; /* queue: the item + 1 */
	struct pile {
		int items[OPERATIONS_MAX * 3], count;
	} piles[NAMES];
	bool e[NAMES];
	struct lock locks[NAMES + 1]; /* m0, m1 (an RLock), the condition's (an RLock) */
	int sleepers[3], sleeper_count;
	struct runner runners[3];
};

void told_make(struct scenario *, uint64_t seed); /* whoever made it frees its text */
const struct operation *told_next(const struct scenario *, const struct world *, int thread);
bool told_can_step(const struct scenario *, const struct world *, int thread);
/* One step; a violation_kind and its line if it goes wrong. */
enum violation_kind told_step(const struct scenario *, struct world *, int thread, int *line);

#endif
