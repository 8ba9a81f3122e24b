/* The reader's place: laying out, moving about, the labs on the way. Drawing is in reader_view.c. */
#include "app/reader_part.h"

enum {
	/* How far `o` looks: as much as can be laid out while a key waits. */
	LAB_SEARCH_SECTIONS = 8,
	LAB_SEARCH_BYTES = 128 * 1024,
	SCROLL_MARGIN_ROWS = 3,
};

/* The cursor stays in view with some lines around it, moving the top where it must. */
static void
keep_cursor_in_view(struct reader *reader)
{
	int margin = reader->height > 4 * SCROLL_MARGIN_ROWS ? SCROLL_MARGIN_ROWS : 0;
	struct flow_place place;

	place = reader->cursor;
	flow_move(&reader->flow, &place, -margin);
	if (flow_compare(place, reader->top) < 0)
		reader->top = place;
	place = reader->cursor;
	flow_move(&reader->flow, &place, margin);
	flow_move(&reader->flow, &place, -(reader->height - 1));
	if (flow_compare(place, reader->top) > 0)
		reader->top = place;
}

/* No blank rows below the end while there are lines above. */
static void
clamp_top(struct reader *reader)
{
	struct flow_place place = reader->top;
	int below = flow_move(&reader->flow, &place, reader->height - 1);

	if (below < reader->height - 1 && !reader->flow.is_waiting)
		flow_move(&reader->flow, &reader->top, below - (reader->height - 1));
}

static void
clamp_cursor(struct reader *reader)
{
	struct flow_place last = reader->top;

	flow_move(&reader->flow, &last, reader->height - 1);
	if (flow_compare(reader->cursor, reader->top) < 0)
		reader->cursor = reader->top;
	if (flow_compare(reader->cursor, last) > 0)
		reader->cursor = last;
}

static uint32_t
card_rows(void *ctx, const struct block *block, uint32_t width_cols)
{
	(void)ctx, (void)block;
	return cards_rows(width_cols);
}

enum {
	MEASURE_MAX_COLS = 92, /* longer lines are hard to read */
	MARGIN_COLS = 2,
	MARGIN_MIN_COLS = 30,
};

static uint32_t
measure_of(int width)
{
	int cols = width >= MARGIN_MIN_COLS ? width - 2 * MARGIN_COLS : width;

	if (cols > MEASURE_MAX_COLS)
		cols = MEASURE_MAX_COLS;
	return cols > 0 ? (uint32_t)cols : 1;
}

/* The places stand for offsets while the lines are made anew. */
void
reader_set_goal_here(struct reader *reader)
{
	const struct rendered_line *line = flow_line(&reader->flow, reader->top, NULL);
	uint32_t skip = line && line->kind == LINE_CARD ? line->card_row : 0;

	reader_set_goal(reader, flow_offset_of(&reader->flow, reader->top), reader_offset(reader));
	reader->goal_skip = skip;
	reader->goal_is_blank = line && line->kind == LINE_BLANK;
}

static void
skip_into_card(struct reader *reader)
{
	for (uint32_t i = 0; i < reader->goal_skip; i++) {
		struct flow_place next = reader->top;
		const struct rendered_line *line;

		if (!flow_next(&reader->flow, &next))
			break;
		line = flow_line(&reader->flow, next, NULL);
		if (!line || line->kind != LINE_CARD || line->card_row == 0)
			break;
		reader->top = next;
	}
}

static void
step_on_blank(struct reader *reader)
{
	struct flow_place above = reader->top;
	const struct rendered_line *line = flow_previous(&reader->flow, &above) ? flow_line(&reader->flow, above, NULL)
										: NULL;

	if (line && line->kind == LINE_BLANK)
		reader->top = above;
}

/* Places known by offsets become places again. */
static void
reach_goal(struct reader *reader)
{
	if (!reader->has_goal)
		return;
	reader->top = flow_place_of(&reader->flow, reader->goal_top);
	reader->cursor = flow_place_of(&reader->flow, reader->goal_cursor);
	reader->has_goal = flow_line(&reader->flow, reader->top, NULL) == NULL;
	skip_into_card(reader);
	if (reader->goal_is_blank)
		step_on_blank(reader);
}

