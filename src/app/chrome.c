/*
 * The rows at the top and the bottom: where one is, and the keys that work here and now, from the table that runs them.
 */
#include "app/state.h"

#include "app/path_words.h"
#include "base/i18n.h"
#include "canvas/statusbar.h"

#include <string.h>
#include <time.h>

enum {
	LAB_HINTS_MAX = 20,
	WAY_OUT = 0,          /* the priority of what leads out of where one is; then comes help */
	LAB_HINTS_FIRST = 2,  /* of what a lab itself offers */
	ZOOM_IN_LAB = 3,      /* as what a class most often needs of the lab itself */
	LAB_HINTS_ALIKE = 3,  /* so many of a lab's keys give way together */
	LESSON_MIN_COLS = 24, /* what a lesson keeps of its title before its section has to give way */
	SECTION_MIN_COLS = 8, /* a title cut to less says nothing */
	CRUMB_COLS = 3,
	MESSAGE_ROWS_MAX = 3,
	QUIET_HINTS_MIN_COLS = 9,
};

static void
format_clock(const struct app *app, char out[8])
{
	time_t seconds = (time_t)(((int64_t)app->now_ns + app->wall_offset_ns) / (int64_t)NS_PER_S);
	struct tm local;

	out[0] = 0;
	if (localtime_r(&seconds, &local))
		strftime(out, 8, "%H:%M", &local);
}

/* Month and day, then the title; the year is in the sidebar. */
static void
append_lesson(const struct app *app, struct str_buf *out)
{
	const struct lesson *lesson = course_lesson(&app->course, app->reader.lesson);

	if (date_is_set(lesson->date))
		str_buf_printf(out, "%02d-%02d ", lesson->date.month, lesson->date.day);
	str_buf_append_c(out, lesson->title);
}

/* Columns of the three parts in ROOM; 0: left out. */
struct crumbs {
	int course, lesson, section;
};

/* Where one is matters more than in what: the course goes first, whole; then the lesson and its section share. */
static struct crumbs
share_crumbs(struct crumbs want, int room)
{
	struct crumbs has = want;
	int most;

	if (want.lesson == 0)
		return (struct crumbs){ .course = want.course < room ? want.course : room };
	if (want.course + CRUMB_COLS + want.lesson + (want.section ? CRUMB_COLS + want.section : 0) > room)
		has.course = 0;
	else
		return has;
	if (want.section == 0 || want.lesson + CRUMB_COLS + want.section <= room) {
		has.lesson = want.lesson < room ? want.lesson : room;
		return has;
	}
	most = room - CRUMB_COLS - want.section;
	has.lesson = most > LESSON_MIN_COLS ? most : LESSON_MIN_COLS;
	if (has.lesson > want.lesson)
		has.lesson = want.lesson;
	has.section = room - CRUMB_COLS - has.lesson;
	if (has.section < SECTION_MIN_COLS && has.section < want.section) {
		has.section = 0;
		has.lesson = want.lesson < room ? want.lesson : room;
	}
	return has;
}

static int
draw_crumb(const struct canvas *row, int x, int cols, struct style style, struct str text)
{
	if (cols <= 0)
		return x;
	if (x > 1)
		x += canvas_printf(row, x, 0, STYLE(INK_DIM, .paper = PAPER_RAISED), " %s ", sign(SIGN_CRUMB));
	return x + canvas_print_fit(row, x, 0, cols, style, text);
}

static void
draw_crumbs(struct app *app, const struct canvas *row, int room)
{
	struct reader *reader = &app->reader;
	size_t heading = reader_heading(reader);
	struct str_buf lesson = { 0 };
	struct str course = course_title(&app->course);
	struct str section = heading != STR_NONE ? str_of_c(reader->outline.items[heading].title) : STR("");
	struct crumbs cols;
	int x = 1;

	if (reader->lesson != STR_NONE) {
		append_lesson(app, &lesson);
		if (str_is_equal_c(section, course_lesson(&app->course, reader->lesson)->title))
			section = STR("");
	}
	cols = share_crumbs((struct crumbs){ (int)cell_width(course), (int)cell_width(str_buf_str(&lesson)),
					     (int)cell_width(section) },
			    room - x);
	x = draw_crumb(row, x, cols.course, STYLE(INK_DIM, .paper = PAPER_RAISED), course);
	x = draw_crumb(row, x, cols.lesson, STYLE(INK_STRONG, .paper = PAPER_RAISED, .attrs = ATTR_BOLD),
		       str_buf_str(&lesson));
	draw_crumb(row, x, cols.section, STYLE(INK_TEXT, .paper = PAPER_RAISED), section);
	str_buf_fini(&lesson);
}

