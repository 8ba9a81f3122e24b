/*
 * Random scenarios with all there is in the language: the explorer, which packs states and remembers steps, against a
 * plain search over the machine's own states, which does neither.
 */
#include "unit/lab/threads_writer.h"

#include "lab/threads/explore.h"
#include "lab/threads/machine_parts.h"

#include <stdlib.h>

#define SCENARIOS  1000
#define STATES_MAX 4000u

/* The plain search. */

struct plain_edge {
	uint32_t from, to;
	uint8_t thread;
	struct step_info info;
};

struct plain_seen { /* a violation, and the best way to it */
	struct step_info info;
	uint32_t preemptions, steps;
};

struct plain {
	struct program *program;
	VEC(uint32_t) words; /* one state after the other */
	VEC(struct plain_edge) edges;
	VEC(struct plain_seen) seen;
	uint8_t *loops; /* by state: on a livelock; NULL: there is no cycle */
};

static uint32_t
count_states(const struct plain *g)
{
	return (uint32_t)(g->words.len / g->program->words);
}

static uint32_t
find(struct plain *g, const uint32_t *state)
{
	size_t size = g->program->words * sizeof(*state);

	for (uint32_t i = count_states(g); i-- > 0;)
		if (!memcmp(g->words.items + (size_t)i * g->program->words, state, size))
			return i;
	for (uint32_t i = 0; i < g->program->words; i++)
		vec_push(&g->words, state[i]);
	return count_states(g) - 1;
}

static void
build(struct plain *g)
{
	struct program *p = g->program;
	uint32_t *state = NEW_ARRAY(uint32_t, p->words);
	struct step_info info;

	machine_start(p, state, &info);
	find(g, state);
	for (uint32_t s = 0; s < count_states(g) && s < STATES_MAX; s++) {
		uint32_t enabled = machine_enabled(p, g->words.items + (size_t)s * p->words);

		for (; enabled; enabled &= enabled - 1) {
			struct plain_edge e = { .from = s, .thread = (uint8_t)__builtin_ctz(enabled) };

			memcpy(state, g->words.items + (size_t)s * p->words, p->words * sizeof(*state));
			machine_step(p, state, e.thread, &e.info);
			e.to = find(g, state);
			vec_push(&g->edges, e);
		}
	}
	free(state);
}

static void
saw(struct plain *g, const struct step_info *info, uint32_t preemptions, uint32_t steps)
{
	for (size_t i = 0; i < g->seen.len; i++) {
		struct plain_seen *v = &g->seen.items[i];

		if (v->info.violation != info->violation || v->info.line != info->line)
			continue;
		if (preemptions < v->preemptions || (preemptions == v->preemptions && steps < v->steps)) {
			v->preemptions = preemptions;
			v->steps = steps;
		}
		return;
	}
	vec_push(&g->seen, (struct plain_seen){ *info, preemptions, steps });
}

/* Bellman and Ford over (state, last thread), as slow and as plain as that is. */
static void
find_ways(struct plain *g)
{
	struct program *p = g->program;
	uint32_t threads = (uint32_t)p->threads.len + 1, states = count_states(g);
	uint64_t *best = NEW_ARRAY(uint64_t, (size_t)states * threads); /* preemptions << 32 | steps */
	struct step_info info, infos[40];
	uint32_t *state = NEW_ARRAY(uint32_t, p->words);

	memset(best, 0xff, (size_t)states * threads * sizeof(*best));
	best[threads - 1] = 0;
	for (bool has_changed = true; has_changed;) {
		has_changed = false;
		for (size_t i = 0; i < g->edges.len; i++) {
			const struct plain_edge *e = &g->edges.items[i];
			uint32_t enabled = machine_enabled(p, g->words.items + (size_t)e->from * p->words);

			for (uint32_t last = 0; last < threads; last++) {
				uint64_t way = best[(size_t)e->from * threads + last];

				if (way == UINT64_MAX)
					continue;
				way += 1 + ((uint64_t)(last < threads - 1 && last != e->thread && enabled >> last & 1)
					    << 32);
				if (e->info.violation)
					saw(g, &e->info, (uint32_t)(way >> 32), (uint32_t)way);
				if (way < best[(size_t)e->to * threads + e->thread]) {
					best[(size_t)e->to * threads + e->thread] = way;
					has_changed = true;
				}
			}
		}
	}
	machine_start(p, state, &info);
	if (info.violation)
		saw(g, &info, 0, 0);
	for (uint32_t s = 0; s < states; s++) {
		const uint32_t *words = g->words.items + (size_t)s * p->words;
		size_t count = machine_inspect(p, words, machine_enabled(p, words), infos, ARRAY_LEN(infos));

		for (uint32_t last = 0; last < threads; last++)
			for (size_t i = 0; i < count && best[(size_t)s * threads + last] != UINT64_MAX; i++)
				saw(g, &infos[i], (uint32_t)(best[(size_t)s * threads + last] >> 32),
				    (uint32_t)best[(size_t)s * threads + last]);
		for (uint32_t last = 0; last < threads; last++)
			if (g->loops && g->loops[s] && best[(size_t)s * threads + last] != UINT64_MAX)
				saw(g, &(struct step_info){ .violation = VIOLATION_LIVELOCK },
				    (uint32_t)(best[(size_t)s * threads + last] >> 32),
				    (uint32_t)best[(size_t)s * threads + last]);
	}
	free(best);
	free(state);
}

