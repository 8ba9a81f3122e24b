/* md4c's events gathered into leaf blocks that know how deep they stand. */
#include "lesson/markdown_build.h"

#include "lesson/entity.h"
#include "text/cell.h"
#include "text/utf8.h"

#include <md4c.h>
#include <stdio.h>
#include <string.h>

#define FLAGS \
	(MD_FLAG_NOINDENTEDCODEBLOCKS | MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS | MD_FLAG_NOHTML)

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
set_marker(struct list *list)
{
	if (list->is_ordered)
		snprintf(list->marker, sizeof(list->marker), "%u%c", list->number++, list->delimiter);
	else
		snprintf(list->marker, sizeof(list->marker), "•");
}

/* A piece md4c gave, as the notes have it; pieces of md4c's own storage as they are. */
static struct str
as_shown(const struct builder *b, const char *data, size_t len)
{
	const struct markdown_input *input = b->input;
	bool is_ours = data >= input->text && data + len <= input->text + input->len;

	return str_of(is_ours && input->shown ? input->shown + (data - input->text) : data, len);
}

static char *
keep_attribute(struct builder *b, const MD_ATTRIBUTE *attribute)
{
	struct str_buf out = { 0 };

	for (size_t i = 0; attribute->text && attribute->substr_offsets[i] < attribute->size; i++) {
		size_t start = attribute->substr_offsets[i];
		struct str part = as_shown(b, attribute->text + start, attribute->substr_offsets[i + 1] - start);
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
	leaf_open(b, BLOCK_CODE);
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
		place_touch(b, detail->info.text, detail->info.size);
	if (b->first == NOWHERE)
		b->first = b->last = place_find_line(b, "`~");
	/* A body of nothing still ends behind the fence's line. */
	b->last = place_line_end(b, b->last);
}

static void
open_item(struct builder *b, const MD_BLOCK_LI_DETAIL *detail)
{
	struct list *list = leaf_list(b);

	leaf_flush_marker(b);
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
	leaf_close(b);
	if (b->list_depth++ == 0)
		b->outer_quotes = b->quote_depth;
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
		leaf_close(b);
		b->quote_depth++;
		b->is_quote_new = true;
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
		leaf_close(b);
		leaf_open(b, BLOCK_RULE);
		place_without_text(b, "-_*");
		break;
	case MD_BLOCK_H:
		leaf_close(b);
		leaf_open(b, BLOCK_HEADING);
		b->leaf.heading_level = (uint8_t)((MD_BLOCK_H_DETAIL *)detail)->level;
		b->is_setext_broken = false;
		break;
	case MD_BLOCK_CODE:
		leaf_close(b);
		open_code(b, detail);
		break;
	case MD_BLOCK_P:
		leaf_close(b);
		leaf_open(b, BLOCK_PARAGRAPH);
		break;
	case MD_BLOCK_TABLE:
		leaf_close(b);
		leaf_open(b, BLOCK_TABLE);
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
	leaf_close(b);
}

static int
on_leave_block(MD_BLOCKTYPE type, void *detail, void *ctx)
{
	struct builder *b = ctx;

	(void)detail;
	switch (type) {
	case MD_BLOCK_QUOTE:
		leaf_close(b);
		if (b->quote_depth == b->answer_depth)
			b->answer = b->answer_depth = 0;
		b->quote_depth--;
		break;
	case MD_BLOCK_UL:
	case MD_BLOCK_OL:
		leaf_close(b);
		if (b->list_depth <= MARKDOWN_DEPTH_MAX && b->lists[b->list_depth - 1].is_merged)
			b->merged_depth--;
		b->list_depth--;
		if (b->list_depth == 0)
			b->is_under_title = false;
		break;
	case MD_BLOCK_LI:
		leaf_flush_marker(b);
		break;
	case MD_BLOCK_H:
	case MD_BLOCK_P:
		if (b->is_open && b->first == NOWHERE)
			place_without_text(b, NULL);
		leaf_close(b);
		break;
	case MD_BLOCK_CODE:
		b->is_in_code = false;
		leaf_close(b);
		place_pass_fence(b);
		break;
	case MD_BLOCK_HR:
		leaf_close(b);
		break;
	case MD_BLOCK_TABLE:
		close_table(b);
		break;
	case MD_BLOCK_TH:
	case MD_BLOCK_TD:
		vec_push(&b->cells, (struct table_cell){ .text = leaf_keep(b, &b->text, 0, b->text.text.len),
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

/* Code in a table's cell: there a bar must be written \|, also in code (GFM 0.29, tables), which md4c leaves as it is. */
static void
add_cell_code(struct builder *b, struct str text)
{
	size_t at;

	while ((at = str_find(text, STR("\\|"))) != STR_NONE) {
		add_text(b, str_cut(text, 0, at));
		text = str_skip(text, at + 1);
	}
	add_text(b, text);
}

static int
on_text(MD_TEXTTYPE type, const MD_CHAR *data, MD_SIZE size, void *ctx)
{
	struct builder *b = ctx;
	struct str text = as_shown(b, data, size);

	if (!b->is_open)
		leaf_open(b, BLOCK_PARAGRAPH); /* a tight list's item has no paragraph of its own */
	if (account(b, size))
		return -1;
	place_touch(b, data, size);
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
		else if (type == MD_TEXT_CODE && b->leaf.kind == BLOCK_TABLE)
			add_cell_code(b, text);
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
		leaf_open(b, BLOCK_PARAGRAPH);
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
