/* Dates as people write them: read by trying a few forms, each made of the same small steps over the bytes. */
#include "lesson/date.h"

#include "base/alloc.h"
#include "base/i18n.h"

#include <stdio.h>
#include <string.h>

static const char *const month_names[12] = {
	N_("January"), N_("February"), N_("March"),     N_("April"),   N_("May"),      N_("June"),
	N_("July"),    N_("August"),   N_("September"), N_("October"), N_("November"), N_("December"),
};

static const char *const weekday_names[7] = {
	N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"),
};

static const char *const weekday_words[7] = {
	"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
};

static const char *const weekday_prefixes[] = { "星期", "礼拜", "禮拜", "周", "週" };

static const struct {
	const char *word;
	int weekday;
} weekday_digits[] = {
	{ "一", 0 }, { "二", 1 }, { "三", 2 }, { "四", 3 }, { "五", 4 }, { "六", 5 }, { "日", 6 }, { "天", 6 },
};

static const struct {
	const char *open, *close;
} brackets[] = {
	{ "(", ")" }, { "（", "）" }, { "[", "]" }, { "［", "］" }, { "【", "】" }, { "〔", "〕" },
};

static const char *const blanks[] = { " ", "\t", "\xC2\xA0", "\xE3\x80\x80" };
static const char *const title_separators[] = { ":", "：", "-", "–", "—", "·", "|", "｜" };
/* Between the numbers of one date the same sign stands twice; its full-width form counts as the sign. */
static const char *const field_separators[] = { "-", "－", "/", "／", ".", "．", "_" };
static const char *const day_signs[] = { "日", "号", "號" };
static const char *const commas[] = { ",", "，" };

static bool
take(struct str *rest, const char *text)
{
	/* The first byte tells nearly always; TEXT is not empty. */
	if (!rest->len || rest->data[0] != text[0] || !str_has_prefix(*rest, str_of_c(text)))
		return false;
	*rest = str_skip(*rest, strlen(text));
	return true;
}

/* The index of the first of WORDS that REST begins with, which is taken, or -1. */
static int
take_any(struct str *rest, const char *const words[], size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (take(rest, words[i]))
			return (int)i;
	return -1;
}
#define TAKE_ANY(rest, words) take_any((rest), (words), ARRAY_LEN(words))

static void
skip_blanks(struct str *rest)
{
	while (TAKE_ANY(rest, blanks) >= 0)
		;
}

/* The digit REST begins with, ASCII or full-width (U+FF10–FF19), or -1; *WIDTH is its bytes. */
static int
peek_digit(struct str rest, size_t *width)
{
	if (rest.len && rest.data[0] >= '0' && rest.data[0] <= '9') {
		*width = 1;
		return rest.data[0] - '0';
	}
	if (rest.len >= 3 && memcmp(rest.data, "\xEF\xBC", 2) == 0) {
		int digit = (unsigned char)rest.data[2] - 0x90;

		*width = 3;
		return digit >= 0 && digit <= 9 ? digit : -1;
	}
	return -1;
}

/* A number of MIN to MAX digits with no further digit behind it, or -1. */
static int
take_number(struct str *rest, int min, int max)
{
	struct str at = *rest;
	int value = 0, count = 0, digit;
	size_t width;

	while ((digit = peek_digit(at, &width)) >= 0) {
		if (++count > max)
			return -1;
		value = value * 10 + digit;
		at = str_skip(at, width);
	}
	if (count < min)
		return -1;
	*rest = at;
	return value;
}

static size_t
letter_count(struct str rest)
{
	size_t count = 0;

	while (count < rest.len && ((rest.data[count] | 0x20) >= 'a' && (rest.data[count] | 0x20) <= 'z'))
		count++;
	return count;
}

/* A whole word that is one of NAMES or a short form in use; a dot may follow. Its index or -1. */
static int
take_name(struct str *rest, const char *const names[], size_t count)
{
	static const char *const longer_forms[] = { "sept", "tues", "thur", "thurs" };
	struct str word = str_cut(*rest, 0, letter_count(*rest));
	bool is_short = word.len == 3;

	if (word.len < 3) /* most headings end here */
		return -1;

	for (size_t i = 0; i < ARRAY_LEN(longer_forms); i++)
		is_short |= str_is_equal_nocase(word, str_of_c(longer_forms[i]));
	for (size_t i = 0; i < count; i++) {
		struct str name = str_of_c(names[i]);

		if (str_is_equal_nocase(word, is_short ? str_cut(name, 0, word.len) : name)) {
			*rest = str_skip(*rest, word.len);
			take(rest, ".");
			return (int)i;
		}
	}
	return -1;
}

