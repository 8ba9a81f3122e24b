/* Leaf blocks begun, ended and kept, with what the notes of real people need: titles by number, accidental headings. */
#include "lesson/markdown_build.h"

#include "base/alloc.h"
#include "lesson/linescan.h"
#include "lesson/outline.h"

#include <string.h>

struct list *
leaf_list(struct builder *b)
{
	unsigned depth = b->list_depth < MARKDOWN_DEPTH_MAX ? b->list_depth : MARKDOWN_DEPTH_MAX;

	return depth ? &b->lists[depth - 1] : NULL;
}

/* TEXT as the arena's own: what blocks keep. */
struct styled
leaf_keep(struct builder *b, const struct styled *text, size_t start, size_t end)
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
	b->leaf.text = leaf_keep(b, text, start, end);
	b->leaf.answer = b->answer;
	b->is_quote_new = false;
	vec_push(&b->blocks, b->leaf);
}

void
leaf_open(struct builder *b, enum block_kind kind)
{
	struct list *list = leaf_list(b);
	unsigned depth = list ? (unsigned)(list - b->lists) + 1 - b->merged_depth : 0;

	unsigned outer_quotes = list ? b->outer_quotes : b->quote_depth;

	if (b->is_under_title && depth > 1)
		depth--;
	b->is_open = true;
	b->first = NOWHERE;
	b->last = 0;
	b->is_break_due = false;
	b->leaf = (struct block){ .kind = kind,
				  .quote_depth = (uint8_t)(b->quote_depth < 255 ? b->quote_depth : 255),
				  .outer_quotes = (uint8_t)(outer_quotes < 255 ? outer_quotes : 255),
				  .list_depth = (uint8_t)depth,
				  .is_item_start = b->is_marker_due && list,
				  .is_task = b->is_marker_due && b->is_task,
				  .is_task_done = b->is_marker_due && b->is_task_done };
	if (list)
		memcpy(b->leaf.marker, list->marker, sizeof(b->leaf.marker));
	b->is_marker_due = false;
	styled_clear(&b->text);
}

/* A bold word at the beginning of a quote that says the quote is what the reader should find out first. */
static bool
is_answer(const struct styled *text)
{
	static const char *const words[] = { "Answer", "答案" };
	static const char *const colons[] = { ":", "：" };
	const struct span *first = text->spans.items;
	struct str word;

	if (text->spans.len == 0 || !(first->style.attrs & ATTR_BOLD))
		return false;
	word = str_trim(str_cut(str_buf_str(&text->text), 0, first->end_bytes));
	for (size_t i = 0; i < ARRAY_LEN(colons); i++)
		if (str_has_suffix(word, str_of_c(colons[i])))
			word.len -= strlen(colons[i]);
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_is_equal_c(word, words[i]))
			return true;
	return false;
}

static void
begin_answer(struct builder *b)
{
	if (!b->is_quote_new || b->answer || !is_answer(&b->text))
		return;
	b->answer = (uint32_t)b->blocks.len + 1;
	b->answer_depth = b->quote_depth;
}

/* `1.1 title` at the first depth is a title; what the author typed on the lines below it is prose under it. */
static void
push_paragraph(struct builder *b)
{
	struct str text = str_buf_str(&b->text.text);
	size_t end = str_find_byte(text, '\n');
	struct block *leaf = &b->leaf;

	begin_answer(b);
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

/* `---` under prose makes a heading of it by the rules; several lines or a sentence were never meant as one. */
static bool
is_accidental_heading(const struct builder *b)
{
	size_t at = b->first == NOWHERE ? 0 : b->first;

	if (b->leaf.kind != BLOCK_HEADING || b->leaf.heading_level != 2)
		return false;
	while (at > 0 && (b->input->text[at - 1] == ' ' || b->input->text[at - 1] == '\t'))
		at--;
	if (at > 0 && b->input->text[at - 1] == '#')
		return false; /* it was meant */
	return b->is_setext_broken || linescan_is_sentence(str_buf_str(&b->text.text));
}

void
leaf_close(struct builder *b)
{
	if (!b->is_open)
		return;
	b->is_open = false;
	struct block *leaf = &b->leaf;
	bool is_found = b->first != NOWHERE;
	size_t start = is_found ? place_line_start(b, b->first) : b->cursor;

	if (start < b->cursor)
		start = b->cursor;
	size_t end = b->last > start ? b->last : start;

	leaf->start = (uint32_t)start + b->input->base;
	leaf->end = (uint32_t)end + b->input->base;
	leaf->line = place_line_at(b, start);
	leaf->is_loose = leaf->list_depth == 0 || leaf->kind == BLOCK_CODE || leaf->kind == BLOCK_TABLE ||
			 leaf->kind == BLOCK_LAB || place_is_after_blank(b, start);
	if (leaf->kind == BLOCK_CODE || leaf->kind == BLOCK_LAB)
		leaf->body_line = leaf->line + 1;
	b->cursor = end > b->cursor ? end : b->cursor;
	if (leaf->kind == BLOCK_PARAGRAPH) {
		push_paragraph(b);
	} else if (is_accidental_heading(b)) {
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
void
leaf_flush_marker(struct builder *b)
{
	leaf_close(b);
	if (!b->is_marker_due)
		return;
	leaf_open(b, BLOCK_PARAGRAPH);
	place_without_text(b, NULL);
	leaf_close(b);
}
