/* One step: the visible instruction, then local work up to the next visible one. */
#include "lab/threads/machine_parts.h"

static void
end_thread(struct run *r)
{
	memset(r->thread, 0, r->program->thread_words * sizeof(*r->thread));
	r->thread[THREAD_PC] = PC_ENDED;
	run_set(r, CELL_GIL);
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

/*
 * An exception: to the handler, or the thread is over. A handler keeps the fault and the instruction it began at:
 * should nobody catch it, that is where it went wrong.
 */
static void
raise(struct run *r, enum fault fault, const struct instr *in, struct stack *s)
{
	const struct instr *origin = in;

	if (in->op == DO_RAISE)
		origin = &r->program->code.items[fault_origin(r->thread[THREAD_SLOTS + in->b])];
	s->len = 0;
	if (in->handler != NO_TARGET && fault != FAULT_ENDLESS && fault != FAULT_FAIL) {
		r->thread[THREAD_PC] = in->handler;
		r->thread[THREAD_SLOTS + in->handler_slot] = fault_pack(fault,
									(uint32_t)(origin - r->program->code.items));
		r->thread[THREAD_PHASE] = 0;
		r->info->caught = fault;
		return;
	}
	if (!r->info->violation) {
		r->info->violation = violation_of(fault, origin);
		r->info->fault = fault;
		r->info->line = origin->line;
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
		run_set(r, cell_of_shared(in->a));
		r->state[1 + in->a] = slots[in->b];
		return FAULT_NONE;
	case DO_STORE_ITEM:
		run_touch(r, cell_of_shared(in->a));
		fault = value_replace(&p->heap, r->state[1 + in->a], slots[in->b],
				      in->c == 0xffff ? VALUE_UNSET : slots[in->c], &out);
		if (!fault && !value_is_light(&p->heap, out))
			fault = FAULT_OVERFLOW;
		if (!fault)
			r->state[1 + in->a] = out;
		return fault;
	case DO_METHOD:
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
			if (!is_step && (r->thread[THREAD_LEFT] || r->thread[THREAD_PHASE] == PHASE_NEW))
				return; /* sleeps to its end, or was not started: its end is a step, then */
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
			fault = machine_do_local(r, in, &s, &pc);
		if (fault) {
			raise(r, fault, in, &s);
			is_done = true; /* whatever part of a method raised */
			continue;
		}
		if (!is_done)
			return;
		r->thread[THREAD_PC] = pc;
	}
}

bool
machine_is_over(const struct program *p, const uint32_t *state)
{
	for (unsigned i = 0; i < p->threads.len; i++) {
		const uint32_t *t = state + p->thread_at + i * p->thread_words;

		if (!p->threads.items[i].is_daemon && t[THREAD_PC] != PC_ENDED && t[THREAD_PHASE] != PHASE_NEW)
			return false;
	}
	return true;
}

bool
machine_can_step(struct run *r)
{
	const uint32_t *t = r->thread;

	if (t[THREAD_PC] == PC_ENDED || t[THREAD_PHASE] == PHASE_NEW || (!t[THREAD_PHASE] && t[THREAD_LEFT]))
		return false;
	const struct instr *in = &r->program->code.items[t[THREAD_PC]];

	return in->op != DO_METHOD || object_can_step(r, in);
}

bool
machine_is_enabled(const struct program *p, const uint32_t *state, unsigned thread)
{
	uint32_t *words = (uint32_t *)(uintptr_t)state; /* looking changes nothing */
	struct run r = { (struct program *)(uintptr_t)p, words, machine_thread(p, words, thread), thread, NULL, NULL };

	return machine_can_step(&r);
}

uint32_t
machine_enabled(const struct program *p, const uint32_t *state)
{
	uint32_t enabled = 0;

	if (machine_is_over(p, state))
		return 0;
	if (state[0] && machine_is_enabled(p, state, state[0] - 1))
		return UINT32_C(1) << (state[0] - 1);
	for (unsigned i = 0; i < p->threads.len; i++)
		if (machine_is_enabled(p, state, i))
			enabled |= UINT32_C(1) << i;
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

void
machine_settle(const struct program *p, uint32_t *state)
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
		struct run r = { p, state, machine_thread(p, state, i), i, info, NULL };
		const struct thread_def *t = &p->threads.items[i];

		r.thread[THREAD_PC] = t->entry;
		r.thread[THREAD_LEFT] = (uint32_t)t->after;
		r.thread[THREAD_PHASE] = t->is_started_by_other ? PHASE_NEW : 0;
		run_thread(&r, false);
		if (r.thread[THREAD_PC] != PC_ENDED && t->is_started_by_other)
			r.thread[THREAD_PHASE] = PHASE_NEW; /* also behind an exception that was caught */
	}
	machine_settle(p, state);
}

void
machine_make_step(struct run *r)
{
	*r->info = (struct step_info){ 0 };
	run_set(r, CELL_GIL);
	r->state[0] = r->program->is_gil_310 ? r->number + 1 : 0;
	run_thread(r, true);
	if (r->state[0] && (r->thread[THREAD_PHASE] || r->thread[THREAD_LEFT] || !machine_can_step(r)))
		r->state[0] = 0;
}

void
machine_step(struct program *p, uint32_t *state, unsigned thread, struct step_info *info)
{
	struct run r = { p, state, machine_thread(p, state, thread), thread, info, NULL };

	machine_make_step(&r);
	machine_settle(p, state);
}
