/* What key a control sequence stands for: sorted tables. */
#include "term/keymap.h"

#include "base/alloc.h"
#include "canvas/event.h"

static const struct keymap_entry csi_entries[] = {
	{ 'A', K_UP, 0 },           { 'B', K_DOWN, 0 },          { 'C', K_RIGHT, 0 },        { 'D', K_LEFT, 0 },
	{ 'F', K_END, 0 },          { 'H', K_HOME, 0 },          { 'P', K_F1, 0 },           { 'Q', K_F2, 0 },
	{ 'S', K_F4, 0 }, /* R, F3, is also a cursor report: input.c tells them apart */
	{ 'Z', K_TAB, MOD_SHIFT },  { 'a', K_UP, MOD_SHIFT }, /* rxvt */
	{ 'b', K_DOWN, MOD_SHIFT }, { 'c', K_RIGHT, MOD_SHIFT }, { 'd', K_LEFT, MOD_SHIFT },
};

static const struct keymap_entry tilde_entries[] = {
	{ 1, K_HOME, 0 },      { 2, K_INSERT, 0 }, { 3, K_DELETE, 0 }, { 4, K_END, 0 }, { 5, K_PAGE_UP, 0 },
	{ 6, K_PAGE_DOWN, 0 }, { 7, K_HOME, 0 }, /* rxvt */
	{ 8, K_END, 0 },       { 11, K_F1, 0 },    { 12, K_F2, 0 },    { 13, K_F3, 0 }, { 14, K_F4, 0 },
	{ 15, K_F5, 0 },       { 17, K_F6, 0 },    { 18, K_F7, 0 },    { 19, K_F8, 0 }, { 20, K_F9, 0 },
	{ 21, K_F10, 0 },      { 23, K_F11, 0 },   { 24, K_F12, 0 },
};

static const struct keymap_entry ss3_entries[] = {
	{ 'A', K_UP, 0 },          { 'B', K_DOWN, 0 },
	{ 'C', K_RIGHT, 0 },       { 'D', K_LEFT, 0 },
	{ 'F', K_END, 0 },         { 'H', K_HOME, 0 },
	{ 'I', K_TAB, 0 },         { 'M', K_ENTER, 0 }, /* the keypad, in application mode */
	{ 'P', K_F1, 0 },          { 'Q', K_F2, 0 },
	{ 'R', K_F3, 0 },          { 'S', K_F4, 0 },
	{ 'X', '=', 0 },           { 'Z', K_TAB, MOD_SHIFT },
	{ 'a', K_UP, MOD_CTRL }, /* rxvt */
	{ 'b', K_DOWN, MOD_CTRL }, { 'c', K_RIGHT, MOD_CTRL },
	{ 'd', K_LEFT, MOD_CTRL }, { 'j', '*', 0 },
	{ 'k', '+', 0 },           { 'l', ',', 0 },
	{ 'm', '-', 0 },           { 'n', '.', 0 },
	{ 'o', '/', 0 },           { 'p', '0', 0 },
	{ 'q', '1', 0 },           { 'r', '2', 0 },
	{ 's', '3', 0 },           { 't', '4', 0 },
	{ 'u', '5', 0 },           { 'v', '6', 0 },
	{ 'w', '7', 0 },           { 'x', '8', 0 },
	{ 'y', '9', 0 },
};

static const struct keymap_entry console_entries[] = {
	{ 'A', K_F1, 0 }, { 'B', K_F2, 0 }, { 'C', K_F3, 0 }, { 'D', K_F4, 0 }, { 'E', K_F5, 0 },
};

static const struct keymap_entry code_entries[] = {
	{ 8, K_BACKSPACE, 0 }, { 9, K_TAB, 0 },         { 10, K_ENTER, 0 },        { 13, K_ENTER, 0 },
	{ 27, K_ESC, 0 },      { 127, K_BACKSPACE, 0 }, { 57399, '0', 0 }, /* kitty's names for the keypad */
	{ 57400, '1', 0 },     { 57401, '2', 0 },       { 57402, '3', 0 },         { 57403, '4', 0 },
	{ 57404, '5', 0 },     { 57405, '6', 0 },       { 57406, '7', 0 },         { 57407, '8', 0 },
	{ 57408, '9', 0 },     { 57409, '.', 0 },       { 57410, '/', 0 },         { 57411, '*', 0 },
	{ 57412, '-', 0 },     { 57413, '+', 0 },       { 57414, K_ENTER, 0 },     { 57415, '=', 0 },
	{ 57416, ',', 0 },     { 57417, K_LEFT, 0 },    { 57418, K_RIGHT, 0 },     { 57419, K_UP, 0 },
	{ 57420, K_DOWN, 0 },  { 57421, K_PAGE_UP, 0 }, { 57422, K_PAGE_DOWN, 0 }, { 57423, K_HOME, 0 },
	{ 57424, K_END, 0 },   { 57425, K_INSERT, 0 },  { 57426, K_DELETE, 0 },
};

static const struct keymap keymaps[KEYMAP_COUNT] = {
	[KEYMAP_CSI] = { "CSI", csi_entries, ARRAY_LEN(csi_entries) },
	[KEYMAP_TILDE] = { "tilde", tilde_entries, ARRAY_LEN(tilde_entries) },
	[KEYMAP_SS3] = { "SS3", ss3_entries, ARRAY_LEN(ss3_entries) },
	[KEYMAP_CONSOLE] = { "console", console_entries, ARRAY_LEN(console_entries) },
	[KEYMAP_CODE] = { "code", code_entries, ARRAY_LEN(code_entries) },
};

const struct keymap *
keymap_of(enum keymap_family family)
{
	return &keymaps[family];
}

const struct keymap_entry *
keymap_find(enum keymap_family family, uint32_t code)
{
	const struct keymap *map = &keymaps[family];
	size_t low = 0, high = map->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (map->entries[middle].code < code)
			low = middle + 1;
		else
			high = middle;
	}
	return low < map->count && map->entries[low].code == code ? &map->entries[low] : NULL;
}

bool
keymap_mods(uint32_t parameter, unsigned *mods)
{
	uint32_t bits = parameter ? parameter - 1 : 0;

	*mods = (bits & 1 ? MOD_SHIFT : 0) | (bits & (2 | 32) ? MOD_ALT : 0) | (bits & 4 ? MOD_CTRL : 0);
	return !(bits & (8 | 16));
}
