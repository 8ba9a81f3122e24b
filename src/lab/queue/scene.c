/* Events applied one after the other: who does what, and what lies in the queue. */
#include "lab/queue/scene.h"

#include "base/alloc.h"

#include <string.h>

bool
queue_state_is_timed_by(uint8_t state, enum queue_knob knob)
{
	switch (knob) {
	case KNOB_PUT_RATE:
		return state == STATE_MAKING;
	case KNOB_WORK:
		return state == STATE_WORKING;
	case KNOB_GET_RATE:
		return state == STATE_RESTING;
	default:
		return false;
	}
}

void
queue_scene_init(struct queue_scene *scene, const struct queue_knobs *knobs)
{
	memset(scene, 0, sizeof(*scene));
	scene->knobs = *knobs;
	scene->last.kind = scene->previous.kind = DID_SKIP;
	scene->actors[QUEUE_MAIN].state = STATE_IDLE;
	queue_stats_init(&scene->stats, 0);
}

void
queue_scene_fini(struct queue_scene *scene)
{
	free(scene->items);
	scene->items = NULL;
	scene->first = scene->count = scene->room = 0;
}

static void
reserve(struct queue_scene *scene, uint32_t room)
{
	if (room <= scene->room)
		return;
	scene->room = room + room / 2 + 16;
	scene->items = mem_realloc_array(scene->items, scene->room, sizeof(*scene->items));
}

void
queue_scene_copy(struct queue_scene *to, const struct queue_scene *from)
{
	struct queue_item *items = to->items;
	uint32_t room = to->room;

	*to = *from;
	to->items = items;
	to->room = room;
	to->first = 0;
	reserve(to, from->count);
	if (from->count)
		memcpy(to->items, from->items + from->first, from->count * sizeof(*from->items));
}

/* ---- the queue ---- */

void
queue_scene_push(struct queue_scene *scene, struct queue_item item)
{
	if (scene->first > 64 && scene->first > scene->count) {
		memmove(scene->items, scene->items + scene->first, scene->count * sizeof(*scene->items));
		scene->first = 0;
	}
	reserve(scene, scene->first + scene->count + 1);
	scene->items[scene->first + scene->count++] = item;
}

static void
remove_at(struct queue_scene *scene, uint32_t index)
{
	struct queue_item *items = scene->items + scene->first;

	if (index == 0)
		scene->first++;
	else
		memmove(items + index, items + index + 1, (scene->count - index - 1) * sizeof(*items));
	scene->count--;
}

/* Is A before B, which was put later? */
static bool
is_before(const struct queue_scene *scene, const struct queue_item *a, const struct queue_item *b)
{
	switch (scene->knobs.values[KNOB_DISCIPLINE]) {
	case DISCIPLINE_LIFO:
		return false;
	case DISCIPLINE_PRIORITY:
		return a->producer <= b->producer; /* a sentinel, QUEUE_MAIN, is behind everything */
	default:
		return true;
	}
}

uint32_t
queue_scene_next(const struct queue_scene *scene)
{
	const struct queue_item *items = scene->items + scene->first;
	uint32_t best = 0;

	if (scene->count == 0)
		return UINT32_MAX;
	switch (scene->knobs.values[KNOB_DISCIPLINE]) {
	case DISCIPLINE_LIFO:
		return scene->count - 1;
	case DISCIPLINE_PRIORITY:
		for (uint32_t i = 1; i < scene->count; i++)
			if (!is_before(scene, &items[best], &items[i]))
				best = i;
		return best;
	default:
		return 0;
	}
}

/* One rank after the other, each in the order of its puts. */
static uint32_t
leaving_by_priority(const struct queue_scene *scene, const struct queue_item **out, uint32_t max)
{
	const struct queue_item *items = scene->items + scene->first;
	uint32_t found = 0;

	for (unsigned rank = 0; rank <= QUEUE_MAIN && found < max; rank++)
		for (uint32_t i = 0; i < scene->count && found < max; i++)
			if (items[i].producer == rank)
				out[found++] = &items[i];
	return found;
}

