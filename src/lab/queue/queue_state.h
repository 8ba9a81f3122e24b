/* What queue_lab.c (life and time), queue_keys.c and queue_view*.c (pictures) share. */
#ifndef LAB_QUEUE_QUEUE_STATE_H
#define LAB_QUEUE_QUEUE_STATE_H

#include "lab/lab.h"
#include "lab/playback.h"
#include "lab/queue/history.h"
#include "lab/queue/motion.h"

enum {
	QUEUE_ROW_ENGINE = KNOB_COUNT, /* the last row of the panel: which engine */
	QUEUE_ROW_COUNT
};

struct queue_lab {
	struct lab_env env;
	struct queue_setup setup;            /* as the source says */
	const struct queue_engine_ops *ops;  /* that runs: a still draws any kind with the model */
	const struct queue_engine_ops *kind; /* that is wanted */
	struct queue_engine *engine;         /* NULL: a real one that was not begun */
	struct queue_history history;
	struct queue_cursor cursor;
	uint64_t base;            /* index in the history that is step 0: all have begun */
	struct playback playback; /* its position is an index from BASE on */
	uint64_t clock_ns;        /* the engine's time that is shown */
	uint64_t tick_ns;         /* the last tick, 0: time begins with the next one */
	uint64_t slow_ns;         /* clock_ns when the picture last changed without an event */
	struct queue_stats stats; /* of the scene shown, up to clock_ns */
	struct queue_motion motion;
	struct loop_signal *child_signal;
	struct str_buf trouble; /* why an engine could not begin */
	int row;                /* knob selected; -1: none */
	int actor;              /* actor selected; -1: none */
	bool is_changed;        /* by a knob: source() gives it */
	struct hits *hits;      /* where actors and knobs were drawn */
	bool is_stepping;       /* a real engine was asked for one more event */
	unsigned steps_asked;   /* … and is to be asked for so many behind it */
};

enum queue_hit { /* what the mouse can meet; INDEX says which */
	QUEUE_HIT_ACTOR,
	QUEUE_HIT_ROW, /* of the knobs */
};

/* Where the lab stands: is what is shown the present? */
static inline bool
queue_lab_is_live(const struct queue_lab *lab)
{
	return lab->cursor.index == lab->history.length;
}

bool queue_lab_start_engine(struct queue_lab *); /* if there is none. False: `trouble` says why */
void queue_lab_open_engine(struct queue_lab *);  /* a fresh one and its history; a real one stands at the gate */
void queue_lab_close_engine(struct queue_lab *);
void queue_lab_poll(struct queue_lab *);
void queue_lab_ask_step(struct queue_lab *);  /* a real engine: one event, behind those asked for before */
void queue_lab_end_steps(struct queue_lab *); /* none is waited for any more */
/* Go to a place of the history; settled: and its time is now, no token is under way. */
void queue_lab_show(struct queue_lab *, uint64_t index);
void queue_lab_show_settled(struct queue_lab *, uint64_t index);
bool queue_lab_moves(const struct queue_lab *); /* will the picture change by itself? */

enum lab_reply queue_lab_input(void *self, const struct event *);
size_t queue_lab_hints(const void *self, struct lab_hint *out, size_t max);
void queue_lab_draw(const void *self, const struct canvas *);

/* ---- parts of the picture (each works at any size) ---- */

/* Producers, queue, consumers and the tokens between them (queue_view_stage.c). Rows it would like. */
int queue_view_stage_rows(const struct queue_lab *, int width);
void queue_view_stage(const struct queue_lab *, const struct canvas *);
/* Occupancy, throughput, waiting times, Little's law (queue_view_charts.c). */
void queue_view_charts(const struct queue_lab *, const struct canvas *);
void queue_view_little(const struct queue_lab *, const struct canvas *, int y);
/* The knobs (queue_view_panel.c). Rows of all of them at WIDTH. */
int queue_view_panel_rows(int width);
void queue_view_panel(const struct queue_lab *, const struct canvas *);

#endif