static bool
is_real(int year, int month, int day)
{
	static const int days[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	if (year < 1000 || year > 9999 || month < 1 || month > 12 || day < 1)
		return false;
	return day <= days[month - 1] + (month == 2 && is_leap);
}

static bool
make_date(int year, int month, int day, struct date *out)
{
	if (!is_real(year, month, day))
		return false;
	*out = (struct date){ .year = (int16_t)year, .month = (uint8_t)month, .day = (uint8_t)day };
	return true;
}

/* 2018年11月3日, blanks anywhere between. */
static bool
read_chinese(struct str *rest, struct date *out)
{
	int year = take_number(rest, 4, 4), month, day;

	skip_blanks(rest);
	if (year < 0 || !take(rest, "年"))
		return false;
	skip_blanks(rest);
	month = take_number(rest, 1, 2);
	skip_blanks(rest);
	if (month < 0 || !take(rest, "月"))
		return false;
	skip_blanks(rest);
	day = take_number(rest, 1, 2);
	struct str behind = *rest;

	skip_blanks(&behind);
	if (TAKE_ANY(&behind, day_signs) >= 0)
		*rest = behind;
	return make_date(year, month, day, out);
}

/* 2018-11-03, 2018/11/3, 2018.11.3; a fourth field means that it is something else, a version or an address. */
static bool
read_fields(struct str *rest, struct date *out)
{
	static const char kinds[] = "--//.._";
	int year = take_number(rest, 4, 4), month, day;
	int first = year < 0 ? -1 : TAKE_ANY(rest, field_separators), second;
	size_t width;

	if (first < 0)
		return false;
	month = take_number(rest, 1, 2);
	second = TAKE_ANY(rest, field_separators);
	if (second < 0 || kinds[first] != kinds[second])
		return false;
	day = take_number(rest, 1, 2);
	struct str behind = *rest;
	int third = TAKE_ANY(&behind, field_separators);

	if (third >= 0 && kinds[third] == '.' && kinds[first] == '.' && peek_digit(behind, &width) >= 0)
		return false;
	return make_date(year, month, day, out);
}

/* 20181103 */
static bool
read_compact(struct str *rest, struct date *out)
{
	int number = take_number(rest, 8, 8);

	return number >= 0 && make_date(number / 10000, number / 100 % 100, number % 100, out);
}

static void
skip_ordinal(struct str *rest)
{
	static const char *const ends[] = { "st", "nd", "rd", "th" };

	if (letter_count(*rest) == 2)
		TAKE_ANY(rest, ends);
}

static void
skip_comma(struct str *rest)
{
	skip_blanks(rest);
	TAKE_ANY(rest, commas);
	skip_blanks(rest);
}

/* Nov 3, 2018 */
static bool
read_month_first(struct str *rest, struct date *out)
{
	int month = take_name(rest, month_names, ARRAY_LEN(month_names)) + 1, day, year;

	if (month == 0)
		return false;
	skip_blanks(rest);
	day = take_number(rest, 1, 2);
	skip_ordinal(rest);
	skip_comma(rest);
	year = take_number(rest, 4, 4);
	return make_date(year, month, day, out);
}

/* 3 November 2018 */
static bool
read_day_first(struct str *rest, struct date *out)
{
	int day = take_number(rest, 1, 2), month, year;

	if (day < 0)
		return false;
	skip_ordinal(rest);
	skip_blanks(rest);
	month = take_name(rest, month_names, ARRAY_LEN(month_names)) + 1;
	skip_comma(rest);
	year = take_number(rest, 4, 4);
	return make_date(year, month, day, out);
}

static bool (*const forms[])(struct str *rest, struct date *out) = {
	read_chinese, read_fields, read_compact, read_month_first, read_day_first,
};

static int
take_weekday_word(struct str *rest)
{
	int weekday = take_name(rest, weekday_words, ARRAY_LEN(weekday_words));
	struct str behind = *rest;

	if (weekday >= 0)
		return weekday;
	if (TAKE_ANY(&behind, weekday_prefixes) < 0)
		return -1;
	for (size_t i = 0; i < ARRAY_LEN(weekday_digits); i++)
		if (take(&behind, weekday_digits[i].word)) {
			*rest = behind;
			return weekday_digits[i].weekday;
		}
	return -1;
}

/* A weekday, in brackets or not, with blanks and a comma before it; REST stays when there is none. */
static int
take_weekday(struct str *rest)
{
	struct str at = *rest;
	size_t bracket;

	skip_comma(&at);
	for (bracket = 0; bracket < ARRAY_LEN(brackets); bracket++)
		if (take(&at, brackets[bracket].open))
			break;
	skip_blanks(&at);
	int weekday = take_weekday_word(&at);

	if (weekday < 0)
		return -1;
	if (bracket < ARRAY_LEN(brackets)) {
		skip_blanks(&at);
		if (!take(&at, brackets[bracket].close))
			return -1;
	}
	*rest = at;
	return weekday;
}

static void
skip_title_separator(struct str *rest)
{
	skip_blanks(rest);
	int sign = TAKE_ANY(rest, title_separators);

	while (sign >= 0 && take(rest, title_separators[sign])) /* —— is one dash in Chinese */
		;
	skip_blanks(rest);
}

/* What may stand right behind a date: anything but more of the same word, save the time of a timestamp. */
static bool
is_end_of_date(struct str rest)
{
	size_t width;

	if (peek_digit(rest, &width) >= 0)
		return false;
	if (letter_count(rest) == 0)
		return true;
	return rest.data[0] == 'T' && peek_digit(str_skip(rest, 1), &width) >= 0;
}

/*
 * Every form has a digit, ASCII or full-width (of the latter the first bytes are looked at): most headings have none.
 */
static bool
has_digit(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if ((text.data[i] >= '0' && text.data[i] <= '9') || text.data[i] == '\xEF')
			return true;
	return false;
}

bool
date_read(struct str text, struct date *out, size_t *used, int *weekday)
{
	struct str start = text;

	if (!has_digit(text))
		return false;
	skip_blanks(&start);
	for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
		struct str rest = start;
		struct date date;

		if (!forms[i](&rest, &date) || !is_end_of_date(rest))
			continue;
		int written = take_weekday(&rest);

		skip_title_separator(&rest);
		*out = date;
		if (used)
			*used = text.len - rest.len;
		if (weekday)
			*weekday = written;
		return true;
	}
	return false;
}

