/*
 * The learner's shared variables, and the only place where threads meet without a lock: plain words, each read and
 * written as a whole and in one order for all (sequentially consistent), which is what Python promises and the model
 * proves with. What is lost between a read and a write is lost here, for real; there is no data race of C's.
 */
#ifndef LAB_THREADS_PERFORM_MEMORY_H
#define LAB_THREADS_PERFORM_MEMORY_H

#include "lab/threads/values.h"

#include <stdatomic.h>
#include <stdbool.h>

static inline value
memory_read(_Atomic uint32_t *word)
{
	return atomic_load(word);
}

static inline void
memory_write(_Atomic uint32_t *word, value v)
{
	atomic_store(word, v);
}

/* An item of a list changes as one write, though lists are values here: false if the list has become another. */
static inline bool
memory_replace(_Atomic uint32_t *word, value *old, value v)
{
	return atomic_compare_exchange_strong(word, old, v);
}

#endif
