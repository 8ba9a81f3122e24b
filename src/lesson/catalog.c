/* A course as dated lessons: opened at once, read step by step, looked at in order. */
#include "base/clock.h"
#include "base/i18n.h"
#include "base/path.h"
#include "lesson/catalog_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void
open_directory(struct catalog *catalog, const struct catalog_options *options)
{
	course_info_read(&catalog->info, catalog->path, options->language);
	const char *language = course_info_pick(&catalog->info, options->language);

	if (!language) {
		catalog->root = mem_copy_c(catalog->path);
		catalog_scan_begin(catalog, catalog->root, false);
		return;
	}
	catalog_note_directory(catalog, catalog->path); /* course.yaml is there */
	catalog->root = path_join(str_of_c(catalog->path), str_of_c(language));
	if (strcmp(language, catalog->info.languages.items[0]) != 0) {
		catalog->fallback_root = path_join(str_of_c(catalog->path), str_of_c(catalog->info.languages.items[0]));
		catalog_scan_begin(catalog, catalog->fallback_root, true);
	}
	catalog_scan_begin(catalog, catalog->root, false); /* the last one is looked into first */
}

static void
open_file(struct catalog *catalog)
{
	struct str name = path_base_name(str_of_c(catalog->path));

	catalog->is_file = true;
	catalog->is_scanned = true;
	catalog->root = str_copy_c(path_dir_name(str_of_c(catalog->path)));
	catalog_note_directory(catalog, catalog->root);
	vec_push(&catalog->files, (struct course_file){ .path = mem_copy_c(catalog->path), .name = str_copy_c(name) });
	vec_push(&catalog->unread, 0);
}

/* A directory's own name, also for "." and "..". */
static char *
name_of_path(const struct catalog *catalog)
{
	char *real = realpath(catalog->path, NULL);
	struct str name = path_base_name(str_of_c(real ? real : catalog->path));
	struct str extension = catalog->is_file ? path_extension(name) : STR("");
	char *title = str_copy_c(extension.len ? str_cut(name, 0, name.len - extension.len - 1) : name);

	free(real);
	return title;
}

struct catalog *
catalog_open(const char *path, const struct catalog_options *options, struct err *err)
{
	static const struct catalog_options defaults = { 0 };
	struct stat status;

	options = options ? options : &defaults;
	if (stat(path, &status) != 0) {
		err_set_errno(err, errno, _("cannot open %s"), path);
		return NULL;
	}
	if (!S_ISDIR(status.st_mode) && !S_ISREG(status.st_mode)) {
		err_set(err, _("cannot open %s: it is neither a directory nor a regular file"), path);
		return NULL;
	}
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0) {
		err_set_errno(err, errno, _("cannot open %s"), path);
		return NULL;
	}
	close(fd);
	struct catalog *catalog = NEW(struct catalog);

	catalog->path = mem_copy_c(path);
	catalog->language = options->language ? mem_copy_c(options->language) : NULL;
	catalog->max_file_bytes = options->max_file_bytes ? options->max_file_bytes : CATALOG_MAX_FILE_BYTES;
	if (catalog->max_file_bytes > UINT32_MAX / 2)
		catalog->max_file_bytes = UINT32_MAX / 2; /* offsets are 32 bits, and a conversion may make it longer */
	catalog->max_depth = options->max_depth ? options->max_depth : CATALOG_MAX_DEPTH;
	catalog->on_read = options->on_read;
	catalog->on_read_ctx = options->ctx;
	catalog->table = NEW(struct lesson_table);
	if (S_ISDIR(status.st_mode))
		open_directory(catalog, options);
	else
		open_file(catalog);
	catalog->title = name_of_path(catalog);
	return catalog;
}

static void
free_lessons(struct lesson_table *table)
{
	vec_fini(&table->lessons);
	vec_fini(&table->by_place);
}

void
catalog_free(struct catalog *catalog)
{
	if (!catalog)
		return;
	catalog_drop_reading(catalog);
	catalog_drop_reload(catalog);
	catalog_scan_fini(&catalog->scan);
	catalog_forget_texts(catalog);
	for (size_t i = 0; i < catalog->files.len; i++) {
		free(catalog->files.items[i].path);
		free(catalog->files.items[i].name);
		arena_fini(&catalog->files.items[i].titles);
	}
	for (size_t i = 0; i < catalog->skipped.len; i++)
		free(catalog->skipped.items[i].name);
	for (size_t i = 0; i < catalog->directories.len; i++)
		free(catalog->directories.items[i]);
	vec_fini(&catalog->directories);
	vec_fini(&catalog->files);
	vec_fini(&catalog->unread);
	vec_fini(&catalog->skipped);
	vec_fini(&catalog->names);
	course_info_fini(&catalog->info);
	free_lessons(catalog->table);
	free(catalog->table);
	free(catalog->path);
	free(catalog->root);
	free(catalog->fallback_root);
	free(catalog->language);
	free(catalog->title);
	free(catalog->held);
	free(catalog);
}

static int
compare_names_backwards(const void *a, const void *b, void *ctx)
{
	const struct course_file *files = ctx;

	return strcmp(files[*(const size_t *)b].name, files[*(const size_t *)a].name);
}

