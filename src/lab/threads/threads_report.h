/* What was explored, as JSON and as text; and the verbs of the command line. */
#ifndef LAB_THREADS_THREADS_REPORT_H
#define LAB_THREADS_THREADS_REPORT_H

#include "lab/lab.h"
#include "lab/threads/explore.h"

void report_json(struct program *, const struct explored *, double seconds, struct str_buf *out);
void report_text(struct program *, const struct explored *, struct str_buf *out);
void report_count(explore_count, struct str_buf *out);

extern const struct lab_command threads_commands[];

#endif