/* Livelocks: what reaches STATE and is reached from it, one set after the other, and what each thread can do there. */

static void
spread(const struct plain *g, const uint8_t *left, bool is_back, uint8_t *set)
{
	for (bool has_changed = true; has_changed;) {
		has_changed = false;
		for (size_t i = 0; i < g->edges.len; i++) {
			uint32_t from = is_back ? g->edges.items[i].to : g->edges.items[i].from;
			uint32_t to = is_back ? g->edges.items[i].from : g->edges.items[i].to;

			if (set[from] && left[to] && !set[to])
				set[to] = has_changed = true;
		}
	}
}

/* It cannot step and is not asleep; that another has the GIL does not count. */
static bool
is_blocked(const struct plain *g, uint32_t state, unsigned thread)
{
	const uint32_t *words = g->words.items + (size_t)state * g->program->words;
	const uint32_t *t = words + g->program->thread_at + thread * g->program->thread_words;

	return !machine_is_enabled(g->program, words, thread) && (t[THREAD_PHASE] || !t[THREAD_LEFT]);
}

static bool
is_livelock(const struct plain *g, const uint8_t *set, uint32_t state)
{
	const struct program *p = g->program;
	bool is_awaited = false, has_steps = false;

	for (unsigned n = 0; n < p->threads.len; n++) {
		const uint32_t *t = g->words.items + (size_t)state * p->words + p->thread_at + n * p->thread_words;
		bool is_fair = false;

		if (t[THREAD_PC] == PC_ENDED || t[THREAD_PHASE] == PHASE_NEW)
			continue;
		for (size_t i = 0; i < g->edges.len; i++) {
			const struct plain_edge *e = &g->edges.items[i];

			has_steps |= set[e->from] && set[e->to];
			is_fair |= set[e->from] && set[e->to] && e->thread == n;
		}
		for (uint32_t s = 0; s < count_states(g) && !is_fair; s++)
			is_fair = set[s] && is_blocked(g, s, n);
		if (!is_fair)
			return false;
		is_awaited |= !p->threads.items[n].is_daemon && p->can_end[t[THREAD_PC]];
	}
	return is_awaited && has_steps;
}

static void
find_livelocks(struct plain *g)
{
	uint32_t states = count_states(g);
	uint8_t *left = NEW_ARRAY(uint8_t, states), *next = NEW_ARRAY(uint8_t, states),
		*back = NEW_ARRAY(uint8_t, states);

	g->loops = NEW_ARRAY(uint8_t, states);
	memset(left, 1, states);
	for (bool has_changed = true; has_changed;) { /* who leads nowhere is on no cycle */
		has_changed = false;
		memset(next, 0, states);
		for (size_t i = 0; i < g->edges.len; i++)
			next[g->edges.items[i].from] |= left[g->edges.items[i].to];
		for (uint32_t s = 0; s < states; s++)
			if (left[s] && !next[s]) {
				left[s] = 0;
				has_changed = true;
			}
	}
	for (uint32_t s = 0; s < states; s++) {
		if (!left[s])
			continue;
		memset(next, 0, states);
		memset(back, 0, states);
		next[s] = back[s] = 1;
		spread(g, left, false, next);
		spread(g, left, true, back);
		for (uint32_t i = 0; i < states; i++)
			next[i] &= back[i];
		bool is_one = is_livelock(g, next, s);

		for (uint32_t i = 0; i < states; i++) {
			g->loops[i] |= next[i] && is_one;
			left[i] &= !next[i];
		}
	}
	free(left);
	free(next);
	free(back);
}

