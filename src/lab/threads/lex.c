/* Cuts the scenario language into tokens. */
#include "lab/threads/lex.h"

#include "base/i18n.h"

#include <string.h>

void
lexer_init(struct lexer *l, struct str source, struct err *err)
{
	*l = (struct lexer){ .source = source, .line = 1, .counted_columns = 1, .is_line_start = true, .err = err };
	if (str_has_prefix(source, STR("\xef\xbb\xbf"))) /* what some editors put before everything */
		l->at = l->line_start = 3;
	if (source.len > LEX_SOURCE_MAX) {
		l->has_failed = true;
		err_set(err, _("the scenario is longer than 64 KiB"));
	}
}

static int
peek(const struct lexer *l, size_t ahead)
{
	return l->at + ahead < l->source.len ? (unsigned char)l->source.data[l->at + ahead] : -1;
}

/* Each byte of a line is counted once, however many tokens it has. */
static uint32_t
column(struct lexer *l)
{
	if (l->counted < l->line_start || l->counted > l->at) {
		l->counted = l->line_start;
		l->counted_columns = 1;
	}
	for (; l->counted < l->at; l->counted++)
		if (l->counted >= l->source.len || ((unsigned char)l->source.data[l->counted] & 0xc0) != 0x80)
			l->counted_columns++;
	return l->counted_columns;
}

static void
fail(struct lexer *l, const char *text)
{
	if (!l->has_failed)
		err_set_at(l->err, l->line, column(l), "%s", text);
	l->has_failed = true;
}

static bool
is_name_byte(int c, bool is_first)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80 ||
	       (!is_first && c >= '0' && c <= '9');
}

static void
next_line(struct lexer *l)
{
	l->at++;
	l->line++;
	l->line_start = (uint32_t)l->at;
}

/* Blanks, comments, joined lines. */
static void
skip_blanks(struct lexer *l)
{
	for (;;) {
		int c = peek(l, 0);

		if (c == ' ' || c == '\t' || c == '\r')
			l->at++;
		else if (c == '#')
			while (peek(l, 0) != '\n' && peek(l, 0) >= 0)
				l->at++;
		else if (c == '\\' && (peek(l, 1) == '\n')) {
			l->at++;
			next_line(l);
		} else if (c == '\n' && l->brackets)
			next_line(l);
		else
			return;
	}
}

/* Measure the indentation of the next line that has something on it. */
static void
start_line(struct lexer *l, struct token *out)
{
	uint32_t width = 0;

	for (;;) {
		width = 0;
		for (; peek(l, 0) == ' ' || peek(l, 0) == '\t'; l->at++)
			width = peek(l, 0) == '\t' ? (width / 8 + 1) * 8 : width + 1;
		skip_blanks(l);
		if (peek(l, 0) != '\n')
			break;
		next_line(l);
	}
	l->is_line_start = false;
	out->line = l->line;
	out->column = column(l);
	if (peek(l, 0) < 0)
		width = 0;
	uint32_t current = l->depth ? l->indents[l->depth - 1] : 0;

	if (width > current) {
		if (l->depth == LEX_NESTING_MAX || width > 4096) {
			fail(l, _("blocks are nested too deeply"));
			return;
		}
		l->indents[l->depth++] = (uint16_t)width;
		out->kind = TOKEN_INDENT;
		return;
	}
	while (l->depth && l->indents[l->depth - 1] > width) {
		l->depth--;
		l->pending_dedents++;
	}
	if ((l->depth ? l->indents[l->depth - 1] : 0) != width)
		fail(l, _("this line is indented like no block before it"));
}

static void
read_number(struct lexer *l, struct token *out)
{
	int64_t value = 0;
	bool is_too_big = false;
	size_t start = l->at;

	for (; (peek(l, 0) >= '0' && peek(l, 0) <= '9') || peek(l, 0) == '_'; l->at++)
		if (peek(l, 0) != '_')
			is_too_big |= __builtin_mul_overflow(value, 10, &value) ||
				      __builtin_add_overflow(value, peek(l, 0) - '0', &value);
	out->kind = TOKEN_INT;
	if (value && l->source.data[start] == '0' && peek(l, 0) != '.')
		fail(l, _("a number does not begin with 0"));
	if (peek(l, 0) == '.' && peek(l, 1) >= '0' && peek(l, 1) <= '9') {
		out->kind = TOKEN_REAL;
		is_too_big |= value > 1000000;
		value = is_too_big ? 0 : value * 1000;
		l->at++;
		for (int64_t unit = 100; peek(l, 0) >= '0' && peek(l, 0) <= '9'; l->at++, unit /= 10)
			value += (peek(l, 0) - '0') * unit;
	}
	out->value = value;
	out->text = str_cut(l->source, start, l->at);
	if (is_too_big)
		fail(l, _("this number does not fit in 64 bits"));
	else if (is_name_byte(peek(l, 0), true))
		fail(l, _("expected a blank or an operator behind the number"));
}

