/* Commands about what is seen where: panes, zoom, theme, the screen, and what closes. */
#include "app/command_part.h"
#include "app/state.h"
#include "base/i18n.h"

static bool
has_lab(struct app *app)
{
	return app->lab.host != NULL;
}

static bool
has_themes(struct app *app)
{
	return app->themes.themes.len > 0;
}

static bool
has_terminal(struct app *app)
{
	return app->screen != NULL;
}

static void
run_open_selected(struct app *app, const struct call *call)
{
	size_t index = 0;
	enum sidebar_target target = sidebar_selected(&app->sidebar, &index);

	(void)call;
	if (target == SIDEBAR_LESSON)
		app_open_lesson(app, index, 0);
	else if (target == SIDEBAR_HEADING)
		app_jump(app, app->reader.outline.items[index].offset);
	if (target != SIDEBAR_NOTHING)
		app_focus(app, PANE_READER);
}

static void
run_to_reader(struct app *app, const struct call *call)
{
	(void)call;
	if (app->focus == PANE_LAB)
		app->is_zoomed = false;
	app_focus(app, PANE_READER);
}

static void
close_lab(struct app *app)
{
	lab_pane_save(&app->lab);
	lab_pane_hide(&app->lab);
	app->is_zoomed = false;
	app_focus(app, PANE_READER);
}

static void
run_close_lab(struct app *app, const struct call *call)
{
	(void)call;
	close_lab(app);
}

static bool
can_focus(const struct app *app, enum pane_id pane)
{
	if (pane == PANE_LAB)
		return app->lab.host != NULL;
	if (pane == PANE_SIDEBAR && course_lesson_count(&app->course) == 0)
		return false;
	return pane == PANE_READER || layout_is_shown(&app->layout, pane) || app->layout.kind <= LAYOUT_STACKED;
}

static void
run_pane(struct app *app, const struct call *call)
{
	enum pane_id pane = app->focus;

	do
		pane = (enum pane_id)(((int)pane + call->by + PANE_COUNT) % PANE_COUNT);
	while (!can_focus(app, pane));
	app_focus(app, pane);
}

static void
run_zoom(struct app *app, const struct call *call)
{
	(void)call;
	app->is_zoomed = !app->is_zoomed;
	app_update_layout(app);
}

static void
run_sidebar(struct app *app, const struct call *call)
{
	bool has_column = app->layout.kind == LAYOUT_SIDE || app->layout.kind == LAYOUT_COLUMNS;

	(void)call;
	if (!has_column && !app->show_drawer) {
		app->is_zoomed = false;
		app_focus(app, PANE_SIDEBAR);
		return;
	}
	if (has_column)
		app->show_sidebar = app->is_zoomed || !app->show_sidebar;
	app->show_drawer = app->is_zoomed = false;
	if (app->focus == PANE_SIDEBAR && !(has_column && app->show_sidebar))
		app->focus = PANE_READER;
	app_update_layout(app);
}

static void
run_theme(struct app *app, const struct call *call)
{
	size_t next = 0;

	while (theme_set_step(&app->themes))
		;
	if (app->themes.themes.len == 0)
		return;
	for (size_t i = 0; i < app->themes.themes.len; i++)
		if (app->theme == app->themes.themes.items[i])
			next = i + (size_t)call->count;
	app_set_theme(app, app->themes.themes.items[next % app->themes.themes.len]);
}

static void
run_present(struct app *app, const struct call *call)
{
	(void)call;
	if (app->present.is_on)
		present_stop(&app->present);
	else
		present_start(&app->present, app->now_ns);
}

static void
run_palette(struct app *app, const struct call *call)
{
	(void)call;
	palette_open(app);
}

static void
run_help(struct app *app, const struct call *call)
{
	(void)call;
	help_open(app);
}

static void
run_redraw(struct app *app, const struct call *call)
{
	(void)call;
	if (app->screen)
		screen_redraw(app->screen);
	app_resize(app, app->surface.width, app->surface.height);
}

static void
run_suspend(struct app *app, const struct call *call)
{
	(void)call;
	if (app->screen)
		screen_suspend(app->screen);
}

/* What lies on top goes first; with nothing left to close, the program ends. */
static void
run_close(struct app *app, const struct call *call)
{
	if (app->show_drawer)
		app_focus(app, PANE_READER);
	else if (app->is_zoomed)
		run_zoom(app, call);
	else if (app->lab.host)
		close_lab(app);
	else
		app_stop(app);
}

static void
run_quit(struct app *app, const struct call *call)
{
	(void)call;
	app_stop(app);
}

const struct command command_panes[] = {
	{ "open-selected", N_("Open what is selected"), run_open_selected, NULL, true, 0, 0 },
	{ "to-reader", N_("To the reader"), run_to_reader, NULL, false, 0, 0 },
	{ "close-lab", N_("Close the lab"), run_close_lab, has_lab, false, 0, 0 },
	{ "pane-next", N_("Next pane"), run_pane, NULL, true, 1, 0 },
	{ "pane-previous", N_("Pane before"), run_pane, NULL, true, -1, 0 },
	{ "zoom", N_("Zoom this pane, or back"), run_zoom, NULL, false, 0, 0 },
	{ "sidebar", N_("Show or hide the sidebar"), run_sidebar, command_has_notes, false, 0, 0 },
	{ "palette", N_("Commands, lessons, headings, labs"), run_palette, NULL, true, 0, 0 },
	{ "theme", N_("Next theme"), run_theme, has_themes, false, 0, 0 },
	{ "present", N_("Present this lesson, or end it"), run_present, command_has_lesson, false, 0, 0 },
	{ "help", N_("Help for this pane"), run_help, NULL, false, 0, 0 },
	{ "redraw", N_("Draw the screen again"), run_redraw, has_terminal, false, 0, 0 },
	{ "suspend", N_("Back to the shell for a while"), run_suspend, has_terminal, false, 0, 0 },
	{ "close", N_("Close what is open, then quit"), run_close, NULL, true, 0, 0 },
	{ "quit", N_("Quit"), run_quit, NULL, false, 0, 0 },
	{ .name = NULL },
};