/* All files are known: put them in the order to read them. Files keep their indices. */
void
catalog_finish_scan(struct catalog *catalog)
{
	catalog->is_scanned = true;
	vec_clear(&catalog->unread);
	for (size_t i = 0; i < catalog->files.len; i++)
		if (!catalog->files.items[i].is_read)
			vec_push(&catalog->unread, i);
	if (catalog->unread.len)
		qsort_r(catalog->unread.items, catalog->unread.len, sizeof(size_t), compare_names_backwards,
			catalog->files.items);
}

bool
catalog_read_some(struct catalog *catalog)
{
	if (!catalog->is_scanned) {
		if (!catalog_scan_some(catalog))
			catalog_finish_scan(catalog);
	} else if (catalog->reading) {
		catalog_take_reading(catalog);
	} else if (catalog->unread.len) {
		catalog_read_lessons(catalog, vec_pop(&catalog->unread));
	}
	return !catalog->is_scanned || catalog->unread.len || catalog->reading;
}

bool
catalog_step(struct catalog *catalog, uint64_t budget_ns)
{
	uint64_t start_ns = clock_monotonic_ns();

	do {
		if (catalog_is_waiting(catalog))
			return true;
		if (!catalog_read_some(catalog) && !catalog_reload_some(catalog))
			return false;
	} while (clock_monotonic_ns() - start_ns < budget_ns);
	return true;
}

bool
catalog_is_waiting(const struct catalog *catalog)
{
	return catalog_reading_is_waiting(catalog) || catalog_reload_is_waiting(catalog);
}

void
catalog_finish(struct catalog *catalog)
{
	do {
		while (catalog_read_some(catalog)) /* waits for what is read on a thread */
			;
	} while (catalog_reload_some(catalog));
}

uint64_t
catalog_revision(const struct catalog *catalog)
{
	return catalog->revision;
}

bool
catalog_list_files(struct catalog *catalog)
{
	bool is_more = !catalog->is_scanned && catalog_scan_some(catalog);

	if (!is_more && !catalog->is_scanned)
		catalog_finish_scan(catalog);
	return is_more;
}

const char *
catalog_path(const struct catalog *catalog)
{
	return catalog->path;
}

const char *
catalog_root(const struct catalog *catalog)
{
	return catalog->root;
}

bool
catalog_is_file(const struct catalog *catalog)
{
	return catalog->is_file;
}

const struct err *
catalog_course_error(const struct catalog *catalog)
{
	return err_is_set(&catalog->info.error) ? &catalog->info.error : NULL;
}

const char *
catalog_title(const struct catalog *catalog)
{
	if (catalog->info.title)
		return catalog->info.title;
	const struct lesson_table *table = catalog_sorted(catalog);

	if (table->lessons.len && table->lessons.items[0].is_introduction &&
	    strcmp(table->lessons.items[0].title, _("Introduction")) != 0)
		return table->lessons.items[0].title;
	return catalog->title;
}

size_t
catalog_lesson_count(const struct catalog *catalog)
{
	return catalog->table->lessons.len;
}

const struct lesson *
catalog_lesson(const struct catalog *catalog, size_t index)
{
	return &catalog_sorted(catalog)->lessons.items[index];
}

size_t
catalog_directory_count(const struct catalog *catalog)
{
	return catalog->directories.len;
}

const char *
catalog_directory(const struct catalog *catalog, size_t index)
{
	return catalog->directories.items[index];
}

size_t
catalog_file_count(const struct catalog *catalog)
{
	return catalog->files.len;
}

const struct course_file *
catalog_file(const struct catalog *catalog, size_t index)
{
	return &catalog->files.items[index];
}

size_t
catalog_skipped_count(const struct catalog *catalog)
{
	return catalog->skipped.len;
}

const struct skipped_file *
catalog_skipped(const struct catalog *catalog, size_t index)
{
	return &catalog->skipped.items[index];
}

bool
catalog_file_text(struct catalog *catalog, size_t file, struct str *out, struct err *err)
{
	return catalog_read_text(catalog, file, out, err);
}

bool
catalog_lesson_text(struct catalog *catalog, size_t index, struct str *out, struct err *err)
{
	const struct lesson *lesson = catalog_lesson(catalog, index);
	struct str text;

	if (!catalog_read_text_to(catalog, lesson->file, lesson->end, &text, err))
		return false;
	*out = str_cut(text, lesson->start, lesson->end); /* clamped: the file may have become shorter */
	return true;
}

void
lesson_outline_find(struct str text, uint32_t line, struct date lesson_date, struct outline *out)
{
	struct date date;
	size_t used;
	int weekday;

	outline_find(text, line, 0, out);
	if (!out->len || !date_is_set(lesson_date) || out->items[0].is_item ||
	    !date_read(str_of_c(out->items[0].title), &date, &used, &weekday) || date_compare(date, lesson_date) != 0)
		return;
	free(out->items[0].title); /* the dated heading is the lesson itself */
	vec_remove(out, 0);
}

void
catalog_lesson_outline(struct catalog *catalog, size_t index, struct outline *out)
{
	const struct lesson *lesson = catalog_lesson(catalog, index);
	struct lesson_source *source = catalog_lesson_source(catalog, index, NULL);
	struct str text;
	struct shared_text *shared = source ? lesson_source_take(source, SIZE_MAX, &text, NULL) : NULL;

	*out = (struct outline){ 0 };
	if (shared)
		lesson_outline_find(text, lesson->line, lesson->date, out);
	shared_text_release(shared);
	lesson_source_free(source);
}
