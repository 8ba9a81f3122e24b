/* md4c's events gathered into leaf blocks that know how deep they stand. */
#include "lesson/markdown_build.h"

#include <stdio.h>
#include <string.h>

#define FLAGS \
	(MD_FLAG_NOINDENTEDCODEBLOCKS | MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS | MD_FLAG_NOHTML)

int
build_fail(struct builder *b, enum markdown_result result)
{
	b->result = result;
	return -1;
}

/* Called for every piece that goes out: stops what never ends and what grows without bound. */
int
build_account(struct builder *b, size_t bytes)
{
	b->output_bytes += bytes + 1;
	if (b->output_bytes > b->output_max_bytes)
		return build_fail(b, MARKDOWN_TOO_BIG);
	if (b->input->is_cancelled && atomic_load_explicit(b->input->is_cancelled, memory_order_relaxed))
		return build_fail(b, MARKDOWN_CANCELLED);
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
	char *info = build_attribute(b, &detail->info);

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
		/*
		 * Short rows are filled up with empty cells: a wide head over many rows would make more of them than
		 * bytes.
		 */
		if (++b->cell_count > b->input->len + 1024)
			return build_fail(b, MARKDOWN_TOO_BIG);
		break;
	}
	case MD_BLOCK_DOC:
	case MD_BLOCK_HTML:
		break;
	}
	return build_account(b, 0);
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
				   .enter_span = span_enter,
				   .leave_span = span_leave,
				   .text = span_text };
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
