/*
 * Which description of the terminal to use and what it says: the part of terminfo that ncurses does not act on itself.
 * UI thread. From choose to fini the entry is terminfo's current terminal, or ncurses' own copy once there is one.
 */
#ifndef TERM_TERMINFO_H
#define TERM_TERMINFO_H

#include "base/err.h"
#include "base/str.h"
#include "term/screen.h"

#include <stdbool.h>

struct terminfo {
	char type[64]; /* the entry ncurses is given: TERM, vte-direct, or what stands in for an unknown TERM */
	void *entry;   /* the TERMINAL we loaded; owned */
	int colors;    /* it has, 0 none */
	int pairs;     /* of colours at once, 0 none */
	bool is_ansi;  /* control sequences begin with ESC [: DEC private modes may be sent, they ignore unknown ones */
	bool is_xterm_like;   /* OSC may be sent: titles, clipboard, text sizes */
	bool has_meta_mode;   /* alt makes another letter of a letter, unless this is switched on */
	bool has_mouse;       /* it may be asked to tell of the mouse */
	bool has_alternate;   /* leaving brings the shell's screen back */
	struct str_buf start; /* switches to the alternate screen; empty: there is none */
	struct str_buf stop;  /* puts everything back that the entry can: attributes, cursor, keypad, screen */
};

/* For the colours WANTED; false when this terminal cannot show a screen at all, and ERR says what to do. */
bool terminfo_choose(struct terminfo *, enum screen_colors wanted, struct err *);
void terminfo_fini(struct terminfo *);

/* A capability's bytes, NULL for one that is not there, without padding ($<5>): that is for tputs, not for the wire. */
void terminfo_append(struct str_buf *out, const char *capability);

#endif
