/* One step: the visible instruction, then local work up to the next visible one. */
#include "lab/threads/machine_parts.h"

#define LOCAL_WORK_MAX 20000

const char *const violation_names[VIOLATION_KIND_COUNT] = {
	"none",   "check",  "always", "critical", "fail",        "assert",
	"misuse", "unsafe", "error",  "deadlock", "lost-wakeup", "livelock",
};

struct stack {
	value items[STACK_MAX];
	unsigned len;
};

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
	const value *items = count == 1 ? value_items(h, args[0], &count) : args;
	value best;
	int64_t number;
	bool is_less;

	if (builtin == BUILTIN_ABS) {
		if (items || !value_to_int(h, args[0], &number))
			return FAULT_TYPE;
		if (number >= 0) {
			*out = args[0];
			return FAULT_NONE;
		}
		return value_binary(h, OP_SUB, 0, args[0], out);
	}
	if (!items && builtin == BUILTIN_LEN && value_is_kind(h, args[0], HEAP_TEXT)) {
		*out = (value)value_text(h, args[0]).len << 2;
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
static enum fault
do_local(struct run *r, const struct instr *in, struct stack *s, uint32_t *pc)
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
		break;
	case DO_SHARED:
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
		fault = value_replace(h, slots[in->a], slots[in->b], slots[in->c], &out);
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
		fault = object_query(p, r->state, pop(s), (enum method)in->a, &out);
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
		fault = value_is_true(h, pop(s)) ? FAULT_NONE : FAULT_ASSERT;
		break;
	case DO_MATCH:
		if (!str_is_equal_c(value_text(h, p->constants.items[in->a]), fault_names[slots[in->b] >> 2]))
			*pc = in->c;
		break;
	case DO_RAISE:
		fault = (enum fault)(slots[in->b] >> 2);
		break;
	case DO_SWITCH:
		r->state[0] = 0;
		break;
	default:
		break;
	}
	return fault;
}

static void
end_thread(struct run *r)
{
	memset(r->thread, 0, r->program->thread_words * sizeof(*r->thread));
	r->thread[THREAD_PC] = PC_ENDED;
	r->state[0] = 0;
}

static enum violation_kind
violation_of(enum fault fault, const struct instr *in)
{
	if (fault == FAULT_ASSERT)
		return VIOLATION_ASSERT;
	if (fault == FAULT_FAIL)
		return VIOLATION_FAIL;
	return in->op == DO_METHOD ? VIOLATION_MISUSE : VIOLATION_ERROR;
}

/* An exception: to the handler, or the thread is over. */
static void
raise(struct run *r, enum fault fault, const struct instr *in, struct stack *s)
{
	s->len = 0;
	if (in->handler != NO_TARGET && fault != FAULT_ENDLESS && fault != FAULT_FAIL) {
		r->thread[THREAD_PC] = in->handler;
		r->thread[THREAD_SLOTS + in->handler_slot] = (uint32_t)fault << 2;
		r->thread[THREAD_PHASE] = 0;
		if (in->op != DO_RAISE && !r->info->fault) { /* where it began, should nobody catch it */
			r->info->fault = fault;
			r->info->line = r->info->violation ? r->info->line : in->line;
		}
		return;
	}
	if (!r->info->violation) {
		r->info->violation = violation_of(fault, in);
		r->info->fault = fault;
		r->info->line = in->line;
	}
	end_thread(r);
}

static enum fault
do_visible(struct run *r, const struct instr *in, bool *is_done)
{
	struct program *p = r->program;
	uint32_t *slots = r->thread + THREAD_SLOTS;
	value out;
	int64_t time;
	enum fault fault;

	*is_done = true;
	switch (in->op) {
	case DO_STORE_SHARED:
		r->state[1 + in->a] = slots[in->b];
		return FAULT_NONE;
	case DO_STORE_ITEM:
		fault = value_replace(&p->heap, r->state[1 + in->a], slots[in->b],
				      in->c == 0xffff ? VALUE_UNSET : slots[in->c], &out);
		if (!fault && !value_is_light(&p->heap, out))
			fault = FAULT_OVERFLOW;
		if (!fault)
			r->state[1 + in->a] = out;
		return fault;
	case DO_METHOD:
		if (in->is_atomic && !object_can_step(p, r->state, r->number, in))
			return FAULT_RUNTIME;
		return object_step(r, in, is_done);
	case DO_SLEEP:
		if (!value_to_int(&p->heap, slots[in->b], &time))
			return FAULT_TYPE;
		if (time < 0 || time > 100000000)
			return FAULT_VALUE;
		r->thread[THREAD_LEFT] = (uint32_t)time;
		return FAULT_NONE;
	case DO_FAIL:
		return FAULT_FAIL;
	default:
		return FAULT_NONE;
	}
}

