#!/bin/sh
# lab threads: the verbs replay and race, what they print and how they end.
. "$srcdir/tests/cli/tap.sh"

threads() { # threads ARGUMENT...: the scenario is $tmp/in
	"$notes_tui" lab threads "$@" >"$out" 2>"$err" <"$tmp/in"
	status=$?
}

cat >"$tmp/in" <<'END'
c = 0
thread A, B: c += 1
check c == 2
schedule A B A B
END
threads replay - --schedule "A A B B"
ok "a schedule without a fault ends with 0" is 0 $status
ok "two lines for each step, and the end" is 9 "$(wc -l <"$out")"
ok "with its sentence" has "B writes c = 2" "$out"
ok "the real threads agree" has "the real threads agree with the model at every step" "$out"
threads replay -
ok "without --schedule it is the scenario's own, which loses an update" is 1 $status
ok "and says so" has "check, line 3" "$out"
threads replay - --schedule "A B A B" --json
ok "as JSON" is 1 $status
ok "the violation is in it" has '"violations": [{"kind": "check", "line": 3, "steps": 4, "fault": ""}]' "$out"
ok "and each step" has '{"step": 4, "thread": "B", "line": 2, "effect": "c = 1", "sentence": "' "$out"
ok "with the values behind it" has '"values": {"c": 1}}]' "$out"
threads replay - --schedule "A X"
ok "a thread that is not there ends with 2" is 2 $status
ok "and is named" has "step 2: there is no thread “X”" "$err"
threads replay - --schedule "A A A"
ok "a thread that has ended cannot step: 2" is 2 $status
ok "and it is said where" has "step 3, thread A: it cannot step here" "$err"
threads race - --runs 3000 --seed 5
ok "a race that loses updates ends with 1" is 1 $status
ok "and counts" has "3000 runs on real threads" "$out"
threads race - --runs 300 --json
ok "as JSON it has the runs" has '{"runs": 300, "seed": 1, ' "$out"
threads race - --runs none
ok "a wrong number ends with 2" is 2 $status
printf 'm = Lock()\nthread A:\n    with m:\n        with m: pass\n' >"$tmp/in"
threads race - --runs 100
ok "a race that deadlocks ends" is 1 $status
ok "and counts the deadlocks" has "deadlock  × 100" "$out"
threads replay - --schedule "A"
ok "a replay into a deadlock ends with 1" is 1 $status
ok "and says that nobody can go on" has "nobody can go on; the real threads agree" "$out"
printf 'c = 0\nthread A: c = "x\\"y"\n' >"$tmp/in"
threads replay - --schedule "A" --json
ok "a text is escaped in JSON" has '"effect": "c = \"x\\\"y\""' "$out"
printf 'thread A:\n    x = = 1\n' >"$tmp/in"
threads replay - --schedule "A"
ok "a wrong source ends with 2" is 2 $status
ok "with its place" has "-:2:" "$err"
plan
