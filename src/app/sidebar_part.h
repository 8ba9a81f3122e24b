/* What the files of the sidebar share: the heights of its items, which depend on the width. */
#ifndef APP_SIDEBAR_PART_H
#define APP_SIDEBAR_PART_H

#include "app/sidebar.h"

void sidebar_update(struct sidebar *); /* rows and cursor, after the course or the open lesson has changed */
/* The item of a part, a row of the list or a heading, that is drawn on row Y of the pane. */
bool sidebar_part_at(const struct sidebar *, struct sidebar_part *, int y, size_t *item);
void sidebar_part_fini(struct sidebar_part *);

#endif
