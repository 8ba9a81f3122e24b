/* Wires the loop, the screen, the course and the panes together: events in, pictures out, time in between. */
#include "app/app.h"

#include "app/headless.h"
#include "app/path_words.h"
#include "app/state.h"
#include "base/i18n.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	SLICE_MS = 4, /* of what is done a piece at a time between two looks at the keys */
	FRAME_MS = 16,
	LOOK_MS = 1, /* at the first picture */
	MESSAGE_S = 4,
	RETRY_MS = 200,
};

void
app_say(struct app *app, enum message_kind kind, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	str_buf_clear(&app->message.text);
	str_buf_vprintf(&app->message.text, format, args);
	va_end(args);
	path_words_put_home(&app->message.text, getenv("HOME"));
	app->message.kind = kind;
	app->message.until_ns = app->now_ns + MESSAGE_S * NS_PER_S * (kind == MESSAGE_INFO ? 1 : 3);
	app->needs_draw = true;
}

void
app_say_err(struct app *app, const struct err *err)
{
	struct str_buf text = { 0 };

	err_format(err, &text);
	app_say(app, MESSAGE_WARNING, "%s", str_buf_c(&text));
	str_buf_fini(&text);
}

void
app_stop(struct app *app)
{
	app->is_stopping = true;
	loop_stop(app->loop);
}

void
app_resize(struct app *app, int width, int height)
{
	surface_resize(&app->surface, width, height);
	app_update_layout(app);
}

enum {
	OVERLAY_MIN_COLS = 100, /* with less right of the sidebar, overlays take the whole screen */
};

/* Where overlays go: beside the sidebar, if it leaves enough; a field that is a row takes it all. */
static struct canvas
overlay_area(const struct app *app, const struct canvas *screen)
{
	struct rect rule = app->layout.rule_sidebar;
	int x = rule.width > 0 ? rule.x + 1 : 0, width = canvas_width(screen);

	if (app->present.is_on || width - x < OVERLAY_MIN_COLS || app->overlay.ops->context == CONTEXT_FIELD)
		x = 0;
	return canvas_part(screen, x, 0, width - x, canvas_height(screen));
}

static void
draw_all(struct app *app)
{
	struct canvas screen = canvas_of(&app->surface), area;

	cards_begin_frame(&app->reader.cards, &app->settings.keymap,
			  app->present.is_on ? CONTEXT_PRESENT : CONTEXT_READER);
	app_begin_turn(app);
	surface_clear(&app->surface);
	hits_begin(&app->key_row, &screen);
	if (app->present.is_on) {
		app->present.has_large_type = app->screen && screen_can_scale_text(app->screen);
		present_draw(&app->present, &screen, app->now_ns);
		chrome_draw_presenting(app, &screen);
	} else {
		workspace_draw(app, &screen);
		chrome_draw(app, &screen);
	}
	if (app->overlay.ops) {
		area = overlay_area(app, &screen);
		app->overlay.ops->draw(app, app->overlay.self, &area);
	}
	surface_finish(&app->surface);
	if (app->reader.cards.is_behind || app->reader.flow.is_behind || app->present.flow.is_behind)
		app->needs_draw = true;
	app_begin_turn(app); /* what comes now is for what is seen */
}

static void
show(struct app *app)
{
	app->is_drawn = true;
	if (app->screen && !screen_present(app->screen, &app->surface))
		app->needs_draw = true;
}

void
app_draw(struct app *app)
{
	app->needs_draw = false;
	draw_all(app);
	show(app);
}

static uint64_t
earlier(uint64_t a, uint64_t b)
{
	if (a == 0 || b == 0)
		return a ? a : b;
	return a < b ? a : b;
}

uint64_t
app_deadline(const struct app *app)
{
	uint64_t due = app->message.until_ns;
	bool is_lab_shown = !app->present.is_on && layout_is_shown(&app->layout, PANE_LAB);

	due = earlier(due, app->reload_at_ns);
	due = earlier(due, app->lost.due_ns);
	due = earlier(due, app->minute_ns);
	due = earlier(due, app->retry_at_ns);
	if (is_lab_shown)
		due = earlier(due, lab_pane_next_tick(&app->lab));
	if (app->present.is_on)
		due = earlier(due, present_next_tick(&app->present, app->now_ns));
	return due;
}

/* A full disk is said once, when it is met. */
static void
tell_trouble(struct app *app)
{
	struct err err;

	if (progress_take_trouble(app->course.progress, &err))
		app_say(app, MESSAGE_WARNING, "%s", err.text);
}

void
app_set_minute(struct app *app)
{
	int64_t wall = (int64_t)app->now_ns + app->wall_offset_ns;
	int64_t minute = 60 * (int64_t)NS_PER_S, into = (wall % minute + minute) % minute;

	app->minute_ns = app->now_ns + (uint64_t)(minute - into);
}

