/*
 * How a document is cut into sections and how one is parsed: what document.c is made of. See document.h for why.
 */
#ifndef LESSON_SECTION_H
#define LESSON_SECTION_H

#include "lesson/document.h"

#define SECTION_MAX_BYTES_DEFAULT (128 * 1024)

struct section_range {
	uint32_t start, end, first_line;
	bool is_fence_open;      /* ends inside a fence: nothing may be put behind it */
	bool is_fence_continued; /* begins inside a fence that was cut: plain text */
};

struct section_list {
	VEC(struct section_range) ranges;
	struct str_buf
		definitions;  /* link definitions of the whole text, so that a link finds one of another section */
	VEC(struct str) labs; /* what stands behind `lab` in its fences, borrowed from the text; the first 64 */
};

/* One pass. Each range is at most MAX_BYTES long; together they cover TEXT; an empty text has one empty range. */
void section_list_cut(struct section_list *, struct str text, uint32_t first_line, uint32_t max_bytes);
void section_list_fini(struct section_list *);

/* Make SECTION plain text for a translated REASON, from its source. */
void section_make_plain(struct section *, const char *reason);
void section_fini(struct section *);

/* A section being parsed on a thread of its own. */
struct parse_job;

struct parse_request {
	struct str text;        /* copied */
	struct str definitions; /* put behind it, empty when there is none */
	uint32_t base, first_line;
	void (*on_ready)(void *ctx); /* on the job's thread; never after parse_job_take or parse_job_abandon */
	void *ctx;
};

/* Here and now. False with a translated reason if it cannot be shown as markdown. */
bool section_parse(const struct parse_request *, struct section *out, const char **reason);
struct parse_job *parse_job_start(const struct parse_request *); /* NULL if there can be no thread */
bool parse_job_wait(struct parse_job *, uint32_t wait_ms);       /* true: it is done */
uint64_t parse_job_age_ms(const struct parse_job *);
/* The result of a job that is done; frees it. */
bool parse_job_take(struct parse_job *, struct section *out, const char **reason);
/* Give it up: it is joined if it is done, else left to itself with its own copy of everything. */
void parse_job_abandon(struct parse_job *);

#endif
