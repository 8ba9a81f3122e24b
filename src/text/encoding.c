/* Files that are not UTF-8: find out what they are and make UTF-8 of them. */
#include "text/encoding.h"

#include "base/alloc.h"
#include "base/i18n.h"
#include "text/utf8.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

#define SAMPLE_BYTES       ((size_t)64 << 10)
#define SAMPLE_FOREIGN_MIN 256 /* bytes in it that are not ASCII */

enum {
	GB_LEAD_MIN = 0x81,
	GB_LEADS = 0xFE - 0x81 + 1,
	GB_TRAIL_MIN = 0x40,
	GB_TRAILS = 0xFE - 0x40 + 1,
	GB_PAIRS_MIN_BYTES = 512 << 10, /* less is soon converted without asking for them */
};

static const char *const names[] = {
	[ENCODING_UTF8] = "UTF-8",      [ENCODING_UTF16LE] = "UTF-16LE", [ENCODING_UTF16BE] = "UTF-16BE",
	[ENCODING_GB18030] = "GB18030", [ENCODING_BINARY] = "binary",
};

static const struct {
	struct str bytes;
	enum encoding encoding;
} boms[] = {
	{ STR("\xEF\xBB\xBF"), ENCODING_UTF8 },
	{ STR("\xFF\xFE"), ENCODING_UTF16LE },
	{ STR("\xFE\xFF"), ENCODING_UTF16BE },
	{ STR("\x84\x31\x95\x33"), ENCODING_GB18030 },
};

const char *
encoding_name(enum encoding encoding)
{
	return names[encoding];
}

static uint32_t
utf16_unit(struct str bytes, size_t at, bool is_big)
{
	const unsigned char *pair = (const unsigned char *)bytes.data + at;

	return is_big ? (uint32_t)(pair[0] << 8 | pair[1]) : (uint32_t)(pair[1] << 8 | pair[0]);
}

/* The next code point of UTF-16; half a surrogate pair or half a unit is false and takes what there is. */
static bool
utf16_next(struct str *rest, bool is_big, uint32_t *codepoint)
{
	*codepoint = UTF8_REPLACEMENT;
	if (rest->len < 2) {
		*rest = str_skip(*rest, rest->len);
		return false;
	}
	uint32_t unit = utf16_unit(*rest, 0, is_big), low = 0;

	if (unit >= 0xD800 && unit < 0xDC00 && rest->len >= 4)
		low = utf16_unit(*rest, 2, is_big);
	bool is_pair = low >= 0xDC00 && low < 0xE000;

	*rest = str_skip(*rest, is_pair ? 4 : 2);
	if (is_pair)
		*codepoint = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
	else if (unit >= 0xD800 && unit < 0xE000)
		return false;
	else
		*codepoint = unit;
	return true;
}

/* Text that reads well as UTF-16: whole pairs, no controls but layout, no U+FFFE. */
static bool
is_utf16_text(struct str bytes, bool is_big)
{
	uint32_t codepoint;

	while (bytes.len) {
		if (!utf16_next(&bytes, is_big, &codepoint) || (codepoint & 0xFFFE) == 0xFFFE)
			return false;
		if (codepoint < 0x20 && codepoint != '\n' && codepoint != '\r' && codepoint != '\t' &&
		    codepoint != '\f')
			return false;
	}
	return true;
}

/* The length of the GB18030 character at the front, or 0 if it is none. */
static size_t
gb18030_len(struct str bytes)
{
	const unsigned char *b = (const unsigned char *)bytes.data;

	if (b[0] < 0x80)
		return 1;
	if (b[0] == 0x80 || b[0] == 0xFF || bytes.len < 2)
		return 0;
	if (b[1] >= 0x40 && b[1] != 0x7F && b[1] != 0xFF)
		return 2;
	bool is_four = bytes.len >= 4 && b[1] >= 0x30 && b[1] <= 0x39 && b[2] >= 0x81 && b[2] <= 0xFE && b[3] >= 0x30 &&
		       b[3] <= 0x39;

	return is_four ? 4 : 0;
}

static bool
is_gb18030(struct str bytes)
{
	while (bytes.len) {
		size_t len = gb18030_len(bytes);

		if (len == 0)
			return false;
		bytes = str_skip(bytes, len);
	}
	return true;
}

/* UTF-8 with some damage, rather than something else: at least as many good sequences as bad ones. */
static bool
is_mostly_utf8(struct str bytes)
{
	size_t good = 0, bad = 0;
	uint32_t codepoint;
	bool is_valid;

	while (utf8_next(&bytes, &codepoint, &is_valid)) {
		good += is_valid && codepoint >= 0x80;
		bad += !is_valid;
	}
	return good >= bad;
}

