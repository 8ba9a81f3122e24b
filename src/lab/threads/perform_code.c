/* An actor's local work: the instructions that nobody else can see, on a stack and slots of its own. */
#include "lab/threads/perform_memory.h"
#include "lab/threads/perform_parts.h"

static void
push(struct actor *a, value v)
{
	if (a->stack_len < STACK_MAX)
		a->stack[a->stack_len++] = v;
}

static value
pop(struct actor *a)
{
	return a->stack_len ? a->stack[--a->stack_len] : VALUE_NONE;
}

static bool
is_plain(value v)
{
	return (v & 3) != VALUE_HEAP;
}

static int64_t
small(value v)
{
	return (int32_t)v >> 2;
}

static enum fault
keep_light(const struct heap *h, value v)
{
	return value_is_light(h, v) ? FAULT_NONE : FAULT_OVERFLOW;
}

static bool
is_lock(const struct actor *a, value v)
{
	return (v & 3) == VALUE_OBJECT && a->stage->program->objects.items[v >> 2].kind <= OBJECT_RLOCK;
}

static enum fault
calculate(struct actor *a, enum node_op op)
{
	struct heap *h = &a->stage->program->heap;
	value right = pop(a), left = pop(a), out = VALUE_NONE;
	enum fault fault;

	if ((op == OP_ADD || op == OP_SUB) && (left & 3) == VALUE_INT && (right & 3) == VALUE_INT) {
		int64_t sum = op == OP_ADD ? small(left) + small(right) : small(left) - small(right);

		if (sum >= -(INT64_C(1) << 29) && sum < INT64_C(1) << 29) { /* needs no heap, so no lock */
			push(a, value_of_int(h, sum));
			return FAULT_NONE;
		}
	}
	pthread_mutex_lock(&a->stage->heap);
	fault = value_binary(h, op, left, right, &out);
	if (!fault)
		fault = keep_light(h, out);
	pthread_mutex_unlock(&a->stage->heap);
	push(a, out);
	return fault;
}

static enum fault
compare(struct actor *a, enum node_op op)
{
	value right = pop(a), left = pop(a);
	bool needs_heap = !is_plain(left) || !is_plain(right), is_true = false;
	enum fault fault;

	if (needs_heap)
		pthread_mutex_lock(&a->stage->heap);
	fault = value_compare(&a->stage->program->heap, op, left, right, &is_true);
	if (needs_heap)
		pthread_mutex_unlock(&a->stage->heap);
	push(a, value_of_bool(is_true));
	return fault;
}

static bool
is_true(struct actor *a, value v)
{
	bool result;

	if (is_plain(v))
		return value_is_true(&a->stage->program->heap, v);
	pthread_mutex_lock(&a->stage->heap);
	result = value_is_true(&a->stage->program->heap, v);
	pthread_mutex_unlock(&a->stage->heap);
	return result;
}

/* The least or greatest, the sum, any, all of COPY. */
static enum fault
fold(struct heap *h, unsigned builtin, const value *items, uint32_t count, value *out)
{
	value best = builtin == BUILTIN_SUM ? 0 : count ? items[0] : VALUE_NONE;
	bool found = false;

	if (!count && (builtin == BUILTIN_MIN || builtin == BUILTIN_MAX))
		return FAULT_VALUE;
	for (uint32_t i = 0; i < count; i++) {
		enum fault fault = FAULT_NONE;
		bool is_better = false;

		if (builtin == BUILTIN_SUM)
			fault = value_binary(h, OP_ADD, best, items[i], &best);
		else if (builtin == BUILTIN_ANY || builtin == BUILTIN_ALL)
			found |= value_is_true(h, items[i]) == (builtin == BUILTIN_ANY);
		else
			fault = value_compare(h, builtin == BUILTIN_MIN ? OP_LT : OP_GT, items[i], best, &is_better);
		if (fault)
			return fault;
		if (is_better)
			best = items[i];
	}
	*out = builtin == BUILTIN_ANY ? value_of_bool(found) : builtin == BUILTIN_ALL ? value_of_bool(!found) : best;
	return FAULT_NONE;
}

