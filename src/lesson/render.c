/* Blocks to lines: what each kind of block looks like. */
#include "lesson/render.h"

#include "base/alloc.h"
#include "lesson/highlight.h"
#include "lesson/layout.h"
#include "text/cell.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define CODE_TAB_COLS 4

static int32_t
add_lab(struct layout *layout, struct rendered_lab lab)
{
	vec_push(&layout->out->labs, lab);
	return (int32_t)layout->out->labs.len - 1;
}

/*
 * How far a block stands inside others: headings by level, below them items by depth,
 * those that are titles above others.
 */
static uint32_t
rank_of(const struct block *block)
{
	if (block->kind == BLOCK_HEADING)
		return block->heading_level;
	return 100u + 2u * block->list_depth + !block->is_item_title;
}

/* Does one of the headings and items above this block have the word? */
static bool
has_above(void *ctx, struct str word)
{
	const struct layout *layout = ctx;

	for (size_t i = layout->above_count - 1; i-- > 0;) /* the last one is the line itself */
		if (topic_text_has(str_buf_str(&layout->above[i]->text.text), word))
			return true;
	return false;
}

/* A heading or a list item that names a topic offers its lab. */
static int32_t
find_topic(struct layout *layout, const struct block *block)
{
	const struct render_options *options = layout->options;
	bool may_name = block->kind == BLOCK_HEADING || (block->kind == BLOCK_PARAGRAPH && block->is_item_start);
	const struct topic_context context = { .has = has_above, .ctx = layout };
	const struct topic *topic = options->topics && may_name
					    ? topic_map_find(options->topics, str_buf_str(&block->text.text), &context)
					    : NULL;

	if (!topic ||
	    (options->document && document_has_lab(options->document, str_of_c(topic->lab), str_of_c(topic->preset))))
		return -1;
	return add_lab(layout, (struct rendered_lab){ .name = mem_copy_c(topic->lab),
						      .preset = mem_copy_c(topic->preset),
						      .line = block->line });
}

/* The lab's name; a dot below a line that names the same one, so that a list of topics stays a list. */
static struct str
badge_of(struct layout *layout, char *storage, size_t size)
{
	const struct rendered_lab *labs = layout->out->labs.items;
	bool is_title = layout->block->kind == BLOCK_HEADING || layout->block->is_item_title;
	int32_t above = is_title ? -1 : layout->named;

	if (layout->lab < 0 || !layout->options->show_badges) {
		layout->named = -1; /* a dot says "as above" only right below */
		return STR("");
	}
	const char *name = labs[layout->lab].name;

	layout->named = layout->lab;
	if (above >= 0 && strcmp(labs[above].name, name) == 0)
		return str_of_c(layout->options->ascii ? "." : "·");
	snprintf(storage, size, layout->options->ascii ? "<%.40s>" : "⟨%.40s⟩", name);
	return str_of_c(storage);
}

/* Before the first word of an answer that can be folded: whether it is. */
static const char *
fold_sign(const struct layout *layout, bool is_open)
{
	if (layout->options->ascii)
		return is_open ? "- " : "+ ";
	return is_open ? "▾ " : "▸ ";
}

static bool
begins_open_answer(const struct layout *layout)
{
	return layout->answer && layout->block->answer == layout->block_index + 1;
}

/* TEXT with what is drawn into it: targets of links, the sign of an open answer. TEXT itself when that is nothing. */
static const struct styled *
decorate(struct layout *layout, const struct styled *text)
{
	bool has_sign = begins_open_answer(layout);

	styled_clear(&layout->display);
	if (has_sign)
		styled_append(&layout->display, str_of_c(fold_sign(layout, true)), STYLE(INK_ACCENT), RENDER_TAG_ADDED);
	if (layout_append_inline(layout, text, &layout->display))
		return &layout->display;
	if (!has_sign)
		return text;
	styled_append_part(&layout->display, text, 0, text->text.len);
	return &layout->display;
}

