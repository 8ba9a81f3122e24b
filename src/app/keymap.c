/* Keys to commands: the table of defaults, and looking up and changing what is in force. */
#include "app/keymap.h"

#include "app/command.h"
#include "base/i18n.h"
#include "text/cell.h"

#include <string.h>

struct default_binding {
	enum key_context context;
	uint8_t priority;
	const char *keys, *command, *hint;
};

#define ALL  CONTEXT_EVERYWHERE
#define READ CONTEXT_READER
#define SIDE CONTEXT_SIDEBAR
#define SHOW CONTEXT_PRESENT

/*
 * In the order of help. The hint stands on the key row, the first binding of a command only. The way out has 0 and
 * stays longest, then comes help: who knows these two is never lost.
 */
static const struct default_binding defaults[] = {
	{ READ, 0, "j", "line-down", NULL },
	{ READ, 0, "down", "line-down", NULL },
	{ READ, 0, "k", "line-up", NULL },
	{ READ, 0, "up", "line-up", NULL },
	{ READ, 5, "space", "page-down", N_("page") },
	{ READ, 0, "pagedown", "page-down", NULL },
	{ READ, 0, "ctrl-f", "page-down", NULL },
	{ READ, 0, "pageup", "page-up", NULL },
	{ READ, 0, "b", "page-up", NULL },
	{ READ, 0, "ctrl-b", "page-up", NULL },
	{ READ, 0, "ctrl-d", "half-down", NULL },
	{ READ, 0, "ctrl-u", "half-up", NULL },
	{ READ, 0, "g g", "top", NULL },
	{ READ, 0, "home", "top", NULL },
	{ READ, 0, "G", "bottom", NULL },
	{ READ, 0, "end", "bottom", NULL },
	{ READ, 7, "}", "section-next", N_("section") },
	{ READ, 0, "{", "section-previous", NULL },
	{ READ, 6, "]", "lesson-next", N_("lesson") },
	{ READ, 0, "[", "lesson-previous", NULL },
	{ READ, 2, "enter", "open-lab", N_("open lab") },
	{ READ, 2, "o", "next-lab", N_("next lab") },
	{ READ, 4, "/", "find", N_("find") },
	{ READ, 2, "n", "find-next", N_("next hit") },
	{ READ, 0, "N", "find-previous", NULL },
	{ READ, 8, "f", "find-notes", N_("find in all") },
	{ READ, 10, "m", "bookmark", N_("bookmark") },
	{ READ, 9, "x", "finished", N_("finished") },
	{ READ, 11, "e", "edit", N_("edit") },
	{ READ, 12, "y", "copy", N_("copy") },
	{ READ, 0, "ctrl-o", "back", NULL },
	{ READ, 0, "alt-left", "back", NULL },
	{ READ, 0, "alt-right", "forward", NULL },
	{ READ, 0, "alt-o", "forward", NULL }, /* not ctrl-i: to a terminal that is tab */
	{ READ, 0, "esc", "dismiss", NULL },

	{ SIDE, 0, "j", "line-down", NULL },
	{ SIDE, 0, "down", "line-down", NULL },
	{ SIDE, 0, "k", "line-up", NULL },
	{ SIDE, 0, "up", "line-up", NULL },
	{ SIDE, 0, "ctrl-d", "half-down", NULL },
	{ SIDE, 0, "ctrl-u", "half-up", NULL },
	{ SIDE, 0, "space", "page-down", NULL },
	{ SIDE, 0, "pagedown", "page-down", NULL },
	{ SIDE, 0, "pageup", "page-up", NULL },
	{ SIDE, 0, "g g", "top", NULL },
	{ SIDE, 0, "home", "top", NULL },
	{ SIDE, 0, "G", "bottom", NULL },
	{ SIDE, 0, "end", "bottom", NULL },
	{ SIDE, 2, "enter", "open-selected", N_("open") },
	{ SIDE, 0, "right", "open-selected", NULL },
	{ SIDE, 6, "f", "find-notes", N_("find in all") },
	{ SIDE, 0, "esc", "to-reader", N_("reader") },

	{ CONTEXT_LAB, 0, "esc", "to-reader", N_("reader") },

	{ CONTEXT_LIST, 1, "enter", "list-accept", N_("open") },
	{ CONTEXT_LIST, 2, "down", "list-down", N_("choose") },
	{ CONTEXT_LIST, 0, "ctrl-n", "list-down", NULL },
	{ CONTEXT_LIST, 0, "tab", "list-down", NULL },
	{ CONTEXT_LIST, 0, "up", "list-up", NULL },
	{ CONTEXT_LIST, 0, "ctrl-p", "list-up", NULL },
	{ CONTEXT_LIST, 0, "shift-tab", "list-up", NULL },
	{ CONTEXT_LIST, 0, "pagedown", "list-page-down", NULL },
	{ CONTEXT_LIST, 0, "pageup", "list-page-up", NULL },
	{ CONTEXT_LIST, 0, "esc", "close-overlay", N_("close") },

	{ CONTEXT_FIELD, 1, "enter", "list-accept", N_("find") },
	{ CONTEXT_FIELD, 2, "down", "find-next", N_("next hit") },
	{ CONTEXT_FIELD, 3, "up", "find-previous", N_("hit before") },
	{ CONTEXT_FIELD, 0, "esc", "close-overlay", N_("close") },

	{ CONTEXT_HELP, 1, "j", "list-down", N_("move") },
	{ CONTEXT_HELP, 0, "down", "list-down", NULL },
	{ CONTEXT_HELP, 0, "k", "list-up", NULL },
	{ CONTEXT_HELP, 0, "up", "list-up", NULL },
	{ CONTEXT_HELP, 0, "space", "list-page-down", NULL },
	{ CONTEXT_HELP, 0, "pagedown", "list-page-down", NULL },
	{ CONTEXT_HELP, 0, "ctrl-d", "list-page-down", NULL },
	{ CONTEXT_HELP, 0, "pageup", "list-page-up", NULL },
	{ CONTEXT_HELP, 0, "b", "list-page-up", NULL },
	{ CONTEXT_HELP, 0, "ctrl-u", "list-page-up", NULL },
	{ CONTEXT_HELP, 0, "g g", "list-top", NULL },
	{ CONTEXT_HELP, 0, "home", "list-top", NULL },
	{ CONTEXT_HELP, 0, "G", "list-bottom", NULL },
	{ CONTEXT_HELP, 0, "end", "list-bottom", NULL },
	{ CONTEXT_HELP, 0, "esc", "close-overlay", N_("close") },
	{ CONTEXT_HELP, 0, "q", "close-overlay", NULL },
	{ CONTEXT_HELP, 0, "?", "close-overlay", NULL },
	{ CONTEXT_HELP, 0, "enter", "close-overlay", NULL },

	{ SHOW, 1, "space", "present-next", N_("next") },
	{ SHOW, 0, "j", "present-next", NULL },
	{ SHOW, 0, "down", "present-next", NULL },
	{ SHOW, 0, "right", "present-next", NULL },
	{ SHOW, 1, "b", "present-back", N_("back") },
	{ SHOW, 0, "k", "present-back", NULL },
	{ SHOW, 0, "up", "present-back", NULL },
	{ SHOW, 0, "left", "present-back", NULL },
	{ SHOW, 0, "backspace", "present-back", NULL },
	{ SHOW, 4, "}", "present-section-next", N_("section") },
	{ SHOW, 0, "pagedown", "present-section-next", NULL },
	{ SHOW, 0, "{", "present-section-back", NULL },
	{ SHOW, 0, "pageup", "present-section-back", NULL },
	{ SHOW, 6, "]", "lesson-next", N_("lesson") },
	{ SHOW, 0, "[", "lesson-previous", NULL },
	{ SHOW, 5, "a", "present-all", N_("show all") },
	{ SHOW, 2, ".", "present-blank", N_("blank") },
	{ SHOW, 3, "l", "present-spotlight", N_("spotlight") },
	{ SHOW, 0, "K", "present-keys", NULL },
	{ SHOW, 3, "enter", "open-lab", N_("open lab") },
	{ SHOW, 0, "t", "theme", NULL },
	{ SHOW, 2, "?", "help", N_("help") },
	{ SHOW, 0, "ctrl-l", "redraw", NULL },
	{ SHOW, 0, "esc", "present", N_("end") },
	{ SHOW, 0, "q", "present", NULL },
	{ SHOW, 0, "P", "present", NULL },

	{ ALL, 4, "tab", "pane-next", N_("pane") },
	{ ALL, 0, "shift-tab", "pane-previous", NULL },
	{ ALL, 9, "z", "zoom", N_("zoom") },
	{ ALL, 8, "s", "sidebar", N_("sidebar") },
	{ ALL, 3, ":", "palette", N_("commands") },
	{ ALL, 0, "ctrl-p", "palette", NULL },
	{ ALL, 0, "t", "theme", NULL },
	{ ALL, 13, "P", "present", N_("present") },
	{ ALL, 1, "?", "help", N_("help") },
	{ ALL, 0, "ctrl-l", "redraw", NULL },
	{ ALL, 0, "ctrl-z", "suspend", NULL },
	{ ALL, 0, "q", "close", N_("quit") },
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

bool
keymap_inherits(enum key_context context)
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

	if (match == KEY_UNBOUND && keymap_inherits(context))
		match = find_in(keymap, CONTEXT_EVERYWHERE, strokes, count, command);
	return match;
}

