#!/bin/sh
# The socket lab where there is no network: loopback down, and no IPv6. In a network namespace of its own; skipped where none
# may be made.
set -u
notes_tui=$builddir/notes-tui
tmp=$(mktemp -d "${TMPDIR:-/tmp}/notes-tui-socket-XXXXXX") || exit 99
trap 'rm -rf "$tmp"' EXIT

if ! unshare -n true 2>/dev/null; then
	echo "1..0 # SKIP no network namespace may be made here"
	exit 0
fi
echo 1..2

ok() { # ok NUMBER NAME TEXT: the run ended by itself and said TEXT
	if [ "$status" -lt 124 ] && grep -q "$3" "$tmp/log"; then
		echo "ok $1 - $2"
	else
		echo "not ok $1 - $2 (status $status)"
		sed 's/^/# /' "$tmp/log"
	fi
}

timeout 60 unshare -n "$notes_tui" lab socket run --preset refused >"$tmp/log" 2>&1
status=$?
ok 1 "an interface that is down is said" ENETUNREACH

cat >"$tmp/six.yaml" <<'EOT'
address: "::1"
script:
  - server: socket
  - server: bind
EOT
timeout 60 unshare -n "$notes_tui" lab socket run "$tmp/six.yaml" >"$tmp/log" 2>&1
status=$?
ok 2 "an IPv6 address that nobody has is said" 'bind(.*EADDRNOTAVAIL\|socket(.*EAFNOSUPPORT'
