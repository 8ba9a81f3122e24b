/* A text field: what keys, pastes and clicks do to its text. */
#include "canvas/edit_parts.h"

#include "text/utf8.h"

#include <string.h>

#define WHEEL_LINES 3

struct edit *
edit_new(bool is_multiline, size_t max_bytes)
{
	struct edit *edit = NEW(struct edit);

	edit->is_multiline = is_multiline;
	edit->max_bytes = max_bytes;
	edit->goal_cols = -1;
	return edit;
}

void
edit_free(struct edit *edit)
{
	if (!edit)
		return;
	str_buf_fini(&edit->text);
	edit_history_fini(&edit->history);
	free(edit);
}

struct str
edit_text(const struct edit *edit)
{
	return str_buf_str(&edit->text);
}

size_t
edit_cursor(const struct edit *edit)
{
	return edit->cursor;
}

int64_t
edit_top_line(const struct edit *edit)
{
	return edit->top_line;
}

static enum edit_reply
move_to(struct edit *edit, size_t offset)
{
	edit->cursor = offset;
	edit->goal_cols = -1;
	edit_history_close(edit);
	return EDIT_MOVED;
}

void
edit_set_cursor(struct edit *edit, size_t offset)
{
	move_to(edit, edit_snap(edit, offset));
}

/* TEXT with its ends of line as this field has them: \n, or a blank where there is one line only. */
static void
settle_newlines(const struct edit *edit, struct str text, struct str_buf *out)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.data[i];

		if (c == '\r' && i + 1 < text.len && text.data[i + 1] == '\n')
			continue;
		if (c == '\r' || c == '\n')
			c = edit->is_multiline ? '\n' : ' ';
		str_buf_append_byte(out, c);
	}
}

/* The longest prefix of at most MAX_BYTES that ends between clusters. */
static struct str
cut_to_fit(struct str text, size_t max_bytes)
{
	size_t end = max_bytes;

	if (text.len <= max_bytes)
		return text;
	/* back to the start of a character; a cluster is not cut either where that is cheap to see */
	while (end > 0 && ((unsigned char)text.data[end] & 0xc0) == 0x80 && max_bytes - end < 4)
		end--;
	for (size_t tail = end > 64 ? end - 64 : 0; tail < end;) {
		struct str rest = str_skip(text, tail);
		size_t next = tail + cell_boundary_after(rest, 0);

		if (next > end) {
			end = tail;
			break;
		}
		tail = next;
	}
	return str_cut(text, 0, end);
}

void
edit_set(struct edit *edit, struct str text)
{
	struct str_buf settled = { 0 };

	settle_newlines(edit, text, &settled);
	text = cut_to_fit(str_buf_str(&settled), edit->max_bytes);
	str_buf_clear(&edit->text);
	str_buf_append(&edit->text, text);
	str_buf_fini(&settled);
	edit_history_fini(&edit->history);
	edit->cursor = edit->text.len;
	edit->goal_cols = -1;
	edit->top_line = edit->left_cols = 0;
}

/* The one way the text changes: [start, end) becomes TEXT, as much of it as there is room for. */
static enum edit_reply
replace(struct edit *edit, size_t start, size_t end, struct str text, enum edit_kind kind)
{
	size_t kept = edit->text.len - (end - start);

	text = cut_to_fit(text, edit->max_bytes > kept ? edit->max_bytes - kept : 0);
	if (start == end && text.len == 0)
		return EDIT_MOVED;
	edit_history_add(edit, start, end, text, kind);
	str_buf_replace(&edit->text, start, end, text);
	edit->cursor = edit_snap(edit, start + text.len);
	edit->goal_cols = -1;
	return EDIT_CHANGED;
}

static enum edit_reply
insert(struct edit *edit, struct str text, enum edit_kind kind)
{
	return replace(edit, edit->cursor, edit->cursor, text, kind);
}

static enum edit_reply
erase(struct edit *edit, size_t start, size_t end, enum edit_kind kind)
{
	return replace(edit, start, end, (struct str){ 0 }, kind);
}

