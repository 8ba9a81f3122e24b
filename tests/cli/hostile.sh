#!/bin/sh
# Nothing from a note, a title, a file's name or an error reaches a terminal that it would obey.
. "$srcdir/tests/cli/tap.sh"

bad=$(printf '\033]0;x\007\033[31m\302\2332J\342\200\256\342\200\213\177\010')
mkdir "$tmp/$bad"
dir=$tmp/$bad
cat >"$dir/a $bad.md" <<MD
---
title: "$(printf '%s' 'x \u001b[31m \u202e y')"
---
# 2020-02-01 title $bad

- item $bad needle &#27;[31m &#x202e;

[link $bad](nowhere$bad.md)

\`\`\`lab nope $bad
x: $bad
\`\`\`
MD
printf 'title: "x %s' "$bad" >"$dir/course.yaml"
ln -s nowhere "$dir/dead $bad.md"
for arguments in "list" "list --json" "list --labs" "list --labs --json" "show" "show --width 20" "search needle" \
	"search --json needle" "check" "check --json" "show --lesson $bad" "search --regex ($bad" "lab $bad" "lab regex $bad" \
	"list --$bad"; do
	# shellcheck disable=SC2086
	case $arguments in
	lab* | "list --$bad") run $arguments ;;
	*) run $arguments "$dir" ;;
	esac
	cat "$out" "$err" >"$tmp/both"
	ok "$(printf '%s' "$arguments" | tr -dc 'a-z -'): something is printed" test -s "$tmp/both"
	ok "$(printf '%s' "$arguments" | tr -dc 'a-z -'): nothing harmful" is_harmless "$tmp/both"
	ok "$(printf '%s' "$arguments" | tr -dc 'a-z -'): it ends by itself" test "$status" -le 2
done
run show "$tmp/absent $bad"
ok "an error with a hostile path" is_harmless "$err"
run show --color=always "$dir"
sed "s/$(printf '\033')\[[0-9;]*m//g" "$out" >"$tmp/stripped"
ok "with colours there are only our own" is_harmless "$tmp/stripped"
if command -v python3 >/dev/null 2>&1; then
	for arguments in "list --json --all" "search --json needle" "check --json" "list --labs --json"; do
		# shellcheck disable=SC2086
		run $arguments "$dir"
		ok "$arguments is valid JSON" python3 -c 'import json, sys; json.load(open(sys.argv[1], encoding="utf-8"))' "$out"
	done
	run search --json needle "$dir"
	ok "a hostile name comes back from JSON as it was" python3 -c '
import json, os, sys
name = json.load(open(sys.argv[1], encoding="utf-8"))[0]["file"]
assert os.path.exists(os.path.join(sys.argv[2], name)), name' "$out" "$dir"
fi
plan
