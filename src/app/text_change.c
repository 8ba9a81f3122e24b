/* Where what stood in a text stands in the text it became. */
#include "app/text_change.h"

#include <string.h>

enum {
	BLOCK_BYTES = 4096,    /* compared in one go: a text may be tens of megabytes long */
	LOOK_BYTES = 64 << 10, /* a line is looked for so far before and behind where it is expected */
};

struct text_change
text_change_find(struct str old, struct str new)
{
	size_t shorter = old.len < new.len ? old.len : new.len, prefix = 0, suffix = 0;
	const char *old_end = old.data + old.len, *new_end = new.data + new.len;

	while (shorter - prefix >= BLOCK_BYTES && !memcmp(old.data + prefix, new.data + prefix, BLOCK_BYTES))
		prefix += BLOCK_BYTES;
	while (prefix < shorter && old.data[prefix] == new.data[prefix])
		prefix++;
	while (shorter - prefix - suffix >= BLOCK_BYTES &&
	       !memcmp(old_end - suffix - BLOCK_BYTES, new_end - suffix - BLOCK_BYTES, BLOCK_BYTES))
		suffix += BLOCK_BYTES;
	while (suffix < shorter - prefix && old_end[-1 - (ptrdiff_t)suffix] == new_end[-1 - (ptrdiff_t)suffix])
		suffix++;
	return (struct text_change){ old, new, prefix, suffix };
}

static size_t
distance(size_t a, size_t b)
{
	return a < b ? b - a : a - b;
}

/*
 * The line that begins with LINE and stands nearest to EXPECTED in the part that changed, and not far from there;
 * STR_NONE.
 */
static size_t
find_near(const struct text_change *change, struct str line, size_t expected)
{
	size_t end = change->new.len - change->suffix, best = STR_NONE;
	size_t from = expected > change->prefix + LOOK_BYTES ? expected - LOOK_BYTES : change->prefix;
	struct str rest, here;

	if (from > end)
		return STR_NONE;
	rest = str_cut(change->new, from, end - from > 2 * LOOK_BYTES ? from + 2 * LOOK_BYTES : end);
	if (from > 0 && change->new.data[from - 1] != '\n')
		str_next_line(&rest, &here); /* the rest of one */
	while (rest.data && rest.len >= line.len) {
		size_t at = (size_t)(rest.data - change->new.data);

		if (str_has_prefix(rest, line) &&
		    (best == STR_NONE || distance(at, expected) < distance(best, expected)))
			best = at;
		if (!str_next_line(&rest, &here))
			break;
	}
	return best;
}

/* The same line in the part that changed, the one that moved least if there are several; STR_NONE. */
static size_t
find_line(const struct text_change *change, size_t line_start)
{
	struct str rest = str_skip(change->old, line_start), line;
	size_t behind = change->old.len - line_start, near, near_end;
	size_t from_end = behind < change->new.len ? change->new.len - behind : 0;

	if (!str_next_line(&rest, &line) || str_trim(line).len == 0)
		return STR_NONE;
	near = find_near(change, line, line_start);
	near_end = find_near(change, line, from_end);
	if (near == STR_NONE || near_end == STR_NONE)
		return near == STR_NONE ? near_end : near;
	return distance(near_end, from_end) < distance(near, line_start) ? near_end : near;
}

/*
 * What stands before the change stays, what stands behind it moves along; between, the line is looked for. STR_NONE: it
 * is not there.
 */
static size_t
find_offset(const struct text_change *change, uint32_t offset)
{
	size_t newline = str_rfind_byte(str_cut(change->old, 0, offset), '\n'), found;
	size_t line_start = newline == STR_NONE ? 0 : newline + 1;

	if (offset <= change->prefix)
		return offset;
	if (offset >= change->old.len - change->suffix)
		return change->new.len - (change->old.len - offset);
	found = find_line(change, line_start);
	return found == STR_NONE ? STR_NONE : found + (offset - line_start);
}

bool
text_change_has(const struct text_change *change, uint32_t offset)
{
	return find_offset(change, offset) != STR_NONE;
}

uint32_t
text_change_offset(const struct text_change *change, uint32_t offset)
{
	size_t found = find_offset(change, offset);

	return (uint32_t)(found == STR_NONE ? change->prefix : found);
}
