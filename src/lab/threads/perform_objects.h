/* What perform_objects.c (to do it) and perform_ask.c (may it be done, what is there to see) share. */
#ifndef LAB_THREADS_PERFORM_OBJECTS_H
#define LAB_THREADS_PERFORM_OBJECTS_H

#include "lab/threads/perform_parts.h"

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
/* Arguments that raise ValueError; a queue without a limit does not look at put's. */
bool real_is_wrong(const struct object *, const struct instr *);

#endif
