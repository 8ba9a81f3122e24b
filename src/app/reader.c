/* The reader's lesson: opening, closing, keeping the place through changes of the file. */
#include "app/reader_part.h"

#include "app/text_change.h"
#include "base/alloc.h"

#include <string.h>

void
reader_init(struct reader *reader, struct course *course, const struct lab_env *env,
	    const struct document_options *options)
{
	*reader = (struct reader){
		.course = course, .loop = env->loop, .document_options = *options, .lesson = STR_NONE
	};
	reader->find.current = STR_NONE;
	cards_init(&reader->cards, env, (const char *const *)course->preset_dirs.items);
	flow_init(&reader->flow);
}

void
reader_close(struct reader *reader)
{
	reader_stop_taking(reader);
	reader_drop_text(reader);
	str_buf_clear(&reader->key);
	err_clear(&reader->error);
	reader->lesson = STR_NONE;
	reader->top = reader->cursor = (struct flow_place){ 0 };
	reader->late_line = 0;
	reader->has_goal = reader->has_moved = reader->wants_end = false;
	vec_clear(&reader->shown_answers);
	reader_drop_anchor(reader);
}

void
reader_fini(struct reader *reader)
{
	reader_close(reader);
	reader_find_forget(reader);
	vec_fini(&reader->find.hits);
	vec_fini(&reader->shown_answers);
	str_buf_fini(&reader->find.text);
	cards_fini(&reader->cards);
	flow_fini(&reader->flow);
	str_buf_fini(&reader->key);
}

bool
reader_is_open(const struct reader *reader)
{
	return reader->document != NULL;
}

bool
reader_is_waiting(const struct reader *reader)
{
	return reader->flow.is_waiting;
}

/* Leafing through a course begins nothing; the first movement in a lesson does. */
void
reader_begin(struct reader *reader)
{
	if (!reader->has_moved && course_mark(reader->course, reader->lesson)->state == PROGRESS_NEW)
		course_set_state(reader->course, reader->lesson, PROGRESS_BEGUN);
	reader->has_moved = true;
}

void
reader_set_goal(struct reader *reader, uint32_t top, uint32_t cursor)
{
	reader->goal_top = top;
	reader->goal_cursor = cursor;
	reader->goal_skip = 0;
	reader->goal_is_blank = false;
	reader->has_goal = true;
}

static void
go_to_line(struct reader *reader, uint32_t line)
{
	uint32_t offset = document_offset_of_line(reader->document, line);
	bool is_there = offset > 0 || line <= course_lesson(reader->course, reader->lesson)->line;

	reader->late_line = is_there ? 0 : line;
	reader_set_goal(reader, offset, offset);
}

/* The hits in another text than the one they were found in. */
static void
find_again(struct reader *reader)
{
	struct str_buf text = { 0 };

	if (!reader->find.query)
		return;
	str_buf_append(&text, str_buf_str(&reader->find.text));
	reader_find(reader, str_buf_str(&text), UINT32_MAX);
	str_buf_fini(&text);
}

void
reader_open(struct reader *reader, size_t lesson, uint32_t line)
{
	struct course *course = reader->course;

	reader_save_place(reader);
	reader_close(reader);
	reader->lesson = lesson;
	course_lesson_key(course, lesson, &reader->key);
	if (catalog_hold(course->catalog, course_lesson(course, lesson)->file))
		course_reload(course);
	if (!reader_take_text(reader))
		return;
	if (line > 0) /* what somebody asked for is not to be behind a fold */
		reader_show_answer_at(reader, document_offset_of_line(reader->document, line));
	else
		progress_position(course->progress, str_of_c(course->root), str_buf_str(&reader->key), &line);
	if (line > 0)
		go_to_line(reader, line);
	find_again(reader);
}

void
reader_save_place(struct reader *reader)
{
	const struct rendered_line *line;
	uint32_t file_line;

	if (!reader->document)
		return;
	line = flow_line(&reader->flow, reader->top, NULL);
	if (reader->late_line && !reader->has_moved)
		return; /* it was not there yet */
	file_line = reader->has_goal || !line ? document_line_of(reader->document, reader->goal_top)
					      : line->source_line;
	progress_set_position(reader->course->progress, str_of_c(reader->course->root), str_buf_str(&reader->key),
			      file_line, NULL);
}

/* Of a large file only the head was known when the lesson was opened. */
static bool
is_longer(const struct reader *reader)
{
	const struct lesson *lesson = course_lesson(reader->course, reader->lesson);

	return lesson->end - lesson->start > reader->text.len && !reader_is_taking(reader, lesson->end - lesson->start);
}

bool
reader_is_to_grow(const struct reader *reader)
{
	return reader->taking || !reader->course->is_complete || is_longer(reader);
}

static void
move_goal(struct reader *reader, const struct text_change *change)
{
	reader->goal_top = text_change_offset(change, reader->goal_top);
	reader->goal_cursor = text_change_offset(change, reader->goal_cursor);
}

/* What was read stays then: app/lost.c says why. */
static bool
is_gone(const struct reader *reader)
{
	const struct lesson *lesson = course_lesson(reader->course, reader->lesson);

	return reader->document && catalog_file(reader->course->catalog, lesson->file)->is_gone;
}

void
reader_text_changed(struct reader *reader, const struct text_change *change)
{
	cards_clear(&reader->cards);
	for (size_t i = 0; i < reader->shown_answers.len; i++)
		reader->shown_answers.items[i] = text_change_offset(change, reader->shown_answers.items[i]);
	if (reader->late_line && !reader->has_moved)
		go_to_line(reader, reader->late_line);
	else if (reader->wants_end)
		reader_set_goal(reader, (uint32_t)reader->text.len, (uint32_t)reader->text.len);
	else
		move_goal(reader, change);
	reader->wants_end = reader->wants_end && reader_is_to_grow(reader);
	find_again(reader);
}

void
reader_follow(struct reader *reader, bool is_changed)
{
	size_t lesson;

	if (reader->lesson == STR_NONE)
		return;
	lesson = catalog_find_key(reader->course->catalog, str_buf_str(&reader->key));
	if (lesson == STR_NONE) {
		if (is_changed || reader->course->is_complete)
			reader_close(reader);
		return;
	}
	reader->lesson = lesson;
	if (!is_changed && !is_longer(reader))
		return;
	if (!is_gone(reader))
		reader_take_text(reader);
}
