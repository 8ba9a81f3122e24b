/* Makes lines that were found readable: the line is parsed, with as little as needed of what is around it. */
#include "lesson/search_shown.h"

#include "lesson/section.h"

#include <string.h>

enum {
	LINE_PARSED_BYTES = 4096, /* a longer line is shown as it is */
	CONTEXT_BYTES = 1024      /* of its paragraph, before a line and behind it */
};

/* Ends lines where several are parsed together, so that one of them can be told from the others. */
#define LINE_MARK "\x01"

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
	shown->delimiter = STR("");
	shown->has_comment = has_comment(text);
}

void
search_shown_fini(struct search_shown *shown)
{
	str_buf_fini(&shown->line);
}

/* The row of a table that sets its head apart, without the signs of a quote; else empty. */
static struct str
delimiter_of(struct str line)
{
	bool has_bar = false, has_dash = false;

	while (line.len > 0 && strchr("> \t", line.data[0]))
		line = str_skip(line, 1);
	for (size_t i = 0; i < line.len; i++) {
		if (!line.data[i] || !strchr("|:- \t\r", line.data[i]))
			return STR("");
		has_bar |= line.data[i] == '|';
		has_dash |= line.data[i] == '-';
	}
	return has_bar && has_dash ? str_trim(line) : STR("");
}

/* Every line above a hit passes here: most are told by one look for a bar. */
static void
scan_to(struct search_shown *shown, size_t offset)
{
	while (shown->scan.next <= offset && linescan_next(&shown->scan)) {
		struct str line = shown->scan.line;

		shown->kind = shown->scan.kind;
		if (shown->delimiter.len > 0 && (shown->kind != SCAN_OTHER || str_trim(line).len == 0))
			shown->delimiter = STR("");
		else if (shown->delimiter.len == 0 && shown->kind == SCAN_OTHER && line.len > 0 &&
			 (unsigned char)line.data[0] <= '|' && memchr(line.data, '|', line.len))
			shown->delimiter = delimiter_of(line);
	}
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

/* The delimiter row of the table LINE is in, its head or below it; empty: in none. */
static struct str
table_of(const struct search_shown *shown)
{
	struct str below = str_skip(shown->text, shown->scan.next), next;

	if (shown->kind != SCAN_OTHER || shown->delimiter.len > 0)
		return shown->delimiter;
	return str_next_line(&below, &next) ? delimiter_of(next) : STR("");
}

/* The cells of a table's row, those that hold something. */
static bool
append_row(const struct search_shown *shown, struct str line, struct str_buf *out)
{
	struct str delimiter = table_of(shown);
	struct str_buf table = { 0 };
	struct parse_request request = { .first_line = 1 };
	struct section section = { 0 };
	const char *reason;

	str_buf_clear(out);
	while (line.len > 0 && line.data[0] == '>')
		line = str_trim(str_skip(line, 1));
	if (delimiter.len == 0 || delimiter.len + line.len > LINE_PARSED_BYTES)
		return false;
	for (size_t i = 0; i < delimiter.len; i++) /* a head of as many cells */
		str_buf_append_byte(&table, strchr("-:", delimiter.data[i]) ? 'x' : delimiter.data[i]);
	str_buf_printf(&table, "\n%.*s\n%.*s\n", (int)delimiter.len, delimiter.data, (int)line.len, line.data);
	request.text = str_buf_str(&table);
	if (section_parse(&request, &section, &reason)) {
		const struct block *block = section.blocks;

		for (size_t i = 0; section.block_count == 1 && block->row_count == 2 && i < block->column_count; i++) {
			struct str cell = str_buf_str(&block->cells[block->column_count + i].text.text);

			if (out->len > 0 && cell.len > 0)
				str_buf_printf(out, " %s ", shown->cell_rule);
			str_buf_append(out, cell);
		}
		section_fini(&section);
	}
	str_buf_fini(&table);
	return out->len > 0;
}

/* Signs of which the other half stands on another line, perhaps. */
static bool
has_half_marks(struct str text)
{
	static const struct str marks[] = { STR("**"), STR("__"), STR("~~"), STR("`") };

	for (size_t i = 0; i < ARRAY_LEN(marks); i++)
		if (str_find(text, marks[i]) != STR_NONE)
			return true;
	return false;
}

/* Belongs to no paragraph that goes on from another line. */
static bool
ends_paragraph(struct str line)
{
	line = str_trim(line);
	return line.len == 0 || line.data[0] == '#' || str_has_prefix(line, STR("```")) ||
	       str_has_prefix(line, STR("~~~"));
}

/* The lines of the hit's paragraph before it and behind it: [*START, *END), as far as they are near. */
static void
find_paragraph(struct str text, const struct search_hit *hit, size_t *start, size_t *end)
{
	struct str line, below = str_skip(text, hit->line_end < text.len ? hit->line_end + 1 : text.len);

	for (*start = hit->line_start; *start > 0;) {
		size_t before = *start - 1;

		while (before > 0 && text.data[before - 1] != '\n' && hit->line_start - before < CONTEXT_BYTES)
			before--;
		if ((before > 0 && text.data[before - 1] != '\n') || ends_paragraph(str_cut(text, before, *start)))
			break;
		*start = before;
	}
	*end = hit->line_end;
	while (str_next_line(&below, &line) && !ends_paragraph(line)) {
		size_t line_end = (size_t)(line.data - text.data) + line.len;

		if (line_end - hit->line_end > CONTEXT_BYTES)
			break;
		*end = line_end;
	}
}

/* What is the hit's line when its paragraph is parsed whole: emphasis may begin on one line and end on another. */
static bool
append_in_paragraph(struct str text, const struct search_hit *hit, struct str_buf *out)
{
	size_t start, end;
	struct str_buf source = { 0 }, all = { 0 };
	struct str rest;
	bool is_found;

	find_paragraph(text, hit, &start, &end);
	if (hit->line_start > start) {
		str_buf_append(&source, str_cut(text, start, hit->line_start - 1));
		str_buf_append_c(&source, " " LINE_MARK "\n");
	}
	str_buf_append(&source, str_cut(text, hit->line_start, hit->line_end));
	str_buf_append_c(&source, " " LINE_MARK "\n");
	if (end > hit->line_end)
		str_buf_append(&source, str_cut(text, hit->line_end + 1, end));
	append_parsed(str_buf_str(&source), &all);
	rest = str_buf_str(&all);
	if (hit->line_start > start)
		rest = str_skip(rest, str_find(rest, STR(LINE_MARK)) + strlen(LINE_MARK));
	is_found = str_find(rest, STR(LINE_MARK)) != STR_NONE;
	str_buf_clear(out);
	if (is_found)
		str_buf_append(out, str_trim(str_cut(rest, 0, str_find(rest, STR(LINE_MARK)))));
	str_buf_fini(&source);
	str_buf_fini(&all);
	return is_found && out->len > 0;
}

/* The line as the reader shows it; false: it does not. */
static bool
append_readable(struct search_shown *shown, const struct search_hit *hit, struct str line)
{
	if (append_plain(line, &shown->line) || append_row(shown, line, &shown->line))
		return true;
	return append_parsed(line, &shown->line) &&
	       (!has_half_marks(str_buf_str(&shown->line)) || append_in_paragraph(shown->text, hit, &shown->line) ||
		append_parsed(line, &shown->line));
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
	if (shown->kind != SCAN_FENCE && append_readable(shown, hit, trimmed) &&
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
