#!/bin/sh
# list: lessons, outlines, labs, languages.
. "$srcdir/tests/cli/tap.sh"

run list --short "$fixtures/untidy.md"
ok "list succeeds" is 0 $status
ok "three lessons, without the introduction" is 3 "$(wc -l <"$out")"
ok "date, weekday, title, file and line" grep -q '^ *1  2020-02-01 Sat  容器类型  untidy.md:4$' "$out"
ok "the weekday is the date's, not the note's" has "2020-02-03 Mon" "$out"
ok "a title is made from headings without their numbers" has "文件 · 异常" "$out"
ok "a title of its own is kept" has "排序" "$out"
run list --short --all "$fixtures/untidy.md"
ok "--all begins with the introduction as number 0" grep -q '^ *0 .*随手记的笔记' "$out"
run list "$fixtures/untidy.md"
ok "the outline has numbered items" grep -q '16  *1.1open' "$out"
run list "$fixtures/course" --short
ok "a course in English falls back to the first language" has "第二课" "$out"
ok "a course in English is in English" has "Lesson one" "$out"
run --lang=zh_CN list --short "$fixtures/course"
ok "--lang before a command chooses" has "第一课" "$out"
run --lang=zh list --short
ok "Chinese of any country is the Chinese there is" grep -q '2018-11-03 六' "$out"
run --lang=C list --short
ok "C is English" grep -q 'Sat  Everyday modules' "$out"
run list --short
ok "without a path the shipped course is listed" grep -q '2018-11-03' "$out"
run list --labs "$fixtures/untidy.md"
ok "lines that offer a lab are listed" grep -q '^untidy.md:9: .*dict 与 re' "$out"

# A line of notes and the lab that it must be given.
offers() {
	printf '# 2020-02-01\n\n- %s\n' "$1" >"$tmp/offer.md"
	run list --labs "$tmp/offer.md"
	ok "“$1” offers $2" grep -q "^offer.md:3: $2: " "$out"
}
offers "多线程的共享变量" "threads lost-update"
offers "锁和信号灯" "threads semaphore"
offers "死锁是什么" "threads deadlock"
offers "可重入锁 RLock" "threads rlock"
offers "semphore 的用法" "threads semaphore"
offers "threading.Timer" "threads timer"
offers "守护线程 daemon" "threads daemon"
offers "GIL 全局解释器锁" "threads gil"
offers "共享互斥的问题" "threads lock"
offers "生产者消费者" "queue balanced"

if command -v python3 >/dev/null 2>&1; then
	cat >"$tmp/check.py" <<'PY'
import json, sys
lessons = json.load(open(sys.argv[1]))
assert [l["date"] for l in lessons] == ["2020-02-01", "2020-02-03", "2020-02-08"], lessons
assert [l["weekday"] for l in lessons] == ["Saturday", "Monday", "Saturday"]
assert [l["line"] for l in lessons] == [4, 13, 41], [l["line"] for l in lessons]
assert all(l["file"] == "untidy.md" for l in lessons)
for lesson in lessons:
    for heading in lesson["outline"]:
        assert set(heading) == {"level", "title", "line"}, heading
assert [h["line"] for h in lessons[1]["outline"]] == [15, 16, 23, 29, 30], lessons[1]["outline"]
PY
	run list --json "$fixtures/untidy.md"
	ok "--json is what it should be" python3 "$tmp/check.py" "$out"
	run list --json --all "$fixtures/untidy.md"
	ok "--json --all has an introduction with date null" python3 -c '
import json, sys
first = json.load(open(sys.argv[1]))[0]
assert first["date"] is None and first["introduction"] is True and first["line"] == 1, first' "$out"
	run list --labs --json "$fixtures/untidy.md"
	ok "--labs --json has line, text, lab, preset" python3 -c '
import json, sys
labs = json.load(open(sys.argv[1]))
assert labs and all({"line", "text", "lab", "preset"} <= set(lab) for lab in labs), labs
assert any(lab["line"] == 9 and lab["lab"] == "regex" for lab in labs), labs' "$out"
	mkdir "$tmp/none"
	run list --json "$tmp/none"
	ok "no lessons are an empty array" python3 -c 'import json, sys; assert json.load(open(sys.argv[1])) == []' "$out"
fi
plan
