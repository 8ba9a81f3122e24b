"""Compares the threads lab's language with python3: random programs of one thread, run by both; speaks TAP.

What a program leaves in its variables and the exception it ends with must be the same. Numbers stay small and lists are not
given two names: where the lab differs by design (64 bits, lists are values) nothing is asked.
"""
import json
import os
import random
import subprocess
import sys
import warnings

NUMBERS = ["a", "b", "c", "x", "y"]
LISTS = ["k", "l"]
VALUES = ["s", "t", "u"]  # of any type
START = {"a": 1, "b": 2, "c": 3, "x": 4, "y": 5, "k": [1, 2, 3], "l": [4, 5], "s": "ab", "t": (1, "a"), "u": None}
FAULTS = ["IndexError", "ZeroDivisionError", "TypeError", "ValueError", "AssertionError", "NameError", "RuntimeError"]
CAUGHT = FAULTS + ["(IndexError, ZeroDivisionError)", "LookupError", "ArithmeticError", "Exception", ""]


class Writer:
    """One random program. FUNCTIONS of them may be called so far."""

    def __init__(self, rng):
        self.rng, self.functions, self.loops = rng, 0, 0
        self.lines = []
        for number in range(3):
            self.lines.append(f"def f{number}(a, b):")
            self.lines += self.start(1, ["c", "x", "y", "k", "l", "s", "t", "u"])
            self.block(1, depth=1, in_loop=False, in_function=True)
            if rng.random() < 0.7:
                self.lines.append("    return a")
            self.functions = number + 1
        self.main = len(self.lines)
        self.block(2, depth=3, in_loop=False, in_function=False)
        self.block(2, depth=2, in_loop=False, in_function=False)

    def start(self, indent, names):
        return ["    " * indent + f"{name} = {START[name]!r}" for name in names]

    def pick(self, *choices):
        return self.rng.choice(choices)

    def fill(self, *forms):
        """One of the forms, its letters replaced: <N2> a number two deep, C a condition, V, U of any type, L a list."""
        form = self.rng.choice(forms)
        for letter in "CNMVULK":
            while f"<{letter}" in form:
                at = form.index(f"<{letter}")
                depth = int(form[at + 2])
                text = (self.number(depth) if letter in "NM" else self.condition(depth) if letter == "C"
                        else self.pick(*VALUES) if letter in "VU" else self.pick(*LISTS))
                form = form[:at] + text + form[at + 4 :]
        return form

    def number(self, depth=2):
        r = self.rng.random()
        if depth == 0 or r < 0.3:
            return self.pick(*NUMBERS, "0", "1", "2", "3", "(-1)", "7", "True")
        d = depth - 1
        if r < 0.5:
            return self.fill(*[f"(<N{d}> {operator} <N{d}>)" for operator in ("+", "-", "&", "|", "^")])
        if r < 0.62:
            return self.fill(f"(<N{d}> * <N{d}> % 97)", f"(<N{d}> // <N{d}>)", f"(<N{d}> % <N{d}>)", f"(<N{d}> % 8 << <N{d}> % 5)", f"(<N{d}> >> <N{d}>)")
        if r < 0.72:
            return self.fill(f"<L0>[<N{d}>]", "len(<L0>)", "len(<V0>)", "sum(<L0>)")
        if r < 0.8 and self.functions:
            return self.fill(f"f{self.rng.randrange(self.functions)}(<N{d}>, <N{d}>)")
        return self.fill(f"(<N{d}> if <C{d}> else <N{d}>)", f"min(<N{d}>, <N{d}>)", "max(<L0>)", f"abs(<N{d}>)", f"(<N{d}> and <N{d}>)",
                         f"(<N{d}> or <N{d}>)", f"(-<N{d}>)", f"(~<N{d}>)", f"(not <N{d}>)")

    def condition(self, depth=1):
        order = lambda: self.pick("<", ">", "==", "!=", "<=", ">=")
        text = self.fill(f"<N{depth}> {order()} <N{depth}>", f"<N{depth}> {order()} <N{depth}>", f"<N{depth}> {order()} <N{depth}> {order()} <N{depth}>",
                         f"<N{depth}> in <L0>", f"<N{depth}> not in <V0>", f"VALUE {order()} VALUE", "VALUE is None", "VALUE is not None", "any(<L0>)", "all(<L0>)")
        while "VALUE" in text:
            text = text.replace("VALUE", self.value(), 1)
        return text

    def value(self):
        return self.fill("<V0>", "<V0>", "None", "'b'", "'锁住'", "(1, 2)", "()", "<V0>[<N0>]", "<V0>[<N0>:]", "<V0>[:<N0>]", "(<V0> + <U0>)[:5]",
                         "(<V0> * 2)[:4]", "(<N0>, <V0>)[<N0>]", "<N1>")

    def list(self):
        items = ", ".join(self.number(1) for _ in range(self.rng.randint(0, 3)))
        return self.fill(f"[{items}]", "<L0>[<N1>:<N1>]", "<L0>[:<N1>]", "<L0>[<N1>:]", "(<L0> + [<N1>])[-9:]")

    def block(self, indent, depth, in_loop, in_function):
        for _ in range(self.rng.randint(1, 3)):
            self.statement(indent, depth, in_loop, in_function)

    def statement(self, indent, depth, in_loop, in_function):
        name, items = self.pick(*NUMBERS), self.pick(*LISTS)
        put = lambda text: self.lines.append("    " * indent + text)
        inner = lambda in_loop=in_loop: self.block(indent + 1, depth - 1, in_loop, in_function)
        kind = self.rng.randrange(27)
        if kind < 14 or depth == 0:
            form = self.fill(f"{name} = <N2>", f"{name} = <N2>", f"{name} = {self.pick(*NUMBERS)} = <N1>", f"{name} += <N1>", f"{name} -= <N1>",
                             f"{name} //= <N1>", f"{name} %= <N1>", f"{items} = LIST", f"{items}[<N1>] = <N1>", f"{items}[<N1>] += <N1>",
                             f"{items}[<N1>] -= <N1>", f"del {items}[<N1>]", f"{', '.join(self.rng.sample(NUMBERS, 2))} = <N1>, <N1>", "<V0> = VALUE",
                             "assert <C1>", "m.release()", "m.acquire(False)", "r.acquire()", "r.release()")
            put(form.replace("LIST", self.list()).replace("VALUE", self.value()))
        elif kind == 14:
            put(f"return {self.number(1)}" if in_function else self.pick("break", "continue") if in_loop else "pass")
        elif kind < 18:
            put(f"if {self.condition()}:")
            inner()
            if self.rng.random() < 0.4:
                put(f"elif {self.condition()}:")
                inner()
            if self.rng.random() < 0.5:
                put("else:")
                inner()
        elif kind < 21:
            put(self.fill(*[f"for {name} in {over}:" for over in ("range(<N1> % 4)", "range(<N1> % 3, <N1> % 5)", "range(<N1> % 5, <N1> % 3, -1)",
                                                                  "<L0>[0:]", "<L0>[1:]", "(1, 2, 3)")]))
            inner(in_loop=True)
            if self.rng.random() < 0.3:
                put("else:")
                inner()
        elif kind == 21:
            self.loops += 1
            put(f"w{self.loops} = 0")
            put(f"while w{self.loops} < {self.rng.randint(1, 4)}:")
            self.lines.append("    " * (indent + 1) + f"w{self.loops} += 1")
            inner(in_loop=True)
            if self.rng.random() < 0.3:
                put("else:")
                inner()
        elif kind < 26:
            put("try:")
            inner()
            names = self.rng.sample(CAUGHT[:-1], self.rng.randint(1, 2)) + [""] * self.rng.randint(0, 1)
            for caught in names:
                put(f"except {caught}:" if caught else "except:")
                inner()
        else:
            put(f"with {self.pick('m', 'r')}:")
            inner()

    def program(self, head, catching):
        """The same for both: functions, then HEAD with the main part in a try."""
        body = ["    " + line for line in self.lines[self.main :]]
        return "\n".join(self.lines[: self.main] + head + self.start(1, START) + ["    try:"] + body + catching) + "\n"


