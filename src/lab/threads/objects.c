/* What the methods of the synchronisation objects do, as CPython's threading and queue have them. */
#include "lab/threads/objects_parts.h"

#include "lab/threads/priority.h"

static value
tuple_without(struct program *p, value items, uint32_t at)
{
	uint32_t len, words[HEAP_ITEM_MAX];
	const value *from = value_items(&p->heap, items, &len);

	memcpy(words, from, len * sizeof(*words));
	memmove(words + at, words + at + 1, (len - at - 1) * sizeof(*words));
	return heap_intern(&p->heap, HEAP_TUPLE, words, len - 1);
}

static bool
tuple_add(struct program *p, value *items, value item)
{
	uint32_t len, words[HEAP_ITEM_MAX];
	const value *from = value_items(&p->heap, *items, &len);

	if (len == HEAP_ITEM_MAX)
		return false;
	memcpy(words, from, len * sizeof(*words));
	words[len] = item;
	*items = heap_intern(&p->heap, HEAP_TUPLE, words, len + 1);
	return value_is_light(&p->heap, *items);
}

static enum fault
step_lock(struct run *r, const struct object *o, uint32_t *w, const struct instr *in, value *result)
{
	uint32_t me = r->number + 1;

	if (in->a == METHOD_ACQUIRE) {
		bool can = object_can_take(o, w, r->number);

		if (can) {
			w[WORD_FIRST] = me;
			w[WORD_SECOND]++;
		}
		*result = value_of_bool(can);
		return FAULT_NONE;
	}
	if (in->a != METHOD_RELEASE)
		return FAULT_TYPE;
	if (!w[WORD_FIRST] || (o->kind == OBJECT_RLOCK && w[WORD_FIRST] != me))
		return FAULT_RUNTIME;
	if (!--w[WORD_SECOND])
		w[WORD_FIRST] = 0;
	return FAULT_NONE;
}

static enum fault
step_semaphore(struct run *r, const struct object *o, uint32_t *w, const struct instr *in, value *result)
{
	int64_t count = object_count(w[WORD_FIRST]), add;

	if (in->a == METHOD_ACQUIRE) {
		*result = value_of_bool(count > 0);
		w[WORD_FIRST] = (uint32_t)(count > 0 ? count - 1 : count) << 2;
		return FAULT_NONE;
	}
	if (in->a != METHOD_RELEASE)
		return FAULT_TYPE;
	if (!value_to_int(&r->program->heap, r->thread[THREAD_SLOTS + in->b + 1], &add))
		return FAULT_TYPE;
	if (add < 1 || (o->kind == OBJECT_BOUNDED && add > o->size - count))
		return FAULT_VALUE;
	if (add > 10000000 - count)
		return FAULT_OVERFLOW;
	w[WORD_FIRST] = (uint32_t)(count + add) << 2;
	return FAULT_NONE;
}

static enum fault
step_event(uint32_t *w, const struct instr *in, value *result)
{
	if (in->a == METHOD_WAIT)
		*result = value_of_bool(w[WORD_FIRST]);
	else if (in->a == METHOD_SET || in->a == METHOD_CLEAR)
		w[WORD_FIRST] = in->a == METHOD_SET;
	else
		return FAULT_TYPE;
	return FAULT_NONE;
}

static enum fault
notify(struct run *r, uint32_t *w, int64_t count)
{
	struct program *p = r->program;

	if (!object_item_count(p, w[WORD_FIRST]))
		r->info->missed_notify = true;
	for (; count > 0 && object_item_count(p, w[WORD_FIRST]); count--) {
		uint32_t len, waiter = value_items(&p->heap, w[WORD_FIRST], &len)[0] >> 2;

		run_touch(r, cell_of_thread(p, waiter));
		uint32_t *phase = &machine_thread(p, r->state, waiter)[THREAD_PHASE];

		if (*phase ==
		    PHASE_WAITING) /* CPython's waiter stands in line until it has the lock: too late, it takes */
			*phase = PHASE_NOTIFIED; /* the notify all the same */
		w[WORD_FIRST] = tuple_without(p, w[WORD_FIRST], 0);
	}
	return FAULT_NONE;
}

