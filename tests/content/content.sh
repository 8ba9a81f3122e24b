#!/bin/sh
# The shipped course: every file is listed for installation, Chinese and English have the same shape, and every Python
# block runs and prints what the block under it says.
set -u
cd "${srcdir:-.}" || exit 99

echo 1..3

listed=$(sed -n 's/^\t\([a-z].*[^ \\]\) *\\*$/\1/p' content/files.mk | sort)
present=$(find content themes -type f ! -name '*.mk' ! -name README.md | sort)
if [ "$listed" = "$present" ]; then
	echo "ok 1 - content/files.mk lists what is there"
else
	echo "$listed" >"${TMPDIR:-/tmp}/listed.$$"
	echo "$present" | diff "${TMPDIR:-/tmp}/listed.$$" - | sed 's/^/# /'
	rm -f "${TMPDIR:-/tmp}/listed.$$"
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
	PYTHONUTF8=1 python3 tests/content/run_blocks.py content/*/*.md && echo "ok 3 - every Python block prints what it says" ||
		echo "not ok 3 - every Python block prints what it says"
else
	echo "ok 3 - every Python block prints what it says # SKIP python3 is not installed"
fi
