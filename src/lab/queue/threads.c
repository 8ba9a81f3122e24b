/*
 * Real threads around a real bounded queue: one mutex, one condition for "not full", one for "not empty".
 * The UI's side.
 */
#include "lab/queue/thread_parts.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "base/thread.h"

#include <assert.h>
#include <string.h>

#define LEASE_NS NS_PER_S

enum {
	STACK_BYTES = 256 * 1024
};

static struct threads *
threads_of(struct queue_engine *engine)
{
	return (struct threads *)engine;
}

static void
lock_ui(struct threads *all)
{
	atomic_store(&all->is_asked, true);
	pthread_mutex_lock(&all->lock);
	atomic_store(&all->is_asked, false);
}

static void
join_thread(struct thread_actor *actor)
{
	if (actor->has_thread)
		pthread_join(actor->thread, NULL);
	actor->has_thread = false;
}

/* With the lock. */
static bool
start_thread(struct thread_actor *actor)
{
	pthread_attr_t attributes;

	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, STACK_BYTES);
	actor->has_thread = thread_start(&actor->thread, &attributes, thread_actor_run, actor) == 0;
	pthread_attr_destroy(&attributes);
	if (!actor->has_thread)
		actor->all->engine.trouble = _("the system allows no more threads");
	return actor->has_thread;
}

/* Without the lock: a thread that was killed is waited for first. */
static bool
start_actor(struct threads *all, unsigned number)
{
	struct thread_actor *actor = &all->actors[number];
	bool is_good;

	join_thread(actor);
	lock_ui(all);
	actor->is_dead = actor->is_leaving = false;
	actor->role.made = actor->role.burst_left = 0;
	actor->due_ns = 0;
	is_good = start_thread(actor);
	if (is_good && number != QUEUE_MAIN)
		threads_tell(all, DID_START, number, 0);
	threads_unlock(all);
	return is_good;
}

static void
init_conditions(struct threads *all)
{
	pthread_cond_t *const conditions[] = { &all->not_full, &all->not_empty, &all->all_done, &all->ended,
					       &all->gate };
	pthread_condattr_t monotonic;
	pthread_mutexattr_t kind;

	pthread_mutexattr_init(&kind);
#ifdef PTHREAD_ADAPTIVE_MUTEX_INITIALIZER_NP
	pthread_mutexattr_settype(&kind, PTHREAD_MUTEX_ADAPTIVE_NP); /* the lock is held for less than a sleep costs */
#endif
	pthread_mutex_init(&all->lock, &kind);
	pthread_mutexattr_destroy(&kind);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	for (size_t i = 0; i < ARRAY_LEN(conditions); i++)
		pthread_cond_init(conditions[i], &monotonic);
	for (unsigned i = 0; i < QUEUE_ACTOR_COUNT; i++)
		pthread_cond_init(&all->actors[i].wake, &monotonic);
	pthread_condattr_destroy(&monotonic);
}

static void
fini_conditions(struct threads *all)
{
	pthread_cond_t *const conditions[] = { &all->not_full, &all->not_empty, &all->all_done, &all->ended,
					       &all->gate };

	for (size_t i = 0; i < ARRAY_LEN(conditions); i++)
		pthread_cond_destroy(conditions[i]);
	for (unsigned i = 0; i < QUEUE_ACTOR_COUNT; i++)
		pthread_cond_destroy(&all->actors[i].wake);
	pthread_mutex_destroy(&all->lock);
}

/* Items through the actors' own hands are those of the account. */
static void
check_account(const struct threads *all)
{
	uint64_t put_count = 0, done_count = 0;

	for (unsigned i = 0; i < QUEUE_MAIN; i++)
		*(queue_is_consumer(i) ? &done_count : &put_count) += all->actors[i].role.passed;
	assert(done_count == all->scene.consumed);
	assert(put_count <= all->scene.produced && put_count + QUEUE_SIDE_MAX + all->scene.lost >= all->scene.produced);
	(void)put_count, (void)done_count;
}

static void
threads_stop(struct queue_engine *engine)
{
	struct threads *all = engine ? threads_of(engine) : NULL;

	if (!all)
		return;
	lock_ui(all);
	all->is_stopping = true;
	threads_wake_everybody(all);
	threads_unlock(all);
	for (unsigned i = 0; i < QUEUE_ACTOR_COUNT; i++)
		join_thread(&all->actors[i]);
	check_account(all);
	fini_conditions(all);
	queue_scene_fini(&all->scene);
	queue_scene_fini(&all->copy);
	free(all);
}

static struct queue_engine *
threads_start(const struct queue_setup *setup, struct queue_history *history, struct err *err)
{
	struct threads *all = NEW(struct threads);
	bool is_good;

	all->engine.ops = &queue_threads_ops;
	all->engine.history = history;
	all->engine.lease_ns = LEASE_NS;
	queue_scene_init(&all->scene, &setup->knobs);
	init_conditions(all);
	queue_pace_init(&all->pace);
	for (unsigned i = 0; i < QUEUE_ACTOR_COUNT; i++) {
		all->actors[i].all = all;
		all->actors[i].role.ops = &thread_role_ops;
		all->actors[i].role.number = i;
		rng_init(&all->actors[i].role.rng, setup->seed * QUEUE_ACTOR_COUNT + i);
	}
	is_good = start_actor(all, QUEUE_MAIN);
	for (unsigned i = 0; i < (unsigned)setup->knobs.values[KNOB_PRODUCERS] && is_good; i++)
		is_good = start_actor(all, i);
	for (unsigned i = 0; i < (unsigned)setup->knobs.values[KNOB_CONSUMERS] && is_good; i++)
		is_good = start_actor(all, QUEUE_CONSUMER + i);
	if (is_good)
		return &all->engine;
	err_set(err, "%s", all->engine.trouble);
	threads_stop(&all->engine);
	return NULL;
}

