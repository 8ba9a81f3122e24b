/* Printing lessons; shared by `show` and by a course opened where there is no terminal. */
#ifndef CLI_SHOW_H
#define CLI_SHOW_H

#include "cli/course.h"

/* LESSON NULL: all of them. Gives the exit status. */
int show_course(struct cli *, const char *path, const char *lesson, int width_cols, struct err *);
int show_default_width(void);

#endif
