/* Who can step, who waits for what, who holds it. */
#include "lab/threads/threads_waits.h"

#include "lab/threads/machine_parts.h"

uint32_t
threads_lock_of(const struct program *p, uint32_t object)
{
	const struct object *o = &p->objects.items[object];

	if (o->kind == OBJECT_CONDITION)
		return o->lock;
	return o->kind <= OBJECT_RLOCK ? object : OBJECT_NOTHING;
}

unsigned
threads_owner_of(const struct program *p, const uint32_t *state, uint32_t lock)
{
	uint32_t owner = state[p->object_at + 2 * lock + WORD_FIRST];

	return owner ? owner - 1 : THREADS_MAX;
}

/* The threads that would have to do something so that LOOK's thread can go on. */
static uint32_t
holders_of(const struct program *p, const uint32_t *state, const struct thread_look *look)
{
	const struct object *o = &p->objects.items[look->object];
	uint32_t lock = threads_lock_of(p, look->object);
	bool needs_lock = lock != OBJECT_NOTHING && (look->method == METHOD_ACQUIRE || look->is_notified);

	if (needs_lock) {
		unsigned owner = threads_owner_of(p, state, lock);

		return owner < THREADS_MAX ? 1u << owner : 0;
	}
	return o->kind == OBJECT_THREAD ? 1u << o->thread : 0;
}

/* Asking changes nothing. */
static bool
can_step(const struct program *p, const uint32_t *state, unsigned thread, const struct instr *in)
{
	uint32_t *words = (uint32_t *)(uintptr_t)state;
	struct run run = { .program = (struct program *)(uintptr_t)p,
			   .state = words,
			   .thread = machine_thread(p, words, thread),
			   .number = thread };

	return object_can_step(&run, in);
}

void
threads_look(const struct program *p, const uint32_t *state, unsigned thread, struct thread_look *out)
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
	} else if (out->object != OBJECT_NOTHING && !can_step(p, state, thread, in)) {
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

	threads_look(p, state, thread, &look);
	if (look.place != PLACE_BLOCKED || !look.holders)
		return THREADS_MAX;
	return (unsigned)__builtin_ctz(look.holders);
}

unsigned
threads_find_circle(const struct program *p, const uint32_t *state, unsigned from, uint8_t out[THREADS_MAX])
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
