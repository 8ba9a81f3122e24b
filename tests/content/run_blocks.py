"""Run every ```python block of the files named and compare what it prints with the ```text block under it."""
import re
import subprocess
import sys

BLOCK = re.compile(r"^```python\n(.*?)^```\n\n^```text\n(.*?)^```$|^```python\n(.*?)^```$", re.S | re.M)


def main(paths):
    count = failures = 0
    for path in paths:
        with open(path, encoding="utf-8") as file:
            text = file.read()
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