uint32_t
queue_scene_leaving(const struct queue_scene *scene, const struct queue_item **out, uint32_t max)
{
	if (scene->count == 0)
		return 0; /* ITEMS may be NULL */
	const struct queue_item *items = scene->items + scene->first;
	uint32_t count = scene->count < max ? scene->count : max;

	if (scene->knobs.values[KNOB_DISCIPLINE] == DISCIPLINE_PRIORITY)
		return leaving_by_priority(scene, out, max);
	for (uint32_t i = 0; i < count; i++)
		out[i] = scene->knobs.values[KNOB_DISCIPLINE] == DISCIPLINE_LIFO ? &items[scene->count - 1 - i]
										 : &items[i];
	return count;
}

static uint32_t
find_item(const struct queue_scene *scene, uint32_t number)
{
	const struct queue_item *items = scene->items + scene->first;
	uint32_t next = queue_scene_next(scene);

	if (next < scene->count && items[next].number == number)
		return next;
	for (uint32_t i = 0; i < scene->count; i++)
		if (items[i].number == number)
			return i;
	return UINT32_MAX;
}

/* ---- actors ---- */

static bool
is_waiting(uint8_t state)
{
	return state == STATE_PUT_WAIT || state == STATE_GET_WAIT || state == STATE_JOINING;
}

static void
set_state(struct queue_scene *scene, struct queue_actor *actor, uint8_t state)
{
	if (is_waiting(actor->state))
		actor->blocked_ns += scene->time_ns - actor->since_ns;
	actor->state = state;
	actor->since_ns = scene->time_ns;
}

static bool
is_alive(const struct queue_actor *actor)
{
	return actor->state != STATE_ABSENT && actor->state != STATE_DONE && actor->state != STATE_KILLED;
}

/* ---- one function a kind of event ---- */

struct applied {
	struct queue_scene *scene;
	const struct queue_event *event;
	struct queue_actor *actor;
};

static bool
apply_start(const struct applied *a)
{
	if (is_alive(a->actor) || a->event->actor == QUEUE_MAIN)
		return false;
	*a->actor = (struct queue_actor){ .pid = a->event->item };
	set_state(a->scene, a->actor, queue_is_consumer(a->event->actor) ? STATE_RESTING : STATE_MAKING);
	return true;
}

/* The hand of who puts: an item made just now, or a sentinel. */
static void
take_made(const struct applied *a)
{
	bool is_sentinel = a->event->item == QUEUE_SENTINEL;

	if (a->actor->state == STATE_PUT_WAIT)
		return;
	a->actor->hand = (struct queue_item){ .number = a->event->item,
					      .producer = is_sentinel ? QUEUE_MAIN : a->event->actor };
	a->scene->produced += !is_sentinel;
}

static bool
can_put(const struct applied *a)
{
	bool is_sentinel = a->event->item == QUEUE_SENTINEL;

	if (!is_alive(a->actor))
		return false;
	if (a->actor->state == STATE_PUT_WAIT)
		return a->actor->hand.number == a->event->item;
	if (is_sentinel)
		return a->actor->state == STATE_ENDING || a->event->actor == QUEUE_MAIN;
	return a->actor->state == STATE_MAKING;
}

static bool
apply_put_wait(const struct applied *a)
{
	if (!can_put(a) || a->actor->state == STATE_PUT_WAIT)
		return false;
	take_made(a);
	a->scene->moved = a->actor->hand;
	set_state(a->scene, a->actor, STATE_PUT_WAIT);
	return true;
}

static bool
apply_put(const struct applied *a)
{
	if (!can_put(a) || a->scene->count >= QUEUE_ITEMS_MAX)
		return false;
	take_made(a);
	a->actor->hand.put_ns = a->scene->time_ns;
	queue_scene_push(a->scene, a->actor->hand);
	a->scene->moved = a->actor->hand;
	a->actor->hand = (struct queue_item){ 0 };
	a->actor->count++;
	if (a->event->item == QUEUE_SENTINEL) {
		a->scene->sentinels++;
		if (queue_is_consumer(a->event->actor))
			a->actor->count--; /* put back: no work */
	} else {
		a->scene->unfinished++;
		queue_stats_put(&a->scene->stats);
	}
	set_state(a->scene, a->actor,
		  a->event->actor == QUEUE_MAIN        ? STATE_IDLE
		  : queue_is_consumer(a->event->actor) ? STATE_ENDING
						       : STATE_MAKING);
	return true;
}

