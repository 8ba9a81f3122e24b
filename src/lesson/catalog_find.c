/* Lessons by name: the ones people type, and the keys progress is kept under. */
#include "lesson/catalog_internal.h"
#include "lesson/search.h"

#include <stdio.h>
#include <string.h>

/* "11-03", "11/3", "11月3日": month and day of the first lesson that has them. */
static size_t
find_month_day(const struct catalog *catalog, struct str name)
{
	unsigned month = 0, day = 0;
	char text[32];
	int used = 0;

	if (name.len >= sizeof(text))
		return STR_NONE;
	memcpy(text, name.data, name.len);
	text[name.len] = '\0';
	if ((sscanf(text, "%2u-%2u%n", &month, &day, &used) != 2 || text[used]) &&
	    (sscanf(text, "%2u/%2u%n", &month, &day, &used) != 2 || text[used]) &&
	    (sscanf(text, "%2u月%2u日%n", &month, &day, &used) != 2 || text[used]))
		return STR_NONE;
	for (size_t i = 0; i < catalog_lesson_count(catalog); i++) {
		struct date date = catalog_lesson(catalog, i)->date;

		if (date_is_set(date) && date.month == month && date.day == day)
			return i;
	}
	return STR_NONE;
}

/* The NUMBERth lesson from 1; 0 is the introduction. */
static size_t
find_number(const struct catalog *catalog, int64_t number)
{
	int64_t count = 0;

	for (size_t i = 0; i < catalog_lesson_count(catalog); i++) {
		if (catalog_lesson(catalog, i)->is_introduction) {
			if (number == 0)
				return i;
		} else if (++count == number) {
			return i;
		}
	}
	return STR_NONE;
}

static size_t
find_date(const struct catalog *catalog, struct date date)
{
	for (size_t i = 0; i < catalog_lesson_count(catalog); i++)
		if (!catalog_lesson(catalog, i)->is_introduction &&
		    date_compare(catalog_lesson(catalog, i)->date, date) == 0)
			return i;
	return STR_NONE;
}

static size_t
find_title(const struct catalog *catalog, struct str name)
{
	struct search_query *query = search_query_new(name, false, NULL);
	struct search_hit hit;
	size_t found = STR_NONE;

	for (size_t i = 0; query && found == STR_NONE && i < catalog_lesson_count(catalog); i++)
		if (search_next(query, str_of_c(catalog_lesson(catalog, i)->title), 0, &hit, NULL))
			found = i;
	search_query_free(query);
	return found;
}

size_t
catalog_find(const struct catalog *catalog, struct str name)
{
	struct date date;
	size_t used, found = STR_NONE;
	int weekday;
	int64_t number;

	name = str_trim(name);
	if (!name.len)
		return STR_NONE;
	if (date_read(name, &date, &used, &weekday) && used == name.len)
		found = find_date(catalog, date);
	if (found == STR_NONE && str_to_int64(name, &number) && number < INT32_MAX)
		found = find_number(catalog, number);
	if (found == STR_NONE)
		found = find_month_day(catalog, name);
	return found != STR_NONE ? found : find_title(catalog, name);
}

void
catalog_lesson_key(const struct catalog *catalog, size_t index, struct str_buf *out)
{
	const struct lesson *lesson = catalog_lesson(catalog, index);
	char iso[11];

	str_buf_append_c(out, catalog_file(catalog, lesson->file)->name);
	if (lesson->is_introduction) {
		str_buf_append_c(out, "#introduction");
	} else if (date_is_set(lesson->date)) {
		date_format_iso(lesson->date, iso);
		str_buf_printf(out, "#%s", iso);
	}
	if (lesson->ordinal > 1)
		str_buf_printf(out, "/%u", lesson->ordinal);
}

/* A look that spares the key of most lessons: the date it ends in, "…#2018-11-03" or "…#2018-11-03/2". */
static struct date
date_of_key(struct str key)
{
	struct date date = { 0 };
	size_t sign = str_rfind_byte(key, '#'), used;
	int weekday;

	if (sign != STR_NONE && !date_read(str_skip(key, sign + 1), &date, &used, &weekday))
		date = (struct date){ 0 };
	return date;
}

size_t
catalog_find_key(const struct catalog *catalog, struct str key)
{
	struct str_buf buf = { 0 };
	struct date date = date_of_key(key);
	size_t found = STR_NONE;

	for (size_t i = 0; found == STR_NONE && i < catalog_lesson_count(catalog); i++) {
		const struct lesson *lesson = catalog_lesson(catalog, i);

		if (!lesson->is_introduction && date_is_set(lesson->date) && date_compare(lesson->date, date) != 0)
			continue;
		str_buf_clear(&buf);
		catalog_lesson_key(catalog, i, &buf);
		if (str_is_equal(str_buf_str(&buf), key))
			found = i;
	}
	str_buf_fini(&buf);
	return found;
}
