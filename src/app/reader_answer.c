/* Answers to exercises in the lesson: folded until the reader asks for one. */
#include "app/reader_part.h"

#include <string.h>

bool
reader_is_answer_shown(void *ctx, uint32_t start)
{
	const struct reader *reader = ctx;

	for (size_t i = 0; i < reader->shown_answers.len; i++)
		if (reader->shown_answers.items[i] == start)
			return true;
	return false;
}

static void
set_shown(struct reader *reader, uint32_t start, bool is_shown)
{
	size_t kept = 0;

	for (size_t i = 0; i < reader->shown_answers.len; i++)
		if (reader->shown_answers.items[i] != start)
			reader->shown_answers.items[kept++] = reader->shown_answers.items[i];
	reader->shown_answers.len = kept;
	if (is_shown)
		vec_push(&reader->shown_answers, start);
	if (reader->flow.document)
		flow_forget(&reader->flow, document_section_at(reader->document, start));
}

/* Where the answer of the cursor's line begins, plus one; 0: it is in none. */
static uint32_t
answer_here(struct reader *reader)
{
	const struct rendered_line *line = reader->document ? flow_line(&reader->flow, reader->cursor, NULL) : NULL;

	return line ? line->answer : 0;
}

bool
reader_is_in_answer(struct reader *reader, bool *is_shown)
{
	uint32_t answer = answer_here(reader);

	*is_shown = answer && reader_is_answer_shown(reader, answer - 1);
	return answer != 0;
}

/* Unfolded, it grows below the cursor; folded, the cursor goes to what stands for it. */
void
reader_toggle_answer(struct reader *reader)
{
	uint32_t answer = answer_here(reader);
	bool is_shown = answer && reader_is_answer_shown(reader, answer - 1);

	if (!answer)
		return;
	reader_drop_anchor(reader);
	reader_set_goal_here(reader);
	reader->goal_cursor = answer - 1;
	if (reader->goal_top > reader->goal_cursor)
		reader->goal_top = reader->goal_cursor;
	reader->wants_cursor = true;
	set_shown(reader, answer - 1, !is_shown);
	reader_begin(reader);
}

void
reader_show_answer_at(struct reader *reader, uint32_t offset)
{
	size_t index = document_section_at(reader->document, offset);
	const struct section *section = document_section(reader->document, index, reader->flow.wait_ms);

	for (size_t i = section ? section->block_count : 0; i-- > 0;) {
		const struct block *block = &section->blocks[i];

		if (block->start > offset)
			continue;
		if (block->answer && !reader_is_answer_shown(reader, section->blocks[block->answer - 1].start)) {
			bool is_laid_out = reader->flow.document == reader->document;
			uint32_t top = is_laid_out ? flow_offset_of(&reader->flow, reader->top) : 0;

			set_shown(reader, section->blocks[block->answer - 1].start, true);
			if (is_laid_out)
				reader->top = flow_place_of(&reader->flow, top);
		}
		return;
	}
}
