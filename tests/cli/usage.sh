#!/bin/sh
# Options, help, exit status, and errors that say what to do.
. "$srcdir/tests/cli/tap.sh"

for command in "" list show search check lab doctor; do
	# shellcheck disable=SC2086
	run $command --help
	ok "$command --help succeeds" is 0 $status
	ok "$command --help prints a usage" has "usage: notes-tui" "$out"
	ok "$command --help is silent on stderr" is_empty "$err"
	# shellcheck disable=SC2086
	run $command --version
	ok "$command --version" grep -q '^notes-tui [0-9]' "$out"
	# shellcheck disable=SC2086
	run $command --no-such-option
	ok "$command with a wrong option ends with 2" is 2 $status
	ok "$command with a wrong option says which" has "--no-such-option" "$err"
	ok "$command with a wrong option says where to look" has "--help" "$err"
done
run list --help
ok "help fits 80 columns" sh -c '! "$1" list --help | grep -q ".\{81\}"' sh "$notes_tui"

run list -sj "$fixtures/untidy.md"
ok "letters may stand together" is 0 $status
run list --sho "$fixtures/untidy.md"
ok "a beginning of a name is enough" is 0 $status
run --lesson
ok "a value that is missing ends with 2" is 2 $status
ok "a value that is missing is named" has "--lesson" "$err"
run list --json=yes
ok "a value too many ends with 2" is 2 $status
run list --color=purple
ok "a wrong value ends with 2" is 2 $status
run list a b
ok "an argument too many ends with 2" is 2 $status
run show --width 0 "$fixtures/untidy.md"
ok "a width of 0 ends with 2" is 2 $status
run show --width 1x "$fixtures/untidy.md"
ok "a width that is no number ends with 2" is 2 $status
run show "$tmp/absent"
ok "a path that is not there ends with 1" is 1 $status
ok "a path that is not there is named" has "$tmp/absent" "$err"
run nonsense
ok "an unknown command ends with 2" is 2 $status
ok "an unknown command is named" has "nonsense" "$err"
run --size 80x24
ok "--size without --headless ends with 2" is 2 $status
run --headless --size wide
ok "a wrong size ends with 2" is 2 $status

mkdir "$tmp/empty"
run show "$tmp/empty"
ok "an empty directory ends with 1" is 1 $status
ok "an empty directory says what was looked for" has ".md" "$err"
: >"$tmp/nothing.md"
run show "$tmp/nothing.md"
ok "an empty file is fine" is 0 $status
printf '\177ELF\0\0\0\1\377\376\0\0\201' >"$tmp/binary"
run show "$tmp/binary"
ok "a binary ends with 1" is 1 $status
ok "a binary is named" has "binary" "$err"
mkfifo "$tmp/pipe"
run show "$tmp/pipe"
ok "a pipe ends with 1" is 1 $status

# Nothing that is empty or of no effect goes unsaid.
refuses() {
	wanted=$1 said=$2
	shift 2
	run "$@"
	ok "“$*” ends with $wanted" is "$wanted" $status
	ok "“$*” says “$said”" grep -q -- "$said" "$err"
	ok "“$*” prints nothing else" is_empty "$out"
}
refuses 2 "--width is empty" show --width= "$fixtures/untidy.md"
refuses 2 "--lesson is empty" show --lesson "" "$fixtures/untidy.md"
refuses 2 "from 1 to 1000, not 1000000" show --width 1000000 "$fixtures/untidy.md"
refuses 2 "an argument is empty" show ""
refuses 2 "an argument is empty" lab ""
refuses 2 "an argument is empty" ""
refuses 2 "language xx" list --lang xx "$fixtures/untidy.md"
refuses 2 "--lang is empty" list --lang= "$fixtures/untidy.md"
refuses 2 "from 1x1 to 1000x1000" --headless --size 0x0 "$fixtures/untidy.md"
refuses 2 "the labs are: .*regex" --headless --lab nowhere "$fixtures/untidy.md"
refuses 2 "regex has no preset nowhere" --headless --lab regex --preset nowhere "$fixtures/untidy.md"
refuses 2 "--preset goes with --lab" --headless --preset date "$fixtures/untidy.md"
refuses 1 "$tmp/absent" lab threads explore "$tmp/absent"
refuses 1 "no notes in .*\.md" list "$tmp/empty"
refuses 1 "no notes in .*\.md" search word "$tmp/empty"
refuses 1 "binary is left out: this is not a text file" search word "$tmp/binary"
refuses 1 "not a text file" list "$tmp/binary"
refuses 1 "neither a directory nor a regular file" search word "$tmp/pipe"
ln -s loop "$tmp/loop"
refuses 1 "symbolic links" search word "$tmp/loop"
refuses 2 "language xx" list --lan xx "$fixtures/untidy.md"
run list --lang en --help --lang zh_CN
ok "of several --lang the last one counts" has "用法" "$out"
run check --help --la zh_CN
ok "and a beginning of it is enough" has "用法" "$out"
for language in $(cat "$srcdir/po/LINGUAS") en C zh; do
	run list --lang "$language"
	ok "--lang $language is known" is 0 $status
