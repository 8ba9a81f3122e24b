/* The threads lab's engine: exact counts, what can go wrong in the classics, and that every reported way replays. */
#include "threads_explored.h"

#include "lab/threads/threads_report.h"
#include "lab/threads/waits.h"

#include <stdio.h>

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
explore__grain_access__each_read_is_a_step(void **state)
{
	(void)state;
	run("x, y = 0, 0\nthread A: assert x + y != 1\nthread B:\n    x = 1\n    y = 1\n");
	assert_int_equal(explored.states, 6);
	done();
	run("grain access\nx, y = 0, 0\nthread A: assert x + y != 1\nthread B:\n    x = 1\n    y = 1\n");
	assert_int_equal((uint64_t)explored.schedules, 6);
	done();
}

static void
explore__too_many_schedules__how_many_digits(void **state)
{
	(void)state;
	run("c = 0\nthread A, B:\n    repeat 35: c += 1\ncheck c == 70\n");
	assert_true(explored.is_counted && explored.has_overflow);
	assert_int_equal(explored.digits, 40); /* 140 over 70 is 9.4e40 */
	assert_int_equal(explored.failing_digits, 40);
	double all = 0;

	for (size_t i = 0; i < explored.outcomes.len; i++)
		all += explored.outcomes.items[i].share;
	assert_true(all > 0.999999 && all < 1.000001);
	done();
}

static const char large[] = "c = 0\nm = Lock()\nthread T * 4:\n    repeat 3:\n        with m: c += 1\n"
			    "    c += 1\ncheck c == 16\n";

static void
explore__limit__goes_on_looking_and_is_the_same_again(void **state)
{
	struct explore_limits limits = { .states = 200, .searches = 300, .seed = 7 };
	struct explored again;
	struct err err = { 0 };

	(void)state;
	assert_true(program_compile(&program, str_of_c(large), &err));
	explore(&program, &limits, &explored);
	explore(&program, &limits, &again);
	assert_false(explored.is_complete);
	assert_false(explored.is_counted);
	assert_int_equal(explored.violations.len, 1); /* its steps are beyond the limit */
	assert_int_equal(explored.violations.items[0].kind, VIOLATION_CHECK);
	assert_ways_replay();
	assert_int_equal(again.violations.items[0].steps, explored.violations.items[0].steps);
	assert_memory_equal(again.violations.items[0].schedule, explored.violations.items[0].schedule,
			    explored.violations.items[0].steps);
	explored_fini(&again);
	explored_fini(&explored);
	limits = (struct explore_limits){ .bytes = 100000, .searches = 1 };
	explore(&program, &limits, &explored);
	assert_false(explored.is_complete);
	done();
}

static void
explore__cancelled__ends_incomplete(void **state)
{
	atomic_bool is_cancelled = true;
	atomic_uint progress = 0;
	struct explore_limits limits = { .is_cancelled = &is_cancelled, .progress = &progress };
	struct err err = { 0 };

	(void)state;
	assert_true(program_compile(&program, str_of_c(large), &err));
	explore(&program, &limits, &explored);
	assert_false(explored.is_complete);
	assert_int_equal(progress, 1);
	explored_fini(&explored);
	is_cancelled = false;
	explore(&program, &limits, &explored);
	assert_true(explored.is_complete);
	assert_true(progress > 1000);
	done();
}

/* At whatever look the cancel is seen: what there is by then holds together and is freed. */
static void
explore__cancelled_at_any_look__ends(void **state)
{
	static const char *const texts[] = {
		large,
		/* circles, of which some are livelocks; a failing step; more than fits in 64 bits */
		"a, b = 0, 0\nthread A, B:\n    loop:\n        a = 1 - a\n        if b == 2: break\nthread C: b = 3\n",
		"c = 0\nthread P * 4:\n    repeat 4: c = (c + 1) % 3\n    assert c < 2\ncheck c == 0\n",
	};
	struct err err = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		for (uint64_t looks = 1; looks < UINT64_C(1) << 40; looks += looks / 2 + 1) {
			struct explore_limits limits = { .looks = looks };

			assert_true(program_compile(&program, str_of_c(texts[i]), &err));
			explore(&program, &limits, &explored);
			bool is_complete = explored.is_complete;

			done();
			if (is_complete)
				break;
		}
}

static const struct explore_violation *
find_kind(enum violation_kind kind)
{
	for (size_t i = 0; i < explored.violations.len; i++)
		if (explored.violations.items[i].kind == kind)
			return &explored.violations.items[i];
	fail_msg("found no %s", violation_names[kind]);
	return NULL;
}

