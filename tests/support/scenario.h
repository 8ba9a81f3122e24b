/* Random small scenarios of the threads lab, over every object and method: the same seed gives the same text. */
#ifndef SUPPORT_SCENARIO_H
#define SUPPORT_SCENARIO_H

#include "base/rng.h"
#include "base/str.h"

static const char *const scenario_statements[] = {
	"c += 1",
	"d = c",
	"c, d = d, c",
	"x = c + d",
	"k[c % 2] = d",
	"d = k[0] + k[1]",
	"print(c)",
	"m.acquire()",
	"m.release()",
	"with m: c += 1",
	"c = 5 if m.acquire(False) else 6",
	"c = 7 if m.acquire(timeout=1) else 8",
	"d = m.locked()",
	"m.acquire(False, timeout=1)",
	"d = q.get(timeout=-1)",
	"r.acquire()",
	"r.release()",
	"with r: d += 1",
	"with r: c = r.acquire(False)",
	"s.acquire()",
	"s.release()",
	"s.release(2)",
	"with s: c += 1",
	"d = s.acquire(False)",
	"d = s.acquire(timeout=2)",
	"b.acquire()",
	"b.release()",
	"e.set()",
	"e.clear()",
	"e.wait()",
	"d = e.wait(timeout=1)",
	"d = e.is_set()",
	"with cv: cv.wait()",
	"with cv: d = cv.wait(timeout=1)",
	"with cv: cv.notify()",
	"with cv: cv.notify(2)",
	"with cv: cv.notify_all()",
	"with cv: cv.wait_for(c > 0)",
	"with cv: d = cv.wait_for(c > 1, timeout=1)",
	"cv.notify()",
	"with ck: ck.wait()",
	"with ck: d = ck.wait(timeout=1)",
	"ck.notify()",
	"with ck: ck.notify_all()",
	"d = bar.wait()",
	"d = bar.wait(timeout=1)",
	"bar.abort()",
	"bar.reset()",
	"d = bar.n_waiting",
	"d = bar.broken",
	"q.put(c)",
	"d = q.get()",
	"q.put_nowait(3)",
	"d = q.get_nowait()",
	"d = q.get(timeout=1)",
	"q.put(4, timeout=1)",
	"q.task_done()",
	"q.join()",
	"d = q.qsize()",
	"d = q.full()",
	"l.put(c)",
	"d = l.get()",
	"l.task_done()",
	"p.put(2 - c)",
	"d = p.get()",
	"d = p.empty()",
	"n.signal()",
	"n.wait()",
	"u.put(c)",
	"d = u.get()",
	"d = u.qsize()",
	"sleep(1)",
	"sleep(2)",
	"A.join()",
	"B.join()",
	"A.join(timeout=1)",
	"d = B.is_alive()",
	"critical",
	"assert c < 3",
	"fail",
	"with m: fail",
	"atomic: c += d",
	"atomic: d = m.acquire(False)",
	"atomic: q.put_nowait(1)",
	"atomic: d = q.get_nowait() + c",
	"with cv: atomic: cv.notify()",
	"d = me",
	"m.get()",
};

static inline void
scenario_random(struct rng *rng, struct str_buf *out)
{
	unsigned threads = 2 + (unsigned)rng_below(rng, 2), most = threads == 2 ? 4 : 3;
	static const char *const kinds[] = { "thread", "thread", "thread", "thread", "thread", "daemon thread" };
	static const char *const afters[] = { "", "", "", "", "", " after 1" };

	str_buf_append_c(out,
			 "c, d, k = 0, 1, [0, 0]\nm, r, s, b, e = Lock(), RLock(), Semaphore(1), BoundedSemaphore(1), "
			 "Event()\ncv, ck, bar = Condition(), Condition(m), Barrier(2)\nq, l, p = Queue(1), "
			 "LifoQueue(), PriorityQueue()\nn, u = Countdown(2), Unsafe(1)\n");
	if (!rng_below(rng, 12))
		str_buf_append_c(out, "gil 3.10\n");
	if (!rng_below(rng, 6))
		str_buf_append_c(out, "grain access\n");
	for (unsigned t = 0; t < threads; t++) {
		uint64_t kind = t ? rng_below(rng, 6) : 0;

		str_buf_printf(out, "%s %c%s:\n", kinds[kind], 'A' + (int)t, afters[rng_below(rng, 6)]);
		for (uint64_t i = 1 + rng_below(rng, most); i; i--) {
			const char *text = scenario_statements[rng_below(rng, sizeof(scenario_statements) /
										      sizeof(*scenario_statements))];

			if (!rng_below(rng, 8))
				str_buf_printf(out, "    try: %s\n    except: d = 9\n", text);
			else if (!rng_below(rng, 8))
				str_buf_printf(out, "    repeat 2: %s\n", text);
			else
				str_buf_printf(out, "    %s\n", text);
		}
	}
	str_buf_append_c(out, rng_below(rng, 4) ? "check c == 1\n" : "check c == 1\nalways c < 4\n");
}

#endif
