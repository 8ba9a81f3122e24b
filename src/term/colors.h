/*
 * Which colours a terminal has, and a theme made into ncurses pairs and attributes. UI thread; after newterm.
 */
#ifndef TERM_COLORS_H
#define TERM_COLORS_H

#include "canvas/theme.h"
#include "term/screen.h"
#include "text/style.h"

#include <stdbool.h>
#include <stdint.h>

struct colors {
	enum screen_colors depth; /* what is used; never AUTO */
	int pairs[INK_COUNT][PAPER_COUNT];
	uint8_t attrs[INK_COUNT][PAPER_COUNT]; /* enum attr, ored: what stands for colour where there is none */
};

/* What the options and the environment (NO_COLOR, COLORTERM) ask for; AUTO: whatever terminfo says. */
enum screen_colors colors_wanted(enum screen_colors option);
/* After newterm: the most of WANTED this terminal can do; starts colour in ncurses. */
enum screen_colors colors_start(enum screen_colors wanted);
/* Make the pairs of a theme; they replace those of the one before. */
void colors_set_theme(struct colors *, const struct theme *);
const char *colors_name(enum screen_colors); /* "16 million", "256", … translated */

#endif
