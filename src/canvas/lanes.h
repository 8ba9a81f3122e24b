/*
 * Columns of actors over time: one lane an actor, time downwards, one row an event; arrows between lanes.
 * Used by threads (a step a row), sockets (a ladder) and queues.
 */
#ifndef CANVAS_LANES_H
#define CANVAS_LANES_H

#include "canvas/canvas.h"
#include "canvas/hits.h"

struct lane {
	struct str title; /* borrowed */
	struct style style;
	struct str state;  /* a word under the title: "running", "blocked"; may be empty */
	uint8_t state_ink; /* enum ink; 0: dim */
};

struct lane_row {
	uint16_t lane;   /* who acts */
	int32_t to_lane; /* an arrow to this lane, or -1 */
	struct str text; /* what happened */
	struct str sign; /* one glyph behind the text: ✓ ‖ ✗, or empty */
	struct style style;
	bool keeps_style; /* not dim, also behind the current row */
};

struct lanes_view {
	const struct lane *lanes;
	size_t lane_count;
	const struct lane_row *(*row_at)(void *ctx, size_t row); /* asked only for rows in view */
	void *ctx;
	size_t row_count;
	size_t current;        /* the row that is marked; rows after it are drawn dim. row_count: none */
	struct hits *hits;     /* NULL, or where heads and rows are noted, INDEX which */
	int hit_lane, hit_row; /* as what */
};

/* The columns one lane gets where LANE_COUNT of them, or as many as have room, share WIDTH. */
int lanes_cols(int width, size_t lane_count);

/* Of those, what a row's text has with its sign: a blank is kept before the next lane's line. */
int lanes_text_cols(int cols);

/*
 * Fills the canvas; scrolls so that the current row is in view. Too narrow: lanes shrink,
 * then those about current stay.
 */
void lanes_draw(const struct lanes_view *, const struct canvas *);

#endif
