/* `list`: the lessons of a course with their outlines, or the lines that offer a lab. */
#include "cli/course.h"
#include "cli/json.h"

#include "base/alloc.h"
#include "base/i18n.h"
#include "lesson/document.h"
#include "lesson/render.h"

#include <string.h>

#define PARSE_WAIT_MS   10000
#define LABS_WIDTH_COLS 200

static const char *const weekday_names[] = {
	/* for machines, so never translated */
	"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
};

static struct str
file_name(const struct cli_notes *notes, const struct lesson *lesson)
{
	return str_of_c(catalog_file(notes->catalog, lesson->file)->name);
}

static struct cJSON *
json_of_outline(const struct outline *outline)
{
	struct cJSON *array = cJSON_CreateArray();

	for (size_t i = 0; i < outline->len; i++) {
		struct cJSON *item = cJSON_CreateObject();

		json_add_number(item, "level", outline->items[i].level);
		json_add_text(item, "title", str_of_c(outline->items[i].title));
		json_add_number(item, "line", outline->items[i].line);
		cJSON_AddItemToArray(array, item);
	}
	return array;
}

static struct cJSON *
json_of_lesson(struct cli_notes *notes, size_t index)
{
	struct lesson lesson = *catalog_lesson(notes->catalog, index);
	struct cJSON *object = cJSON_CreateObject();
	struct outline outline;
	char iso[11];

	if (date_is_set(lesson.date)) {
		date_format_iso(lesson.date, iso);
		json_add_text(object, "date", str_of_c(iso));
		json_add_text(object, "weekday", str_of_c(weekday_names[date_weekday(lesson.date)]));
	} else {
		cJSON_AddNullToObject(object, "date");
		cJSON_AddNullToObject(object, "weekday");
	}
	json_add_text(object, "title", str_of_c(lesson.title));
	json_add_text(object, "file", file_name(notes, &lesson));
	json_add_number(object, "line", lesson.line);
	if (lesson.is_introduction)
		cJSON_AddTrueToObject(object, "introduction");
	catalog_lesson_outline(notes->catalog, index, &outline);
	cJSON_AddItemToObject(object, "outline", json_of_outline(&outline));
	outline_fini(&outline);
	return object;
}

static void
print_outline(struct cli *cli, struct cli_notes *notes, size_t index, size_t indent)
{
	struct outline outline;
	unsigned top = 99;

	catalog_lesson_outline(notes->catalog, index, &outline);
	for (size_t i = 0; i < outline.len; i++)
		top = outline.items[i].level < top ? outline.items[i].level : top;
	for (size_t i = 0; i < outline.len; i++) {
		out_blanks(cli->out, indent);
		out_style(cli->out, STYLE(INK_DIM));
		out_printf(cli->out, "%6u", (unsigned)outline.items[i].line);
		out_style(cli->out, STYLE_PLAIN);
		out_blanks(cli->out, 2 * (size_t)(outline.items[i].level - top) + 2);
		out_text(cli->out, str_of_c(outline.items[i].title));
		out_newline(cli->out);
	}
	outline_fini(&outline);
}

static void
print_lesson(struct cli *cli, struct cli_notes *notes, size_t index, size_t number)
{
	const struct lesson *lesson = catalog_lesson(notes->catalog, index);
	char iso[11] = "    -     ";

	if (date_is_set(lesson->date))
		date_format_iso(lesson->date, iso);
	out_style(cli->out, STYLE(INK_DIM));
	out_printf(cli->out, "%3zu", number);
	out_style(cli->out, STYLE(INK_ACCENT));
	out_printf(cli->out, "  %s %s", iso,
		   date_is_set(lesson->date) ? date_weekday_short(date_weekday(lesson->date)) : "-");
	out_style(cli->out, STYLE(INK_STRONG));
	out_printf(cli->out, "  %s", lesson->title);
	out_style(cli->out, STYLE(INK_DIM));
	out_blanks(cli->out, 2);
	out_text(cli->out, file_name(notes, lesson));
	out_printf(cli->out, ":%u", (unsigned)lesson->line);
	out_newline(cli->out);
	if (!cli_args_has(&cli->args, "short"))
		print_outline(cli, notes, index, 3);
}

static void
list_lessons(struct cli *cli, struct cli_notes *notes)
{
	bool is_json = cli_args_has(&cli->args, "json"), has_all = cli_args_has(&cli->args, "all");
	struct json_list list;
	size_t number = 0;

	if (is_json)
		json_list_begin(&list, cli->out);
	for (size_t i = 0; i < catalog_lesson_count(notes->catalog) && !cli->out->error; i++) {
		bool is_introduction = catalog_lesson(notes->catalog, i)->is_introduction;

		if (is_introduction && !has_all)
			continue;
		number += !is_introduction;
		if (is_json)
			json_list_add(&list, json_of_lesson(notes, i));
		else
			print_lesson(cli, notes, i, is_introduction ? 0 : number);
	}
	if (is_json)
		json_list_end(&list);
}

