/* strptime: text to fields, trying the longest reading of each directive first, as Python's regular expressions do. */
#include "base/alloc.h"
#include "base/i18n.h"
#include "lab/clock/format.h"

#include <string.h>

enum {
	STEPS_MAX = 100000, /* of going back: formats are short, but may come from anywhere */
	FORMAT_BYTES_MAX = 1024
};

struct fields {
	int32_t year, month, day, hour, hour12, minute, second, microsecond, yearday, weekday, week, week_start;
	int32_t is_pm, offset_s;
	bool has_year, has_yearday, has_weekday, has_week, has_hour12, has_offset;
	char zone[8];
};

struct reader {
	struct str text, format;
	struct fields fields;
	size_t end; /* of what was read */
	int steps;
};

static bool read_from(struct reader *, size_t at, size_t format_at);

static bool
is_blank(char byte)
{
	return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/* Directives that are numbers: digits at most, and the values allowed. */
static const struct number {
	char directive;
	int digits;
	int32_t min, max;
	bool is_exact; /* all digits must be there */
} numbers[] = {
	{ 'd', 2, 1, 31, false },  { 'f', 6, 0, 999999, false }, { 'H', 2, 0, 23, false }, { 'I', 2, 1, 12, false },
	{ 'j', 3, 1, 366, false }, { 'm', 2, 1, 12, false },     { 'M', 2, 0, 59, false }, { 'S', 2, 0, 61, false },
	{ 'U', 2, 0, 53, false },  { 'W', 2, 0, 53, false },     { 'w', 1, 0, 6, false },  { 'u', 1, 1, 7, false },
	{ 'y', 2, 0, 99, true },   { 'Y', 4, 0, 9999, true },
};

static void
store(struct fields *fields, char directive, int32_t value, int digits)
{
	switch (directive) {
	case 'd':
		fields->day = value;
		break;
	case 'f':
		for (; digits < 6; digits++)
			value *= 10;
		fields->microsecond = value;
		break;
	case 'H':
		fields->hour = value;
		break;
	case 'I':
		fields->hour12 = value;
		fields->has_hour12 = true;
		break;
	case 'j':
		fields->yearday = value;
		fields->has_yearday = true;
		break;
	case 'm':
		fields->month = value;
		break;
	case 'M':
		fields->minute = value;
		break;
	case 'S':
		fields->second = value;
		break;
	case 'U':
	case 'W':
		fields->week = value;
		fields->week_start = directive == 'U' ? 6 : 0;
		fields->has_week = true;
		break;
	case 'w':
	case 'u':
		fields->weekday = (value + 6) % 7;
		fields->has_weekday = true;
		break;
	case 'y':
		value += value <= 68 ? 2000 : 1900;
		/* fall through */
	case 'Y':
		fields->year = value;
		fields->has_year = true;
		break;
	}
}

static bool
read_number(struct reader *reader, const struct number *number, size_t at, size_t format_at)
{
	const char *data = reader->text.data;
	int available = 0;

	while (available < number->digits && at + (size_t)available < reader->text.len &&
	       data[at + (size_t)available] >= '0' && data[at + (size_t)available] <= '9')
		available++;
	for (int digits = available; digits >= (number->is_exact ? number->digits : 1); digits--) {
		struct fields before = reader->fields;
		int32_t value = 0;

		for (int i = 0; i < digits; i++)
			value = value * 10 + data[at + (size_t)i] - '0';
		if (value < number->min || value > number->max)
			continue;
		store(&reader->fields, number->directive, value, digits);
		if (read_from(reader, at + (size_t)digits, format_at))
			return true;
		reader->fields = before;
	}
	/* Only %d takes a blank for its first digit. */
	if (number->directive == 'd' && at + 1 < reader->text.len && data[at] == ' ' && data[at + 1] >= '1' &&
	    data[at + 1] <= '9') {
		reader->fields.day = data[at + 1] - '0';
		return read_from(reader, at + 2, format_at);
	}
	return false;
}

/* One of COUNT names, LEN bytes of each (0: all); no name here begins another, so there is nothing to go back to. */
static bool
read_name(struct reader *reader, const char *const *names, int count, size_t len, int32_t *out, size_t at,
	  size_t format_at)
{
	for (int i = 0; i < count; i++) {
		size_t name_len = len ? len : strlen(names[i]);
		struct str here = str_cut(reader->text, at, at + name_len);

		if (here.len != name_len || !str_is_equal_nocase(here, str_of(names[i], name_len)))
			continue;
		*out = i;
		return read_from(reader, at + name_len, format_at);
	}
	return false;
}

static bool
two_digits(struct str text, size_t at, int32_t max, int32_t *out)
{
	if (at + 2 > text.len || text.data[at] < '0' || text.data[at] > '9' || text.data[at + 1] < '0' ||
	    text.data[at + 1] > '9')
		return false;
	*out = (text.data[at] - '0') * 10 + text.data[at + 1] - '0';
	return *out <= max;
}

/* +hhmm, +hh:mm, with seconds, or Z */
static bool
read_offset(struct reader *reader, size_t at, size_t format_at)
{
	struct str text = reader->text;
	int32_t hours, minutes, seconds;
	size_t next = at + 1;
	int32_t sign_;

	if (at >= text.len)
		return false;
	reader->fields.has_offset = true;
	if (text.data[at] == 'Z') {
		reader->fields.offset_s = 0;
		return read_from(reader, next, format_at);
	}
	sign_ = text.data[at] == '-' ? -1 : 1;
	if ((text.data[at] != '+' && text.data[at] != '-') || !two_digits(text, next, 99, &hours))
		return false;
	next += 2;
	next += next < text.len && text.data[next] == ':';
	if (!two_digits(text, next, 59, &minutes))
		return false;
	next += 2;
	reader->fields.offset_s = sign_ * (hours * 3600 + minutes * 60);
	if (two_digits(text, next + (next < text.len && text.data[next] == ':'), 59, &seconds)) {
		size_t behind = next + 2 + (text.data[next] == ':');

		reader->fields.offset_s += sign_ * seconds;
		if (read_from(reader, behind, format_at))
			return true;
		reader->fields.offset_s -= sign_ * seconds;
	}
	return read_from(reader, next, format_at);
}

static bool
read_directive(struct reader *reader, char directive, size_t at, size_t format_at)
{
	static const char *const halves[] = { "AM", "PM" }, *const zones[] = { "UTC", "GMT" };
	struct fields *fields = &reader->fields;

	for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
		if (numbers[i].directive == directive)
			return read_number(reader, &numbers[i], at, format_at);
	switch (directive) {
	case 'a':
	case 'A':
		fields->has_weekday = true;
		return read_name(reader, civil_day_names, 7, directive == 'a' ? 3 : 0, &fields->weekday, at, format_at);
	case 'b':
	case 'B': {
		int32_t month = 0, *slot = &month;

		/* The name's index is stored before what follows is read; months count from 1. */
		for (int i = 0; i < 12; i++) {
			fields->month = i + 1;
			if (read_name(reader, &civil_month_names[i], 1, directive == 'b' ? 3 : 0, slot, at, format_at))
				return true;
		}
		return false;
	}
	case 'p':
		return read_name(reader, halves, 2, 0, &fields->is_pm, at, format_at);
	case 'Z': {
		int32_t unused;

		memcpy(fields->zone, "UTC", 4);
		return read_name(reader, zones, 2, 0, &unused, at, format_at);
	}
	case 'z':
		return read_offset(reader, at, format_at);
	case '%':
		return at < reader->text.len && reader->text.data[at] == '%' && read_from(reader, at + 1, format_at);
	}
	return false;
}

static char
lower(char byte)
{
	return byte >= 'A' && byte <= 'Z' ? (char)(byte + 32) : byte;
}

/* Match the format from FORMAT_AT on with the text from AT on. */
static bool
read_from(struct reader *reader, size_t at, size_t format_at)
{
	if (++reader->steps > STEPS_MAX)
		return false;
	while (format_at < reader->format.len) {
		char byte = reader->format.data[format_at];

		if (byte == '%' && format_at + 1 < reader->format.len)
			return read_directive(reader, reader->format.data[format_at + 1], at, format_at + 2);
		if (is_blank(byte)) { /* any blanks for any blanks, but at least one; %d may want the last */
			size_t end = at;

			while (format_at < reader->format.len && is_blank(reader->format.data[format_at]))
				format_at++;
			while (end < reader->text.len && is_blank(reader->text.data[end]))
				end++;
			for (; end > at; end--)
				if (read_from(reader, end, format_at))
					return true;
			return false;
		}
		if (at >= reader->text.len || lower(reader->text.data[at]) != lower(byte))
			return false;
		at++;
		format_at++;
	}
	reader->end = at;
	return true;
}

/* ---- the format ---- */

/* %c %x %X written out; false and the error for a directive that is none. */
static bool
prepare_format(struct str format, struct str_buf *out, struct err *err)
{
	bool seen[128] = { false };

	if (format.len > FORMAT_BYTES_MAX)
		return err_set(err, _("a format has at most %d bytes"), FORMAT_BYTES_MAX);
	for (size_t i = 0; i < format.len; i++) {
		char directive;

		if (format.data[i] != '%') {
			str_buf_append_byte(out, format.data[i]);
			continue;
		}
		if (++i == format.len)
			return err_set(err, _("stray %% in format '%.*s'"), STR_ARG(format));
		directive = format.data[i];
		if (directive == 'G' || directive == 'V')
			return err_set(err, _("this lab does not read %%%c"), directive);
		if (!format_meaning(directive))
			return err_set(err, _("'%.*s' is a bad directive in format '%.*s'"),
				       STR_ARG(str_cut(format, i, i + 1)), STR_ARG(format));
		if (directive != '%' && seen[(unsigned char)directive & 127])
			return err_set(err, _("%%%c stands twice in the format"), directive);
		seen[(unsigned char)directive & 127] = true;
		if (directive == 'c')
			str_buf_append_c(out, "%a %b %d %H:%M:%S %Y");
		else if (directive == 'x')
			str_buf_append_c(out, "%m/%d/%y");
		else if (directive == 'X')
			str_buf_append_c(out, "%H:%M:%S");
		else
			str_buf_printf(out, "%%%c", directive);
	}
	return true;
}

/* ---- from fields to a date ---- */

static int32_t
yearday_of_week(const struct fields *fields)
{
	struct civil first = { .year = fields->year, .month = 1, .day = 1 };
	int32_t first_weekday, weekday, before;

	civil_complete(&first);
	first_weekday = (first.weekday - fields->week_start + 7) % 7;
	weekday = (fields->weekday - fields->week_start + 7) % 7;
	before = (7 - first_weekday) % 7;
	return fields->week ? 1 + before + 7 * (fields->week - 1) + weekday : 1 + weekday - first_weekday;
}

static void
set_from_yearday(struct civil *out, int32_t year, int32_t yearday)
{
	struct civil date = civil_of_epoch((civil_days(year, 1, 1) + yearday - 1) * 86400, 0);

	out->year = date.year;
	out->month = date.month;
	out->day = date.day;
}

static bool
make_civil(const struct fields *fields, struct civil *out, struct err *err)
{
	*out = (struct civil){
		.year = fields->year,
		.month = fields->month,
		.day = fields->day,
		.hour = fields->hour,
		.minute = fields->minute,
		.second = fields->second,
		.microsecond = fields->microsecond,
		.offset_s = fields->offset_s,
		.has_offset = fields->has_offset,
	};
	if (fields->has_hour12)
		out->hour = fields->hour12 % 12 + (fields->is_pm ? 12 : 0);
	if (fields->year < 1)
		return err_set(err, _("year 0 is out of range"));
	if (fields->has_yearday)
		set_from_yearday(out, fields->year, fields->yearday);
	else if (fields->has_week && fields->has_weekday)
		set_from_yearday(out, fields->year, yearday_of_week(fields));
	if (out->second > 59)
		return err_set(err, _("second must be in 0..59"));
	if (out->day > civil_month_days(out->year, out->month))
		return err_set(err, _("day is out of range for month"));
	memcpy(out->zone, fields->zone, sizeof(fields->zone));
	civil_complete(out);
	return true;
}

bool
format_read(struct str text, struct str format, struct civil *out, struct err *err)
{
	struct str_buf prepared = { 0 };
	struct reader reader = { .text = text, .fields = { .year = 1900, .month = 1, .day = 1 } };
	bool is_good = prepare_format(format, &prepared, err);

	reader.format = str_buf_str(&prepared);
	if (is_good && !read_from(&reader, 0, 0))
		is_good = err_set(err, _("time data '%.*s' does not match format '%.*s'"), STR_ARG(text),
				  STR_ARG(format));
	else if (is_good && reader.end < text.len)
		is_good = err_set(err, _("unconverted data remains: %.*s"), STR_ARG(str_skip(text, reader.end)));
	is_good = is_good && make_civil(&reader.fields, out, err);
	str_buf_fini(&prepared);
	return is_good;
}
