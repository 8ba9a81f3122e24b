/*
 * A heading's source as plain text: signs that come in pairs go, as a parse would take them; what stands alone stays.
 */
#include "lesson/outline.h"

#include "lesson/entity.h"
#include "text/utf8.h"

#include <string.h>

enum {
	SOURCE_MAX_BYTES = 1024, /* of a longer one the rest is left out */
	TITLE_MAX_BYTES = 400,
	LINKS_MAX = 16, /* brackets open at once; a deeper one is a bracket */
	RUN_MAX = 3,    /* stars in one sign: ***both*** */
	ENTITY_MAX_BYTES = 32,
};

struct signs {
	struct str text;
	bool is_sign[SOURCE_MAX_BYTES]; /* left out of the title */
	bool is_code[SOURCE_MAX_BYTES]; /* taken as it is written */
	size_t links[LINKS_MAX], link_count;
	size_t stars[RUN_MAX + 1], tildes; /* where one was opened, + 1; by the length of the run */
};

static bool
is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r';
}

static size_t
run_at(struct str text, size_t at)
{
	size_t end = at;

	while (end < text.len && text.data[end] == text.data[at])
		end++;
	return end - at;
}

static void
mark(bool *flags, size_t start, size_t end)
{
	memset(flags + start, true, end - start);
}

/* From the backticks at AT to as many; where there are none to close it they are backticks. Gives what comes behind. */
static size_t
mark_code(struct signs *signs, size_t at)
{
	size_t run = run_at(signs->text, at);

	for (size_t i = at + run; i < signs->text.len; i++) {
		size_t other = signs->text.data[i] == '`' ? run_at(signs->text, i) : 0;

		if (other == run) {
			mark(signs->is_sign, at, at + run);
			mark(signs->is_code, at + run, i);
			mark(signs->is_sign, i, i + run);
			return i + run;
		}
		i += other ? other - 1 : 0;
	}
	return at + run;
}

/* A run that closes what one of its length opened, or opens. *OPEN is where, + 1. */
static size_t
mark_pair(struct signs *signs, size_t at, size_t run, size_t *open)
{
	struct str text = signs->text;
	size_t end = at + run;

	if (*open && *open - 1 + run < at && !is_blank(text.data[at - 1])) {
		mark(signs->is_sign, *open - 1, *open - 1 + run);
		mark(signs->is_sign, at, end);
		*open = 0;
	} else if (end < text.len && !is_blank(text.data[end])) {
		*open = at + 1;
	}
	return end;
}

/* `](target)` makes a link of the bracket opened last, and its target goes. */
static size_t
mark_link(struct signs *signs, size_t at)
{
	struct str text = signs->text;
	size_t open = signs->links[--signs->link_count], close;

	if (at + 1 >= text.len || text.data[at + 1] != '(')
		return at + 1;
	close = str_find_byte(str_skip(text, at), ')');
	if (close == STR_NONE)
		return at + 1;
	mark(signs->is_sign, open, open + 1);
	if (open > 0 && text.data[open - 1] == '!')
		mark(signs->is_sign, open - 1, open);
	mark(signs->is_sign, at, at + close + 1);
	return at + close + 1;
}

static size_t
mark_at(struct signs *signs, size_t at)
{
	struct str text = signs->text;
	size_t run = run_at(text, at);

	switch (text.data[at]) {
	case '\\':
		if (at + 1 >= text.len || !strchr("\\`*_{}[]()#+-.!|<>~", text.data[at + 1]))
			return at + 1;
		mark(signs->is_sign, at, at + 1);
		mark(signs->is_code, at + 1, at + 2);
		return at + 2;
	case '`':
		return mark_code(signs, at);
	case '*':
		return run <= RUN_MAX ? mark_pair(signs, at, run, &signs->stars[run]) : at + run;
	case '~':
		return run == 2 ? mark_pair(signs, at, run, &signs->tildes) : at + run;
	case '[':
		if (signs->link_count < LINKS_MAX)
			signs->links[signs->link_count++] = at;
		return at + 1;
	case ']':
		return signs->link_count > 0 ? mark_link(signs, at) : at + 1;
	default:
		return at + 1;
	}
}

/* The character that the entity at AT stands for, and *END behind it; 0 if there is none. */
static uint32_t
entity_at(const struct signs *signs, size_t at, size_t *end)
{
	struct str rest = str_cut(signs->text, at, at + ENTITY_MAX_BYTES);
	size_t semicolon = signs->text.data[at] == '&' && !signs->is_code[at] ? str_find_byte(rest, ';') : STR_NONE;

	if (semicolon == STR_NONE)
		return 0;
	*end = at + semicolon + 1;
	return entity_decode(str_cut(rest, 0, semicolon + 1));
}

static bool
is_inside_character(char byte)
{
	return ((unsigned char)byte & 0xC0) == 0x80;
}

static struct str
cut_source(struct str text)
{
	size_t len = text.len < SOURCE_MAX_BYTES ? text.len : SOURCE_MAX_BYTES;

	while (len < text.len && len > 0 && is_inside_character(text.data[len]))
		len--; /* a character is whole or not there */
	return str_cut(text, 0, len);
}

char *
outline_plain_title(struct str text)
{
	struct signs signs = { .text = cut_source(text) };
	struct str_buf out = { 0 };
	bool is_blank_due = false;

	for (size_t at = 0; at < signs.text.len;)
		at = mark_at(&signs, at);
	for (size_t at = 0, end; at < signs.text.len; at = end) {
		uint32_t entity = entity_at(&signs, at, &end);

		if (!entity)
			end = at + 1;
		if (signs.is_sign[at])
			continue;
		if (is_blank(signs.text.data[at])) {
			is_blank_due = out.len > 0;
			continue;
		}
		if (out.len >= TITLE_MAX_BYTES && !is_inside_character(signs.text.data[at]))
			break;
		if (is_blank_due)
			str_buf_append_byte(&out, ' ');
		is_blank_due = false;
		if (entity)
			utf8_append(&out, entity);
		else
			str_buf_append_byte(&out, signs.text.data[at]);
	}
	return str_buf_take(&out);
}
