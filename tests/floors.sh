#!/bin/sh
# The floors of the house: a file includes its own folder and lower floors only, curses is term/'s alone, and labs do
# not know each other. For that it reads the #include lines, nothing else. And no line is wider than a screen beside
# another: clang-format leaves comments as they are. And what a header declares is there for somebody.
set -u
cd "${srcdir:-.}" || exit 99

echo 1..5
awk '
BEGIN {
	split("base:1 text:2 canvas:3 lesson:3 lab:4 term:4 app:5 cli:5", list, " ")
	for (i in list) { split(list[i], pair, ":"); floor[pair[1]] = pair[2] }
}
/^[ \t]*#[ \t]*include[ \t]+"/ {
	split(FILENAME, from, "/"); split($0, quoted, "\""); count = split(quoted[2], to, "/")
	if (count < 2 || !(to[1] in floor)) { print "# " FILENAME ": \"" quoted[2] "\" is in no folder of src/"; bad = 1; next }
	if (from[2] == "main.c") next
	if (to[1] != from[2] && floor[to[1]] >= floor[from[2]]) { print "# " FILENAME " includes " quoted[2] " of the same or a higher floor"; bad = 1 }
}
END { print (bad ? "not ok" : "ok") " 1 - a floor includes lower floors only" }
' $(find src -name '*.[ch]' | sort)

awk '
/^[ \t]*#[ \t]*include[ \t]+<(n?curses|curses|term|panel|form|menu)[a-z]*[.\/]/ && FILENAME !~ /^src\/term\// { print "# " FILENAME ": " $0; bad = 1 }
/^[ \t]*#[ \t]*include[ \t]+<uv\.h>/ && FILENAME !~ /^src\/base\// { print "# " FILENAME ": " $0; bad = 1 }
END { print (bad ? "not ok" : "ok") " 2 - curses is known to term/ alone, libuv to base/ alone" }
' $(find src -name '*.[ch]' | sort)

awk '
/^[ \t]*#[ \t]*include[ \t]+"lab\// {
	split(FILENAME, from, "/"); split($0, quoted, "\""); count = split(quoted[2], to, "/")
	in_lab = FILENAME ~ /^src\/lab\/[^\/]+\//
	if (count == 3 && in_lab && to[2] != from[3]) { print "# " FILENAME " includes " quoted[2] " of another lab"; bad = 1 }
	if (count == 3 && !in_lab && FILENAME != "src/lab/registry.c") { print "# " FILENAME " includes " quoted[2] ", which is inside a lab"; bad = 1 }
}
# An engine (a file of a lab that is not of its view: NAME_lab, NAME_view, NAME_state …) knows base/, text/ and its own folder.
/^[ \t]*#[ \t]*include[ \t]+"(canvas|lesson)\// && FILENAME ~ /^src\/lab\/[^\/]+\// && FILENAME !~ /_(lab|view|draw|card|state)[a-z_]*\.[ch]$/ {
	print "# " FILENAME ": an engine draws nothing: " $0; bad = 1
}
END { print (bad ? "not ok" : "ok") " 3 - labs do not know each other, engines do not know pictures" }
' $(find src -name '*.[ch]' | sort)

# Bytes, so that every awk counts alike: what continues a character counts nothing, what begins a Chinese one two.
LC_ALL=C awk '
{
	cols = 0; count = split($0, part, "\t")
	for (i = 1; i <= count; i++) {
		gsub(/[\200-\277]/, "", part[i]); cols += length(part[i]) + gsub(/[\343-\355]/, "&", part[i])
		if (i < count) cols += 8 - cols % 8
	}
	if (cols > 120) { print "# " FILENAME ":" FNR ": " cols " columns, 120 are the most (.clang-format)"; bad = 1 }
}
END { print (bad ? "not ok" : "ok") " 4 - no line is too wide" }
' $(find src tests -name '*.[ch]' | sort)

# Words are counted: one more than the declaration and the definition, or, where these are one, than that.
awk '
FILENAME ~ /\.h$/ && FILENAME ~ /^src\// && /^[a-z][a-z0-9_ *]*\(/ && !/^typedef/ {
	before = substr($0, 1, index($0, "(") - 1); count = split(before, word, /[ *]+/)
	least[word[count]] = count > 1 ? 3 : 2; where[word[count]] = FILENAME
}
{ count = split($0, word, /[^A-Za-z0-9_]+/); for (i = 1; i <= count; i++) seen[word[i]]++ }
END {
	for (name in least) if (seen[name] < least[name]) { print "# " where[name] ": nobody uses " name "()"; bad = 1 }
	print (bad ? "not ok" : "ok") " 5 - what a header declares somebody uses"
}
' $(find src tests -name '*.[ch]' | sort)
