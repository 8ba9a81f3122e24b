/* Headings by a scan over lines: fences are stepped over, nothing is parsed. */
#include "lesson/outline.h"

#include "lesson/linescan.h"

#include <string.h>

#define MAX_HEADINGS_DEFAULT 10000

/* `1.1 title`, `1.1os`, `2.2高阶函数` behind a bullet at the left edge: a numbered title of at least two numbers. */
bool
outline_is_numbered_title(struct str text)
{
	size_t at = 0, groups = 0;

	while (at < text.len) {
		size_t digits = 0;

		while (at < text.len && text.data[at] >= '0' && text.data[at] <= '9')
			at++, digits++;
		if (digits == 0 || digits > 3)
			break;
		groups++;
		if (at >= text.len || text.data[at] != '.' || groups == 4)
			break;
		at++;
	}
	if (groups < 2 || at >= text.len || text.len > 200)
		return false;
	return str_trim(str_skip(text, at)).len > 0;
}

static bool
is_item_title(struct str line, struct str *title)
{
	size_t indent = 0;

	while (indent < line.len && line.data[indent] == ' ')
		indent++;
	if (indent > 1 || line.len < indent + 4 || !strchr("-*+", line.data[indent]) || line.data[indent + 1] != ' ')
		return false;
	*title = str_trim(str_skip(line, indent + 2));
	return outline_is_numbered_title(*title);
}

static void
add(struct outline *out, struct str title, size_t offset, uint32_t line, unsigned level, bool is_item)
{
	vec_push(out, (struct heading){ .title = outline_plain_title(title),
					.offset = (uint32_t)offset,
					.line = line,
					.level = (uint8_t)level,
					.is_item = is_item });
}

void
outline_find(struct str text, uint32_t first_line, size_t max_headings, struct outline *out)
{
	struct linescan scan = linescan_start(text);
	unsigned level = 0;
	size_t limit = max_headings ? max_headings : MAX_HEADINGS_DEFAULT;
	uint32_t line_number = first_line;

	*out = (struct outline){ 0 };
	for (; out->len < limit && linescan_next(&scan); line_number++) {
		struct str title;

		switch (scan.kind) {
		case SCAN_ATX:
			level = scan.level;
			if (scan.title.len)
				add(out, scan.title, scan.start, line_number, level, false);
			break;
		case SCAN_SETEXT:
			level = scan.level;
			add(out, scan.title, scan.previous_start, line_number - 1, level, false);
			break;
		case SCAN_OTHER:
			if (is_item_title(scan.line, &title))
				add(out, title, scan.start, line_number, level + 1, true);
			break;
		case SCAN_FENCE:
		case SCAN_COMMENT:
			break;
		}
	}
}

void
outline_fini(struct outline *outline)
{
	for (size_t i = 0; i < outline->len; i++)
		free(outline->items[i].title);
	vec_fini(outline);
}
