/*
 * A text field, one line or many: never modal. The text is UTF-8; the cursor stands between grapheme clusters of its
 * line. Keys: characters, paste, arrows, home/end, ctrl-a e k u w d h, alt-b f d, ctrl or alt with ← → by words,
 * backspace, delete, ctrl-z/ctrl-y undo/redo, enter (many lines only; the new line is indented like the one above). Up,
 * down and page keys move in a field of many lines and are its owner's in one of one line; tab and esc always are. Ends
 * of line become \n, or a blank in a field of one line; other controls are kept as they are in the text but shown
 * through text/cell.h. What does not fit into MAX_BYTES is left out, whole clusters at a time. UI thread.
 */
#ifndef CANVAS_EDIT_H
#define CANVAS_EDIT_H

#include "canvas/canvas.h"
#include "canvas/event.h"

struct edit;

enum edit_reply {
	EDIT_IGNORED,
	EDIT_MOVED,
	EDIT_CHANGED
};

struct edit *edit_new(bool is_multiline, size_t max_bytes);
void edit_free(struct edit *);
void edit_set(struct edit *, struct str text); /* cursor at the end; forgets the undo history */
struct str edit_text(const struct edit *);     /* borrowed until the next change */
size_t edit_cursor(const struct edit *);       /* byte offset */
void edit_set_cursor(struct edit *, size_t offset);
enum edit_reply edit_input(struct edit *, const struct event *);
/*
 * Draw in the whole canvas, an ellipsis at the edges a line goes on beyond. The cursor's line is
 * scrolled to it, but seen from its start if not focused. Shows the cursor if focused, never under an ellipsis;
 * PLACEHOLDER (dim) when empty.
 */
void edit_draw(struct edit *, const struct canvas *, bool is_focused, const char *placeholder);
/* The same, with the look of each byte given: STYLES has one run list for the whole text (syntax, matches). */
void edit_draw_styled(struct edit *, const struct canvas *, bool is_focused, const struct styled *);
int64_t edit_top_line(const struct edit *); /* first line in view, for gutters */

#endif
