/*
 * Random small scenarios: the explorer against an interpreter that shares nothing with the machine and tries every
 * schedule one after the other. Both must agree on what can come out, what can go wrong, in how many schedules, and
 * which is the best way to each.
 */
#include "unit/lab/threads_told.h"

#include "lab/threads/explore.h"

#include <stdlib.h>

#define SCENARIOS     1000
#define SCHEDULES_MAX 60000u

struct seen { /* a violation, and the best way to it */
	enum violation_kind kind;
	uint32_t line, preemptions, steps;
};

struct tally {
	const struct scenario *scenario;
	uint64_t schedules, failing;
	struct outcome {
		int x[NAMES];
		uint64_t schedules, failing;
	} outcomes[256];
	size_t outcome_count;
	struct seen seen[64];
	size_t seen_count;
	struct run_race {
		int name, lines[2];
	} races[256];
	size_t race_count;
	bool is_too_many;
};

static void
saw(struct tally *t, enum violation_kind kind, int line, uint32_t preemptions, uint32_t steps)
{
	for (size_t i = 0; i < t->seen_count; i++) {
		struct seen *v = &t->seen[i];

		if (v->kind != kind || v->line != (uint32_t)line)
			continue;
		if (preemptions < v->preemptions || (preemptions == v->preemptions && steps < v->steps)) {
			v->preemptions = preemptions;
			v->steps = steps;
		}
		return;
	}
	assert_true(t->seen_count < ARRAY_LEN(t->seen));
	t->seen[t->seen_count++] = (struct seen){ kind, (uint32_t)line, preemptions, steps };
}

/* 1 reads, 2 writes, 0 neither. */
static int
access_of(const struct scenario *s, const struct world *w, int thread, const struct operation **out)
{
	const struct operation *o = *out = told_next(s, w, thread);

	if (w->runners[thread].raised)
		return 0;
	return o->kind == READ_ADD || o->kind == ASSERT || o->kind == IF ? 1
	       : o->kind == WRITE_ADD || o->kind == WRITE                ? 2
									 : 0;
}

static void
find_races(struct tally *t, const struct world *w, int a, int b)
{
	const struct operation *o, *p;
	int first = access_of(t->scenario, w, a, &o), second = access_of(t->scenario, w, b, &p);
	struct run_race race = { o->name,
				 { o->line < p->line ? o->line : p->line, o->line < p->line ? p->line : o->line } };

	if (!first || !second || first + second < 3 || o->name != p->name)
		return;
	for (size_t i = 0; i < t->race_count; i++)
		if (!memcmp(&t->races[i], &race, sizeof(race)))
			return;
	t->races[t->race_count++] = race;
}

static void
add_outcome(struct tally *t, const struct world *w, bool has_failed)
{
	for (size_t i = 0; i < t->outcome_count; i++)
		if (!memcmp(t->outcomes[i].x, w->x, sizeof(w->x))) {
			t->outcomes[i].schedules++;
			t->outcomes[i].failing += has_failed;
			return;
		}
	assert_true(t->outcome_count < ARRAY_LEN(t->outcomes));
	memcpy(t->outcomes[t->outcome_count].x, w->x, sizeof(w->x));
	t->outcomes[t->outcome_count].failing = has_failed;
	t->outcomes[t->outcome_count++].schedules = 1;
}

/* Is the state itself wrong? */
static bool
look(struct tally *t, const struct world *w, uint32_t enabled, uint32_t preemptions, uint32_t steps, bool has_failed)
{
	const struct scenario *s = t->scenario;
	bool is_wrong = false, is_over = true;
	int waiting = -1;

	for (int i = 0; i < s->thread_count; i++) {
		const struct operation *o = told_next(s, w, i);

		if (!w->runners[i].is_dead && o->kind != END) {
			is_over = false;
			waiting = waiting < 0 ? i : waiting;
		}
		for (int j = 0; j < i; j++) {
			const struct operation *p = told_next(s, w, j);

			if (o->kind == CRITICAL && p->kind == CRITICAL && o->name == p->name && !w->runners[i].raised &&
			    !w->runners[j].raised && !is_wrong) {
				saw(t, VIOLATION_CRITICAL, o->line, preemptions, steps);
				is_wrong = true;
			}
			if (enabled >> i & enabled >> j & 1)
				find_races(t, w, j, i);
		}
	}
	if (is_over && w->x[s->check_name] == s->check_number) {
		saw(t, VIOLATION_CHECK, s->check_line, preemptions, steps);
		is_wrong = true;
	}
	if (!is_over && !enabled) {
		saw(t, VIOLATION_DEADLOCK, told_next(s, w, waiting)->line, preemptions, steps);
		is_wrong = true;
	}
	if (is_over)
		add_outcome(t, w, has_failed || is_wrong);
	return is_wrong;
}

static void
try_all(struct tally *t, const struct world *w, int last, uint32_t preemptions, uint32_t steps, bool has_failed)
{
	const struct scenario *s = t->scenario;
	uint32_t enabled = 0;
	int line = 0;

	for (int i = 0; i < s->thread_count; i++)
		enabled |= (uint32_t)told_can_step(s, w, i) << i;
	has_failed |= look(t, w, enabled, preemptions, steps, has_failed);
	if (!enabled) {
		t->schedules++;
		t->failing += has_failed;
		t->is_too_many |= t->schedules > SCHEDULES_MAX;
		return;
	}
	for (int i = 0; i < s->thread_count && !t->is_too_many; i++) {
		struct world next = *w;

		if (!(enabled >> i & 1))
			continue;
		uint32_t switched = preemptions + (last >= 0 && i != last && (enabled >> last & 1));
		enum violation_kind kind = told_step(s, &next, i, &line);

		if (kind)
			saw(t, kind, line, switched, steps + 1);
		try_all(t, &next, i, switched, steps + 1, has_failed || kind);
	}
}

