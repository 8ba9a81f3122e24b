/* What several commands do: opening lessons and labs, remembering places, saving, choosing the focus. */
#include "app/state.h"

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/path.h"

#include <string.h>

enum {
	NOT_FOUND = 127 /* the shell's status when there is no such command */
};

void
app_update_layout(struct app *app)
{
	bool has_lessons = course_lesson_count(&app->course) > 0;
	struct layout_wish wish = { .width = app->surface.width,
				    .height = app->surface.height,
				    .has_lab = app->lab.host != NULL,
				    .show_sidebar = app->show_sidebar && has_lessons,
				    .show_drawer = app->show_drawer && has_lessons,
				    .is_zoomed = app->is_zoomed,
				    .focus = app->focus };

	if (app->focus == PANE_LAB && !app->lab.host)
		wish.focus = app->focus = PANE_READER;
	layout_compute(&wish, &app->layout);
	if (app->focus == PANE_SIDEBAR && !layout_is_shown(&app->layout, PANE_SIDEBAR)) {
		wish.focus = app->focus = PANE_READER;
		layout_compute(&wish, &app->layout);
	}
	app->needs_draw = true;
}

void
app_focus(struct app *app, enum pane_id pane)
{
	if (pane == PANE_LAB && !app->lab.host)
		pane = PANE_READER;
	if (pane == PANE_SIDEBAR) {
		bool has_column = app->layout.kind == LAYOUT_SIDE || app->layout.kind == LAYOUT_COLUMNS;

		if (has_column)
			app->show_sidebar = true;
		else
			app->show_drawer = true;
		if (app->focus != PANE_SIDEBAR)
			sidebar_follow(&app->sidebar);
	} else {
		app->show_drawer = false;
	}
	app->focus = pane;
	app_update_layout(app);
}

enum key_context
app_context(const struct app *app)
{
	static const enum key_context contexts[PANE_COUNT] = {
		[PANE_SIDEBAR] = CONTEXT_SIDEBAR,
		[PANE_READER] = CONTEXT_READER,
		[PANE_LAB] = CONTEXT_LAB,
	};

	if (app->overlay.ops)
		return app->overlay.ops->context;
	return app->present.is_on ? CONTEXT_PRESENT : contexts[app->focus];
}

static void
remember_place(struct app *app)
{
	if (reader_is_open(&app->reader))
		history_push(&app->history, str_buf_str(&app->reader.key), reader_line(&app->reader));
}

void
app_open_lesson(struct app *app, size_t lesson, uint32_t line)
{
	if (lesson >= course_lesson_count(&app->course))
		return;
	remember_place(app);
	if (lesson != app->reader.lesson)
		reader_open(&app->reader, lesson, line);
	else if (line > 0)
		reader_jump_line(&app->reader, line);
	app->needs_draw = true;
}

void
app_jump(struct app *app, uint32_t offset)
{
	remember_place(app);
	reader_jump(&app->reader, offset);
	app->needs_draw = true;
}

/* Of what was typed and did not run in the last session. */
static const char *
words_of_draft(const struct host *lab)
{
	if (!host_is_modal(lab))
		return _("A text you typed and that has a mistake is still here: enter goes on with it.");
	if (!host_is_right(lab))
		return _("Here is what you were typing. It has a mistake yet: it runs once that is gone.");
	return _("Here is what you were typing: esc runs it, then R goes back to the source it began with.");
}

void
app_open_lab(struct app *app, const struct host_spec *spec)
{
	struct host_spec with_dirs = *spec;

	with_dirs.preset_dirs = (const char *const *)app->course.preset_dirs.items;
	app->lab_env.now_ns = app->now_ns;
	app->lab_env.wall_ns = (int64_t)app->now_ns + app->wall_offset_ns;
	if (lab_pane_open(&app->lab, &with_dirs))
		app_say(app, MESSAGE_INFO, "%s", words_of_draft(app->lab.host));
	app_focus(app, PANE_LAB);
}

