/*
 * The model: a discrete-event simulation in virtual time. Seeded; the same seed and the same turns give the same events
 * to the byte. What waits is served in the order it came; a queue operation takes no time.
 */
#include "lab/queue/queue.h"

#include "base/alloc.h"
#include "base/rng.h"
#include "lab/queue/alarms.h"
#include "lab/queue/history.h"

#include <math.h>

#define NS_IN_S  1e9
#define LEAST_S  0.001 /* stands for "without a pause" */
#define NEVER_NS UINT64_MAX

struct actor {
	uint32_t turn;       /* counts its alarms; an alarm of another turn is stale */
	uint64_t due_ns;     /* of its alarm; NEVER_NS: none */
	uint64_t left_ns;    /* of the alarm, while paused */
	uint64_t wait_order; /* when it began to wait, 0: it does not */
	uint32_t made;       /* items, or items of the burst */
	uint32_t burst_left;
	bool is_leaving; /* a knob was turned down: ends when its hands are empty */
	bool is_idle;    /* consumer: its alarm is the end of a rest, not of work */
};

struct model {
	struct queue_engine engine;
	struct rng rng;
	uint64_t now_ns;
	uint64_t order;
	uint32_t numbers;
	struct alarms alarms;
	struct actor actors[QUEUE_ACTOR_COUNT];
};

/* ---- alarms ---- */

static void
set_alarm(struct model *model, unsigned actor, uint64_t delay_ns)
{
	struct actor *self = &model->actors[actor];

	self->turn++;
	self->due_ns = model->now_ns + delay_ns;
	alarms_push(&model->alarms, (struct alarm){ .time_ns = self->due_ns,
						    .order = model->order++,
						    .turn = self->turn,
						    .actor = (uint8_t)actor });
}

static void
clear_alarm(struct model *model, unsigned actor)
{
	model->actors[actor].turn++;
	model->actors[actor].due_ns = NEVER_NS;
	model->actors[actor].left_ns = 0;
}

/* ---- what an actor is and does ---- */

static const struct queue_scene *
scene_of(const struct model *model)
{
	return &model->engine.history->now;
}

static int32_t
knob(const struct model *model, enum queue_knob which)
{
	return scene_of(model)->knobs.values[which];
}

static const struct queue_actor *
shown(const struct model *model, unsigned actor)
{
	return &scene_of(model)->actors[actor];
}

static void
tell(struct model *model, enum queue_event_kind kind, unsigned actor, uint32_t item)
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
	struct actor *self = &model->actors[actor];
	double mean_s = queue_make_mean_s(&scene_of(model)->knobs, LEAST_S);
	uint32_t burst = (uint32_t)knob(model, KNOB_BURST);

	if (self->burst_left > 0) {
		self->burst_left--;
		set_alarm(model, actor, (uint64_t)(LEAST_S * NS_IN_S));
		return;
	}
	self->burst_left = burst - 1;
	set_alarm(model, actor, gap_ns(model, mean_s * burst, knob(model, KNOB_PUT_GAPS)));
}

static void
begin_rest(struct model *model, unsigned actor)
{
	double mean_s = queue_rest_mean_s(&scene_of(model)->knobs);

	model->actors[actor].is_idle = true;
	set_alarm(model, actor, mean_s > 0 ? gap_ns(model, mean_s, knob(model, KNOB_GET_GAPS)) : 0);
}

static void
begin_work(struct model *model, unsigned actor)
{
	double mean_s = queue_work_mean_s(&scene_of(model)->knobs);

	if (mean_s <= 0 && queue_rest_mean_s(&scene_of(model)->knobs) <= 0)
		mean_s = LEAST_S;
	model->actors[actor].is_idle = false;
	set_alarm(model, actor, mean_s > 0 ? gap_ns(model, mean_s, knob(model, KNOB_GET_GAPS)) : 0);
}

static void settle(struct model *);

