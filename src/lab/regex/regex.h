/*
 * What Python's re would do with a pattern and a text: PCRE2 matches, the dialect and the values are Python 3.11's
 * (https://docs.python.org/3.11/library/re.html). No clock, no threads of its own; a run is one call and may be made on
 * any thread. Positions are kept in bytes for drawing and in code points for people.
 */
#ifndef LAB_REGEX_REGEX_H
#define LAB_REGEX_REGEX_H

#include "base/err.h"
#include "base/str.h"
#include "base/vec.h"

#include <stdbool.h>
#include <stdint.h>

enum regex_flag {
	REGEX_IGNORECASE = 1,
	REGEX_MULTILINE = 2,
	REGEX_DOTALL = 4,
	REGEX_VERBOSE = 8,
	REGEX_ASCII = 16
};

enum regex_mode {
	REGEX_SEARCH,
	REGEX_MATCH,
	REGEX_FULLMATCH,
	REGEX_FINDALL,
	REGEX_FINDITER,
	REGEX_SPLIT,
	REGEX_SUB,
	REGEX_MODE_COUNT
};
extern const char *const regex_mode_names[REGEX_MODE_COUNT + 1]; /* NULL-terminated: "search", … */

/* Letters i m s x a (u is allowed and means nothing); false and a column on another. */
bool regex_flags_parse(struct str letters, unsigned *flags, struct err *err);

struct regex_request {
	struct str pattern, text, repl; /* the text is taken as it is: make it valid UTF-8 (regex_clean) */
	unsigned flags;
	enum regex_mode mode;
	size_t matches_max;     /* kept in the result; 0: all */
	size_t value_bytes_max; /* 0: all */
	/* Asked now and then while matching; true stops the run. NULL: only the step limit counts. */
	bool (*is_over)(void *ctx);
	void *ctx;
};

struct regex_span { /* start < 0: the group took no part (None) */
	int64_t start, end;
};

struct regex_capture {
	struct regex_span bytes, chars;
};

enum regex_status {
	REGEX_OK,
	REGEX_BAD_PATTERN,  /* err: words and column in the pattern */
	REGEX_BAD_TEMPLATE, /* err: words and column in the replacement */
	REGEX_STOPPED       /* too many steps, or is_over said so; err says which */
};

struct regex_result {
	enum regex_status status;
	struct err err;
	size_t group_count;                 /* without group 0 */
	char **names;                       /* of groups 1 … group_count, at [0]…; NULL where a group has none */
	VEC(struct regex_capture) captures; /* group_count + 1 a match */
	size_t match_count;                 /* kept in captures */
	uint64_t match_total;               /* found */
	struct str_buf value;               /* what Python returns, as repr() writes it */
	bool is_value_cut;                  /* at value_bytes_max */
	bool is_cut;                        /* is_over said so between matches: there may be more */
	bool is_catastrophe;                /* REGEX_STOPPED by backtracking */
};

void regex_run(const struct regex_request *, struct regex_result *out);
void regex_result_fini(struct regex_result *);
/* Capture of GROUP in kept match INDEX. */
const struct regex_capture *regex_result_group(const struct regex_result *, size_t index, size_t group);
/* The call as it is written in Python: re.sub(pattern, repl, text, flags=re.I). */
void regex_call_format(const struct regex_request *, struct str_buf *out);

/* TEXT with each ill-formed sequence made U+FFFD, appended to OUT. */
void regex_clean(struct str text, struct str_buf *out);

#endif
