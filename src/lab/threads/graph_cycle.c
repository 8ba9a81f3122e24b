/*
 * Livelocks: a cycle that even a fair scheduler may stay in for ever. Tarjan's strongly connected components; one is a
 * livelock if every thread that may step somewhere in it also steps inside it, so that nobody is merely kept from
 * leaving, and if every thread that is to end could end by its code: a server that goes on for ever is none.
 */
#include "lab/threads/explore_parts.h"

#define NO_SCC 0xffffffffu

struct visit {
	uint32_t state, edge; /* the next to be taken */
};

struct cycler {
	struct graph *graph;
	uint32_t *index; /* order of discovery, + 1 */
	uint32_t *low;
	VEC(uint32_t) stack; /* found, not yet in a component */
	VEC(struct visit) visits;
	uint32_t next;
};

static bool
may_loop(struct graph *g, uint32_t state)
{
	const struct program *p = g->program;

	graph_unpack(g, state, g->state);
	for (unsigned i = 0; i < p->threads.len; i++) {
		const uint32_t *t = machine_thread(p, g->state, i);

		if (t[THREAD_PC] == PC_ENDED || t[THREAD_PHASE] == PHASE_NEW)
			continue;
		if (!p->threads.items[i].is_daemon && !p->can_end[t[THREAD_PC]])
			return false;
		if (!t[THREAD_PHASE] && t[THREAD_LEFT]) /* on a real clock its time comes */
			return false;
	}
	return true;
}

/* The component on the stack from FROM on. */
static void
judge(struct cycler *c, uint32_t from)
{
	struct graph *g = c->graph;
	const uint32_t *states = c->stack.items + from;
	uint32_t count = (uint32_t)c->stack.len - from, scc = states[0], can = 0, steps = 0;

	for (uint32_t i = 0; i < count; i++)
		g->scc[states[i]] = scc;
	for (uint32_t i = 0; i < count && !graph_is_cancelled(g); i++)
		for (uint32_t e = g->first_edge.items[states[i]]; e < graph_edge_end(g, states[i]); e++) {
			uint32_t thread = UINT32_C(1) << EDGE_THREAD(g->edges.items[e]);

			can |= thread;
			if (g->scc[g->edges.items[e] & EDGE_STATE] == scc)
				steps |= thread;
		}
	bool is_livelock = steps && steps == can && may_loop(g, scc);

	for (uint32_t i = 0; i < count; i++)
		if (is_livelock)
			g->flags.items[states[i]] |= STATE_LOOPS;
	if (is_livelock)
		graph_note(g, VIOLATION_LIVELOCK, FAULT_NONE, 0); /* where: once the best way to one is found */
	c->stack.len = from;
}

static void
visit(struct cycler *c, uint32_t state)
{
	c->index[state] = c->low[state] = ++c->next;
	vec_push(&c->stack, state);
	vec_push(&c->visits, (struct visit){ state, c->graph->first_edge.items[state] });
}

static void
walk(struct cycler *c)
{
	struct graph *g = c->graph;

	visit(c, 0);
	for (uint32_t count = 1; c->visits.len; count++) {
		if (!(count & GRAPH_POLL) && graph_is_cancelled(g))
			return;
		struct visit *v = vec_last(&c->visits);
		uint32_t state = v->state;

		if (v->edge < graph_edge_end(g, state)) {
			uint32_t to = g->edges.items[v->edge++] & EDGE_STATE;

			if (!c->index[to])
				visit(c, to);
			else if (g->scc[to] == NO_SCC && c->index[to] < c->low[state])
				c->low[state] = c->index[to];
			continue;
		}
		c->visits.len--;
		if (c->low[state] == c->index[state]) {
			uint32_t from = (uint32_t)c->stack.len - 1;

			while (c->stack.items[from] != state)
				from--;
			judge(c, from);
		}
		if (c->visits.len && c->low[state] < c->low[vec_last(&c->visits)->state])
			c->low[vec_last(&c->visits)->state] = c->low[state];
	}
}

