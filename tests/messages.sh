#!/bin/sh
# What people read: each text of the sources is in each translation, and in these is no other.
set -u
cd "${srcdir:-.}" || exit 99

if ! command -v xgettext >/dev/null 2>&1 || ! command -v msgcmp >/dev/null 2>&1; then
	echo "1..0 # SKIP there is no gettext"
	exit 0
fi
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT

grep -rlE '(\b_|N_|ngettext)\(' --include='*.[ch]' src | grep -v i18n.h | LC_ALL=C sort >"$work/files"
xgettext --from-code=UTF-8 --language=C --keyword=_ --keyword=N_ --keyword=ngettext:1,2 --files-from="$work/files" -o "$work/now.pot"

number=0
echo 1..$(($(wc -w <po/LINGUAS) + 1))
for language in $(cat po/LINGUAS); do
	number=$((number + 1)) result=ok
	LC_ALL=C msgcmp "po/$language.po" "$work/now.pot" >"$work/told" 2>&1 && [ ! -s "$work/told" ] || result="not ok"
	sed 's/^/# /' "$work/told"
	echo "$result $number - $language has every text, and none that is no more"
done

number=$((number + 1)) result=ok
LC_ALL=C sort po/POTFILES.in | diff - "$work/files" >"$work/told" || result="not ok"
sed 's/^/# /' "$work/told"
echo "$result $number - po/POTFILES.in names the files that have any"
