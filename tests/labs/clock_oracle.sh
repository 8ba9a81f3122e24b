#!/bin/sh
# The clock lab shows what Python would: ask python3 itself, where there is one with time zones.
set -u
here=${srcdir:-.}/tests/labs
if ! python3 -c 'import zoneinfo; zoneinfo.ZoneInfo("Antarctica/Troll")' 2>/dev/null; then
	echo "1..0 # SKIP no python3 with zoneinfo and tzdata"
	exit 0
fi
exec python3 "$here/clock_oracle.py" "${builddir:-.}/tests/labs/clock_driver"
