/* Exact bytes in, exact events out; each also one byte at a time. */
#include "support/test.h"

#include "base/alloc.h"
#include "term/input.h"
#include "term/keymap.h"

#include <stdio.h>

/* Events as words: "key mods", so that a table can say what it expects. */
struct log {
	struct str_buf text;
};

static void
append_key(struct str_buf *out, uint32_t key)
{
	static const char *const names[] = { "enter", "tab",  "backspace", "esc",     "up",        "down",   "left",
					     "right", "home", "end",       "page-up", "page-down", "insert", "delete",
					     "F1",    "F2",   "F3",        "F4",      "F5",        "F6",     "F7",
					     "F8",    "F9",   "F10",       "F11",     "F12" };

	if (key >= K_ENTER && key < K_LAST)
		str_buf_append_c(out, names[key - K_ENTER]);
	else if (key > 0x20 && key < 0x7F)
		str_buf_append_byte(out, (char)key);
	else
		str_buf_printf(out, "U+%04X", key);
}

static void
on_event(void *ctx, const struct event *event)
{
	static const char *const actions[] = { "press", "release", "drag", "move", "wheel-up", "wheel-down" };
	struct str_buf *out = &((struct log *)ctx)->text;

	if (out->len)
		str_buf_append_byte(out, ' ');
	if (event->kind == EVENT_FOCUS)
		str_buf_append_c(out, event->is_focused ? "focus-in" : "focus-out");
	if (event->kind == EVENT_PASTE)
		str_buf_printf(out, "paste(%.*s)", STR_ARG(event->text));
	if (event->kind == EVENT_KEY || event->kind == EVENT_MOUSE)
		str_buf_printf(out, "%s%s%s", event->mods & MOD_CTRL ? "ctrl-" : "",
			       event->mods & MOD_ALT ? "alt-" : "", event->mods & MOD_SHIFT ? "shift-" : "");
	if (event->kind == EVENT_KEY)
		append_key(out, event->key);
	if (event->kind == EVENT_MOUSE)
		str_buf_printf(out, "%s%d@%d,%d", actions[event->action], event->button, event->x, event->y);
}

static void
on_reply(void *ctx, enum input_reply reply, int a, int b)
{
	static const char *const names[] = { "cursor", "attributes", "mode" };
	struct str_buf *out = &((struct log *)ctx)->text;

	if (out->len)
		str_buf_append_byte(out, ' ');
	str_buf_printf(out, "%s=%d,%d", names[reply], a, b);
}

/* What BYTES say, in pieces of STEP; the timeout comes at the end. The caller frees. */
static char *
decode(struct str bytes, size_t step)
{
	struct log log = { 0 };
	struct input *input = input_new(&(struct input_handler){ .event = on_event, .reply = on_reply, .ctx = &log });

	for (size_t i = 0; i < bytes.len; i += step)
		input_feed(input, str_cut(bytes, i, i + step));
	if (input_is_pending(input))
		input_timeout(input);
	assert_false(input_is_pending(input));
	input_free(input);
	return str_buf_take(&log.text);
}

struct row {
	const char *bytes, *events;
};

static void
check_rows(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct str bytes = str_of_c(rows[i].bytes);

		for (size_t step = 1; step <= bytes.len; step++) {
			char *got = decode(bytes, step);

			if (strcmp(got, rows[i].events) != 0)
				print_error("row %zu (%s), in pieces of %zu\n", i, rows[i].events, step);
			assert_string_equal(got, rows[i].events);
			free(got);
		}
	}
}
#define CHECK(...)                                                \
	do {                                                      \
		static const struct row rows[] = { __VA_ARGS__ }; \
		check_rows(rows, ARRAY_LEN(rows));                \
	} while (0)

static void
input__decode__characters_and_controls(void **state)
{
	(void)state;
	CHECK({ "a", "a" }, { "Q~", "Q ~" }, { " ", "U+0020" }, { "中", "U+4E2D" }, { "é😀x", "U+00E9 U+1F600 x" },
	      { "\r", "enter" }, { "\n", "enter" }, { "\t", "tab" }, { "\x7f", "backspace" }, { "\b", "backspace" },
	      { "\x01\x1a", "ctrl-a ctrl-z" }, { "\x1c\x1d\x1e\x1f", "ctrl-\\ ctrl-] ctrl-^ ctrl-_" });
	char *got = decode(str_of("\0", 1), 1);

	assert_string_equal(got, "ctrl-U+0020");
	free(got);
}

