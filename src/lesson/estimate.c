/*
 * What a parse may cost at worst, told by one pass over the text.
 *
 * Three things make md4c 0.4.8 quadratic with the flags used here: it looks up the label of every bracket pair, however
 * long; an unfinished link title is read to the paragraph's end for each link; every line is held against every
 * container that is open. All three are counted as if the worst happened.
 */
#include "lesson/markdown.h"

#include "base/alloc.h"

#include <string.h>

#define OPEN_MAX 1024

struct paragraph {
	size_t start;
	size_t opens[OPEN_MAX]; /* where brackets opened; deeper ones are forgotten oldest first */
	size_t open_count;
	uint64_t label_bytes, link_ends;
};

static uint64_t
paragraph_cost(struct paragraph *paragraph, size_t end)
{
	uint64_t cost = paragraph->label_bytes + paragraph->link_ends * (end - paragraph->start) / 4;

	paragraph->start = end;
	paragraph->open_count = 0;
	paragraph->label_bytes = paragraph->link_ends = 0;
	return cost;
}

/* Container marks a line begins with. */
static size_t
count_marks(const char *line, const char *end)
{
	size_t marks = 0;

	for (; line < end && strchr(" \t>-+*.)0123456789", *line) && *line; line++)
		marks += *line == '>' ||
			 ((*line == '-' || *line == '+' || *line == '*' || *line == '.' || *line == ')') &&
			  line + 1 < end && (line[1] == ' ' || line[1] == '\t'));
	return marks;
}

static void
see_bracket(struct paragraph *paragraph, const char *text, size_t at, size_t len)
{
	if (text[at] == '[') {
		paragraph->opens[paragraph->open_count++ % OPEN_MAX] = at;
		return;
	}
	if (paragraph->open_count)
		paragraph->label_bytes += at - paragraph->opens[--paragraph->open_count % OPEN_MAX];
	if (at + 1 < len && text[at + 1] == '(')
		paragraph->link_ends++;
}

uint64_t
markdown_estimate(struct str text)
{
	struct paragraph paragraph;
	uint64_t cost = 0, lines = 0, marks_max = 0;

	paragraph.start = paragraph.open_count = 0;
	paragraph.label_bytes = paragraph.link_ends = 0;
	for (size_t at = 0; at < text.len; lines++) {
		const char *line = text.data + at, *hit = memchr(line, '\n', text.len - at);
		size_t end = hit ? (size_t)(hit - text.data) : text.len;
		size_t marks = count_marks(line, text.data + end);

		marks_max = marks > marks_max ? marks : marks_max;
		if (str_trim(str_cut(text, at, end)).len == 0)
			cost += paragraph_cost(&paragraph, end);
		for (size_t i = at; i < end; i++)
			if ((text.data[i] & ~6) == ('[' & ~6) && (text.data[i] == '[' || text.data[i] == ']'))
				see_bracket(&paragraph, text.data, i, text.len);
		at = end + 1;
	}
	cost += paragraph_cost(&paragraph, text.len);
	return cost + (marks_max > 2 * MARKDOWN_DEPTH_MAX ? lines * marks_max : 0);
}
