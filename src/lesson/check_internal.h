/* What the files of the notes doctor share; nobody else includes it. */
#ifndef LESSON_CHECK_INTERNAL_H
#define LESSON_CHECK_INTERNAL_H

#include "lesson/check.h"

#define CHECK_SAME_MAX 50 /* findings of one code in one file that are listed one by one */

struct checker {
	struct catalog *catalog;
	const struct check_options *options;
	struct findings *out;
	const char *file; /* name of the one being looked at */
};

/* Say one thing about LINE of the file at hand. FORMAT is translated already. */
void checker_say(struct checker *, enum finding_severity, const char *code, uint32_t line, const char *format, ...)
	__attribute__((format(printf, 5, 6)));

/* check_lines.c: what a scan over the lines of a file sees. */
void check_lines(struct checker *, struct str text);
/* check_lesson.c: dates, fences, links; and the files they stand in. */
void check_file(struct checker *, size_t file);
void check_lesson(struct checker *, size_t lesson);

#endif
