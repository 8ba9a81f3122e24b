/* The rows at the top and the bottom: where one is, and the keys that work here and now, from the table that runs them. */
#include "app/state.h"

#include "base/i18n.h"
#include "canvas/statusbar.h"

#include <string.h>
#include <time.h>

enum {
	HINTS_MAX = 24,
	LAB_HINTS_MAX = 20,
	KEY_COLS = 32,
	COURSE_MIN_COLS = 8, /* a title cut to less says nothing */
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

static void
draw_crumbs(struct app *app, const struct canvas *row, int room)
{
	struct reader *reader = &app->reader;
	size_t heading = reader_heading(reader);
	struct str_buf lesson = { 0 };
	struct style quiet = STYLE(INK_DIM, .paper = PAPER_RAISED);
	struct str course = course_title(&app->course);
	struct str section = heading != STR_NONE ? str_of_c(reader->outline.items[heading].title) : STR("");
	int x = 1, course_cols = (int)cell_width(course), lesson_cols, section_cols;

	if (reader->lesson != STR_NONE) {
		append_lesson(app, &lesson);
		if (str_is_equal_c(section, course_lesson(&app->course, reader->lesson)->title))
			section = STR("");
	}
	section_cols = (int)cell_width(section);
	lesson_cols = (int)cell_width(str_buf_str(&lesson));
	/* Where one is matters more than in what: the course gives way first, then the section. */
	if (x + course_cols + 3 + lesson_cols + (section_cols ? 3 + section_cols : 0) > room && lesson.len > 0 &&
	    course_cols > 0)
		course_cols = room - (x + 3 + lesson_cols + (section_cols ? 3 + section_cols : 0));
	if (lesson.len == 0 || course_cols >= COURSE_MIN_COLS || course_cols == (int)cell_width(course)) {
		if (course_cols > room - x)
			course_cols = room - x;
		if (course_cols > 0)
			x += canvas_print_fit(row, x, 0, course_cols, quiet, course);
		if (lesson.len > 0)
			x += canvas_printf(row, x, 0, quiet, " %s ", sign(SIGN_CRUMB));
	}
	if (lesson.len > 0 && room - x > 0)
		x += canvas_print_fit(row, x, 0, room - x, STYLE(INK_STRONG, .paper = PAPER_RAISED, .attrs = ATTR_BOLD),
				      str_buf_str(&lesson));
	if (section.len > 0 && room - x > 7) {
		x += canvas_printf(row, x, 0, quiet, " %s ", sign(SIGN_CRUMB));
		canvas_print_fit(row, x, 0, room - x, STYLE(INK_TEXT, .paper = PAPER_RAISED), section);
	}
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

struct hints {
	struct status_part parts[HINTS_MAX];
	char keys[HINTS_MAX][KEY_COLS];
	size_t count;
};

static void
add_hint(struct hints *hints, const char *key, const char *text, uint8_t priority)
{
	struct status_part *part = &hints->parts[hints->count];

	for (size_t i = 0; i < hints->count; i++) /* who has the focus takes the key: a lab before the program */
		if (strncmp(hints->keys[i], key, KEY_COLS - 1) == 0)
			return;
	if (hints->count == HINTS_MAX)
		return;
	strncpy(hints->keys[hints->count], key, KEY_COLS - 1);
	*part = (struct status_part){ .key = str_of_c(hints->keys[hints->count]),
				      .text = str_of_c(text),
				      .style = STYLE(INK_TEXT, .paper = PAPER_RAISED),
				      .priority = priority };
	hints->count++;
}

static bool
is_hinted(struct app *app, const struct binding *binding)
{
	const struct command *command = command_find(str_of_c(binding->command));

	if (!binding->hint || !command || !command_is_possible(command, app))
		return false;
	/* tab goes nowhere with one pane, and what is typed into a field is no command. */
	if (!strcmp(binding->command, "pane-next"))
		return app->lab.host || layout_is_shown(&app->layout, PANE_SIDEBAR);
	if (!strcmp(binding->command, "sidebar"))
		return app->focus != PANE_LAB;
	return strcmp(binding->command, "zoom") != 0 || app->lab.host;
}

static void
add_context_hints(struct app *app, struct hints *hints, enum key_context context)
{
	const struct keymap *keymap = &app->settings.keymap;

	for (size_t i = 0; i < keymap->bindings.len; i++) {
		const struct binding *binding = &keymap->bindings.items[i];
		const char *label = binding->hint;
		struct str_buf key = { 0 };
		bool is_shown;

		if (binding->context != context || !is_hinted(app, binding))
			continue;
		if (!strcmp(binding->command, "close") && (app->show_drawer || app->is_zoomed || app->lab.host))
			label = N_("close");
		if (!strcmp(binding->command, "open-lab") && !reader_lab(&app->reader) &&
		    reader_is_in_answer(&app->reader, &is_shown))
			label = is_shown ? N_("hide answer") : N_("show answer");
		keymap_format(binding, &key);
		add_hint(hints, str_buf_c(&key), _(label), binding->priority);
		str_buf_fini(&key);
	}
}

static void
draw_hints(struct app *app, const struct canvas *row)
{
	enum key_context context = app_context(app);
	bool is_lab_modal = context == CONTEXT_LAB && app->lab.host && host_is_modal(app->lab.host);
	struct hints hints = { .count = 0 };

	if (context == CONTEXT_LAB && app->lab.host) {
		struct lab_hint lab_hints[LAB_HINTS_MAX];
		size_t count = host_hints(app->lab.host, lab_hints, LAB_HINTS_MAX);

		for (size_t i = 0; i < count && i < LAB_HINTS_MAX; i++)
			add_hint(&hints, lab_hints[i].key, lab_hints[i].label, (uint8_t)(1 + i));
	}
	if (!is_lab_modal)
		add_context_hints(app, &hints, context);
	if (!app->overlay.ops && !app->present.is_on && !is_lab_modal)
		add_context_hints(app, &hints, CONTEXT_EVERYWHERE);
	statusbar_draw(row, 0, hints.parts, hints.count, STYLE(INK_TEXT, .paper = PAPER_RAISED));
}

static void
draw_message(const struct app *app, const struct canvas *row)
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
	int x = 1;

	canvas_fill(row, (struct rect){ 0, 0, canvas_width(row), 1 }, style);
	if (looks[app->message.kind].sign != SIGN_COUNT)
		x += canvas_printf(row, x, 0, style, "%s ", sign(looks[app->message.kind].sign));
	if (canvas_width(row) - x - 1 > 0)
		canvas_print_fit(row, x, 0, canvas_width(row) - x - 1, style, str_buf_str(&app->message.text));
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
draw_keys(struct app *app, const struct canvas *row)
{
	if (app->message.until_ns)
		draw_message(app, row);
	else
		draw_hints(app, row);
	draw_pending(app, row);
}

void
chrome_draw(struct app *app, const struct canvas *screen)
{
	if (app->layout.title.height > 0) {
		struct canvas row = canvas_cut(screen, app->layout.title);

		draw_title(app, &row);
	}
	if (app->layout.keys.height > 0) {
		struct canvas row = canvas_cut(screen, app->layout.keys);

		draw_keys(app, &row);
	}
}

void
chrome_draw_presenting(struct app *app, const struct canvas *screen)
{
	struct canvas row = canvas_cut(screen, app->layout.keys);

	if (app->layout.keys.height > 0 && !app->present.is_blank && (app->present.is_fresh || app->message.until_ns))
		draw_keys(app, &row);
}
