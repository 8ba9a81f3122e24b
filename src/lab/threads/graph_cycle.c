/*
 * Livelocks: the threads can go on for ever though no thread is stopped, and one that should end never does. Tarjan's
 * strongly connected components; in one there is such a run, fair to every thread that can always step (weakly fair),
 * if each either steps inside it or is blocked in some state of it. Who merely could leave and is not let is no
 * livelock; nor is a server, whose code has no end.
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

/*
 * Does a thread that is to end, and could by its code, still live? Nobody ends in a component, nor is anybody started.
 */
static bool
has_end_ahead(struct graph *g, uint32_t state, uint32_t *live)
{
	const struct program *p = g->program;
	bool is_awaited = false;

	*live = 0;
	graph_unpack(g, state, g->state);
	for (unsigned i = 0; i < p->threads.len; i++) {
		const uint32_t *t = machine_thread(p, g->state, i);

		if (t[THREAD_PC] == PC_ENDED || t[THREAD_PHASE] == PHASE_NEW)
			continue;
		*live |= UINT32_C(1) << i;
		is_awaited |= !p->threads.items[i].is_daemon && p->can_end[t[THREAD_PC]];
	}
	return is_awaited;
}

/* The threads that step from STATE to its own component; *CAN: that step at all; *LEAVES: a step leads out of it. */
static uint32_t
steps_inside(const struct graph *g, uint32_t state, uint32_t *can, bool *leaves)
{
	uint32_t steps = 0;

	for (uint32_t e = g->first_edge.items[state]; e < graph_edge_end(g, state); e++) {
		uint32_t thread = UINT32_C(1) << EDGE_THREAD(g->edges.items[e]);

		*can |= thread;
		if (g->scc[g->edges.items[e] & EDGE_STATE] == g->scc[state])
			steps |= thread;
		else
			*leaves = true;
	}
	return steps;
}

/* The component on the stack from FROM on. */
static void
judge(struct cycler *c, uint32_t from)
{
	struct graph *g = c->graph;
	const uint32_t *states = c->stack.items + from;
	uint32_t count = (uint32_t)c->stack.len - from, scc = states[0], steps = 0, can = 0, blocked = 0, live;
	bool leaves = false;

	for (uint32_t i = 0; i < count; i++)
		g->scc[states[i]] = scc;
	for (uint32_t i = 0; i < count && !graph_is_cancelled(g); i++)
		steps |= steps_inside(g, states[i], &can, &leaves);
	bool is_livelock = steps && has_end_ahead(g, scc, &live), is_frozen = g->has_time && steps && !leaves;

	for (uint32_t i = 0;
	     i < count && (is_livelock || is_frozen) && (live & ~steps & ~blocked) && !graph_is_cancelled(g); i++)
		blocked |= graph_blocked(g, graph_packed(g, states[i]));
	is_livelock = is_livelock && !(live & ~steps & ~blocked);
	/* who neither steps nor is blocked sleeps, and always one of the others can step: his time never comes */
	g->out->is_frozen |= is_frozen && (live & ~steps & ~blocked);
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
	uint32_t at, home;
	uint32_t stepped, blocked; /* threads, on the way so far */
	uint32_t to_step, to_block;
	bool is_cancelled;
};

/* Does the way need this edge? Back home, if nothing is missing. */
static bool
is_wanted(struct round *r, uint32_t edge)
{
	uint32_t to_step = r->to_step & ~r->stepped, to_block = r->to_block & ~r->blocked, to = edge & EDGE_STATE;

	if (!to_step && !to_block)
		return to == r->home;
	return to_step >> EDGE_THREAD(edge) & 1 ||
	       (to_block && graph_blocked(r->graph, graph_packed(r->graph, to)) & to_block);
}

/* The nearest edge that is wanted, and the state it begins at; where we are if it is cancelled. */
static uint32_t
find_edge(struct round *r, uint32_t *edge)
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
			if (is_wanted(r, g->edges.items[e])) {
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
go(struct round *r)
{
	struct graph *g = r->graph;
	uint32_t edge = 0, from = find_edge(r, &edge), steps = 1;

	if (r->is_cancelled)
		return;
	for (uint32_t s = from; s != r->at; s = r->before[s])
		steps++;
	vec_reserve(&r->threads, steps);
	r->threads.len += steps;
	uint8_t *end = r->threads.items + r->threads.len;
	uint32_t start = r->at;

	r->at = g->edges.items[edge] & EDGE_STATE;
	for (uint32_t s = from, e = edge;; e = r->edge[s] - 1, s = r->before[s]) {
		*--end = (uint8_t)EDGE_THREAD(g->edges.items[e]);
		r->stepped |= UINT32_C(1) << *end;
		r->blocked |= graph_blocked(g, graph_packed(g, g->edges.items[e] & EDGE_STATE));
		if (s == start)
			break;
	}
}

void
graph_close_cycle(struct graph *g, uint32_t state, struct explore_violation *v)
{
	struct round r = { .graph = g, .at = state, .home = state };
	uint32_t can = 0, live;
	bool leaves = false;

	for (uint32_t s = 0; s < g->count && !graph_is_cancelled(g); s++)
		if (g->scc[s] == g->scc[state])
			r.to_step |= steps_inside(g, s, &can, &leaves);
	has_end_ahead(g, state, &live);
	r.to_block = live & ~r.to_step;
	v->kept_out = can & r.to_block;
	r.edge = NEW_ARRAY(uint32_t, g->count);
	r.before = NEW_ARRAY(uint32_t, g->count);
	r.todo = NEW_ARRAY(uint32_t, g->count);
	while (!r.is_cancelled && (r.to_step & ~r.stepped || r.to_block & ~r.blocked || r.at != state))
		go(&r);
	v->schedule = mem_realloc_array(v->schedule, v->steps + r.threads.len + 1, sizeof(*v->schedule));
	memcpy(v->schedule + v->steps, r.threads.items, r.threads.len);
	v->loop_steps = (uint32_t)r.threads.len;
	v->steps += v->loop_steps;
	free(r.edge);
	free(r.before);
	free(r.todo);
	vec_fini(&r.threads);
}
