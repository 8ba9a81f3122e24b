/* Where one was: lessons and places to go back and forward to, as in a browser. */
#ifndef APP_HISTORY_H
#define APP_HISTORY_H

#include "base/str.h"
#include "base/vec.h"

#include <stdbool.h>
#include <stdint.h>

struct history_entry {
	char *key; /* lesson; owned */
	uint32_t line;
};

struct history {
	VEC(struct history_entry) entries;
	size_t at; /* entries before it are back, from it on forward */
};

void history_fini(struct history *);
/* Leaving this place: what was forward is forgotten. The same place twice is one. */
void history_push(struct history *, struct str key, uint32_t line);
/* DIRECTION -1 or 1. HERE is kept for the way back. NULL: there is nothing. Valid until the next call. */
const struct history_entry *history_go(struct history *, int direction, struct str here_key, uint32_t here_line);

#endif