static void
read_string(struct lexer *l, struct token *out)
{
	int quote = peek(l, 0);
	size_t start = ++l->at;

	while (peek(l, 0) != quote && peek(l, 0) >= 0 && peek(l, 0) != '\n')
		l->at += peek(l, 0) == '\\' && peek(l, 1) >= 0 && peek(l, 1) != '\n' ? 2 : 1;
	out->kind = TOKEN_STRING;
	out->text = str_cut(l->source, start, l->at);
	if (peek(l, 0) != quote)
		fail(l, _("this text has no closing quote"));
	l->at++;
}

static void
read_sign(struct lexer *l, struct token *out)
{
	static const char *const signs[] = { "//=", "**=", "<<=", ">>=", "+=", "-=", "*=", "/=", "%=", "//", "**",
					     "==",  "!=",  "<=",  ">=",  "<<", ">>", "|=", "&=", "^=", "->", NULL };
	size_t len = 1;
	int c = peek(l, 0);

	for (size_t i = 0; signs[i]; i++)
		if (str_has_prefix(str_skip(l->source, l->at), str_of_c(signs[i]))) {
			len = strlen(signs[i]);
			break;
		}
	if (len == 1 && !strchr("+-*/%()[]{},:.=<>|&^~;", c)) {
		fail(l, c < 0x20 ? _("this character has no meaning here") : _("this sign has no meaning here"));
		return;
	}
	if (c == '(' || c == '[' || c == '{') {
		if (!l->brackets++) {
			l->open_line = out->line;
			l->open_column = out->column;
		}
	} else if ((c == ')' || c == ']' || c == '}') && l->brackets)
		l->brackets--;
	out->kind = TOKEN_SIGN;
	out->text = str_cut(l->source, l->at, l->at + len);
	l->at += len;
}

static void
read_token(struct lexer *l, struct token *out)
{
	int c = peek(l, 0);

	if (c < 0 || c == '\n') {
		if (l->wants_newline) {
			out->kind = TOKEN_NEWLINE;
			l->wants_newline = false;
			l->is_line_start = true;
			if (c == '\n')
				next_line(l);
			return;
		}
		if (l->depth) {
			l->depth--;
			out->kind = TOKEN_DEDENT;
		}
		return;
	}
	l->wants_newline = true;
	if (is_name_byte(c, true)) {
		size_t start = l->at;

		while (is_name_byte(peek(l, 0), false))
			l->at++;
		out->kind = TOKEN_NAME;
		out->text = str_cut(l->source, start, l->at);
	} else if (c >= '0' && c <= '9')
		read_number(l, out);
	else if (c == '"' || c == '\'')
		read_string(l, out);
	else
		read_sign(l, out);
}

void
lexer_next(struct lexer *l, struct token *out)
{
	*out = (struct token){ .kind = TOKEN_END, .line = l->line, .column = 1 };
	if (!l->has_failed && l->is_line_start && !l->pending_dedents) {
		start_line(l, out);
		if (out->kind == TOKEN_INDENT && !l->has_failed)
			return;
	}
	if (!l->has_failed && l->pending_dedents) {
		l->pending_dedents--;
		out->kind = TOKEN_DEDENT;
		return;
	}
	if (!l->has_failed) {
		skip_blanks(l);
		out->line = l->line;
		out->column = column(l);
		read_token(l, out);
	}
	if (l->has_failed)
		out->kind = TOKEN_END;
}

bool
lexer_is_open(const struct lexer *l)
{
	struct lexer rest = *l;
	struct token token;
	struct err ignored = { 0 };

	rest.err = &ignored;
	do
		lexer_next(&rest, &token);
	while (rest.brackets && token.kind != TOKEN_END);
	return rest.brackets;
}
