/*
 * Where one was in the text one last moved in, kept while what took its place does not have that place: a file that is
 * saved in pieces is there by half for a moment, and then all of it is again.
 */
#include "app/reader_part.h"

#include <string.h>

static void
copy_answers(const struct offsets *from, struct offsets *to)
{
	vec_clear(to);
	for (size_t i = 0; i < from->len; i++)
		vec_push(to, from->items[i]);
}

bool
reader_has_anchor(const struct reader *reader)
{
	return reader->anchor.is_set;
}

void
reader_drop_anchor(struct reader *reader)
{
	struct reader_anchor *anchor = &reader->anchor;

	str_buf_fini(&anchor->copy);
	shared_text_release(anchor->shared);
	vec_fini(&anchor->answers);
	*anchor = (struct reader_anchor){ 0 };
}

void
reader_go_to_anchor(struct reader *reader)
{
	const struct reader_anchor *anchor = &reader->anchor;

	reader_set_goal(reader, anchor->top, anchor->cursor);
	reader->goal_skip = anchor->skip;
	reader->goal_is_blank = anchor->is_blank;
	copy_answers(&anchor->answers, &reader->shown_answers);
}

void
reader_set_anchor(struct reader *reader, struct str text, struct str_buf *copy, struct shared_text *shared)
{
	struct reader_anchor *anchor = &reader->anchor;

	anchor->is_set = true;
	anchor->text = text;
	anchor->copy = *copy;
	*copy = (struct str_buf){ 0 };
	anchor->shared = shared;
	anchor->top = reader->goal_top;
	anchor->cursor = reader->goal_cursor;
	anchor->skip = reader->goal_skip;
	anchor->is_blank = reader->goal_is_blank;
	copy_answers(&reader->shown_answers, &anchor->answers);
}

bool
reader_is_place_left(const struct reader *reader, const struct text_change *change)
{
	for (size_t i = 0; i < reader->shown_answers.len; i++)
		if (!text_change_has(change, reader->shown_answers.items[i]))
			return false;
	return text_change_has(change, reader->goal_top) && text_change_has(change, reader->goal_cursor);
}
