/* The themes there are: those that are shipped, and the user's, which hide them. */
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
find(const struct theme_set *set, const char *id)
{
	for (size_t i = 0; i < set->count; i++)
		if (strcmp(set->themes[i].id, id) == 0)
			return &set->themes[i];
	return NULL;
}

static void
add_theme(struct theme_set *set, const struct theme *theme)
{
	struct theme *place = find(set, theme->id);

	if (!place) {
		set->themes = mem_realloc_array(set->themes, set->count + 1, sizeof(*set->themes));
		place = &set->themes[set->count++];
	}
	*place = *theme;
}

static void
add_error(struct theme_set *set, const struct err *err)
{
	set->errors = mem_realloc_array(set->errors, set->error_count + 1, sizeof(*set->errors));
	set->errors[set->error_count++] = *err;
}

static void
load_file(struct theme_set *set, const char *dir, struct str name)
{
	char *path = path_join(str_of_c(dir), name);
	struct str id = str_cut(name, 0, str_rfind_byte(name, '.'));
	struct str_buf text = { 0 };
	struct theme theme;
	struct err err = { 0 };

	if (file_read(path, THEME_BYTES_MAX, &text, NULL, &err) && theme_parse(&theme, str_buf_str(&text), id, &err)) {
		add_theme(set, &theme);
	} else {
		err_at(&err, str_of_c(path), err.line, err.column);
		add_error(set, &err);
	}
	str_buf_fini(&text);
	free(path);
}

/* A directory that is not there has no themes; one that cannot be read is an error to tell. */
static void
load_dir(struct theme_set *set, const char *path)
{
	DIR *dir = path ? opendir(path) : NULL;
	struct names list = { 0 };
	struct err err;

	if (!dir) {
		if (path && errno != ENOENT && errno != ENOTDIR) {
			err_set_errno(&err, errno, _("cannot read the directory of themes"));
			err_at(&err, str_of_c(path), 0, 0);
			add_error(set, &err);
		}
		return;
	}
	list_names(dir, &list);
	closedir(dir);
	for (size_t i = 0; i < list.names.len; i++) {
		load_file(set, path, str_of_c(list.names.items[i]));
		free(list.names.items[i]);
	}
	vec_fini(&list.names);
}

static int
compare_ids(const void *a, const void *b)
{
	return strcmp(((const struct theme *)a)->id, ((const struct theme *)b)->id);
}

bool
theme_set_load(struct theme_set *set, const char *shipped_dir, const char *user_dir)
{
	*set = (struct theme_set){ 0 };
	load_dir(set, shipped_dir);
	load_dir(set, user_dir);
	if (set->count > 0)
		qsort(set->themes, set->count, sizeof(*set->themes), compare_ids);
	return set->count > 0;
}

void
theme_set_fini(struct theme_set *set)
{
	free(set->themes);
	free(set->errors);
	*set = (struct theme_set){ 0 };
}

const struct theme *
theme_set_find(const struct theme_set *set, struct str id)
{
	for (size_t i = 0; i < set->count; i++)
		if (str_is_equal_c(id, set->themes[i].id))
			return &set->themes[i];
	return NULL;
}
