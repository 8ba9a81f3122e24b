/* Reads config.yaml: a table of keys, each applied by itself so that one mistake spoils nothing else. */
#include "app/settings.h"

#include "base/alloc.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/path.h"
#include "base/yaml.h"

#include <errno.h>
#include <string.h>

enum {
	CONFIG_MAX_BYTES = 1 << 20
};

static bool
apply_text(char **out, const struct yaml_node *node, struct err *err)
{
	struct str text;

	if (!yaml_to_str(node, &text) || text.len == 0)
		return err_set(err, _("a text was expected here"));
	free(*out);
	*out = str_copy_c(text);
	return true;
}

static bool
apply_theme(struct settings *settings, const struct yaml_node *node, struct err *err)
{
	return apply_text(&settings->theme, node, err);
}

static bool
apply_language(struct settings *settings, const struct yaml_node *node, struct err *err)
{
	struct str name;

	if (yaml_to_str(node, &name) && name.len > 0 && !i18n_has_language(name))
		return err_set(err, _("there are no messages in “%.*s”: they come in zh_CN and en"), STR_ARG(name));
	return apply_text(&settings->language, node, err);
}

static bool
apply_mouse(struct settings *settings, const struct yaml_node *node, struct err *err)
{
	return yaml_to_bool(node, &settings->use_mouse) || err_set(err, _("true or false was expected here"));
}

static bool
apply_ascii(struct settings *settings, const struct yaml_node *node, struct err *err)
{
	return yaml_to_bool(node, &settings->use_ascii) || err_set(err, _("true or false was expected here"));
}

static void
add_error(struct settings *settings, struct err err, struct str file, const struct yaml_node *node)
{
	err_at(&err, file, node ? node->line : err.line, node ? node->column : err.column);
	vec_push(&settings->errors, err);
}

/* Is there anything to go through? One whose lines are all commented out is empty, and no mistake. */
static bool
has_pairs(struct settings *settings, const struct yaml_node *node, const char *mistake, struct str file)
{
	struct err err = { 0 };

	if (node->kind == YAML_MAPPING)
		return true;
	if (!yaml_is_null(node)) {
		err_set(&err, "%s", mistake);
		add_error(settings, err, file, node);
	}
	return false;
}

static void
apply_bindings(struct settings *settings, enum key_context context, const struct yaml_node *bindings, struct str file)
{
	for (size_t i = 0; i < bindings->count; i++) {
		struct str command = STR("");
		struct err err = { 0 };

		yaml_to_str(bindings->values[i], &command);
		if (!keymap_bind(&settings->keymap, context, bindings->keys[i]->text, command, &err))
			add_error(settings, err, file, bindings->keys[i]);
	}
}

static void
apply_keys(struct settings *settings, const struct yaml_node *node, struct str file)
{
	if (!has_pairs(settings, node, _("places and their keys were expected here, as `reader: {j: line-down}`"),
		       file))
		return;
	for (size_t i = 0; i < node->count; i++) {
		enum key_context context;
		struct err err = { 0 };

		if (!keymap_context_parse(node->keys[i]->text, &context)) {
			err_set(&err,
				_("“%.*s” is no place for keys: everywhere, reader, sidebar, lab, list, field, help or "
				  "present"),
				STR_ARG(node->keys[i]->text));
			add_error(settings, err, file, node->keys[i]);
		} else if (has_pairs(settings, node->values[i],
				     _("keys and their commands were expected here, as `j: line-down`"), file)) {
			apply_bindings(settings, context, node->values[i], file);
		}
	}
}

static const struct {
	const char *name;
	bool (*apply)(struct settings *, const struct yaml_node *, struct err *);
} setting_table[] = {
	{ "ascii", apply_ascii },
	{ "language", apply_language },
	{ "mouse", apply_mouse },
	{ "theme", apply_theme },
};

static void
apply_setting(struct settings *settings, const struct yaml_node *key, const struct yaml_node *value, struct str file)
{
	struct err err = { 0 };

	if (str_is_equal_c(key->text, "keys")) {
		apply_keys(settings, value, file);
		return;
	}
	for (size_t i = 0; i < ARRAY_LEN(setting_table); i++) {
		if (!str_is_equal_c(key->text, setting_table[i].name))
			continue;
		if (!setting_table[i].apply(settings, value, &err))
			add_error(settings, err, file, value);
		else if (setting_table[i].apply == apply_theme)
			err_at(&settings->theme_place, file, value->line, value->column);
		return;
	}
	err_set(&err, _("“%.*s” is no setting: ascii, keys, language, mouse and theme are"), STR_ARG(key->text));
	add_error(settings, err, file, key);
}

void
settings_init(struct settings *settings)
{
	*settings = (struct settings){ .use_mouse = true };
	keymap_init(&settings->keymap);
}

void
settings_fini(struct settings *settings)
{
	free(settings->theme);
	free(settings->language);
	keymap_fini(&settings->keymap);
	vec_fini(&settings->errors);
}

void
settings_apply(struct settings *settings, struct str text, struct str file)
{
	struct err err = { 0 };
	struct yaml *yaml = yaml_parse(text, &err);
	const struct yaml_node *root = yaml ? yaml_root(yaml) : NULL;

	if (!yaml)
		add_error(settings, err, file, NULL);
	else if (root && has_pairs(settings, root, _("settings were expected here, as `theme: paper`"), file))
		for (size_t i = 0; i < root->count; i++)
			apply_setting(settings, root->keys[i], root->values[i], file);
	yaml_free(yaml);
}

void
settings_load(struct settings *settings, const char *config_dir)
{
	struct str_buf text = { 0 };
	struct err err = { 0 };
	struct file_stamp stamp;
	bool is_there;
	char *path = config_dir ? path_join(str_of_c(config_dir), STR("config.yaml")) : NULL;

	/* One that cannot be looked at is a mistake to tell, too. */
	is_there = path && (file_stamp_get(path, &stamp) || (errno != ENOENT && errno != ENOTDIR));
	if (is_there) {
		if (file_read(path, CONFIG_MAX_BYTES, &text, NULL, &err))
			settings_apply(settings, str_buf_str(&text), str_of_c(path));
		else
			vec_push(&settings->errors, err); /* it names the file */
	}
	str_buf_fini(&text);
	free(path);
}

bool
settings_no_theme(const char *name, struct err *err)
{
	return err_set(err, _("there is no theme “%s”: the palette lists them all"), name);
}

const struct theme *
settings_theme(const struct settings *settings, struct theme_set *themes, struct err *err)
{
	const struct theme *theme = settings->theme ? theme_set_find(themes, str_of_c(settings->theme)) : NULL;

	if (settings->theme && !theme) {
		settings_no_theme(settings->theme, err);
		err_at(err, str_of_c(settings->theme_place.file), settings->theme_place.line,
		       settings->theme_place.column);
	}
	return theme;
}
