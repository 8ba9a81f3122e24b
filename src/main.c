/* The program: cli/ reads the command line, app/ runs; only here do the two meet. */
#include "app/app.h"
#include "base/alloc.h"
#include "cli/cli.h"

static int
open_course(const struct cli_course *course)
{
	struct app_options options = {
		.path = course->path,
		.language = course->language,
		.theme = course->theme,
		.lesson = course->lesson,
		.lab = course->lab,
		.preset = course->preset,
		.colors = course->colors,
		.no_mouse = course->no_mouse,
		.use_ascii = course->use_ascii,
		.is_headless = course->is_headless,
		.width = course->width,
		.height = course->height,
		.script = course->script,
	};

	return app_main(&options);
}

int
main(int argc, char **argv)
{
	static const struct cli_handlers handlers = { .open_course = open_course, .check_setup = app_check_setup };

	mem_set_up();
	return cli_main(argc, argv, &handlers);
}