/* Before the other keys of its command, which is then named by it, in the place help has for the command. */
static void
insert_first_of_command(struct keymap *keymap, struct binding binding)
{
	size_t at = 0;

	while (at < keymap->bindings.len && (keymap->bindings.items[at].context != binding.context ||
					     strcmp(keymap->bindings.items[at].command, binding.command) != 0))
		at++;
	vec_push(&keymap->bindings, binding);
	for (size_t i = keymap->bindings.len - 1; i > at; i--)
		keymap->bindings.items[i] = keymap->bindings.items[i - 1];
	keymap->bindings.items[at] = binding;
}

/* A binding of CONTEXT that the same keys, or the first of them, make. */
static bool
is_in_the_way(const struct binding *old, const struct binding *binding)
{
	size_t common = old->stroke_count < binding->stroke_count ? old->stroke_count : binding->stroke_count;

	return old->context == binding->context && has_strokes(old, binding->strokes, common);
}

/* Of two bindings the reader made one would be lost without a word: "tab" and "ctrl-i", "g" and "g g". */
static bool
check_free(const struct keymap *keymap, const struct binding *binding, struct str keys, struct err *err)
{
	for (size_t i = 0; i < keymap->bindings.len; i++) {
		const struct binding *old = &keymap->bindings.items[i];
		struct str_buf name = { 0 };

		if (!old->is_own || !is_in_the_way(old, binding))
			continue;
		keymap_format(old, &name);
		err_set(err, _("“%.*s” is bound already: “%s” is %s. Leave one of the two out."), STR_ARG(keys),
			str_buf_c(&name), old->command);
		str_buf_fini(&name);
		return false;
	}
	return true;
}

