/*
 * Memory for the blocks of one section: handed out in order, freed all at once. A section of a thousand blocks costs
 * a handful of allocations. Zeroed is a valid empty arena. One thread at a time.
 */
#ifndef LESSON_ARENA_H
#define LESSON_ARENA_H

#include "base/str.h"

#include <stddef.h>

struct arena_chunk;
struct arena {
	struct arena_chunk *newest;
	size_t used_bytes;
};

void *arena_alloc(struct arena *, size_t size_bytes);   /* aligned for any type; not zeroed */
char *arena_copy(struct arena *, const void *, size_t); /* with a NUL behind */
void arena_fini(struct arena *);

#endif
