/* YAML as a tree that knows its lines: libyaml's events, with bounds. */
#include "base/yaml.h"

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/vec.h"

#include <assert.h>
#include <string.h>
#include <yaml.h>

#define TEXT_MAX_BYTES (1024u * 1024u)
#define DEPTH_MAX      64u
#define NODES_MAX      100000u

struct yaml {
	VEC(void *) blocks; /* everything the nodes are made of */
	const struct yaml_node *root;
};

/* A collection that is still open. */
struct level {
	struct yaml_node *node;
	VEC(const struct yaml_node *) children; /* keys and values in turn for a mapping */
};

struct builder {
	struct yaml *yaml;
	struct level levels[DEPTH_MAX];
	size_t depth, node_count;
	struct err *err;
};

static void *
keep(struct yaml *yaml, void *block)
{
	vec_push(&yaml->blocks, block);
	return block;
}

static uint32_t
clamp_u32(size_t value)
{
	return value > UINT32_MAX ? UINT32_MAX : (uint32_t)value;
}

static struct yaml_node *
new_node(struct builder *builder, enum yaml_kind kind, const yaml_mark_t *mark)
{
	struct yaml_node *node = keep(builder->yaml, NEW(struct yaml_node));

	node->kind = kind;
	node->line = clamp_u32(mark->line + 1);
	node->column = clamp_u32(mark->column + 1);
	builder->node_count++;
	return node;
}

static bool
fail_at(struct builder *builder, const struct yaml_node *node, const char *message)
{
	return err_set_at(builder->err, node->line, node->column, "%s", message);
}

/* Put a finished or opened node where it belongs. */
static bool
attach(struct builder *builder, struct yaml_node *node)
{
	if (builder->node_count > NODES_MAX)
		return fail_at(builder, node, _("too many values in this YAML text"));
	if (builder->depth == 0) {
		builder->yaml->root = node;
		return true;
	}
	struct level *level = &builder->levels[builder->depth - 1];

	if (level->node->kind == YAML_MAPPING && level->children.len % 2 == 0 && node->kind != YAML_SCALAR)
		return fail_at(builder, node, _("a key must be a plain word, not a list or a mapping"));
	vec_push(&level->children, node);
	return true;
}

static bool
open_level(struct builder *builder, struct yaml_node *node)
{
	if (!attach(builder, node))
		return false;
	if (builder->depth == DEPTH_MAX)
		return fail_at(builder, node, _("this YAML text is nested too deeply"));
	builder->levels[builder->depth++] = (struct level){ .node = node };
	return true;
}

static int
compare_keys(const void *a, const void *b)
{
	const struct yaml_node *left = *(const struct yaml_node *const *)a;
	const struct yaml_node *right = *(const struct yaml_node *const *)b;
	int order = str_compare(left->text, right->text);

	return order ? order : (left->line > right->line) - (left->line < right->line);
}

static bool
check_keys(struct builder *builder, const struct yaml_node *mapping)
{
	size_t count = mapping->count;
	const struct yaml_node **sorted = mem_alloc_array(count, sizeof(*sorted));
	const struct yaml_node *twice = NULL;

	for (size_t i = 0; i < count; i++)
		sorted[i] = mapping->keys[i];
	qsort(sorted, count, sizeof(*sorted), compare_keys);
	for (size_t i = 1; i < count && !twice; i++)
		if (str_is_equal(sorted[i - 1]->text, sorted[i]->text))
			twice = sorted[i];
	free(sorted);
	if (!twice)
		return true;
	return err_set_at(builder->err, twice->line, twice->column, _("the key \"%.*s\" is there twice"),
			  STR_ARG(twice->text));
}

