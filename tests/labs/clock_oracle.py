"""Compares the clock lab's engine with python3's calendar, zoneinfo and datetime; speaks TAP."""
import calendar
import datetime
import json
import os
import random
import re
import subprocess
import sys
import zoneinfo

ZONES = ["UTC", "Asia/Shanghai", "America/New_York", "Europe/London", "Australia/Sydney", "Asia/Kolkata", "Europe/Dublin",
         "America/Sao_Paulo", "Pacific/Apia", "Africa/Casablanca", "Antarctica/Troll", "Asia/Tehran"]
FORMAT = "%a %A %w %d %b %B %m %y %Y %H %I %p %M %S %f %z %Z %j %U %W %c %x %X %G %u %V %% %F %T %Q %"
FORMATS = ["%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%d/%m/%y %I:%M %p", "%A %d %B %Y", "%a %b %d %H:%M:%S %Y", "%c", "%x %X", "%Y%m%d%H%M%S",
           "%j %Y", "%Y %W %w", "%Y %U %a", "%H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S%z", "%d%m%Y", "%Y年%m月%d日", "%q", "%", "%Y %", "%%%Y",
           "%S", "%b %d", "  %d", "%y%j", "%m%d%H", "%Z %Y", "%I %p"]
TEXTS = ["2018-11-14", "2018-11-14 20:30:00", "14/11/18 08:30 PM", "Wednesday 14 November 2018", "wed nov 14 20:30:00 2018", "11/14/18 20:30:00",
         "20181114203000", "318 2018", "2018 46 3", "2018 0 1", "2018 45 Wed", "20:30:00.25", "2018-11-14T20:30:00+0800", "2018-11-14T20:30:00Z",
         "2018-11-14T20:30:00-03:30", "1112018", "2018年11月14日", "2018-02-30", "2018-13-01", "2018-1-1", "%2018", "61", "60", "Feb 29", "", " 7",
         "18366", "11120", "UTC 2018", "12 AM", "12 pm", "2018-11-14 trailing", "0000-01-01", "69", "68001", "Jan  3"]


def python_month(year, month):
    return calendar.TextCalendar(0).formatmonth(year, month)


def ask_python(question):
    kind = question["kind"]
    if kind == "strptime":
        try:
            return repr(datetime.datetime.strptime(question["text"], question["format"]))
        except (ValueError, re.error) as error:
            return str(error)
    when = datetime.datetime.fromtimestamp(question["epoch"], zoneinfo.ZoneInfo(question["zone"]))
    if kind == "calendar":
        return python_month(when.year, when.month)
    return when.strftime(question["format"])


def is_same(python, engine):
    if re.match(r"redefinition of group name", python):
        return engine.endswith("stands twice in the format")
    return python == engine


def main():
    rng = random.Random(int(os.environ.get("SEED", "20181103")))
    questions = []
    for zone in ZONES:
        for _ in range(600):
            epoch = rng.randint(-2**31, 2**33)
            questions.append({"kind": "strftime", "zone": zone, "epoch": epoch, "format": FORMAT})
        # The hours around every change of this century's first years.
        for epoch in range(946684800, 946684800 + 3 * 366 * 86400, 3600 * 11):
            questions.append({"kind": "strftime", "zone": zone, "epoch": epoch, "format": "%F %T %z %Z"})
    for _ in range(1000):
        questions.append({"kind": "calendar", "zone": "UTC", "epoch": rng.randint(-62135596800, 253402300799 - 86400)})
    for text in TEXTS:
        for fmt in FORMATS:
            questions.append({"kind": "strptime", "text": text, "format": fmt})
    lines = "".join(json.dumps(q) + "\n" for q in questions)
    done = subprocess.run([sys.argv[1]], input=lines.encode(), stdout=subprocess.PIPE, check=True)
    bad = 0
    for question, line in zip(questions, done.stdout.decode().splitlines()):
        python, engine = ask_python(question), json.loads(line)
        if not is_same(python, engine):
            bad += 1
            if bad <= int(os.environ.get("SHOW", "8")):
                print("# %s\n#   python %r\n#   engine %r" % (json.dumps(question, ensure_ascii=False), python, engine))
    print("1..1\n%s 1 - %d questions have Python's answers (%d differ)" % ("ok" if not bad else "not ok", len(questions), bad))
    sys.exit(1 if bad else 0)


main()
