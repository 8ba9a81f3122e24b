/*
 * What can be done: tables of commands, one a room (command_*.c). Keys (app/keymap.h), the palette and help are made
 * from them, so nothing can be done that cannot be found.
 */
#ifndef APP_COMMAND_H
#define APP_COMMAND_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

struct app;

struct call {           /* of a command */
	int count;      /* typed before the key (5j); 1 if nothing was */
	bool has_count; /* something was */
	int by, what;   /* the command's own: several share a function */
};

struct command {
	const char *name;  /* as config.yaml writes it: "line-down" */
	const char *title; /* N_(), in the imperative: what the palette and help show */
	void (*run)(struct app *, const struct call *);
	bool (*when)(struct app *); /* can it be done now? NULL: always */
	bool is_motion;             /* only makes sense by key: not in the palette */
	int by, what;
};

size_t command_count(void);
const struct command *command_at(size_t index); /* in the order of help */
const struct command *command_find(struct str name);
bool command_is_possible(const struct command *, struct app *);
void command_run(const struct command *, struct app *, int count); /* COUNT 0: none was typed */

#endif
