/* `check`: the notes doctor. */
#include "cli/course.h"
#include "cli/json.h"

#include "base/alloc.h"
#include "base/i18n.h"
#include "lab/host.h"
#include "lab/preset.h"
#include "lab/registry.h"
#include "lesson/check.h"

static const struct {
	const char *name; /* for --json */
	const char *word;
	uint8_t ink;
} severities[] = {
	[FINDING_NOTE] = { "note", N_("note"), INK_INFO },
	[FINDING_WARNING] = { "warning", N_("warning"), INK_WARN },
	[FINDING_ERROR] = { "error", N_("error"), INK_ERROR },
};

/* The presets of each lab, read when one of its fences is met first: there may be forty thousand. */
struct known_presets {
	char **dirs;
	struct preset_list *lists; /* as the labs are in the registry */
	bool *are_read;
};

static const struct preset_list *
presets_of(struct known_presets *known, struct str name)
{
	const struct lab_ops *ops = lab_registry_find(name);

	for (size_t i = 0; ops && i < lab_registry_count(); i++) {
		if (lab_registry_at(i) != ops)
			continue;
		if (!known->are_read[i])
			preset_list_load(&known->lists[i], (const char *const *)known->dirs, ops->name, "en", NULL);
		known->are_read[i] = true;
		return &known->lists[i];
	}
	return NULL;
}

static void
forget_presets(struct known_presets *known)
{
	for (size_t i = 0; i < lab_registry_count(); i++)
		preset_list_fini(&known->lists[i]);
	free(known->lists);
	free(known->are_read);
	cli_preset_dirs_free(known->dirs);
}

static bool
check_fence(void *ctx, struct str name, struct str preset, struct str body, uint32_t body_line, struct err *err)
{
	struct known_presets *known = ctx;
	struct host_spec spec = { .lab = name,
				  .preset = preset,
				  .body = body,
				  .line = body_line,
				  .preset_dirs = (const char *const *)known->dirs,
				  .presets = presets_of(known, name) };

	return host_check(&spec, err);
}

static void
print_finding(struct out *out, const struct finding *finding)
{
	if (finding->file[0]) {
		out_text(out, str_of_c(finding->file));
		if (finding->line)
			out_printf(out, ":%u", (unsigned)finding->line);
		out_safe(out, STR(": "));
	}
	out_style(out, STYLE(severities[finding->severity].ink));
	out_printf(out, "%s:", _(severities[finding->severity].word));
	out_style(out, STYLE_PLAIN);
	out_printf(out, " %s", finding->text);
	out_style(out, STYLE(INK_DIM));
	out_printf(out, " [%s]", finding->code);
	out_newline(out);
}

static struct cJSON *
json_of_finding(const struct finding *finding)
{
	struct cJSON *object = cJSON_CreateObject();

	json_add_text(object, "severity", str_of_c(severities[finding->severity].name));
	json_add_text(object, "code", str_of_c(finding->code));
	json_add_text(object, "file", str_of_c(finding->file));
	json_add_number(object, "line", finding->line);
	json_add_text(object, "text", str_of_c(finding->text));
	return object;
}

/* Gives the number of errors. */
static size_t
report(struct cli *cli, const struct findings *findings)
{
	size_t counts[3] = { 0 };
	bool is_json = cli_args_has(&cli->args, "json"), is_quiet = cli_args_has(&cli->args, "quiet");
	struct json_list list;

	if (is_json)
		json_list_begin(&list, cli->out);
	for (size_t i = 0; i < findings->len; i++) {
		const struct finding *finding = &findings->items[i];

		counts[finding->severity]++;
		if (is_quiet && finding->severity == FINDING_NOTE)
			continue;
		if (is_json)
			json_list_add(&list, json_of_finding(finding));
		else
			print_finding(cli->out, finding);
	}
	if (is_json) {
		json_list_end(&list);
	} else {
		out_printf(cli->out, _("errors: %zu, warnings: %zu, notes: %zu"), counts[FINDING_ERROR],
			   counts[FINDING_WARNING], counts[FINDING_NOTE]);
		out_newline(cli->out);
	}
	return counts[FINDING_ERROR];
}

static int
run_check(struct cli *cli, struct err *err)
{
	struct cli_notes notes;
	struct findings findings = { 0 };
	size_t errors;

	if (!cli_notes_open(&notes, cli, cli->args.operands[0], err))
		return CLI_FAILED;
	struct known_presets known = { .dirs = cli_preset_dirs(notes.path),
				       .lists = NEW_ARRAY(struct preset_list, lab_registry_count()),
				       .are_read = NEW_ARRAY(bool, lab_registry_count()) };
	struct check_options options = { .topics = notes.are_topics_own ? notes.topics : NULL,
					 .check_fence = check_fence,
					 .ctx = &known };

	check_course(notes.catalog, &options, &findings);
	if (err_is_set(&notes.topics_error)) {
		struct str_buf text = { 0 };

		str_buf_printf(&text, _("%s: the shipped topics are used instead"), notes.topics_error.text);
		findings_add(&findings, FINDING_ERROR, "topics-file", "topics.yaml", notes.topics_error.line,
			     str_buf_c(&text));
		findings_sort(&findings);
		str_buf_fini(&text);
	}
	errors = report(cli, &findings);
	findings_fini(&findings);
	forget_presets(&known);
	cli_notes_close(&notes);
	return errors ? CLI_FAILED : CLI_OK;
}

static const struct cli_option options_table[] = {
	{ "json", 'j', NULL, N_("as JSON: severity, code, file, line, text") },
	{ "quiet", 'q', NULL, N_("without notes: only warnings and errors") },
	{ 0 },
};

const struct cli_command cli_check = {
	.name = "check",
	.usage = "[--json] [--quiet] [PATH]",
	.summary = N_("the notes doctor: what is odd, where, and how it was read"),
	.details = N_("Exit status 1 if there are errors; warnings and notes are none."),
	.options = options_table,
	.operands_max = 1,
	.run = run_check,
};
