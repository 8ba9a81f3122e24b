"""Compares the model's synchronisation objects with python3's own threading and queue, step by step; speaks TAP.

Python's classes run as they are, in real threads, on the interpreter's own locks: only waiting is replaced, by handing a baton back
to whoever directs. So the schedule is the model's, nothing sleeps, and a thread that would wait is seen at once. Beside the steps
the question "who could go next?" is asked of both, the latter by trying it in a world of its own.
"""
import _thread
import json
import os
import queue
import random
import subprocess
import sys
import threading


class Abandon(BaseException):
    """Ends a thread of a world that is no longer needed."""


class World:
    current = None  # the actor that holds the baton

    def __init__(self, setting, plans):
        self.is_dead = False
        self.main = _thread.allocate_lock()
        self.main.acquire()
        self.objects = setting()
        self.actors = {name: Actor(self, name, plan) for name, plan in plans.items()}

    def close(self):
        self.is_dead = True
        for actor in self.actors.values():
            if not actor.has_ended:
                actor.resume()


class Actor:
    def __init__(self, world, name, plan):
        self.world, self.name, self.plan = world, name, plan
        self.done = 0  # operations begun and over
        self.now = 0.0  # each has a clock of its own: whose time is over first, the model leaves open
        self.results = []
        self.waits = None  # the lock it waits for
        self.is_timed = self.is_late = self.is_retaking = self.has_begun = self.has_ended = False
        self.timeout = 0
        self.stops_at_new = False
        self.stop_on = None
        self.baton = _thread.allocate_lock()
        self.baton.acquire()
        _thread.start_new_thread(self.run, ())

    def resume(self):
        World.current = self
        self.baton.release()
        self.world.main.acquire()
        World.current = None

    def has_parts(self):
        return self.has_begun and self.plan[self.done].waits

    def give_back(self):
        self.world.main.release()
        self.baton.acquire()
        if self.world.is_dead:
            raise Abandon

    def run(self):
        self.baton.acquire()
        try:
            for operation in self.plan:
                if self.world.is_dead:
                    raise Abandon
                self.has_begun = True
                self.stops_at_new = operation.waits == "wait_for"
                try:
                    result = operation.perform(self.world)
                except Exception as error:  # what the learner would see
                    result = type(error).__name__
                self.results.append(result)
                self.has_begun = False
                self.done += 1
                self.give_back()
        except BaseException:
            pass
        self.has_ended = True
        self.world.main.release()

    def wait(self, lock, timeout):
        """Hand the baton back until the lock may be tried again; False: the time is over."""
        if self.world.is_dead:
            raise Abandon
        self.waits, self.timeout, self.is_timed = lock, timeout, timeout >= 0
        self.give_back()
        self.waits = None
        if self.is_late:
            self.is_late = False
            self.now += timeout + 0.001
            return False
        return True

    def pause(self):
        """Stop where the model begins a step, though nothing keeps the thread."""
        self.waits, self.is_timed = ANYTIME, False
        self.give_back()
        self.waits = None

    def retake(self, lock):
        if self.stop_on is lock:
            self.stop_on = None
            self.is_retaking, self.waits, self.is_timed = True, lock, False
            self.give_back()
            self.is_retaking, self.waits = False, None


class Anytime:
    def could_take(self, _actor):
        return True


ANYTIME = Anytime()


class BatonLock:
    """The interpreter's Lock; what would wait hands the baton back."""

    def __init__(self):
        self.real = _thread.allocate_lock()
        self.is_new = True
        self.is_waiter = World.current and World.current.has_parts()  # what Condition.wait sleeps on

    def acquire(self, blocking=True, timeout=-1):
        if self.is_waiter and not blocking:  # no time at all: it slept, all the same
            blocking, timeout = True, 0
        if not blocking or (timeout < 0 and timeout != -1):
            return self.real.acquire(blocking, timeout)
        actor = World.current
        if self.is_new and actor and actor.stops_at_new:  # Condition.wait begins with a lock of its own
            actor.pause()
        self.is_new = False
        actor.retake(self)
        while not self.real.acquire(False):
            if not actor.wait(self, timeout):
                return False
        return True

    __enter__ = acquire

    def __exit__(self, *_):
        self.release()

    def release(self):
        self.real.release()

    def locked(self):
        return self.real.locked()

    def could_take(self, _actor):
        return not self.real.locked()


