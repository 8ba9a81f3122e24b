/* Which files a course has: directories looked into a few hundred names at a time, never twice, never too deep. */
#include "base/i18n.h"
#include "base/path.h"
#include "lesson/catalog_internal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAMES_A_STEP 256

/* Open addressing; a hash of 0 is stored as 1. */
static bool
hash_set_put(uint64_t *slots, size_t capacity, uint64_t hash)
{
	size_t at = (size_t)(hash * UINT64_C(0x9E3779B97F4A7C15) >> 20) & (capacity - 1);

	for (; slots[at]; at = (at + 1) & (capacity - 1))
		if (slots[at] == hash)
			return false;
	slots[at] = hash;
	return true;
}

bool
hash_set_add(uint64_t **slots, size_t *capacity, size_t *count, uint64_t hash)
{
	if (!hash)
		hash = 1;
	if (*count * 2 >= *capacity) {
		size_t bigger = *capacity ? *capacity * 2 : 64;
		uint64_t *grown = NEW_ARRAY(uint64_t, bigger);

		for (size_t i = 0; i < *capacity; i++)
			if ((*slots)[i])
				hash_set_put(grown, bigger, (*slots)[i]);
		free(*slots);
		*slots = grown;
		*capacity = bigger;
	}
	bool is_new = hash_set_put(*slots, *capacity, hash);

	*count += is_new;
	return is_new;
}

void
catalog_skip(struct catalog *catalog, struct str name, const struct err *why)
{
	if (catalog->skipped.len < CATALOG_MAX_SKIPPED)
		vec_push(&catalog->skipped, (struct skipped_file){ .name = str_copy_c(name), .why = *why });
}

void
catalog_note_directory(struct catalog *catalog, const char *path)
{
	if (catalog->directories.len < CATALOG_MAX_DIRECTORIES)
		vec_push(&catalog->directories, mem_copy_c(path));
}

static void
directory_fini(struct directory *directory)
{
	free(directory->path);
	free(directory->name);
	*directory = (struct directory){ 0 };
}

void
catalog_scan_begin(struct catalog *catalog, const char *path, bool is_fallback)
{
	vec_push(&catalog->scan.waiting,
		 (struct directory){ .path = mem_copy_c(path), .name = mem_copy_c(""), .is_fallback = is_fallback });
}

void
catalog_scan_fini(struct scan *scan)
{
	if (scan->stream)
		closedir(scan->stream);
	scan->stream = NULL;
	directory_fini(&scan->current);
	for (size_t i = 0; i < scan->waiting.len; i++)
		directory_fini(&scan->waiting.items[i]);
	vec_fini(&scan->waiting);
	vec_fini(&scan->seen);
	scan->seen_count = 0;
}

static bool
is_note_name(struct str name)
{
	static const char *const endings[] = { "md", "markdown", "txt" };
	struct str extension = path_extension(name);

	for (size_t i = 0; i < ARRAY_LEN(endings); i++)
		if (str_is_equal_nocase(extension, str_of_c(endings[i])))
			return true;
	return false;
}

static bool
is_new_directory(struct scan *scan, int fd)
{
	struct stat status;

	if (fstat(fd, &status) != 0)
		return false;
	uint64_t hash = (uint64_t)status.st_ino * UINT64_C(0x2545F4914F6CDD1D) ^ (uint64_t)status.st_dev;

	return hash_set_add(&scan->seen.items, &scan->seen.capacity, &scan->seen_count, hash);
}

/* Open the next directory that was not looked into before. False when none is left. */
static bool
open_next(struct catalog *catalog)
{
	struct scan *scan = &catalog->scan;
	struct err err = { 0 };

	while (!scan->stream && scan->waiting.len) {
		directory_fini(&scan->current);
		scan->current = vec_pop(&scan->waiting);
		int fd = open(scan->current.path, O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_CLOEXEC);

		if (fd < 0) {
			err_set_errno(&err, errno, _("cannot look into the directory"));
			catalog_skip(catalog, str_of_c(scan->current.name), &err);
			continue;
		}
		/* Loops of links end here, and a folder reached in two ways is read once. */
		scan->stream = is_new_directory(scan, fd) ? fdopendir(fd) : NULL;
		if (!scan->stream)
			close(fd);
		else
			catalog_note_directory(catalog, scan->current.path);
	}
	return scan->stream != NULL;
}

