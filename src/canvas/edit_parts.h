/* What the files of the text field share: its state, changes that can be undone, places in lines. */
#ifndef CANVAS_EDIT_PARTS_H
#define CANVAS_EDIT_PARTS_H

#include "base/vec.h"
#include "canvas/edit.h"

enum edit_kind { /* neighbours of one kind are undone together */
	EDIT_KIND_TYPE,
	EDIT_KIND_BACKSPACE,
	EDIT_KIND_DELETE,
	EDIT_KIND_OTHER
};

struct edit_change {
	size_t at;
	struct str_buf removed, inserted;
	size_t cursor_before;
	enum edit_kind kind;
};

struct edit_history {
	VEC(struct edit_change) changes;
	size_t done;  /* changes[done…] were undone */
	size_t bytes; /* in all removed and inserted texts */
	bool is_open; /* the last change may grow */
};

struct edit {
	struct str_buf text;
	size_t cursor; /* on a cluster boundary of its line */
	size_t max_bytes;
	bool is_multiline;
	int64_t goal_cols;           /* where up and down aim; -1: where the cursor is */
	int64_t top_line, left_cols; /* LEFT_COLS: of the line with the cursor, out of view */
	int width, height;           /* of the last draw */
	struct edit_history history;
};

/* edit_history.c: record what is about to happen; take back and do again, false when there is nothing. */
void edit_history_add(struct edit *, size_t start, size_t end, struct str inserted, enum edit_kind);
void edit_history_close(struct edit *); /* the next change is undone by itself */
bool edit_history_undo(struct edit *);
bool edit_history_redo(struct edit *);
void edit_history_fini(struct edit_history *);

/* edit_place.c: offsets, clusters, columns. */
size_t edit_line_start(const struct edit *, size_t offset);
size_t edit_line_end(const struct edit *, size_t offset);
struct str edit_line_at(const struct edit *, size_t offset); /* the line without its newline */
size_t edit_snap(const struct edit *, size_t offset);        /* the boundary at or behind OFFSET */
size_t edit_after(const struct edit *, size_t offset);       /* the next boundary; the end stays */
size_t edit_before(const struct edit *, size_t offset);
size_t edit_word_after(const struct edit *, size_t offset);
size_t edit_word_before(const struct edit *, size_t offset);
size_t edit_cluster_end(struct str line, size_t at);           /* AT is a boundary before the end */
int64_t edit_cluster_cols(struct str cluster, int64_t column); /* a tab depends on where it stands */
int64_t edit_column_of(const struct edit *, size_t offset);
size_t edit_offset_at(const struct edit *, size_t line_start, int64_t column); /* the boundary at or before COLUMN */
int64_t edit_left_of(const struct edit *, size_t line_start); /* columns of a line that are out of view to the left */
int64_t edit_line_number(const struct edit *, size_t offset); /* from 0 */
size_t edit_line_offset(const struct edit *, int64_t line);   /* clamped to the last */

#endif
