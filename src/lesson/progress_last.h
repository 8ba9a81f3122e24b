/*
 * What the first picture needs of the progress, in a small file beside the database (PATH.last), so that it need not
 * wait for SQLite: the lesson that was read last, where, and a few values. It is believed only as long as the database
 * is the file it was written beside, unchanged and without a log; whatever else it holds, it is as if it were not
 * there. Only for progress.c.
 */
#ifndef LESSON_PROGRESS_LAST_H
#define LESSON_PROGRESS_LAST_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

#define PROGRESS_LAST_VALUES 2

struct progress_last {
	struct str_buf course, lesson; /* the lesson read last in this course */
	uint32_t line;                 /* where; 0: not known */
	struct progress_last_value {
		struct str_buf name, value; /* value empty: there is none */
	} values[PROGRESS_LAST_VALUES];
};

/* PATH is the database's. False, and LAST empty, if there is nothing to be believed. */
bool progress_last_read(struct progress_last *, const char *path);
/* After the database was closed. Where it cannot be written there is none. */
void progress_last_write(const struct progress_last *, const char *path);
void progress_last_fini(struct progress_last *);

#endif
