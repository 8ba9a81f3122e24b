/* A course looked at again: what is as it was is kept, what changed is read. */
#include "lesson/catalog_internal.h"

#include <string.h>

#define READ_NOW_MAX 16 /* changed files read at once, so that their lessons do not vanish for a moment */

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

struct moves {
	size_t *new_index; /* by old index; STR_NONE: gone or changed */
	size_t kept;
};

/* Pair the files of both catalogues by name; a file that is as it was counts as read in FRESH. */
static struct moves
pair_files(struct catalog *old, struct catalog *fresh)
{
	struct moves moves = { .new_index = NEW_ARRAY(size_t, old->files.len) };
	size_t *old_order = order_by_name(old), *fresh_order = order_by_name(fresh);

	for (size_t i = 0; i < old->files.len; i++)
		moves.new_index[i] = STR_NONE;
	for (size_t i = 0, j = 0; i < old->files.len && j < fresh->files.len;) {
		struct course_file *a = &old->files.items[old_order[i]], *b = &fresh->files.items[fresh_order[j]];
		int order = strcmp(a->name, b->name);
		struct file_stamp stamp;

		if (!order && a->is_read && !strcmp(a->path, b->path) && file_stamp_get(b->path, &stamp) &&
		    file_stamp_is_equal(&a->stamp, &stamp)) {
			char *path = b->path, *name = b->name;

			*b = *a;
			b->path = path;
			b->name = name;
			moves.new_index[old_order[i]] = fresh_order[j];
			moves.kept++;
		}
		i += order <= 0;
		j += order >= 0;
	}
	free(old_order);
	free(fresh_order);
	return moves;
}

static bool
is_same(const struct catalog *old, const struct catalog *fresh, const struct moves *moves)
{
	return moves->kept == old->files.len && moves->kept == fresh->files.len &&
	       file_stamp_is_equal(&old->info.stamp, &fresh->info.stamp);
}

/* Lessons of files that are as they were, and the texts kept of them. */
static void
move_lessons(struct catalog *old, struct catalog *fresh, const struct moves *moves)
{
	size_t left = 0;

	for (size_t i = 0; i < old->table->lessons.len; i++) {
		struct lesson *lesson = &old->table->lessons.items[i];
		size_t file = moves->new_index[lesson->file];

		if (file == STR_NONE) {
			old->table->lessons.items[left++] = *lesson;
			continue;
		}
		lesson->file = file;
		vec_push(&fresh->table->lessons, *lesson);
	}
	old->table->lessons.len = left;
	for (size_t i = 0; i < old->skipped.len; i++)
		for (size_t j = 0; j < old->files.len; j++)
			if (moves->new_index[j] != STR_NONE &&
			    !strcmp(old->files.items[j].name, old->skipped.items[i].name))
				catalog_skip(fresh, str_of_c(old->skipped.items[i].name), &old->skipped.items[i].why);
}

bool
catalog_reload(struct catalog *catalog)
{
	struct catalog_options options = { .language = catalog->language,
					   .max_file_bytes = catalog->max_file_bytes,
					   .max_depth = catalog->max_depth };

	while (catalog->is_splitting) /* what is moved over is whole */
		catalog_step(catalog, 0);
	struct catalog *fresh = catalog_open(catalog->path, &options, NULL);

	if (!fresh)
		return false; /* being replaced just now, or gone: what is known stays */
	if (!fresh->is_file)
		while (catalog_scan_some(fresh))
			;
	struct moves moves = pair_files(catalog, fresh);
	bool is_changed = !is_same(catalog, fresh, &moves);

	if (is_changed) {
		move_lessons(catalog, fresh, &moves);
		catalog_finish_scan(fresh);
		if (fresh->unread.len <= READ_NOW_MAX)
			catalog_finish(fresh);
		struct catalog swapped = *catalog;

		*catalog = *fresh;
		*fresh = swapped;
	}
	if (!is_changed) { /* but there may be a new directory, empty so far */
		struct catalog swapped = *catalog;

		catalog->directories = fresh->directories;
		fresh->directories = swapped.directories;
	}
	free(moves.new_index);
	catalog_free(fresh);
	return is_changed;
}
