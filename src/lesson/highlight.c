/* Light colour for code by one small table a language. */
#include "lesson/highlight.h"

#include "base/alloc.h"

#include <string.h>

/* A longer string on one line is not looked for: each quote of `\'\'\'…` would search the whole line. */
#define STRING_MAX_BYTES 1000

struct language {
	const char *names;    /* blank-separated, with a blank at both ends */
	const char *keywords; /* likewise */
	const char *openers;  /* likewise: keywords only where they begin a line that ends with a colon; NULL: none */
	const char *line_comment; /* NULL: none */
	const char *block_open, *block_close;
	const char *quotes; /* each opens and closes a string */
	bool has_triple;    /* ''' and """ strings over lines */
	bool is_markup;     /* names behind < are keywords, text is not looked at */
	bool is_case_blind;
};

static const struct language languages[] = {
	{ .names = " python py python3 ",
	  .keywords = " False None True and as assert async await break class continue def del elif else except "
		      "finally for from global if import in is lambda nonlocal not or pass raise return self "
		      "try while with yield ",
	  .openers = " case match ",
	  .line_comment = "#",
	  .quotes = "'\"",
	  .has_triple = true },
	{ .names = " sh bash shell console zsh ",
	  .keywords = " case do done elif else esac exit export fi for function if in local return set shift then "
		      "trap unset until while cd echo read test ",
	  .line_comment = "#",
	  .quotes = "'\"" },
	{ .names = " c h cpp c++ cc java js javascript ts go rust ",
	  .keywords = " auto bool break case char class const continue default do double else enum extern false "
		      "final float fn for func function goto if import inline int let long match mut new null "
		      "package private public register return short signed sizeof static struct switch this true "
		      "type typedef union unsigned use var void volatile while NULL ",
	  .line_comment = "//",
	  .block_open = "/*",
	  .block_close = "*/",
	  .quotes = "'\"`" },
	{ .names = " json ", .keywords = " true false null ", .quotes = "\"" },
	{ .names = " yaml yml toml ini ",
	  .keywords = " true false null yes no ",
	  .line_comment = "#",
	  .quotes = "'\"" },
	{ .names = " sql sqlite ",
	  .keywords = " alter and as by create delete desc distinct drop exists from group having in index insert "
		      "into join key left like limit not null on or order primary select set table union unique "
		      "update values where ",
	  .line_comment = "--",
	  .quotes = "'\"",
	  .is_case_blind = true },
	{ .names = " xml html xhtml svg ",
	  .block_open = "<!--",
	  .block_close = "-->",
	  .quotes = "\"",
	  .is_markup = true },
};

static bool
is_listed(const char *list, struct str word, bool is_case_blind)
{
	char pattern[32];

	if (!list || word.len == 0 || word.len > sizeof(pattern) - 3)
		return false;
	pattern[0] = ' ';
	for (size_t i = 0; i < word.len; i++) {
		char byte = word.data[i];

		pattern[i + 1] = is_case_blind && byte >= 'A' && byte <= 'Z' ? (char)(byte | 0x20) : byte;
	}
	memcpy(pattern + 1 + word.len, " ", 2);
	return strlen(pattern) == word.len + 2 && strstr(list, pattern) != NULL;
}

static const struct language *
find_language(struct str name)
{
	for (size_t i = 0; i < ARRAY_LEN(languages); i++)
		if (is_listed(languages[i].names, name, true))
			return &languages[i];
	return NULL;
}

