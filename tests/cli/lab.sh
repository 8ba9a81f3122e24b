#!/bin/sh
# lab: the list, a lab's options and presets, verbs.
. "$srcdir/tests/cli/tap.sh"

run lab
ok "the list succeeds" is 0 $status
ok "the list has the regex lab" grep -q '^regex: ' "$out"
ok "with its options" has "pattern" "$out"
run lab regex
ok "one lab succeeds" is 0 $status
ok "with its presets" has "presets" "$out"
run --lang=zh_CN lab clock
ok "in Chinese a full stop ends what an option takes" has "文本。时刻" "$out"
run lab nowhere
ok "a lab that is not there ends with 2" is 2 $status
ok "and the others are named" has "regex" "$err"
run lab regex dance
ok "a verb that is not there ends with 2" is 2 $status
ok "and it is said how to see them" has "notes-tui lab regex" "$err"
run lab regex match --pattern '(\d+)' --text 'a1b22'
ok "a verb runs with its own options" is 0 $status
ok "and prints" has "22" "$out"
printf 'a1\033[31mb22' | "$notes_tui" lab regex match --pattern '.*' - >"$out" 2>"$err"
ok "what a verb prints is cleaned" is_harmless "$out"
plan