class Stuck(Exception):
    pass


class Held:
    """A lock of which there is one thread: what would wait is stuck."""

    is_stuck = False

    def __init__(self, is_recursive):
        self.is_recursive, self.depth = is_recursive, 0

    def acquire(self, blocking=True):
        if self.depth and not self.is_recursive:
            Held.is_stuck |= blocking
            if blocking:
                raise Stuck
            return False
        self.depth += 1
        return True

    __enter__ = acquire

    def release(self):
        if not self.depth:
            raise RuntimeError
        self.depth -= 1

    def __exit__(self, *_):
        self.release()


def run_python(writer):
    names = "[" + ", ".join(START) + "]"
    catching = ["    except Exception as error: end[0] = type(error).__name__", f"    return {names}"]
    world = {"m": Held(False), "r": Held(True), "end": [0]}
    Held.is_stuck = False
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exec(writer.program(["def main():"], catching), world)
    values = world["main"]()
    end = world["end"][0]
    return None if Held.is_stuck else [values, "NameError" if end == "UnboundLocalError" else end]


def write_scenario(writer):
    catching = [f'    except {fault}: end = "{fault}"' for fault in FAULTS] + ["    out = [" + ", ".join(START) + "]"]
    return "out, end, m, r = 0, 0, Lock(), RLock()\n" + writer.program(["thread A:"], catching)


def main():
    driver = sys.argv[1]
    seed = int(os.environ.get("SEED", "20181114"))
    rng = random.Random(seed)
    writers = [Writer(rng) for _ in range(int(os.environ.get("PROGRAMS", "400")))]
    questions = [{"source": write_scenario(w), "outcomes": True} for w in writers]
    done = subprocess.run([driver], input="".join(json.dumps(q) + "\n" for q in questions).encode(), stdout=subprocess.PIPE, check=True)
    compared = raised = 0
    failure = None
    for writer, question, line in zip(writers, questions, done.stdout.decode().splitlines()):
        answer = json.loads(line)
        expected = run_python(writer)
        if "error" in answer:
            got = f"line {answer['line']}: {answer['error']}"
        elif not answer["outcomes"]:
            got = None  # nobody could go on
        else:
            got = [answer["outcomes"][0]["out"], answer["outcomes"][0]["end"]]
        if json.dumps(got) != json.dumps(expected):
            failure = f"{got} in the lab, {expected} in Python\n{question['source']}"
            break
        compared += 1
        raised += expected is not None and expected[1] != 0
    print("1..1")
    print(f"# seed {seed}, python {sys.version.split()[0]}")
    print(f"{'not ok' if failure else 'ok'} 1 - {compared} programs end as in Python, {raised} of them by an exception")
    if failure:
        print("\n".join("# " + line for line in failure.splitlines()))
    return 1 if failure else 0


if __name__ == "__main__":
    sys.exit(main())