/* A parse that overran its deadline does not call: ask again now and then, until there is a section to show. */
static void
retry_waiting(struct app *app)
{
	bool is_waiting = reader_is_waiting(&app->reader) || app->present.flow.is_waiting;

	if (is_waiting && app->retry_at_ns && app->now_ns >= app->retry_at_ns)
		app->needs_draw = true;
	if (!is_waiting)
		app->retry_at_ns = 0;
	else if (!app->retry_at_ns || app->needs_draw)
		app->retry_at_ns = app->now_ns + RETRY_MS * NS_PER_MS;
}

void
app_advance(struct app *app, uint64_t now_ns)
{
	app->now_ns = now_ns;
	if (!app->is_script_time)
		app->wall_offset_ns = clock_wall_ns() - (int64_t)now_ns;
	if (app->message.until_ns && now_ns >= app->message.until_ns) {
		app->message.until_ns = 0;
		app->needs_draw = true;
	}
	if (now_ns >= app->minute_ns) {
		app_set_minute(app);
		app->needs_draw = true;
	}
	if (app->reload_at_ns && now_ns >= app->reload_at_ns) {
		app->reload_at_ns = 0;
		course_reload(&app->course);
		lost_check(app);
	}
	lost_advance(app);
	retry_waiting(app);
	tell_trouble(app);
	if (layout_is_shown(&app->layout, PANE_LAB) && !app->present.is_on) {
		uint64_t due = lab_pane_next_tick(&app->lab);

		if (due && now_ns >= due && lab_pane_tick(&app->lab, now_ns))
			app->needs_draw = true;
	}
	if (app->present.is_on && present_next_tick(&app->present, now_ns) <= now_ns + NS_PER_MS)
		app->needs_draw = true;
}

static void
check_progress(struct app *app)
{
	struct err warning = { 0 };

	app->is_progress_checked = true;
	progress_check(app->course.progress, &warning);
	if (err_is_set(&warning))
		app_say_err(app, &warning);
	course_forget_marks(&app->course);
	app->course.shows_marks = true;
	app->needs_draw = true;
}

/* With the topics come the badges of the labs, a moment after the first picture. */
static void
read_topics(struct app *app)
{
	struct err warning = { 0 };

	course_read_topics(&app->course, &warning);
	if (err_is_set(&warning))
		app_say_err(app, &warning);
	app->needs_draw = true;
}

/* The themes nobody asked for yet, one at a time; what is wrong with one is told. */
static void
read_theme(struct app *app)
{
	size_t known = app->themes.errors.len;

	theme_set_step(&app->themes);
	if (app->themes.errors.len > known && !app->message.until_ns)
		app_say_err(app, &app->themes.errors.items[known]);
}

static bool
has_to_catch_up(const struct app *app)
{
	return !app->is_watching || !app->course.has_topics || !app->is_progress_checked || !app->themes.is_complete;
}

/* A piece of what the first picture did not wait for. True while there is more. */
static bool
catch_up(struct app *app)
{
	if (!app->is_drawn)
		return true;
	if (!app->is_watching)
		app_follow_disk(app);
	else if (!app->course.has_topics)
		read_topics(app);
	else if (!app->is_progress_checked)
		check_progress(app);
	else
		read_theme(app);
	return has_to_catch_up(app);
}

/* Lessons came, went or moved; IS_ANEW: because something changed on the disk. */
static void
follow_course(struct app *app, bool is_anew)
{
	if (app->course.is_complete)
		app_follow_disk(app); /* also where no lesson is: a directory may be new, and empty so far */
	reader_follow(&app->reader, is_anew);
	if (is_anew && !reader_is_open(&app->reader) && app->reader.lesson == STR_NONE)
		app->has_resumed = false;
	app_update_layout(app);
}

bool
app_step(struct app *app)
{
	uint64_t generation = app->course.generation, revision;

	/* Of one large file the first lessons are known at once: they are shown before it is read to its end. */
	if (!app->is_drawn && app->course.catalog && catalog_is_file(app->course.catalog)) {
		app_resume(app);
		if (app->has_resumed)
			return true;
	}
	revision = app->course.catalog ? catalog_revision(app->course.catalog) : 0;
	bool has_more = course_step(&app->course, SLICE_MS * NS_PER_MS);

	if (app->course.generation != generation)
		follow_course(app, catalog_revision(app->course.catalog) != revision);
	app_resume(app);
	has_more = overlay_step(app, SLICE_MS * NS_PER_MS) || has_more;
	app_begin_turn(app);
	app_release_held(app, SLICE_MS * NS_PER_MS);
	return app->held.len > 0 || has_more || catch_up(app);
}

