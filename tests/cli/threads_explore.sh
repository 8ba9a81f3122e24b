#!/bin/sh
# lab threads explore: what it prints, as text and as JSON, and how it ends.
. "$srcdir/tests/cli/tap.sh"

explore() { # explore ARGUMENT...: the scenario is $tmp/in
	"$notes_tui" lab threads explore "$@" >"$out" 2>"$err" <"$tmp/in"
	status=$?
}

cat >"$tmp/in" <<'END'
c = 0
thread A, B:
    for _ in range(3): c += 1
check c == 6
END
explore - --json
ok "what can go wrong ends with 1" is 1 $status
ok "the states and steps" has '{"states": 195, "transitions": 310, "complete": true, ' "$out"
ok "the schedules, and how many fail" has '"schedules": "924", "failing_schedules": "904"' "$out"
ok "each outcome with its schedules" has '{"values": {"c": 2}, "schedules": "8"}' "$out"
ok "in order, to the last" has '{"values": {"c": 6}, "schedules": "20"}]' "$out"
ok "the violation with its best way" has '{"kind": "check", "line": 4, "steps": 12, "preemptions": 1, "schedule": "A A A A A B B B B B B A", "message": "' "$out"
ok "who took part, who waits" has '"threads": ["A", "B"], "waits": []}]' "$out"
ok "the race with both lines" has '{"variable": "c", "lines": [3, 3], "threads": ["A", "B"]}]' "$out"
ok "time and memory" has '"seconds": 0.' "$out"
ok "no more than that" is 1 "$(grep -c '"peak_bytes": [0-9]*}$' "$out")"
if command -v python3 >/dev/null; then
	ok "it is JSON with the keys there are to be" python3 - "$out" <<'END'
import json, sys
found = json.load(open(sys.argv[1]))
wanted = "states transitions complete schedules failing_schedules outcomes violations races seconds peak_bytes"
assert list(found) == wanted.split(), list(found)
assert list(found["violations"][0]) == "kind line steps preemptions schedule message threads waits".split()
assert sum(int(o["schedules"]) for o in found["outcomes"]) == 924
END
fi
explore "$tmp/in"
ok "a file by its name, as text" is 1 $status
ok "with the counts" has "195 states, 310 steps, 924 schedules, failing: 904" "$out"
cat >"$tmp/in" <<'END'
a, b = Lock(), Lock()
thread A:
    with a:
        with b: pass
thread B:
    with b:
        with a: pass
END
explore - --json
ok "a deadlock ends with 1" is 1 $status
ok "its wait-for graph" has '"waits": [{"thread": "A", "for": "b", "held_by": ["B"]}, {"thread": "B", "for": "a", "held_by": ["A"]}]' "$out"
printf 'x = 0\nthread A: loop: x = 1 - x\n' >"$tmp/in"
explore - --json
ok "what has no end has no number of schedules" has '"schedules": null, "failing_schedules": null' "$out"
printf 'm = Lock()\nc = 0\nthread A, B:\n    with m: c += 1\ncheck c == 2\n' >"$tmp/in"
explore -
ok "nothing can go wrong: 0" is 0 $status
printf 'thread A:\n    x = (1,\n         2) *\n' >"$tmp/in"
explore - --json
ok "a wrong source ends with 2" is 2 $status
ok "with its place, what was found and expected" has "-:3:14: found “the end of the line”, expected a value" "$err"
printf 'thread A:\n    x = (1,\n' >"$tmp/in"
explore -
ok "a bracket that is not closed: where it is" has "-:2:9: this bracket is never closed" "$err"
printf 'thread A: print(zz)\n' >"$tmp/in"
explore -
ok "a name that is not there" has '-:1:17: the name “zz” was never assigned' "$err"
explore
ok "no file: 2" is 2 $status
explore "$tmp/none"
ok "a file that is not there: 1" is 1 $status
explore - --fast
ok "an option that is not there: 2" is 2 $status
ok "and is named" has "--fast" "$err"
plan
