/* The table of commands, in the order help shows them, and what each does. */
#include "app/command.h"

#include "app/state.h"
#include "base/alloc.h"
#include "base/i18n.h"

#include <string.h>

static bool
has_lesson(struct app *app)
{
	return reader_is_open(&app->reader);
}

static bool
has_notes(struct app *app)
{
	return course_lesson_count(&app->course) > 0;
}

static bool
can_move(struct app *app)
{
	return has_lesson(app) || app->focus == PANE_SIDEBAR;
}

static bool
has_hits(struct app *app)
{
	return has_lesson(app) && app->reader.find.hits.len > 0;
}

static bool
has_lab(struct app *app)
{
	return app->lab.host != NULL;
}

static bool
has_lesson_lab(struct app *app)
{
	return has_lesson(app) && reader_lab(&app->reader) != NULL;
}

static bool
has_themes(struct app *app)
{
	return app->themes.count > 0;
}

static bool
has_terminal(struct app *app)
{
	return app->screen != NULL;
}

/* Movement goes to whatever has the focus. */
static void
move(struct app *app, enum move kind, int count)
{
	if (app->focus == PANE_SIDEBAR)
		sidebar_move(&app->sidebar, kind, count);
	else
		reader_move(&app->reader, kind, count);
}

/* Long jumps are worth going back from. */
static void
move_far(struct app *app, enum move kind, int count)
{
	if (app->focus == PANE_READER && has_lesson(app))
		history_push(&app->history, str_buf_str(&app->reader.key), reader_line(&app->reader));
	move(app, kind, count);
}

static void
run_line_down(struct app *app, int count, bool has_count)
{
	(void)has_count;
	move(app, MOVE_LINE, count);
}

static void
run_line_up(struct app *app, int count, bool has_count)
{
	(void)has_count;
	move(app, MOVE_LINE, -count);
}

static void
run_half_down(struct app *app, int count, bool has_count)
{
	(void)has_count;
	move(app, MOVE_HALF, count);
}

static void
run_half_up(struct app *app, int count, bool has_count)
{
	(void)has_count;
	move(app, MOVE_HALF, -count);
}

static void
run_page_down(struct app *app, int count, bool has_count)
{
	(void)has_count;
	move(app, MOVE_PAGE, count);
}

static void
run_page_up(struct app *app, int count, bool has_count)
{
	(void)has_count;
	move(app, MOVE_PAGE, -count);
}

static void
run_top(struct app *app, int count, bool has_count)
{
	move_far(app, MOVE_TOP, has_count ? count : 0);
}

static void
run_bottom(struct app *app, int count, bool has_count)
{
	if (has_count)
		move_far(app, MOVE_TOP, count);
	else
		move_far(app, MOVE_BOTTOM, 0);
}

static void
run_section_next(struct app *app, int count, bool has_count)
{
	(void)has_count;
	move(app, MOVE_SECTION, count);
}

static void
run_section_previous(struct app *app, int count, bool has_count)
{
	(void)has_count;
	move(app, MOVE_SECTION, -count);
}

static void
go_lesson(struct app *app, int64_t by)
{
	int64_t count = (int64_t)course_lesson_count(&app->course), to = (int64_t)app->reader.lesson + by;

	if (to < 0 || to >= count)
		app_say(app, MESSAGE_INFO, "%s",
			by > 0 ? _("This is the last lesson.") : _("This is the first lesson."));
	else
		app_open_lesson(app, (size_t)to, 0);
}

static void
run_lesson_next(struct app *app, int count, bool has_count)
{
	(void)has_count;
	go_lesson(app, count);
}

static void
run_lesson_previous(struct app *app, int count, bool has_count)
{
	(void)has_count;
	go_lesson(app, -(int64_t)count);
}

static void
run_find(struct app *app, int count, bool has_count)
{
	(void)count, (void)has_count;
	find_open(app);
}

