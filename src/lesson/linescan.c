/* Lines told apart: headings, fences, other. The rules are CommonMark's for what stands at the left edge. */
#include "lesson/linescan.h"

#include <string.h>

#define COMMENT_LINES_MAX 100 /* a longer one is text: so looking for an end stays cheap, and nothing long is lost */

struct linescan
linescan_start(struct str text)
{
	return (struct linescan){ .text = text };
}

/* Opens a fence: three or more of ` or ~; no ` behind a fence of `. Its length or 0. */
static size_t
fence_open(struct str rest)
{
	char sign = rest.len ? rest.data[0] : '\0';
	size_t len = 0;

	if (sign != '`' && sign != '~')
		return 0;
	while (len < rest.len && rest.data[len] == sign)
		len++;
	if (len < 3 || (sign == '`' && str_find_byte(str_skip(rest, len), '`') != STR_NONE))
		return 0;
	return len;
}

static bool
is_fence_close(const struct linescan *scan, struct str rest)
{
	size_t len = 0;

	while (len < rest.len && rest.data[len] == scan->fence)
		len++;
	return len >= scan->fence_len && str_trim(str_skip(rest, len)).len == 0;
}

/*
 * The lines of the comment that begins at REST, the scan's line; 0: no comment, or one without an end. A search in vain
 * holds for the lines it went through: it is not made again from each of them.
 */
static uint32_t
comment_lines(struct linescan *scan, struct str rest)
{
	struct str below = str_skip(scan->text, scan->next), line = rest;

	if (scan->no_comment_left || !str_has_prefix(rest, STR("<!--")))
		return 0;
	line = str_skip(rest, 4);
	for (uint32_t count = 1; count <= COMMENT_LINES_MAX; count++) {
		struct str text = str_trim(line);

		if (str_has_suffix(text, STR("-->"))) {
			scan->no_comment_left = 0;
			return count;
		}
		scan->no_comment_left = count;
		if (str_find(text, STR("-->")) != STR_NONE || (count > 1 && !text.len) || !str_next_line(&below, &line))
			return 0;
	}
	return 0;
}

static bool
is_atx(struct linescan *scan, struct str rest)
{
	size_t level = 0;

	while (level < rest.len && rest.data[level] == '#')
		level++;
	if (level == 0 || level > 6 || (level < rest.len && rest.data[level] != ' ' && rest.data[level] != '\t'))
		return false;
	struct str title = str_trim(str_skip(rest, level)), shorter = title;

	while (shorter.len && shorter.data[shorter.len - 1] == '#')
		shorter.len--;
	if (shorter.len == 0 || shorter.data[shorter.len - 1] == ' ' || shorter.data[shorter.len - 1] == '\t')
		title = str_trim_end(shorter);
	scan->level = (unsigned)level;
	scan->title = title;
	return true;
}

bool
linescan_is_sentence(struct str text)
{
	return str_has_suffix(text, STR("。")) || str_has_suffix(text, STR("；")) || str_has_suffix(text, STR("，")) ||
	       str_has_suffix(text, STR(";")) || str_has_suffix(text, STR(","));
}

/* === or --- under a line of prose, and nothing else on the line. */
static bool
is_setext(struct linescan *scan, struct str rest)
{
	size_t len = 0;

	if (!scan->is_previous_prose || !rest.len ||
	    (unsigned char)rest.data[0] > '=') /* most lines begin with a letter */
		return false;
	struct str line = str_trim(rest);

	if (!line.len || (line.data[0] != '=' && line.data[0] != '-'))
		return false;
	while (len < line.len && line.data[len] == line.data[0])
		len++;
	if (len != line.len)
		return false;
	if (line.data[0] == '-' && linescan_is_sentence(str_trim(scan->previous)))
		return false;
	scan->level = line.data[0] == '=' ? 1 : 2;
	scan->title = str_trim(scan->previous);
	return true;
}

/* Begins no list, quote or table: so a rule of - below it makes it a heading. */
static bool
is_prose(struct str rest)
{
	size_t digits = 0;

	if (rest.len == 0 || rest.data[0] == '>' || rest.data[0] == '|')
		return false;
	if ((rest.data[0] == '-' || rest.data[0] == '*' || rest.data[0] == '+') &&
	    (rest.len == 1 || rest.data[1] == ' ' || rest.data[1] == '\t'))
		return false;
	while (digits < rest.len && digits < 10 && rest.data[digits] >= '0' && rest.data[digits] <= '9')
		digits++;
	return !(digits && digits < rest.len && (rest.data[digits] == '.' || rest.data[digits] == ')') &&
		 (digits + 1 == rest.len || rest.data[digits + 1] == ' '));
}

/* The line without the blanks it begins with, of which there are at most MAX. */
static struct str
without_indent(struct str line, size_t max)
{
	size_t indent = 0;

	while (indent < line.len && indent < max && line.data[indent] == ' ')
		indent++;
	return (struct str){ line.data + indent, line.len - indent };
}

static bool
is_all_blank(struct str line)
{
	size_t at = 0;

	while (at < line.len && (line.data[at] == ' ' || (line.data[at] >= '\t' && line.data[at] <= '\r')))
		at++;
	return at == line.len;
}

static enum scan_kind
classify(struct linescan *scan)
{
	struct str rest = without_indent(scan->line, 4);
	size_t indent = scan->line.len - rest.len, fence;

	if (scan->fence) {
		if (is_fence_close(scan, rest))
			scan->fence = '\0';
		return SCAN_FENCE;
	}
	if (scan->comment_left) {
		scan->comment_left--;
		return SCAN_COMMENT;
	}
	if (rest.len && rest.data[0] == '<' && indent < 4 && (scan->comment_left = comment_lines(scan, rest))) {
		scan->comment_left--;
		return SCAN_COMMENT;
	}
	if (rest.len && (rest.data[0] == '`' || rest.data[0] == '~') && (fence = fence_open(rest))) {
		scan->fence = rest.data[0];
		scan->fence_len = fence;
		return SCAN_FENCE;
	}
	if (indent < 4 && rest.len && rest.data[0] == '#' && is_atx(scan, rest))
		return SCAN_ATX;
	if (indent < 4 && is_setext(scan, rest))
		return SCAN_SETEXT;
	return SCAN_OTHER;
}

bool
linescan_next(struct linescan *scan)
{
	if (scan->next >= scan->text.len)
		return false;
	size_t previous_start = scan->start;
	struct str previous = scan->line;
	const char *line = scan->text.data + scan->next;
	size_t left = scan->text.len - scan->next;
	const char *end = memchr(line, '\n', left);
	size_t len = end ? (size_t)(end - line) : left;

	scan->start = scan->next;
	scan->next += end ? len + 1 : len;
	scan->line = (struct str){ line, len && line[len - 1] == '\r' ? len - 1 : len };
	scan->previous_start = previous_start;
	scan->previous = previous;
	scan->kind = classify(scan);
	scan->no_comment_left -= scan->no_comment_left > 0;

	bool is_text = scan->kind == SCAN_OTHER && !is_all_blank(scan->line);

	scan->is_previous_prose = is_text && !scan->is_paragraph && is_prose(without_indent(scan->line, 3));
	scan->is_paragraph = is_text;
	return true;
}
