/* The rows of the sidebar, the cursor over them, and clicks. sidebar_view.c draws them. */
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
	vec_fini(&sidebar->rows);
	sidebar_part_fini(&sidebar->lessons);
	sidebar_part_fini(&sidebar->outline);
}

static bool
is_same_month(struct date a, struct date b)
{
	return a.year == b.year && a.month == b.month;
}

static size_t
row_of_lesson(const struct sidebar *sidebar, size_t lesson)
{
	for (size_t i = 0; i < sidebar->rows.len; i++)
		if (!sidebar->rows.items[i].is_month && sidebar->rows.items[i].lesson == lesson)
			return i;
	return sidebar->rows.len > 0 ? sidebar->rows.len - 1 : 0;
}

static void
make_rows(struct sidebar *sidebar)
{
	size_t count = course_lesson_count(sidebar->course);
	struct date month = { 0 };

	vec_clear(&sidebar->rows);
	for (size_t i = 0; i < count; i++) {
		struct date date = course_lesson(sidebar->course, i)->date;

		if (!is_same_month(date, month)) { /* undated lessons alone get no heading */
			vec_push(&sidebar->rows, (struct sidebar_row){ .is_month = true, .lesson = i });
			month = date;
		}
		vec_push(&sidebar->rows, (struct sidebar_row){ .lesson = i });
	}
	sidebar->generation = sidebar->course->generation;
	sidebar->lesson = STR_NONE;
}

void
sidebar_follow(struct sidebar *sidebar)
{
	if (sidebar->generation != sidebar->course->generation)
		make_rows(sidebar);
	sidebar->is_in_outline = false;
	sidebar->lesson = sidebar->reader->lesson;
	sidebar->heading = STR_NONE;
	if (sidebar->lesson != STR_NONE)
		sidebar->row = row_of_lesson(sidebar, sidebar->lesson);
}

void
sidebar_update(struct sidebar *sidebar)
{
	if (sidebar->generation != sidebar->course->generation)
		make_rows(sidebar);
	if (sidebar->lesson != sidebar->reader->lesson)
		sidebar_follow(sidebar);
	if (sidebar->row >= sidebar->rows.len)
		sidebar->row = sidebar->rows.len > 0 ? sidebar->rows.len - 1 : 0;
	if (sidebar->is_in_outline && sidebar->heading >= sidebar->reader->outline.len)
		sidebar->is_in_outline = false;
}

/* One step over lessons and headings as one list; month names are passed over. */
static bool
step(struct sidebar *sidebar, int direction)
{
	if (sidebar->is_in_outline) {
		if (direction > 0 && sidebar->heading + 1 >= sidebar->reader->outline.len)
			return false;
		if (direction < 0 && sidebar->heading == 0)
			sidebar->is_in_outline = false; /* the row is where it was left */
		else
			sidebar->heading += direction > 0 ? 1 : (size_t)-1;
		return true;
	}
	for (size_t row = sidebar->row;;) {
		if (direction < 0 ? row == 0 : row + 1 >= sidebar->rows.len)
			break;
		row += direction > 0 ? 1 : (size_t)-1;
		if (!sidebar->rows.items[row].is_month) {
			sidebar->row = row;
			return true;
		}
	}
	if (direction > 0 && sidebar->reader->outline.len > 0 && sidebar->outline.rows > 0) {
		sidebar->is_in_outline = true;
		sidebar->heading = 0;
		return true;
	}
	return false;
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
		sidebar->row = 0;
		if (sidebar->rows.len > 0 && sidebar->rows.items[0].is_month)
			sidebar->row = 1; /* a month is followed by its first lesson */
		return;
	case MOVE_BOTTOM:
		steps = (int)(sidebar->rows.len + sidebar->reader->outline.len);
		break;
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
	if (sidebar->row >= sidebar->rows.len || sidebar->generation != sidebar->course->generation)
		return SIDEBAR_NOTHING;
	*index = sidebar->rows.items[sidebar->row].lesson;
	return SIDEBAR_LESSON;
}

enum sidebar_target
sidebar_click(struct sidebar *sidebar, int y, size_t *index)
{
	size_t row;

	sidebar_update(sidebar);
	if (sidebar_part_at(sidebar, &sidebar->outline, y, &row)) {
		sidebar->is_in_outline = true;
		sidebar->heading = row;
	} else if (sidebar_part_at(sidebar, &sidebar->lessons, y, &row) && !sidebar->rows.items[row].is_month) {
		sidebar->is_in_outline = false;
		sidebar->row = row;
	} else {
		return SIDEBAR_NOTHING;
	}
	return sidebar_selected(sidebar, index);
}
