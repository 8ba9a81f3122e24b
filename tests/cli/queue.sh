#!/bin/sh
# lab queue simulate: numbers, seeds, presets, mistakes.
. "$srcdir/tests/cli/tap.sh"

run lab queue simulate --seed 7 --until 100
ok "it succeeds" is 0 $status
ok "and tells the account" grep -q '^produced [0-9]* = consumed [0-9]* + in the queue [0-9]* + in hand [0-9]*$' "$out"
cp "$out" "$out.first"
run lab queue simulate --seed 7 --until 100
ok "the same seed gives the same bytes" cmp -s "$out" "$out.first"
run lab queue simulate --seed 8 --until 100
ok "another one does not" sh -c "! cmp -s '$out' '$out.first'"
rm -f "$out.first"
run lab queue simulate --preset sentinel-missing --json
ok "a preset is run" is 0 $status
ok "and is stuck" has '"outcome":' "$out"
ok "as JSON says" grep -q '"stuck"' "$out"
run lab queue simulate --preset sentinel --json --until 1000
ok "with enough sentinels it ends" grep -q '"ended"' "$out"
ok "and all is consumed" grep -q '"consumed":.*12' "$out"
printf 'producers: 1\ncapacity: 70\n' | "$notes_tui" lab queue simulate - >"$out" 2>"$err"
status=$?
ok "a value out of range ends with 2" is 2 $status
ok "and names its line and range" grep -q '2.*capacity.*from 0 to 64' "$err"
printf 'producer: 1\n' | "$notes_tui" lab queue simulate - >"$out" 2>"$err"
ok "an unknown knob is named" has 'unknown key `producer`' "$err"
run lab queue simulate --until never
ok "a wrong time ends with 2" is 2 $status
run lab queue simulate --seed
ok "a missing value ends with 2" is 2 $status
run lab queue simulate --preset nowhere
ok "a preset that is not there ends with 1" is 1 $status
plan