static void
input__decode__bad_utf8_is_dropped(void **state)
{
	(void)state;
	CHECK({ "\xff", "" }, { "\x80x", "x" }, { "\xc0\xafx", "x" }, { "\xe4\xb8x", "x" },
	      { "\xe4\xe4\xb8\xad", "U+4E2D" }, { "\xed\xa0\x80x", "x" }, { "\xf4\x90\x80\x80x", "x" },
	      { "\xf0\x80\x80\x80x", "x" },
	      { "\xc2\x9b"
		"A",
		"A" },
	      { "\xe4\xb8\033[A", "up" }, { "\xf0\x9f\x98\r", "enter" });
}

static void
input__decode__esc_alone_and_alt(void **state)
{
	(void)state;
	CHECK({ "\033", "esc" }, { "\033\033", "esc esc" }, { "\033\033\033", "esc esc esc" }, { "\033a", "alt-a" },
	      { "\033A", "alt-A" }, { "\033\r", "alt-enter" }, { "\033\x7f", "alt-backspace" }, { "\033\t", "alt-tab" },
	      { "\033\x01", "ctrl-alt-a" }, { "\033中", "alt-U+4E2D" }, { "\033[", "alt-[" }, { "\033O", "alt-O" },
	      { "\033]", "alt-]" }, { "\033P", "alt-P" }, { "\033[[", "alt-[ [" }, { "\033\033a", "esc alt-a" },
	      { "\033\033[", "esc alt-[" }, { "\033\x80x", "x" });
}

static void
input__decode__keys_of_xterm_and_vt(void **state)
{
	(void)state;
	CHECK({ "\033[A\033[B\033[C\033[D", "up down right left" },
	      { "\033OA\033OB\033OC\033OD", "up down right left" }, { "\033[H\033[F\033OH\033OF", "home end home end" },
	      { "\033[1~\033[4~", "home end" }, { "\033[2~\033[3~\033[5~\033[6~", "insert delete page-up page-down" },
	      { "\033[Z", "shift-tab" }, { "\033OP\033OQ\033OR\033OS", "F1 F2 F3 F4" },
	      { "\033[11~\033[12~\033[13~\033[14~", "F1 F2 F3 F4" },
	      { "\033[15~\033[17~\033[18~\033[19~\033[20~\033[21~\033[23~\033[24~", "F5 F6 F7 F8 F9 F10 F11 F12" },
	      { "\033[1;5A", "ctrl-up" }, { "\033[1;2D", "shift-left" }, { "\033[1;3C", "alt-right" },
	      { "\033[1;8H", "ctrl-alt-shift-home" }, { "\033[3;5~", "ctrl-delete" }, { "\033[1;2P", "shift-F1" },
	      { "\033[1;5R", "ctrl-F3" }, { "\033[15;2~", "shift-F5" }, { "\033O5P", "ctrl-F1" },
	      { "\033O1;2Q", "shift-F2" }, { "\033OM\033Oj\033Op\033Oy", "enter * 0 9" }, { "\033[1;33A", "alt-up" },
	      { "\033[1;65A", "up" }, { "\033[1;9A", "" });
}

static void
input__decode__keys_of_rxvt_and_linux(void **state)
{
	(void)state;
	CHECK({ "\033[7~\033[8~", "home end" }, { "\033[a\033[d", "shift-up shift-left" },
	      { "\033Oa\033Oc", "ctrl-up ctrl-right" }, { "\033[5^", "ctrl-page-up" }, { "\033[3$", "shift-delete" },
	      { "\033[7@", "ctrl-shift-home" }, { "\033\033[A", "alt-up" }, { "\033\033OA", "alt-up" },
	      { "\033\033[5~", "alt-page-up" }, { "\033[[A\033[[B\033[[C\033[[D\033[[E", "F1 F2 F3 F4 F5" },
	      { "\033[[Zx", "x" });
}

static void
input__decode__code_points_with_modifiers(void **state)
{
	(void)state;
	CHECK({ "\033[97u", "a" }, { "\033[97;5u", "ctrl-a" }, { "\033[97;2u", "A" }, { "\033[65;2u", "A" },
	      { "\033[97;6u", "ctrl-shift-a" }, { "\033[65;6u", "ctrl-shift-a" }, { "\033[97;3u", "alt-a" },
	      { "\033[47:63;2u", "?" }, { "\033[63;2u", "?" }, { "\033[27u", "esc" }, { "\033[13;2u", "shift-enter" },
	      { "\033[9;5u", "ctrl-tab" }, { "\033[127;3u", "alt-backspace" }, { "\033[32;5u", "ctrl-U+0020" },
	      { "\033[20013u", "U+4E2D" }, { "\033[57414u", "enter" }, { "\033[57358u", "" }, { "\033[97;1:3u", "" },
	      { "\033[97;1:2u", "a" }, { "\033[97;9u", "" }, { "\033[97;;97u", "a" }, { "\033[27;5;105~", "ctrl-i" },
	      { "\033[27;6;80~", "ctrl-shift-p" }, { "\033[27;2;13~", "shift-enter" }, { "\033[u", "" },
	      { "\033[1114112u", "" }, { "\033[99999999999999999999u", "" }, { "\033[55296u", "" }, { "\033[0u", "" });
}

