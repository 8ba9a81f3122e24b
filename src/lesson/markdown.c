/* md4c's events gathered into leaf blocks that know how deep they stand. */
#include "lesson/markdown.h"

#include "lesson/entity.h"
#include "lesson/outline.h"
#include "text/cell.h"
#include "text/utf8.h"

#include <md4c.h>
#include <stdio.h>
#include <string.h>

#define FLAGS \
	(MD_FLAG_NOINDENTEDCODEBLOCKS | MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS | MD_FLAG_NOHTML)
#define LINKS_MAX     UINT16_MAX /* the tag of a span has sixteen bits, the last value is the renderer's */
#define LINK_NEST_MAX 8
#define NOWHERE       SIZE_MAX

struct list {
	bool is_ordered;
	bool is_merged; /* stands where an item should have begun (`- 1. text`): shown at that item's depth */
	char delimiter;
	unsigned number; /* of the next item */
	char marker[16]; /* of the item we are in */
};

struct builder {
	const struct markdown_input *input;
	struct section *out;
	VEC(struct block) blocks;
	VEC(struct document_link) links;
	VEC(struct table_cell) cells;

	bool is_open; /* a leaf is being gathered */
	struct block leaf;
	struct styled text; /* of the leaf or the table cell */
	size_t first, last; /* bytes of the input the leaf's text came from; first is NOWHERE until then */
	bool is_break_due;  /* a soft break waits for what follows it */
	bool is_in_code, is_head_row, is_setext_broken;
	enum block_align cell_align;

	unsigned quote_depth, list_depth; /* true depths, may pass the cap */
	struct list lists[MARKDOWN_DEPTH_MAX];
	unsigned merged_depth; /* of them, merged ones */
	bool is_marker_due;    /* an item began and nothing stands in it yet */
	bool is_under_title;   /* what stands in an item that is a title moves out by one depth */
	bool is_task, is_task_done;

	unsigned strong, emphasis, strike, code;
	uint16_t link_tags[LINK_NEST_MAX];
	size_t link_texts[LINK_NEST_MAX]; /* where the link's text begins */
	unsigned link_depth;

	size_t cursor;        /* behind the last leaf: where the next one is looked for */
	size_t blank_seen_at; /* where is_blank_before looked last */
	size_t search_left;   /* bytes that such looking may still read */
	size_t counted_to, cell_count;
	uint32_t line; /* of counted_to */
	uint64_t output_bytes, output_max_bytes;
	enum markdown_result result;
};

static struct list *
innermost(struct builder *b)
{
	unsigned depth = b->list_depth < MARKDOWN_DEPTH_MAX ? b->list_depth : MARKDOWN_DEPTH_MAX;

	return depth ? &b->lists[depth - 1] : NULL;
}

/* The file line of an offset that is not before the last one asked for: one pass in all. */
static uint32_t
line_at(struct builder *b, size_t offset)
{
	const char *text = b->input->text;

	while (b->counted_to < offset) {
		const char *hit = memchr(text + b->counted_to, '\n', offset - b->counted_to);

		b->counted_to = hit ? (size_t)(hit - text) + 1 : offset;
		b->line += hit != NULL;
	}
	return b->line;
}

static size_t
line_start_of(struct builder *b, size_t offset)
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

/* Is the line before START blank? Reads blanks only, and each of them once: of leaves that share a start only the first is told. */
static bool
is_blank_before(struct builder *b, size_t start)
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
static size_t
find_line(struct builder *b, const char *signs)
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

/* The end of the line that OFFSET lies in; rationed like find_line, for the same reason. */
static size_t
line_end_of(struct builder *b, size_t offset)
{
	size_t len = b->input->len - offset, room = len < b->search_left ? len : b->search_left;
	const char *hit = memchr(b->input->text + offset, '\n', room);
	size_t end = hit ? (size_t)(hit - b->input->text) : room == len ? b->input->len : offset;

	b->search_left -= end - offset;
	return end;
}

/* The open leaf has no text of its own: it is the line that find_line finds. */
static void
place_without_text(struct builder *b, const char *signs)
{
	b->first = find_line(b, signs);
	b->last = line_end_of(b, b->first);
}

static int
fail(struct builder *b, enum markdown_result result)
{
	b->result = result;
	return -1;
}

