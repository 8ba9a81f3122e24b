/*
 * Where what stood in a text stands in the text it became: what a reader looks at stays where it is while an editor
 * saves. All between the first byte that differs and the last is taken for changed; lines in it are found again by what
 * they say.
 */
#ifndef APP_TEXT_CHANGE_H
#define APP_TEXT_CHANGE_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

struct text_change {
	struct str old, new;   /* borrowed */
	size_t prefix, suffix; /* bytes both have in common at the ends */
};

struct text_change text_change_find(struct str old, struct str new);
/* Of a byte of the old text; the beginning of the change where its line is gone, or further away than 64 KB. */
uint32_t text_change_offset(const struct text_change *, uint32_t offset);
bool text_change_has(const struct text_change *, uint32_t offset); /* its line is there */

#endif
