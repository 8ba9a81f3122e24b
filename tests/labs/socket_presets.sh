#!/bin/sh
# Every preset of the socket lab runs to its end with real sockets and the same log each time: ports, descriptors and times
# aside. UPDATE=1 writes tests/labs/socket/*.txt anew; read them before committing.
set -u
notes_tui=$builddir/notes-tui
goldens=$srcdir/tests/labs/socket
tmp=$(mktemp -d "${TMPDIR:-/tmp}/notes-tui-socket-XXXXXX") || exit 99
trap 'rm -rf "$tmp"' EXIT

"$notes_tui" lab socket run --preset refused --normal >"$tmp/probe" 2>&1
if ! grep -q ECONNREFUSED "$tmp/probe"; then
	echo "1..0 # SKIP no loopback network of the usual kind here"
	exit 0
fi
count=0
for file in "$srcdir"/content/labs/socket/*.yaml; do
	grep -q '^script:' "$file" || continue # a console
	name=$(basename "$file" .yaml)
	count=$((count + 1))
	if ! "$notes_tui" lab socket run "$file" --normal >"$tmp/log" 2>"$tmp/err"; then
		echo "not ok $count - $name"
		sed 's/^/# /' "$tmp/err"
		continue
	fi
	[ -z "${UPDATE:-}" ] || cp "$tmp/log" "$goldens/$name.txt"
	if cmp -s "$tmp/log" "$goldens/$name.txt"; then
		echo "ok $count - $name"
	else
		echo "not ok $count - $name"
		diff "$goldens/$name.txt" "$tmp/log" | sed 's/^/# /'
	fi
done
echo "1..$count"
