/* The threads lab's engine: exact counts, what can go wrong in the classics, and that every reported way replays. */
#include "support/test.h"

#include "lab/threads/threads_report.h"

static struct explored explored;
static struct program program;

static void
run(const char *source)
{
	struct explore_limits limits = { 0 };
	struct err err = { 0 };

	if (!program_compile(&program, str_of_c(source), &err))
		fail_msg("%u:%u %s", err.line, err.column, err.text);
	explore(&program, &limits, &explored);
	assert_true(explored.is_complete);
}

static void
done(void)
{
	explored_fini(&explored);
	program_fini(&program);
}

/* Each way must lead to what it is said to lead to. */
static void
assert_ways_replay(void)
{
	uint32_t *words = NEW_ARRAY(uint32_t, program.words);

	for (size_t i = 0; i < explored.violations.len; i++) {
		const struct explore_violation *v = &explored.violations.items[i];
		struct step_info info, found[40];

		assert_non_null(v->schedule);
		machine_start(&program, words, &info);
		for (uint32_t s = 0; s < v->steps; s++) {
			assert_true(machine_enabled(&program, words) >> v->schedule[s] & 1);
			machine_step(&program, words, v->schedule[s], &info);
		}
		size_t count = machine_inspect(&program, words, machine_enabled(&program, words), found, 40);
		bool is_there = info.violation == v->kind || v->kind == VIOLATION_LIVELOCK;

		for (size_t f = 0; f < count; f++)
			is_there |= found[f].violation == v->kind ||
				    (v->kind == VIOLATION_LOST_WAKEUP && found[f].violation == VIOLATION_DEADLOCK);
		assert_true(is_there);
	}
	free(words);
}

struct classic {
	const char *source;
	const char *kind;            /* of the first violation; "": nothing can go wrong */
	uint64_t schedules, failing; /* 0: not asked */
	uint32_t steps;
	int preemptions; /* -1: not asked */
};

static const struct classic classics[] = {
	{ "c = 0\nthread A, B:\n    for _ in range(3): c += 1\ncheck c == 6\n", "check", 924, 904, 12, 1 },
	{ "c = 0\nthread T * 3:\n    repeat 3: c += 1\ncheck c == 9\n", "check", 17153136, 17151456, 18, 1 },
	{ "c = 0\nm = Lock()\nthread A, B:\n    repeat 3:\n        with m: c += 1\ncheck c == 6\n", "", 0, 0, 0, -1 },
	{ "f = [Lock() for _ in range(5)]\nthread P * 5:\n    with f[me], f[(me + 1) % 5]: pass\n", "deadlock", 0, 120,
	  5, -1 },
	{ "f = [Lock() for _ in range(5)]\nthread P * 5:\n    a, b = me, (me + 1) % 5\n"
	  "    with f[min(a, b)], f[max(a, b)]: pass\n",
	  "", 0, 0, 0, -1 },
	{ "q = Queue()\nthread P:\n    q.put(1)\n    q.put(None)\nthread C, D:\n    while q.get() is not None: pass\n",
	  "deadlock", 0, 0, 4, 0 },
	{ "q = Queue()\nthread P:\n    q.put(None)\n    q.put(None)\nthread C, D:\n    while q.get() is not None: "
	  "pass\n",
	  "", 0, 0, 0, -1 },
	{ "q = JoinableQueue()\nthread P:\n    q.put(1)\n    q.put(2)\n    q.join()\ndaemon thread W * 2:\n    loop:\n"
	  "        q.get()\n        q.task_done()\n",
	  "", 0, 0, 0, -1 },
	{ "m = Lock()\nthread A:\n    with m:\n        with m: pass\n", "deadlock", 1, 1, 1, 0 },
	{ "m = RLock()\nthread A:\n    with m:\n        with m: pass\n", "", 1, 0, 0, -1 },
	{ "m = Lock()\nthread A:\n    m.release()\n", "misuse", 1, 1, 1, 0 },
	{ "m = Lock()\nthread A:\n    try:\n        m.release()\n    except RuntimeError: pass\n", "", 1, 0, 0, -1 },
	{ "thread A, B: critical\n", "critical", 0, 0, 0, 0 },
	{ "u = Unsafe()\nthread A, B: u.put(1)\n", "unsafe", 0, 0, 0, 1 },
	{ "s = Semaphore(2)\nn = 0\nalways n <= 2\nthread T * 3:\n    with s:\n        atomic: n += 1\n        atomic: "
	  "n -= 1\n",
	  "", 0, 0, 0, -1 },
	{ "b = Barrier(2)\nn = 0\nthread A, B:\n    atomic: n += 1\n    b.wait()\n    assert n == 2\n", "", 0, 0, 0,
	  -1 },
	{ "x = 0\nthread A: x = 1\nthread T after 3: assert x == 1\n", "", 1, 0, 0, -1 },
	{ "a, b = False, False\nthread A:\n    while True:\n        a = True\n        if not b: break\n"
	  "thread B:\n    while True:\n        b = True\n        if not a: break\n",
	  "livelock", 0, 0, 0, -1 },
	{ "gil 3.10\nc = 0\nthread A, B:\n    repeat 3: c += 1\ncheck c == 6\n", "", 0, 0, 0, -1 },
	{ "gil 3.10\nc = 0\ndef inc(x): return x + 1\nthread A, B:\n    repeat 3: c = inc(c)\ncheck c == 6\n", "check",
	  0, 0, 0, -1 },
	{ "cv = Condition()\nthread A:\n    with cv: cv.wait()\nthread B:\n    with cv: cv.notify()\n", "lost-wakeup",
	  0, 0, 0, 0 },
	{ "x = 0\nthread A:\n    B.start()\n    B.join()\n    assert x == 1\nthread B: x = 1\n", "", 1, 0, 0, -1 },
};

