/*
 * Bytes from a terminal to events: a pure state machine. Split reads, unknown sequences, bad UTF-8 and pastes of any
 * size never lose sync, never block and never leak as text. See docs/terminal.md for the sequences understood:
 * UTF-8, C0, ESC as alt, CSI and SS3 keys with modifiers (xterm, vt, rxvt, linux), CSI u (kitty, modifyOtherKeys), SGR
 * mouse (1006), focus (1004), bracketed paste (2004), and replies to our own probes. One decoder a terminal; one
 * thread.
 *
 * A paste longer than INPUT_PASTE_BYTES arrives as several EVENT_PASTE in a row, cut between characters, and so does
 * one that stalls; an empty paste arrives as none. Until its end marker comes nothing in it is a key.
 */
#ifndef TERM_INPUT_H
#define TERM_INPUT_H

#include "base/str.h"
#include "canvas/event.h"

#include <stdbool.h>

#define INPUT_PASTE_BYTES 65536

enum input_reply {
	INPUT_REPLY_CURSOR,
	INPUT_REPLY_ATTRIBUTES,
	INPUT_REPLY_MODE
};

struct input_handler {
	void (*event)(void *ctx, const struct event *);
	/*
	 * An answer of the terminal: CURSOR row, column from 1 (CSI row;col R); MODE number, value; ATTRIBUTES first
	 * two. A cursor report of row 1, columns 2–16 looks the same as F3 with modifiers and is taken for the key:
	 * probe on a lower row.
	 */
	void (*reply)(void *ctx, enum input_reply, int a, int b); /* may be NULL */
	void *ctx;
};

struct input;

/* The handler is copied. Its functions must not free the decoder or feed it. */
struct input *input_new(const struct input_handler *);
void input_free(struct input *); /* NULL is fine */
void input_feed(struct input *, struct str bytes);
/* Bytes are held that may be a lone ESC or the start of a sequence: call input_timeout after 25 ms without more. */
bool input_is_pending(const struct input *);
/*
 * What a person can have typed is decided: ESC, alt-[ and its like; what a paste has brought so far is passed on. The
 * inside of a sequence or of a character stays held, so that a slow line never turns one into text.
 */
void input_timeout(struct input *);

#endif
