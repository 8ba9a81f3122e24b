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
	CLASS_WIDE
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
class_at(const struct edit *edit, size_t offset)
{
	struct str rest = str_skip(str_buf_str(&edit->text), offset);
	uint32_t c = '\n';

	utf8_next(&rest, &c, NULL);
	if (c <= ' ' || c == 0x3000)
		return CLASS_BLANK;
	if (c < 0x80)
		return is_ascii_word(c) ? CLASS_WORD : CLASS_PUNCT;
	if (is_wide_punct(c))
		return CLASS_PUNCT;
	return cell_codepoint_width(c) == 2 ? CLASS_WIDE : CLASS_WORD;
}

/* A word is a run of one class: letters, wide characters or punctuation. Blanks before it are passed over. */
size_t
edit_word_after(const struct edit *edit, size_t offset)
{
	while (offset < edit->text.len && class_at(edit, offset) == CLASS_BLANK)
		offset = edit_after(edit, offset);
	if (offset < edit->text.len) {
		enum word_class class = class_at(edit, offset);

		while (offset < edit->text.len && class_at(edit, offset) == class)
			offset = edit_after(edit, offset);
	}
	return offset;
}

size_t
edit_word_before(const struct edit *edit, size_t offset)
{
	while (offset > 0 && class_at(edit, edit_before(edit, offset)) == CLASS_BLANK)
		offset = edit_before(edit, offset);
	if (offset > 0) {
		enum word_class class = class_at(edit, edit_before(edit, offset));

		while (offset > 0 && class_at(edit, edit_before(edit, offset)) == class)
			offset = edit_before(edit, offset);
	}
	return offset;
}

int64_t
edit_cluster_cols(struct str cluster, int64_t column)
{
	if (cluster.len == 1 && cluster.data[0] == '\t')
		return TAB_COLS - column % TAB_COLS;
	return cell_width(cluster);
}

int64_t
edit_column_of(const struct edit *edit, size_t offset)
{
	struct str line = edit_line_at(edit, offset);
	size_t target = offset - edit_line_start(edit, offset);
	int64_t column = 0;

	for (size_t at = 0; at < target;) {
		size_t next = cell_boundary_after(line, at);

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
		size_t next = cell_boundary_after(line, at);

		reached += edit_cluster_cols(str_cut(line, at, next), reached);
		if (reached > column)
			break;
		at = next;
	}
	return line_start + at;
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
