/*
 * Character references: &#39; &#x27; and the named ones that notes use. What they stand for may be anything, controls
 * included: it goes through the one door (text/cell.h) like all other text. Pure; any thread.
 */
#ifndef LESSON_ENTITY_H
#define LESSON_ENTITY_H

#include "base/str.h"

#include <stdint.h>

/* ENTITY from & to ; as its code point, U+FFFD for impossible numbers, 0 if the name is not known. */
uint32_t entity_decode(struct str entity);

#endif