static void
find_step(struct app *app, int count)
{
	struct reader_find *find = &app->reader.find;
	int direction = count < 0 ? -1 : 1;

	if (!find->query) {
		app_say(app, MESSAGE_INFO, _("Nothing is looked for yet: / finds in this lesson."));
		return;
	}
	for (; count != 0 && reader_find_step(&app->reader, direction); count -= direction)
		;
	if (find->hits.len == 0)
		app_say(app, MESSAGE_WARNING, _("“%s” is not in this lesson"), str_buf_c(&find->text));
	else if (!app->overlay.ops)
		app_say(app, MESSAGE_INFO, _("“%s”: %zu of %zu%s"), str_buf_c(&find->text), find->current + 1,
			find->hits.len, find->is_capped ? "+" : "");
}

static void
run_find_next(struct app *app, int count, bool has_count)
{
	(void)has_count;
	find_step(app, count);
}

static void
run_find_previous(struct app *app, int count, bool has_count)
{
	(void)has_count;
	find_step(app, -count);
}

static void
run_find_notes(struct app *app, int count, bool has_count)
{
	(void)count, (void)has_count;
	find_notes_open(app);
}

static void
run_open_lab(struct app *app, int count, bool has_count)
{
	const struct rendered_lab *lab;

	(void)count, (void)has_count;
	if (app->present.is_on) {
		present_stop(&app->present);
		app->is_zoomed = true;
		reader_layout(&app->reader, app->surface.width, app->surface.height);
	}
	lab = reader_lab(&app->reader);
	if (lab) {
		app_open_rendered_lab(app, lab);
		return;
	}
	app->is_zoomed = app->is_zoomed && app->focus != PANE_READER;
	app_update_layout(app);
	app_say(app, MESSAGE_INFO, _("No lab on this line: o goes to the next one."));
}

static void
run_next_lab(struct app *app, int count, bool has_count)
{
	bool is_found = false;

	(void)has_count;
	for (; count > 0 && reader_next_lab(&app->reader); count--)
		is_found = true;
	if (!is_found)
		app_say(app, MESSAGE_INFO, _("No lab near below. The palette (:) opens any of them."));
}

static void
run_bookmark(struct app *app, int count, bool has_count)
{
	const struct rendered *section;
	const struct rendered_line *line = flow_line(&app->reader.flow, app->reader.cursor, &section);
	struct str text = line ? str_trim(str_cut(str_buf_str(&section->text.text), line->start, line->end)) : STR("");
	struct err err = { 0 };
	bool is_set = false;

	(void)count, (void)has_count;
	if (!progress_toggle_bookmark(app->course.progress, str_of_c(app->course.root), str_buf_str(&app->reader.key),
				      reader_line(&app->reader), text, &is_set, &err))
		app_say(app, MESSAGE_ERROR, "%s", err.text);
	else
		app_say(app, MESSAGE_INFO, "%s %s", sign(SIGN_STAR),
			is_set ? _("Bookmarked: the palette lists bookmarks.") : _("Bookmark removed."));
	course_forget_marks(&app->course);
}

static void
run_finished(struct app *app, int count, bool has_count)
{
	bool was_finished = course_mark(&app->course, app->reader.lesson)->state == PROGRESS_FINISHED;

	(void)count, (void)has_count;
	course_set_state(&app->course, app->reader.lesson, was_finished ? PROGRESS_BEGUN : PROGRESS_FINISHED);
	if (was_finished)
		app_say(app, MESSAGE_INFO, _("This lesson counts as begun again."));
	else
		app_say(app, MESSAGE_INFO, "%s %s", sign(SIGN_CHECK), _("Finished. ] opens the next lesson."));
}

static void
run_edit(struct app *app, int count, bool has_count)
{
	(void)count, (void)has_count;
	app_edit_source(app);
}