class BatonRLock:
    """The interpreter's RLock, likewise."""

    def __init__(self):
        self.real = _thread.RLock()
        self.holder = None

    def acquire(self, blocking=True, timeout=-1):
        if not blocking or (timeout < 0 and timeout != -1):
            return self.note(self.real.acquire(blocking, timeout))
        actor = World.current
        actor.retake(self)
        while not self.real.acquire(False):
            if not actor.wait(self, timeout):
                return False
        return self.note(True)

    def note(self, taken):
        if taken:
            self.holder = World.current
        return taken

    __enter__ = acquire

    def __exit__(self, *_):
        self.release()

    def release(self):
        self.real.release()
        if not self.real._is_owned():
            self.holder = None

    def _is_owned(self):
        return self.real._is_owned()

    def _release_save(self):
        self.holder = None
        return self.real._release_save()

    def _acquire_restore(self, state):
        if World.current.world.is_dead:
            return
        World.current.retake(self)
        while not self.real.acquire(False):
            World.current.wait(self, -1)
        self.real.release()
        self.real._acquire_restore(state)
        self.holder = World.current

    def could_take(self, actor):
        return self.holder in (None, actor)


def use_batons():
    threading._allocate_lock = threading.Lock = BatonLock
    threading.RLock = BatonRLock
    threading._time = queue.time = lambda: World.current.now


class Operation:
    """One statement of the scenario language, and the same for Python. WAITS: it has parts, as Condition.wait."""

    def __init__(self, text, perform, waits=None, is_query=False):
        self.text, self.call, self.waits, self.is_query = text, perform, waits, is_query

    def perform(self, world):
        return self.call(world.objects)


# Every thread has these: a timeout that is calculated.
LOCALS = {"none": None, "less": -1, "far": -3, "one": 1}


def method(name, text, is_query=False, waits=None):
    """`name.text` in both languages."""
    code = compile(f"{name}.{text}", "<scenario>", "eval")
    return Operation(f"{name}.{text}", lambda objects: eval(code, dict(LOCALS), objects), waits, is_query)


def wait_for(timeout):
    """The predicate stops before it looks: that is a step of its own."""

    def call(objects):
        def is_set():
            World.current.pause()
            return objects["e"].is_set()

        return objects["c"].wait_for(is_set, timeout)

    return Operation(f"c.wait_for(e.is_set(), timeout={timeout})", call, "wait_for")


# A broken barrier is a RuntimeError too: it is asked for first.
NAMES = ["BrokenBarrierError", "RuntimeError", "ValueError", "TypeError", "Empty", "Full"]


class Kind:
    """An object to try: how it is made in both languages, and what may be done with it."""

    def __init__(self, title, source, setting, operations, length=5):
        self.title, self.source, self.setting, self.operations, self.length = title, source, setting, operations, length


def waits(name, item=""):
    """Every way to say how long."""
    times = ("None", "-1", "-2", "-0.5", "0", "1", "0.5")
    calls = [f"{name}({item}timeout={time})" for time in (*times, *LOCALS)]
    if name == "wait":
        return calls + ["wait(1)", "wait(None)", "wait(-1)"]
    word = "blocking" if name == "acquire" else "block"
    calls += [f"{name}({item}{word})" for word in ("True", "False", "0", "1")] + [f"{name}({item}{word}=False)", f"{name}({item}True, 1)"]
    return calls + [f"{name}({item}False, timeout={time})" for time in times]


