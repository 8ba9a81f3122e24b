/*
 * What key a control sequence stands for: sorted tables, one a family of sequences. Pure; any thread.
 *
 * Sources: xterm's ctlseqs, the VT220 manual, rxvt's and Linux' console_codes(4), kitty's keyboard protocol.
 */
#ifndef TERM_KEYMAP_H
#define TERM_KEYMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct keymap_entry {
	uint32_t code; /* final byte, parameter or code point; ascending in a table */
	uint32_t key;  /* code point or enum key */
	unsigned mods; /* enum mod, ored: what the sequence itself says */
};

struct keymap {
	const char *name;
	const struct keymap_entry *entries;
	size_t count;
};

enum keymap_family {
	KEYMAP_CSI,     /* CSI … letter, by the letter */
	KEYMAP_TILDE,   /* CSI number ~ (and rxvt's ^ $ @), by the number */
	KEYMAP_SS3,     /* SS3 letter */
	KEYMAP_CONSOLE, /* CSI [ letter, of the Linux console */
	KEYMAP_CODE,    /* CSI code u and CSI 27;mods;code ~: codes that are no characters */
	KEYMAP_COUNT
};

const struct keymap *keymap_of(enum keymap_family);
const struct keymap_entry *keymap_find(enum keymap_family, uint32_t code); /* NULL if it is no key we know */

/* xterm's modifier parameter: 1 + shift 1, alt 2, ctrl 4, super 8, hyper 16, meta 32, locks 64 and 128; 0 means 1. */
bool keymap_mods(uint32_t parameter, unsigned *mods); /* false: with super or hyper a key is not ours */

#endif
