/* Where what stood in a text stands in the text it became. */
#include "app/text_change.h"

#include <string.h>

enum {
	BLOCK_BYTES = 4096 /* compared in one go: a text may be tens of megabytes long */
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

/* The same line in the part that changed, the one that moved least if there are several; STR_NONE. */
static size_t
find_line(const struct text_change *change, size_t line_start)
{
	struct str rest = str_skip(change->old, line_start), line, middle;
	size_t from_end = change->new.len - (change->old.len - line_start), best = STR_NONE, best_moved = SIZE_MAX, at;

	if (!str_next_line(&rest, &line) || str_trim(line).len == 0)
		return STR_NONE;
	middle = str_cut(change->new, 0, change->new.len - change->suffix);
	for (size_t from = change->prefix; (at = str_find(str_skip(middle, from), line)) != STR_NONE; from = at + 1) {
		at += from;
		size_t moved = distance(at, line_start), moved_back = distance(at, from_end);

		moved = moved < moved_back ? moved : moved_back;
		if ((at == 0 || change->new.data[at - 1] == '\n') && moved < best_moved) {
			best = at;
			best_moved = moved;
		}
	}
	return best;
}

/* What stands before the change stays, what stands behind it moves along; between, the line is looked for. */
uint32_t
text_change_offset(const struct text_change *change, uint32_t offset)
{
	size_t line_start = offset, found;

	if (offset <= change->prefix)
		return offset;
	if (offset >= change->old.len - change->suffix)
		return (uint32_t)(change->new.len - (change->old.len - offset));
	while (line_start > 0 && change->old.data[line_start - 1] != '\n')
		line_start--;
	found = find_line(change, line_start);
	return (uint32_t)(found == STR_NONE ? change->prefix : found + (offset - line_start));
}