void
app_open_rendered_lab(struct app *app, const struct rendered_lab *lab)
{
	const struct lesson *lesson = course_lesson(&app->course, app->reader.lesson);
	struct host_spec spec = { .lab = str_of_c(lab->name),
				  .preset = str_of_c(lab->preset),
				  .body = lab->body,
				  .file = str_of_c(catalog_file(app->course.catalog, lesson->file)->name),
				  .line = lab->body_line,
				  .note = app->reader.text,
				  .note_line = document_line_of(app->reader.document, 0) };

	app->reader.wants_cursor = true; /* the pane shrinks, and what was opened stays in view */
	app_open_lab(app, &spec);
}

void
app_open_preset(struct app *app, struct str lab, struct str preset)
{
	struct host_spec spec = { .lab = lab, .preset = preset };

	app_open_lab(app, &spec);
}

void
app_set_theme(struct app *app, const struct theme *theme)
{
	app->theme = theme;
	if (app->screen)
		screen_set_theme(app->screen, theme);
	progress_set_value(app->course.progress, STR(PROGRESS_THEME), str_of_c(theme->id), NULL);
	app_say(app, MESSAGE_INFO, _("Theme: %s"), theme->name);
}

/* How editors are told a line; all others take +LINE before the file. */
static const struct {
	const char *editor, *argument;
	bool is_joined; /* file:line */
} editors[] = {
	{ "code", "-g", true }, { "codium", "-g", true }, { "helix", NULL, true },
	{ "hx", NULL, true },   { "subl", NULL, true },   { "zed", NULL, true },
};

static const char *
editor_command(void)
{
	const char *visual = getenv("VISUAL"), *editor = getenv("EDITOR");

	if (visual && *visual)
		return visual;
	return editor && *editor ? editor : "vi";
}

/* The shell splits $VISUAL, which may have arguments; the file's name never passes through it as text. */
static int
run_editor(struct app *app, const char *path, uint32_t line, struct err *err)
{
	const char *command = editor_command();
	struct str name = path_base_name(str_of(command, strcspn(command, " ")));
	struct str_buf script = { 0 }, place = { 0 };
	const char *argv[] = { "/bin/sh", "-c", NULL, "sh", NULL, path, NULL };
	const char *extra = NULL;
	bool is_joined = false;
	int status;

	for (size_t i = 0; i < ARRAY_LEN(editors); i++)
		if (str_is_equal_c(name, editors[i].editor)) {
			extra = editors[i].argument;
			is_joined = editors[i].is_joined;
		}
	str_buf_printf(&script, "exec %s %s \"$@\"", command, extra ? extra : "");
	if (is_joined) {
		str_buf_printf(&place, "%s:%u", path, line);
		argv[5] = NULL;
	} else {
		str_buf_printf(&place, "+%u", line);
	}
	argv[2] = str_buf_c(&script);
	argv[4] = str_buf_c(&place);
	status = screen_run_child(app->screen, argv, err);
	str_buf_fini(&script);
	str_buf_fini(&place);
	return status;
}

void
app_edit_source(struct app *app)
{
	const struct lesson *lesson = course_lesson(&app->course, app->reader.lesson);
	const char *path = catalog_file(app->course.catalog, lesson->file)->path;
	struct err err = { 0 };
	int status;

	if (!app->screen) {
		app_say(app, MESSAGE_INFO, _("Edit %s at line %u"),
			catalog_file(app->course.catalog, lesson->file)->name, reader_line(&app->reader));
		return;
	}
	status = run_editor(app, path, reader_line(&app->reader), &err);
	if (app->is_stopping)
		return;
	if (status < 0)
		app_say(app, MESSAGE_ERROR, _("%s. Set VISUAL to the editor you use."), err.text);
	else if (status == NOT_FOUND)
		app_say(app, MESSAGE_ERROR, _("The editor (%s) was not found. Set VISUAL to the editor you use."),
			editor_command());
	else if (status > 0)
		app_say(app, MESSAGE_WARNING, _("The editor (%s) ended with status %d: look whether it saved."),
			editor_command(), status);
	app_look_at_disk_now(app);
	app->needs_draw = true;
}

