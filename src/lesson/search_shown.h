/* A line that was found, as the reader would show it: without the signs of markdown, but in a program as it stands. */
#ifndef LESSON_SEARCH_SHOWN_H
#define LESSON_SEARCH_SHOWN_H

#include "lesson/linescan.h"
#include "lesson/search.h"

struct search_shown {
	struct search_query *query; /* borrowed; not one that is in the middle of search_all */
	struct str text;
	struct linescan scan; /* as far as the last hit: whether a line is part of a program depends on those above */
	bool is_in_program;

	struct str_buf line; /* of the last hit */
	size_t start, end;   /* of the hit in it */
};

void search_shown_begin(struct search_shown *, struct search_query *, struct str text);
/* Hits in ascending order, each the first on its line. Cheap: the text is passed over once for all of them. */
void search_shown_hit(struct search_shown *, const struct search_hit *);
void search_shown_fini(struct search_shown *);

#endif
