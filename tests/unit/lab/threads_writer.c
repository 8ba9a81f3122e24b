/* Random scenarios: blocks of statements drawn from a list of all that matter. */
#include "unit/lab/threads_writer.h"

#include "base/alloc.h"

static uint32_t
draw(struct writer *w, uint32_t below)
{
	w->random = w->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(w->random >> 33) % below;
}

static const char *const statements[] = {
	"x += 1",
	"y = x",
	"a[x % 2] += y",
	"a[me % 2] = x",
	"x, y = y, x",
	"del b[0]",
	"b = b + [1]",
	"x = f(y)",
	"v = x; y = v * 2 % 5",
	"assert 0 <= x < 3",
	"assert len(b) > 0 and b[-1] == 1",
	"m.acquire()",
	"m.release()",
	"if not m.acquire(False): x = 0",
	"if m.acquire(timeout=1): m.release()",
	"r.acquire()",
	"r.release()",
	"s.acquire()",
	"s.release(2)",
	"bs.release()",
	"bs.acquire()",
	"e.set()",
	"e.clear()",
	"e.wait()",
	"y = 1 if e.wait(1) else 2",
	"bar.wait()",
	"bar.wait(1)",
	"bar.abort()",
	"bar.reset()",
	"if bar.n_waiting > 0 or bar.broken: x = 1",
	"q.put(x)",
	"y = q.get()",
	"q.put_nowait(1)",
	"q.get(timeout=1)",
	"q.task_done()",
	"q.join()",
	"if not q.empty(): q.get_nowait()",
	"pq.put(y)",
	"x = pq.get()",
	"lq.put((x, y))",
	"lq.get(False)",
	"cd.signal()",
	"cd.wait()",
	"u.put(1)",
	"u.get()",
	"sleep(1)",
	"sleep(0.5)",
	"work(2)",
	"critical",
	"critical other",
	"fail",
	"print(x, y)",
	"atomic: x = (x + 1) % 3",
	"T0.join()",
	"T9.start()",
	"if T9.is_alive(): T9.join()",
	"return",
	"x = [i * 2 for i in range(3)][1]",
	"y = min(x, len(b), 2) - abs(y)",
	"b = b[1:]",
	"x = y + 1",
	"y = a[x % 2]",
	"x = 0",
	"x += len(b)",
	"while not e.is_set(): pass",
	"while m.locked(): y = 1",
	"while not m.acquire(False): x = 1",
	"while x != 1: y = 0",
};

static void
write_block(struct writer *w, int depth)
{
	static const char *const heads[] = { "with m:",
					     "with r:",
					     "with cv:",
					     "with s:",
					     "if x > 0:",
					     "repeat 2:",
					     "for i in range(x):",
					     "try:",
					     "while x == y:",
					     "while q.full():",
					     "loop:" };
	uint32_t count = 1 + draw(w, 3);

	for (uint32_t i = 0; i < count; i++) {
		if (depth < 3 && draw(w, 4) == 0) {
			uint32_t head = draw(w, ARRAY_LEN(heads));

			str_buf_printf(&w->text, "%*s%s\n", depth * 4, "", heads[head]);
			if (head == 2)
				str_buf_printf(&w->text, "%*s%s\n", depth * 4 + 4, "",
					       draw(w, 2)   ? "cv.notify()"
					       : draw(w, 2) ? "cv.wait()"
							    : "cv.wait_for(x > 0)");
			write_block(w, depth + 1);
			if (head == 7)
				str_buf_printf(&w->text, "%*s%s\n", depth * 4, "",
					       "except (IndexError, RuntimeError): x = 2");
		} else
			str_buf_printf(&w->text, "%*s%s\n", depth * 4, "", statements[draw(w, ARRAY_LEN(statements))]);
	}
}

void
writer_tell(struct writer *w, uint64_t seed)
{
	*w = (struct writer){ .random = seed * 2654435761u + 7 };
	draw(w, 2);
	if (draw(w, 4) == 0)
		str_buf_append_c(&w->text, draw(w, 2) ? "gil 3.10\n" : "grain access\n");
	str_buf_append_c(&w->text,
			 "x, y, a, b = 0, 1, [0, 1], [1]\nm, r, s, bs = Lock(), RLock(), Semaphore(1), "
			 "BoundedSemaphore(1)\ne, cv, bar, cd = Event(), Condition(), Barrier(2), Countdown(2)\n"
			 "q, lq, pq, u = JoinableQueue(1), LifoQueue(), PriorityQueue(), Unsafe(1)\n"
			 "def f(n):\n    if n > 2: return 0\n    return n + 1\n");
	for (uint32_t i = 0, count = 1 + draw(w, 3); i < count; i++) {
		str_buf_printf(&w->text, i && draw(w, 4) == 0 ? "daemon thread T%u:\n" : "thread T%u:\n", i);
		write_block(w, 1);
	}
	if (draw(w, 2))
		str_buf_append_c(&w->text, "thread L after 2: x = 5\n");
	str_buf_append_c(&w->text, "thread T9:\n");
	write_block(w, 1);
	str_buf_append_c(&w->text, "always x < 6\ncheck y != 2\ncheck not m.locked()\n");
}
