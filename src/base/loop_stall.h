/*
 * How long the loop's thread works between two looks at what waits: the lateness a key can meet. Measured in CPU time,
 * which a busy machine does not lengthen, and only when asked for: NOTES_TUI_STALLS=FILE in the environment appends a
 * line "microseconds\n" for every turn of the loop that took STALL_NOTED_US or longer. tests/term/hostile_test.c reads
 * them.
 */
#ifndef BASE_LOOP_STALL_H
#define BASE_LOOP_STALL_H

#include <uv.h>

#define STALL_NOTED_US 5000

struct loop_stall; /* NULL when nobody asked */

struct loop_stall *loop_stall_new(uv_loop_t *);
void loop_stall_free(struct loop_stall *); /* before the loop is run for the last time */

#endif
