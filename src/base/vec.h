/*
 * A growing array of any type, without casts:
 *
 *	VEC(struct lesson) lessons = { 0 };
 *	vec_push(&lessons, (struct lesson){ ... });
 *	for (size_t i = 0; i < lessons.len; i++)
 *		use(&lessons.items[i]);
 *	vec_fini(&lessons);
 *
 * All zero is a valid empty array. Elements move when the array grows: keep indices, not pointers.
 */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include "base/alloc.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#define VEC(type)                \
	struct {                 \
		type *items;     \
		size_t len;      \
		size_t capacity; \
	}

/* Room for EXTRA more elements. */
#define vec_reserve(vec, extra)                                                              \
	((vec)->len + (extra) <= (vec)->capacity                                             \
		 ? (void)0                                                                   \
		 : (void)((vec)->capacity = vec_grow((vec)->capacity, (vec)->len + (extra)), \
			  (vec)->items = mem_realloc_array((vec)->items, (vec)->capacity, sizeof(*(vec)->items))))

#define vec_push(vec, ...) (vec_reserve((vec), 1), (void)((vec)->items[(vec)->len++] = (__VA_ARGS__)))
/* Append one zeroed element and give its address. */
#define vec_push_zero(vec)                                                                   \
	(vec_reserve((vec), 1), memset(&(vec)->items[(vec)->len], 0, sizeof(*(vec)->items)), \
	 &(vec)->items[(vec)->len++])
#define vec_pop(vec)  (assert((vec)->len > 0), (vec)->items[--(vec)->len])
#define vec_last(vec) (assert((vec)->len > 0), &(vec)->items[(vec)->len - 1])
/* Remove element AT, keeping the order. */
#define vec_remove(vec, at)                                                                                  \
	(assert((at) < (vec)->len),                                                                          \
	 memmove(&(vec)->items[at], &(vec)->items[(at) + 1], ((vec)->len - (at)-1) * sizeof(*(vec)->items)), \
	 (void)(vec)->len--)
#define vec_clear(vec) ((void)((vec)->len = 0))
#define vec_fini(vec)  (free((vec)->items), (vec)->items = NULL, (vec)->len = 0, (void)((vec)->capacity = 0))

/* The next capacity that holds NEEDED elements; for the macros above. */
static inline size_t
vec_grow(size_t capacity, size_t needed)
{
	size_t next = capacity + capacity / 2 + 8;

	return next < needed ? needed : next;
}

#endif