static void
run_copy(struct app *app, int count, bool has_count)
{
	struct str text = reader_block_text(&app->reader);

	(void)count, (void)has_count;
	if (text.len == 0) {
		app_say(app, MESSAGE_INFO, _("Nothing to copy here."));
		return;
	}
	if (app->screen)
		screen_copy(app->screen, text);
	app_say(app, MESSAGE_INFO, ngettext("%zu byte copied", "%zu bytes copied", text.len), text.len);
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
run_back(struct app *app, int count, bool has_count)
{
	(void)has_count;
	for (; count > 0; count--)
		go_history(app, -1);
}

static void
run_forward(struct app *app, int count, bool has_count)
{
	(void)has_count;
	for (; count > 0; count--)
		go_history(app, 1);
}

static void
run_dismiss(struct app *app, int count, bool has_count)
{
	(void)count, (void)has_count;
	reader_find_forget(&app->reader);
}

static void
run_open_selected(struct app *app, int count, bool has_count)
{
	size_t index = 0;
	enum sidebar_target target = sidebar_selected(&app->sidebar, &index);

	(void)count, (void)has_count;
	if (target == SIDEBAR_LESSON)
		app_open_lesson(app, index, 0);
	else if (target == SIDEBAR_HEADING)
		app_jump(app, app->reader.outline.items[index].offset);
	if (target != SIDEBAR_NOTHING)
		app_focus(app, PANE_READER);
}

static void
run_to_reader(struct app *app, int count, bool has_count)
{
	(void)count, (void)has_count;
	if (app->focus == PANE_LAB)
		app->is_zoomed = false;
	app_focus(app, PANE_READER);
}

static void
focus_by(struct app *app, int step)
{
	enum pane_id pane = app->focus;

	for (int i = 0; i < PANE_COUNT; i++) {
		pane = (enum pane_id)(((int)pane + step + PANE_COUNT) % PANE_COUNT);
		if (pane == PANE_READER || (pane == PANE_LAB && app->lab.host) ||
		    (pane == PANE_SIDEBAR &&
		     (layout_is_shown(&app->layout, pane) || app->layout.kind <= LAYOUT_STACKED)))
			break;
	}
	app_focus(app, pane);
}

static void
run_pane_next(struct app *app, int count, bool has_count)
{
	(void)count, (void)has_count;
	focus_by(app, 1);
}

static void
run_pane_previous(struct app *app, int count, bool has_count)
{
	(void)count, (void)has_count;
	focus_by(app, -1);
}

static void
run_zoom(struct app *app, int count, bool has_count)
{
	(void)count, (void)has_count;
	app->is_zoomed = !app->is_zoomed;
	app_update_layout(app);
}

static void
run_sidebar(struct app *app, int count, bool has_count)
{
	bool has_column = app->layout.kind == LAYOUT_SIDE || app->layout.kind == LAYOUT_COLUMNS;

	(void)count, (void)has_count;
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
run_theme(struct app *app, int count, bool has_count)
{
	size_t next = 0;

	(void)has_count;
	if (app->themes.count == 0)
		return;
	for (size_t i = 0; i < app->themes.count; i++)
		if (app->theme == &app->themes.themes[i])
			next = i + (size_t)count;
	app_set_theme(app, &app->themes.themes[next % app->themes.count]);
}

static void
run_present(struct app *app, int count, bool has_count)
{
	(void)count, (void)has_count;
	if (app->present.is_on)
		present_stop(&app->present);
	else
		present_start(&app->present, app->now_ns);
}

static void
run_palette(struct app *app, int count, bool has_count)
{
	(void)count, (void)has_count;
	palette_open(app);
}

static void
run_help(struct app *app, int count, bool has_count)
{
	(void)count, (void)has_count;
	help_open(app);
}

static void
run_redraw(struct app *app, int count, bool has_count)
{
	(void)count, (void)has_count;
	if (app->screen)
		screen_redraw(app->screen);
	app->needs_draw = true;
}

static void
run_suspend(struct app *app, int count, bool has_count)
{
	(void)count, (void)has_count;
	if (app->screen)
		screen_suspend(app->screen);
}

static void
run_close_lab(struct app *app, int count, bool has_count)
{
	(void)count, (void)has_count;
	lab_pane_save(&app->lab);
	lab_pane_hide(&app->lab);
	app->is_zoomed = false;
	app_focus(app, PANE_READER);
}

static void
run_quit(struct app *app, int count, bool has_count)
{
	(void)count, (void)has_count;
	app_stop(app);
}

/* What lies on top goes first; with nothing left to close, the program ends. */
static void
run_close(struct app *app, int count, bool has_count)
{
	if (app->show_drawer)
		app_focus(app, PANE_READER);
	else if (app->is_zoomed)
		run_zoom(app, count, has_count);
	else if (app->lab.host)
		run_close_lab(app, count, has_count);
	else
		app_stop(app);
}

static void
run_list_accept(struct app *app, int count, bool has_count)
{
	(void)count, (void)has_count;
	if (app->overlay.ops && app->overlay.ops->accept)
		app->overlay.ops->accept(app, app->overlay.self);
}

enum {
	LIST_PAGE_ROWS = 10
};

static void
list_move(struct app *app, int rows)
{
	if (app->overlay.ops && app->overlay.ops->move)
		app->overlay.ops->move(app, app->overlay.self, rows);
}

static void
run_list_down(struct app *app, int count, bool has_count)
{
	(void)has_count;
	list_move(app, count);
}

static void
run_list_up(struct app *app, int count, bool has_count)
{
	(void)has_count;
	list_move(app, -count);
}

static void
run_list_page_down(struct app *app, int count, bool has_count)
{
	(void)has_count;
	list_move(app, count * LIST_PAGE_ROWS);
}

static void
run_list_page_up(struct app *app, int count, bool has_count)
{
	(void)has_count;
	list_move(app, -count * LIST_PAGE_ROWS);
}

static void
run_close_overlay(struct app *app, int count, bool has_count)
{
	(void)count, (void)has_count;
	overlay_close(app);
}

static void
run_present_next(struct app *app, int count, bool has_count)
{
	(void)has_count;
	for (; count > 0; count--)
		present_step(&app->present, 1);
}

static void
run_present_back(struct app *app, int count, bool has_count)
{
	(void)has_count;
	for (; count > 0; count--)
		present_step(&app->present, -1);
}

static void
run_present_section_next(struct app *app, int count, bool has_count)
{
	(void)has_count;
	for (; count > 0; count--)
		present_section(&app->present, 1);
}

static void
run_present_section_back(struct app *app, int count, bool has_count)
{
	(void)has_count;
	for (; count > 0; count--)
		present_section(&app->present, -1);
}

static void
run_present_all(struct app *app, int count, bool has_count)
{
	(void)count, (void)has_count;
	present_reveal_all(&app->present);
}

static void
run_present_blank(struct app *app, int count, bool has_count)
{
	(void)count, (void)has_count;
	app->present.is_blank = !app->present.is_blank;
}

static void
run_present_spotlight(struct app *app, int count, bool has_count)
{
	(void)count, (void)has_count;
	app->present.has_spotlight = !app->present.has_spotlight;
}

static void
run_present_keys(struct app *app, int count, bool has_count)
{
	(void)count, (void)has_count;
	app->present.shows_keys = !app->present.shows_keys;
}

static const struct command commands[] = {
	{ "line-down", N_("Down a line"), run_line_down, can_move, true },
	{ "line-up", N_("Up a line"), run_line_up, can_move, true },
	{ "half-down", N_("Down half a page"), run_half_down, can_move, true },
	{ "half-up", N_("Up half a page"), run_half_up, can_move, true },
	{ "page-down", N_("Down a page"), run_page_down, can_move, true },
	{ "page-up", N_("Up a page"), run_page_up, can_move, true },
	{ "top", N_("To the beginning, or to line COUNT"), run_top, can_move, true },
	{ "bottom", N_("To the end, or to line COUNT"), run_bottom, can_move, true },
	{ "section-next", N_("Next section"), run_section_next, has_lesson, true },
	{ "section-previous", N_("Section before"), run_section_previous, has_lesson, true },
	{ "lesson-next", N_("Next lesson"), run_lesson_next, has_lesson, false },
	{ "lesson-previous", N_("Lesson before"), run_lesson_previous, has_lesson, false },
	{ "open-selected", N_("Open what is selected"), run_open_selected, NULL, true },
	{ "open-lab", N_("Open the lab of this line"), run_open_lab, has_lesson_lab, false },
	{ "next-lab", N_("Go to the next lab"), run_next_lab, has_lesson, false },
	{ "find", N_("Find in this lesson"), run_find, has_lesson, false },
	{ "find-next", N_("Next hit"), run_find_next, has_hits, false },
	{ "find-previous", N_("Hit before"), run_find_previous, has_hits, false },
	{ "find-notes", N_("Find in all notes"), run_find_notes, has_notes, false },
	{ "bookmark", N_("Set or remove a bookmark here"), run_bookmark, has_lesson, false },
	{ "finished", N_("Mark this lesson finished, or not"), run_finished, has_lesson, false },
	{ "edit", N_("Edit the note here in $VISUAL"), run_edit, has_lesson, false },
	{ "copy", N_("Copy this paragraph or program"), run_copy, has_lesson, false },
	{ "back", N_("Back to where I was"), run_back, has_lesson, false },
	{ "forward", N_("Forward again"), run_forward, has_lesson, false },
	{ "dismiss", N_("Forget what was found"), run_dismiss, has_hits, false },
	{ "to-reader", N_("To the reader"), run_to_reader, NULL, false },
	{ "close-lab", N_("Close the lab"), run_close_lab, has_lab, false },
	{ "pane-next", N_("Next pane"), run_pane_next, NULL, true },
	{ "pane-previous", N_("Pane before"), run_pane_previous, NULL, true },
	{ "zoom", N_("Zoom this pane, or back"), run_zoom, NULL, false },
	{ "sidebar", N_("Show or hide the sidebar"), run_sidebar, has_notes, false },
	{ "palette", N_("Commands, lessons, headings, labs"), run_palette, NULL, true },
	{ "theme", N_("Next theme"), run_theme, has_themes, false },
	{ "present", N_("Present this lesson, or end it"), run_present, has_lesson, false },
	{ "help", N_("Help for this pane"), run_help, NULL, false },
	{ "redraw", N_("Draw the screen again"), run_redraw, has_terminal, false },
	{ "suspend", N_("Back to the shell for a while"), run_suspend, has_terminal, false },
	{ "close", N_("Close what is open, then quit"), run_close, NULL, true },
	{ "quit", N_("Quit"), run_quit, NULL, false },
	{ "list-accept", N_("Choose"), run_list_accept, NULL, true },
	{ "list-down", N_("Down"), run_list_down, NULL, true },
	{ "list-up", N_("Up"), run_list_up, NULL, true },
	{ "list-page-down", N_("Down ten"), run_list_page_down, NULL, true },
	{ "list-page-up", N_("Up ten"), run_list_page_up, NULL, true },
	{ "close-overlay", N_("Close"), run_close_overlay, NULL, true },
	{ "present-next", N_("Next item"), run_present_next, NULL, true },
	{ "present-back", N_("Item before"), run_present_back, NULL, true },
	{ "present-section-next", N_("Next section"), run_present_section_next, NULL, true },
	{ "present-section-back", N_("Section before"), run_present_section_back, NULL, true },
	{ "present-all", N_("Reveal the whole section"), run_present_all, NULL, true },
	{ "present-blank", N_("Blank the screen, or back"), run_present_blank, NULL, true },
	{ "present-spotlight", N_("Spotlight on the current item"), run_present_spotlight, NULL, true },
	{ "present-keys", N_("Show the last keys pressed"), run_present_keys, NULL, true },
};

size_t
command_count(void)
{
	return ARRAY_LEN(commands);
}

const struct command *
command_at(size_t index)
{
	return &commands[index];
}

const struct command *
command_find(struct str name)
{
	for (size_t i = 0; i < ARRAY_LEN(commands); i++)
		if (str_is_equal_c(name, commands[i].name))
			return &commands[i];
	return NULL;
}

bool
command_is_possible(const struct command *command, struct app *app)
{
	return !command->when || command->when(app);
}
