/* Escapes of Python's patterns: characters, categories, positions, back references. */
#include "base/i18n.h"
#include "lab/regex/dialect_part.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <uniname.h>

static bool
fail_bad_escape(struct parser *parser, size_t start)
{
	struct token_reader *reader = &parser->reader;

	return token_fail(reader, reader->at - start, _("bad escape %s"), token_show_since(reader, start));
}

static bool
read_hex(struct parser *parser, size_t start, size_t digits, uint32_t *character)
{
	struct token_reader *reader = &parser->reader;

	if (token_get_hex(reader, digits, character) != digits)
		return token_fail(reader, reader->at - start, _("incomplete escape %s"),
				  token_show_since(reader, start));
	return *character <= 0x10FFFF || fail_bad_escape(parser, start);
}

static bool
read_named(struct parser *parser, uint32_t *character)
{
	struct token_reader *reader = &parser->reader;
	struct str_buf name = { 0 };
	size_t len;
	bool is_good;

	if (!token_match(reader, '{'))
		return token_fail(reader, 0, _("missing %s"), "{");
	is_good = token_get_name(reader, '}', _("character name"), &name, &len);
	if (is_good) {
		/* Names are shorter than 100 bytes; the library copies them to the stack. */
		ucs4_t found = name.len < 256 ? unicode_name_character(str_buf_c(&name)) : UNINAME_INVALID;

		is_good = found != UNINAME_INVALID;
		*character = found;
		if (!is_good)
			token_fail(reader, len + 4, _("undefined character name %s"),
				   token_show_repr(reader, str_buf_str(&name)));
	}
	str_buf_fini(&name);
	return is_good;
}

/* \a \f \n \r \t \v \\ everywhere, \b in a class. */
static bool
is_simple(uint32_t letter, bool is_in_class, uint32_t *character)
{
	static const char letters[] = "afnrtv\\", values[] = "\a\f\n\r\t\v\\";
	const char *found = letter && letter < 0x80 ? strchr(letters, (int)letter) : NULL;

	if (is_in_class && letter == 'b')
		*character = '\b';
	else if (found)
		*character = (uint32_t)(unsigned char)values[found - letters];
	else
		return false;
	return true;
}

static bool
is_ascii_letter(uint32_t character)
{
	return (character | 32) >= 'a' && (character | 32) <= 'z';
}

/* What is the same inside and outside a class: \x \u \U \N and \ before what is no letter or digit. */
static bool
read_character(struct parser *parser, size_t start, uint32_t letter, uint32_t *character)
{
	switch (letter) {
	case 'x':
		return read_hex(parser, start, 2, character);
	case 'u':
		return read_hex(parser, start, 4, character);
	case 'U':
		return read_hex(parser, start, 8, character);
	case 'N':
		return read_named(parser, character);
	}
	if (is_ascii_letter(letter))
		return fail_bad_escape(parser, start);
	*character = letter;
	return true;
}

static bool
check_octal(struct parser *parser, size_t start, uint32_t value)
{
	struct token_reader *reader = &parser->reader;

	return value <= 0377 ||
	       token_fail(reader, reader->at - start, _("octal escape value %s outside of range 0-0o377"),
			  token_show_since(reader, start));
}

bool
parse_class_escape(struct parser *parser, struct token escape, uint32_t *character, char *category)
{
	size_t start = parser->reader.at - 2;
	uint32_t letter = escape.second, rest;

	*category = 0;
	if (is_simple(letter, true, character))
		return true;
	if (letter && letter < 0x80 && strchr("dDsSwW", (int)letter)) {
		*category = (char)letter;
		return true;
	}
	if (letter >= '0' && letter <= '7') {
		size_t count = token_get_octal(&parser->reader, 2, &rest);

		*character = ((letter - '0') << (3 * count)) | rest;
		return check_octal(parser, start, *character);
	}
	if (letter == '8' || letter == '9')
		return fail_bad_escape(parser, start);
	return read_character(parser, start, letter, character);
}

bool
check_group_use(struct parser *parser, uint32_t group)
{
	struct token_reader *reader = &parser->reader;

	if (!parser->lookbehind_groups)
		return true;
	if (group >= parser->groups.len || !parser->groups.items[group].is_closed)
		return token_fail(reader, 0, "%s", _("cannot refer to an open group"));
	return group < parser->lookbehind_groups ||
	       token_fail(reader, 0, "%s", _("cannot refer to group defined in the same lookbehind subpattern"));
}

void
write_reference(struct parser *parser, uint32_t group, unsigned flags)
{
	bool needs_case = (flags & REGEX_IGNORECASE) && !is_caseless(flags);

	str_buf_printf(&parser->out, needs_case ? "(?i:\\g{%u})" : "\\g{%u}", group);
}

static bool
parse_reference(struct parser *parser, size_t start, uint32_t group, unsigned flags, struct item *item)
{
	struct token_reader *reader = &parser->reader;
	size_t len = reader->at - start;

	if (group >= parser->groups.len)
		return token_fail(reader, len - 1, _("invalid group reference %u"), group);
	if (!parser->groups.items[group].is_closed)
		return token_fail(reader, len, "%s", _("cannot refer to an open group"));
	if (!check_group_use(parser, group))
		return false;
	write_reference(parser, group, flags);
	item->width = parser->groups.items[group].width;
	return true;
}

/* A digit from 1 to 9: an octal escape of three digits, else a back reference of one or two. */
static bool
parse_number(struct parser *parser, size_t start, uint32_t first, unsigned flags, struct item *item)
{
	struct token_reader *reader = &parser->reader;
	uint32_t second, group = first - '0';

	if (token_next_is_digit(reader)) {
		second = token_get(reader).first;
		if (first <= '7' && second <= '7' && token_next_is_octal(reader)) {
			uint32_t value = (first - '0') * 64 + (second - '0') * 8 + token_get(reader).first - '0';

			if (!check_octal(parser, start, value))
				return false;
			charset_write_char(value, flags, &parser->out);
			return true;
		}
		group = group * 10 + second - '0';
	}
	return parse_reference(parser, start, group, flags, item);
}

static bool
parse_position(struct parser *parser, uint32_t letter, unsigned flags)
{
	switch (letter) {
	case 'A':
		str_buf_append_c(&parser->out, "\\A");
		return true;
	case 'Z': /* the very end, where PCRE2's \Z allows a newline behind */
		str_buf_append_c(&parser->out, "\\z");
		return true;
	case 'b':
	case 'B':
		charset_write_boundary(letter == 'B', flags, &parser->out);
		return true;
	}
	return false;
}

bool
parse_escape(struct parser *parser, struct token escape, unsigned flags, struct item *item)
{
	size_t start = parser->reader.at - 2;
	uint32_t letter = escape.second, character = 0;

	*item = (struct item){ ITEM_PLAIN, { 1, 1 }, parser->out.len };
	if (parse_position(parser, letter, flags)) {
		*item = (struct item){ ITEM_AT, { 0, 0 }, item->start };
		return true;
	}
	if (letter && letter < 0x80 && strchr("dDsSwW", (int)letter)) {
		charset_write_category((char)letter, flags, &parser->out);
		return true;
	}
	if (letter >= '1' && letter <= '9')
		return parse_number(parser, start, letter, flags, item);
	if (letter == '0')
		token_get_octal(&parser->reader, 2, &character);
	else if (!is_simple(letter, false, &character) && !read_character(parser, start, letter, &character))
		return false;
	charset_write_char(character, flags, &parser->out);
	return true;
}
