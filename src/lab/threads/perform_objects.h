/*
 * What perform_objects.c and perform_queue.c (to do it) and perform_ask.c (may it be done, what is there to see) share.
 */
#ifndef LAB_THREADS_PERFORM_OBJECTS_H
#define LAB_THREADS_PERFORM_OBJECTS_H

#include "lab/threads/perform_parts.h"

/* What one attempt needs to know; RESULT is the method's value. */
struct trial {
	struct actor *actor;
	const struct instr *in;
	enum method_mode mode;
	struct real_object *object;
	const struct object *about;
	uint32_t index;
	value argument, result;
	enum fault fault;
	bool wakes;
};

/* NULL: not an object. */
static inline struct real_object *
real_of(struct stage *s, value v)
{
	return (v & 3) == VALUE_OBJECT ? &s->objects[v >> 2] : NULL;
}

static inline size_t
real_queued(const struct real_object *o)
{
	return o->items.len - o->head;
}

bool real_has_method(const struct object *, const struct instr *);
enum method_mode real_mode(struct actor *, const struct object *, const struct instr *);

enum attempt try_failed(struct trial *, enum fault);
/* It cannot be done now: give up (RESULT and FAULT say how), or wait, where it would wait and may. */
enum attempt try_give_up(struct trial *, struct real_object *what, uint32_t index, value result, enum fault);
enum attempt try_queue(struct trial *);
enum attempt try_unsafe(struct trial *);

#endif
