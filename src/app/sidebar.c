/* The cursor over lessons and headings, and clicks. sidebar_view.c draws them. */
#include "app/sidebar_part.h"

void
sidebar_init(struct sidebar *sidebar, struct course *course, struct reader *reader)
{
	*sidebar = (struct sidebar){
		.course = course, .reader = reader, .generation = UINT64_MAX, .lesson = STR_NONE, .heading = STR_NONE
	};
}

void
sidebar_fini(struct sidebar *sidebar)
{
	sidebar_part_fini(&sidebar->lessons);
	sidebar_part_fini(&sidebar->outline);
}

void
sidebar_follow(struct sidebar *sidebar)
{
	sidebar->generation = sidebar->course->generation;
	sidebar->is_in_outline = false;
	sidebar->lesson = sidebar->reader->lesson;
	sidebar->heading = STR_NONE;
	if (sidebar->lesson != STR_NONE)
		sidebar->chosen = sidebar->lesson;
}

void
sidebar_update(struct sidebar *sidebar)
{
	size_t count = course_lesson_count(sidebar->course);

	if (sidebar->generation != sidebar->course->generation || sidebar->lesson != sidebar->reader->lesson)
		sidebar_follow(sidebar);
	if (sidebar->chosen >= count)
		sidebar->chosen = count > 0 ? count - 1 : 0;
	if (sidebar->is_in_outline && sidebar->heading >= sidebar->reader->outline.len)
		sidebar->is_in_outline = false;
}

static bool
has_outline(const struct sidebar *sidebar)
{
	return sidebar->reader->outline.len > 0 && sidebar->outline.rows > 0;
}

/* One step over lessons and headings as one list. */
static bool
step(struct sidebar *sidebar, int direction)
{
	if (sidebar->is_in_outline) {
		if (direction > 0 && sidebar->heading + 1 >= sidebar->reader->outline.len)
			return false;
		if (direction < 0 && sidebar->heading == 0)
			sidebar->is_in_outline = false; /* the lesson is where it was left */
		else
			sidebar->heading += direction > 0 ? 1 : (size_t)-1;
		return true;
	}
	if (direction < 0 ? sidebar->chosen > 0 : sidebar->chosen + 1 < course_lesson_count(sidebar->course)) {
		sidebar->chosen += direction > 0 ? 1 : (size_t)-1;
		return true;
	}
	if (direction > 0 && has_outline(sidebar)) {
		sidebar->is_in_outline = true;
		sidebar->heading = 0;
		return true;
	}
	return false;
}

static void
move_to_end(struct sidebar *sidebar)
{
	size_t count = course_lesson_count(sidebar->course);

	sidebar->is_in_outline = has_outline(sidebar);
	if (sidebar->is_in_outline)
		sidebar->heading = sidebar->reader->outline.len - 1;
	if (count > 0)
		sidebar->chosen = count - 1;
}

void
sidebar_move(struct sidebar *sidebar, enum move move, int count)
{
	int page = sidebar->lessons.rows > 1 ? sidebar->lessons.rows : 1, steps = 0;

	sidebar_update(sidebar);
	switch (move) {
	case MOVE_LINE:
		steps = count;
		break;
	case MOVE_HALF:
		steps = count * (page > 1 ? page / 2 : 1);
		break;
	case MOVE_PAGE:
	case MOVE_SECTION:
		steps = count * page;
		break;
	case MOVE_TOP:
		sidebar->is_in_outline = false;
		sidebar->chosen = 0;
		return;
	case MOVE_BOTTOM:
		move_to_end(sidebar);
		return;
	}
	for (; steps > 0 && step(sidebar, 1); steps--)
		;
	for (; steps < 0 && step(sidebar, -1); steps++)
		;
}

void
sidebar_scroll(struct sidebar *sidebar, int y, int lines)
{
	bool over_outline = sidebar->outline.rows > 0 && y >= sidebar->outline.y;

	if (over_outline != sidebar->is_in_outline) {
		if (over_outline && sidebar->reader->outline.len == 0)
			return;
		sidebar->is_in_outline = over_outline;
		if (over_outline && sidebar->heading >= sidebar->reader->outline.len)
			sidebar->heading = 0;
	}
	sidebar_move(sidebar, MOVE_LINE, lines);
}

enum sidebar_target
sidebar_selected(const struct sidebar *sidebar, size_t *index)
{
	if (sidebar->is_in_outline) {
		*index = sidebar->heading;
		return sidebar->heading < sidebar->reader->outline.len ? SIDEBAR_HEADING : SIDEBAR_NOTHING;
	}
	if (sidebar->chosen >= course_lesson_count(sidebar->course) ||
	    sidebar->generation != sidebar->course->generation)
		return SIDEBAR_NOTHING;
	*index = sidebar->chosen;
	return SIDEBAR_LESSON;
}

enum sidebar_target
sidebar_click(struct sidebar *sidebar, int y, size_t *index)
{
	size_t item;

	sidebar_update(sidebar);
	if (sidebar_part_at(sidebar, &sidebar->outline, y, &item)) {
		sidebar->is_in_outline = true;
		sidebar->heading = item;
	} else if (sidebar_part_at(sidebar, &sidebar->lessons, y, &item) && sidebar_is_lesson(item)) {
		sidebar->is_in_outline = false;
		sidebar->chosen = sidebar_lesson_of(item);
	} else {
		return SIDEBAR_NOTHING;
	}
	return sidebar_selected(sidebar, index);
}
