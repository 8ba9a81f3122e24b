/* Where threads stand; who waits for whom: locks have owners, for all else it is whoever's code still comes to help. */
#include "lab/threads/waits.h"

#include "lab/threads/machine_parts.h"

uint32_t
waits_lock_of(const struct program *p, uint32_t object)
{
	const struct object *o = &p->objects.items[object];

	if (o->kind == OBJECT_CONDITION)
		return o->lock;
	return o->kind <= OBJECT_RLOCK ? object : OBJECT_NOTHING;
}

unsigned
waits_owner_of(const struct program *p, const uint32_t *state, uint32_t lock)
{
	uint32_t owner = state[p->object_at + 2 * lock + WORD_FIRST];

	return owner ? owner - 1 : THREADS_MAX;
}

/* What LOOK's thread wants is a lock, be it under a condition: that lock. */
static uint32_t
needed_lock(const struct program *p, const struct thread_look *look)
{
	return look->method == METHOD_ACQUIRE || look->is_notified ? waits_lock_of(p, look->object) : OBJECT_NOTHING;
}

/* The threads that would have to do something so that LOOK's thread can go on. */
static uint32_t
holders_of(const struct program *p, const uint32_t *state, const struct thread_look *look)
{
	const struct object *o = &p->objects.items[look->object];
	uint32_t lock = needed_lock(p, look);

	if (lock != OBJECT_NOTHING) {
		unsigned owner = waits_owner_of(p, state, lock);

		return owner < THREADS_MAX ? 1u << owner : 0;
	}
	return o->kind == OBJECT_THREAD ? 1u << o->thread : 0;
}

void
waits_look(const struct program *p, const uint32_t *state, unsigned thread, struct thread_look *out)
{
	const uint32_t *t = state + p->thread_at + thread * p->thread_words;
	const struct instr *in;

	*out = (struct thread_look){ .place = PLACE_ENDED, .object = OBJECT_NOTHING };
	if (t[THREAD_PC] == PC_ENDED)
		return;
	in = &p->code.items[t[THREAD_PC]];
	out->line = in->line;
	out->place = PLACE_READY;
	if (in->op == DO_METHOD) {
		value v = t[THREAD_SLOTS + in->b];

		if ((v & 3) == VALUE_OBJECT)
			out->object = v >> 2;
		out->method = (uint8_t)in->a;
	}
	if (t[THREAD_PHASE] == PHASE_NEW) {
		out->place = PLACE_UNSTARTED;
	} else if (!t[THREAD_PHASE] && t[THREAD_LEFT]) {
		out->place = PLACE_ASLEEP;
	} else if (out->object != OBJECT_NOTHING && !machine_is_enabled(p, state, thread)) {
		out->place = PLACE_BLOCKED;
		out->is_waiting = t[THREAD_PHASE] == PHASE_WAITING;
		out->is_notified = t[THREAD_PHASE] >= PHASE_AGAIN;
		out->holders = holders_of(p, state, out);
	}
	if (p->threads.items[thread].is_daemon && machine_is_over(p, state))
		out->place = PLACE_CUT;
}

/* The one thread that THREAD waits for; THREADS_MAX if it does not wait for exactly one. */
static unsigned
next_of(const struct program *p, const uint32_t *state, unsigned thread)
{
	struct thread_look look;

	waits_look(p, state, thread, &look);
	if (look.place != PLACE_BLOCKED || !look.holders)
		return THREADS_MAX;
	return (unsigned)__builtin_ctz(look.holders);
}

unsigned
waits_find_circle(const struct program *p, const uint32_t *state, unsigned from, uint8_t out[THREADS_MAX])
{
	for (unsigned i = 0; i < p->threads.len; i++) {
		unsigned start = (from + i) % (unsigned)p->threads.len, at = start, len = 0;

		do {
			out[len++] = (uint8_t)at;
			at = next_of(p, state, at);
		} while (at != start && at < THREADS_MAX && len < THREADS_MAX);
		if (at == start)
			return len;
	}
	return 0;
}
/* ---- help by code ---- */

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

/*
 * The object of the call at PC where its code names one: the call's slot was filled from a constant.
 * Else OBJECT_NOTHING.
 */
static uint32_t
object_named_at(const struct program *p, uint32_t pc)
{
	uint16_t slot = p->code.items[pc].b;

	for (uint32_t at = pc; at-- > 1;) {
		const struct instr *in = &p->code.items[at], *from = in - 1;
		value v = VALUE_UNSET;

		if (in->op != DO_STORE_LOCAL || in->a != slot)
			continue;
		if (from->op == DO_LOCAL) { /* moved from there */
			slot = from->a;
			continue;
		}
		if (from->op == DO_CONST)
			v = p->constants.items[from->a];
		else if (from->op == DO_SHARED && p->shareds.items[from->a].is_constant)
			v = p->shareds.items[from->a].initial;
		return (v & 3) == VALUE_OBJECT ? v >> 2 : OBJECT_NOTHING;
	}
	return OBJECT_NOTHING;
}

/* Can a thread that stands at PC still come to an instruction that helps? Its own call does not count. */
static bool
can_help(const struct program *p, uint32_t pc, const struct thread_look *look)
{
	enum object_kind kind = p->objects.items[look->object].kind;
	uint8_t *seen = NEW_ARRAY(uint8_t, p->code.len);
	uint32_t *todo = NEW_ARRAY(uint32_t, 3 * p->code.len + 1), count = 0;
	bool is_found = false;

	for (todo[count++] = pc; count && !is_found;) {
		uint32_t at = todo[--count];

		if (at >= p->code.len || seen[at])
			continue;
		seen[at] = 1;
		const struct instr *in = &p->code.items[at];

		if (in->op == DO_METHOD && helps(kind, (enum method)look->method, in->a)) {
			uint32_t object = object_named_at(p, at);

			is_found = object == look->object || object == OBJECT_NOTHING;
		}
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

/* The threads whose code can still help the one that LOOK is of. */
static uint32_t
find_helpers(const struct program *p, const uint32_t *state, unsigned thread, const struct thread_look *look)
{
	uint32_t helpers = 0;

	for (unsigned i = 0; i < p->threads.len; i++) {
		const uint32_t *t = state + p->thread_at + i * p->thread_words;

		if (i == thread || t[THREAD_PC] == PC_ENDED)
			continue;
		const struct instr *in = &p->code.items[t[THREAD_PC]];
		bool is_there = t[THREAD_PHASE] && in->op == DO_METHOD &&
				t[THREAD_SLOTS + in->b] == ((value)look->object << 2 | VALUE_OBJECT);

		/* who waits there, too, is one of those to be helped, and in a barrier not one of the missing */
		if (!is_there && can_help(p, t[THREAD_PC], look))
			helpers |= UINT32_C(1) << i;
	}
	return helpers;
}

size_t
waits_find(const struct program *p, const uint32_t *state, struct wait *out)
{
	size_t count = 0;

	for (unsigned i = 0; i < p->threads.len; i++) {
		struct thread_look look;
		uint32_t lock;

		waits_look(p, state, i, &look);
		if (look.place != PLACE_BLOCKED)
			continue;
		lock = needed_lock(p, &look);
		out[count++] = (struct wait){ .thread = (uint8_t)i,
					      .object = (uint16_t)(lock != OBJECT_NOTHING ? lock : look.object),
					      .helpers = look.holders ? look.holders
								      : find_helpers(p, state, i, &look) };
	}
	return count;
}
