/* Messages that say how something is done: by the key that is really bound to it, or by way of the palette. */
#include "app/state.h"

#include "base/i18n.h"

/* Its first key where the reader is, else in the reader's pane: overlays and refusals are about the lesson, too. */
static bool
append_first_key(const struct app *app, const char *command, struct str_buf *out)
{
	const struct keymap *keymap = &app->settings.keymap;

	return keymap_keys_of(keymap, app_context(app), command, 1, out) ||
	       (!app->present.is_on && keymap_keys_of(keymap, CONTEXT_READER, command, 1, out));
}

/* “press ]”; with no key of its own “press : and choose “Next lesson””. False: no key leads there. */
static bool
append_how(const struct app *app, const char *name, struct str_buf *out)
{
	const struct command *command = command_find(str_of_c(name));
	struct str_buf key = { 0 };
	bool has_key = append_first_key(app, name, &key);

	if (has_key) {
		str_buf_printf(out, _("press %s"), str_buf_c(&key));
	} else if (command && !command->is_motion && append_first_key(app, "palette", &key)) {
		str_buf_printf(out, _("press %s and choose “%s”"), str_buf_c(&key), _(command->title));
		has_key = true;
	}
	str_buf_fini(&key);
	return has_key;
}

void
app_append_how(const struct app *app, const char *command, const char *sentence, struct str_buf *out)
{
	struct str text = str_of_c(sentence);
	size_t gap = str_find(text, STR("%s"));
	struct str_buf how = { 0 };

	if (gap != STR_NONE && append_how(app, command, &how)) {
		str_buf_append(out, str_cut(text, 0, gap));
		str_buf_append(out, str_buf_str(&how));
		str_buf_append(out, str_skip(text, gap + 2));
	}
	str_buf_fini(&how);
}

void
app_say_how(struct app *app, const char *text, const char *command, const char *sentence)
{
	struct str_buf whole = { 0 };

	str_buf_append_c(&whole, text);
	app_append_how(app, command, sentence, &whole);
	app_say(app, MESSAGE_INFO, "%s", str_buf_c(&whole));
	str_buf_fini(&whole);
}
