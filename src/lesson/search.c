/* Finding text in notes: PCRE2's JIT for literals and patterns alike, kept to lines and to limits. */
#include "lesson/search.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "text/utf8.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <string.h>
#include <unicase.h>

/*
 * A pattern sees a window of whole lines at a time: so nothing it does can cost more than a window's worth before the
 * clock is looked at, and [^x]* does not run through a hundred megabytes.
 */
#define WINDOW_BYTES    ((size_t)64 << 10)
#define START_WINDOW    ((size_t)4 << 10) /* starts tried in one call inside a very long line */
#define MATCH_LIMIT     200000            /* backtracks from one start */
#define DEPTH_LIMIT     10000             /* without JIT */
#define HEAP_LIMIT_KIB  (16 << 10)        /* without JIT */
#define GRACE_NS        NS_PER_S          /* what one call may take in any case, */
#define SLOWEST_NS_BYTE 100               /* and beyond that for each byte */
#define CANCEL_BYTES    ((size_t)1 << 20)
#define QUERY_MAX_BYTES ((size_t)64 << 10)

struct search_query {
	pcre2_code *code;
	pcre2_match_data *match;
	pcre2_match_context *context;
	bool is_regex;
};

/* Smart case: does any upper-case letter stand in the query? Escapes of a pattern (\W, \S) do not count. */
static bool
has_upper_case(struct str query, bool is_regex)
{
	uint32_t codepoint;

	while (utf8_next(&query, &codepoint, NULL)) {
		if (is_regex && codepoint == '\\') {
			utf8_next(&query, &codepoint, NULL);
			continue;
		}
		if (uc_tolower(codepoint) != codepoint)
			return true;
	}
	return false;
}

static uint32_t
compile_options(struct str query, bool is_regex)
{
	uint32_t options = is_regex ? PCRE2_MULTILINE | PCRE2_USE_OFFSET_LIMIT | PCRE2_NEVER_BACKSLASH_C
				    : PCRE2_LITERAL;

	if (!has_upper_case(query, is_regex))
		options |= PCRE2_CASELESS;
	/*
	 * A literal of ASCII, and one whose case does not matter, is the same in bytes as in characters, and faster so.
	 */
	bool needs_utf = is_regex || (!str_is_ascii(query) && (options & PCRE2_CASELESS));

	if (needs_utf && utf8_is_valid(query))
		options |= PCRE2_UTF | PCRE2_MATCH_INVALID_UTF;
	if (is_regex && (options & PCRE2_UTF))
		options |= PCRE2_UCP;
	return options;
}

static void
set_pattern_error(struct err *err, struct str query, int code, size_t offset)
{
	PCRE2_UCHAR text[256];

	if (pcre2_get_error_message(code, text, sizeof(text)) < 0)
		text[0] = 0;
	err_set_at(err, 0, (uint32_t)utf8_count(str_cut(query, 0, offset)) + 1, _("the pattern is wrong: %s"),
		   (const char *)text);
}

struct search_query *
search_query_new(struct str query, bool is_regex, struct err *err)
{
	int code;
	PCRE2_SIZE offset;

	if (!query.len) {
		err_set(err, _("there is nothing to search for: the query is empty"));
		return NULL;
	}
	if (query.len > QUERY_MAX_BYTES) {
		err_set(err, _("the query is too long: at most %zu bytes are searched for"), QUERY_MAX_BYTES);
		return NULL;
	}
	pcre2_code *compiled = pcre2_compile((PCRE2_SPTR)query.data, query.len, compile_options(query, is_regex), &code,
					     &offset, NULL);
	if (!compiled) {
		set_pattern_error(err, query, code, offset);
		return NULL;
	}
	pcre2_jit_compile(compiled, PCRE2_JIT_COMPLETE); /* where there is no JIT it works, slower */

	struct search_query *out = NEW(struct search_query);

	out->code = compiled;
	out->is_regex = is_regex;
	out->match = pcre2_match_data_create(1, NULL);
	out->context = pcre2_match_context_create(NULL);
	if (!out->match || !out->context)
		abort();
	pcre2_set_match_limit(out->context, MATCH_LIMIT);
	pcre2_set_depth_limit(out->context, DEPTH_LIMIT);
	pcre2_set_heap_limit(out->context, HEAP_LIMIT_KIB);
	return out;
}

void
search_query_free(struct search_query *query)
{
	if (!query)
		return;
	pcre2_match_context_free(query->context);
	pcre2_match_data_free(query->match);
	pcre2_code_free(query->code);
	free(query);
}

