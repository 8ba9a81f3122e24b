/*
 * What the files that render share: the state of one render_section, and how a line is begun, filled and ended.
 * Internal to render*.c.
 */
#ifndef LESSON_LAYOUT_H
#define LESSON_LAYOUT_H

#include "lesson/render.h"
#include "text/wrap.h"

enum {
	ABOVE_MAX = 6 + 2 * 33 /* heading levels; depths of lists, each with titles above its items */
};

struct layout {
	const struct section *section;
	const struct render_options *options;
	struct rendered *out;
	uint32_t width_cols;

	const struct block *block;
	uint32_t block_index;
	/* Headings and items it stands under, outermost first; itself last, where it is one. */
	const struct block *above[ABOVE_MAX];
	size_t above_count;
	bool is_marker_drawn;
	int32_t lab;     /* the block offers, or -1 */
	int32_t named;   /* the lab of the badge above that names one, or -1 */
	uint32_t answer; /* as in struct rendered_line */
	uint32_t source; /* where the next line comes from */
	uint32_t source_line;
	uint32_t row_source, row_line; /* a line of the block's source that is known, and where it begins */

	struct wrap_lines lines; /* scratch, kept from block to block */
	struct styled display;
	struct str_buf expanded;
};

/* What stands before a block's text on each of its lines, and the room that is left: at least half the width. */
struct frame {
	uint32_t bars, outer_bars; /* of quotes, two columns each; of them, those left of the indent */
	uint32_t indent_cols;
	uint32_t marker_cols; /* with the blank behind it; on lines after the first it is blank */
	uint32_t text_cols;
};

struct emission {
	const struct styled *text;
	size_t start, end; /* of TEXT: the part that is laid out */
	enum line_kind kind;
	struct style base; /* for what has no ink of its own; attributes are added to all */
	bool is_verbatim;
	const char *bar;            /* drawn before each line, two columns, inside the frame; NULL: none */
	const char *bar_on;         /* in its place before what goes on a line too wide; with a bar only */
	struct str badge;           /* at the right end of the first line; empty: none */
	uint32_t first_source_line; /* verbatim: file line of the first line; 0: the block's */
};

struct frame layout_frame(const struct layout *, const struct block *);
void layout_begin_line(struct layout *, enum line_kind);
void layout_end_line(struct layout *, uint32_t width_cols);
void layout_blank(struct layout *);
/* The next line comes from the file's line LINE of the block, at or behind where it is now. */
void layout_go_to_line(struct layout *, uint32_t line);
void layout_add(struct layout *, const char *sign, struct style); /* what is not in the notes */
void layout_fill(struct layout *, const char *sign, uint32_t count, struct style);
void layout_prefix(struct layout *, const struct frame *); /* with the marker, once a block */
/* A line's worth of TEXT; in a line of one column a wide glyph becomes ?. */
void layout_append(struct layout *, const struct styled *text, size_t start, size_t end, struct style base,
		   uint32_t width_cols);
void layout_wrap(struct layout *, struct str, uint32_t first_cols, uint32_t width_cols); /* appends to lines */
void layout_emit(struct layout *, const struct frame *, const struct emission *);

/*
 * TEXT with targets of links and signs of what is struck out, appended to OUT. False, and nothing done:
 * neither is there.
 */
bool layout_append_inline(const struct layout *, const struct styled *text, struct styled *out);
void layout_table(struct layout *, const struct frame *);

#endif
