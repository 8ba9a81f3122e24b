/*
 * A text field, one line or many: never modal. The text is UTF-8; the cursor stands between grapheme clusters.
 * Keys: characters, paste, arrows, home/end, ctrl-a e k u w d, alt-b f, backspace, delete, ctrl-z/ctrl-y undo/redo,
 * enter (many lines only), tab stays with the owner. Pasted text is inert: one line fields turn newlines to spaces,
 * controls are kept as they are in the text but shown through text/cell.h.
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
/* Draw in the whole canvas, scrolled to the cursor; shows the cursor if focused; PLACEHOLDER (dim) when empty. */
void edit_draw(struct edit *, const struct canvas *, bool is_focused, const char *placeholder);
/* The same, with the look of each byte given: STYLES has one run list for the whole text (syntax, matches). */
void edit_draw_styled(struct edit *, const struct canvas *, bool is_focused, const struct styled *);
int64_t edit_top_line(const struct edit *); /* first line in view, for gutters */

#endif
