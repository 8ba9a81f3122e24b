/* Which items the palette's query asks for, and how well each answers it. */
#include "app/palette_query.h"

#include "base/i18n.h"
#include "lesson/search.h"

#include <string.h>
#include <strings.h>

enum {
	RECENT_BONUS = 2,
	NAMED_BONUS = RECENT_BONUS * PALETTE_RECENT_MAX + 1, /* more than anything has for being chosen lately */
};

static bool
names_kind(struct str word, size_t kind)
{
	const char *label = palette_kind_labels[kind];

	return (strlen(label) == word.len && strncasecmp(label, word.data, word.len) == 0) ||
	       str_is_equal_c(word, _(label));
}

/* Takes the first word that names KIND out of QUERY. */
static void
ask_kind(struct kind_query *asked, size_t kind, struct str query)
{
	struct str rest = query, word;

	str_buf_clear(&asked->rest);
	asked->is_named = false;
	while (str_next(&rest, ' ', &word)) {
		if (word.len == 0)
			continue;
		if (!asked->is_named && names_kind(word, kind)) {
			asked->is_named = true;
			search_fuzzy(word, word, &asked->score, NULL, 0);
			continue;
		}
		if (asked->rest.len > 0)
			str_buf_append_byte(&asked->rest, ' ');
		str_buf_append(&asked->rest, word);
	}
}

/*
 * A lab's name, as far as it is typed, says nothing of its presets: they come in their own order, the plainest first,
 * whichever was chosen lately. One letter may mean anything.
 */
static bool
begins_lab(const struct palette_item *item, struct str query)
{
	return item->lab && query.len > 1 && strncasecmp(item->lab, query.data, query.len) == 0;
}

static bool
matches_name(const struct palette_item *item, struct str query, int *score)
{
	if (begins_lab(item, query)) {
		search_fuzzy(query, str_of_c(item->lab), score, NULL, 0);
		if (item->is_plainest && strlen(item->lab) == query.len)
			*score += NAMED_BONUS;
		return true;
	}
	if (!search_fuzzy(query, str_of_c(item->text), score, NULL, 0) &&
	    !(item->also && search_fuzzy(query, str_of_c(item->also), score, NULL, 0)))
		return false;
	*score += item->recency * RECENT_BONUS;
	return true;
}

static bool
matches(const struct palette_item *item, struct str query, const struct kind_query *asked, int *score)
{
	int named_score = 0;
	bool is_match = matches_name(item, query, score);

	if (!asked->is_named)
		return is_match;
	if (asked->rest.len == 0) { /* the word for a kind alone lists all of it: "bookmark" */
		if (!is_match)
			*score = item->recency * RECENT_BONUS;
		return true;
	}
	if (!matches_name(item, str_buf_str(&asked->rest), &named_score))
		return is_match;
	named_score += asked->score;
	if (!is_match || named_score > *score)
		*score = named_score;
	return true;
}

void
palette_query_set(struct palette_query *query, struct str text)
{
	str_buf_clear(&query->text);
	str_buf_append(&query->text, str_trim(text));
	for (size_t kind = 0; kind < PALETTE_KIND_COUNT; kind++)
		ask_kind(&query->by_kind[kind], kind, str_buf_str(&query->text));
}

void
palette_query_fini(struct palette_query *query)
{
	str_buf_fini(&query->text);
	for (size_t kind = 0; kind < PALETTE_KIND_COUNT; kind++)
		str_buf_fini(&query->by_kind[kind].rest);
}

bool
palette_query_matches(const struct palette_query *query, const struct palette_item *item, int *score)
{
	*score = item->recency;
	if (query->text.len == 0)
		return item->kind != PALETTE_HEADING;
	*score = 0;
	return matches(item, str_buf_str(&query->text), &query->by_kind[item->kind], score);
}
