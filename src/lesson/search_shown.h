/*
 * A line that was found, as the reader would show it: without the signs of markdown, of a table's row the cells, but in
 * a program as it stands.
 */
#ifndef LESSON_SEARCH_SHOWN_H
#define LESSON_SEARCH_SHOWN_H

#include "lesson/linescan.h"
#include "lesson/search.h"

struct search_shown {
	const char *cell_rule; /* stands between a table's cells; set by the owner */

	struct search_query *query; /* borrowed; not one that is in the middle of search_all */
	struct str text;
	struct linescan scan; /* as far as the last hit: what a line is depends on those above */
	enum scan_kind kind;  /* of the last hit's line */
	struct str delimiter; /* the |---|---| of the table the scan is in; empty: in none */
	bool has_comment;

	struct str_buf line; /* of the last hit */
	size_t start, end;   /* of the hit in it */
};

void search_shown_begin(struct search_shown *, struct search_query *, struct str text);
/* Hits in ascending order, each the first on its line: the text is passed over once for all of them. */
bool search_shown_is_hidden(struct search_shown *, const struct search_hit *); /* in a comment, never shown */
void search_shown_hit(struct search_shown *, const struct search_hit *);       /* LINE, START and END are set */
void search_shown_fini(struct search_shown *);

#endif
