/*
 * What the palette offers: every command, lesson, lab and preset, bookmark, theme, and the headings, which come a few
 * lessons at a time, since each of ten thousand files must be read for them.
 */
#ifndef APP_PALETTE_ITEMS_H
#define APP_PALETTE_ITEMS_H

#include "base/vec.h"
#include "lesson/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct app;

enum palette_kind {
	PALETTE_COMMAND,
	PALETTE_LESSON,
	PALETTE_HEADING,
	PALETTE_LAB,
	PALETTE_BOOKMARK,
	PALETTE_THEME,
	PALETTE_KIND_COUNT
};

struct palette_item {
	enum palette_kind kind;
	const char *text, *note;
	const char *also; /* found by this too: a name as config.yaml has it, English words; NULL: no */
	size_t lesson;    /* LESSON, HEADING, BOOKMARK; COMMAND, THEME: index */
	uint32_t line;    /* HEADING, BOOKMARK */
	const char *lab, *preset;
	bool is_plainest; /* LAB: of its presets */
	int recency;      /* 0: not chosen lately, else higher is more recent */
};

struct palette_items {
	VEC(struct palette_item) list;
	struct arena texts;  /* of the items */
	uint64_t generation; /* of the course they are of */
	size_t next_lesson;  /* whose headings come next; STR_NONE: all are here */
};

extern const char *const palette_kind_labels[PALETTE_KIND_COUNT]; /* to be translated */

void palette_items_fill(struct palette_items *, struct app *); /* anew, all but the headings of lessons not open */
void palette_items_step(struct palette_items *, struct app *); /* the headings of one more lesson */
void palette_items_fini(struct palette_items *);

#endif
