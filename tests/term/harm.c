/* Reads what a program wrote to a terminal and tells the first thing that it must not write. */
#include "term/harm.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

struct reader {
	const unsigned char *data;
	size_t len, at;
	const char *harm; /* NULL: none yet */
};

static int
peek(const struct reader *reader)
{
	return reader->at < reader->len ? reader->data[reader->at] : -1;
}

static void
find_mode_harm(struct reader *reader, const char *params)
{
	/*
	 * cursor keys, blinking and visible cursor, focus, mouse, alt, pastes, alternate screen, synchronised output,
	 * lines
	 */
	static const int ours[] = { 1, 7, 12, 25, 1000, 1002, 1004, 1006, 1036, 1049, 2004, 2026 };
	char *end = NULL;
	bool is_known = true;

	while (*params && is_known) {
		long mode = strtol(params, &end, 10);

		is_known = false;
		for (size_t i = 0; i < ARRAY_LEN(ours); i++)
			is_known |= mode == ours[i];
		params = end + (*end == ';');
		is_known &= end[0] == '\0' || end[0] == ';';
	}
	if (!is_known)
		reader->harm = "a mode that is not ours";
}

static void
find_color_harm(struct reader *reader, const char *params)
{
	while (*params) {
		char *end;

		if (strtol(params, &end, 10) > 255 || (*end && *end != ';' && *end != ':'))
			reader->harm = "a colour that is none";
		params = end + (*end != '\0');
	}
}

static void
read_csi(struct reader *reader)
{
	char params[64];
	size_t count = 0;
	int byte;

	while ((byte = peek(reader)) >= 0x20 && byte <= 0x3f && count < sizeof(params) - 1) {
		params[count++] = (char)byte;
		reader->at++;
	}
	params[count] = '\0';
	if (byte < 0)
		return;
	reader->at++;
	if (params[0] == '?' && strchr("hlrs", byte))
		find_mode_harm(reader, params + 1);
	else if (byte == 'm')
		find_color_harm(reader, params);
	else if (byte == 't' ? strcmp(params, "22;2") != 0 && strcmp(params, "23;2") != 0 &&
				       strcmp(params, "22;0;0") != 0 && strcmp(params, "23;0;0") != 0
			     : strspn(params, "0123456789;") != count || !strchr("ABCDGHJKLMPSTXZ@bdfhlnr", byte))
		reader->harm = "a control sequence that is not ours";
}

static size_t
base64_len(struct str text)
{
	size_t len = 0;

	while (len < text.len && text.data[len] &&
	       strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=", text.data[len]))
		len++;
	return len;
}

/* Its own title, a probe of large text, what was copied. What is in a title is text like other text. */
static void
read_osc(struct reader *reader)
{
	struct str rest = str_of((const char *)reader->data + reader->at, reader->len - reader->at);

	if (str_has_prefix(rest, STR("66;s=2; \a")))
		reader->at += 9;
	else if (str_has_prefix(rest, STR("2;")))
		reader->at += 2;
	else if (str_has_prefix(rest, STR("52;c;")))
		reader->at += 5 + base64_len(str_skip(rest, 5));
	else if (rest.len > 8)
		reader->harm = "an operating system command that is not ours";
}

static void
read_escape(struct reader *reader)
{
	int byte = peek(reader);

	reader->at++;
	switch (byte) {
	case -1:
		break;
	case '[':
		read_csi(reader);
		break;
	case ']':
		read_osc(reader);
		break;
	case '(':
	case ')':
		byte = peek(reader);
		reader->at++;
		if (byte >= 0 && byte != 'B' && byte != '0')
			reader->harm = "a character set that is not ours";
		break;
	default:
		if (!strchr("78=>M\\", byte))
			reader->harm = "an escape that is not ours";
	}
}

static bool
is_harmful_char(uint32_t c)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = {
		{ 0x80, 0x9f },     { 0xad, 0xad },       { 0x61c, 0x61c },      { 0x180b, 0x180f }, { 0x200b, 0x200f },
		{ 0x2028, 0x202e }, { 0x2060, 0x206f },   { 0xd800, 0xf8ff },    { 0xfe00, 0xfe0f }, { 0xfeff, 0xfeff },
		{ 0xfff0, 0xfffb }, { 0x1f3fb, 0x1f3ff }, { 0xe0000, 0x10ffff },
	};

	for (size_t i = 0; i < ARRAY_LEN(ranges); i++)
		if (c >= ranges[i].first && c <= ranges[i].last)
			return true;
	return false;
}

static void
read_char(struct reader *reader)
{
	const unsigned char *at = reader->data + reader->at;
	size_t len = *at < 0x80 ? 1 : *at < 0xc2 ? 0 : *at < 0xe0 ? 2 : *at < 0xf0 ? 3 : *at < 0xf5 ? 4 : 0;
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	uint32_t c = len < 2 ? *at : *at & (0xffu >> (len + 1));

	if (len > reader->len - reader->at) { /* cut off */
		reader->at = reader->len;
		return;
	}
	for (size_t i = 1; i < len; i++) {
		if ((at[i] & 0xc0) != 0x80)
			reader->harm = "bytes that are no UTF-8";
		c = c << 6 | (at[i] & 0x3f);
	}
	if (len == 0 || c < least[len])
		reader->harm = "bytes that are no UTF-8";
	else if (c < 0x20 ? !strchr("\r\n\b\a\017", (int)c) || !c : c == 0x7f || is_harmful_char(c))
		reader->harm = "a character that does more than draw";
	reader->at += len;
}

static void
say_where(const struct reader *reader, size_t start, struct str_buf *why)
{
	size_t end = start + 24 < reader->len ? start + 24 : reader->len;

	str_buf_printf(why, "%s at byte %zu:", reader->harm, start);
	for (size_t i = start; i < end; i++)
		str_buf_printf(why, reader->data[i] > 0x20 && reader->data[i] < 0x7f ? " %c" : " %02x",
			       reader->data[i]);
}

bool
harm_find(struct str bytes, struct str_buf *why)
{
	struct reader reader = { .data = (const unsigned char *)bytes.data, .len = bytes.len };

	while (reader.at < reader.len) {
		size_t start = reader.at;

		if (reader.data[start] == '\033') {
			reader.at++;
			read_escape(&reader);
		} else {
			read_char(&reader);
		}
		if (reader.harm) {
			say_where(&reader, start, why);
			return true;
		}
	}
	return false;
}
