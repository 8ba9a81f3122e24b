/*
 * What was typed into the palette, and whether an item is what it asks for. A word that names a kind ("lab", or its
 * translation), before or after the others, asks that kind for the rest.
 */
#ifndef APP_PALETTE_QUERY_H
#define APP_PALETTE_QUERY_H

#include "app/palette_items.h"
#include "base/str.h"

#include <stdbool.h>

/* The query without the word that names a kind: of "threads lab" it is "threads" that the labs are asked for. */
struct kind_query {
	struct str_buf rest;
	bool is_named;
	int score; /* of the word */
};

struct palette_query {
	struct str_buf text; /* trimmed */
	struct kind_query by_kind[PALETTE_KIND_COUNT];
};

enum {
	PALETTE_RECENT_MAX = 12 /* a palette_item's recency is at most that */
};

void palette_query_set(struct palette_query *, struct str text);
void palette_query_fini(struct palette_query *);
/* *SCORE is set if it matches: higher is better. All match an empty query but headings, of which there are too many. */
bool palette_query_matches(const struct palette_query *, const struct palette_item *, int *score);

#endif
