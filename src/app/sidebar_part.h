/* What the files of the sidebar share: the heights of its items, which depend on the width. */
#ifndef APP_SIDEBAR_PART_H
#define APP_SIDEBAR_PART_H

#include "app/sidebar.h"

void sidebar_update(struct sidebar *); /* the cursor, after the course or the open lesson has changed */
/* The item of a part that is drawn on row Y of the pane. */
bool sidebar_part_at(const struct sidebar *, struct sidebar_part *, int y, size_t *item);
/* Of an item of the lessons: is it one, or the name of its month? The lesson in either case. */
static inline bool
sidebar_is_lesson(size_t item)
{
	return item % 2 == 1;
}

static inline size_t
sidebar_lesson_of(size_t item)
{
	return item / 2;
}

void sidebar_part_fini(struct sidebar_part *);

#endif
