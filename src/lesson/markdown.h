/*
 * One section of markdown as blocks, by md4c. Only document.c calls this: it sees to threads and deadlines.
 *
 * md4c takes quadratic time on input made for it, so markdown_estimate looks first, in one pass, for what is known to
 * cost: long bracket pairs, unfinished link titles, container marks without end. What a section may put out is capped.
 */
#ifndef LESSON_MARKDOWN_H
#define LESSON_MARKDOWN_H

#include "lesson/document.h"

#include <stdatomic.h>

#define MARKDOWN_PADDING   9 /* bytes behind the text: '\n' and NULs, because md4c 0.4.8 reads past its input */
#define MARKDOWN_DEPTH_MAX 32

enum markdown_result {
	MARKDOWN_OK,
	MARKDOWN_TOO_BIG,   /* more output than the caps allow */
	MARKDOWN_CANCELLED, /* the flag was raised */
	MARKDOWN_FAILED     /* md4c gave up */
};

struct markdown_input {
	const char *text; /* PARSE_LEN bytes that end in '\n', then eight NULs */
	size_t len;       /* of the section; what lies behind it is link definitions, which show nothing */
	size_t parse_len;
	const char *shown;               /* LEN bytes: the section as it is, where TEXT was eased for md4c */
	uint32_t base;                   /* the text's first byte in the document */
	uint32_t first_line;             /* in the file */
	const atomic_bool *is_cancelled; /* may be NULL */
};

/* What a parse of TEXT may cost at worst beyond its length, in steps of about ten nanoseconds; one pass. */
uint64_t markdown_estimate(struct str text);
/* Put letters for the punctuation that keeps md4c from seeing emphasis in Chinese; no length changes. */
void markdown_ease_emphasis(char *text, size_t len);
/* Fills blocks, links and arena of OUT (zeroed before); nothing is left in it unless the result is OK. */
enum markdown_result markdown_parse(const struct markdown_input *, struct section *out);

#endif
