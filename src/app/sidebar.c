/* Makes and draws the rows of the sidebar. */
#include "app/sidebar.h"

#include "base/i18n.h"
#include "canvas/box.h"

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

static void
update(struct sidebar *sidebar)
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

static struct style
state_style(enum progress_state state)
{
	return STYLE(state == PROGRESS_FINISHED ? INK_OK : INK_DIM);
}

/* One sign a lesson; what is most worth knowing wins: here, bookmarked, then how far. */
static void
draw_state(const struct sidebar *sidebar, const struct canvas *canvas, int y, size_t lesson)
{
	const struct lesson_mark *mark = course_mark(sidebar->course, lesson);
	static const enum sign signs[] = { SIGN_NEW, SIGN_BEGUN, SIGN_CHECK };
	int x = canvas_width(canvas) - 2;

	if (lesson == sidebar->reader->lesson)
		canvas_print_c(canvas, x, y, STYLE(INK_ACCENT), sign(SIGN_HERE));
	else
		canvas_print_c(canvas, x, y, state_style(mark->state), sign(signs[mark->state]));
	if (mark->is_bookmarked)
		canvas_print_c(canvas, x - 2, y, STYLE(INK_WARN), sign(SIGN_STAR));
}

static void
draw_month(const struct canvas *canvas, int y, struct date date)
{
	struct str_buf text = { 0 };

	if (date_is_set(date))
		date_format_month(date, &text);
	else
		str_buf_append_c(&text, _("Undated"));
	canvas_print_fit(canvas, 1, y, canvas_width(canvas) - 2, STYLE(INK_DIM), str_buf_str(&text));
	str_buf_fini(&text);
}

static void
draw_lesson(const struct sidebar *sidebar, const struct canvas *canvas, int y, size_t index)
{
	const struct lesson *lesson = course_lesson(sidebar->course, index);
	bool is_open = index == sidebar->reader->lesson;
	struct style style = is_open ? STYLE(INK_STRONG, .attrs = ATTR_BOLD) : STYLE(INK_TEXT);
	int width = canvas_width(canvas), x = 3, room;

	if (date_is_set(lesson->date)) {
		x += canvas_printf(canvas, x, y, STYLE(is_open ? INK_STRONG : INK_DIM), "%02d %s", lesson->date.day,
				   date_weekday_short(date_weekday(lesson->date)));
		x += 1;
	}
	room = width - x - 3 - (course_mark(sidebar->course, index)->is_bookmarked ? 2 : 0);
	if (room > 0)
		canvas_print_fit(canvas, x, y, room, style, str_of_c(lesson->title));
	if (is_open)
		canvas_print_c(canvas, 0, y, STYLE(INK_ACCENT), sign(SIGN_CURSOR_BAR));
	draw_state(sidebar, canvas, y, index);
}

static void
scroll_into_view(int64_t *top, int64_t row, int64_t total, int height)
{
	if (row < *top)
		*top = row;
	if (row >= *top + height)
		*top = row - height + 1;
	if (*top > total - height)
		*top = total - height;
	if (*top < 0)
		*top = 0;
}

static void
select_row(const struct canvas *canvas, int y)
{
	canvas_restyle(canvas, (struct rect){ 0, y, canvas_width(canvas), 1 },
		       (struct style){ .ink = INK_COUNT, .paper = PAPER_SELECTED });
}

static void
draw_lessons(struct sidebar *sidebar, const struct canvas *canvas, bool is_focused)
{
	for (int y = 0; y < sidebar->lesson_rows && sidebar->top + y < (int64_t)sidebar->rows.len; y++) {
		const struct sidebar_row *row = &sidebar->rows.items[sidebar->top + y];

		if (row->is_month)
			draw_month(canvas, y, course_lesson(sidebar->course, row->lesson)->date);
		else
			draw_lesson(sidebar, canvas, y, row->lesson);
		if (is_focused && !sidebar->is_in_outline && sidebar->top + y == (int64_t)sidebar->row)
			select_row(canvas, y);
	}
}

static int
outline_base_level(const struct outline *outline)
{
	int level = 7;

	for (size_t i = 0; i < outline->len; i++)
		if (outline->items[i].level < level)
			level = outline->items[i].level;
	return level;
}