/* Called for every piece that goes out: stops what never ends and what grows without bound. */
static int
account(struct builder *b, size_t bytes)
{
	b->output_bytes += bytes + 1;
	if (b->output_bytes > b->output_max_bytes)
		return fail(b, MARKDOWN_TOO_BIG);
	if (b->input->is_cancelled && atomic_load_explicit(b->input->is_cancelled, memory_order_relaxed))
		return fail(b, MARKDOWN_CANCELLED);
	return 0;
}

static void
touch(struct builder *b, const char *data, size_t len)
{
	if (data < b->input->text || data + len > b->input->text + b->input->len)
		return; /* md4c's own storage */
	size_t at = (size_t)(data - b->input->text);

	if (b->first == NOWHERE)
		b->first = at;
	if (at + len > b->last)
		b->last = at + len;
}

/* TEXT as the arena's own: what blocks keep. */
static struct styled
keep(struct builder *b, const struct styled *text, size_t start, size_t end)
{
	struct arena *arena = &b->out->arena;
	struct styled kept = { 0 };
	size_t count = 0, first = 0;

	while (first < text->spans.len && text->spans.items[first].end_bytes <= start)
		first++;
	while (first + count < text->spans.len && (count == 0 || text->spans.items[first + count - 1].end_bytes < end))
		count++;
	if (start == end)
		count = 0;
	kept.text.data = arena_copy(arena, text->text.data ? text->text.data + start : NULL, end - start);
	kept.text.len = end - start;
	kept.spans.items = arena_alloc(arena, count * sizeof(struct span));
	kept.spans.len = count;
	for (size_t i = 0; i < count; i++) {
		kept.spans.items[i] = text->spans.items[first + i];
		size_t span_end = kept.spans.items[i].end_bytes;

		kept.spans.items[i].end_bytes = (uint32_t)((span_end < end ? span_end : end) - start);
	}
	return kept;
}

static void
push_leaf(struct builder *b, const struct styled *text, size_t start, size_t end)
{
	b->leaf.text = keep(b, text, start, end);
	vec_push(&b->blocks, b->leaf);
}

static void
open_leaf(struct builder *b, enum block_kind kind)
{
	struct list *list = innermost(b);
	unsigned depth = list ? (unsigned)(list - b->lists) + 1 - b->merged_depth : 0;

	if (b->is_under_title && depth > 1)
		depth--;
	b->is_open = true;
	b->first = NOWHERE;
	b->last = 0;
	b->is_break_due = false;
	b->leaf = (struct block){ .kind = kind,
				  .quote_depth = (uint8_t)(b->quote_depth < 255 ? b->quote_depth : 255),
				  .list_depth = (uint8_t)depth,
				  .is_item_start = b->is_marker_due && list,
				  .is_task = b->is_marker_due && b->is_task,
				  .is_task_done = b->is_marker_due && b->is_task_done };
	if (list)
		memcpy(b->leaf.marker, list->marker, sizeof(b->leaf.marker));
	b->is_marker_due = false;
	styled_clear(&b->text);
}

/* `1.1 title` at the first depth is a title; what the author typed on the lines below it is prose under it. */
static void
push_paragraph(struct builder *b)
{
	struct str text = str_buf_str(&b->text.text);
	size_t end = str_find_byte(text, '\n');
	struct block *leaf = &b->leaf;

	leaf->is_item_title = leaf->is_item_start && leaf->list_depth == 1 && !leaf->quote_depth && !leaf->is_task &&
			      leaf->marker[0] && leaf->marker[0] != '.' && !strchr("0123456789", leaf->marker[0]) &&
			      outline_is_numbered_title(str_trim(str_cut(text, 0, end)));
	if (leaf->is_item_title)
		b->is_under_title = true;
	if (!leaf->is_item_title || end == STR_NONE) {
		push_leaf(b, &b->text, 0, text.len);
		return;
	}
	size_t source_end = leaf->end;
	const char *line_end = memchr(b->input->text + leaf->start - b->input->base, '\n', leaf->end - leaf->start);

	if (line_end)
		leaf->end = (uint32_t)(line_end - b->input->text) + b->input->base;
	push_leaf(b, &b->text, 0, end);
	leaf->is_item_title = leaf->is_item_start = leaf->is_loose = false;
	if (line_end) {
		leaf->start = leaf->end + 1;
		leaf->line++;
	}
	leaf->end = (uint32_t)source_end;
	push_leaf(b, &b->text, end + 1, text.len);
}

static bool
ends_in_full_stop(struct str text)
{
	return str_has_suffix(text, STR("。")) || str_has_suffix(text, STR("；")) || str_has_suffix(text, STR("，")) ||
	       str_has_suffix(text, STR(";")) || str_has_suffix(text, STR(","));
}

