#!/bin/sh
# The threads lab's language behaves as Python's: run random programs with python3, where there is one new enough.
set -u
here=${srcdir:-.}/tests/labs
if ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 9))' 2>/dev/null; then
	echo "1..0 # SKIP no python3 of 3.9 or newer"
	exit 0
fi
exec python3 "$here/threads_language.py" "${builddir:-.}/tests/labs/threads_driver"
