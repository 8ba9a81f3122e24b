/* The rows at the top and the bottom: parts that give way when there is no room, least important first. */
#ifndef CANVAS_STATUSBAR_H
#define CANVAS_STATUSBAR_H

#include "canvas/canvas.h"
#include "canvas/hits.h"

struct status_part {
	struct str key; /* drawn in the accent before the text; may be empty */
	struct str text;
	struct style style;
	uint8_t priority; /* 0 stays longest */
	bool is_right;    /* collected at the right end */
	bool is_bound;    /* to the part before it: shown with it or not at all, by the priority of the first */
};

/* Notes in HITS where each part is that was not left out, INDEX its place among the COUNT. */
void statusbar_draw(const struct canvas *, int y, const struct status_part *, size_t count, struct style base,
		    struct hits *);

#endif
