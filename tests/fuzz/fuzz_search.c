/* A query (the first line; a leading / makes it a pattern) in a text (the rest): search and fuzzy matching. */
#include "lesson/search.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct counting {
	struct str text;
	size_t count, last_start;
};

static bool
look_at_hit(void *ctx, const struct search_hit *hit)
{
	struct counting *counting = ctx;

	assert(hit->start <= hit->end && hit->end <= counting->text.len);
	assert(hit->line_start <= hit->start && hit->start <= hit->line_end && hit->line_end <= counting->text.len);
	assert(!counting->count || hit->start > counting->last_start);
	assert(hit->line >= 1);
	counting->last_start = hit->start;
	return ++counting->count < 1000;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rest = { (const char *)data, size }, query_text = { 0 };
	size_t positions[16];
	int score;

	if (!str_next(&rest, '\n', &query_text) || !rest.data)
		return 0;
	bool is_regex = query_text.len && query_text.data[0] == '/';
	struct search_query *query = search_query_new(is_regex ? str_skip(query_text, 1) : query_text, is_regex, NULL);
	struct counting counting = { .text = rest };

	if (query)
		search_all(query, rest, false, look_at_hit, &counting, NULL);
	search_query_free(query);
	if (search_fuzzy(query_text, rest, &score, positions, 16) && query_text.len && query_text.len <= 16)
		assert(positions[0] < rest.len);
	return 0;
}
