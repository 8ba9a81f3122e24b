/*
 * Options as GNU programs take them, read by one table for each command: --name VALUE, --name=VALUE, a unique beginning
 * of a name, -x VALUE, -xVALUE, -xy, options behind operands, and -- before operands that begin with a dash.
 */
#ifndef CLI_ARGS_H
#define CLI_ARGS_H

#include "base/err.h"

#include <stdbool.h>

struct cli_option {
	const char *name;     /* without --; NULL ends a table */
	char letter;          /* '\0': none */
	const char *argument; /* what stands for its value in the help; NULL: a flag */
	const char *help;     /* N_() */
};

#define CLI_OPTIONS_MAX 24

struct cli_args {
	const struct cli_option *options[CLI_OPTIONS_MAX]; /* those given */
	const char *values[CLI_OPTIONS_MAX];               /* "" for a flag; the last one given counts */
	size_t option_count;
	char **operands; /* owned array of borrowed strings, NULL-terminated */
	size_t operand_count;
};

/*
 * Read ARGV[0…argc-1] (no program name) by the tables OWN and COMMON (either may be NULL). With STOP_AT_OPERAND options
 * end at the first operand. False with ERR set if an option is not understood; then cli_args_fini is due, too.
 */
bool cli_args_read(struct cli_args *, int argc, char **argv, const struct cli_option *own,
		   const struct cli_option *common, bool stop_at_operand, struct err *);
void cli_args_fini(struct cli_args *);
const char *cli_args_value(const struct cli_args *, const char *name); /* NULL: not given */
bool cli_args_has(const struct cli_args *, const char *name);
/* A whole number in [min, max] given for an option; OUT stays as it is if it was not given. */
bool cli_args_number(const struct cli_args *, const char *name, int min, int max, int *out, struct err *);

#endif
