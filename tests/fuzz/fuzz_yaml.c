/* YAML: any bytes give a tree within its bounds or an error with words; the tree can be walked to its end. */
#include "base/yaml.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t
walk(const struct yaml_node *node, size_t depth)
{
	struct str text;
	int64_t number;
	double real;
	bool flag;
	size_t count = 1;

	if (depth > 64 || node->line == 0 || node->column == 0)
		abort();
	if (yaml_to_str(node, &text) != (node->kind == YAML_SCALAR))
		abort();
	yaml_to_int64(node, &number);
	yaml_to_double(node, &real);
	yaml_to_bool(node, &flag);
	for (size_t i = 0; i < node->count; i++) {
		if (node->kind == YAML_MAPPING && (++count, node->keys[i]->kind != YAML_SCALAR))
			abort();
		count += walk(node->values[i], depth + 1);
	}
	return count;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err err = { 0 };
	struct yaml *yaml = yaml_parse(str_of((const char *)data, size), &err);

	if (yaml) {
		if (yaml_root(yaml) && walk(yaml_root(yaml), 0) > 100000)
			abort();
		yaml_free(yaml);
	} else if (!err_is_set(&err)) {
		abort();
	}
	return 0;
}
