/*
 * One control sequence: its parameters as they arrive, and what it says once it is whole. Bounded memory: parameters
 * beyond the limit are counted and forgotten, and the sequence is then unknown. Pure; any thread.
 */
#ifndef TERM_SEQUENCE_H
#define TERM_SEQUENCE_H

#include "canvas/event.h"
#include "term/input.h"
#include "term/keymap.h"

#include <stdbool.h>
#include <stdint.h>

#define SEQUENCE_PARAMS_MAX 8
#define SEQUENCE_SUBS_MAX   3 /* kitty: code:shifted:base and mods:action */

struct sequence {
	uint32_t params[SEQUENCE_PARAMS_MAX][SEQUENCE_SUBS_MAX]; /* 0 when left out */
	uint8_t param_count;                                     /* 0: none was given */
	uint8_t sub;                                             /* index of the one being read */
	uint8_t prefix;                                          /* < = > ? or 0 */
	uint8_t intermediate;                                    /* $ and the like, or 0 */
	uint8_t final;
	bool is_empty;    /* nothing but the introducer so far */
	bool is_too_long; /* or malformed: swallow to the end */
};

enum sequence_result {
	SEQUENCE_UNKNOWN,
	SEQUENCE_EVENT,
	SEQUENCE_REPLY,
	SEQUENCE_PASTE, /* a paste begins */
	SEQUENCE_X10    /* three more bytes belong to it */
};

void sequence_reset(struct sequence *);
/* One byte, 0x20–0x7E. True when it was the last one. */
bool sequence_add(struct sequence *, uint8_t byte);
enum sequence_result sequence_decode(const struct sequence *, enum keymap_family, struct event *, enum input_reply *,
				     int *a, int *b);
bool sequence_decode_x10(const uint8_t bytes[3], struct event *); /* false: nothing for us */

#endif
