/* Words to labs: found by the first two bytes of each word, so that a line of notes costs one look a byte. */
#include "lesson/topic.h"

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "base/yaml.h"

#include <assert.h>
#include <string.h>

#define WORDS_MAX      10000
#define LINE_MAX_BYTES 4096 /* of a line are looked at */
#define BUCKETS        4096
#define NOTHING        UINT32_MAX

struct word {
	struct str text; /* lower case */
	char *copy;      /* owns it */
	uint32_t topic;
	uint32_t next; /* in its bucket: longest first, then as in the file */
	bool is_whole; /* ASCII: matched as a whole word only */
};

struct topic_map {
	VEC(struct topic) topics;
	VEC(struct word) words;
	uint32_t buckets[BUCKETS];
};

static char
fold(char byte)
{
	return byte >= 'A' && byte <= 'Z' ? (char)(byte | 0x20) : byte;
}

static uint32_t
bucket_of(char first, char second)
{
	return ((unsigned char)first * 31u + (unsigned char)second * 257u) % BUCKETS;
}

static void
index_word(struct topic_map *map, char *copy, uint32_t topic)
{
	uint32_t index = (uint32_t)map->words.len;
	struct str text = str_of_c(copy);
	uint32_t *at = &map->buckets[bucket_of(text.data[0], text.data[1])];

	vec_push(&map->words, (struct word){ text, copy, topic, NOTHING, str_is_ascii(text) });
	while (*at != NOTHING && map->words.items[*at].text.len >= text.len)
		at = &map->words.items[*at].next;
	map->words.items[index].next = *at;
	*at = index;
}

static bool
add_word(struct topic_map *map, struct topic *topic, const struct yaml_node *node, struct err *err)
{
	struct str text;

	if (!yaml_to_str(node, &text) || strnlen(text.data, text.len) != text.len || str_trim(text).len < 2)
		return err_set_at(err, node->line, node->column,
				  _("a word of a topic must be text of two bytes or more"));
	if (map->words.len >= WORDS_MAX)
		return err_set_at(err, node->line, node->column, _("more than %d topic words"), WORDS_MAX);
	text = str_trim(text);
	char *copy = str_copy_c(text);

	for (size_t i = 0; i < text.len; i++)
		copy[i] = fold(copy[i]);
	topic->words[topic->word_count++] = str_of_c(copy);
	index_word(map, copy, (uint32_t)map->topics.len - 1);
	return true;
}

static bool
add_under(struct topic *topic, const struct yaml_node *node, struct err *err)
{
	size_t count = node->kind == YAML_SEQUENCE ? node->count : 1;
	struct str text;

	topic->under = NEW_ARRAY(struct str, count);
	for (size_t i = 0; i < count; i++) {
		const struct yaml_node *word = node->kind == YAML_SEQUENCE ? node->values[i] : node;

		if (!yaml_to_str(word, &text) || str_trim(text).len == 0)
			return err_set_at(err, word->line, word->column, _("`under` is a word or a list of words"));
		char *copy = str_copy_c(str_trim(text));

		for (char *at = copy; *at; at++)
			*at = fold(*at);
		topic->under[topic->under_count++] = str_of_c(copy);
	}
	return true;
}

static bool
add_topic(struct topic_map *map, const struct yaml_node *node, struct err *err)
{
	const struct yaml_node *words = yaml_get(node, "words"), *lab = yaml_get(node, "lab");
	const struct yaml_node *under = yaml_get(node, "under"), *first = yaml_get(node, "first");
	struct str name, preset = STR("");

	if (node->kind != YAML_MAPPING || !words || (words->kind == YAML_SEQUENCE && !words->count) ||
	    !yaml_to_str(lab, &name) || name.len == 0)
		return err_set_at(err, node->line, node->column,
				  _("a topic is a mapping with words, lab and, if wanted, preset"));
	if (yaml_get(node, "preset") && !yaml_to_str(yaml_get(node, "preset"), &preset))
		return err_set_at(err, node->line, node->column, _("a topic's preset must be text"));
	size_t count = words->kind == YAML_SEQUENCE ? words->count : 1;
	struct topic *topic = vec_push_zero(&map->topics);

	if (first && !yaml_to_bool(first, &topic->is_first))
		return err_set_at(err, first->line, first->column, _("`first` is true or false"));
	topic->words = NEW_ARRAY(struct str, count);
	if (under && !add_under(topic, under, err))
		return false;
	topic->lab = str_copy_c(name);
	topic->preset = str_copy_c(preset);
	topic->line = node->line;
	for (size_t i = 0; i < count; i++)
		if (!add_word(map, topic, words->kind == YAML_SEQUENCE ? words->values[i] : words, err))
			return false;
	return true;
}

