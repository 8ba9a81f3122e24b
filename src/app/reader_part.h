/* What the reader's own files share; nobody else includes it. */
#ifndef APP_READER_PART_H
#define APP_READER_PART_H

#include "app/reader.h"
#include "app/text_change.h"

void reader_begin(struct reader *); /* something was read: a new lesson counts as begun */
/* Places at the next layout, as offsets in the source. */
void reader_set_goal(struct reader *, uint32_t top, uint32_t cursor);
/* A render_options.is_answer_shown with the reader as CTX. */
bool reader_is_answer_shown(void *ctx, uint32_t start);
void reader_show_answer_at(struct reader *, uint32_t offset); /* unfold the one that holds a byte, if one does */
void reader_set_goal_here(struct reader *);                   /* keep the place while the lines are made anew */

/*
 * reader_take.c: take the lesson's text from the catalog, a long one's on a worker: until that is done there is what
 * was shown before, or its head. Places move along with what changed. False: it cannot be read; what was shown stays,
 * and where that is nothing the error says why.
 */
bool reader_take_text(struct reader *);
bool reader_is_taking(const struct reader *, size_t text_len); /* a lesson so long */
void reader_drop_text(struct reader *);
void reader_stop_taking(struct reader *);
bool reader_is_to_grow(const struct reader *); /* more of its text may come than is there */
/* reader_anchor.c */
bool reader_has_anchor(const struct reader *);
void reader_drop_anchor(struct reader *); /* one moved */
/* At the reader's goals, in a TEXT that is in COPY (taken) or part of SHARED (taken). */
void reader_set_anchor(struct reader *, struct str text, struct str_buf *copy, struct shared_text *shared);
void reader_go_to_anchor(struct reader *); /* goals and unfolded answers are those of its text */
bool reader_is_place_left(const struct reader *, const struct text_change *); /* the same of the goals' text */
void reader_text_changed(struct reader *, const struct text_change *);        /* another one was put in its place */

#endif
