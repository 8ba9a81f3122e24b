/* The table of subcommands, and what each is given. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "cli/args.h"
#include "cli/cli.h"
#include "cli/out.h"

enum cli_exit {
	CLI_OK = 0,
	CLI_FAILED = 1,
	CLI_USAGE = 2
};

struct cli {
	struct out *out;         /* stdout */
	struct cli_args args;    /* operands without the command's name */
	const char *language;    /* "zh_CN", "en"; of the locale, or --lang */
	const char *lang_option; /* --lang as given; NULL */
	const struct cli_handlers *handlers;
};

struct cli_command {
	const char *name;
	const char *usage;   /* behind the name: "[--json] [PATH]" */
	const char *summary; /* N_(), one line */
	const char *details; /* N_(), more for --help; NULL: none */
	const struct cli_option *options;
	bool stops_at_operand; /* what follows the first operand is somebody else's */
	size_t operands_max;
	/* Gives the exit status. With ERR set, it is printed. */
	int (*run)(struct cli *, struct err *);
};

extern const struct cli_command cli_check, cli_doctor, cli_lab, cli_list, cli_open, cli_search, cli_show;
extern const struct cli_option cli_common_options[];

const struct cli_command *cli_command_find(struct str name); /* NULL if there is none */
size_t cli_command_count(void);
const struct cli_command *cli_command_at(size_t index); /* sorted by name */

void cli_help_print(struct out *, const struct cli_command *); /* NULL: the program as a whole */

#endif
