/*
 * The least way to each violation: fewest preemptions, then fewest steps. Nodes are (state, last thread), taken level by
 * level of preemptions, within a level in the order of steps: two queues that are each sorted, merged.
 */
#include "lab/threads/explore_parts.h"

#define NOBODY 0xffu

struct way {
	uint32_t state, parent, steps;
	uint8_t last;
};

struct tracer {
	struct graph *graph;
	VEC(struct way) ways;
	VEC(uint32_t) now, next; /* this level's first, the next level's */
	uint32_t *settled;       /* by state: a bit for each last thread */
	uint32_t *words;
	uint32_t preemptions;
	size_t missing;
};

static void
found(struct tracer *t, const struct step_info *info, uint32_t way)
{
	struct explored *out = t->graph->out;

	for (size_t i = 0; i < out->violations.len; i++) {
		struct explore_violation *v = &out->violations.items[i];

		if (v->kind != info->violation || v->line != info->line || v->schedule)
			continue;
		v->steps = t->ways.items[way].steps;
		v->preemptions = t->preemptions;
		v->fault = info->fault;
		v->schedule = NEW_ARRAY(uint8_t, v->steps + 1);
		uint32_t at = v->steps;

		for (uint32_t w = way; at; w = t->ways.items[w].parent)
			v->schedule[--at] = t->ways.items[w].last;
		t->missing--;
	}
}

static void
inspect(struct tracer *t, uint32_t way)
{
	struct graph *g = t->graph;
	struct step_info infos[40];
	uint32_t state = t->ways.items[way].state;

	graph_unpack(g, state, t->words);
	size_t count = g->flags.items[state] & STATE_OPEN
			       ? 0
			       : machine_inspect(g->program, t->words, g->enabled.items[state], infos,
						 ARRAY_LEN(infos));

	for (size_t i = 0; i < count; i++)
		found(t, &infos[i], way);
	for (size_t i = 0; i < g->out->violations.len && !count; i++)
		if (g->out->violations.items[i].kind == VIOLATION_LIVELOCK)
			found(t,
			      &(struct step_info){ .violation = VIOLATION_LIVELOCK,
						   .line = g->out->violations.items[i].line },
			      way);
}

static void
expand(struct tracer *t, uint32_t way)
{
	struct graph *g = t->graph;
	struct way from = t->ways.items[way];
	uint32_t edge = g->first_edge.items[from.state], enabled = g->enabled.items[from.state];
	bool could_go_on = from.last != NOBODY && (enabled >> from.last & 1);

	if (g->flags.items[from.state] & STATE_FAILS)
		inspect(t, way);
	for (; enabled && t->missing; enabled &= enabled - 1, edge++) {
		unsigned thread = (unsigned)__builtin_ctz(enabled);
		uint32_t to = g->edges.items[edge] & ~EDGE_FAILS;
		bool is_preemption = could_go_on && thread != from.last;

		if (t->settled[to] >> thread & 1 && !(g->edges.items[edge] & EDGE_FAILS))
			continue;
		vec_push(&t->ways, (struct way){ to, way, from.steps + 1, (uint8_t)thread });
		uint32_t index = (uint32_t)(t->ways.len - 1);

		if (is_preemption)
			vec_push(&t->next, index);
		else
			vec_push(&t->now, index);
	}
}

/* A way is taken up: the step into it may itself go wrong when it was a preemption. */
static void
arrive(struct tracer *t, uint32_t way)
{
	struct graph *g = t->graph;
	struct way w = t->ways.items[way];

	if (w.parent != UINT32_MAX) {
		uint32_t before = t->ways.items[w.parent].state, edge = g->first_edge.items[before];

		edge += (uint32_t)__builtin_popcount(g->enabled.items[before] & ((UINT32_C(1) << w.last) - 1));
		if (g->edges.items[edge] & EDGE_FAILS) {
			struct step_info info;

			graph_unpack(g, before, t->words);
			machine_step(g->program, t->words, w.last, &info);
			found(t, &info, way);
		}
		if (t->settled[w.state] >> w.last & 1)
			return;
		t->settled[w.state] |= 1u << w.last;
	}
	expand(t, way);
}

static void
walk(struct tracer *t)
{
	VEC(uint32_t) level = { 0 };

	vec_push(&t->ways, (struct way){ 0, UINT32_MAX, 0, NOBODY });
	vec_push(&level, 0);
	for (; level.len && t->missing; t->preemptions++) {
		size_t a = 0, b = 0;

		vec_clear(&t->now);
		vec_clear(&t->next);
		while (t->missing && (a < level.len || b < t->now.len)) {
			bool is_first = b == t->now.len ||
					(a < level.len &&
					 t->ways.items[level.items[a]].steps <= t->ways.items[t->now.items[b]].steps);

			arrive(t, is_first ? level.items[a++] : t->now.items[b++]);
		}
		vec_clear(&level);
		for (size_t i = 0; i < t->next.len; i++)
			vec_push(&level, t->next.items[i]);
	}
	vec_fini(&level);
}

/* A deadlock in whose way a notify found nobody: that is why they wait. */
static void
name_lost_wakeups(struct graph *g, uint32_t *words)
{
	for (size_t i = 0; i < g->out->violations.len; i++) {
		struct explore_violation *v = &g->out->violations.items[i];
		struct step_info info;
		bool has_missed = false, has_waiter = false;

		if (v->kind != VIOLATION_DEADLOCK || !v->schedule)
			continue;
		machine_start(g->program, words, &info);
		for (uint32_t s = 0; s < v->steps; s++) {
			machine_step(g->program, words, v->schedule[s], &info);
			has_missed |= info.missed_notify;
		}
		for (unsigned n = 0; n < g->program->threads.len; n++) {
			const uint32_t *t = machine_thread(g->program, words, n);

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
	t.settled = NEW_ARRAY(uint32_t, g->at.len);
	t.words = NEW_ARRAY(uint32_t, g->program->words);
	walk(&t);
	name_lost_wakeups(g, t.words);
	vec_fini(&t.ways);
	vec_fini(&t.now);
	vec_fini(&t.next);
	free(t.settled);
	free(t.words);
}
