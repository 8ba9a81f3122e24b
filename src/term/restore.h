/*
 * The terminal put back when the program crashes or exits without closing its screen.
 *
 * While armed, SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT and SIGQUIT write the bytes, put the modes back and then do
 * what they would have done; so does exit(). One terminal a process. UI thread.
 */
#ifndef TERM_RESTORE_H
#define TERM_RESTORE_H

#include "base/str.h"

#include <termios.h>

#define RESTORE_BYTES_MAX 512

/* BYTES are copied, at most RESTORE_BYTES_MAX; FD stays open until the disarm. */
void restore_arm(int fd, const struct termios *, struct str bytes);
void restore_disarm(void);

#endif