bool
date_read_file_name(struct str name, struct date *out)
{
	return date_read(name, out, NULL, NULL);
}

bool
date_is_set(struct date date)
{
	return date.year != 0;
}

int
date_compare(struct date a, struct date b)
{
	int first = a.year * 10000 + a.month * 100 + a.day, second = b.year * 10000 + b.month * 100 + b.day;

	return (first > second) - (first < second);
}

/* Days since 0000-03-01 of the proleptic calendar tell the weekday: that day was a Wednesday. */
int
date_weekday(struct date date)
{
	int year = date.month <= 2 ? date.year - 1 : date.year, month = (date.month + 9) % 12;
	int days = year * 365 + year / 4 - year / 100 + year / 400 + (month * 306 + 5) / 10 + date.day - 1;

	return (days + 2) % 7;
}

const char *
date_weekday_short(int weekday)
{
	return weekday >= 0 && weekday < 7 ? _(weekday_names[weekday]) : "";
}

void
date_format_iso(struct date date, char out[11])
{
	snprintf(out, 11, "%04u-%02u-%02u", (unsigned)(uint16_t)date.year % 10000, date.month % 100u, date.day % 100u);
}

void
date_format_long(struct date date, struct str_buf *out)
{
	if (!is_real(date.year, date.month, date.day))
		return;
	/* TRANSLATORS: 1 year, 2 month ("November"), 3 day, 4 weekday ("Sat") */
	str_buf_printf(out, _("%4$s %3$d %2$s %1$d"), date.year, _(month_names[date.month - 1]), date.day,
		       date_weekday_short(date_weekday(date)));
}

void
date_format_month(struct date date, struct str_buf *out)
{
	if (!is_real(date.year, date.month, date.day))
		return;
	/* TRANSLATORS: 1 year, 2 month ("November") */
	str_buf_printf(out, _("%2$s %1$d"), date.year, _(month_names[date.month - 1]));
}