/* Somebody sleeps where no way leads to a step of his, nor to an end of all. */
static bool
is_frozen(const struct plain *g)
{
	const struct program *p = g->program;
	uint32_t states = count_states(g);
	uint8_t *all = NEW_ARRAY(uint8_t, states), *awakes = NEW_ARRAY(uint8_t, states);
	bool found = false;

	memset(all, 1, states);
	for (unsigned n = 0; n < p->threads.len && !found; n++) {
		memset(awakes, 1, states);
		for (size_t i = 0; i < g->edges.len; i++)
			awakes[g->edges.items[i].from] = 0;
		for (size_t i = 0; i < g->edges.len; i++)
			awakes[g->edges.items[i].from] |= g->edges.items[i].thread == n;
		spread(g, all, true, awakes);
		for (uint32_t s = 0; s < states; s++) {
			const uint32_t *t = g->words.items + (size_t)s * p->words + p->thread_at + n * p->thread_words;

			found |= !awakes[s] && t[THREAD_PC] != PC_ENDED && !t[THREAD_PHASE] && t[THREAD_LEFT];
		}
	}
	free(all);
	free(awakes);
	return found;
}

/* As many passes as the longest way has steps; UINT64_MAX: there is a cycle. */
static uint64_t
count_schedules(const struct plain *g)
{
	uint32_t states = count_states(g);
	unsigned __int128 *now = NEW_ARRAY(unsigned __int128, states), *next = NEW_ARRAY(unsigned __int128, states),
			  all = 0;
	bool is_empty = false;

	now[0] = 1;
	for (uint32_t pass = 0; pass <= states && !is_empty; pass++) {
		memset(next, 0, states * sizeof(*next));
		for (uint32_t s = 0; s < states; s++)
			if (now[s] && !machine_enabled(g->program, g->words.items + (size_t)s * g->program->words))
				all += now[s];
		is_empty = true;
		for (size_t i = 0; i < g->edges.len; i++)
			if (now[g->edges.items[i].from]) {
				next[g->edges.items[i].to] += now[g->edges.items[i].from];
				is_empty = false;
			}
		unsigned __int128 *swap = now;

		now = next;
		next = swap;
	}
	free(now);
	free(next);
	return is_empty ? (uint64_t)all : UINT64_MAX;
}

static void
assert_same_violations(const struct plain *g, const struct explored *e)
{
	size_t count = 0;

	for (size_t i = 0; i < e->violations.len; i++) {
		const struct explore_violation *v = &e->violations.items[i];
		enum violation_kind kind = v->kind == VIOLATION_LOST_WAKEUP ? VIOLATION_DEADLOCK : v->kind;
		bool is_there = false;

		for (size_t j = 0; j < g->seen.len; j++)
			if (g->seen.items[j].info.violation == kind &&
			    (g->seen.items[j].info.line == v->line || kind == VIOLATION_LIVELOCK)) {
				is_there = true;
				assert_int_equal(v->preemptions, g->seen.items[j].preemptions);
				assert_int_equal(v->steps - v->loop_steps, g->seen.items[j].steps);
			}
		assert_true(is_there);
		count++;
	}
	assert_int_equal(count, g->seen.len);
}