static void
draw_title(struct app *app, const struct canvas *row)
{
	char clock[8];
	struct str_buf place = { 0 };
	struct style quiet = STYLE(INK_DIM, .paper = PAPER_RAISED);
	int width = canvas_width(row), cols, room = width - 1;

	canvas_fill(row, (struct rect){ 0, 0, width, 1 }, quiet);
	format_clock(app, clock);
	if (app->lost.is_told)
		str_buf_printf(&place, "%s %s   ", sign(SIGN_WARN), _("cannot be read now"));
	if (app->reader.lesson != STR_NONE)
		str_buf_printf(&place, "%zu/%zu", app->reader.lesson + 1, course_lesson_count(&app->course));
	if (!app->course.is_complete && app->course.catalog)
		str_buf_append_c(&place, "+");
	str_buf_printf(&place, "%s%s", place.len > 0 ? "   " : "", clock);
	cols = (int)cell_width(str_buf_str(&place));
	if (width >= cols + 20) {
		canvas_print(row, width - cols - 1, 0, quiet, str_buf_str(&place));
		room = width - cols - 4;
	}
	draw_crumbs(app, row, room);
	str_buf_fini(&place);
}

struct hint_row {
	struct status_part parts[HINTS_MAX];
	struct hint_keys *keys;
	size_t count;
};

/* There and back again: of two such keys one alone would be half of what can be done. */
static bool
are_pair(struct str key, struct str next)
{
	static const char *const pairs[][2] = { { "space", "b" }, { "+", "-" }, { "right", "left" }, { "down", "up" } };

	for (size_t i = 0; i < ARRAY_LEN(pairs); i++)
		if (str_is_equal_c(key, pairs[i][0]) && str_is_equal_c(next, pairs[i][1]))
			return true;
	return false;
}

/* KEY and TEXT are borrowed. */
static void
add_hint(struct hint_row *row, const char *key, const char *text, uint8_t priority, struct hint_keys keys)
{
	struct str name = str_of_c(key);

	for (size_t i = 0; i < row->count; i++) /* who has the focus takes the key: a lab before the program */
		if (str_is_equal(row->parts[i].key, name))
			return;
	if (row->count == HINTS_MAX)
		return;
	row->parts[row->count] = (struct status_part){ .key = name,
						       .text = str_of_c(text),
						       .style = STYLE(INK_TEXT, .paper = PAPER_RAISED),
						       .is_bound = row->count > 0 &&
								   are_pair(row->parts[row->count - 1].key, name),
						       .priority = priority };
	row->keys[row->count++] = keys;
}

static bool
is_offered(struct app *app, const struct command *command)
{
	if (!command_is_possible(command, app))
		return false;
	/* tab goes nowhere with one pane, and what is typed into a field is no command. */
	if (!strcmp(command->name, "pane-next"))
		return app->lab.host || layout_is_shown(&app->layout, PANE_SIDEBAR);
	if (!strcmp(command->name, "sidebar"))
		return app->focus != PANE_LAB;
	return strcmp(command->name, "zoom") != 0 || app->lab.host;
}

/* A lab's hint names its key; of "A B" or "0 … 4" nobody knows which is meant. */
static struct hint_keys
keys_named(const char *name)
{
	struct event event;

	if (!event_key_parse(str_of_c(name), &event))
		return (struct hint_keys){ .count = 0 };
	return (struct hint_keys){ .strokes = { { event.key, event.mods } }, .count = 1 };
}

static void
add_command_hint(struct app *app, struct hint_row *row, const struct hint *hint)
{
	const char *label = hint->label, *name = hint->command->name;
	uint8_t priority = hint->priority;
	bool is_shown;

	if (!strcmp(name, "close") && (app->show_drawer || app->is_zoomed || app->lab.host))
		label = _("close");
	if (!strcmp(name, "open-lab") && !reader_lab(&app->reader) && reader_is_in_answer(&app->reader, &is_shown))
		label = is_shown ? _("hide answer") : _("show answer");
	if (!strcmp(name, "zoom") && app->focus == PANE_LAB) /* a lab has much to show */
		priority = ZOOM_IN_LAB;
	add_hint(row, hint->name, label, priority, hint->keys);
}

/* The INDEXth of the lab in view. */
static void
add_lab_hint(struct hint_row *row, const struct lab_hint *hint, size_t index)
{
	bool is_way_out = !strcmp(hint->key, "esc");

	add_hint(row, hint->key, hint->label,
		 is_way_out ? WAY_OUT : (uint8_t)(LAB_HINTS_FIRST + index / LAB_HINTS_ALIKE), keys_named(hint->key));
}

static void
draw_hints(struct app *app, const struct canvas *canvas)
{
	enum key_context context = app_context(app);
	const struct hint_list *hints = hints_of(&app->hints[context], &app->settings.keymap, context);
	bool is_lab_modal = context == CONTEXT_LAB && app->lab.host && host_is_modal(app->lab.host);
	struct lab_hint lab_hints[LAB_HINTS_MAX];
	struct hint_row row = { .keys = app->hint_keys };

	if (context == CONTEXT_LAB && app->lab.host) {
		size_t count = host_hints(app->lab.host, lab_hints, LAB_HINTS_MAX);

		for (size_t i = 0; i < count && i < LAB_HINTS_MAX; i++)
			add_lab_hint(&row, &lab_hints[i], i);
	}
	for (size_t i = 0; i < hints->all.len && !is_lab_modal; i++)
		if (is_offered(app, hints->all.items[i].command))
			add_command_hint(app, &row, &hints->all.items[i]);
	statusbar_draw(canvas, 0, row.parts, row.count, STYLE(INK_TEXT, .paper = PAPER_RAISED), &app->key_row);
}

