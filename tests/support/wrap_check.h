/* What must hold of wrapped lines, whatever the text: for the property test and the fuzzer alike. */
#ifndef SUPPORT_WRAP_CHECK_H
#define SUPPORT_WRAP_CHECK_H

#include "text/cell.h"
#include "text/punct.h"
#include "text/wrap.h"

static inline bool
wrap_check_is_blank(const struct glyph *glyph)
{
	return (glyph->base == ' ' || glyph->base == '\t' || glyph->base == 0x3000) && !glyph->marks[0];
}

/* The bytes between two lines show nothing but newlines, and blanks where those may go. */
static inline bool
wrap_check_is_nothing_lost(struct str gap, bool is_verbatim)
{
	struct glyph glyph;

	while (cell_next_layout(&gap, &glyph))
		if (glyph.base != '\n' && (is_verbatim || !wrap_check_is_blank(&glyph)))
			return false;
	return true;
}

/* Is there a place inside LINE, not at its ends, where it could be cut without breaking the rule of punctuation? */
static inline bool
wrap_check_has_good_cut(struct str line)
{
	struct glyph glyph, last = { 0 };
	bool has_shown = false;

	while (cell_next(&line, &glyph)) {
		if (wrap_check_is_blank(&glyph))
			continue;
		if (has_shown && !punct_is_closing(glyph.base) && !punct_is_opening(last.base))
			return true;
		has_shown = true;
		last = glyph;
	}
	return false;
}

/* Does cutting between BEFORE and AFTER put a sign where it must not be? */
static inline bool
wrap_check_is_bad_cut(struct str before, struct str after)
{
	struct glyph glyph, last = { 0 };

	while (cell_next(&before, &glyph))
		if (!wrap_check_is_blank(&glyph))
			last = glyph;
	if (!last.base || !cell_next(&after, &glyph))
		return false;
	return punct_is_closing(glyph.base) || punct_is_opening(last.base);
}

/* NULL, or what is wrong with LINES of TEXT at WIDTH_COLS. */
static inline const char *
wrap_check(struct str text, uint32_t width_cols, bool is_verbatim, const struct wrap_lines *lines)
{
	size_t at = 0;

	if (lines->len == 0)
		return "no line at all";
	for (size_t i = 0; i < lines->len; i++) {
		const struct wrap_line *line = &lines->items[i];
		struct str shown = str_cut(text, line->start, line->end), gap = str_cut(text, at, line->start);
		uint32_t cols = cell_width(shown);

		if (line->start < at || line->end < line->start || line->end > text.len)
			return "lines overlap or leave the text";
		if (!wrap_check_is_nothing_lost(gap, is_verbatim))
			return "something was lost between two lines";
		if (line->width_cols > width_cols)
			return "a line is too wide";
		if (line->width_cols != cols && !(width_cols == 1 && cols == 2))
			return "a line's width is not what it says";
		/* Cut by us, and not because the text says so? */
		if (i > 0 && str_find_byte(str_cut(text, lines->items[i - 1].end, line->start), '\n') == STR_NONE) {
			struct str before = str_cut(text, lines->items[i - 1].start, lines->items[i - 1].end);

			if (wrap_check_is_bad_cut(before, str_skip(text, line->start)) &&
			    wrap_check_has_good_cut(before))
				return "punctuation stands where it must not, and there was a way";
		}
		at = line->end;
	}
	return wrap_check_is_nothing_lost(str_skip(text, at), is_verbatim) ? NULL : "the end was lost";
}

#endif
