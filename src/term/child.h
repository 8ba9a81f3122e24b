/*
 * A program that is given the terminal, as a shell would: its own foreground process group, ctrl-z included. UI thread.
 */
#ifndef TERM_CHILD_H
#define TERM_CHILD_H

#include "base/err.h"

#define CHILD_LEFT (-2)

/*
 * Run ARGV (looked up in PATH, NULL-terminated) on the terminal TTY_FD and wait for it. When it is stopped, so are we,
 * until the shell brings us back. Returns its exit status (128 + signal if one ended it), or -1 if it did not start.
 *
 * SIGTSTP and SIGCONT sent to us meanwhile are for both: the child stops, and so do we; it goes on, on the terminal,
 * when we do. ctrl-c is the child's alone.
 *
 * SIGHUP, SIGTERM and SIGINT sent to us meanwhile are TOLD at once. Then the child is told that its terminal hangs up
 * and has a second to end. If it does not, the terminal is still its own, or the shell's if we were stopped: CHILD_LEFT
 * is returned.
 */
int child_run(int tty_fd, const char *const *argv, void (*told)(void *ctx, int signal_number), void *ctx, struct err *);

#endif
