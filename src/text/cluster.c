/*
 * Grapheme clusters (UAX #29) in text that need not be valid, for moving a cursor: bounded look-back,
 * linear look-ahead.
 */
#include "text/cell.h"

#include "text/utf8.h"

#include <assert.h>
#include <unictype.h>
#include <unigbrk.h>

#define ZERO_WIDTH_JOINER 0x200Du
#define LOOK_BACK_BYTES   1024 /* in writing whose letters may all be extended; a longer cluster is cut */

/* What must be remembered of a cluster so far to know whether the next code point belongs to it. */
struct cluster {
	uint32_t last;
	bool is_pictographic; /* an emoji, and since then only what extends it */
	bool is_odd_flag;     /* an odd number of regional indicators */
};

static bool
is_joined(const struct cluster *cluster, uint32_t next)
{
	if (cluster->is_pictographic && cluster->last == ZERO_WIDTH_JOINER &&
	    uc_is_property_extended_pictographic(next))
		return true;
	if (uc_graphemeclusterbreak_property(cluster->last) == GBP_RI &&
	    uc_graphemeclusterbreak_property(next) == GBP_RI)
		return cluster->is_odd_flag;
	return !uc_is_grapheme_break(cluster->last, next);
}

static void
step(struct cluster *cluster, uint32_t next)
{
	int property = uc_graphemeclusterbreak_property(next);

	cluster->last = next;
	if (uc_is_property_extended_pictographic(next))
		cluster->is_pictographic = true;
	else if (property != GBP_EXTEND && property != GBP_ZWJ)
		cluster->is_pictographic = false;
	cluster->is_odd_flag = property == GBP_RI && !cluster->is_odd_flag;
}

size_t
cell_boundary_after(struct str text, size_t offset)
{
	struct str rest = str_skip(text, offset), ahead;
	struct cluster cluster = { 0 };
	uint32_t next;

	assert(offset <= text.len);
	if (!utf8_next(&rest, &next, NULL))
		return text.len;
	step(&cluster, next);
	for (ahead = rest; utf8_next(&ahead, &next, NULL) && is_joined(&cluster, next); rest = ahead)
		step(&cluster, next);
	return text.len - rest.len;
}

/* A character that is a cluster by itself unless something extends it: printable ASCII, an ideograph, a newline. */
static bool
is_simple_at(struct str text, size_t offset)
{
	struct str rest = str_skip(text, offset);
	uint32_t codepoint;

	return utf8_next(&rest, &codepoint, NULL) &&
	       ((codepoint >= 0x20 && codepoint < 0x7F) || (codepoint >= 0x3400 && codepoint <= 0x9FFF));
}

/* The start of the code point that ends before OFFSET > 0; of ill-formed bytes, one. */
static size_t
step_back(struct str text, size_t offset)
{
	size_t at = offset - 1;

	while (at > 0 && offset - at < 4 && ((unsigned char)text.data[at] & 0xC0) == 0x80)
		at--;
	return ((unsigned char)text.data[at] & 0xC0) == 0x80 ? offset - 1 : at;
}

size_t
cell_boundary_before(struct str text, size_t offset)
{
	assert(offset <= text.len);
	if (offset == 0)
		return 0;
	/* Back to a place that is a boundary whatever stands before it: between two simple characters. */
	size_t anchor = step_back(text, offset);

	while (anchor > 0 && offset - anchor < LOOK_BACK_BYTES) {
		size_t before = step_back(text, anchor);

		if (is_simple_at(text, anchor) && is_simple_at(text, before))
			break;
		anchor = before;
	}
	for (;;) {
		size_t next = cell_boundary_after(text, anchor);

		if (next >= offset)
			return anchor;
		anchor = next;
	}
}
