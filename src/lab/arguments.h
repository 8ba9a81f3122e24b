/* The arguments of a lab's verb, as all labs take them: flags, options with a value, and one file. */
#ifndef LAB_ARGUMENTS_H
#define LAB_ARGUMENTS_H

#include "base/err.h"

#include <stdbool.h>

struct lab_argument {       /* one that the verb knows */
	const char *name;   /* "--seed" */
	const char **value; /* where its value goes ("--seed 3", "--seed=3"): borrowed; the last one counts */
	bool *flag;         /* or, with VALUE NULL, what becomes true */
};

/*
 * Read ARGV, whose first is the verb, by TABLE, which ends with a NULL name. FILE takes what is no option ("-" is
 * none); NULL: the verb takes no file. What is not given stays as it is.
 */
bool lab_arguments_read(int argc, char **argv, const struct lab_argument *table, const char **file, struct err *);

#endif
