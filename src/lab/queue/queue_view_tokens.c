/* The tokens: items on their way between hands and slots. */
#include "lab/queue/queue_stage.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

struct style
queue_token_style(const struct queue_token *token)
{
	if (token->key & QUEUE_KEY_SENTINEL)
		return STYLE(INK_STRONG, .attrs = ATTR_REVERSE | ATTR_BOLD);
	return (struct style){ .ink = (uint8_t)ink_actor(token->producer), .attrs = ATTR_REVERSE | ATTR_BOLD };
}

static void
format_token(const struct queue_token *token, int cols, bool is_fast, char *out, size_t size)
{
	if (token->key & QUEUE_KEY_SENTINEL)
		snprintf(out, size, "None");
	else if (is_fast)
		out[0] = '\0';
	else if (cols >= 5)
		snprintf(out, size, "%u", token->key % 100000);
	else
		snprintf(out, size, "%u", token->key % 10000);
}

/* Where a token is now; empty for one at rest behind the slots there is room for: the caption counts it. */
static struct rect
token_rect(const struct queue_stage *stage, const struct queue_token *token)
{
	float x = 0, y = 0;

	if (token->part_count == 1 && token->target >= QUEUE_PLACE_SLOT + stage->slot_count)
		return (struct rect){ 0 };
	for (uint8_t i = 0; i < token->part_count; i++) {
		const struct queue_part *part = &token->parts[i];
		struct queue_point at = part->place >= QUEUE_PLACE_SLOT
						? queue_stage_slot(stage, part->place - QUEUE_PLACE_SLOT)
						: queue_stage_hand(stage, part->place);

		x += part->weight * at.x;
		y += part->weight * at.y;
	}
	return (struct rect){ (int)lroundf(x), (int)lroundf(y), stage->token_cols, stage->token_rows };
}

static bool
is_touching(struct rect a, struct rect b)
{
	return a.width > 0 && b.width > 0 && a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height &&
	       b.y < a.y + a.height;
}

/* What lies below keeps a column's distance. */
static void
clear_beside(const struct canvas *canvas, struct rect above, struct rect below)
{
	struct canvas part = canvas_cut(canvas, below);

	canvas_fill(&part, (struct rect){ above.x - below.x - 1, above.y - below.y, above.width + 2, above.height },
		    STYLE_PLAIN);
}

/*
 * Two that pass each other never share a number's cells: the lower one has no number while it is touched, and a column
 * stays free beside the upper one, so that no half of a number and no third token seems to be there.
 */
void
queue_view_tokens(const struct queue_lab *lab, const struct canvas *canvas, const struct queue_stage *stage)
{
	size_t count = lab->motion.tokens.len;
	VEC(struct rect) rects = { 0 };

	for (size_t i = 0; i < count; i++)
		vec_push(&rects, token_rect(stage, &lab->motion.tokens.items[i]));
	for (size_t i = 0; i < count; i++) {
		const struct queue_token *token = &lab->motion.tokens.items[i];
		struct rect rect = rects.items[i];
		bool is_touched = false;
		char text[16];

		if (!rect.width)
			continue;
		for (size_t below = 0; below < i; below++)
			if (is_touching(rect, rects.items[below]))
				clear_beside(canvas, rect, rects.items[below]);
		for (size_t above = i + 1; above < count && !is_touched; above++)
			is_touched = is_touching(rects.items[above], rect);
		canvas_fill(canvas, rect, queue_token_style(token));
		if (is_touched)
			continue;
		format_token(token, stage->token_cols, lab->motion.is_fast, text, sizeof(text));
		canvas_print_c(canvas, rect.x + (stage->token_cols - (int)strlen(text) + 1) / 2,
			       rect.y + stage->token_rows / 2, queue_token_style(token), text);
	}
	vec_fini(&rects);
}
