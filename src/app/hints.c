/* Makes what the key row may offer of the table of keys. */
#include "app/hints.h"

#include "base/i18n.h"

#include <string.h>

/* Of the two ways out of the program the row names close, which goes first; quit where nothing is bound to that. */
static const char *
label_of(const struct keymap *keymap, enum key_context context, const struct binding *binding)
{
	struct str_buf key = { 0 };
	const char *label = binding->hint;

	if (!label && !strcmp(binding->command, "quit") && !keymap_keys_of(keymap, context, "close", 1, &key))
		label = N_("quit");
	str_buf_fini(&key);
	return label;
}

static void
add_hints(struct hint_list *list, const struct keymap *keymap, enum key_context context, enum key_context from)
{
	for (size_t i = 0; i < keymap->bindings.len; i++) {
		const struct binding *binding = &keymap->bindings.items[i];
		struct hint hint = { .priority = binding->priority, .keys.count = binding->stroke_count };
		const char *label = label_of(keymap, context, binding);
		struct str_buf name = { 0 };

		if (binding->context != from || !label || !keymap_is_first_of_command(keymap, context, i))
			continue;
		hint.command = command_find(str_of_c(binding->command));
		if (!hint.command)
			continue;
		memcpy(hint.keys.strokes, binding->strokes, sizeof(hint.keys.strokes));
		keymap_format(binding, &name);
		hint.name = str_buf_take(&name);
		hint.label = _(label);
		vec_push(&list->all, hint);
	}
}

const struct hint_list *
hints_of(struct hint_list *list, const struct keymap *keymap, enum key_context context)
{
	if (list->is_made)
		return list;
	add_hints(list, keymap, context, context);
	if (keymap_inherits(context))
		add_hints(list, keymap, context, CONTEXT_EVERYWHERE);
	list->is_made = true;
	return list;
}

void
hints_fini(struct hint_list *list)
{
	for (size_t i = 0; i < list->all.len; i++)
		free(list->all.items[i].name);
	vec_fini(&list->all);
	list->is_made = false;
}
