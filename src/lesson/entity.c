/* Character references: numbers by rule, names by a sorted table. */
#include "lesson/entity.h"

#include "base/alloc.h"

#include <string.h>

static const struct entity {
	const char *name;
	uint32_t codepoint;
} entities[] = {
	/* sorted by strcmp: a test says so */
	{ "Alpha", 0x391 },   { "Beta", 0x392 },    { "Delta", 0x394 },  { "Gamma", 0x393 },  { "Lambda", 0x39B },
	{ "Omega", 0x3A9 },   { "Phi", 0x3A6 },     { "Pi", 0x3A0 },     { "Psi", 0x3A8 },    { "Sigma", 0x3A3 },
	{ "Theta", 0x398 },   { "acute", 0xB4 },    { "alpha", 0x3B1 },  { "amp", '&' },      { "apos", '\'' },
	{ "ast", '*' },       { "asymp", 0x2248 },  { "beta", 0x3B2 },   { "bull", 0x2022 },  { "cap", 0x2229 },
	{ "cent", 0xA2 },     { "check", 0x2713 },  { "colon", ':' },    { "comma", ',' },    { "commat", '@' },
	{ "copy", 0xA9 },     { "cup", 0x222A },    { "darr", 0x2193 },  { "deg", 0xB0 },     { "delta", 0x3B4 },
	{ "divide", 0xF7 },   { "dollar", '$' },    { "eacute", 0xE9 },  { "emsp", 0x2003 },  { "ensp", 0x2002 },
	{ "epsilon", 0x3B5 }, { "equals", '=' },    { "equiv", 0x2261 }, { "euro", 0x20AC },  { "excl", '!' },
	{ "exist", 0x2203 },  { "forall", 0x2200 }, { "frac12", 0xBD },  { "frac14", 0xBC },  { "frac34", 0xBE },
	{ "gamma", 0x3B3 },   { "ge", 0x2265 },     { "gt", '>' },       { "harr", 0x2194 },  { "hellip", 0x2026 },
	{ "iexcl", 0xA1 },    { "infin", 0x221E },  { "iquest", 0xBF },  { "isin", 0x2208 },  { "lambda", 0x3BB },
	{ "laquo", 0xAB },    { "larr", 0x2190 },   { "lbrace", '{' },   { "lbrack", '[' },   { "ldquo", 0x201C },
	{ "le", 0x2264 },     { "lowbar", '_' },    { "lpar", '(' },     { "lsquo", 0x2018 }, { "lt", '<' },
	{ "mdash", 0x2014 },  { "micro", 0xB5 },    { "middot", 0xB7 },  { "minus", 0x2212 }, { "mu", 0x3BC },
	{ "nbsp", 0xA0 },     { "ndash", 0x2013 },  { "ne", 0x2260 },    { "not", 0xAC },     { "num", '#' },
	{ "omega", 0x3C9 },   { "or", 0x2228 },     { "para", 0xB6 },    { "percnt", '%' },   { "period", '.' },
	{ "phi", 0x3C6 },     { "pi", 0x3C0 },      { "plus", '+' },     { "plusmn", 0xB1 },  { "pound", 0xA3 },
	{ "psi", 0x3C8 },     { "quest", '?' },     { "quot", '"' },     { "rArr", 0x21D2 },  { "radic", 0x221A },
	{ "raquo", 0xBB },    { "rarr", 0x2192 },   { "rbrace", '}' },   { "rbrack", ']' },   { "rdquo", 0x201D },
	{ "reg", 0xAE },      { "rpar", ')' },      { "rsquo", 0x2019 }, { "sect", 0xA7 },    { "semi", ';' },
	{ "sigma", 0x3C3 },   { "sol", '/' },       { "sum", 0x2211 },   { "sup2", 0xB2 },    { "sup3", 0xB3 },
	{ "theta", 0x3B8 },   { "thinsp", 0x2009 }, { "times", 0xD7 },   { "trade", 0x2122 }, { "uarr", 0x2191 },
	{ "verbar", '|' },    { "yen", 0xA5 },
};

static uint32_t
decode_number(struct str digits, unsigned base)
{
	uint32_t value = 0;

	for (size_t i = 0; i < digits.len; i++) {
		char byte = digits.data[i];
		unsigned digit = byte >= '0' && byte <= '9' ? (unsigned)(byte - '0')
							    : (unsigned)((byte | 0x20) - 'a') + 10;

		if (digit >= base)
			return 0;
		value = value > 0x10FFFF ? value : value * base + digit;
	}
	if (!digits.len)
		return 0;
	return value == 0 || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF) ? 0xFFFD : value;
}

uint32_t
entity_decode(struct str entity)
{
	if (entity.len < 3 || entity.data[0] != '&' || entity.data[entity.len - 1] != ';')
		return 0;
	struct str name = str_cut(entity, 1, entity.len - 1);

	if (name.data[0] == '#') {
		bool is_hex = name.len > 1 && (name.data[1] | 0x20) == 'x';

		return decode_number(str_skip(name, is_hex ? 2 : 1), is_hex ? 16 : 10);
	}
	size_t low = 0, high = ARRAY_LEN(entities);

	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = str_compare(str_of_c(entities[middle].name), name);

		if (order == 0)
			return entities[middle].codepoint;
		*(order < 0 ? &low : &high) = order < 0 ? middle + 1 : middle;
	}
	return 0;
}
