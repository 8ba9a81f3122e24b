/*
 * The terminal: the only code that knows one. ncurses writes, term/input reads, everything is put back on every way
 * out.
 *
 * One screen a process. The loop reads from /dev/tty, never from fd 0. UI thread. The callbacks may call anything here
 * but screen_close: stop the loop and close after it. No callback comes before screen_open has returned, nor from
 * screen_close.
 */
#ifndef TERM_SCREEN_H
#define TERM_SCREEN_H

#include "base/err.h"
#include "base/loop.h"
#include "canvas/canvas.h"
#include "canvas/event.h"
#include "canvas/theme.h"

#include <stdbool.h>

enum screen_colors {
	SCREEN_COLORS_AUTO,
	SCREEN_COLORS_NONE,
	SCREEN_COLORS_8,
	SCREEN_COLORS_16,
	SCREEN_COLORS_256,
	SCREEN_COLORS_TRUE
};

struct screen_options {
	bool use_mouse;            /* where the terminal can tell of it without harm */
	const struct theme *theme; /* borrowed until screen_close or screen_set_theme */
	void (*event)(void *ctx, const struct event *);
	void (*resized)(void *ctx, int width, int height); /* also once after a return from suspend */
	void (*leave)(void *ctx,
		      int signal_number); /* SIGHUP, SIGTERM, SIGINT or the terminal vanished (SIGHUP): save and stop */
	void *ctx;
};

struct screen;

/*
 * Two steps, so that what is to be shown can be read and drawn before anything changes on the terminal: screen_new
 * knows its size, screen_open takes it. NULL and false: what to do is in ERR.
 * The first is to be called before any other thread is started: it writes LINES and COLUMNS into the environment, from
 * where ncurses takes the size. COLORS may be AUTO: NO_COLOR, COLORTERM, terminfo.
 */
struct screen *screen_new(struct loop *, enum screen_colors colors, struct err *);
bool screen_open(struct screen *, const struct screen_options *, struct err *);
void screen_close(struct screen *); /* restores the terminal; NULL is fine */
void screen_size(const struct screen *, int *width, int *height);
/*
 * Show a surface: only rows that changed are sent. False: the terminal is behind, try again in 16 ms.
 */
bool screen_present(struct screen *, struct surface *);
/*
 * Behind the first present of SURFACE: make ready for frames of which only the rows that changed are sent. Takes half a
 * millisecond; until then each is sent whole.
 */
void screen_prepare(struct screen *, struct surface *);
void screen_redraw(struct screen *); /* everything is sent at the next present (ctrl-l) */
void screen_set_theme(struct screen *, const struct theme *);
void screen_suspend(struct screen *); /* ctrl-z: back to the shell, and again here at SIGCONT */
/*
 * Give the terminal to a child (an editor) and take it back. Returns its exit status, negative if it could not be
 * started or if we were told to go meanwhile: then leave was called, and the screen is not entered again.
 */
int screen_run_child(struct screen *, const char *const *argv, struct err *);
void screen_copy(struct screen *, struct str text);       /* OSC 52; at most 74,994 bytes, else cut at a character */
void screen_set_title(struct screen *, struct str title); /* OSC 2, cleaned */
bool screen_is_ambiguous_wide(const struct screen *);
bool screen_can_scale_text(const struct screen *); /* OSC 66 was probed and works: canvas/large.h is shown as meant */

/* What this terminal can and cannot do, as lines "name: value", for `notes-tui doctor`. Needs no open screen. */
void screen_describe(struct str_buf *out);

#endif