struct range {
	size_t start, end;
};

enum outcome {
	FOUND,
	NOT_FOUND,
	LIMITED
};

static enum outcome
match_once(struct search_query *query, struct str text, size_t offset, uint32_t options, struct range *out)
{
	int rc = pcre2_match(query->code, (PCRE2_SPTR)text.data, text.len, offset, options, query->match,
			     query->context);

	if (rc >= 0) {
		const PCRE2_SIZE *at = pcre2_get_ovector_pointer(query->match);

		/* \K inside a lookahead may put the start behind the end. */
		*out = (struct range){ .start = at[0] < at[1] ? at[0] : at[1], .end = at[1] };
		return FOUND;
	}
	return rc == PCRE2_ERROR_MATCHLIMIT || rc == PCRE2_ERROR_DEPTHLIMIT || rc == PCRE2_ERROR_HEAPLIMIT ||
			       rc == PCRE2_ERROR_JIT_STACKLIMIT
		       ? LIMITED
		       : NOT_FOUND;
}

static size_t
line_end_at(struct str text, size_t offset)
{
	const char *newline = offset < text.len ? memchr(text.data + offset, '\n', text.len - offset) : NULL;

	return newline ? (size_t)(newline - text.data) : text.len;
}

static size_t
line_start_at(struct str text, size_t offset)
{
	const char *newline = offset ? memrchr(text.data, '\n', offset) : NULL;

	return newline ? (size_t)(newline - text.data) + 1 : 0;
}

/* Where the window that begins at START ends: behind a line, at most WINDOW_BYTES on, or behind the one long line. */
static size_t
window_end_at(struct str text, size_t start)
{
	if (text.len - start <= WINDOW_BYTES)
		return text.len;
	size_t end = line_start_at(text, start + WINDOW_BYTES);

	if (end > start)
		return end;
	end = line_end_at(text, start + WINDOW_BYTES);
	return end < text.len ? end + 1 : end;
}

struct limits {
	uint64_t started_ns;
	size_t start;
};

static bool
is_too_slow(const struct limits *limits, size_t offset)
{
	return clock_monotonic_ns() - limits->started_ns > GRACE_NS + (offset - limits->start) * SLOWEST_NS_BYTE;
}

/* One line, a few thousand starts at a time. */
static enum outcome
match_line(struct search_query *query, struct str text, size_t line_start, size_t line_end, size_t offset,
	   const struct limits *limits, struct range *out)
{
	struct str line = str_cut(text, line_start, line_end);
	enum outcome outcome = NOT_FOUND;

	for (size_t at = offset - line_start;; at += START_WINDOW) {
		if (line.len - at > START_WINDOW)
			pcre2_set_offset_limit(query->context, at + START_WINDOW - 1);
		outcome = match_once(query, line, at, 0, out);
		pcre2_set_offset_limit(query->context, PCRE2_UNSET);
		if (outcome != NOT_FOUND || line.len - at <= START_WINDOW)
			break;
		if (is_too_slow(limits, line_start + at))
			return LIMITED;
	}
	out->start += line_start;
	out->end += line_start;
	return outcome;
}

/* The lines of [offset, window end), one by one: for windows in which the pattern ran over a line's end or a limit. */
static enum outcome
match_lines(struct search_query *query, struct str text, size_t offset, size_t end, const struct limits *limits,
	    struct range *out)
{
	while (offset < end) {
		size_t line_end = line_end_at(text, offset);
		enum outcome outcome = match_line(query, text, line_start_at(text, offset), line_end, offset, limits,
						  out);

		if (outcome != NOT_FOUND)
			return outcome;
		offset = line_end + 1;
		if (is_too_slow(limits, offset < text.len ? offset : text.len))
			return LIMITED;
	}
	return NOT_FOUND;
}

