/* Parses Python's grammar of patterns and writes the same for PCRE2: branches, sequences, classes, quantifiers. */
#include "lab/regex/dialect.h"

#include "base/alloc.h"
#include "base/i18n.h"
#include "lab/regex/dialect_part.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

static struct width
width_add(struct width a, struct width b)
{
	struct width sum = { a.low + b.low, a.high + b.high };

	if (sum.low > WIDTH_MAX)
		sum.low = WIDTH_MAX;
	if (sum.high > WIDTH_MAX)
		sum.high = WIDTH_MAX;
	return sum;
}

static uint64_t
multiply_capped(uint64_t a, uint64_t b)
{
	return a && b > WIDTH_MAX / a ? WIDTH_MAX : a * b;
}

bool
is_caseless(unsigned flags)
{
	return (flags & REGEX_IGNORECASE) && !(flags & REGEX_ASCII);
}

/* ---- classes ---- */

static bool
fail_range(struct parser *parser, struct token low, struct token high)
{
	struct str_buf text = { 0 };

	token_append(&text, low);
	str_buf_append_byte(&text, '-');
	token_append(&text, high);
	token_fail(&parser->reader, low.len + 1 + high.len, _("bad character range %s"), str_buf_c(&text));
	str_buf_fini(&text);
	return false;
}

static bool
read_class_item(struct parser *parser, struct token token, uint32_t *character, char *category)
{
	*category = 0;
	if (token.first == '\\')
		return parse_class_escape(parser, token, character, category);
	*character = token.first;
	return true;
}

static void
add_class_item(struct charset *set, uint32_t character, char category)
{
	if (category)
		str_buf_append_byte(&set->categories, category);
	else
		charset_add(set, character, character);
}

/* What follows LOW and a hyphen. *IS_DONE: the class ended here. */
static bool
read_range(struct parser *parser, struct charset *set, struct token low, uint32_t first, char category, size_t here,
	   bool *is_done)
{
	struct token high = token_get(&parser->reader);
	uint32_t last = 0;
	char last_category = 0;

	if (!high.len)
		return token_fail(&parser->reader, parser->reader.at - here, "%s", _("unterminated character set"));
	if (high.len == 1 && high.first == ']') {
		add_class_item(set, first, category);
		charset_add(set, '-', '-');
		*is_done = true;
		return true;
	}
	if (!read_class_item(parser, high, &last, &last_category))
		return false;
	if (category || last_category || last < first)
		return fail_range(parser, low, high);
	charset_add(set, first, last);
	return true;
}

static bool
read_class(struct parser *parser, struct charset *set)
{
	struct token_reader *reader = &parser->reader;
	size_t here = reader->at - 1;
	bool is_done = false, is_empty = true;

	set->is_negated = token_match(reader, '^');
	while (!is_done) {
		struct token token = token_get(reader);
		uint32_t character = 0;
		char category;

		if (!token.len)
			return token_fail(reader, reader->at - here, "%s", _("unterminated character set"));
		if (token.len == 1 && token.first == ']' && !is_empty)
			return true;
		is_empty = false;
		if (!read_class_item(parser, token, &character, &category))
			return false;
		if (!token_match(reader, '-'))
			add_class_item(set, character, category);
		else if (!read_range(parser, set, token, character, category, here, &is_done))
			return false;
	}
	return true;
}

static bool
parse_class(struct parser *parser, unsigned flags, struct item *item)
{
	struct charset set = { 0 };
	bool is_good = read_class(parser, &set);

	if (is_good) {
		charset_write(&set, flags, &parser->out);
		item->kind = ITEM_PLAIN;
		item->width = (struct width){ 1, 1 };
	}
	charset_fini(&set);
	return is_good;
}

/* ---- quantifiers ---- */

struct repeat {
	uint64_t min, max; /* WIDTH_MAX: no end */
	bool is_literal;   /* a { that begins no quantifier */
};

static bool
read_number(struct token_reader *reader, uint64_t *out)
{
	bool has_digits = false;
	uint64_t value = 0;

	for (; token_next_is_digit(reader); has_digits = true) {
		value = value * 10 + token_get(reader).first - '0';
		if (value > WIDTH_MAX)
			value = WIDTH_MAX;
	}
	if (has_digits)
		*out = value;
	return has_digits;
}

