/*
 * What the two sides of the model share: model.c (the engine) and model_actor.c (what its actors do).
 *
 * A discrete-event simulation in virtual time. Seeded; the same seed and the same turns give the same events to the
 * byte. What waits is served in the order it came; a queue operation takes no time. Times are in ns of the engine's
 * time. UI thread.
 */
#ifndef LAB_QUEUE_MODEL_PARTS_H
#define LAB_QUEUE_MODEL_PARTS_H

#include "base/rng.h"
#include "lab/queue/alarms.h"
#include "lab/queue/history.h"
#include "lab/queue/queue.h"

#define MODEL_NEVER_NS UINT64_MAX

struct model_actor {
	uint32_t turn;       /* counts its alarms; an alarm of another turn is stale */
	uint64_t due_ns;     /* of its alarm; MODEL_NEVER_NS: none */
	uint64_t left_ns;    /* of the alarm, while paused */
	uint64_t wait_order; /* when it began to wait, 0: it does not */
	uint32_t made;       /* items, or items of the burst */
	uint32_t burst_left;
	bool is_leaving; /* a knob was turned down: ends when its hands are empty */
	bool is_idle;    /* consumer: its alarm is the end of a rest, not of work */
};

struct model {
	struct queue_engine engine; /* first: the engine's functions get it */
	struct rng rng;
	uint64_t now_ns;
	uint64_t order;
	uint32_t numbers;
	struct alarms alarms;
	struct model_actor actors[QUEUE_ACTOR_COUNT];
};

const struct queue_scene *model_scene(const struct model *);
const struct queue_actor *model_shown(const struct model *, unsigned actor); /* in the scene */
int32_t model_knob(const struct model *, enum queue_knob);
void model_tell(struct model *, enum queue_event_kind, unsigned actor, uint32_t item); /* it happens now */

void model_set_alarm(struct model *, unsigned actor, uint64_t delay_ns); /* in place of the one it had */
void model_clear_alarm(struct model *, unsigned actor);

void model_actor_start(struct model *, unsigned actor);
void model_actor_act(struct model *, unsigned actor);   /* its alarm rang */
void model_actor_go_on(struct model *, unsigned actor); /* a producer behind an item: the next one, or the end */
void model_actor_leave(struct model *, unsigned actor);
void model_settle(struct model *); /* all who waited and need not any more, until nobody is left */

#endif
