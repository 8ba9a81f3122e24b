/* What the files that draw the stage share: where things are on it. Nobody else includes it. */
#ifndef LAB_QUEUE_QUEUE_STAGE_H
#define LAB_QUEUE_QUEUE_STAGE_H

#include "lab/queue/queue_state.h"

enum {
	QUEUE_INLINE_COLS = 44, /* narrower than this, actors stand in one line */
	QUEUE_SHORT_COLS = 90,  /* narrower than this, states are single words */
};

struct queue_column { /* of actors */
	unsigned actors[QUEUE_SIDE_MAX];
	int count, shown; /* shown: rows for actors; if not all fit, one more row says how many are left out */
	int y, pitch;
};

struct queue_stage {
	int width, height;
	int label_cols, token_cols, token_rows, lane_cols;
	struct queue_column producers, consumers;
	int slot_count, per_row, slot_rows, row_pitch; /* slots that are drawn; at least one */
	int slot_x, slot_y, frame_cols;                /* of the first row's inside */
	bool has_frame, has_caption;
};

struct queue_point {
	float x, y;
};

void queue_stage_measure(const struct queue_lab *, int width, int height, struct queue_stage *out);
struct queue_point queue_stage_hand(const struct queue_stage *, unsigned actor); /* where its token is */
struct queue_point queue_stage_slot(const struct queue_stage *, int slot);       /* one behind the last is the last */

bool queue_is_blocked(const struct queue_actor *); /* waits for the queue, or for others to end */
struct style queue_token_style(const struct queue_token *);
void queue_view_tokens(const struct queue_lab *, const struct canvas *, const struct queue_stage *);
/* Where there is no room for a stage: three lines. */
void queue_view_inline(const struct queue_lab *, const struct canvas *);

#endif
