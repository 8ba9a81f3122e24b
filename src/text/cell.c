/* The one door for untrusted text: bytes become glyphs here, and nothing that moves, turns or hides gets through. */
#include "text/cell.h"

#include "text/utf8.h"

#include <unictype.h>
#include <unigbrk.h>
#include <uniwidth.h>

enum kind {
	KIND_BASE,   /* shown in columns of its own */
	KIND_MARK,   /* drawn over the base before it: Mn, Me */
	KIND_JAMO,   /* a vowel or final consonant: drawn into the Hangul syllable before it, else not to be shown */
	KIND_EXTEND, /* dropped, what follows may still belong to the cluster: joiners, variation selectors, tones */
	KIND_FORMAT, /* dropped, and the cluster ends there: bidi controls, zero width space, U+2028 */
	KIND_CONTROL,
	KIND_BAD /* surrogate, unassigned, private use */
};

#define ZERO_WIDTH_JOINER 0x200Du
#define REGIONAL_A        0x1F1E6u
#define REGIONAL_Z        0x1F1FFu

static bool
is_regional(uint32_t codepoint)
{
	return codepoint >= REGIONAL_A && codepoint <= REGIONAL_Z;
}

/*
 * Columns of what makes up most text and never joins with a neighbour, or 0: for two of these side by side no table
 * needs asking.
 */
static inline uint8_t
plain_cols(uint32_t c)
{
	if (c < 0x300)
		return (c >= 0x20 && c <= 0x7E) || (c >= 0xC0);
	if (c >= 0x4E00 && c <= 0x9FFC)
		return 2;
	if (c >= 0x3400 && c <= 0x4DBF)
		return 2;
	if (c >= 0x3001 && c <= 0x30FF)
		return (c <= 0x3029 || (c >= 0x3041 && c <= 0x3096) || c >= 0x30A0) ? 2 : 0;
	if (c >= 0xFF01 && c <= 0xFF60)
		return 2;
	return (c >= 0x2010 && c <= 0x2027) || (c >= 0x2500 && c <= 0x259F) || (c >= 0x410 && c <= 0x44F) ||
	       c == UTF8_REPLACEMENT;
}

static enum kind
kind_of(uint32_t codepoint)
{
	if (plain_cols(codepoint))
		return KIND_BASE;
	if (codepoint < 0x20 || (codepoint >= 0x7F && codepoint < 0xA0))
		return KIND_CONTROL;
	if (codepoint >= 0x1F3FB && codepoint <= 0x1F3FF) /* skin tones */
		return KIND_EXTEND;
	int joining = uc_graphemeclusterbreak_property(codepoint);

	if (uc_is_property_default_ignorable_code_point(codepoint))
		return joining == GBP_EXTEND || joining == GBP_ZWJ ? KIND_EXTEND : KIND_FORMAT;
	if (joining == GBP_V || joining == GBP_T)
		return KIND_JAMO;
	if (uc_is_general_category_withtable(codepoint, UC_CATEGORY_MASK_Mn | UC_CATEGORY_MASK_Me))
		return KIND_MARK;
	if (uc_is_general_category_withtable(codepoint,
					     UC_CATEGORY_MASK_Cf | UC_CATEGORY_MASK_Zl | UC_CATEGORY_MASK_Zp))
		return KIND_FORMAT;
	if (uc_is_general_category_withtable(codepoint,
					     UC_CATEGORY_MASK_Cs | UC_CATEGORY_MASK_Cn | UC_CATEGORY_MASK_Co))
		return KIND_BAD;
	return KIND_BASE;
}

static uint8_t
base_cols(uint32_t codepoint)
{
	uint8_t cols = plain_cols(codepoint);

	return cols ? cols : uc_width(codepoint, "UTF-8") == 2 ? 2 : 1;
}

int
cell_codepoint_width(uint32_t codepoint)
{
	if (is_regional(codepoint))
		return -1;
	switch (kind_of(codepoint)) {
	case KIND_BASE:
		return base_cols(codepoint);
	case KIND_MARK:
	case KIND_JAMO:
		return 0;
	default:
		return -1;
	}
}

/* What is shown for a code point that is not shown as it is. */
static uint32_t
visible_for(uint32_t codepoint, enum kind kind)
{
	if (kind == KIND_CONTROL)
		return codepoint == '\t'   ? ' '
		       : codepoint < 0x20  ? 0x2400 + codepoint
		       : codepoint == 0x7F ? 0x2421
					   : UTF8_REPLACEMENT;
	if (is_regional(codepoint)) /* half a flag: its letter, which every terminal draws alike */
		return 'A' + (codepoint - REGIONAL_A);
	return kind == KIND_BASE ? codepoint : UTF8_REPLACEMENT;
}

/* May a vowel or final NEXT join the syllable that ends in LAST (UAX #29, GB7 and GB8)? */
static bool
is_hangul_joined(uint32_t last, uint32_t next)
{
	int before = uc_graphemeclusterbreak_property(last), after = uc_graphemeclusterbreak_property(next);

	if (before == GBP_L || before == GBP_LV || before == GBP_V)
		return after == GBP_V || (after == GBP_T && before != GBP_L);
	return (before == GBP_LVT || before == GBP_T) && after == GBP_T;
}

