/*
 * YAML 1.1 (libyaml) as a tree that knows its lines: front matter, lab options, themes, configuration.
 *
 * Hostile input is bounded: 1 MiB of text, 64 levels, 100,000 nodes, no aliases (an alias is an error, so nothing
 * expands). Only the first document of the text is read. Duplicate keys in a mapping are an error. A tree is built
 * once and only read afterwards; nodes live as long as it does. Any thread.
 */
#ifndef BASE_YAML_H
#define BASE_YAML_H

#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

enum yaml_kind {
	YAML_SCALAR,
	YAML_SEQUENCE,
	YAML_MAPPING
};

struct yaml_node {
	enum yaml_kind kind;
	uint32_t line, column; /* from 1, in the text given */
	bool is_quoted;        /* scalar: written in quotes or as a block, so never null, bool or number */
	struct str text;       /* scalar: its value, valid UTF-8, may hold NUL */
	size_t count;          /* sequence: items; mapping: pairs */
	const struct yaml_node *const *keys;   /* mapping: COUNT scalars */
	const struct yaml_node *const *values; /* sequence and mapping: COUNT nodes */
};

struct yaml; /* owns the nodes */

/* NULL and an error with line and column if TEXT is no YAML. An empty text is a NULL root, not an error. */
struct yaml *yaml_parse(struct str text, struct err *);
/* NULL is fine. Under another name for the linker: libyaml has a yaml_free of its own and would call this one. */
void yaml_free(struct yaml *) __asm__("notes_yaml_free");
const struct yaml_node *yaml_root(const struct yaml *);

const struct yaml_node *yaml_get(const struct yaml_node *mapping, const char *key); /* NULL if absent or no mapping */
/* Typed views of a scalar; false and *out untouched if it is something else. NODE may be NULL. */
bool yaml_to_str(const struct yaml_node *, struct str *out);
bool yaml_to_int64(const struct yaml_node *, int64_t *out); /* decimal or 0x */
bool yaml_to_double(const struct yaml_node *, double *out);
bool yaml_to_bool(const struct yaml_node *, bool *out); /* true/false yes/no on/off */
bool yaml_is_null(const struct yaml_node *);            /* absent, empty, ~ or null */

#endif