static bool
apply_get_wait(const struct applied *a)
{
	if (a->actor->state != STATE_RESTING)
		return false;
	set_state(a->scene, a->actor, STATE_GET_WAIT);
	return true;
}

static bool
apply_get(const struct applied *a)
{
	uint32_t index = find_item(a->scene, a->event->item);
	bool is_sentinel = a->event->kind == DID_SENTINEL;
	struct queue_item item;

	if ((a->actor->state != STATE_RESTING && a->actor->state != STATE_GET_WAIT) || index == UINT32_MAX ||
	    is_sentinel != (a->event->item == QUEUE_SENTINEL))
		return false;
	item = a->scene->items[a->scene->first + index];
	remove_at(a->scene, index);
	a->scene->moved = item;
	if (is_sentinel) {
		a->scene->sentinels--;
	} else {
		a->actor->hand = item;
		queue_stats_get(&a->scene->stats, a->scene->time_ns - item.put_ns);
	}
	set_state(a->scene, a->actor, is_sentinel ? STATE_ENDING : STATE_WORKING);
	return true;
}

static bool
apply_task_done(const struct applied *a)
{
	if (a->actor->state != STATE_WORKING || a->actor->hand.number != a->event->item)
		return false;
	a->scene->moved = a->actor->hand;
	a->actor->hand = (struct queue_item){ 0 };
	a->actor->count++;
	a->scene->consumed++;
	a->scene->unfinished--;
	set_state(a->scene, a->actor, STATE_RESTING);
	return true;
}

static bool
apply_join_wait(const struct applied *a)
{
	if (!is_alive(a->actor) || a->actor->hand.number)
		return false;
	set_state(a->scene, a->actor, STATE_JOINING);
	return true;
}

static bool
apply_joined(const struct applied *a)
{
	if (a->actor->state != STATE_JOINING)
		return false;
	set_state(a->scene, a->actor, STATE_MAKING);
	return true;
}

static bool
apply_exit(const struct applied *a)
{
	if (!is_alive(a->actor) || a->actor->hand.number)
		return false;
	set_state(a->scene, a->actor, STATE_DONE);
	return true;
}

static bool
apply_kill(const struct applied *a)
{
	if (!is_alive(a->actor) || a->actor->hand.number != a->event->item)
		return false;
	a->scene->lost += a->actor->hand.number != 0;
	a->scene->moved = a->actor->hand;
	set_state(a->scene, a->actor, STATE_KILLED);
	return true;
}

static bool
apply_pause(const struct applied *a)
{
	bool pauses = a->event->kind == DID_PAUSE;

	if (!is_alive(a->actor) || a->actor->is_paused == pauses)
		return false;
	a->actor->is_paused = pauses;
	return true;
}

static bool
apply_turn(const struct applied *a)
{
	if (a->event->actor >= KNOB_COUNT)
		return false;
	a->scene->knobs.values[a->event->actor] = (int32_t)a->event->item;
	queue_stats_restart(&a->scene->stats);
	return true;
}

static bool
apply_skip(const struct applied *a)
{
	(void)a;
	return true; /* the history puts the scene behind it in place */
}

static bool (*const appliers[DID_KIND_COUNT])(const struct applied *) = {
	[DID_START] = apply_start,         [DID_PUT_WAIT] = apply_put_wait, [DID_PUT] = apply_put,
	[DID_GET_WAIT] = apply_get_wait,   [DID_GET] = apply_get,           [DID_SENTINEL] = apply_get,
	[DID_TASK_DONE] = apply_task_done, [DID_EXIT] = apply_exit,         [DID_JOIN_WAIT] = apply_join_wait,
	[DID_JOINED] = apply_joined,       [DID_PAUSE] = apply_pause,       [DID_RESUME] = apply_pause,
	[DID_KILL] = apply_kill,           [DID_TURN] = apply_turn,         [DID_SKIP] = apply_skip,
};

