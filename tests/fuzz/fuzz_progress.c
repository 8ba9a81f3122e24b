/* A database of any bytes: taken, upgraded or set aside, and what is written then is read again. */
#include "lesson/progress.h"

#include <assert.h>
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char dir[64];

/* The database, its journal, and what was set aside. */
static void
empty_dir(void)
{
	DIR *stream = opendir(dir);
	struct dirent *entry;
	char path[400];

	while (stream && (entry = readdir(stream))) {
		snprintf(path, sizeof(path), "%s/%s", dir, entry->d_name);
		if (entry->d_name[0] != '.')
			unlink(path);
	}
	if (stream)
		closedir(stream);
}

static void
remove_dir(void)
{
	empty_dir();
	rmdir(dir);
}

static void
use(struct progress *progress)
{
	struct str course = STR("/course"), lesson = STR("notes.md#2018-11-03");
	struct bookmark *bookmarks = NULL;
	struct str_buf text = { 0 };
	struct err err = { 0 };
	uint32_t line = 0;
	size_t count;
	bool is_set;

	progress_lesson_state(progress, course, lesson);
	progress_position(progress, course, lesson, &line);
	progress_last_lesson(progress, course, &text);
	progress_value(progress, STR("theme"), &text);
	count = progress_bookmarks(progress, course, &bookmarks);
	bookmarks_free(bookmarks, count);
	progress_toggle_bookmark(progress, course, lesson, 3, STR("words"), &is_set, NULL);
	if (progress_set_position(progress, course, lesson, 7, &err))
		assert(progress_position(progress, course, lesson, &line) && line == 7);
	str_buf_fini(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err warning = { 0 };
	char path[128];

	if (!dir[0]) {
		snprintf(dir, sizeof(dir), "%s/notes-tui-fuzz-XXXXXX", access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm");
		assert(mkdtemp(dir));
		atexit(remove_dir);
	}
	snprintf(path, sizeof(path), "%s/progress.db", dir);
	FILE *file = fopen(path, "wb");

	assert(file && fwrite(data, 1, size, file) == size && fclose(file) == 0);
	struct progress *progress = progress_open(path, &warning);

	progress_check(progress, &warning);
	use(progress);
	progress_close(progress);
	empty_dir();
	return 0;
}
