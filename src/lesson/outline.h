/*
 * The headings of a text, found by a line scan that needs no parse (ATX and setext, outside fences): about a gigabyte a
 * second, so the outline of anything is there at once. Notes that write `- 1.1 title` where a heading was meant get
 * those lines as headings one level below the one they stand under.
 */
#ifndef LESSON_OUTLINE_H
#define LESSON_OUTLINE_H

#include "base/str.h"
#include "base/vec.h"

#include <stdbool.h>
#include <stdint.h>

struct heading {
	char *title;     /* owned; plain text: no markdown signs, blanks folded; may be hostile */
	uint32_t offset; /* byte of its line's start in the text */
	uint32_t line;   /* in the file, from 1 */
	uint8_t level;   /* 1–6; a numbered item may be 7 */
	bool is_item;    /* `- 1.1 title` read as a heading */
};

struct outline {
	struct heading *items;
	size_t len, capacity;
};

/* FIRST_LINE: file line of the text's start. At most MAX_HEADINGS (0: 10,000) are kept. */
void outline_find(struct str text, uint32_t first_line, size_t max_headings, struct outline *out);
void outline_fini(struct outline *);
/* A title without the signs of emphasis, code and links, entities decoded, blanks folded; at most some 400 bytes. */
char *outline_plain_title(struct str text);
/* Is an item's text a title by its number: `1.1 title`, `1.1os`? */
bool outline_is_numbered_title(struct str item);

#endif