bool
queue_scene_apply(struct queue_scene *scene, const struct queue_event *event)
{
	struct applied applied = { scene, event, NULL };

	if (event->kind >= DID_KIND_COUNT || event->actor >= QUEUE_ACTOR_COUNT || event->time_ns < scene->time_ns)
		return false;
	applied.actor = &scene->actors[event->actor];
	queue_stats_advance(&scene->stats, event->time_ns, scene->count - scene->sentinels);
	scene->time_ns = event->time_ns;
	scene->moved = (struct queue_item){ 0 };
	if (!appliers[event->kind](&applied))
		return false;
	scene->previous = scene->last;
	scene->last = *event;
	return true;
}

/* ---- what can be said of it ---- */

bool
queue_scene_is_alive(const struct queue_scene *scene, unsigned actor)
{
	return is_alive(&scene->actors[actor]);
}

uint32_t
queue_scene_hands(const struct queue_scene *scene)
{
	uint32_t hands = 0;

	for (unsigned i = 0; i < QUEUE_ACTOR_COUNT; i++)
		hands += is_alive(&scene->actors[i]) && scene->actors[i].hand.number != 0;
	return hands;
}

bool
queue_scene_is_full(const struct queue_scene *scene)
{
	return scene->count >= queue_capacity(&scene->knobs);
}

bool
queue_scene_has_no_producer(const struct queue_scene *scene)
{
	bool has_ended = false;

	for (unsigned i = 0; i < QUEUE_SIDE_MAX; i++) {
		if (is_alive(&scene->actors[i]))
			return false;
		has_ended = has_ended || scene->actors[i].state == STATE_DONE;
	}
	return has_ended;
}

uint32_t
queue_scene_owed(const struct queue_scene *scene)
{
	uint32_t due = 0;

	if (!queue_scene_has_no_producer(scene))
		return 0;
	if (scene->knobs.values[KNOB_ENDING] == ENDING_SENTINEL)
		due = (uint32_t)scene->knobs.values[KNOB_CONSUMERS];
	else if (scene->knobs.values[KNOB_ENDING] == ENDING_IMPROVED ||
		 scene->knobs.values[KNOB_ENDING] == ENDING_MISSING)
		due = 1;
	return due > scene->actors[QUEUE_MAIN].count ? due - scene->actors[QUEUE_MAIN].count : 0;
}

/* Daemons that the program takes with it. */
static bool
has_daemons_to_end(const struct queue_scene *scene)
{
	if (scene->knobs.values[KNOB_ENDING] != ENDING_JOINABLE || !queue_scene_has_no_producer(scene))
		return false;
	for (unsigned i = QUEUE_CONSUMER; i < QUEUE_MAIN; i++)
		if (is_alive(&scene->actors[i]) && !scene->actors[i].is_paused)
			return true;
	return false;
}

bool
queue_scene_is_over(const struct queue_scene *scene, bool *is_good)
{
	bool somebody_waits = false, anybody = false;

	for (unsigned i = 0; i < QUEUE_ACTOR_COUNT; i++) {
		const struct queue_actor *actor = &scene->actors[i];

		anybody = anybody || (i != QUEUE_MAIN && actor->state != STATE_ABSENT);
		if (!is_alive(actor) || actor->state == STATE_IDLE)
			continue;
		if (actor->is_paused || !is_waiting(actor->state) ||
		    (actor->state == STATE_PUT_WAIT && !queue_scene_is_full(scene)) ||
		    (actor->state == STATE_GET_WAIT && scene->count > 0) ||
		    (actor->state == STATE_JOINING && scene->unfinished == 0))
			return false;
		somebody_waits = true;
	}
	*is_good = !somebody_waits;
	return anybody && !has_daemons_to_end(scene) &&
	       (queue_scene_owed(scene) == 0 || scene->actors[QUEUE_MAIN].state == STATE_PUT_WAIT);
}
