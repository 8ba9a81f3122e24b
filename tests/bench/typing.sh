#!/bin/sh
# Typing into the threads lab's source, explored on every edit: is the screen ever late? usage: typing.sh SRCDIR BUILDDIR WORK
# TYPED keys at 30 a second.
set -eu
bench=$2/tests/bench/bench_typing program=$2/notes-tui work=$3 keys=${TYPED:-150}
mkdir -p "$work/typing"

scenario() { # scenario NAME: its text on stdin, into a note and a file
	cat >"$work/typing/$1.threads"
	{ printf '# 2020-01-01 typing\n\n```lab threads\n'; cat "$work/typing/$1.threads"; printf '```\n'; } >"$work/typing/$1.md"
}

scenario small <<'END'
c = 0
thread A, B:
    for _ in range(3): c += 1
check c == 6
END
scenario large <<'END'
c = 0
thread P * 3:
    for _ in range(5): c += 1
check c == 15
END
scenario cap <<'END'
c, d = 0, 0
thread P * 7:
    for _ in range(3):
        c += 1
        d += 1
check c == 21
END
scenario wrong <<'END'
c, d = 0, 0
thread P * 7:
    for _ in range(3)
END

# editor NAME LABEL ANSWER: the note's lab, its source, a comment behind its end
editor() {
	export NOTES_TUI_STALLS="$work/typing/$1.stalls"
	: >"$NOTES_TUI_STALLS"
	"$bench" "$keys" 30 'o\r\r\e[1;5F#' "$3" -- "$2" "$program" "$work/typing/$1.md" || echo "failed: $2"
	unset NOTES_TUI_STALLS
}

echo "# from a key to the screen that shows it, $keys letters, 30 a second, typed into the source of the threads lab"
editor wrong "notes-tui, nothing to explore" ""
editor small "notes-tui, 195 states" "schedules"
editor large "notes-tui, 170,000 states" "schedules"
editor cap "notes-tui, stops at 5 million" "states,"
"$bench" "$keys" 30 '/#' "" -- "less, at its prompt" less "$work/typing/cap.threads" || echo "failed: less"