bool
keymap_bind(struct keymap *keymap, enum key_context context, struct str keys, struct str name, struct err *err)
{
	const struct command *command = command_find(name);
	struct binding binding = { .context = context, .is_own = true };

	if (!parse_strokes(keys, &binding))
		return err_set(err, _("“%.*s” is no key: write for example j, ctrl-e, F5 or \"g g\""), STR_ARG(keys));
	if (!command && !str_is_equal_c(name, "none"))
		return err_set(err, _("“%.*s” is no command: the palette lists them all"), STR_ARG(name));
	if (command && !check_free(keymap, &binding, keys, err))
		return false;
	/* What begins with the same keys goes: a binding can neither hide behind a prefix nor be one. */
	for (size_t i = keymap->bindings.len; i-- > 0;) {
		const struct binding *old = &keymap->bindings.items[i];

		if (is_in_the_way(old, &binding) && (old->stroke_count == binding.stroke_count || command))
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
	insert_first_of_command(keymap, binding);
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

/* A key of everywhere does not work where the context has it for something else. */
static bool
works_in(const struct keymap *keymap, enum key_context context, const struct binding *binding)
{
	const char *command = NULL;

	return keymap_lookup(keymap, context, binding->strokes, binding->stroke_count, &command) == KEY_BOUND &&
	       command == binding->command;
}

bool
keymap_is_first_of_command(const struct keymap *keymap, enum key_context context, size_t index)
{
	const struct binding *binding = &keymap->bindings.items[index];

	if (!works_in(keymap, context, binding))
		return false;
	for (size_t i = 0; i < index; i++) {
		const struct binding *other = &keymap->bindings.items[i];

		if (other->context == binding->context && strcmp(other->command, binding->command) == 0 &&
		    works_in(keymap, context, other))
			return false;
	}
	return true;
}

bool
keymap_keys_from(const struct keymap *keymap, enum key_context context, enum key_context from, const char *command,
		 size_t max, struct str_buf *out)
{
	size_t found = 0;

	for (size_t i = 0; i < keymap->bindings.len && found < max; i++) {
		const struct binding *binding = &keymap->bindings.items[i];

		if (binding->context != from || strcmp(binding->command, command) != 0 ||
		    !works_in(keymap, context, binding))
			continue;
		if (found++ > 0)
			str_buf_append_c(out, "  ");
		keymap_format(binding, out);
	}
	return found > 0;
}

bool
keymap_keys_of(const struct keymap *keymap, enum key_context context, const char *command, size_t max,
	       struct str_buf *out)
{
	return keymap_keys_from(keymap, context, context, command, max, out) ||
	       (keymap_inherits(context) && keymap_keys_from(keymap, context, CONTEXT_EVERYWHERE, command, max, out));
}

struct str
keymap_keys_that_fit(struct str keys, int cols)
{
	struct str shown = keys;

	for (size_t i = keys.len; i-- > 1 && (int)cell_width(shown) > cols;)
		if (keys.data[i] == ' ' && keys.data[i - 1] == ' ')
			shown = str_cut(keys, 0, i - 1);
	return shown;
}
