/*
 * Nothing lost: produced = consumed + in the queue + in hand + in the hands of the killed, counted from what is there.
 */
#include "lab/queue/scene.h"

static bool
fail(struct str_buf *why, const char *what, unsigned long long expected, unsigned long long found)
{
	if (why)
		str_buf_printf(why, "%s: %llu, not %llu", what, found, expected);
	return false;
}

bool
queue_account_check(const struct queue_scene *scene, struct str_buf *why)
{
	uint64_t queued = 0, sentinels = 0, lost = 0, working = 0;

	for (uint32_t i = 0; i < scene->count; i++) {
		const struct queue_item *item = &scene->items[scene->first + i];

		queued += item->number != QUEUE_SENTINEL;
		sentinels += item->number == QUEUE_SENTINEL;
		if (item->number > scene->produced)
			return fail(why, "an item nobody made", scene->produced, item->number);
	}
	for (unsigned i = 0; i < QUEUE_ACTOR_COUNT; i++) {
		const struct queue_actor *actor = &scene->actors[i];

		lost += actor->state == STATE_KILLED && actor->hand.number != 0;
		working += actor->state == STATE_WORKING;
	}
	if (sentinels != scene->sentinels)
		return fail(why, "sentinels", scene->sentinels, sentinels);
	if (lost > scene->lost) /* a place taken over by another actor forgets what the dead one held */
		return fail(why, "lost", scene->lost, lost);
	if (scene->produced != scene->consumed + queued + queue_scene_hands(scene) + scene->lost)
		return fail(why, "produced", scene->consumed + queued + queue_scene_hands(scene) + scene->lost,
			    scene->produced);
	if (scene->unfinished < queued + working)
		return fail(why, "unfinished tasks", queued + working, scene->unfinished);
	return true;
}
