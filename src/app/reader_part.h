/* What the reader's own files share; nobody else includes it. */
#ifndef APP_READER_PART_H
#define APP_READER_PART_H

#include "app/reader.h"

void reader_begin(struct reader *); /* something was read: a new lesson counts as begun */
/* Places at the next layout, as offsets in the source. */
void reader_set_goal(struct reader *, uint32_t top, uint32_t cursor);
/* A render_options.is_answer_shown with the reader as CTX. */
bool reader_is_answer_shown(void *ctx, uint32_t start);
void reader_show_answer_at(struct reader *, uint32_t offset); /* unfold the one that holds a byte, if one does */
void reader_set_goal_here(struct reader *);                   /* keep the place while the lines are made anew */
uint32_t reader_offset_of_line(const struct reader *, uint32_t file_line); /* byte of its beginning */

#endif
