/*
 * Real threads around a real bounded queue: one mutex, one condition for "not full", one for "not empty".
 *
 * The queue itself lies in a scene, which every operation changes under the mutex: it is the exact account at any moment.
 * Events also go into a ring for the picture; when that is full they are counted only, and the picture goes on from a
 * copy of the scene. Nobody runs that nobody looks at: without a poll for a second the actors stand at the gate.
 */
#include "lab/queue/queue.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "lab/queue/history.h"
#include "lab/queue/role.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>

#define LEASE_NS NS_PER_S

enum {
	RING_EVENTS = 1024,
	STACK_BYTES = 256 * 1024
};

struct threads;

struct actor {
	struct queue_role role; /* first: the engine's functions get it */
	struct threads *all;
	pthread_t thread;
	bool has_thread;
	pthread_cond_t wake; /* while it sleeps */
	uint64_t due_ns;     /* it sleeps until then, in the engine's time; 0: it does not */
	bool is_dead, is_leaving;
};

struct threads {
	struct queue_engine engine;
	pthread_mutex_t lock;
	pthread_cond_t not_full, not_empty, all_done, ended, gate;
	atomic_ullong locking; /* a bit an actor: it found the lock taken */
	atomic_bool is_asked;  /* the UI wants the lock: others let it pass */
	/* All below is under the lock. */
	struct queue_scene scene;
	uint32_t putters, getters; /* waiting for not_full, not_empty */
	bool is_putter_woken, is_getter_woken;
	bool is_stopping, is_held;
	atomic_bool is_resting; /* held by itself: nobody polled */
	int32_t steps;          /* events until it holds itself; < 0: no end */
	uint64_t lease_ns;      /* monotonic: polled until then */
	uint64_t origin_ns;     /* monotonic time of time 0, moved on by every hold */
	uint64_t held_at_ns;    /* monotonic, while held or resting */
	uint32_t ring_count, dropped, refused;
	struct queue_event ring[RING_EVENTS];
	struct actor actors[QUEUE_ACTOR_COUNT];
	/* The UI thread's own. */
	struct queue_event drained[RING_EVENTS];
	struct queue_scene copy;
};

/* ---- time; all with the lock ---- */

static bool
is_standing(const struct threads *all)
{
	return all->is_held || all->is_resting;
}

static uint64_t
now_ns(const struct threads *all)
{
	uint64_t mono_ns = is_standing(all) ? all->held_at_ns : clock_monotonic_ns();

	return mono_ns > all->origin_ns ? mono_ns - all->origin_ns : 0;
}

/* Change what holds; the time anybody stands does not count. */
static void
set_standing(struct threads *all, bool is_held, bool is_resting)
{
	bool was = is_standing(all);
	uint64_t mono_ns = clock_monotonic_ns();

	all->is_held = is_held;
	atomic_store(&all->is_resting, is_resting);
	if (was && !is_standing(all)) {
		all->origin_ns += mono_ns - all->held_at_ns;
		pthread_cond_broadcast(&all->gate);
	} else if (!was && is_standing(all)) {
		all->held_at_ns = mono_ns;
	}
}

/* ---- the lock ---- */

static void
lock_actor(struct actor *self)
{
	struct threads *all = self->all;
	uint64_t bit = UINT64_C(1) << self->role.number;

	while (atomic_load_explicit(&all->is_asked, memory_order_relaxed))
		sched_yield();
	if (pthread_mutex_trylock(&all->lock) == 0)
		return;
	atomic_fetch_or_explicit(&all->locking, bit, memory_order_relaxed);
	pthread_mutex_lock(&all->lock);
	atomic_fetch_and_explicit(&all->locking, ~bit, memory_order_relaxed);
}

static void
lock_ui(struct threads *all)
{
	atomic_store(&all->is_asked, true);
	pthread_mutex_lock(&all->lock);
	atomic_store(&all->is_asked, false);
}

static bool
is_full(const struct threads *all)
{
	return queue_scene_is_full(&all->scene) || all->scene.count >= QUEUE_ITEMS_MAX;
}

/*
 * Wake one waiter of each side that can go on, unless one is on its way: it wakes the next one. Called by everybody before
 * giving the lock away, so that no wake-up is lost, and none is made that is not needed.
 */
static void
wake_waiters(struct threads *all)
{
	if (all->getters && all->scene.count && !all->is_getter_woken) {
		all->is_getter_woken = true;
		pthread_cond_signal(&all->not_empty);
	}
	if (all->putters && !all->is_putter_woken && !is_full(all)) {
		all->is_putter_woken = true;
		pthread_cond_signal(&all->not_full);
	}
}

