/* Keys by name, both ways. */
#include "canvas/event.h"

#include "base/alloc.h"
#include "text/cell.h"
#include "text/utf8.h"

/* The first name of a key is the one it is shown by. */
static const struct {
	uint32_t key;
	const char *name;
} key_names[] = {
	{ K_ENTER, "enter" },
	{ K_ENTER, "return" },
	{ K_TAB, "tab" },
	{ K_BACKSPACE, "backspace" },
	{ K_ESC, "esc" },
	{ K_ESC, "escape" },
	{ K_UP, "up" },
	{ K_DOWN, "down" },
	{ K_LEFT, "left" },
	{ K_RIGHT, "right" },
	{ K_HOME, "home" },
	{ K_END, "end" },
	{ K_PAGE_UP, "PgUp" },
	{ K_PAGE_UP, "page-up" },
	{ K_PAGE_UP, "pageup" },
	{ K_PAGE_DOWN, "PgDn" },
	{ K_PAGE_DOWN, "page-down" },
	{ K_PAGE_DOWN, "pagedown" },
	{ K_INSERT, "insert" },
	{ K_DELETE, "delete" },
	{ K_F1, "F1" },
	{ K_F2, "F2" },
	{ K_F3, "F3" },
	{ K_F4, "F4" },
	{ K_F5, "F5" },
	{ K_F6, "F6" },
	{ K_F7, "F7" },
	{ K_F8, "F8" },
	{ K_F9, "F9" },
	{ K_F10, "F10" },
	{ K_F11, "F11" },
	{ K_F12, "F12" },
	{ ' ', "space" },
};

static const struct {
	unsigned mod;
	const char *prefix;
} mod_names[] = {
	{ MOD_CTRL, "ctrl-" },
	{ MOD_ALT, "alt-" },
	{ MOD_SHIFT, "shift-" },
};

static bool
is_ascii_lower(uint32_t key)
{
	return key >= 'a' && key <= 'z';
}

static bool
is_ascii_upper(uint32_t key)
{
	return key >= 'A' && key <= 'Z';
}

/* Cut one "ctrl-" off NAME; what is left is never empty, so "ctrl--" is ctrl and minus. */
static bool
take_mod(struct str *name, unsigned *mods)
{
	for (size_t i = 0; i < ARRAY_LEN(mod_names); i++) {
		struct str prefix = str_of_c(mod_names[i].prefix);

		if (name->len > prefix.len && str_is_equal_nocase(str_cut(*name, 0, prefix.len), prefix)) {
			*mods |= mod_names[i].mod;
			*name = str_skip(*name, prefix.len);
			return true;
		}
	}
	return false;
}

static bool
find_key(struct str name, uint32_t *key)
{
	bool is_valid;

	for (size_t i = 0; i < ARRAY_LEN(key_names); i++) {
		if (str_is_equal_nocase(name, str_of_c(key_names[i].name))) {
			*key = key_names[i].key;
			return true;
		}
	}
	return utf8_next(&name, key, &is_valid) && is_valid && name.len == 0 && *key > ' ' &&
	       cell_codepoint_width(*key) > 0;
}

/* Letters: shift makes the capital; with ctrl or alt a capital written alone means the plain letter, as ctrl-C does. */
static void
settle_letter(uint32_t *key, unsigned *mods)
{
	if (is_ascii_upper(*key) && (*mods & MOD_CTRL) && !(*mods & MOD_SHIFT))
		*key += 'a' - 'A';
	else if (is_ascii_lower(*key) && (*mods & MOD_SHIFT))
		*key -= 'a' - 'A';
	if (is_ascii_upper(*key))
		*mods &= ~(unsigned)MOD_SHIFT;
}

bool
event_key_parse(struct str name, struct event *out)
{
	unsigned mods = 0;
	uint32_t key = K_NONE;

	while (take_mod(&name, &mods))
		;
	if (!find_key(name, &key))
		return false;
	settle_letter(&key, &mods);
	*out = (struct event){ .kind = EVENT_KEY, .key = key, .mods = mods };
	return true;
}

void
event_key_format(uint32_t key, unsigned mods, struct str_buf *out)
{
	if (is_ascii_upper(key) && (mods & MOD_CTRL)) { /* a bare capital would be read back as the plain letter */
		mods |= MOD_SHIFT;
		key += 'a' - 'A';
	}
	for (size_t i = 0; i < ARRAY_LEN(mod_names); i++)
		if (mods & mod_names[i].mod)
			str_buf_append_c(out, mod_names[i].prefix);
	for (size_t i = 0; i < ARRAY_LEN(key_names); i++) {
		if (key_names[i].key == key) {
			str_buf_append_c(out, key_names[i].name);
			return;
		}
	}
	utf8_append(out, key);
}
