/* `lab`: what labs there are, and a lab's engine without the screen. */
#include "base/alloc.h"
#include "base/file.h"
#include "base/i18n.h"
#include "cli/course.h"
#include "lab/preset.h"
#include "lab/registry.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define INPUT_MAX_BYTES (UINT64_C(64) << 20)

static volatile sig_atomic_t is_signalled;

static void
note_signal(int signal_number)
{
	(void)signal_number;
	is_signalled = 1;
}

struct lab_run { /* behind lab_io.ctx */
	struct out *out;
	struct str_buf text;
	const char *language;
	bool is_unread; /* a file could not be read: that is no wrong command line */
};

static void
flush_io(struct lab_io *io)
{
	struct lab_run *run = io->ctx;
	struct str rest = str_buf_str(io->out), line;

	/* A lab's output is its own lines, but what stands in them came from outside. */
	while (rest.len && str_next(&rest, '\n', &line)) {
		out_text(run->out, line);
		if (rest.data)
			out_newline(run->out);
	}
	str_buf_clear(io->out);
	out_flush(run->out);
}

static bool
read_io(struct lab_io *io, const char *file, struct str_buf *out, struct err *err)
{
	struct lab_run *run = io->ctx;
	bool is_read = strcmp(file, "-") ? file_read(file, INPUT_MAX_BYTES, out, NULL, err)
					 : file_read_fd(STDIN_FILENO, INPUT_MAX_BYTES, out, err);

	run->is_unread |= !is_read;
	return is_read;
}

static bool
is_interrupted_io(const struct lab_io *io)
{
	const struct lab_run *run = io->ctx;

	return is_signalled || run->out->error;
}

bool
cli_find_preset(const char *course, const char *lab, const char *name, const char *language, struct str_buf *out,
		struct err *err)
{
	struct preset_list list = { 0 };
	char **dirs = cli_preset_dirs(course);

	preset_list_load(&list, (const char *const *)dirs, lab, language, NULL);
	const struct preset *preset = preset_list_find(&list, str_of_c(name));

	if (preset && out)
		str_buf_append(out, str_of(preset->body, preset->body_len));
	if (!preset)
		err_set(err, _("%s has no preset %s; `notes-tui lab %s` lists them"), lab, name, lab);
	bool is_found = preset != NULL;

	preset_list_fini(&list);
	cli_preset_dirs_free(dirs);
	return is_found;
}

static bool
preset_io(struct lab_io *io, const char *lab, const char *name, struct str_buf *out, struct err *err)
{
	const struct lab_run *run = io->ctx;

	return cli_find_preset(NULL, lab, name, run->language, out, err);
}

/* The first SIGINT or SIGTERM lets a verb finish; it sees it in is_interrupted. */
static void
catch_signals(void)
{
	struct sigaction action = { .sa_handler = note_signal };

	sigemptyset(&action.sa_mask);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
}

static int
run_verb(struct cli *cli, const struct lab_command *command, struct err *err)
{
	struct lab_run run = { .out = cli->out, .language = cli->language };
	struct lab_io io = { .out = &run.text,
			     .flush = flush_io,
			     .read = read_io,
			     .is_interrupted = is_interrupted_io,
			     .preset = preset_io,
			     .ctx = &run };

	catch_signals();
	int status = command->run(&io, (int)cli->args.operand_count - 1, cli->args.operands + 1, err);

	flush_io(&io);
	str_buf_fini(&run.text);
	return status != CLI_OK && run.is_unread ? CLI_FAILED : status;
}

static const struct lab_command *
find_verb(const struct lab_ops *lab, const char *name)
{
	for (const struct lab_command *command = lab->commands; command && command->name; command++)
		if (!strcmp(command->name, name))
			return command;
	return NULL;
}

static void
print_name(struct out *out, const char *name)
{
	out_style(out, STYLE(INK_STRONG));
	out_text(out, str_of_c(name));
	out_style(out, STYLE_PLAIN);
}

/* "int 1–8", "one of a, b": what an option takes. */
static void
print_kind(struct out *out, const struct lab_option *option)
{
	switch (option->kind) {
	case LAB_BOOL:
		out_printf(out, "%s", _("yes or no"));
		break;
	case LAB_INT:
		out_printf(out, _("a whole number from %.0f to %.0f"), option->min, option->max);
		break;
	case LAB_REAL:
		out_printf(out, _("a number from %g to %g"), option->min, option->max);
		break;
	case LAB_TEXT:
		out_printf(out, "%s", _("a text"));
		break;
	case LAB_CHOICE:
		out_printf(out, "%s", _("one of"));
		for (const char *const *choice = option->choices; *choice; choice++)
			out_printf(out, "%s %s", choice == option->choices ? "" : ",", *choice);
		break;
	case LAB_NODE:
		out_printf(out, "%s", _("a list or mapping"));
		break;
	}
}

