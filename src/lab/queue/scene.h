/*
 * What a sequence of events has come to: every actor, every item in the queue, the counts and what was measured.
 *
 * A scene is a value: copied, compared, kept every so many events. An event that cannot happen in it (an item got that
 * is not there) is refused: that is how the engines are checked.
 */
#ifndef LAB_QUEUE_SCENE_H
#define LAB_QUEUE_SCENE_H

#include "base/str.h"
#include "lab/queue/queue.h"
#include "lab/queue/stats.h"

enum queue_state {
	STATE_ABSENT, /* never was */
	STATE_MAKING, /* a producer makes the next item */
	STATE_PUT_WAIT,
	STATE_RESTING, /* a consumer between two items */
	STATE_GET_WAIT,
	STATE_WORKING,
	STATE_ENDING, /* got a None */
	STATE_JOINING,
	STATE_IDLE, /* the program, while it only waits for its producers */
	STATE_DONE,
	STATE_KILLED
};

/* Does a turn of KNOB change how long an actor that is in STATE stays in it? */
bool queue_state_is_timed_by(uint8_t state, enum queue_knob knob);

struct queue_item {
	uint32_t number;  /* 0: a sentinel in the queue, nothing in a hand */
	uint8_t producer; /* QUEUE_MAIN for a sentinel */
	uint64_t put_ns;
};

struct queue_actor {
	uint8_t state; /* enum queue_state */
	bool is_paused;
	struct queue_item hand;
	uint32_t count; /* items put, or worked on */
	uint32_t pid;
	uint64_t since_ns;   /* in this state */
	uint64_t blocked_ns; /* in waits that are over */
};

struct queue_scene {
	uint64_t time_ns; /* of the last event */
	struct queue_knobs knobs;
	struct queue_actor actors[QUEUE_ACTOR_COUNT];
	uint64_t produced, consumed, lost; /* items; lost: in the hands of the killed */
	uint64_t unfinished;               /* put, not yet task_done */
	uint32_t sentinels;                /* in the queue */
	uint32_t first, count, room;       /* the queue: items[first … first+count), in the order of their puts */
	struct queue_item *items;          /* owned */
	struct queue_event last, previous; /* kind DID_SKIP with item 0: none yet */
	struct queue_item moved;           /* the item of the last event */
	struct queue_stats stats;
};

void queue_scene_init(struct queue_scene *, const struct queue_knobs *);
void queue_scene_fini(struct queue_scene *);
void queue_scene_copy(struct queue_scene *to, const struct queue_scene *from); /* TO is initialised */
/* False, and nothing changed but counts of time, if the event cannot be. */
bool queue_scene_apply(struct queue_scene *, const struct queue_event *);
/* Append to, or take item NUMBER out of, the queue; for engines that tell of a gap. */
void queue_scene_push(struct queue_scene *, struct queue_item);

/* The item the discipline takes next: index from 0 … count-1 in put order, or UINT32_MAX when empty. */
uint32_t queue_scene_next(const struct queue_scene *);
/* The first MAX to leave, as things stand; returns how many there are. Borrowed until the scene changes. */
uint32_t queue_scene_leaving(const struct queue_scene *, const struct queue_item **out, uint32_t max);
bool queue_scene_is_alive(const struct queue_scene *, unsigned actor);
uint32_t queue_scene_hands(const struct queue_scene *); /* items in the hands of the living */
bool queue_scene_is_full(const struct queue_scene *);
/* All producers there were have ended, one of them at least of its own accord. */
bool queue_scene_has_no_producer(const struct queue_scene *);
/* Sentinels the program still has to put: none while there are producers. */
uint32_t queue_scene_owed(const struct queue_scene *);
/* Nobody will ever move again: all have ended (IS_GOOD), or somebody waits for ever. */
bool queue_scene_is_over(const struct queue_scene *, bool *is_good);

/* produced = consumed + queued + in hand + lost, counted anew (account.c); WHY says what does not hold. May be NULL. */
bool queue_account_check(const struct queue_scene *, struct str_buf *why);

#endif
