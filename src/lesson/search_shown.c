/* Makes lines that were found readable: the line alone is parsed, unless it stands in a fence. */
#include "lesson/search_shown.h"

#include "lesson/section.h"

#include <string.h>

enum {
	LINE_PARSED_BYTES = 4096 /* a longer line is shown as it is */
};

static bool
has_comment(struct str text)
{
	const char *at = text.data, *end = text.data + text.len;

	while (at && (at = memchr(at, '<', (size_t)(end - at)))) {
		if (str_has_prefix(str_of(at, (size_t)(end - at)), STR("<!--")))
			return true;
		at++;
	}
	return false;
}

void
search_shown_begin(struct search_shown *shown, struct search_query *query, struct str text)
{
	shown->query = query;
	shown->text = text;
	shown->scan = linescan_start(text);
	shown->kind = SCAN_OTHER;
	shown->has_comment = has_comment(text);
}

void
search_shown_fini(struct search_shown *shown)
{
	str_buf_fini(&shown->line);
}

static void
scan_to(struct search_shown *shown, size_t offset)
{
	while (shown->scan.next <= offset && linescan_next(&shown->scan))
		shown->kind = shown->scan.kind;
}

/*
 * What follows a heading's or an item's sign, if nothing in it can be a mark: then it is what a parse would give,
 * for less.
 */
static bool
append_plain(struct str line, struct str_buf *out)
{
	struct str rest = line;

	while (rest.len > 0 && rest.data[0] == '#')
		rest = str_skip(rest, 1);
	if (rest.len == line.len && rest.len > 0 && strchr("*+-", rest.data[0]))
		rest = str_skip(rest, 1);
	if (line.len - rest.len > 6 || (rest.len < line.len && (rest.len == 0 || rest.data[0] != ' ')))
		return false;
	rest = str_trim(rest);
	if (rest.len == 0 || strchr("0123456789-+=:", rest.data[0]))
		return false;
	for (size_t i = 0; i < rest.len; i++)
		if (rest.data[i] == '\0' || strchr("\\`*_[]<>&~#|!\t", rest.data[i]))
			return false;
	str_buf_clear(out);
	str_buf_append(out, rest);
	return true;
}

/* The line's text without marks, of all blocks it makes; false: as markdown it shows nothing. */
static bool
append_parsed(struct str line, struct str_buf *out)
{
	struct parse_request request = { .text = line, .first_line = 1 };
	struct section section = { 0 };
	const char *reason;

	str_buf_clear(out);
	if (line.len <= LINE_PARSED_BYTES && section_parse(&request, &section, &reason)) {
		for (size_t i = 0; i < section.block_count; i++) {
			if (out->len > 0)
				str_buf_append_byte(out, ' ');
			str_buf_append(out, str_buf_str(&section.blocks[i].text.text));
		}
		section_fini(&section);
	}
	return out->len > 0;
}

/* A program's first line without its marks: what stands behind them names a language or a lab. */
static struct str
without_fence(struct str line)
{
	struct str rest = line;

	while (rest.len > 0 && (rest.data[0] == '`' || rest.data[0] == '~'))
		rest = str_skip(rest, 1);
	return line.len - rest.len >= 3 && rest.len > 0 ? str_trim(rest) : line;
}

bool
search_shown_is_hidden(struct search_shown *shown, const struct search_hit *hit)
{
	if (!shown->has_comment) /* most notes have none: of their hits only those that are shown are looked at */
		return false;
	scan_to(shown, hit->line_start);
	return shown->kind == SCAN_COMMENT;
}

void
search_shown_hit(struct search_shown *shown, const struct search_hit *hit)
{
	struct str line = str_cut(shown->text, hit->line_start, hit->line_end);
	struct str trimmed = str_trim(line);
	size_t before, start = hit->start - hit->line_start;
	struct search_hit again;

	scan_to(shown, hit->line_start);
	if (shown->kind == SCAN_FENCE)
		trimmed = without_fence(trimmed);
	before = (size_t)(trimmed.data - line.data);
	if (shown->kind != SCAN_FENCE &&
	    (append_plain(trimmed, &shown->line) || append_parsed(trimmed, &shown->line)) &&
	    search_next(shown->query, str_buf_str(&shown->line), 0, &again, NULL)) {
		shown->start = again.start;
		shown->end = again.end;
		return;
	}
	/* What was found are the marks themselves, or a program. */
	str_buf_clear(&shown->line);
	str_buf_append(&shown->line, trimmed);
	shown->start = start > before ? start - before : 0;
	shown->end = hit->end - hit->line_start > before ? hit->end - hit->line_start - before : 0;
	if (shown->start > shown->line.len)
		shown->start = shown->line.len;
	if (shown->end > shown->line.len)
		shown->end = shown->line.len;
}
