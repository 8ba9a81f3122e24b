/*
 * What a producer and a consumer do, the same in threads and in processes: make, put, get, work, join, end. How one
 * waits, sleeps and moves an item is the engine's; it calls queue_role_run on the actor's own thread or process, with
 * its lock held.
 */
#ifndef LAB_QUEUE_ROLE_H
#define LAB_QUEUE_ROLE_H

#include "base/rng.h"
#include "lab/queue/scene.h"

struct queue_role;

/*
 * All are called with the lock held and return with it held; those that wait give it away meanwhile. False:
 * end at once.
 */
struct queue_role_ops {
	const struct queue_scene *(*scene)(const struct queue_role *);
	void (*tell)(struct queue_role *, enum queue_event_kind, uint32_t item);
	bool (*pass)(struct queue_role *); /* waits while everybody or this one stands still */
	bool (*sleep)(struct queue_role *, double seconds);
	bool (*put)(struct queue_role *, bool is_sentinel); /* an item gets its number when it is told first */
	bool (*get)(struct queue_role *, uint32_t *item);   /* false also when it is to leave */
	bool (*join)(struct queue_role *);                  /* waits until nothing is unfinished */
	void (*breathe)(struct queue_role *);               /* give the lock away for a moment */
	bool (*is_leaving)(const struct queue_role *);      /* is to end when its hands are empty */
	bool (*must_end)(const struct queue_role *);
};

struct queue_role {
	const struct queue_role_ops *ops;
	unsigned number; /* actor number */
	uint32_t made, burst_left;
	uint64_t passed; /* items through its own hands, counted apart from the scene */
	struct rng rng;
};

void queue_role_run(struct queue_role *); /* a producer or a consumer, until it ends */

#endif
