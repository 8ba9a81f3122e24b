/*
 * What statements, expressions and objects of the threads lab do, as Python has them; and what is refused, and where.
 */
#include "threads_explored.h"

#include <stdio.h>

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
	"+True is not True and +True == 1 and -+2 == -2",
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

/* Measured on CPython 3.10 to 3.13: any call is a place to switch; `with` of a lock written in C begins without one. */
static void
machine__gil_310__switches_at_calls(void **state)
{
	static const struct between {
		const char *lines;
		bool loses;
	} between[] = {
		{ "    c += 1\n", false },
		{ "    c = [c][0] + 1\n", false },
		{ "    c = abs(c) + 1\n", true },
		{ "    x = c\n    print(x)\n    c = x + 1\n", true },
		{ "    x = c\n    y = m.locked()\n    c = x + 1\n", true },
		{ "    x = c\n    q.put(x)\n    c = x + 1\n", true },
		{ "    x = c\n    with m: c = x + 1\n", false },
		{ "    x = c\n    with m: pass\n    c = x + 1\n", true },
		{ "    x = c\n    with cv: c = x + 1\n", true },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(between); i++) {
		char source[300];

		snprintf(source, sizeof(source),
			 "gil 3.10\nc, m, cv, q = 0, Lock(), Condition(), Queue()\nthread A, B:\n%scheck c == 2\n",
			 between[i].lines);
		run(source);
		if ((explored.violations.len != 0) != between[i].loses)
			fail_msg("%s", source);
		done();
	}
}

/*
 * Who puts and takes for ever comes round; where somebody asks for the tasks, they are counted,
 * whatever he calls the queue.
 */
static void
compile__tasks__counted_where_asked(void **state)
{
	static const struct asked {
		const char *source;
		const char *kind; /* of the first violation; "": none */
	} asked[] = {
		{ "q = Queue(1)\nthread P:\n    loop: q.put(1)\nthread C:\n    loop: q.get()\n", "" },
		{ "q, r = Queue(1), Queue()\ndaemon thread P:\n    loop: q.put(1)\ndaemon thread C:\n    loop: "
		  "q.get()\n"
		  "thread M:\n    r.put(1)\n    r.get()\n    r.task_done()\n    r.join()\n",
		  "" },
		{ "q = Queue(1)\ndaemon thread P:\n    loop: q.put(1)\ndaemon thread C:\n    loop: q.get()\n"
		  "thread A, B: pass\nthread M:\n    for t in [A, B]: t.join()\n",
		  "" },
		{ "q = Queue()\nthread A:\n    q.put(1)\n    q.join()\n", "deadlock" },
		{ "q = [Queue(), Queue()]\nthread A:\n    q[1].put(1)\n    q[0].join()\n    q[1].join()\n",
		  "deadlock" },
		{ "q = [Queue(), Queue()]\nthread A:\n    q[1].put(1)\n    for x in q: x.join()\n", "deadlock" },
		{ "q, m = Queue(), Lock()\nthread A:\n    q.put(1)\n    for x in [q]:\n        for y in [x]: "
		  "y.join()\n",
		  "deadlock" },
		{ "q = Queue()\ndef f(x): x.join()\nthread A:\n    q.put(1)\n    f(q)\n", "deadlock" },
		{ "q = Queue()\nthread A:\n    x = q\n    x.put(1)\n    x.join()\n", "deadlock" },
		{ "q, r = Queue(), Queue()\nthread A:\n    q.put(1)\n    r = q\n    r.join()\n", "deadlock" },
		{ "q = Queue()\nthread B: pass\nthread A:\n    q.put(1)\n    for x in [B, B]:\n        x.join()\n"
		  "        x = q\n        x.join()\n",
		  "deadlock" },
		{ "q = Queue()\nthread B: pass\nthread A:\n    q.put(1)\n    for x in [[B]]:\n        x[0] = q\n"
		  "        x[0].join()\n",
		  "deadlock" },
		{ "q = Queue()\nthread A:\n    q.put(1)\n    (q if q.qsize() else A).join()\n", "deadlock" },
		{ "q = Queue()\nthread A: q.put(1)\nthread B:\n    q.get()\n    for x in [q]: x.task_done()\n", "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(asked); i++) {
		run(asked[i].source);
		const char *kind = explored.violations.len ? violation_names[explored.violations.items[0].kind] : "";

		if (strcmp(kind, asked[i].kind) != 0 || explored.states > 100)
			fail_msg("%s%s, %u states", asked[i].source, kind, explored.states);
		done();
	}
}

static void
compile__wrong_source__place_and_words(void **state)
{
	static const struct wrong {
		const char *source;
		uint32_t line, column;
	} wrong[] = {
		{ "c = (\n", 1, 5 },
		{ "c = Lock(\nthread A: print(1)\n", 1, 9 },
		{ "c = (1,\n     2 3)\nthread A: pass\n", 2, 8 },
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
		{ "thread A: x = 09\n", 1, 17 },
		{ "schedule\nthread A: pass\n", 1, 9 },
		{ "import threading\nthread A: pass\n", 1, 1 },
		{ "thread A:\n    pass\n        pass\n", 3, 9 },
		{ "thread A: a, b += 1, 2\n", 1, 11 },
		{ "x = 0\nthread A, x: pass\n", 2, 11 },
		{ "thread x: pass\nx = 0\n", 2, 1 },
		{ "\xef\xbb\xbfthread A: x y\n", 1, 13 },
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
		cmocka_unit_test(machine__expressions__as_python),
		cmocka_unit_test(machine__statements__as_python),
		cmocka_unit_test(machine__gil_310__switches_at_calls),
		cmocka_unit_test(compile__tasks__counted_where_asked),
		cmocka_unit_test(compile__wrong_source__place_and_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
