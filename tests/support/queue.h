/* The queue lab's engines under test: random knobs, random disturbances, and the account after every event. */
#ifndef SUPPORT_QUEUE_H
#define SUPPORT_QUEUE_H

#include "support/test.h"

#include "base/rng.h"
#include "lab/queue/history.h"
#include "lab/queue/queue_options.h"

static inline struct queue_knobs
queue_knobs_of(int32_t producers, int32_t consumers, int32_t capacity)
{
	struct queue_knobs knobs;

	queue_knobs_init(&knobs);
	knobs.values[KNOB_PRODUCERS] = producers;
	knobs.values[KNOB_CONSUMERS] = consumers;
	knobs.values[KNOB_CAPACITY] = capacity;
	return knobs;
}

static inline void
assert_queue_balanced(const struct queue_scene *scene, uint64_t index, uint64_t seed)
{
	struct str_buf why = { 0 };

	if (!queue_account_check(scene, &why))
		fail_msg("SEED=%llu event %llu: %s", (unsigned long long)seed, (unsigned long long)index,
			 str_buf_c(&why));
	str_buf_fini(&why);
}

/* Every event that is kept, one after the other. */
static inline void
assert_every_queue_event_balanced(const struct queue_history *history, uint64_t seed)
{
	struct queue_cursor cursor;

	queue_cursor_init(&cursor, history);
	for (uint64_t i = history->first; i <= history->length; i++) {
		queue_cursor_seek(&cursor, history, i);
		assert_queue_balanced(&cursor.scene, i, seed);
	}
	queue_cursor_fini(&cursor);
	assert_queue_balanced(&history->now, history->length, seed);
	if (history->refused)
		fail_msg("SEED=%llu: %llu events could not be", (unsigned long long)seed,
			 (unsigned long long)history->refused);
}

static inline void
queue_knobs_random(struct rng *rng, struct queue_knobs *knobs)
{
	for (int i = 0; i < KNOB_COUNT; i++) {
		const struct queue_knob_info *info = &queue_knob_infos[i];
		uint64_t span = (uint64_t)(info->max - info->min) + 1;

		knobs->values[i] = info->min + (int32_t)rng_below(rng, span > 100 ? 100 : span);
	}
	knobs->values[KNOB_ITEMS] = (int32_t)rng_below(rng, 30);
	knobs->values[KNOB_WORK] = (int32_t)rng_below(rng, 300);
}

/* Turn, pause, resume, kill or revive something. */
static inline void
queue_disturb(struct queue_engine *engine, struct rng *rng)
{
	const struct queue_scene *now = &engine->history->now;
	unsigned actor = (unsigned)rng_below(rng, QUEUE_MAIN);
	struct queue_knobs knobs;
	enum queue_knob knob;

	switch (rng_below(rng, 5)) {
	case 0:
		queue_knobs_random(rng, &knobs);
		knob = (enum queue_knob)rng_below(rng, KNOB_COUNT);
		if (queue_engine_takes(engine->ops, knob, knobs.values[knob]))
			engine->ops->turn(engine, knob, knobs.values[knob]);
		break;
	case 1:
		engine->ops->kill(engine, actor);
		break;
	case 2:
		if (now->actors[actor].state == STATE_KILLED || now->actors[actor].state == STATE_DONE)
			engine->ops->revive(engine, actor);
		break;
	default:
		engine->ops->pause(engine, actor, !now->actors[actor].is_paused);
		break;
	}
}

#endif