static bool
read_braces(struct parser *parser, struct repeat *repeat)
{
	struct token_reader *reader = &parser->reader;
	size_t here = reader->at;
	bool has_low, has_high;

	*repeat = (struct repeat){ 0, WIDTH_MAX, false };
	if (reader->next.len == 1 && reader->next.first == '}') {
		repeat->is_literal = true;
		return true;
	}
	has_low = read_number(reader, &repeat->min);
	if (token_match(reader, ',')) {
		has_high = read_number(reader, &repeat->max);
	} else {
		has_high = has_low;
		if (has_low)
			repeat->max = repeat->min;
	}
	if (!token_match(reader, '}')) {
		token_seek(reader, here);
		repeat->is_literal = true;
		return true;
	}
	if ((has_low && repeat->min >= WIDTH_MAX) || (has_high && repeat->max >= WIDTH_MAX))
		return token_fail(reader, reader->at - here, "%s", _("the repetition number is too large"));
	if (has_high && repeat->max < repeat->min)
		return token_fail(reader, reader->at - here, "%s", _("min repeat greater than max repeat"));
	if (repeat->min > DIALECT_REPEAT_MAX || (has_high && repeat->max > DIALECT_REPEAT_MAX))
		return token_fail(reader, reader->at - here, _("this lab repeats at most %d times"),
				  DIALECT_REPEAT_MAX);
	return true;
}

static void
write_repeat(struct parser *parser, const struct repeat *repeat)
{
	if (repeat->max == WIDTH_MAX)
		str_buf_printf(&parser->out, "{%u,}", (unsigned)repeat->min);
	else
		str_buf_printf(&parser->out, "{%u,%u}", (unsigned)repeat->min, (unsigned)repeat->max);
	if (token_match(&parser->reader, '?'))
		str_buf_append_byte(&parser->out, '?');
	else if (token_match(&parser->reader, '+'))
		str_buf_append_byte(&parser->out, '+');
}

/* The quantifier that begins with SIGN_, behind the item LAST. */
static bool
parse_repeat(struct parser *parser, uint32_t sign_, unsigned flags, struct item *last)
{
	struct token_reader *reader = &parser->reader;
	size_t here = reader->at;
	struct repeat repeat = { sign_ == '+', sign_ == '?' ? 1 : WIDTH_MAX, false };

	if (sign_ == '{' && !read_braces(parser, &repeat))
		return false;
	if (repeat.is_literal) {
		*last = (struct item){ ITEM_PLAIN, { 1, 1 }, parser->out.len };
		charset_write_char(sign_, flags, &parser->out);
		return true;
	}
	if (last->kind == ITEM_NONE || last->kind == ITEM_AT)
		return token_fail(reader, reader->at - here + 1, "%s", _("nothing to repeat"));
	if (last->kind == ITEM_REPEAT)
		return token_fail(reader, reader->at - here + 1, "%s", _("multiple repeat"));
	write_repeat(parser, &repeat);
	last->kind = ITEM_REPEAT;
	last->width.low = multiply_capped(last->width.low, repeat.min);
	last->width.high = multiply_capped(last->width.high, repeat.max);
	return true;
}

/* ---- sequences and branches ---- */

static bool
is_verbose_blank(struct token token)
{
	return token.len == 1 && token.first < 0x80 && token.first && strchr(" \t\n\r\v\f", (int)token.first);
}

static void
skip_comment(struct token_reader *reader)
{
	struct token token;

	do
		token = token_get(reader);
	while (token.len && !(token.len == 1 && token.first == '\n'));
}

static void
write_at(struct parser *parser, uint32_t sign_, unsigned flags)
{
	bool is_multiline = flags & REGEX_MULTILINE;

	if (sign_ == '^')
		str_buf_append_c(&parser->out, is_multiline ? "(?m:^)" : "\\A");
	else
		str_buf_append_c(&parser->out, is_multiline ? "(?m:$)" : "$");
}

/* One character that stands for itself or for something, but for \ ( ) | and quantifiers. */
static bool
parse_plain(struct parser *parser, struct token token, unsigned flags, struct item *item)
{
	*item = (struct item){ ITEM_PLAIN, { 1, 1 }, parser->out.len };
	switch (token.first) {
	case '[':
		return parse_class(parser, flags, item);
	case '.':
		str_buf_append_c(&parser->out, flags & REGEX_DOTALL ? "(?s:.)" : ".");
		return true;
	case '^':
	case '$':
		write_at(parser, token.first, flags);
		item->kind = ITEM_AT;
		item->width = (struct width){ 0, 0 };
		return true;
	default:
		charset_write_char(token.first, flags, &parser->out);
		return true;
	}
}

static bool
is_repeat_sign(struct token token)
{
	return token.len == 1 && (token.first == '*' || token.first == '+' || token.first == '?' || token.first == '{');
}