bool
app_is_busy(const struct app *app)
{
	if ((app->course.catalog && !app->course.is_complete) || has_to_catch_up(app) || app->held.len > 0)
		return true;
	if (app->overlay.ops && app->overlay.ops->is_busy && app->overlay.ops->is_busy(app->overlay.self))
		return true;
	return reader_is_waiting(&app->reader) || app->present.flow.is_waiting;
}

static void
on_screen_event(void *ctx, const struct event *event)
{
	struct app *app = ctx;

	app->now_ns = clock_monotonic_ns();
	app_event(app, event);
}

static void
on_screen_resized(void *ctx, int width, int height)
{
	struct app *app = ctx;

	if (screen_is_ambiguous_wide(app->screen) && !app->reader.use_ascii) {
		app->reader.use_ascii = true;
		app_say(app, MESSAGE_INFO, _("This terminal draws some signs twice as wide: borders are ASCII here."));
	}
	app_resize(app, width, height);
}

static void
on_screen_leave(void *ctx, int signal_number)
{
	struct app *app = ctx;

	(void)signal_number;
	app_save(app); /* at once: an editor may have a last word before the end */
	app_stop(app);
}

static void
run_on_screen(struct app *app)
{
	uint64_t drawn_at = 0;

	/* The first picture is to be seen before anything else is done: who shows it may need this processor. */
	loop_run_once(app->loop, LOOK_MS);
	screen_prepare(app->screen, &app->surface);
	while (!app->is_stopping) {
		bool has_more = app_step(app);
		uint64_t now = clock_monotonic_ns(), due;
		int64_t wait_ms = -1;

		app_advance(app, now);
		if (app->needs_draw && !app->is_stopping) {
			app_draw(app);
			drawn_at = clock_monotonic_ns();
		}
		has_more = has_more || course_has_more(&app->course); /* a look at the disk may have been begun */
		due = app_deadline(app);
		now = clock_monotonic_ns();
		if (due)
			wait_ms = due > now ? (int64_t)((due - now + NS_PER_MS - 1) / NS_PER_MS) : 0;
		/* What moves by itself moves at most sixty times a second; keys wake the loop at once. */
		if (wait_ms >= 0 && wait_ms < FRAME_MS && now - drawn_at < FRAME_MS * NS_PER_MS)
			wait_ms = FRAME_MS;
		if (app->needs_draw)
			wait_ms = FRAME_MS; /* the terminal was behind */
		loop_run_once(app->loop, has_more ? 0 : wait_ms);
	}
}

/* All that the first picture needs is read and drawn before anything changes on the terminal. */
static bool
open_screen(struct app *app, struct err *err)
{
	struct screen_options options = { .use_mouse = app->settings.use_mouse && !app->options->no_mouse,
					  .theme = app->theme,
					  .event = on_screen_event,
					  .resized = on_screen_resized,
					  .leave = on_screen_leave,
					  .ctx = app };
	int width, height;

	screen_size(app->screen, &width, &height);
	app_resize(app, width, height);
	app_step(app);
	app->needs_draw = false;
	draw_all(app);
	if (!screen_open(app->screen, &options, err))
		return false;
	screen_set_title(app->screen, course_title(&app->course));
	screen_size(app->screen, &width, &height);
	if (width == app->surface.width && height == app->surface.height)
		show(app);
	else
		app_resize(app, width, height);
	return true;
}

static void
fini(struct app *app)
{
	overlay_close(app);
	app_save(app);
	present_fini(&app->present);
	lab_pane_fini(&app->lab);
	sidebar_fini(&app->sidebar);
	reader_fini(&app->reader);
	history_fini(&app->history);
	watch_fini(&app->watch);
	lost_fini(&app->lost);
	screen_close(app->screen);
	course_close(&app->course);
	theme_set_fini(&app->themes);
	settings_fini(&app->settings);
	surface_fini(&app->surface);
	hits_fini(&app->key_row);
	app_forget_held(app);
	vec_fini(&app->held);
	for (size_t i = 0; i < CONTEXT_COUNT; i++)
		hints_fini(&app->hints[i]);
	str_buf_fini(&app->message.text);
	free(app->progress_path);
	loop_free(app->loop);
}

int
app_main(const struct app_options *options)
{
	struct app app;
	struct err err = { 0 };

	signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is a failed write, not the end */
	app_init(&app, options);
	if (!options->is_headless)
		app.screen = screen_new(app.loop, options->colors, &err);
	app_read(&app);
	if (options->is_headless)
		app.exit_status = headless_run(&app, options, &err) ? app.exit_status : 1;
	else if (app.screen && open_screen(&app, &err))
		run_on_screen(&app);
	else
		app.exit_status = 1;
	fini(&app);
	if (err_is_set(&err)) {
		struct str_buf text = { 0 };

		err_format(&err, &text);
		fprintf(stderr, "notes-tui: %s\n", str_buf_c(&text));
		str_buf_fini(&text);
	}
	return app.exit_status;
}
