/* A note of any bytes through the catalogue and the notes doctor: encodings, front matter, dates, lessons, findings. */
#include "lesson/catalog.h"
#include "lesson/check.h"

#include <assert.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
look_at_lessons(struct catalog *catalog)
{
	for (size_t i = 0; i < catalog_lesson_count(catalog); i++) {
		const struct lesson *lesson = catalog_lesson(catalog, i);
		struct str_buf key = { 0 };
		struct str text;

		assert(lesson->title[0] && lesson->start <= lesson->end && lesson->line > 0);
		assert(catalog_lesson_text(catalog, i, &text, NULL));
		if (i < 100) {
			catalog_lesson_key(catalog, i, &key);
			assert(catalog_find_key(catalog, str_buf_str(&key)) == i);
		}
		str_buf_fini(&key);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char path[64];
	int fd = memfd_create("note.md", MFD_CLOEXEC);

	assert(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	struct catalog *catalog = catalog_open(path, NULL, NULL);
	struct findings findings = { 0 };

	assert(catalog);
	catalog_finish(catalog);
	look_at_lessons(catalog);
	check_course(catalog, NULL, &findings);
	findings_fini(&findings);
	catalog_free(catalog);
	close(fd);
	return 0;
}
