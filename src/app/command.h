/*
 * What can be done: one table of commands. Keys (app/keymap.h), the palette and help are made from it, so nothing can
 * be done that cannot be found.
 */
#ifndef APP_COMMAND_H
#define APP_COMMAND_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

struct app;

struct command {
	const char *name;  /* as config.yaml writes it: "line-down" */
	const char *title; /* N_(), in the imperative: what the palette and help show */
	/* COUNT is what was typed before the key (5j), 1 if nothing was; HAS_COUNT says which. */
	void (*run)(struct app *, int count, bool has_count);
	bool (*when)(struct app *); /* can it be done now? NULL: always */
	bool is_motion;             /* only makes sense by key: not in the palette */
};

size_t command_count(void);
const struct command *command_at(size_t index); /* in the order of help */
const struct command *command_find(struct str name);
bool command_is_possible(const struct command *, struct app *);

#endif
