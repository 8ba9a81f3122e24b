/* Checks a lab's YAML against its table and says exactly what is wrong. */
#include "lab/options.h"

#include "base/alloc.h"
#include "base/i18n.h"

#include <stdlib.h>
#include <string.h>

enum {
	TEXT_BYTES_MAX = 64 * 1024
};

static size_t
table_count(const struct lab_option *table)
{
	size_t count = 0;

	while (table && table[count].name)
		count++;
	return count;
}

static void
append_known(const struct lab_option *table, struct str_buf *out)
{
	for (size_t i = 0; i < table_count(table); i++)
		str_buf_printf(out, "%s%s", i ? ", " : "", table[i].name);
}

static bool
fail_unknown(const struct lab_option *table, const struct yaml_node *key, struct err *err)
{
	struct str_buf known = { 0 };

	append_known(table, &known);
	if (known.len)
		err_set_at(err, key->line, key->column, _("unknown key `%.*s`; known are %s"),
			   STR_ARG(str_cut(key->text, 0, 80)), str_buf_c(&known));
	else
		err_set_at(err, key->line, key->column, _("unknown key `%.*s`; this lab takes none"),
			   STR_ARG(str_cut(key->text, 0, 80)));
	str_buf_fini(&known);
	return false;
}

static bool
fail_type(const struct lab_option *option, const struct yaml_node *node, const char *expected, struct err *err)
{
	if (node->kind != YAML_SCALAR)
		return err_set_at(err, node->line, node->column, _("`%s` should be %s; a text with [ or { needs '…'"),
				  option->name, expected);
	return err_set_at(err, node->line, node->column, _("`%s` should be %s, not `%.*s`"), option->name, expected,
			  STR_ARG(str_cut(node->text, 0, 80)));
}

static bool
fail_range(const struct lab_option *option, const struct yaml_node *node, struct err *err)
{
	return err_set_at(err, node->line, node->column, _("`%s` should be from %.15g to %.15g, not %.*s"),
			  option->name, option->min, option->max, STR_ARG(str_cut(node->text, 0, 80)));
}

static bool
is_in_range(const struct lab_option *option, double value)
{
	return (option->min == 0 && option->max == 0) || (value >= option->min && value <= option->max);
}

static bool
read_choice(const struct lab_option *option, const struct yaml_node *node, struct lab_value *value, struct err *err)
{
	struct str_buf known = { 0 };

	if (node->kind == YAML_SCALAR) {
		for (int64_t i = 0; option->choices[i]; i++) {
			if (str_is_equal_c(node->text, option->choices[i])) {
				value->integer = i;
				value->text = str_of_c(option->choices[i]);
				return true;
			}
		}
	}
	for (size_t i = 0; option->choices[i]; i++)
		str_buf_printf(&known, "%s%s", i ? ", " : "", option->choices[i]);
	err_set_at(err, node->line, node->column, _("`%s` should be one of %s, not `%.*s`"), option->name,
		   str_buf_c(&known), STR_ARG(str_cut(node->text, 0, 80)));
	str_buf_fini(&known);
	return false;
}

static bool
read_text(const struct lab_option *option, const struct yaml_node *node, struct lab_value *value, struct err *err)
{
	size_t max_bytes = option->max > 0 ? (size_t)option->max : TEXT_BYTES_MAX;

	if (node->kind != YAML_SCALAR)
		return fail_type(option, node, _("a text"), err);
	if (node->text.len > max_bytes)
		return err_set_at(err, node->line, node->column, _("`%s` is %zu bytes long; at most %zu are taken"),
				  option->name, node->text.len, max_bytes);
	value->text = node->text;
	return true;
}

static bool
read_value(const struct lab_option *option, const struct yaml_node *node, struct lab_value *value, struct err *err)
{
	switch (option->kind) {
	case LAB_BOOL:
		return yaml_to_bool(node, &value->boolean) || fail_type(option, node, _("true or false"), err);
	case LAB_INT:
		if (!yaml_to_int64(node, &value->integer))
			return fail_type(option, node, _("a whole number"), err);
		value->real = (double)value->integer;
		return is_in_range(option, value->real) || fail_range(option, node, err);
	case LAB_REAL:
		if (!yaml_to_double(node, &value->real))
			return fail_type(option, node, _("a number"), err);
		return is_in_range(option, value->real) || fail_range(option, node, err);
	case LAB_TEXT:
		return read_text(option, node, value, err);
	case LAB_CHOICE:
		return read_choice(option, node, value, err);
	case LAB_NODE:
		value->node = node;
		return true;
	}
	return false;
}

/* A default is written as in a source but is no YAML: any text is itself. */
static void
set_default(const struct lab_option *option, struct lab_value *value)
{
	struct yaml_node node = { .kind = YAML_SCALAR, .text = str_of_c(option->default_value) };

	if (option->default_value && option->kind != LAB_NODE)
		read_value(option, &node, value, NULL);
}

static bool
read_pair(struct lab_options *out, const struct lab_option *table, const struct yaml_node *key,
	  const struct yaml_node *node, uint32_t line, struct err *err)
{
	for (size_t i = 0; i < out->count; i++) {
		struct lab_value value = { .is_set = true, .line = line + node->line - 1 };

		if (!str_is_equal_c(key->text, table[i].name))
			continue;
		if (!read_value(&table[i], node, &value, err))
			return false;
		out->values[i] = value;
		return true;
	}
	return fail_unknown(table, key, err);
}

static bool
read_mapping(struct lab_options *out, const struct lab_option *table, uint32_t line, struct err *err)
{
	const struct yaml_node *root = yaml_root(out->yaml);

	if (!root || yaml_is_null(root))
		return true;
	if (root->kind != YAML_MAPPING)
		return err_set_at(err, root->line, root->column, _("expected lines of `key: value`"));
	for (size_t i = 0; i < root->count; i++)
		if (!read_pair(out, table, root->keys[i], root->values[i], line, err))
			return false;
	return true;
}

bool
lab_options_parse(struct lab_options *out, const struct lab_option *table, struct str body, struct str file,
		  uint32_t line, struct err *err)
{
	struct err inner = { 0 };
	bool is_good = true;

	out->count = table_count(table);
	out->values = NEW_ARRAY(struct lab_value, out->count);
	out->yaml = NULL;
	for (size_t i = 0; i < out->count; i++)
		set_default(&table[i], &out->values[i]);
	if (str_trim(body).len) {
		out->yaml = yaml_parse(body, &inner);
		is_good = out->yaml ? read_mapping(out, table, line, &inner) : !err_is_set(&inner);
	}
	if (is_good)
		return true;
	err_set(err, "%s", inner.text);
	err_at(err, file, inner.line ? line + inner.line - 1 : line, inner.column);
	lab_options_fini(out);
	return false;
}

void
lab_options_fini(struct lab_options *options)
{
	free(options->values);
	yaml_free(options->yaml);
	*options = (struct lab_options){ 0 };
}