/* A pattern: window by window; a match that leaves its line is looked for again in that line alone. */
static enum outcome
match_regex(struct search_query *query, struct str text, size_t offset, struct range *out)
{
	struct limits limits = { .started_ns = clock_monotonic_ns(), .start = offset };

	while (offset < text.len) {
		size_t start = line_start_at(text, offset);
		size_t end = window_end_at(text, offset);
		enum outcome outcome = LIMITED;

		if (end - start <= 2 * WINDOW_BYTES) /* a longer line goes through match_lines in pieces */
			outcome = match_once(query, str_cut(text, start, end), offset - start, 0, out);
		if (outcome == FOUND) {
			out->start += start;
			out->end += start;
			size_t line_end = line_end_at(text, out->start);

			if (out->end <= line_end && out->start < text.len)
				return FOUND;
			if (out->start >= text.len)
				return NOT_FOUND;
			outcome = match_line(query, text, line_start_at(text, out->start), line_end, out->start,
					     &limits, out);
			if (outcome != NOT_FOUND)
				return outcome;
			offset = line_end + 1;
		} else {
			if (outcome == LIMITED)
				outcome = match_lines(query, text, offset, end, &limits, out);
			if (outcome != NOT_FOUND)
				return outcome;
			offset = end;
		}
		if (is_too_slow(&limits, offset < text.len ? offset : text.len))
			return LIMITED;
	}
	return NOT_FOUND;
}

static enum outcome
find(struct search_query *query, struct str text, size_t offset, struct range *out)
{
	if (offset >= text.len)
		return NOT_FOUND;
	return query->is_regex ? match_regex(query, text, offset, out) : match_once(query, text, offset, 0, out);
}

typedef uint8_t byte_vector __attribute__((vector_size(16)));

static uint32_t
count_lines(struct str text)
{
	size_t count = 0, at = 0;

	while (text.len - at >= sizeof(byte_vector)) { /* compilers make no vectors of the plain loop at -O2 */
		byte_vector counts = { 0 }, bytes;

		for (int i = 0; i < UINT8_MAX && text.len - at >= sizeof(bytes); i++, at += sizeof(bytes)) {
			memcpy(&bytes, text.data + at, sizeof(bytes));
			counts -= (byte_vector)(bytes == '\n'); /* true is -1 */
		}
		for (size_t i = 0; i < sizeof(counts); i++)
			count += counts[i];
	}
	for (; at < text.len; at++)
		count += text.data[at] == '\n';
	return count < UINT32_MAX ? (uint32_t)count : UINT32_MAX;
}

static void
fill_hit(struct search_hit *out, struct str text, struct range range)
{
	out->start = range.start;
	out->end = range.end;
	out->line_start = line_start_at(text, range.start);
	out->line_end = line_end_at(text, range.start);
}

bool
search_next(struct search_query *query, struct str text, size_t offset, struct search_hit *out, bool *is_limited)
{
	struct range range;
	enum outcome outcome = find(query, text, offset, &range);

	if (is_limited)
		*is_limited = outcome == LIMITED;
	if (outcome != FOUND)
		return false;
	fill_hit(out, text, range);
	out->line = count_lines(str_cut(text, 0, out->line_start)) + 1;
	return true;
}

/* Where to go on behind a hit: an empty one must not be found again, and no character is cut in two. */
static size_t
offset_after(struct str text, const struct search_hit *hit, bool one_a_line)
{
	if (one_a_line)
		return hit->line_end + 1;
	if (hit->end > hit->start)
		return hit->end;
	size_t offset = hit->end + 1;

	while (offset < text.len && ((unsigned char)text.data[offset] & 0xC0) == 0x80)
		offset++;
	return offset;
}

bool
search_all(struct search_query *query, struct str text, bool one_a_line,
	   bool (*emit)(void *ctx, const struct search_hit *), void *ctx, bool (*is_cancelled)(void *ctx))
{
	struct search_hit hit = { .line = 1 };
	size_t counted = 0; /* lines are counted up to here */

	/* Pieces of whole lines, so that somebody may be asked between them. */
	for (size_t start = 0; start < text.len;) {
		size_t end = text.len - start > CANCEL_BYTES ? line_end_at(text, start + CANCEL_BYTES) : text.len;
		struct str piece = str_cut(text, 0, end);
		struct range range;
		enum outcome outcome;

		if (is_cancelled && is_cancelled(ctx))
			return true;
		while ((outcome = find(query, piece, start, &range)) == FOUND) {
			if (range.start < hit.line_end &&
			    range.start >= hit.line_start) { /* a long line is measured once */
				hit.start = range.start;
				hit.end = range.end;
			} else {
				fill_hit(&hit, text, range);
			}
			hit.line += count_lines(str_cut(text, counted, hit.line_start));
			counted = hit.line_start;
			if (!emit(ctx, &hit))
				return true;
			start = offset_after(text, &hit, one_a_line);
		}
		if (outcome == LIMITED)
			return false;
		start = start > end ? start : end + (end < text.len);
	}
	return true;
}
