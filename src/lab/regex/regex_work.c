/* Runs the engine for the lab: easy matches at once, the rest on a worker, always with a deadline. */
#include "base/alloc.h"
#include "base/clock.h"
#include "lab/regex/regex_state.h"

#include <stdlib.h>
#include <string.h>

#define DEADLINE_NS (35 * NS_PER_MS) /* the worker's; then backtracking is explained instead */

enum {
	AT_ONCE_BYTES = 64 * 1024,
	AT_ONCE_ASKED = 8, /* times the engine may ask before a worker takes over: some 4 ms, without a clock */
	STILL_ASKED = 100, /* the same for a card, which has no worker */
	MATCHES_MAX = 5000,
	VALUE_BYTES_MAX = 64 * 1024
};

struct regex_job {
	struct regex_lab *lab;        /* NULL: the lab was closed */
	struct loop_job *loop_job;    /* UI thread's; the worker is handed the same */
	struct regex_request request; /* owned */
	struct regex_result result;
};

static void
request_fini(struct regex_request *request)
{
	free((void *)(uintptr_t)request->pattern.data);
	free((void *)(uintptr_t)request->text.data);
	free((void *)(uintptr_t)request->repl.data);
	*request = (struct regex_request){ 0 };
}

struct str
regex_lab_field(const struct regex_lab *lab, enum regex_field field)
{
	return edit_text(lab->fields[field]);
}

static struct str
clean_copy(struct str text)
{
	struct str_buf clean = { 0 };
	size_t len;

	regex_clean(text, &clean);
	len = clean.len;
	return str_of(str_buf_take(&clean), len);
}

/* What the fields ask for, as an owned copy. False: the flags are wrong. */
static bool
make_request(const struct regex_lab *lab, struct regex_request *out, struct err *err)
{
	*out = (struct regex_request){
		.mode = lab->mode,
		.matches_max = MATCHES_MAX,
		.value_bytes_max = VALUE_BYTES_MAX,
	};
	if (!regex_flags_parse(regex_lab_field(lab, FIELD_FLAGS), &out->flags, err))
		return false;
	out->pattern = clean_copy(regex_lab_field(lab, FIELD_PATTERN));
	out->text = clean_copy(regex_lab_field(lab, FIELD_TEXT));
	out->repl = clean_copy(regex_lab_field(lab, FIELD_REPL));
	return true;
}

/* ---- colours ---- */

/*
 * One byte of LOOKS a byte of text: 0 plain, else 1 + group, with ODD for every second match and HERE for the current.
 */
enum {
	LOOK_GROUP = 0x3F,
	LOOK_ODD = 0x40,
	LOOK_HERE = 0x80
};

static struct style
style_of_look(unsigned char look)
{
	struct style style = { .ink = INK_TEXT };
	unsigned group = look & LOOK_GROUP;

	if (!group)
		return style;
	style.paper = look & LOOK_ODD ? PAPER_MATCH_ALT : PAPER_MATCH;
	if (group > 1)
		style.ink = (uint8_t)ink_actor(group - 2);
	if (look & LOOK_HERE)
		style.attrs = ATTR_BOLD | ATTR_UNDERLINE;
	return style;
}

static void
paint_match(const struct regex_lab *lab, size_t index, unsigned char *looks)
{
	unsigned char base = (unsigned char)((index % 2 ? LOOK_ODD : 0) |
					     (index + 1 == lab->playback.position ? LOOK_HERE : 0));

	/* Groups come in the order of their parentheses, so an inner one is painted over the one around it. */
	for (size_t group = 0; group <= lab->good.group_count; group++) {
		struct regex_span span = regex_result_group(&lab->good, index, group)->bytes;
		unsigned shown = group ? 2 + (unsigned)((group - 1) % 8) : 1;

		if (span.start >= 0 && span.end > span.start)
			memset(looks + span.start, (int)(base | shown), (size_t)(span.end - span.start));
	}
}

void
regex_lab_color(struct regex_lab *lab)
{
	struct str text = regex_lab_field(lab, FIELD_TEXT);
	unsigned char *looks = NEW_ARRAY(unsigned char, text.len + 1);

	if (str_is_equal(text, lab->asked.text))
		for (size_t i = 0; i < lab->good.match_count; i++)
			paint_match(lab, i, looks);
	styled_clear(&lab->look);
	for (size_t start = 0, end; start < text.len; start = end) {
		for (end = start + 1; end < text.len && looks[end] == looks[start]; end++)
			;
		styled_append(&lab->look, str_cut(text, start, end), style_of_look(looks[start]), 0);
	}
	free(looks);
}

