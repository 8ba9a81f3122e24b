/*
 * Dates as people write them at the head of a lesson. Proleptic Gregorian, years 1000–9999. Pure; any thread.
 */
#ifndef LESSON_DATE_H
#define LESSON_DATE_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

struct date { /* all zero: no date */
	int16_t year;
	uint8_t month; /* 1–12 */
	uint8_t day;   /* 1–31 */
};

/*
 * Read a date at the start of TEXT: 2018年11月3日, 2018-11-03, 2018/11/3, 2018.11.3, 20181103, Nov 3, 2018,
 * 3 November 2018, and the same in full-width digits; then, if there, a weekday (周六 星期六 礼拜六 Sat Saturday,
 * in brackets or not). *USED is the bytes of both with the blanks and the one of : ： - – — · | that separates them
 * from a title. *WEEKDAY is the one written, 0 Monday … 6 Sunday, or -1. False if it is no date that exists.
 */
bool date_read(struct str text, struct date *out, size_t *used, int *weekday);
/* The date at the start of a file name: "2018-11-03-modules.md", "20181103.md". */
bool date_read_file_name(struct str name, struct date *out);

bool date_is_set(struct date);
int date_compare(struct date, struct date);
int date_weekday(struct date);                            /* 0 Monday … 6 Sunday */
const char *date_weekday_short(int weekday);              /* translated: 六, Sat */
void date_format_iso(struct date, char out[11]);          /* 2018-11-03 */
void date_format_long(struct date, struct str_buf *out);  /* translated, with weekday: 2018年11月3日 周六 */
void date_format_month(struct date, struct str_buf *out); /* translated: 2018 年 11 月 */

#endif
