"""Run every ```python block of the files named and compare what it prints with the ```text block under it; and see that the
lines of all blocks fit a terminal of 80 columns, where they are not wrapped."""
import re
import subprocess
import sys
import unicodedata

BLOCK = re.compile(r"^```python\n(.*?)^```\n\n^```text\n(.*?)^```$|^```python\n(.*?)^```$", re.S | re.M)
FENCE = re.compile(r"^(```.*)\n(.*?)^```$", re.S | re.M)
COLUMNS_MAX = 72  # of 80: the pane's margins, the bar before the code


def columns(line):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def count_wide_lines(path, text):
    count = 0
    for match in FENCE.finditer(text):
        first = text.count("\n", 0, match.start(2)) + 1
        for number, line in enumerate(match[2].split("\n"), first):
            if columns(line) > COLUMNS_MAX:
                count += 1
                print(f"# {path}:{number}: {columns(line)} columns, at most {COLUMNS_MAX} fit")
    return count


def main(paths):
    count = failures = 0
    for path in paths:
        with open(path, encoding="utf-8") as file:
            text = file.read()
        failures += count_wide_lines(path, text)
        for match in BLOCK.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            source, expected = (match[1], match[2]) if match[1] else (match[3], None)
            count += 1
            done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, timeout=60)
            if expected is None:
                problem = "has no ```text block with its output under it"
            elif done.returncode:
                problem = "failed: " + done.stderr.strip().splitlines()[-1]
            elif done.stdout != expected:
                problem = f"printed {done.stdout!r}, the lesson says {expected!r}"
            else:
                continue
            failures += 1
            print(f"# {path}:{line}: the example {problem}")
    print(f"# {count} examples, {failures} wrong")
    return 1 if failures or not count else 0


sys.exit(main(sys.argv[1:]))
