/* What the reader's own files share; nobody else includes it. */
#ifndef APP_READER_PART_H
#define APP_READER_PART_H

#include "app/reader.h"

void reader_begin(struct reader *); /* something was read: a new lesson counts as begun */
/* Places at the next layout, as offsets in the source. */
void reader_set_goal(struct reader *, uint32_t top, uint32_t cursor);
uint32_t reader_offset_of_line(const struct reader *, uint32_t file_line); /* byte of its beginning */

#endif
