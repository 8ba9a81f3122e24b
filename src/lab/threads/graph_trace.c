/*
 * The best way to each violation: fewest preemptions, then fewest steps. Nodes are (state, last thread), reached level
 * by level of preemptions and within a level step by step: a step of a level comes from the step before it, on the
 * level below by a preemption, on its own without one. So nodes need no distance, only who was before.
 */
#include "lab/threads/explore_parts.h"

#define NOBODY UINT32_MAX

struct way {
	uint32_t edge;   /* the last step, as in the graph */
	uint32_t parent; /* index of a way */
};

struct level {
	VEC(uint32_t) starts; /* by steps: its first way; one more for the end */
};

struct tracer {
	struct graph *graph;
	VEC(struct way) ways; /* 0 is the beginning: no step yet */
	uint32_t *settled;    /* by state: a bit for each last thread */
	uint32_t preemptions, steps;
	size_t missing; /* violations without a way; 0: nothing more to do */
};

static void
take_way(struct tracer *t, struct explore_violation *v, uint32_t way)
{
	uint32_t at = t->steps;

	v->steps = t->steps;
	v->preemptions = t->preemptions;
	v->schedule = NEW_ARRAY(uint8_t, v->steps + 1);
	for (uint32_t w = way; at; w = t->ways.items[w].parent)
		v->schedule[--at] = (uint8_t)EDGE_THREAD(t->ways.items[w].edge);
	t->missing--;
}

static void
found(struct tracer *t, const struct step_info *info, uint32_t way)
{
	struct explored *out = t->graph->out;

	for (size_t i = 0; i < out->violations.len; i++) {
		struct explore_violation *v = &out->violations.items[i];

		if (v->kind != info->violation || v->line != info->line || v->schedule)
			continue;
		v->fault = info->fault;
		take_way(t, v, way);
	}
}

/* The first state on a livelock's cycle: say where, and go round once. */
static void
found_livelock(struct tracer *t, uint32_t state, uint32_t way)
{
	struct graph *g = t->graph;
	const struct program *p = g->program;

	for (size_t i = 0; i < g->out->violations.len; i++) {
		struct explore_violation *v = &g->out->violations.items[i];

		if (v->kind != VIOLATION_LIVELOCK || v->schedule)
			continue;
		take_way(t, v, way);
		graph_close_cycle(g, state, v);
		graph_unpack(g, state, g->state);
		for (unsigned n = 0; n < p->threads.len && !v->line; n++)
			if (!p->threads.items[n].is_daemon && machine_thread(p, g->state, n)[THREAD_PC] != PC_ENDED)
				v->line = p->code.items[machine_thread(p, g->state, n)[THREAD_PC]].line;
	}
}

static uint32_t
enabled_at(const struct graph *g, uint32_t state)
{
	uint32_t enabled = 0;

	for (uint32_t e = g->first_edge.items[state]; e < graph_edge_end(g, state); e++)
		enabled |= UINT32_C(1) << EDGE_THREAD(g->edges.items[e]);
	return enabled;
}

static void
inspect(struct tracer *t, uint32_t state, uint32_t way)
{
	struct graph *g = t->graph;
	struct step_info infos[40];

	if (g->flags.items[state] & STATE_FAILS) {
		graph_unpack(g, state, g->state);
		uint32_t enabled = g->flags.items[state] & STATE_OPEN ? machine_enabled(g->program, g->state)
								      : enabled_at(g, state);
		size_t count = machine_inspect(g->program, g->state, enabled, infos, ARRAY_LEN(infos));

		if (!way) { /* a thread failed before its first step */
			machine_start(g->program, g->state, &infos[count]);
			count++;
		}
		for (size_t i = 0; i < count; i++)
			found(t, &infos[i], way);
	}
	if (g->flags.items[state] & STATE_LOOPS)
		found_livelock(t, state, way);
}

/* Take the edge: a new way, if the step goes wrong or nobody has come there like this. */
static void
take(struct tracer *t, uint32_t parent, uint32_t state, uint32_t edge)
{
	struct graph *g = t->graph;
	uint32_t to = edge & EDGE_STATE, bit = UINT32_C(1) << EDGE_THREAD(edge), way = (uint32_t)t->ways.len;
	bool is_new = !(t->settled[to] & bit);

	if (!is_new && !(edge & EDGE_FAILS))
		return;
	vec_push(&t->ways, (struct way){ edge, parent });
	if (edge & EDGE_FAILS) {
		struct step_info info;

		graph_unpack(g, state, g->state);
		machine_step(g->program, g->state, EDGE_THREAD(edge), &info);
		found(t, &info, way);
	}
	if (!is_new) {
		t->ways.len--;
		return;
	}
	t->settled[to] |= bit;
	inspect(t, to, way);
}