bool
parse_sequence(struct parser *parser, unsigned flags, bool is_start, struct width *out)
{
	struct token_reader *reader = &parser->reader;
	struct item last = { 0 };
	struct width done = { 0 }; /* of the items before the last */

	for (;;) {
		struct token token = reader->next;
		struct item item = { ITEM_NONE, { 0 }, parser->out.len };

		if (!token.len || (token.len == 1 && (token.first == '|' || token.first == ')')))
			break;
		token_get(reader);
		if ((flags & REGEX_VERBOSE) && is_verbose_blank(token))
			continue;
		if ((flags & REGEX_VERBOSE) && token.len == 1 && token.first == '#') {
			skip_comment(reader);
			continue;
		}
		if (is_repeat_sign(token)) {
			struct item before = last;

			if (!parse_repeat(parser, token.first, flags, &last))
				return false;
			if (last.kind == ITEM_PLAIN) /* a literal {: another item */
				done = width_add(done, before.width);
			continue;
		}
		if (token.first == '\\'  ? !parse_escape(parser, token, flags, &item)
		    : token.first == '(' ? !parse_group(parser, &flags, is_start && last.kind == ITEM_NONE, &item)
					 : !parse_plain(parser, token, flags, &item))
			return false;
		if (item.kind == ITEM_NONE)
			continue;
		done = width_add(done, last.width);
		last = item;
	}
	*out = width_add(done, last.width);
	return !reader->is_broken;
}

bool
parse_branches(struct parser *parser, unsigned flags, bool is_top, struct width *out)
{
	bool is_first = true;

	if (++parser->depth > DIALECT_DEPTH_MAX)
		return token_fail(&parser->reader, 0, _("groups nested deeper than %d"), DIALECT_DEPTH_MAX);
	do {
		struct width width;

		if (!is_first)
			str_buf_append_byte(&parser->out, '|');
		if (!parse_sequence(parser, flags, is_top && is_first, &width))
			return false;
		/* (?i) at the start is for the branches behind it too. */
		if (is_top && is_first)
			flags = parser->flags;
		out->low = is_first || width.low < out->low ? width.low : out->low;
		out->high = is_first || width.high > out->high ? width.high : out->high;
		is_first = false;
	} while (token_match(&parser->reader, '|'));
	parser->depth--;
	return true;
}

static bool
check_end(struct parser *parser)
{
	struct token_reader *reader = &parser->reader;

	if (reader->is_broken)
		return false;
	if (reader->next.len)
		return token_fail(reader, 0, "%s", _("unbalanced parenthesis"));
	for (size_t i = 0; i < parser->uses.len; i++) {
		if (parser->uses.items[i].group < parser->groups.len)
			continue;
		reader->at = parser->uses.items[i].position;
		return token_fail(reader, 0, _("invalid group reference %u"), parser->uses.items[i].group);
	}
	if (parser->has_bad_lookbehind) {
		reader->at = parser->bad_lookbehind_at;
		return token_fail(reader, 0, "%s", _("look-behind requires fixed-width pattern"));
	}
	return true;
}

static void
take_groups(struct parser *parser, struct dialect *out)
{
	out->group_count = parser->groups.len - 1;
	out->names = NEW_ARRAY(char *, out->group_count);
	for (size_t i = 0; i < out->group_count; i++) {
		out->names[i] = parser->groups.items[i + 1].name;
		parser->groups.items[i + 1].name = NULL;
	}
}

bool
dialect_translate(struct str pattern, unsigned flags, struct dialect *out, struct err *err)
{
	struct parser parser = { .flags = flags };
	struct err unread = { 0 };
	struct width width;
	bool is_good;

	*out = (struct dialect){ 0 };
	vec_push(&parser.groups, (struct group){ 0 });
	is_good = token_reader_init(&parser.reader, pattern, err ? err : &unread) &&
		  parse_branches(&parser, flags, true, &width) && check_end(&parser);
	if (is_good) {
		out->pcre2 = parser.out;
		parser.out = (struct str_buf){ 0 };
		out->flags = parser.flags;
		out->is_caseless = is_caseless(parser.flags);
		take_groups(&parser, out);
	}
	for (size_t i = 0; i < parser.groups.len; i++)
		free(parser.groups.items[i].name);
	vec_fini(&parser.groups);
	vec_fini(&parser.uses);
	str_buf_fini(&parser.out);
	token_reader_fini(&parser.reader);
	return is_good;
}

void
dialect_fini(struct dialect *dialect)
{
	for (size_t i = 0; dialect->names && i < dialect->group_count; i++)
		free(dialect->names[i]);
	free(dialect->names);
	str_buf_fini(&dialect->pcre2);
	*dialect = (struct dialect){ 0 };
}

size_t
dialect_find_group(const struct dialect *dialect, struct str name)
{
	for (size_t i = 0; i < dialect->group_count; i++)
		if (dialect->names[i] && str_is_equal_c(name, dialect->names[i]))
			return i + 1;
	return 0;
}
