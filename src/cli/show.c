/*
 * `show`: lessons as text. Sections are parsed, laid out and written one after the other,
 * so that output starts at once.
 */
#include "cli/show.h"

#include "base/alloc.h"
#include "base/i18n.h"
#include "lesson/document.h"
#include "lesson/render.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define WIDTH_MAX      1000
#define WIDTH_DEFAULT  80
#define WIDTH_READABLE 100 /* wider terminals get no wider text, unless asked for */
#define PARSE_WAIT_MS  10000

int
show_default_width(void)
{
	struct winsize size;
	const char *columns = getenv("COLUMNS");
	int64_t value = 0;

	if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
		value = size.ws_col;
	else if (columns && !str_to_int64(str_of_c(columns), &value))
		value = 0;
	if (value <= 0)
		return WIDTH_DEFAULT;
	return value < WIDTH_READABLE ? (int)value : WIDTH_READABLE;
}

struct showing {
	struct cli *cli;
	struct cli_notes *notes;
	struct render_options options;
	struct rendered rendered;
	bool is_blank_due; /* blank lines are written when something follows */
	bool has_output;
};

/* The end of [start, end) without the blanks there. */
static size_t
trimmed_end(const struct styled *text, size_t start, size_t end)
{
	while (end > start && (text->text.data[end - 1] == ' ' || text->text.data[end - 1] == '\t'))
		end--;
	return end;
}

static void
print_line(struct showing *showing, const struct rendered_line *line)
{
	struct out *out = showing->cli->out;
	size_t end = trimmed_end(&showing->rendered.text, line->start, line->end);
	struct styled_iter iter = styled_iter(&showing->rendered.text, line->start, end);
	struct styled_piece piece;

	if (end == line->start) {
		showing->is_blank_due = showing->has_output;
		return;
	}
	if (showing->is_blank_due)
		out_newline(out);
	showing->is_blank_due = false;
	showing->has_output = true;
	while (styled_next(&iter, &piece)) {
		out_style(out, piece.style);
		out_text(out, piece.text);
	}
	out_newline(out);
}

static bool
show_lesson(struct showing *showing, size_t index, struct err *err)
{
	uint32_t first_line = catalog_lesson(showing->notes->catalog, index)->line;
	struct str text;

	if (!catalog_lesson_text(showing->notes->catalog, index, &text, err))
		return false;
	struct document *document = document_new(text, first_line, NULL);

	for (size_t i = 0; i < document_section_count(document) && !showing->cli->out->error; i++) {
		const struct section *section = document_section(document, i, PARSE_WAIT_MS);

		if (!section)
			continue;
		bool is_first = !showing->has_output;

		render_section(section, &showing->options, &showing->rendered);
		for (size_t j = 0; j < showing->rendered.lines.len; j++)
			print_line(showing, &showing->rendered.lines.items[j]);
		if (is_first)
			out_flush(showing->cli->out);
	}
	document_free(document);
	showing->is_blank_due = showing->has_output;
	return true;
}

static int
show_notes(struct showing *showing, const char *name, struct err *err)
{
	struct catalog *catalog = showing->notes->catalog;
	size_t first = 0, last;

	catalog_finish(catalog);
	last = catalog_lesson_count(catalog);
	if (!last) {
		cli_notes_say_empty(showing->notes, err);
		return CLI_FAILED;
	}
	cli_notes_say_skipped(showing->notes);
	if (name) {
		first = catalog_find(catalog, str_of_c(name));
		if (first == STR_NONE) {
			err_set(err,
				_("there is no lesson %s: give a date, a number from 1, or a part of a title; `list` "
				  "names "
				  "them"),
				name);
			return CLI_FAILED;
		}
		last = first + 1;
	}
	for (size_t i = first; i < last && !showing->cli->out->error; i++)
		if (!show_lesson(showing, i, err))
			return CLI_FAILED;
	return CLI_OK;
}

int
show_course(struct cli *cli, const struct show_options *options, struct err *err)
{
	struct cli_notes notes;
	struct showing showing = { .cli = cli, .notes = &notes };
	int status = CLI_FAILED;

	showing.options.width_cols = (uint32_t)options->width_cols;
	showing.options.ascii = options->use_ascii;
	if (cli_notes_open(&notes, cli, options->path, err)) {
		status = show_notes(&showing, options->lesson, err);
		rendered_fini(&showing.rendered);
		cli_notes_close(&notes);
	}
	return status;
}

static int
run_show(struct cli *cli, struct err *err)
{
	struct show_options options = { .path = cli->args.operands[0],
					.lesson = cli_args_value(&cli->args, "lesson"),
					.width_cols = show_default_width(),
					.use_ascii = cli_args_has(&cli->args, "ascii") };

	if (!cli_args_number(&cli->args, "width", 1, WIDTH_MAX, &options.width_cols, err))
		return CLI_USAGE;
	return show_course(cli, &options, err);
}

static const struct cli_option options_table[] = {
	{ "ascii", '\0', NULL, N_("draw borders and signs in ASCII") },
	{ "lesson", 'l', N_("LESSON"), N_("only this one: a date, 11-03, its number, or a part of its title") },
	{ "width", 'w', N_("COLUMNS"), N_("no line is wider; 80, or the terminal's width up to 100, if not given") },
	{ 0 },
};

const struct cli_command cli_show = {
	.name = "show",
	.usage = "[--ascii] [--lesson=LESSON] [--width=COLUMNS] [PATH]",
	.summary = N_("print lessons as text"),
	.details = N_(
		"All lessons are printed, the introduction first, if none is named. There are no escape codes in it "
		"unless it goes to a terminal or --color=always is given."),
	.options = options_table,
	.operands_max = 1,
	.run = run_show,
};
