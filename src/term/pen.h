/*
 * What the terminal writes in, for what is written past ncurses: styles as the terminal's own sequences. UI thread,
 * while there is a current terminal (terminfo.h).
 */
#ifndef TERM_PEN_H
#define TERM_PEN_H

#include "base/str.h"
#include "term/colors.h"
#include "text/style.h"

#include <stdbool.h>
#include <stddef.h>

struct pen {
	struct str_buf *out; /* appended to, and not cut, while the pen is used */
	const struct colors *colors;
	bool is_plain; /* no attributes, the terminal's own colours */
	struct style style;
	struct pen_color {
		int color;      /* the last one this ink was written in: on few colours it depends on the paper */
		size_t at, len; /* of OUT: making the bytes of a colour takes longer than copying them */
	} inks[INK_COUNT], papers[PAPER_COUNT];
};

void pen_init(struct pen *, struct str_buf *out, const struct colors *); /* nothing is known of the terminal */
void pen_use(struct pen *, struct style);                                /* ink < INK_COUNT, paper < PAPER_COUNT */
void pen_reset(struct pen *);                                            /* to plain */

#endif
