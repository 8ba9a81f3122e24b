/* The threads lab's engine: exact counts, what can go wrong in the classics, and that every reported way replays. */
#include "support/test.h"

#include "lab/threads/threads_report.h"
#include "lab/threads/waits.h"

#include <stdio.h>

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

/* What Python says, from assertions in a single thread; they must all hold. */
static const char *const expressions[] = {
	"-7 // 2 == -4 and -7 % 3 == 2 and 7 % -3 == -2",
	"2 ** 10 == 1024 and -2 ** 2 == -4 and 2 ** 3 ** 2 == 512 and ~5 == -6",
	"1 < 2 < 3 and not 1 < 3 < 2 and 1 != 2 == 2",
	"(1 if 0 else 2) == 2 and (3 if [1] else 4) == 3",
	"[1, 2, 3, 4][1:3] == [2, 3] and [1, 2, 3][:-1] == [1, 2] and [1, 2, 3][5:] == []",
	"[1, 2][-1] == 2 and (1, 2) + (3,) == (1, 2, 3) and [0] * 3 == [0, 0, 0]",
	"'ab' + 'c' == \"abc\" and 'b' in 'abc' and 'abc'[1] == 'b' and 'ab' * 0 + 'x' == 'x'",
	"len('锁住') == 2 and '锁住了'[1] == '住' and '锁住了'[1:] == '住了' and '锁住了'[-1] == '了'",
	"len([1, 2]) == 2 and min(3, 1, 2) == 1 and max([1, 5]) == 5 and abs(-3) == 3 and sum([1, 2, 3]) == 6",
	"any([0, 1]) and not all([0, 1]) and all([]) and not any([])",
	"1 in [1, 2] and 3 not in (1, 2) and None is None and 1 is not None",
	"True + True == 2 and (0 or 5) == 5 and (0 and 5) == 0 and (1 and 5) == 5 and not None",
	"1 << 4 | 1 == 17 and 6 & 3 ^ 1 == 3 and 16 >> 2 == 4",
	"[i * 2 for i in range(3)] == [0, 2, 4] and [1, 2] < [1, 3] and (1,) < (1, 0)",
	"9223372036854775807 - 1 == 9223372036854775806",
	"(True & False) is False and (True | False) is True and (True ^ True) is False and (True & 1) is not True",
	"abs(True) is not True and abs(True) == 1 and 0 << 1000 == 0 and '' * 1000000 == ''",
};

static void
machine__expressions__as_python(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(expressions); i++) {
		char source[300];

		snprintf(source, sizeof(source), "thread A: assert %s\n", expressions[i]);
		run(source);
		if (explored.violations.len)
			fail_msg("%s", source);
		done();
	}
}

struct told {
	const char *source;
	const char *kind; /* of the only violation; "": none */
	uint32_t line;
};

