/* The demo program on a terminal: what the tests of term/ begin and end with. */
#ifndef TESTS_TERM_DEMO_H
#define TESTS_TERM_DEMO_H

#include "pty.h"
#include "support/test.h"

extern char demo_path[];

void demo_find(const char *path); /* NULL: in $builddir */
void demo_open(struct pty *, const char *const *env);
void demo_open_ready(struct pty *, const char *const *env); /* its first page is there */
void demo_assert_restored(struct pty *);                    /* after its end: nothing of it is left in the terminal */

#endif
