/* topics.yaml up to the first NUL, then a line of notes: refused, or what is found is a word of the line. */
#include "lesson/topic.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
has_nothing_above(void *ctx, struct str word)
{
	(void)ctx;
	assert(word.len > 0);
	return false;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rest = str_of((const char *)data, size), yaml = STR("");
	const struct topic_context context = { .has = has_nothing_above };
	struct err err = { 0 };

	str_next(&rest, '\0', &yaml);
	struct topic_map *map = topic_map_parse(yaml, &err);

	if (!map) {
		assert(err_is_set(&err));
		return 0;
	}
	for (size_t i = 0; i < topic_map_count(map); i++)
		assert(topic_map_at(map, i)->lab[0] && topic_map_at(map, i)->word_count > 0);
	if (rest.data) {
		const struct topic *topic = topic_map_find(map, rest, &context);
		bool has_word = false;

		topic_map_find(map, rest, NULL);
		for (size_t i = 0; topic && i < topic->word_count; i++)
			has_word |= topic_text_has(rest, topic->words[i]);
		assert(!topic || has_word);
	}
	topic_map_free(map);
	return 0;
}
