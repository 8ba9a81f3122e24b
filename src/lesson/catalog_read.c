/*
 * The lessons of a file: all at once, or of a large one the first, while the others are read on a thread of their own.
 */
#include "base/thread.h"
#include "lesson/catalog_internal.h"

#include <stdatomic.h>

struct reading { /* of a large file; all of it is the thread's until it is done */
	size_t index;
	struct course_file file; /* path and name are copies */
	char *language;          /* a copy; NULL: none asked for */
	uint64_t max_bytes;
	void (*on_read)(void *ctx);
	void *ctx;

	bool is_read;
	struct str_buf text;
	struct lessons lessons;
	struct err err;

	pthread_t thread;
	bool is_threaded;
	atomic_bool is_done;
};

/*
 * All of it again, its head too: that is soon done here, and then nothing the head told need be mended or put in order.
 */
static void
read_whole(struct reading *reading)
{
	reading->is_read = catalog_load_text(&reading->file, reading->max_bytes, &reading->text, &reading->err);
	if (reading->is_read)
		catalog_split(&(struct split_text){ .text = str_buf_str(&reading->text),
						    .file = reading->index,
						    .name = reading->file.name,
						    .language = reading->language,
						    .is_whole = true },
			      &reading->file.titles, &reading->lessons);
}

static void *
run(void *ctx)
{
	struct reading *reading = ctx;
	void (*on_read)(void *) = reading->on_read;
	void *on_read_ctx = reading->ctx;

	read_whole(reading);
	atomic_store(&reading->is_done, true);
	on_read(on_read_ctx);
	return NULL;
}

static void
begin_reading(struct catalog *catalog, size_t index)
{
	struct reading *reading = NEW(struct reading);

	reading->index = index;
	reading->file = catalog->files.items[index];
	reading->file.path = mem_copy_c(reading->file.path);
	reading->file.name = mem_copy_c(reading->file.name);
	reading->language = catalog->language ? mem_copy_c(catalog->language) : NULL;
	reading->file.titles = (struct arena){ 0 };
	reading->file.point_count = 0;
	reading->max_bytes = catalog->max_file_bytes;
	reading->on_read = catalog->on_read;
	reading->ctx = catalog->on_read_ctx;
	atomic_init(&reading->is_done, false);
	reading->is_threaded = reading->on_read && thread_start(&reading->thread, NULL, run, reading) == 0;
	catalog->reading = reading;
}

bool
catalog_reading_is_waiting(const struct catalog *catalog)
{
	const struct reading *reading = catalog->reading;

	return reading && reading->is_threaded && !atomic_load(&reading->is_done);
}

/* What became of it is the caller's to free. */
static struct reading *
end_reading(struct catalog *catalog)
{
	struct reading *reading = catalog->reading;

	catalog->reading = NULL;
	if (reading && reading->is_threaded)
		pthread_join(reading->thread, NULL);
	return reading;
}

static void
free_reading(struct reading *reading)
{
	vec_fini(&reading->lessons);
	arena_fini(&reading->file.titles);
	str_buf_fini(&reading->text);
	free(reading->file.path);
	free(reading->file.name);
	free(reading->language);
	free(reading);
}

void
catalog_drop_reading(struct catalog *catalog)
{
	struct reading *reading = end_reading(catalog);

	if (reading)
		free_reading(reading);
}

static void
skip(struct catalog *catalog, struct course_file *file, const struct err *why)
{
	file_stamp_get(file->path, &file->stamp);
	catalog_skip(catalog, str_of_c(file->name), why);
}

static void
add_lessons(struct lesson_table *table, const struct lessons *lessons)
{
	for (size_t i = 0; i < lessons->len; i++)
		vec_push(&table->lessons, lessons->items[i]);
}

void
catalog_drop_lessons(struct catalog *catalog, size_t file)
{
	struct lesson_table *table = catalog->table;
	size_t left = 0, sorted = 0;

	for (size_t i = 0; i < table->lessons.len; i++) {
		bool is_kept = table->lessons.items[i].file != file;

		sorted += is_kept && i < table->sorted;
		if (is_kept)
			table->lessons.items[left++] = table->lessons.items[i];
	}
	table->lessons.len = left;
	table->sorted = sorted;
	catalog_forget_order(table);
	arena_fini(&catalog->files.items[file].titles);
}

void
catalog_take_reading(struct catalog *catalog)
{
	struct reading *reading = end_reading(catalog);
	struct course_file *file = &catalog->files.items[reading->index];

	if (!reading->is_threaded)
		read_whole(reading);
	if (reading->is_read) {
		struct course_file head;

		catalog_drop_lessons(catalog, reading->index);
		head = *file;
		*file = reading->file;
		file->path = head.path;
		file->name = head.name;
		head.path = reading->file.path;
		head.name = reading->file.name;
		reading->file = head; /* freed with it */
		catalog_keep_text(catalog, reading->index, &reading->text);
		catalog_merge(catalog, &reading->lessons);
	} else {
		skip(catalog, file, &reading->err);
	}
	free_reading(reading);
}

void
catalog_read_lessons(struct catalog *catalog, size_t index)
{
	struct course_file *file = &catalog->files.items[index];
	struct split_text of = { .file = index, .name = file->name, .language = catalog->language };
	struct lessons lessons = { 0 };
	struct err err = { 0 };

	file->is_read = true;
	if (!catalog_read_head(catalog, index, &of.text, &of.is_whole, &err)) {
		skip(catalog, file, &err);
		return;
	}
	bool has_rest = !of.is_whole;

	catalog_split(&of, &file->titles, &lessons);
	of.is_whole = true;
	if (has_rest && of.text.len &&
	    lessons.len == 0) /* none ends in the head: as much of the first as there is, for now */
		catalog_split(&of, &file->titles, &lessons);
	add_lessons(catalog->table, &lessons);
	vec_fini(&lessons);
	if (has_rest)
		begin_reading(catalog, index);
}