static size_t
ascii_len(struct str bytes)
{
	uint64_t block;
	size_t at = 0;

	for (; bytes.len - at >= sizeof(block); at += sizeof(block)) {
		memcpy(&block, bytes.data + at, sizeof(block));
		if (block & UINT64_C(0x8080808080808080))
			break;
	}
	while (at < bytes.len && (unsigned char)bytes.data[at] < 0x80)
		at++;
	return at;
}

/*
 * Whether a good part of the text behind its first non-ASCII byte says UTF-8 beyond doubt: Chinese in another encoding
 * is not valid UTF-8 for long. So that the rest of a large file need not be looked at.
 */
static bool
begins_as_utf8(struct str bytes)
{
	size_t foreign = 0, len;

	bytes = str_skip(bytes, ascii_len(bytes));
	if (bytes.len <= SAMPLE_BYTES)
		return false; /* all of it may be looked at */
	len = SAMPLE_BYTES;
	while (((unsigned char)bytes.data[len] & 0xC0) == 0x80 && len > SAMPLE_BYTES - 4)
		len--;
	for (size_t i = 0; i < len; i++)
		foreign += (unsigned char)bytes.data[i] >= 0x80;
	return foreign >= SAMPLE_FOREIGN_MIN && utf8_is_valid(str_cut(bytes, 0, len));
}

enum encoding
encoding_guess(struct str bytes)
{
	for (size_t i = 0; i < sizeof(boms) / sizeof(boms[0]); i++)
		if (str_has_prefix(bytes, boms[i].bytes))
			return boms[i].encoding;
	if (str_find_byte(bytes, '\0') == STR_NONE) {
		if (begins_as_utf8(bytes) || utf8_is_valid(bytes) || is_mostly_utf8(bytes) || !is_gb18030(bytes))
			return ENCODING_UTF8;
		return ENCODING_GB18030;
	}
	size_t zeros[2] = { 0, 0 };

	for (size_t i = 0; i < bytes.len; i++)
		zeros[i % 2] += bytes.data[i] == '\0';
	/* Words with NULs between are valid UTF-8; English in UTF-16 is too, but there every second byte is a NUL. */
	if (zeros[0] + zeros[1] < bytes.len * 2 / 5 && utf8_is_valid(bytes))
		return ENCODING_BINARY;
	/* Blanks and newlines have their zero in the high half; a few ideographs (U+4E00) have one in the low half. */
	bool is_big = zeros[0] > zeros[1];

	if (!is_utf16_text(bytes, is_big))
		return ENCODING_BINARY;
	return is_big ? ENCODING_UTF16BE : ENCODING_UTF16LE;
}

static size_t
convert_utf16(struct str bytes, bool is_big, struct str_buf *out)
{
	size_t bad = 0;
	uint32_t codepoint;

	while (bytes.len) {
		bad += !utf16_next(&bytes, is_big, &codepoint);
		utf8_append(out, codepoint);
	}
	return bad;
}

/* GB18030, all of it by iconv. */
static void
convert_by_iconv(iconv_t converter, struct str bytes, struct str_buf *out, size_t *bad)
{
	while (bytes.len) {
		/* iconv takes its input without const and does not write to it. */
		char *in = (char *)(uintptr_t)bytes.data;
		size_t in_len = bytes.len;

		str_buf_reserve(out, bytes.len + bytes.len / 2 + 16);
		char *end = out->data + out->len;
		size_t room = out->capacity - out->len - 1;
		size_t status = iconv(converter, &in, &in_len, &end, &room);
		int problem = status == (size_t)-1 ? errno : 0;

		out->len = (size_t)(end - out->data);
		*end = '\0';
		bytes = str_of(in, in_len);
		if (problem == EILSEQ || problem == EINVAL) {
			size_t len = gb18030_len(bytes); /* it may be well-formed and stand for nothing */

			utf8_append(out, UTF8_REPLACEMENT);
			bytes = str_skip(bytes, len ? len : 1);
			++*bad;
			iconv(converter, NULL, NULL, NULL, NULL);
		}
	}
}

/*
 * The characters of two bytes, which nearly all are: what iconv says of each, asked once. It takes 3 ms to ask and a
 * tenth of iconv's time from then on.
 */
struct gb_pairs {
	char utf8[GB_LEADS * GB_TRAILS][4]; /* the last is how many they are; 0: iconv is to be asked where it stands */
};

static size_t
pair_index(const char *at)
{
	return (size_t)((unsigned char)at[0] - GB_LEAD_MIN) * GB_TRAILS + ((unsigned char)at[1] - GB_TRAIL_MIN);
}

