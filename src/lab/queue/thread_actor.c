/* The actors of the threads engine: time, the lock, what is told, and a producer's and a consumer's own steps. */
#include "lab/queue/thread_parts.h"

#include "base/alloc.h"
#include "base/clock.h"

#include <sched.h>

/* ---- time; with the lock ---- */

void
threads_set_standing(struct threads *all, bool is_held, bool is_resting)
{
	bool was = queue_pace_is_standing(&all->pace);

	queue_pace_set(&all->pace, is_held, is_resting);
	if (was && !queue_pace_is_standing(&all->pace))
		pthread_cond_broadcast(&all->gate);
}

/* ---- the lock ---- */

static void
lock_actor(struct thread_actor *self)
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

static bool
is_full(const struct threads *all)
{
	return queue_scene_is_full(&all->scene) || all->scene.count >= QUEUE_ITEMS_MAX;
}

/*
 * Wake one waiter of each side that can go on, unless one is on its way: it wakes the next one. Called by everybody
 * before giving the lock away, so that no wake-up is lost, and none is made that is not needed.
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

void
threads_wake_everybody(struct threads *all)
{
	pthread_cond_broadcast(&all->not_full);
	pthread_cond_broadcast(&all->not_empty);
	pthread_cond_broadcast(&all->all_done);
	pthread_cond_broadcast(&all->ended);
	pthread_cond_broadcast(&all->gate);
	for (unsigned i = 0; i < QUEUE_ACTOR_COUNT; i++)
		pthread_cond_signal(&all->actors[i].wake);
}

void
threads_unlock(struct threads *all)
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

void
threads_tell(struct threads *all, enum queue_event_kind kind, unsigned actor, uint32_t item)
{
	uint64_t time_ns = queue_pace_now_ns(&all->pace);
	struct queue_event event = { .time_ns = time_ns > all->scene.time_ns ? time_ns : all->scene.time_ns,
				     .item = item,
				     .kind = (uint8_t)kind,
				     .actor = (uint8_t)actor };

	if (!queue_scene_apply(&all->scene, &event))
		all->refused++; /* it is never so: tests ask */
	if (all->ring_count < THREADS_RING_EVENTS && !all->dropped)
		all->ring[all->ring_count++] = event;
	else
		all->dropped++;
	queue_pace_count_event(&all->pace);
}

/* ---- what an actor does, with the lock ---- */

const struct queue_actor *
thread_actor_shown(const struct thread_actor *self)
{
	return &self->all->scene.actors[self->role.number];
}

static bool
must_end(const struct thread_actor *self)
{
	return self->is_dead || self->all->is_stopping;
}

/* Through the gate, when it is open for this one. False: end at once. */
static bool
pass(struct thread_actor *self)
{
	struct threads *all = self->all;

	if (queue_pace_is_forgotten(&all->pace))
		threads_set_standing(all, all->pace.is_held, true);
	while (!must_end(self) && (queue_pace_is_standing(&all->pace) || thread_actor_shown(self)->is_paused)) {
		uint64_t from_ns = queue_pace_now_ns(&all->pace);

		wait_for(all, &all->gate);
		if (self->due_ns && thread_actor_shown(self)->is_paused) /* its own sleep stands still, too */
			self->due_ns += queue_pace_now_ns(&all->pace) - from_ns;
	}
	return !must_end(self);
}

static struct thread_actor *
actor_of(struct queue_role *role)
{
	return (struct thread_actor *)role;
}

static const struct queue_scene *
role_scene(const struct queue_role *role)
{
	return &((const struct thread_actor *)role)->all->scene;
}

static bool
role_is_leaving(const struct queue_role *role)
{
	return ((const struct thread_actor *)role)->is_leaving;
}

static bool
role_must_end(const struct queue_role *role)
{
	return must_end((const struct thread_actor *)role);
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

	threads_tell(all, kind, role->number, item);
	if (kind == DID_TASK_DONE && all->scene.unfinished == 0)
		pthread_cond_broadcast(&all->all_done);
	if (kind == DID_EXIT)
		pthread_cond_broadcast(&all->ended);
}

/* Who is to leave sleeps no longer, unless it has an item in hand. */
static bool
role_sleep(struct queue_role *role, double seconds)
{
	struct thread_actor *self = actor_of(role);
	struct threads *all = self->all;

	self->due_ns = queue_pace_now_ns(&all->pace) + (uint64_t)(seconds * (double)NS_PER_S);
	while (pass(self) && queue_pace_now_ns(&all->pace) < self->due_ns &&
	       !(self->is_leaving && thread_actor_shown(self)->state != STATE_WORKING)) {
		uint64_t mono_ns = all->pace.origin_ns + self->due_ns;
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
	struct thread_actor *self = actor_of(role);
	struct threads *all = self->all;

	uint32_t item;

	if (!pass(self))
		return false;
	item = is_sentinel ? QUEUE_SENTINEL : (uint32_t)all->scene.produced + 1;
	if (is_full(all)) {
		threads_tell(all, DID_PUT_WAIT, role->number, item);
		do {
			all->putters++;
			wait_for(all, &all->not_full);
			all->putters--;
			all->is_putter_woken = false;
			if (!pass(self))
				return false;
		} while (is_full(all));
	}
	threads_tell(all, DID_PUT, role->number, item);
	return true;
}

static bool
role_get(struct queue_role *role, uint32_t *item)
{
	struct thread_actor *self = actor_of(role);
	struct threads *all = self->all;

	if (!pass(self))
		return false;
	while (all->scene.count == 0 && !self->is_leaving) {
		if (thread_actor_shown(self)->state != STATE_GET_WAIT)
			threads_tell(all, DID_GET_WAIT, role->number, 0);
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
	threads_tell(all, *item == QUEUE_SENTINEL ? DID_SENTINEL : DID_GET, role->number, *item);
	return true;
}

static bool
role_join(struct queue_role *role)
{
	struct thread_actor *self = actor_of(role);

	while (pass(self) && self->all->scene.unfinished > 0)
		wait_for(self->all, &self->all->all_done);
	return !must_end(self);
}

static void
role_breathe(struct queue_role *role)
{
	threads_unlock(actor_of(role)->all);
	lock_actor(actor_of(role));
}

const struct queue_role_ops thread_role_ops = {
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
supervise(struct thread_actor *self)
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
			threads_wake_everybody(all);
		}
		wait_for(all, &all->ended);
	}
}

void *
thread_actor_run(void *ctx)
{
	struct thread_actor *self = ctx;

	lock_actor(self);
	if (self->role.number == QUEUE_MAIN)
		supervise(self);
	else
		queue_role_run(&self->role);
	threads_unlock(self->all);
	return NULL;
}