static void
draw_outline(struct sidebar *sidebar, const struct canvas *canvas, bool is_focused)
{
	const struct outline *outline = &sidebar->reader->outline;
	size_t here = reader_heading(sidebar->reader);
	int base = outline_base_level(outline), width = canvas_width(canvas);

	for (int y = 0; y < sidebar->outline_rows; y++) {
		size_t index = (size_t)sidebar->outline_top + (size_t)y;
		int x, row = sidebar->outline_y + y;
		bool is_here = index == here;

		if (index >= outline->len)
			break;
		x = 3 + 2 * (outline->items[index].level - base);
		if (x > width / 3)
			x = width / 3;
		if (width - x - 1 > 0)
			canvas_print_fit(canvas, x, row, width - x - 1,
					 is_here ? STYLE(INK_STRONG, .attrs = ATTR_BOLD) : STYLE(INK_TEXT),
					 str_of_c(outline->items[index].title));
		if (is_here)
			canvas_print_c(canvas, 0, row, STYLE(INK_ACCENT), sign(SIGN_CURSOR_BAR));
		if (is_focused && sidebar->is_in_outline && index == sidebar->heading)
			select_row(canvas, row);
	}
}

/* Lessons above, outline below: each gets what it needs, and half when both need more. */
static void
share_height(struct sidebar *sidebar, int height)
{
	int64_t lessons = (int64_t)sidebar->rows.len, headings = (int64_t)sidebar->reader->outline.len;
	int64_t room = height - 1;

	sidebar->outline_rows = 0;
	sidebar->lesson_rows = height;
	if (headings == 0 || height < 8)
		return;
	if (lessons + headings <= room || lessons <= room / 2)
		sidebar->lesson_rows = (int)lessons;
	else if (headings <= room / 2)
		sidebar->lesson_rows = (int)(room - headings);
	else
		sidebar->lesson_rows = (int)(room / 2);
	sidebar->outline_rows = height - 1 - sidebar->lesson_rows;
	sidebar->outline_y = sidebar->lesson_rows + 1;
}

void
sidebar_draw(struct sidebar *sidebar, const struct canvas *canvas, bool is_focused)
{
	int width = canvas_width(canvas), height = canvas_height(canvas);
	struct style rule = STYLE(INK_RULE), quiet = STYLE(INK_DIM);
	size_t here;

	update(sidebar);
	if (width <= 0 || height <= 0)
		return;
	share_height(sidebar, height);
	scroll_into_view(&sidebar->top, (int64_t)sidebar->row, (int64_t)sidebar->rows.len, sidebar->lesson_rows);
	if (sidebar->top == 1) /* the first month's name costs nothing */
		sidebar->top = sidebar->row < (size_t)sidebar->lesson_rows ? 0 : 1;
	draw_lessons(sidebar, canvas, is_focused);
	if (sidebar->outline_rows <= 0)
		return;
	box_rule(canvas, 0, sidebar->lesson_rows, width, str_of_c(_("This lesson")), rule, quiet);
	here = reader_heading(sidebar->reader);
	if (sidebar->is_in_outline && is_focused)
		here = sidebar->heading;
	scroll_into_view(&sidebar->outline_top, here == STR_NONE ? 0 : (int64_t)here,
			 (int64_t)sidebar->reader->outline.len, sidebar->outline_rows);
	draw_outline(sidebar, canvas, is_focused);
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
	if (direction > 0 && sidebar->reader->outline.len > 0 && sidebar->outline_rows > 0) {
		sidebar->is_in_outline = true;
		sidebar->heading = 0;
		return true;
	}
	return false;
}

void
sidebar_move(struct sidebar *sidebar, enum move move, int count)
{
	int page = sidebar->lesson_rows > 1 ? sidebar->lesson_rows : 1, steps = 0;

	update(sidebar);
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
		if (sidebar->rows.len > 1)
			sidebar->row = 1;
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
	bool over_outline = sidebar->outline_rows > 0 && y >= sidebar->outline_y;

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
	update(sidebar);
	if (sidebar->outline_rows > 0 && y >= sidebar->outline_y) {
		size_t heading = (size_t)sidebar->outline_top + (size_t)(y - sidebar->outline_y);

		if (heading >= sidebar->reader->outline.len)
			return SIDEBAR_NOTHING;
		sidebar->is_in_outline = true;
		sidebar->heading = heading;
	} else {
		size_t row = (size_t)sidebar->top + (size_t)y;

		if (y >= sidebar->lesson_rows || row >= sidebar->rows.len || sidebar->rows.items[row].is_month)
			return SIDEBAR_NOTHING;
		sidebar->is_in_outline = false;
		sidebar->row = row;
	}
	return sidebar_selected(sidebar, index);
}