void
reader_layout(struct reader *reader, int width, int height)
{
	bool is_new = reader->flow.document != reader->document || reader->width != width ||
		      reader->flow.options.topics != reader->course->topics;

	if (!reader->document || width <= 0 || height <= 0)
		return;
	if (is_new) {
		struct render_options options = { .width_cols = measure_of(width),
						  .topics = reader->course->topics,
						  .card_rows = card_rows,
						  .is_answer_shown = reader_is_answer_shown,
						  .ctx = reader,
						  .show_badges = true,
						  .ascii = reader->use_ascii };

		if (!reader->has_goal && reader->flow.document == reader->document)
			reader_set_goal_here(reader);
		flow_set(&reader->flow, reader->document, &options);
	}
	reader->width = width;
	reader->flow.is_waiting = false;
	reach_goal(reader);
	if (reader->height != height || is_new || reader->wants_cursor || reader->is_unsettled) {
		reader->height = height;
		clamp_top(reader);
		if (reader->wants_cursor)
			keep_cursor_in_view(reader);
		else
			clamp_cursor(reader);
		reader->is_unsettled = reader->flow.is_waiting; /* what was asked for is not there yet: once more */
	}
	reader->wants_cursor = reader->wants_cursor && reader->is_unsettled;
}

uint32_t
reader_offset(struct reader *reader)
{
	return reader->has_goal ? reader->goal_cursor : flow_offset_of(&reader->flow, reader->cursor);
}

uint32_t
reader_line(struct reader *reader)
{
	return reader->document ? document_line_of(reader->document, reader_offset(reader)) : 0;
}

/* The line a heading's jump lands on is the one with its words, with the blank line above it in view. */
void
reader_jump(struct reader *reader, uint32_t offset)
{
	if (!reader->document)
		return;
	reader_drop_anchor(reader);
	reader->wants_end = false;
	if (reader->width <= 0 || reader->height <= 0) {
		reader_set_goal(reader, offset, offset);
		return;
	}
	reader->cursor = flow_place_of(&reader->flow, offset);
	if (!flow_line(&reader->flow, reader->cursor, NULL)) {
		reader_set_goal(reader, offset, offset);
		return;
	}
	reader->has_goal = false;
	reader->top = reader->cursor;
	clamp_top(reader);
}

void
reader_jump_line(struct reader *reader, uint32_t file_line)
{
	uint32_t offset = reader->document ? document_offset_of_line(reader->document, file_line) : 0;

	if (!reader->document)
		return;
	reader_show_answer_at(reader, offset);
	reader_jump(reader, offset);
}

