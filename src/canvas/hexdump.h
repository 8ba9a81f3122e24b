/* Bytes as offset, hex and text, as xxd shows them. */
#ifndef CANVAS_HEXDUMP_H
#define CANVAS_HEXDUMP_H

#include "canvas/canvas.h"

int hexdump_bytes_per_row(int width_cols); /* 16, 8 or 4: what fits; at least 1 */
/* Rows from FIRST_ROW on; bytes in [mark_start, mark_end) are marked. */
void hexdump_draw(const struct canvas *, struct str bytes, size_t first_row, size_t mark_start, size_t mark_end);

#endif
