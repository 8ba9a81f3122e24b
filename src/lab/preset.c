/* Reads preset files: front matter, body, order. */
#include "lab/preset.h"

#include "base/alloc.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/path.h"
#include "base/vec.h"
#include "base/yaml.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

enum {
	PRESET_BYTES_MAX = 256 * 1024,
	PRESETS_MAX = 1000
};

static void
preset_fini(struct preset *preset)
{
	free(preset->name);
	free(preset->title);
	free(preset->question);
	free(preset->path);
	free(preset->body);
}

/* "zh_CN.UTF-8" is asked as "zh_CN", then "zh", then English. */
static const struct yaml_node *
choose_language(const struct yaml_node *node, const char *language)
{
	char name[32];
	size_t len = strcspn(language, ".@");
	const struct yaml_node *found;

	if (!node || node->kind != YAML_MAPPING)
		return node;
	if (len >= sizeof(name))
		len = 0;
	memcpy(name, language, len);
	name[len] = '\0';
	if ((found = yaml_get(node, name)))
		return found;
	name[strcspn(name, "_")] = '\0';
	if ((found = yaml_get(node, name)))
		return found;
	if ((found = yaml_get(node, "en")))
		return found;
	return node->count ? node->values[0] : NULL;
}

static char *
text_in_language(const struct yaml_node *node, const char *language, struct str fallback)
{
	struct str text = STR("");

	yaml_to_str(choose_language(node, language ? language : "en"), &text);
	text = str_trim(text);
	return str_copy_c(text.len > 0 ? text : fallback);
}

static bool
is_fence_line(struct str line)
{
	return str_is_equal_c(str_trim_end(line), "---");
}

/*
 * Split TEXT at its two lines of ---; a text that does not begin with one is all body. False if the second is missing.
 */
static bool
split_front_matter(struct str text, struct str *front, struct str *body, uint32_t *body_line)
{
	struct str rest = text, line;
	const char *start;
	uint32_t number = 1;

	*front = (struct str){ 0 };
	*body = text;
	*body_line = 1;
	if (!str_next_line(&rest, &line) || !is_fence_line(line))
		return true;
	start = rest.data;
	for (;;) {
		const char *line_start = rest.data;

		if (!str_next_line(&rest, &line))
			return false;
		number++;
		if (!is_fence_line(line))
			continue;
		*front = str_of(start, (size_t)(line_start - start));
		*body = rest.data ? rest : str_of("", 0);
		*body_line = number + 1;
		return true;
	}
}

void
preset_blank_front_matter(struct str_buf *text)
{
	struct str front, body;
	struct str_buf blank = { 0 };
	uint32_t body_line;

	if (!split_front_matter(str_buf_str(text), &front, &body, &body_line) || body_line == 1)
		return;
	str_buf_append_repeat(&blank, STR("\n"), body_line - 1);
	str_buf_append(&blank, body);
	str_buf_fini(text);
	*text = blank;
}

static bool
read_front_matter(struct preset *preset, struct str front, const char *language, struct err *err)
{
	struct yaml *yaml = NULL;
	const struct yaml_node *root = NULL;
	struct err yaml_err = { 0 };

	if (front.len) {
		yaml = yaml_parse(front, &yaml_err);
		if (!yaml && err_is_set(&yaml_err)) {
			err_set(err, "%s", yaml_err.text);
			return err_at(err, str_of_c(preset->path), yaml_err.line ? yaml_err.line + 1 : 0,
				      yaml_err.column);
		}
		root = yaml ? yaml_root(yaml) : NULL;
	}
	preset->title = text_in_language(yaml_get(root, "title"), language, str_of_c(preset->name));
	preset->question = text_in_language(yaml_get(root, "question"), language, str_of("", 0));
	if (!yaml_to_int64(yaml_get(root, "order"), &preset->order))
		preset->order = INT64_MAX;
	yaml_free(yaml);
	return true;
}

/* Fill PRESET, whose name and path are set, from its file. */
static bool
preset_read(struct preset *preset, const char *language, struct err *err)
{
	struct str_buf text = { 0 };
	struct str front, body;
	bool is_good;

	if (!file_read(preset->path, PRESET_BYTES_MAX, &text, NULL, err))
		return false;
	is_good = split_front_matter(str_buf_str(&text), &front, &body, &preset->body_line);
	if (!is_good) {
		err_set(err, _("the front matter has no closing line of ---"));
		err_at(err, str_of_c(preset->path), 1, 0);
	}
	is_good = is_good && read_front_matter(preset, front, language, err);
	if (is_good) {
		preset->body = str_copy_c(body);
		preset->body_len = body.len;
	}
	str_buf_fini(&text);
	return is_good;
}

static struct str
stem_of(struct str file_name)
{
	struct str extension = path_extension(file_name);

	return extension.len ? str_cut(file_name, 0, file_name.len - extension.len - 1) : file_name;
}

static void
load_dir(struct preset_list *list, const char *dir, const char *language, struct err *err)
{
	DIR *stream = opendir(dir);
	struct dirent *entry;
	size_t known = list->len; /* presets of directories that come first hide ours */

	if (!stream)
		return;
	while ((entry = readdir(stream)) && list->len < PRESETS_MAX) {
		struct str file = str_of_c(entry->d_name), stem = stem_of(file);
		struct preset preset = { 0 };
		bool is_hidden = file.data[0] == '.' || stem.len == 0 || str_has_suffix(file, STR("~"));

		for (size_t i = 0; i < known && !is_hidden; i++)
			is_hidden = str_is_equal_c(stem, list->items[i].name);
		if (is_hidden)
			continue;
		preset.name = str_copy_c(stem);
		preset.path = path_join(str_of_c(dir), file);
		if (preset_read(&preset, language, err))
			vec_push(list, preset);
		else
			preset_fini(&preset);
	}
	closedir(stream);
}

static int
compare_presets(const void *a_ptr, const void *b_ptr)
{
	const struct preset *a = a_ptr, *b = b_ptr;

	if (a->order != b->order)
		return a->order < b->order ? -1 : 1;
	return strcmp(a->name, b->name);
}

void
preset_list_load(struct preset_list *list, const char *const *dirs, const char *lab, const char *language,
		 struct err *err)
{
	*list = (struct preset_list){ 0 };
	for (; dirs && *dirs; dirs++) {
		char *dir = path_join(str_of_c(*dirs), str_of_c(lab));

		load_dir(list, dir, language, err);
		free(dir);
	}
	if (list->len)
		qsort(list->items, list->len, sizeof(*list->items), compare_presets);
}

const struct preset *
preset_list_find(const struct preset_list *list, struct str name)
{
	for (size_t i = 0; i < list->len; i++)
		if (str_is_equal_c(name, list->items[i].name))
			return &list->items[i];
	return NULL;
}

void
preset_list_fini(struct preset_list *list)
{
	for (size_t i = 0; i < list->len; i++)
		preset_fini(&list->items[i]);
	vec_fini(list);
}
