/*
 * How long a method may wait, by its class and what it was given for blocking and timeout: CPython's checks,
 * as of 3.13.
 */
#include "lab/threads/program.h"

enum waiting { /* methods that treat their arguments alike */
	OF_LOCK,
	OF_SEMAPHORE,
	OF_QUEUE,
	OF_WAIT,    /* a timeout only, and one below nought is no time */
	OF_NOTHING, /* no arguments but an item */
};

#define B MODE_BLOCK
#define L MODE_TRY /* looks only */
#define T MODE_TIMED
#define V MODE_VALUE
#define E MODE_TYPE

/* In the order of enum method_timeout: missing, None, -1, below nought, a time, no number. */
static const uint8_t modes[][2][TIMEOUT_KNOWN] = {
	[OF_LOCK] = { { B, E, B, V, T, E }, { L, E, L, V, V, E } }, /* -1 is its word for no timeout */
	[OF_SEMAPHORE] = { { B, B, T, T, T, E }, { L, L, V, V, V, V } },
	[OF_QUEUE] = { { B, B, V, V, T, E }, { L, L, L, L, L, L } },
	[OF_WAIT] = { { B, B, T, T, T, E }, { E, E, E, E, E, E } },
	[OF_NOTHING] = { { B, E, E, E, E, E }, { E, E, E, E, E, E } },
};

#undef B
#undef L
#undef T
#undef V
#undef E

static enum waiting
find_waiting(const struct object *o, unsigned method)
{
	bool is_lock = o->kind <= OBJECT_RLOCK || o->kind == OBJECT_CONDITION;
	bool is_queue = o->kind >= OBJECT_QUEUE && o->kind <= OBJECT_PRIORITY;

	if (method == METHOD_ACQUIRE)
		return is_lock ? OF_LOCK : OF_SEMAPHORE;
	if (is_queue && (method == METHOD_GET || method == METHOD_PUT))
		return OF_QUEUE;
	return method == METHOD_WAIT || (method == METHOD_JOIN && !is_queue) ? OF_WAIT : OF_NOTHING;
}

static enum method_timeout
classify(const struct heap *h, value v)
{
	int64_t number;

	if (v == VALUE_NONE)
		return TIMEOUT_NONE;
	if (!value_to_int(h, v, &number))
		return TIMEOUT_WRONG;
	return number >= 0 ? TIMEOUT_TIME : number == -1 ? TIMEOUT_MINUS_ONE : TIMEOUT_NEGATIVE;
}

enum method_mode
method_mode(const struct heap *h, const struct object *o, const struct instr *in, const value *slots)
{
	enum waiting waiting = find_waiting(o, in->a);
	unsigned timeout = in->c & METHOD_TIMEOUT;

	/* an item that has no place, or a place that has no item: Unsafe's may be left out */
	if (in->c & METHOD_HAS_ITEM
		    ? in->a == METHOD_RELEASE && o->kind != OBJECT_SEMAPHORE && o->kind != OBJECT_BOUNDED
		    : in->a == METHOD_PUT && o->kind != OBJECT_UNSAFE)
		return MODE_TYPE;
	if (timeout == TIMEOUT_IN_SLOT)
		timeout = classify(h, slots[in->b + 2]);
	if (waiting == OF_QUEUE && in->a == METHOD_PUT && o->size <= 0) /* never waits, and so never looks at it */
		return MODE_BLOCK;
	return (enum method_mode)modes[waiting][(in->c & METHOD_IS_TRY) != 0][timeout];
}
