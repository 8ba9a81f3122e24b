/* Runs a pattern over a text: compiles, matches again and again as Python's scanner does, keeps what was found. */
#include "lab/regex/regex.h"

#include "base/alloc.h"
#include "base/i18n.h"
#include "lab/regex/dialect.h"
#include "lab/regex/template.h"
#include "lab/regex/value.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

enum {
	STEPS_MAX = 20 * 1000 * 1000,  /* of one attempt to match: some tenths of a second */
	HEAP_KIB_MAX = 64 * 1024,      /* of the interpreter's backtracking frames */
	JIT_STACK_BYTES_MAX = 8 << 20, /* the same for compiled code */
	CALLOUT_BYTES = 16 * 1024,     /* is_over is asked after this much text was walked or so many callouts */
	HARD_MATCH_STEPS = 256 * 1024, /* a match that needs more has begun to backtrack in earnest */
	INDEX_BYTES = 256              /* a checkpoint of the code point index each so many bytes */
};

const char *const regex_mode_names[REGEX_MODE_COUNT + 1] = {
	"search", "match", "fullmatch", "findall", "finditer", "split", "sub", NULL,
};

/* ---- positions in code points ---- */

struct char_index { /* answers "which code point is at this byte" in constant time */
	struct str text;
	uint32_t *checkpoints; /* owned */
};

static size_t
count_chars(const char *data, size_t len)
{
	size_t count = 0;

	for (size_t i = 0; i < len; i++)
		count += ((unsigned char)data[i] & 0xC0) != 0x80;
	return count;
}

static void
char_index_init(struct char_index *index, struct str text)
{
	size_t blocks = text.len / INDEX_BYTES + 1, chars = 0;

	text = text.data ? text : STR("");
	index->text = text;
	index->checkpoints = NEW_ARRAY(uint32_t, blocks);
	for (size_t i = 0; i < blocks; i++) {
		size_t start = i * INDEX_BYTES, len = text.len - start < INDEX_BYTES ? text.len - start : INDEX_BYTES;

		index->checkpoints[i] = (uint32_t)chars;
		chars += count_chars(text.data + start, len);
	}
}

static int64_t
char_index_at(const struct char_index *index, size_t offset)
{
	size_t block = offset / INDEX_BYTES, start = block * INDEX_BYTES;

	return (int64_t)(index->checkpoints[block] + count_chars(index->text.data + start, offset - start));
}

/* ---- one run ---- */

struct run {
	const struct regex_request *request;
	struct regex_result *result;
	struct dialect dialect;
	struct template template;
	struct char_index index;
	struct value_writer writer;
	struct regex_capture *groups; /* of the match at hand */
	pcre2_code *code;
	pcre2_match_data *match_data;
	pcre2_match_context *match_context;
	pcre2_jit_stack *jit_stack;
	size_t walked, last_position; /* since is_over was asked */
	size_t match_walked;          /* since this match began */
	bool is_over;
};

/* Called before each item of the pattern is tried: the only place where a long match can be interrupted. */
static int
on_callout(pcre2_callout_block *block, void *ctx)
{
	struct run *run = ctx;
	size_t position = block->current_position;
	size_t step = position > run->last_position ? position - run->last_position : run->last_position - position;

	run->walked += 1 + step;
	run->match_walked += 1 + step;
	run->last_position = position;
	if (run->walked < CALLOUT_BYTES)
		return 0;
	run->walked = 0;
	run->is_over = run->request->is_over(run->request->ctx);
	return run->is_over ? PCRE2_ERROR_CALLOUT : 0;
}

static bool
fail_compile(struct run *run, int error)
{
	PCRE2_UCHAR text[256];

	run->result->status = REGEX_BAD_PATTERN;
	if (pcre2_get_error_message(error, text, sizeof(text)) < 0)
		text[0] = '\0';
	return err_set(&run->result->err, _("Python takes this pattern, this lab cannot: %s"), (const char *)text);
}

/*
 * Without PCRE2's own short cuts: Python has none of them, so a pattern that hangs there must not look quick here; and
 * 10.42 misses "1" with (?=1)[ab]*?1 when it looks for a first and a last character.
 */
