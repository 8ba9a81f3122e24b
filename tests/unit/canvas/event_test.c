/* Keys by name, both ways. */
#include "support/test.h"

#include "base/alloc.h"
#include "canvas/event.h"

static void
event__key_parse__reads_what_people_write(void **state)
{
	static const struct {
		const char *name;
		uint32_t key;
		unsigned mods;
		const char *shown; /* NULL: as written */
	} cases[] = {
		{ "j", 'j', 0, NULL },
		{ "G", 'G', 0, NULL },
		{ "?", '?', 0, NULL },
		{ "-", '-', 0, NULL },
		{ "锁", 0x9501, 0, NULL },
		{ "space", ' ', 0, NULL },
		{ "ctrl-p", 'p', MOD_CTRL, NULL },
		{ "Ctrl-P", 'p', MOD_CTRL, "ctrl-p" },
		{ "ctrl--", '-', MOD_CTRL, NULL },
		{ "ctrl-shift-p", 'P', MOD_CTRL, NULL },
		{ "alt-F", 'F', MOD_ALT, NULL },
		{ "shift-a", 'A', 0, "A" },
		{ "shift-tab", K_TAB, MOD_SHIFT, NULL },
		{ "alt-ctrl-left", K_LEFT, MOD_ALT | MOD_CTRL, "ctrl-alt-left" },
		{ "F1", K_F1, 0, NULL },
		{ "f12", K_F12, 0, "F12" },
		{ "PgDn", K_PAGE_DOWN, 0, NULL },
		{ "page-up", K_PAGE_UP, 0, "PgUp" },
		{ "enter", K_ENTER, 0, NULL },
		{ "return", K_ENTER, 0, "enter" },
		{ "escape", K_ESC, 0, "esc" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct str_buf shown = { 0 };
		struct event event;

		assert_true(event_key_parse(str_of_c(cases[i].name), &event));
		assert_true(event_is_key(&event, cases[i].key, cases[i].mods));
		event_key_format(event.key, event.mods, &shown);
		assert_string_equal(str_buf_c(&shown), cases[i].shown ? cases[i].shown : cases[i].name);
		str_buf_fini(&shown);
	}
}

static void
event__key_parse__refuses_what_is_no_key(void **state)
{
	static const char *const wrong[] = {
		"", "ctrl-", "ctrl", "jj", "hyper-x", "\x1b", " ", "F13", "\xff", "\u200b"
	};
	struct event event = { .key = 7 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
		assert_false(event_key_parse(str_of_c(wrong[i]), &event));
	assert_int_equal(event.key, 7);
}

static void
event__key_format__is_read_back_as_the_same_key(void **state)
{
	(void)state;
	for (uint32_t key = ' '; key < K_LAST; key = key == 0xff ? 0x4e00 : key == 0x4fff ? K_ENTER : key + 1) {
		for (unsigned mods = 0; mods < 8; mods++) {
			struct str_buf name = { 0 };
			struct event event;
			bool is_letter = key < 0x80 && ((key | 32u) >= 'a' && (key | 32u) <= 'z');

			if (key >= 0x7f && key <= 0xa0) /* controls and the blank that does not break are no keys */
				continue;
			if (key == 0xad || (is_letter && (mods & MOD_SHIFT))) /* soft hyphen; shift is in the letter */
				continue;
			event_key_format(key, mods, &name);
			if (!event_key_parse(str_buf_str(&name), &event) || event.key != key || event.mods != mods)
				fail_msg("key %x with %u is shown as %s", key, mods, str_buf_c(&name));
			str_buf_fini(&name);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(event__key_parse__reads_what_people_write),
		cmocka_unit_test(event__key_parse__refuses_what_is_no_key),
		cmocka_unit_test(event__key_format__is_read_back_as_the_same_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
