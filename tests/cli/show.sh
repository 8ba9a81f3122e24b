#!/bin/sh
# show: lessons as text, at every width.
. "$srcdir/tests/cli/tap.sh"
columns=$builddir/tests/support/columns

# Every width: nothing too wide, no line with punctuation where it may not stand, nothing lost or doubled.
hold_to_widths() {
	: >"$tmp/texts"
	bad=0
	for width in $(seq 20 200); do
		"$notes_tui" show --width "$width" "$@" | "$columns" "$width" >"$tmp/text" || bad=1
		cksum <"$tmp/text" >>"$tmp/texts"
	done
	[ $bad = 0 ] && is 1 "$(sort -u "$tmp/texts" | wc -l)"
}

run show "$fixtures/untidy.md"
ok "show succeeds" is 0 $status
ok "show prints no escape codes into a file" is_harmless "$out"
ok "no line ends with blanks" sh -c '! grep -q " $" "$1"' sh "$out"
ok "no blank line is doubled" sh -c 'cat -s "$1" | cmp - "$1"' sh "$out"
ok "untidy notes hold every width" hold_to_widths "$fixtures/untidy.md"
# The shipped course is long: every tenth width will do here.
hold_course() {
	: >"$tmp/texts"
	bad=0
	for width in 20 21 30 40 50 60 70 80 90 100 110 120 130 140 150 160 170 180 190 199 200; do
		"$notes_tui" show --lang "$1" --width "$width" | "$columns" "$width" sorted >"$tmp/text" || bad=1
		cksum <"$tmp/text" >>"$tmp/texts"
	done
	[ $bad = 0 ] && is 1 "$(sort -u "$tmp/texts" | wc -l)"
}
ok "the shipped course in Chinese holds its width" hold_course zh_CN
ok "the shipped course in English holds its width" hold_course en
for width in 1 2 3 5 10; do
	run show --width $width "$fixtures/untidy.md"
	ok "width $width is survived" is 0 $status
done

run show --color=always "$fixtures/untidy.md"
ok "--color=always has colours" grep -q "$(printf '\033')\[" "$out"
esc=$(printf '\033')
ok "colours end with their line" is "$esc[0m" "$(sed -n "s/.*\($esc\[[0-9;]*m\)[^$esc]*\$/\1/p" "$out" | sort -u)"
NO_COLOR=1 "$notes_tui" show --color=always "$fixtures/untidy.md" | grep -q "$(printf '\033')"
ok "--color=always is stronger than NO_COLOR" is 0 $?
sed "s/$(printf '\033')\[[0-9;]*m//g" "$out" >"$tmp/stripped"
run show "$fixtures/untidy.md"
ok "colours change no text" cmp "$tmp/stripped" "$out"

run show --lesson 2020-02-03 "$fixtures/untidy.md"
ok "a lesson by date" has "1.文件" "$out"
ok "only that lesson" has_not "容器类型" "$out"
run show -l 2 "$fixtures/untidy.md"
ok "a lesson by number" has "1.文件" "$out"
run show -l 2/8 "$fixtures/untidy.md"
ok "a lesson by month and day" has "快速排序" "$out"
run show -l 排序 "$fixtures/untidy.md"
ok "a lesson by a part of its title" has "快速排序" "$out"
run show -l 0 "$fixtures/untidy.md"
ok "0 is the introduction" has "随手记的笔记" "$out"
run show -l 99 "$fixtures/untidy.md"
ok "a lesson that is not there ends with 1" is 1 $status
ok "a lesson that is not there is named" has "99" "$err"

iconv -f UTF-8 -t GB18030 "$fixtures/untidy.md" >"$tmp/untidy.md" &&
	ok "GB18030 reads the same" sh -c '"$1" show "$2" >"$3" && "$1" show "$4" | cmp - "$3"' sh "$notes_tui" "$tmp/untidy.md" "$tmp/gb" "$fixtures/untidy.md"
iconv -f UTF-8 -t UTF-16 "$fixtures/untidy.md" >"$tmp/untidy.md" &&
	ok "UTF-16 reads the same" sh -c '"$1" show "$2" >"$3" && "$1" show "$4" | cmp - "$3"' sh "$notes_tui" "$tmp/untidy.md" "$tmp/u16" "$fixtures/untidy.md"
sed 's/$/\r/' "$fixtures/untidy.md" >"$tmp/untidy.md"
ok "CRLF reads the same" sh -c '"$1" show "$2" >"$3" && "$1" show "$4" | cmp - "$3"' sh "$notes_tui" "$tmp/untidy.md" "$tmp/crlf" "$fixtures/untidy.md"
tr '\n' '\r' <"$fixtures/untidy.md" >"$tmp/untidy.md"
ok "CR alone reads the same" sh -c '"$1" show "$2" >"$3" && "$1" show "$4" | cmp - "$3"' sh "$notes_tui" "$tmp/untidy.md" "$tmp/cr" "$fixtures/untidy.md"
plan
