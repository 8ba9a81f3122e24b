/* Lines of a paragraph at a width: greedy, in one pass, by glyphs and by the breaks of text/breaks.h. */
#include "text/wrap.h"

#include "text/breaks.h"
#include "text/cell.h"
#include "text/punct.h"

#include <assert.h>

#define FLAGS_STACK_BYTES 2048u
#define IDEOGRAPHIC_SPACE 0x3000u

enum line_end {
	END_OF_TEXT,
	END_HARD,  /* at \n */
	END_LEGAL, /* where a line may break */
	END_FORCED /* inside a word, because nothing else fits */
};

struct line {
	size_t start, end, next; /* bytes; the following line starts at NEXT */
	uint32_t cols;
	enum line_end how;
};

struct wrapper {
	struct str text;
	const unsigned char *flags; /* enum break_kind a byte; NULL: verbatim, no legal breaks, blanks are content */
};

static bool
is_blank(const struct glyph *glyph)
{
	return (glyph->base == ' ' || glyph->base == '\t' || glyph->base == IDEOGRAPHIC_SPACE) && !glyph->marks[0];
}

/* A break may stand behind invisible characters, which belong to the glyph they precede. */
static bool
has_flag(const struct wrapper *wrapper, size_t start, size_t end)
{
	if (!wrapper->flags)
		return false;
	for (size_t i = start; i < end; i++)
		if (wrapper->flags[i] == BREAK_ALLOWED)
			return true;
	return false;
}

/* Nothing was put on the line and GLYPH does not fit: the line stays empty, or half a glyph's room takes it. */
static struct line
end_empty(struct line line, size_t glyph_start, size_t glyph_end, bool has_blanks, bool is_narrow_first)
{
	line.how = END_FORCED;
	line.end = line.start;
	line.cols = 0;
	line.next = glyph_start;
	if (!has_blanks && !is_narrow_first) {
		line.end = line.next = glyph_end;
		line.cols = 1;
	}
	return line;
}

/* Code is read by its words too: it is cut at a blank where that leaves no more than two fifths of the line empty. */
static bool
is_word_of_code(const struct wrapper *wrapper, const struct line *shown, uint32_t room)
{
	return !wrapper->flags && shown->cols >= room - room * 2 / 5;
}

/* The line that starts at START in ROOM columns; IS_NARROW_FIRST: later lines have more room than this one. */
static struct line
measure_line(const struct wrapper *wrapper, size_t start, uint32_t room, bool is_narrow_first)
{
	struct str text = wrapper->text, rest = str_skip(text, start);
	/* What would be the line if it ended here, at the last legal break, at the last boundary good enough. */
	struct line shown = { .start = start, .end = start }, legal = { 0 }, soft = { 0 };
	struct glyph glyph;
	uint32_t cols = 0, last_base = 0;
	bool is_after_blank = false;
	size_t at = start;

	for (; cell_next_layout(&rest, &glyph); at = text.len - rest.len) {
		size_t end = text.len - rest.len;
		bool is_good = !punct_is_closing(glyph.base) && !punct_is_opening(last_base);

		shown.next = at;
		if (glyph.base == '\n') {
			shown.next = end;
			shown.how = END_HARD;
			return shown;
		}
		if (is_good && shown.end > start) {
			if (has_flag(wrapper, at, end) || (is_after_blank && is_word_of_code(wrapper, &shown, room)))
				legal = shown;
			else if (!wrapper->flags || !is_blank(&glyph))
				soft = shown;
		}
		if (wrapper->flags && is_blank(&glyph)) {
			cols += glyph.width_cols;
			continue;
		}
		if (cols > room || glyph.width_cols > room - cols) {
			if (shown.end == start)
				return end_empty(shown, at, end, cols > 0, is_narrow_first);
			struct line best = legal.next ? legal : soft.next ? soft : shown;

			best.how = legal.next ? END_LEGAL : END_FORCED;
			return best;
		}
		cols += glyph.width_cols;
		shown.end = end;
		shown.cols = cols;
		is_after_blank = is_blank(&glyph) && last_base;
		if (!is_blank(&glyph))
			last_base = glyph.base;
	}
	shown.next = text.len;
	shown.how = END_OF_TEXT;
	return shown;
}

static void
wrap_lines(const struct wrapper *wrapper, uint32_t first_cols, uint32_t width_cols, struct wrap_lines *out)
{
	uint32_t room = first_cols;
	struct line line = { 0 };

	assert(first_cols > 0 && width_cols > 0 && wrapper->text.len <= UINT32_MAX);
	do {
		bool is_narrow_first = room < width_cols;

		line = measure_line(wrapper, line.next, room, is_narrow_first);
		/* A word that fits whole on the next line is not cut for the sake of a short first one. */
		if (is_narrow_first && line.how == END_FORCED && line.next > line.start &&
		    measure_line(wrapper, line.start, width_cols, false).how != END_FORCED)
			line = (struct line){ line.start, line.start, line.start, 0, END_FORCED };
		vec_push(out, (struct wrap_line){ (uint32_t)line.start, (uint32_t)line.end, line.cols });
		room = width_cols;
	} while (line.how == END_HARD || line.next < wrapper->text.len);
}

void
wrap_text(struct str text, uint32_t first_cols, uint32_t width_cols, struct wrap_lines *out)
{
	unsigned char stack[FLAGS_STACK_BYTES];
	unsigned char *flags = text.len <= sizeof(stack) ? stack : mem_alloc_array(text.len, 1);

	breaks_find(text, flags);
	wrap_lines(&(struct wrapper){ text, flags }, first_cols, width_cols, out);
	if (flags != stack)
		free(flags);
}

void
wrap_verbatim(struct str text, uint32_t width_cols, struct wrap_lines *out)
{
	wrap_lines(&(struct wrapper){ text, NULL }, width_cols, width_cols, out);
}

void
wrap_expand_tabs(struct str text, uint32_t tab_cols, struct str_buf *out)
{
	struct str rest = text; /* TEXT: what is not copied yet */
	uint32_t column = 0;
	struct glyph glyph;

	assert(tab_cols > 0);
	while (cell_next_layout(&rest, &glyph)) {
		if (glyph.base == '\t') {
			uint32_t fill = tab_cols - column % tab_cols;

			str_buf_append(out, str_cut(text, 0, text.len - rest.len - 1));
			str_buf_append_repeat(out, STR(" "), fill);
			column += fill;
			text = rest;
			continue;
		}
		column = glyph.base == '\n' ? 0 : column + glyph.width_cols;
	}
	str_buf_append(out, text);
}
