/* Commands on the lesson that is read: its labs and answers, finding in it, marking, editing and copying it. */
#include "app/command_part.h"
#include "app/state.h"
#include "base/i18n.h"

enum {
	WORDS_LINES_MAX = 10
};

static bool
has_hits(struct app *app)
{
	return command_has_lesson(app) && app->reader.find.hits.len > 0;
}

static bool
has_something_here(struct app *app)
{
	uint32_t offset;
	bool is_shown;

	if (app->present.is_on)
		return command_has_lesson(app) && present_find_lab(&app->present, &offset);
	return command_has_lesson(app) &&
	       (reader_lab(&app->reader) != NULL || reader_is_in_answer(&app->reader, &is_shown));
}

/* P leads back to where it was. */
static void
run_open_presented(struct app *app)
{
	const struct rendered_lab *lab;
	uint32_t offset;

	if (!present_find_lab(&app->present, &offset))
		return;
	present_pause(&app->present);
	app->is_zoomed = true;
	reader_layout(&app->reader, app->surface.width, app->surface.height);
	reader_jump(&app->reader, offset);
	lab = reader_lab(&app->reader);
	if (lab)
		app_open_rendered_lab(app, lab);
}

static void
run_open_here(struct app *app, const struct call *call)
{
	const struct rendered_lab *lab;
	bool is_shown;

	(void)call;
	if (app->present.is_on) {
		run_open_presented(app);
		return;
	}
	lab = reader_lab(&app->reader);
	if (lab) {
		app_open_rendered_lab(app, lab);
		return;
	}
	app->is_zoomed = app->is_zoomed && app->focus != PANE_READER;
	app_update_layout(app);
	if (reader_is_in_answer(&app->reader, &is_shown))
		reader_toggle_answer(&app->reader);
	else
		app_say_how(app, _("No lab on this line."), "next-lab", _(" For the next one %s."));
}

static void
run_next_lab(struct app *app, const struct call *call)
{
	bool is_found = false;

	for (int i = 0; i < call->count && reader_next_lab(&app->reader); i++)
		is_found = true;
	if (!is_found)
		app_say_how(app, _("No lab near below."), "palette", _(" To choose from all of them %s."));
}

static void
run_find(struct app *app, const struct call *call)
{
	(void)call;
	find_open(app);
}

static void
run_find_step(struct app *app, const struct call *call)
{
	struct reader_find *find = &app->reader.find;

	for (int i = 0; i < call->count && reader_find_step(&app->reader, call->by); i++)
		;
	if (!app->overlay.ops)
		app_say(app, MESSAGE_INFO, _("“%s”: %zu of %zu%s"), str_buf_c(&find->text), find->current + 1,
			find->hits.len, find->is_capped ? "+" : "");
}

static void
run_find_notes(struct app *app, const struct call *call)
{
	(void)call;
	find_notes_open(app);
}

static void
run_dismiss(struct app *app, const struct call *call)
{
	(void)call;
	reader_find_forget(&app->reader);
}

/* The words of the cursor's line, or of the next that has any: what a bookmark is called. */
static struct str
words_here(struct app *app)
{
	struct flow *flow = &app->reader.flow;
	struct flow_place place = app->reader.cursor;
	struct str text = STR("");

	for (int i = 0; i < WORDS_LINES_MAX && text.len == 0; i++) {
		const struct rendered *section;
		const struct rendered_line *line = flow_line(flow, place, &section);

		if (line && line->kind != LINE_RULE)
			text = str_trim(str_cut(str_buf_str(&section->text.text), line->start, line->end));
		if (!flow_next(flow, &place))
			break;
	}
	if (text.len == 0) { /* a lab, say: what it stands under */
		size_t heading = reader_heading(&app->reader);

		text = str_of_c(heading != STR_NONE ? app->reader.outline.items[heading].title
						    : course_lesson(&app->course, app->reader.lesson)->title);
	}
	return text;
}

static void
run_bookmark(struct app *app, const struct call *call)
{
	struct str text = words_here(app);
	struct err err = { 0 };
	bool is_set = false;

	(void)call;
	if (!progress_toggle_bookmark(app->course.progress, str_of_c(app->course.root), str_buf_str(&app->reader.key),
				      reader_line(&app->reader), text, &is_set, &err))
		app_say(app, MESSAGE_ERROR, "%s", err.text);
	else
		app_say(app, MESSAGE_INFO, "%s %s", sign(SIGN_STAR),
			is_set ? _("Bookmarked: the palette lists bookmarks.") : _("Bookmark removed."));
	course_forget_marks(&app->course);
}

static void
say_finished(struct app *app)
{
	struct str_buf text = { 0 };

	str_buf_printf(&text, "%s %s", sign(SIGN_CHECK), _("Finished."));
	app_say_how(app, str_buf_c(&text), "lesson-next", _(" For the next lesson %s."));
	str_buf_fini(&text);
}

static void
run_finished(struct app *app, const struct call *call)
{
	bool was_finished = course_mark(&app->course, app->reader.lesson)->state == PROGRESS_FINISHED;

	(void)call;
	course_set_state(&app->course, app->reader.lesson, was_finished ? PROGRESS_BEGUN : PROGRESS_FINISHED);
	if (was_finished)
		app_say(app, MESSAGE_INFO, _("This lesson counts as begun again."));
	else
		say_finished(app);
}

static void
run_edit(struct app *app, const struct call *call)
{
	(void)call;
	app_edit_source(app);
}

static void
run_copy(struct app *app, const struct call *call)
{
	struct str_buf text = { 0 };

	(void)call;
	cell_clean(reader_block_text(&app->reader), true, &text); /* it may be pasted into a terminal */
	if (app->screen && text.len > 0)
		screen_copy(app->screen, str_buf_str(&text));
	if (text.len > 0)
		app_say(app, MESSAGE_INFO, ngettext("%zu byte copied", "%zu bytes copied", text.len), text.len);
	else
		app_say(app, MESSAGE_INFO, _("Nothing to copy here."));
	str_buf_fini(&text);
}

const struct command command_reading[] = {
	{ "open-lab", N_("Open the lab or the answer of this line"), run_open_here, has_something_here, false, 0, 0 },
	{ "next-lab", N_("Go to the next lab"), run_next_lab, command_has_lesson, false, 0, 0 },
	{ "find", N_("Find in this lesson"), run_find, command_has_lesson, false, 0, 0 },
	{ "find-next", N_("Next hit"), run_find_step, has_hits, false, 1, 0 },
	{ "find-previous", N_("Hit before"), run_find_step, has_hits, false, -1, 0 },
	{ "find-notes", N_("Find in all notes"), run_find_notes, command_has_notes, false, 0, 0 },
	{ "dismiss", N_("Forget what was found"), run_dismiss, has_hits, false, 0, 0 },
	{ "bookmark", N_("Set or remove a bookmark here"), run_bookmark, command_has_lesson, false, 0, 0 },
	{ "finished", N_("Mark this lesson finished, or not"), run_finished, command_has_lesson, false, 0, 0 },
	{ "edit", N_("Edit the note here in $VISUAL"), run_edit, command_has_lesson, false, 0, 0 },
	{ "copy", N_("Copy this paragraph or program"), run_copy, command_has_lesson, false, 0, 0 },
	{ .name = NULL },
};