static struct gb_pairs *
gb_pairs_new(iconv_t converter)
{
	struct gb_pairs *pairs = NEW(struct gb_pairs);

	for (int lead = 0; lead < GB_LEADS; lead++)
		for (int trail = 0; trail < GB_TRAILS; trail++) {
			char pair[2] = { (char)(GB_LEAD_MIN + lead), (char)(GB_TRAIL_MIN + trail) };
			char *in = pair, *utf8 = pairs->utf8[lead * GB_TRAILS + trail], *end = utf8;
			size_t in_len = sizeof(pair), room = 3;

			if (iconv(converter, &in, &in_len, &end, &room) == (size_t)-1 || in_len > 0)
				end = utf8;
			utf8[3] = (char)(end - utf8);
			iconv(converter, NULL, NULL, NULL, NULL);
		}
	return pairs;
}

static bool
is_pair(struct str bytes)
{
	return bytes.len >= 2 && (unsigned char)bytes.data[0] >= GB_LEAD_MIN &&
	       (unsigned char)bytes.data[0] < GB_LEAD_MIN + GB_LEADS && (unsigned char)bytes.data[1] >= GB_TRAIL_MIN &&
	       (unsigned char)bytes.data[1] < GB_TRAIL_MIN + GB_TRAILS;
}

static void
convert_by_pairs(iconv_t converter, struct str bytes, struct str_buf *out, size_t *bad)
{
	struct gb_pairs *pairs = gb_pairs_new(converter);

	while (bytes.len) {
		size_t ascii = ascii_len(bytes), other = 0;

		str_buf_append(out, str_cut(bytes, 0, ascii));
		bytes = str_skip(bytes, ascii);
		str_buf_reserve(out, bytes.len + bytes.len / 2 + 16);
		for (; is_pair(bytes) && pairs->utf8[pair_index(bytes.data)][3]; bytes = str_skip(bytes, 2)) {
			const char *utf8 = pairs->utf8[pair_index(bytes.data)];

			if (out->capacity - out->len <= sizeof(pairs->utf8[0]))
				str_buf_reserve(out, bytes.len + bytes.len / 2 + 16);
			memcpy(out->data + out->len, utf8, sizeof(pairs->utf8[0]));
			out->len += (size_t)utf8[3];
		}
		out->data[out->len] = '\0';
		while (other < bytes.len && (unsigned char)bytes.data[other] >= 0x80 &&
		       !(is_pair(str_skip(bytes, other)) && pairs->utf8[pair_index(bytes.data + other)][3])) {
			size_t len = gb18030_len(str_skip(bytes, other));

			other += len ? len : 1;
		}
		convert_by_iconv(converter, str_cut(bytes, 0, other), out, bad);
		bytes = str_skip(bytes, other);
	}
	free(pairs);
}

static bool
convert_gb18030(struct str bytes, struct str_buf *out, size_t *bad, struct err *err)
{
	iconv_t converter = iconv_open("UTF-8", "GB18030");

	if (converter == (iconv_t)-1)
		return err_set_errno(err, errno, _("this system cannot read GB18030"));
	if (bytes.len < GB_PAIRS_MIN_BYTES)
		convert_by_iconv(converter, bytes, out, bad);
	else
		convert_by_pairs(converter, bytes, out, bad);
	iconv_close(converter);
	return true;
}

bool
encoding_to_utf8(struct str bytes, enum encoding encoding, struct str_buf *out, size_t *bad, struct err *err)
{
	size_t bad_count = 0;
	bool is_ok = true;

	for (size_t i = 0; i < sizeof(boms) / sizeof(boms[0]); i++) {
		if (boms[i].encoding == encoding && str_has_prefix(bytes, boms[i].bytes)) {
			bytes = str_skip(bytes, boms[i].bytes.len);
			break;
		}
	}
	if (encoding == ENCODING_BINARY)
		is_ok = err_set(err, _("this is not a text file"));
	else if (encoding == ENCODING_UTF8)
		str_buf_append(out, bytes);
	else if (encoding == ENCODING_GB18030)
		is_ok = convert_gb18030(bytes, out, &bad_count, err);
	else
		bad_count = convert_utf16(bytes, encoding == ENCODING_UTF16BE, out);
	if (bad)
		*bad = bad_count;
	return is_ok;
}

bool
encoding_mend_cr_lines(struct str_buf *text)
{
	if (!text->len || memchr(text->data, '\n', text->len) || !memchr(text->data, '\r', text->len))
		return false;
	char *at = text->data, *end = text->data + text->len;

	while ((at = memchr(at, '\r', (size_t)(end - at))))
		*at++ = '\n';
	return true;
}
