/* A directory of its own for a test, with files in it; gone at the end. */
#ifndef SUPPORT_TEMP_H
#define SUPPORT_TEMP_H

#include "base/alloc.h"
#include "base/str.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static inline char *
temp_dir_new(void)
{
	const char *base = getenv("TMPDIR");
	struct str_buf path = { 0 };

	str_buf_printf(&path, "%s/notes-tui-test-XXXXXX", base && base[0] ? base : "/tmp");
	if (!mkdtemp(path.data))
		abort();
	return str_buf_take(&path);
}

static inline int
temp_remove_one(const char *path, const struct stat *status, int type, struct FTW *ftw)
{
	(void)status, (void)type, (void)ftw;
	return remove(path);
}

static inline void
temp_dir_free(char *dir)
{
	nftw(dir, temp_remove_one, 16, FTW_DEPTH | FTW_PHYS);
	free(dir);
}

/* DIR/NAME, to be freed. */
static inline char *
temp_path(const char *dir, const char *name)
{
	struct str_buf path = { 0 };

	str_buf_printf(&path, "%s/%s", dir, name);
	return str_buf_take(&path);
}

/* Write a file; directories in NAME are made. */
static inline void
temp_write(const char *dir, const char *name, struct str content)
{
	char *path = temp_path(dir, name);

	for (char *slash = strchr(path + strlen(dir) + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(path, 0700);
		*slash = '/';
	}
	FILE *file = fopen(path, "wb");

	if (!file || (content.len > 0 && fwrite(content.data, 1, content.len, file) != content.len) ||
	    fclose(file) != 0)
		abort();
	free(path);
}

/* For cmocka: each test has a directory, as its state. */
static inline int
temp_set_up(void **state)
{
	*state = temp_dir_new();
	return 0;
}

static inline int
temp_tear_down(void **state)
{
	temp_dir_free(*state);
	return 0;
}

#define TEMP_TEST(test) cmocka_unit_test_setup_teardown(test, temp_set_up, temp_tear_down)

#endif
