/* Any script: taken or refused with a place in it; every call that was taken has words. */
#include "lab/socket/sock_note.h"
#include "lab/socket/sock_script.h"
#include "lab/socket/sock_words.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
say(const struct script *script, const struct script_line *line)
{
	struct sock_event event = { .call = line->call,
				    .size = line->size,
				    .value = line->value,
				    .option = line->option,
				    .ordinal = line->ordinal,
				    .type = SOCK_STREAM };
	struct sock_words words = { .event = &event, .bytes = script_text(script, line->text, line->text_len) };
	struct str_buf text = { 0 };

	if (line->call == SCRIPT_WAIT)
		return;
	sock_words_call(&words, &text);
	sock_words_python(&words, &text);
	sock_explain(&words, &text);
	str_buf_fini(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = str_of((const char *)data, size), found;
	struct script script;
	struct err err = { 0 };
	uint32_t line;

	script_init(&script);
	if (!script_add_text(&script, text, 1, 1, &err) && (err.line == 0 || err.column == 0 || !err_is_set(&err)))
		abort();
	for (size_t i = 0; i < script.lines.len; i++)
		say(&script, &script.lines.items[i]);
	script_fini(&script);
	sock_note_find(text, 1, STR("tcp\nserver\n3"), &line, &found);
	return 0;
}