/* The rest of the cluster that begins with OUT's base, as it is shown: marks are kept, the others swallowed. */
static void
absorb_cluster(struct str *rest, struct glyph *out)
{
	struct str ahead = *rest;
	uint32_t next, last = out->base;
	size_t mark_count = 0;

	while (utf8_next(&ahead, &next, NULL)) {
		enum kind kind = kind_of(next);

		if (kind == KIND_MARK || (kind == KIND_JAMO && is_hangul_joined(last, next))) {
			if (mark_count < GLYPH_MARKS_MAX)
				out->marks[mark_count++] = next;
		} else if (kind != KIND_EXTEND &&
			   !(last == ZERO_WIDTH_JOINER && uc_is_property_extended_pictographic(out->base) &&
			     uc_is_property_extended_pictographic(next))) {
			return;
		}
		last = next;
		*rest = ahead;
	}
}

/* As cell_next; with STOPS_AT_LAYOUT a newline or tab comes back as it is. */
static bool
scan_glyph(struct str *rest, bool stops_at_layout, struct glyph *out)
{
	uint32_t codepoint;
	enum kind kind;

	do {
		if (!utf8_next(rest, &codepoint, NULL))
			return false;
		kind = kind_of(codepoint);
	} while (kind == KIND_MARK || kind == KIND_EXTEND || kind == KIND_FORMAT);

	*out = (struct glyph){ .base = visible_for(codepoint, kind) };
	if (stops_at_layout && (codepoint == '\n' || codepoint == '\t'))
		out->base = codepoint;
	out->width_cols = kind == KIND_BASE ? base_cols(out->base) : 1;
	if (kind != KIND_CONTROL)
		absorb_cluster(rest, out);
	return true;
}

static inline bool
is_ascii_plain(unsigned char byte)
{
	return byte >= 0x20 && byte < 0x7F;
}

/* The plain three-byte character at the front of TEXT, or 0. */
static inline uint32_t
plain_three(const unsigned char *bytes, size_t len)
{
	if (len < 3 || bytes[0] < 0xE2 || bytes[0] > 0xEF || (bytes[1] & 0xC0) != 0x80 || (bytes[2] & 0xC0) != 0x80)
		return 0;
	uint32_t codepoint = (bytes[0] & 0x0Fu) << 12 | (bytes[1] & 0x3Fu) << 6 | (bytes[2] & 0x3Fu);

	return plain_cols(codepoint) ? codepoint : 0;
}

/* Nothing of what follows can join what stands before it. */
static inline bool
starts_plain(const unsigned char *bytes, size_t len)
{
	return len == 0 || is_ascii_plain(bytes[0]) || bytes[0] == '\n' || plain_three(bytes, len);
}

/* The short path: a plain character before another one. Its length in bytes, or 0. */
static inline size_t
scan_plain(struct str text, struct glyph *out)
{
	const unsigned char *bytes = (const unsigned char *)text.data;
	uint32_t codepoint;
	size_t used = 1;

	if (text.len == 0)
		return 0;
	codepoint = bytes[0];
	if (!is_ascii_plain(bytes[0])) {
		codepoint = plain_three(bytes, text.len);
		used = 3;
		if (!codepoint)
			return 0;
	}
	if (!starts_plain(bytes + used, text.len - used))
		return 0;
	*out = (struct glyph){ .base = codepoint, .width_cols = used == 1 ? 1 : plain_cols(codepoint) };
	return used;
}

static inline bool
next_glyph(struct str *rest, bool stops_at_layout, struct glyph *out)
{
	size_t used = scan_plain(*rest, out);

	if (!used)
		return scan_glyph(rest, stops_at_layout, out);
	rest->data += used;
	rest->len -= used;
	return true;
}

bool
cell_next(struct str *rest, struct glyph *out)
{
	return next_glyph(rest, false, out);
}

bool
cell_next_layout(struct str *rest, struct glyph *out)
{
	return next_glyph(rest, true, out);
}

uint32_t
cell_width(struct str text)
{
	struct glyph glyph;
	uint32_t cols = 0;

	while (next_glyph(&text, false, &glyph))
		cols += glyph.width_cols;
	return cols;
}

size_t
cell_fit(struct str text, uint32_t max_cols, uint32_t *cols)
{
	struct str rest = text;
	struct glyph glyph;
	uint32_t used_cols = 0;
	size_t len = 0;

	while (next_glyph(&rest, false, &glyph) && glyph.width_cols <= max_cols - used_cols) {
		used_cols += glyph.width_cols;
		len = text.len - rest.len;
	}
	if (cols)
		*cols = used_cols;
	return len;
}

void
cell_append_glyph(struct str_buf *out, const struct glyph *glyph)
{
	utf8_append(out, glyph->base);
	for (size_t i = 0; i < GLYPH_MARKS_MAX && glyph->marks[i]; i++)
		utf8_append(out, glyph->marks[i]);
}

void
cell_clean(struct str text, bool keep_layout, struct str_buf *out)
{
	struct glyph glyph;

	str_buf_reserve(out, text.len);
	while (text.len) {
		size_t run = 0;

		while (run < text.len && is_ascii_plain((unsigned char)text.data[run]))
			run++;
		/* The last one of the run may carry marks. */
		if (run > 1) {
			str_buf_append(out, str_cut(text, 0, run - 1));
			text = str_skip(text, run - 1);
		}
		if (next_glyph(&text, keep_layout, &glyph))
			cell_append_glyph(out, &glyph);
	}
}

void
cell_clean_fit(struct str text, uint32_t max_cols, struct str_buf *out)
{
	size_t len = cell_fit(text, max_cols, NULL);
	struct str rest = str_skip(text, len);
	struct glyph glyph;

	if (!cell_next(&rest, &glyph)) {
		cell_clean(text, false, out);
	} else if (max_cols > 0) {
		cell_clean(str_cut(text, 0, cell_fit(text, max_cols - 1, NULL)), false, out);
		str_buf_append_c(out, "…");
	}
}
