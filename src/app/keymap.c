/* Keys to commands: the table of defaults, and looking up and changing what is in force. */
#include "app/keymap.h"

#include "app/command.h"
#include "base/i18n.h"

#include <string.h>

struct default_binding {
	enum key_context context;
	const char *keys, *command, *hint;
	uint8_t priority;
};

#define ALL  CONTEXT_EVERYWHERE
#define READ CONTEXT_READER
#define SIDE CONTEXT_SIDEBAR
#define SHOW CONTEXT_PRESENT

/* In the order of help. The hint stands on the key row, the first binding of a command only. */
static const struct default_binding defaults[] = {
	{ READ, "j", "line-down", NULL, 0 },
	{ READ, "down", "line-down", NULL, 0 },
	{ READ, "k", "line-up", NULL, 0 },
	{ READ, "up", "line-up", NULL, 0 },
	{ READ, "space", "page-down", N_("page"), 4 },
	{ READ, "pagedown", "page-down", NULL, 0 },
	{ READ, "ctrl-f", "page-down", NULL, 0 },
	{ READ, "pageup", "page-up", NULL, 0 },
	{ READ, "b", "page-up", NULL, 0 },
	{ READ, "ctrl-b", "page-up", NULL, 0 },
	{ READ, "ctrl-d", "half-down", NULL, 0 },
	{ READ, "ctrl-u", "half-up", NULL, 0 },
	{ READ, "g g", "top", NULL, 0 },
	{ READ, "home", "top", NULL, 0 },
	{ READ, "G", "bottom", NULL, 0 },
	{ READ, "end", "bottom", NULL, 0 },
	{ READ, "}", "section-next", N_("section"), 6 },
	{ READ, "{", "section-previous", NULL, 0 },
	{ READ, "]", "lesson-next", N_("lesson"), 5 },
	{ READ, "[", "lesson-previous", NULL, 0 },
	{ READ, "enter", "open-lab", N_("open lab"), 1 },
	{ READ, "o", "next-lab", N_("next lab"), 2 },
	{ READ, "/", "find", N_("find"), 3 },
	{ READ, "n", "find-next", N_("next hit"), 2 },
	{ READ, "N", "find-previous", NULL, 0 },
	{ READ, "f", "find-notes", N_("find in all"), 7 },
	{ READ, "m", "bookmark", N_("bookmark"), 9 },
	{ READ, "x", "finished", N_("finished"), 8 },
	{ READ, "e", "edit", N_("edit"), 10 },
	{ READ, "y", "copy", N_("copy"), 11 },
	{ READ, "ctrl-o", "back", NULL, 0 },
	{ READ, "alt-left", "back", NULL, 0 },
	{ READ, "ctrl-i", "forward", NULL, 0 },
	{ READ, "alt-right", "forward", NULL, 0 },
	{ READ, "esc", "dismiss", NULL, 0 },

	{ SIDE, "j", "line-down", NULL, 0 },
	{ SIDE, "down", "line-down", NULL, 0 },
	{ SIDE, "k", "line-up", NULL, 0 },
	{ SIDE, "up", "line-up", NULL, 0 },
	{ SIDE, "ctrl-d", "half-down", NULL, 0 },
	{ SIDE, "ctrl-u", "half-up", NULL, 0 },
	{ SIDE, "space", "page-down", NULL, 0 },
	{ SIDE, "pagedown", "page-down", NULL, 0 },
	{ SIDE, "pageup", "page-up", NULL, 0 },
	{ SIDE, "g g", "top", NULL, 0 },
	{ SIDE, "home", "top", NULL, 0 },
	{ SIDE, "G", "bottom", NULL, 0 },
	{ SIDE, "end", "bottom", NULL, 0 },
	{ SIDE, "enter", "open-selected", N_("open"), 1 },
	{ SIDE, "right", "open-selected", NULL, 0 },
	{ SIDE, "f", "find-notes", N_("find in all"), 5 },
	{ SIDE, "esc", "to-reader", N_("back"), 2 },

	{ CONTEXT_LAB, "esc", "to-reader", N_("reader"), 1 },

	{ CONTEXT_LIST, "enter", "list-accept", N_("open"), 0 },
	{ CONTEXT_LIST, "down", "list-down", N_("choose"), 1 },
	{ CONTEXT_LIST, "ctrl-n", "list-down", NULL, 0 },
	{ CONTEXT_LIST, "tab", "list-down", NULL, 0 },
	{ CONTEXT_LIST, "up", "list-up", NULL, 0 },
	{ CONTEXT_LIST, "ctrl-p", "list-up", NULL, 0 },
	{ CONTEXT_LIST, "shift-tab", "list-up", NULL, 0 },
	{ CONTEXT_LIST, "pagedown", "list-page-down", NULL, 0 },
	{ CONTEXT_LIST, "pageup", "list-page-up", NULL, 0 },
	{ CONTEXT_LIST, "esc", "close-overlay", N_("close"), 0 },

	{ CONTEXT_FIELD, "enter", "list-accept", N_("find"), 0 },
	{ CONTEXT_FIELD, "down", "find-next", N_("next hit"), 1 },
	{ CONTEXT_FIELD, "up", "find-previous", N_("hit before"), 2 },
	{ CONTEXT_FIELD, "esc", "close-overlay", N_("close"), 0 },

	{ CONTEXT_HELP, "j", "list-down", N_("move"), 1 },
	{ CONTEXT_HELP, "down", "list-down", NULL, 0 },
	{ CONTEXT_HELP, "k", "list-up", NULL, 0 },
	{ CONTEXT_HELP, "up", "list-up", NULL, 0 },
	{ CONTEXT_HELP, "space", "list-page-down", NULL, 0 },
	{ CONTEXT_HELP, "pagedown", "list-page-down", NULL, 0 },
	{ CONTEXT_HELP, "pageup", "list-page-up", NULL, 0 },
	{ CONTEXT_HELP, "esc", "close-overlay", N_("close"), 0 },
	{ CONTEXT_HELP, "q", "close-overlay", NULL, 0 },
	{ CONTEXT_HELP, "?", "close-overlay", NULL, 0 },
	{ CONTEXT_HELP, "enter", "close-overlay", NULL, 0 },

	{ SHOW, "space", "present-next", N_("next"), 0 },
	{ SHOW, "j", "present-next", NULL, 0 },
	{ SHOW, "down", "present-next", NULL, 0 },
	{ SHOW, "right", "present-next", NULL, 0 },
	{ SHOW, "b", "present-back", N_("back"), 1 },
	{ SHOW, "k", "present-back", NULL, 0 },
	{ SHOW, "up", "present-back", NULL, 0 },
	{ SHOW, "left", "present-back", NULL, 0 },
	{ SHOW, "backspace", "present-back", NULL, 0 },
	{ SHOW, "}", "present-section-next", N_("section"), 4 },
	{ SHOW, "pagedown", "present-section-next", NULL, 0 },
	{ SHOW, "{", "present-section-back", NULL, 0 },
	{ SHOW, "pageup", "present-section-back", NULL, 0 },
	{ SHOW, "a", "present-all", N_("show all"), 5 },
	{ SHOW, ".", "present-blank", N_("blank"), 2 },
	{ SHOW, "l", "present-spotlight", N_("spotlight"), 3 },
	{ SHOW, "K", "present-keys", NULL, 0 },
	{ SHOW, "enter", "open-lab", N_("open lab"), 3 },
	{ SHOW, "t", "theme", NULL, 0 },
	{ SHOW, "?", "help", NULL, 0 },
	{ SHOW, "ctrl-l", "redraw", NULL, 0 },
	{ SHOW, "esc", "present", N_("end"), 1 },
	{ SHOW, "q", "present", NULL, 0 },
	{ SHOW, "P", "present", NULL, 0 },

	{ ALL, "tab", "pane-next", N_("pane"), 3 },
	{ ALL, "shift-tab", "pane-previous", NULL, 0 },
	{ ALL, "z", "zoom", N_("zoom"), 8 },
	{ ALL, "s", "sidebar", N_("sidebar"), 7 },
	{ ALL, ":", "palette", N_("commands"), 2 },
	{ ALL, "ctrl-p", "palette", NULL, 0 },
	{ ALL, "t", "theme", NULL, 0 },
	{ ALL, "P", "present", N_("present"), 12 },
	{ ALL, "?", "help", N_("help"), 0 },
	{ ALL, "ctrl-l", "redraw", NULL, 0 },
	{ ALL, "ctrl-z", "suspend", NULL, 0 },
	{ ALL, "q", "close", N_("quit"), 1 },
};

