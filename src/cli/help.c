/* --help, made from the tables of commands and options. */
#include "base/i18n.h"
#include "cli/command.h"
#include "text/cell.h"
#include "text/wrap.h"

#include <string.h>

#define HELP_COLS   80
#define COLUMN_COLS 26 /* where the explanations begin */

/* A name at the left, its explanation wrapped at the right. */
static void
print_row(struct out *out, const char *name, const char *text)
{
	struct wrap_lines lines = { 0 };
	struct str all = str_of_c(text);
	size_t used = cell_width(str_of_c(name)) + 2;

	out_blanks(out, 2);
	out_text(out, str_of_c(name));
	if (used + 2 > COLUMN_COLS) {
		out_newline(out);
		used = 0;
	}
	wrap_text(all, HELP_COLS - COLUMN_COLS, HELP_COLS - COLUMN_COLS, &lines);
	for (size_t i = 0; i < lines.len; i++) {
		out_blanks(out, COLUMN_COLS - used);
		out_text(out, str_cut(all, lines.items[i].start, lines.items[i].end));
		out_newline(out);
		used = 0;
	}
	vec_fini(&lines);
}

static void
print_options(struct out *out, const struct cli_option *options)
{
	struct str_buf name = { 0 };

	for (; options && options->name; options++) {
		str_buf_clear(&name);
		if (options->letter)
			str_buf_printf(&name, "-%c, ", options->letter);
		str_buf_printf(&name, "--%s", options->name);
		if (options->argument)
			str_buf_printf(&name, "=%s", _(options->argument));
		print_row(out, str_buf_c(&name), _(options->help));
	}
	str_buf_fini(&name);
}

static void
print_paragraphs(struct out *out, const char *text)
{
	struct str rest = str_of_c(text), paragraph;

	while (rest.data && str_next(&rest, '\n', &paragraph)) {
		struct wrap_lines lines = { 0 };

		wrap_text(paragraph, HELP_COLS, HELP_COLS, &lines);
		for (size_t i = 0; i < lines.len; i++) {
			out_text(out, str_cut(paragraph, lines.items[i].start, lines.items[i].end));
			out_newline(out);
		}
		vec_fini(&lines);
	}
}

static void
print_title(struct out *out, const char *text)
{
	out_newline(out);
	out_text(out, str_of_c(text));
	out_newline(out);
}

static void
print_program(struct out *out)
{
	struct str_buf name = { 0 };

	print_paragraphs(out,
			 _("notes-tui opens a course, a directory of markdown notes or one file, and brings what they "
			   "teach alive in labs beside the text."));
	out_newline(out);
	out_printf(out, _("usage: %s"), "notes-tui [PATH]");
	out_newline(out);
	out_printf(out, _("       %s"), "notes-tui COMMAND [OPTION]... [PATH]");
	out_newline(out);
	print_title(out, _("Commands"));
	for (size_t i = 0; i < cli_command_count(); i++) {
		const struct cli_command *command = cli_command_at(i);

		str_buf_clear(&name);
		str_buf_printf(&name, "%s", command->name);
		print_row(out, str_buf_c(&name), _(command->summary));
	}
	print_row(out, "",
		  _("without a command the course is opened on the terminal; the shipped course if no PATH is given"));
	print_title(out, _("Options"));
	print_options(out, cli_open.options);
	print_options(out, cli_common_options);
	out_newline(out);
	print_paragraphs(
		out, _("Exit status: 0 all is well, 1 something failed or nothing was found, 2 the command line was "
		       "not understood."));
	str_buf_fini(&name);
}

void
cli_help_print(struct out *out, const struct cli_command *command)
{
	if (!command) {
		print_program(out);
		return;
	}
	out_printf(out, _("usage: %s"), "notes-tui ");
	out_printf(out, "%s %s", command->name, command->usage);
	out_newline(out);
	out_newline(out);
	print_paragraphs(out, _(command->summary));
	if (command->details) {
		out_newline(out);
		print_paragraphs(out, _(command->details));
	}
	print_title(out, _("Options"));
	print_options(out, command->options);
	print_options(out, cli_common_options);
}
