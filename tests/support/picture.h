/* Pictures in tests: a surface compared with the text a person would expect to see. */
#ifndef SUPPORT_PICTURE_H
#define SUPPORT_PICTURE_H

#include "support/test.h"

#include "canvas/canvas.h"
#include "canvas/event.h"
#include "text/cell.h"

static inline void
picture_check(const struct surface *surface, const char *expected, bool is_styled, const char *file, int line)
{
	struct str_buf actual = { 0 };

	(is_styled ? surface_to_styled_text : surface_to_text)(surface, &actual);
	if (strcmp(str_buf_c(&actual), expected) != 0) {
		print_message("drawn:\n%s\nexpected:\n%s\n", str_buf_c(&actual), expected);
		_fail(file, line);
	}
	str_buf_fini(&actual);
}

/* Rows without trailing blanks, each ending in \n. */
#define assert_picture(surface_, expected_) picture_check((surface_), (expected_), false, __FILE__, __LINE__)
/* With a line under each row that is not all plain, naming where each style begins. */
#define assert_styled_picture(surface_, expected_) picture_check((surface_), (expected_), true, __FILE__, __LINE__)

/* Sets X and Y of EVENT to the first cell of TEXT where it stands; the test fails if it does not. */
static inline void
picture_point_at(const struct surface *surface, const char *text, struct event *event)
{
	struct str_buf picture = { 0 };
	struct str rest, line;
	size_t at = STR_NONE;

	surface_to_text(surface, &picture);
	rest = str_buf_str(&picture);
	for (event->y = 0; at == STR_NONE && str_next_line(&rest, &line); event->y++)
		at = str_find(line, str_of_c(text));
	if (at == STR_NONE)
		fail_msg("no %s in\n%s", text, str_buf_c(&picture));
	event->y--;
	event->x = (int)cell_width(str_cut(line, 0, at));
	str_buf_fini(&picture);
}

/* Every row is made of whole glyphs: a head of two columns has its tail behind it, and no tail stands alone. */
static inline bool
picture_is_whole(const struct surface *surface)
{
	for (int y = 0; y < surface->height; y++) {
		const struct cell *row = surface->cells + (size_t)y * (size_t)surface->width;

		for (int x = 0; x < surface->width;) {
			int cols = row[x].glyph.width_cols;

			if (cols < 1 || cols > 2 || row[x].glyph.base == 0 || x + cols > surface->width)
				return false;
			if (cols == 2 && (row[x + 1].glyph.width_cols != 0 || row[x + 1].glyph.base != 0))
				return false;
			x += cols;
		}
	}
	return true;
}

#endif
