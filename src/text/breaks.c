/* Where a line may break: libunistring asked about a shadow of the text in which Chinese quotes are what they mean. */
#include "text/breaks.h"

#include "base/alloc.h"
#include "text/cell.h"
#include "text/punct.h"
#include "text/utf8.h"

#include <string.h>
#include <unilbrk.h>

#define SHADOW_STACK_BYTES 2048u

/* “ ” ‘ ’ are E2 80 9x and 「 」 are E3 80 8x: as long, so offsets stay true. */
static bool
is_quote(const char *at, size_t len)
{
	return len >= 3 && at[0] == '\xE2' && at[1] == '\x80' &&
	       ((unsigned char)at[2] == 0x98 || (unsigned char)at[2] == 0x99 || (unsigned char)at[2] == 0x9C ||
		(unsigned char)at[2] == 0x9D);
}

static void
replace_quotes(char *run, size_t len)
{
	for (size_t i = 0; i < len; i += 3) {
		bool is_closing = (unsigned char)run[i + 2] & 1;

		memcpy(run + i, is_closing ? "」" : "「", 3);
	}
}

static bool
is_graphic_ascii(unsigned char byte)
{
	return byte > 0x20 && byte < 0x7F;
}

/* What UAX #14 calls a line end but a terminal never sees: only \n ends a line here. */
static void
soften_line_end(char *at, uint32_t codepoint)
{
	if (codepoint == '\r' || codepoint == '\v' || codepoint == '\f')
		*at = 'x';
	else if (codepoint == 0x85)
		memcpy(at, "\xC3\x97", 2); /* some letter-like character of two bytes */
	else if (codepoint == 0x2028 || codepoint == 0x2029)
		memcpy(at, "\xE2\x80\x8B", 3); /* zero width space */
}

/* What a file's extension or a path's root stands behind, as ` .txt` and `（/tmp` do. */
static bool
is_word_start(const char *text, size_t at)
{
	static const char *const before[] = { "、", "，", "（", "：", "“" };

	if (at == 0 || text[at - 1] == ' ' || text[at - 1] == '\t' || text[at - 1] == '\n')
		return true;
	for (size_t i = 0; i < sizeof(before) / sizeof(before[0]); i++)
		if (at >= 3 && memcmp(text + at - 3, before[i], 3) == 0)
			return true;
	return false;
}

/* `.` inside a word and `.` or `/` at its beginning are letters of it: libunistring would break behind them. */
static bool
is_letter_like(const char *text, size_t at, size_t len)
{
	if ((text[at] != '.' && text[at] != '/') || at + 1 == len || !is_graphic_ascii((unsigned char)text[at + 1]))
		return false;
	return is_word_start(text, at) || (text[at] == '.' && is_graphic_ascii((unsigned char)text[at - 1]));
}

/* Turn the copy of the text into what libunistring should see. One pass, every change keeps the length. */
static void
make_shadow(char *shadow, size_t len)
{
	struct str rest = { shadow, len };
	uint32_t codepoint;
	bool is_valid, is_wide_before = false;
	size_t quotes_start = 0, quotes_end = 0; /* the run of quotes that ends where we are, if any */

	while (rest.len) {
		size_t at = len - rest.len;

		if (is_quote(rest.data, rest.len)) {
			if (quotes_end != at)
				quotes_start = at;
			quotes_end = at + 3;
			rest = str_skip(rest, 3);
			continue;
		}
		if (is_graphic_ascii((unsigned char)shadow[at])) {
			if (is_letter_like(shadow, at, len))
				shadow[at] = 'x';
			rest = str_skip(rest, 1);
			codepoint = 'x';
		} else {
			utf8_next(&rest, &codepoint, &is_valid);
			if (!is_valid)
				memset(shadow + at, 'x', len - rest.len - at);
			else
				soften_line_end(shadow + at, codepoint);
		}
		int cols = codepoint < 0x1100 ? 1 : cell_codepoint_width(codepoint);
		bool is_wide = cols == 2;

		if (quotes_end == at && at > 0 && (is_wide || is_wide_before))
			replace_quotes(shadow + quotes_start, quotes_end - quotes_start);
		if (cols > 0)
			is_wide_before = is_wide;
	}
	if (quotes_end == len && len > 0 && is_wide_before)
		replace_quotes(shadow + quotes_start, quotes_end - quotes_start);
}

static bool
is_blank(const char *text, size_t at, size_t len)
{
	return at < len && (text[at] == ' ' || text[at] == '\t');
}

/* The · between two topics of a title begins the next line, as a bullet does: at the end of one it is a speck. */
static bool
is_separator(struct str text, size_t at)
{
	return text.data[at] == '\xC2' && str_has_prefix(str_skip(text, at), STR("·")) &&
	       (at == 0 || is_blank(text.data, at - 1, text.len)) && is_blank(text.data, at + strlen("·"), text.len);
}

/* Take back the breaks that would leave a line starting or ending with what it must not, blanks or not between. */
static void
forbid_breaks(struct str text, unsigned char *out)
{
	bool is_after_opening = false;

	for (size_t i = 0; i < text.len; i++) {
		struct str here = { text.data + i, text.len - i };
		unsigned char lead = (unsigned char)text.data[i];
		uint32_t codepoint = lead;

		if (is_blank(text.data, i, text.len) || (lead & 0xC0) == 0x80)
			continue;
		if (lead >= 0xE2 && lead <= 0xEF)
			utf8_next(&here, &codepoint, NULL);
		if (out[i] == BREAK_ALLOWED && (is_after_opening || punct_is_closing(codepoint)))
			out[i] = BREAK_NONE;
		is_after_opening = punct_is_opening(codepoint) || is_separator(text, i);
	}
}

void
breaks_find(struct str text, unsigned char *out)
{
	char stack[SHADOW_STACK_BYTES];
	char *shadow = text.len <= sizeof(stack) ? stack : mem_alloc_array(text.len, 1);

	if (text.len == 0)
		return;
	memcpy(shadow, text.data, text.len);
	make_shadow(shadow, text.len);
	u8_possible_linebreaks((const uint8_t *)shadow, text.len, "UTF-8", (char *)out);
	for (size_t i = 0; i < text.len; i++)
		out[i] = text.data[i] == '\n'               ? BREAK_MANDATORY
			 : out[i] == UC_BREAK_POSSIBLE && i ? BREAK_ALLOWED
							    : BREAK_NONE;
	forbid_breaks(text, out);
	if (shadow != stack)
		free(shadow);
}
