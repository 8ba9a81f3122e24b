/* Local work: stack instructions, which change nothing but the thread's own words. */
#include "lab/threads/machine_parts.h"

static void
push(struct stack *s, value v)
{
	if (s->len < STACK_MAX)
		s->items[s->len++] = v;
}

static value
pop(struct stack *s)
{
	return s->len ? s->items[--s->len] : VALUE_NONE;
}

static enum fault
call_builtin(struct heap *h, unsigned builtin, const value *args, uint32_t count, value *out)
{
	uint32_t arguments = count;
	const value *items = count == 1 ? value_items(h, args[0], &count) : args;
	value best;
	int64_t number;
	bool is_less;

	if (arguments != 1 && builtin != BUILTIN_MIN && builtin != BUILTIN_MAX)
		return FAULT_TYPE;
	if (builtin == BUILTIN_ABS) {
		if (items || !value_to_int(h, args[0], &number))
			return FAULT_TYPE;
		if (number >= 0) {
			*out = value_of_int(h, number);
			return FAULT_NONE;
		}
		return value_binary(h, OP_SUB, 0, args[0], out);
	}
	if (!items && builtin == BUILTIN_LEN && value_is_kind(h, args[0], HEAP_TEXT)) {
		*out = value_length(h, args[0]) << 2;
		return FAULT_NONE;
	}
	if (!items || builtin == BUILTIN_RANGE)
		return FAULT_TYPE;
	switch (builtin) {
	case BUILTIN_LEN:
		*out = count << 2;
		return FAULT_NONE;
	case BUILTIN_SUM:
		best = 0;
		for (uint32_t i = 0; i < count; i++) {
			value copy[1] = { items[i] };
			size_t at = items == args ? 0 : (size_t)(items - h->words);
			enum fault fault = value_binary(h, OP_ADD, best, copy[0], &best);

			if (fault)
				return fault;
			if (items != args)
				items = h->words + at; /* the heap may have moved */
		}
		*out = best;
		return FAULT_NONE;
	case BUILTIN_ANY:
	case BUILTIN_ALL:
		*out = value_of_bool(builtin == BUILTIN_ALL);
		for (uint32_t i = 0; i < count; i++)
			if (value_is_true(h, items[i]) == (builtin == BUILTIN_ANY))
				*out = value_of_bool(builtin == BUILTIN_ANY);
		return FAULT_NONE;
	default:
		if (!count)
			return FAULT_VALUE;
		best = items[0];
		for (uint32_t i = 1; i < count; i++) {
			if (value_compare(h, builtin == BUILTIN_MIN ? OP_LT : OP_GT, items[i], best, &is_less))
				return FAULT_TYPE;
			if (is_less)
				best = items[i];
		}
		*out = best;
		return FAULT_NONE;
	}
}

static enum fault
next_number(struct heap *h, uint32_t *slots, value *out, bool *is_end)
{
	int64_t next, end, step;

	if (!value_to_int(h, slots[0], &next) || !value_to_int(h, slots[1], &end) || !value_to_int(h, slots[2], &step))
		return FAULT_TYPE;
	if (!step)
		return FAULT_VALUE;
	*is_end = step > 0 ? next >= end : next <= end;
	*out = slots[0];
	if (!*is_end) {
		if (__builtin_add_overflow(next, step, &next))
			next = end;
		slots[0] = value_of_int(h, next);
	}
	return FAULT_NONE;
}

static enum fault
do_index(struct heap *h, struct stack *s)
{
	value index = pop(s), list = pop(s), out = VALUE_NONE;
	enum fault fault = value_index(h, list, index, &out);

	push(s, out);
	return fault;
}

