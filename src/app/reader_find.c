/* Find in the lesson: where the hits are, and going from one to the next. */
#include "app/reader_part.h"

#include "lesson/linescan.h"

enum {
	HITS_MAX = 10000
};

void
reader_find_forget(struct reader *reader)
{
	if (reader->find.query)
		search_query_free(reader->find.query);
	reader->find.query = NULL;
	str_buf_clear(&reader->find.text);
	vec_clear(&reader->find.hits);
	reader->find.current = STR_NONE;
}

struct finding {
	struct reader_find *find;
	struct linescan scan; /* at the line of the last hit */
	bool is_opening;      /* the line begins a fence */
};

/* What a comment says is not shown, nor what stands behind a fence's marks, but for a lab's, which its card says. */
static bool
is_hidden(struct finding *finding, const struct search_hit *hit)
{
	struct linescan *scan = &finding->scan;
	struct str line;

	while (scan->next <= hit->line_start) {
		bool was_in_fence = scan->fence != 0;

		if (!linescan_next(scan))
			return false;
		finding->is_opening = !was_in_fence && scan->fence != 0;
	}
	if (scan->kind == SCAN_COMMENT || !finding->is_opening)
		return scan->kind == SCAN_COMMENT;
	line = str_trim(scan->line);
	while (line.len > 0 && line.data[0] == scan->fence)
		line = str_skip(line, 1);
	return !str_has_prefix(str_trim(line), STR("lab"));
}

static bool
keep_hit(void *ctx, const struct search_hit *hit)
{
	struct finding *finding = ctx;
	struct reader_find *find = finding->find;

	if (is_hidden(finding, hit))
		return true;
	if (find->hits.len == HITS_MAX) {
		find->is_capped = true;
		return false;
	}
	vec_push(&find->hits, (uint32_t)hit->start);
	return true;
}

/* Show a hit with a third of the page above it unless it is in view already. */
static void
show_hit(struct reader *reader, size_t hit)
{
	struct flow_place last = reader->top, place;

	reader->find.current = hit;
	reader_show_answer_at(reader, reader->find.hits.items[hit]);
	place = flow_place_of(&reader->flow, reader->find.hits.items[hit]);
	reader->cursor = place;
	reader->has_goal = false;
	flow_move(&reader->flow, &last, reader->height - 1);
	if (flow_compare(place, reader->top) >= 0 && flow_compare(place, last) <= 0)
		return;
	reader->top = place;
	flow_move(&reader->flow, &reader->top, -(reader->height / 3));
	reader_scroll(reader, 0);
}

bool
reader_find(struct reader *reader, struct str query, uint32_t from)
{
	struct reader_find *find = &reader->find;
	struct err err = { 0 };
	struct str_buf text = { 0 };

	str_buf_append(&text, query);
	reader_find_forget(reader);
	str_buf_fini(&find->text);
	find->text = text;
	find->is_capped = false;
	if (query.len == 0 || !reader->document)
		return true;
	find->query = search_query_new(str_buf_str(&find->text), false, &err);
	if (!find->query)
		return false;
	struct finding finding = { .find = find, .scan = linescan_start(reader->text) };

	search_all(find->query, reader->text, false, keep_hit, &finding, NULL);
	if (from == UINT32_MAX || find->hits.len == 0 || reader->height <= 0)
		return true;
	for (size_t i = 0; i < find->hits.len; i++)
		if (find->hits.items[i] >= from) {
			show_hit(reader, i);
			return true;
		}
	show_hit(reader, 0);
	return true;
}

bool
reader_find_step(struct reader *reader, int direction)
{
	struct reader_find *find = &reader->find;
	size_t count = find->hits.len, next = 0;
	uint32_t offset;

	if (count == 0 || reader->height <= 0)
		return false;
	offset = reader_offset(reader);
	if (find->current != STR_NONE &&
	    flow_compare(flow_place_of(&reader->flow, find->hits.items[find->current]), reader->cursor) == 0) {
		next = (find->current + count + (size_t)(direction > 0 ? 1 : count - 1)) % count;
	} else { /* the cursor went elsewhere: from there */
		while (next < count && find->hits.items[next] <= offset)
			next++;
		next = direction > 0 ? next % count : (next + count - 1) % count;
	}
	show_hit(reader, next);
	return true;
}