static void
input__decode__mouse(void **state)
{
	(void)state;
	CHECK({ "\033[<0;1;1M", "press1@0,0" }, { "\033[<0;10;5m", "release1@9,4" }, { "\033[<2;3;4M", "press3@2,3" },
	      { "\033[<1;3;4M", "press2@2,3" }, { "\033[<32;7;8M", "drag1@6,7" }, { "\033[<35;7;8M", "move0@6,7" },
	      { "\033[<64;2;2M", "wheel-up0@1,1" }, { "\033[<65;2;2M", "wheel-down0@1,1" }, { "\033[<66;2;2M", "" },
	      { "\033[<80;2;2M", "ctrl-wheel-up0@1,1" }, { "\033[<4;2;2M", "shift-press1@1,1" },
	      { "\033[<28;300;200M", "ctrl-alt-shift-press1@299,199" }, { "\033[<0;0;1M", "" },
	      { "\033[<128;2;2M", "" }, { "\033[<0;2M", "" }, { "\033[M !!", "press1@0,0" },
	      { "\033[M#*+", "release0@9,10" }, { "\033[M`!!q", "wheel-up0@0,0 q" }, { "\033[32;5;6M", "press1@4,5" });
}

static void
input__decode__focus_and_replies(void **state)
{
	(void)state;
	CHECK({ "\033[I\033[O", "focus-in focus-out" }, { "\033[2;3R", "cursor=2,3" },
	      { "\033[24;80R", "cursor=24,80" }, { "\033[?1;2R", "cursor=1,2" }, { "\033[?62;22c", "attributes=62,22" },
	      { "\033[?2026;2$y", "mode=2026,2" }, { "\033[1;80R", "cursor=1,80" }, { "\033[>0;276;0c", "" },
	      { "\033[0n", "" }, { "\033[8;24;80t", "" });
}

static void
input__decode__unknown_sequences_are_swallowed(void **state)
{
	(void)state;
	CHECK({ "\033[99~x", "x" }, { "\033[?25hx", "x" }, { "\033[1;2;3;4;5;6;7;8;9;10;11Ax", "x" },
	      { "\033[1:2:3:4:5Ax", "x" }, { "\033[ qx", "x" }, { "\033Ozx", "x" }, { "\033[1;2$rx", "x" },
	      { "\033]11;rgb:0000/0000/0000\033\\x", "x" }, { "\033]11;rgb:0/0/0\ax", "x" },
	      { "\033P>|term 1.0\033\\x", "x" }, { "\033_Gi=1;OK\033\\x", "x" }, { "\033[12\x18x", "x" },
	      { "\033[1;\033[A", "up" }, { "\033[1;中", "U+4E2D" }, { "\033]0;never ended\rx", "enter x" },
	      { "\033]0;never ended\033[A", "up" }, { "\033P1\x1ax", "x" }, { "\033[1;5\rx", "enter x" },
	      { "\033[<1;2", "" });
}

static void
input__decode__pastes(void **state)
{
	(void)state;
	CHECK({ "\033[200~hello\033[201~x", "paste(hello) x" }, { "\033[200~\033[201~x", "x" },
	      { "\033[200~a\r\tq\x03\033[A\033[201~", "paste(a\r\tq\x03\033[A)" },
	      { "\033[200~\033[20\033[201\033\033[201~x", "paste(\033[20\033[201\033) x" },
	      { "\033[200~\033[200~\033[201~", "paste(\033[200~)" }, { "\033[201~x", "x" });
}

static void
collect_paste(void *ctx, const struct event *event)
{
	assert_int_equal(event->kind, EVENT_PASTE);
	assert_true(event->text.len > 0 && event->text.len <= INPUT_PASTE_BYTES);
	assert_int_not_equal((uint8_t)event->text.data[0] & 0xC0, 0x80); /* begins with a whole character */
	str_buf_append(ctx, event->text);
}

static void
input__decode__large_paste_in_pieces_is_whole(void **state)
{
	struct str_buf in = { 0 }, out = { 0 };
	struct input *input = input_new(&(struct input_handler){ .event = collect_paste, .ctx = &out });

	(void)state;
	str_buf_append_c(&in, "\033[200~x");
	str_buf_append_repeat(&in, STR("中文é\033[20😀"), 40000);
	str_buf_append_c(&in, "\033[201~");
	input_feed(input, str_buf_str(&in));
	assert_false(input_is_pending(input));
	assert_int_equal(out.len, in.len - 12);
	assert_memory_equal(out.data, in.data + 6, out.len);
	input_free(input);
	str_buf_fini(&in);
	str_buf_fini(&out);
}

