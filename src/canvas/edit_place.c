/* Places in a text field: lines, cluster boundaries, words, display columns. */
#include "canvas/edit_parts.h"

#include "text/utf8.h"

#include <string.h>

#define TAB_COLS 4

size_t
edit_line_start(const struct edit *edit, size_t offset)
{
	const char *newline = offset > 0 ? memrchr(edit->text.data, '\n', offset) : NULL;

	return newline ? (size_t)(newline - edit->text.data) + 1 : 0;
}

size_t
edit_line_end(const struct edit *edit, size_t offset)
{
	size_t left = edit->text.len - offset;
	const char *newline = left > 0 ? memchr(edit->text.data + offset, '\n', left) : NULL;

	return newline ? (size_t)(newline - edit->text.data) : edit->text.len;
}

struct str
edit_line_at(const struct edit *edit, size_t offset)
{
	return str_cut(str_buf_str(&edit->text), edit_line_start(edit, offset), edit_line_end(edit, offset));
}

size_t
edit_snap(const struct edit *edit, size_t offset)
{
	if (offset >= edit->text.len)
		return edit->text.len;

	size_t start = edit_line_start(edit, offset);
	struct str line = edit_line_at(edit, offset);

	if (offset == start)
		return offset;
	return start + cell_boundary_after(line, cell_boundary_before(line, offset - start));
}

size_t
edit_after(const struct edit *edit, size_t offset)
{
	size_t start = edit_line_start(edit, offset);
	struct str line = edit_line_at(edit, offset);

	if (offset - start == line.len)
		return offset < edit->text.len ? offset + 1 : offset;
	return start + cell_boundary_after(line, offset - start);
}

size_t
edit_before(const struct edit *edit, size_t offset)
{
	size_t start = edit_line_start(edit, offset);

	if (offset == start)
		return offset > 0 ? offset - 1 : 0;
	return start + cell_boundary_before(edit_line_at(edit, offset), offset - start);
}

enum word_class {
	CLASS_BLANK,
	CLASS_PUNCT,
	CLASS_WORD,
	CLASS_WIDE,
	CLASS_JOINED /* marks and what is never shown belong to what they follow */
};

static bool
is_ascii_word(uint32_t c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool
is_wide_punct(uint32_t c)
{
	return (c >= 0x2010 && c <= 0x2027) || (c >= 0x3001 && c <= 0x303f) || (c >= 0xff01 && c <= 0xff0f) ||
	       (c >= 0xff1a && c <= 0xff20) || (c >= 0xff3b && c <= 0xff40) || (c >= 0xff5b && c <= 0xff65);
}

static enum word_class
class_of(uint32_t c)
{
	int width;

	if (c <= ' ' || c == 0x3000)
		return CLASS_BLANK;
	if (c < 0x80)
		return is_ascii_word(c) ? CLASS_WORD : CLASS_PUNCT;
	if (is_wide_punct(c))
		return CLASS_PUNCT;
	width = cell_codepoint_width(c);
	return width <= 0 ? CLASS_JOINED : width == 2 ? CLASS_WIDE : CLASS_WORD;
}

/* The class of the character at *AT, which moves behind it. */
static enum word_class
class_after(struct str text, size_t *at)
{
	struct str rest = str_skip(text, *at);
	uint32_t c = ' ';

	utf8_next(&rest, &c, NULL);
	*at = text.len - rest.len;
	return class_of(c);
}

/* The class of the character that ends before *AT, which moves to its start. */
static enum word_class
class_before(struct str text, size_t *at)
{
	size_t start = *at - 1, reached;
	enum word_class class;

	while (start > 0 && *at - start < 4 && ((unsigned char)text.data[start] & 0xc0) == 0x80)
		start--;
	reached = start;
	class = class_after(text, &reached);
	if (reached != *at) { /* ill-formed: one byte */
		*at -= 1;
		return CLASS_WORD;
	}
	*at = start;
	return class;
}

/*
 * A word is a run of one class: letters, wide characters or punctuation; blanks before it are passed over. Characters
 * are looked at, not clusters, and the end is moved to a boundary: so it is linear whatever the text.
 */
size_t
edit_word_after(const struct edit *edit, size_t offset)
{
	struct str text = str_buf_str(&edit->text);
	enum word_class run = CLASS_BLANK;

	for (size_t at = offset; at < text.len;) {
		size_t start = at;
		enum word_class class = class_after(text, &at);

		if (class == CLASS_JOINED || class == run)
			continue;
		if (run != CLASS_BLANK)
			return edit_snap(edit, start);
		run = class;
	}
	return text.len;
}

size_t
edit_word_before(const struct edit *edit, size_t offset)
{
	struct str text = str_buf_str(&edit->text);
	enum word_class run = CLASS_BLANK;

	for (size_t at = offset; at > 0;) {
		size_t end = at;
		enum word_class class = class_before(text, &at);

		if (class == CLASS_JOINED || class == run)
			continue;
		if (run != CLASS_BLANK) {
			end = edit_snap(edit, end);
			return end < offset ? end : edit_before(edit, offset);
		}
		run = class;
	}
	return 0;
}

static bool
is_plain(char c)
{
	return c >= ' ' && c < 0x7f;
}

size_t
edit_cluster_end(struct str line, size_t at)
{
	/* what lines are mostly made of, without the tables of Unicode */
	if (is_plain(line.data[at]) && (at + 1 == line.len || is_plain(line.data[at + 1])))
		return at + 1;
	return cell_boundary_after(line, at);
}

int64_t
edit_cluster_cols(struct str cluster, int64_t column)
{
	if (cluster.len == 1 && cluster.data[0] == '\t')
		return TAB_COLS - column % TAB_COLS;
	return cluster.len == 1 && is_plain(cluster.data[0]) ? 1 : cell_width(cluster);
}

int64_t
edit_column_of(const struct edit *edit, size_t offset)
{
	struct str line = edit_line_at(edit, offset);
	size_t target = offset - edit_line_start(edit, offset);
	int64_t column = 0;

	for (size_t at = 0; at < target;) {
		size_t next = edit_cluster_end(line, at);

		column += edit_cluster_cols(str_cut(line, at, next), column);
		at = next;
	}
	return column;
}

size_t
edit_offset_at(const struct edit *edit, size_t line_start, int64_t column)
{
	struct str line = edit_line_at(edit, line_start);
	int64_t reached = 0;
	size_t at = 0;

	while (at < line.len) {
		size_t next = edit_cluster_end(line, at);

		reached += edit_cluster_cols(str_cut(line, at, next), reached);
		if (reached > column)
			break;
		at = next;
	}
	return line_start + at;
}

int64_t
edit_left_of(const struct edit *edit, size_t line_start)
{
	if (edit->left_cols == 0 || edit->cursor < line_start)
		return 0;
	return edit_line_start(edit, edit->cursor) == line_start ? edit->left_cols : 0;
}

int64_t
edit_line_number(const struct edit *edit, size_t offset)
{
	int64_t lines = 0;

	for (size_t at = 0; at < offset; at++) {
		const char *newline = memchr(edit->text.data + at, '\n', offset - at);

		if (!newline)
			break;
		lines++;
		at = (size_t)(newline - edit->text.data);
	}
	return lines;
}

size_t
edit_line_offset(const struct edit *edit, int64_t line)
{
	size_t at = 0;

	for (; line > 0; line--) {
		size_t end = edit_line_end(edit, at);

		if (end == edit->text.len)
			break;
		at = end + 1;
	}
	return at;
}
