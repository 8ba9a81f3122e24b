/* Rules of the TZ variable, and what a zone's clocks show at an instant. */
#include "lab/clock/civil.h"
#include "lab/clock/zone.h"

#include <string.h>

enum {
	DAY_S = 86400,
	HOURS_MAX = 167 /* RFC 8536 3.3.1 */
};

/* ---- reading ---- */

static bool
take_byte(struct str *rest, char byte)
{
	if (!rest->len || rest->data[0] != byte)
		return false;
	*rest = str_skip(*rest, 1);
	return true;
}

static bool
take_number(struct str *rest, int32_t max, int32_t *out)
{
	size_t len = 0;
	int32_t value = 0;

	while (len < rest->len && len < 4 && rest->data[len] >= '0' && rest->data[len] <= '9')
		value = value * 10 + rest->data[len++] - '0';
	if (!len || value > max)
		return false;
	*rest = str_skip(*rest, len);
	*out = value;
	return true;
}

/* "CST" or "<+08>" */
static bool
take_name(struct str *rest, char *out, size_t size)
{
	bool is_quoted = take_byte(rest, '<');
	size_t len = 0;

	while (len < rest->len) {
		char byte = rest->data[len];
		bool is_letter = (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
		bool is_sign = (byte >= '0' && byte <= '9') || byte == '+' || byte == '-';

		if (!is_letter && !(is_quoted && is_sign))
			break;
		len++;
	}
	if (len < 3 || len >= size)
		return false;
	memcpy(out, rest->data, len);
	out[len] = '\0';
	*rest = str_skip(*rest, len);
	return !is_quoted || take_byte(rest, '>');
}

/* [+-]hh[:mm[:ss]] in seconds */
static bool
take_time(struct str *rest, int32_t *out)
{
	bool is_negative = take_byte(rest, '-');
	int32_t hours, minutes = 0, seconds = 0;

	if (!is_negative)
		take_byte(rest, '+');
	if (!take_number(rest, HOURS_MAX, &hours))
		return false;
	if (take_byte(rest, ':') && !take_number(rest, 59, &minutes))
		return false;
	if (minutes >= 0 && take_byte(rest, ':') && !take_number(rest, 59, &seconds))
		return false;
	*out = hours * 3600 + minutes * 60 + seconds;
	if (is_negative)
		*out = -*out;
	return true;
}

static bool
take_change(struct str *rest, struct zone_change *out)
{
	*out = (struct zone_change){ .time_s = 2 * 3600 };
	if (!take_byte(rest, ','))
		return false;
	if (take_byte(rest, 'M')) {
		out->kind = 'M';
		if (!take_number(rest, 12, &out->month) || out->month < 1 || !take_byte(rest, '.') ||
		    !take_number(rest, 5, &out->week) || out->week < 1 || !take_byte(rest, '.') ||
		    !take_number(rest, 6, &out->day))
			return false;
	} else {
		out->kind = take_byte(rest, 'J') ? 'J' : 'n';
		if (!take_number(rest, 365, &out->day) || (out->kind == 'J' && out->day < 1))
			return false;
	}
	return !take_byte(rest, '/') || take_time(rest, &out->time_s);
}

bool
zone_rule_parse(struct zone_rule *out, struct str text)
{
	struct zone_rule rule = { .is_set = true };
	int32_t west_s;

	*out = (struct zone_rule){ 0 };
	if (!take_name(&text, rule.standard.name, sizeof(rule.standard.name)) || !take_time(&text, &west_s))
		return false;
	rule.standard.offset_s = -west_s;
	if (text.len) {
		rule.has_dst = true;
		rule.daylight.is_dst = true;
		rule.daylight.offset_s = rule.standard.offset_s + 3600;
		if (!take_name(&text, rule.daylight.name, sizeof(rule.daylight.name)))
			return false;
		if (text.len && text.data[0] != ',') {
			if (!take_time(&text, &west_s))
				return false;
			rule.daylight.offset_s = -west_s;
		}
		if (!take_change(&text, &rule.begin) || !take_change(&text, &rule.end) || text.len)
			return false;
	}
	*out = rule;
	return true;
}

/* ---- asking ---- */

/* When CHANGE happens in YEAR, in seconds since 1970 of the clock that shows before it. */
static int64_t
change_time(const struct zone_change *change, int64_t year)
{
	int64_t day;

	if (change->kind == 'M') {
		int64_t first = civil_days(year, change->month, 1);
		int32_t weekday = (int32_t)((first % 7 + 7 + 4) % 7); /* Sunday is 0 here */
		int32_t day_of_month = (change->day - weekday + 7) % 7 + 1 + (change->week - 1) * 7;

		while (day_of_month > civil_month_days(year, change->month))
			day_of_month -= 7;
		day = first + day_of_month - 1;
	} else {
		day = civil_days(year, 1, 1) + change->day;
		if (change->kind == 'J' && !(civil_is_leap(year) && change->day >= 60))
			day--;
	}
	return day * DAY_S + change->time_s;
}

static struct zone_type
rule_at(const struct zone_rule *rule, int64_t epoch_s)
{
	int64_t begin, end, year;
	bool is_dst;

	if (!rule->has_dst)
		return rule->standard;
	year = civil_of_epoch(epoch_s, rule->standard.offset_s).year;
	begin = change_time(&rule->begin, year) - rule->standard.offset_s;
	end = change_time(&rule->end, year) - rule->daylight.offset_s;
	/* South of the equator daylight saving spans the new year. */
	is_dst = begin < end ? epoch_s >= begin && epoch_s < end : epoch_s >= begin || epoch_s < end;
	return is_dst ? rule->daylight : rule->standard;
}

static struct zone_type
first_type(const struct zone *zone)
{
	if (!zone->kind_count)
		return (struct zone_type){ .name = "UTC" };
	return zone->kinds[0];
}

struct zone_type
zone_at(const struct zone *zone, int64_t epoch_s)
{
	size_t low = 0, high = zone->time_count;

	if (zone->rule.is_set && (!zone->time_count || epoch_s >= zone->times[zone->time_count - 1]))
		return rule_at(&zone->rule, epoch_s);
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (zone->times[middle] <= epoch_s)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? zone->kinds[zone->types[low - 1]] : first_type(zone);
}