static void
assert_same_violations(const struct tally *t, const struct explored *e)
{
	assert_int_equal(e->violations.len, t->seen_count);
	for (size_t i = 0; i < e->violations.len; i++) {
		const struct explore_violation *v = &e->violations.items[i];
		enum violation_kind kind = v->kind == VIOLATION_LOST_WAKEUP ? VIOLATION_DEADLOCK : v->kind;
		bool is_there = false;

		for (size_t j = 0; j < t->seen_count; j++)
			if (t->seen[j].kind == kind && t->seen[j].line == v->line) {
				is_there = true;
				assert_int_equal(v->preemptions, t->seen[j].preemptions);
				assert_int_equal(v->steps, t->seen[j].steps);
			}
		assert_true(is_there);
	}
}

/* The reported schedule, run here, ends in what it is said to end in. */
static void
assert_replays(const struct tally *all, const struct world *start, const struct explore_violation *v)
{
	struct tally t = { .scenario = all->scenario };
	struct world w = *start;
	uint32_t enabled = 0;
	int line = 0;
	enum violation_kind kind = VIOLATION_NONE;

	for (uint32_t i = 0; i < v->steps; i++) {
		assert_true(told_can_step(t.scenario, &w, v->schedule[i]));
		kind = told_step(t.scenario, &w, v->schedule[i], &line);
	}
	for (int i = 0; i < t.scenario->thread_count; i++)
		enabled |= (uint32_t)told_can_step(t.scenario, &w, i) << i;
	if (kind)
		saw(&t, kind, line, 0, 0);
	look(&t, &w, enabled, 0, 0, false);
	bool is_there = false;

	kind = v->kind == VIOLATION_LOST_WAKEUP ? VIOLATION_DEADLOCK : v->kind;
	for (size_t i = 0; i < t.seen_count; i++)
		is_there |= t.seen[i].kind == kind && t.seen[i].line == v->line;
	assert_true(is_there);
}

static void
assert_same_outcomes(const struct tally *t, struct program *p, const struct explored *e)
{
	assert_int_equal(e->outcomes.len, t->outcome_count);
	for (size_t i = 0; i < e->outcomes.len; i++) {
		int64_t x[NAMES];
		bool is_there = false;

		for (int n = 0; n < NAMES; n++)
			assert_true(value_to_int(&p->heap, e->outcomes.items[i].values[n], &x[n]));
		for (size_t j = 0; j < t->outcome_count; j++)
			if (t->outcomes[j].x[0] == x[0] && t->outcomes[j].x[1] == x[1]) {
				is_there = true;
				assert_true(e->outcomes.items[i].schedules == t->outcomes[j].schedules);
				assert_true(e->outcomes.items[i].failing == t->outcomes[j].failing);
			}
		assert_true(is_there);
	}
}

static uint64_t seed_now;

static bool
compare(uint64_t seed, bool *has_violations)
{
	static struct scenario s;
	static struct tally t;
	struct explore_limits limits = { 0 };
	struct explored e;
	struct program p;
	struct err err = { 0 };
	struct world start = { 0 };

	told_make(&s, seed);
	seed_now = seed;
	t = (struct tally){ .scenario = &s };
	memcpy(start.s, s.initial_s, sizeof(start.s));
	try_all(&t, &start, -1, 0, 0, false);
	if (!t.is_too_many) {
		if (getenv("SHOW_SCENARIO"))
			print_message("%s", str_buf_c(&s.text));
		if (!program_compile(&p, str_buf_str(&s.text), &err))
			fail_msg("%u:%u %s\n%s", err.line, err.column, err.text, str_buf_c(&s.text));
		explore(&p, &limits, &e);
		assert_true(e.is_complete && e.is_counted);
		assert_int_equal((uint64_t)e.schedules, t.schedules);
		assert_int_equal((uint64_t)e.failing, t.failing);
		assert_same_outcomes(&t, &p, &e);
		assert_same_violations(&t, &e);
		for (size_t i = 0; i < e.violations.len; i++)
			assert_replays(&t, &start, &e.violations.items[i]);
		assert_int_equal(e.races.len, t.race_count);
		*has_violations = e.violations.len;
		explored_fini(&e);
		program_fini(&p);
	}
	str_buf_fini(&s.text);
	return !t.is_too_many;
}

static void
explore__random_scenarios__as_all_schedules_tried(void **state)
{
	const char *seed = getenv("SEED");
	uint32_t compared = 0, wrong = 0;
	bool has_violations = false;

	(void)state;
	for (uint64_t i = seed ? strtoull(seed, NULL, 10) : 1, end = i + (seed ? 1 : SCENARIOS); i < end; i++)
		if (compare(i, &has_violations)) {
			compared++;
			wrong += has_violations;
		}
	print_message("# compared %u, of which %u can go wrong\n", compared, wrong);
	if (!seed)
		assert_true(compared > SCENARIOS / 2 && wrong > compared / 4 && wrong < compared);
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
		cmocka_unit_test_teardown(explore__random_scenarios__as_all_schedules_tried, say_seed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
