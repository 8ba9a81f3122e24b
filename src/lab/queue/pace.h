/*
 * The time of an engine whose actors are real: the machine's, less what it stood still. It stands while the learner
 * holds it, and by itself while nobody polls. Under the engine's lock, but for what says otherwise; it may lie in
 * memory that processes share.
 */
#ifndef LAB_QUEUE_PACE_H
#define LAB_QUEUE_PACE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct queue_pace {
	bool is_held;
	atomic_bool is_resting; /* by itself; may be read without the lock */
	int32_t steps;          /* events until it is held; < 0: no end */
	uint64_t lease_ns;      /* monotonic: polled until then */
	uint64_t origin_ns;     /* monotonic time of time 0, moved on by all the time it stands */
	uint64_t held_at_ns;    /* monotonic, while it stands */
};

void queue_pace_init(struct queue_pace *); /* held, at time 0 */
bool queue_pace_is_standing(const struct queue_pace *);
bool queue_pace_is_forgotten(const struct queue_pace *); /* it moves, and nobody has polled for longer than the lease */
uint64_t queue_pace_now_ns(const struct queue_pace *);
/* From standing to moving only where nobody who does it can be killed at that moment. */
void queue_pace_set(struct queue_pace *, bool is_held, bool is_resting);
void queue_pace_count_event(struct queue_pace *); /* of the steps asked for: it is held behind the last one */

#endif
