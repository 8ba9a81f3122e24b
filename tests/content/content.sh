#!/bin/sh
# The shipped course: every file is listed for installation, Chinese and English have the same shape, and every Python
# block runs and prints what the block under it says.
set -u
cd "${srcdir:-.}" || exit 99

notes_tui=${builddir:-build}/notes-tui work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT

echo 1..6

listed=$(sed -n 's/^\t\([a-z].*[^ \\]\) *\\*$/\1/p' content/files.mk | sort)
present=$(find content themes -type f ! -name '*.mk' ! -name README.md | sort)
if [ "$listed" = "$present" ]; then
	echo "ok 1 - content/files.mk lists what is there"
else
	echo "$listed" >"$work/listed"
	echo "$present" | diff "$work/listed" - | sed 's/^/# /'
	echo "not ok 1 - content/files.mk lists what is there"
fi

shape() { # the headings' levels and numbers, the fences: what languages must share
	sed -n -e 's/^\(#\{1,6\} [0-9][0-9.-]*\).*/\1/p' -e 's/^\(#\{1,6\}\) .*/\1/p' -e 's/^\(```[a-z].*\)/\1/p' "$1"
}
status=ok
for file in content/zh_CN/*.md; do
	other=content/en/${file##*/}
	if [ ! -f "$other" ]; then
		echo "# $other is missing"
		status="not ok"
	elif [ "$(shape "$file")" != "$(shape "$other")" ]; then
		echo "# $file and $other differ in their headings or fences"
		status="not ok"
	fi
done
echo "$status 2 - Chinese and English have the same sections, examples and labs"

if command -v python3 >/dev/null 2>&1; then
	PYTHONUTF8=1 python3 tests/content/run_blocks.py content/*/*.md && echo "ok 3 - every Python block fits and prints what it says" ||
		echo "not ok 3 - every Python block fits and prints what it says"
else
	echo "ok 3 - every Python block fits and prints what it says # SKIP python3 is not installed"
fi

# What a lab does by itself when it is opened and run: 0 or, where the point is what can go wrong, 1; never an error.
run_lab() { # run_lab LAB PRESET
	case $1 in
	threads) "$notes_tui" lab threads explore "content/labs/threads/$2.threads" >/dev/null 2>"$work/err" || [ $? -eq 1 ] ;;
	queue) "$notes_tui" lab queue simulate --preset "$2" --seed 1 --until 20 >/dev/null 2>"$work/err" ;;
	socket) "$notes_tui" lab socket run --preset "$2" >/dev/null 2>"$work/err" ;;
	*) : >"$work/err" ;; # regex and clock run as they are opened, by check
	esac && [ ! -s "$work/err" ]
}
status=ok
for language in zh_CN en; do
	"$notes_tui" --lang en check "content/$language" >"$work/out" 2>&1 || status="not ok"
	[ "$(cat "$work/out")" = "errors: 0, warnings: 0, notes: 0" ] || status="not ok"
	[ "$status" = ok ] || sed 's/^/# /' "$work/out"
done
for fence in $(sed -n 's/^```lab \([a-z]*\) \([a-z-]*\)$/\1:\2/p' content/*/*.md | sort -u); do
	run_lab "${fence%:*}" "${fence#*:}" || { status="not ok"; echo "# lab ${fence%:*} ${fence#*:}:"; sed 's/^/# /' "$work/err"; }
done
echo "$status 4 - the doctor finds nothing, every lab of the course runs"

"$notes_tui" list --labs tests/content/topics.md >"$work/topics"
[ -z "${UPDATE:-}" ] || cp "$work/topics" tests/content/topics.out
if diff -u tests/content/topics.out "$work/topics" >"$work/diff"; then
	echo "ok 5 - words of raw notes offer the right labs"
else
	sed 's/^/# /' "$work/diff"
	echo "not ok 5 - words of raw notes offer the right labs (UPDATE=1 rewrites topics.out)"
fi

status=ok
for pair in $(awk '/lab:/ { lab = $NF } /preset:/ { print lab "/" $NF }' content/topics.yaml); do
	set -- content/labs/"$pair".*
	[ -f "$1" ] || { status="not ok"; echo "# topics.yaml: there is no content/labs/$pair"; }
done
echo "$status 6 - every topic leads to a preset that is there"
