/*
 * What objects.c (what a method does) and objects_ask.c (may it, and what is there to see) share. An object is two
 * words of a state; which ones, and what they mean, only these two know.
 */
#ifndef LAB_THREADS_OBJECTS_PARTS_H
#define LAB_THREADS_OBJECTS_PARTS_H

#include "lab/threads/machine_parts.h"

/* NULL: not an object. */
static inline const struct object *
object_of(const struct program *p, value v)
{
	return (v & 3) == VALUE_OBJECT ? &p->objects.items[v >> 2] : NULL;
}

static inline uint32_t *
object_words(const struct program *p, uint32_t *state, value v)
{
	return state + p->object_at + 2 * (v >> 2);
}

/* A count kept as a small value. */
static inline int64_t
object_count(uint32_t word)
{
	return (int32_t)word >> 2;
}

/* Has its class such a method? Else it raises at once, as a missing attribute does. */
bool object_has_method(const struct object *, unsigned method);
enum method_mode object_mode(const struct run *, const struct object *, const struct instr *);
/* Of what stands in its first word: */
uint32_t object_item_count(const struct program *, value items);
bool object_is_full(const struct program *, const struct object *, const uint32_t *words);
bool object_can_take(const struct object *, const uint32_t *words, unsigned thread); /* a lock */

#endif
