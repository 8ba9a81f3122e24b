/*
 * One section parsed: at once, or on a thread that can be given up.
 *
 * Every thread of the program is joined, with one exception, and it is here: a parse that overran its deadline cannot
 * be stopped from outside while md4c is between two callbacks. Such a thread is detached. It works on its own copies,
 * touches nothing else, calls nobody, stops at md4c's next callback and then frees what it owns. markdown_estimate
 * turns away the inputs known to do this before they get a thread, so that it should never happen.
 */
#include "lesson/section.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "base/thread.h"
#include "lesson/linescan.h"
#include "lesson/markdown.h"

#include <string.h>

struct parse_job {
	struct parse_request request; /* its text is TEXT's */
	char *text;                   /* owned: section, definitions, padding; eased for md4c */
	char *shown;                  /* owned: the section as it is */
	atomic_bool is_cancelled;

	pthread_t thread;
	uint64_t started_ns;
	pthread_mutex_t lock; /* guards the rest */
	pthread_cond_t finished;
	bool is_done, is_abandoned;
	enum markdown_result result;
	struct section section;
};

void
section_fini(struct section *section)
{
	free(section->blocks);
	free(section->links);
	arena_fini(&section->arena);
	section->blocks = NULL;
	section->links = NULL;
	section->block_count = section->link_count = 0;
}

void
section_make_plain(struct section *section, const char *reason)
{
	struct span *span = arena_alloc(&section->arena, sizeof(*span));
	struct block *block = NEW(struct block);

	*span = (struct span){ .end_bytes = (uint32_t)section->source.len };
	*block = (struct block){ .kind = BLOCK_PLAIN,
				 .is_loose = true,
				 .start = section->start,
				 .end = section->end,
				 .line = section->first_line };
	block->text.text.data = arena_copy(&section->arena, section->source.data, section->source.len);
	block->text.text.len = section->source.len;
	block->text.spans.items = span;
	block->text.spans.len = section->source.len > 0;
	section->blocks = block;
	section->block_count = 1;
	section->plain_reason = reason;
}

/* Comments become blanks of the same length: md4c, told to take HTML for text, would show them. */
static void
blank_comments(char *text, size_t len)
{
	struct linescan scan = linescan_start(str_of(text, len));

	while (linescan_next(&scan))
		if (scan.kind == SCAN_COMMENT)
			memset(text + scan.start, ' ', scan.line.len);
}

static char *
padded_copy(const struct parse_request *request)
{
	size_t len = request->text.len + request->definitions.len;
	char *copy = NEW_ARRAY(char, len + MARKDOWN_PADDING);

	if (request->text.len)
		memcpy(copy, request->text.data, request->text.len);
	if (request->definitions.len)
		memcpy(copy + request->text.len, request->definitions.data, request->definitions.len);
	copy[len] = '\n';
	if (str_find(request->text, STR("<!--")) != STR_NONE)
		blank_comments(copy, request->text.len);
	markdown_ease_emphasis(copy, len);
	return copy;
}

static enum markdown_result
parse(const struct parse_request *request, const char *text, const atomic_bool *is_cancelled, struct section *out)
{
	const struct markdown_input input = { .text = text,
					      .shown = request->text.data,
					      .len = request->text.len,
					      .parse_len = request->text.len + request->definitions.len + 1,
					      .base = request->base,
					      .first_line = request->first_line,
					      .is_cancelled = is_cancelled };

	return markdown_parse(&input, out);
}

static const char *
reason_of(enum markdown_result result)
{
	switch (result) {
	case MARKDOWN_TOO_BIG:
		return _("Shown as plain text: laid out it would be many times as long as its source.");
	case MARKDOWN_CANCELLED:
		return _("Shown as plain text: it took too long to lay out.");
	default:
		return _("Shown as plain text: the markdown could not be read.");
	}
}

static bool
give_result(enum markdown_result result, const char **reason)
{
	*reason = result == MARKDOWN_OK ? NULL : reason_of(result);
	return result == MARKDOWN_OK;
}

bool
section_parse(const struct parse_request *request, struct section *out, const char **reason)
{
	char *text = padded_copy(request);
	enum markdown_result result = parse(request, text, NULL, out);

	free(text);
	return give_result(result, reason);
}

static void
free_job(struct parse_job *job)
{
	section_fini(&job->section);
	pthread_cond_destroy(&job->finished);
	pthread_mutex_destroy(&job->lock);
	free(job->text);
	free(job->shown);
	free(job);
}

static void *
run(void *arg)
{
	struct parse_job *job = arg;
	struct section section = { 0 };
	enum markdown_result result = parse(&job->request, job->text, &job->is_cancelled, &section);

	pthread_mutex_lock(&job->lock);
	bool is_abandoned = job->is_abandoned;

	job->is_done = true;
	job->result = result;
	job->section = section;
	pthread_cond_broadcast(&job->finished);
	/* Under the lock: so nobody who took or gave up the job is called. */
	if (!is_abandoned && job->request.on_ready)
		job->request.on_ready(job->request.ctx);
	pthread_mutex_unlock(&job->lock);
	if (is_abandoned)
		free_job(job);
	return NULL;
}

struct parse_job *
parse_job_start(const struct parse_request *request)
{
	struct parse_job *job = NEW(struct parse_job);
	pthread_condattr_t attributes;

	job->request = *request;
	job->text = padded_copy(request);
	job->shown = mem_copy(request->text.data, request->text.len);
	job->request.text.data = job->shown;
	job->request.definitions.data = NULL;
	job->started_ns = clock_monotonic_ns();
	atomic_init(&job->is_cancelled, false);
	pthread_mutex_init(&job->lock, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&job->finished, &attributes);
	pthread_condattr_destroy(&attributes);
	if (thread_start(&job->thread, NULL, run, job) != 0) {
		free_job(job);
		return NULL;
	}
	return job;
}

bool
parse_job_wait(struct parse_job *job, uint32_t wait_ms)
{
	uint64_t until_ns = clock_monotonic_ns() + wait_ms * NS_PER_MS;
	struct timespec until = { .tv_sec = (time_t)(until_ns / NS_PER_S), .tv_nsec = (long)(until_ns % NS_PER_S) };
	int status = 0;

	pthread_mutex_lock(&job->lock);
	while (!job->is_done && wait_ms && status == 0)
		status = pthread_cond_timedwait(&job->finished, &job->lock, &until);
	bool is_done = job->is_done;

	pthread_mutex_unlock(&job->lock);
	return is_done;
}

uint64_t
parse_job_age_ms(const struct parse_job *job)
{
	return (clock_monotonic_ns() - job->started_ns) / NS_PER_MS;
}

bool
parse_job_take(struct parse_job *job, struct section *out, const char **reason)
{
	pthread_join(job->thread, NULL);
	enum markdown_result result = job->result;

	out->blocks = job->section.blocks;
	out->block_count = job->section.block_count;
	out->links = job->section.links;
	out->link_count = job->section.link_count;
	out->arena = job->section.arena;
	job->section = (struct section){ 0 };
	free_job(job);
	return give_result(result, reason);
}

void
parse_job_abandon(struct parse_job *job)
{
	pthread_t thread = job->thread;

	atomic_store(&job->is_cancelled, true);
	pthread_mutex_lock(&job->lock);
	bool is_done = job->is_done;

	job->is_abandoned = true;
	pthread_mutex_unlock(&job->lock);
	if (is_done) {
		pthread_join(thread, NULL);
		free_job(job);
	} else {
		pthread_detach(thread); /* it frees the job; THREAD is ours, the job may be gone already */
	}
}
