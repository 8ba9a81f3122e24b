#!/bin/sh
# search: file:line: text, smart case, patterns, JSON, exit status.
. "$srcdir/tests/cli/tap.sh"

run search with "$fixtures/untidy.md"
ok "search succeeds when it finds" is 0 $status
ok "file:line: text" grep -q '^untidy.md:17: - 打开之后要关掉，最好用with' "$out"
ok "as many lines as grep finds" is "$(grep -ci with "$fixtures/untidy.md")" "$(wc -l <"$out")"
run search WITH "$fixtures/untidy.md"
ok "upper case is exact" is 1 $status
ok "nothing found prints nothing" is_empty "$out"
ok "nothing found is no error message" is_empty "$err"
run search 'for.*遍历' "$fixtures/untidy.md"
ok "a literal is no pattern" is 1 $status
run search --regex 'for.*遍历' "$fixtures/untidy.md"
ok "a pattern is one" is 1 "$(wc -l <"$out")"
run search --regex '(' "$fixtures/untidy.md"
ok "a wrong pattern ends with 2" is 2 $status
ok "a wrong pattern says what is wrong" has "parenthesis" "$err"
run search
ok "no query ends with 2" is 2 $status
for query in "" "   "; do
	run search "$query" "$fixtures/untidy.md"
	ok "an empty query ends with 2" is 2 $status
	ok "an empty query says what to do" has "notes-tui search QUERY" "$err"
done
run search --regex " " "$fixtures/untidy.md"
ok "a pattern may be a blank" is 0 $status
run search -- -else "$fixtures/untidy.md"
ok "behind -- a query may begin with a dash" is 0 $status
mkdir -p "$tmp/many/sub"
for i in 1 2 3; do echo "needle $i" >"$tmp/many/sub/n$i.md"; done
echo "needle" >"$tmp/many/.hidden.md"
run search needle "$tmp/many"
ok "directories are searched in order" is "sub/n1.md sub/n2.md sub/n3.md " "$(cut -d: -f1 "$out" | tr '\n' ' ')"
iconv -f UTF-8 -t GB18030 "$fixtures/untidy.md" >"$tmp/gb.md" && run search 编码 "$tmp/gb.md"
ok "GB18030 is searched" is 0 $status
printf '# a\rb\rneedle\r' >"$tmp/cr.md"
run search needle "$tmp/cr.md"
ok "lines that end in CR alone are lines" has "cr.md:3: needle" "$out"
ok "a closed pipe ends quietly" sh -c '"$1" search e "$2" 2>"$3" | head -c 1 >/dev/null; ! test -s "$3"' sh "$notes_tui" "$fixtures/untidy.md" "$err"
head -c 300000 /dev/zero | tr '\0' a >"$tmp/long.md"
run search --regex '(a+)+$b|aab' "$tmp/long.md"
ok "a pattern that runs away is stopped" is 1 $status

if command -v python3 >/dev/null 2>&1; then
	run search --json 编码 "$fixtures/untidy.md"
	ok "--json has file, line, column, text, match" python3 -c '
import json, sys
hits = json.load(open(sys.argv[1]))
assert [h["line"] for h in hits] == [23, 27], hits
assert hits[0]["match"] == "编码" and "编码" in hits[0]["text"] and hits[0]["file"] == "untidy.md"' "$out"
	run search --json nowhere "$fixtures/untidy.md"
	ok "nothing found is an empty array" python3 -c 'import json, sys; assert json.load(open(sys.argv[1])) == []' "$out"
	printf 'bad \377\376 needle \000 \033[31m \342\200\256 \302\233 \n' >"$tmp/bad.md"
	run search --json needle "$tmp/bad.md"
	ok "JSON is valid whatever stands in a note" python3 -c 'import json, sys; json.load(open(sys.argv[1], encoding="utf-8"))' "$out"
	ok "JSON has nothing that a terminal obeys" is_harmless "$out"
fi
plan