/* `---` under prose makes a heading of it by the rules; several lines or a sentence were never meant as one. */
static bool
is_accidental_heading(struct builder *b, size_t start)
{
	const struct markdown_input *input = b->input;
	struct str text = str_buf_str(&b->text.text), line = str_trim(str_of(input->text + start, b->last - start));

	if (b->leaf.kind != BLOCK_HEADING || b->leaf.heading_level != 2 || str_has_prefix(line, STR("##")))
		return false;
	return b->is_setext_broken || ends_in_full_stop(text);
}

static void
close_leaf(struct builder *b)
{
	if (!b->is_open)
		return;
	b->is_open = false;
	struct block *leaf = &b->leaf;
	bool is_found = b->first != NOWHERE;
	size_t start = is_found ? line_start_of(b, b->first) : b->cursor;

	if (start < b->cursor)
		start = b->cursor;
	size_t end = b->last > start ? b->last : start;

	leaf->start = (uint32_t)start + b->input->base;
	leaf->end = (uint32_t)end + b->input->base;
	leaf->line = line_at(b, start);
	leaf->is_loose = leaf->list_depth == 0 || leaf->kind == BLOCK_CODE || leaf->kind == BLOCK_TABLE ||
			 leaf->kind == BLOCK_LAB || is_blank_before(b, start);
	if (leaf->kind == BLOCK_CODE || leaf->kind == BLOCK_LAB)
		leaf->body_line = leaf->line + 1;
	b->cursor = end > b->cursor ? end : b->cursor;
	if (leaf->kind == BLOCK_PARAGRAPH) {
		push_paragraph(b);
	} else if (is_accidental_heading(b, start)) {
		leaf->kind = BLOCK_PARAGRAPH;
		leaf->heading_level = 0;
		push_leaf(b, &b->text, 0, b->text.text.len);
		leaf->kind = BLOCK_RULE;
		leaf->is_item_start = false;
		push_leaf(b, &b->text, 0, 0);
	} else {
		push_leaf(b, &b->text, 0, leaf->kind == BLOCK_TABLE ? 0 : b->text.text.len);
	}
}

/* An item that began and got nothing of its own still shows its bullet. */
static void
flush_marker(struct builder *b)
{
	close_leaf(b);
	if (!b->is_marker_due)
		return;
	open_leaf(b, BLOCK_PARAGRAPH);
	place_without_text(b, NULL);
	close_leaf(b);
}

static void
set_marker(struct list *list)
{
	if (list->is_ordered)
		snprintf(list->marker, sizeof(list->marker), "%u%c", list->number++, list->delimiter);
	else
		snprintf(list->marker, sizeof(list->marker), "•");
}

static char *
keep_attribute(struct builder *b, const MD_ATTRIBUTE *attribute)
{
	struct str_buf out = { 0 };

	for (size_t i = 0; attribute->text && attribute->substr_offsets[i] < attribute->size; i++) {
		size_t start = attribute->substr_offsets[i];
		struct str part = str_of(attribute->text + start, attribute->substr_offsets[i + 1] - start);
		uint32_t codepoint = attribute->substr_types[i] == MD_TEXT_ENTITY ? entity_decode(part) : 0;

		if (attribute->substr_types[i] == MD_TEXT_NULLCHAR)
			codepoint = UTF8_REPLACEMENT;
		if (codepoint)
			utf8_append(&out, codepoint);
		else
			str_buf_append(&out, part);
	}
	char *kept = arena_copy(&b->out->arena, out.data, strnlen(str_buf_c(&out), out.len));

	str_buf_fini(&out);
	return kept;
}

/* "lab" alone or "lab " before the lab's name. */
static bool
is_lab_info(const char *info)
{
	return strncmp(info, "lab", 3) == 0 && (info[3] == ' ' || info[3] == '\t' || info[3] == '\0');
}

static void
open_code(struct builder *b, const MD_BLOCK_CODE_DETAIL *detail)
{
	open_leaf(b, BLOCK_CODE);
	b->is_in_code = true;
	char *info = keep_attribute(b, &detail->info);

	while (*info == ' ' || *info == '\t')
		info++;
	if (is_lab_info(info)) {
		b->leaf.kind = BLOCK_LAB;
		info += 3 + strspn(info + 3, " \t");
	} else {
		info[strcspn(info, " \t,{")] = '\0';
	}
	b->leaf.info = info;
	if (detail->info.text)
		touch(b, detail->info.text, detail->info.size);
	if (b->first == NOWHERE)
		b->first = b->last = find_line(b, "`~");
	/* A body of nothing still ends behind the fence's line. */
	b->last = line_end_of(b, b->last);
}

