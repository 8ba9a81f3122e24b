/* A script as it stands in a fence: YAML to lines. */
#include "base/i18n.h"
#include "lab/socket/sock_script.h"

enum {
	STEP_MAX_BYTES = 400
};

static void
keep_text(struct script *script, struct str text, size_t *at, size_t *len)
{
	*at = script->bytes.len;
	*len = text.len < STEP_MAX_BYTES ? text.len : STEP_MAX_BYTES;
	str_buf_append(&script->bytes, str_cut(text, 0, *len));
}

static bool
add_step(struct script *script, const struct yaml_node *node, const char *language)
{
	const struct yaml_node *chosen = node;
	struct str text;

	if (node->kind == YAML_MAPPING) {
		chosen = yaml_get(node, language);
		if (!chosen)
			chosen = yaml_get(node, "en");
	}
	if (!chosen || !yaml_to_str(chosen, &text))
		return false;
	keep_text(script, text, &vec_last(&script->lines)->step, &vec_last(&script->lines)->step_len);
	return true;
}

static bool
add_note(struct script *script, const struct yaml_node *node)
{
	struct str_buf words = { 0 };
	struct str word;
	bool is_good = node->kind == YAML_SEQUENCE && node->count > 0;

	for (size_t i = 0; is_good && i < node->count; i++) {
		is_good = yaml_to_str(node->values[i], &word);
		if (is_good) {
			str_buf_append_c(&words, i ? "\n" : "");
			str_buf_append(&words, word);
		}
	}
	if (is_good)
		keep_text(script, str_buf_str(&words), &vec_last(&script->lines)->note,
			  &vec_last(&script->lines)->note_len);
	str_buf_fini(&words);
	return is_good;
}

static bool
is_remark(const struct yaml_node *key)
{
	return str_is_equal_c(key->text, "step") || str_is_equal_c(key->text, "note");
}

static bool
add_mapping(struct script *script, const struct yaml_node *item, uint32_t line, const char *language, struct err *err)
{
	struct str_buf text = { 0 };
	size_t before = script->lines.len;
	bool is_good = true;

	for (size_t i = 0; i < item->count && is_good; i++) {
		if (is_remark(item->keys[i]))
			continue;
		str_buf_printf(&text, "%.*s: ", STR_ARG(item->keys[i]->text));
		if (item->values[i]->kind == YAML_SCALAR)
			str_buf_append(&text, item->values[i]->text);
		is_good = script_add_line(script, str_buf_str(&text), line + item->keys[i]->line - 1,
					  item->keys[i]->column, err);
		str_buf_clear(&text);
	}
	str_buf_fini(&text);
	if (!is_good)
		return false;
	if (script->lines.len != before + 1)
		return err_set_at(err, line + item->line - 1, item->column,
				  _("an item of a script is one call, as `server: bind`"));
	for (size_t i = 0; i < item->count; i++) {
		const struct yaml_node *key = item->keys[i];

		if (str_is_equal_c(key->text, "step") && !add_step(script, item->values[i], language))
			return err_set_at(err, line + key->line - 1, key->column,
					  _("`step` is a text, or one for each language"));
		if (str_is_equal_c(key->text, "note") && !add_note(script, item->values[i]))
			return err_set_at(err, line + key->line - 1, key->column, _("`note` is a list of words"));
	}
	return true;
}

bool
script_add_node(struct script *script, const struct yaml_node *node, uint32_t line, const char *language,
		struct err *err)
{
	if (!node || yaml_is_null(node))
		return true;
	if (node->kind == YAML_SCALAR) /* a block begins on the line behind its key */
		return script_add_text(script, node->text, line + node->line - (node->is_quoted ? 0 : 1), 1, err);
	if (node->kind != YAML_SEQUENCE)
		return err_set_at(err, line + node->line - 1, node->column,
				  _("a script is a list of `who: call`, or a block of such lines"));
	for (size_t i = 0; i < node->count; i++) {
		const struct yaml_node *item = node->values[i];
		bool is_good = false;

		if (item->kind == YAML_MAPPING)
			is_good = add_mapping(script, item, line, language, err);
		else if (item->kind == YAML_SCALAR)
			is_good = script_add_line(script, item->text, line + item->line - 1, item->column, err);
		else
			err_set_at(err, line + item->line - 1, item->column,
				   _("an item of a script is one call, as `server: bind`"));
		if (!is_good)
			return false;
	}
	return true;
}
