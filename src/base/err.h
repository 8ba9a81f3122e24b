/*
 * What went wrong, in words: what, where and what to do, carried to whoever can show it.
 *
 * A function that can fail because of the world returns bool and takes `struct err *` last; NULL is allowed
 * and means "I do not care why". `return err_set(err, _("…"), …);` fails in one line. The text is for people:
 * translated, one sentence, no newline, no program name. It may hold hostile bytes from file names: whoever
 * prints it goes through text/ like for everything else. Any thread, one at a time.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

struct err {
	char text[512];  /* the sentence; cut at a character boundary when too long; "" if nothing happened */
	char file[256];  /* where; "" if it is about no file */
	uint32_t line;   /* from 1; 0: no line */
	uint32_t column; /* in code points from 1; 0: no column */
};

/* Say what happened. Always false. Clears the place. */
bool err_set(struct err *, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The same with strerror(errno_value) behind the text: "cannot open x: Permission denied". Always false. */
bool err_set_errno(struct err *, int errno_value, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* Say where. FILE may be empty; LINE and COLUMN may be 0. Always false. */
bool err_at(struct err *, struct str file, uint32_t line, uint32_t column);
/* Say what happened at a line of the text at hand. Always false. */
bool err_set_at(struct err *, uint32_t line, uint32_t column, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

bool err_is_set(const struct err *);
void err_clear(struct err *);
/* "file:line:column: text", leaving out what is not known. */
void err_format(const struct err *, struct str_buf *out);

#endif