/* The fence that closes a block belongs to it, or the next block would be looked for there. */
static void
pass_closing_fence(struct builder *b)
{
	b->cursor = line_end_of(b, b->cursor);
	size_t start = find_line(b, NULL), end = line_end_of(b, start);

	if (has_three(str_of(b->input->text + start, end - start), "`~"))
		b->cursor = end;
}

static void
open_item(struct builder *b, const MD_BLOCK_LI_DETAIL *detail)
{
	struct list *list = innermost(b);

	flush_marker(b);
	if (list)
		set_marker(list);
	if (b->list_depth - b->merged_depth == 1)
		b->is_under_title = false;
	b->is_marker_due = true;
	b->is_task = detail->is_task;
	b->is_task_done = detail->is_task && detail->task_mark != ' ';
}

static void
open_list(struct builder *b, bool is_ordered, unsigned number, char delimiter)
{
	close_leaf(b);
	b->list_depth++;
	if (b->list_depth > MARKDOWN_DEPTH_MAX)
		return;
	b->lists[b->list_depth - 1] = (struct list){
		.is_ordered = is_ordered, .is_merged = b->is_marker_due, .number = number, .delimiter = delimiter
	};
	b->merged_depth += b->is_marker_due;
	b->is_marker_due = false;
}

static int
on_enter_block(MD_BLOCKTYPE type, void *detail, void *ctx)
{
	struct builder *b = ctx;

	switch (type) {
	case MD_BLOCK_QUOTE:
		close_leaf(b);
		b->quote_depth++;
		break;
	case MD_BLOCK_UL:
		open_list(b, false, 0, '\0');
		break;
	case MD_BLOCK_OL:
		open_list(b, true, ((MD_BLOCK_OL_DETAIL *)detail)->start,
			  ((MD_BLOCK_OL_DETAIL *)detail)->mark_delimiter);
		break;
	case MD_BLOCK_LI:
		open_item(b, detail);
		break;
	case MD_BLOCK_HR:
		close_leaf(b);
		open_leaf(b, BLOCK_RULE);
		place_without_text(b, "-_*");
		break;
	case MD_BLOCK_H:
		close_leaf(b);
		open_leaf(b, BLOCK_HEADING);
		b->leaf.heading_level = (uint8_t)((MD_BLOCK_H_DETAIL *)detail)->level;
		b->is_setext_broken = false;
		break;
	case MD_BLOCK_CODE:
		close_leaf(b);
		open_code(b, detail);
		break;
	case MD_BLOCK_P:
		close_leaf(b);
		open_leaf(b, BLOCK_PARAGRAPH);
		break;
	case MD_BLOCK_TABLE:
		close_leaf(b);
		open_leaf(b, BLOCK_TABLE);
		b->leaf.column_count = ((MD_BLOCK_TABLE_DETAIL *)detail)->col_count;
		vec_clear(&b->cells);
		break;
	case MD_BLOCK_THEAD:
	case MD_BLOCK_TBODY:
		b->is_head_row = type == MD_BLOCK_THEAD;
		break;
	case MD_BLOCK_TR:
		b->leaf.row_count++;
		break;
	case MD_BLOCK_TH:
	case MD_BLOCK_TD: {
		MD_ALIGN align = ((MD_BLOCK_TD_DETAIL *)detail)->align;

		styled_clear(&b->text);
		b->cell_align = align == MD_ALIGN_CENTER  ? ALIGN_CENTER
				: align == MD_ALIGN_RIGHT ? ALIGN_END
							  : ALIGN_START;
		/* Short rows are filled up with empty cells: a wide head over many rows would make more of them than bytes. */
		if (++b->cell_count > b->input->len + 1024)
			return fail(b, MARKDOWN_TOO_BIG);
		break;
	}
	case MD_BLOCK_DOC:
	case MD_BLOCK_HTML:
		break;
	}
	return account(b, 0);
}

static void
close_table(struct builder *b)
{
	size_t bytes = b->cells.len * sizeof(struct table_cell);

	b->leaf.cells = arena_alloc(&b->out->arena, bytes);
	if (bytes)
		memcpy(b->leaf.cells, b->cells.items, bytes);
	if (b->first == NOWHERE)
		place_without_text(b, NULL);
	close_leaf(b);
}

