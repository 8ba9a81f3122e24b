/*
 * A text field under any keys and pastes: the cursor stands between clusters, and everything can be undone and redone.
 */
#include "canvas/edit.h"

#include "base/alloc.h"

#include <string.h>

#define MAX_BYTES 512

#define CHECK(condition)          \
	do {                      \
		if (!(condition)) \
			abort();  \
	} while (0)

static const char *const keys[] = { "left",  "right",  "up",     "down",   "home",      "end",      "PgUp",   "PgDn",
				    "enter", "delete", "ctrl-w", "ctrl-k", "backspace", "ctrl-u",   "ctrl-z", "ctrl-y",
				    "alt-b", "alt-f",  "alt-d",  "ctrl-d", "ctrl-home", "ctrl-end", "tab",    "esc" };

static struct event
key_event(const char *name)
{
	struct event event;

	CHECK(event_key_parse(str_of_c(name), &event));
	return event;
}

/* A boundary as the header means it: of the line the offset is in. */
static bool
is_boundary(struct str text, size_t offset)
{
	size_t newline = str_rfind_byte(str_cut(text, 0, offset), '\n');
	size_t start = newline == STR_NONE ? 0 : newline + 1, at = 0;
	struct str line = str_skip(text, start);

	line = str_cut(line, 0, str_find_byte(line, '\n'));
	while (at < offset - start)
		at = cell_boundary_after(line, at);
	return at == offset - start;
}

static void
check(struct edit *edit, struct surface *surface)
{
	struct canvas canvas = canvas_of(surface);

	CHECK(edit_text(edit).len <= MAX_BYTES);
	CHECK(is_boundary(edit_text(edit), edit_cursor(edit)));
	surface_clear(surface);
	edit_draw(edit, &canvas, true, "?");
	/* a cursor that is shown at all is inside; with any room it is shown */
	CHECK(surface->width == 0 || surface->height == 0 || surface->cursor_x >= 0);
}

/* One event from the input: a paste of some of its bytes, a character, a key, a click. */
static size_t
feed(struct edit *edit, const uint8_t *data, size_t size)
{
	struct event event = { .kind = EVENT_KEY };
	size_t taken = 1;

	if (data[0] >= 0xf0) {
		taken = 1 + (size_t)(data[0] & 15);
		taken = taken > size ? size : taken;
		event.kind = EVENT_PASTE;
		event.text = str_of((const char *)data + 1, taken - 1);
	} else if (data[0] >= 0xe0 && size >= 3) {
		taken = 3;
		event.kind = EVENT_MOUSE;
		event.action = (enum mouse_action)(data[0] % 6);
		event.button = 1;
		event.x = (int8_t)data[1];
		event.y = (int8_t)data[2];
	} else if (data[0] >= 0x80 && size >= 3) {
		taken = 3;
		event.key = ((uint32_t)data[0] & 15u) << 16 | (uint32_t)data[1] << 8 | data[2];
	} else if (data[0] >= 0x20) {
		event.key = data[0];
	} else {
		event = key_event(keys[data[0] % ARRAY_LEN(keys)]);
	}
	edit_input(edit, &event);
	return taken;
}

static void
check_undo(struct edit *edit, struct str start)
{
	struct event undo = key_event("ctrl-z"), redo = key_event("ctrl-y");

	while (edit_input(edit, &redo) == EDIT_CHANGED)
		;

	char *end = str_copy_c(edit_text(edit));
	size_t len = edit_text(edit).len;

	while (edit_input(edit, &undo) == EDIT_CHANGED)
		CHECK(is_boundary(edit_text(edit), edit_cursor(edit)));
	CHECK(str_is_equal(edit_text(edit), start));
	while (edit_input(edit, &redo) == EDIT_CHANGED)
		CHECK(is_boundary(edit_text(edit), edit_cursor(edit)));
	CHECK(str_is_equal(edit_text(edit), str_of(end, len)));
	free(end);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct surface surface;

	if (size < 3 || size > 4096)
		return 0;

	struct edit *edit = edit_new(data[0] & 1, MAX_BYTES);

	surface_init(&surface, data[1] % 24, data[2] % 6);
	edit_set(edit, STR("一e\xcc\x81 two\n三"));

	char *start = str_copy_c(edit_text(edit));

	for (size_t at = 3; at < size;) {
		at += feed(edit, data + at, size - at);
		check(edit, &surface);
	}
	check_undo(edit, str_of_c(start));
	free(start);
	edit_free(edit);
	surface_fini(&surface);
	return 0;
}
