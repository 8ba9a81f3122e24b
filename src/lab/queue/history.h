/*
 * Everything that happened, in chunks of 1,024 events with the scene each chunk begins from: going to any event is a
 * copy and at most a chunk of events. The oldest chunks are dropped when there are too many.
 */
#ifndef LAB_QUEUE_HISTORY_H
#define LAB_QUEUE_HISTORY_H

#include "lab/queue/scene.h"

enum {
	QUEUE_CHUNK_EVENTS = 1024,
	QUEUE_CHUNKS_MAX = 128
};

struct queue_chunk;

struct queue_history {
	struct queue_scene now; /* behind the last event */
	struct queue_chunk **chunks;
	uint32_t chunk_count;
	uint64_t first;   /* the earliest place one can go to */
	uint64_t length;  /* events told since the beginning: the last place */
	uint64_t refused; /* events that could not be: 0, or an engine is wrong */
};

struct queue_cursor { /* a place in a history */
	uint64_t index;
	struct queue_scene scene; /* behind INDEX events */
};

void queue_history_init(struct queue_history *, const struct queue_knobs *);
void queue_history_fini(struct queue_history *);
void queue_history_add(struct queue_history *, const struct queue_event *);
/* COUNT events were not kept: go on from SCENE, which is copied. Its statistics are kept from before. */
void queue_history_skip(struct queue_history *, const struct queue_scene *, uint32_t count);
/* The event that leads from INDEX to INDEX + 1; NULL if it is not there. */
const struct queue_event *queue_history_at(const struct queue_history *, uint64_t index);

void queue_cursor_init(struct queue_cursor *, const struct queue_history *);
void queue_cursor_fini(struct queue_cursor *);
void queue_cursor_seek(struct queue_cursor *, const struct queue_history *, uint64_t index); /* clamped */

#endif
