/* No command: open a course on the terminal, or print it where there is none. */
#include "base/alloc.h"
#include "base/i18n.h"
#include "cli/course.h"
#include "cli/show.h"
#include "lab/registry.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SIZE_MAX_CELLS 1000

static bool
read_size(const char *text, struct cli_course *course, struct err *err)
{
	int used = 0;

	if (sscanf(text, "%4dx%4d%n", &course->width, &course->height, &used) == 2 && !text[used] &&
	    course->width > 0 && course->height > 0 && course->width <= SIZE_MAX_CELLS &&
	    course->height <= SIZE_MAX_CELLS)
		return true;
	return err_set(err, _("--size takes columns and rows from 1x1 to 1000x1000, as 120x40, not %s"), text);
}

static bool
check_lab(const struct cli *cli, const struct cli_course *course, struct err *err)
{
	if (!course->lab)
		return !course->preset || err_set(err, _("--preset goes with --lab NAME"));
	if (!lab_registry_find(str_of_c(course->lab))) {
		cli_say_labs(err, course->lab);
		return false;
	}
	return !course->preset || cli_find_preset(course->path, course->lab, course->preset, cli->language, NULL, err);
}

static bool
read_course(const struct cli *cli, struct cli_course *out, struct err *err)
{
	const struct cli_args *args = &cli->args;
	const char *size = cli_args_value(args, "size"), *color = cli_args_value(args, "color");

	*out = (struct cli_course){
		.path = args->operands[0],
		.language = cli->lang_option,
		.theme = cli_args_value(args, "theme"),
		.lesson = cli_args_value(args, "lesson"),
		.lab = cli_args_value(args, "lab"),
		.preset = cli_args_value(args, "preset"),
		.script = cli_args_value(args, "script"),
		.no_mouse = cli_args_has(args, "no-mouse"),
		.use_ascii = cli_args_has(args, "ascii"),
		.is_headless = cli_args_has(args, "headless"),
	};
	if (color && !strcmp(color, "never"))
		out->colors = SCREEN_COLORS_NONE;
	else if (color && !strcmp(color, "always"))
		out->colors = SCREEN_COLORS_16; /* what every terminal with any colour has */
	if (!out->is_headless && (size || out->script))
		return err_set(err, _("--size and --script go with --headless"));
	return (!size || read_size(size, out, err)) && check_lab(cli, out, err);
}

/* Where there is no terminal the notes are printed, and what was meant for the screen is said to do nothing. */
static int
print_course(struct cli *cli, const struct cli_course *course, struct err *err)
{
	static const char *const for_screens[] = { "lab", "no-mouse", "preset", "theme" };
	struct show_options options = { .path = course->path,
					.lesson = course->lesson,
					.width_cols = show_default_width(),
					.use_ascii = course->use_ascii };
	struct str_buf idle = { 0 };

	for (size_t i = 0; i < ARRAY_LEN(for_screens); i++)
		if (cli_args_has(&cli->args, for_screens[i]))
			str_buf_printf(&idle, "%s--%s", idle.len ? ", " : "", for_screens[i]);
	if (idle.len)
		out_complain(_("standard output is no terminal: the notes are printed, and these do nothing: %s"),
			     str_buf_c(&idle));
	str_buf_fini(&idle);
	return show_course(cli, &options, err);
}

static int
run_open(struct cli *cli, struct err *err)
{
	struct cli_course course;
	struct stat status;

	if (!read_course(cli, &course, err))
		return CLI_USAGE;
	if (course.path && stat(course.path, &status) != 0) {
		bool is_word = !strchr(course.path, '/') && !strchr(course.path, '.');

		if (is_word) /* more likely a command than a path */
			err_set(err, _("there is no file, directory or command %s"), course.path);
		else
			err_set_errno(err, errno, _("cannot open %s"), course.path);
		return is_word ? CLI_USAGE : CLI_FAILED;
	}
	if (course.is_headless)
		return cli->handlers->open_course(&course);
	if (!isatty(STDOUT_FILENO))
		return print_course(cli, &course, err);
	if (!isatty(STDIN_FILENO)) {
		err_set(err, _("standard input is no terminal, so nobody could press a key: start notes-tui from a "
			       "terminal, "
			       "or use `notes-tui show`"));
		return CLI_USAGE;
	}
	return cli->handlers->open_course(&course);
}

static const struct cli_option options[] = {
	{ "ascii", '\0', NULL, N_("draw borders and signs in ASCII") },
	{ "headless", '\0', NULL, N_("run without a terminal, for tests and pictures") },
	{ "lab", '\0', N_("NAME"), N_("open this lab beside the notes") },
	{ "lesson", 'l', N_("LESSON"), N_("begin with this one: a date, 11-03, its number, or a part of its title") },
	{ "no-mouse", '\0', NULL, N_("leave the mouse to the terminal") },
	{ "preset", '\0', N_("NAME"), N_("the lab's preset") },
	{ "script", '\0', N_("FILE"), N_("with --headless: keys to press and pictures to take; - is standard input") },
	{ "size", '\0', N_("COLSxROWS"), N_("with --headless: the size of the screen, 120x40 if not given") },
	{ "theme", '\0', N_("NAME"), N_("colours to draw with") },
	{ 0 },
};

const struct cli_command cli_open = {
	.usage = "[OPTION]... [PATH]",
	.summary = N_("open a course"),
	.options = options,
	.operands_max = 1,
	.run = run_open,
};
