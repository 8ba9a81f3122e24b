/*
 * Time zones without touching the process's TZ: TZif files (RFC 8536) and the rules of POSIX's TZ variable. Hostile
 * files are bounded and refused. A zone is read only once made. Any thread.
 */
#ifndef LAB_CLOCK_ZONE_H
#define LAB_CLOCK_ZONE_H

#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

struct zone_type {
	int32_t offset_s; /* east of UTC */
	bool is_dst;
	char name[16]; /* "CST" */
};

struct zone_change {  /* when daylight saving begins or ends in a year */
	uint8_t kind; /* 'M' month.week.day, 'J' day without leap day, 'n' day from 0 */
	int32_t month, week, day, time_s;
};

struct zone_rule { /* "CET-1CEST,M3.5.0,M10.5.0/3" */
	bool is_set, has_dst;
	struct zone_type standard, daylight;
	struct zone_change begin, end;
};

struct zone {
	int64_t *times; /* owned, ascending */
	uint8_t *types; /* owned: from times[i] on, kinds[types[i]] */
	size_t time_count;
	struct zone_type *kinds; /* owned */
	size_t kind_count;
	struct zone_rule rule; /* after the last time */
	bool is_from_rule;     /* no tzdata here: by a rule built in, right for today, not for history */
};

bool zone_parse(struct zone *out, struct str tzif, struct err *err);
bool zone_rule_parse(struct zone_rule *out, struct str text); /* POSIX.1-2017 8.3 with RFC 8536 3.3.1's hours */
/* By its name in the tz database: from DIR ("/usr/share/zoneinfo"), else from the rules built in. */
bool zone_find(struct zone *out, const char *dir, struct str name, struct err *err);
void zone_fini(struct zone *);
struct zone_type zone_at(const struct zone *, int64_t epoch_s);

#endif