/* ---- lines with labs ---- */

struct labs_list {
	struct cli *cli;
	struct cli_notes *notes;
	struct json_list json;
	bool is_json;
	struct rendered rendered;
};

static struct str
line_at(struct str text, uint32_t offset)
{
	struct str rest = str_skip(text, offset), line = { 0 };

	str_next_line(&rest, &line);
	return str_trim(line);
}

static void
add_lab(struct labs_list *list, const struct lesson *lesson, const struct rendered_lab *lab, struct str line)
{
	struct out *out = list->cli->out;

	if (list->is_json) {
		struct cJSON *object = cJSON_CreateObject();

		json_add_text(object, "file", file_name(list->notes, lesson));
		json_add_number(object, "line", lab->line);
		json_add_text(object, "text", line);
		json_add_text(object, "lab", str_of_c(lab->name));
		json_add_text(object, "preset", str_of_c(lab->preset));
		cJSON_AddBoolToObject(object, "fence", lab->is_fence);
		json_list_add(&list->json, object);
		return;
	}
	out_text(out, file_name(list->notes, lesson));
	out_printf(out, ":%u: ", (unsigned)lab->line);
	out_style(out, STYLE(INK_ACCENT));
	out_printf(out, "%s%s%s", lab->name, lab->preset[0] ? " " : "", lab->preset);
	out_style(out, STYLE_PLAIN);
	out_safe(out, STR(": "));
	out_text(out, line);
	out_newline(out);
}

static void
add_labs_of_section(struct labs_list *list, const struct lesson *lesson, struct str text)
{
	int32_t before = -1;

	for (size_t i = 0; i < list->rendered.lines.len; i++) {
		const struct rendered_line *line = &list->rendered.lines.items[i];

		if (line->lab < 0 || line->lab == before)
			continue;
		before = line->lab;
		add_lab(list, lesson, &list->rendered.labs.items[line->lab], line_at(text, line->source));
	}
}

static void
add_labs_of_lesson(struct labs_list *list, size_t index)
{
	struct render_options options = { .width_cols = LABS_WIDTH_COLS, .topics = list->notes->topics };
	struct lesson lesson = *catalog_lesson(list->notes->catalog, index);
	struct str text;

	if (!catalog_lesson_text(list->notes->catalog, index, &text, NULL))
		return;
	struct document *document = document_new(text, lesson.line, NULL);

	options.document = document;

	for (size_t i = 0; i < document_section_count(document); i++) {
		const struct section *section = document_section(document, i, PARSE_WAIT_MS);

		if (!section)
			continue;
		render_section(section, &options, &list->rendered);
		add_labs_of_section(list, &lesson, text);
	}
	document_free(document);
}

static void
list_labs(struct cli *cli, struct cli_notes *notes)
{
	struct labs_list list = { .cli = cli, .notes = notes, .is_json = cli_args_has(&cli->args, "json") };

	if (list.is_json)
		json_list_begin(&list.json, cli->out);
	for (size_t i = 0; i < catalog_lesson_count(notes->catalog) && !cli->out->error; i++)
		add_labs_of_lesson(&list, i);
	if (list.is_json)
		json_list_end(&list.json);
	rendered_fini(&list.rendered);
}

static int
run_list(struct cli *cli, struct err *err)
{
	struct cli_notes notes;

	if (!cli_notes_open(&notes, cli, cli->args.operands[0], err))
		return CLI_FAILED;
	catalog_finish(notes.catalog);
	if (cli_args_has(&cli->args, "labs"))
		list_labs(cli, &notes);
	else
		list_lessons(cli, &notes);
	/* Nothing is no reason for silence: an empty list would look like success. */
	bool is_failed = !catalog_lesson_count(notes.catalog);

	if (is_failed)
		cli_notes_say_empty(&notes, err);
	else
		cli_notes_say_skipped(&notes);
	cli_notes_close(&notes);
	return is_failed ? CLI_FAILED : CLI_OK;
}

static const struct cli_option options[] = {
	{ "all", 'a', NULL, N_("with introductions: what stands before the first date; number 0, in JSON date null") },
	{ "json", 'j', NULL, N_("as JSON: date, weekday, title, file, line, outline of each lesson") },
	{ "labs", '\0', NULL, N_("instead: each line that offers a lab") },
	{ "short", 's', NULL, N_("without the outlines") },
	{ 0 },
};

const struct cli_command cli_list = {
	.name = "list",
	.usage = "[--all] [--json] [--labs] [--short] [PATH]",
	.summary = N_("list lessons: date, weekday, title, file and line, outline"),
	.options = options,
	.operands_max = 1,
	.run = run_list,
};
