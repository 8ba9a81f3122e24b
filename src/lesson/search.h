/*
 * Find text in notes: a literal (smart case: an upper-case letter in the query makes it exact) or a PCRE2 pattern.
 * A query is compiled once and used by one thread at a time. Works on raw bytes of files; a hit never leaves its line.
 */
#ifndef LESSON_SEARCH_H
#define LESSON_SEARCH_H

#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

struct search_hit {
	size_t start, end;           /* bytes in the text searched */
	size_t line_start, line_end; /* the line it starts in, without \n */
	uint32_t line;               /* from 1 */
};

struct search_query;

struct search_query *search_query_new(struct str query, bool is_regex,
				      struct err *); /* NULL on a bad pattern: column set */
void search_query_free(struct search_query *);
/*
 * The next hit at or after OFFSET; false when there is none, or a limit stopped the pattern (*is_limited, may be NULL).
 */
bool search_next(struct search_query *, struct str text, size_t offset, struct search_hit *out, bool *is_limited);
/*
 * All hits, one a line at most when ONE_A_LINE. EMIT returns false to stop. IS_CANCELLED (may be NULL) is asked every
 * megabyte. Line numbers cost one pass over the text, no more. False if a limit stopped the pattern.
 */
bool search_all(struct search_query *, struct str text, bool one_a_line,
		bool (*emit)(void *ctx, const struct search_hit *), void *ctx, bool (*is_cancelled)(void *ctx));

/*
 * Fuzzy matching for the palette: are all code points of NEEDLE in HAYSTACK in order, without regard to case? Higher
 * *score is better (word starts, runs, shortness). POSITIONS (may be NULL) gets the byte offset of each, up to MAX.
 */
bool search_fuzzy(struct str needle, struct str haystack, int *score, size_t *positions, size_t max);

#endif
