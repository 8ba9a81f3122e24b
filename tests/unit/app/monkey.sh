#!/bin/sh
# Random keys, clicks, pastes, times and sizes against the whole program: it never crashes, hangs or complains, and what it
# keeps from one picture to the next is what it would draw anew.
# SEED=n and ROUNDS=n in the environment; each round is a run of 500 events that ends early when the keys quit.
set -u
srcdir=${srcdir:-.} program=${PROGRAM:-${builddir:-.}/notes-tui}
seed=${SEED:-20181103} rounds=${ROUNDS:-20}
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
srcdir=$(cd "$srcdir" && pwd)
: "${NOTES_TUI_DATADIR:=$srcdir}" "${NOTES_TUI_LOCALEDIR:=$(dirname "$program")/locale}"
LC_ALL=C.UTF-8 HOME=$work XDG_CONFIG_HOME=$work
export NOTES_TUI_DATADIR NOTES_TUI_LOCALEDIR LC_ALL HOME XDG_CONFIG_HOME

mkdir "$work/nothing"
echo 1.."$rounds"
round=0
while [ "$round" -lt "$rounds" ]; do
	round=$((round + 1))
	awk -v seed=$((seed + round)) '
	function pick(list,    parts) { return parts[1 + int(rand() * split(list, parts, " "))] }
	function number(max) { return int(rand() * max) }
	BEGIN {
		srand(seed)
		keys = "j k j k down up left right space pagedown pageup ctrl-d ctrl-u g G home end } { ] [ / n N f enter enter o m x y " \
			"ctrl-o alt-left alt-right tab tab shift-tab z s : ctrl-p t P ? ctrl-l esc esc backspace delete ctrl-w ctrl-a ctrl-e " \
			"1 5 9 0 r b + - $ R p e . l K a w = ( ) [ ctrl-z ctrl-y F1 alt-b 锁 é"
		words = "lock 锁 regex the 2018 (a|b)+ zzz theme next [[ 死锁 线程"
		print "check"
		for (i = 0; i < 500; i++) {
			r = rand()
			if (r < 0.80) print "key " pick(keys)
			else if (r < 0.86) print "keys " pick(words)
			else if (r < 0.89) print "click " number(200) " " number(60)
			else if (r < 0.91) print pick("wheel-up wheel-down right") " " number(200) " " number(60)
			else if (r < 0.93) print "tick " number(3000) "ms"
			else if (r < 0.94) print "paste " pick(words) "\033[31m\t" pick(words)
			else if (r < 0.941) print "key q"
			else if (r < 0.97) print "resize " number(220) "x" number(70)
			else if (r < 0.98) print "resize " number(4) "x" number(4)
			else print "resize 120x40"
		}
		print "styled"
	}' >"$work/script"
	case $((round % 5)) in
	0) course=$work/nothing ;;
	1 | 3) course=$srcdir/tests/unit/app/course ;;
	2) course=$srcdir/tests/unit/app/undated ;;
	4) course=$srcdir/content ;;
	esac
	if timeout 120 "$program" --headless --size 100x30 --script "$work/script" "$course" >"$work/out" 2>"$work/err"; then
		echo "ok $round - seed $((seed + round))"
	else
		echo "not ok $round - seed $((seed + round))"
		sed 's/^/# /' "$work/err" | head -n 60
	fi
done
