/* Springs for tokens. */
#include "lab/queue/motion.h"

#include <math.h>

#define STIFFNESS_PER_S 16.0f /* at rest after about 0.4 s */
#define REST_WEIGHT     0.01f
#define FAST_PER_S      60.0

static struct queue_token *
find_token(struct queue_motion *motion, uint32_t key)
{
	for (size_t i = 0; i < motion->tokens.len; i++)
		if (motion->tokens.items[i].key == key)
			return &motion->tokens.items[i];
	return NULL;
}

static void
set_target(struct queue_token *token, uint16_t target)
{
	struct queue_part *least = &token->parts[0], *to = NULL;

	token->target = target;
	for (uint8_t i = 0; i < token->part_count; i++) {
		if (token->parts[i].place == target)
			return;
		if (token->parts[i].weight < least->weight)
			least = &token->parts[i];
	}
	if (token->part_count < QUEUE_PARTS_MAX) {
		token->parts[token->part_count++] = (struct queue_part){ .place = target };
		return;
	}
	to = least; /* the faintest one lies on the way: what it weighs is given to the new place */
	to->place = target;
}

static void
rest_token(struct queue_token *token)
{
	token->part_count = 1;
	token->parts[0] = (struct queue_part){ .place = token->target, .weight = 1 };
}

/* Exact steps of w'' = k²(goal - w) - 2kw', whose sum over the places stays 1. */
static bool
move_token(struct queue_token *token, float dt_s)
{
	const float k = STIFFNESS_PER_S;
	float decay = expf(-k * dt_s), farthest = 0;

	for (uint8_t i = 0; i < token->part_count; i++) {
		struct queue_part *part = &token->parts[i];
		float goal = part->place == token->target ? 1.0f : 0.0f;
		float offset = part->weight - goal, slope = part->speed + k * offset;

		part->weight = goal + (offset + slope * dt_s) * decay;
		part->speed = (part->speed - k * slope * dt_s) * decay;
		farthest = fmaxf(farthest, fmaxf(fabsf(part->weight - goal), fabsf(part->speed) / k));
	}
	if (farthest > REST_WEIGHT)
		return true;
	rest_token(token);
	return false;
}

struct visit {
	struct queue_motion *motion;
	uint32_t sentinels, fresh;
};

/* A new one, where it was made. */
static struct queue_token *
add_token(struct visit *visit, const struct queue_item *item, uint32_t key, uint16_t place)
{
	uint16_t born = item->producer < QUEUE_SIDE_MAX ? item->producer : place;
	struct queue_token token = { .key = key,
				     .producer = item->producer,
				     .target = born,
				     .part_count = 1,
				     .parts = { { .place = born, .weight = 1 } } };

	vec_push(&visit->motion->tokens, token);
	visit->fresh++;
	return vec_last(&visit->motion->tokens);
}

static void
see(struct visit *visit, const struct queue_item *item, uint16_t place, bool is_sentinel)
{
	uint32_t key = is_sentinel ? QUEUE_KEY_SENTINEL | visit->sentinels++ : item->number;
	struct queue_token *known = find_token(visit->motion, key);
	struct queue_token *token = known ? known : add_token(visit, item, key, place);

	token->is_seen = true;
	if (token->target != place)
		set_target(token, place);
}

static void
see_all(struct visit *visit, const struct queue_scene *scene)
{
	const struct queue_item *items[QUEUE_PLACE_SLOTS];
	uint32_t shown = queue_scene_leaving(scene, items, QUEUE_PLACE_SLOTS);

	for (uint32_t i = 0; i < shown; i++)
		see(visit, items[i], (uint16_t)(QUEUE_PLACE_SLOT + i), items[i]->number == QUEUE_SENTINEL);
	for (unsigned i = 0; i < QUEUE_ACTOR_COUNT; i++) {
		const struct queue_actor *actor = &scene->actors[i];
		bool holds_none = actor->state == STATE_ENDING ||
				  (actor->state == STATE_PUT_WAIT && !actor->hand.number);

		if (actor->hand.number || holds_none)
			see(visit, &actor->hand, (uint16_t)i, actor->hand.number == 0);
	}
}

bool
queue_motion_update(struct queue_motion *motion, const struct queue_scene *scene, uint64_t dt_ns, bool is_still)
{
	struct visit visit = { .motion = motion };
	double dt_s = (double)dt_ns / 1e9, blend = dt_s < 0.3 ? dt_s / 0.3 : 1;
	size_t kept = 0;

	for (size_t i = 0; i < motion->tokens.len; i++)
		motion->tokens.items[i].is_seen = false;
	see_all(&visit, scene);
	motion->rate += ((dt_s > 0 ? visit.fresh / dt_s : 0) - motion->rate) * blend;
	motion->is_fast = !is_still && motion->rate > FAST_PER_S;
	motion->is_moving = false;
	for (size_t i = 0; i < motion->tokens.len; i++) {
		struct queue_token *token = &motion->tokens.items[i];

		if (!token->is_seen)
			continue;
		if (is_still || motion->is_fast)
			rest_token(token);
		else if (token->part_count > 1)
			motion->is_moving |= move_token(token, (float)dt_s);
		motion->tokens.items[kept++] = *token;
	}
	motion->tokens.len = kept;
	return motion->is_moving;
}

void
queue_motion_fini(struct queue_motion *motion)
{
	vec_fini(&motion->tokens);
}
