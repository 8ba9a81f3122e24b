/* What is shown in place of a lesson when there is none: what was looked for, and what to do. */
#include "app/state.h"

#include "base/i18n.h"

enum {
	SKIPPED_SHOWN = 5
};

static int
paragraph(const struct canvas *canvas, int y, struct style style, const char *text)
{
	int width = canvas_width(canvas) > 80 ? 76 : canvas_width(canvas) - 4;

	if (width <= 0 || y >= canvas_height(canvas))
		return y;
	return y + canvas_print_wrapped(canvas, (struct rect){ 2, y, width, canvas_height(canvas) - y }, style,
					str_of_c(text));
}

static int
list_skipped(const struct app *app, const struct canvas *canvas, int y)
{
	size_t count = catalog_skipped_count(app->course.catalog);

	for (size_t i = 0; i < count && i < SKIPPED_SHOWN; i++) {
		const struct skipped_file *skipped = catalog_skipped(app->course.catalog, i);
		struct str_buf line = { 0 };

		str_buf_printf(&line, "%s %s: %s", sign(SIGN_BULLET), skipped->name, skipped->why.text);
		y = paragraph(canvas, y, STYLE(INK_TEXT), str_buf_c(&line));
		str_buf_fini(&line);
	}
	return y;
}

/* A command and what it does, its words COLS and a gap behind it; gives the row below. */
static int
explain(const struct canvas *canvas, int y, int cols, const char *command, const char *what)
{
	int x = 2 + cols + 3, rows;

	canvas_print_c(canvas, 2, y, STYLE(INK_CODE), command);
	rows = canvas_print_wrapped(canvas,
				    (struct rect){ x, y, canvas_width(canvas) - x - 2, canvas_height(canvas) - y },
				    STYLE(INK_DIM), str_of_c(what));
	return y + (rows > 1 ? rows : 1);
}

static void
say_what_to_do(const struct app *app, const struct canvas *canvas, int y)
{
	struct str_buf text = { 0 };

	if (app->course.catalog && !catalog_is_file(app->course.catalog))
		y = paragraph(canvas, y, STYLE(INK_TEXT),
			      _("Put a markdown file there and it appears here at once. A lesson begins at a heading "
				"with a date, as “## 2018-11-03 Modules”, or is a file named 2018-11-03-modules.md.")) +
		    1;
	else
		y = paragraph(canvas, y, STYLE(INK_TEXT), _("Name another file, or a directory of markdown files.")) +
		    1;
	str_buf_printf(&text, "notes-tui %s", _("PATH"));
	y = explain(canvas, y, (int)cell_width(str_buf_str(&text)), str_buf_c(&text), _("opens other notes"));
	explain(canvas, y, (int)cell_width(str_buf_str(&text)), "notes-tui", _("opens the course that comes with it"));
	str_buf_fini(&text);
}

static void
draw_lesson_error(const struct app *app, const struct canvas *canvas)
{
	int y = paragraph(canvas, 1, STYLE(INK_STRONG, .attrs = ATTR_BOLD), _("This lesson cannot be shown."));
	struct str_buf text = { 0 };

	err_format(&app->reader.error, &text);
	y = paragraph(canvas, y + 1, STYLE(INK_ERROR), str_buf_c(&text));
	str_buf_clear(&text);
	str_buf_append_c(&text, _("When the file can be read again it appears here."));
	if (course_lesson_count(&app->course) > 1)
		app_append_how(app, "lesson-next", _(" For the next lesson %s."), &text);
	paragraph(canvas, y + 1, STYLE(INK_TEXT), str_buf_c(&text));
	str_buf_fini(&text);
}

void
nothing_draw(struct app *app, const struct canvas *canvas)
{
	struct str_buf looked = { 0 };
	const struct course *course = &app->course;
	int y = 1;

	if (app->reader.lesson != STR_NONE) {
		draw_lesson_error(app, canvas);
		return;
	}
	if (course->catalog && (!course->is_complete || course_lesson_count(course) > 0)) {
		paragraph(canvas, y, STYLE(INK_DIM),
			  course->is_complete ? _("Choose a lesson.") : _("Reading the notes…"));
		return;
	}
	if (!course->catalog) {
		y = paragraph(canvas, y, STYLE(INK_STRONG, .attrs = ATTR_BOLD), _("These notes cannot be opened."));
		err_format(&course->error, &looked);
		y = paragraph(canvas, y + 1, STYLE(INK_ERROR), str_buf_c(&looked));
	} else {
		y = paragraph(canvas, y, STYLE(INK_STRONG, .attrs = ATTR_BOLD), _("No notes here yet."));
		str_buf_printf(&looked, _("Looked for markdown files (.md, .markdown, .txt) in %s."),
			       catalog_path(course->catalog));
		y = paragraph(canvas, y + 1, STYLE(INK_TEXT), str_buf_c(&looked));
		y = list_skipped(app, canvas, y);
	}
	str_buf_fini(&looked);
	say_what_to_do(app, canvas, y + 1);
}