static void
wake_everybody(struct threads *all)
{
	pthread_cond_broadcast(&all->not_full);
	pthread_cond_broadcast(&all->not_empty);
	pthread_cond_broadcast(&all->all_done);
	pthread_cond_broadcast(&all->ended);
	pthread_cond_broadcast(&all->gate);
	for (unsigned i = 0; i < QUEUE_ACTOR_COUNT; i++)
		pthread_cond_signal(&all->actors[i].wake);
}

static void
unlock(struct threads *all)
{
	wake_waiters(all);
	pthread_mutex_unlock(&all->lock);
}

static void
wait_for(struct threads *all, pthread_cond_t *cond)
{
	wake_waiters(all);
	pthread_cond_wait(cond, &all->lock);
}

/* ---- events ---- */

static void
tell(struct threads *all, enum queue_event_kind kind, unsigned actor, uint32_t item)
{
	uint64_t time_ns = now_ns(all);
	struct queue_event event = { .time_ns = time_ns > all->scene.time_ns ? time_ns : all->scene.time_ns,
				     .item = item,
				     .kind = (uint8_t)kind,
				     .actor = (uint8_t)actor };

	if (!queue_scene_apply(&all->scene, &event))
		all->refused++; /* it is never so: tests ask */
	if (all->ring_count < RING_EVENTS && !all->dropped)
		all->ring[all->ring_count++] = event;
	else
		all->dropped++;
	if (all->steps > 0 && --all->steps == 0)
		set_standing(all, true, all->is_resting);
}

/* ---- what an actor does, with the lock ---- */

static const struct queue_actor *
shown(const struct actor *self)
{
	return &self->all->scene.actors[self->role.number];
}

static bool
must_end(const struct actor *self)
{
	return self->is_dead || self->all->is_stopping;
}

/* Through the gate, when it is open for this one. False: end at once. */
static bool
pass(struct actor *self)
{
	struct threads *all = self->all;

	if (!is_standing(all) && clock_monotonic_ns() > all->lease_ns)
		set_standing(all, all->is_held, true);
	while (!must_end(self) && (is_standing(all) || shown(self)->is_paused)) {
		uint64_t from_ns = now_ns(all);

		wait_for(all, &all->gate);
		if (self->due_ns && shown(self)->is_paused) /* its own sleep stands still, too */
			self->due_ns += now_ns(all) - from_ns;
	}
	return !must_end(self);
}

static struct actor *
actor_of(struct queue_role *role)
{
	return (struct actor *)role;
}

static const struct queue_scene *
role_scene(const struct queue_role *role)
{
	return &((const struct actor *)role)->all->scene;
}

static bool
role_is_leaving(const struct queue_role *role)
{
	return ((const struct actor *)role)->is_leaving;
}

static bool
role_must_end(const struct queue_role *role)
{
	return must_end((const struct actor *)role);
}

static bool
role_pass(struct queue_role *role)
{
	return pass(actor_of(role));
}

static void
role_tell(struct queue_role *role, enum queue_event_kind kind, uint32_t item)
{
	struct threads *all = actor_of(role)->all;

	tell(all, kind, role->number, item);
	if (kind == DID_TASK_DONE && all->scene.unfinished == 0)
		pthread_cond_broadcast(&all->all_done);
	if (kind == DID_EXIT)
		pthread_cond_broadcast(&all->ended);
}

/* Who is to leave sleeps no longer, unless it has an item in hand. */
static bool
role_sleep(struct queue_role *role, double seconds)
{
	struct actor *self = actor_of(role);
	struct threads *all = self->all;

	self->due_ns = now_ns(all) + (uint64_t)(seconds * (double)NS_PER_S);
	while (pass(self) && now_ns(all) < self->due_ns && !(self->is_leaving && shown(self)->state != STATE_WORKING)) {
		uint64_t mono_ns = all->origin_ns + self->due_ns;
		struct timespec until = { .tv_sec = (time_t)(mono_ns / NS_PER_S),
					  .tv_nsec = (long)(mono_ns % NS_PER_S) };

		wake_waiters(all);
		pthread_cond_timedwait(&self->wake, &all->lock, &until);
	}
	self->due_ns = 0;
	return !must_end(self);
}

