#!/bin/sh
# The verbs replay and race: what they print, and how they end.
set -u
driver=${builddir:-.}/tests/labs/threads_driver
tmp=$(mktemp -d "${TMPDIR:-/tmp}/notes-tui-threads-XXXXXX") || exit 99
trap 'rm -rf "$tmp"' EXIT
count=0

ok() { # ok NAME COMMAND...
	count=$((count + 1))
	name=$1
	shift
	if "$@" >"$tmp/ok" 2>&1; then echo "ok $count - $name"; else
		echo "not ok $count - $name"
		sed 's/^/# /' "$tmp/ok" "$tmp/out" "$tmp/err"
	fi
}
run() {
	"$driver" "$@" >"$tmp/out" 2>"$tmp/err" <"$tmp/in"
	status=$?
}
is() { [ "$1" = "$2" ] || { echo "wanted: $1, got: $2"; false; }; }
has() { grep -qF -e "$1" "$2"; }

cat >"$tmp/in" <<'END'
c = 0
thread A, B: c += 1
check c == 2
schedule A B A B
END
run replay - --schedule "A A B B"
ok "a schedule without a fault ends with 0" is 0 $status
ok "a line for each step" is 5 "$(wc -l <"$tmp/out")"
ok "with the effect" has "c = 2" "$tmp/out"
ok "the real threads agree" has "the real threads agree with the model at every step" "$tmp/out"
run replay -
ok "without --schedule it is the scenario's own, which loses an update" is 1 $status
ok "and says so" has "check, line 3" "$tmp/out"
run replay - --schedule "A B A B" --json
ok "as JSON" is 1 $status
ok "the violation is in it" has '"violations": [{"kind": "check", "line": 3, "steps": 4, "fault": ""}]' "$tmp/out"
ok "and each step" has '{"step": 4, "thread": "B", "line": 2, "effect": "c = 1", "values": {"c": 1}}' "$tmp/out"
run replay - --schedule "A X"
ok "a thread that is not there ends with 2" is 2 $status
ok "and is named" has "step 2: there is no thread “X”" "$tmp/err"
run replay - --schedule "A A A"
ok "a thread that has ended cannot step: 2" is 2 $status
ok "and it is said where" has "step 3, thread A: it cannot step here" "$tmp/err"
run race - --runs 3000 --seed 5
ok "a race that loses updates ends with 1" is 1 $status
ok "and counts" has "3000 runs on real threads" "$tmp/out"
run race - --runs 300 --json
ok "as JSON it has the runs" has '{"runs": 300, "seed": 1, ' "$tmp/out"
run race - --runs none
ok "a wrong number ends with 2" is 2 $status
printf 'm = Lock()\nthread A:\n    with m:\n        with m: pass\n' >"$tmp/in"
run race - --runs 100
ok "a race that deadlocks ends" is 1 $status
ok "and counts the deadlocks" has "deadlock  × 100" "$tmp/out"
run replay - --schedule "A"
ok "a replay into a deadlock ends with 1" is 1 $status
ok "and says that nobody can go on" has "nobody can go on; the real threads agree" "$tmp/out"
printf 'c = 0\nthread A: c = "x\\"y"\n' >"$tmp/in"
run replay - --schedule "A" --json
ok "a text is escaped in JSON" has '"effect": "c = \"x\\\"y\""' "$tmp/out"
printf 'thread A:\n    x = = 1\n' >"$tmp/in"
run replay - --schedule "A"
ok "a wrong source ends with 2" is 2 $status
ok "with its place" has "-:2:" "$tmp/err"
echo "1..$count"
