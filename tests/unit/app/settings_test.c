/* Settings: what config.yaml may say, and that one mistake leaves the rest in force. Keys are looked up with it. */
#include "support/test.h"

#include "app/command.h"
#include "app/settings.h"

/* The table of commands is the program's; here a few names are enough. */
static const struct command commands[] = {
	{ .name = "line-down" }, { .name = "line-up" }, { .name = "top" }, { .name = "palette" }, { .name = "quit" },
};

const struct command *
command_find(struct str name)
{
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (str_is_equal_c(name, commands[i].name))
			return &commands[i];
	return NULL;
}

static const char *
lookup(const struct keymap *keymap, enum key_context context, const char *keys)
{
	struct str rest = str_of_c(keys), word;
	struct key_stroke strokes[BINDING_KEYS_MAX];
	const char *command = NULL;
	size_t count = 0;

	while (str_next(&rest, ' ', &word)) {
		struct event event;

		assert_true(event_key_parse(word, &event));
		strokes[count++] = (struct key_stroke){ event.key, event.mods };
	}
	switch (keymap_lookup(keymap, context, strokes, count, &command)) {
	case KEY_BOUND:
		return command;
	case KEY_PREFIX:
		return "(prefix)";
	case KEY_UNBOUND:
		break;
	}
	return "(none)";
}

static void
settings__apply__takes_every_setting(void **state)
{
	struct settings settings;

	(void)state;
	settings_init(&settings);
	settings_apply(&settings, STR("theme: paper\nmouse: false\nlanguage: zh_CN\nascii: yes\n"), STR("config.yaml"));
	assert_int_equal(settings.errors.len, 0);
	assert_string_equal(settings.theme, "paper");
	assert_string_equal(settings.language, "zh_CN");
	assert_false(settings.use_mouse);
	assert_true(settings.use_ascii);
	settings_fini(&settings);
}

/* On the key row stands the first key of a command, in help all, in the place the command has by default. */
static void
settings__apply__puts_a_key_before_the_others_of_its_command(void **state)
{
	struct settings settings;
	struct str_buf keys = { 0 };
	const struct keymap *keymap = &settings.keymap;
	size_t hinted = 0;

	(void)state;
	settings_init(&settings);
	settings_apply(&settings, STR("keys: {reader: {ctrl-e: line-up}, everywhere: {F5: palette}}\n"),
		       STR("config.yaml"));
	assert_string_equal(keymap->bindings.items[0].command, "line-down");
	assert_true(keymap_keys_of(keymap, CONTEXT_READER, "line-up", 9, &keys));
	assert_string_equal(str_buf_c(&keys), "ctrl-e  k  up");
	for (size_t i = 0; i < keymap->bindings.len; i++)
		hinted += keymap->bindings.items[i].context == CONTEXT_EVERYWHERE &&
			  !strcmp(keymap->bindings.items[i].command, "palette") && keymap->bindings.items[i].hint &&
			  keymap_is_first_of_command(keymap, CONTEXT_EVERYWHERE, i);
	assert_int_equal(hinted, 1);
	str_buf_fini(&keys);
	settings_fini(&settings);
}

static void
settings__apply__binds_keys(void **state)
{
	struct settings settings;

	(void)state;
	settings_init(&settings);
	settings_apply(
		&settings,
		STR("keys:\n  reader:\n    ctrl-e: line-down\n    g: top\n    j: none\n  everywhere: {Q: quit}\n"),
		STR("config.yaml"));
	assert_int_equal(settings.errors.len, 0);
	assert_string_equal(lookup(&settings.keymap, CONTEXT_READER, "ctrl-e"), "line-down");
	assert_string_equal(lookup(&settings.keymap, CONTEXT_READER, "g"), "top"); /* no prefix any more */
	assert_string_equal(lookup(&settings.keymap, CONTEXT_READER, "j"), "(none)");
	assert_string_equal(lookup(&settings.keymap, CONTEXT_SIDEBAR, "j"), "line-down");
	assert_string_equal(lookup(&settings.keymap, CONTEXT_READER, "Q"), "quit");
	settings_fini(&settings);
}

static void
settings__apply__says_the_line_and_goes_on(void **state)
{
	struct settings settings;

	(void)state;
	settings_init(&settings);
	settings_apply(&settings,
		       STR("mouse: perhaps\nkeys:\n  reader:\n    nokey-x: top\n    x: nothing-such\n    X: top\n  "
			   "attic: {a: top}\n"
			   "colour: red\ntheme: ink\n"),
		       STR("config.yaml"));
	assert_int_equal(settings.errors.len, 5);
	assert_int_equal(settings.errors.items[0].line, 1);
	assert_int_equal(settings.errors.items[1].line, 4);
	assert_int_equal(settings.errors.items[2].line, 5);
	assert_int_equal(settings.errors.items[3].line, 7);
	assert_int_equal(settings.errors.items[4].line, 8);
	assert_string_equal(settings.errors.items[0].file, "config.yaml");
	assert_string_equal(lookup(&settings.keymap, CONTEXT_READER, "X"), "top");
	assert_string_equal(settings.theme, "ink");
	assert_true(settings.use_mouse);
	settings_fini(&settings);
}