static enum fault
call_locked(struct heap *h, unsigned builtin, const value *args, uint32_t count, value *out)
{
	uint32_t len = count;
	const value *items = count == 1 ? value_items(h, args[0], &len) : args;
	value copy[HEAP_ITEM_MAX];
	int64_t number;

	if (builtin == BUILTIN_RANGE || (count != 1 && builtin != BUILTIN_MIN && builtin != BUILTIN_MAX))
		return FAULT_TYPE;
	if (builtin == BUILTIN_ABS) {
		if (items || !value_to_int(h, args[0], &number))
			return FAULT_TYPE;
		*out = value_of_int(h, number);
		return number < 0 ? value_binary(h, OP_SUB, 0, args[0], out) : FAULT_NONE;
	}
	if (builtin == BUILTIN_LEN && value_is_kind(h, args[0], HEAP_TEXT) && count == 1)
		len = value_length(h, args[0]);
	else if (!items)
		return FAULT_TYPE;
	if (builtin == BUILTIN_LEN) {
		*out = len << 2;
		return FAULT_NONE;
	}
	memcpy(copy, items, len * sizeof(*copy)); /* the heap moves when it grows */
	return fold(h, builtin, copy, len, out);
}

static enum fault
call(struct actor *a, const struct instr *in)
{
	struct heap *h = &a->stage->program->heap;
	value out = VALUE_NONE;
	enum fault fault;

	if (a->stack_len < in->b || !in->b)
		return FAULT_TYPE;
	a->stack_len -= in->b;
	pthread_mutex_lock(&a->stage->heap);
	fault = call_locked(h, in->a, a->stack + a->stack_len, in->b, &out);
	if (!fault)
		fault = keep_light(h, out);
	pthread_mutex_unlock(&a->stage->heap);
	push(a, out);
	return fault;
}

/* What makes or opens a value of the heap, under its lock. */
static enum fault
use_heap(struct actor *a, const struct instr *in)
{
	struct heap *h = &a->stage->program->heap;
	value x, y, out = VALUE_NONE;
	enum fault fault = FAULT_NONE;

	switch (in->op) {
	case DO_ITEM_LOCAL:
		fault = FAULT_NAME;
		if (a->slots[in->a] != VALUE_UNSET)
			fault = value_replace(h, a->slots[in->a], a->slots[in->b],
					      in->c == NO_TARGET ? VALUE_UNSET : a->slots[in->c], &out);
		if (!fault)
			fault = keep_light(h, out);
		if (!fault)
			a->slots[in->a] = out;
		return fault;
	case DO_NEGATE:
		fault = value_binary(h, OP_SUB, 0, pop(a), &out);
		break;
	case DO_INDEX:
		y = pop(a);
		fault = value_index(h, pop(a), y, &out);
		break;
	case DO_SLICE:
		y = pop(a);
		x = pop(a);
		fault = value_slice(h, pop(a), x, y, &out);
		break;
	default: /* DO_BUILD */
		if (a->stack_len < in->a)
			return FAULT_ENDLESS;
		a->stack_len -= in->a;
		out = heap_intern(h, (enum heap_kind)in->b, a->stack + a->stack_len, in->a);
		fault = keep_light(h, out);
	}
	push(a, out);
	return fault;
}

static enum fault
next_item(struct actor *a, const struct instr *in, uint32_t *pc)
{
	uint32_t len = 0, place = a->slots[in->b + 1] >> 2;
	enum fault fault = FAULT_NONE;

	pthread_mutex_lock(&a->stage->heap);
	const value *items = value_items(&a->stage->program->heap, a->slots[in->b], &len);

	if (!items)
		fault = FAULT_TYPE;
	else if (place < len)
		push(a, items[place]);
	pthread_mutex_unlock(&a->stage->heap);
	if (!fault && place >= len)
		*pc = in->a;
	else if (!fault)
		a->slots[in->b + 1] = (place + 1) << 2;
	return fault;
}

