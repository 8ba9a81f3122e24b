/* Finds numbered items of notes by what they hang under. */
#include "lab/socket/sock_note.h"

enum {
	ABOVE_MAX = 16, /* levels looked at */
	TAB_COLS = 4
};

struct above { /* the lines a line hangs under, outermost first */
	struct str lines[ABOVE_MAX];
	uint32_t indents[ABOVE_MAX];
	uint32_t count;
};

static uint32_t
indent_of(struct str line)
{
	uint32_t cols = 0;

	for (size_t i = 0; i < line.len && (line.data[i] == ' ' || line.data[i] == '\t'); i++)
		cols += line.data[i] == '\t' ? TAB_COLS : 1;
	return cols;
}

static char
fold(char byte)
{
	return byte >= 'A' && byte <= 'Z' ? (char)(byte | 0x20) : byte;
}

static bool
has_word(struct str text, struct str word)
{
	for (size_t at = 0; at + word.len <= text.len; at++) {
		size_t i = 0;

		while (i < word.len && fold(text.data[at + i]) == fold(word.data[i]))
			i++;
		if (i == word.len)
			return true;
	}
	return false;
}

static bool
is_above(const struct above *above, struct str word)
{
	for (uint32_t i = 0; i < above->count; i++)
		if (has_word(above->lines[i], word))
			return true;
	return false;
}

/* A heading begins anew: it hangs under nothing, and what follows hangs under it whatever its indent. */
static void
push(struct above *above, struct str line, uint32_t indent)
{
	bool is_heading = line.len > 0 && line.data[0] == '#';
	uint32_t rank = is_heading ? 0 : indent + 1;

	while (above->count > 0 && (above->indents[above->count - 1] >= rank || is_heading))
		above->count--;
	if (above->count == ABOVE_MAX)
		return;
	above->lines[above->count] = line;
	above->indents[above->count++] = rank;
}

/* "3. …" or "3) …" for the number 3. */
static bool
is_item(struct str line, struct str number)
{
	return line.len > number.len && str_has_prefix(line, number) &&
	       (line.data[number.len] == '.' || line.data[number.len] == ')');
}

static bool
matches(const struct above *above, struct str line, struct str words)
{
	struct str word;

	while (str_next(&words, '\n', &word)) {
		if (!words.data)
			return is_item(line, word);
		if (!is_above(above, word))
			return false;
	}
	return false;
}

bool
sock_note_find(struct str text, uint32_t first_line, struct str words, uint32_t *line, struct str *found)
{
	struct above above = { .count = 0 };
	struct str part;

	if (words.len == 0)
		return false;
	for (uint32_t number = first_line; str_next_line(&text, &part); number++) {
		struct str trimmed = str_trim(part);
		uint32_t indent = indent_of(part);

		if (trimmed.len == 0)
			continue;
		while (above.count > 0 && above.indents[above.count - 1] > indent)
			above.count--;
		if (matches(&above, trimmed, words)) {
			*line = number;
			*found = trimmed;
			return true;
		}
		push(&above, trimmed, indent);
	}
	return false;
}