/* As a file with everything commented out leaves them. */
static void
settings__apply__takes_empty_keys_for_none(void **state)
{
	struct settings settings;

	(void)state;
	settings_init(&settings);
	settings_apply(&settings, STR("keys:\nmouse: no\n"), STR("config.yaml"));
	settings_apply(&settings, STR("keys:\n  reader:\n  #  x: top\n  lab: {}\n"), STR("config.yaml"));
	assert_int_equal(settings.errors.len, 0);
	assert_false(settings.use_mouse);
	settings_apply(&settings, STR("keys: j\n"), STR("config.yaml"));
	settings_apply(&settings, STR("keys: {reader: [j]}\n"), STR("config.yaml"));
	assert_int_equal(settings.errors.len, 2);
	assert_non_null(strstr(settings.errors.items[0].text, "places and their keys were expected"));
	assert_non_null(strstr(settings.errors.items[1].text, "keys and their commands were expected"));
	settings_fini(&settings);
}

/* A language nobody can read messages in leaves the one there was. */
static void
settings__apply__keeps_the_language_where_there_is_no_other(void **state)
{
	struct settings settings;

	(void)state;
	settings_init(&settings);
	settings_apply(&settings, STR("language: tlh\n"), STR("config.yaml"));
	assert_int_equal(settings.errors.len, 1);
	assert_non_null(strstr(settings.errors.items[0].text, "“tlh”"));
	assert_null(settings.language);
	settings_apply(&settings, STR("language: zh_CN\n"), STR("config.yaml"));
	settings_apply(&settings, STR("language:\n"), STR("config.yaml"));
	assert_int_equal(settings.errors.len, 2);
	assert_string_equal(settings.language, "zh_CN");
	settings_fini(&settings);
}

/* Of two bindings that cannot both be in force the first one is, and the other is told with its line. */
static void
settings__apply__says_what_is_bound_twice(void **state)
{
	struct settings settings;

	(void)state;
	settings_init(&settings);
	settings_apply(&settings,
		       STR("keys:\n  reader:\n    g: top\n    g g: palette\n    Enter: line-up\n    return: quit\n"
			   "  sidebar: {g: quit}\n"),
		       STR("config.yaml"));
	assert_int_equal(settings.errors.len, 2);
	assert_int_equal(settings.errors.items[0].line, 4);
	assert_int_equal(settings.errors.items[1].line, 6);
	assert_string_equal(lookup(&settings.keymap, CONTEXT_READER, "g"), "top");
	assert_string_equal(lookup(&settings.keymap, CONTEXT_READER, "enter"), "line-up");
	assert_string_equal(lookup(&settings.keymap, CONTEXT_SIDEBAR, "g"), "quit");
	settings_fini(&settings);
}

static void
settings__apply__survives_what_is_no_mapping(void **state)
{
	static const char *const texts[] = { "",    "- a\n", "{", "keys: 3\n", "theme: [1]\n", "keys: {reader: 1}\n",
					     "\xff" };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct settings settings;

		settings_init(&settings);
		settings_apply(&settings, str_of_c(texts[i]), STR("config.yaml"));
		assert_true(settings.errors.len == (i == 0 ? 0 : 1));
		settings_fini(&settings);
	}
}

static void
keymap__find__two_keys_and_their_prefix(void **state)
{
	struct keymap keymap;

	(void)state;
	keymap_init(&keymap);
	assert_string_equal(lookup(&keymap, CONTEXT_READER, "g"), "(prefix)");
	assert_string_equal(lookup(&keymap, CONTEXT_READER, "g g"), "top");
	assert_string_equal(lookup(&keymap, CONTEXT_READER, "g j"), "(none)");
	assert_string_equal(lookup(&keymap, CONTEXT_READER, "ctrl-p"), "palette");
	assert_string_equal(lookup(&keymap, CONTEXT_LIST, "q"), "(none)"); /* a field takes text */
	keymap_fini(&keymap);
}

static void
keymap__keys_of__lists_them_for_help(void **state)
{
	struct keymap keymap;
	struct str_buf keys = { 0 };

	(void)state;
	keymap_init(&keymap);
	assert_true(keymap_keys_of(&keymap, CONTEXT_READER, "line-down", 4, &keys));
	assert_str_equal(str_buf_str(&keys), "j  down");
	str_buf_clear(&keys);
	assert_true(keymap_keys_of(&keymap, CONTEXT_READER, "palette", 1, &keys));
	assert_str_equal(str_buf_str(&keys), ":");
	str_buf_clear(&keys);
	assert_false(keymap_keys_of(&keymap, CONTEXT_READER, "nothing", 1, &keys));
	str_buf_fini(&keys);
	keymap_fini(&keymap);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(settings__apply__takes_every_setting),
		cmocka_unit_test(settings__apply__binds_keys),
		cmocka_unit_test(settings__apply__puts_a_key_before_the_others_of_its_command),
		cmocka_unit_test(settings__apply__says_the_line_and_goes_on),
		cmocka_unit_test(settings__apply__takes_empty_keys_for_none),
		cmocka_unit_test(settings__apply__keeps_the_language_where_there_is_no_other),
		cmocka_unit_test(settings__apply__says_what_is_bound_twice),
		cmocka_unit_test(settings__apply__survives_what_is_no_mapping),
		cmocka_unit_test(keymap__find__two_keys_and_their_prefix),
		cmocka_unit_test(keymap__keys_of__lists_them_for_help),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