static const struct told statements[] = {
	{ "thread A:\n    i = 0\n    while i < 3: i += 1\n    else: i = 9\n    assert i == 9\n", "", 0 },
	{ "thread A:\n    for i in range(5, 0, -2):\n        if i == 1: break\n    else: fail\n    assert i == 1\n", "",
	  0 },
	{ "thread A:\n    for a, b in [(1, 2), (3, 4)]: pass\n    assert a + b == 7\n", "", 0 },
	{ "thread A:\n    a, (b, c) = 1, (2, 3)\n    assert a + b + c == 6\n", "", 0 },
	{ "thread A:\n    a, b = [1, 2, 3]\n", "error", 2 },
	{ "thread A:\n    if False: x = 1\n    print(x)\n", "error", 3 },
	{ "thread A: print(len(1, 2))\n", "error", 1 },
	{ "thread A: print(1 // 0)\n", "error", 1 },
	{ "thread A: print(9223372036854775807 + 1)\n", "error", 1 },
	{ "thread A:\n    try: print([][0])\n    except (KeyError, LookupError): pass\n", "refused", 3 },
	{ "thread A:\n    try: print([][0])\n    except LookupError: pass\n", "", 0 },
	{ "m = Lock()\nthread A:\n    with m:\n        assert 0\n    fail\n", "assert", 4 },
	{ "m = Lock()\nthread A:\n    try:\n        with m: assert 0\n    except AssertionError: pass\n    assert not "
	  "m.locked()\n",
	  "", 0 },
	{ "m = Lock()\ndef f():\n    with m: return 1\nthread A:\n    for i in range(2): assert f() == 1\n", "", 0 },
	{ "q = Queue()\nthread A:\n    if not q.empty() and q.get() == 1: fail\n    x = 0 if q.empty() else q.get()\n",
	  "", 0 },
	{ "x = 0\ndef f():\n    x = 5\n    return 1\nthread A:\n    y = x + f()\n    assert y == 1\n", "", 0 },
	{ "i, l = 0, [0, 0]\nthread A:\n    l[i] += 1\n    del l[1]\n    i = 1\n    assert l == [1]\n", "", 0 },
	{ "cv = Condition()\nthread A:\n    with cv: assert not cv.wait_for(lambda: False, timeout=1)\n", "", 0 },
	{ "done = 0\nthread P * 3: atomic: done += 1\nthread A:\n    for t in P: t.start()\n    for t in P: t.join()\n"
	  "    assert done == N * 3\n",
	  "", 0 },
	{ "x = 0\nthread A:\n    sleep(2)\n    x = 1\nthread B:\n    sleep(1)\n    assert x == 0\n    sleep(1.5)\n    "
	  "assert x == 1\n",
	  "", 0 },
	{ "q = Queue(1)\nthread A:\n    q.put(1)\n    try: q.put_nowait(2)\n    except queue.Full: q.get()\n    assert "
	  "q.qsize() == 0\n",
	  "", 0 },
	{ "q = PriorityQueue()\nthread A:\n    for x in [3, 1, 2]: q.put(x)\n    assert q.get() == 1 and q.get() == "
	  "2\n",
	  "", 0 },
	{ "q = LifoQueue()\nthread A:\n    for x in [3, 1, 2]: q.put(x)\n    assert q.get() == 2\n", "", 0 },
	{ "s = BoundedSemaphore(1)\nthread A: s.release()\n", "misuse", 2 },
	{ "s, m = Semaphore(0), Lock()\nthread A:\n    assert not s.acquire(timeout=-1)\n    assert not "
	  "s.acquire(timeout=-2)\n"
	  "    m.acquire()\n    assert not m.acquire(False, timeout=-1)\n    m.acquire(timeout=-1)\n",
	  "deadlock", 7 },
	{ "m = Lock()\nthread A:\n    t = -2\n    try: m.acquire(timeout=t)\n    except ValueError: pass\n    try: "
	  "m.acquire(timeout=None)\n    except TypeError: pass\n    m.release(1)\n",
	  "misuse", 8 },
	{ "q = PriorityQueue()\nthread A:\n    q.put(1)\n    try: q.put('a')\n    except TypeError: pass\n    assert "
	  "q.qsize() == 2 and q.get() == 1\n    q.put(2)\n",
	  "misuse", 7 },
	{ "q = PriorityQueue()\nthread A:\n    q.put((1, None))\n    q.put((1, None))\n    q.put((2, 'a'))\n    assert "
	  "q.get() == (1, None)\n",
	  "", 0 },
	{ "q = JoinableQueue()\nthread A: q.task_done()\n", "misuse", 2 },
	{ "u = Unsafe(1)\nthread A:\n    u.get()\n    u.get()\n", "misuse", 4 },
	{ "c = Countdown(2)\nthread A: c.wait()\nthread B, C: c.signal()\n", "", 0 },
	{ "b = Barrier(2)\nthread A:\n    try: b.wait()\n    except BrokenBarrierError: pass\nthread B: b.abort()\n",
	  "", 0 },
	{ "e = Event()\nthread A: assert e.wait(1) or not e.is_set()\nthread B: e.set()\n", "assert", 2 },
	{ "thread A: critical a\nthread B: critical b\n", "", 0 },
	{ "def f(a, b): return a - b\nthread A: assert f(b=1, a=3) == 2\n", "", 0 },
	{ "thread A:\n    try:\n        for i in [7, 8]: print(1 // 0)\n    except ZeroDivisionError: pass\n    n = "
	  "0\n    for i "
	  "in [7, 8]: n += i\n    assert n == 15\n    try:\n        for i in [7, 8]: assert i != 8\n    except:\n      "
	  "  for i in [1, "
	  "2]: n += i\n    assert n == 18\n",
	  "", 0 },
	{ "def f(l):\n    for i in l:\n        if i == 2: return i\ndef g(l):\n    n = 0\n    for i in l: n += i\n    "
	  "return n\n"
	  "thread A: assert f([1, 2, 3]) == 2 and g([1, 2, 3]) == 6\n",
	  "", 0 },
	{ "thread A:\n    n = 0\n    for j in [1, 2]:\n        for i in [7, 8]: n += i\n        else: continue\n    "
	  "assert n == 30\n",
	  "", 0 },
	{ "def f(): return 1\nthread A:\n    n = 0\n    if f() + f() + f() == 4: fail\n    for i in [7, 8]: n += i\n   "
	  " while f() "
	  "+ f() + f() == 4: fail\n    for i in [7, 8]: n += i\n    assert n == 30\n",
	  "", 0 },
	{ "x = 0\ndef f():\n    x = 1\n    return 5\nthread A:\n    assert not 4 < 3 < f()\n    assert x == 0\n    "
	  "try: x = [][0] + "
	  "f()\n    except IndexError: assert x == 0\n    assert 3 < f() < 6\n    assert x == 1\n",
	  "", 0 },
	{ "x = 0\nalways x < 2\nthread A:\n    x = 1\n    x = 2\n", "always", 2 },
	{ "thread A: fail\n", "fail", 1 },
	{ "x = 0\ndaemon thread D:\n    loop: x = 1 - x\nthread A: pass\n", "", 0 },
};

