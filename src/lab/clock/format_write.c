/* strftime: fields to text. */
#include "base/alloc.h"
#include "base/i18n.h"
#include "lab/clock/format.h"

#include <stdlib.h>

static const struct {
	char directive;
	const char *meaning;
} meanings[] = {
	{ 'a', N_("weekday, short") },
	{ 'A', N_("weekday") },
	{ 'w', N_("weekday as a number, Sunday is 0") },
	{ 'd', N_("day of the month") },
	{ 'b', N_("month, short") },
	{ 'B', N_("month") },
	{ 'm', N_("month as a number") },
	{ 'y', N_("year without its century") },
	{ 'Y', N_("year") },
	{ 'H', N_("hour, 00 to 23") },
	{ 'I', N_("hour, 01 to 12") },
	{ 'p', N_("AM or PM") },
	{ 'M', N_("minute") },
	{ 'S', N_("second") },
	{ 'f', N_("microsecond") },
	{ 'z', N_("offset from UTC") },
	{ 'Z', N_("name of the time zone") },
	{ 'j', N_("day of the year") },
	{ 'U', N_("week of the year, from Sunday") },
	{ 'W', N_("week of the year, from Monday") },
	{ 'c', N_("date and time") },
	{ 'x', N_("date") },
	{ 'X', N_("time") },
	{ 'G', N_("year of the ISO week") },
	{ 'u', N_("weekday as a number, Monday is 1") },
	{ 'V', N_("ISO week") },
	{ '%', N_("a percent sign") },
};

const char *
format_meaning(char directive)
{
	for (size_t i = 0; i < ARRAY_LEN(meanings); i++)
		if (meanings[i].directive == directive)
			return meanings[i].meaning;
	return NULL;
}

static void
write_offset(const struct civil *civil, struct str_buf *out)
{
	int32_t offset_s = civil->offset_s, rest_s = abs(offset_s);

	if (!civil->has_offset)
		return;
	str_buf_printf(out, "%c%02d%02d", offset_s < 0 ? '-' : '+', rest_s / 3600, rest_s / 60 % 60);
	if (rest_s % 60)
		str_buf_printf(out, "%02d", rest_s % 60);
}

static void
write_week(const struct civil *civil, char directive, struct str_buf *out)
{
	int32_t year, week;

	civil_iso_week(civil, &year, &week);
	if (directive == 'G')
		str_buf_printf(out, "%d", year);
	else
		str_buf_printf(out, "%02d", week);
}

/* Directives that are others put together. */
static const char *
expansion(char directive)
{
	switch (directive) {
	case 'c':
		return "%a %b %e %H:%M:%S %Y";
	case 'x':
	case 'D':
		return "%m/%d/%y";
	case 'X':
	case 'T':
		return "%H:%M:%S";
	case 'F':
		return "%Y-%m-%d";
	case 'R':
		return "%H:%M";
	case 'r':
		return "%I:%M:%S %p";
	}
	return NULL;
}

static bool
write_date(const struct civil *civil, char directive, struct str_buf *out)
{
	const char *day = civil_day_names[civil->weekday], *month = civil_month_names[civil->month - 1];

	switch (directive) {
	case 'a':
		str_buf_append(out, str_of(day, 3));
		return true;
	case 'A':
		str_buf_append_c(out, day);
		return true;
	case 'w':
		str_buf_printf(out, "%d", (civil->weekday + 1) % 7);
		return true;
	case 'u':
		str_buf_printf(out, "%d", civil->weekday + 1);
		return true;
	case 'd':
		str_buf_printf(out, "%02d", civil->day);
		return true;
	case 'e':
		str_buf_printf(out, "%2d", civil->day);
		return true;
	case 'b':
	case 'h':
		str_buf_append(out, str_of(month, 3));
		return true;
	case 'B':
		str_buf_append_c(out, month);
		return true;
	case 'm':
		str_buf_printf(out, "%02d", civil->month);
		return true;
	case 'y':
		str_buf_printf(out, "%02d", civil->year % 100);
		return true;
	case 'Y':
		str_buf_printf(out, "%d", civil->year);
		return true;
	case 'j':
		str_buf_printf(out, "%03d", civil->yearday);
		return true;
	case 'U':
		str_buf_printf(out, "%02d", civil_week(civil, 6));
		return true;
	case 'W':
		str_buf_printf(out, "%02d", civil_week(civil, 0));
		return true;
	case 'G':
	case 'V':
		write_week(civil, directive, out);
		return true;
	}
	return false;
}

static bool
write_time(const struct civil *civil, char directive, struct str_buf *out)
{
	switch (directive) {
	case 'H':
		str_buf_printf(out, "%02d", civil->hour);
		return true;
	case 'I':
		str_buf_printf(out, "%02d", (civil->hour + 11) % 12 + 1);
		return true;
	case 'p':
		str_buf_append_c(out, civil->hour < 12 ? "AM" : "PM");
		return true;
	case 'M':
		str_buf_printf(out, "%02d", civil->minute);
		return true;
	case 'S':
		str_buf_printf(out, "%02d", civil->second);
		return true;
	case 'f':
		str_buf_printf(out, "%06d", civil->microsecond);
		return true;
	case 's':
		str_buf_printf(out, "%lld", (long long)civil_epoch(civil));
		return true;
	case 'z':
		write_offset(civil, out);
		return true;
	case 'Z':
		str_buf_append_c(out, civil->zone);
		return true;
	case 'n':
		str_buf_append_byte(out, '\n');
		return true;
	case 't':
		str_buf_append_byte(out, '\t');
		return true;
	case '%':
		str_buf_append_byte(out, '%');
		return true;
	}
	return false;
}

void
format_write(const struct civil *civil, struct str format, struct str_buf *out)
{
	for (size_t i = 0; i < format.len; i++) {
		char directive = i + 1 < format.len ? format.data[i + 1] : '\0';

		if (format.data[i] != '%' || i + 1 == format.len) {
			str_buf_append_byte(out, format.data[i]);
			continue;
		}
		i++;
		if (expansion(directive))
			format_write(civil, str_of_c(expansion(directive)), out);
		else if (!write_date(civil, directive, out) && !write_time(civil, directive, out))
			str_buf_printf(out, "%%%c", directive);
	}
}

void
format_write_repr(const struct civil *civil, struct str_buf *out)
{
	int32_t offset_s = civil->offset_s;

	str_buf_printf(out, "datetime.datetime(%d, %d, %d, %d, %d", civil->year, civil->month, civil->day, civil->hour,
		       civil->minute);
	if (civil->second || civil->microsecond)
		str_buf_printf(out, ", %d", civil->second);
	if (civil->microsecond)
		str_buf_printf(out, ", %d", civil->microsecond);
	if (civil->has_offset && !offset_s) {
		str_buf_append_c(out, ", tzinfo=datetime.timezone.utc");
	} else if (civil->has_offset) {
		/* A timedelta keeps its seconds from 0 to 86399 and lets the days be negative. */
		int32_t days = offset_s < 0 ? -1 : 0;

		str_buf_append_c(out, ", tzinfo=datetime.timezone(datetime.timedelta(");
		if (days)
			str_buf_printf(out, "days=%d, ", days);
		str_buf_printf(out, "seconds=%d))", offset_s - days * 86400);
	}
	str_buf_append_byte(out, ')');
}
