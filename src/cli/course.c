/* The course a command works on: found, opened, with the topics that go with it. */
#include "cli/course.h"

#include "base/alloc.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/path.h"

#include <sys/stat.h>

#define TOPICS_MAX_BYTES (UINT64_C(1) << 20)
#define SKIPPED_SAID     3

/* The directory of a course: itself, or where its one file stands. */
static char *
dir_of(const char *path)
{
	struct stat status;

	if (stat(path, &status) == 0 && S_ISDIR(status.st_mode))
		return mem_copy_c(path);
	return str_copy_c(path_dir_name(str_of_c(path)));
}

/* NULL if there is no such file (*IS_THERE tells) or it is wrong. */
static struct topic_map *
read_topics(const char *dir, bool *is_there, struct err *err)
{
	char *path = path_join(str_of_c(dir), STR("topics.yaml"));
	struct str_buf text = { 0 };
	struct file_stamp stamp;
	struct topic_map *map = NULL;

	*is_there = file_stamp_get(path, &stamp);
	if (*is_there && file_read(path, TOPICS_MAX_BYTES, &text, NULL, err))
		map = topic_map_parse(str_buf_str(&text), err);
	str_buf_fini(&text);
	free(path);
	return map;
}

static void
load_topics(struct cli_notes *notes)
{
	char *dir = dir_of(notes->path);
	bool is_there;

	notes->topics = read_topics(dir, &is_there, &notes->topics_error);
	free(dir);
	notes->are_topics_own = notes->topics != NULL;
	if (notes->topics)
		return;
	dir = path_shipped("content");
	if (dir)
		notes->topics = read_topics(dir, &is_there, NULL);
	free(dir);
}

static bool
open_catalog(struct cli_notes *notes, const struct catalog_options *options, const char *path, struct err *err)
{
	*notes = (struct cli_notes){ .path = path ? mem_copy_c(path) : path_shipped("content") };
	if (!notes->path)
		return err_set(err, _("the shipped course is not installed: name a directory of notes"));
	notes->catalog = catalog_open(notes->path, options, err);
	if (!notes->catalog) {
		cli_notes_close(notes);
		return false;
	}
	return true;
}

bool
cli_notes_open(struct cli_notes *notes, struct cli *cli, const char *path, struct err *err)
{
	struct catalog_options options = { .language = cli->language };

	if (!open_catalog(notes, &options, path, err))
		return false;
	load_topics(notes);
	return true;
}

bool
cli_notes_open_quick(struct cli_notes *notes, struct cli *cli, const char *path, struct err *err)
{
	struct catalog_options options = { .language = cli->language };

	return open_catalog(notes, &options, path, err);
}

void
cli_notes_close(struct cli_notes *notes)
{
	catalog_free(notes->catalog);
	if (notes->topics)
		topic_map_free(notes->topics);
	free(notes->path);
	*notes = (struct cli_notes){ 0 };
}

char **
cli_preset_dirs(const char *course_path)
{
	char **dirs = NEW_ARRAY(char *, 3);
	char *shipped = path_shipped("content");
	size_t count = 0;

	if (course_path) {
		char *dir = dir_of(course_path);

		dirs[count++] = path_join(str_of_c(dir), STR("labs"));
		free(dir);
	}
	if (shipped)
		dirs[count++] = path_join(str_of_c(shipped), STR("labs"));
	free(shipped);
	return dirs;
}

void
cli_preset_dirs_free(char **dirs)
{
	for (size_t i = 0; dirs[i]; i++)
		free(dirs[i]);
	free(dirs);
}

void
cli_notes_say_empty(const struct cli_notes *notes, struct err *err)
{
	if (catalog_skipped_count(notes->catalog)) {
		const struct skipped_file *skipped = catalog_skipped(notes->catalog, 0);

		err_set(err, _("there is nothing to read in %s: %s is left out (%s)"), catalog_path(notes->catalog),
			skipped->name, skipped->why.text);
	} else if (catalog_is_file(notes->catalog)) {
		err_set(err, _("there is nothing to read in %s: it is empty"), catalog_path(notes->catalog));
	} else {
		err_set(err, _("there are no notes in %s: put files there that end in .md, .markdown or .txt"),
			catalog_path(notes->catalog));
	}
}

void
cli_notes_say_skipped(const struct cli_notes *notes)
{
	size_t count = catalog_skipped_count(notes->catalog);

	for (size_t i = 0; i < count && i < SKIPPED_SAID; i++)
		out_complain(_("%s is left out: %s"), catalog_skipped(notes->catalog, i)->name,
			     catalog_skipped(notes->catalog, i)->why.text);
	if (count > SKIPPED_SAID)
		out_complain(_("more is left out: `notes-tui check` lists it all"));
}
