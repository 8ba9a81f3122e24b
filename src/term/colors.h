/*
 * Which colours a terminal has, and what a theme's inks and papers come to there: pairs of colour numbers, and
 * attributes. UI thread.
 */
#ifndef TERM_COLORS_H
#define TERM_COLORS_H

#include "canvas/theme.h"
#include "term/screen.h"
#include "term/terminfo.h"
#include "text/style.h"

#include <stdbool.h>
#include <stdint.h>

struct colors {
	enum screen_colors depth; /* what is used; never AUTO */
	int pairs_max;            /* the terminal has, the one of its own colours, 0, counted in */
	int pair_count;
	struct {
		int ink, paper;                /* as setaf and setab take them */
	} made[1 + INK_COUNT * PAPER_COUNT];   /* by pair, from 1 */
	int pairs[INK_COUNT][PAPER_COUNT];     /* 0: the terminal's own colours */
	uint8_t added[INK_COUNT][PAPER_COUNT]; /* enum attr, ored: what stands for colour where there is none */
	uint8_t taken[INK_COUNT][PAPER_COUNT]; /* and what would do harm */
};

/* What the options and the environment (NO_COLOR, COLORTERM) ask for; AUTO: whatever terminfo says. */
enum screen_colors colors_wanted(enum screen_colors option);
/* The most of WANTED that this terminal can do; never AUTO. */
enum screen_colors colors_depth(const struct terminfo *, enum screen_colors wanted);
/* Make the pairs of a theme; they replace those of the one before. */
void colors_set_theme(struct colors *, const struct theme *);
unsigned colors_attrs(const struct colors *, struct style); /* enum attr, ored: what of them the terminal is sent */
void colors_start(const struct colors *);                   /* in ncurses, after newterm: with the pairs there are */
void colors_make_pairs(const struct colors *);              /* tells ncurses, once started, of new ones */
const char *colors_name(enum screen_colors);                /* "16 million", "256", … translated */

#endif
