/* The actors of the model: what one does when its alarm rings, and who need not wait any more because of it. */
#include "lab/queue/model_parts.h"

#include <math.h>

#define NS_IN_S 1e9
#define LEAST_S 0.001 /* stands for "without a pause" */

/* ---- alarms ---- */

void
model_set_alarm(struct model *model, unsigned actor, uint64_t delay_ns)
{
	struct model_actor *self = &model->actors[actor];

	self->turn++;
	self->due_ns = model->now_ns + delay_ns;
	alarms_push(&model->alarms, (struct alarm){ .time_ns = self->due_ns,
						    .order = model->order++,
						    .turn = self->turn,
						    .actor = (uint8_t)actor });
}

void
model_clear_alarm(struct model *model, unsigned actor)
{
	model->actors[actor].turn++;
	model->actors[actor].due_ns = MODEL_NEVER_NS;
	model->actors[actor].left_ns = 0;
}

/* ---- what an actor is and does ---- */

const struct queue_scene *
model_scene(const struct model *model)
{
	return &model->engine.history->now;
}

int32_t
model_knob(const struct model *model, enum queue_knob which)
{
	return model_scene(model)->knobs.values[which];
}

const struct queue_actor *
model_shown(const struct model *model, unsigned actor)
{
	return &model_scene(model)->actors[actor];
}

void
model_tell(struct model *model, enum queue_event_kind kind, unsigned actor, uint32_t item)
{
	queue_history_add(model->engine.history, &(struct queue_event){ .time_ns = model->now_ns,
									.item = item,
									.kind = (uint8_t)kind,
									.actor = (uint8_t)actor });
}

static uint64_t
gap_ns(struct model *model, double mean_s, int32_t gaps)
{
	double gap_s = gaps == GAPS_EXPONENTIAL ? rng_exponential(&model->rng, mean_s) : mean_s;

	return (uint64_t)llround(gap_s * NS_IN_S);
}

static void
begin_making(struct model *model, unsigned actor)
{
	struct model_actor *self = &model->actors[actor];
	double mean_s = queue_make_mean_s(&model_scene(model)->knobs, LEAST_S);
	uint32_t burst = (uint32_t)model_knob(model, KNOB_BURST);

	if (self->burst_left > 0) {
		self->burst_left--;
		model_set_alarm(model, actor, (uint64_t)(LEAST_S * NS_IN_S));
		return;
	}
	self->burst_left = burst - 1;
	model_set_alarm(model, actor, gap_ns(model, mean_s * burst, model_knob(model, KNOB_PUT_GAPS)));
}

static void
begin_rest(struct model *model, unsigned actor)
{
	double mean_s = queue_rest_mean_s(&model_scene(model)->knobs);

	model->actors[actor].is_idle = true;
	model_set_alarm(model, actor, mean_s > 0 ? gap_ns(model, mean_s, model_knob(model, KNOB_GET_GAPS)) : 0);
}

static void
begin_work(struct model *model, unsigned actor)
{
	double mean_s = queue_work_mean_s(&model_scene(model)->knobs);

	if (mean_s <= 0 && queue_rest_mean_s(&model_scene(model)->knobs) <= 0)
		mean_s = LEAST_S;
	model->actors[actor].is_idle = false;
	model_set_alarm(model, actor, mean_s > 0 ? gap_ns(model, mean_s, model_knob(model, KNOB_GET_GAPS)) : 0);
}

void
model_actor_leave(struct model *model, unsigned actor)
{
	model_clear_alarm(model, actor);
	model->actors[actor].wait_order = 0;
	model_tell(model, DID_EXIT, actor, 0);
}

static void
begin_wait(struct model *model, unsigned actor)
{
	model_clear_alarm(model, actor);
	model->actors[actor].wait_order = ++model->order;
}

/* A producer behind an item: the next one, or the end. */
void
model_actor_go_on(struct model *model, unsigned actor)
{
	struct model_actor *self = &model->actors[actor];
	int32_t items = model_knob(model, KNOB_ITEMS);

	if (!self->is_leaving && (items == 0 || self->made < (uint32_t)items)) {
		begin_making(model, actor);
	} else if (model_knob(model, KNOB_ENDING) == ENDING_JOINABLE) {
		model_tell(model, DID_JOIN_WAIT, actor, 0);
		begin_wait(model, actor);
	} else {
		model_actor_leave(model, actor);
	}
}

static void
put(struct model *model, unsigned actor, uint32_t item)
{
	model->actors[actor].wait_order = 0;
	model_tell(model, DID_PUT, actor, item);
	if (actor < QUEUE_CONSUMER)
		model_actor_go_on(model, actor);
	else if (queue_is_consumer(actor))
		model_actor_leave(model, actor);
}

