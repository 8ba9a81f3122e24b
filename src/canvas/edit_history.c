/* What was done to a text field, so that it can be undone: bounded, with typing gathered into words. */
#include "canvas/edit_parts.h"

#include <string.h>

#define HISTORY_BYTES_MAX   ((size_t)4 << 20)
#define HISTORY_CHANGES_MAX 10000
#define GATHER_BYTES_MAX    64 /* also keeps growing a change at its front cheap */

static size_t
change_bytes(const struct edit_change *change)
{
	return change->removed.len + change->inserted.len;
}

static void
change_fini(struct edit_change *change)
{
	str_buf_fini(&change->removed);
	str_buf_fini(&change->inserted);
}

static void
forget(struct edit_history *history, size_t start, size_t end)
{
	for (size_t i = start; i < end; i++) {
		history->bytes -= change_bytes(&history->changes.items[i]);
		change_fini(&history->changes.items[i]);
	}
	if (end > start)
		memmove(history->changes.items + start, history->changes.items + end,
			(history->changes.len - end) * sizeof(*history->changes.items));
	history->changes.len -= end - start;
}

void
edit_history_fini(struct edit_history *history)
{
	forget(history, 0, history->changes.len);
	vec_fini(&history->changes);
	*history = (struct edit_history){ 0 };
}

void
edit_history_close(struct edit *edit)
{
	edit->history.is_open = false;
}

static bool
is_blank(struct str text)
{
	return text.len > 0 && (text.data[text.len - 1] == ' ' || text.data[text.len - 1] == '\n');
}

/* Make the last change longer instead of adding one; a blank ends a word and with it what is undone together. */
static bool
grow_last(struct edit *edit, size_t start, struct str removed, struct str inserted, enum edit_kind kind)
{
	struct edit_history *history = &edit->history;

	if (!history->is_open || history->done == 0 || kind == EDIT_KIND_OTHER)
		return false;

	struct edit_change *last = &history->changes.items[history->done - 1];

	if (last->kind != kind || change_bytes(last) + removed.len + inserted.len > GATHER_BYTES_MAX)
		return false;
	if (kind == EDIT_KIND_TYPE && removed.len == 0 && start == last->at + last->inserted.len &&
	    (is_blank(inserted) || !is_blank(str_buf_str(&last->inserted))))
		str_buf_append(&last->inserted, inserted);
	else if (kind == EDIT_KIND_BACKSPACE && start + removed.len == last->at)
		str_buf_replace(&last->removed, 0, 0, removed);
	else if (kind == EDIT_KIND_DELETE && start == last->at)
		str_buf_append(&last->removed, removed);
	else
		return false;
	last->at = start < last->at ? start : last->at;
	return true;
}

void
edit_history_add(struct edit *edit, size_t start, size_t end, struct str inserted, enum edit_kind kind)
{
	struct edit_history *history = &edit->history;
	struct str removed = str_cut(str_buf_str(&edit->text), start, end);

	forget(history, history->done, history->changes.len);
	if (!grow_last(edit, start, removed, inserted, kind)) {
		struct edit_change *change = vec_push_zero(&history->changes);

		change->at = start;
		change->kind = kind;
		change->cursor_before = edit->cursor;
		str_buf_append(&change->removed, removed);
		str_buf_append(&change->inserted, inserted);
		history->done++;
	}
	history->bytes += removed.len + inserted.len;
	history->is_open = true;
	/* halves, so that forgetting is rare; the change at hand stays */
	while (history->done > 1 && (history->bytes > HISTORY_BYTES_MAX || history->done > HISTORY_CHANGES_MAX)) {
		size_t half = history->done / 2;

		forget(history, 0, half);
		history->done -= half;
	}
}

bool
edit_history_undo(struct edit *edit)
{
	struct edit_history *history = &edit->history;

	if (history->done == 0)
		return false;

	struct edit_change *change = &history->changes.items[--history->done];

	str_buf_replace(&edit->text, change->at, change->at + change->inserted.len, str_buf_str(&change->removed));
	edit->cursor = change->cursor_before;
	history->is_open = false;
	return true;
}

bool
edit_history_redo(struct edit *edit)
{
	struct edit_history *history = &edit->history;

	if (history->done == history->changes.len)
		return false;

	struct edit_change *change = &history->changes.items[history->done++];

	str_buf_replace(&edit->text, change->at, change->at + change->removed.len, str_buf_str(&change->inserted));
	edit->cursor = edit_snap(edit, change->at + change->inserted.len);
	history->is_open = false;
	return true;
}