static void
emit_rule(struct layout *layout, const struct frame *frame, const char *sign)
{
	layout_begin_line(layout, LINE_RULE);
	layout_prefix(layout, frame);
	layout_fill(layout, sign, frame->text_cols, STYLE(INK_RULE));
	layout_end_line(layout, layout->width_cols);
}

static void
render_prose(struct layout *layout, const struct frame *frame)
{
	const struct block *block = layout->block;
	char badge[64];
	const struct styled *text = decorate(layout, &block->text);
	struct emission emission = { .text = text, .end = text->text.len, .kind = LINE_TEXT };

	emission.badge = badge_of(layout, badge, sizeof(badge));
	if (block->is_task_done)
		emission.base.ink = INK_DIM;
	if (block->is_item_title)
		emission.base = STYLE(INK_STRONG, .attrs = ATTR_BOLD);
	if (block->kind == BLOCK_HEADING) {
		emission.kind = LINE_HEADING;
		emission.base = STYLE(block->heading_level <= 2 ? INK_STRONG : INK_ACCENT, .attrs = ATTR_BOLD);
	}
	layout_emit(layout, frame, &emission);
}

static bool
is_ruled(const struct block *block, const struct block *next)
{
	return block->kind == BLOCK_HEADING &&
	       (block->heading_level <= 2 || (next && next->kind == BLOCK_RULE && next->list_depth == 0));
}

static void
render_heading(struct layout *layout, const struct frame *frame, const struct block *next)
{
	bool is_ascii = layout->options->ascii, is_first = layout->block->heading_level == 1;

	render_prose(layout, frame);
	if (is_ruled(layout->block, next))
		emit_rule(layout, frame, is_first ? (is_ascii ? "=" : "━") : (is_ascii ? "-" : "─"));
}

/* Tabs as blanks, carriage returns gone, no line end behind the last line. */
static struct str
plain_layout(struct layout *layout, const struct styled *text)
{
	struct str body = str_buf_str(&text->text);

	str_buf_clear(&layout->expanded);
	if (body.len && body.data[body.len - 1] == '\n')
		body.len--;
	if (str_find_byte(body, '\t') == STR_NONE && str_find_byte(body, '\r') == STR_NONE)
		return body;
	wrap_expand_tabs(body, CODE_TAB_COLS, &layout->expanded);
	size_t len = 0;

	for (size_t i = 0; i < layout->expanded.len; i++)
		if (layout->expanded.data[i] != '\r' ||
		    (i + 1 < layout->expanded.len && layout->expanded.data[i + 1] != '\n'))
			layout->expanded.data[len++] = layout->expanded.data[i];
	str_buf_cut(&layout->expanded, len);
	return str_buf_str(&layout->expanded);
}

static void
render_code(struct layout *layout, const struct frame *frame)
{
	const struct block *block = layout->block;
	bool is_plain = block->kind == BLOCK_PLAIN;
	struct str body = plain_layout(layout, &block->text), language = is_plain ? STR("") : str_of_c(block->info);

	styled_clear(&layout->display);
	if (is_plain)
		styled_append(&layout->display, body, STYLE_PLAIN, 0);
	else
		highlight_code(body, language, &layout->display);
	layout_emit(layout, frame,
		    &(struct emission){ .text = &layout->display,
					.end = layout->display.text.len,
					.kind = is_plain ? LINE_TEXT : LINE_CODE,
					.base = STYLE(is_plain ? INK_TEXT : INK_CODE),
					.is_verbatim = true,
					.bar = is_plain                 ? NULL
					       : layout->options->ascii ? "| "
									: "▎ ",
					.bar_on = layout->options->ascii ? "> " : "↳ ",
					.first_source_line = is_plain ? block->line : block->body_line });
}

