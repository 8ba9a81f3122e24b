/*
 * Dates of the proleptic Gregorian calendar as arithmetic: days, weekdays, weeks. Pure; years 1 to 9999 as in datetime.
 */
#ifndef LAB_CLOCK_CIVIL_H
#define LAB_CLOCK_CIVIL_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

#define CIVIL_EPOCH_MIN (-INT64_C(62135596800)) /* 0001-01-01 00:00:00 */
#define CIVIL_EPOCH_MAX INT64_C(253402300799)   /* 9999-12-31 23:59:59 */

struct civil {
	int32_t year;                 /* 1–9999 */
	int32_t month, day;           /* 1–12, 1–31 */
	int32_t hour, minute, second; /* second 0–59 */
	int32_t microsecond;
	int32_t weekday;  /* Monday is 0 */
	int32_t yearday;  /* 1–366 */
	int32_t offset_s; /* east of UTC */
	bool has_offset;
	char zone[16]; /* "CST"; "" if none */
};

bool civil_is_leap(int64_t year);
int32_t civil_month_days(int64_t year, int32_t month);
int64_t civil_days(int64_t year, int32_t month, int32_t day); /* since 1970-01-01 */
/* Wall-clock fields of EPOCH_S + OFFSET_S; clamped to the years above. */
struct civil civil_of_epoch(int64_t epoch_s, int32_t offset_s);
int64_t civil_epoch(const struct civil *);                       /* with its offset taken off */
void civil_complete(struct civil *);                             /* weekday and yearday from the date */
int32_t civil_week(const struct civil *, int32_t first_weekday); /* %W with Monday (0), %U with Sunday (6) */
void civil_iso_week(const struct civil *, int32_t *year, int32_t *week);

/* A month as Python's calendar.month(year, month) returns it, Monday first. */
void civil_write_month(int32_t year, int32_t month, struct str_buf *out);

extern const char *const civil_month_names[12], *const civil_day_names[7]; /* English, as in the C locale */

#endif
