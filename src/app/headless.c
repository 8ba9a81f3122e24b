/* Runs a script against the program. */
#include "app/headless.h"

#include "app/state.h"
#include "base/alloc.h"
#include "base/file.h"
#include "base/i18n.h"
#include "text/utf8.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
	SCRIPT_MAX_BYTES = 16 << 20,
	DEFAULT_COLS = 120,
	DEFAULT_ROWS = 40,
	SETTLE_MAX_MS = 20000, /* what never ends is drawn as it is */
	POLL_MS = 5,
};

/* Until everything behind is done. Real time passes here, the script's does not. */
static void
settle(struct app *app)
{
	uint64_t until = clock_monotonic_ns() + SETTLE_MAX_MS * NS_PER_MS;

	do {
		app_step(app);
		app_advance(app, app->now_ns);
		loop_run_once(app->loop, 0);
		if (app->needs_draw)
			app_draw(app);
		else if (loop_job_count(app->loop) > 0 || reader_is_waiting(&app->reader) ||
			 (app->course.catalog && catalog_is_waiting(app->course.catalog)))
			loop_run_once(app->loop, POLL_MS);
	} while ((app_is_busy(app) || app->needs_draw || loop_job_count(app->loop) > 0) && !app->is_stopping &&
		 clock_monotonic_ns() < until);
}

static bool
run_key(struct app *app, struct str argument, struct err *err)
{
	struct event event = { 0 };

	if (!event_key_parse(argument, &event))
		return err_set(err, _("“%.*s” is no key"), STR_ARG(argument));
	event.kind = EVENT_KEY;
	app_event(app, &event);
	return true;
}

static bool
run_keys(struct app *app, struct str argument, struct err *err)
{
	struct str rest = argument;
	uint32_t codepoint;

	(void)err;
	while (utf8_next(&rest, &codepoint, NULL) && !app->is_stopping) {
		struct event event = { .kind = EVENT_KEY, .key = codepoint };

		app_event(app, &event);
		settle(app);
	}
	return true;
}

static bool
run_paste(struct app *app, struct str argument, struct err *err)
{
	struct event event = { .kind = EVENT_PASTE, .text = argument };

	(void)err;
	app_event(app, &event);
	return true;
}

static bool
read_pair(struct str text, char separator, int *a, int *b)
{
	size_t at = str_find_byte(text, separator);
	int64_t first, second;

	if (at == STR_NONE || !str_to_int64(str_cut(text, 0, at), &first) ||
	    !str_to_int64(str_skip(text, at + 1), &second) || first < 0 || second < 0 || first > 100000 ||
	    second > 100000)
		return false;
	*a = (int)first;
	*b = (int)second;
	return true;
}

static bool
send_mouse(struct app *app, struct str argument, enum mouse_action action, int button, struct err *err)
{
	struct event event = { .kind = EVENT_MOUSE, .action = action, .button = button };

	if (!read_pair(argument, ' ', &event.x, &event.y))
		return err_set(err, _("a column and a row were expected"));
	app_event(app, &event);
	if (action == MOUSE_PRESS) {
		event.action = MOUSE_RELEASE;
		app_event(app, &event);
	}
	return true;
}

static bool
run_click(struct app *app, struct str argument, struct err *err)
{
	return send_mouse(app, argument, MOUSE_PRESS, 1, err);
}

static bool
run_right(struct app *app, struct str argument, struct err *err)
{
	return send_mouse(app, argument, MOUSE_PRESS, 3, err);
}

static bool
run_wheel_up(struct app *app, struct str argument, struct err *err)
{
	return send_mouse(app, argument, MOUSE_WHEEL_UP, 0, err);
}

static bool
run_wheel_down(struct app *app, struct str argument, struct err *err)
{
	return send_mouse(app, argument, MOUSE_WHEEL_DOWN, 0, err);
}

static bool
run_resize(struct app *app, struct str argument, struct err *err)
{
	int width, height;

	if (!read_pair(argument, 'x', &width, &height))
		return err_set(err, _("a size was expected, as 80x24"));
	app_resize(app, width, height);
	return true;
}

static bool
run_tick(struct app *app, struct str argument, struct err *err)
{
	static const struct {
		const char *unit;
		uint64_t ns;
	} units[] = { { "ms", NS_PER_MS }, { "s", NS_PER_S }, { "m", 60 * NS_PER_S } };
	int64_t amount = -1;
	uint64_t unit_ns = 0, until;

	for (size_t i = 0; i < ARRAY_LEN(units) && amount < 0; i++)
		if (str_has_suffix(argument, str_of_c(units[i].unit)) &&
		    str_to_int64(str_cut(argument, 0, argument.len - strlen(units[i].unit)), &amount))
			unit_ns = units[i].ns;
	if (amount < 0 || amount > 1000000)
		return err_set(err, _("a time was expected, as 500ms or 2s"));
	until = app->now_ns + (uint64_t)amount * unit_ns;
	for (uint64_t due = app_deadline(app); due && due <= until; due = app_deadline(app)) {
		app_advance(app, due > app->now_ns ? due : app->now_ns + NS_PER_MS);
		settle(app);
	}
	app_advance(app, until);
	return true;
}