static void
open_name(const struct app *app, struct str_buf *out)
{
	str_buf_printf(out, "%s%s", PROGRESS_OPEN, app->course.root);
}

void
app_save(struct app *app)
{
	struct str_buf name = { 0 }, value = { 0 };

	reader_save_place(&app->reader);
	lab_pane_save(&app->lab);
	open_name(app, &name);
	lab_pane_describe(&app->lab, &value);
	if (app->lab.host)
		str_buf_printf(&value, "\n%s", app->focus == PANE_LAB ? "lab" : "reader");
	if (app->course.catalog)
		progress_set_value(app->course.progress, str_buf_str(&name), str_buf_str(&value), NULL);
	str_buf_fini(&name);
	str_buf_fini(&value);
}

static void
resume_fence(struct app *app, uint32_t line)
{
	struct rect area = app->layout.panes[PANE_READER];
	const struct rendered_lab *lab;

	reader_layout(&app->reader, area.width, area.height);
	lab = reader_lab_on_line(&app->reader, line);
	if (lab && lab->is_fence)
		app_open_rendered_lab(app, lab);
}

/* The lab that was open: a preset by its names, a fence by its line if the lesson still has one there. */
static void
resume_lab(struct app *app)
{
	struct str_buf name = { 0 }, value = { 0 };
	struct str rest, lab, preset = STR(""), line_text = STR(""), focus = STR("");
	int64_t line = 0;

	if (app->options->lab) {
		app_open_preset(app, str_of_c(app->options->lab), str_of_c(app->options->preset));
		return;
	}
	open_name(app, &name);
	if (progress_value(app->course.progress, str_buf_str(&name), &value) && value.len > 0) {
		rest = str_buf_str(&value);
		str_next(&rest, '\n', &lab);
		if (str_next(&rest, '\n', &preset))
			str_next(&rest, '\n', &line_text);
		str_next(&rest, '\n', &focus);
		str_to_int64(line_text, &line);
		if (line == 0 && lab.len > 0)
			app_open_preset(app, lab, preset);
		else if (line > 0 && reader_is_open(&app->reader))
			resume_fence(app, (uint32_t)line);
	}
	if (app->lab.host && !str_is_equal_c(focus, "lab"))
		app_focus(app, PANE_READER);
	str_buf_fini(&name);
	str_buf_fini(&value);
}

static size_t
lesson_to_begin_with(struct app *app, bool is_last_chance)
{
	struct str_buf key = { 0 };
	size_t lesson = STR_NONE;

	if (!app->course.catalog)
		return STR_NONE;
	if (app->options->lesson)
		lesson = catalog_find(app->course.catalog, str_of_c(app->options->lesson));
	else if (progress_last_lesson(app->course.progress, str_of_c(app->course.root), &key))
		lesson = catalog_find_key(app->course.catalog, str_buf_str(&key));
	else if (is_last_chance)
		lesson = course_first_lesson(&app->course);
	if (lesson == STR_NONE && is_last_chance) {
		if (app->options->lesson)
			app_say(app, MESSAGE_WARNING, _("there is no lesson “%s” in this course"),
				app->options->lesson);
		lesson = course_first_lesson(&app->course);
	}
	str_buf_fini(&key);
	return lesson;
}

void
app_resume(struct app *app)
{
	bool is_last_chance = !app->course.catalog || app->course.is_complete;
	size_t lesson;

	if (app->has_resumed)
		return;
	lesson = lesson_to_begin_with(app, is_last_chance);
	if (lesson == STR_NONE && !is_last_chance)
		return;
	app->has_resumed = true;
	if (lesson != STR_NONE)
		reader_open(&app->reader, lesson, 0);
	resume_lab(app);
	app->needs_draw = true;
}