static void
leave_line(struct run *r, uint32_t *w)
{
	uint32_t len = 0;
	const value *waiters = value_items(&r->program->heap, w[WORD_FIRST], &len);

	for (uint32_t i = 0; i < len; i++)
		if (waiters[i] == r->number << 2) {
			w[WORD_FIRST] = tuple_without(r->program, w[WORD_FIRST], i);
			return;
		}
}

/* wait: release and sleep; be woken; take the lock again. */
static enum fault
step_condition_wait(struct run *r, uint32_t *w, uint32_t *lock, value *result, bool *is_done)
{
	uint32_t *phase = &r->thread[THREAD_PHASE];

	*is_done = false;
	if (!*phase) {
		if (!tuple_add(r->program, &w[WORD_FIRST], r->number << 2))
			return FAULT_OVERFLOW;
		*phase = PHASE_WAITING;
		r->thread[THREAD_LEFT] = lock[WORD_SECOND] << 16; /* the depth, until it is taken again */
		lock[WORD_FIRST] = lock[WORD_SECOND] = 0;
	} else if (*phase == PHASE_WAITING || *phase == PHASE_NOTIFIED) {
		*phase = PHASE_AGAIN + (*phase == PHASE_NOTIFIED);
	} else {
		if (*phase == PHASE_AGAIN)
			leave_line(r, w);
		lock[WORD_FIRST] = r->number + 1;
		lock[WORD_SECOND] = r->thread[THREAD_LEFT] >> 16;
		r->thread[THREAD_LEFT] = 0;
		*result = value_of_bool(*phase == PHASE_AGAIN + 1);
		*phase = 0;
		*is_done = true;
	}
	return FAULT_NONE;
}

static enum fault
step_condition(struct run *r, const struct object *o, uint32_t *w, const struct instr *in, value *result, bool *is_done)
{
	uint32_t *lock = r->state + r->program->object_at + 2 * o->lock;
	int64_t count = 0;

	run_touch(r, cell_of_object(r->program, o->lock));
	if (in->a == METHOD_ACQUIRE || in->a == METHOD_RELEASE)
		return step_lock(r, &r->program->objects.items[o->lock], lock, in, result);
	/* CPython cannot tell whose a plain Lock is: taken by anybody will do */
	bool is_rlock = r->program->objects.items[o->lock].kind == OBJECT_RLOCK;

	if (!r->thread[THREAD_PHASE] && (is_rlock ? lock[WORD_FIRST] != r->number + 1 : !lock[WORD_FIRST]))
		return FAULT_RUNTIME;
	if (in->a == METHOD_WAIT)
		return step_condition_wait(r, w, lock, result, is_done);
	if (in->a == METHOD_NOTIFY) {
		if (!value_to_int(&r->program->heap, r->thread[THREAD_SLOTS + in->b + 1], &count))
			return FAULT_TYPE;
		return notify(r, w, count);
	}
	return in->a == METHOD_NOTIFY_ALL ? notify(r, w, THREADS_MAX) : FAULT_TYPE;
}

/*
 * Words: how many are inside; 0 filling, 1 draining, 2 broken. Who waits keeps in THREAD_LEFT which of them it is. All
 * that wait, and those in phase FROM, come to PHASE.
 */
static void
release_barrier(struct run *r, value self, uint32_t from, uint32_t phase)
{
	struct program *p = r->program;

	for (unsigned i = 0; i < p->threads.len; i++) {
		uint32_t *t = machine_thread(p, r->state, i);

		run_touch(r, cell_of_thread(p, i));
		if (t[THREAD_PC] == PC_ENDED || (t[THREAD_PHASE] != PHASE_WAITING && t[THREAD_PHASE] != from))
			continue;
		const struct instr *in = &p->code.items[t[THREAD_PC]];

		if (in->op == DO_METHOD && t[THREAD_SLOTS + in->b] == self)
			t[THREAD_PHASE] = phase;
	}
}

static void
leave_barrier(uint32_t *w)
{
	if (!--w[WORD_FIRST] && w[WORD_SECOND] == 1)
		w[WORD_SECOND] = 0;
}

