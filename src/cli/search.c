/* `search`: every line of a course that holds a text or matches a pattern, as it is found. */
#include "cli/course.h"
#include "cli/json.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "lesson/search.h"
#include "lesson/search_file.h"

#include <stdlib.h>
#include <string.h>

#define FLUSH_NS         (50 * NS_PER_MS) /* nobody waits longer for what was found */
#define LINE_MAX_BYTES   4096             /* of a longer line the part around the hit is printed */
#define BEFORE_HIT_BYTES 1024

struct searching {
	struct cli *cli;
	struct search_query *query;
	struct json_list json;
	bool is_json, is_limited;
	const char *file;
	struct search_file source;
	struct str text;
	size_t count;
	uint64_t flushed_ns;
};

static bool
is_char_start(struct str text, size_t at)
{
	return at >= text.len || ((unsigned char)text.data[at] & 0xC0) != 0x80;
}

/* The part of a hit's line that is printed. */
static void
visible_part(const struct searching *searching, const struct search_hit *hit, size_t *start, size_t *end)
{
	*start = hit->line_start;
	*end = hit->line_end;
	if (*end > *start && searching->text.data[*end - 1] == '\r')
		--*end;
	if (*end - *start <= LINE_MAX_BYTES)
		return;
	if (hit->start - *start > BEFORE_HIT_BYTES)
		*start = hit->start - BEFORE_HIT_BYTES;
	if (*end - *start > LINE_MAX_BYTES)
		*end = *start + LINE_MAX_BYTES;
	while (*start < hit->start && !is_char_start(searching->text, *start))
		++*start;
	while (*end < hit->line_end && !is_char_start(searching->text, *end))
		++*end;
}

static void
print_hit(struct searching *searching, const struct search_hit *hit)
{
	struct out *out = searching->cli->out;
	size_t start, end;

	visible_part(searching, hit, &start, &end);
	size_t hit_end = hit->end < end ? hit->end : end;

	out_style(out, STYLE(INK_DIM));
	out_text(out, str_of_c(searching->file));
	out_printf(out, ":%u:", (unsigned)hit->line);
	out_style(out, STYLE_PLAIN);
	out_safe(out, STR(" "));
	out_text(out, str_cut(searching->text, start, hit->start));
	out_style(out, STYLE(INK_ACCENT, .attrs = ATTR_BOLD));
	out_text(out, str_cut(searching->text, hit->start, hit_end));
	out_style(out, STYLE_PLAIN);
	out_text(out, str_cut(searching->text, hit_end, end));
	out_newline(out);
}

static void
json_hit(struct searching *searching, const struct search_hit *hit)
{
	struct cJSON *object = cJSON_CreateObject();
	size_t start, end;

	visible_part(searching, hit, &start, &end);
	json_add_text(object, "file", str_of_c(searching->file));
	json_add_number(object, "line", hit->line);
	json_add_number(object, "column", (double)(hit->start - hit->line_start + 1));
	json_add_text(object, "text", str_cut(searching->text, start, end));
	json_add_text(object, "match", str_cut(searching->text, hit->start, hit->end < end ? hit->end : end));
	json_list_add(&searching->json, object);
}

static bool
emit_hit(void *ctx, const struct search_hit *hit)
{
	struct searching *searching = ctx;

	if (searching->is_json)
		json_hit(searching, hit);
	else
		print_hit(searching, hit);
	if (!searching->count++) /* the first one is seen at once */
		out_flush(searching->cli->out);
	return !searching->cli->out->error;
}

static void
search_file(struct searching *searching, struct catalog *catalog, size_t file)
{
	struct err err = { 0 };

	searching->file = catalog_file(catalog, file)->name;
	if (!search_file_read(&searching->source, catalog_file(catalog, file)->path, &searching->text, &err)) {
		out_complain(_("%s is left out: %s"), searching->file, err.text);
		return;
	}
	if (!search_all(searching->query, searching->text, true, emit_hit, searching, NULL))
		searching->is_limited = true;
	uint64_t now_ns = clock_monotonic_ns();

	if (now_ns - searching->flushed_ns > FLUSH_NS) {
		out_flush(searching->cli->out);
		searching->flushed_ns = now_ns;
	}
}

static int
compare_names(const void *a, const void *b, void *ctx)
{
	const struct catalog *catalog = ctx;

	return strcmp(catalog_file(catalog, *(const size_t *)a)->name, catalog_file(catalog, *(const size_t *)b)->name);
}

static void
search_course(struct searching *searching, struct catalog *catalog)
{
	while (catalog_list_files(catalog))
		;
	size_t count = catalog_file_count(catalog);
	size_t *order = NEW_ARRAY(size_t, count);

	for (size_t i = 0; i < count; i++)
		order[i] = i;
	qsort_r(order, count, sizeof(*order), compare_names, catalog);
	if (searching->is_json)
		json_list_begin(&searching->json, searching->cli->out);
	for (size_t i = 0; i < count && !searching->cli->out->error; i++)
		search_file(searching, catalog, order[i]);
	if (searching->is_json)
		json_list_end(&searching->json);
	free(order);
}

static int
run_search(struct cli *cli, struct err *err)
{
	struct searching searching = { .cli = cli, .is_json = cli_args_has(&cli->args, "json") };
	struct cli_notes notes;
	int status = CLI_FAILED;

	if (cli->args.operand_count && !str_trim(str_of_c(cli->args.operands[0])).len &&
	    !cli_args_has(&cli->args, "regex")) {
		err_set(err, _("the query is empty: notes-tui search QUERY [PATH] (blanks alone: --regex)"));
		return CLI_USAGE;
	}
	if (!cli->args.operand_count) {
		err_set(err, _("what is to be searched for? notes-tui search QUERY [PATH]"));
		return CLI_USAGE;
	}
	searching.query = search_query_new(str_of_c(cli->args.operands[0]), cli_args_has(&cli->args, "regex"), err);
	if (!searching.query)
		return CLI_USAGE;
	if (cli_notes_open_quick(&notes, cli, cli->args.operands[1], err)) {
		search_course(&searching, notes.catalog);
		search_file_fini(&searching.source);
		if (catalog_file_count(notes.catalog) == 0)
			cli_notes_say_empty(&notes, err);
		else
			cli_notes_say_skipped(&notes);
		cli_notes_close(&notes);
		status = searching.count ? CLI_OK : CLI_FAILED;
		if (searching.is_limited)
			err_set(err, _("the pattern takes too long on these notes: not every match was found"));
	}
	search_query_free(searching.query);
	return searching.is_limited ? CLI_FAILED : status;
}

static const struct cli_option options[] = {
	{ "json", 'j', NULL, N_("as JSON: file, line, column in bytes, text, match") },
	{ "regex", 'r', NULL, N_("QUERY is a regular expression (PCRE2)") },
	{ 0 },
};

const struct cli_command cli_search = {
	.name = "search",
	.usage = "[--json] [--regex] QUERY [PATH]",
	.summary = N_("print the lines that hold a text, as file:line: text"),
	.details = N_(
		"Case does not matter unless QUERY has an upper-case letter. Exit status 1 if nothing was found."),
	.options = options,
	.operands_max = 2,
	.run = run_search,
};
