/*
 * The sidebar: lessons by month with weekday and state, and under a rule the outline of the open lesson, following the
 * reader. One cursor goes through both. Nothing is made but for what is in view: there may be a million lessons.
 */
#ifndef APP_SIDEBAR_H
#define APP_SIDEBAR_H

#include "app/course.h"
#include "app/move.h"
#include "app/reader.h"
#include "canvas/canvas.h"
#include "text/wrap.h"

#include <stdbool.h>
#include <stdint.h>

struct sidebar_title {       /* as made last */
	size_t item;         /* whose it is */
	int rows;            /* 0: not made yet */
	bool has_star;       /* that takes room in the first row */
	struct str_buf when; /* the date before it; all that stands on the row of a month */
	int when_cols;
	struct wrap_lines lines; /* of several rows; ranges of the title */
};

/*
 * A list of which a part is in view; a title that is long takes several rows. Items are headings, or of the lessons two
 * each: the month's name above it, which is there for the first of a month alone, and the lesson.
 */
struct sidebar_part {
	size_t top, end;              /* the items in view: [top, end) */
	int y, rows;                  /* where in the pane; no rows: not in view */
	struct sidebar_title *titles; /* some, each in its item's slot; NULL: none yet */
	uint64_t generation;          /* of the course, */
	size_t lesson, count;         /* of the outline, of the items, */
	int width;                    /* and of the pane: what the titles were made for */
};

struct sidebar {
	struct course *course; /* borrowed, both */
	struct reader *reader;
	uint64_t generation;                  /* of the course when last looked at */
	bool is_in_outline;                   /* where the cursor is */
	size_t chosen, heading;               /* of the cursor: a lesson, and a heading */
	size_t lesson;                        /* the reader's lesson when last drawn: the cursor follows a change */
	struct sidebar_part lessons, outline; /* as drawn last */
	int width, base_level;                /* the level of the outline's highest headings */
};

enum sidebar_target {
	SIDEBAR_NOTHING,
	SIDEBAR_LESSON,
	SIDEBAR_HEADING
};

void sidebar_init(struct sidebar *, struct course *, struct reader *);
void sidebar_fini(struct sidebar *);
void sidebar_draw(struct sidebar *, const struct canvas *, bool is_focused);
/* Beside it, down SCREEN's column X from row Y: how far down each of its parts is that has more than is in view. */
void sidebar_draw_view_marks(const struct sidebar *, const struct canvas *screen, int x, int y);
void sidebar_move(struct sidebar *, enum move, int count);
void sidebar_scroll(struct sidebar *, int y, int lines); /* the wheel over row Y */
/* What is under the cursor, or under row Y of the pane: a lesson's or a heading's index. */
enum sidebar_target sidebar_selected(const struct sidebar *, size_t *index);
enum sidebar_target sidebar_click(struct sidebar *, int y, size_t *index);
void sidebar_follow(struct sidebar *); /* cursor to the open lesson */

#endif