static bool
role_put(struct queue_role *role, bool is_sentinel)
{
	struct actor *self = actor_of(role);
	struct threads *all = self->all;

	uint32_t item;

	if (!pass(self))
		return false;
	item = is_sentinel ? QUEUE_SENTINEL : (uint32_t)all->scene.produced + 1;
	if (is_full(all)) {
		tell(all, DID_PUT_WAIT, role->number, item);
		do {
			all->putters++;
			wait_for(all, &all->not_full);
			all->putters--;
			all->is_putter_woken = false;
			if (!pass(self))
				return false;
		} while (is_full(all));
	}
	tell(all, DID_PUT, role->number, item);
	return true;
}

static bool
role_get(struct queue_role *role, uint32_t *item)
{
	struct actor *self = actor_of(role);
	struct threads *all = self->all;

	if (!pass(self))
		return false;
	while (all->scene.count == 0 && !self->is_leaving) {
		if (shown(self)->state != STATE_GET_WAIT)
			tell(all, DID_GET_WAIT, role->number, 0);
		all->getters++;
		wait_for(all, &all->not_empty);
		all->getters--;
		all->is_getter_woken = false;
		if (!pass(self))
			return false;
	}
	if (self->is_leaving)
		return false;
	*item = all->scene.items[all->scene.first + queue_scene_next(&all->scene)].number;
	tell(all, *item == QUEUE_SENTINEL ? DID_SENTINEL : DID_GET, role->number, *item);
	return true;
}

static bool
role_join(struct queue_role *role)
{
	struct actor *self = actor_of(role);

	while (pass(self) && self->all->scene.unfinished > 0)
		wait_for(self->all, &self->all->all_done);
	return !must_end(self);
}

static void
role_breathe(struct queue_role *role)
{
	unlock(actor_of(role)->all);
	lock_actor(actor_of(role));
}

static const struct queue_role_ops role_ops = {
	.scene = role_scene,
	.tell = role_tell,
	.pass = role_pass,
	.sleep = role_sleep,
	.put = role_put,
	.get = role_get,
	.join = role_join,
	.breathe = role_breathe,
	.is_leaving = role_is_leaving,
	.must_end = role_must_end,
};

/* The program: sentinels when all producers have ended, or the end of its daemons. */
static void
supervise(struct actor *self)
{
	struct threads *all = self->all;

	while (pass(self)) {
		if (queue_scene_owed(&all->scene) > 0) {
			if (!role_put(&self->role, true))
				return;
			continue;
		}
		if (all->scene.knobs.values[KNOB_ENDING] == ENDING_JOINABLE &&
		    queue_scene_has_no_producer(&all->scene)) {
			for (unsigned i = QUEUE_CONSUMER; i < QUEUE_MAIN; i++)
				all->actors[i].is_leaving = true;
			wake_everybody(all);
		}
		wait_for(all, &all->ended);
	}
}

static void *
run_actor(void *ctx)
{
	struct actor *self = ctx;

	lock_actor(self);
	if (self->role.number == QUEUE_MAIN)
		supervise(self);
	else
		queue_role_run(&self->role);
	unlock(self->all);
	return NULL;
}

/* ---- the engine: the UI thread ---- */

static struct threads *
threads_of(struct queue_engine *engine)
{
	return (struct threads *)engine;
}

static void
join_thread(struct actor *actor)
{
	if (actor->has_thread)
		pthread_join(actor->thread, NULL);
	actor->has_thread = false;
}

/* With the lock. Signals stay with the UI thread. */
static bool
start_thread(struct actor *actor)
{
	pthread_attr_t attributes;
	sigset_t all_signals, before;
	int status;

	sigfillset(&all_signals);
	pthread_sigmask(SIG_SETMASK, &all_signals, &before);
	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, STACK_BYTES);
	status = pthread_create(&actor->thread, &attributes, run_actor, actor);
	pthread_attr_destroy(&attributes);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	actor->has_thread = status == 0;
	if (status != 0)
		actor->all->engine.trouble = _("the system allows no more threads");
	return actor->has_thread;
}