static bool
is_word(char byte)
{
	return byte == '_' || (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z') ||
	       (unsigned char)byte >= 0x80;
}

/* Bytes up to and with CLOSE, or all. */
static size_t
len_until(struct str rest, size_t from, const char *close)
{
	size_t at = str_find(str_skip(rest, from), str_of_c(close));

	return at == STR_NONE ? rest.len : from + at + strlen(close);
}

static size_t
string_len(const struct language *language, struct str rest)
{
	char quote = rest.data[0];
	const char triple[] = { quote, quote, quote, '\0' };

	if (language->has_triple && str_has_prefix(rest, str_of_c(triple)))
		return len_until(rest, 3, triple);
	for (size_t i = 1; i < rest.len && i < STRING_MAX_BYTES && rest.data[i] != '\n'; i++) {
		if (rest.data[i] == '\\' && i + 1 < rest.len && rest.data[i + 1] != '\n')
			i++;
		else if (rest.data[i] == quote)
			return i + 1;
	}
	return 1; /* never closed on its line: an apostrophe */
}

static bool
begins_line_comment(const struct language *language, struct str rest, char before)
{
	return language->line_comment && str_has_prefix(rest, str_of_c(language->line_comment)) && !is_word(before) &&
	       before != '$';
}

/* Is a colon the last on the line, but for blanks and a comment? What is in strings is neither. */
static bool
ends_with_colon(const struct language *language, struct str rest)
{
	char before = '\n', last = '\n';

	while (rest.len && rest.data[0] != '\n' && !begins_line_comment(language, rest, before)) {
		before = rest.data[0];
		if (!strchr(" \t\r\f", before))
			last = before;
		rest = str_skip(rest, before && strchr(language->quotes, before) ? string_len(language, rest) : 1);
	}
	return last == ':';
}

struct token {
	size_t len;
	uint8_t ink; /* enum ink */
};

/* Is WORD one of the language's, where it stands? What follows a dot is a name of somebody's own: re.match. */
static bool
is_keyword(const struct language *language, struct str rest, size_t len, char before, bool is_first)
{
	struct str word = str_cut(rest, 0, len);

	if (language->is_markup)
		return before == '<' || before == '/';
	if (before == '.')
		return false;
	if (is_listed(language->keywords, word, language->is_case_blind))
		return true;
	return is_first && is_listed(language->openers, word, false) && ends_with_colon(language, str_skip(rest, len));
}

static struct token
word_token(const struct language *language, struct str rest, char before, bool is_first)
{
	size_t len = 1;
	uint8_t ink = INK_CODE;

	while (len < rest.len && is_word(rest.data[len]))
		len++;
	if (rest.data[0] >= '0' && rest.data[0] <= '9') {
		while (len + 1 < rest.len && rest.data[len] == '.' && is_word(rest.data[len + 1]))
			for (len++; len < rest.len && is_word(rest.data[len]); len++)
				;
		ink = INK_NUMBER;
	} else if (is_keyword(language, rest, len, before, is_first)) {
		ink = INK_KEYWORD;
	} else if (len < rest.len && rest.data[len] == '(') {
		ink = INK_FUNCTION;
	}
	return (struct token){ len, ink };
}

static struct token
next_token(const struct language *language, struct str rest, char before, bool is_first)
{
	char byte = rest.data[0];

	if (begins_line_comment(language, rest, before)) {
		size_t end = str_find_byte(rest, '\n');

		return (struct token){ end == STR_NONE ? rest.len : end, INK_COMMENT };
	}
	if (language->block_open && str_has_prefix(rest, str_of_c(language->block_open)))
		return (struct token){ len_until(rest, strlen(language->block_open), language->block_close),
				       INK_COMMENT };
	if (byte && strchr(language->quotes, byte)) {
		size_t len = string_len(language, rest);

		return (struct token){ len, len > 1 ? INK_STRING : INK_CODE };
	}
	if (is_word(byte))
		return word_token(language, rest, before, is_first);
	size_t len = 1;

	while (byte == ' ' && len < rest.len && rest.data[len] == ' ') /* indents are a good part of code */
		len++;
	return (struct token){ len, INK_CODE };
}

void
highlight_code(struct str code, struct str name, struct styled *out)
{
	const struct language *language = find_language(name);
	char before = '\n';
	bool is_first = true; /* nothing but blanks before it on its line */

	if (!language)
		styled_append(out, code, STYLE(INK_CODE), 0);
	while (language && code.len) {
		struct token token = next_token(language, code, before, is_first);

		styled_append(out, str_cut(code, 0, token.len), STYLE(token.ink), 0);
		before = code.data[token.len - 1];
		is_first = before == '\n' || (is_first && (before == ' ' || before == '\t'));
		code = str_skip(code, token.len);
	}
}