void
graph_find_cycles(struct graph *g)
{
	struct cycler c = { .graph = g };

	c.index = NEW_ARRAY(uint32_t, g->count);
	c.low = NEW_ARRAY(uint32_t, g->count);
	g->scc = NEW_ARRAY(uint32_t, g->count);
	for (uint32_t s = 0; s < g->count; s++)
		g->scc[s] = NO_SCC;
	walk(&c);
	graph_measure(g, (size_t)g->count * 12 + 4 * c.stack.capacity + sizeof(struct visit) * c.visits.capacity);
	free(c.index);
	free(c.low);
	vec_fini(&c.stack);
	vec_fini(&c.visits);
}

struct round { /* one way round a component */
	struct graph *graph;
	uint32_t *edge, *before; /* by state: how the search came there; edge + 1 */
	uint32_t *todo;
	VEC(uint8_t) threads;
	uint32_t at;
	bool is_cancelled;
};

/* The nearest edge by a thread of WANTED; one to HOME if nobody is wanted. Gives the state it begins at, or
 * where we are if it is cancelled. */
static uint32_t
find_edge(struct round *r, uint32_t wanted, uint32_t home, uint32_t *edge)
{
	struct graph *g = r->graph;
	uint32_t count = 0, scc = g->scc[r->at];

	memset(r->edge, 0, g->count * sizeof(*r->edge));
	r->todo[count++] = r->at;
	for (uint32_t i = 0; i < count; i++) {
		r->is_cancelled = graph_is_cancelled(g);
		if (r->is_cancelled)
			return r->at;
		for (uint32_t e = g->first_edge.items[r->todo[i]]; e < graph_edge_end(g, r->todo[i]); e++) {
			uint32_t to = g->edges.items[e] & EDGE_STATE;

			if (g->scc[to] != scc)
				continue;
			if (wanted ? wanted >> EDGE_THREAD(g->edges.items[e]) & 1 : to == home) {
				*edge = e;
				return r->todo[i];
			}
			if (r->edge[to] || to == r->at)
				continue;
			r->edge[to] = e + 1;
			r->before[to] = r->todo[i];
			r->todo[count++] = to;
		}
	}
	assert(false); /* from everywhere to everywhere: that is what a component is */
	return r->at;
}

static void
go(struct round *r, uint32_t wanted, uint32_t home)
{
	struct graph *g = r->graph;
	uint32_t edge = 0, from = find_edge(r, wanted, home, &edge), steps = 0;

	if (r->is_cancelled)
		return;
	for (uint32_t s = from; s != r->at; s = r->before[s])
		steps++;
	vec_reserve(&r->threads, steps + 1);
	r->threads.len += steps + 1;
	uint8_t *end = r->threads.items + r->threads.len;

	*--end = (uint8_t)EDGE_THREAD(g->edges.items[edge]);
	for (uint32_t s = from; s != r->at; s = r->before[s])
		*--end = (uint8_t)EDGE_THREAD(g->edges.items[r->edge[s] - 1]);
	r->at = g->edges.items[edge] & EDGE_STATE;
}

void
graph_close_cycle(struct graph *g, uint32_t state, struct explore_violation *v)
{
	struct round r = { .graph = g, .at = state };
	uint32_t needed = 0, done = 0;

	for (uint32_t s = 0; s < g->count && !graph_is_cancelled(g); s++)
		for (uint32_t e = g->first_edge.items[s]; g->scc[s] == g->scc[state] && e < graph_edge_end(g, s); e++)
			needed |= UINT32_C(1) << EDGE_THREAD(g->edges.items[e]);
	r.edge = NEW_ARRAY(uint32_t, g->count);
	r.before = NEW_ARRAY(uint32_t, g->count);
	r.todo = NEW_ARRAY(uint32_t, g->count);
	while (needed & ~done && !r.is_cancelled) {
		go(&r, needed & ~done, state);
		for (size_t i = 0; i < r.threads.len; i++)
			done |= UINT32_C(1) << r.threads.items[i];
	}
	if (r.at != state && !r.is_cancelled)
		go(&r, 0, state);
	v->schedule = mem_realloc_array(v->schedule, v->steps + r.threads.len + 1, sizeof(*v->schedule));
	memcpy(v->schedule + v->steps, r.threads.items, r.threads.len);
	v->loop_steps = (uint32_t)r.threads.len;
	v->steps += v->loop_steps;
	free(r.edge);
	free(r.before);
	free(r.todo);
	vec_fini(&r.threads);
}
