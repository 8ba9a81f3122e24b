/* Counts the schedules of a graph without cycles, and what comes out of them. */
#include "lab/threads/explore_parts.h"

#include <math.h>
#include <stdlib.h>

#define OUTCOMES_MAX 10000u

union ways {
	explore_count exact;
	long double rough;
};

struct counter {
	struct graph *graph;
	uint32_t *incoming;      /* edges not yet taken; then the next that is ready */
	union ways *all, *clean; /* to a state; those on which nothing went wrong */
	bool is_rough;           /* 128 bits were too few */
	long double *outcomes;   /* rough: the schedules of each, then those of each that went wrong */
	uint32_t *table, mask;   /* outcomes by their values, + 1 */
};

static void
add_exact(struct graph *g, explore_count *to, explore_count more)
{
	if (__builtin_add_overflow(*to, more, to)) {
		*to = ~(explore_count)0;
		g->out->has_overflow = true;
	}
}

static void
add(struct counter *c, union ways *to, const union ways *more)
{
	if (c->is_rough)
		to->rough += more->rough;
	else
		add_exact(c->graph, &to->exact, more->exact);
}

static uint32_t
hash_of(const value *values, uint32_t count)
{
	uint32_t hash = 0;

	for (uint32_t v = 0; v < count; v++)
		hash = (hash ^ values[v]) * 0x9e3779b1u;
	return hash ^ hash >> 15;
}

static void
grow_table(struct counter *c)
{
	const struct explored *out = c->graph->out;
	uint32_t values = (uint32_t)c->graph->program->shareds.len;

	free(c->table);
	c->mask = c->mask * 2 + 1;
	c->table = NEW_ARRAY(uint32_t, (size_t)c->mask + 1);
	for (uint32_t i = 0; i < out->outcomes.len; i++) {
		uint32_t at = hash_of(out->outcomes.items[i].values, values) & c->mask;

		while (c->table[at])
			at = (at + 1) & c->mask;
		c->table[at] = i + 1;
	}
}

static void
add_outcome(struct counter *c, uint32_t state, const union ways *ways, const union ways *clean)
{
	struct graph *g = c->graph;
	struct explored *out = g->out;
	uint32_t values = (uint32_t)g->program->shareds.len;

	graph_unpack(g, state, g->state);
	if ((out->outcomes.len + 1) * 2 > c->mask)
		grow_table(c);
	uint32_t at = hash_of(g->state + 1, values) & c->mask;

	for (; c->table[at]; at = (at + 1) & c->mask) {
		struct explore_outcome *o = &out->outcomes.items[c->table[at] - 1];

		if (!values || !memcmp(o->values, g->state + 1, values * sizeof(*o->values))) {
			if (c->is_rough) {
				c->outcomes[c->table[at] - 1] += ways->rough;
				c->outcomes[out->outcomes.len + c->table[at] - 1] += ways->rough - clean->rough;
			} else {
				add_exact(g, &o->schedules, ways->exact);
				add_exact(g, &o->failing, ways->exact - clean->exact);
			}
			return;
		}
	}
	if (out->outcomes.len == OUTCOMES_MAX)
		return;
	struct explore_outcome *o = vec_push_zero(&out->outcomes);

	o->values = NEW_ARRAY(value, values);
	if (values)
		memcpy(o->values, g->state + 1, values * sizeof(*o->values));
	o->schedules = ways->exact;
	o->failing = ways->exact - clean->exact;
	c->table[at] = (uint32_t)out->outcomes.len;
}

/*
 * The ways through a state are known when all edges to it are taken. What is never reached is on a cycle or behind one.
 */
static bool
count_ways(struct counter *c, union ways *all, union ways *good)
{
	struct graph *g = c->graph;
	uint32_t ready = 0, done = 0;

	for (size_t i = 0; i < g->edges.len; i++) {
		if (!(i & GRAPH_SWEEP) && graph_is_cancelled(g))
			return false;
		c->incoming[g->edges.items[i] & EDGE_STATE]++;
	}
	if (c->incoming[0])
		return false;
	c->incoming[0] = UINT32_MAX;
	while (ready != UINT32_MAX) {
		uint32_t s = ready, end = graph_edge_end(g, s);

		ready = c->incoming[s];
		if (!(++done & GRAPH_POLL) && graph_is_cancelled(g))
			return false;
		if (g->flags.items[s] & STATE_FAILS)
			c->clean[s] = (union ways){ 0 };
		if (g->first_edge.items[s] == end) {
			add(c, all, &c->all[s]);
			add(c, good, &c->clean[s]);
			if (g->flags.items[s] & STATE_OVER)
				add_outcome(c, s, &c->all[s], &c->clean[s]);
		}
		for (uint32_t e = g->first_edge.items[s]; e < end; e++) {
			uint32_t to = g->edges.items[e] & EDGE_STATE;

			add(c, &c->all[to], &c->all[s]);
			if (!(g->edges.items[e] & EDGE_FAILS))
				add(c, &c->clean[to], &c->clean[s]);
			if (!--c->incoming[to]) {
				c->incoming[to] = ready;
				ready = to;
			}
		}
	}
	return done == g->count;
}