size_t
reader_heading(struct reader *reader)
{
	uint32_t offset = reader->document ? reader_offset(reader) : 0;
	size_t low = 0, high = reader->outline.len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (reader->outline.items[middle].offset <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low > 0 && reader->document ? low - 1 : STR_NONE;
}

static void
move_to_end(struct reader *reader)
{
	reader->top = reader->cursor = flow_last(&reader->flow);
	clamp_top(reader);
}

static void
move_section(struct reader *reader, int count)
{
	size_t heading = reader_heading(reader);
	int64_t at = heading == STR_NONE ? -1 : (int64_t)heading;

	if (count < 0 && heading != STR_NONE && reader_offset(reader) > reader->outline.items[heading].offset)
		at++; /* back to the beginning of this one first */
	at += count;
	if (at < 0)
		reader_move(reader, MOVE_TOP, 0);
	else if (at >= (int64_t)reader->outline.len)
		move_to_end(reader);
	else
		reader_jump(reader, reader->outline.items[at].offset);
}

static void
move_page(struct reader *reader, int lines)
{
	int moved = flow_move(&reader->flow, &reader->top, lines);

	flow_move(&reader->flow, &reader->cursor, moved != 0 ? moved : lines);
	clamp_top(reader);
	clamp_cursor(reader);
}

void
reader_move(struct reader *reader, enum move move, int count)
{
	int page = reader->height > 2 ? reader->height - 2 : 1;

	if (!reader->document || reader->height <= 0)
		return;
	reader_begin(reader);
	reader_drop_anchor(reader);
	reader->has_goal = reader->wants_end = false;
	switch (move) {
	case MOVE_LINE:
		flow_move(&reader->flow, &reader->cursor, count);
		keep_cursor_in_view(reader);
		break;
	case MOVE_HALF:
	case MOVE_PAGE:
		move_page(reader, count * (move == MOVE_PAGE || page < 2 ? page : page / 2));
		break;
	case MOVE_SECTION:
		move_section(reader, count);
		break;
	case MOVE_TOP:
		reader->top = reader->cursor = flow_first(&reader->flow);
		if (count > 1)
			reader_jump_line(reader, (uint32_t)count);
		break;
	case MOVE_BOTTOM:
		move_to_end(reader);
		reader->wants_end = reader_is_to_grow(reader);
		break;
	}
}

void
reader_scroll(struct reader *reader, int lines)
{
	if (!reader->document || reader->height <= 0)
		return;
	reader_drop_anchor(reader);
	reader->wants_end = false;
	flow_move(&reader->flow, &reader->top, lines);
	clamp_top(reader);
	clamp_cursor(reader);
}

static const struct rendered_lab *
lab_at(struct reader *reader, struct flow_place place)
{
	const struct rendered *section;
	const struct rendered_line *line = flow_line(&reader->flow, place, &section);

	return line && line->lab >= 0 && (size_t)line->lab < section->labs.len ? &section->labs.items[line->lab] : NULL;
}

const struct rendered_lab *
reader_lab(struct reader *reader)
{
	const struct rendered *section;
	const struct rendered_line *line = flow_line(&reader->flow, reader->cursor, &section);
	uint32_t block = line ? line->block : 0;

	if (!line || line->lab >= 0)
		return lab_at(reader, reader->cursor);
	for (uint32_t i = reader->cursor.line; i-- > 0 && section->lines.items[i].block == block;)
		if (section->lines.items[i].lab >= 0)
			return &section->labs.items[section->lines.items[i].lab];
	return NULL;
}

const struct rendered_lab *
reader_lab_on_line(struct reader *reader, uint32_t file_line)
{
	if (!reader->document || !reader->flow.document)
		return NULL;
	return lab_at(reader, flow_place_of(&reader->flow, document_offset_of_line(reader->document, file_line)));
}

bool
reader_click(struct reader *reader, int x, int y)
{
	struct flow_place place = reader->top;

	const struct rendered_line *line;

	(void)x;
	if (!reader->document || y < 0 || flow_move(&reader->flow, &place, y) < y)
		return false;
	reader_drop_anchor(reader);
	reader->cursor = place;
	reader->has_goal = reader->wants_end = false;
	line = flow_line(&reader->flow, place, NULL);
	if (line && line->kind == LINE_FOLD)
		reader_toggle_answer(reader);
	return lab_at(reader, place) != NULL;
}

bool
reader_next_lab(struct reader *reader)
{
	const struct rendered *section;
	const struct rendered_line *here = flow_line(&reader->flow, reader->cursor, &section);
	struct flow_place place = reader->cursor;
	size_t section_from = place.section;
	uint32_t offset_from = here ? here->source : 0;
	int32_t from = here ? here->lab : -1;

	while (flow_next(&reader->flow, &place) && place.section - section_from < LAB_SEARCH_SECTIONS) {
		const struct rendered_line *line = flow_line(&reader->flow, place, NULL);

		if (line && line->source > offset_from + LAB_SEARCH_BYTES)
			return false;
		if (!line || line->lab < 0 || (place.section == section_from && line->lab == from))
			continue;
		reader_drop_anchor(reader);
		reader->cursor = place;
		/* A card is shown whole. */
		flow_move(&reader->flow, &place, (int)cards_rows(measure_of(reader->width)) - 1);
		if (line->kind == LINE_CARD) {
			flow_move(&reader->flow, &place, -(reader->height - 1));
			if (flow_compare(place, reader->top) > 0)
				reader->top = flow_compare(place, reader->cursor) < 0 ? place : reader->cursor;
		}
		keep_cursor_in_view(reader);
		return true;
	}
	return false;
}

struct str
reader_block_text(struct reader *reader)
{
	const struct rendered_line *line = flow_line(&reader->flow, reader->cursor, NULL);
	size_t section_index = reader->cursor.section;
	uint32_t block = line ? line->block : 0;
	const struct section *section = line ? document_section(reader->document, section_index, reader->flow.wait_ms)
					     : NULL;

	if (!section || block >= section->block_count)
		return STR("");
	if (section->blocks[block].kind == BLOCK_CODE || section->blocks[block].kind == BLOCK_LAB)
		return str_buf_str(&section->blocks[block].text.text);
	return str_trim(str_cut(reader->text, section->blocks[block].start, section->blocks[block].end));
}
