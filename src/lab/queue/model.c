/* The model as an engine: runs its alarms in their order, and takes what the learner does to it. */
#include "lab/queue/model_parts.h"

#include "base/alloc.h"

/* ---- running ---- */

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
		model_actor_act(model, alarm.actor);
		model_settle(model);
		return true;
	}
	return false;
}

static struct model *
model_of(struct queue_engine *engine)
{
	return (struct model *)engine;
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
		model->actors[i].due_ns = MODEL_NEVER_NS;
	for (unsigned i = 0; i < (unsigned)setup->knobs.values[KNOB_PRODUCERS]; i++)
		model_actor_start(model, i);
	for (unsigned i = 0; i < (unsigned)setup->knobs.values[KNOB_CONSUMERS]; i++)
		model_actor_start(model, QUEUE_CONSUMER + i);
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
		if (!run_next(model, MODEL_NEVER_NS))
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
		uint8_t state = model_shown(model, actor)->state;
		bool is_gone = state == STATE_ABSENT || state == STATE_DONE || state == STATE_KILLED;

		if (i >= wanted && !is_gone) {
			model->actors[actor].is_leaving = true;
			if (state == STATE_GET_WAIT || state == STATE_RESTING)
				model_actor_leave(model, actor);
			else if (state == STATE_MAKING)
				model_actor_go_on(model, actor);
		} else if (i < wanted &&
			   (state == STATE_ABSENT || (state == STATE_DONE && model->actors[actor].is_leaving))) {
			model_actor_start(model, actor);
		} else if (i < wanted) {
			model->actors[actor].is_leaving = false;
		}
	}
}

/* What is being made or worked on goes on in the new measure: the rest of it is as much longer or shorter. */
static void
hurry(struct model *model, enum queue_knob which, int32_t value)
{
	double ratio = queue_knob_ratio(which, model_knob(model, which), value);

	for (unsigned i = 0; i < QUEUE_MAIN; i++) {
		struct model_actor *self = &model->actors[i];
		uint8_t state = model_shown(model, i)->state;

		if (queue_state_is_timed_by(state, which) && self->due_ns != MODEL_NEVER_NS)
			model_set_alarm(model, i, (uint64_t)((double)(self->due_ns - model->now_ns) * ratio));
	}
}

static void
model_turn(struct queue_engine *engine, enum queue_knob which, int32_t value)
{
	struct model *model = model_of(engine);

	hurry(model, which, value);
	model_tell(model, DID_TURN, which, (uint32_t)value);
	if (which == KNOB_PRODUCERS)
		set_side(model, 0, (unsigned)value);
	else if (which == KNOB_CONSUMERS)
		set_side(model, QUEUE_CONSUMER, (unsigned)value);
	model_settle(model);
}

static void
model_pause(struct queue_engine *engine, unsigned actor, bool is_paused)
{
	struct model *model = model_of(engine);
	struct model_actor *self = &model->actors[actor];
	uint64_t left_ns = self->left_ns;

	if (model_shown(model, actor)->is_paused == is_paused || !queue_scene_is_alive(model_scene(model), actor))
		return;
	if (is_paused && self->due_ns != MODEL_NEVER_NS) {
		left_ns = self->due_ns - model->now_ns + 1; /* 0: had none */
		model_clear_alarm(model, actor);
		self->left_ns = left_ns;
	}
	model_tell(model, is_paused ? DID_PAUSE : DID_RESUME, actor, 0);
	if (!is_paused && left_ns) {
		self->left_ns = 0;
		model_set_alarm(model, actor, left_ns - 1);
	}
	model_settle(model);
}

static void
model_kill(struct queue_engine *engine, unsigned actor)
{
	struct model *model = model_of(engine);

	if (!queue_scene_is_alive(model_scene(model), actor))
		return;
	model_clear_alarm(model, actor);
	model->actors[actor].wait_order = 0;
	model_tell(model, DID_KILL, actor, model_shown(model, actor)->hand.number);
	model_settle(model);
}

static void
model_revive(struct queue_engine *engine, unsigned actor)
{
	struct model *model = model_of(engine);

	if (queue_scene_is_alive(model_scene(model), actor))
		return;
	model_actor_start(model, actor);
	model_settle(model);
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
