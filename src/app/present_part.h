/* What the files of present mode share; nobody else includes it. */
#ifndef APP_PRESENT_PART_H
#define APP_PRESENT_PART_H

#include "app/present.h"

struct item { /* what one key reveals */
	struct flow_place first;
	uint32_t lines;
	uint32_t term_end;  /* of a review card's first half, byte of the section's text: behind its term; else 0 */
	bool is_definition; /* the card's second half: takes the place of the first */
	bool is_rest;       /* of a block too high for the stage: what comes behind it */
};

struct items {
	struct item *items;
	size_t len, capacity;
};

/* present.c: sections are true headings; numbered items are items. */
bool present_is_section(const struct present *, size_t heading);
size_t present_next_section(const struct present *, size_t heading); /* STR_NONE: there is none */

bool present_has_opening(const struct present *); /* something stands before the first: its heading is STR_NONE */
size_t present_first_section(const struct present *);

/* present_items.c */
void present_lay_out(struct present *, int width); /* the lesson at the width of the stage */
struct str present_title(const struct present *);
/* The items of the section, its heading not among them; for the stage as drawn last. Freed by vec_fini. */
void present_collect(struct present *, struct items *out);

#endif
