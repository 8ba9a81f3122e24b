/*
 * The least that is drawn at once: a stroke, on one row. All that a canvas draws is made of strokes, and what a stroke
 * does to its row follows from the stroke, its text and the cells of that row alone, so a row's strokes are a
 * description of it (kept.h). Shared by the files of this folder that draw.
 */
#ifndef CANVAS_STROKE_H
#define CANVAS_STROKE_H

#include "canvas/canvas.h"

enum stroke_kind {
	STROKE_TEXT,  /* text from X on */
	STROKE_FIT,   /* the same in at most COLS columns, ending in … when cut */
	STROKE_FILL,  /* blanks */
	STROKE_STYLE, /* cells get STYLE, as canvas_restyle says */
	STROKE_RULE,  /* COLS cells of a rule across */
	STROKE_CROSS, /* one cell of a rule down */
	STROKE_LARGE, /* row PART of the first glyph of the text in large type */
};

/* No padding, so that strokes compare as memory. */
struct stroke {
	int64_t x;          /* a column of the surface; text may begin outside of it */
	int64_t tab_from;   /* TEXT: tabs go to multiples of TAB_COLS from here */
	int64_t cols;       /* FIT, RULE */
	int32_t start, end; /* the columns that may be touched; FILL, STYLE: that are */
	uint8_t kind;       /* enum stroke_kind */
	uint8_t part;       /* CROSS: the arms it keeps where it meets a rule across; LARGE: which row */
	uint8_t tab_cols;
	bool is_ascii; /* what sign_is_ascii said */
	struct style style;
	uint8_t unused; /* 0 */
};

enum arm { /* where the lines of a box glyph go */
	ARM_UP = 1,
	ARM_DOWN = 2,
	ARM_LEFT = 4,
	ARM_RIGHT = 8
};

/* The arms cell INDEX of LEN has where a rule ends on another; a rule of one cell crosses it. */
static inline unsigned
arms_joined(int64_t index, int64_t len, unsigned back, unsigned ahead)
{
	return len == 1 ? back | ahead : (index > 0 ? back : 0) | (index < len - 1 ? ahead : 0);
}

/* Draw on row Y of the surface, now. Gives the columns its text takes, in sight or not. */
int64_t stroke_draw(struct surface *, int y, const struct stroke *, struct str text);
/* Only that: for a row out of sight. */
int64_t stroke_cols(const struct stroke *, struct str text);

void cells_blank(struct cell *, size_t count);

#endif