def kinds():
    lock = [method("m", t) for t in (*["acquire()"] * 4, *["release()"] * 8, "release(1)", *waits("acquire"))]
    rlock = list(lock)
    lock = lock + [method("m", "locked()", is_query=True)] * 3
    semaphore = [method("s", t) for t in (*["acquire()"] * 4, *["release()"] * 6, "release(2)", "release(2)", "release(n=3)", "release(0)",
                                          "release(-1)", "release(None)", "release(True)", *waits("acquire"))]
    event = [method("e", t) for t in (*["set()", "clear()", "wait()"] * 3, *waits("wait"))] + [method("e", "is_set()", is_query=True)] * 2
    condition = [method("c", t) for t in ("acquire()", "acquire()", "acquire(False)", "acquire(timeout=-1)", "acquire(timeout=-2)",
                                          "release()", "release()", "notify()", "notify(2)", "notify(3)", "notify_all()", "notify(0)",
                                          "notify(n=-1)")]
    condition += [method("c", t, waits="condition") for t in ("wait()", "wait()", *waits("wait"))]
    waiting_for = [wait_for(None), wait_for(None), wait_for(1), wait_for(-1), wait_for(0.5), method("e", "set()"), method("e", "clear()"),
                   method("c", "notify()"), method("c", "notify_all()"), method("c", "acquire()"), method("c", "release()")]
    shared = [method("m", "acquire()"), method("m", "release()")]
    barrier = [method("b", t, waits="barrier") for t in (*["wait()"] * 6, *waits("wait"))]
    barrier += [method("b", t) for t in ("abort()", "reset()", "abort()", "reset()")]
    barrier += [method("b", t, is_query=True) for t in ("n_waiting", "broken")]
    items = [method("q", t) for t in (*["put(3)", "put(1)", "get()", "put_nowait(4)", "get_nowait()"] * 3, *waits("get"), *waits("put", "2, "),
                                      *["task_done()", "join()"] * 3, "join(timeout=1)", "put()")]
    items += [method("q", t, is_query=True) for t in ("qsize()", "empty()", "full()")]
    uneven = [method("q", f"put({item})") for item in ("1", "2", "True", "None", "'a'", "'b'", "(1, 'a')", "(1, None)", "(2, 'b')", "[1]")]
    uneven += [method("q", t) for t in (*["put(5)", "put(3)", "put(1)", "put(2)", "put(4)"], *["get()", "get_nowait()"] * 6, "qsize()", "task_done()")]
    return [
        Kind("Lock", "m = Lock()", lambda: {"m": threading.Lock()}, lock),
        Kind("RLock", "m = RLock()", lambda: {"m": threading.RLock()}, rlock),
        Kind("Semaphore(2)", "s = Semaphore(2)", lambda: {"s": threading.Semaphore(2)}, semaphore),
        Kind("Semaphore(0)", "s = Semaphore(0)", lambda: {"s": threading.Semaphore(0)}, semaphore),
        Kind("BoundedSemaphore(2)", "s = BoundedSemaphore(2)", lambda: {"s": threading.BoundedSemaphore(2)}, semaphore),
        Kind("Event", "e = Event()", lambda: {"e": threading.Event()}, event),
        Kind("Condition", "c = Condition()", lambda: {"c": threading.Condition()}, condition),
        Kind("Condition of an RLock", "m = RLock()\nc = Condition(m)", lambda: of_lock(threading.RLock()), condition + shared),
        Kind("Condition of a Lock", "m = Lock()\nc = Condition(m)", lambda: of_lock(threading.Lock()), condition + shared),
        Kind("Condition.wait_for", "e = Event()\nc = Condition()", lambda: {"e": threading.Event(), "c": threading.Condition()}, waiting_for),
        Kind("Barrier(2)", "b = Barrier(2)", lambda: {"b": threading.Barrier(2)}, barrier),
        Kind("Barrier(3)", "b = Barrier(3)", lambda: {"b": threading.Barrier(3)}, barrier),
        Kind("Queue(1)", "q = Queue(1)", lambda: {"q": queue.Queue(1)}, items),
        Kind("JoinableQueue()", "q = JoinableQueue()", lambda: {"q": queue.Queue()}, items),
        Kind("LifoQueue(2)", "q = LifoQueue(2)", lambda: {"q": queue.LifoQueue(2)}, items),
        Kind("PriorityQueue(2)", "q = PriorityQueue(2)", lambda: {"q": queue.PriorityQueue(2)}, items),
        Kind("PriorityQueue()", "q = PriorityQueue()", lambda: {"q": queue.PriorityQueue()}, items),
        Kind("PriorityQueue() of all sorts", "q = PriorityQueue()", lambda: {"q": queue.PriorityQueue()}, uneven, length=9),
    ]


