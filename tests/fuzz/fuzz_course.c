/* A course's own files of any bytes, by the first one: course.yaml, a preset of a lab, a lesson's front matter. */
#include "base/file.h"
#include "lab/preset.h"
#include "lesson/catalog.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
	COURSE_YAML,
	PRESET,
	FRONT_MATTER,
	FILE_COUNT
};

static const char *const names[FILE_COUNT] = { "course.yaml", "labs/regex/any.yaml", "en/a.md" };
static char dir[64], paths[FILE_COUNT][128];

static void
remove_dir(void)
{
	static const char *const dirs[] = { "labs/regex", "labs", "en", "" };
	char path[128];

	for (size_t i = 0; i < FILE_COUNT; i++)
		unlink(paths[i]);
	for (size_t i = 0; i < sizeof(dirs) / sizeof(dirs[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, dirs[i]);
		rmdir(path);
	}
}

static void
make_dir(void)
{
	static const char *const dirs[] = { "en", "labs", "labs/regex" };
	char path[128];

	snprintf(dir, sizeof(dir), "%s/notes-tui-fuzz-XXXXXX", access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm");
	assert(mkdtemp(dir));
	for (size_t i = 0; i < sizeof(dirs) / sizeof(dirs[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, dirs[i]);
		mkdir(path, 0700);
	}
	for (size_t i = 0; i < FILE_COUNT; i++)
		snprintf(paths[i], sizeof(paths[i]), "%s/%s", dir, names[i]);
	atexit(remove_dir);
}

static void
look_at_course(void)
{
	struct catalog *catalog = catalog_open(dir, &(struct catalog_options){ .language = "en" }, NULL);

	assert(catalog);
	catalog_finish(catalog);
	assert(catalog_title(catalog)[0]);
	for (size_t i = 0; i < catalog_lesson_count(catalog); i++)
		assert(catalog_lesson(catalog, i)->title[0]);
	catalog_reload(catalog);
	catalog_finish(catalog);
	catalog_free(catalog);
}

static void
look_at_presets(struct str text)
{
	char labs[128];
	const char *dirs[] = { labs, NULL };
	struct preset_list presets = { 0 };
	struct str_buf blanked = { 0 };
	struct err err = { 0 };
	size_t lines[2] = { 0, 0 };

	snprintf(labs, sizeof(labs), "%s/labs", dir);
	preset_list_load(&presets, dirs, "regex", "en", &err);
	assert(presets.len == (err_is_set(&err) ? 0 : 1));
	for (size_t i = 0; i < presets.len; i++)
		assert(presets.items[i].title[0] && presets.items[i].body_line > 0 &&
		       preset_list_find(&presets, STR("any")) == &presets.items[i]);
	preset_list_fini(&presets);

	str_buf_append(&blanked, text);
	preset_blank_front_matter(&blanked);
	for (size_t i = 0; i < text.len; i++)
		lines[0] += text.data[i] == '\n';
	for (size_t i = 0; i < blanked.len; i++)
		lines[1] += blanked.data[i] == '\n';
	/* Where nothing stands behind the front matter, not even the end of its last line, there may be one more. */
	assert(lines[0] == lines[1] || (lines[0] + 1 == lines[1] && blanked.len == lines[1]));
	str_buf_fini(&blanked);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (!dir[0])
		make_dir();
	if (size < 1)
		return 0;
	struct str text = str_of((const char *)data + 1, size - 1);
	size_t which = data[0] % FILE_COUNT;
	FILE *file = fopen(paths[which], "wb");

	assert(file && fwrite(text.data, 1, text.len, file) == text.len && fclose(file) == 0);
	if (which == PRESET)
		look_at_presets(text);
	else
		look_at_course();
	unlink(paths[which]);
	return 0;
}
