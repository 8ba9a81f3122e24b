/*
 * What the parts of the threads lab's view share: threads_lab.c (life), threads_keys.c, threads_draft.c (its source
 * being typed), threads_work.c (workers), threads_view*.c (pictures). UI thread.
 */
#ifndef LAB_THREADS_THREADS_STATE_H
#define LAB_THREADS_THREADS_STATE_H

#include "canvas/list.h"
#include "lab/lab.h"
#include "lab/playback.h"
#include "lab/threads/explore.h"
#include "lab/threads/perform.h"
#include "lab/threads/race.h"
#include "lab/threads/threads_explorer.h"
#include "lab/threads/threads_history.h"

#define THREADS_RACE_RUNS 1000000u

enum threads_page {
	PAGE_STEPS,
	PAGE_EXPLORE,
	PAGE_RACE,
};

enum threads_plan {    /* where the steps come from */
	PLAN_FREE,     /* made as one goes: by hand, else in turn */
	PLAN_SCHEDULE, /* the line `schedule` of the source */
	PLAN_WAY,      /* the way to a violation */
};

enum threads_hit { /* what the mouse can meet; INDEX says which */
	THREADS_HIT_THREAD,
	THREADS_HIT_ROW, /* of the columns: how many steps are done there */
	THREADS_HIT_VIOLATION,
};

struct threads_answer {                    /* what is to be shown of exploring, by the lab and by its draft */
	const struct threads_proof *proof; /* NULL: not known */
	bool is_working;
	unsigned states;    /* found so far */
	bool is_told;       /* what can go wrong may be said */
	struct list cursor; /* over the violations */
	bool has_cursor;
	struct hits *hits; /* NULL: nothing of it can be clicked */
};

struct threads_lab {
	struct lab_env env;
	struct hits *hits;     /* where things were drawn */
	struct str_buf source; /* what was opened, and a line behind it when the grain was changed */
	size_t source_len;     /* … without that line */
	bool is_grain_changed;
	struct program program;
	struct past history;
	struct playback playback;
	uint64_t now_ns;
	char keys[THREADS_MAX]; /* the key that steps each thread; 0: none was left */
	char keys_shown[16];    /* "A B", "0 … 4" */

	enum threads_plan plan;
	size_t way; /* PLAN_WAY: index of the violation */
	enum threads_page page;
	bool is_told; /* what was proved may be said: it was asked for. Who is to guess first sees only the program */

	struct threads_explorer *explorer; /* NULL: a still */
	uint64_t ticket;                   /* for what it finds about SOURCE */
	struct list found;                 /* PAGE_EXPLORE: the cursor over the violations */

	struct troupe *troupe; /* NULL: nobody asked for real threads */
	struct performer_look performers[THREADS_MAX];
	struct err troupe_err; /* they disagree with the model, or there are none to be had */
	bool is_troupe_behind; /* it is on its way to the step that is shown */

	struct race *race;
	struct raced raced; /* what it has counted so far */
	struct err race_err;
	uint64_t look_ns; /* when to look at the worker's progress again; 0: nothing works */
};

/* threads_lab.c: the other grain, or the source's own again; all is found out anew */
void threads_set_grain(struct threads_lab *, bool is_changed);

/* threads_keys.c; SELF is the lab */
enum lab_reply threads_input(void *self, const struct event *);
size_t threads_hints(const void *self, struct lab_hint *out, size_t max);

/* threads_plan_state.c */
void threads_plan_keys(struct threads_lab *);
void threads_plan_begin(struct threads_lab *);                 /* nothing has happened, nothing is planned */
void threads_plan_schedule(struct threads_lab *);              /* as far as it can be followed */
bool threads_plan_way(struct threads_lab *, size_t violation); /* false if no way to it is known */
void threads_plan_leave(struct threads_lab *);                 /* from here on by hand */
bool threads_plan_step(struct threads_lab *, unsigned thread);
bool threads_plan_more(struct threads_lab *); /* at the end: one step more, whoever's turn it is */
void threads_plan_sync(struct threads_lab *); /* the playback after the history has changed */
unsigned threads_plan_find(const struct program *, struct str name);
bool threads_is_told(const struct threads_lab *);
void threads_plan_sentence(const struct threads_lab *, struct str_buf *out); /* for the step that is shown */