static bool
is_visible(const struct instr *in)
{
	return in->op < DO_FIRST_LOCAL && (!in->is_atomic || in->op == DO_ATOMIC);
}

/* Run until the next visible instruction; the first one is made if IS_STEP. */
static void
run_thread(struct run *r, bool is_step)
{
	struct program *p = r->program;
	struct stack s;
	bool is_done = true;

	s.len = 0;
	for (unsigned count = 0; r->thread[THREAD_PC] != PC_ENDED; count++) {
		const struct instr *in = &p->code.items[r->thread[THREAD_PC]];
		uint32_t pc = r->thread[THREAD_PC] + 1;
		enum fault fault = FAULT_NONE;

		if (in->op == DO_END) {
			end_thread(r);
			return;
		}
		if (is_visible(in) && !is_step)
			return;
		is_step = false;
		if (count > LOCAL_WORK_MAX)
			fault = FAULT_ENDLESS;
		else if (in->op < DO_FIRST_LOCAL)
			fault = do_visible(r, in, &is_done);
		else
			fault = do_local(r, in, &s, &pc);
		if (fault) {
			raise(r, fault, in, &s);
			continue;
		}
		if (!is_done) {
			if (!in->is_atomic)
				return;
			raise(r, FAULT_RUNTIME, in, &s);
			continue;
		}
		r->thread[THREAD_PC] = pc;
	}
}

bool
machine_is_over(const struct program *p, const uint32_t *state)
{
	for (unsigned i = 0; i < p->threads.len; i++) {
		const uint32_t *t = state + p->thread_at + i * p->thread_words;

		if (!p->threads.items[i].is_daemon && t[THREAD_PC] != PC_ENDED)
			return false;
	}
	return true;
}

static bool
is_enabled(const struct program *p, const uint32_t *state, unsigned thread)
{
	const uint32_t *t = state + p->thread_at + thread * p->thread_words;

	if (t[THREAD_PC] == PC_ENDED || t[THREAD_PHASE] == PHASE_NEW || (!t[THREAD_PHASE] && t[THREAD_LEFT]))
		return false;
	const struct instr *in = &p->code.items[t[THREAD_PC]];

	return in->op != DO_METHOD || object_can_step(p, state, thread, in);
}

uint32_t
machine_enabled(const struct program *p, const uint32_t *state)
{
	uint32_t enabled = 0;

	if (machine_is_over(p, state))
		return 0;
	if (state[0] && is_enabled(p, state, state[0] - 1))
		return 1u << (state[0] - 1);
	for (unsigned i = 0; i < p->threads.len; i++)
		if (is_enabled(p, state, i))
			enabled |= 1u << i;
	return enabled;
}

/* Time passes only when nothing else can happen. */
static void
advance_clock(const struct program *p, uint32_t *state)
{
	uint32_t least = UINT32_MAX;

	for (unsigned i = 0; i < p->threads.len; i++) {
		const uint32_t *t = state + p->thread_at + i * p->thread_words;

		if (t[THREAD_PC] != PC_ENDED && !t[THREAD_PHASE] && t[THREAD_LEFT] && t[THREAD_LEFT] < least)
			least = t[THREAD_LEFT];
	}
	if (least == UINT32_MAX)
		return;
	for (unsigned i = 0; i < p->threads.len; i++) {
		uint32_t *t = machine_thread(p, state, i);

		if (t[THREAD_PC] != PC_ENDED && !t[THREAD_PHASE] && t[THREAD_LEFT])
			t[THREAD_LEFT] -= least;
	}
}

static void
settle(const struct program *p, uint32_t *state)
{
	/* one moment's sleepers may all be blocked: then it goes on */
	for (unsigned i = 0; i <= p->threads.len && !machine_is_over(p, state) && !machine_enabled(p, state); i++)
		advance_clock(p, state);
}

