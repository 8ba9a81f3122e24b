#!/bin/sh
# check: what is odd, where, how it was read; exit status by errors.
. "$srcdir/tests/cli/tap.sh"

run check "$fixtures/untidy.md"
ok "untidy is no error" is 0 $status
for expected in 1:introduction 2:rule-under-heading 13:weekday-differs 16:item-as-heading 18:prose-under-item \
	21:list-indented-deep 25:list-indented-unevenly 31:item-without-blank; do
	ok "$expected" grep -q "^untidy.md:${expected%%:*}: .*\[${expected#*:}\]$" "$out"
done
run check --quiet "$fixtures/untidy.md"
ok "--quiet leaves out notes" has_not "introduction" "$out"
ok "--quiet keeps warnings" has "weekday-differs" "$out"

run check "$fixtures/broken"
ok "errors end with 1" is 1 $status
ok "an option a lab does not know is an error at its line" grep -q '^note.md:4: error: .*patern' "$out"
ok "a lab that is not there is an error" grep -q '^note.md:[678]: error: .*nowhere' "$out"
ok "a link to nothing is a warning" grep -q '^note.md:10: warning: .*other.md' "$out"
ok "the weekday is a warning" grep -q '^note.md:1: warning:' "$out"

mkdir "$tmp/course"
echo 'languages: {' >"$tmp/course/course.yaml"
echo '- words: x' >"$tmp/course/topics.yaml"
echo '# a' >"$tmp/course/a.md"
ln -s nowhere "$tmp/course/dead.md"
run check "$tmp/course"
ok "wrong YAML of a course ends with 1" is 1 $status
ok "course.yaml is named with its line" grep -q '^course.yaml:[0-9]*: error' "$out"
ok "topics.yaml is named with its line" grep -q '^topics.yaml:[0-9]*: error' "$out"
ok "a link to nowhere is named" grep -q '^dead.md: warning' "$out"
printf -- '- words: [abc]\n  lab: regex\n  preset: nonesuch\n' >"$tmp/course/topics.yaml"
run check "$tmp/course"
ok "a topic whose preset is not there is an error" grep -q '^topics.yaml:[0-9]*: error: .*nonesuch' "$out"
run check
ok "the shipped course has no errors" is 0 $status
if command -v python3 >/dev/null 2>&1; then
	run check --json "$fixtures/broken"
	ok "--json has severity, code, file, line, text" python3 -c '
import json, sys
findings = json.load(open(sys.argv[1]))
assert findings and all(set(f) == {"severity", "code", "file", "line", "text"} for f in findings), findings
assert any(f["severity"] == "error" and f["line"] == 4 for f in findings), findings' "$out"
fi
plan
