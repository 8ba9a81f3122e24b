/*
 * Tokens that move: each item in a hand or in the queue has one, drawn towards its place by a critically damped spring,
 * so that none ever jumps and all come to rest within half a second. Places are names (a hand, a slot), not cells: a
 * token lies at weighted places, so the same motion fits every layout. Pure; time is an argument.
 */
#ifndef LAB_QUEUE_MOTION_H
#define LAB_QUEUE_MOTION_H

#include "base/vec.h"
#include "lab/queue/scene.h"

enum {
	QUEUE_PLACE_SLOT = 64, /* hands are actor numbers; slot N from the head is 64 + N */
	QUEUE_PLACE_SLOTS = QUEUE_CAPACITY_MAX,
	QUEUE_PARTS_MAX = 6
};

struct queue_part {
	uint16_t place;
	float weight, speed;
};

struct queue_token {
	uint32_t key; /* item number; the top bit for the Nth sentinel */
	uint8_t producer;
	bool is_seen;
	uint16_t target;
	uint8_t part_count;
	struct queue_part parts[QUEUE_PARTS_MAX]; /* weights sum to 1 */
};

struct queue_motion {
	VEC(struct queue_token) tokens;
	bool is_fast; /* more changes than an eye can follow: tokens stand, numbers are not worth reading */
	bool is_moving;
	double rate; /* changes a second, smoothed */
};

#define QUEUE_KEY_SENTINEL UINT32_C(0x80000000)

/* What SCENE holds, DT_NS later. IS_STILL: at rest at once. True: something moves. */
bool queue_motion_update(struct queue_motion *, const struct queue_scene *, uint64_t dt_ns, bool is_still);
void queue_motion_fini(struct queue_motion *);

#endif
