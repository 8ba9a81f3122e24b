/* `notes-tui lab regex match`: the engine without the screen, for people and as JSON. */
#include "lab/regex/regex_command.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "lab/arguments.h"
#include "lab/regex/regex.h"

#include <cJSON.h>
#include <stdlib.h>
#include <string.h>

#define TIME_MAX_NS (10 * NS_PER_S) /* nobody waits at a key here: longer than the view's */

struct arguments {
	const char *pattern, *flags, *mode, *repl, *text, *file;
	bool is_json;
};

static bool
parse_arguments(int argc, char **argv, struct arguments *out, struct err *err)
{
	const struct lab_argument known[] = {
		{ "--json", NULL, &out->is_json },
		{ "--pattern", &out->pattern, NULL },
		{ "--flags", &out->flags, NULL },
		{ "--mode", &out->mode, NULL },
		{ "--repl", &out->repl, NULL },
		{ "--text", &out->text, NULL },
		{ .name = NULL },
	};

	*out = (struct arguments){ .flags = "", .mode = "finditer", .repl = "" };
	return lab_arguments_read(argc, argv, known, &out->file, err) &&
	       (out->pattern || err_set(err, _("--pattern is missing")));
}

static bool
find_mode(const char *name, enum regex_mode *out, struct err *err)
{
	for (int i = 0; i < REGEX_MODE_COUNT; i++) {
		if (strcmp(regex_mode_names[i], name) == 0) {
			*out = (enum regex_mode)i;
			return true;
		}
	}
	return err_set(err, _("unknown mode %s; known are search, match, fullmatch, findall, finditer, split, sub"),
		       name);
}

struct deadline {
	const struct lab_io *io;
	uint64_t end_ns;
};

static bool
is_over(void *ctx)
{
	const struct deadline *deadline = ctx;

	return clock_monotonic_ns() > deadline->end_ns ||
	       (deadline->io->is_interrupted && deadline->io->is_interrupted(deadline->io));
}

/* ---- JSON ---- */

/* cJSON ends strings at a NUL: such a text is written piece by piece. */
static cJSON *
json_text(struct str text)
{
	struct str_buf raw = { 0 };
	struct str piece;
	cJSON *item;

	if (!memchr(text.len ? text.data : "x", '\0', text.len ? text.len : 1)) {
		char *copy = str_copy_c(text);

		item = cJSON_CreateString(copy);
		free(copy);
		return item;
	}
	str_buf_append_byte(&raw, '"');
	for (bool is_first = true; str_next(&text, '\0', &piece); is_first = false) {
		cJSON *part = json_text(piece);
		char *printed = cJSON_PrintUnformatted(part);

		str_buf_append_c(&raw, is_first ? "" : "\\u0000");
		str_buf_append(&raw, str_of(printed + 1, strlen(printed) - 2));
		cJSON_free(printed);
		cJSON_Delete(part);
	}
	str_buf_append_byte(&raw, '"');
	item = cJSON_CreateRaw(str_buf_c(&raw));
	str_buf_fini(&raw);
	return item;
}

static void
add_capture(cJSON *object, struct str text, const struct regex_capture *capture)
{
	cJSON *span;

	if (capture->chars.start < 0) {
		cJSON_AddNullToObject(object, "span");
		cJSON_AddNullToObject(object, "text");
		return;
	}
	span = cJSON_AddArrayToObject(object, "span");
	cJSON_AddItemToArray(span, cJSON_CreateNumber((double)capture->chars.start));
	cJSON_AddItemToArray(span, cJSON_CreateNumber((double)capture->chars.end));
	cJSON_AddItemToObject(object, "text",
			      json_text(str_cut(text, (size_t)capture->bytes.start, (size_t)capture->bytes.end)));
}

static cJSON *
json_match(const struct regex_request *request, const struct regex_result *result, size_t index)
{
	cJSON *match = cJSON_CreateObject(), *groups;

	add_capture(match, request->text, regex_result_group(result, index, 0));
	groups = cJSON_AddArrayToObject(match, "groups");
	for (size_t i = 1; i <= result->group_count; i++) {
		cJSON *group = cJSON_CreateObject();

		cJSON_AddNumberToObject(group, "number", (double)i);
		if (result->names[i - 1])
			cJSON_AddStringToObject(group, "name", result->names[i - 1]);
		else
			cJSON_AddNullToObject(group, "name");
		add_capture(group, request->text, regex_result_group(result, index, i));
		cJSON_AddItemToArray(groups, group);
	}
	return match;
}

static const char *const status_names[] = {
	[REGEX_OK] = "ok",
	[REGEX_BAD_PATTERN] = "bad-pattern",
	[REGEX_BAD_TEMPLATE] = "bad-replacement",
	[REGEX_STOPPED] = "stopped",
};