static void
machine__statements__as_python(void **state)
{
	struct explore_limits limits = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(statements); i++) {
		const struct told *t = &statements[i];
		struct err err = { 0 };

		if (!program_compile(&program, str_of_c(t->source), &err)) {
			if (strcmp(t->kind, "refused") != 0 || err.line != t->line)
				fail_msg("%s%u:%u %s", t->source, err.line, err.column, err.text);
			continue;
		}
		explore(&program, &limits, &explored);
		const char *kind = explored.violations.len ? violation_names[explored.violations.items[0].kind] : "";
		uint32_t line = explored.violations.len ? explored.violations.items[0].line : 0;

		if (strcmp(kind, t->kind) != 0 || line != t->line || explored.violations.len > 1)
			fail_msg("%s%s in line %u instead of %s in line %u", t->source, kind, line, t->kind, t->line);
		assert_ways_replay();
		done();
	}
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
	/* a server goes on for ever, and may; so may what it serves, and what waits for its time */
	run("s = Semaphore(1)\nthread S:\n    loop:\n        s.acquire()\n        s.release()\nthread C: sleep(1)\n");
	assert_int_equal(explored.violations.len, 0);
	done();
	/* one spins, the other may always step: nothing fair */
	run("a = 0\nthread A:\n    while not a: pass\nthread B: a = 1\n");
	assert_int_equal(explored.violations.len, 0);
	assert_false(explored.is_counted);
	done();
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
		{ "m = Lock()\nthread A:\n    atomic: m.acquire()\n", 3, 13 },
		{ "m = Lock()\nthread A:\n    atomic:\n        with m: pass\n", 4, 14 },
		{ "e = Event()\ndef f(): e.wait(1)\nthread A:\n    atomic: f()\n", 2, 10 },
		{ "thread A: atomic: sleep(1)\n", 1, 19 },
		{ "def f(a, b): pass\nthread A: f(1)\n", 2, 11 },
		{ "def f(a, b): pass\nthread A: f(1, 2, 3)\n", 2, 19 },
		{ "def f(a, b): pass\nthread A: f(1, a=2)\n", 2, 16 },
		{ "b = Barrier()\nthread A: pass\n", 1, 5 },
		{ "s = Semaphore(-1)\nthread A: pass\n", 1, 5 },
		{ "s = Semaphore(1, 2)\nthread A: pass\n", 1, 18 },
		{ "q = Queue(size=2)\nthread A: pass\n", 1, 11 },
		{ "thread A: pass\nschedule A C\n", 2, 12 },
		{ "x = 0\nthread A: x = [x for i in range(3)]\n", 2, 16 },
		{ "thread A:\n    try: pass\n    except Oops: pass\n", 3, 12 },
		{ "a, b = 1, 2, 3\nthread A: pass\n", 1, 1 },
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
		cmocka_unit_test(machine__expressions__as_python),
		cmocka_unit_test(machine__statements__as_python),
		cmocka_unit_test(explore__grain_access__each_read_is_a_step),
		cmocka_unit_test(explore__too_many_schedules__how_many_digits),
		cmocka_unit_test(explore__limit__goes_on_looking_and_is_the_same_again),
		cmocka_unit_test(explore__cancelled__ends_incomplete),
		cmocka_unit_test(explore__cancelled_at_any_look__ends),
		cmocka_unit_test(explore__livelock__ends_with_one_round),
		cmocka_unit_test(waits__deadlock__who_holds_what),
		cmocka_unit_test(compile__wrong_source__place_and_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