void
machine_start(struct program *p, uint32_t *state, struct step_info *info)
{
	*info = (struct step_info){ 0 };
	memset(state, 0, p->words * sizeof(*state));
	for (size_t i = 0; i < p->shareds.len; i++)
		state[1 + i] = p->shareds.items[i].initial;
	for (size_t i = 0; i < p->objects.len; i++)
		state[p->object_at + 2 * i] = p->objects.items[i].first;
	for (unsigned i = 0; i < p->threads.len; i++) {
		struct run r = { p, state, machine_thread(p, state, i), i, info };
		const struct thread_def *t = &p->threads.items[i];

		r.thread[THREAD_PC] = t->entry;
		run_thread(&r, false);
		if (r.thread[THREAD_PC] == PC_ENDED)
			continue;
		r.thread[THREAD_LEFT] = (uint32_t)t->after;
		if (t->is_started_by_other)
			r.thread[THREAD_PHASE] = PHASE_NEW;
	}
	settle(p, state);
}

void
machine_step(struct program *p, uint32_t *state, unsigned thread, struct step_info *info)
{
	struct run r = { p, state, machine_thread(p, state, thread), thread, info };

	*info = (struct step_info){ 0 };
	state[0] = p->is_gil_310 ? thread + 1 : 0;
	run_thread(&r, true);
	if (state[0] && (r.thread[THREAD_PHASE] || r.thread[THREAD_LEFT] || !is_enabled(p, state, thread)))
		state[0] = 0;
	settle(p, state);
}

static bool
holds(struct program *p, const uint32_t *state, uint16_t at)
{
	struct step_info info = { 0 };
	struct run r = { p, (uint32_t *)(uintptr_t)state, NULL, 0, &info };
	struct stack s;
	uint32_t slots[THREAD_SLOTS + SLOTS_MAX] = { 0 };

	s.len = 0;
	r.thread = slots;
	for (uint32_t pc = at, count = 0; count < LOCAL_WORK_MAX; count++) {
		const struct instr *in = &p->code.items[pc++];

		if (in->op == DO_END)
			return value_is_true(&p->heap, pop(&s));
		if (do_local(&r, in, &s, &pc))
			return false;
	}
	return false;
}

static size_t
find_critical(const struct program *p, const uint32_t *state, struct step_info *out, size_t max)
{
	uint32_t seen[THREADS_MAX];
	size_t count = 0, found = 0;

	if (!p->sections.len)
		return 0;
	for (unsigned i = 0; i < p->threads.len; i++) {
		const uint32_t *t = state + p->thread_at + i * p->thread_words;
		const struct instr *in = t[THREAD_PC] == PC_ENDED ? NULL : &p->code.items[t[THREAD_PC]];

		if (!in || in->op != DO_CRITICAL || t[THREAD_PHASE] || t[THREAD_LEFT])
			continue;
		for (size_t j = 0; j < count; j++)
			if (seen[j] == in->a && found < max && !found)
				out[found++] = (struct step_info){ .violation = VIOLATION_CRITICAL, .line = in->line };
		seen[count++] = in->a;
	}
	return found;
}

size_t
machine_inspect(struct program *p, const uint32_t *state, uint32_t enabled, struct step_info *out, size_t max)
{
	size_t found = find_critical(p, state, out, max);
	bool is_over = !enabled && machine_is_over(p, state);

	for (unsigned i = 0; i < p->always_count && found < max; i++)
		if (!holds(p, state, p->always[i]))
			out[found++] = (struct step_info){ .violation = VIOLATION_ALWAYS, .line = p->always_lines[i] };
	for (unsigned i = 0; is_over && i < p->check_count && found < max; i++)
		if (!holds(p, state, p->check[i]))
			out[found++] = (struct step_info){ .violation = VIOLATION_CHECK, .line = p->check_lines[i] };
	for (unsigned i = 0; !enabled && !is_over && i < p->threads.len && found < max; i++) {
		const uint32_t *t = state + p->thread_at + i * p->thread_words;

		if (t[THREAD_PC] != PC_ENDED && !p->threads.items[i].is_daemon) {
			uint32_t line = p->code.items[t[THREAD_PC]].line;

			out[found++] = (struct step_info){ .violation = VIOLATION_DEADLOCK, .line = line };
			break;
		}
	}
	return found;
}