static bool
compile(struct run *run)
{
	pcre2_compile_context *context = pcre2_compile_context_create(NULL);
	uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_ALT_CIRCUMFLEX | PCRE2_NO_UTF_CHECK | PCRE2_NO_START_OPTIMIZE |
			   PCRE2_NO_AUTO_POSSESS;
	PCRE2_SIZE error_offset;
	int error;

	if (!context)
		abort();
	pcre2_set_newline(context, PCRE2_NEWLINE_LF);
	if (run->dialect.is_caseless)
		options |= PCRE2_CASELESS;
	if (run->request->is_over)
		options |= PCRE2_AUTO_CALLOUT;
	run->code = pcre2_compile((PCRE2_SPTR)str_buf_c(&run->dialect.pcre2), run->dialect.pcre2.len, options, &error,
				  &error_offset, context);
	pcre2_compile_context_free(context);
	if (!run->code)
		return fail_compile(run, error);
	pcre2_jit_compile(run->code, PCRE2_JIT_COMPLETE); /* where it is forbidden the interpreter does */
	return true;
}

static void
prepare(struct run *run)
{
	run->match_data = pcre2_match_data_create_from_pattern(run->code, NULL);
	run->match_context = pcre2_match_context_create(NULL);
	if (!run->match_data || !run->match_context)
		abort();
	pcre2_set_match_limit(run->match_context, STEPS_MAX);
	pcre2_set_depth_limit(run->match_context, STEPS_MAX);
	pcre2_set_heap_limit(run->match_context, HEAP_KIB_MAX);
	if (run->request->is_over)
		pcre2_set_callout(run->match_context, on_callout, run);
	run->jit_stack = pcre2_jit_stack_create(32 * 1024, JIT_STACK_BYTES_MAX, NULL);
	if (run->jit_stack)
		pcre2_jit_stack_assign(run->match_context, NULL, run->jit_stack);
	run->groups = NEW_ARRAY(struct regex_capture, run->result->group_count + 1);
}

static void
explain_stop(struct run *run, int error)
{
	struct regex_result *result = run->result;

	/* Out of time between many easy matches: what was found is shown. Inside a hard one: nothing can be. */
	if (error == PCRE2_ERROR_CALLOUT && result->match_total > 1 && run->match_walked < HARD_MATCH_STEPS) {
		result->is_cut = true;
		run->writer.is_full = true;
		return;
	}
	result->status = REGEX_STOPPED;
	result->is_catastrophe = true;
	if (error == PCRE2_ERROR_CALLOUT)
		err_set(&result->err, "%s", _("stopped: the match took too long"));
	else if (error == PCRE2_ERROR_MATCHLIMIT)
		err_set(&result->err, "%s", _("stopped: the match took too many steps"));
	else
		err_set(&result->err, "%s", _("stopped: the match needed too much memory for its way back"));
}

/* Read the vector of offsets into groups. */
static void
read_groups(struct run *run)
{
	const PCRE2_SIZE *vector = pcre2_get_ovector_pointer(run->match_data);

	for (size_t i = 0; i <= run->result->group_count; i++) {
		struct regex_capture *group = &run->groups[i];

		if (vector[2 * i] == PCRE2_UNSET) {
			*group = (struct regex_capture){ { -1, -1 }, { -1, -1 } };
			continue;
		}
		group->bytes = (struct regex_span){ (int64_t)vector[2 * i], (int64_t)vector[2 * i + 1] };
		group->chars.start = char_index_at(&run->index, vector[2 * i]);
		group->chars.end = char_index_at(&run->index, vector[2 * i + 1]);
	}
}

static void
keep_match(struct run *run)
{
	struct regex_result *result = run->result;

	result->match_total++;
	value_add(&run->writer, run->groups);
	if (run->request->matches_max && result->match_count >= run->request->matches_max)
		return;
	for (size_t i = 0; i <= result->group_count; i++)
		vec_push(&result->captures, run->groups[i]);
	result->match_count++;
}

