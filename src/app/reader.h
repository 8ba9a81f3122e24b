/*
 * The reader: one lesson, its place in it and what was found in it. The place is an offset in the source, so a resize
 * or a change of the file keeps the line at the top. UI thread; a section still being parsed is drawn when it is ready.
 */
#ifndef APP_READER_H
#define APP_READER_H

#include "app/cards.h"
#include "app/course.h"
#include "app/flow.h"
#include "app/move.h"
#include "base/vec.h"
#include "lesson/outline.h"
#include "lesson/search.h"

#include <stdbool.h>
#include <stdint.h>

struct taking;

struct reader_find {
	struct search_query *query; /* NULL: nothing is looked for */
	struct str_buf text;
	VEC(uint32_t) hits; /* offsets in the source, ascending */
	size_t current;     /* index of the hit one is at; STR_NONE: none */
	bool is_capped;     /* there are more than are kept */
};

struct offsets { /* in the source */
	uint32_t *items;
	size_t len, capacity;
};

/* A place in a text that is not shown: see reader_anchor.c. */
struct reader_anchor {
	bool is_set;
	struct str text;
	struct str_buf copy;        /* it stands here, */
	struct shared_text *shared; /* or is part of this */
	uint32_t top, cursor, skip; /* as the goals of a reader */
	bool is_blank;
	struct offsets answers;
};

struct reader {
	struct course *course; /* borrowed */
	struct loop *loop;     /* borrowed */
	struct cards cards;
	struct document_options document_options;
	bool use_ascii;

	size_t lesson; /* STR_NONE: none is open */
	struct str_buf key;
	struct str text;            /* of the lesson, or of a long one its head while the rest is being taken */
	struct str_buf copy;        /* it stands here, */
	struct shared_text *shared; /* or is part of a file's text */
	struct document *document;
	struct outline outline;
	struct taking *taking; /* all of a long lesson, on a worker; NULL: none is */
	struct flow flow;
	int width, height; /* of the pane as laid out last */
	struct flow_place top, cursor;
	uint32_t goal_top, goal_cursor; /* offsets the places stand for, until they are known */
	uint32_t goal_skip;             /* lines of the top's source above it: a card is one place of many rows */
	bool goal_is_blank;             /* the top is the blank line above its source */
	uint32_t late_line;             /* where to go once more of a large file was read; 0: nowhere */
	bool has_goal;
	bool wants_end;               /* was asked for while more of the text was to come */
	bool wants_cursor;            /* in view after the next layout, wherever the top must go */
	bool is_unsettled;            /* the place was kept in bounds before all that is around it was laid out */
	bool has_moved;               /* the lesson counts as begun */
	struct offsets shown_answers; /* where the answers begin that are unfolded */
	struct reader_anchor anchor;
	struct reader_find find;
	struct err error;         /* the lesson's file could not be read */
	int view_start, view_end; /* rows of the pane that stand for what is in view; equal: all of it is */
};

void reader_init(struct reader *, struct course *, const struct lab_env *, const struct document_options *);
void reader_fini(struct reader *);

/* Open a lesson at a file line; 0: where it was left, else its beginning. */
void reader_open(struct reader *, size_t lesson, uint32_t line);
void reader_close(struct reader *);      /* no lesson */
void reader_save_place(struct reader *); /* to progress */
/* The course was read, IS_CHANGED: anew. Find the lesson by its key, take its new text, keep the place. */
void reader_follow(struct reader *, bool is_changed);
bool reader_is_open(const struct reader *);
bool reader_is_waiting(const struct reader *); /* a section in view is being parsed */

void reader_layout(struct reader *, int width, int height);
void reader_draw(struct reader *, const struct canvas *, bool is_focused);
void reader_move(struct reader *, enum move, int count);
void reader_jump(struct reader *, uint32_t offset); /* cursor and top to it */
void reader_jump_line(struct reader *, uint32_t file_line);
bool reader_click(struct reader *, int x, int y); /* true: on a lab's card or badge */
void reader_scroll(struct reader *, int lines);   /* the wheel */

uint32_t reader_offset(struct reader *); /* of the cursor */
uint32_t reader_line(struct reader *);   /* its file line */
/* The heading one is under: index in outline, STR_NONE above the first. */
size_t reader_heading(struct reader *);
/* The lab of the cursor's line; NULL. Valid until the next call. */
const struct rendered_lab *reader_lab(struct reader *);
const struct rendered_lab *reader_lab_on_line(struct reader *, uint32_t file_line);
bool reader_next_lab(struct reader *);
/* Whether the cursor is in an answer, and whether that is unfolded. */
bool reader_is_in_answer(struct reader *, bool *is_shown);
void reader_toggle_answer(struct reader *); /* the one the cursor is in */
/* The source of the block under the cursor. */
struct str reader_block_text(struct reader *);

/* Look for QUERY as it is typed: goes to the first hit from where the cursor is. Empty: forget. False: bad pattern. */
bool reader_find(struct reader *, struct str query, uint32_t from);
bool reader_find_step(struct reader *, int direction); /* false: there is no hit */
void reader_find_forget(struct reader *);

#endif