/* threads_work.c */
void threads_work_explore(struct threads_lab *); /* SOURCE as it is now */
void threads_work_stop(struct threads_lab *);
const struct threads_proof *threads_work_proof(const struct threads_lab *); /* NULL: not known yet */
struct threads_answer threads_work_answer(const struct threads_lab *);
void threads_work_race(struct threads_lab *); /* begins, or ends what runs */
bool threads_work_look(struct threads_lab *); /* true: something moved */
bool threads_work_is_busy(const struct threads_lab *);

/* threads_mouse.c: LAB_IGNORED is the playback's */
enum lab_reply threads_mouse_input(struct threads_lab *, const struct event *);

/* threads_perform_state.c */
void threads_perform_start(struct threads_lab *);
void threads_perform_stop(struct threads_lab *);
void threads_perform_follow(struct threads_lab *); /* to the step that is shown, or some way towards it */

/* threads_view.c */
void threads_lab_draw(const void *self, const struct canvas *);
/* "924 schedules · 904 fail · shortest: 12 steps, 1 preemption" */
void threads_view_results(const struct threads_answer *, bool has_shortest, struct str_buf *out);
const char *threads_view_verdict(const struct explored *); /* a sign */
enum ink threads_view_ink(const struct threads_answer *);
struct style threads_view_actor(unsigned thread);
/* threads_view_source.c: draws; the other says how wide it would like to be */
void threads_view_source(const struct threads_lab *, const struct canvas *);
int threads_view_source_cols(const struct threads_lab *, int width);
int threads_view_source_rows(const struct threads_lab *);
/* threads_view_lanes.c */
void threads_view_lanes(const struct threads_lab *, const struct canvas *);
int threads_view_lane_cols(const struct threads_lab *);
/* threads_view_shared.c */
void threads_view_shared(const struct threads_lab *, const struct canvas *);
int threads_view_shared_cols(const struct threads_lab *);
int threads_view_shared_rows(const struct threads_lab *);
void threads_view_shared_line(const struct threads_lab *, const struct canvas *); /* all in one row */
/* threads_view_graph.c: the rows it takes, at most ROWS_MAX; 0 when nobody waits, or there is no room to say so */
int threads_view_graph_rows(const struct threads_lab *, int width, int rows_max, bool may_be_tall);
void threads_view_graph(const struct threads_lab *, const struct canvas *, bool may_be_tall);
/* threads_view_outcomes.c: how it can end, rightly or wrongly, and in which share of the schedules */
#define THREADS_SHARE_COLS 8 /* ">99.9 %", "999 runs" */
#define THREADS_NO_END     SIZE_MAX
struct threads_ending {
	size_t outcome; /* or THREADS_NO_END */
	double share;   /* of all schedules; negative: they were not counted */
	int8_t verdict; /* 1 right, -1 wrong, 0 nothing says */
	bool is_all;    /* of the schedules: exactly 100 % */
};
struct threads_endings {
	VEC(struct threads_ending) all;
};
void threads_endings_find(const struct threads_proof *, struct threads_endings *out);
void threads_ending_text(const struct threads_proof *, const struct threads_ending *, struct str_buf *out);
int threads_endings_cols(const struct threads_proof *, const struct threads_endings *, int width);
void threads_outcome_text(const struct threads_proof *, size_t index,
			  struct str_buf *out);                               /* "" where there are no values */
bool threads_outcome_is_known(const struct threads_proof *, struct str text); /* as the race writes it */
uint64_t threads_outcome_runs(const struct threads_proof *, size_t index, const struct raced *);
double threads_outcome_stuck(const struct explored *);
double threads_failing_share(const struct explored *); /* negative: not counted */
struct style threads_verdict_style(int verdict);
enum ink threads_verdict_bar(int verdict);
void threads_verdict_draw(const struct canvas *, int y, int cols, int verdict, struct str text);
void threads_share_text(double share, bool is_all, struct str_buf *out); /* never 0 % for what can be */
void threads_share_draw(const struct canvas *, int x, int y, int bar_cols, double share, const char *text, enum ink);
/* threads_view_explore.c, threads_view_race.c */
void threads_view_explore(const struct threads_answer *, const struct canvas *);
void threads_view_race(const struct threads_lab *, const struct canvas *);

#endif
