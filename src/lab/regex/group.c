/* Groups of Python's patterns: capturing, named, flags, look-around, conditions, comments. */
#include "base/alloc.h"
#include "base/i18n.h"
#include "lab/regex/dialect_part.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <unictype.h>

static bool
fail_extension(struct parser *parser, const char *prefix, struct token token, size_t offset)
{
	struct str_buf text = { 0 };

	str_buf_append_c(&text, prefix);
	token_append(&text, token);
	token_fail(&parser->reader, token.len + offset, _("unknown extension %s"), str_buf_c(&text));
	str_buf_fini(&text);
	return false;
}

static uint32_t
find_group(const struct parser *parser, struct str name)
{
	for (uint32_t i = 1; i < parser->groups.len; i++)
		if (parser->groups.items[i].name && str_is_equal_c(name, parser->groups.items[i].name))
			return i;
	return 0;
}

static bool
expect_close(struct parser *parser, size_t start)
{
	if (token_match(&parser->reader, ')')) {
		str_buf_append_byte(&parser->out, ')');
		return true;
	}
	return token_fail(&parser->reader, parser->reader.at - start, "%s", _("missing ), unterminated subpattern"));
}

/* The inside of a group whose opening is written. */
static bool
parse_inside(struct parser *parser, size_t start, unsigned flags, struct item *item)
{
	item->kind = ITEM_PLAIN;
	return parse_branches(parser, flags, false, &item->width) && expect_close(parser, start);
}

/* ---- capturing ---- */

static bool
parse_capture(struct parser *parser, size_t start, struct str name, size_t name_len, unsigned flags, struct item *item)
{
	uint32_t number = (uint32_t)parser->groups.len, other = name.len ? find_group(parser, name) : 0;

	if (other) {
		return token_fail(&parser->reader, name_len + 1,
				  _("redefinition of group name %s as group %u; was group %u"),
				  token_show_repr(&parser->reader, name), number, other);
	}
	vec_push(&parser->groups, (struct group){ .name = name.len ? str_copy_c(name) : NULL });
	str_buf_append_byte(&parser->out, '(');
	if (!parse_inside(parser, start, flags, item))
		return false;
	parser->groups.items[number].is_closed = true;
	parser->groups.items[number].width = item->width;
	return true;
}

static bool
read_group_name(struct parser *parser, uint32_t terminator, struct str_buf *name, size_t *len)
{
	return token_get_name(&parser->reader, terminator, _("group name"), name, len) &&
	       (token_name_is_identifier(str_buf_str(name)) ||
		token_fail(&parser->reader, *len + 1, _("bad character in group name %s"),
			   token_show_repr(&parser->reader, str_buf_str(name))));
}

static bool
parse_named_reference(struct parser *parser, unsigned flags, struct item *item)
{
	struct str_buf name = { 0 };
	size_t len;
	bool is_good = read_group_name(parser, ')', &name, &len);
	uint32_t group = is_good ? find_group(parser, str_buf_str(&name)) : 0;

	if (is_good && !group)
		is_good = token_fail(&parser->reader, len + 1, _("unknown group name %s"),
				     token_show_repr(&parser->reader, str_buf_str(&name)));
	if (is_good && !parser->groups.items[group].is_closed)
		is_good = token_fail(&parser->reader, len + 1, "%s", _("cannot refer to an open group"));
	is_good = is_good && check_group_use(parser, group);
	if (is_good) {
		write_reference(parser, group, flags);
		item->kind = ITEM_PLAIN;
		item->width = parser->groups.items[group].width;
	}
	str_buf_fini(&name);
	return is_good;
}

/* Behind (?P */
static bool
parse_python_extension(struct parser *parser, size_t start, unsigned flags, struct item *item)
{
	struct token_reader *reader = &parser->reader;
	struct str_buf name = { 0 };
	struct token token;
	size_t len;
	bool is_good;

	if (token_match(reader, '=')) {
		return parse_named_reference(parser, flags, item);
	}
	if (!token_match(reader, '<')) {
		token = token_get(reader);
		if (!token.len)
			return token_fail(reader, 0, "%s", _("unexpected end of pattern"));
		return fail_extension(parser, "?P", token, 2);
	}
	is_good = read_group_name(parser, '>', &name, &len) &&
		  parse_capture(parser, start, str_buf_str(&name), len, flags, item);
	str_buf_fini(&name);
	return is_good;
}

/* ---- look-around ---- */

