/* A tree as an indented list whose branches fold. The owner gives rows in depth-first order. */
#ifndef CANVAS_TREE_H
#define CANVAS_TREE_H

#include "canvas/list.h"

struct tree_item {
	struct str label; /* borrowed */
	struct style style;
	uint16_t depth; /* 0 for a root; at most one more than the row before */
	bool is_open;   /* its branch is shown; kept by the owner */
};

struct tree {
	struct list list; /* over the visible rows */
	size_t *visible;  /* item index of each visible row; owned */
	size_t visible_count, capacity;
};

void tree_fini(struct tree *);
void tree_update(struct tree *, const struct tree_item *, size_t count); /* call when items or is_open changed */
size_t tree_cursor(const struct tree *); /* item index under the cursor, STR_NONE if empty */
bool tree_input(struct tree *, struct tree_item *, size_t count, const struct event *); /* also ← → fold */
void tree_draw(struct tree *, const struct tree_item *, size_t count, const struct canvas *);

#endif