static void
threads_poll(struct queue_engine *engine, uint64_t time_ns)
{
	struct threads *all = threads_of(engine);
	uint32_t count, dropped;

	(void)time_ns;
	engine->locking = atomic_load_explicit(&all->locking, memory_order_relaxed);
	lock_ui(all);
	all->pace.lease_ns = clock_monotonic_ns() + all->engine.lease_ns;
	if (all->pace.is_resting)
		threads_set_standing(all, all->pace.is_held, false);
	engine->now_ns = queue_pace_now_ns(&all->pace);
	count = all->ring_count;
	dropped = all->dropped;
	memcpy(all->drained, all->ring, count * sizeof(*all->ring));
	if (dropped)
		queue_scene_copy(&all->copy, &all->scene);
	engine->history->refused += all->refused;
	all->ring_count = all->dropped = all->refused = 0;
	threads_unlock(all);
	for (uint32_t i = 0; i < count; i++)
		queue_history_add(engine->history, &all->drained[i]);
	if (dropped)
		queue_history_skip(engine->history, &all->copy, dropped);
}

static void
threads_hold(struct queue_engine *engine, bool is_held)
{
	struct threads *all = threads_of(engine);

	lock_ui(all);
	all->pace.steps = -1;
	all->pace.lease_ns = clock_monotonic_ns() + all->engine.lease_ns;
	if (all->pace.is_held != is_held || (!is_held && all->pace.is_resting))
		threads_set_standing(all, is_held, is_held && all->pace.is_resting);
	threads_unlock(all);
}

static bool
threads_is_resting(const struct queue_engine *engine)
{
	return atomic_load(&((const struct threads *)engine)->pace.is_resting);
}

static bool
threads_step(struct queue_engine *engine)
{
	struct threads *all = threads_of(engine);

	lock_ui(all);
	all->pace.steps = 1;
	all->pace.lease_ns = clock_monotonic_ns() + all->engine.lease_ns;
	threads_set_standing(all, false, false);
	threads_unlock(all);
	return true;
}

/* So many of a side shall be. The ones told to leave do so when their hands are empty. */
static void
set_side(struct threads *all, unsigned first, unsigned wanted)
{
	for (unsigned i = 0; i < QUEUE_SIDE_MAX; i++) {
		struct thread_actor *actor = &all->actors[first + i];
		bool has_to_start;

		lock_ui(all);
		uint8_t state = thread_actor_shown(actor)->state;

		has_to_start = i < wanted && (state == STATE_ABSENT || (state == STATE_DONE && actor->is_leaving));
		actor->is_leaving = i >= wanted;
		threads_unlock(all);
		if (has_to_start)
			start_actor(all, first + i);
	}
	lock_ui(all);
	threads_wake_everybody(all);
	threads_unlock(all);
}

static void
hurry(struct threads *all, enum queue_knob which, int32_t value)
{
	double ratio = queue_knob_ratio(which, all->scene.knobs.values[which], value);
	uint64_t now = queue_pace_now_ns(&all->pace);

	for (unsigned i = 0; i < QUEUE_MAIN; i++) {
		struct thread_actor *actor = &all->actors[i];
		uint8_t state = thread_actor_shown(actor)->state;

		if (queue_state_is_timed_by(state, which) && actor->due_ns > now)
			actor->due_ns = now + (uint64_t)((double)(actor->due_ns - now) * ratio);
	}
}

static void
threads_turn(struct queue_engine *engine, enum queue_knob which, int32_t value)
{
	struct threads *all = threads_of(engine);

	lock_ui(all);
	hurry(all, which, value);
	threads_tell(all, DID_TURN, which, (uint32_t)value);
	threads_wake_everybody(all);
	threads_unlock(all);
	if (which == KNOB_PRODUCERS)
		set_side(all, 0, (unsigned)value);
	else if (which == KNOB_CONSUMERS)
		set_side(all, QUEUE_CONSUMER, (unsigned)value);
}

static void
threads_pause(struct queue_engine *engine, unsigned number, bool is_paused)
{
	struct threads *all = threads_of(engine);

	lock_ui(all);
	if (queue_scene_is_alive(&all->scene, number) && all->scene.actors[number].is_paused != is_paused) {
		threads_tell(all, is_paused ? DID_PAUSE : DID_RESUME, number, 0);
		threads_wake_everybody(all);
	}
	threads_unlock(all);
}

/* No thread can be killed from outside: it is struck from the account now and ends when it next looks. */
static void
threads_kill(struct queue_engine *engine, unsigned number)
{
	struct threads *all = threads_of(engine);

	lock_ui(all);
	if (queue_scene_is_alive(&all->scene, number) && number != QUEUE_MAIN) {
		threads_tell(all, DID_KILL, number, all->scene.actors[number].hand.number);
		all->actors[number].is_dead = true;
		threads_wake_everybody(all);
	}
	threads_unlock(all);
}

static void
threads_revive(struct queue_engine *engine, unsigned number)
{
	struct threads *all = threads_of(engine);
	bool is_alive;

	lock_ui(all);
	is_alive = queue_scene_is_alive(&all->scene, number);
	threads_unlock(all);
	if (!is_alive)
		start_actor(all, number);
}

const struct queue_engine_ops queue_threads_ops = {
	.name = "threads",
	.is_real = true,
	.start = threads_start,
	.poll = threads_poll,
	.step = threads_step,
	.hold = threads_hold,
	.is_resting = threads_is_resting,
	.turn = threads_turn,
	.pause = threads_pause,
	.kill = threads_kill,
	.revive = threads_revive,
	.stop = threads_stop,
};