def of_lock(lock):
    return {"m": lock, "c": threading.Condition(lock)}


def random_plans(kind, rng):
    """Some operations for two or three threads. Conditions are mostly used as they should be."""
    plans = {}
    for name in "ABC"[: rng.choice([2, 3, 3])]:
        plan = [rng.choice(kind.operations) for _ in range(rng.randint(2, kind.length))]
        if kind.title.startswith("Condition") and (rng.random() < 0.8 or "wait_for" in kind.title):
            inner = [o for o in kind.operations if o.waits or not o.text.startswith("c.") or "notify" in o.text]
            inner = [o for o in inner if not o.text.startswith("m.")]
            plan = [method("c", "acquire()"), *(rng.choice(inner) for _ in range(rng.randint(1, 3))), method("c", "release()")]
        plans[name] = plan
    return plans


def source_of(kind, plans):
    lines = [kind.source]
    for name, plan in plans.items():
        lines.append(f"r{name} = {[0] * len(plan)}")
    for name, plan in plans.items():
        lines.append(f"thread {name}:")
        lines += [f"    {local} = {value}" for local, value in LOCALS.items()]
        for i, operation in enumerate(plan):
            lines.append(f"    try: r{name}[{i}] = {operation.text}")
            lines += [f'    except {error}: r{name}[{i}] = "{error}"' for error in NAMES]
    return "\n".join(lines) + "\n"


def brief(source):
    return "\n".join(line for line in source.splitlines() if not line.strip().startswith("except "))


class Differs(Exception):
    pass


def could_go(actor):
    """A thread that waits already: can it go on now?"""
    return actor.is_timed or actor.waits.could_take(actor)


def begin(actor):
    """Begin the next operation. False: it would have to wait before anything has happened."""
    if actor.done == len(actor.plan):
        raise Differs("the model goes on behind the end in Python")
    operation = actor.plan[actor.done]
    barrier = actor.world.objects.get("b")
    inside = barrier._count if barrier else 0
    actor.resume()
    if operation.waits == "wait_for":
        actor.resume()
    while actor.has_begun:
        if operation.waits in ("condition", "wait_for") or (operation.waits == "barrier" and barrier._count > inside):
            return True
        if operation.waits or not actor.is_timed:
            return False
        actor.is_late = True
        actor.resume()
    return True


def go_on(actor):
    """A thread that waits: its next part."""
    if not could_go(actor):
        return False
    operation = actor.plan[actor.done]
    if operation.waits in ("condition", "wait_for") and not actor.is_retaking and actor.waits is not ANYTIME:
        actor.stop_on = actor.world.objects["c"]._lock
    actor.is_late = actor.is_timed and not actor.waits.could_take(actor)
    actor.resume()
    while operation.waits == "barrier" and actor.has_begun and could_go(actor):  # its own lock, free again
        actor.is_late = actor.is_timed and not actor.waits.could_take(actor)
        actor.resume()
    return True


def make_step(world, step):
    """Make one step of the model's. 'write' only notes a result, which must be the same."""
    actor = world.actors[step["thread"]]
    if step["kind"] == "write":
        model, python = step["values"]["r" + actor.name][actor.done - 1], actor.results[-1]
        if json.dumps(model) != json.dumps(python):
            raise Differs(f"{actor.plan[actor.done - 1].text}: {model} in the model, {python} in Python")
    elif step["kind"] in ("method", "read"):
        if not (go_on(actor) if actor.has_begun else begin(actor)):
            raise Differs(f"{actor.plan[actor.done].text}: the model can, Python waits")
    else:
        raise Differs(f"a step of kind {step['kind']}")


def rebuild(kind, plans, steps):
    world = World(kind.setting, plans)
    for step in steps:
        make_step(world, step)
    return world


