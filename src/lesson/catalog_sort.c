/*
 * The lessons of a course in the orders they are asked for: by date, as they are shown,
 * and by their place in the files.
 */
#include "base/alloc.h"
#include "lesson/catalog_internal.h"

#include <string.h>

/* Introductions, then the dated by date, then the others; by file name and place in it where nothing else tells. */
static int
compare_lessons(const void *a_item, const void *b_item, void *ctx)
{
	const struct lesson *a = a_item, *b = b_item;
	const struct course_file *files = ctx;
	int a_class = a->is_introduction ? 0 : date_is_set(a->date) ? 1 : 2;
	int b_class = b->is_introduction ? 0 : date_is_set(b->date) ? 1 : 2;

	if (a_class != b_class)
		return a_class - b_class;
	int order = a_class == 1 ? date_compare(a->date, b->date) : 0;

	if (!order && a->file != b->file)
		order = strcmp(files[a->file].name, files[b->file].name);
	if (!order)
		order = a->start < b->start ? -1 : a->start > b->start;
	return order;
}

/* What is in order already, as most is, costs one look. */
static void
sort(struct lesson *lessons, size_t count, struct course_file *files)
{
	for (size_t i = 1; i < count; i++)
		if (compare_lessons(&lessons[i - 1], &lessons[i], files) > 0) {
			qsort_r(lessons, count, sizeof(*lessons), compare_lessons, files);
			return;
		}
}

void
catalog_sort_file(struct lessons *lessons)
{
	sort(lessons->items, lessons->len, NULL); /* of one file: names are not looked at */
	for (size_t i = 0; i < lessons->len; i++) {
		struct lesson *lesson = &lessons->items[i];
		bool is_next = i > 0 && date_compare(lesson[-1].date, lesson->date) == 0 &&
			       lesson[-1].is_introduction == lesson->is_introduction;

		lesson->ordinal = is_next ? lesson[-1].ordinal + 1 : 1;
	}
}

/* How many of COUNT sorted lessons stand before LESSON, which mostly are nearly all: looked for from the back. */
static size_t
count_before(const struct lesson *lessons, size_t count, const struct lesson *lesson, struct course_file *files)
{
	size_t low, high = count, step = 1;

	for (low = count; low > 0 && compare_lessons(&lessons[low - 1], lesson, files) > 0; step *= 2) {
		high = low - 1;
		low -= step < low ? step : low;
	}
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_lessons(&lessons[middle], lesson, files) > 0)
			high = middle;
		else
			low = middle + 1;
	}
	return high;
}

/* The first SORTED of COUNT are in order, and so are those behind: all are, from the back. */
static void
merge(struct lesson *lessons, size_t sorted, size_t count, struct course_file *files)
{
	size_t added = count - sorted;
	struct lesson *behind = NEW_ARRAY(struct lesson, added);

	memcpy(behind, lessons + sorted, added * sizeof(*behind));
	for (; added > 0 && sorted > 0; added--) {
		size_t before = count_before(lessons, sorted, &behind[added - 1], files);

		memmove(lessons + before + added, lessons + before, (sorted - before) * sizeof(*lessons));
		lessons[before + added - 1] = behind[added - 1];
		sorted = before;
	}
	memcpy(lessons, behind, added * sizeof(*behind));
	free(behind);
}

struct lesson_table *
catalog_sorted(const struct catalog *catalog)
{
	struct lesson_table *table = catalog->table;
	struct lesson *lessons = table->lessons.items;
	size_t sorted = table->sorted, count = table->lessons.len;

	if (sorted == count)
		return table;
	sort(lessons + sorted, count - sorted, catalog->files.items);
	if (sorted > 0)
		merge(lessons, sorted, count, catalog->files.items);
	table->sorted = count;
	catalog_forget_order(table);
	return table;
}

void
catalog_merge(struct catalog *catalog, struct lessons *lessons)
{
	struct lesson_table *table = catalog_sorted(catalog);

	if (lessons->len > table->lessons.len) {
		struct lessons fewer = table->lessons;

		table->lessons = *lessons;
		*lessons = fewer;
		table->sorted = table->lessons.len;
	}
	vec_reserve(&table->lessons, lessons->len);
	if (lessons->len > 0)
		memcpy(table->lessons.items + table->lessons.len, lessons->items,
		       lessons->len * sizeof(*lessons->items));
	table->lessons.len += lessons->len;
	vec_fini(lessons);
	catalog_forget_order(table);
	catalog_sorted(catalog);
}

void
catalog_forget_order(struct lesson_table *table)
{
	vec_clear(&table->by_place);
}

/* ---- by place ---- */

static int
compare_places(const void *a_item, const void *b_item, void *ctx)
{
	const struct lesson *lessons = ctx, *a = &lessons[*(const uint32_t *)a_item],
			    *b = &lessons[*(const uint32_t *)b_item];

	if (a->file != b->file)
		return a->file < b->file ? -1 : 1;
	return a->line < b->line ? -1 : a->line > b->line;
}

/*
 * Indices of lessons by file and line. Files are counted, not compared: in each the lessons are mostly in order then.
 */
static void
order_by_place(struct lesson_table *table, size_t file_count)
{
	size_t count = table->lessons.len;
	struct lesson *lessons = table->lessons.items;
	size_t *next = NEW_ARRAY(size_t, file_count + 1);

	for (size_t i = 0; i < count; i++)
		next[lessons[i].file + 1]++;
	for (size_t i = 0; i < file_count; i++)
		next[i + 1] += next[i];
	for (size_t i = 0; i < count; i++)
		vec_push(&table->by_place, 0);
	for (size_t i = 0; i < count; i++)
		table->by_place.items[next[lessons[i].file]++] = (uint32_t)i;
	for (size_t i = 1; i < count; i++)
		if (compare_places(&table->by_place.items[i - 1], &table->by_place.items[i], lessons) > 0) {
			qsort_r(table->by_place.items, count, sizeof(uint32_t), compare_places, lessons);
			break;
		}
	free(next);
}

size_t
catalog_lesson_at_line(const struct catalog *catalog, size_t file, uint32_t line)
{
	struct lesson_table *table = catalog_sorted(catalog);
	size_t low = 0, high = table->lessons.len;

	if (table->by_place.len != table->lessons.len)
		order_by_place(table, catalog->files.len);
	while (low < high) { /* the first one behind the line */
		size_t middle = low + (high - low) / 2;
		const struct lesson *lesson = &table->lessons.items[table->by_place.items[middle]];

		if (lesson->file < file || (lesson->file == file && lesson->line <= line))
			low = middle + 1;
		else
			high = middle;
	}
	if (low == 0 || table->lessons.items[table->by_place.items[low - 1]].file != file)
		return STR_NONE;
	return table->by_place.items[low - 1];
}
