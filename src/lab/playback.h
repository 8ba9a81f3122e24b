/*
 * Step, back, run, speed, seek: one position in a history of known length, shared by all labs, so the keys are the same
 * everywhere: space → step · b ← back · r run/pause · + - speed · 0 start · $ end. Pure: time is an argument.
 */
#ifndef LAB_PLAYBACK_H
#define LAB_PLAYBACK_H

#include "canvas/canvas.h"
#include "canvas/event.h"
#include "canvas/hits.h"

#include <stdbool.h>
#include <stdint.h>

struct playback {
	uint64_t position; /* steps done, 0 … length */
	uint64_t length;   /* steps there are now */
	bool is_endless;   /* a step at the end asks the lab for one more (wants_more) */
	bool is_running;
	bool wants_more;  /* the lab makes the next step, raises length and calls playback_advance */
	uint8_t speed;    /* index: 1/4 1/2 1 2 4 8 16 32 times, 2 is 1x */
	uint64_t due_ns;  /* when running: the next step */
	struct hits *bar; /* where it was drawn last, for the mouse; NULL: clicks are not for it */
};

void playback_init(struct playback *, uint64_t length);
void playback_take_mouse(struct playback *); /* once, behind the init; then a fini is due */
void playback_fini(struct playback *);
void playback_set_length(struct playback *, uint64_t length); /* clamps the position */
bool playback_step(struct playback *);                        /* false at the end */
bool playback_back(struct playback *);
void playback_seek(struct playback *, uint64_t position);
void playback_advance(struct playback *); /* an endless lab made one more step: length and position follow */
void playback_set_running(struct playback *, bool, uint64_t now_ns);
bool playback_tick(struct playback *, uint64_t now_ns); /* true: the position changed */
uint64_t playback_next_tick(const struct playback *);   /* 0 when not running */
/*
 * The common keys; clicks on what was drawn and the wheel, in the canvas it was drawn in: ◀ and ▶ go a step, the bar
 * goes there, the speed gets faster. NOW_NS as given to the last tick. True if the event was one of them.
 */
bool playback_input(struct playback *, const struct event *, uint64_t now_ns);
double playback_speed(const struct playback *);
/* "step 4/10 ◀ ▮▮▮▮▯▯▯▯▯▯ ▶ 1×" in WIDTH columns, right-aligned. */
void playback_draw(const struct playback *, const struct canvas *, int x, int y, int width);

#endif
