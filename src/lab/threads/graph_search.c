/*
 * Beyond the limits: random schedules with random priorities that change at few random moments (PCT: Burckhardt and
 * others, "A Randomized Scheduler with Probabilistic Guarantees of Finding Bugs", 2010), which finds a bug that takes
 * DEPTH moments in the right order with a known probability. The seed decides: same seed, same answer.
 */
#include "lab/threads/explore_parts.h"

#define DEPTH         3u
#define SEARCHES      10000u
#define STEPS_MAX     5000u
#define ALL_STEPS_MAX 2000000u

struct search {
	struct graph *graph;
	uint64_t random;
	uint32_t steps, preemptions, longest;
	uint8_t schedule[STEPS_MAX];
};

static uint32_t
draw(struct search *s, uint32_t below)
{
	s->random += UINT64_C(0x9e3779b97f4a7c15); /* splitmix64 */
	uint64_t z = s->random;

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return (uint32_t)((z ^ z >> 31) >> 32) % below;
}

static void
found(struct search *s, const struct step_info *info)
{
	struct explored *out = s->graph->out;

	graph_note(s->graph, info->violation, info->fault, info->line);
	for (size_t i = 0; i < out->violations.len; i++) {
		struct explore_violation *v = &out->violations.items[i];
		bool is_better = !v->schedule || s->preemptions < v->preemptions ||
				 (s->preemptions == v->preemptions && s->steps < v->steps);

		if (v->kind != info->violation || v->line != info->line || !is_better)
			continue;
		free(v->schedule);
		v->schedule = (uint8_t *)mem_copy(s->schedule, s->steps);
		v->steps = s->steps;
		v->preemptions = s->preemptions;
		v->fault = info->fault;
	}
}

static void
find_violations(struct search *s, const struct step_info *step, uint32_t enabled)
{
	struct graph *g = s->graph;
	struct step_info infos[40];
	size_t count = machine_inspect(g->program, g->state, enabled, infos, ARRAY_LEN(infos));

	if (step->violation)
		found(s, step);
	for (size_t i = 0; i < count; i++)
		found(s, &infos[i]);
}

static unsigned
find_first(uint32_t enabled, const uint32_t *priorities)
{
	unsigned best = (unsigned)__builtin_ctz(enabled);

	for (; enabled; enabled &= enabled - 1)
		if (priorities[__builtin_ctz(enabled)] > priorities[best])
			best = (unsigned)__builtin_ctz(enabled);
	return best;
}

static void
run(struct search *s)
{
	struct program *p = s->graph->program;
	uint32_t priorities[THREADS_MAX], changes[DEPTH - 1], count = (uint32_t)p->threads.len;
	unsigned last = THREADS_MAX;
	struct step_info info;

	for (uint32_t i = 0; i < count; i++) { /* a shuffle of DEPTH … DEPTH + count - 1 */
		uint32_t at = draw(s, i + 1);

		priorities[i] = i == at ? DEPTH + i : priorities[at];
		priorities[at] = DEPTH + i;
	}
	for (uint32_t i = 0; i < DEPTH - 1; i++)
		changes[i] = 1 + draw(s, s->longest);
	machine_start(p, s->graph->state, &info);
	for (s->steps = s->preemptions = 0; s->steps < STEPS_MAX;) {
		uint32_t enabled = machine_enabled(p, s->graph->state);

		find_violations(s, &info, enabled);
		if (!enabled)
			break;
		unsigned thread = find_first(enabled, priorities);

		for (uint32_t i = 0; i < DEPTH - 1; i++)
			if (changes[i] == s->steps + 1) {
				priorities[thread] = i;
				thread = find_first(enabled, priorities);
			}
		s->preemptions += last < THREADS_MAX && thread != last && enabled >> last & 1;
		s->schedule[s->steps++] = (uint8_t)thread;
		last = thread;
		machine_step(p, s->graph->state, thread, &info);
	}
	if (s->steps > s->longest)
		s->longest = s->steps;
}

void
graph_search(struct graph *g)
{
	struct search *s = NEW(struct search);
	uint32_t searches = g->limits->searches ? g->limits->searches : SEARCHES;

	s->graph = g;
	s->random = g->limits->seed;
	s->longest = 1;
	for (uint32_t i = 0, steps = 0; i < searches && steps < ALL_STEPS_MAX && !graph_is_cancelled(g); i++) {
		run(s);
		steps += s->steps + 1;
	}
	free(s);
}
