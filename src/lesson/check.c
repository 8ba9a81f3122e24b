/* The notes doctor: goes through a course, collects and orders what was found. */
#include "lesson/check_internal.h"

#include "base/i18n.h"
#include "base/vec.h"

#include <string.h>

void
findings_add(struct findings *findings, enum finding_severity severity, const char *code, const char *file,
	     uint32_t line, const char *text)
{
	vec_push(findings, (struct finding){ .severity = severity,
					     .code = code,
					     .file = mem_copy_c(file),
					     .line = line,
					     .text = mem_copy_c(text) });
}

void
checker_say(struct checker *checker, enum finding_severity severity, const char *code, uint32_t line,
	    const char *format, ...)
{
	struct str_buf text = { 0 };
	va_list args;

	va_start(args, format);
	str_buf_vprintf(&text, format, args);
	va_end(args);
	findings_add(checker->out, severity, code, checker->file, line, str_buf_c(&text));
	str_buf_fini(&text);
}

void
findings_fini(struct findings *findings)
{
	for (size_t i = 0; i < findings->len; i++) {
		free(findings->items[i].file);
		free(findings->items[i].text);
	}
	vec_fini(findings);
}

static int
compare_findings(const void *a_item, const void *b_item)
{
	const struct finding *a = a_item, *b = b_item;
	int order = strcmp(a->file, b->file);

	if (!order)
		order = a->line < b->line ? -1 : a->line > b->line;
	return order ? order : strcmp(a->code, b->code);
}

void
findings_sort(struct findings *findings)
{
	if (findings->len)
		qsort(findings->items, findings->len, sizeof(*findings->items), compare_findings);
}

static void
check_whole_course(struct checker *checker)
{
	const struct err *error = catalog_course_error(checker->catalog);

	checker->file = "course.yaml";
	if (error)
		checker_say(checker, FINDING_ERROR, "course-file", error->line,
			    _("%s: the file is not used; the course is read without it"), error->text);
	for (size_t i = 0; i < catalog_skipped_count(checker->catalog); i++) {
		const struct skipped_file *skipped = catalog_skipped(checker->catalog, i);

		checker->file = skipped->name;
		checker_say(checker, FINDING_WARNING, "skipped-file", skipped->why.line, _("%s: the file is left out"),
			    skipped->why.text);
	}
	if (catalog_lesson_count(checker->catalog))
		return;
	checker->file = "";
	checker_say(checker, FINDING_WARNING, "no-lessons", 0,
		    _("there are no lessons: put notes there in files that end in .md, .markdown or .txt"));
}

/* A topic that names a lab or a preset that is not there would be a badge that opens an error. */
static void
check_topics(struct checker *checker)
{
	const struct check_options *options = checker->options;

	checker->file = "topics.yaml";
	for (size_t i = 0; options->topics && options->check_fence && i < topic_map_count(options->topics); i++) {
		const struct topic *topic = topic_map_at(options->topics, i);
		struct err err = { 0 };

		if (!options->check_fence(options->ctx, str_of_c(topic->lab), str_of_c(topic->preset), STR(""), 0,
					  &err))
			checker_say(checker, FINDING_ERROR, "topic", topic->line, "%s", err.text);
	}
}

void
check_course(struct catalog *catalog, const struct check_options *options, struct findings *out)
{
	static const struct check_options none = { 0 };
	struct checker checker = { .catalog = catalog, .options = options ? options : &none, .out = out };

	catalog_finish(catalog);
	check_whole_course(&checker);
	check_topics(&checker);
	for (size_t i = 0; i < catalog_file_count(catalog); i++)
		check_file(&checker, i);
	for (size_t i = 0; i < catalog_lesson_count(catalog); i++)
		check_lesson(&checker, i);
	findings_sort(out);
}