static const struct {
	const char *name, *title;
} contexts[CONTEXT_COUNT] = {
	[CONTEXT_EVERYWHERE] = { "everywhere", N_("Everywhere") },
	[CONTEXT_READER] = { "reader", N_("Reader") },
	[CONTEXT_SIDEBAR] = { "sidebar", N_("Sidebar") },
	[CONTEXT_LAB] = { "lab", N_("Lab") },
	[CONTEXT_LIST] = { "list", N_("Palette and search") },
	[CONTEXT_FIELD] = { "field", N_("Find") },
	[CONTEXT_HELP] = { "help", N_("Help") },
	[CONTEXT_PRESENT] = { "present", N_("Presenting") },
};

static bool
parse_strokes(struct str keys, struct binding *out)
{
	struct str rest = keys, word;

	out->stroke_count = 0;
	while (str_next(&rest, ' ', &word)) {
		struct event event;

		if (word.len == 0)
			continue;
		if (out->stroke_count == BINDING_KEYS_MAX || !event_key_parse(word, &event))
			return false;
		out->strokes[out->stroke_count++] = (struct key_stroke){ event.key, event.mods };
	}
	return out->stroke_count > 0;
}

void
keymap_init(struct keymap *keymap)
{
	*keymap = (struct keymap){ 0 };
	for (size_t i = 0; i < ARRAY_LEN(defaults); i++) {
		const struct default_binding *from = &defaults[i];
		struct binding binding = { .context = from->context,
					   .command = from->command,
					   .hint = from->hint,
					   .priority = from->priority };

		if (parse_strokes(str_of_c(from->keys), &binding))
			vec_push(&keymap->bindings, binding);
	}
}

