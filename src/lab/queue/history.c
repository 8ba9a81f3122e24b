/* Events in chunks, each with the scene it begins from. */
#include "lab/queue/history.h"

#include "base/alloc.h"

#include <string.h>

struct queue_chunk {
	uint64_t first; /* index of its first event */
	uint32_t count;
	struct queue_scene start;
	struct queue_event events[QUEUE_CHUNK_EVENTS];
};

static void
begin_chunk(struct queue_history *history)
{
	struct queue_chunk *chunk = NEW(struct queue_chunk);

	chunk->first = history->length;
	queue_scene_copy(&chunk->start, &history->now);
	if (history->chunk_count == QUEUE_CHUNKS_MAX) {
		queue_scene_fini(&history->chunks[0]->start);
		free(history->chunks[0]);
		memmove(history->chunks, history->chunks + 1, (QUEUE_CHUNKS_MAX - 1) * sizeof(struct queue_chunk *));
		history->chunk_count--;
		history->first = history->chunks[0]->first;
	}
	history->chunks[history->chunk_count++] = chunk;
}

void
queue_history_init(struct queue_history *history, const struct queue_knobs *knobs)
{
	*history = (struct queue_history){ .chunks = NEW_ARRAY(struct queue_chunk *, QUEUE_CHUNKS_MAX) };
	queue_scene_init(&history->now, knobs);
	begin_chunk(history);
}

void
queue_history_fini(struct queue_history *history)
{
	for (uint32_t i = 0; i < history->chunk_count; i++) {
		queue_scene_fini(&history->chunks[i]->start);
		free(history->chunks[i]);
	}
	free(history->chunks);
	queue_scene_fini(&history->now);
	*history = (struct queue_history){ 0 };
}

static struct queue_chunk *
last_chunk(const struct queue_history *history)
{
	return history->chunks[history->chunk_count - 1];
}

static void
keep(struct queue_history *history, const struct queue_event *event)
{
	struct queue_chunk *chunk = last_chunk(history);

	chunk->events[chunk->count++] = *event;
	history->length++;
}

void
queue_history_add(struct queue_history *history, const struct queue_event *event)
{
	if (last_chunk(history)->count == QUEUE_CHUNK_EVENTS)
		begin_chunk(history);
	if (queue_scene_apply(&history->now, event))
		keep(history, event);
	else
		history->refused++;
}

void
queue_history_skip(struct queue_history *history, const struct queue_scene *scene, uint32_t count)
{
	struct queue_event event = { .time_ns = scene->time_ns, .item = count, .kind = DID_SKIP };

	if (last_chunk(history)->count == QUEUE_CHUNK_EVENTS)
		begin_chunk(history);
	keep(history, &event);
	queue_scene_copy(&history->now, scene);
	history->now.last = event;
	begin_chunk(history);
}

/* The chunk that INDEX lies in or begins, the newest such. */
static const struct queue_chunk *
chunk_of(const struct queue_history *history, uint64_t index)
{
	uint32_t low = 0, high = history->chunk_count;

	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (history->chunks[middle]->first <= index)
			low = middle;
		else
			high = middle;
	}
	return history->chunks[low];
}

const struct queue_event *
queue_history_at(const struct queue_history *history, uint64_t index)
{
	const struct queue_chunk *chunk = chunk_of(history, index);

	if (index < chunk->first || index - chunk->first >= chunk->count)
		return NULL;
	return &chunk->events[index - chunk->first];
}

void
queue_cursor_init(struct queue_cursor *cursor, const struct queue_history *history)
{
	*cursor = (struct queue_cursor){ 0 };
	cursor->index = history->first;
	queue_scene_copy(&cursor->scene, &history->chunks[0]->start);
}

void
queue_cursor_fini(struct queue_cursor *cursor)
{
	queue_scene_fini(&cursor->scene);
}

static void
load(struct queue_cursor *cursor, const struct queue_chunk *chunk)
{
	queue_scene_copy(&cursor->scene, &chunk->start);
	cursor->index = chunk->first;
}

void
queue_cursor_seek(struct queue_cursor *cursor, const struct queue_history *history, uint64_t index)
{
	const struct queue_chunk *chunk;

	index = index < history->first ? history->first : index > history->length ? history->length : index;
	chunk = chunk_of(history, index);
	if (index < cursor->index || cursor->index < chunk->first || cursor->index < history->first)
		load(cursor, chunk);
	while (cursor->index < index) {
		const struct queue_event *event = queue_history_at(history, cursor->index);

		if (event->kind == DID_SKIP) /* the next chunk begins with what is behind it */
			load(cursor, chunk_of(history, cursor->index + 1));
		else {
			queue_scene_apply(&cursor->scene, event);
			cursor->index++;
		}
	}
}