static int
on_leave_block(MD_BLOCKTYPE type, void *detail, void *ctx)
{
	struct builder *b = ctx;

	(void)detail;
	switch (type) {
	case MD_BLOCK_QUOTE:
		close_leaf(b);
		b->quote_depth--;
		break;
	case MD_BLOCK_UL:
	case MD_BLOCK_OL:
		close_leaf(b);
		if (b->list_depth <= MARKDOWN_DEPTH_MAX && b->lists[b->list_depth - 1].is_merged)
			b->merged_depth--;
		b->list_depth--;
		if (b->list_depth == 0)
			b->is_under_title = false;
		break;
	case MD_BLOCK_LI:
		flush_marker(b);
		break;
	case MD_BLOCK_H:
	case MD_BLOCK_P:
		if (b->is_open && b->first == NOWHERE)
			place_without_text(b, NULL);
		close_leaf(b);
		break;
	case MD_BLOCK_CODE:
		b->is_in_code = false;
		close_leaf(b);
		pass_closing_fence(b);
		break;
	case MD_BLOCK_HR:
		close_leaf(b);
		break;
	case MD_BLOCK_TABLE:
		close_table(b);
		break;
	case MD_BLOCK_TH:
	case MD_BLOCK_TD:
		vec_push(&b->cells, (struct table_cell){ .text = keep(b, &b->text, 0, b->text.text.len),
							 .align = b->cell_align,
							 .is_head = b->is_head_row });
		break;
	default:
		break;
	}
	return 0;
}

static struct style
current_style(const struct builder *b)
{
	struct style style = STYLE_PLAIN;

	if (b->strong) {
		style.ink = INK_STRONG;
		style.attrs |= ATTR_BOLD;
	}
	if (b->emphasis)
		style.attrs |= ATTR_ITALIC;
	if (b->strike)
		style.attrs |= ATTR_STRIKE;
	if (b->link_depth) {
		style.ink = INK_LINK;
		style.attrs |= ATTR_UNDERLINE;
	}
	if (b->code || b->is_in_code)
		style.ink = INK_CODE;
	return style;
}

/* The first or last code point's width tells whether a line break in the source stands for a blank. */
static bool
is_wide_at_start(struct str text)
{
	uint32_t codepoint;

	return text.len && (unsigned char)text.data[0] >= 0x80 && utf8_next(&text, &codepoint, NULL) &&
	       cell_codepoint_width(codepoint) == 2;
}

static bool
is_wide_at_end(struct str text)
{
	size_t start = text.len;

	while (start > 0 && text.len - start < 4) {
		start--;
		if (((unsigned char)text.data[start] & 0xC0) != 0x80)
			return is_wide_at_start(str_skip(text, start));
	}
	return false;
}

static void
add_text(struct builder *b, struct str text)
{
	unsigned depth = b->link_depth < LINK_NEST_MAX ? b->link_depth : LINK_NEST_MAX;
	uint16_t tag = depth ? b->link_tags[depth - 1] : 0;

	if (b->is_break_due) {
		b->is_break_due = false;
		if (b->leaf.list_depth && b->leaf.kind == BLOCK_PARAGRAPH)
			styled_append(&b->text, STR("\n"), current_style(b), tag);
		else if (!is_wide_at_end(str_buf_str(&b->text.text)) || !is_wide_at_start(text))
			styled_append(&b->text, STR(" "), current_style(b), tag);
	}
	styled_append(&b->text, text, current_style(b), tag);
}

/* Prose: a tab or a stray carriage return is a blank. */
static void
add_prose(struct builder *b, struct str text)
{
	while (text.len) {
		size_t len = 0;

		while (len < text.len && text.data[len] != '\t' && text.data[len] != '\r' && text.data[len] != '\n')
			len++;
		if (len)
			add_text(b, str_cut(text, 0, len));
		if (len < text.len)
			add_text(b, STR(" "));
		text = str_skip(text, len + 1);
	}
}

static void
add_codepoint(struct builder *b, uint32_t codepoint)
{
	char bytes[4];

	if (codepoint == '\n' || codepoint == '\r' || codepoint == '\t')
		codepoint = ' ';
	add_text(b, str_of(bytes, utf8_encode(codepoint, bytes)));
}