void
keymap_fini(struct keymap *keymap)
{
	vec_fini(&keymap->bindings);
}

static bool
has_strokes(const struct binding *binding, const struct key_stroke *strokes, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (binding->strokes[i].key != strokes[i].key || binding->strokes[i].mods != strokes[i].mods)
			return false;
	return true;
}

static bool
context_inherits(enum key_context context)
{
	return context == CONTEXT_READER || context == CONTEXT_SIDEBAR || context == CONTEXT_LAB;
}

static enum key_match
find_in(const struct keymap *keymap, enum key_context context, const struct key_stroke *strokes, size_t count,
	const char **command)
{
	enum key_match match = KEY_UNBOUND;

	for (size_t i = 0; i < keymap->bindings.len; i++) {
		const struct binding *binding = &keymap->bindings.items[i];

		if (binding->context != context || binding->stroke_count < count ||
		    !has_strokes(binding, strokes, count))
			continue;
		if (binding->stroke_count == count) {
			*command = binding->command;
			return KEY_BOUND;
		}
		match = KEY_PREFIX;
	}
	return match;
}

enum key_match
keymap_lookup(const struct keymap *keymap, enum key_context context, const struct key_stroke *strokes, size_t count,
	      const char **command)
{
	enum key_match match = find_in(keymap, context, strokes, count, command);

	if (match == KEY_UNBOUND && context_inherits(context))
		match = find_in(keymap, CONTEXT_EVERYWHERE, strokes, count, command);
	return match;
}

bool
keymap_bind(struct keymap *keymap, enum key_context context, struct str keys, struct str name, struct err *err)
{
	const struct command *command = command_find(name);
	struct binding binding = { .context = context };

	if (!parse_strokes(keys, &binding))
		return err_set(err, _("“%.*s” is no key: write for example j, ctrl-e, F5 or \"g g\""), STR_ARG(keys));
	if (!command && !str_is_equal_c(name, "none"))
		return err_set(err, _("“%.*s” is no command: the palette lists them all"), STR_ARG(name));
	/* What begins with the same keys goes: a binding can neither hide behind a prefix nor be one. */
	for (size_t i = keymap->bindings.len; i-- > 0;) {
		const struct binding *old = &keymap->bindings.items[i];
		size_t common = old->stroke_count < binding.stroke_count ? old->stroke_count : binding.stroke_count;

		if (old->context != context || !has_strokes(old, binding.strokes, common))
			continue;
		if (old->stroke_count == binding.stroke_count || command)
			vec_remove(&keymap->bindings, i);
	}
	if (!command)
		return true;
	binding.command = command->name;
	for (size_t i = 0; i < ARRAY_LEN(defaults); i++) { /* it keeps its words on the key row, in first place */
		if (defaults[i].context == context && defaults[i].hint && !strcmp(defaults[i].command, command->name)) {
			binding.hint = defaults[i].hint;
			binding.priority = defaults[i].priority;
		}
	}
	vec_push(&keymap->bindings, binding);
	for (size_t i = keymap->bindings.len - 1; i > 0; i--)
		keymap->bindings.items[i] = keymap->bindings.items[i - 1];
	keymap->bindings.items[0] = binding;
	return true;
}

bool
keymap_context_parse(struct str name, enum key_context *out)
{
	for (size_t i = 0; i < CONTEXT_COUNT; i++)
		if (str_is_equal_c(name, contexts[i].name)) {
			*out = (enum key_context)i;
			return true;
		}
	return false;
}

const char *
keymap_context_title(enum key_context context)
{
	return _(contexts[context].title);
}

void
keymap_format(const struct binding *binding, struct str_buf *out)
{
	for (size_t i = 0; i < binding->stroke_count; i++) {
		if (i > 0)
			str_buf_append_byte(out, ' ');
		event_key_format(binding->strokes[i].key, binding->strokes[i].mods, out);
	}
}

bool
keymap_keys_of(const struct keymap *keymap, enum key_context context, const char *command, size_t max,
	       struct str_buf *out)
{
	size_t found = 0;

	for (size_t i = 0; i < keymap->bindings.len && found < max; i++) {
		const struct binding *binding = &keymap->bindings.items[i];

		if (binding->context != context || strcmp(binding->command, command) != 0)
			continue;
		if (found++ > 0)
			str_buf_append_c(out, "  ");
		keymap_format(binding, out);
	}
	if (found == 0 && context_inherits(context))
		return keymap_keys_of(keymap, CONTEXT_EVERYWHERE, command, max, out);
	return found > 0;
}
