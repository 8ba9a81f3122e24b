/* config.yaml of any bytes: whatever of it is right is in force, and what keys stand for can be asked and shown. */
#include "app/command.h"
#include "app/settings.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The table of commands is the program's; here a few names are enough. */
const struct command *
command_find(struct str name)
{
	static const struct command commands[] = { { .name = "line-down" },
						   { .name = "line-up" },
						   { .name = "top" },
						   { .name = "palette" },
						   { .name = "quit" } };

	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (str_is_equal_c(name, commands[i].name))
			return &commands[i];
	return NULL;
}

/* Every binding can be written, and what is bound in its own context is found there. */
static void
look_at_keys(const struct keymap *keymap)
{
	for (size_t i = 0; i < keymap->bindings.len; i++) {
		const struct binding *binding = &keymap->bindings.items[i];
		const char *command = NULL;
		struct str_buf keys = { 0 };

		assert(binding->stroke_count > 0 && binding->stroke_count <= BINDING_KEYS_MAX);
		assert(binding->context < CONTEXT_COUNT && binding->command);
		keymap_format(binding, &keys);
		assert(keys.len > 0);
		if (keymap_lookup(keymap, binding->context, binding->strokes, binding->stroke_count, &command) ==
		    KEY_BOUND)
			assert(command && command[0]);
		str_buf_clear(&keys);
		if (keymap_keys_of(keymap, binding->context, binding->command, 3, &keys))
			keymap_keys_that_fit(str_buf_str(&keys), 10);
		str_buf_fini(&keys);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct settings settings;

	settings_init(&settings);
	settings_apply(&settings, str_of((const char *)data, size), STR("config.yaml"));
	for (size_t i = 0; i < settings.errors.len; i++)
		assert(err_is_set(&settings.errors.items[i]));
	look_at_keys(&settings.keymap);
	settings_fini(&settings);
	return 0;
}