/* Has made an item (or holds a sentinel): into the queue, or wait. */
static void
try_put(struct model *model, unsigned actor, uint32_t item)
{
	if (!queue_scene_is_full(model_scene(model)) && model_scene(model)->count < QUEUE_ITEMS_MAX) {
		put(model, actor, item);
		return;
	}
	model_tell(model, DID_PUT_WAIT, actor, item);
	begin_wait(model, actor);
}

static void
get(struct model *model, unsigned actor)
{
	const struct queue_scene *scene = model_scene(model);
	uint32_t item = scene->items[scene->first + queue_scene_next(scene)].number;

	model->actors[actor].wait_order = 0;
	if (item != QUEUE_SENTINEL) {
		model_tell(model, DID_GET, actor, item);
		begin_work(model, actor);
		return;
	}
	model_tell(model, DID_SENTINEL, actor, item);
	if (model_knob(model, KNOB_ENDING) == ENDING_IMPROVED)
		try_put(model, actor, QUEUE_SENTINEL);
	else
		model_actor_leave(model, actor);
}

void
model_actor_act(struct model *model, unsigned actor)
{
	struct model_actor *self = &model->actors[actor];

	self->due_ns = MODEL_NEVER_NS;
	if (actor < QUEUE_CONSUMER) {
		self->made++;
		try_put(model, actor, ++model->numbers);
	} else if (!self->is_idle) {
		model_tell(model, DID_TASK_DONE, actor, model_shown(model, actor)->hand.number);
		if (self->is_leaving)
			model_actor_leave(model, actor);
		else
			begin_rest(model, actor);
	} else if (model_scene(model)->count > 0) {
		get(model, actor);
	} else {
		model_tell(model, DID_GET_WAIT, actor, 0);
		begin_wait(model, actor);
	}
}

void
model_actor_start(struct model *model, unsigned actor)
{
	struct model_actor *self = &model->actors[actor];
	uint32_t turn = self->turn;

	*self = (struct model_actor){ .turn = turn, .due_ns = MODEL_NEVER_NS };
	model_tell(model, DID_START, actor, 0);
	if (actor >= QUEUE_CONSUMER)
		begin_rest(model, actor);
	else
		begin_making(model, actor);
}

/* ---- who waited and need not any more ---- */

static unsigned
first_waiting(const struct model *model, uint8_t state)
{
	unsigned best = QUEUE_ACTOR_COUNT;

	for (unsigned i = 0; i < QUEUE_ACTOR_COUNT; i++) {
		const struct model_actor *self = &model->actors[i];

		if (!self->wait_order || model_shown(model, i)->state != state || model_shown(model, i)->is_paused)
			continue;
		if (best == QUEUE_ACTOR_COUNT || self->wait_order < model->actors[best].wait_order)
			best = i;
	}
	return best;
}

static bool
settle_one(struct model *model)
{
	const struct queue_scene *scene = model_scene(model);
	unsigned actor;

	if (!queue_scene_is_full(scene) && (actor = first_waiting(model, STATE_PUT_WAIT)) < QUEUE_ACTOR_COUNT) {
		put(model, actor, model_shown(model, actor)->hand.number);
		return true;
	}
	if (scene->count > 0 && (actor = first_waiting(model, STATE_GET_WAIT)) < QUEUE_ACTOR_COUNT) {
		get(model, actor);
		return true;
	}
	if (scene->unfinished == 0 && (actor = first_waiting(model, STATE_JOINING)) < QUEUE_ACTOR_COUNT) {
		model_tell(model, DID_JOINED, actor, 0);
		model_actor_leave(model, actor);
		return true;
	}
	return false;
}

/* The program's own part: sentinels when the producers have ended, or the end of daemons. */
static bool
settle_main(struct model *model)
{
	const struct queue_scene *scene = model_scene(model);

	if (scene->actors[QUEUE_MAIN].state == STATE_IDLE && queue_scene_owed(scene) > 0) {
		try_put(model, QUEUE_MAIN, QUEUE_SENTINEL);
		return true;
	}
	if (model_knob(model, KNOB_ENDING) == ENDING_JOINABLE && queue_scene_has_no_producer(scene)) {
		for (unsigned i = QUEUE_CONSUMER; i < QUEUE_MAIN; i++) {
			uint8_t state = model_shown(model, i)->state;

			model->actors[i].is_leaving = true;
			if ((state == STATE_GET_WAIT || state == STATE_RESTING) && !model_shown(model, i)->is_paused) {
				model_actor_leave(model, i);
				return true;
			}
		}
	}
	return false;
}

void
model_settle(struct model *model)
{
	while (settle_one(model) || settle_main(model))
		;
}
