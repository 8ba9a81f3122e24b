/*
 * Files read for searching only, one after the other into the same buffers. Zero is a valid start. Any thread,
 * one a struct.
 */
#ifndef LESSON_SEARCH_FILE_H
#define LESSON_SEARCH_FILE_H

#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>

struct search_file {
	struct str_buf raw, converted;
};

/* The text of PATH as UTF-8, until the next call. False if it is no text, not there, or larger than 512 MiB. */
bool search_file_read(struct search_file *, const char *path, struct str *out, struct err *);
void search_file_fini(struct search_file *);

#endif