static void
leave(struct model *model, unsigned actor)
{
	clear_alarm(model, actor);
	model->actors[actor].wait_order = 0;
	tell(model, DID_EXIT, actor, 0);
}

static void
begin_wait(struct model *model, unsigned actor)
{
	clear_alarm(model, actor);
	model->actors[actor].wait_order = ++model->order;
}

/* A producer behind an item: the next one, or the end. */
static void
go_on_producing(struct model *model, unsigned actor)
{
	struct actor *self = &model->actors[actor];
	int32_t items = knob(model, KNOB_ITEMS);

	if (!self->is_leaving && (items == 0 || self->made < (uint32_t)items)) {
		begin_making(model, actor);
	} else if (knob(model, KNOB_ENDING) == ENDING_JOINABLE) {
		tell(model, DID_JOIN_WAIT, actor, 0);
		begin_wait(model, actor);
	} else {
		leave(model, actor);
	}
}

static void
put(struct model *model, unsigned actor, uint32_t item)
{
	model->actors[actor].wait_order = 0;
	tell(model, DID_PUT, actor, item);
	if (actor < QUEUE_CONSUMER)
		go_on_producing(model, actor);
	else if (queue_is_consumer(actor))
		leave(model, actor);
}

/* Has made an item (or holds a sentinel): into the queue, or wait. */
static void
try_put(struct model *model, unsigned actor, uint32_t item)
{
	if (!queue_scene_is_full(scene_of(model)) && scene_of(model)->count < QUEUE_ITEMS_MAX) {
		put(model, actor, item);
		return;
	}
	tell(model, DID_PUT_WAIT, actor, item);
	begin_wait(model, actor);
}

static void
get(struct model *model, unsigned actor)
{
	const struct queue_scene *scene = scene_of(model);
	uint32_t item = scene->items[scene->first + queue_scene_next(scene)].number;

	model->actors[actor].wait_order = 0;
	if (item != QUEUE_SENTINEL) {
		tell(model, DID_GET, actor, item);
		begin_work(model, actor);
		return;
	}
	tell(model, DID_SENTINEL, actor, item);
	if (knob(model, KNOB_ENDING) == ENDING_IMPROVED)
		try_put(model, actor, QUEUE_SENTINEL);
	else
		leave(model, actor);
}

static void
act(struct model *model, unsigned actor)
{
	struct actor *self = &model->actors[actor];

	self->due_ns = NEVER_NS;
	if (actor < QUEUE_CONSUMER) {
		self->made++;
		try_put(model, actor, ++model->numbers);
	} else if (!self->is_idle) {
		tell(model, DID_TASK_DONE, actor, shown(model, actor)->hand.number);
		if (self->is_leaving)
			leave(model, actor);
		else
			begin_rest(model, actor);
	} else if (scene_of(model)->count > 0) {
		get(model, actor);
	} else {
		tell(model, DID_GET_WAIT, actor, 0);
		begin_wait(model, actor);
	}
}

/* ---- who waited and need not any more ---- */

static unsigned
first_waiting(const struct model *model, uint8_t state)
{
	unsigned best = QUEUE_ACTOR_COUNT;

	for (unsigned i = 0; i < QUEUE_ACTOR_COUNT; i++) {
		const struct actor *self = &model->actors[i];

		if (!self->wait_order || shown(model, i)->state != state || shown(model, i)->is_paused)
			continue;
		if (best == QUEUE_ACTOR_COUNT || self->wait_order < model->actors[best].wait_order)
			best = i;
	}
	return best;
}

static bool
settle_one(struct model *model)
{
	const struct queue_scene *scene = scene_of(model);
	unsigned actor;

	if (!queue_scene_is_full(scene) && (actor = first_waiting(model, STATE_PUT_WAIT)) < QUEUE_ACTOR_COUNT) {
		put(model, actor, shown(model, actor)->hand.number);
		return true;
	}
	if (scene->count > 0 && (actor = first_waiting(model, STATE_GET_WAIT)) < QUEUE_ACTOR_COUNT) {
		get(model, actor);
		return true;
	}
	if (scene->unfinished == 0 && (actor = first_waiting(model, STATE_JOINING)) < QUEUE_ACTOR_COUNT) {
		tell(model, DID_JOINED, actor, 0);
		leave(model, actor);
		return true;
	}
	return false;
}