/* Go on from the ways FROM to TO: only by preemptions, or only without. */
static void
go_on(struct tracer *t, uint32_t from, uint32_t to, bool by_preemption)
{
	struct graph *g = t->graph;

	for (uint32_t w = from; w < to && t->missing; w++) {
		uint32_t last = t->ways.items[w].edge, state = w ? last & EDGE_STATE : 0;
		uint32_t first = g->first_edge.items[state], end = graph_edge_end(g, state);
		bool could_go_on = false;

		if (!(w & GRAPH_POLL) && graph_is_cancelled(g)) {
			t->missing = 0;
			return;
		}
		for (uint32_t e = first; e < end && w; e++)
			could_go_on |= EDGE_THREAD(g->edges.items[e]) == EDGE_THREAD(last);
		for (uint32_t e = first; e < end && t->missing; e++) {
			uint32_t edge = g->edges.items[e];

			if ((could_go_on && EDGE_THREAD(edge) != EDGE_THREAD(last)) == by_preemption)
				take(t, w, state, edge);
		}
	}
}

/* False: nothing is on this level. */
static bool
walk_level(struct tracer *t, const struct level *below, struct level *level)
{
	size_t begin = t->ways.len;

	vec_clear(&level->starts);
	if (t->preemptions)
		vec_push(&level->starts, (uint32_t)begin);
	else {
		begin = 0;
		vec_push(&level->starts, 0);
	}
	for (t->steps = 1; t->missing; t->steps++) {
		uint32_t at = t->steps - 1, from = level->starts.items[at], to = (uint32_t)t->ways.len;

		vec_push(&level->starts, to);
		if (at + 1 < below->starts.len)
			go_on(t, below->starts.items[at], below->starts.items[at + 1], true);
		go_on(t, from, to, false);
		if (t->ways.len == to && at + 1 >= below->starts.len)
			break;
	}
	return t->ways.len > begin;
}

static void
walk(struct tracer *t)
{
	struct level levels[2] = { 0 };

	vec_push(&t->ways, (struct way){ 0, NOBODY });
	inspect(t, 0, 0);
	while (t->missing) {
		struct level *level = &levels[t->preemptions & 1], *below = &levels[~t->preemptions & 1];

		if (!walk_level(t, below, level))
			break;
		t->preemptions++;
	}
	vec_fini(&levels[0].starts);
	vec_fini(&levels[1].starts);
}

/* A deadlock in whose way a notify found nobody: that is why they wait. */
static void
name_lost_wakeups(struct graph *g)
{
	for (size_t i = 0; i < g->out->violations.len; i++) {
		struct explore_violation *v = &g->out->violations.items[i];
		struct step_info info;
		bool has_missed = false, has_waiter = false;

		if (v->kind != VIOLATION_DEADLOCK || !v->schedule)
			continue;
		machine_start(g->program, g->state, &info);
		for (uint32_t s = 0; s < v->steps; s++) {
			machine_step(g->program, g->state, v->schedule[s], &info);
			has_missed |= info.missed_notify;
		}
		for (unsigned n = 0; n < g->program->threads.len; n++) {
			const uint32_t *t = machine_thread(g->program, g->state, n);

			has_waiter |= t[THREAD_PC] != PC_ENDED && t[THREAD_PHASE] == PHASE_WAITING;
		}
		if (has_missed && has_waiter)
			v->kind = VIOLATION_LOST_WAKEUP;
	}
}

void
graph_trace(struct graph *g)
{
	struct tracer t = { .graph = g, .missing = g->out->violations.len };

	if (!t.missing)
		return;
	t.settled = NEW_ARRAY(uint32_t, g->count);
	walk(&t);
	graph_measure(g, (size_t)g->count * 4 + t.ways.capacity * sizeof(*t.ways.items));
	name_lost_wakeups(g);
	vec_fini(&t.ways);
	free(t.settled);
}