/* Without the lock: a thread that was killed is waited for first. */
static bool
start_actor(struct threads *all, unsigned number)
{
	struct actor *actor = &all->actors[number];
	bool is_good;

	join_thread(actor);
	lock_ui(all);
	actor->is_dead = actor->is_leaving = false;
	actor->role.made = actor->role.burst_left = 0;
	actor->due_ns = 0;
	is_good = start_thread(actor);
	if (is_good && number != QUEUE_MAIN)
		tell(all, DID_START, number, 0);
	unlock(all);
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
	wake_everybody(all);
	unlock(all);
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
	all->origin_ns = all->held_at_ns = clock_monotonic_ns();
	all->is_held = true;
	all->steps = -1;
	for (unsigned i = 0; i < QUEUE_ACTOR_COUNT; i++) {
		all->actors[i].all = all;
		all->actors[i].role.ops = &role_ops;
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
	all->lease_ns = clock_monotonic_ns() + all->engine.lease_ns;
	if (all->is_resting)
		set_standing(all, all->is_held, false);
	engine->now_ns = now_ns(all);
	count = all->ring_count;
	dropped = all->dropped;
	memcpy(all->drained, all->ring, count * sizeof(*all->ring));
	if (dropped)
		queue_scene_copy(&all->copy, &all->scene);
	engine->history->refused += all->refused;
	all->ring_count = all->dropped = all->refused = 0;
	unlock(all);
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
	all->steps = -1;
	all->lease_ns = clock_monotonic_ns() + all->engine.lease_ns;
	if (all->is_held != is_held || (!is_held && all->is_resting))
		set_standing(all, is_held, is_held && all->is_resting);
	unlock(all);
}

static bool
threads_is_resting(const struct queue_engine *engine)
{
	return atomic_load(&((const struct threads *)engine)->is_resting);
}

static bool
threads_step(struct queue_engine *engine)
{
	struct threads *all = threads_of(engine);

	lock_ui(all);
	all->steps = 1;
	all->lease_ns = clock_monotonic_ns() + all->engine.lease_ns;
	set_standing(all, false, false);
	unlock(all);
	return true;
}

/* So many of a side shall be. The ones told to leave do so when their hands are empty. */
static void
set_side(struct threads *all, unsigned first, unsigned wanted)
{
	for (unsigned i = 0; i < QUEUE_SIDE_MAX; i++) {
		struct actor *actor = &all->actors[first + i];
		bool has_to_start;

		lock_ui(all);
		uint8_t state = shown(actor)->state;

		has_to_start = i < wanted && (state == STATE_ABSENT || (state == STATE_DONE && actor->is_leaving));
		actor->is_leaving = i >= wanted;
		unlock(all);
		if (has_to_start)
			start_actor(all, first + i);
	}
	lock_ui(all);
	wake_everybody(all);
	unlock(all);
}

static void
hurry(struct threads *all, enum queue_knob which, int32_t value)
{
	double ratio = queue_knob_ratio(which, all->scene.knobs.values[which], value);
	uint64_t now = now_ns(all);

	for (unsigned i = 0; i < QUEUE_MAIN; i++) {
		struct actor *actor = &all->actors[i];
		uint8_t state = shown(actor)->state;
		bool is_meant = state == (which == KNOB_PUT_RATE ? STATE_MAKING
					  : which == KNOB_WORK   ? STATE_WORKING
								 : STATE_RESTING);

		if (is_meant && actor->due_ns > now)
			actor->due_ns = now + (uint64_t)((double)(actor->due_ns - now) * ratio);
	}
}

static void
threads_turn(struct queue_engine *engine, enum queue_knob which, int32_t value)
{
	struct threads *all = threads_of(engine);

	lock_ui(all);
	if (which == KNOB_PUT_RATE || which == KNOB_WORK || which == KNOB_GET_RATE)
		hurry(all, which, value);
	tell(all, DID_TURN, which, (uint32_t)value);
	wake_everybody(all);
	unlock(all);
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
		tell(all, is_paused ? DID_PAUSE : DID_RESUME, number, 0);
		wake_everybody(all);
	}
	unlock(all);
}

/* No thread can be killed from outside: it is struck from the account now and ends when it next looks. */
static void
threads_kill(struct queue_engine *engine, unsigned number)
{
	struct threads *all = threads_of(engine);

	lock_ui(all);
	if (queue_scene_is_alive(&all->scene, number) && number != QUEUE_MAIN) {
		tell(all, DID_KILL, number, all->scene.actors[number].hand.number);
		all->actors[number].is_dead = true;
		wake_everybody(all);
	}
	unlock(all);
}

static void
threads_revive(struct queue_engine *engine, unsigned number)
{
	struct threads *all = threads_of(engine);
	bool is_alive;

	lock_ui(all);
	is_alive = queue_scene_is_alive(&all->scene, number);
	unlock(all);
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
