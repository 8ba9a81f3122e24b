/*
 * The lessons of a file: all at once, or of a large one the first, while the others are read on a thread of their own.
 */
#include "lesson/catalog_internal.h"

#include <pthread.h>
#include <stdatomic.h>

struct reading { /* of the rest of a large file; all of it is the thread's until it is done */
	size_t index;
	struct course_file file; /* path and name are copies */
	char *language;          /* a copy; NULL: none asked for */
	uint64_t max_bytes;
	struct split_place place; /* where to go on */
	void (*on_read)(void *ctx);
	void *ctx;

	bool is_read, is_anew; /* anew: its head told nothing for good, all its lessons are here */
	struct str_buf text;
	struct lessons lessons;
	struct err err;

	pthread_t thread;
	bool is_threaded;
	atomic_bool is_done;
};

static void
read_rest(struct reading *reading)
{
	struct split_place *place = &reading->place;
	struct file_stamp head_stamp = reading->file.stamp;

	reading->is_read = catalog_load_text(&reading->file, reading->max_bytes, &reading->text, &reading->err);
	if (!reading->is_read)
		return;
	/* Written meanwhile: the head was another text's, and no later look at the disk would tell. */
	reading->is_anew = place->start == 0 || place->encoding != reading->file.encoding ||
			   !file_stamp_is_equal(&head_stamp, &reading->file.stamp);
	if (reading->is_anew)
		*place = (struct split_place){ .encoding = reading->file.encoding };
	if (place->start > reading->text.len)
		return; /* it is being written just now: the watch will tell */
	catalog_split(&(struct split_text){ .text = str_buf_str(&reading->text),
					    .name = reading->file.name,
					    .language = reading->language,
					    .is_whole = true },
		      place, &reading->lessons);
	catalog_sort_file(&reading->lessons);
}

static void *
run(void *ctx)
{
	struct reading *reading = ctx;
	void (*on_read)(void *) = reading->on_read;
	void *on_read_ctx = reading->ctx;

	read_rest(reading);
	atomic_store(&reading->is_done, true);
	on_read(on_read_ctx);
	return NULL;
}

static void
begin_reading(struct catalog *catalog, size_t index, struct split_place place)
{
	struct reading *reading = NEW(struct reading);

	reading->index = index;
	reading->file = catalog->files.items[index];
	reading->file.path = mem_copy_c(reading->file.path);
	reading->file.name = mem_copy_c(reading->file.name);
	reading->language = catalog->language ? mem_copy_c(catalog->language) : NULL;
	reading->max_bytes = catalog->max_file_bytes;
	reading->place = place;
	reading->on_read = catalog->on_read;
	reading->ctx = catalog->on_read_ctx;
	atomic_init(&reading->is_done, false);
	reading->is_threaded = reading->on_read && pthread_create(&reading->thread, NULL, run, reading) == 0;
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
	for (size_t i = 0; i < reading->lessons.len; i++)
		free(reading->lessons.items[i].title);
	vec_fini(&reading->lessons);
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
add_lessons(struct catalog *catalog, size_t file, struct lessons *lessons)
{
	struct lesson_table *table = catalog->table;

	for (size_t i = 0; i < lessons->len; i++)
		lessons->items[i].file = file;
	if (table->lessons.len == 0) { /* so that a million need not be moved */
		struct lessons none = table->lessons;

		table->lessons = *lessons;
		*lessons = none;
		return;
	}
	for (size_t i = 0; i < lessons->len; i++)
		vec_push(&table->lessons, lessons->items[i]);
	lessons->len = 0;
}

static void
drop_lessons(struct lesson_table *table, size_t file)
{
	size_t left = 0, sorted = 0;

	for (size_t i = 0; i < table->lessons.len; i++) {
		bool is_kept = table->lessons.items[i].file != file;

		sorted += is_kept && i < table->sorted;
		if (!is_kept)
			free(table->lessons.items[i].title);
		else
			table->lessons.items[left++] = table->lessons.items[i];
	}
	table->lessons.len = left;
	table->sorted = sorted;
	catalog_forget_orders(table);
}

void
catalog_take_reading(struct catalog *catalog)
{
	struct reading *reading = end_reading(catalog);
	struct course_file *file = &catalog->files.items[reading->index];

	if (!reading->is_threaded)
		read_rest(reading);
	if (reading->is_read) {
		char *path = file->path, *name = file->name;

		free(reading->file.path);
		free(reading->file.name);
		*file = reading->file;
		file->path = path;
		file->name = name;
		reading->file.path = reading->file.name = NULL;
		catalog_keep_text(catalog, reading->index, &reading->text);
		if (reading->is_anew)
			drop_lessons(catalog->table, reading->index);
		add_lessons(catalog, reading->index, &reading->lessons);
	} else {
		skip(catalog, file, &reading->err);
	}
	free_reading(reading);
}

void
catalog_read_lessons(struct catalog *catalog, size_t index)
{
	struct course_file *file = &catalog->files.items[index];
	struct lessons lessons = { 0 };
	struct split_place place = { 0 };
	struct err err = { 0 };
	struct str text;
	bool is_whole;

	file->is_read = true;
	if (!catalog_read_head(catalog, index, &text, &is_whole, &err)) {
		skip(catalog, file, &err);
		return;
	}
	place.encoding = file->encoding;
	catalog_split(
		&(struct split_text){
			.text = text, .name = file->name, .language = catalog->language, .is_whole = is_whole },
		&place, &lessons);
	if (!is_whole && text.len &&
	    lessons.len == 0) /* none ends in the head: as much of the first as there is, for now */
		catalog_split(
			&(struct split_text){
				.text = text, .name = file->name, .language = catalog->language, .is_whole = true },
			&(struct split_place){ 0 }, &lessons);
	add_lessons(catalog, index, &lessons);
	vec_fini(&lessons);
	if (!is_whole)
		begin_reading(catalog, index, place);
}
