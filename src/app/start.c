/* What is read before the first picture: settings, the theme in use, the course; everything else waits for it. */
#include "app/headless.h"
#include "app/state.h"
#include "base/alloc.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "base/path.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	RELOAD_DELAY_MS = 60,     /* an editor saves in several steps: after the last one, */
	RELOAD_AT_MOST_MS = 1000, /* but something may write all the time */
};

static void
on_changed(void *ctx)
{
	((struct app *)ctx)->needs_draw = true;
}

/* A section was parsed, or a file read: on a worker's thread, so only tell the loop. */
static void
on_work_done(void *ctx)
{
	struct app *app = ctx;

	loop_post(app->loop, on_changed, app);
}

void
app_look_at_disk_soon(struct app *app)
{
	uint64_t now_ns = clock_monotonic_ns(); /* app->now_ns is from before the wait that a change ended */

	if (!app->reload_at_ns)
		app->reload_by_ns = now_ns + RELOAD_AT_MOST_MS * NS_PER_MS;
	app->reload_at_ns = now_ns + RELOAD_DELAY_MS * NS_PER_MS;
	if (app->reload_at_ns > app->reload_by_ns)
		app->reload_at_ns = app->reload_by_ns;
}

void
app_look_at_disk_now(struct app *app)
{
	app->reload_at_ns = app->reload_by_ns = app->now_ns + 1;
}

static void
on_disk_changed(void *ctx, const char *name)
{
	(void)name;
	app_look_at_disk_soon(ctx);
}

void
app_follow_disk(struct app *app)
{
	app->is_watching = true;
	if (app->course.catalog && !app->options->is_headless &&
	    watch_follow(&app->watch, app->loop, app->course.catalog, on_disk_changed, app))
		app_look_at_disk_soon(app);
}

/* The first mistake of the settings, and how many more there are: once it is mended the next one is told. */
static void
say_mistakes(struct app *app)
{
	struct str_buf text = { 0 };
	size_t count = app->settings.errors.len;

	if (count == 0)
		return;
	err_format(&app->settings.errors.items[0], &text);
	if (count > 1)
		str_buf_printf(&text, _(" (and %zu more)"), count - 1);
	app_say(app, MESSAGE_WARNING, "%s", str_buf_c(&text));
	str_buf_fini(&text);
}

static void
load_settings(struct app *app)
{
	char *shipped = path_shipped("themes"), *config = path_config_dir();
	char *user = config ? path_join(str_of_c(config), STR("themes")) : NULL;

	theme_set_init(&app->themes, shipped, user);
	settings_load(&app->settings, config);
	if (app->settings.errors.len > 0 && app->settings.language && !app->options->language) {
		/* Their mistakes are told in the language they ask for. */
		i18n_use_language(app->settings.language);
		settings_fini(&app->settings);
		settings_init(&app->settings);
		settings_load(&app->settings, config);
	}
	say_mistakes(app);
	free(user);
	free(config);
	free(shipped);
}

static const struct theme *
choose_theme(struct app *app)
{
	struct str_buf kept = { 0 };
	const char *asked = app->options->theme;
	const struct theme *theme = NULL;
	struct err err = { 0 };
	bool is_quiet = !app->message.until_ns; /* a mistake in the settings is told first */

	if (asked && !(theme = theme_set_find(&app->themes, str_of_c(asked))))
		settings_no_theme(asked, &err);
	else if (!asked && app->settings.theme)
		theme = settings_theme(&app->settings, &app->themes, &err);
	else if (!asked && progress_value(app->course.progress, STR(PROGRESS_THEME), &kept))
		theme = theme_set_find(&app->themes, str_buf_str(&kept));
	str_buf_fini(&kept);
	if (is_quiet && app->themes.errors.len > 0)
		app_say_err(app, &app->themes.errors.items[0]);
	else if (is_quiet && err_is_set(&err))
		app_say_err(app, &err);
	if (!theme)
		theme = theme_set_find(&app->themes, STR("ink"));
	return theme ? theme : theme_builtin();
}

/* A headless run leaves no trace and finds none, or no picture would come out twice the same. */
static void
choose_progress(struct app *app)
{
	char *dir = app->options->is_headless ? NULL : path_state_dir();

	if (dir)
		app->progress_path = path_join(str_of_c(dir), STR("progress.db"));
	free(dir);
}

/* What was asked for, else the settings, else the locale. */
static const char *
choose_language(struct app *app)
{
	const char *locale = getenv("LANGUAGE"); /* "zh_CN:en": the first one counts */

	if (app->options->language)
		return app->options->language;
	if (!app->settings.language) {
		snprintf(app->language, sizeof(app->language), "%.*s", locale ? (int)strcspn(locale, ":") : 0,
			 locale ? locale : "");
		return *app->language ? app->language : "en";
	}
	i18n_use_language(app->settings.language);
	return app->settings.language;
}

static void
open_course(struct app *app)
{
	struct err warning = { 0 };
	struct course_options options = { .path = app->options->path,
					  .language = app->lab_env.language,
					  .progress = app->progress_path,
					  .on_read = on_work_done,
					  .ctx = app };

	course_open(&app->course, &options, &warning);
	if (err_is_set(&warning))
		app_say_err(app, &warning);
}

void
app_init(struct app *app, const struct app_options *options)
{
	*app = (struct app){ .options = options, .focus = PANE_READER, .show_sidebar = true };
	app->is_script_time = options->is_headless;
	app->now_ns = app->is_script_time ? HEADLESS_START_NS : clock_monotonic_ns();
	app->wall_offset_ns = app->is_script_time ? 0 : clock_wall_ns() - (int64_t)app->now_ns;
	app->loop = loop_new();
	surface_init(&app->surface, 0, 0);
	surface_keep(&app->surface);
	settings_init(&app->settings);
	load_settings(app);
	if (options->use_ascii || app->settings.use_ascii)
		sign_set_ascii(true);
	app->lab_env = (struct lab_env){ .loop = app->loop,
					 .seed = 20181103,
					 .now_ns = app->now_ns,
					 .wall_ns = (int64_t)app->now_ns + app->wall_offset_ns,
					 .language = choose_language(app),
					 .changed = on_changed,
					 .ctx = app };
}

void
app_read(struct app *app)
{
	struct document_options documents = { .on_ready = on_work_done, .ctx = app };

	choose_progress(app);
	open_course(app);
	app->theme = choose_theme(app);
	reader_init(&app->reader, &app->course, &app->lab_env, &documents);
	app->reader.use_ascii = app->options->use_ascii || app->settings.use_ascii;
	sidebar_init(&app->sidebar, &app->course, &app->reader);
	lab_pane_init(&app->lab, &app->course, &app->lab_env);
	present_init(&app->present, &app->reader);
	app_set_minute(app);
}
