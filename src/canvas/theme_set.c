/* The themes there are: those that are shipped, and the user's, which hide them. Read when they are asked for. */
#include "canvas/theme.h"

#include "base/alloc.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/path.h"
#include "base/vec.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define THEME_BYTES_MAX 65536
#define THEMES_MAX      1000

struct names {
	VEC(char *) names;
};

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool
is_theme_name(struct str name)
{
	struct str extension = path_extension(name);

	return str_is_equal_c(extension, "yaml") || str_is_equal_c(extension, "yml");
}

static void
list_names(DIR *dir, struct names *out)
{
	struct dirent *entry;

	while (out->names.len < THEMES_MAX && (entry = readdir(dir)))
		if (is_theme_name(str_of_c(entry->d_name)))
			vec_push(&out->names, mem_copy_c(entry->d_name));
	if (out->names.len > 0)
		qsort(out->names.items, out->names.len, sizeof(*out->names.items), compare_names);
}

static struct theme *
find_read(const struct theme_set *set, struct str id)
{
	for (size_t i = 0; i < set->themes.len; i++)
		if (str_is_equal_c(id, set->themes.items[i]->id))
			return set->themes.items[i];
	return NULL;
}

static const struct theme *
keep(struct theme_set *set, const struct theme *theme)
{
	struct theme *kept = NEW(struct theme);

	*kept = *theme;
	vec_push(&set->themes, kept);
	return kept;
}

static bool
is_known_broken(const struct theme_set *set, const char *path)
{
	for (size_t i = 0; i < set->broken.len; i++)
		if (!strcmp(set->broken.items[i], path))
			return true;
	return false;
}

static const struct theme *
read_file(struct theme_set *set, const char *path, struct str id)
{
	struct str_buf text = { 0 };
	struct theme theme;
	struct err err = { 0 };
	bool is_read;

	if (is_known_broken(set, path))
		return NULL;
	is_read = file_read(path, THEME_BYTES_MAX, &text, NULL, &err) &&
		  theme_parse(&theme, str_buf_str(&text), id, &err);
	str_buf_fini(&text);
	if (is_read)
		return keep(set, &theme);
	err_at(&err, str_of_c(path), err.line, err.column);
	vec_push(&set->errors, err);
	vec_push(&set->broken, mem_copy_c(path));
	return NULL;
}

/* A directory that is not there has no themes; one that cannot be read is an error to tell. */
static void
list_dir(struct theme_set *set, const char *path)
{
	DIR *dir = path ? opendir(path) : NULL;
	struct names list = { 0 };
	struct err err;

	if (!dir) {
		if (path && errno != ENOENT && errno != ENOTDIR) {
			err_set_errno(&err, errno, _("cannot read the directory of themes"));
			err_at(&err, str_of_c(path), 0, 0);
			vec_push(&set->errors, err);
		}
		return;
	}
	list_names(dir, &list);
	closedir(dir);
	while (list.names.len > 0) {
		char *name = vec_pop(&list.names);

		vec_push(&set->unread, path_join(str_of_c(path), str_of_c(name)));
		free(name);
	}
	vec_fini(&list.names);
}

static int
compare_ids(const void *a, const void *b)
{
	return strcmp((*(struct theme *const *)a)->id, (*(struct theme *const *)b)->id);
}

void
theme_set_init(struct theme_set *set, const char *shipped_dir, const char *user_dir)
{
	*set = (struct theme_set){ 0 };
	set->dirs[0] = user_dir ? mem_copy_c(user_dir) : NULL;
	set->dirs[1] = shipped_dir ? mem_copy_c(shipped_dir) : NULL;
}

void
theme_set_fini(struct theme_set *set)
{
	for (size_t i = 0; i < set->themes.len; i++)
		free(set->themes.items[i]);
	for (size_t i = 0; i < set->broken.len; i++)
		free(set->broken.items[i]);
	for (size_t i = 0; i < set->unread.len; i++)
		free(set->unread.items[i]);
	vec_fini(&set->themes);
	vec_fini(&set->errors);
	vec_fini(&set->broken);
	vec_fini(&set->unread);
	free(set->dirs[0]);
	free(set->dirs[1]);
	*set = (struct theme_set){ 0 };
}

bool
theme_set_step(struct theme_set *set)
{
	if (set->is_complete)
		return false;
	if (!set->is_listed) {
		set->is_listed = true;
		list_dir(set, set->dirs[1]);
		list_dir(set, set->dirs[0]); /* the last ones are read first: they hide the others */
	} else if (set->unread.len > 0) {
		char *path = vec_pop(&set->unread);
		struct str name = path_base_name(str_of_c(path)), id = str_cut(name, 0, str_rfind_byte(name, '.'));

		if (!find_read(set, id))
			read_file(set, path, id);
		free(path);
	}
	set->is_complete = set->unread.len == 0;
	if (set->is_complete && set->themes.len > 0)
		qsort(set->themes.items, set->themes.len, sizeof(*set->themes.items), compare_ids);
	return !set->is_complete;
}

/* The theme ID of a directory, NULL for none. */
static const struct theme *
find_in(struct theme_set *set, const char *dir, struct str id)
{
	static const char *const endings[] = { "yaml", "yml" };
	const struct theme *theme = NULL;

	for (size_t i = 0; i < ARRAY_LEN(endings) && dir && !theme; i++) {
		struct str_buf path = { 0 };
		struct file_stamp stamp;

		str_buf_printf(&path, "%s/%.*s.%s", dir, STR_ARG(id), endings[i]);
		if (file_stamp_get(str_buf_c(&path), &stamp))
			theme = read_file(set, str_buf_c(&path), id);
		str_buf_fini(&path);
	}
	return theme;
}

const struct theme *
theme_set_find(struct theme_set *set, struct str id)
{
	const struct theme *theme = find_read(set, id);

	if (theme || set->is_complete || id.len == 0 || str_find_byte(id, '/') != STR_NONE)
		return theme;
	theme = find_in(set, set->dirs[0], id);
	if (!theme && str_is_equal_c(id, theme_builtin()->id))
		theme = keep(set, theme_builtin()); /* the same as the shipped file, sooner */
	return theme ? theme : find_in(set, set->dirs[1], id);
}
