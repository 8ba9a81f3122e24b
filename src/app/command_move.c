/* Commands that move: in the pane that has the focus, from lesson to lesson, back and forward. */
#include "app/command_part.h"
#include "app/state.h"
#include "base/i18n.h"

static bool
can_move(struct app *app)
{
	return command_has_lesson(app) || app->focus == PANE_SIDEBAR;
}

static void
move(struct app *app, enum move kind, int count)
{
	if (app->focus == PANE_SIDEBAR)
		sidebar_move(&app->sidebar, kind, count);
	else
		reader_move(&app->reader, kind, count);
}

static void
run_move(struct app *app, const struct call *call)
{
	move(app, (enum move)call->what, call->count * call->by);
}

/* Long jumps are worth going back from. With a count both ends of the lesson mean that line. */
static void
run_move_far(struct app *app, const struct call *call)
{
	if (app->focus == PANE_READER && command_has_lesson(app))
		history_push(&app->history, str_buf_str(&app->reader.key), reader_line(&app->reader));
	move(app, call->has_count ? MOVE_TOP : (enum move)call->what, call->has_count ? call->count : 0);
}

static void
run_lesson(struct app *app, const struct call *call)
{
	int64_t count = (int64_t)course_lesson_count(&app->course);
	int64_t to = (int64_t)app->reader.lesson + call->count * (int64_t)call->by;

	if (to < 0 || to >= count)
		app_say(app, MESSAGE_INFO, "%s",
			call->by > 0 ? _("This is the last lesson.") : _("This is the first lesson."));
	else
		app_open_lesson(app, (size_t)to, 0);
}

static void
go_history(struct app *app, int direction)
{
	const struct history_entry *entry = history_go(&app->history, direction, str_buf_str(&app->reader.key),
						       reader_line(&app->reader));
	size_t lesson = entry ? catalog_find_key(app->course.catalog, str_of_c(entry->key)) : STR_NONE;

	if (lesson == STR_NONE)
		app_say(app, MESSAGE_INFO, "%s",
			direction < 0 ? _("Nothing to go back to.") : _("Nothing to go forward to."));
	else if (lesson != app->reader.lesson)
		reader_open(&app->reader, lesson, entry->line);
	else
		reader_jump_line(&app->reader, entry->line);
}

static void
run_history(struct app *app, const struct call *call)
{
	for (int i = 0; i < call->count; i++)
		go_history(app, call->by);
}

const struct command command_moves[] = {
	{ "line-down", N_("Down a line"), run_move, can_move, true, 1, MOVE_LINE },
	{ "line-up", N_("Up a line"), run_move, can_move, true, -1, MOVE_LINE },
	{ "half-down", N_("Down half a page"), run_move, can_move, true, 1, MOVE_HALF },
	{ "half-up", N_("Up half a page"), run_move, can_move, true, -1, MOVE_HALF },
	{ "page-down", N_("Down a page"), run_move, can_move, true, 1, MOVE_PAGE },
	{ "page-up", N_("Up a page"), run_move, can_move, true, -1, MOVE_PAGE },
	{ "top", N_("To the top, or to line COUNT"), run_move_far, can_move, true, 0, MOVE_TOP },
	{ "bottom", N_("To the end, or to line COUNT"), run_move_far, can_move, true, 0, MOVE_BOTTOM },
	{ "section-next", N_("Next section"), run_move, command_has_lesson, true, 1, MOVE_SECTION },
	{ "section-previous", N_("Section before"), run_move, command_has_lesson, true, -1, MOVE_SECTION },
	{ "lesson-next", N_("Next lesson"), run_lesson, command_has_lesson, false, 1, 0 },
	{ "lesson-previous", N_("Lesson before"), run_lesson, command_has_lesson, false, -1, 0 },
	{ "back", N_("Back to where I was"), run_history, command_has_lesson, false, -1, 0 },
	{ "forward", N_("Forward again"), run_history, command_has_lesson, false, 1, 0 },
	{ .name = NULL },
};
