/* Any bytes as a date: what is read exists, what it used lies inside the text, and its ISO form reads as the same. */
#include "lesson/date.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = str_of((const char *)data, size);
	struct date date, again;
	size_t used = 0;
	int weekday = -2;
	char iso[11];

	if (!date_read(text, &date, &used, &weekday))
		return 0;
	date_format_iso(date, iso);
	if (used > size || weekday < -1 || weekday > 6 || date_weekday(date) < 0 || date_weekday(date) > 6)
		abort();
	if (!date_read(str_of_c(iso), &again, &used, &weekday) || date_compare(date, again) != 0 || used != 10)
		abort();
	return 0;
}