static enum fault
step_barrier(struct run *r, const struct object *o, uint32_t *w, const struct instr *in, value *result, bool *is_done)
{
	uint32_t *phase = &r->thread[THREAD_PHASE];
	value self = r->thread[THREAD_SLOTS + in->b];

	if (in->a == METHOD_ABORT || in->a == METHOD_RESET) {
		/* aborting also breaks it for those who were let go and have not left */
		release_barrier(r, self, in->a == METHOD_ABORT ? PHASE_NOTIFIED : PHASE_WAITING, PHASE_AGAIN);
		w[WORD_SECOND] = in->a == METHOD_ABORT ? 2 : w[WORD_FIRST] ? 1 : 0;
		return FAULT_NONE;
	}
	if (in->a != METHOD_WAIT)
		return FAULT_TYPE;
	if (*phase) {
		bool is_good = *phase == PHASE_NOTIFIED;

		if (*phase == PHASE_WAITING) { /* it took too long: broken for all */
			release_barrier(r, self, PHASE_WAITING, PHASE_AGAIN);
			w[WORD_SECOND] = 2;
		}
		*phase = 0;
		*result = r->thread[THREAD_LEFT] << 2;
		r->thread[THREAD_LEFT] = 0;
		leave_barrier(w);
		return is_good ? FAULT_NONE : FAULT_BROKEN;
	}
	if (w[WORD_SECOND] == 2)
		return FAULT_BROKEN;
	*result = w[WORD_FIRST] << 2;
	if (++w[WORD_FIRST] != o->size) {
		*phase = PHASE_WAITING;
		r->thread[THREAD_LEFT] = w[WORD_FIRST] - 1;
		*is_done = false;
		return FAULT_NONE;
	}
	w[WORD_SECOND] = 1;
	release_barrier(r, self, PHASE_WAITING, PHASE_NOTIFIED);
	leave_barrier(w);
	return FAULT_NONE;
}

/* What heapq does has happened even where it raises. */
static enum fault
order_items(struct run *r, uint32_t *w, bool is_put, value *item)
{
	struct program *p = r->program;
	uint32_t len, words[HEAP_ITEM_MAX];
	const value *items = value_items(&p->heap, w[WORD_FIRST], &len);

	if (is_put && len == HEAP_ITEM_MAX)
		return FAULT_OVERFLOW;
	memcpy(words, items, len * sizeof(*words));
	enum fault fault = is_put ? priority_put(&p->heap, words, len, *item)
				  : priority_get(&p->heap, words, len, item);

	w[WORD_FIRST] = heap_intern(&p->heap, HEAP_TUPLE, words, is_put ? len + 1 : len - 1);
	return !fault && !value_is_light(&p->heap, w[WORD_FIRST]) ? FAULT_OVERFLOW : fault;
}

static enum fault
take_item(struct run *r, const struct object *o, uint32_t *w, value *result)
{
	struct program *p = r->program;
	uint32_t len, at;
	const value *items = value_items(&p->heap, w[WORD_FIRST], &len);

	if (!len)
		return o->kind == OBJECT_UNSAFE ? FAULT_INDEX : FAULT_EMPTY;
	if (o->kind == OBJECT_PRIORITY)
		return order_items(r, w, false, result);
	at = o->kind == OBJECT_LIFO ? len - 1 : 0;
	*result = items[at];
	w[WORD_FIRST] = tuple_without(p, w[WORD_FIRST], at);
	return FAULT_NONE;
}

static enum fault
put_item(struct run *r, const struct object *o, uint32_t *w, value item)
{
	if (o->kind == OBJECT_PRIORITY)
		return order_items(r, w, true, &item);
	return tuple_add(r->program, &w[WORD_FIRST], item) ? FAULT_NONE : FAULT_OVERFLOW;
}

static enum fault
step_queue(struct run *r, const struct object *o, uint32_t *w, const struct instr *in, value *result)
{
	enum fault fault;

	switch (in->a) {
	case METHOD_PUT:
		if (object_is_full(r->program, o, w))
			return FAULT_FULL;
		fault = put_item(r, o, w, r->thread[THREAD_SLOTS + in->b + 1]);
		w[WORD_SECOND] += !fault && o->has_tasks;
		return fault;
	case METHOD_GET:
		return take_item(r, o, w, result);
	case METHOD_TASK_DONE:
		if (!w[WORD_SECOND])
			return FAULT_VALUE;
		w[WORD_SECOND]--;
		return FAULT_NONE;
	default:
		return in->a == METHOD_JOIN ? FAULT_NONE : FAULT_TYPE;
	}
}

