/* What a course says about itself: front matter of a file, course.yaml of a directory. */
#include "base/i18n.h"
#include "base/path.h"
#include "base/yaml.h"
#include "lesson/catalog_internal.h"

#include <string.h>

/* A title: a text, or a mapping of languages to texts. */
static char *
read_title(const struct yaml_node *node, const char *language)
{
	struct str text;

	if (!node)
		return NULL;
	if (node->kind == YAML_MAPPING && node->count) {
		const struct yaml_node *value = language ? yaml_get(node, language) : NULL;

		for (size_t i = 0; !value && language && i < node->count; i++) /* "en" for en_GB, zh_CN for "zh" */
			if (node->keys[i]->text.len >= 2 && strlen(language) >= 2 &&
			    !memcmp(node->keys[i]->text.data, language, 2))
				value = node->values[i];
		node = value ? value : node->values[0];
	}
	if (!yaml_to_str(node, &text))
		return NULL;
	text = str_trim(text);
	return text.len ? str_copy_c(str_cut(text, 0, CATALOG_TITLE_MAX_BYTES)) : NULL;
}

/* The bytes of front matter at the start of TEXT, its YAML in *BODY; 0 if there is none. */
static size_t
find_front_matter(struct str text, struct str *body)
{
	struct str rest = str_cut(text, 0, CATALOG_FRONT_MAX_BYTES), line;

	if (!str_next_line(&rest, &line) || !str_is_equal_c(str_trim_end(line), "---"))
		return 0;
	const char *start = rest.data;

	while (rest.data && str_next_line(&rest, &line)) {
		struct str trimmed = str_trim_end(line);

		if (!str_is_equal_c(trimmed, "---") && !str_is_equal_c(trimmed, "..."))
			continue;
		*body = str_of(start, (size_t)(line.data - start));
		return rest.data ? (size_t)(rest.data - text.data) : text.len;
	}
	return 0;
}

void
front_matter_read(struct str text, const char *language, struct front_matter *out)
{
	struct str body = { 0 }, date;
	size_t used;
	int weekday;

	*out = (struct front_matter){ 0 };
	size_t end = find_front_matter(text, &body);

	if (!end || !str_trim(body).len)
		return; /* two rules, not front matter */
	struct yaml *yaml = yaml_parse(body, &out->error);
	const struct yaml_node *root = yaml ? yaml_root(yaml) : NULL;

	if (!yaml && out->error.line)
		out->error.line++; /* the first line of the file is the --- */
	if (root && root->kind == YAML_MAPPING) {
		out->end = end;
		out->title = read_title(yaml_get(root, "title"), language);
		if (yaml_to_str(yaml_get(root, "date"), &date) && !date_read(date, &out->date, &used, &weekday))
			out->date = (struct date){ 0 };
	}
	yaml_free(yaml);
}

void
front_matter_fini(struct front_matter *front)
{
	free(front->title);
	front->title = NULL;
}

static void
read_languages(struct course_info *info, const struct yaml_node *node)
{
	struct str name;

	for (size_t i = 0; node && node->kind == YAML_SEQUENCE && i < node->count; i++) {
		/* A folder's name, never a way out of the course. */
		if (yaml_to_str(node->values[i], &name) && name.len && name.data[0] != '.' &&
		    str_find_byte(name, '/') == STR_NONE && str_find_byte(name, '\0') == STR_NONE)
			vec_push(&info->languages, str_copy_c(name));
		else
			err_set_at(&info->error, node->values[i]->line, node->values[i]->column,
				   _("a language is the name of a folder in the course"));
	}
}

void
course_info_read(struct course_info *out, const char *dir, const char *language)
{
	char *path = path_join(str_of_c(dir), STR("course.yaml"));
	struct str_buf text = { 0 };

	*out = (struct course_info){ 0 };
	if (file_stamp_get(path, &out->stamp) &&
	    file_read(path, CATALOG_META_MAX_BYTES, &text, &out->stamp, &out->error)) {
		struct yaml *yaml = yaml_parse(str_buf_str(&text), &out->error);
		const struct yaml_node *root = yaml ? yaml_root(yaml) : NULL;

		if (root && root->kind != YAML_MAPPING)
			err_set_at(&out->error, root->line, root->column,
				   _("course.yaml must be a mapping of keys to values"));
		out->title = read_title(yaml_get(root, "title"), language);
		read_languages(out, yaml_get(root, "languages"));
		yaml_free(yaml);
	}
	if (err_is_set(&out->error))
		err_at(&out->error, STR("course.yaml"), out->error.line, out->error.column);
	str_buf_fini(&text);
	free(path);
}

void
course_info_fini(struct course_info *info)
{
	free(info->title);
	for (size_t i = 0; i < info->languages.len; i++)
		free(info->languages.items[i]);
	vec_fini(&info->languages);
}

const char *
course_info_pick(const struct course_info *info, const char *language)
{
	if (!info->languages.len)
		return NULL;
	for (size_t i = 0; language && i < info->languages.len; i++)
		if (!strcmp(info->languages.items[i], language))
			return info->languages.items[i];
	for (size_t i = 0; language && strlen(language) >= 2 && i < info->languages.len; i++)
		if (!strncmp(info->languages.items[i], language, 2))
			return info->languages.items[i];
	return info->languages.items[0];
}