/* The schedule can be followed; a livelock's last steps come back to where they began, and are fair to everybody. */
static void
assert_replays(struct program *p, const struct explore_violation *v)
{
	uint32_t *state = NEW_ARRAY(uint32_t, p->words), *kept = NEW_ARRAY(uint32_t, p->words), fair = 0;
	struct step_info info, infos[40];

	machine_start(p, state, &info);
	for (uint32_t i = 0; i < v->steps; i++) {
		if (i == v->steps - v->loop_steps)
			memcpy(kept, state, p->words * sizeof(*state));
		assert_true(machine_enabled(p, state) >> v->schedule[i] & 1);
		machine_step(p, state, v->schedule[i], &info);
		if (i < v->steps - v->loop_steps)
			continue;
		fair |= UINT32_C(1) << v->schedule[i];
		for (unsigned n = 0; n < p->threads.len; n++) {
			const uint32_t *t = machine_thread(p, state, n);
			bool is_dead = t[THREAD_PC] == PC_ENDED || t[THREAD_PHASE] == PHASE_NEW;

			if (is_dead || (!machine_is_enabled(p, state, n) && (t[THREAD_PHASE] || !t[THREAD_LEFT])))
				fair |= UINT32_C(1) << n;
		}
	}
	if (v->kind == VIOLATION_LIVELOCK)
		assert_int_equal(fair, (UINT64_C(1) << p->threads.len) - 1);
	size_t count = machine_inspect(p, state, machine_enabled(p, state), infos, ARRAY_LEN(infos));
	bool is_there = info.violation == v->kind && info.line == v->line;

	for (size_t i = 0; i < count; i++)
		is_there |= infos[i].line == v->line &&
			    (infos[i].violation == v->kind ||
			     (infos[i].violation == VIOLATION_DEADLOCK && v->kind == VIOLATION_LOST_WAKEUP));
	if (v->kind == VIOLATION_LIVELOCK)
		is_there = v->loop_steps && !memcmp(kept, state, p->words * sizeof(*state));
	assert_true(is_there);
	free(state);
	free(kept);
}

static uint64_t seed_now;
static uint32_t cycles, violations, livelocks, frozen;

static bool
compare(uint64_t seed)
{
	struct writer w;
	struct plain g = { 0 };
	struct program p;
	struct explored e;
	struct explore_limits limits = { 0 };
	struct err err = { 0 };

	seed_now = seed;
	writer_tell(&w, seed);
	if (getenv("SEED"))
		print_message("%s", str_buf_c(&w.text));
	if (!program_compile(&p, str_buf_str(&w.text), &err))
		fail_msg("%u:%u %s\n%s", err.line, err.column, err.text, str_buf_c(&w.text));
	g.program = &p;
	build(&g);
	bool is_small = count_states(&g) < STATES_MAX;

	if (is_small) {
		uint64_t schedules = count_schedules(&g);

		if (schedules == UINT64_MAX)
			find_livelocks(&g);
		find_ways(&g);

		explore(&p, &limits, &e);
		assert_true(e.is_frozen == is_frozen(&g));
		assert_true(e.is_complete != e.is_frozen);
		frozen += e.is_frozen;
		assert_int_equal(e.states, count_states(&g));
		assert_int_equal(e.transitions, g.edges.len);
		assert_true(e.is_counted == (schedules != UINT64_MAX));
		if (e.is_counted)
			assert_true((uint64_t)e.schedules == schedules);
		assert_same_violations(&g, &e);
		for (size_t i = 0; i < e.violations.len; i++)
			assert_replays(&p, &e.violations.items[i]);
		cycles += !e.is_counted;
		violations += (uint32_t)e.violations.len;
		for (size_t i = 0; i < e.violations.len; i++)
			livelocks += e.violations.items[i].kind == VIOLATION_LIVELOCK;
		explored_fini(&e);
	}
	vec_fini(&g.words);
	vec_fini(&g.edges);
	vec_fini(&g.seen);
	free(g.loops);
	program_fini(&p);
	str_buf_fini(&w.text);
	return is_small;
}

static void
explore__random_scenarios__as_plain_search(void **state)
{
	const char *seed = getenv("SEED");
	uint32_t compared = 0;

	(void)state;
	for (uint64_t i = seed ? strtoull(seed, NULL, 10) : 1, end = i + (seed ? 1 : SCENARIOS); i < end; i++)
		compared += compare(i);
	print_message("# compared %u: %u with cycles, %u violations, %u of them livelocks, %u frozen\n", compared,
		      cycles, violations, livelocks, frozen);
	if (!seed)
		assert_true(compared > SCENARIOS / 2 && cycles > livelocks && livelocks > 20 && frozen > 2 &&
			    violations > SCENARIOS);
}

static int
say_seed(void **state)
{
	(void)state;
	print_message("# SEED=%llu\n", (unsigned long long)seed_now);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(explore__random_scenarios__as_plain_search, say_seed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