/* Without somebody who draws cards a lab is its name over its source. */
static void
render_lab_as_text(struct layout *layout, const struct frame *frame)
{
	const struct rendered_lab *lab = &layout->out->labs.items[layout->lab];
	struct styled title = { 0 };

	styled_append_c(&title, layout->options->ascii ? "> " : "▶ ", STYLE(INK_ACCENT));
	styled_append_c(&title, lab->name, STYLE(INK_ACCENT, .attrs = ATTR_BOLD));
	if (lab->preset[0]) {
		styled_append_c(&title, " · ", STYLE(INK_DIM));
		styled_append_c(&title, lab->preset, STYLE(INK_ACCENT));
	}
	layout_emit(layout, frame, &(struct emission){ .text = &title, .end = title.text.len, .kind = LINE_NOTICE });
	styled_fini(&title);
	if (layout->block->text.text.len)
		render_code(layout, frame);
}

static void
render_lab(struct layout *layout, const struct frame *frame)
{
	const struct block *block = layout->block;
	const struct render_options *options = layout->options;
	struct str info = str_of_c(block->info), name = str_cut(info, 0, strcspn(block->info, " \t"));
	uint32_t rows;

	char *body = str_copy_c(str_buf_str(&block->text.text));

	layout->lab = add_lab(layout, (struct rendered_lab){ .name = str_copy_c(name),
							     .preset = str_copy_c(str_trim(str_skip(info, name.len))),
							     .body = str_of(body, block->text.text.len),
							     .body_storage = body,
							     .line = block->line,
							     .body_line = block->body_line,
							     .is_fence = true });
	if (!options->card_rows) {
		render_lab_as_text(layout, frame);
		return;
	}
	rows = options->card_rows(options->ctx, block, layout->width_cols);
	for (uint32_t row = 0; row < rows; row++) {
		layout_begin_line(layout, LINE_CARD);
		vec_last(&layout->out->lines)->card_row = (uint16_t)(row < UINT16_MAX ? row : UINT16_MAX);
		layout_end_line(layout, 0);
	}
}

static bool
is_blank_needed(const struct block *before, const struct block *block, bool is_before_ruled)
{
	if (!before || block->kind == BLOCK_HEADING || before->kind == BLOCK_RULE || is_before_ruled)
		return true;
	if (before->kind == BLOCK_HEADING)
		return block->kind != BLOCK_PARAGRAPH;
	if (block->is_item_title)
		return !before->is_item_title || block->is_loose;
	return block->is_loose || before->kind == BLOCK_CODE || before->kind == BLOCK_TABLE ||
	       before->kind == BLOCK_LAB;
}

/* The answer's own first word in place of all its blocks. */
static void
render_fold(struct layout *layout)
{
	const struct styled *text = &layout->block->text;
	struct frame frame = layout_frame(layout, layout->block);
	struct str word = str_trim(str_cut(str_buf_str(&text->text), 0, text->spans.items[0].end_bytes));

	styled_clear(&layout->display);
	styled_append(&layout->display, str_of_c(fold_sign(layout, false)), STYLE(INK_ACCENT), RENDER_TAG_ADDED);
	styled_append(&layout->display, word, STYLE(INK_STRONG, .attrs = ATTR_BOLD), 0);
	styled_append(&layout->display, str_of_c(layout->options->ascii ? " ..." : " …"), STYLE(INK_DIM),
		      RENDER_TAG_ADDED);
	layout_emit(layout, &frame,
		    &(struct emission){ .text = &layout->display, .end = layout->display.text.len, .kind = LINE_FOLD });
}

static bool
is_folded(struct layout *layout)
{
	const struct render_options *options = layout->options;

	return layout->answer && !options->is_answer_shown(options->ctx, layout->answer - 1);
}

