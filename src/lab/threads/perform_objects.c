/*
 * Real synchronisation objects, composed as CPython's threading and queue compose theirs: POSIX semaphores are the
 * locks and the counts, the rest stands under a mutex that is held for one operation and never while its thread waits.
 */
#include "lab/threads/perform_objects.h"

/* A number among the values; big ones stand in the heap. */
static bool
to_int(struct stage *s, value v, int64_t *out)
{
	bool is_number;

	pthread_mutex_lock(&s->heap);
	is_number = value_to_int(&s->program->heap, v, out);
	pthread_mutex_unlock(&s->heap);
	return is_number;
}

enum attempt
try_failed(struct trial *t, enum fault fault)
{
	t->fault = fault;
	return ATTEMPT_FAULT;
}

/* It cannot be done now: give up (RESULT and FAULT say how), or wait, where it would wait and may. */
enum attempt
try_give_up(struct trial *t, struct real_object *what, uint32_t index, value result, enum fault fault)
{
	if (t->mode == MODE_TRY || (t->mode == MODE_TIMED && !t->actor->may_wait)) {
		t->result = result;
		return fault ? try_failed(t, fault) : ATTEMPT_DONE;
	}
	atomic_store(&t->actor->parked_on, index);
	atomic_fetch_add(&what->parked, 1);
	return ATTEMPT_BLOCKED;
}

static enum attempt
take_lock(struct trial *t, struct real_object *o, uint32_t index, bool is_rlock, uint32_t depth)
{
	uint32_t me = t->actor->number + 1;

	t->result = VALUE_TRUE;
	if (is_rlock && o->owner == me)
		o->depth++;
	else if (!sem_trywait(&o->sem)) {
		o->owner = me;
		o->depth = depth;
	} else
		return try_give_up(t, o, index, VALUE_FALSE, FAULT_NONE);
	return ATTEMPT_DONE;
}

static enum attempt
release_lock(struct trial *t, struct real_object *o, bool is_rlock)
{
	if (!o->owner || (is_rlock && o->owner != t->actor->number + 1))
		return try_failed(t, FAULT_RUNTIME);
	if (--o->depth)
		return ATTEMPT_DONE;
	o->owner = 0;
	sem_post(&o->sem);
	t->wakes = true;
	return ATTEMPT_DONE;
}

static enum attempt
try_lock(struct trial *t)
{
	bool is_rlock = t->about->kind == OBJECT_RLOCK;

	return t->in->a == METHOD_ACQUIRE ? take_lock(t, t->object, t->index, is_rlock, 1)
					  : release_lock(t, t->object, is_rlock);
}

static enum attempt
try_semaphore(struct trial *t)
{
	int64_t add = 0;
	int count = 0;

	t->result = VALUE_TRUE;
	if (t->in->a == METHOD_ACQUIRE)
		return sem_trywait(&t->object->sem) ? try_give_up(t, t->object, t->index, VALUE_FALSE, FAULT_NONE)
						    : ATTEMPT_DONE;
	t->result = VALUE_NONE;
	if (!to_int(t->actor->stage, t->argument, &add))
		return try_failed(t, FAULT_TYPE);
	sem_getvalue(&t->object->sem, &count);
	if (add < 1 || (t->about->kind == OBJECT_BOUNDED && add > t->about->size - count))
		return try_failed(t, FAULT_VALUE);
	if (add > 10000000 - count)
		return try_failed(t, FAULT_OVERFLOW);
	while (add--)
		sem_post(&t->object->sem);
	t->wakes = true;
	return ATTEMPT_DONE;
}

static enum attempt
try_event(struct trial *t)
{
	if (t->in->a == METHOD_WAIT) {
		t->result = VALUE_TRUE;
		return t->object->count ? ATTEMPT_DONE : try_give_up(t, t->object, t->index, VALUE_FALSE, FAULT_NONE);
	}
	t->object->count = t->in->a == METHOD_SET;
	t->wakes = true;
	return ATTEMPT_DONE;
}

static enum attempt
try_countdown(struct trial *t)
{
	struct real_object *o = t->object;

	if (t->in->a == METHOD_WAIT) {
		t->result = VALUE_TRUE;
		return o->count ? try_give_up(t, o, t->index, VALUE_FALSE, FAULT_NONE) : ATTEMPT_DONE;
	}
	if (o->count)
		o->count--;
	t->result = value_of_bool(!o->count);
	t->wakes = !o->count;
	return ATTEMPT_DONE;
}

static void
forget_waiter(struct real_object *o, unsigned number)
{
	for (uint32_t i = 0; i < o->waiter_count; i++)
		if (o->waiters[i] == number) {
			o->waiter_count--;
			memmove(o->waiters + i, o->waiters + i + 1, o->waiter_count - i);
			return;
		}
}