/* The program's own part: sentinels when the producers have ended, or the end of daemons. */
static bool
settle_main(struct model *model)
{
	const struct queue_scene *scene = scene_of(model);

	if (scene->actors[QUEUE_MAIN].state == STATE_IDLE && queue_scene_owed(scene) > 0) {
		try_put(model, QUEUE_MAIN, QUEUE_SENTINEL);
		return true;
	}
	if (knob(model, KNOB_ENDING) == ENDING_JOINABLE && queue_scene_has_no_producer(scene)) {
		for (unsigned i = QUEUE_CONSUMER; i < QUEUE_MAIN; i++) {
			uint8_t state = shown(model, i)->state;

			model->actors[i].is_leaving = true;
			if ((state == STATE_GET_WAIT || state == STATE_RESTING) && !shown(model, i)->is_paused) {
				leave(model, i);
				return true;
			}
		}
	}
	return false;
}

static void
settle(struct model *model)
{
	while (settle_one(model) || settle_main(model))
		;
}

/* ---- the engine ---- */

/* Runs the next alarm if it is due by UNTIL_NS. */
static bool
run_next(struct model *model, uint64_t until_ns)
{
	while (model->alarms.len) {
		struct alarm alarm = model->alarms.items[0];

		if (alarm.turn != model->actors[alarm.actor].turn) {
			alarms_pop(&model->alarms);
			continue;
		}
		if (alarm.time_ns > until_ns)
			return false;
		alarms_pop(&model->alarms);
		model->now_ns = alarm.time_ns;
		act(model, alarm.actor);
		settle(model);
		return true;
	}
	return false;
}

static struct model *
model_of(struct queue_engine *engine)
{
	return (struct model *)engine;
}

static void
start_actor(struct model *model, unsigned actor)
{
	struct actor *self = &model->actors[actor];
	uint32_t turn = self->turn;

	*self = (struct actor){ .turn = turn, .due_ns = NEVER_NS };
	tell(model, DID_START, actor, 0);
	if (actor >= QUEUE_CONSUMER)
		begin_rest(model, actor);
	else
		begin_making(model, actor);
}

static struct queue_engine *
model_start(const struct queue_setup *setup, struct queue_history *history, struct err *err)
{
	struct model *model = NEW(struct model);

	(void)err;
	model->engine.ops = &queue_model_ops;
	model->engine.history = history;
	rng_init(&model->rng, setup->seed);
	for (unsigned i = 0; i < QUEUE_ACTOR_COUNT; i++)
		model->actors[i].due_ns = NEVER_NS;
	for (unsigned i = 0; i < (unsigned)setup->knobs.values[KNOB_PRODUCERS]; i++)
		start_actor(model, i);
	for (unsigned i = 0; i < (unsigned)setup->knobs.values[KNOB_CONSUMERS]; i++)
		start_actor(model, QUEUE_CONSUMER + i);
	return &model->engine;
}

static void
model_poll(struct queue_engine *engine, uint64_t time_ns)
{
	struct model *model = model_of(engine);

	while (run_next(model, time_ns))
		;
	if (time_ns > model->now_ns)
		model->now_ns = time_ns;
}

static bool
model_step(struct queue_engine *engine)
{
	struct model *model = model_of(engine);
	uint64_t before = engine->history->length;

	while (engine->history->length == before)
		if (!run_next(model, NEVER_NS))
			return false;
	return true;
}

static void
model_hold(struct queue_engine *engine, bool is_held)
{
	(void)engine; /* nothing moves but in poll and step */
	(void)is_held;
}

static bool
model_is_resting(const struct queue_engine *engine)
{
	(void)engine;
	return true;
}