static bool
parse_look(struct parser *parser, size_t start, bool is_behind, bool is_negated, unsigned flags, struct item *item)
{
	size_t outer_groups = parser->lookbehind_groups;

	if (is_behind && !outer_groups)
		parser->lookbehind_groups = parser->groups.len;
	str_buf_append_c(&parser->out, is_behind ? "(?<" : "(?");
	str_buf_append_byte(&parser->out, is_negated ? '!' : '=');
	if (!parse_branches(parser, flags, false, &item->width))
		return false;
	parser->lookbehind_groups = outer_groups;
	if (!expect_close(parser, start))
		return false;
	if (is_behind && item->width.low != item->width.high && !parser->has_bad_lookbehind) {
		parser->has_bad_lookbehind = true;
		parser->bad_lookbehind_at = start;
	}
	item->kind = ITEM_PLAIN;
	item->width = (struct width){ 0, 0 };
	return true;
}

/* Behind (?< */
static bool
parse_behind(struct parser *parser, size_t start, unsigned flags, struct item *item)
{
	struct token token = token_get(&parser->reader);

	if (!token.len)
		return token_fail(&parser->reader, 0, "%s", _("unexpected end of pattern"));
	if (token.len != 1 || (token.first != '=' && token.first != '!'))
		return fail_extension(parser, "?<", token, 2);
	return parse_look(parser, start, true, token.first == '!', flags, item);
}

/* ---- conditions ---- */

static bool
read_condition(struct parser *parser, uint32_t *group)
{
	struct token_reader *reader = &parser->reader;
	struct str_buf name = { 0 };
	size_t len;
	bool is_good = token_get_name(reader, ')', _("group name"), &name, &len);

	if (is_good && token_name_is_identifier(str_buf_str(&name))) {
		*group = find_group(parser, str_buf_str(&name));
		if (!*group)
			is_good = token_fail(&parser->reader, len + 1, _("unknown group name %s"),
					     token_show_repr(&parser->reader, str_buf_str(&name)));
	} else if (is_good) {
		if (!token_name_to_number(str_buf_str(&name), group))
			is_good = token_fail(&parser->reader, len + 1, _("bad character in group name %s"),
					     token_show_repr(&parser->reader, str_buf_str(&name)));
		else if (*group == 0)
			is_good = token_fail(reader, len + 1, "%s", _("bad group number"));
		else
			vec_push(&parser->uses, (struct group_use){ *group, reader->at - len - 1 });
	}
	str_buf_fini(&name);
	return is_good && check_group_use(parser, *group);
}

/* Behind (?( */
static bool
parse_condition(struct parser *parser, size_t start, unsigned flags, struct item *item)
{
	struct token_reader *reader = &parser->reader;
	struct width yes, no = { 0 };
	uint32_t group = 0;

	if (!read_condition(parser, &group))
		return false;
	str_buf_printf(&parser->out, "(?(%u)", group);
	if (++parser->depth > DIALECT_DEPTH_MAX)
		return token_fail(reader, 0, _("groups nested deeper than %d"), DIALECT_DEPTH_MAX);
	if (!parse_sequence(parser, flags, false, &yes))
		return false;
	if (token_match(reader, '|')) {
		str_buf_append_byte(&parser->out, '|');
		if (!parse_sequence(parser, flags, false, &no))
			return false;
		if (reader->next.len == 1 && reader->next.first == '|')
			return token_fail(reader, 0, "%s", _("conditional backref with more than two branches"));
	}
	parser->depth--;
	item->kind = ITEM_PLAIN;
	item->width.low = yes.low < no.low ? yes.low : no.low;
	item->width.high = yes.high > no.high ? yes.high : no.high;
	return expect_close(parser, start);
}

/* ---- flags and the rest ---- */

static const struct {
	uint32_t letter;
	unsigned flag; /* 0: known to Python, means nothing here */
} flag_letters[] = {
	{ 'i', REGEX_IGNORECASE },
	{ 'm', REGEX_MULTILINE },
	{ 's', REGEX_DOTALL },
	{ 'x', REGEX_VERBOSE },
	{ 'a', REGEX_ASCII },
	{ 'u', 0 },
	{ 'L', 0 },
};

static bool
find_flag(struct token token, unsigned *flag)
{
	for (size_t i = 0; i < ARRAY_LEN(flag_letters); i++) {
		if (token.len == 1 && token.first == flag_letters[i].letter) {
			*flag = flag_letters[i].flag;
			return true;
		}
	}
	return false;
}

static bool
fail_flag(struct parser *parser, struct token token, const char *missing)
{
	if (!token.len)
		return token_fail(&parser->reader, 0, _("missing %s"), missing);
	if (token.len == 1 && uc_is_alpha(token.first))
		return token_fail(&parser->reader, token.len, "%s", _("unknown flag"));
	return token_fail(&parser->reader, token.len, _("missing %s"), missing);
}

struct flag_change {
	unsigned add, remove;
	bool has_unicode, has_remove, is_global;
};

