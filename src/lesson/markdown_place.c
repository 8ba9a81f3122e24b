/* Where in the source a leaf stands: md4c tells it by pointers into the text, or not at all. */
#include "lesson/markdown_build.h"

#include <string.h>

/* The file line of an offset that is not before the last one asked for: one pass in all. */
uint32_t
place_line_at(struct builder *b, size_t offset)
{
	const char *text = b->input->text;

	while (b->counted_to < offset) {
		const char *hit = memchr(text + b->counted_to, '\n', offset - b->counted_to);

		b->counted_to = hit ? (size_t)(hit - text) + 1 : offset;
		b->line += hit != NULL;
	}
	return b->line;
}

size_t
place_line_start(struct builder *b, size_t offset)
{
	while (offset > b->cursor && b->input->text[offset - 1] != '\n')
		offset--;
	return offset;
}

static bool
is_line_blank(struct str line)
{
	return str_trim(line).len == 0;
}

/*
 * Is the line before START blank? Reads blanks only, and each of them once:
 * of leaves that share a start only the first is told.
 */
bool
place_is_after_blank(struct builder *b, size_t start)
{
	const char *text = b->input->text;

	if (start == 0 || start == b->blank_seen_at || text[start - 1] != '\n')
		return false;
	b->blank_seen_at = start;
	for (size_t at = start - 1; at > 0; at--) {
		if (text[at - 1] == '\n')
			return true;
		if (!strchr(" \t\r>", text[at - 1]))
			return false;
	}
	return true;
}

/* Three of one sign of SIGNS in LINE, not counting blanks between. */
static bool
has_three(struct str line, const char *signs)
{
	size_t run = 0;
	char last = '\0';

	for (size_t i = 0; i < line.len; i++) {
		char byte = line.data[i];

		if (byte == ' ' || byte == '\t')
			continue;
		run = byte == last ? run + 1 : 1;
		last = byte;
		if (run == 3 && byte && strchr(signs, byte))
			return true;
	}
	return false;
}

/*
 * Where a leaf without text stands: the next line behind the last leaf that is not blank and, if SIGNS, holds three of
 * one of them. md4c does not tell. Reading is rationed, so that hostile notes cannot make it quadratic.
 */
size_t
place_find_line(struct builder *b, const char *signs)
{
	struct str rest = str_of(b->input->text + b->cursor, b->input->len - b->cursor), line;
	size_t start = b->cursor;

	while (b->search_left && rest.len) {
		size_t left = rest.len;

		str_next_line(&rest, &line);
		b->search_left -= left - rest.len < b->search_left ? left - rest.len : b->search_left;
		if (!is_line_blank(line) && (!signs || has_three(line, signs)))
			return start;
		start += left - rest.len;
	}
	return b->cursor;
}

/* The end of the line that OFFSET lies in; rationed like place_find_line, for the same reason. */
size_t
place_line_end(struct builder *b, size_t offset)
{
	size_t len = b->input->len - offset, room = len < b->search_left ? len : b->search_left;
	const char *hit = memchr(b->input->text + offset, '\n', room);
	size_t end = hit ? (size_t)(hit - b->input->text) : room == len ? b->input->len : offset;

	b->search_left -= end - offset;
	return end;
}

/* The open leaf has no text of its own: it is the line that place_find_line finds. */
void
place_without_text(struct builder *b, const char *signs)
{
	b->first = place_find_line(b, signs);
	b->last = place_line_end(b, b->first);
}

void
place_touch(struct builder *b, const char *data, size_t len)
{
	if (data < b->input->text || data + len > b->input->text + b->input->len)
		return; /* md4c's own storage */
	size_t at = (size_t)(data - b->input->text);

	if (b->first == NOWHERE)
		b->first = at;
	if (at + len > b->last)
		b->last = at + len;
}

/* The fence that closes a block belongs to it, or the next block would be looked for there. */
void
place_pass_fence(struct builder *b)
{
	b->cursor = place_line_end(b, b->cursor);
	size_t start = place_find_line(b, NULL), end = place_line_end(b, start);

	if (has_three(str_of(b->input->text + start, end - start), "`~"))
		b->cursor = end;
}