static void
add_directory(struct catalog *catalog, struct str name, const char *path, const char *relative)
{
	struct scan *scan = &catalog->scan;
	struct err err = { 0 };

	if (scan->current.depth == 0 && (str_is_equal_c(name, "labs") || str_is_equal_c(name, "themes")))
		return; /* presets of labs, not lessons */
	if (scan->current.depth + 1 >= catalog->max_depth) {
		err_set(&err, _("it is nested too deep: directories are followed %u levels down"),
			(unsigned)catalog->max_depth);
		catalog_skip(catalog, str_of_c(relative), &err);
		return;
	}
	vec_push(&scan->waiting, (struct directory){ .path = mem_copy_c(path),
						     .name = mem_copy_c(relative),
						     .depth = scan->current.depth + 1,
						     .is_fallback = scan->current.is_fallback });
}

static void
add_file(struct catalog *catalog, const char *path, const char *relative)
{
	struct err err = { 0 };

	if (catalog->files.len >= CATALOG_MAX_FILES) {
		err_set(&err, _("there are too many files: the first %d are read"), CATALOG_MAX_FILES);
		if (!catalog->skipped.len || strcmp(vec_last(&catalog->skipped)->why.text, err.text) != 0)
			catalog_skip(catalog, str_of_c(relative), &err);
		return;
	}
	if (catalog->fallback_root && !hash_set_add(&catalog->names.items, &catalog->names.capacity,
						    &catalog->name_count, str_hash(str_of_c(relative))))
		return; /* the chosen language has it */
	vec_push(&catalog->files, (struct course_file){ .path = mem_copy_c(path), .name = mem_copy_c(relative) });
}

static void
add_entry(struct catalog *catalog, const struct dirent *entry)
{
	struct scan *scan = &catalog->scan;
	struct str name = str_of_c(entry->d_name);
	unsigned char type = entry->d_type;
	struct stat status;
	struct err err = { 0 };

	if (name.data[0] == '.')
		return;
	bool is_note = is_note_name(name);

	if (!is_note && type == DT_REG)
		return;
	if (type != DT_REG && type != DT_DIR) {
		if (fstatat(dirfd(scan->stream), entry->d_name, &status, 0) != 0)
			type = DT_UNKNOWN; /* a link to nowhere */
		else
			type = S_ISREG(status.st_mode) ? DT_REG : S_ISDIR(status.st_mode) ? DT_DIR : DT_FIFO;
	}
	char *path = path_join(str_of_c(scan->current.path), name);
	char *relative = scan->current.name[0] ? path_join(str_of_c(scan->current.name), name) : str_copy_c(name);

	if (type == DT_DIR) {
		add_directory(catalog, name, path, relative);
	} else if (is_note && type == DT_REG) {
		add_file(catalog, path, relative);
	} else if (is_note) {
		err_set(&err, type == DT_UNKNOWN ? _("it is a link to nowhere") : _("it is no regular file"));
		catalog_skip(catalog, str_of_c(relative), &err);
	}
	free(path);
	free(relative);
}

bool
catalog_scan_some(struct catalog *catalog)
{
	struct scan *scan = &catalog->scan;

	for (int i = 0; i < NAMES_A_STEP; i++) {
		if (!scan->stream && !open_next(catalog)) {
			/* The first language's folder comes when the chosen one is known as a whole. */
			return false;
		}
		const struct dirent *entry = readdir(scan->stream);

		if (entry) {
			add_entry(catalog, entry);
		} else {
			closedir(scan->stream);
			scan->stream = NULL;
		}
	}
	return true;
}
