#!/bin/sh
# The threads lab's explorer beside spin, on the same models. usage: threads.sh SRCDIR BUILDDIR WORK
set -eu
models=$1/tests/bench/threads bench=$2/tests/bench/bench_threads program=$2/notes-tui work=$3

now() { date +%s%N; }
best() { # best COMMAND...: the shortest of five runs, in ms
	least=
	for _ in 1 2 3 4 5; do
		start=$(now)
		"$@" >/dev/null 2>&1 || :
		took=$((($(now) - start) / 10000))
		if [ -z "$least" ] || [ "$took" -lt "$least" ]; then least=$took; fi
	done
	printf '%d.%02d ms' $((least / 100)) $((least % 100))
}

echo "# exploring all interleavings: in the engine; whole processes; spin generated and compiled, with the same steps, no reduction"
for name in philosophers buffer; do
	printf '%-34s ' "engine, $name"
	"$bench" "$models/$name.threads"
	printf '%-34s ' "notes-tui lab threads, $name"
	best "$program" lab threads explore "$models/$name.threads"
	echo
	if ! command -v spin >/dev/null 2>&1; then
		printf '%-34s not installed\n' "spin, $name"
		continue
	fi
	mkdir -p "$work/$name"
	cp "$models/$name.pml" "$work/$name/"
	cd "$work/$name"
	start=$(now)
	spin -a "$name.pml" >/dev/null
	cc -O2 -w -DSAFETY -DNOREDUCE -o pan pan.c
	printf '%-34s generate and compile %d ms, then ' "spin, $name" $((($(now) - start) / 1000000))
	best ./pan -c0 -w20 -m100000
	./pan -c0 -w20 -m100000 2>/dev/null | awk '/states, stored/ { printf ", %d states", $1 } /transitions/ { printf ", %d steps", $1 } /total actual memory usage/ { printf ", %s MB", $1 } END { print "" }'
done