static bool
read_topics(struct topic_map *map, const struct yaml_node *root, struct err *err)
{
	if (!root)
		return true;
	if (root->kind != YAML_SEQUENCE)
		return err_set_at(err, root->line, root->column, _("topics must be a list"));
	for (size_t i = 0; i < root->count; i++)
		if (!add_topic(map, root->values[i], err))
			return false;
	return true;
}

struct topic_map *
topic_map_parse(struct str yaml, struct err *err)
{
	struct yaml *tree = yaml_parse(yaml, err);

	if (!tree)
		return NULL;
	struct topic_map *map = NEW(struct topic_map);

	memset(map->buckets, 0xFF, sizeof(map->buckets));
	bool is_read = read_topics(map, yaml_root(tree), err);

	yaml_free(tree);
	if (is_read)
		return map;
	topic_map_free(map);
	return NULL;
}

void
topic_map_free(struct topic_map *map)
{
	if (!map)
		return;
	for (size_t i = 0; i < map->words.len; i++)
		free(map->words.items[i].copy);
	for (size_t i = 0; i < map->topics.len; i++) {
		for (size_t j = 0; j < map->topics.items[i].under_count; j++)
			free((char *)(uintptr_t)map->topics.items[i].under[j].data);
		free(map->topics.items[i].under);
		free(map->topics.items[i].words);
		free(map->topics.items[i].lab);
		free(map->topics.items[i].preset);
	}
	vec_fini(&map->topics);
	vec_fini(&map->words);
	free(map);
}

size_t
topic_map_count(const struct topic_map *map)
{
	return map->topics.len;
}

const struct topic *
topic_map_at(const struct topic_map *map, size_t index)
{
	return &map->topics.items[index];
}

static bool
is_letter(char byte)
{
	return byte == '_' || (fold(byte) >= 'a' && fold(byte) <= 'z');
}

/* 1.1os names os; require does not name re, nor does os2 name os. */
static bool
stands_alone(struct str line, size_t at, size_t len)
{
	size_t end = at + len;

	return !(at > 0 && is_letter(line.data[at - 1]) && is_letter(line.data[at])) &&
	       !(end < line.len && (is_letter(line.data[end]) || (line.data[end] >= '0' && line.data[end] <= '9')));
}

static bool
matches(const struct word *word, struct str line, size_t at)
{
	if (word->text.len > line.len - at)
		return false;
	for (size_t i = 0; i < word->text.len; i++)
		if (fold(line.data[at + i]) != word->text.data[i])
			return false;
	return !word->is_whole || stands_alone(line, at, word->text.len);
}

bool
topic_text_has(struct str text, struct str word)
{
	for (size_t at = 0; at + word.len <= text.len; at++) {
		size_t i = 0;

		while (i < word.len && fold(text.data[at + i]) == word.data[i])
			i++;
		if (i == word.len)
			return true;
	}
	return false;
}

static bool
is_under(const struct topic *topic, struct str line, const struct topic_context *context)
{
	for (size_t i = 0; i < topic->under_count; i++)
		if (topic_text_has(line, topic->under[i]) || (context && context->has(context->ctx, topic->under[i])))
			return true;
	return topic->under_count == 0;
}

/* Where the line's words begin: behind its number, blanks and signs. */
static size_t
first_letter(struct str line)
{
	size_t at = 0;

	while (at < line.len && !is_letter(line.data[at]) && (unsigned char)line.data[at] < 0x80)
		at++;
	return at;
}

const struct topic *
topic_map_find(const struct topic_map *map, struct str line, const struct topic_context *context)
{
	const struct word *best = NULL;

	line = str_cut(line, 0, LINE_MAX_BYTES);
	size_t first = first_letter(line);

	for (size_t at = 0; at + 1 < line.len; at++) {
		uint32_t index = map->buckets[bucket_of(fold(line.data[at]), fold(line.data[at + 1]))];

		/* A bucket has its longest words first: the first that matches is the best that begins here. */
		for (; index != NOTHING; index = map->words.items[index].next) {
			assert(map->words.items && index < map->words.len);
			const struct word *word = &map->words.items[index];

			if (best && word->text.len <= best->text.len)
				break;
			const struct topic *topic = &map->topics.items[word->topic];

			if ((!topic->is_first || at <= first) && matches(word, line, at) &&
			    is_under(topic, line, context)) {
				best = word;
				break;
			}
		}
	}
	return best ? &map->topics.items[best->topic] : NULL;
}
