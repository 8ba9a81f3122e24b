/* Draws the sidebar: lessons by month, the outline below, titles that are long in several rows. */
#include "app/sidebar_part.h"

#include "app/title_wrap.h"
#include "base/i18n.h"
#include "canvas/box.h"

enum {
	LESSON_X = 3,
	STATE_COLS = 3, /* of the sign at the right end, and what keeps it apart */
	STAR_COLS = 2,
	EDGE_COLS = 1,
	OUTLINE_MIN_ROWS = 8,
	TITLES_KEPT = 512, /* more than are in view */
};

static struct style
state_style(enum progress_state state)
{
	return STYLE(state == PROGRESS_FINISHED ? INK_OK : INK_DIM);
}

/* What is most worth knowing wins: here, then how far; a bookmark beside it. */
static void
draw_state(const struct sidebar *sidebar, const struct canvas *canvas, int y, size_t lesson)
{
	const struct lesson_mark *mark = course_shown_mark(sidebar->course, lesson);
	static const enum sign signs[] = { SIGN_NEW, SIGN_BEGUN, SIGN_CHECK };
	int x = canvas_width(canvas) - 2;

	if (lesson == sidebar->reader->lesson)
		canvas_print_c(canvas, x, y, STYLE(INK_ACCENT), sign(SIGN_HERE));
	else
		canvas_print_c(canvas, x, y, state_style(mark->state), sign(signs[mark->state]));
	if (mark->is_bookmarked)
		canvas_print_c(canvas, x - STAR_COLS, y, STYLE(INK_WARN), sign(SIGN_STAR));
}

/* ---- titles and their heights ---- */

/* Where an item's title stands: from X on, COLS wide, and FIRST_COLS in its first row. */
struct place {
	int x, first_cols, cols;
	struct str title;
};

static void
append_date(struct date date, struct str_buf *out)
{
	if (!date_is_set(date))
		return;
	str_buf_append_byte(out, (char)('0' + date.day / 10));
	str_buf_append_byte(out, (char)('0' + date.day % 10));
	str_buf_append_byte(out, ' ');
	str_buf_append_c(out, date_weekday_short(date_weekday(date)));
	str_buf_append_byte(out, ' ');
}

/* Of a month its name, of a lesson the date before its title. */
static void
append_when(const struct sidebar *sidebar, size_t item, struct str_buf *out)
{
	struct date date = course_lesson(sidebar->course, sidebar_lesson_of(item))->date;

	if (sidebar_is_lesson(item))
		append_date(date, out);
	else if (date_is_set(date))
		date_format_month(date, out);
	else
		str_buf_append_c(out, _("Undated"));
}

