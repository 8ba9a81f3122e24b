/*
 * Stills of labs for the cards in a lesson: a bounded number is alive at a time, the ones not seen for longest make
 * way. A still is drawn once and starts nothing. Opening one may take milliseconds: a frame opens a few, the next the
 * others.
 */
#ifndef APP_CARDS_H
#define APP_CARDS_H

#include "app/keymap.h"
#include "canvas/canvas.h"
#include "lab/lab.h"
#include "lesson/render.h"

#include <stdint.h>

struct card;

struct cards {
	struct card *items;
	uint64_t clock;
	uint64_t spent_ns;         /* on opening in this frame */
	bool is_behind;            /* a card of this frame is still empty: there is to be another frame */
	const struct lab_env *env; /* borrowed; is_still is set on a copy */
	const char *const *preset_dirs;
	struct str_buf open_key; /* what opens the card the cursor is in, here and now; empty: no key does */
};

void cards_init(struct cards *, const struct lab_env *, const char *const *preset_dirs);
void cards_fini(struct cards *);
void cards_clear(struct cards *); /* the notes changed */
void cards_begin_frame(struct cards *, const struct keymap *, enum key_context);

uint32_t cards_rows(uint32_t width_cols); /* how high a card is, frame and all */
/* Draw the card of a lab in AREA, which may lie partly outside of the canvas. */
void cards_draw(struct cards *, const struct canvas *, struct rect area, const struct rendered_lab *, struct str file,
		bool is_current);

#endif