def compare_next(kind, plans, walk, at):
    """Who could make step AT + 1? The model says; each is tried in Python, in a world of its own."""
    enabled = walk["steps"][at - 1]["enabled"] if at else walk["enabled"]
    pending = {name: False for name in plans}  # a result not written yet
    for step in walk["steps"][:at]:
        pending[step["thread"]] = False
    for name in plans:
        world = rebuild(kind, plans, walk["steps"][:at])
        actor = world.actors[name]
        written = sum(1 for s in walk["steps"][:at] if s["thread"] == name and s["kind"] == "write")
        if written < actor.done:
            can = True
        elif actor.done == len(actor.plan):
            can = False
        else:
            can = go_on(actor) if actor.has_begun else begin(actor)
        world.close()
        if can != (name in enabled):
            said = "can" if name in enabled else "cannot"
            raise Differs(f"{name} {said} make the next step in the model, not so in Python")


def compare(kind, plans, walk, rng):
    world = None
    at = 0
    try:
        world = World(kind.setting, plans)
        for at, step in enumerate(walk["steps"]):
            make_step(world, step)
        points = range(len(walk["steps"]) + 1)
        for at in [len(walk["steps"])] + rng.sample(points, min(2, len(points))):
            compare_next(kind, plans, walk, at)
        return None
    except Differs as difference:
        return f"{difference}\nstep {at + 1} of {' '.join(s['thread'] for s in walk['steps'])}"
    finally:
        if world:
            world.close()


def attempt(call):
    try:
        return call()
    except Exception as error:
        return type(error).__name__


def live_a_life():
    """What a Thread answers from before its start to after its end."""
    b = threading.Thread(target=lambda: None)
    never = threading.Thread(target=lambda: None)
    calls = [b.join, b.is_alive, b.start, b.start, b.join, b.is_alive, b.start, lambda: b.join(timeout=1), threading.current_thread().join,
             never.join, never.is_alive]
    return [attempt(call) for call in calls]


def work_off_a_queue():
    q, out = queue.Queue(), [0, 0]

    def worker():
        while True:
            q.get()
            out[0] += 1
            q.task_done()

    threading.Thread(target=worker, daemon=True).start()
    for item in (1, 2, 3):
        q.put(item)
    q.join()
    out[1] = attempt(q.task_done)
    return out


def wait_for_a_timer():
    out = [0, 0]
    timer = threading.Timer(0, lambda: out.__setitem__(0, 1))
    timer.start()
    timer.join()
    out[1] = timer.is_alive()
    return out


# In the model every schedule must end as Python does.
LIVES = [
    ("the life of a Thread", live_a_life, ["B.join()", "B.is_alive()", "B.start()", "B.start()", "B.join()", "B.is_alive()", "B.start()",
                                           "B.join(timeout=1)", "A.join()", "C.join()", "C.is_alive()"],
     "thread B: pass\nthread C: pass\nthread D:\n    if False: C.start()\n"),
    ("a daemon works off a JoinableQueue", work_off_a_queue, ["q.put(1)", "q.put(2)", "q.put(3)", "q.join()", "q.task_done()"],
     "q = JoinableQueue()\nn = 0\ndaemon thread W:\n    loop:\n        q.get()\n        n += 1\n        q.task_done()\n"),
    ("a Timer", wait_for_a_timer, ["T.join()", "T.is_alive()"], "n = 0\nthread T after 1: n = 1\n"),
]


def compare_life(driver, python, texts, rest):
    lines = [f"r = {[0] * len(texts)}", rest.rstrip(), "thread A:"]
    for i, text in enumerate(texts):
        lines.append(f"    try: r[{i}] = {text}")
        lines += [f'    except {error}: r[{i}] = "{error}"' for error in NAMES]
    source = "\n".join(lines) + "\n"
    outcomes = ask(driver, [{"source": source, "outcomes": True}])[0]["outcomes"]
    if "n" in outcomes[0]:  # what the other thread did, and the last answer
        outcomes = [[o["n"], o["r"][-1]] for o in outcomes]
    else:
        outcomes = [o["r"] for o in outcomes]
    expected = python()
    if [json.dumps(o) for o in outcomes] != [json.dumps(expected)]:
        return f"{outcomes} in the model, {expected} in Python\n{brief(source)}"
    return None


def full_queue():
    q = queue.Queue(1)
    q._put(0)  # no thread does it
    return q


