/* The way in: reads the command line, runs a subcommand, or hands a course over to the running program. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "term/screen.h"

#include <stdbool.h>

struct cli_course {           /* what is to be opened, as the command line says */
	const char *path;     /* NULL: the shipped course */
	const char *language; /* --lang; NULL: not said */
	const char *theme, *lesson, *lab, *preset;
	enum screen_colors colors;
	bool no_mouse, use_ascii, is_headless;
	int width, height; /* 0: not said */
	const char *script;
};

struct cli_handlers {
	int (*open_course)(const struct cli_course *); /* gives the exit status */
	/* What is wrong with config.yaml and the themes, or that nothing is. */
	void (*check_setup)(void (*tell)(void *ctx, bool is_good, const char *name, const char *text), void *ctx);
};

int cli_main(int argc, char **argv, const struct cli_handlers *);

#endif
