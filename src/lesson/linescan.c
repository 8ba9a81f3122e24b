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
 * The lines of the comment that begins at REST, the scan's line; 0: no comment, or one without an end. A search in vain holds
 * for the lines it went through: it is not made again from each of them.
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
	struct str line = scan->is_previous_prose ? str_trim(rest) : STR("");
	size_t len = 0;

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

	if (rest.len == 0 || strchr(">|", rest.data[0]))
		return false;
	if (strchr("-*+", rest.data[0]) && (rest.len == 1 || rest.data[1] == ' ' || rest.data[1] == '\t'))
		return false;
	while (digits < rest.len && digits < 10 && rest.data[digits] >= '0' && rest.data[digits] <= '9')
		digits++;
	return !(digits && digits < rest.len && (rest.data[digits] == '.' || rest.data[digits] == ')') &&
		 (digits + 1 == rest.len || rest.data[digits + 1] == ' '));
}

static enum scan_kind
classify(struct linescan *scan)
{
	struct str rest = scan->line;
	size_t indent = 0, fence;

	while (indent < rest.len && indent < 4 && rest.data[indent] == ' ')
		indent++;
	rest = str_skip(rest, indent);
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

	bool is_blank = scan->kind == SCAN_OTHER && str_trim(scan->line).len == 0;
	struct str rest = scan->line;

	for (size_t i = 0; i < 3 && rest.len && rest.data[0] == ' '; i++)
		rest = str_skip(rest, 1);
	scan->is_previous_prose = scan->kind == SCAN_OTHER && !is_blank && !scan->is_paragraph && is_prose(rest);
	scan->is_paragraph = scan->kind == SCAN_OTHER && !is_blank;
	return true;
}