static void
input__timeout__passes_on_a_stalled_paste(void **state)
{
	struct log log = { 0 };
	struct input *input = input_new(&(struct input_handler){ .event = on_event, .ctx = &log });

	(void)state;
	input_feed(input, STR("\033[200~ab\xe4\xb8"));
	assert_true(input_is_pending(input));
	input_timeout(input);
	assert_false(input_is_pending(input));
	assert_string_equal(str_buf_c(&log.text), "paste(ab)");
	input_feed(input, STR("\xad\033[201~q"));
	assert_string_equal(str_buf_c(&log.text), "paste(ab) paste(中) q");
	input_free(input);
	str_buf_fini(&log.text);
}

static void
input__timeout__never_cuts_a_sequence_or_a_character(void **state)
{
	struct log log = { 0 };
	struct input *input = input_new(&(struct input_handler){ .event = on_event, .ctx = &log });
	struct str bytes = STR("\033[1;5A中\033[<0;3;4M\033]11;x\a");

	(void)state;
	input_feed(input, STR("\033[1"));
	bytes = str_skip(bytes, 3);
	for (size_t i = 0; i < bytes.len; i++) {
		struct input *same = input;

		if (bytes.data[i] != '[' && bytes.data[i] != '<' && bytes.data[i] != ']' && bytes.data[i] != '1')
			input_timeout(same);
		input_feed(input, str_cut(bytes, i, i + 1));
		if (bytes.data[i] == '\033' || bytes.data[i] == '[' || bytes.data[i] == ']')
			input_feed(input, str_cut(bytes, i + 1, i + 2)), i++;
	}
	assert_string_equal(str_buf_c(&log.text), "ctrl-up U+4E2D press1@2,3");
	input_free(input);
	str_buf_fini(&log.text);
}

/* Knuth's MMIX generator; below BOUND. */
static size_t
random_below(uint64_t *seed, size_t bound)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (size_t)(*seed >> 33) % bound;
}

/* Whatever came before, a person who presses ESC and waits is heard, and then every key is. */
static void
input__resync__after_any_bytes(void **state)
{
	uint64_t seed = test_seed(), random = seed;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		static const char alphabet[] = "\033\033\033[[O]P_;:0129~$^uMR<?AZ\\\r\a\x18x\xe4\xb8\xad";
		struct log log = { 0 };
		struct input *input = input_new(&(struct input_handler){ .event = on_event, .ctx = &log });

		for (size_t len = random_below(&random, 12); len > 0; len--)
			input_feed(input, str_of(&alphabet[random_below(&random, sizeof(alphabet) - 1)], 1));
		input_feed(input, STR("\x18\x18\x18\033"));
		input_timeout(input);
		str_buf_clear(&log.text);
		input_feed(input, STR("k"));
		if (strcmp(str_buf_c(&log.text), "k") != 0)
			print_error("SEED=%llu round %d\n", (unsigned long long)seed, round);
		assert_string_equal(str_buf_c(&log.text), "k");
		input_free(input);
		str_buf_fini(&log.text);
	}
}

static void
keymap__tables__are_sorted(void **state)
{
	(void)state;
	for (int family = 0; family < KEYMAP_COUNT; family++) {
		const struct keymap *map = keymap_of((enum keymap_family)family);

		for (size_t i = 0; i < map->count; i++) {
			if (i > 0 && map->entries[i - 1].code >= map->entries[i].code)
				fail_msg("%s: entry %zu is not above the one before", map->name, i);
			assert_ptr_equal(keymap_find((enum keymap_family)family, map->entries[i].code),
					 &map->entries[i]);
		}
		assert_null(keymap_find((enum keymap_family)family, 0));
		assert_null(keymap_find((enum keymap_family)family, UINT32_MAX));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(input__decode__characters_and_controls),
		cmocka_unit_test(input__decode__bad_utf8_is_dropped),
		cmocka_unit_test(input__decode__esc_alone_and_alt),
		cmocka_unit_test(input__decode__keys_of_xterm_and_vt),
		cmocka_unit_test(input__decode__keys_of_rxvt_and_linux),
		cmocka_unit_test(input__decode__code_points_with_modifiers),
		cmocka_unit_test(input__decode__mouse),
		cmocka_unit_test(input__decode__focus_and_replies),
		cmocka_unit_test(input__decode__unknown_sequences_are_swallowed),
		cmocka_unit_test(input__decode__pastes),
		cmocka_unit_test(input__decode__large_paste_in_pieces_is_whole),
		cmocka_unit_test(input__timeout__passes_on_a_stalled_paste),
		cmocka_unit_test(input__timeout__never_cuts_a_sequence_or_a_character),
		cmocka_unit_test(input__resync__after_any_bytes),
		cmocka_unit_test(keymap__tables__are_sorted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
