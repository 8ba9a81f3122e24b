/*
 * Keys to commands: one table of bindings by context, which the configuration may change. Two keys in a row ("g g") are
 * one binding. What the key row and help say comes from here too.
 */
#ifndef APP_KEYMAP_H
#define APP_KEYMAP_H

#include "base/err.h"
#include "base/str.h"
#include "base/vec.h"
#include "canvas/event.h"

#include <stdbool.h>
#include <stdint.h>

enum key_context { /* a pane's own bindings come first, then those of everywhere; overlays have only their own */
	CONTEXT_EVERYWHERE,
	CONTEXT_READER,
	CONTEXT_SIDEBAR,
	CONTEXT_LAB,
	CONTEXT_LIST,  /* palette and search: a field over a list */
	CONTEXT_FIELD, /* find in the lesson */
	CONTEXT_HELP,
	CONTEXT_PRESENT,
	CONTEXT_COUNT
};

enum {
	BINDING_KEYS_MAX = 2
};

struct key_stroke {
	uint32_t key;
	unsigned mods;
};

struct binding {
	enum key_context context;
	struct key_stroke strokes[BINDING_KEYS_MAX];
	uint8_t stroke_count;
	const char *command; /* name; borrowed from the command table */
	const char *hint;    /* N_(): one or two words for the key row; NULL: not there */
	uint8_t priority;    /* of the hint: 0 stays longest */
	bool is_own;         /* the reader's: bound since keymap_init */
};

struct keymap {
	VEC(struct binding) bindings; /* in the order of help; the first of a command stands for it on the key row */
};

enum key_match {
	KEY_UNBOUND,
	KEY_PREFIX, /* the first of two */
	KEY_BOUND
};

void keymap_init(struct keymap *); /* the defaults */
void keymap_fini(struct keymap *);
/* STROKES as pressed so far in CONTEXT. The command's name is put in *COMMAND when bound. */
enum key_match keymap_lookup(const struct keymap *, enum key_context, const struct key_stroke *strokes, size_t count,
			     const char **command);
/*
 * Bind KEYS ("ctrl-p", "g g"); COMMAND "none" unbinds. False with words when either is not known, or when what was
 * bound before by the same or the first of these keys would be lost; then nothing changes.
 */
bool keymap_bind(struct keymap *, enum key_context, struct str keys, struct str command, struct err *);
bool keymap_context_parse(struct str name, enum key_context *out); /* "reader", "everywhere" */
bool keymap_inherits(enum key_context);                            /* do the keys of everywhere work there, too? */
const char *keymap_context_title(enum key_context);                /* translated */
/* Does binding INDEX work in CONTEXT, and no earlier one of its own table for the same command? */
bool keymap_is_first_of_command(const struct keymap *, enum key_context, size_t index);
/*
 * The keys a command has in CONTEXT, else those of everywhere that work there, at most MAX: "j  down". False if none.
 */
bool keymap_keys_of(const struct keymap *, enum key_context, const char *command, size_t max, struct str_buf *out);
/* The same of the keys that stand in the table of FROM, which is CONTEXT or everywhere. */
bool keymap_keys_from(const struct keymap *, enum key_context, enum key_context from, const char *command, size_t max,
		      struct str_buf *out);
/* Of such a list the first keys, whole, that take at most COLS columns; the first one always. */
struct str keymap_keys_that_fit(struct str keys, int cols);
void keymap_format(const struct binding *, struct str_buf *out);

#endif
