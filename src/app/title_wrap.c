/* Wraps a title evenly, between its words and topics where that can be. */
#include "app/title_wrap.h"

#include "text/cell.h"

#include <string.h>

static void
wrap_at(struct str title, int first_cols, int cols, struct wrap_lines *lines)
{
	vec_clear(lines);
	wrap_text(title, (uint32_t)(cols < first_cols ? cols : first_cols), (uint32_t)cols, lines);
}

static bool
is_word_byte(char byte)
{
	return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
}

/* How the rows break, less is better: 0 at blanks, 1 between characters, as Chinese may; 2 inside a word. */
static int
break_cost(struct str title, const struct wrap_lines *lines)
{
	int worst = 0;

	for (size_t i = 0; i + 1 < lines->len; i++) {
		size_t at = lines->items[i].end;
		bool is_cut = at > 0 && at < title.len && is_word_byte(title.data[at - 1]) &&
			      is_word_byte(title.data[at]);
		int cost = is_cut ? 2 : at >= title.len || title.data[at] != ' ';

		worst = cost > worst ? cost : worst;
	}
	return worst;
}

/* A title made of topics, in at most ROWS rows that end between words; false: there is no such way. */
static bool
wrap_topics(struct str title, int first_cols, int cols, int rows, struct wrap_lines *lines)
{
	for (int first = first_cols; first >= TITLE_MIN_COLS; first--) {
		vec_clear(lines);
		wrap_text(title, (uint32_t)first, (uint32_t)cols, lines);
		if ((int)lines->len <= rows && break_cost(title, lines) == 0)
			return true;
	}
	return false;
}

/*
 * In as many rows as it takes, none much shorter than the others: a last row of one character looks like an accident. A
 * little more uneven is better than a word cut in two, and so is a row more than a topic cut in two.
 */
void
title_wrap(struct str title, int first_cols, int cols, struct wrap_lines *lines)
{
	int best = cols, best_cost, least_cost = memchr(title.data, ' ', title.len) ? 0 : 1, rows, width;

	wrap_at(title, first_cols, best, lines);
	rows = (int)lines->len;
	best_cost = break_cost(title, lines);
	width = ((int)cell_width(title) - (rows - 1)) / rows; /* in less it cannot fit, a blank gone at each break */
	if (width < TITLE_MIN_COLS)
		width = TITLE_MIN_COLS;
	for (bool is_first = true; width < cols && (is_first || best_cost > least_cost); width++) {
		int cost;

		wrap_at(title, first_cols, width, lines);
		if ((int)lines->len > rows)
			continue;
		cost = break_cost(title, lines);
		if (cost < best_cost || (is_first && cost == best_cost)) {
			best = width;
			best_cost = cost;
		}
		is_first = false;
	}
	if (best_cost > 0 && str_find(title, STR(" · ")) != STR_NONE)
		for (int most = rows; most <= TITLE_ROWS_MAX; most++)
			if (wrap_topics(title, first_cols, cols, most, lines))
				return;
	wrap_at(title, first_cols, best, lines);
}
