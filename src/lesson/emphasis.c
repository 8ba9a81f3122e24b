/*
 * Emphasis beside Chinese punctuation. By CommonMark's rule `**锁（mutex）**是` is no emphasis, as a closing sign
 * behind punctuation needs a blank after it, which Chinese does not write. md4c is shown a letter of the same length
 * instead of such punctuation; what is laid out comes from the text itself.
 */
#include "lesson/markdown.h"

#include "text/punct.h"
#include "text/utf8.h"

#include <string.h>

#define STAND_IN "中" /* three bytes, as all the punctuation it stands for */

/* The character of three bytes at START, or 0. */
static uint32_t
wide_at(const char *text, size_t len, size_t start)
{
	struct str rest = str_of(text + start, len - start);
	uint32_t codepoint;

	if (rest.len < 3 || ((unsigned char)rest.data[0] & 0xF0) != 0xE0 || !utf8_next(&rest, &codepoint, NULL))
		return 0;
	return codepoint;
}

void
markdown_ease_emphasis(char *text, size_t len)
{
	for (size_t at = 0; at < len;) {
		const char *hit = memchr(text + at, '*', len - at);

		if (!hit)
			return;
		size_t start = (size_t)(hit - text), end = start;

		while (end < len && text[end] == '*')
			end++;
		uint32_t before = start >= 3 ? wide_at(text, len, start - 3) : 0, after = wide_at(text, len, end);

		if (before && after && punct_is_closing(before) && !punct_is_closing(after) && !punct_is_opening(after))
			memcpy(text + start - 3, STAND_IN, 3);
		else if (before && after && punct_is_opening(after) && !punct_is_closing(before) &&
			 !punct_is_opening(before))
			memcpy(text + end, STAND_IN, 3);
		at = end;
	}
}