static enum fault
next_number(struct actor *a, const struct instr *in, uint32_t *pc)
{
	struct heap *h = &a->stage->program->heap;
	value *slots = a->slots + in->b;
	int64_t next, end, step;
	enum fault fault = FAULT_NONE;

	pthread_mutex_lock(&a->stage->heap);
	if (!value_to_int(h, slots[0], &next) || !value_to_int(h, slots[1], &end) || !value_to_int(h, slots[2], &step))
		fault = FAULT_TYPE;
	else if (!step)
		fault = FAULT_VALUE;
	else if (step > 0 ? next >= end : next <= end)
		*pc = in->a;
	else {
		push(a, slots[0]);
		if (__builtin_add_overflow(next, step, &next))
			next = end;
		slots[0] = value_of_int(h, next);
	}
	pthread_mutex_unlock(&a->stage->heap);
	return fault;
}

enum fault
actor_local(struct actor *a, const struct instr *in, uint32_t *pc)
{
	struct program *p = a->stage->program;
	value v, out = VALUE_NONE;
	enum fault fault = FAULT_NONE;

	switch (in->op) {
	case DO_CONST:
		push(a, p->constants.items[in->a]);
		break;
	case DO_LOCAL:
		if (a->slots[in->a] == VALUE_UNSET)
			return FAULT_NAME;
		push(a, a->slots[in->a]);
		break;
	case DO_SHARED:
		push(a, memory_read(&a->stage->shared[in->a]));
		break;
	case DO_ME:
		push(a, (uint32_t)(in->a ? p->threads.items[a->number].group : p->threads.items[a->number].me) << 2);
		break;
	case DO_STORE_LOCAL:
		a->slots[in->a] = pop(a);
		break;
	case DO_CLEAR:
		memset(a->slots + in->a, 0, in->b * sizeof(*a->slots));
		break;
	case DO_BINARY:
		return calculate(a, (enum node_op)in->a);
	case DO_COMPARE:
		return compare(a, (enum node_op)in->a);
	case DO_NOT:
		push(a, value_of_bool(!is_true(a, pop(a))));
		break;
	case DO_ITEM_LOCAL:
	case DO_NEGATE:
	case DO_INDEX:
	case DO_SLICE:
	case DO_BUILD:
		pthread_mutex_lock(&a->stage->heap);
		fault = use_heap(a, in);
		pthread_mutex_unlock(&a->stage->heap);
		break;
	case DO_CALL:
		return call(a, in);
	case DO_QUERY:
		fault = real_query(a, pop(a), (enum method)in->a, &out);
		push(a, out);
		break;
	case DO_POP:
		pop(a);
		break;
	case DO_JUMP:
		*pc = in->a;
		break;
	case DO_JUMP_FALSE:
		if (!is_true(a, pop(a)))
			*pc = in->a;
		break;
	case DO_JUMP_FALSE_KEEP:
	case DO_JUMP_TRUE_KEEP:
		v = pop(a);
		if (is_true(a, v) == (in->op == DO_JUMP_TRUE_KEEP)) {
			push(a, v);
			*pc = in->a;
		}
		break;
	case DO_NEXT:
		return next_item(a, in, pc);
	case DO_NEXT_NUMBER:
		return next_number(a, in, pc);
	case DO_ASSERT:
		fault = is_true(a, pop(a)) ? FAULT_NONE : in->a ? (enum fault)in->a : FAULT_ASSERT;
		break;
	case DO_MATCH:
		if (!(in->a >> fault_of(a->slots[in->b]) & 1))
			*pc = in->c;
		break;
	case DO_RAISE:
		fault = fault_of(a->slots[in->b]);
		break;
	case DO_SWITCH:
		a->has_switched |= !in->a || !is_lock(a, a->slots[in->a]);
		break;
	default:
		break;
	}
	return fault;
}
