#!/bin/sh
# Golden screens: golden/NAME.script, whose first line holds the arguments and the second may name another course, gives golden/NAME.out, set up as
# golden/NAME.yaml says if that is there. UPDATE=1 rewrites them;
# look at what changed before committing it.
set -u
srcdir=${srcdir:-.} program=${PROGRAM:-${builddir:-.}/notes-tui}
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
srcdir=$(cd "$srcdir" && pwd)
: "${NOTES_TUI_DATADIR:=$srcdir}" "${NOTES_TUI_LOCALEDIR:=$(dirname "$program")/locale}"
LC_ALL=C.UTF-8 HOME=$work XDG_CONFIG_HOME=$work/config
mkdir -p "$XDG_CONFIG_HOME/notes-tui"
export NOTES_TUI_DATADIR NOTES_TUI_LOCALEDIR LC_ALL HOME XDG_CONFIG_HOME
dir=$srcdir/tests/unit/app
TZ=UTC
export TZ
cp -r "$dir/course" "$dir/exercises" "$dir/first" "$dir/undated" "$work" # the same path everywhere, whatever the tree is called
mkdir "$work/nothing" "$work/unwritten"
: >"$work/unwritten/note.md"

echo 1.."$(($(ls "$dir"/golden/*.script | wc -l) + 1))"
number=1
missing=
for file in "$dir"/golden/*.script "$dir"/golden/*.yaml; do
	name=$(basename "$file")
	case $name in # with a configuration of its own it stands in a list of its own
	*.yaml) list=app_configured name=${name%.yaml} ;;
	*) list='[a-z_]*' name=${name%.script} ;;
	esac
	sed -n "/^$list =/,/[^\\\\]\$/p" "$dir/local.mk" | tr -s '[:space:]' '\n' | grep -qxF "$name" ||
		missing="$missing $(basename "$file")"
done
if [ "$missing" ]; then
	echo "not ok 1 - every golden is in local.mk, or no tarball has it:$missing"
else
	echo "ok 1 - every golden is in local.mk"
fi
for script in "$dir"/golden/*.script; do
	number=$((number + 1))
	name=$(basename "$script" .script)
	arguments=$(sed -n '1s/^# //p' "$script")
	course=$(sed -n '2s/^# course: //p' "$script")
	rm -f "$XDG_CONFIG_HOME/notes-tui/config.yaml"
	if [ -f "$dir/golden/$name.yaml" ]; then
		cp "$dir/golden/$name.yaml" "$XDG_CONFIG_HOME/notes-tui/config.yaml"
	fi
	# The arguments are words by intent.
	(cd "$work" && timeout 60 "$program" --headless $arguments --script "$script" "${course:-course}") >"$work/out" 2>&1
	if [ "${UPDATE:-}" ]; then
		cp "$work/out" "$dir/golden/$name.out"
	fi
	if diff -u "$dir/golden/$name.out" "$work/out" >"$work/diff"; then
		echo "ok $number - $name"
	else
		echo "not ok $number - $name (UPDATE=1 rewrites it)"
		sed 's/^/# /' "$work/diff"
	fi
done