static enum attempt
notify(struct trial *t, int64_t count)
{
	struct real_object *o = t->object;

	for (; count > 0 && o->waiter_count; count--) {
		struct actor *waiter = &t->actor->stage->actors[o->waiters[0]];

		if (waiter->phase == ACTOR_WAITING) /* one whose time is over takes the notify and is none the wiser */
			waiter->phase = ACTOR_NOTIFIED;
		forget_waiter(o, o->waiters[0]);
	}
	t->wakes = true;
	return ATTEMPT_DONE;
}

/* wait: stand in line and give the lock back; be notified or too late; take the lock again. LOCK's mutex is held. */
static enum attempt
wait_condition(struct trial *t, struct real_object *lock, uint32_t lock_index)
{
	struct actor *a = t->actor;
	struct real_object *o = t->object;
	enum attempt attempt;

	switch (a->phase) {
	case ACTOR_PLAIN:
		o->waiters[o->waiter_count++] = (uint8_t)a->number;
		a->phase = ACTOR_WAITING;
		a->kept_depth = lock->depth;
		lock->owner = lock->depth = 0;
		sem_post(&lock->sem);
		return ATTEMPT_PART;
	case ACTOR_WAITING:
		attempt = try_give_up(t, o, t->index, VALUE_FALSE, FAULT_NONE);
		if (attempt == ATTEMPT_BLOCKED)
			return attempt;
		a->phase = ACTOR_RETAKING;
		return ATTEMPT_PART;
	case ACTOR_NOTIFIED:
		a->phase = ACTOR_RETAKING_IN_TIME;
		return ATTEMPT_PART;
	default:
		if (sem_trywait(&lock->sem)) { /* no timeout can help here */
			atomic_store(&a->parked_on, lock_index);
			atomic_fetch_add(&lock->parked, 1);
			return ATTEMPT_BLOCKED;
		}
		lock->owner = a->number + 1;
		lock->depth = a->kept_depth;
		t->result = value_of_bool(a->phase == ACTOR_RETAKING_IN_TIME);
		if (a->phase == ACTOR_RETAKING)
			forget_waiter(o, a->number);
		a->phase = ACTOR_PLAIN;
		return ATTEMPT_DONE;
	}
}

static enum attempt
try_condition(struct trial *t)
{
	struct stage *s = t->actor->stage;
	struct real_object *lock = &s->objects[t->about->lock];
	bool is_rlock = s->program->objects.items[t->about->lock].kind == OBJECT_RLOCK, gives_lock;
	enum attempt attempt;
	int64_t count = 0;

	pthread_mutex_lock(&lock->mutex); /* inside the condition's; never the other way round */
	uint32_t owner = lock->owner;

	gives_lock = t->in->a == METHOD_RELEASE || t->actor->phase == ACTOR_PLAIN;
	if (t->in->a == METHOD_ACQUIRE)
		attempt = take_lock(t, lock, t->about->lock, is_rlock, 1);
	else if (t->in->a == METHOD_RELEASE)
		attempt = release_lock(t, lock, is_rlock);
	/* CPython cannot tell whose a plain Lock is: taken by anybody will do */
	else if (!t->actor->phase && (!owner || (is_rlock && owner != t->actor->number + 1)))
		attempt = try_failed(t, FAULT_RUNTIME);
	else if (t->in->a == METHOD_WAIT)
		attempt = wait_condition(t, lock, t->about->lock);
	else if (t->in->a == METHOD_NOTIFY && !to_int(s, t->argument, &count))
		attempt = try_failed(t, FAULT_TYPE);
	else
		attempt = notify(t, t->in->a == METHOD_NOTIFY ? count : THREADS_MAX);
	gives_lock = gives_lock && owner && !lock->owner && atomic_load(&lock->parked) > 0;
	pthread_mutex_unlock(&lock->mutex);
	if (gives_lock)
		stage_wake(s, t->about->lock);
	return attempt;
}

static void
leave_barrier(struct trial *t)
{
	struct real_object *o = t->object;

	t->actor->phase = ACTOR_PLAIN;
	if (!--o->count && (o->barrier == BARRIER_DRAINING || o->barrier == BARRIER_RESETTING)) {
		o->barrier = BARRIER_FILLING;
		t->wakes = true;
	}
}

