/* A step of an actor: one visible instruction on real memory and real objects, then local work up to the next one. */
#include "lab/threads/perform_memory.h"
#include "lab/threads/perform_parts.h"

#define LOCAL_WORK_MAX 20000u /* as the machine's */
#define SLEEP_MAX      100000000

static enum fault
store_item(struct actor *a, const struct instr *in)
{
	struct heap *h = &a->stage->program->heap;
	_Atomic uint32_t *word = &a->stage->shared[in->a];
	value item = in->c == 0xffff ? VALUE_UNSET : a->slots[in->c], list = memory_read(word), out = VALUE_NONE;
	enum fault fault;

	do {
		pthread_mutex_lock(&a->stage->heap);
		fault = value_replace(h, list, a->slots[in->b], item, &out);
		if (!fault && !value_is_light(h, out))
			fault = FAULT_OVERFLOW;
		pthread_mutex_unlock(&a->stage->heap);
	} while (!fault && !memory_replace(word, &list, out));
	return fault;
}

static enum fault
sleep_for(struct actor *a, value time)
{
	int64_t thousandths = 0;
	bool is_number;

	pthread_mutex_lock(&a->stage->heap);
	is_number = value_to_int(&a->stage->program->heap, time, &thousandths);
	pthread_mutex_unlock(&a->stage->heap);
	if (!is_number)
		return FAULT_TYPE;
	if (thousandths < 0 || thousandths > SLEEP_MAX)
		return FAULT_VALUE;
	a->left = (uint32_t)thousandths;
	return FAULT_NONE;
}

static enum attempt
do_visible(struct actor *a, const struct instr *in, enum fault *fault)
{
	switch (in->op) {
	case DO_STORE_SHARED:
		memory_write(&a->stage->shared[in->a], a->slots[in->b]);
		break;
	case DO_STORE_ITEM:
		*fault = store_item(a, in);
		break;
	case DO_METHOD:
		return real_attempt(a, in, fault);
	case DO_SLEEP:
		*fault = sleep_for(a, a->slots[in->b]);
		break;
	case DO_FAIL:
		*fault = FAULT_FAIL;
		break;
	default:
		break;
	}
	return *fault ? ATTEMPT_FAULT : ATTEMPT_DONE;
}

static void
end(struct actor *a)
{
	a->pc = PC_ENDED;
	a->phase = ACTOR_PLAIN;
	a->left = 0;
	memset(a->slots, 0, a->stage->program->slots * sizeof(*a->slots));
	real_note_end(a);
}

static void
raise(struct actor *a, const struct instr *in, enum fault fault)
{
	const struct instr *code = a->stage->program->code.items, *origin = in;

	if (in->op == DO_RAISE)
		origin = &code[fault_origin(a->slots[in->b])];
	a->stack_len = 0;
	a->phase = ACTOR_PLAIN;
	if (in->handler != NO_TARGET && fault != FAULT_ENDLESS && fault != FAULT_FAIL) {
		a->pc = in->handler;
		a->slots[in->handler_slot] = fault_pack(fault, (uint32_t)(origin - code));
		return;
	}
	enum violation_kind kind = fault == FAULT_ASSERT     ? VIOLATION_ASSERT
				   : fault == FAULT_FAIL     ? VIOLATION_FAIL
				   : origin->op == DO_METHOD ? VIOLATION_MISUSE
							     : VIOLATION_ERROR;

	a->violations |= 1u << kind;
	end(a);
}

static bool
begins_step(const struct instr *in)
{
	return in->op < DO_FIRST_LOCAL && (!in->is_atomic || in->op == DO_ATOMIC);
}

static enum attempt
run(struct actor *a, bool is_step)
{
	const struct program *p = a->stage->program;

	a->stack_len = 0;
	for (unsigned count = 0; a->pc != PC_ENDED; count++) {
		const struct instr *in = &p->code.items[a->pc];
		uint32_t pc = a->pc + 1;
		enum fault fault = FAULT_NONE;
		enum attempt attempt = ATTEMPT_DONE;

		if (in->op == DO_END) {
			/* sleeps to its end, or was not started: its end is a step, then */
			if (!is_step && (a->left || !a->stage->objects[a->stage->handles[a->number]].is_started))
				break;
			end(a);
			break;
		}
		if (begins_step(in) && !is_step)
			break;
		is_step = false;
		if (count > LOCAL_WORK_MAX)
			fault = FAULT_ENDLESS;
		else if (in->op < DO_FIRST_LOCAL)
			attempt = do_visible(a, in, &fault);
		else
			fault = actor_local(a, in, &pc);
		if (attempt == ATTEMPT_BLOCKED || attempt == ATTEMPT_PART)
			return attempt;
		if (fault)
			raise(a, in, fault);
		else
			a->pc = pc;
	}
	return ATTEMPT_DONE;
}

enum attempt
actor_step(struct actor *a)
{
	a->has_switched = false;
	return run(a, true);
}

void
actor_work(struct actor *a)
{
	run(a, false);
}