static bool
close_level(struct builder *builder)
{
	assert(builder->depth > 0); /* libyaml closes what it opened */
	struct level *level = &builder->levels[--builder->depth];
	struct yaml_node *node = level->node;

	assert(node);
	size_t stride = node->kind == YAML_MAPPING ? 2 : 1, count = level->children.len / stride;
	const struct yaml_node **values = keep(builder->yaml, mem_alloc_array(count, sizeof(*values)));

	for (size_t i = 0; i < count; i++)
		values[i] = level->children.items[i * stride + stride - 1];
	node->values = values;
	node->count = count;
	if (node->kind == YAML_MAPPING) {
		const struct yaml_node **keys = keep(builder->yaml, mem_alloc_array(count, sizeof(*keys)));

		for (size_t i = 0; i < count; i++)
			keys[i] = level->children.items[i * 2];
		node->keys = keys;
	}
	vec_fini(&level->children);
	return node->kind != YAML_MAPPING || check_keys(builder, node);
}

static bool
add_scalar(struct builder *builder, const yaml_event_t *event)
{
	struct yaml_node *node = new_node(builder, YAML_SCALAR, &event->start_mark);
	size_t len = event->data.scalar.length;

	node->is_quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
	node->text = str_of(keep(builder->yaml, mem_copy(event->data.scalar.value, len)), len);
	return attach(builder, node);
}

static bool
handle_event(struct builder *builder, const yaml_event_t *event)
{
	switch (event->type) {
	case YAML_SCALAR_EVENT:
		return add_scalar(builder, event);
	case YAML_SEQUENCE_START_EVENT:
		return open_level(builder, new_node(builder, YAML_SEQUENCE, &event->start_mark));
	case YAML_MAPPING_START_EVENT:
		return open_level(builder, new_node(builder, YAML_MAPPING, &event->start_mark));
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		return close_level(builder);
	case YAML_ALIAS_EVENT:
		return err_set_at(builder->err, clamp_u32(event->start_mark.line + 1),
				  clamp_u32(event->start_mark.column + 1),
				  _("an alias (*name) is not allowed here: write the value out"));
	default:
		return true;
	}
}

/* What libyaml says of a mistake, for those who translate: people make these; the rest stays in its words. */
static const char *const problems[] = {
	N_("did not find expected ',' or ']'"),
	N_("did not find expected ',' or '}'"),
	N_("did not find expected key"),
	N_("did not find expected '-' indicator"),
	N_("did not find expected node content"),
	N_("did not find expected <document start>"),
	N_("could not find expected ':'"),
	N_("mapping values are not allowed in this context"),
	N_("mapping keys are not allowed in this context"),
	N_("block sequence entries are not allowed in this context"),
	N_("found character that cannot start any token"),
	N_("found unexpected end of stream"),
	N_("found unexpected document indicator"),
	N_("found unknown escape character"),
	N_("control characters are not allowed"),
	N_("invalid leading UTF-8 octet"),
	N_("invalid trailing UTF-8 octet"),
	N_("incomplete UTF-8 octet sequence"),
};

static const char *
translate(const char *problem)
{
	for (size_t i = 0; problem && i < ARRAY_LEN(problems); i++)
		if (strcmp(problem, problems[i]) == 0)
			return _(problems[i]);
	return problem ? problem : "";
}

static bool
report_parser(const yaml_parser_t *parser, struct str text, struct err *err)
{
	const char *problem = translate(parser->problem);

	if (parser->error == YAML_READER_ERROR) {
		struct str before = str_cut(text, 0, parser->problem_offset), line;
		uint32_t line_number = 0;

		while (str_next_line(&before, &line))
			line_number++;
		return err_set_at(err, line_number ? line_number : 1, 0, _("not valid YAML: %s"), problem);
	}
	return err_set_at(err, clamp_u32(parser->problem_mark.line + 1), clamp_u32(parser->problem_mark.column + 1),
			  _("not valid YAML: %s"), problem);
}