static enum edit_reply
type_newline(struct edit *edit)
{
	if (!edit->is_multiline)
		return EDIT_IGNORED;

	size_t start = edit_line_start(edit, edit->cursor), end = start;
	struct str_buf text = { 0 };

	while (end < edit->cursor && edit->text.data[end] == ' ')
		end++;
	str_buf_append_byte(&text, '\n'); /* the new line starts below the text of this one */
	str_buf_append(&text, str_cut(edit_text(edit), start, end));

	enum edit_reply reply = insert(edit, str_buf_str(&text), EDIT_KIND_TYPE);

	str_buf_fini(&text);
	return reply;
}

static enum edit_reply
move_lines(struct edit *edit, int64_t lines)
{
	if (!edit->is_multiline)
		return EDIT_IGNORED;

	int64_t line = edit_line_number(edit, edit->cursor) + lines;
	int64_t goal = edit->goal_cols >= 0 ? edit->goal_cols : edit_column_of(edit, edit->cursor);

	move_to(edit, edit_offset_at(edit, edit_line_offset(edit, line), goal));
	edit->goal_cols = goal;
	return EDIT_MOVED;
}

static int64_t
page_lines(const struct edit *edit)
{
	return edit->height > 1 ? edit->height - 1 : 1;
}

static enum edit_reply
do_up(struct edit *edit)
{
	return move_lines(edit, -1);
}

static enum edit_reply
do_down(struct edit *edit)
{
	return move_lines(edit, 1);
}

static enum edit_reply
do_page_up(struct edit *edit)
{
	return move_lines(edit, -page_lines(edit));
}

static enum edit_reply
do_page_down(struct edit *edit)
{
	return move_lines(edit, page_lines(edit));
}

static enum edit_reply
do_left(struct edit *edit)
{
	return move_to(edit, edit_before(edit, edit->cursor));
}

static enum edit_reply
do_right(struct edit *edit)
{
	return move_to(edit, edit_after(edit, edit->cursor));
}

static enum edit_reply
do_word_left(struct edit *edit)
{
	return move_to(edit, edit_word_before(edit, edit->cursor));
}

static enum edit_reply
do_word_right(struct edit *edit)
{
	return move_to(edit, edit_word_after(edit, edit->cursor));
}

static enum edit_reply
do_line_start(struct edit *edit)
{
	return move_to(edit, edit_line_start(edit, edit->cursor));
}

static enum edit_reply
do_line_end(struct edit *edit)
{
	return move_to(edit, edit_line_end(edit, edit->cursor));
}

static enum edit_reply
do_text_start(struct edit *edit)
{
	return move_to(edit, 0);
}

static enum edit_reply
do_text_end(struct edit *edit)
{
	return move_to(edit, edit->text.len);
}

static enum edit_reply
do_backspace(struct edit *edit)
{
	return erase(edit, edit_before(edit, edit->cursor), edit->cursor, EDIT_KIND_BACKSPACE);
}

static enum edit_reply
do_delete(struct edit *edit)
{
	return erase(edit, edit->cursor, edit_after(edit, edit->cursor), EDIT_KIND_DELETE);
}

static enum edit_reply
do_erase_word_before(struct edit *edit)
{
	return erase(edit, edit_word_before(edit, edit->cursor), edit->cursor, EDIT_KIND_OTHER);
}

static enum edit_reply
do_erase_word_after(struct edit *edit)
{
	return erase(edit, edit->cursor, edit_word_after(edit, edit->cursor), EDIT_KIND_OTHER);
}

/* At the end of a line this takes the newline, so that ctrl-k again and again empties the text. */
static enum edit_reply
do_erase_to_end(struct edit *edit)
{
	size_t end = edit_line_end(edit, edit->cursor);

	if (end == edit->cursor && end < edit->text.len)
		end++;
	return erase(edit, edit->cursor, end, EDIT_KIND_OTHER);
}

static enum edit_reply
do_erase_to_start(struct edit *edit)
{
	return erase(edit, edit_line_start(edit, edit->cursor), edit->cursor, EDIT_KIND_OTHER);
}

static enum edit_reply
do_undo(struct edit *edit)
{
	edit->goal_cols = -1;
	return edit_history_undo(edit) ? EDIT_CHANGED : EDIT_MOVED;
}

static enum edit_reply
do_redo(struct edit *edit)
{
	edit->goal_cols = -1;
	return edit_history_redo(edit) ? EDIT_CHANGED : EDIT_MOVED;
}

