/* The command line: the table of commands, the options all of them take, and who is called. */
#include "cli/cli.h"

#include "base/alloc.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/path.h"
#include "cli/command.h"
#include "cli/locale.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Sorted by name; cli_open, which has none, is what runs without a command. */
static const struct cli_command *const commands[] = {
	&cli_check, &cli_doctor, &cli_lab, &cli_list, &cli_search, &cli_show,
};

const struct cli_option cli_common_options[] = {
	{ "color", '\0', N_("WHEN"), N_("colours: auto, always or never") },
	{ "help", 'h', NULL, N_("print this and exit") },
	{ "lang", '\0', N_("LANG"), N_("language of messages and of the course: zh_CN, en") },
	{ "version", 'V', NULL, N_("print the version and exit") },
	{ 0 },
};

size_t
cli_command_count(void)
{
	return ARRAY_LEN(commands);
}

const struct cli_command *
cli_command_at(size_t index)
{
	return commands[index];
}

const struct cli_command *
cli_command_find(struct str name)
{
	for (size_t i = 0; i < ARRAY_LEN(commands); i++)
		if (str_is_equal_c(name, commands[i]->name))
			return commands[i];
	return NULL;
}

/* Are COUNT words an option of the program's own, whole? */
static bool
is_option(int count, char **words)
{
	struct cli_args args;
	bool is_whole = cli_args_read(&args, count, words, cli_open.options, cli_common_options, false, NULL);

	cli_args_fini(&args);
	return is_whole;
}

/*
 * The first word that is no option, if it names a command; it is taken out of ARGV. The values of options before it
 * would look like it, so the tables are asked.
 */
static const struct cli_command *
take_command(int *argc, char **argv)
{
	for (int i = 1; i < *argc; i++) {
		if (!strcmp(argv[i], "--"))
			return &cli_open;
		if (argv[i][0] == '-' && argv[i][1]) {
			/* An option that wants a value fails without one: then the next word is it. */
			i += !is_option(1, &argv[i]) && i + 1 < *argc && is_option(2, &argv[i]);
			continue;
		}
		const struct cli_command *command = cli_command_find(str_of_c(argv[i]));

		if (!command)
			return &cli_open;
		memmove(&argv[i], &argv[i + 1], (size_t)(*argc - i) * sizeof(*argv)); /* with the NULL */
		--*argc;
		return command;
	}
	return &cli_open;
}

static int
complain(const struct cli_command *command, const struct err *err, int status)
{
	struct str_buf text = { 0 };

	err_format(err, &text);
	out_complain("%s", str_buf_c(&text));
	if (status == CLI_USAGE) {
		if (command->name)
			out_complain(_("try: notes-tui %s --help"), command->name);
		else
			out_complain(_("try: notes-tui --help"));
	}
	str_buf_fini(&text);
	return status;
}

static bool
wants_color(const char *when, bool *out, struct err *err)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

	if (!when || !strcmp(when, "auto"))
		*out = isatty(STDOUT_FILENO) && (!no_color || !no_color[0]) && term && term[0] &&
		       strcmp(term, "dumb") != 0;
	else if (!strcmp(when, "always") || !strcmp(when, "never"))
		*out = when[0] == 'a';
	else
		return err_set(err, _("--color takes auto, always or never, not %s"), when);
	return true;
}

static void
print_version(struct out *out)
{
	out_printf(out, "notes-tui %s", PACKAGE_VERSION);
	out_newline(out);
}

/* "" as a path would be the shipped course's place, or a file without a name. */
static bool
has_empty_operand(const struct cli_command *command, const struct cli *cli)
{
	size_t first = command == &cli_search; /* which has more to say of its query */
	size_t count = command->stops_at_operand && cli->args.operand_count ? 1 : cli->args.operand_count;

	for (size_t i = first; i < count; i++)
		if (!cli->args.operands[i][0])
			return true;
	return false;
}

/* Messages, or a folder of the course that may be meant: a slip of the finger would else go unnoticed. */
static bool
knows_language(const struct cli *cli)
{
	bool is_known = !cli->lang_option || i18n_has_language(str_of_c(cli->language));

	for (size_t i = 0; i < cli->args.operand_count && !is_known; i++) {
		char *path = path_join(str_of_c(cli->args.operands[i]), str_of_c(cli->language));

		is_known = file_probe(path) == EISDIR;
		free(path);
	}
	return is_known;
}

/* Everything behind the reading of options. */
static int
run_command(const struct cli_command *command, struct cli *cli, struct err *err)
{
	bool has_color = false;

	if (cli_args_has(&cli->args, "version")) {
		print_version(cli->out);
		return CLI_OK;
	}
	if (cli_args_has(&cli->args, "help")) {
		cli_help_print(cli->out, command->name ? command : NULL);
		return CLI_OK;
	}
	if (!wants_color(cli_args_value(&cli->args, "color"), &has_color, err))
		return CLI_USAGE;
	cli->out->has_color = has_color;
	if (!command->stops_at_operand && cli->args.operand_count > command->operands_max) {
		err_set(err, _("there is one argument too many: %s"), cli->args.operands[command->operands_max]);
		return CLI_USAGE;
	}
	if (has_empty_operand(command, cli)) {
		err_set(err, _("an argument is empty: leave it out, or give what belongs there"));
		return CLI_USAGE;
	}
	if (!knows_language(cli)) {
		err_set(err,
			_("there is nothing in the language %s: --lang takes zh_CN or en, or a folder of the course"),
			cli->lang_option);
		return CLI_USAGE;
	}
	return command->run(cli, err);
}

/*
 * --lang must be known before the first message; a wrong option elsewhere must not hide it. A beginning of it, or
 * another one behind it, is found when options are read.
 */
static const char *
find_lang(int argc, char **argv)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (!strncmp(argv[i], "--lang=", 7))
			return argv[i] + 7;
		if (!strcmp(argv[i], "--lang") && i + 1 < argc)
			return argv[i + 1];
	}
	return NULL;
}

static void
use_language_read(struct cli *cli)
{
	const char *lang = cli_args_value(&cli->args, "lang");

	if (!lang || lang == cli->lang_option)
		return;
	cli->lang_option = lang;
	cli->language = locale_set(lang);
}

int
cli_main(int argc, char **argv, const struct cli_handlers *handlers)
{
	struct out out;
	struct err err = { 0 };
	struct cli cli = { .out = &out, .handlers = handlers };

	cli.lang_option = find_lang(argc, argv);
	cli.language = locale_set(cli.lang_option);
	out_init(&out, STDOUT_FILENO, false);
	const struct cli_command *command = take_command(&argc, argv);
	int status = CLI_USAGE;

	if (cli_args_read(&cli.args, argc - 1, argv + 1, command->options, cli_common_options,
			  command->stops_at_operand, &err)) {
		use_language_read(&cli);
		status = run_command(command, &cli, &err);
	}
	if (!out_fini(&out) && status == CLI_OK)
		status = CLI_FAILED;
	if (err_is_set(&err))
		complain(command, &err, status);
	cli_args_fini(&cli.args);
	return status;
}
