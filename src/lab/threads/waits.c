/* Who waits for whom: locks have owners; for all else whoever's code still comes to the helping method. */
#include "lab/threads/waits.h"

#include "lab/threads/machine_parts.h"

static const struct helping {
	enum method waits, helps;
} helpings[] = {
	{ METHOD_ACQUIRE, METHOD_RELEASE }, { METHOD_GET, METHOD_PUT },     { METHOD_PUT, METHOD_GET },
	{ METHOD_JOIN, METHOD_TASK_DONE },  { METHOD_WAIT, METHOD_SET },    { METHOD_WAIT, METHOD_NOTIFY },
	{ METHOD_WAIT, METHOD_NOTIFY_ALL }, { METHOD_WAIT, METHOD_SIGNAL }, { METHOD_WAIT, METHOD_RESET },
	{ METHOD_WAIT, METHOD_ABORT },
};

static bool
helps(enum object_kind kind, enum method waits, unsigned method)
{
	if (kind == OBJECT_BARRIER)
		return method == METHOD_WAIT;
	for (size_t i = 0; i < ARRAY_LEN(helpings); i++)
		if (helpings[i].waits == waits && helpings[i].helps == method)
			return true;
	return false;
}

/* Can a thread that stands at PC still come to an instruction that helps? Its own call does not count. */
static bool
can_help(const struct program *p, uint32_t pc, enum object_kind kind, enum method waits)
{
	uint8_t *seen = NEW_ARRAY(uint8_t, p->code.len);
	uint32_t *todo = NEW_ARRAY(uint32_t, 3 * p->code.len + 1), count = 0;
	bool is_found = false;

	for (todo[count++] = pc; count && !is_found;) {
		uint32_t at = todo[--count];

		if (at >= p->code.len || seen[at])
			continue;
		seen[at] = 1;
		const struct instr *in = &p->code.items[at];

		is_found = in->op == DO_METHOD && helps(kind, waits, in->a);
		if (in->op == DO_END)
			continue;
		if (in->op != DO_JUMP && in->op != DO_RAISE)
			todo[count++] = at + 1;
		if (in->op >= DO_JUMP && in->op <= DO_NEXT_NUMBER)
			todo[count++] = in->a;
		if (in->op == DO_MATCH)
			todo[count++] = in->c;
		else if (in->handler != NO_TARGET && in->op <= DO_FIRST_LOCAL)
			todo[count++] = in->handler;
	}
	free(seen);
	free(todo);
	return is_found;
}

static uint32_t
find_helpers(const struct program *p, const uint32_t *state, const struct wait *w, enum method method)
{
	const struct object *o = &p->objects.items[w->object];
	uint32_t owner = state[p->object_at + 2 * w->object], helpers = 0;

	if (o->kind == OBJECT_THREAD)
		return UINT32_C(1) << o->thread;
	if (o->kind <= OBJECT_RLOCK)
		return owner ? UINT32_C(1) << (owner - 1) : 0;
	for (unsigned i = 0; i < p->threads.len; i++) {
		const uint32_t *t = state + p->thread_at + i * p->thread_words;

		if (i == w->thread || t[THREAD_PC] == PC_ENDED)
			continue;
		const struct instr *in = &p->code.items[t[THREAD_PC]];
		bool is_there = t[THREAD_PHASE] && in->op == DO_METHOD &&
				t[THREAD_SLOTS + in->b] == ((value)w->object << 2 | VALUE_OBJECT);

		/* who is inside the barrier already is not one of the missing */
		if (!(is_there && o->kind == OBJECT_BARRIER) && can_help(p, t[THREAD_PC], o->kind, method))
			helpers |= UINT32_C(1) << i;
	}
	return helpers;
}

size_t
waits_find(const struct program *p, const uint32_t *state, struct wait *out)
{
	size_t count = 0;

	for (unsigned i = 0; i < p->threads.len; i++) {
		const uint32_t *t = state + p->thread_at + i * p->thread_words;

		if (t[THREAD_PC] == PC_ENDED || t[THREAD_PHASE] == PHASE_NEW)
			continue;
		const struct instr *in = &p->code.items[t[THREAD_PC]];
		value v = in->op == DO_METHOD ? t[THREAD_SLOTS + in->b] : VALUE_NONE;
		struct run r = { (struct program *)(uintptr_t)p,
				 (uint32_t *)(uintptr_t)state,
				 (uint32_t *)(uintptr_t)t,
				 i,
				 NULL,
				 NULL };

		if ((v & 3) != VALUE_OBJECT || (!t[THREAD_PHASE] && t[THREAD_LEFT]) || machine_can_step(&r))
			continue;
		struct wait w = { .thread = (uint8_t)i, .object = (uint16_t)(v >> 2) };
		const struct object *o = &p->objects.items[w.object];

		w.needs_all = o->kind == OBJECT_BARRIER;
		if (o->kind == OBJECT_CONDITION && (t[THREAD_PHASE] >= PHASE_AGAIN || in->a == METHOD_ACQUIRE))
			w.object = o->lock;
		w.helpers = find_helpers(p, state, &w, (enum method)in->a);
		out[count++] = w;
	}
	return count;
}

uint32_t
waits_find_stuck(const struct program *p, const uint32_t *state)
{
	struct wait waits[THREADS_MAX];
	size_t count = waits_find(p, state, waits);
	uint32_t stuck = 0, before;

	for (size_t i = 0; i < count; i++)
		stuck |= UINT32_C(1) << waits[i].thread;
	do { /* take out whoever can be helped, until nobody can */
		before = stuck;
		for (size_t i = 0; i < count; i++) {
			uint32_t can = waits[i].helpers & ~stuck;

			if (can && (!waits[i].needs_all || can == waits[i].helpers))
				stuck &= ~(UINT32_C(1) << waits[i].thread);
		}
	} while (stuck != before);
	return stuck;
}
