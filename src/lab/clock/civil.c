/* Calendar arithmetic (days from civil: era of 400 years, years beginning in March). */
#include "lab/clock/civil.h"

#include <string.h>

enum {
	DAY_S = 86400,
	ERA_DAYS = 146097,          /* 400 years */
	EPOCH_FROM_MARCH_0 = 719468 /* days from 0000-03-01 to 1970-01-01 */
};

const char *const civil_month_names[12] = {
	"January", "February", "March",     "April",   "May",      "June",
	"July",    "August",   "September", "October", "November", "December",
};
const char *const civil_day_names[7] = {
	"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
};

bool
civil_is_leap(int64_t year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int32_t
civil_month_days(int64_t year, int32_t month)
{
	static const int32_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return days[month - 1] + (month == 2 && civil_is_leap(year));
}

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

int64_t
civil_days(int64_t year, int32_t month, int32_t day)
{
	int64_t march_year = month <= 2 ? year - 1 : year;
	int64_t era = floor_div(march_year, 400), year_of_era = march_year - era * 400;
	int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;

	return era * ERA_DAYS + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
	       EPOCH_FROM_MARCH_0;
}

static void
set_date(struct civil *civil, int64_t days)
{
	int64_t shifted = days + EPOCH_FROM_MARCH_0, era = floor_div(shifted, ERA_DAYS);
	int64_t day_of_era = shifted - era * ERA_DAYS;
	int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / (ERA_DAYS - 1)) / 365;
	int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t march_month = (5 * day_of_year + 2) / 153;

	civil->day = (int32_t)(day_of_year - (153 * march_month + 2) / 5 + 1);
	civil->month = (int32_t)(march_month < 10 ? march_month + 3 : march_month - 9);
	civil->year = (int32_t)(year_of_era + era * 400 + (civil->month <= 2));
}

void
civil_complete(struct civil *civil)
{
	int64_t days = civil_days(civil->year, civil->month, civil->day);

	civil->weekday = (int32_t)((days % 7 + 7 + 3) % 7); /* 1970-01-01 was a Thursday */
	civil->yearday = (int32_t)(days - civil_days(civil->year, 1, 1) + 1);
}

struct civil
civil_of_epoch(int64_t epoch_s, int32_t offset_s)
{
	struct civil civil = { .offset_s = offset_s, .has_offset = true };
	int64_t local_s, second_of_day;

	if (epoch_s < CIVIL_EPOCH_MIN)
		epoch_s = CIVIL_EPOCH_MIN;
	if (epoch_s > CIVIL_EPOCH_MAX)
		epoch_s = CIVIL_EPOCH_MAX;
	local_s = epoch_s + offset_s;
	if (local_s < CIVIL_EPOCH_MIN)
		local_s = CIVIL_EPOCH_MIN;
	if (local_s > CIVIL_EPOCH_MAX)
		local_s = CIVIL_EPOCH_MAX;
	second_of_day = local_s - floor_div(local_s, DAY_S) * DAY_S;
	set_date(&civil, floor_div(local_s, DAY_S));
	civil.hour = (int32_t)(second_of_day / 3600);
	civil.minute = (int32_t)(second_of_day / 60 % 60);
	civil.second = (int32_t)(second_of_day % 60);
	civil_complete(&civil);
	return civil;
}

int64_t
civil_epoch(const struct civil *civil)
{
	return civil_days(civil->year, civil->month, civil->day) * DAY_S + civil->hour * 3600 + civil->minute * 60 +
	       civil->second - (civil->has_offset ? civil->offset_s : 0);
}

int32_t
civil_week(const struct civil *civil, int32_t first_weekday)
{
	int32_t since_first = (civil->weekday - first_weekday + 7) % 7;

	return (civil->yearday - 1 - since_first + 7) / 7;
}

void
civil_iso_week(const struct civil *civil, int32_t *year, int32_t *week)
{
	/* The week belongs to the year its Thursday is in. */
	int64_t thursday = civil_days(civil->year, civil->month, civil->day) - civil->weekday + 3;
	struct civil at = { 0 };

	set_date(&at, thursday);
	*year = at.year;
	*week = (int32_t)((thursday - civil_days(at.year, 1, 1)) / 7 + 1);
}

static void
append_centred(struct str_buf *out, struct str text, size_t width)
{
	size_t left = width > text.len ? (width - text.len) / 2 + ((width - text.len) & width & 1) : 0;

	str_buf_append_repeat(out, STR(" "), left);
	str_buf_append(out, text);
}

void
civil_write_month(int32_t year, int32_t month, struct str_buf *out)
{
	struct civil first = { .year = year, .month = month, .day = 1 };
	struct str_buf title = { 0 };
	int32_t days = civil_month_days(year, month);

	civil_complete(&first);
	str_buf_printf(&title, "%s %d", civil_month_names[month - 1], year);
	append_centred(out, str_buf_str(&title), 20);
	str_buf_append_c(out, "\nMo Tu We Th Fr Sa Su\n");
	for (int32_t cell = 0; cell < first.weekday + days; cell++) {
		int32_t day = cell - first.weekday + 1;

		if (cell % 7)
			str_buf_append_byte(out, ' ');
		if (day < 1)
			str_buf_append_c(out, "  ");
		else
			str_buf_printf(out, "%2d", day);
		if (cell % 7 == 6 || day == days)
			str_buf_append_byte(out, '\n');
	}
	str_buf_fini(&title);
}
