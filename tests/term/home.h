/* A home of its own for the programs that a group of tests runs; gone at the end. */
#ifndef TERM_HOME_H
#define TERM_HOME_H

#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>

static char home[64]; /* HOME=…, as an environment has it */

static inline const char *
home_path(void)
{
	return home + sizeof("HOME=") - 1;
}

static inline int
make_home(void **state)
{
	(void)state;
	snprintf(home, sizeof(home), "%s", "HOME=/tmp/notes-tui-home-XXXXXX");
	assert_non_null(mkdtemp(home + sizeof("HOME=") - 1));
	return 0;
}

/* NAME: what is to go of it; "": all. */
static inline int
remove_from_home(const char *name)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf '%s/%s'", home_path(), name);
	return system(command);
}

static inline int
remove_home(void **state)
{
	(void)state;
	return remove_from_home("");
}

#endif