static bool
count_schedules(struct counter *c)
{
	struct explored *out = c->graph->out;
	union ways all = { 0 }, good = { 0 };

	c->all[0].exact = c->clean[0].exact = 1;
	if (!count_ways(c, &all, &good))
		return false;
	out->schedules = all.exact;
	out->failing = all.exact - good.exact;
	for (size_t i = 0; i < out->outcomes.len; i++) {
		struct explore_outcome *o = &out->outcomes.items[i];

		o->share = (double)((long double)o->schedules / (long double)all.exact);
		o->failing_share = (double)((long double)o->failing / (long double)all.exact);
	}
	return true;
}

/* Once more in floating point: how many digits it has, and what share each outcome. */
static void
count_roughly(struct counter *c)
{
	struct explored *out = c->graph->out;
	union ways all = { .rough = 0 }, good = { .rough = 0 };

	c->is_rough = true;
	c->outcomes = NEW_ARRAY(long double, 2 * out->outcomes.len);
	memset(c->incoming, 0, c->graph->count * sizeof(*c->incoming));
	for (uint32_t s = 0; s < c->graph->count; s++)
		c->all[s].rough = c->clean[s].rough = s ? 0 : 1;
	if (!count_ways(c, &all, &good)) /* cancelled */
		all.rough = good.rough = 1;
	out->failing = ~(explore_count)0;
	out->digits = all.rough > 0 ? (uint32_t)log10l(all.rough) : 0;
	out->failing_digits = all.rough > good.rough ? (uint32_t)log10l(all.rough - good.rough) : 0;
	if (all.rough <= good.rough)
		out->failing = 0;
	for (size_t i = 0; i < out->outcomes.len; i++) {
		out->outcomes.items[i].share = (double)(c->outcomes[i] / all.rough);
		out->outcomes.items[i].failing_share = (double)(c->outcomes[out->outcomes.len + i] / all.rough);
	}
	free(c->outcomes);
}

struct sortable {
	struct explore_outcome outcome;
	const struct program *program;
};

static int
compare_outcomes(const void *left, const void *right)
{
	const struct sortable *a = left, *b = right;
	const struct program *p = a->program;

	for (size_t i = 0; i < p->shareds.len; i++) {
		value x = a->outcome.values[i], y = b->outcome.values[i];
		bool is_less;

		if (x == y)
			continue;
		if ((x & 3) != (y & 3))
			return (x & 3) < (y & 3) ? -1 : 1;
		if (value_compare(&p->heap, OP_LT, x, y, &is_less))
			return x < y ? -1 : 1; /* nothing that has an order */
		return is_less ? -1 : 1;
	}
	return 0;
}

static void
sort_outcomes(struct graph *g)
{
	size_t count = g->out->outcomes.len;
	struct sortable *sortable = NEW_ARRAY(struct sortable, count);

	for (size_t i = 0; i < count; i++)
		sortable[i] = (struct sortable){ g->out->outcomes.items[i], g->program };
	qsort(sortable, count, sizeof(*sortable), compare_outcomes);
	for (size_t i = 0; i < count; i++)
		g->out->outcomes.items[i] = sortable[i].outcome;
	free(sortable);
}

void
graph_count(struct graph *g)
{
	struct counter c = { .graph = g, .mask = 31 };
	struct explored *out = g->out;

	grow_table(&c);
	c.incoming = NEW_ARRAY(uint32_t, g->count);
	c.all = NEW_ARRAY(union ways, g->count);
	c.clean = NEW_ARRAY(union ways, g->count);
	graph_measure(g, (size_t)g->count * (4 + 2 * sizeof(union ways)));
	out->is_counted = count_schedules(&c);
	if (out->is_counted && out->has_overflow)
		count_roughly(&c);
	free(c.all);
	free(c.clean);
	free(c.incoming);
	if (!out->is_counted) {
		out->has_overflow = false;
		for (size_t i = 0; i < out->outcomes.len; i++)
			out->outcomes.items[i].schedules = out->outcomes.items[i].failing = 0;
		for (uint32_t s = 0; s < g->count && !graph_is_cancelled(g); s++)
			if (g->flags.items[s] & STATE_OVER)
				add_outcome(&c, s, &(union ways){ 0 }, &(union ways){ 0 });
		graph_find_cycles(g);
	}
	free(c.table);
	sort_outcomes(g);
}
