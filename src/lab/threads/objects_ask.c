/* What there is to see of the synchronisation objects, and whether a method may step now. Changes nothing. */
#include "lab/threads/objects_parts.h"

#define ONE(method) (1u << METHOD_##method)
#define OF_QUEUES   (ONE(PUT) | ONE(GET) | ONE(TASK_DONE) | ONE(JOIN))

static const uint32_t methods_of[OBJECT_KIND_COUNT] = {
	[OBJECT_LOCK] = ONE(ACQUIRE) | ONE(RELEASE),
	[OBJECT_RLOCK] = ONE(ACQUIRE) | ONE(RELEASE),
	[OBJECT_SEMAPHORE] = ONE(ACQUIRE) | ONE(RELEASE),
	[OBJECT_BOUNDED] = ONE(ACQUIRE) | ONE(RELEASE),
	[OBJECT_EVENT] = ONE(SET) | ONE(CLEAR) | ONE(WAIT),
	[OBJECT_CONDITION] = ONE(ACQUIRE) | ONE(RELEASE) | ONE(WAIT) | ONE(NOTIFY) | ONE(NOTIFY_ALL),
	[OBJECT_BARRIER] = ONE(WAIT) | ONE(ABORT) | ONE(RESET),
	[OBJECT_QUEUE] = OF_QUEUES,
	[OBJECT_LIFO] = OF_QUEUES,
	[OBJECT_PRIORITY] = OF_QUEUES,
	[OBJECT_COUNTDOWN] = ONE(SIGNAL) | ONE(WAIT),
	[OBJECT_UNSAFE] = ONE(PUT) | ONE(GET),
	[OBJECT_THREAD] = ONE(START) | ONE(JOIN),
};

bool
object_has_method(const struct object *o, unsigned method)
{
	return methods_of[o->kind] >> method & 1;
}

enum method_mode
object_mode(const struct run *r, const struct object *o, const struct instr *in)
{
	return method_mode(&r->program->heap, o, in, r->thread + THREAD_SLOTS);
}

uint32_t
object_item_count(const struct program *p, value items)
{
	uint32_t len = 0;

	value_items(&p->heap, items, &len);
	return len;
}

bool
object_can_take(const struct object *o, const uint32_t *words, unsigned thread)
{
	return !words[WORD_FIRST] || (o->kind == OBJECT_RLOCK && words[WORD_FIRST] == thread + 1);
}

bool
object_is_full(const struct program *p, const struct object *o, const uint32_t *words)
{
	return o->size > 0 && object_item_count(p, words[WORD_FIRST]) >= o->size;
}

/* Joining oneself or what was never started raises at once. */
static bool
can_join(const struct run *r, const struct object *o)
{
	const uint32_t *t = machine_thread(r->program, r->state, o->thread);

	return t[THREAD_PC] == PC_ENDED || t[THREAD_PHASE] == PHASE_NEW || o->thread == r->number;
}

bool
object_can_step(struct run *r, const struct instr *in)
{
	const struct program *p = r->program;
	const uint32_t *state = r->state, *t = r->thread;
	unsigned thread = r->number;
	value v = t[THREAD_SLOTS + in->b];
	const struct object *o = object_of(p, v);

	if (!o || !object_has_method(o, in->a))
		return true;
	enum method_mode mode = object_mode(r, o, in);

	if (mode >= MODE_VALUE)
		return true;
	const uint32_t *words = state + p->object_at + 2 * (v >> 2);
	uint32_t phase = t[THREAD_PHASE];

	run_look(r, cell_of_object(p, v >> 2));

	if (o->kind == OBJECT_CONDITION) {
		const struct object *lock = &p->objects.items[o->lock];
		const uint32_t *lock_words = state + p->object_at + 2 * o->lock;

		run_look(r, cell_of_object(p, o->lock));
		if (phase == PHASE_WAITING)
			return mode == MODE_TIMED;
		if (phase == PHASE_NOTIFIED)
			return true;
		if (phase)
			return !lock_words[WORD_FIRST];
		return in->a != METHOD_ACQUIRE || mode != MODE_BLOCK || object_can_take(lock, lock_words, thread);
	}
	if (phase)
		return o->kind != OBJECT_BARRIER || phase != PHASE_WAITING || mode == MODE_TIMED;
	if (o->kind == OBJECT_BARRIER && in->a == METHOD_WAIT)
		return words[WORD_SECOND] != 1;
	if (mode != MODE_BLOCK)
		return true;
	switch (in->a) {
	case METHOD_ACQUIRE:
		return o->kind <= OBJECT_RLOCK ? object_can_take(o, words, thread)
					       : object_count(words[WORD_FIRST]) > 0;
	case METHOD_WAIT:
		return o->kind == OBJECT_EVENT ? words[WORD_FIRST]
					       : o->kind != OBJECT_COUNTDOWN || object_count(words[WORD_FIRST]) <= 0;
	case METHOD_GET:
		return o->kind == OBJECT_UNSAFE || object_item_count(p, words[WORD_FIRST]) > 0;
	case METHOD_PUT:
		return o->kind == OBJECT_UNSAFE || !object_is_full(p, o, words);
	case METHOD_JOIN:
		if (o->kind == OBJECT_THREAD)
			run_look(r, cell_of_thread(p, o->thread));
		return o->kind == OBJECT_THREAD ? can_join(r, o) : words[WORD_SECOND] == 0;
	default:
		return true;
	}
}

enum fault
object_query(struct run *r, value v, enum method method, value *out)
{
	struct program *p = r->program;
	const struct object *o = object_of(p, v);

	if (!o)
		return FAULT_TYPE;
	const uint32_t *w = object_words(p, r->state, v);
	bool is_queue = o->kind >= OBJECT_QUEUE && o->kind <= OBJECT_PRIORITY;
	const uint32_t *t = machine_thread(p, r->state, o->thread);

	run_look(r, o->kind == OBJECT_THREAD ? cell_of_thread(p, o->thread) : cell_of_object(p, v >> 2));
	if (method == METHOD_LOCKED && o->kind <= OBJECT_RLOCK)
		*out = value_of_bool(w[WORD_FIRST]);
	else if (method == METHOD_IS_SET && (o->kind == OBJECT_EVENT || o->kind == OBJECT_COUNTDOWN))
		*out = value_of_bool((o->kind == OBJECT_EVENT) == (w[WORD_FIRST] != 0));
	else if (method == METHOD_N_WAITING && o->kind == OBJECT_BARRIER)
		*out = (w[WORD_SECOND] ? 0 : w[WORD_FIRST]) << 2;
	else if (method == METHOD_BROKEN && o->kind == OBJECT_BARRIER)
		*out = value_of_bool(w[WORD_SECOND] == 2);
	else if (method == METHOD_QSIZE && (is_queue || o->kind == OBJECT_UNSAFE))
		*out = object_item_count(p, w[WORD_FIRST]) << 2;
	else if (method == METHOD_EMPTY && is_queue)
		*out = value_of_bool(!object_item_count(p, w[WORD_FIRST]));
	else if (method == METHOD_FULL && is_queue)
		*out = value_of_bool(object_is_full(p, o, w));
	else if (method == METHOD_IS_ALIVE && o->kind == OBJECT_THREAD)
		*out = value_of_bool(t[THREAD_PC] != PC_ENDED && t[THREAD_PHASE] != PHASE_NEW);
	else
		return FAULT_TYPE;
	return FAULT_NONE;
}