/* enter, touch, leave */
static enum fault
step_unsafe(struct run *r, const struct object *o, uint32_t *w, const struct instr *in, value *result, bool *is_done)
{
	uint32_t *phase = &r->thread[THREAD_PHASE];
	enum fault fault = FAULT_NONE;

	if (in->a != METHOD_PUT && in->a != METHOD_GET)
		return FAULT_TYPE;
	*is_done = false;
	if (!*phase) {
		*phase = 1;
		if (++w[WORD_SECOND] > 1) {
			r->info->violation = VIOLATION_UNSAFE;
			r->info->line = in->line;
		}
		return FAULT_NONE;
	}
	if (*phase == 1) {
		*phase = 2;
		if (in->a == METHOD_GET)
			fault = take_item(r, o, w, &r->thread[THREAD_SLOTS + in->b + 1]);
		else if (!tuple_add(r->program, &w[WORD_FIRST], r->thread[THREAD_SLOTS + in->b + 1]))
			fault = FAULT_OVERFLOW;
		if (fault) {
			*phase = 0;
			w[WORD_SECOND]--;
		}
		return fault;
	}
	*phase = 0;
	w[WORD_SECOND]--;
	*is_done = true;
	if (in->a == METHOD_GET)
		*result = r->thread[THREAD_SLOTS + in->b + 1];
	return FAULT_NONE;
}

static enum fault
step_thread(struct run *r, const struct object *o, const struct instr *in)
{
	uint32_t *t = machine_thread(r->program, r->state, o->thread);

	run_touch(r, cell_of_thread(r->program, o->thread));
	if (in->a == METHOD_JOIN)
		return o->thread == r->number || t[THREAD_PHASE] == PHASE_NEW ? FAULT_RUNTIME : FAULT_NONE;
	if (in->a != METHOD_START)
		return FAULT_TYPE;
	if (t[THREAD_PHASE] != PHASE_NEW)
		return FAULT_RUNTIME;
	t[THREAD_PHASE] = 0;
	return FAULT_NONE;
}

enum fault
object_step(struct run *r, const struct instr *in, bool *is_done)
{
	value *slot = &r->thread[THREAD_SLOTS + in->b], result = VALUE_NONE;
	const struct object *o = object_of(r->program, *slot);
	enum fault fault = FAULT_TYPE;

	*is_done = true;
	if (!o || !object_has_method(o, in->a))
		return FAULT_TYPE;
	enum method_mode mode = object_mode(r, o, in);

	if (mode >= MODE_VALUE)
		return mode == MODE_VALUE ? FAULT_VALUE : FAULT_TYPE;
	uint32_t *w = object_words(r->program, r->state, *slot);

	run_touch(r, cell_of_object(r->program, *slot >> 2));
	switch (o->kind) {
	case OBJECT_LOCK:
	case OBJECT_RLOCK:
		fault = step_lock(r, o, w, in, &result);
		break;
	case OBJECT_SEMAPHORE:
	case OBJECT_BOUNDED:
		fault = step_semaphore(r, o, w, in, &result);
		break;
	case OBJECT_EVENT:
		fault = step_event(w, in, &result);
		break;
	case OBJECT_CONDITION:
		fault = step_condition(r, o, w, in, &result, is_done);
		break;
	case OBJECT_BARRIER:
		fault = step_barrier(r, o, w, in, &result, is_done);
		break;
	case OBJECT_QUEUE:
	case OBJECT_LIFO:
	case OBJECT_PRIORITY:
		fault = step_queue(r, o, w, in, &result);
		break;
	case OBJECT_COUNTDOWN:
		if (in->a == METHOD_SIGNAL && object_count(w[WORD_FIRST]) > 0)
			w[WORD_FIRST] = (uint32_t)(object_count(w[WORD_FIRST]) - 1) << 2;
		fault = in->a == METHOD_SIGNAL || in->a == METHOD_WAIT ? FAULT_NONE : FAULT_TYPE;
		result = value_of_bool(!w[WORD_FIRST]);
		break;
	case OBJECT_UNSAFE:
		fault = step_unsafe(r, o, w, in, &result, is_done);
		break;
	case OBJECT_THREAD:
		fault = step_thread(r, o, in);
		break;
	case OBJECT_KIND_COUNT:
		break;
	}
	if (*is_done && !fault)
		*slot = result;
	return fault;
}
