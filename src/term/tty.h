/*
 * The terminal device: opened apart from fd 0, 1 and 2, never blocking, with an output queue of our own. UI thread.
 *
 * ncurses writes into memory and what it wrote is queued here, so a terminal that does not read stops nothing but its
 * own picture, and everything sent keeps one order.
 */
#ifndef TERM_TTY_H
#define TERM_TTY_H

#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>
#include <sys/types.h>
#include <termios.h>

struct tty {
	int fd;               /* /dev/tty, non-blocking; -1: closed */
	struct termios saved; /* as it was found */
	struct str_buf out;   /* not written yet, from out_start */
	size_t out_start;
	bool is_behind; /* it did not take all that was to be written */
	bool is_gone;   /* the terminal vanished: everything written is dropped */
};

bool tty_open(struct tty *, struct err *);
void tty_close(struct tty *);      /* nothing is written any more and no mode put back */
void tty_save(struct tty *);       /* the modes as they are now are what tty_set_cooked puts back */
void tty_set_raw(struct tty *);    /* bytes in and out pass as they are; ctrl-c is a key */
void tty_set_cooked(struct tty *); /* as saved, unless another job that has it set its own; unread input is discarded */

bool tty_is_taken(const struct tty *); /* another job has it: to set modes or read would stop us */

void tty_queue(struct tty *, struct str bytes);
/* Write what the terminal takes now. True: nothing is left. */
bool tty_flush(struct tty *);
/* The same, waiting at most MAX_MS in all; what is left then is dropped. */
void tty_drain(struct tty *, int max_ms);
bool tty_has_output(const struct tty *);

/* As read(): at most SIZE bytes; 0 with nothing there now, -1 when the terminal is gone. */
ssize_t tty_read(struct tty *, char *out, size_t size);
bool tty_wait_readable(const struct tty *, int max_ms);
/* In cells, each 1–1000; LINES and COLUMNS or 80x24 when the device does not know. */
void tty_size(const struct tty *, int *width, int *height);

#endif
