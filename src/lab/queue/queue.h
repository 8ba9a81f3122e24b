/*
 * The queue lab: producers, a queue, consumers. Knobs, events, and the one interface behind which three engines run.
 *
 * Whatever an engine does it tells as events, in order, into a history (history.h); a scene (scene.h) is what a
 * sequence of events has come to. So pictures, sentences, statistics and stepping back know no engine. Times are
 * nanoseconds since the engine started, without those it was held. All calls come from one thread, all return at once.
 */
#ifndef LAB_QUEUE_QUEUE_H
#define LAB_QUEUE_QUEUE_H

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

enum {
	QUEUE_SIDE_MAX = 16,                /* actors of a side */
	QUEUE_CONSUMER = QUEUE_SIDE_MAX,    /* actor number of the first consumer; producers are 0 … 15 */
	QUEUE_MAIN = 2 * QUEUE_SIDE_MAX,    /* the program itself: puts sentinels, joins */
	QUEUE_ACTOR_COUNT = QUEUE_MAIN + 1, /* */
	QUEUE_CAPACITY_MAX = 64,
	QUEUE_ITEMS_MAX = 4096, /* what an unbounded queue holds before the lab calls its memory full */
	QUEUE_SENTINEL = 0      /* the item number of a None; items count from 1 */
};

enum queue_knob {
	KNOB_PRODUCERS,
	KNOB_CONSUMERS,
	KNOB_CAPACITY, /* 0: unbounded, as Queue(maxsize=0) */
	KNOB_PUT_RATE, /* tenths of an item a second, of each producer; 0: without a pause */
	KNOB_PUT_GAPS, /* enum queue_gaps */
	KNOB_BURST,    /* so many items at once, then as long a pause */
	KNOB_GET_RATE, /* tenths a second: the rest between two gets of a consumer; 0: none */
	KNOB_WORK,     /* milliseconds a consumer works on an item */
	KNOB_GET_GAPS, /* of rest and work */
	KNOB_ITEMS,    /* for each producer; 0: endless */
	KNOB_DISCIPLINE,
	KNOB_ENDING,
	KNOB_COUNT
};

enum queue_gaps {
	GAPS_CONSTANT,
	GAPS_EXPONENTIAL
};

enum queue_discipline {
	DISCIPLINE_FIFO,
	DISCIPLINE_LIFO,
	DISCIPLINE_PRIORITY /* the lowest producer number first */
};

enum queue_ending {
	ENDING_NONE,
	ENDING_SENTINEL, /* the program puts one for each consumer when all producers have ended */
	ENDING_IMPROVED, /* one, and who takes it puts it back */
	ENDING_MISSING,  /* one, whoever takes it keeps it */
	ENDING_JOINABLE  /* task_done and join; consumers are daemons */
};

enum queue_event_kind {
	DID_START,    /* actor begins; item: its pid, or 0 */
	DID_PUT_WAIT, /* has made an item and finds the queue full */
	DID_PUT,      /* the item is in the queue (made just now, unless it waited) */
	DID_GET_WAIT, /* finds the queue empty */
	DID_GET,
	DID_TASK_DONE, /* has worked on the item in hand: it is consumed */
	DID_SENTINEL,  /* got a None: will end */
	DID_EXIT,
	DID_JOIN_WAIT, /* waits until every item put is done */
	DID_JOINED,
	DID_PAUSE,
	DID_RESUME,
	DID_KILL, /* item: what it held, or 0; it is lost */
	DID_TURN, /* actor: the knob; item: its value */
	DID_SKIP, /* item: so many events were not kept; the scene behind it is exact */
	DID_KIND_COUNT
};

struct queue_event {
	uint64_t time_ns;
	uint32_t item;  /* item number, unless said otherwise above */
	uint16_t spare; /* 0 */
	uint8_t kind;   /* enum queue_event_kind */
	uint8_t actor;
};

struct queue_knobs {
	int32_t values[KNOB_COUNT];
};

/* The table of knobs (knobs.c). */
struct queue_knob_info {
	const char *name;  /* the option of a fence */
	const char *label; /* N_(), a word or two */
	int32_t min, max, initial;
	const char *const *choices; /* NULL-terminated names of the values; NULL: a number */
};
extern const struct queue_knob_info queue_knob_infos[KNOB_COUNT];
/* The next value up or down in steps a hand would choose; stays at the ends. */
int32_t queue_knob_turned(enum queue_knob, int32_t value, int by);
void queue_knobs_init(struct queue_knobs *);
/* Mean gaps in seconds with the least an engine takes put in for 0. */
double queue_make_mean_s(const struct queue_knobs *, double least_s);
double queue_work_mean_s(const struct queue_knobs *);
double queue_rest_mean_s(const struct queue_knobs *);
uint32_t queue_capacity(const struct queue_knobs *); /* QUEUE_ITEMS_MAX when unbounded */
/* By what the rest of a time under way is multiplied when KNOB, a rate or a time, is turned from BEFORE to AFTER. */
double queue_knob_ratio(enum queue_knob, int32_t before, int32_t after);

static inline bool
queue_is_consumer(unsigned actor)
{
	return actor >= QUEUE_CONSUMER && actor < QUEUE_MAIN;
}

struct queue_history;

struct queue_setup {
	struct queue_knobs knobs;
	uint64_t seed;
};

struct queue_engine {
	const struct queue_engine_ops *ops;
	struct queue_history *history; /* lent */
	uint64_t now_ns;               /* a real engine's time at the last poll */
	uint64_t locking;              /* a bit an actor: waited for the lock when last looked at */
	uint64_t lease_ns;             /* how long its actors go on without a poll; a second */
	const char *trouble;           /* _("…"): what the system refused; NULL */
};

struct queue_engine_ops {
	const char *name;
	bool is_real;      /* happens in real time, whoever looks */
	bool is_fifo_only; /* its queue is a pipe */
	/* Begins held. Events go into the history, which must outlive it. */
	struct queue_engine *(*start)(const struct queue_setup *, struct queue_history *, struct err *);
	/*
	 * The model: make what happens up to TIME. A real engine: tell what has happened. It must be called twice a
	 * second at least, or the actors rest until it is called again.
	 */
	void (*poll)(struct queue_engine *, uint64_t time_ns);
	/* One event more, at once (model) or as soon as it happens. False: nothing will ever happen again. */
	bool (*step)(struct queue_engine *);
	void (*hold)(struct queue_engine *, bool);       /* everybody stands still; time too */
	bool (*is_resting)(const struct queue_engine *); /* for want of polls; any thread */
	void (*turn)(struct queue_engine *, enum queue_knob, int32_t value);
	void (*pause)(struct queue_engine *, unsigned actor, bool);
	void (*kill)(struct queue_engine *, unsigned actor);   /* what it holds is lost */
	void (*revive)(struct queue_engine *, unsigned actor); /* another one in a dead one's place */
	void (*stop)(struct queue_engine *);                   /* ends and reaps everybody, frees; NULL is fine */
};

extern const struct queue_engine_ops queue_model_ops, queue_threads_ops, queue_processes_ops;

#endif