static bool
run_clock(struct app *app, struct str argument, struct err *err)
{
	char *text = str_copy_c(argument);
	struct tm local = { .tm_isdst = -1 };
	bool is_time = strptime(text, "%Y-%m-%dT%H:%M", &local) != NULL;

	free(text);
	if (!is_time)
		return err_set(err, _("a time was expected, as 2018-11-11T12:04"));
	app->wall_offset_ns = (int64_t)mktime(&local) * (int64_t)NS_PER_S - (int64_t)app->now_ns;
	app->lab_env.wall_ns = (int64_t)app->now_ns + app->wall_offset_ns;
	app->minute_ns = 0;
	return true;
}

static bool
run_wait(struct app *app, struct str argument, struct err *err)
{
	(void)app, (void)argument, (void)err;
	return true;
}

static void
print_buf(struct str_buf *text)
{
	if (text->len > 0)
		fwrite(text->data, 1, text->len, stdout);
	str_buf_fini(text);
}

static bool
run_dump(struct app *app, struct str argument, struct err *err)
{
	struct str_buf text = { 0 };

	(void)argument, (void)err;
	surface_to_text(&app->surface, &text);
	print_buf(&text);
	return true;
}

static bool
run_styled(struct app *app, struct str argument, struct err *err)
{
	struct str_buf text = { 0 };

	(void)argument, (void)err;
	surface_to_styled_text(&app->surface, &text);
	print_buf(&text);
	return true;
}

static bool
run_lab(struct app *app, struct str argument, struct err *err)
{
	struct str_buf text = { 0 };

	(void)argument, (void)err;
	if (app->lab.host)
		host_dump(app->lab.host, &text);
	print_buf(&text);
	return true;
}

static bool
run_check(struct app *app, struct str argument, struct err *err)
{
	(void)argument, (void)err;
	surface_check(&app->surface);
	return true;
}

static bool
run_print(struct app *app, struct str argument, struct err *err)
{
	(void)app, (void)err;
	printf("%.*s\n", STR_ARG(argument));
	return true;
}

static const struct {
	const char *name;
	bool (*run)(struct app *, struct str argument, struct err *);
} steps[] = {
	{ "key", run_key },
	{ "keys", run_keys },
	{ "paste", run_paste },
	{ "click", run_click },
	{ "right", run_right },
	{ "wheel-up", run_wheel_up },
	{ "wheel-down", run_wheel_down },
	{ "resize", run_resize },
	{ "tick", run_tick },
	{ "clock", run_clock },
	{ "wait", run_wait },
	{ "dump", run_dump },
	{ "styled", run_styled },
	{ "lab", run_lab },
	{ "print", run_print },
	{ "check", run_check },
};

static bool
run_line(struct app *app, struct str line, struct err *err)
{
	size_t space = str_find_byte(line, ' ');
	struct str name = space == STR_NONE ? line : str_cut(line, 0, space);
	struct str argument = space == STR_NONE ? STR("") : str_skip(line, space + 1);

	for (size_t i = 0; i < ARRAY_LEN(steps); i++)
		if (str_is_equal_c(name, steps[i].name))
			return steps[i].run(app, argument, err);
	return err_set(err, _("“%.*s” is no step of a script"), STR_ARG(name));
}

static bool
read_script(const char *path, struct str_buf *out, struct err *err)
{
	if (!path) {
		str_buf_append_c(out, "dump\n");
		return true;
	}
	if (!strcmp(path, "-"))
		return file_read_fd(STDIN_FILENO, SCRIPT_MAX_BYTES, out, err);
	return file_read(path, SCRIPT_MAX_BYTES, out, NULL, err);
}

bool
headless_run(struct app *app, const struct app_options *options, struct err *err)
{
	struct str_buf script = { 0 };
	struct str rest, line;
	uint32_t number = 0;
	bool is_good = read_script(options->script, &script, err);

	app->reader.flow.wait_ms = app->present.flow.wait_ms = SETTLE_MAX_MS;
	app_resize(app, options->width > 0 ? options->width : DEFAULT_COLS,
		   options->height > 0 ? options->height : DEFAULT_ROWS);
	settle(app);
	rest = str_buf_str(&script);
	while (is_good && !app->is_stopping && str_next_line(&rest, &line)) {
		number++;
		if (line.len == 0 || line.data[0] == '#')
			continue;
		is_good = run_line(app, line, err) || err_at(err, str_of_c(options->script), number, 0);
		settle(app);
	}
	fflush(stdout);
	str_buf_fini(&script);
	return is_good;
}
