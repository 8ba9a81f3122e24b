/* Questions about the real objects: would a method step now, is it one step, what is there to see. Changes nothing. */
#include "lab/threads/perform_objects.h"

#define ONE(method) (1u << METHOD_##method)

static const uint32_t methods_of[OBJECT_KIND_COUNT] = {
	[OBJECT_LOCK] = ONE(ACQUIRE) | ONE(RELEASE),
	[OBJECT_RLOCK] = ONE(ACQUIRE) | ONE(RELEASE),
	[OBJECT_SEMAPHORE] = ONE(ACQUIRE) | ONE(RELEASE),
	[OBJECT_BOUNDED] = ONE(ACQUIRE) | ONE(RELEASE),
	[OBJECT_EVENT] = ONE(SET) | ONE(CLEAR) | ONE(WAIT),
	[OBJECT_CONDITION] = ONE(ACQUIRE) | ONE(RELEASE) | ONE(WAIT) | ONE(NOTIFY) | ONE(NOTIFY_ALL),
	[OBJECT_BARRIER] = ONE(WAIT) | ONE(ABORT) | ONE(RESET),
	[OBJECT_QUEUE] = ONE(PUT) | ONE(GET) | ONE(TASK_DONE) | ONE(JOIN),
	[OBJECT_LIFO] = ONE(PUT) | ONE(GET) | ONE(TASK_DONE) | ONE(JOIN),
	[OBJECT_PRIORITY] = ONE(PUT) | ONE(GET) | ONE(TASK_DONE) | ONE(JOIN),
	[OBJECT_COUNTDOWN] = ONE(SIGNAL) | ONE(WAIT),
	[OBJECT_UNSAFE] = ONE(PUT) | ONE(GET),
	[OBJECT_THREAD] = ONE(START) | ONE(JOIN),
};

bool
real_has_method(const struct object *about, const struct instr *in)
{
	return methods_of[about->kind] >> in->a & 1;
}

enum method_mode
real_mode(struct actor *a, const struct object *about, const struct instr *in)
{
	enum method_mode mode;

	if ((in->c & METHOD_TIMEOUT) != TIMEOUT_IN_SLOT) /* asks no heap */
		return method_mode(NULL, about, in, a->slots);
	pthread_mutex_lock(&a->stage->heap);
	mode = method_mode(&a->stage->program->heap, about, in, a->slots);
	pthread_mutex_unlock(&a->stage->heap);
	return mode;
}

bool
real_may_give_up(struct actor *a, const struct instr *in)
{
	value self = in->op == DO_METHOD ? a->slots[in->b] : VALUE_NONE;

	return real_of(a->stage, self) && real_mode(a, &a->stage->program->objects.items[self >> 2], in) == MODE_TIMED;
}

static bool
can_lock(const struct real_object *o, bool is_rlock, unsigned number)
{
	return !o->owner || (is_rlock && o->owner == number + 1);
}

static bool
can_wait_end(const struct actor *a, const struct object *about, struct real_object *o, const struct instr *in)
{
	int count;

	switch (about->kind) {
	case OBJECT_LOCK:
	case OBJECT_RLOCK:
		return in->a != METHOD_ACQUIRE || can_lock(o, about->kind == OBJECT_RLOCK, a->number);
	case OBJECT_SEMAPHORE:
	case OBJECT_BOUNDED:
		return in->a != METHOD_ACQUIRE || (!sem_getvalue(&o->sem, &count) && count > 0);
	case OBJECT_EVENT:
		return in->a != METHOD_WAIT || o->count;
	case OBJECT_COUNTDOWN:
		return in->a != METHOD_WAIT || !o->count;
	case OBJECT_QUEUE:
	case OBJECT_LIFO:
	case OBJECT_PRIORITY:
		return in->a == METHOD_GET    ? real_queued(o) > 0
		       : in->a == METHOD_PUT  ? about->size <= 0 || real_queued(o) < (size_t)about->size
		       : in->a == METHOD_JOIN ? !o->count
					      : true;
	case OBJECT_THREAD:
		return in->a != METHOD_JOIN || about->thread == a->number || !o->is_started || o->is_ended;
	default:
		return true;
	}
}

bool
real_can(struct actor *a, const struct instr *in)
{
	struct stage *s = a->stage;
	value self = a->slots[in->b];
	struct real_object *o = real_of(s, self);
	const struct object *about = o ? &s->program->objects.items[self >> 2] : NULL;

	if (!o || !real_has_method(about, in))
		return true;
	enum method_mode mode = real_mode(a, about, in);

	if (mode >= MODE_VALUE)
		return true;
	if (about->kind == OBJECT_CONDITION) {
		const struct real_object *lock = &s->objects[about->lock];

		if (a->phase == ACTOR_WAITING)
			return mode == MODE_TIMED;
		if (a->phase)
			return a->phase == ACTOR_NOTIFIED || !lock->owner;
		return in->a != METHOD_ACQUIRE || mode != MODE_BLOCK ||
		       can_lock(lock, s->program->objects.items[about->lock].kind == OBJECT_RLOCK, a->number);
	}
	if (about->kind == OBJECT_BARRIER && in->a == METHOD_WAIT) {
		if (a->phase)
			return o->barrier != BARRIER_FILLING || mode == MODE_TIMED;
		return o->barrier != BARRIER_DRAINING && o->barrier != BARRIER_RESETTING;
	}
	return mode != MODE_BLOCK || can_wait_end(a, about, o, in);
}

static enum fault
look(const struct object *about, struct real_object *o, enum method method, value *out)
{
	bool is_queue = about->kind >= OBJECT_QUEUE && about->kind <= OBJECT_PRIORITY;

	if (method == METHOD_LOCKED && about->kind <= OBJECT_RLOCK)
		*out = value_of_bool(o->owner);
	else if (method == METHOD_IS_SET && about->kind == OBJECT_EVENT)
		*out = value_of_bool(o->count);
	else if (method == METHOD_IS_SET && about->kind == OBJECT_COUNTDOWN)
		*out = value_of_bool(!o->count);
	else if (method == METHOD_N_WAITING && about->kind == OBJECT_BARRIER)
		*out = o->barrier == BARRIER_FILLING ? (uint32_t)o->count << 2 : 0;
	else if (method == METHOD_BROKEN && about->kind == OBJECT_BARRIER)
		*out = value_of_bool(o->barrier == BARRIER_BROKEN);
	else if (method == METHOD_QSIZE && (is_queue || about->kind == OBJECT_UNSAFE))
		*out = (uint32_t)real_queued(o) << 2;
	else if (method == METHOD_EMPTY && is_queue)
		*out = value_of_bool(!real_queued(o));
	else if (method == METHOD_FULL && is_queue)
		*out = value_of_bool(about->size > 0 && real_queued(o) >= (size_t)about->size);
	else if (method == METHOD_IS_ALIVE && about->kind == OBJECT_THREAD)
		*out = value_of_bool(o->is_started && !o->is_ended);
	else
		return FAULT_TYPE;
	return FAULT_NONE;
}

enum fault
real_query(struct actor *a, value self, enum method method, value *out)
{
	struct real_object *o = real_of(a->stage, self);
	enum fault fault;

	if (!o)
		return FAULT_TYPE;
	pthread_mutex_lock(&o->mutex);
	fault = look(&a->stage->program->objects.items[self >> 2], o, method, out);
	pthread_mutex_unlock(&o->mutex);
	return fault;
}
