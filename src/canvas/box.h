/* Cards and frames: a titled rule or a thin frame, never a box in a box. */
#ifndef CANVAS_BOX_H
#define CANVAS_BOX_H

#include "canvas/canvas.h"

/* A frame with a title on its top rule; returns the canvas inside. */
struct canvas box_draw(const struct canvas *, struct rect, struct style frame, struct str title,
		       struct style title_style);
/* A dialog of at most WIDTH x HEIGHT in the middle, with a cleared margin; returns the canvas inside. */
struct canvas box_dialog(const struct canvas *, int width, int height, struct str title);
/* A rule across with a title at the left: ── title ───── */
void box_rule(const struct canvas *, int x, int y, int width, struct str title, struct style rule,
	      struct style title_style);

#endif