static void
write_json(const struct regex_request *request, const struct regex_result *result, struct str_buf *out)
{
	cJSON *root = cJSON_CreateObject(), *matches;
	struct str_buf text = { 0 };
	char *printed;

	regex_call_format(request, &text);
	cJSON_AddItemToObject(root, "call", json_text(str_buf_str(&text)));
	cJSON_AddStringToObject(root, "mode", regex_mode_names[request->mode]);
	cJSON_AddStringToObject(root, "status", result->is_cut ? "cut" : status_names[result->status]);
	if (result->status == REGEX_OK) {
		cJSON_AddItemToObject(root, "value", json_text(str_buf_str(&result->value)));
	} else {
		cJSON_AddStringToObject(root, "error", result->err.text);
		if (result->err.column)
			cJSON_AddNumberToObject(root, "position", (double)(result->err.column - 1));
	}
	cJSON_AddNumberToObject(root, "count", (double)result->match_total);
	matches = cJSON_AddArrayToObject(root, "matches");
	for (size_t i = 0; i < result->match_count; i++)
		cJSON_AddItemToArray(matches, json_match(request, result, i));
	printed = cJSON_Print(root);
	str_buf_append_c(out, printed);
	str_buf_append_byte(out, '\n');
	cJSON_free(printed);
	cJSON_Delete(root);
	str_buf_fini(&text);
}

/* ---- for people ---- */

static void
write_capture(struct str text, const struct regex_capture *capture, struct str_buf *out)
{
	if (capture->chars.start < 0) {
		str_buf_append_c(out, "None\n");
		return;
	}
	str_buf_printf(out, "%lld–%lld  ", (long long)capture->chars.start, (long long)capture->chars.end);
	str_buf_append(out, str_cut(text, (size_t)capture->bytes.start, (size_t)capture->bytes.end));
	str_buf_append_byte(out, '\n');
}

static void
write_text(const struct regex_request *request, const struct regex_result *result, struct str_buf *out)
{
	regex_call_format(request, out);
	str_buf_append_byte(out, '\n');
	str_buf_append(out, str_buf_str(&result->value));
	str_buf_append_byte(out, '\n');
	for (size_t i = 0; i < result->match_count; i++) {
		str_buf_printf(out, "\n%zu  ", i + 1);
		write_capture(request->text, regex_result_group(result, i, 0), out);
		for (size_t group = 1; group <= result->group_count; group++) {
			const char *name = result->names[group - 1];

			str_buf_printf(out, "   %zu %s%s", group, name ? name : "", name ? " " : "");
			write_capture(request->text, regex_result_group(result, i, group), out);
		}
	}
}

static int
fail_result(const struct regex_request *request, const struct regex_result *result, struct err *err)
{
	struct str pattern = request->pattern;

	switch (result->status) {
	case REGEX_BAD_PATTERN:
		if (result->err.column)
			err_set(err, _("pattern: %s at position %u"), result->err.text, result->err.column - 1);
		else
			err_set(err, _("pattern: %s"), result->err.text);
		return 2;
	case REGEX_BAD_TEMPLATE:
		err_set(err, _("replacement: %s at position %u"), result->err.text,
			result->err.column ? result->err.column - 1 : 0);
		return 2;
	default:
		err_set(err, _("%s: catastrophic backtracking in %.*s"), result->err.text,
			STR_ARG(str_cut(pattern, 0, 200)));
		return 1;
	}
}

static int
run_request(struct lab_io *io, struct regex_request *request, bool is_json, struct err *err)
{
	struct deadline deadline = { io, clock_monotonic_ns() + TIME_MAX_NS };
	struct regex_result result;
	int status = 0;

	request->is_over = is_over;
	request->ctx = &deadline;
	regex_run(request, &result);
	request->ctx = NULL;
	if (is_json)
		write_json(request, &result, io->out);
	else if (result.status == REGEX_OK)
		write_text(request, &result, io->out);
	if (result.is_cut) {
		err_set(err, _("stopped after %llu matches: it took too long"), (unsigned long long)result.match_total);
		status = 1;
	}
	if (result.status != REGEX_OK)
		status = fail_result(request, &result, err);
	regex_result_fini(&result);
	return status;
}

static int
run_match(struct lab_io *io, int argc, char **argv, struct err *err)
{
	struct arguments arguments;
	struct regex_request request = { 0 };
	struct str_buf raw = { 0 }, text = { 0 }, pattern = { 0 }, repl = { 0 };
	int status = 2;

	if (!parse_arguments(argc, argv, &arguments, err) || !find_mode(arguments.mode, &request.mode, err) ||
	    !regex_flags_parse(str_of_c(arguments.flags), &request.flags, err))
		return 2;
	if (arguments.text) {
		str_buf_append_c(&raw, arguments.text);
		status = 0;
	} else if (io->read(io, arguments.file ? arguments.file : "-", &raw, err)) {
		status = 0;
	} else {
		status = 1;
	}
	if (status == 0) {
		regex_clean(str_buf_str(&raw), &text);
		regex_clean(str_of_c(arguments.pattern), &pattern);
		regex_clean(str_of_c(arguments.repl), &repl);
		request.text = str_buf_str(&text);
		request.pattern = str_buf_str(&pattern);
		request.repl = str_buf_str(&repl);
		status = run_request(io, &request, arguments.is_json, err);
	}
	str_buf_fini(&raw);
	str_buf_fini(&text);
	str_buf_fini(&pattern);
	str_buf_fini(&repl);
	return status;
}

const struct lab_command regex_commands[] = {
	{ "match", "--pattern P [--flags imsxa] [--mode M] [--repl R] [--text T | FILE] [--json]",
	  N_("what Python's re does with a pattern and a text"), run_match },
	{ 0 },
};