static bool
read_added(struct parser *parser, struct token *token, struct flag_change *change)
{
	struct token_reader *reader = &parser->reader;
	unsigned flag = 0;

	for (;;) {
		find_flag(*token, &flag);
		if (token->first == 'L')
			return token_fail(reader, 0, "%s",
					  _("bad inline flags: cannot use 'L' flag with a str pattern"));
		change->has_unicode = change->has_unicode || token->first == 'u';
		change->add |= flag;
		if (change->has_unicode && (change->add & REGEX_ASCII))
			return token_fail(reader, 0, "%s",
					  _("bad inline flags: flags 'a', 'u' and 'L' are incompatible"));
		*token = token_get(reader);
		if (token->len == 1 && (token->first == ')' || token->first == '-' || token->first == ':'))
			return true;
		if (!find_flag(*token, &flag))
			return fail_flag(parser, *token, "-, : or )");
	}
}

static bool
read_removed(struct parser *parser, struct flag_change *change)
{
	struct token_reader *reader = &parser->reader;
	struct token token = token_get(reader);
	unsigned flag;

	if (!find_flag(token, &flag))
		return fail_flag(parser, token, _("flag"));
	for (;;) {
		if (token.first == 'a' || token.first == 'u' || token.first == 'L')
			return token_fail(reader, 0, "%s",
					  _("bad inline flags: cannot turn off flags 'a', 'u' and 'L'"));
		change->remove |= flag;
		token = token_get(reader);
		if (token.len == 1 && token.first == ':')
			return (change->add & change->remove) == 0 ||
			       token_fail(reader, 1, "%s", _("bad inline flags: flag turned on and off"));
		if (!find_flag(token, &flag))
			return fail_flag(parser, token, ":");
	}
}

/* Behind (? and the first letter or hyphen. */
static bool
parse_flags(struct parser *parser, size_t start, struct token token, unsigned *flags, bool may_set, struct item *item)
{
	struct flag_change change = { 0 };
	unsigned inner = *flags;

	if (token.first != '-' && !read_added(parser, &token, &change))
		return false;
	if (token.first == ')') {
		if (!may_set)
			return token_fail(&parser->reader, parser->reader.at - start, "%s",
					  _("global flags not at the start of the expression"));
		if (change.has_unicode && (parser->flags & REGEX_ASCII))
			return token_fail(&parser->reader, 0, "%s", _("ASCII and UNICODE flags are incompatible"));
		parser->flags |= change.add;
		*flags = parser->flags;
		return true;
	}
	if (token.first == '-' && !read_removed(parser, &change))
		return false;
	if (change.has_unicode)
		inner &= ~(unsigned)REGEX_ASCII;
	inner = (inner | change.add) & ~change.remove;
	str_buf_append_c(&parser->out, is_caseless(inner) ? "(?i:" : "(?-i:");
	return parse_inside(parser, start, inner, item);
}

static bool
skip_group_comment(struct parser *parser, size_t start)
{
	struct token_reader *reader = &parser->reader;

	while (reader->next.len)
		if (token_match(reader, ')'))
			return true;
		else
			token_get(reader);
	return token_fail(reader, reader->at - start, "%s", _("missing ), unterminated comment"));
}

bool
parse_group(struct parser *parser, unsigned *flags, bool may_set_flags, struct item *item)
{
	struct token_reader *reader = &parser->reader;
	size_t start = reader->at - 1;
	struct token token;
	unsigned flag;

	*item = (struct item){ ITEM_NONE, { 0 }, parser->out.len };
	if (!token_match(reader, '?'))
		return parse_capture(parser, start, STR(""), 0, *flags, item);
	token = token_get(reader);
	if (!token.len)
		return token_fail(reader, 0, "%s", _("unexpected end of pattern"));
	if (token.len == 1) {
		switch (token.first) {
		case 'P':
			return parse_python_extension(parser, start, *flags, item);
		case ':':
			str_buf_append_c(&parser->out, "(?:");
			return parse_inside(parser, start, *flags, item);
		case '>':
			str_buf_append_c(&parser->out, "(?>");
			return parse_inside(parser, start, *flags, item);
		case '#':
			return skip_group_comment(parser, start);
		case '=':
		case '!':
			return parse_look(parser, start, false, token.first == '!', *flags, item);
		case '<':
			return parse_behind(parser, start, *flags, item);
		case '(':
			return parse_condition(parser, start, *flags, item);
		case '-':
			return parse_flags(parser, start, token, flags, may_set_flags, item);
		}
	}
	if (find_flag(token, &flag))
		return parse_flags(parser, start, token, flags, may_set_flags, item);
	return fail_extension(parser, "?", token, 1);
}