static int
on_text(MD_TEXTTYPE type, const MD_CHAR *data, MD_SIZE size, void *ctx)
{
	struct builder *b = ctx;
	struct str text = str_of(data, size);

	if (!b->is_open)
		open_leaf(b, BLOCK_PARAGRAPH); /* a tight list's item has no paragraph of its own */
	if (account(b, size))
		return -1;
	touch(b, data, size);
	switch (type) {
	case MD_TEXT_NULLCHAR:
		add_codepoint(b, UTF8_REPLACEMENT);
		break;
	case MD_TEXT_BR:
		add_text(b, STR("\n"));
		break;
	case MD_TEXT_SOFTBR:
		b->is_break_due = true;
		b->is_setext_broken = true;
		break;
	case MD_TEXT_ENTITY: {
		uint32_t codepoint = entity_decode(text);

		if (codepoint)
			add_codepoint(b, codepoint);
		else
			add_text(b, text);
		break;
	}
	default:
		if (b->is_in_code)
			add_text(b, text);
		else
			add_prose(b, text);
		break;
	}
	return 0;
}

static int
open_link(struct builder *b, const MD_ATTRIBUTE *target)
{
	uint16_t tag = 0;

	if (account(b, target->size))
		return -1;
	if (!b->is_open)
		open_leaf(b, BLOCK_PARAGRAPH);
	if (b->links.len < LINKS_MAX - 1 && b->link_depth < LINK_NEST_MAX) {
		vec_push(&b->links, (struct document_link){ keep_attribute(b, target) });
		tag = (uint16_t)b->links.len;
	}
	if (b->link_depth < LINK_NEST_MAX) {
		b->link_tags[b->link_depth] = tag;
		b->link_texts[b->link_depth] = b->text.text.len;
	}
	b->link_depth++;
	return 0;
}

/* A link or picture without words shows where it leads. */
static void
close_link(struct builder *b)
{
	unsigned depth = b->link_depth - 1;

	if (depth < LINK_NEST_MAX && b->link_tags[depth] && b->link_texts[depth] == b->text.text.len) {
		const char *target = b->links.items[b->link_tags[depth] - 1].target;

		add_prose(b, str_of_c(target));
	}
	b->link_depth = depth;
}

static int
on_span(MD_SPANTYPE type, void *detail, struct builder *b, bool is_enter)
{
	unsigned *counter = NULL;

	switch (type) {
	case MD_SPAN_STRONG:
		counter = &b->strong;
		break;
	case MD_SPAN_EM:
	case MD_SPAN_U:
		counter = &b->emphasis;
		break;
	case MD_SPAN_DEL:
		counter = &b->strike;
		break;
	case MD_SPAN_CODE:
		counter = &b->code;
		break;
	case MD_SPAN_A:
	case MD_SPAN_IMG:
		if (is_enter)
			return open_link(b, type == MD_SPAN_A ? &((MD_SPAN_A_DETAIL *)detail)->href
							      : &((MD_SPAN_IMG_DETAIL *)detail)->src);
		close_link(b);
		break;
	default:
		break;
	}
	if (counter)
		*counter += is_enter ? 1u : -1u;
	return 0;
}

static int
on_enter_span(MD_SPANTYPE type, void *detail, void *ctx)
{
	return on_span(type, detail, ctx, true);
}

static int
on_leave_span(MD_SPANTYPE type, void *detail, void *ctx)
{
	return on_span(type, detail, ctx, false);
}

static void
give(struct builder *b)
{
	struct section *out = b->out;

	out->block_count = b->blocks.len;
	out->blocks = b->blocks.items; /* owned by the section, freed with it */
	out->link_count = b->links.len;
	out->links = b->links.items;
}

enum markdown_result
markdown_parse(const struct markdown_input *input, struct section *out)
{
	const MD_PARSER parser = { .flags = FLAGS,
				   .enter_block = on_enter_block,
				   .leave_block = on_leave_block,
				   .enter_span = on_enter_span,
				   .leave_span = on_leave_span,
				   .text = on_text };
	struct builder b = { .input = input,
			     .out = out,
			     .first = NOWHERE,
			     .line = input->first_line,
			     .search_left = 4 * input->len + 65536,
			     .output_max_bytes = 8 * (uint64_t)input->len + 65536 };
	int status = md_parse(input->text, (MD_SIZE)input->parse_len, &parser, &b);

	if (status == 0) {
		give(&b);
	} else {
		vec_fini(&b.blocks);
		vec_fini(&b.links);
		arena_fini(&out->arena);
		if (b.result == MARKDOWN_OK)
			b.result = MARKDOWN_FAILED;
	}
	vec_fini(&b.cells);
	styled_fini(&b.text);
	return b.result;
}
