/* Counts the schedules of a graph without cycles; finds the cycles nobody gets out of in one that has some. */
#include "lab/threads/explore_parts.h"

static uint32_t
edge_end(const struct graph *g, uint32_t state)
{
	return state + 1 < g->at.len ? g->first_edge.items[state + 1] : (uint32_t)g->edges.len;
}

/* Kahn: peel off what nothing leads to. What cannot be peeled off is in a cycle or behind one. */
static bool
sort(struct graph *g)
{
	uint32_t count = (uint32_t)g->at.len, done = 0, found = 0;
	uint32_t *incoming = NEW_ARRAY(uint32_t, count);

	g->order = NEW_ARRAY(uint32_t, count);
	for (size_t i = 0; i < g->edges.len; i++)
		incoming[g->edges.items[i] & ~EDGE_FAILS]++;
	if (!incoming[0])
		g->order[found++] = 0;
	for (; done < found; done++)
		for (uint32_t e = g->first_edge.items[g->order[done]]; e < edge_end(g, g->order[done]); e++) {
			uint32_t to = g->edges.items[e] & ~EDGE_FAILS;

			if (!--incoming[to])
				g->order[found++] = to;
		}
	free(incoming);
	if (found == count)
		return true;
	free(g->order);
	g->order = NULL;
	return false;
}

static void
add(struct graph *g, explore_count *to, explore_count more)
{
	if (__builtin_add_overflow(*to, more, to)) {
		*to = ~(explore_count)0;
		g->out->has_overflow = true;
	}
}

static void
add_outcome(struct graph *g, uint32_t state, explore_count schedules)
{
	const struct program *p = g->program;
	uint32_t *words = NEW_ARRAY(uint32_t, p->words);
	struct explored *out = g->out;

	graph_unpack(g, state, words);
	for (size_t i = 0; i < out->outcomes.len; i++) {
		bool is_same = true;

		for (size_t v = 0; v < p->shareds.len && is_same; v++)
			is_same = out->outcomes.items[i].values[v] == words[1 + v];
		if (is_same) {
			add(g, &out->outcomes.items[i].schedules, schedules);
			free(words);
			return;
		}
	}
	if (out->outcomes.len < 10000) {
		memmove(words, words + 1, p->shareds.len * sizeof(*words));
		vec_push(&out->outcomes, (struct explore_outcome){ words, schedules });
	} else
		free(words);
}

static void
count_schedules(struct graph *g)
{
	uint32_t count = (uint32_t)g->at.len;
	explore_count *all = NEW_ARRAY(explore_count, count), *clean = NEW_ARRAY(explore_count, count), good = 0;

	all[0] = 1;
	clean[0] = 1;
	for (uint32_t i = 0; i < count; i++) {
		uint32_t s = g->order[i];

		if (g->flags.items[s] & STATE_FAILS)
			clean[s] = 0;
		if (!g->enabled.items[s]) {
			add(g, &g->out->schedules, all[s]);
			add(g, &good, clean[s]);
			if (g->flags.items[s] & STATE_OVER)
				add_outcome(g, s, all[s]);
		}
		for (uint32_t e = g->first_edge.items[s]; e < edge_end(g, s); e++) {
			uint32_t to = g->edges.items[e] & ~EDGE_FAILS;

			add(g, &all[to], all[s]);
			if (!(g->edges.items[e] & EDGE_FAILS))
				add(g, &clean[to], clean[s]);
		}
	}
	g->out->failing = g->out->schedules - good;
	free(all);
	free(clean);
}

/* Backwards from every ending: what is not reached goes round for ever, whoever steps. */
static void
find_livelock(struct graph *g)
{
	const struct program *p = g->program;
	uint32_t count = (uint32_t)g->at.len;
	uint8_t *ends = NEW_ARRAY(uint8_t, count);
	uint32_t *start = NEW_ARRAY(uint32_t, (size_t)count + 2), *from = NEW_ARRAY(uint32_t, g->edges.len + 1);
	uint32_t *todo = NEW_ARRAY(uint32_t, count), todos = 0, *words = NEW_ARRAY(uint32_t, p->words);

	for (size_t i = 0; i < g->edges.len; i++)
		start[(g->edges.items[i] & ~EDGE_FAILS) + 2]++;
	for (uint32_t i = 1; i < count + 2; i++)
		start[i] += start[i - 1];
	for (uint32_t s = 0; s < count; s++)
		for (uint32_t e = g->first_edge.items[s]; e < edge_end(g, s); e++)
			from[start[(g->edges.items[e] & ~EDGE_FAILS) + 1]++] = s;
	for (uint32_t s = 0; s < count; s++)
		if (!g->enabled.items[s]) {
			ends[s] = 1;
			todo[todos++] = s;
		}
	while (todos) {
		uint32_t s = todo[--todos];

		for (uint32_t i = start[s]; i < start[s + 1]; i++)
			if (!ends[from[i]]) {
				ends[from[i]] = 1;
				todo[todos++] = from[i];
			}
	}
	for (uint32_t s = 0; s < count; s++) {
		if (ends[s])
			continue;
		graph_unpack(g, s, words);
		bool is_service = false; /* a thread that is meant to go on for ever: no livelock */
		uint32_t line = 0;

		for (unsigned i = 0; i < p->threads.len; i++) {
			uint32_t pc = words[p->thread_at + i * p->thread_words];

			if (pc == PC_ENDED || p->threads.items[i].is_daemon)
				continue;
			is_service |= !p->can_end[pc];
			if (!line)
				line = p->code.items[pc].line;
		}
		if (is_service)
			continue;
		graph_note(g, &(struct step_info){ .violation = VIOLATION_LIVELOCK, .line = line });
		g->flags.items[s] |= STATE_FAILS;
		break;
	}
	free(ends);
	free(start);
	free(from);
	free(todo);
	free(words);
}

void
graph_count(struct graph *g)
{
	g->out->is_counted = sort(g);
	if (g->out->is_counted) {
		count_schedules(g);
		return;
	}
	for (uint32_t s = 0; s < g->at.len; s++)
		if (g->flags.items[s] & STATE_OVER)
			add_outcome(g, s, 0);
	find_livelock(g);
}
