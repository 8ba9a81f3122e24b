/* Tokens of patterns and templates, and errors that know their position. */
#include "lab/regex/token.h"

#include "base/alloc.h"
#include "base/i18n.h"
#include "lab/regex/repr.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <unictype.h>

static void
load_next(struct token_reader *reader)
{
	if (reader->at >= reader->len) {
		reader->next = (struct token){ .first = TOKEN_END };
		return;
	}
	reader->next = (struct token){ .first = reader->chars[reader->at], .len = 1 };
	if (reader->next.first != '\\')
		return;
	if (reader->at + 1 == reader->len) {
		token_fail(reader, 0, "%s", _("bad escape (end of pattern)"));
		reader->is_broken = true;
		reader->next = (struct token){ .first = TOKEN_END };
		return;
	}
	reader->next.second = reader->chars[reader->at + 1];
	reader->next.len = 2;
}

bool
token_reader_init(struct token_reader *reader, struct str text, struct err *err)
{
	*reader = (struct token_reader){ .chars = NEW_ARRAY(uint32_t, text.len), .err = err };
	while (utf8_next(&text, &reader->chars[reader->len], NULL))
		reader->len++;
	load_next(reader);
	return !reader->is_broken;
}

void
token_reader_fini(struct token_reader *reader)
{
	free(reader->chars);
	str_buf_fini(&reader->shown);
	*reader = (struct token_reader){ 0 };
}

struct token
token_get(struct token_reader *reader)
{
	struct token token = reader->next;

	reader->at += token.len;
	load_next(reader);
	return token;
}

bool
token_match(struct token_reader *reader, uint32_t character)
{
	if (reader->next.len != 1 || reader->next.first != character)
		return false;
	token_get(reader);
	return true;
}

void
token_seek(struct token_reader *reader, size_t position)
{
	reader->at = position;
	load_next(reader);
}

static bool
is_digit_below(const struct token_reader *reader, uint32_t base)
{
	return reader->next.len == 1 && reader->next.first >= '0' && reader->next.first < '0' + base;
}

bool
token_next_is_digit(const struct token_reader *reader)
{
	return is_digit_below(reader, 10);
}

bool
token_next_is_octal(const struct token_reader *reader)
{
	return is_digit_below(reader, 8);
}

size_t
token_get_octal(struct token_reader *reader, size_t max, uint32_t *value)
{
	size_t count = 0;

	for (*value = 0; count < max && token_next_is_octal(reader); count++)
		*value = *value * 8 + token_get(reader).first - '0';
	return count;
}

static bool
hex_digit(uint32_t character, uint32_t *value)
{
	if (character >= '0' && character <= '9')
		*value = character - '0';
	else if (character >= 'a' && character <= 'f')
		*value = character - 'a' + 10;
	else if (character >= 'A' && character <= 'F')
		*value = character - 'A' + 10;
	else
		return false;
	return true;
}

size_t
token_get_hex(struct token_reader *reader, size_t max, uint32_t *value)
{
	size_t count = 0;
	uint32_t digit;

	for (*value = 0; count < max && reader->next.len == 1 && hex_digit(reader->next.first, &digit); count++) {
		*value = *value * 16 + digit;
		token_get(reader);
	}
	return count;
}

bool
token_fail(struct token_reader *reader, size_t offset, const char *format, ...)
{
	size_t position = reader->at > offset ? reader->at - offset : 0;
	struct str_buf text = { 0 };
	va_list args;

	if (reader->is_broken || !reader->err || err_is_set(reader->err))
		return false;
	va_start(args, format);
	str_buf_vprintf(&text, format, args);
	va_end(args);
	err_set_at(reader->err, 0, (uint32_t)position + 1, "%s", str_buf_c(&text));
	str_buf_fini(&text);
	return false;
}

const char *
token_show_repr(struct token_reader *reader, struct str name)
{
	str_buf_clear(&reader->shown);
	repr_append(&reader->shown, name);
	return str_buf_c(&reader->shown);
}

const char *
token_show_since(struct token_reader *reader, size_t start)
{
	str_buf_clear(&reader->shown);
	for (size_t i = start; i < reader->at; i++)
		utf8_append(&reader->shown, reader->chars[i]);
	return str_buf_c(&reader->shown);
}

void
token_append(struct str_buf *out, struct token token)
{
	if (!token.len)
		return;
	utf8_append(out, token.first);
	if (token.len == 2)
		utf8_append(out, token.second);
}

bool
token_get_name(struct token_reader *reader, uint32_t terminator, const char *what, struct str_buf *name, size_t *len)
{
	*len = 0;
	for (;;) {
		struct token token = token_get(reader);

		if (!token.len && !*len)
			return token_fail(reader, 0, _("missing %s"), what);
		if (!token.len)
			return token_fail(reader, *len, _("missing %c, unterminated name"), (char)terminator);
		if (token.len == 1 && token.first == terminator)
			break;
		token_append(name, token);
		*len += token.len;
	}
	return *len || token_fail(reader, 1, _("missing %s"), what);
}

bool
token_name_is_identifier(struct str name)
{
	uint32_t character;
	bool is_first = true;

	while (utf8_next(&name, &character, NULL)) {
		bool is_good = character == '_' || uc_is_property_xid_continue(character);

		if (is_first)
			is_good = character == '_' || uc_is_property_xid_start(character);
		if (!is_good)
			return false;
		is_first = false;
	}
	return !is_first;
}

bool
token_name_to_number(struct str name, uint32_t *out)
{
	uint32_t value = 0;

	if (name.len == 0 || name.len > 9)
		return false;
	for (size_t i = 0; i < name.len; i++) {
		if (name.data[i] < '0' || name.data[i] > '9')
			return false;
		value = value * 10 + (uint32_t)(name.data[i] - '0');
	}
	*out = value;
	return true;
}
