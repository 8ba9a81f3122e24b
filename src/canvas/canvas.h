/*
 * A picture made of cells, in memory. Everything drawn goes here; term/ shows it and tests read it.
 *
 * A `struct surface` owns the cells; a `struct canvas` is a window on one: origin and clip, passed by value or const
 * pointer, cheap to cut. Coordinates are cells from 0 at the canvas' top left; what falls outside is clipped. Wide
 * glyphs take a head cell and a tail cell; overwriting half of one blanks the other half, and one that would be cut
 * by the clip is drawn as a blank, so a row is always whole. Text becomes glyphs through text/cell.h only. UI thread.
 */
#ifndef CANVAS_CANVAS_H
#define CANVAS_CANVAS_H

#include "base/str.h"
#include "text/cell.h"
#include "text/span.h"
#include "text/style.h"

#include <stdbool.h>
#include <stdint.h>

struct cell {
	struct glyph glyph; /* width_cols 0: the tail of the wide glyph to the left, its base is 0 */
	struct style style;
	uint8_t large; /* which part of a glyph in large type it is (canvas/large.h); 0: of none */
};                     /* padding is zero in a surface, so rows compare with memcmp */

struct kept;

struct surface {
	int width, height;      /* in cells, >= 0 */
	struct cell *cells;     /* row by row; owned */
	int cursor_x, cursor_y; /* where the text cursor is shown; -1: hidden */
	struct kept *kept;      /* NULL: it does not keep */
};

void surface_init(struct surface *, int width, int height);   /* blank */
void surface_resize(struct surface *, int width, int height); /* blank afterwards; at most 1000x1000 */
void surface_fini(struct surface *);
void surface_clear(struct surface *);

/*
 * Frames, each drawn anew from surface_clear to surface_finish. Of a surface that keeps (canvas/kept.h), the rows that
 * are drawn as they were in the frame before cost next to nothing; between the two its cells are undefined.
 */
void surface_keep(struct surface *);
void surface_finish(struct surface *);
/* Was row Y drawn since this was asked last? Always where nothing is kept. For the one who shows it. */
bool surface_take_new(struct surface *, int y);
void surface_check(struct surface *); /* keep, and abort in surface_finish where what is kept is not what is drawn */

/* Rows as text without trailing blanks, each ending in \n: what goldens hold. */
void surface_to_text(const struct surface *, struct str_buf *out);
/* The same with a line under each row naming the style runs, for goldens about colour. */
void surface_to_styled_text(const struct surface *, struct str_buf *out);

struct rect {
	int x, y, width, height; /* width and height >= 0 */
};

struct canvas {
	struct surface *surface;
	struct rect bounds; /* in the surface: origin and size as drawn to */
	struct rect clip;   /* in the surface: what may be touched */
};

struct canvas canvas_of(struct surface *);
struct canvas canvas_cut(const struct canvas *, struct rect); /* a window; negative sizes become 0 */
struct canvas canvas_part(const struct canvas *, int x, int y, int width, int height); /* the same */
int canvas_width(const struct canvas *);
int canvas_height(const struct canvas *);

/* Print one line from (x, y); returns the columns it takes, clipped or not. Tabs go to multiples of 8 from x. */
int canvas_print(const struct canvas *, int x, int y, struct style, struct str);
int canvas_print_c(const struct canvas *, int x, int y, struct style, const char *);
int canvas_printf(const struct canvas *, int x, int y, struct style, const char *format, ...)
	__attribute__((format(printf, 5, 6)));
/* At most MAX_COLS columns, ending in … when cut. */
int canvas_print_fit(const struct canvas *, int x, int y, int max_cols, struct style, struct str);
/* Bytes [start, end) of styled text; BASE's paper is used where a run says PAPER_BASE. */
int canvas_print_styled(const struct canvas *, int x, int y, const struct styled *, size_t start, size_t end,
			struct style base);
/* Wrapped in a rectangle, ending in … when cut; returns the rows it needs, drawn or not. */
int canvas_print_wrapped(const struct canvas *, struct rect, struct style, struct str);
void canvas_fill(const struct canvas *, struct rect, struct style); /* blanks */
void canvas_restyle(const struct canvas *, struct rect,
		    struct style); /* keeps glyphs, adds attributes; INK_COUNT / PAPER_COUNT keep */
/* Both join a rule they cross or end on: ┬ ┴ ├ ┤ ┼. */
void canvas_rule_h(const struct canvas *, int x, int y, int len, struct style);
void canvas_rule_v(const struct canvas *, int x, int y, int len, struct style);
void canvas_cursor(const struct canvas *, int x, int y); /* show the text cursor here, if inside the clip */

/* With an ambiguous-is-wide terminal or no UTF-8, borders and signs are ASCII: ask for a sign by its meaning. */
enum sign {
	SIGN_RULE_H,
	SIGN_RULE_V,
	SIGN_BULLET,
	SIGN_BULLET_2,
	SIGN_BULLET_3,
	SIGN_CHECK,
	SIGN_CROSS,
	SIGN_STAR,
	SIGN_HERE,
	SIGN_NEW,
	SIGN_BEGUN,
	SIGN_CURSOR_BAR,
	SIGN_ARROW_RIGHT,
	SIGN_ARROW_LEFT,
	SIGN_ARROW_UP,
	SIGN_ARROW_DOWN,
	SIGN_BLOCKED,
	SIGN_RUN,
	SIGN_BACK,
	SIGN_FULL,
	SIGN_EMPTY,
	SIGN_ELLIPSIS,
	SIGN_CRUMB,
	SIGN_ENTER,
	SIGN_TREE_TEE,
	SIGN_TREE_END,
	SIGN_TREE_BAR,
	SIGN_QUOTE_BAR,
	SIGN_WARN,
	SIGN_DOT,
	SIGN_OPEN, /* a branch that is unfolded */
	SIGN_CLOSED,
	SIGN_SCROLL,
	SIGN_COUNT
};
const char *sign(enum sign);        /* one column wide, always */
void sign_set_ascii(bool is_ascii); /* process-wide; set once by term/ or headless before drawing */
bool sign_is_ascii(void);

#endif
