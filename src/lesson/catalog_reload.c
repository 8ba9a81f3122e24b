/*
 * A course looked at again: what is as it was is kept, what changed is read. The lessons stay as they were until all of
 * it is, so that none vanishes for a moment.
 */
#include "base/alloc.h"
#include "lesson/catalog_internal.h"

#include <string.h>

static int
compare_files(const void *a, const void *b, void *ctx)
{
	const struct course_file *files = ctx;

	return strcmp(files[*(const size_t *)a].name, files[*(const size_t *)b].name);
}

static size_t *
order_by_name(const struct catalog *catalog)
{
	size_t *order = NEW_ARRAY(size_t, catalog->files.len);

	for (size_t i = 0; i < catalog->files.len; i++)
		order[i] = i;
	if (catalog->files.len)
		qsort_r(order, catalog->files.len, sizeof(*order), compare_files, catalog->files.items);
	return order;
}

enum {
	PAIRS_A_STEP = 256 /* each is a look at the disk */
};

struct reload {
	struct catalog *fresh;
	size_t *old_order, *fresh_order; /* files by name; NULL: not made yet */
	size_t old_at, fresh_at, kept;   /* so far: places in those; files that are as they were */
	size_t *new_index; /* by the file's index so far; STR_NONE: gone or changed. NULL: not all are found yet */
	bool is_paired;
};

static bool
is_unchanged(const struct course_file *old, const struct course_file *fresh)
{
	struct file_stamp stamp;

	return old->is_read && !strcmp(old->path, fresh->path) && file_stamp_get(fresh->path, &stamp) &&
	       file_stamp_is_equal(&old->stamp, &stamp);
}

/*
 * Pair some more of the files of both catalogues by name; a file that is as it was counts as read in the fresh one.
 * False when all are paired.
 */
static bool
pair_some(struct reload *reload, const struct catalog *old)
{
	struct catalog *fresh = reload->fresh;
	size_t left = PAIRS_A_STEP;

	for (; left > 0 && reload->old_at < old->files.len && reload->fresh_at < fresh->files.len; left--) {
		size_t a_index = reload->old_order[reload->old_at], b_index = reload->fresh_order[reload->fresh_at];
		struct course_file *a = &old->files.items[a_index], *b = &fresh->files.items[b_index];
		int order = strcmp(a->name, b->name);

		if (!order && is_unchanged(a, b)) {
			char *path = b->path, *name = b->name;

			*b = *a;
			b->path = path;
			b->name = name;
			b->titles = (struct arena){ 0 };                     /* the old one's until all is replaced */
			b->is_gone = a->is_gone && a->stamp.size_bytes == 0; /* empty still */
			reload->new_index[a_index] = b_index;
			reload->kept++;
		}
		reload->old_at += order <= 0;
		reload->fresh_at += order >= 0;
	}
	return left == 0;
}

static bool
is_same(const struct catalog *old, const struct catalog *fresh, size_t kept)
{
	return kept == old->files.len && kept == fresh->files.len &&
	       file_stamp_is_equal(&old->info.stamp, &fresh->info.stamp);
}

/* The lessons of files that are kept, under the indices these have now; those of the others are dropped. */
static void
keep_lessons(struct lesson_table *table, const size_t *new_index)
{
	size_t left = 0;

	for (size_t i = 0; i < table->lessons.len; i++) {
		struct lesson *lesson = &table->lessons.items[i];
		size_t file = new_index[lesson->file];

		if (file == STR_NONE)
			continue;
		if (file != lesson->file) /* what need not be written is not: there may be a million */
			lesson->file = (uint32_t)file;
		if (left != i)
			table->lessons.items[left] = *lesson;
		left++;
	}
	table->lessons.len = table->sorted = left;
}

/* Texts of files that are kept, in slots that are free: a large one is long to read. */
static void
move_texts(struct catalog *old, struct catalog *fresh, const size_t *new_index)
{
	for (size_t i = 0; i < CATALOG_KEPT_TEXTS; i++) {
		struct kept_text *from = &old->kept[i];

		if (!from->is_used || new_index[from->file] == STR_NONE ||
		    fresh->files.items[new_index[from->file]].is_gone)
			continue;
		for (size_t j = 0; j < CATALOG_KEPT_TEXTS; j++) {
			if (fresh->kept[j].shared)
				continue;
			fresh->kept[j] = *from;
			fresh->kept[j].file = new_index[from->file];
			fresh->kept[j].last_use = 0;
			*from = (struct kept_text){ 0 };
			break;
		}
	}
}

/* Lessons of files that are as they were, with their titles, and what is told of those that were skipped. */
static void
move_lessons(struct catalog *old, struct catalog *fresh, const size_t *new_index)
{
	size_t moved = 0;

	for (size_t i = 0; i < old->files.len; i++) {
		if (new_index[i] == STR_NONE)
			continue;
		fresh->files.items[new_index[i]].titles = old->files.items[i].titles;
		old->files.items[i].titles = (struct arena){ 0 };
		moved++;
	}
	if (moved > 0) {
		keep_lessons(catalog_sorted(old), new_index);
		catalog_merge(fresh, &old->table->lessons);
		move_texts(old, fresh, new_index);
	}
	for (size_t i = 0; i < old->skipped.len; i++)
		for (size_t j = 0; j < old->files.len; j++)
			if (new_index[j] != STR_NONE && !fresh->files.items[new_index[j]].is_gone &&
			    !strcmp(old->files.items[j].name, old->skipped.items[i].name))
				catalog_skip(fresh, str_of_c(old->skipped.items[i].name), &old->skipped.items[i].why);
}

