/* A program that is given the terminal, as a shell would: its own foreground process group, ctrl-z included. UI thread. */
#ifndef TERM_CHILD_H
#define TERM_CHILD_H

#include "base/err.h"

/*
 * Run ARGV (looked up in PATH, NULL-terminated) on the terminal TTY_FD and wait for it. When it is stopped, so are we,
 * until the shell brings us back. Returns its exit status (128 + signal if one ended it), or -1 if it did not start.
 */
int child_run(int tty_fd, const char *const *argv, struct err *);

#endif