/* False when there is no further match or the run was stopped. */
static bool
match_once(struct run *run, size_t start, uint32_t options)
{
	struct str text = run->request->text;
	int found;

	run->last_position = start;
	run->match_walked = 0;
	if (run->request->is_over && (run->walked += 64) >= CALLOUT_BYTES) {
		run->walked = 0;
		if (run->request->is_over(run->request->ctx)) {
			explain_stop(run, PCRE2_ERROR_CALLOUT);
			return false;
		}
	}
	found = pcre2_match(run->code, (PCRE2_SPTR)(text.data ? text.data : ""), text.len, start,
			    options | PCRE2_NO_UTF_CHECK, run->match_data, run->match_context);
	if (found == PCRE2_ERROR_NOMATCH)
		return false;
	if (found < 0) {
		explain_stop(run, found);
		return false;
	}
	read_groups(run);
	return true;
}

/* Python's scanner: behind an empty match the next one at the same place must not be empty. */
static void
match_all(struct run *run)
{
	uint32_t options = 0;
	size_t start = 0;

	while (match_once(run, start, options)) {
		keep_match(run);
		start = (size_t)run->groups[0].bytes.end;
		options = run->groups[0].bytes.start == run->groups[0].bytes.end ? PCRE2_NOTEMPTY_ATSTART : 0;
	}
}

static void
execute(struct run *run)
{
	static const uint32_t once_options[] = {
		[REGEX_SEARCH] = 0,
		[REGEX_MATCH] = PCRE2_ANCHORED,
		[REGEX_FULLMATCH] = PCRE2_ANCHORED | PCRE2_ENDANCHORED,
	};
	enum regex_mode mode = run->request->mode;

	char_index_init(&run->index, run->request->text);
	run->writer = (struct value_writer){ .request = run->request,
					     .template = &run->template,
					     .result = run->result };
	value_begin(&run->writer);
	if (mode > REGEX_FULLMATCH)
		match_all(run);
	else if (match_once(run, 0, once_options[mode]))
		keep_match(run);
	if (run->result->status == REGEX_OK)
		value_end(&run->writer);
	else
		str_buf_clear(&run->result->value);
}

static void
run_fini(struct run *run)
{
	value_writer_fini(&run->writer);
	free(run->index.checkpoints);
	free(run->groups);
	template_fini(&run->template);
	dialect_fini(&run->dialect);
	pcre2_jit_stack_free(run->jit_stack);
	pcre2_match_context_free(run->match_context);
	pcre2_match_data_free(run->match_data);
	pcre2_code_free(run->code);
}

void
regex_run(const struct regex_request *request, struct regex_result *out)
{
	struct run run = { .request = request, .result = out };

	*out = (struct regex_result){ 0 };
	if (!dialect_translate(request->pattern, request->flags, &run.dialect, &out->err)) {
		out->status = REGEX_BAD_PATTERN;
	} else {
		out->group_count = run.dialect.group_count;
		if (compile(&run)) {
			if (request->mode == REGEX_SUB &&
			    !template_parse(request->repl, &run.dialect, &run.template, &out->err)) {
				out->status = REGEX_BAD_TEMPLATE;
			} else {
				prepare(&run);
				execute(&run);
			}
		}
		out->names = run.dialect.names;
		run.dialect.names = NULL;
	}
	run_fini(&run);
}

void
regex_result_fini(struct regex_result *result)
{
	for (size_t i = 0; result->names && i < result->group_count; i++)
		free(result->names[i]);
	free(result->names);
	vec_fini(&result->captures);
	str_buf_fini(&result->value);
	*result = (struct regex_result){ 0 };
}

const struct regex_capture *
regex_result_group(const struct regex_result *result, size_t index, size_t group)
{
	return &result->captures.items[index * (result->group_count + 1) + group];
}

void
regex_clean(struct str text, struct str_buf *out)
{
	uint32_t character;

	if (utf8_is_valid(text)) {
		str_buf_append(out, text);
		return;
	}
	while (utf8_next(&text, &character, NULL))
		utf8_append(out, character);
}
