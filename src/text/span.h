/*
 * Styled text: UTF-8 bytes and the runs of style that cover them. What a renderer makes and a canvas prints.
 * The bytes may still be hostile: they become safe where they become cells (text/cell.h).
 */
#ifndef TEXT_SPAN_H
#define TEXT_SPAN_H

#include "base/str.h"
#include "base/vec.h"
#include "text/style.h"

#include <stdint.h>

struct span {
	uint32_t end_bytes; /* the run goes from the end of the one before (or 0) to here */
	struct style style;
	uint16_t tag; /* what it belongs to, e.g. index of a link + 1; 0: nothing. Meaning is the maker's */
};

struct styled {
	struct str_buf text;
	VEC(struct span) spans; /* ascending; the last ends at text.len */
};

void styled_fini(struct styled *);
void styled_clear(struct styled *);
/* Append text in one style; a run of the same style and tag is made longer. */
void styled_append(struct styled *, struct str, struct style, uint16_t tag);
void styled_append_c(struct styled *, const char *, struct style);
void styled_printf(struct styled *, struct style, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* Lay a style over [start, end) bytes: PAPER and ATTRS are replaced/ored, ink only if INK_COUNT is not given. */
void styled_overlay(struct styled *, size_t start, size_t end, struct style);
/* Append bytes [start, end) of SOURCE with their styles. */
void styled_append_part(struct styled *, const struct styled *source, size_t start, size_t end);

/* Walk the runs inside [start, end): each call gives the next piece, never empty. False at the end. */
struct styled_piece {
	struct str text;
	struct style style;
	uint16_t tag;
};
struct styled_iter {
	const struct styled *styled;
	size_t offset, end, span;
};
struct styled_iter styled_iter(const struct styled *, size_t start, size_t end);
bool styled_next(struct styled_iter *, struct styled_piece *out);

#endif