static void
explore__classics__as_known(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(classics); i++) {
		const struct classic *c = &classics[i];

		run(c->source);
		const char *kind = explored.violations.len ? violation_names[explored.violations.items[0].kind] : "";

		if (strcmp(kind, c->kind) != 0)
			fail_msg("%s\n%s instead of %s", c->source, kind, c->kind);
		if (c->schedules)
			assert_int_equal((uint64_t)explored.schedules, c->schedules);
		if (c->failing)
			assert_int_equal((uint64_t)explored.failing, c->failing);
		if (c->steps)
			assert_int_equal(explored.violations.items[0].steps, c->steps);
		if (c->preemptions >= 0)
			assert_int_equal(explored.violations.items[0].preemptions, c->preemptions);
		assert_ways_replay();
		done();
	}
}

static void
explore__outcomes__exact_shares(void **state)
{
	static const uint64_t shares[] = { 8, 300, 416, 180, 20 };

	(void)state;
	run(classics[0].source);
	assert_int_equal(explored.outcomes.len, ARRAY_LEN(shares));
	for (size_t i = 0; i < explored.outcomes.len; i++) {
		int64_t c;

		assert_true(value_to_int(&program.heap, explored.outcomes.items[i].values[0], &c));
		assert_int_equal((uint64_t)explored.outcomes.items[i].schedules, shares[c - 2]);
	}
	assert_int_equal(explored.races.len, 1);
	done();
}

static void
compile__wrong_source__place_and_words(void **state)
{
	static const struct wrong {
		const char *source;
		uint32_t line, column;
	} wrong[] = {
		{ "c = (\n", 2, 1 },
		{ "thread A\n    pass\n", 1, 9 },
		{ "thread A: x = y\n", 1, 15 },
		{ "c = 99999999999999999999\n", 1, 25 },
		{ "def f(): f()\nthread A: f()\n", 1, 10 },
		{ "c = 0\n", 1, 1 },
		{ "thread A: m.acquire()\n", 1, 11 },
		{ "thread A * 99: pass\n", 1, 12 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		struct err err = { 0 };

		assert_false(program_compile(&program, str_of_c(wrong[i].source), &err));
		assert_true(err_is_set(&err));
		if (err.line != wrong[i].line || err.column != wrong[i].column)
			fail_msg("%s: %u:%u %s", wrong[i].source, err.line, err.column, err.text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(explore__classics__as_known),
		cmocka_unit_test(explore__outcomes__exact_shares),
		cmocka_unit_test(compile__wrong_source__place_and_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