static void
render_block(struct layout *layout, const struct block *next)
{
	const struct block *block = layout->block;
	struct frame frame = layout_frame(layout, block);

	layout->lab = find_topic(layout, block);
	switch (block->kind) {
	case BLOCK_HEADING:
		render_heading(layout, &frame, next);
		break;
	case BLOCK_PARAGRAPH:
		render_prose(layout, &frame);
		break;
	case BLOCK_CODE:
	case BLOCK_PLAIN:
		render_code(layout, &frame);
		break;
	case BLOCK_TABLE:
		layout_table(layout, &frame);
		break;
	case BLOCK_RULE:
		emit_rule(layout, &frame, layout->options->ascii ? "-" : "─");
		break;
	case BLOCK_LAB:
		render_lab(layout, &frame);
		break;
	}
}

/* A heading or an item stands above what follows it until one of its own rank comes. */
static void
note_above(struct layout *layout)
{
	const struct block *block = layout->block;

	if (block->kind != BLOCK_HEADING && !block->is_item_start)
		return;
	while (layout->above_count && rank_of(layout->above[layout->above_count - 1]) >= rank_of(block))
		layout->above_count--;
	assert(layout->above_count < ABOVE_MAX);
	layout->above[layout->above_count++] = block;
}

static void
enter_block(struct layout *layout, size_t index)
{
	layout->block = &layout->section->blocks[index];
	note_above(layout);
	layout->block_index = (uint32_t)index;
	layout->source = layout->row_source = layout->block->start;
	layout->source_line = layout->row_line = layout->block->line;
	layout->lab = -1;
	layout->answer = 0;
	if (layout->block->answer && layout->options->is_answer_shown)
		layout->answer = layout->section->blocks[layout->block->answer - 1].start + 1;
	layout->is_marker_drawn = false;
}

static void
render_reason(struct layout *layout)
{
	struct frame frame = { .text_cols = layout->width_cols };
	struct styled text = { 0 };

	styled_append_c(&text, "! ", STYLE(INK_WARN, .attrs = ATTR_BOLD));
	styled_append_c(&text, layout->section->plain_reason, STYLE(INK_WARN));
	layout_emit(layout, &frame, &(struct emission){ .text = &text, .end = text.text.len, .kind = LINE_NOTICE });
	styled_fini(&text);
	layout_blank(layout);
}

static void
clear(struct rendered *out)
{
	for (size_t i = 0; i < out->labs.len; i++) {
		free(out->labs.items[i].name);
		free(out->labs.items[i].preset);
		free(out->labs.items[i].body_storage);
	}
	styled_clear(&out->text);
	vec_clear(&out->lines);
	vec_clear(&out->labs);
}

void
render_section(const struct section *section, const struct render_options *options, struct rendered *out)
{
	struct layout layout = { .section = section, .options = options, .out = out, .lab = -1, .named = -1 };
	const struct block *before = NULL;
	bool is_before_ruled = false;

	clear(out);
	layout.width_cols = options->width_cols < 1            ? 1
			    : options->width_cols > UINT16_MAX ? UINT16_MAX
							       : options->width_cols;
	for (size_t i = 0; i < section->block_count; i++) {
		const struct block *next = i + 1 < section->block_count ? &section->blocks[i + 1] : NULL;

		enter_block(&layout, i);
		if (is_folded(&layout) && layout.block->answer != i + 1)
			continue; /* its first block stands for it */
		/* A document's first line is not blank, that of a later section may be. */
		if ((before || section->start > 0) && is_blank_needed(before, layout.block, is_before_ruled))
			layout_blank(&layout);
		if (i == 0 && section->plain_reason)
			render_reason(&layout);
		if (is_folded(&layout))
			render_fold(&layout);
		else
			render_block(&layout, next);
		is_before_ruled = is_ruled(layout.block, next);
		before = layout.block;
		if (is_before_ruled && next && next->kind == BLOCK_RULE)
			i++; /* the rule directly below a heading is the heading's */
	}
	vec_fini(&layout.lines);
	styled_fini(&layout.display);
	str_buf_fini(&layout.expanded);
}

void
rendered_fini(struct rendered *out)
{
	clear(out);
	styled_fini(&out->text);
	vec_fini(&out->lines);
	vec_fini(&out->labs);
}
