/*
 * What the explorer's files share: explore.c (the graph), graph_step.c (one step, from memory where it is known),
 * graph_race.c, graph_count.c (schedules), graph_cycle.c (livelocks), graph_trace.c (best ways), graph_search.c (beyond
 * the limits).
 */
#ifndef LAB_THREADS_EXPLORE_PARTS_H
#define LAB_THREADS_EXPLORE_PARTS_H

#include "lab/threads/explore.h"
#include "lab/threads/memo.h"

/* An edge: the state it leads to, the thread that steps, whether the step itself goes wrong. */
#define EDGE_STATE        0x007fffffu
#define EDGE_THREAD_SHIFT 23
#define EDGE_FAILS        0x80000000u
#define GRAPH_STATES_MAX  (EDGE_STATE + 1)
#define EDGE_THREAD(edge) ((edge) >> EDGE_THREAD_SHIFT & 31)

#define GRAPH_POLL  0x3ffu  /* states between two looks at the limits and at cancelling */
#define GRAPH_SWEEP 0xffffu /* the same where a state is one write: what is cancelled is left half done */

#define STATE_FAILS 1u /* the state itself is wrong */
#define STATE_OVER  2u /* the program has ended */
#define STATE_OPEN  4u /* never expanded: a limit was reached */
#define STATE_LOOPS 8u /* on a cycle that is a livelock */

struct local {                  /* what is known of one content of a thread's cell */
	uint32_t step, can;     /* roots in the memo */
	uint32_t reads, writes; /* shared variables of its next step, a bit each, modulo 32 */
	uint32_t access;        /* first in racer.accesses */
	uint16_t access_count;
	uint16_t section;                           /* stands at critical: which, + 1 */
	bool is_ended, is_new, is_asleep, is_known; /* new: waits for start() */
};

#define ACCESS_ALL INT64_MIN
#define RACES_MAX  100

struct access {
	uint16_t shared;
	bool is_write;
	int64_t item; /* of a list; ACCESS_ALL: any */
	uint32_t line;
};

struct racer {
	VEC(struct access) accesses;
};

struct graph {
	struct program *program;
	struct explored *out;
	const struct explore_limits *limits;
	struct pack pack;
	struct memo memo;
	struct racer racer;
	struct locals { /* by thread: one for each content of its cell */
		VEC(struct local) known;
	} * locals;
	uint32_t always[16]; /* roots in the memo */
	uint32_t thread_cell;
	bool has_time;
	VEC(uint64_t) packed;
	VEC(uint32_t) first_edge;
	VEC(uint8_t) flags;
	VEC(uint32_t) edges; /* in the order of the threads */
	uint64_t *table;     /* hash << 32 | state + 1 */
	uint32_t mask, count;
	uint32_t *scc;   /* graph_cycle.c: which cycle a state is on; NULL: there is none */
	uint32_t *state; /* room for a state of the machine */
	size_t peak_bytes;
	uint64_t looks; /* whether it is cancelled */
};

static inline uint32_t
graph_edge_end(const struct graph *g, uint32_t state)
{
	return state + 1 < g->count ? g->first_edge.items[state + 1] : (uint32_t)g->edges.len;
}

static inline const uint64_t *
graph_packed(const struct graph *g, uint32_t state)
{
	assert(state < g->count && g->packed.items);
	return g->packed.items + (size_t)state * g->pack.words;
}

bool graph_is_cancelled(struct graph *);
void graph_unpack(const struct graph *, uint32_t state, uint32_t *words);
/* Bytes held now, with EXTRA for what the caller holds itself; keeps the peak. */
size_t graph_measure(struct graph *, size_t extra);
void graph_note(struct graph *, enum violation_kind, enum fault, uint32_t line);
struct local *graph_local(struct graph *, unsigned thread, const uint64_t *packed);

struct looked { /* what a state offers */
	uint32_t enabled;
	bool is_over, is_critical; /* two threads in one section */
};

void graph_look(struct graph *, const uint64_t *packed, struct looked *out);
/* The threads that others keep from stepping: not who sleeps, whose time comes, nor who only lacks the GIL. */
uint32_t graph_blocked(struct graph *, const uint64_t *packed);
bool graph_holds_always(struct graph *, const uint64_t *packed);
/* The step, learned if it is new: then there may be a new layout, which the caller sees at pack.version. */
const struct memo_node *graph_step(struct graph *, const uint64_t *packed, unsigned thread);
/* PACKED once time has passed, if nothing else can happen. As above. */
void graph_settle(struct graph *, uint64_t *packed);
/* The packed states in the layout there is now. */
void graph_relayout(struct graph *, const struct field *old, uint32_t old_words);

/* What the thread, whose words these are, is about to read and write. */
void race_learn(struct graph *, unsigned thread, struct local *, const uint32_t *words);
void race_find(struct graph *, const uint64_t *packed, uint32_t enabled);
void race_sort(struct explored *);

void graph_count(struct graph *);
void graph_find_cycles(struct graph *);
/* Append one round of a livelock's cycle to the way that led to STATE. */
void graph_close_cycle(struct graph *, uint32_t state, struct explore_violation *);
void graph_trace(struct graph *);
void graph_search(struct graph *);

#endif