done
mkdir -p "$tmp/french/fr"
echo '# 2020-02-01 Bonjour' >"$tmp/french/fr/a.md"
printf 'languages: [fr]\n' >"$tmp/french/course.yaml"
run list --lang fr "$tmp/french"
ok "--lang knows the folders of a course" is 0 $status
mkdir "$tmp/mixed"
echo '# 2020-02-01 Words' >"$tmp/mixed/a.md"
cp "$tmp/binary" "$tmp/mixed/b.md"
for command in list show "search words"; do
	# shellcheck disable=SC2086
	run $command "$tmp/mixed"
	ok "$command of a course with a binary in it succeeds" is 0 $status
	ok "$command says what was left out" has "b.md is left out" "$err"
done

run -- list
ok "behind -- there are no commands" is 2 $status
run "$fixtures/untidy.md"
ok "with no terminal on stdout the course is printed" has "容器类型" "$out"
ok "as show does" sh -c '"$1" show "$2" | cmp -s - "$3"' sh "$notes_tui" "$fixtures/untidy.md" "$out"
ok "and silently" is_empty "$err"
run --theme paper --lab regex --preset date --no-mouse "$fixtures/untidy.md"
ok "what is only for the screen is no mistake there" is 0 $status
ok "but said to do nothing" has "these do nothing: --lab, --no-mouse, --preset, --theme" "$err"
run --ascii "$fixtures/untidy.md"
ok "--ascii has an effect" is_empty "$err"
ok "there are signs to replace" sh -c '"$1" show "$2" | grep -q "[•─━]"' sh "$notes_tui" "$fixtures/untidy.md"
ok "and none is left" sh -c '! grep -q "[•◦─━▎]" "$1"' sh "$out"
ok "as show --ascii has it" sh -c '"$1" show --ascii "$2" | cmp -s - "$3"' sh "$notes_tui" "$fixtures/untidy.md" "$out"
if command -v script >/dev/null 2>&1; then
	script -qec "'$notes_tui' '$fixtures/untidy.md' </dev/null" "$tmp/typescript" >/dev/null 2>&1
	ok "with no terminal on stdin it ends with 2" is 2 $?
	ok "with no terminal on stdin it says so" has "no terminal" "$tmp/typescript"
fi

"$notes_tui" list "$fixtures/untidy.md" >/dev/full 2>"$err"
ok "a full disk ends with 1" is 1 $?
ok "a full disk is said" is 1 "$(grep -c . "$err")"
ok "a closed pipe ends quietly" sh -c '"$1" show "$2" 2>"$3" | head -c 1 >/dev/null; ! test -s "$3"' sh "$notes_tui" "$fixtures/untidy.md" "$err"

LC_ALL=C "$notes_tui" show "$fixtures/untidy.md" >"$out" 2>&1
ok "LANG=C prints UTF-8" has "容器类型" "$out"
env -u HOME -u TERM "$notes_tui" doctor >"$out" 2>&1
ok "doctor runs without HOME and TERM" is 0 $?
ok "doctor names libraries" has "SQLite" "$out"
ok "doctor names labs" has "regex" "$out"
plan
