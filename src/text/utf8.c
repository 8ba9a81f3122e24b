/* UTF-8 decoding after table 3-7 of Unicode 15: whatever comes in, code points come out. */
#include "text/utf8.h"

/* What a lead byte promises: the length, and the range of the second byte (the others are 80..BF). */
struct lead {
	uint8_t len, second_min, second_max;
};

static struct lead
lead_of(unsigned char byte)
{
	if (byte < 0x80)
		return (struct lead){ 1, 0, 0 };
	if (byte < 0xC2 || byte > 0xF4)
		return (struct lead){ 0, 0, 0 };
	if (byte < 0xE0)
		return (struct lead){ 2, 0x80, 0xBF };
	if (byte < 0xF0)
		return (struct lead){ 3, byte == 0xE0 ? 0xA0 : 0x80, byte == 0xED ? 0x9F : 0xBF };
	return (struct lead){ 4, byte == 0xF0 ? 0x90 : 0x80, byte == 0xF4 ? 0x8F : 0xBF };
}

bool
utf8_next(struct str *rest, uint32_t *codepoint, bool *is_valid)
{
	if (rest->len == 0)
		return false;
	const unsigned char *bytes = (const unsigned char *)rest->data;
	struct lead lead = lead_of(bytes[0]);
	size_t used = 1;
	uint32_t value = bytes[0];
	bool is_good = lead.len != 0;

	if (lead.len > 1) {
		value &= 0x7Fu >> lead.len;
		for (; used < lead.len && used < rest->len; used++) {
			unsigned char min = used == 1 ? lead.second_min : 0x80;
			unsigned char max = used == 1 ? lead.second_max : 0xBF;

			if (bytes[used] < min || bytes[used] > max)
				break;
			value = value << 6 | (bytes[used] & 0x3Fu);
		}
		is_good = used == lead.len;
	}
	rest->data += used;
	rest->len -= used;
	*codepoint = is_good ? value : UTF8_REPLACEMENT;
	if (is_valid)
		*is_valid = is_good;
	return true;
}

/* The end of a run of ASCII, eight bytes at a time, and of well-formed Chinese or Japanese: most of what is read. */
static const char *
skip_common(const char *at, const char *end)
{
	for (;;) {
		uint64_t block;
		const char *before = at;

		while (end - at >= (ptrdiff_t)sizeof(block)) {
			__builtin_memcpy(&block, at, sizeof(block));
			if (block & UINT64_C(0x8080808080808080))
				break;
			at += sizeof(block);
		}
		while (at < end && (unsigned char)*at < 0x80)
			at++;
		/* E1..EC take any two trailing bytes (table 3-7). */
		while (end - at >= 3 && (unsigned char)at[0] - 0xE1u <= 0xEC - 0xE1u &&
		       ((unsigned char)at[1] & 0xC0) == 0x80 && ((unsigned char)at[2] & 0xC0) == 0x80)
			at += 3;
		if (at == before)
			return at;
	}
}

bool
utf8_is_valid(struct str text)
{
	uint32_t codepoint;
	bool is_valid = true;

	while (text.len && is_valid) {
		const char *rest = skip_common(text.data, text.data + text.len);

		text = str_skip(text, (size_t)(rest - text.data));
		if (text.len)
			utf8_next(&text, &codepoint, &is_valid);
	}
	return is_valid;
}

size_t
utf8_encode(uint32_t codepoint, char out[4])
{
	if (codepoint > 0x10FFFF || (codepoint >= 0xD800 && codepoint <= 0xDFFF))
		codepoint = UTF8_REPLACEMENT;
	if (codepoint < 0x80) {
		out[0] = (char)codepoint;
		return 1;
	}
	size_t len = codepoint < 0x800 ? 2 : codepoint < 0x10000 ? 3 : 4;

	for (size_t i = len - 1; i > 0; i--) {
		out[i] = (char)(0x80 | (codepoint & 0x3F));
		codepoint >>= 6;
	}
	out[0] = (char)((0xF00u >> len & 0xF0u) | codepoint);
	return len;
}

void
utf8_append(struct str_buf *out, uint32_t codepoint)
{
	char bytes[4];

	str_buf_append(out, str_of(bytes, utf8_encode(codepoint, bytes)));
}

size_t
utf8_count(struct str text)
{
	uint32_t codepoint;
	size_t count = 0;

	while (utf8_next(&text, &codepoint, NULL))
		count++;
	return count;
}

size_t
utf8_offset_of(struct str text, size_t index)
{
	struct str rest = text;
	uint32_t codepoint;

	while (index > 0 && utf8_next(&rest, &codepoint, NULL))
		index--;
	return text.len - rest.len;
}

size_t
utf8_index_of(struct str text, size_t offset)
{
	struct str rest = text;
	uint32_t codepoint;
	size_t index = 0;

	while (text.len - rest.len < offset && utf8_next(&rest, &codepoint, NULL))
		index++;
	return index;
}