static const struct {
	uint32_t key;
	unsigned mods;
	enum edit_reply (*act)(struct edit *);
} actions[] = {
	{ K_ENTER, 0, type_newline },
	{ K_UP, 0, do_up },
	{ K_DOWN, 0, do_down },
	{ K_PAGE_UP, 0, do_page_up },
	{ K_PAGE_DOWN, 0, do_page_down },
	{ K_LEFT, 0, do_left },
	{ K_RIGHT, 0, do_right },
	{ K_LEFT, MOD_CTRL, do_word_left },
	{ K_RIGHT, MOD_CTRL, do_word_right },
	{ 'b', MOD_ALT, do_word_left },
	{ 'f', MOD_ALT, do_word_right },
	{ K_LEFT, MOD_ALT, do_word_left },
	{ K_RIGHT, MOD_ALT, do_word_right },
	{ K_HOME, 0, do_line_start },
	{ K_END, 0, do_line_end },
	{ 'a', MOD_CTRL, do_line_start },
	{ 'e', MOD_CTRL, do_line_end },
	{ K_HOME, MOD_CTRL, do_text_start },
	{ K_END, MOD_CTRL, do_text_end },
	{ K_BACKSPACE, 0, do_backspace },
	{ K_BACKSPACE, MOD_SHIFT, do_backspace },
	{ 'h', MOD_CTRL, do_backspace },
	{ K_DELETE, 0, do_delete },
	{ 'd', MOD_CTRL, do_delete },
	{ 'w', MOD_CTRL, do_erase_word_before },
	{ K_BACKSPACE, MOD_ALT, do_erase_word_before },
	{ K_BACKSPACE, MOD_CTRL, do_erase_word_before },
	{ 'd', MOD_ALT, do_erase_word_after },
	{ K_DELETE, MOD_CTRL, do_erase_word_after },
	{ 'k', MOD_CTRL, do_erase_to_end },
	{ 'u', MOD_CTRL, do_erase_to_start },
	{ 'z', MOD_CTRL, do_undo },
	{ 'y', MOD_CTRL, do_redo },
};

static bool
is_typed(uint32_t key)
{
	return key >= ' ' && key < K_ENTER && key != 0x7f && !(key >= 0x80 && key < 0xa0);
}

static enum edit_reply
edit_key(struct edit *edit, const struct event *event)
{
	for (size_t i = 0; i < ARRAY_LEN(actions); i++)
		if (event_is_key(event, actions[i].key, actions[i].mods))
			return actions[i].act(edit);
	if ((event->mods & ~(unsigned)MOD_SHIFT) == 0 && is_typed(event->key)) {
		char bytes[4];

		return insert(edit, str_of(bytes, utf8_encode(event->key, bytes)), EDIT_KIND_TYPE);
	}
	return EDIT_IGNORED;
}

static enum edit_reply
edit_paste(struct edit *edit, struct str text)
{
	struct str_buf settled = { 0 };

	settle_newlines(edit, text, &settled);
	edit_history_close(edit);

	enum edit_reply reply = insert(edit, str_buf_str(&settled), EDIT_KIND_OTHER);

	str_buf_fini(&settled);
	return reply;
}

static enum edit_reply
edit_mouse(struct edit *edit, const struct event *event)
{
	size_t line;

	if (event->action == MOUSE_WHEEL_UP)
		return move_lines(edit, -WHEEL_LINES);
	if (event->action == MOUSE_WHEEL_DOWN)
		return move_lines(edit, WHEEL_LINES);
	if (event->action != MOUSE_PRESS || event->button != 1 || event->x < 0 || event->x >= edit->width ||
	    event->y < 0 || event->y >= edit->height)
		return EDIT_IGNORED;
	line = edit_line_offset(edit, edit->top_line + event->y);
	return move_to(edit, edit_offset_at(edit, line, edit_left_of(edit, line) + event->x));
}

enum edit_reply
edit_input(struct edit *edit, const struct event *event)
{
	switch (event->kind) {
	case EVENT_KEY:
		return edit_key(edit, event);
	case EVENT_PASTE:
		return edit_paste(edit, event->text);
	case EVENT_MOUSE:
		return edit_mouse(edit, event);
	default:
		return EDIT_IGNORED;
	}
}