/* Feed events to the builder until the first document has ended. */
static bool
build(struct builder *builder, yaml_parser_t *parser, struct str text)
{
	bool is_ok = true, is_over = false;

	while (is_ok && !is_over) {
		yaml_event_t event;

		if (!yaml_parser_parse(parser, &event))
			return report_parser(parser, text, builder->err);
		is_over = event.type == YAML_DOCUMENT_END_EVENT || event.type == YAML_STREAM_END_EVENT;
		is_ok = handle_event(builder, &event);
		yaml_event_delete(&event);
	}
	return is_ok;
}

struct yaml *
yaml_parse(struct str text, struct err *err)
{
	yaml_parser_t parser;

	if (text.len > TEXT_MAX_BYTES) {
		err_set(err, _("this YAML text is longer than %u bytes"), TEXT_MAX_BYTES);
		return NULL;
	}
	struct yaml *yaml = NEW(struct yaml);
	struct builder builder = { .yaml = yaml, .err = err };

	if (!yaml_parser_initialize(&parser))
		abort();
	yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&parser, (const unsigned char *)(text.data ? text.data : ""), text.len);
	bool is_ok = build(&builder, &parser, text);

	yaml_parser_delete(&parser);
	for (size_t i = 0; i < builder.depth; i++)
		vec_fini(&builder.levels[i].children);
	if (is_ok)
		return yaml;
	yaml_free(yaml);
	return NULL;
}

void
yaml_free(struct yaml *yaml)
{
	if (!yaml)
		return;
	for (size_t i = 0; i < yaml->blocks.len; i++)
		free(yaml->blocks.items[i]);
	vec_fini(&yaml->blocks);
	free(yaml);
}

const struct yaml_node *
yaml_root(const struct yaml *yaml)
{
	return yaml->root;
}

const struct yaml_node *
yaml_get(const struct yaml_node *mapping, const char *key)
{
	if (!mapping || mapping->kind != YAML_MAPPING)
		return NULL;
	for (size_t i = 0; i < mapping->count; i++)
		if (str_is_equal_c(mapping->keys[i]->text, key))
			return mapping->values[i];
	return NULL;
}

bool
yaml_to_str(const struct yaml_node *node, struct str *out)
{
	if (!node || node->kind != YAML_SCALAR)
		return false;
	*out = node->text;
	return true;
}

static bool
is_plain_scalar(const struct yaml_node *node)
{
	return node && node->kind == YAML_SCALAR && !node->is_quoted;
}

static bool
hex_to_int64(struct str digits, int64_t *out)
{
	int64_t value = 0;

	if (digits.len == 0 || digits.len > 15)
		return false;
	for (size_t i = 0; i < digits.len; i++) {
		const char *all = "0123456789abcdef";
		char lower = (char)(digits.data[i] | (digits.data[i] >= 'A' ? 0x20 : 0));
		const char *at = lower ? strchr(all, lower) : NULL;

		if (!at)
			return false;
		value = value * 16 + (at - all);
	}
	*out = value;
	return true;
}

bool
yaml_to_int64(const struct yaml_node *node, int64_t *out)
{
	if (!is_plain_scalar(node))
		return false;
	if (str_has_prefix(node->text, STR("0x")))
		return hex_to_int64(str_skip(node->text, 2), out);
	return str_to_int64(node->text, out);
}

bool
yaml_to_double(const struct yaml_node *node, double *out)
{
	return is_plain_scalar(node) && str_to_double(node->text, out);
}

bool
yaml_to_bool(const struct yaml_node *node, bool *out)
{
	static const char *const words[] = { "true", "yes", "on", "false", "no", "off" };

	if (!is_plain_scalar(node))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (str_is_equal_nocase(node->text, str_of_c(words[i]))) {
			*out = i < 3;
			return true;
		}
	}
	return false;
}

bool
yaml_is_null(const struct yaml_node *node)
{
	if (!node)
		return true;
	return is_plain_scalar(node) &&
	       (node->text.len == 0 || str_is_equal_c(node->text, "~") || str_is_equal_nocase(node->text, STR("null")));
}