# Objects by title, in both languages; what waits, and what lets one go on.
LINES = [
    ("Semaphore", lambda: {"o": threading.Semaphore(0)}, "o = Semaphore(0)", "acquire()", "release()"),
    ("Queue.get", lambda: {"o": queue.Queue()}, "o = Queue()", "get()", "put(1)"),
    ("Queue.put", lambda: {"o": full_queue()}, "o = Queue(1)\nthread F: o.put(0)", "put(1)", "get()"),
]


def find_no_line(setting, take, give):
    """Python: A waits inside, then B. One gift wakes A, but C comes and takes it; then A stands behind B, and the next gift is B's."""
    world = World(setting, {**{name: [method("o", take)] for name in "ABC"}, "G": [method("o", give)] * 2})
    a, b, c, g = (world.actors[name] for name in "ABCG")
    try:
        seen = [("A waits", not begin(a)), ("B waits", not begin(b)), ("a gift", begin(g)), ("A is woken", could_go(a)),
                ("B is not", not could_go(b)), ("C takes it", begin(c)), ("A looks again", go_on(a)), ("A waits again", a.has_begun),
                ("another gift", begin(g)), ("B is woken", could_go(b)), ("A is not", not could_go(a))]
    finally:
        world.close()
    return [what for what, happened in seen if not happened]


def find_orders(driver, source, take, give):
    """The model: A and B wait since different times, C comes while there are gifts. In which orders can they be served?"""
    threads = [f"thread {name}:\n    sleep({time})\n    o.{take}\n    atomic: order = order + ['{name}']\n" for time, name in enumerate("ABC", 1)]
    source += f"\norder = []\n{''.join(threads)}thread G:\n    sleep(3)\n    repeat 3: o.{give}\n"
    return {"".join(outcome["order"]) for outcome in ask(driver, [{"source": source, "outcomes": True}])[0]["outcomes"]}


def compare_lines(orders):
    for (title, setting, _, take, give), found in zip(LINES, orders):
        missing = find_no_line(setting, take, give)
        if missing or len(found) != 6:
            return f"{title}: not so in Python: {missing}; in the model only {sorted(found)}"
    return None


def ask(driver, questions):
    lines = "".join(json.dumps(q) + "\n" for q in questions)
    done = subprocess.run([driver], input=lines.encode(), stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def report(number, title, failure):
    print(f"{'not ok' if failure else 'ok'} {number} - {title}")
    if failure:
        print("\n".join("# " + line for line in failure.splitlines()))
    sys.stdout.flush()


def main():
    driver = sys.argv[1]
    seed = int(os.environ.get("SEED", "20181114"))
    walks = int(os.environ.get("WALKS", "60"))
    rng = random.Random(seed)
    tried = kinds()
    print(f"1..{len(tried) + len(LIVES) + 1}")
    print(f"# seed {seed}, python {sys.version.split()[0]}")
    asked = []
    for kind in tried:
        plans = [random_plans(kind, rng) for _ in range(walks)]
        asked.append([(p, {"source": source_of(kind, p), "seed": rng.randrange(1 << 30), "steps": 60}) for p in plans])
    bad = 0
    for number, (title, python, texts, rest) in enumerate(LIVES, 1):
        failure = compare_life(driver, python, texts, rest)
        report(number, title, failure)
        bad += failure is not None
    orders = [find_orders(driver, source, take, give) for _, _, source, take, give in LINES]
    answers = iter(ask(driver, [question for group in asked for _, question in group]))
    use_batons()
    for number, (kind, group) in enumerate(zip(tried, asked), len(LIVES) + 1):
        failure = None
        steps = 0
        for plans, question in group:
            walk = next(answers)
            if failure:
                continue
            if "error" in walk:
                failure = f"line {walk['line']}: {walk['error']}\n{brief(question['source'])}"
                continue
            steps += len(walk["steps"])
            failure = compare(kind, plans, walk, rng)
            if failure:
                failure += "\n" + brief(question["source"])
        report(number, f"{kind.title}: {steps} steps as in Python", failure)
        bad += failure is not None
    failure = compare_lines(orders)
    report(len(tried) + len(LIVES) + 1, "who waits can be overtaken, as in Python", failure)
    bad += failure is not None
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