void
catalog_drop_reload(struct catalog *catalog)
{
	struct reload *reload = catalog->reload;

	catalog->reload = NULL;
	if (!reload)
		return;
	catalog_free(reload->fresh);
	free(reload->old_order);
	free(reload->fresh_order);
	free(reload->new_index);
	free(reload);
}

void
catalog_reload(struct catalog *catalog)
{
	/*
	 * What was begun saw an older disk; but to drop a thread that reads is to wait for it: that is used,
	 * and then looked again.
	 */
	if (!catalog->reload || !catalog->reload->fresh->reading)
		catalog_drop_reload(catalog);
	catalog->wants_reload = true;
}

/* False: it is being replaced just now, or gone; what is known stays. */
static bool
begin(struct catalog *catalog)
{
	struct catalog_options options = { .language = catalog->language,
					   .max_file_bytes = catalog->max_file_bytes,
					   .max_depth = catalog->max_depth,
					   .on_read = catalog->on_read,
					   .ctx = catalog->on_read_ctx };
	struct catalog *fresh = catalog_open(catalog->path, &options, NULL);

	catalog->wants_reload = false;
	if (fresh && fresh->is_file != catalog->is_file) { /* a directory where the file was is not that course */
		catalog_free(fresh);
		fresh = NULL;
	}
	if (!fresh)
		return false;
	catalog->reload = NEW(struct reload);
	catalog->reload->fresh = fresh;
	return true;
}

/* All files are found: the next piece of finding out which have changed. */
static void
prepare_pairs(struct reload *reload, const struct catalog *old)
{
	if (!reload->old_order) {
		reload->old_order = order_by_name(old);
	} else {
		reload->fresh_order = order_by_name(reload->fresh);
		reload->new_index = NEW_ARRAY(size_t, old->files.len + 1);
		for (size_t i = 0; i < old->files.len; i++)
			reload->new_index[i] = STR_NONE;
	}
}

/* All are paired. False, and all is done: nothing has changed. */
static bool
compare(struct catalog *catalog)
{
	struct catalog *fresh = catalog->reload->fresh;

	catalog->reload->is_paired = true;
	if (!is_same(catalog, fresh, catalog->reload->kept)) {
		catalog_finish_scan(fresh);
		return true;
	}
	/* But there may be a new directory, empty so far. */
	struct catalog swapped = *catalog;

	catalog->directories = fresh->directories;
	fresh->directories = swapped.directories;
	catalog_drop_reload(catalog);
	return false;
}

static size_t
find_file(const struct catalog *catalog, const char *name)
{
	for (size_t i = 0; i < catalog->files.len; i++)
		if (!strcmp(catalog->files.items[i].name, name))
			return i;
	return STR_NONE;
}

static bool
is_skipped(const struct catalog *catalog, const char *name)
{
	for (size_t i = 0; i < catalog->skipped.len; i++)
		if (!strcmp(catalog->skipped.items[i].name, name))
			return true;
	return false;
}

/*
 * The file that is held, where it was not found, could not be read or has nothing in it: as if it were as it was, but
 * for its text.
 */
static void
carry_held(const struct catalog *old, struct reload *reload)
{
	struct catalog *fresh = reload->fresh;
	size_t was = old->held ? find_file(old, old->held) : STR_NONE, is;

	if (was == STR_NONE || reload->new_index[was] != STR_NONE)
		return;
	is = find_file(fresh, old->held);
	if (is != STR_NONE && fresh->files.items[is].stamp.size_bytes > 0 && !is_skipped(fresh, old->held))
		return;
	if (is == STR_NONE) {
		struct course_file file = old->files.items[was];

		file.path = mem_copy_c(file.path);
		file.name = mem_copy_c(file.name);
		file.titles = (struct arena){ 0 };
		vec_push(&fresh->files, file);
		is = fresh->files.len - 1;
	}
	catalog_drop_lessons(fresh, is); /* those of its head, should that have been read */
	fresh->files.items[is].is_gone = true;
	reload->new_index[was] = is;
}

bool
catalog_hold(struct catalog *catalog, size_t file)
{
	const char *name = catalog->files.items[file].name;
	size_t before = catalog->held ? find_file(catalog, catalog->held) : STR_NONE;

	if (before == file)
		return false;
	free(catalog->held);
	catalog->held = mem_copy_c(name);
	return before != STR_NONE && catalog->files.items[before].is_gone;
}

static void
replace(struct catalog *catalog)
{
	struct reload *reload = catalog->reload;
	struct catalog old;

	carry_held(catalog, reload);
	reload->fresh->held = catalog->held;
	catalog->held = NULL;
	move_lessons(catalog, reload->fresh, reload->new_index);
	old = *catalog;
	*catalog = *reload->fresh;
	catalog->revision = old.revision + 1;
	catalog->wants_reload = old.wants_reload;
	catalog->reload = reload;
	*reload->fresh = old;
	reload->fresh->reload = NULL;
	catalog_drop_reload(catalog);
}

bool
catalog_reload_some(struct catalog *catalog)
{
	struct reload *reload = catalog->reload;

	if (!reload)
		return catalog->wants_reload && begin(catalog);
	if (!reload->fresh->is_scanned && catalog_scan_some(reload->fresh))
		return true;
	if (!reload->new_index) {
		prepare_pairs(reload, catalog);
		return true;
	}
	if (!reload->is_paired)
		return pair_some(reload, catalog) || compare(catalog);
	if (catalog_read_some(reload->fresh))
		return true;
	replace(catalog);
	return catalog->wants_reload;
}

bool
catalog_reload_is_waiting(const struct catalog *catalog)
{
	return catalog->reload && catalog_is_waiting(catalog->reload->fresh);
}