static void
explore__livelock__ends_with_one_round(void **state)
{
	(void)state;
	run("a, b = False, False\nthread A:\n    while True:\n        a = True\n        if not b: break\n"
	    "        a = False\n    a = False\nthread B:\n    while True:\n        b = True\n        if not a: break\n"
	    "        b = False\n    b = False\n");
	assert_int_equal(explored.outcomes.len, 1); /* there is a way out, but a fair scheduler may miss it for ever */
	assert_int_equal(explored.violations.len, 1);
	const struct explore_violation *v = &explored.violations.items[0];

	assert_int_equal(v->kind, VIOLATION_LIVELOCK);
	assert_int_equal(v->loop_steps, 6);
	done();
	/* whoever tries to be polite can be so for ever */
	run("left, right = Lock(), Lock()\nthread A:\n    loop:\n        left.acquire()\n        if "
	    "right.acquire(False): "
	    "break\n        left.release()\nthread B:\n    loop:\n        right.acquire()\n        if "
	    "left.acquire(False): break\n        right.release()\n");
	v = find_kind(VIOLATION_LIVELOCK);
	assert_int_equal(v->loop_steps, 6);
	assert_int_equal(v->kept_out, 0);
	done();
	/* a lock is promised to nobody: who waits for it can be passed by again and again */
	run("m, ready = Lock(), False\nthread A:\n    while True:\n        with m:\n            if ready: break\n"
	    "thread B:\n    with m: ready = True\n");
	v = find_kind(VIOLATION_LIVELOCK);
	assert_int_equal(v->loop_steps, 3);
	assert_int_equal(v->kept_out, 1u << 1);
	done();
	/* C is never let go, whatever the server does */
	run("s, e = Semaphore(1), Event()\nthread S:\n    loop:\n        s.acquire()\n        s.release()\nthread C: "
	    "e.wait()\n");
	assert_int_equal(find_kind(VIOLATION_LIVELOCK)->loop_steps, 2);
	done();
	/* a server goes on for ever, and may; so may what it serves */
	run("s = Semaphore(1)\nthread S:\n    loop:\n        s.acquire()\n        s.release()\nthread C: "
	    "print(1)\n");
	assert_int_equal(explored.violations.len, 0);
	done();
	/* one spins, the other may always step: nothing fair */
	run("a = 0\nthread A:\n    while not a: pass\nthread B: a = 1\n");
	assert_int_equal(explored.violations.len, 0);
	assert_false(explored.is_counted);
	done();
}

/* Time does not move while somebody can: what sleeps beside a loop without a rest is not looked at any further. */
static void
explore__sleep_beside_endless_loop__incomplete(void **state)
{
	static const struct beside {
		const char *source;
		bool is_frozen;
	} beside[] = {
		{ "x = 0\nthread A:\n    while not x: pass\nthread B:\n    sleep(1)\n    x = 1\n    fail\n", true },
		{ "x = 0\nthread A:\n    while not x: pass\nthread B after 1: x = 1\n", true },
		{ "x = 0\ndaemon thread A:\n    loop: x = 1 - x\nthread B: sleep(1)\n", true },
		{ "x = 0\ndaemon thread A:\n    loop:\n        x = 1 - x\n        sleep(1)\nthread B: sleep(1)\n",
		  false },
		{ "x = 0\nthread A:\n    while not x: sleep(1)\nthread B:\n    sleep(1)\n    x = 1\n", false },
		{ "x = 0\nthread A:\n    while not x: pass\nthread C: x = 1\nthread B: sleep(1)\n", false },
	};
	struct explore_limits limits = { 0 };
	struct err err = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(beside); i++) {
		assert_true(program_compile(&program, str_of_c(beside[i].source), &err));
		explore(&program, &limits, &explored);
		if (explored.is_frozen != beside[i].is_frozen || explored.is_complete == beside[i].is_frozen)
			fail_msg("%s", beside[i].source);
		assert_int_equal(explored.violations.len, 0);
		done();
	}
}

static void
waits__deadlock__who_holds_what(void **state)
{
	struct wait waits[THREADS_MAX];
	struct step_info info;

	(void)state;
	run("m, s = Lock(), Semaphore(0)\nthread A:\n    with m: s.acquire()\nthread B:\n    with m: s.release()\n"
	    "thread C: s.release()\n");
	uint32_t *words = NEW_ARRAY(uint32_t, program.words);

	machine_start(&program, words, &info);
	machine_step(&program, words, 0, &info);
	assert_int_equal(waits_find(&program, words, waits), 2);
	assert_int_equal(waits[0].thread, 0);
	assert_int_equal(waits[0].helpers, 6); /* B and C can still release */
	assert_int_equal(waits[1].helpers, 1); /* A owns the lock */
	machine_step(&program, words, 2, &info);
	machine_step(&program, words, 0, &info);
	assert_int_equal(waits_find(&program, words, waits), 1); /* B, still for A */
	assert_int_equal(waits[0].thread, 1);
	assert_int_equal(waits[0].helpers, 1);
	free(words);
	done();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(explore__classics__as_known),
		cmocka_unit_test(explore__outcomes__exact_shares),
		cmocka_unit_test(explore__grain_access__each_read_is_a_step),
		cmocka_unit_test(explore__too_many_schedules__how_many_digits),
		cmocka_unit_test(explore__limit__goes_on_looking_and_is_the_same_again),
		cmocka_unit_test(explore__cancelled__ends_incomplete),
		cmocka_unit_test(explore__cancelled_at_any_look__ends),
		cmocka_unit_test(explore__livelock__ends_with_one_round),
		cmocka_unit_test(explore__sleep_beside_endless_loop__incomplete),
		cmocka_unit_test(waits__deadlock__who_holds_what),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
