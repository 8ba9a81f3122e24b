/* Printing lessons; shared by `show` and by a course opened where there is no terminal. */
#ifndef CLI_SHOW_H
#define CLI_SHOW_H

#include "cli/course.h"

struct show_options {
	const char *path;   /* NULL: the shipped course */
	const char *lesson; /* NULL: all of them */
	int width_cols;     /* at least 1 */
	bool use_ascii;
};

int show_course(struct cli *, const struct show_options *, struct err *); /* gives the exit status */
int show_default_width(void); /* of the terminal, within reason; else of $COLUMNS, else 80 */

#endif