/* Behind its date, which takes WHEN_COLS. */
static struct place
place_lesson(const struct sidebar *sidebar, size_t index, int when_cols)
{
	struct place place = { .x = LESSON_X + when_cols,
			       .title = str_of_c(course_lesson(sidebar->course, index)->title) };

	place.cols = sidebar->width - place.x - EDGE_COLS;
	place.first_cols = sidebar->width - place.x - STATE_COLS;
	if (course_shown_mark(sidebar->course, index)->is_bookmarked)
		place.first_cols -= STAR_COLS;
	return place;
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

/* Bytes of a number and the blanks behind it: the second row of a title stands under its first word. */
static size_t
number_len(struct str title)
{
	size_t len = 0;

	while (len < title.len && ((title.data[len] >= '0' && title.data[len] <= '9') || title.data[len] == '.'))
		len++;
	if (len == 0 || len == title.len || (title.data[len] != ' ' && (unsigned char)title.data[len] < 0x80))
		return 0;
	while (len < title.len && title.data[len] == ' ')
		len++;
	return len;
}

static struct place
place_heading(const struct sidebar *sidebar, size_t index, struct str *number)
{
	const struct outline *outline = &sidebar->reader->outline;
	struct place place = { .x = LESSON_X + 2 * (outline->items[index].level - sidebar->base_level) };

	if (place.x > sidebar->width / 3)
		place.x = sidebar->width / 3;
	place.title = str_of_c(outline->items[index].title);
	*number = str_cut(place.title, 0, number_len(place.title));
	place.title = str_skip(place.title, number->len);
	place.cols = place.first_cols = sidebar->width - place.x - (int)cell_width(*number) - EDGE_COLS;
	return place;
}

static bool
fits_one_row(const struct place *place)
{
	return place->first_cols < TITLE_MIN_COLS || (int)cell_width(place->title) <= place->first_cols;
}

static bool
is_outline(const struct sidebar *sidebar, const struct sidebar_part *part)
{
	return part == &sidebar->outline;
}

static size_t
item_of_lesson(size_t lesson)
{
	return 2 * lesson + 1;
}

static size_t
item_count(const struct sidebar *sidebar, const struct sidebar_part *part)
{
	return is_outline(sidebar, part) ? sidebar->reader->outline.len : 2 * course_lesson_count(sidebar->course);
}

static bool
is_month(const struct sidebar *sidebar, const struct sidebar_part *part, size_t item)
{
	return !is_outline(sidebar, part) && !sidebar_is_lesson(item);
}

/* A month's name is there where the month is another one than before. Undated lessons alone get none. */
static bool
is_there(const struct sidebar *sidebar, const struct sidebar_part *part, size_t item)
{
	size_t lesson = sidebar_lesson_of(item);
	struct date date, before = { 0 };

	if (!is_month(sidebar, part, item))
		return true;
	date = course_lesson(sidebar->course, lesson)->date;
	if (lesson > 0)
		before = course_lesson(sidebar->course, lesson - 1)->date;
	return date.year != before.year || date.month != before.month;
}

/* Where the title of an item stands that is no month. */
static struct place
place_item(const struct sidebar *sidebar, const struct sidebar_part *part, size_t item, int when_cols)
{
	struct str number;

	if (is_outline(sidebar, part))
		return place_heading(sidebar, item, &number);
	return place_lesson(sidebar, sidebar_lesson_of(item), when_cols);
}

static void
forget_titles(struct sidebar_part *part)
{
	for (size_t i = 0; part->titles && i < TITLES_KEPT; i++) {
		str_buf_fini(&part->titles[i].when);
		vec_fini(&part->titles[i].lines);
	}
	free(part->titles);
	part->titles = NULL;
}

/* What was made holds as long as the items are these and the pane is as wide. */
static void
keep_titles(const struct sidebar *sidebar, struct sidebar_part *part)
{
	size_t lesson = is_outline(sidebar, part) ? sidebar->reader->lesson : STR_NONE;
	size_t count = item_count(sidebar, part);

	if (part->generation != sidebar->course->generation || part->lesson != lesson ||
	    part->width != sidebar->width || part->count != count)
		forget_titles(part);
	part->generation = sidebar->course->generation;
	part->lesson = lesson;
	part->width = sidebar->width;
	part->count = count;
	if (!part->titles)
		part->titles = NEW_ARRAY(struct sidebar_title, TITLES_KEPT);
}

/* An item's title, made once and not for every picture. Valid until another item's is asked for. */
static const struct sidebar_title *
item_title(const struct sidebar *sidebar, struct sidebar_part *part, size_t item)
{
	bool has_star = !is_outline(sidebar, part) &&
			course_shown_mark(sidebar->course, sidebar_lesson_of(item))->is_bookmarked;

	keep_titles(sidebar, part);
	struct sidebar_title *title = &part->titles[item % TITLES_KEPT];
	struct place place;

	if (title->rows > 0 && title->item == item && title->has_star == has_star)
		return title;
	title->item = item;
	title->has_star = has_star;
	title->rows = 1;
	vec_clear(&title->lines);
	str_buf_clear(&title->when);
	if (!is_outline(sidebar, part))
		append_when(sidebar, item, &title->when);
	title->when_cols = (int)cell_width(str_buf_str(&title->when));
	if (is_month(sidebar, part, item))
		return title;
	place = place_item(sidebar, part, item, title->when_cols);
	if (!fits_one_row(&place)) {
		title_wrap(place.title, place.first_cols, place.cols, &title->lines);
		title->rows = title->lines.len < TITLE_ROWS_MAX ? (int)title->lines.len : TITLE_ROWS_MAX;
	}
	return title;
}

void
sidebar_part_fini(struct sidebar_part *part)
{
	forget_titles(part);
}

static int
item_rows(const struct sidebar *sidebar, struct sidebar_part *part, size_t item)
{
	return is_there(sidebar, part, item) ? item_title(sidebar, part, item)->rows : 0;
}

/* Rows of the items from FROM on; more than MOST are not counted. */
static int
count_rows(const struct sidebar *sidebar, struct sidebar_part *part, size_t from, int most)
{
	int rows = 0;

	for (size_t item = from; item < item_count(sidebar, part) && rows <= most; item++)
		rows += item_rows(sidebar, part, item);
	return rows;
}

bool
sidebar_part_at(const struct sidebar *sidebar, struct sidebar_part *part, int y, size_t *item)
{
	int row = part->y;

	if (y < part->y || y >= part->y + part->rows)
		return false;
	for (*item = part->top; *item < item_count(sidebar, part); ++*item) {
		row += item_rows(sidebar, part, *item);
		if (y < row)
			return true;
	}
	return false;
}

static void
scroll_into_view(const struct sidebar *sidebar, struct sidebar_part *part, size_t item)
{
	size_t count = item_count(sidebar, part);
	int rows = 0;

	if (count == 0) {
		part->top = 0;
		return;
	}
	if (part->top >= count)
		part->top = count - 1;
	if (item < part->top)
		part->top = item;
	for (size_t i = item + 1; i-- > part->top;) { /* back from the item as far as there is room */
		rows += item_rows(sidebar, part, i);
		if (rows > part->rows && i < item) {
			part->top = i + 1;
			break;
		}
	}
	rows = count_rows(sidebar, part, part->top, part->rows); /* no blank rows below while there is more above */
	while (part->top > 0 && rows + item_rows(sidebar, part, part->top - 1) <= part->rows)
		rows += item_rows(sidebar, part, --part->top);
}

/* ---- pictures ---- */

static void
draw_title(const struct canvas *canvas, int x, int y, const struct place *place, const struct sidebar_title *title,
	   struct style style)
{
	if (title->rows == 1) {
		canvas_print_fit(canvas, x, y, place->first_cols, style, place->title);
		return;
	}
	for (int row = 0; row < title->rows; row++) {
		size_t end = row + 1 < TITLE_ROWS_MAX ? title->lines.items[row].end : place->title.len;

		canvas_print_fit(canvas, x, y + row, place->cols, style,
				 str_cut(place->title, title->lines.items[row].start, end));
	}
}

static void
draw_lesson(const struct sidebar *sidebar, const struct canvas *canvas, int y, size_t index,
	    const struct sidebar_title *title)
{
	struct place place = place_lesson(sidebar, index, title->when_cols);
	bool is_open = index == sidebar->reader->lesson;

	canvas_print(canvas, LESSON_X, y, STYLE(is_open ? INK_STRONG : INK_DIM), str_buf_str(&title->when));
	draw_title(canvas, place.x, y, &place, title,
		   is_open ? STYLE(INK_STRONG, .attrs = ATTR_BOLD) : STYLE(INK_TEXT));
	draw_state(sidebar, canvas, y, index);
}

static void
draw_heading(const struct sidebar *sidebar, const struct canvas *canvas, int y, size_t index,
	     const struct sidebar_title *title, bool is_here)
{
	struct style style = is_here ? STYLE(INK_STRONG, .attrs = ATTR_BOLD) : STYLE(INK_TEXT);
	struct str number;
	struct place place = place_heading(sidebar, index, &number);
	int x = place.x + canvas_print(canvas, place.x, y, style, number);

	draw_title(canvas, x, y, &place, title, style);
}

/* The bar of what is open, and the paper of what the cursor is on. */
static void
mark_rows(const struct canvas *canvas, int y, int rows, bool is_here, bool is_selected)
{
	for (int i = 0; i < rows && is_here; i++)
		canvas_print_c(canvas, 0, y + i, STYLE(INK_ACCENT), sign(SIGN_CURSOR_BAR));
	if (is_selected)
		canvas_restyle(canvas, (struct rect){ 0, y, canvas_width(canvas), rows },
			       (struct style){ .ink = INK_COUNT, .paper = PAPER_SELECTED });
}

static void
draw_part(const struct sidebar *sidebar, const struct canvas *canvas, struct sidebar_part *part, bool is_focused)
{
	struct canvas pane = canvas_part(canvas, 0, part->y, canvas_width(canvas), part->rows);
	bool is_below = is_outline(sidebar, part);
	bool has_cursor = is_focused && sidebar->is_in_outline == is_below;
	size_t here = is_below ? reader_heading(sidebar->reader) : STR_NONE;
	int y = 0;
	size_t item;

	for (item = part->top; item < item_count(sidebar, part) && y < part->rows; item++) {
		int rows = item_rows(sidebar, part, item);
		const struct sidebar_title *title;
		bool is_here = item == here;

		if (rows == 0)
			continue;
		title = item_title(sidebar, part, item);
		if (y > 0 && y + rows > part->rows) /* no title is cut */
			break;
		if (is_below) {
			draw_heading(sidebar, &pane, y, item, title, is_here);
		} else if (is_month(sidebar, part, item)) {
			canvas_print_fit(&pane, 1, y, canvas_width(&pane) - 2, STYLE(INK_DIM),
					 str_buf_str(&title->when));
		} else {
			is_here = sidebar_lesson_of(item) == sidebar->reader->lesson;
			draw_lesson(sidebar, &pane, y, sidebar_lesson_of(item), title);
		}
		mark_rows(&pane, y, rows, is_here,
			  has_cursor && item == (is_below ? sidebar->heading : item_of_lesson(sidebar->chosen)));
		y += rows;
	}
	part->end = item;
}

static void
draw_view_mark(const struct sidebar *sidebar, const struct sidebar_part *part, const struct canvas *screen, int x,
	       int y)
{
	uint64_t count = item_count(sidebar, part), rows = (uint64_t)part->rows;
	uint64_t top = part->top == 1 && !is_there(sidebar, part, 0) ? 0 : part->top;

	if (part->rows <= 0 || (top == 0 && part->end >= count))
		return;
	for (uint64_t row = top * rows / count; row * count < part->end * rows && row < rows; row++)
		canvas_print_c(screen, x, y + part->y + (int)row, STYLE(INK_DIM), sign(SIGN_RULE_V));
}

void
sidebar_draw_view_marks(const struct sidebar *sidebar, const struct canvas *screen, int x, int y)
{
	draw_view_mark(sidebar, &sidebar->lessons, screen, x, y);
	draw_view_mark(sidebar, &sidebar->outline, screen, x, y);
}

/* Lessons above, outline below: each gets what it needs, and half when both need more. */
static void
share_height(struct sidebar *sidebar, int height)
{
	struct sidebar_part *lessons = &sidebar->lessons, *outline = &sidebar->outline;
	int room = height - 1, above, below;

	lessons->y = 0;
	lessons->rows = height;
	outline->rows = 0;
	if (sidebar->reader->outline.len == 0 || height < OUTLINE_MIN_ROWS)
		return;
	above = count_rows(sidebar, lessons, 0, height);
	below = count_rows(sidebar, outline, 0, height);
	if (above + below <= room || above <= room / 2)
		lessons->rows = above;
	else if (below <= room / 2)
		lessons->rows = room - below;
	else
		lessons->rows = room / 2;
	outline->rows = room - lessons->rows;
	outline->y = lessons->rows + 1;
}

/* The outline has what the lessons in view leave: a title of several rows that does not fit is not begun. */
static void
close_gap(struct sidebar *sidebar)
{
	struct sidebar_part *lessons = &sidebar->lessons, *outline = &sidebar->outline;
	int used = 0;

	for (size_t item = lessons->top; item < item_count(sidebar, lessons); item++) {
		int rows = item_rows(sidebar, lessons, item);

		if (used > 0 && used + rows > lessons->rows)
			break;
		used += rows;
	}
	if (outline->rows <= 0 || used >= lessons->rows)
		return;
	outline->rows += lessons->rows - used;
	outline->y -= lessons->rows - used;
	lessons->rows = used;
}

void
sidebar_draw(struct sidebar *sidebar, const struct canvas *canvas, bool is_focused)
{
	size_t here;

	sidebar_update(sidebar);
	sidebar->width = canvas_width(canvas);
	sidebar->base_level = outline_base_level(&sidebar->reader->outline);
	if (sidebar->width <= 0 || canvas_height(canvas) <= 0)
		return;
	share_height(sidebar, canvas_height(canvas));
	scroll_into_view(sidebar, &sidebar->lessons, item_of_lesson(sidebar->chosen));
	if (sidebar->lessons.top == 1 && sidebar->chosen + 1 < course_lesson_count(sidebar->course) &&
	    sidebar->chosen < (size_t)sidebar->lessons.rows / 4)
		sidebar->lessons.top = 0; /* the first month's name costs nothing */
	close_gap(sidebar);
	draw_part(sidebar, canvas, &sidebar->lessons, is_focused);
	if (sidebar->outline.rows <= 0)
		return;
	box_rule(canvas, 0, sidebar->lessons.rows, sidebar->width, str_of_c(_("This lesson")), STYLE(INK_RULE),
		 STYLE(INK_DIM));
	here = sidebar->is_in_outline && is_focused ? sidebar->heading : reader_heading(sidebar->reader);
	scroll_into_view(sidebar, &sidebar->outline, here == STR_NONE ? 0 : here);
	draw_part(sidebar, canvas, &sidebar->outline, is_focused);
}