/* A local instruction. STATE is only changed for the thread's own words; *PC is behind the instruction on entry. */
enum fault
machine_do_local(struct run *r, const struct instr *in, struct stack *s, uint32_t *pc)
{
	struct program *p = r->program;
	struct heap *h = &p->heap;
	uint32_t *slots = r->thread ? r->thread + THREAD_SLOTS : NULL, len;
	value a, b, out = VALUE_NONE;
	enum fault fault = FAULT_NONE;
	bool is_true = false;
	const value *items;

	switch (in->op) {
	case DO_CONST:
		push(s, p->constants.items[in->a]);
		break;
	case DO_LOCAL:
		push(s, slots ? slots[in->a] : VALUE_NONE);
		fault = slots && slots[in->a] == VALUE_UNSET ? FAULT_NAME : FAULT_NONE;
		break;
	case DO_SHARED:
		run_look(r, cell_of_shared(in->a));
		push(s, r->state[1 + in->a]);
		break;
	case DO_ME:
		push(s, (uint32_t)(in->a ? p->threads.items[r->number].group : p->threads.items[r->number].me) << 2);
		break;
	case DO_STORE_LOCAL:
		a = pop(s);
		if (slots)
			slots[in->a] = a;
		break;
	case DO_CLEAR:
		if (slots)
			memset(slots + in->a, 0, in->b * sizeof(*slots));
		break;
	case DO_ITEM_LOCAL:
		if (slots[in->a] == VALUE_UNSET)
			return FAULT_NAME;
		fault = value_replace(h, slots[in->a], slots[in->b], in->c == NO_TARGET ? VALUE_UNSET : slots[in->c],
				      &out);
		if (!fault && !value_is_light(h, out))
			fault = FAULT_OVERFLOW;
		if (!fault)
			slots[in->a] = out;
		break;
	case DO_BINARY:
		b = pop(s);
		a = pop(s);
		fault = value_binary(h, (enum node_op)in->a, a, b, &out);
		if (!fault && !value_is_light(h, out))
			fault = FAULT_OVERFLOW;
		push(s, out);
		break;
	case DO_COMPARE:
		b = pop(s);
		a = pop(s);
		fault = value_compare(h, (enum node_op)in->a, a, b, &is_true);
		push(s, value_of_bool(is_true));
		break;
	case DO_NEGATE:
		fault = value_binary(h, OP_SUB, 0, pop(s), &out);
		push(s, out);
		break;
	case DO_NOT:
		push(s, value_of_bool(!value_is_true(h, pop(s))));
		break;
	case DO_INDEX:
		fault = do_index(h, s);
		break;
	case DO_SLICE:
		b = pop(s);
		a = pop(s);
		fault = value_slice(h, pop(s), a, b, &out);
		push(s, out);
		break;
	case DO_BUILD:
		if (s->len < in->a)
			return FAULT_ENDLESS;
		s->len -= in->a;
		out = heap_intern(h, (enum heap_kind)in->b, s->items + s->len, in->a);
		fault = value_is_light(h, out) ? FAULT_NONE : FAULT_OVERFLOW;
		push(s, out);
		break;
	case DO_CALL:
		if (s->len < in->b || !in->b)
			return FAULT_TYPE;
		s->len -= in->b;
		fault = call_builtin(h, in->a, s->items + s->len, in->b, &out);
		if (!fault && !value_is_light(h, out))
			fault = FAULT_OVERFLOW;
		push(s, out);
		break;
	case DO_QUERY:
		fault = object_query(r, pop(s), (enum method)in->a, &out);
		push(s, out);
		break;
	case DO_POP:
		pop(s);
		break;
	case DO_JUMP:
		*pc = in->a;
		break;
	case DO_JUMP_FALSE:
		if (!value_is_true(h, pop(s)))
			*pc = in->a;
		break;
	case DO_JUMP_FALSE_KEEP:
	case DO_JUMP_TRUE_KEEP:
		a = pop(s);
		if (value_is_true(h, a) == (in->op == DO_JUMP_TRUE_KEEP)) {
			push(s, a);
			*pc = in->a;
		}
		break;
	case DO_NEXT:
		items = value_items(h, slots[in->b], &len);
		if (!items)
			return FAULT_TYPE;
		if (slots[in->b + 1] >> 2 >= len)
			*pc = in->a;
		else {
			push(s, items[slots[in->b + 1] >> 2]);
			slots[in->b + 1] += 4;
		}
		break;
	case DO_NEXT_NUMBER:
		fault = next_number(h, slots + in->b, &out, &is_true);
		if (is_true)
			*pc = in->a;
		else
			push(s, out);
		break;
	case DO_ASSERT:
		fault = value_is_true(h, pop(s)) ? FAULT_NONE : in->a ? (enum fault)in->a : FAULT_ASSERT;
		break;
	case DO_MATCH:
		if (!(in->a >> fault_of(slots[in->b]) & 1))
			*pc = in->c;
		break;
	case DO_RAISE:
		fault = fault_of(slots[in->b]);
		break;
	case DO_SWITCH:
		if (in->a && (slots[in->a] & 3) == VALUE_OBJECT &&
		    p->objects.items[slots[in->a] >> 2].kind <= OBJECT_RLOCK)
			break;
		run_set(r, CELL_GIL);
		r->state[0] = 0;
		break;
	default:
		break;
	}
	return fault;
}

bool
machine_holds(struct program *p, const uint32_t *state, uint16_t at, struct trail *trail)
{
	struct step_info info = { 0 };
	struct run r = { p, (uint32_t *)(uintptr_t)state, NULL, 0, &info, trail };
	struct stack s;
	uint32_t slots[THREAD_SLOTS + SLOTS_MAX] = { 0 };

	s.len = 0;
	r.thread = slots;
	for (uint32_t pc = at, count = 0; count < LOCAL_WORK_MAX; count++) {
		const struct instr *in = &p->code.items[pc++];

		if (in->op == DO_END)
			return value_is_true(&p->heap, pop(&s));
		if (machine_do_local(&r, in, &s, &pc))
			return false;
	}
	return false;
}
