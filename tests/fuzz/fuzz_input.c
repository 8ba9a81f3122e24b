/* The decoder of terminal input: whatever bytes come, however they are split, events stay lawful and alike. */
#include "term/input.h"

#include "base/alloc.h"

#include <stdio.h>
#include <stdlib.h>

struct record {
	struct str_buf events; /* as bytes to compare; pastes joined, as pieces may be cut elsewhere */
	bool is_after_paste;
};

static void
check(bool is_true, const char *what)
{
	if (is_true)
		return;
	fprintf(stderr, "fuzz_input: %s\n", what);
	abort();
}

static void
check_key(const struct event *event)
{
	uint32_t key = event->key;

	check(event->mods <= (MOD_SHIFT | MOD_ALT | MOD_CTRL), "unknown modifier");
	check(key >= 0x20 && key < K_LAST && !(key >= 0x7F && key < 0xA0), "control as a key");
	check(!(key >= 0xD800 && key < 0xE000), "surrogate");
	check(!(event->mods & MOD_CTRL && key >= 'A' && key <= 'Z'), "ctrl with a capital");
}

static void
on_event(void *ctx, const struct event *event)
{
	struct record *record = ctx;
	bool is_paste = event->kind == EVENT_PASTE;

	if (is_paste)
		check(event->text.len > 0 && event->text.len <= INPUT_PASTE_BYTES, "size of a paste");
	if (event->kind == EVENT_KEY)
		check_key(event);
	if (event->kind == EVENT_MOUSE)
		check(event->x >= 0 && event->y >= 0 && event->button >= 0 && event->button <= 3, "mouse");
	if (is_paste && !record->is_after_paste)
		str_buf_append_c(&record->events, "paste ");
	if (is_paste)
		str_buf_append(&record->events, event->text);
	else
		str_buf_printf(&record->events, "\n%d %u %u %d %d %d %d %d\n", (int)event->kind, event->key,
			       event->mods, (int)event->action, event->button, event->x, event->y,
			       (int)event->is_focused);
	record->is_after_paste = is_paste;
}

static void
on_reply(void *ctx, enum input_reply reply, int a, int b)
{
	check(a >= 0 && b >= 0, "negative reply");
	str_buf_printf(&((struct record *)ctx)->events, "\nreply %d %d %d\n", (int)reply, a, b);
	((struct record *)ctx)->is_after_paste = false;
}

static struct record
decode(struct str bytes, size_t step)
{
	struct record record = { 0 };
	struct input *input = input_new(
		&(struct input_handler){ .event = on_event, .reply = on_reply, .ctx = &record });

	for (size_t i = 0; i < bytes.len; i += step)
		input_feed(input, str_cut(bytes, i, i + step));
	input_timeout(input);
	check(!input_is_pending(input), "pending after the timeout");
	input_free(input);
	return record;
}

/* With a timeout after every byte nothing may break either, though ESC is then always the key. */
static void
decode_slowly(struct str bytes)
{
	struct record record = { 0 };
	struct input *input = input_new(
		&(struct input_handler){ .event = on_event, .reply = on_reply, .ctx = &record });

	for (size_t i = 0; i < bytes.len; i++) {
		input_feed(input, str_cut(bytes, i, i + 1));
		input_timeout(input);
		check(!input_is_pending(input), "pending after the timeout");
	}
	input_free(input);
	str_buf_fini(&record.events);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = str_of((const char *)data, size);
	struct record whole = decode(bytes, size ? size : 1);
	struct record split = decode(bytes, 1);
	struct record by_three = decode(bytes, 3);

	check(str_is_equal(str_buf_str(&whole.events), str_buf_str(&split.events)), "split by one differs");
	check(str_is_equal(str_buf_str(&whole.events), str_buf_str(&by_three.events)), "split by three differs");
	decode_slowly(bytes);
	str_buf_fini(&whole.events);
	str_buf_fini(&split.events);
	str_buf_fini(&by_three.events);
	return 0;
}
