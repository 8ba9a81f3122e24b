/* Parses replacement templates as Python 3.11 does. */
#include "lab/regex/template.h"

#include "base/i18n.h"
#include "lab/regex/token.h"
#include "text/utf8.h"

#include <string.h>

static void
close_part(struct template *out, size_t group)
{
	vec_push(&out->parts, (struct template_part){ out->text.len, group });
}

static bool
add_group(struct token_reader *reader, const struct dialect *dialect, uint32_t group, size_t offset,
	  struct template *out)
{
	if (group > dialect->group_count)
		return token_fail(reader, offset, _("invalid group reference %u"), group);
	close_part(out, group);
	return true;
}

/* Behind \g */
static bool
parse_name(struct token_reader *reader, const struct dialect *dialect, struct template *out)
{
	struct str_buf buf = { 0 };
	struct str name;
	uint32_t group = 0;
	size_t len;
	bool is_good;

	if (!token_match(reader, '<'))
		return token_fail(reader, 0, _("missing %s"), "<");
	is_good = token_get_name(reader, '>', _("group name"), &buf, &len);
	name = str_buf_str(&buf);
	if (is_good && token_name_is_identifier(name)) {
		group = (uint32_t)dialect_find_group(dialect, name);
		is_good = group ||
			  token_fail(reader, len + 1, _("unknown group name %s"), token_show_repr(reader, name));
	} else if (is_good) {
		is_good = token_name_to_number(name, &group) ||
			  token_fail(reader, len + 1, _("bad character in group name %s"),
				     token_show_repr(reader, name));
	}
	is_good = is_good && add_group(reader, dialect, group, len + 1, out);
	str_buf_fini(&buf);
	return is_good;
}

/* A digit from 1 to 9: three octal digits are a character, else one or two are a group. */
static bool
parse_number(struct token_reader *reader, const struct dialect *dialect, uint32_t first, struct template *out)
{
	uint32_t second, value;

	if (!token_next_is_digit(reader))
		return add_group(reader, dialect, first - '0', 1, out);
	second = token_get(reader).first;
	if (first <= '7' && second <= '7' && token_next_is_octal(reader)) {
		value = (first - '0') * 64 + (second - '0') * 8 + token_get(reader).first - '0';
		if (value > 0377)
			return token_fail(reader, 4, _("octal escape value %s outside of range 0-0o377"),
					  (char[]){ '\\', (char)('0' + value / 64), (char)('0' + value / 8 % 8),
						    (char)('0' + value % 8), '\0' });
		utf8_append(&out->text, value);
		return true;
	}
	return add_group(reader, dialect, (first - '0') * 10 + second - '0', 2, out);
}

static bool
parse_escape(struct token_reader *reader, const struct dialect *dialect, struct token token, struct template *out)
{
	static const char letters[] = "abfnrtv\\", values[] = "\a\b\f\n\r\t\v\\";
	uint32_t letter = token.second, value;
	const char *found = letter && letter < 0x80 ? strchr(letters, (int)letter) : NULL;

	if (letter == 'g')
		return parse_name(reader, dialect, out);
	if (letter == '0') {
		token_get_octal(reader, 2, &value);
		utf8_append(&out->text, value & 0xFF);
		return true;
	}
	if (letter >= '1' && letter <= '9')
		return parse_number(reader, dialect, letter, out);
	if (found) {
		str_buf_append_byte(&out->text, values[found - letters]);
		return true;
	}
	if ((letter | 32) >= 'a' && (letter | 32) <= 'z')
		return token_fail(reader, 2, _("bad escape %s"), (char[]){ '\\', (char)letter, '\0' });
	token_append(&out->text, token);
	return true;
}

bool
template_parse(struct str source, const struct dialect *dialect, struct template *out, struct err *err)
{
	struct token_reader reader;
	struct err unread = { 0 };
	bool is_good = token_reader_init(&reader, source, err ? err : &unread);

	*out = (struct template){ 0 };
	while (is_good && reader.next.len) {
		struct token token = token_get(&reader);

		if (token.len == 2)
			is_good = parse_escape(&reader, dialect, token, out);
		else
			token_append(&out->text, token);
	}
	is_good = is_good && !reader.is_broken;
	close_part(out, SIZE_MAX);
	token_reader_fini(&reader);
	if (!is_good)
		template_fini(out);
	return is_good;
}

void
template_fini(struct template *template)
{
	str_buf_fini(&template->text);
	vec_fini(&template->parts);
}
