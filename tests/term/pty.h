/*
 * A program on a terminal that a test watches: a pty with libvterm behind it. Nothing here sleeps: everything waits for
 * the program, with a deadline. One thread; any number of terminals.
 */
#ifndef TESTS_TERM_PTY_H
#define TESTS_TERM_PTY_H

#include "base/str.h"

#include <stdbool.h>
#include <sys/resource.h>
#include <termios.h>
#include <vterm.h>

#define PTY_DEADLINE_MS 15000 /* generous: a loaded machine under sanitizers; nothing waits so long unless it fails */

struct pty_options {
	const char *const *argv; /* NULL-terminated */
	const char *const
		*env; /* "NAME=value" to set, "NAME" to unset; NULL-terminated; on top of a plain environment */
	int width, height;
	bool is_silent; /* the terminal answers no question */
};

struct pty {
	int master, slave; /* the slave is held open so that modes can be read after the end */
	int pid;
	int width, height;
	bool is_silent, is_ended, is_blind;
	int status; /* as waitpid gave it, once ended */
	struct rusage usage;
	struct termios before; /* as the program found it */
	VTerm *vterm;
	VTermScreen *screen;
	bool is_alternate, is_cursor_visible;
	int mouse;            /* VTERM_PROP_MOUSE */
	struct str_buf bytes; /* everything the program wrote */
};

/* Where a program of the build is: at PATH, or with NULL under $builddir by its NAME. */
void pty_find_program(const char *path, const char *name, char *out, size_t size);
void pty_open(struct pty *, const struct pty_options *);
void pty_close(struct pty *); /* kills what still runs */
void pty_send(struct pty *, struct str bytes);
void pty_send_c(struct pty *, const char *bytes);
void pty_resize(struct pty *, int width, int height);
/*
 * Resize to anything and look away: what is written is dropped, as libvterm 0.1 does not survive all sizes; then again.
 */
void pty_look_away(struct pty *);
void pty_look_again(struct pty *, int width, int height); /* a new, blank terminal of that size */
void pty_signal(struct pty *, int signal_number);
void pty_hang_up(struct pty *); /* the terminal vanishes */

/* Read what there is, waiting at most MAX_MS for something. False: nothing came. */
bool pty_pump(struct pty *, int max_ms);
/* Until the row Y (or any, with -1) holds TEXT. False at the deadline. */
bool pty_wait_text(struct pty *, int y, const char *text);
/* Until the bytes written since offset FROM hold NEEDLE. */
bool pty_wait_bytes(struct pty *, size_t from, const char *needle);
/* Until the program has read what was typed, written what it wanted to, and sleeps. What workers do may go on. */
bool pty_wait_quiet(struct pty *);
bool pty_wait_stop(struct pty *); /* until it was stopped by a signal */
bool pty_wait_exit(struct pty *); /* until it ended; status and usage are set */

void pty_print_screen(const struct pty *, const char *missing); /* why a test fails: MISSING never came */
bool pty_has_text(const struct pty *, int y, const char *text); /* of what came so far */
void pty_row(const struct pty *, int y, struct str_buf *out);   /* the text of a row, without trailing blanks */
VTermScreenCell pty_cell(const struct pty *, int x, int y);
bool pty_is_cooked(const struct pty *); /* the modes are exactly those the program found */
bool pty_has_bytes(const struct pty *, size_t from, const char *needle);

#endif