static enum attempt
wait_barrier(struct trial *t)
{
	struct real_object *o = t->object;
	struct actor *a = t->actor;
	enum attempt attempt;

	if (a->phase) {
		if (o->barrier == BARRIER_FILLING) {
			attempt = try_give_up(t, o, t->index, VALUE_NONE, FAULT_BROKEN);
			if (attempt == ATTEMPT_BLOCKED)
				return attempt;
			o->barrier = BARRIER_BROKEN; /* it took too long: for all */
			t->wakes = true;
		}
		bool is_good = o->barrier == BARRIER_DRAINING;

		t->result = a->index << 2;
		leave_barrier(t);
		return is_good ? ATTEMPT_DONE : try_failed(t, FAULT_BROKEN);
	}
	if (o->barrier == BARRIER_DRAINING || o->barrier == BARRIER_RESETTING) { /* a timeout counts inside only */
		atomic_store(&a->parked_on, t->index);
		atomic_fetch_add(&o->parked, 1);
		return ATTEMPT_BLOCKED;
	}
	if (o->barrier == BARRIER_BROKEN)
		return try_failed(t, FAULT_BROKEN);
	a->index = (uint32_t)o->count++;
	if (o->count == t->about->size) {
		o->barrier = BARRIER_DRAINING;
		t->wakes = true;
		t->result = a->index << 2;
		leave_barrier(t);
		return ATTEMPT_DONE;
	}
	a->phase = ACTOR_WAITING;
	return ATTEMPT_PART;
}

static enum attempt
try_barrier(struct trial *t)
{
	struct real_object *o = t->object;

	if (t->in->a == METHOD_WAIT)
		return wait_barrier(t);
	t->wakes = true;
	if (t->in->a == METHOD_ABORT)
		o->barrier = BARRIER_BROKEN;
	else if (!o->count)
		o->barrier = BARRIER_FILLING;
	else if (o->barrier != BARRIER_DRAINING)
		o->barrier = BARRIER_RESETTING;
	return ATTEMPT_DONE;
}

static enum attempt
try_thread(struct trial *t)
{
	struct real_object *o = t->object;

	if (t->in->a == METHOD_START) {
		if (o->is_started)
			return try_failed(t, FAULT_RUNTIME);
		o->is_started = true;
		stage_note_start(t->actor->stage, t->about->thread);
		t->wakes = true;
		return ATTEMPT_DONE;
	}
	if (t->about->thread == t->actor->number || !o->is_started)
		return try_failed(t, FAULT_RUNTIME);
	return o->is_ended ? ATTEMPT_DONE : try_give_up(t, o, t->index, VALUE_NONE, FAULT_NONE);
}

static enum attempt (*const tries[OBJECT_KIND_COUNT])(struct trial *) = {
	[OBJECT_LOCK] = try_lock,         [OBJECT_RLOCK] = try_lock,          [OBJECT_SEMAPHORE] = try_semaphore,
	[OBJECT_BOUNDED] = try_semaphore, [OBJECT_EVENT] = try_event,         [OBJECT_CONDITION] = try_condition,
	[OBJECT_BARRIER] = try_barrier,   [OBJECT_QUEUE] = try_queue,         [OBJECT_LIFO] = try_queue,
	[OBJECT_PRIORITY] = try_queue,    [OBJECT_COUNTDOWN] = try_countdown, [OBJECT_UNSAFE] = try_unsafe,
	[OBJECT_THREAD] = try_thread,
};

enum attempt
real_attempt(struct actor *a, const struct instr *in, enum fault *fault)
{
	struct stage *s = a->stage;
	value self = a->slots[in->b];
	struct trial t = { .actor = a, .in = in, .object = real_of(s, self), .result = VALUE_NONE };
	enum attempt attempt;

	*fault = FAULT_TYPE;
	if (!t.object)
		return ATTEMPT_FAULT;
	t.index = self >> 2;
	t.about = &s->program->objects.items[t.index];
	t.argument = a->slots[in->b + 1];
	if (!real_has_method(t.about, in))
		return ATTEMPT_FAULT;
	t.mode = real_mode(a, t.about, in);
	if (t.mode >= MODE_VALUE) {
		*fault = t.mode == MODE_VALUE ? FAULT_VALUE : FAULT_TYPE;
		return ATTEMPT_FAULT;
	}
	pthread_mutex_lock(&t.object->mutex);
	attempt = tries[t.about->kind](&t);
	t.wakes = t.wakes && atomic_load(&t.object->parked) > 0;
	pthread_mutex_unlock(&t.object->mutex);
	if (t.wakes)
		stage_wake(s, t.index);
	*fault = t.fault;
	if (attempt == ATTEMPT_DONE)
		a->slots[in->b] = t.result;
	return attempt;
}

void
real_note_end(struct actor *a)
{
	uint32_t index = a->stage->handles[a->number];
	struct real_object *o = &a->stage->objects[index];
	bool wakes;

	pthread_mutex_lock(&o->mutex);
	o->is_ended = true;
	wakes = atomic_load(&o->parked) > 0;
	pthread_mutex_unlock(&o->mutex);
	if (wakes)
		stage_wake(a->stage, index);
}
