# What every test of the command line sources: TAP, the program, a directory of its own.
set -u
notes_tui=$builddir/notes-tui
fixtures=$srcdir/tests/cli/fixtures
tmp=$(mktemp -d "${TMPDIR:-/tmp}/notes-tui-cli-XXXXXX") || exit 99
trap 'rm -rf "$tmp"' EXIT
count=0

# ok NAME COMMAND...: the command succeeds
ok() {
	count=$((count + 1))
	name=$1
	shift
	if "$@" >"$tmp/ok.out" 2>&1; then
		echo "ok $count - $name"
	else
		echo "not ok $count - $name"
		echo "# failed: $*"
		head -c 2000 "$tmp/ok.out" | sed 's/^/#   /'
	fi
}

# run ARGUMENT...: the program; $out and $err name files with what it printed, $status is how it ended
out=$tmp/out
err=$tmp/err
run() {
	"$notes_tui" "$@" >"$out" 2>"$err" </dev/null
	status=$?
}

# is WANTED GOT
is() { [ "$1" = "$2" ] || { echo "wanted: $1"; echo "got:    $2"; return 1; }; }
has() { grep -qF -e "$1" "$2" || { echo "no \"$1\" in:"; head -20 "$2"; return 1; }; }
has_not() { ! grep -qF -e "$1" "$2" || { echo "\"$1\" is in:"; grep -F -e "$1" "$2"; return 1; }; }
is_empty() { [ ! -s "$1" ] || { echo "not empty:"; head -20 "$1"; return 1; }; }

# No byte that a terminal obeys and no character that hides or turns writing round: ESC and other C0, DEL, C1, bidi, ZW*.
is_harmless() {
	! LC_ALL=C grep -qP '[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\x8b-\x8f\xa8-\xae]|\xe2\x81[\xa0-\xaf]|\xef\xbb\xbf' "$1" ||
		{ echo "harmful bytes in:"; LC_ALL=C grep -nP '[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\x8b-\x8f\xa8-\xae]' "$1" | cat -v | head; return 1; }
}

plan() { echo "1..$count"; }