static void
print_options(struct out *out, const struct lab_ops *lab)
{
	for (const struct lab_option *option = lab->options; option && option->name; option++) {
		out_blanks(out, 4);
		print_name(out, option->name);
		out_safe(out, STR(": "));
		print_kind(out, option);
		if (option->default_value && option->default_value[0])
			out_printf(out, _("; %s if not given"), option->default_value);
		out_printf(out, _(". %s"), _(option->help));
		out_newline(out);
	}
}

static void
print_verbs(struct out *out, const struct lab_ops *lab)
{
	for (const struct lab_command *command = lab->commands; command && command->name; command++) {
		out_blanks(out, 4);
		print_name(out, command->name);
		out_printf(out, " %s: %s", command->usage, _(command->summary));
		out_newline(out);
	}
}

static void
print_presets(struct out *out, const struct lab_ops *lab, const char *language)
{
	struct preset_list list = { 0 };
	struct err err = { 0 };
	char **dirs = cli_preset_dirs(NULL);

	preset_list_load(&list, (const char *const *)dirs, lab->name, language, &err);
	for (size_t i = 0; i < list.len; i++) {
		out_blanks(out, 4);
		print_name(out, list.items[i].name);
		out_printf(out, ": %s", list.items[i].title);
		out_newline(out);
	}
	if (err_is_set(&err))
		out_complain("%s", err.text);
	preset_list_fini(&list);
	cli_preset_dirs_free(dirs);
}

static void
print_section(struct out *out, const char *title)
{
	out_blanks(out, 2);
	out_style(out, STYLE(INK_DIM));
	out_text(out, str_of_c(title));
	out_newline(out);
}

static void
print_lab(struct cli *cli, const struct lab_ops *lab, bool with_presets)
{
	print_name(cli->out, lab->name);
	out_printf(cli->out, ": %s", _(lab->summary));
	out_newline(cli->out);
	if (lab->options && lab->options->name) {
		print_section(cli->out, _("options of a fence"));
		print_options(cli->out, lab);
	}
	if (lab->commands && lab->commands->name) {
		print_section(cli->out, _("verbs"));
		print_verbs(cli->out, lab);
	}
	if (with_presets) {
		print_section(cli->out, _("presets"));
		print_presets(cli->out, lab, cli->language);
	}
}

void
cli_say_labs(struct err *err, const char *name)
{
	struct str_buf names = { 0 };

	for (size_t i = 0; i < lab_registry_count(); i++)
		str_buf_printf(&names, "%s%s", i ? ", " : "", lab_registry_at(i)->name);
	err_set(err, _("there is no lab %s; the labs are: %s"), name, str_buf_c(&names));
	str_buf_fini(&names);
}

static int
run_lab(struct cli *cli, struct err *err)
{
	const struct cli_args *args = &cli->args;

	if (!args->operand_count) {
		for (size_t i = 0; i < lab_registry_count(); i++) {
			if (i)
				out_newline(cli->out);
			print_lab(cli, lab_registry_at(i), false);
		}
		return CLI_OK;
	}
	const struct lab_ops *lab = lab_registry_find(str_of_c(args->operands[0]));

	if (!lab) {
		cli_say_labs(err, args->operands[0]);
		return CLI_USAGE;
	}
	if (args->operand_count == 1) {
		print_lab(cli, lab, true);
		return CLI_OK;
	}
	const struct lab_command *command = find_verb(lab, args->operands[1]);

	if (command)
		return run_verb(cli, command, err);
	err_set(err, _("%s has no verb %s; `notes-tui lab %s` lists them"), lab->name, args->operands[1], lab->name);
	return CLI_USAGE;
}

const struct cli_command cli_lab = {
	.name = "lab",
	.usage = "[NAME [VERB [ARGUMENT]...]]",
	.summary = N_("the labs: list them, or use one's engine without the screen"),
	.details = N_("Without a name: all labs with what a fence may say and their verbs. With a name: that lab and "
		      "its presets."),
	.stops_at_operand = true,
	.run = run_lab,
};
