/* A text cut into sections where markdown allows it: at headings first, then at what begins afresh. */
#include "lesson/section.h"

#include "lesson/linescan.h"

#include <string.h>

/*
 * From how much on a section may end before a line of a kind: the worse the place, the later. A line weighs its bytes
 * and LINE_WEIGHT, since an empty item costs as much to lay out as a short one: a section is laid out in some
 * milliseconds.
 */
#define CUT_AT_HEADING_WEIGHT   (16u * 1024)
#define CUT_AT_PARAGRAPH_WEIGHT (32u * 1024)
#define CUT_AT_ITEM_WEIGHT      (64u * 1024)
#define CUT_ANYWHERE_WEIGHT     (192u * 1024)
#define LINE_WEIGHT             24u
#define DEFINITIONS_MAX_BYTES   (16u * 1024)
#define LABS_MAX                64u

struct cutter {
	struct section_list *list;
	struct section_range range; /* being gathered; end is not known yet */
	size_t line_count;          /* in it; blank ones cost nothing */
	uint32_t max_bytes;
};

static void
cut_at(struct cutter *cutter, size_t offset, uint32_t line, bool is_in_fence)
{
	if (offset <= cutter->range.start)
		return;
	cutter->range.end = (uint32_t)offset;
	cutter->range.is_fence_open = is_in_fence;
	vec_push(&cutter->list->ranges, cutter->range);
	cutter->line_count = 0;
	cutter->range = (struct section_range){ .start = (uint32_t)offset,
						.first_line = line,
						.is_fence_continued = is_in_fence };
}

static bool
begins_item(struct str line)
{
	return line.len > 1 && strchr("-*+", line.data[0]) && line.data[1] == ' ';
}

static bool
begins_paragraph(struct str line)
{
	unsigned char byte = line.len ? (unsigned char)line.data[0] : ' ';

	return byte >= 0x80 || (byte | 0x20u) - 'a' < 26u;
}

/* Where to cut before this line, or 0. */
static size_t
place_to_cut(const struct linescan *scan, size_t weight, bool is_after_blank, bool was_in_fence)
{
	if (was_in_fence || weight < CUT_AT_HEADING_WEIGHT)
		return 0;
	if (scan->kind == SCAN_ATX)
		return scan->start;
	if (scan->kind == SCAN_SETEXT)
		return scan->previous_start;
	if (weight >= CUT_AT_PARAGRAPH_WEIGHT && is_after_blank && begins_paragraph(scan->line))
		return scan->start;
	if (weight >= CUT_AT_ITEM_WEIGHT && begins_item(scan->line))
		return scan->start;
	return weight >= CUT_ANYWHERE_WEIGHT ? scan->start : 0;
}

/* A link definition: [label]: target */
static void
gather_definition(struct section_list *list, struct str line)
{
	struct str rest = line;

	for (int i = 0; i < 3 && rest.len && rest.data[0] == ' '; i++)
		rest = str_skip(rest, 1);
	if (!rest.len || rest.data[0] != '[' || list->definitions.len + rest.len + 3 > DEFINITIONS_MAX_BYTES)
		return;
	size_t close = str_find(rest, STR("]: "));

	if (close == STR_NONE || close < 2 || str_find_byte(rest, ']') != close)
		return;
	if (list->definitions.len == 0)
		str_buf_append_c(&list->definitions, "\n\n");
	str_buf_append(&list->definitions, rest);
	str_buf_append_byte(&list->definitions, '\n');
}

/* A section or line longer than the cap is cut wherever it is, between characters. */
static void
cut_by_force(struct cutter *cutter, struct str text, size_t line_start, size_t line_end, uint32_t line, bool is_fence)
{
	if (line_end - cutter->range.start <= cutter->max_bytes)
		return;
	cut_at(cutter, line_start, line, is_fence);
	while (line_end - cutter->range.start > cutter->max_bytes) {
		size_t end = cutter->range.start + cutter->max_bytes;

		for (int i = 0; i < 3 && ((unsigned char)text.data[end] & 0xC0) == 0x80; i++)
			end--;
		cut_at(cutter, end, line, is_fence);
	}
}

/* LINE opens a fence: keep what stands behind its `lab`. */
static void
gather_lab(struct section_list *list, struct str line)
{
	struct str info = str_trim(line);

	while (info.len && (info.data[0] == '`' || info.data[0] == '~'))
		info = str_skip(info, 1);
	info = str_trim(info);
	if (list->labs.len < LABS_MAX && str_has_prefix(info, STR("lab")) &&
	    (info.len == 3 || info.data[3] == ' ' || info.data[3] == '\t'))
		vec_push(&list->labs, str_trim(str_skip(info, 3)));
}

void
section_list_cut(struct section_list *list, struct str text, uint32_t first_line, uint32_t max_bytes)
{
	struct linescan scan = linescan_start(text);
	struct cutter cutter = { .list = list,
				 .range = { .first_line = first_line },
				 .max_bytes = max_bytes < 4 ? 4 : max_bytes };
	uint32_t line = first_line;
	bool is_after_blank = true, was_in_fence = false;

	for (; linescan_next(&scan); line++) {
		size_t weight = scan.start - cutter.range.start + cutter.line_count * LINE_WEIGHT;
		size_t place = place_to_cut(&scan, weight, is_after_blank, was_in_fence);

		if (place)
			cut_at(&cutter, place, place < scan.start ? line - 1 : line, false);
		cut_by_force(&cutter, text, scan.start, scan.next, line, was_in_fence);
		if (scan.kind == SCAN_OTHER && scan.line.len > 4 &&
		    (scan.line.data[0] == '[' || scan.line.data[0] == ' '))
			gather_definition(list, scan.line);
		if (!was_in_fence && scan.fence)
			gather_lab(list, scan.line);
		is_after_blank = scan.kind == SCAN_OTHER && str_trim(scan.line).len == 0;
		was_in_fence = scan.fence != '\0';
		cutter.line_count += !is_after_blank;
	}
	cut_at(&cutter, text.len, line, was_in_fence);
	if (list->ranges.len == 0)
		vec_push(&list->ranges, cutter.range);
	if (list->ranges.len == 1)
		str_buf_clear(&list->definitions);
}

void
section_list_fini(struct section_list *list)
{
	vec_fini(&list->ranges);
	str_buf_fini(&list->definitions);
	vec_fini(&list->labs);
}
