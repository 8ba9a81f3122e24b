/* Lines begun, filled and ended; text wrapped into a frame. */
#include "lesson/layout.h"

#include "text/cell.h"

#include <string.h>

#define WIDE_COLS   60 /* from here on indents are roomy */
#define NARROW_COLS 30 /* below they are as small as can be */

static uint32_t
min_u32(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

static uint32_t
marker_cols(const struct block *block)
{
	if (block->is_task || !block->marker[0])
		return 2;
	return cell_width(str_of_c(block->marker)) + 1;
}

/* The first levels step clearly, deeper ones by a column, so that nobody's twelfth level leaves the screen. */
static uint32_t
list_indent(uint32_t width_cols, unsigned depth)
{
	uint32_t lead = width_cols >= WIDE_COLS ? 2 : width_cols >= NARROW_COLS ? 1 : 0;
	uint32_t step = width_cols >= WIDE_COLS ? 4 : width_cols >= NARROW_COLS ? 2 : 1;

	return lead + step * min_u32(depth - 1, 6) + (depth > 7 ? depth - 7 : 0);
}

struct frame
layout_frame(const struct layout *layout, const struct block *block)
{
	struct frame frame = { 0 };
	/* At least half the width is the text's, and two columns of it, so that a wide glyph has room. */
	uint32_t room = layout->width_cols < 4 ? layout->width_cols / 3 : layout->width_cols / 2;

	frame.bars = min_u32(block->quote_depth, room / 4);
	frame.outer_bars = min_u32(block->outer_quotes, frame.bars);
	room -= 2 * frame.bars;
	if (block->list_depth && !block->is_item_title) {
		frame.marker_cols = marker_cols(block) <= room ? marker_cols(block) : 0;
		frame.indent_cols = min_u32(list_indent(layout->width_cols, block->list_depth),
					    room - frame.marker_cols);
	}
	frame.text_cols = layout->width_cols - 2 * frame.bars - frame.indent_cols - frame.marker_cols;
	return frame;
}

void
layout_begin_line(struct layout *layout, enum line_kind kind)
{
	const struct block *block = layout->block;

	vec_push(&layout->out->lines,
		 (struct rendered_line){ .start = (uint32_t)layout->out->text.text.len,
					 .source = layout->source,
					 .source_line = layout->source_line,
					 .block = layout->block_index,
					 .kind = (uint8_t)kind,
					 .heading_level = kind == LINE_HEADING && block ? block->heading_level : 0,
					 .lab = layout->lab,
					 .answer = layout->answer });
}

void
layout_end_line(struct layout *layout, uint32_t width_cols)
{
	struct rendered_line *line = vec_last(&layout->out->lines);

	line->end = (uint32_t)layout->out->text.text.len;
	line->width_cols = (uint16_t)min_u32(width_cols, UINT16_MAX);
}

void
layout_blank(struct layout *layout)
{
	int32_t lab = layout->lab;

	layout->lab = -1;
	layout_begin_line(layout, LINE_BLANK);
	layout_end_line(layout, 0);
	layout->lab = lab;
}

void
layout_add(struct layout *layout, const char *sign, struct style style)
{
	styled_append(&layout->out->text, str_of_c(sign), style, RENDER_TAG_ADDED);
}

void
layout_fill(struct layout *layout, const char *sign, uint32_t count, struct style style)
{
	struct str_buf *text = &layout->out->text.text;

	if (count == 0)
		return;
	/* The first goes the ordinary way and makes the span, the others lengthen it. */
	layout_add(layout, sign, style);
	str_buf_append_repeat(text, str_of_c(sign), count - 1);
	vec_last(&layout->out->text.spans)->end_bytes = (uint32_t)text->len;
}

static void
append_marker(struct layout *layout, const struct block *block)
{
	static const char *const bullets[] = { "•", "◦", "▪" };
	bool is_ascii = layout->options->ascii;

	if (block->is_task)
		layout_add(layout, is_ascii ? (block->is_task_done ? "x" : "o") : (block->is_task_done ? "☑" : "☐"),
			   STYLE(block->is_task_done ? INK_OK : INK_DIM));
	else if (strcmp(block->marker, "•") != 0)
		layout_add(layout, block->marker, STYLE(INK_DIM));
	else
		layout_add(layout, is_ascii ? "*" : bullets[(block->list_depth - 1) % 3], STYLE(INK_ACCENT));
	layout_add(layout, " ", STYLE_PLAIN);
}

static void
add_bars(struct layout *layout, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		layout_add(layout, layout->options->ascii ? "| " : "│ ", STYLE(INK_RULE));
}

void
layout_prefix(struct layout *layout, const struct frame *frame)
{
	add_bars(layout, frame->outer_bars);
	layout_fill(layout, " ", frame->indent_cols, STYLE_PLAIN);
	if (frame->marker_cols) {
		if (!layout->is_marker_drawn && layout->block->is_item_start && layout->block->marker[0])
			append_marker(layout, layout->block);
		else
			layout_fill(layout, " ", frame->marker_cols, STYLE_PLAIN);
		layout->is_marker_drawn = true;
	}
	add_bars(layout, frame->bars - frame->outer_bars);
}

void
layout_append(struct layout *layout, const struct styled *text, size_t start, size_t end, struct style base,
	      uint32_t width_cols)
{
	struct styled_iter iter = styled_iter(text, start, end);
	struct styled_piece piece;

	if (width_cols == 1 && end - start > 1 &&
	    cell_width(str_cut(str_buf_str(&text->text), start, end)) > width_cols) {
		styled_append_c(&layout->out->text, "?", base);
		return;
	}
	while (styled_next(&iter, &piece)) {
		if (piece.style.ink == INK_TEXT)
			piece.style.ink = base.ink;
		if (piece.style.paper == PAPER_BASE)
			piece.style.paper = base.paper;
		piece.style.attrs |= base.attrs;
		styled_append(&layout->out->text, piece.text, piece.style, piece.tag);
	}
}

void
layout_go_to_line(struct layout *layout, uint32_t line)
{
	const struct section *section = layout->section;

	while (layout->row_line < line && layout->row_source >= section->start) {
		size_t at = str_find_byte(str_skip(section->source, layout->row_source - section->start), '\n');

		if (at == STR_NONE)
			break;
		layout->row_source += (uint32_t)at + 1;
		layout->row_line++;
	}
	layout->source_line = line;
	if (layout->row_source > layout->source)
		layout->source = layout->row_source;
}

/* Sources of wrapped lines: exact lines where the text is verbatim, else as far into the block as into its text. */
static void
advance_source(struct layout *layout, const struct emission *emission, size_t from, size_t to, size_t offset)
{
	const struct section *section = layout->section;
	const struct block *block = layout->block;
	struct str passed = str_cut(str_buf_str(&emission->text->text), from, to);

	if (emission->is_verbatim) {
		uint32_t line = layout->source_line;

		for (size_t at; (at = str_find_byte(passed, '\n')) != STR_NONE; passed = str_skip(passed, at + 1))
			line++;
		layout_go_to_line(layout, line);
		return;
	}
	if (block->kind == BLOCK_TABLE) /* a row is a line */
		return;
	uint64_t len = emission->text->text.len ? emission->text->text.len : 1;
	uint32_t source = block->start + (uint32_t)((block->end - block->start) * (uint64_t)offset / len);

	if (source <= layout->source || source > section->end || layout->source < section->start)
		return;
	passed = str_cut(section->source, layout->source - section->start, source - section->start);
	for (size_t at; (at = str_find_byte(passed, '\n')) != STR_NONE; passed = str_skip(passed, at + 1))
		layout->source_line++;
	layout->source = source;
}

static void
append_badge(struct layout *layout, struct str badge, uint32_t badge_cols, uint32_t *width_cols)
{
	if (!badge_cols)
		return;
	layout_fill(layout, " ", layout->width_cols - *width_cols - badge_cols, STYLE_PLAIN);
	styled_append(&layout->out->text, badge, STYLE(INK_DIM), RENDER_TAG_ADDED);
	*width_cols = layout->width_cols;
}

/* wrap_text without the search for breaks when all of TEXT fits on one line, as most of notes does. */
void
layout_wrap(struct layout *layout, struct str text, uint32_t first_cols, uint32_t width_cols)
{
	struct str shown = str_trim_end(text);
	uint32_t cols;

	/* No character has fewer bytes than columns; one of more than four bytes a column is rare. */
	if (shown.len <= 4 * (size_t)first_cols && str_find_byte(shown, '\n') == STR_NONE && shown.len == text.len &&
	    (cols = cell_width(shown)) <= first_cols)
		vec_push(&layout->lines, (struct wrap_line){ 0, (uint32_t)shown.len, cols });
	else
		wrap_text(text, first_cols, width_cols, &layout->lines);
}

void
layout_emit(struct layout *layout, const struct frame *frame, const struct emission *emission)
{
	struct str text = str_cut(str_buf_str(&emission->text->text), emission->start, emission->end);
	uint32_t bar_cols = emission->bar && frame->text_cols >= 4 ? 2 : 0, room = frame->text_cols - bar_cols;
	uint32_t badge_cols = emission->badge.len ? cell_width(emission->badge) : 0;

	/* A badge that would take more than half the room is not written; the line offers its lab all the same. */
	if (badge_cols + 2 > room / 2)
		badge_cols = 0;
	vec_clear(&layout->lines);
	if (emission->is_verbatim)
		wrap_verbatim(text, room, &layout->lines);
	else
		layout_wrap(layout, text, badge_cols ? room - badge_cols - 2 : room, room);
	if (emission->first_source_line)
		layout->source_line = emission->first_source_line;
	for (size_t i = 0; i < layout->lines.len; i++) {
		struct wrap_line line = layout->lines.items[i];
		uint32_t cols = layout->width_cols - room + line.width_cols;

		if (i > 0)
			advance_source(layout, emission, emission->start + layout->lines.items[i - 1].start,
				       emission->start + line.start, emission->start + line.start);
		layout_begin_line(layout, emission->kind);
		layout_prefix(layout, frame);
		bool goes_on = line.start > 0 && text.data[line.start - 1] != '\n';

		if (bar_cols)
			layout_add(layout, goes_on ? emission->bar_on : emission->bar,
				   STYLE(goes_on ? INK_DIM : INK_RULE));
		layout_append(layout, emission->text, emission->start + line.start, emission->start + line.end,
			      emission->base, line.width_cols);
		append_badge(layout, emission->badge, i == 0 ? badge_cols : 0, &cols);
		layout_end_line(layout, cols);
	}
}
