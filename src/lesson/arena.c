/* Memory that is handed out in order and freed all at once. */
#include "lesson/arena.h"

#include "base/alloc.h"

#include <stdalign.h>
#include <string.h>

#define CHUNK_BYTES     16384
#define CHUNK_MIN_BYTES 256 /* the first: ten thousand files have a title each */

struct arena_chunk {
	struct arena_chunk *older;
	size_t used_bytes, size_bytes;
	alignas(max_align_t) char data[];
};

/* Of the next chunk: as much as there is already, within bounds. */
static size_t
next_room(const struct arena *arena)
{
	size_t room = arena->used_bytes > CHUNK_MIN_BYTES ? arena->used_bytes : CHUNK_MIN_BYTES;

	return room < CHUNK_BYTES ? room : CHUNK_BYTES;
}

void *
arena_alloc(struct arena *arena, size_t size_bytes)
{
	struct arena_chunk *chunk = arena->newest;

	size_bytes = (size_bytes + sizeof(void *) - 1) & ~(sizeof(void *) - 1);
	if (!chunk || chunk->size_bytes - chunk->used_bytes < size_bytes) {
		size_t next = next_room(arena), room = size_bytes > next / 4 ? size_bytes : next;

		chunk = mem_realloc_array(NULL, sizeof(*chunk) + room, 1);
		chunk->size_bytes = room;
		chunk->used_bytes = 0;
		/* A chunk made for one big piece is full: the one that still has room stays in front. */
		if (arena->newest && room == size_bytes) {
			chunk->older = arena->newest->older;
			arena->newest->older = chunk;
		} else {
			chunk->older = arena->newest;
			arena->newest = chunk;
		}
	}
	void *piece = chunk->data + chunk->used_bytes;

	chunk->used_bytes += size_bytes;
	arena->used_bytes += size_bytes;
	return piece;
}

char *
arena_copy(struct arena *arena, const void *data, size_t len)
{
	char *copy = arena_alloc(arena, len + 1);

	if (len)
		memcpy(copy, data, len);
	copy[len] = '\0';
	return copy;
}

void
arena_fini(struct arena *arena)
{
	while (arena->newest) {
		struct arena_chunk *older = arena->newest->older;

		free(arena->newest);
		arena->newest = older;
	}
	arena->used_bytes = 0;
}
