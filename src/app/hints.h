/*
 * What the key row may offer in a context: each command that has words for it, by its first key. Made once of the
 * keymap and the commands, as neither they nor the language change while the program runs; what is possible now is
 * asked at every picture.
 */
#ifndef APP_HINTS_H
#define APP_HINTS_H

#include "app/command.h"
#include "app/keymap.h"

struct hint_keys { /* what a part of the key row stands for; none: it cannot be clicked */
	struct key_stroke strokes[BINDING_KEYS_MAX];
	size_t count;
};

struct hint {
	const struct command *command;
	struct hint_keys keys;
	char *name;        /* of the keys; owned */
	const char *label; /* translated */
	uint8_t priority;  /* 0 stays longest */
};

struct hint_list {
	VEC(struct hint) all; /* the context's own, then those of everywhere, if they work there */
	bool is_made;
};

/* Those of CONTEXT, made when they are asked for first. */
const struct hint_list *hints_of(struct hint_list *, const struct keymap *, enum key_context context);
void hints_fini(struct hint_list *);

#endif