/* In as many rows as it needs, upwards over what lies above: what went wrong is of no use cut in half. */
static void
draw_message(const struct app *app, const struct canvas *screen)
{
	static const struct {
		enum ink ink;
		enum sign sign;
	} looks[] = {
		[MESSAGE_INFO] = { INK_STRONG, SIGN_COUNT },
		[MESSAGE_WARNING] = { INK_WARN, SIGN_WARN },
		[MESSAGE_ERROR] = { INK_ERROR, SIGN_CROSS },
	};
	struct style style = STYLE((uint8_t)looks[app->message.kind].ink, .paper = PAPER_RAISED);
	struct str text = str_buf_str(&app->message.text);
	struct str_buf shorter = { 0 };
	int width = canvas_width(screen), x = looks[app->message.kind].sign != SIGN_COUNT ? 3 : 1;
	int bottom = app->layout.keys.y, most = MESSAGE_ROWS_MAX, rows;
	struct rect area = { x, bottom, width - x - 1, 0 };

	if (most > bottom / 2)
		most = bottom >= 2 ? bottom / 2 : 1;
	rows = canvas_print_wrapped(screen, area, style, text);
	if (rows > most) { /* of a path its middle says least */
		path_words_cut(text, &shorter);
		text = str_buf_str(&shorter);
		rows = canvas_print_wrapped(screen, area, style, text);
	}
	if (rows > most)
		rows = most;
	if (rows < 1)
		rows = 1;
	area.y = bottom - rows + 1;
	area.height = rows;
	canvas_fill(screen, (struct rect){ 0, area.y, width, rows }, style);
	if (x > 1)
		canvas_print_c(screen, 1, area.y, style, sign(looks[app->message.kind].sign));
	canvas_print_wrapped(screen, area, style, text);
	str_buf_fini(&shorter);
}

/* A count or the first of two keys that waits for the rest, at the right end. */
static void
draw_pending(const struct app *app, const struct canvas *row)
{
	struct str_buf text = { 0 };
	int cols;

	if (app->keys.number > 0)
		str_buf_printf(&text, "%d", app->keys.number);
	for (size_t i = 0; i < app->keys.count; i++)
		event_key_format(app->keys.strokes[i].key, app->keys.strokes[i].mods, &text);
	cols = (int)cell_width(str_buf_str(&text));
	if (cols > 0 && cols + 2 <= canvas_width(row)) {
		struct style style = STYLE(INK_ACCENT, .paper = PAPER_RAISED, .attrs = ATTR_BOLD);

		canvas_fill(row, (struct rect){ canvas_width(row) - cols - 2, 0, cols + 2, 1 }, style);
		canvas_print(row, canvas_width(row) - cols - 1, 0, style, str_buf_str(&text));
	}
	str_buf_fini(&text);
}

static void
draw_keys(struct app *app, const struct canvas *screen)
{
	struct canvas row = canvas_cut(screen, app->layout.keys);

	if (app->message.until_ns)
		draw_message(app, screen);
	else
		draw_hints(app, &row);
	draw_pending(app, &row);
}

void
chrome_draw(struct app *app, const struct canvas *screen)
{
	if (app->layout.title.height > 0) {
		struct canvas row = canvas_cut(screen, app->layout.title);

		draw_title(app, &row);
	}
	if (app->layout.keys.height > 0)
		draw_keys(app, screen);
}

/* Help and the way out, dim, beside the time: nobody is to be lost before a class. */
static void
draw_quiet_hints(struct app *app, const struct canvas *screen)
{
	const struct hint_list *hints = hints_of(&app->hints[CONTEXT_PRESENT], &app->settings.keymap, CONTEXT_PRESENT);
	struct rect keys = app->layout.keys;
	struct canvas canvas = canvas_cut(screen, (struct rect){ 0, keys.y, keys.width - app->present.corner_cols, 1 });
	struct hint_row row = { .keys = app->hint_keys };
	int width = canvas_width(&canvas);

	for (size_t i = 0; i < hints->all.len; i++) {
		const struct hint *hint = &hints->all.items[i];

		if (hint->priority == WAY_OUT || !strcmp(hint->command->name, "help"))
			add_command_hint(app, &row, hint);
	}
	if (width < QUIET_HINTS_MIN_COLS)
		return;
	statusbar_draw(&canvas, 0, row.parts, row.count, STYLE_PLAIN, &app->key_row);
	canvas_restyle(&canvas, (struct rect){ 0, 0, width, 1 }, STYLE(INK_DIM));
}

void
chrome_draw_presenting(struct app *app, const struct canvas *screen)
{
	bool has_to_say = app->present.is_fresh || app->message.until_ns || app->overlay.ops;

	if (app->layout.keys.height == 0 || app->present.is_blank)
		return;
	if (has_to_say)
		draw_keys(app, screen);
	else if (!app->present.shows_keys)
		draw_quiet_hints(app, screen);
}