/* ---- taking a result ---- */

static void
take(struct regex_lab *lab, struct regex_request *request, struct regex_result *result)
{
	regex_result_fini(&lab->last);
	if (result->status == REGEX_OK) {
		regex_result_fini(&lab->good);
		request_fini(&lab->asked);
		lab->good = *result;
		lab->asked = *request;
		playback_set_length(&lab->playback, lab->good.match_count);
	} else {
		lab->last = *result;
		request_fini(request);
	}
	regex_lab_color(lab);
}

static void
take_flags_error(struct regex_lab *lab, const struct err *err)
{
	regex_result_fini(&lab->last);
	lab->last.status = REGEX_BAD_PATTERN;
	lab->last.err = *err;
	regex_lab_color(lab);
}

/* ---- the worker ---- */

struct deadline {
	const struct loop_job *job;
	uint64_t end_ns;
};

static bool
is_job_over(void *ctx)
{
	const struct deadline *deadline = ctx;

	return clock_monotonic_ns() > deadline->end_ns || loop_job_is_cancelled(deadline->job);
}

static void
work(struct loop_job *loop_job, void *ctx)
{
	struct regex_job *job = ctx;
	struct deadline deadline = { loop_job, clock_monotonic_ns() + DEADLINE_NS };

	job->request.is_over = is_job_over;
	job->request.ctx = &deadline;
	regex_run(&job->request, &job->result);
}

static void
done(void *ctx, bool is_cancelled)
{
	struct regex_job *job = ctx;
	struct regex_lab *lab = job->lab;

	if (lab && !is_cancelled && !lab->is_stale) {
		take(lab, &job->request, &job->result);
		job->result = (struct regex_result){ 0 };
		job->request = (struct regex_request){ 0 };
	}
	request_fini(&job->request);
	regex_result_fini(&job->result);
	free(job);
	if (!lab)
		return;
	lab->job = NULL;
	if (lab->is_stale) {
		lab->is_stale = false;
		regex_lab_run(lab);
	}
	if (lab->env.changed)
		lab->env.changed(lab->env.ctx);
}

static void
start_job(struct regex_lab *lab, struct regex_request *request)
{
	lab->job = NEW(struct regex_job);
	lab->job->lab = lab;
	lab->job->request = *request;
	lab->job->loop_job = loop_job_start(lab->env.loop, work, done, lab->job);
}

/* ---- at once ---- */

static bool
is_spent(void *ctx)
{
	return (*(int *)ctx)-- <= 0;
}

/* True when this was all: the answer is there, or there is nobody to do more. */
static bool
run_at_once(struct regex_lab *lab, struct regex_request *request)
{
	bool can_wait = lab->env.loop && !lab->env.is_still;
	int asked_left = can_wait ? AT_ONCE_ASKED : STILL_ASKED;
	struct regex_result result;

	if (can_wait && request->text.len > AT_ONCE_BYTES)
		return false;
	request->is_over = is_spent;
	request->ctx = &asked_left;
	regex_run(request, &result);
	request->ctx = NULL;
	if (can_wait && (result.status == REGEX_STOPPED || result.is_cut)) {
		regex_result_fini(&result);
		return false;
	}
	take(lab, request, &result);
	return true;
}

void
regex_lab_run(struct regex_lab *lab)
{
	struct regex_request request;
	struct err err = { 0 };

	if (lab->job) {
		lab->is_stale = true;
		loop_job_cancel(lab->job->loop_job);
		return;
	}
	if (!make_request(lab, &request, &err)) {
		take_flags_error(lab, &err);
		return;
	}
	if (run_at_once(lab, &request))
		return;
	start_job(lab, &request);
	regex_lab_color(lab);
}

void
regex_lab_stop(struct regex_lab *lab)
{
	if (lab->job) {
		lab->job->lab = NULL;
		loop_job_cancel(lab->job->loop_job);
	}
	regex_result_fini(&lab->good);
	regex_result_fini(&lab->last);
	request_fini(&lab->asked);
	styled_fini(&lab->look);
}
