/* UTF-8 as bytes and code points (Unicode 15, table 3-7). Showing is text/cell.h's. Pure; any thread. */
#ifndef TEXT_UTF8_H
#define TEXT_UTF8_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

#define UTF8_REPLACEMENT 0xFFFDu

/*
 * The next code point of REST, which moves behind it. Ill-formed input gives U+FFFD for each maximal subpart, and
 * *is_valid (may be NULL) false. False at the end.
 */
bool utf8_next(struct str *rest, uint32_t *codepoint, bool *is_valid);
bool utf8_is_valid(struct str);
size_t utf8_encode(uint32_t codepoint, char out[4]); /* bytes written; surrogates and > U+10FFFF as U+FFFD */
void utf8_append(struct str_buf *out, uint32_t codepoint);
size_t utf8_count(struct str); /* code points */
/* Byte offset of code point INDEX, clamped to the end; and back. */
size_t utf8_offset_of(struct str, size_t index);
size_t utf8_index_of(struct str, size_t offset);

#endif
