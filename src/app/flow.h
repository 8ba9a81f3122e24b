/*
 * A lesson as lines of a width, laid out section by section as they come into view, so that a lesson of a million lines
 * opens at once. A place is a section and a line in it; an offset in the source outlives any layout.
 */
#ifndef APP_FLOW_H
#define APP_FLOW_H

#include "base/vec.h"
#include "lesson/document.h"
#include "lesson/render.h"

#include <stdbool.h>
#include <stdint.h>

struct flow_place {
	size_t section;
	uint32_t line; /* index in the section's rendered lines */
};

struct flow_entry; /* a section laid out */

struct flow {
	struct document *document; /* borrowed; NULL: empty */
	struct render_options options;
	uint32_t wait_ms; /* how long a section may be waited for; once, then no other while is_waiting */
	VEC(struct flow_entry *) entries;
	uint64_t clock, began;   /* of uses, to forget the ones not used for long; when the turn began */
	uint32_t laid_out_bytes; /* in this turn */
	bool is_waiting;         /* a section asked for was not ready; who lays out anew clears it */
	bool is_behind;          /* because enough was laid out in this turn: the next one goes on */
};

void flow_init(struct flow *);
void flow_fini(struct flow *);
/* Another turn of the loop: in each only so much is laid out, so that none is late. */
void flow_begin(struct flow *);
/* Another document or another width: everything laid out is forgotten. */
/* The options are copied; their document is the flow's. */
void flow_set(struct flow *, struct document *, const struct render_options *);

/* A section is to be laid out anew. */
void flow_forget(struct flow *, size_t section);

/* The lines of a section; NULL while it is being parsed, or waits for the next turn. Valid for this one. */
const struct rendered *flow_section(struct flow *, size_t section);
const struct rendered_line *flow_line(struct flow *, struct flow_place, const struct rendered **section);
bool flow_next(struct flow *, struct flow_place *); /* false at the end, or where it is not known yet */
bool flow_previous(struct flow *, struct flow_place *);
/* Move by up to LINES (negative: up); what it moved by. */
int flow_move(struct flow *, struct flow_place *, int lines);
struct flow_place flow_first(struct flow *);
struct flow_place flow_last(struct flow *);
/* The last line that begins at or before OFFSET. */
struct flow_place flow_place_of(struct flow *, uint32_t offset);
uint32_t flow_offset_of(struct flow *, struct flow_place);
int flow_compare(struct flow_place, struct flow_place);

#endif