/* So many actors of a side shall be: start those that never were, or ask the last ones to leave. */
static void
set_side(struct model *model, unsigned first, unsigned wanted)
{
	for (unsigned i = 0; i < QUEUE_SIDE_MAX; i++) {
		unsigned actor = first + i;
		uint8_t state = shown(model, actor)->state;
		bool is_gone = state == STATE_ABSENT || state == STATE_DONE || state == STATE_KILLED;

		if (i >= wanted && !is_gone) {
			model->actors[actor].is_leaving = true;
			if (state == STATE_GET_WAIT || state == STATE_RESTING)
				leave(model, actor);
			else if (state == STATE_MAKING)
				go_on_producing(model, actor);
		} else if (i < wanted &&
			   (state == STATE_ABSENT || (state == STATE_DONE && model->actors[actor].is_leaving))) {
			start_actor(model, actor);
		} else if (i < wanted) {
			model->actors[actor].is_leaving = false;
		}
	}
}

/* What is being made or worked on goes on in the new measure: the rest of it is as much longer or shorter. */
static void
hurry(struct model *model, enum queue_knob which, int32_t value)
{
	double ratio = queue_knob_ratio(which, knob(model, which), value);

	for (unsigned i = 0; i < QUEUE_MAIN; i++) {
		struct actor *self = &model->actors[i];
		uint8_t state = shown(model, i)->state;

		if (queue_state_is_timed_by(state, which) && self->due_ns != NEVER_NS)
			set_alarm(model, i, (uint64_t)((double)(self->due_ns - model->now_ns) * ratio));
	}
}

static void
model_turn(struct queue_engine *engine, enum queue_knob which, int32_t value)
{
	struct model *model = model_of(engine);

	hurry(model, which, value);
	tell(model, DID_TURN, which, (uint32_t)value);
	if (which == KNOB_PRODUCERS)
		set_side(model, 0, (unsigned)value);
	else if (which == KNOB_CONSUMERS)
		set_side(model, QUEUE_CONSUMER, (unsigned)value);
	settle(model);
}

static void
model_pause(struct queue_engine *engine, unsigned actor, bool is_paused)
{
	struct model *model = model_of(engine);
	struct actor *self = &model->actors[actor];
	uint64_t left_ns = self->left_ns;

	if (shown(model, actor)->is_paused == is_paused || !queue_scene_is_alive(scene_of(model), actor))
		return;
	if (is_paused && self->due_ns != NEVER_NS) {
		left_ns = self->due_ns - model->now_ns + 1; /* 0: had none */
		clear_alarm(model, actor);
		self->left_ns = left_ns;
	}
	tell(model, is_paused ? DID_PAUSE : DID_RESUME, actor, 0);
	if (!is_paused && left_ns) {
		self->left_ns = 0;
		set_alarm(model, actor, left_ns - 1);
	}
	settle(model);
}

static void
model_kill(struct queue_engine *engine, unsigned actor)
{
	struct model *model = model_of(engine);

	if (!queue_scene_is_alive(scene_of(model), actor))
		return;
	clear_alarm(model, actor);
	model->actors[actor].wait_order = 0;
	tell(model, DID_KILL, actor, shown(model, actor)->hand.number);
	settle(model);
}

static void
model_revive(struct queue_engine *engine, unsigned actor)
{
	struct model *model = model_of(engine);

	if (queue_scene_is_alive(scene_of(model), actor))
		return;
	start_actor(model, actor);
	settle(model);
}

static void
model_stop(struct queue_engine *engine)
{
	if (!engine)
		return;
	vec_fini(&model_of(engine)->alarms);
	free(engine);
}

const struct queue_engine_ops queue_model_ops = {
	.name = "model",
	.start = model_start,
	.poll = model_poll,
	.step = model_step,
	.hold = model_hold,
	.is_resting = model_is_resting,
	.turn = model_turn,
	.pause = model_pause,
	.kill = model_kill,
	.revive = model_revive,
	.stop = model_stop,
};
