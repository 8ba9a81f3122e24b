/*
 * Holds printed notes to their width: reads lines on stdin, complains of each that is wider than COLUMNS or that begins
 * or ends with punctuation which may not stand there, and prints the text without blanks and rules, to be compared with
 * what other widths give; with a second argument sorted, for text in which tables are narrow at one width and not at
 * another.
 * usage: columns COLUMNS [sorted]
 */
#include "base/file.h"
#include "base/vec.h"
#include "text/cell.h"
#include "text/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char not_first[] = "，。、；：！？）》」』”’…";
static const char not_last[] = "（《「『“‘";

static bool
is_one_of(const char *set, uint32_t codepoint)
{
	struct str rest = str_of_c(set);
	uint32_t other;

	while (utf8_next(&rest, &other, NULL))
		if (other == codepoint)
			return true;
	return false;
}

static bool
is_bad_edge(struct str line)
{
	uint32_t first = 0, last = 0;
	struct str rest = str_trim(line);

	if (!utf8_next(&rest, &first, NULL))
		return false;
	last = first;
	while (utf8_next(&rest, &last, NULL))
		;
	return is_one_of(not_first, first) || is_one_of(not_last, last);
}

struct codepoints {
	uint32_t *items;
	size_t len, capacity;
};

/* Blanks, rules and borders, and the sign before what goes on of a line of code. */
static bool
is_layout(uint32_t codepoint)
{
	return codepoint == ' ' || (codepoint >= 0x2500 && codepoint <= 0x259F) || codepoint == 0x21B3;
}

static void
add_squeezed(struct codepoints *all, struct str line)
{
	uint32_t codepoint;

	while (utf8_next(&line, &codepoint, NULL))
		if (!is_layout(codepoint))
			vec_push(all, codepoint);
}

static int
compare(const void *a, const void *b)
{
	uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;

	return left < right ? -1 : left > right;
}

int
main(int argc, char **argv)
{
	struct str_buf text = { 0 };
	struct str rest, line;
	uint32_t width_cols = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 80;
	unsigned number = 0;
	struct codepoints all = { 0 };
	int status = 0;

	if (!file_read_fd(STDIN_FILENO, UINT64_C(1) << 30, &text, NULL))
		return 2;
	rest = str_buf_str(&text);
	while (rest.data && str_next_line(&rest, &line)) {
		number++;
		if (cell_width(line) > width_cols || is_bad_edge(line)) {
			fprintf(stderr, "# width %u, line %u: %.*s\n", width_cols, number, STR_ARG(line));
			status = 1;
		}
		add_squeezed(&all, line);
	}
	if (argc > 2 && all.len)
		qsort(all.items, all.len, sizeof(*all.items), compare);
	for (size_t i = 0; i < all.len; i++) {
		char bytes[4];

		fwrite(bytes, 1, utf8_encode(all.items[i], bytes), stdout);
	}
	putchar('\n');
	vec_fini(&all);
	str_buf_fini(&text);
	return status;
}
