/* What explore.c (the graph), graph_count.c (schedules, cycles) and graph_trace.c (least ways) share. */
#ifndef LAB_THREADS_EXPLORE_PARTS_H
#define LAB_THREADS_EXPLORE_PARTS_H

#include "lab/threads/explore.h"

#define EDGE_FAILS  0x80000000u /* the step itself goes wrong */
#define STATE_FAILS 1u          /* the state itself is wrong */
#define STATE_OVER  2u          /* the program has ended */
#define STATE_OPEN  4u          /* never expanded: a limit was reached */

struct graph {
	struct program *program;
	struct explored *out;
	VEC(uint8_t) bytes; /* packed states */
	VEC(uint32_t) at;   /* where a state begins */
	VEC(uint32_t) hashes;
	VEC(uint32_t) enabled;
	VEC(uint32_t) first_edge;
	VEC(uint8_t) flags;
	VEC(uint32_t) edges; /* in the order of the threads */
	uint32_t *table, mask;
	uint32_t *order; /* graph_count.c: states so that every edge goes forward; NULL: there is a cycle */
};

void graph_unpack(const struct graph *, uint32_t state, uint32_t *words);
size_t graph_bytes(const struct graph *);
void graph_note(struct graph *, const struct step_info *);
void graph_count(struct graph *);
void graph_trace(struct graph *);
void graph_find_races(struct graph *, const uint32_t *words, uint32_t enabled);

#endif
