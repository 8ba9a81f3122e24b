/* Writes classes so that PCRE2 takes exactly the characters Python takes. */
#include "lab/regex/charset.h"

#include "lab/regex/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/* str.isspace() is not PCRE2's \s: four separators of ASCII more, U+180E less. */
#define SPACE_ASCII     \
	"\\x{9}-\\x{d}" \
	"\\x{20}"
#define SPACE                                                                                      \
	"\\x{9}-\\x{d}\\x{1c}-\\x{20}\\x{85}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}" \
	"\\x{202f}\\x{205f}\\x{3000}"
#define NOT_SPACE_ASCII "\\x{0}-\\x{8}\\x{e}-\\x{1f}\\x{21}-\\x{10ffff}"
#define NOT_SPACE                                                                                       \
	"\\x{0}-\\x{8}\\x{e}-\\x{1b}\\x{21}-\\x{84}\\x{86}-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}" \
	"\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{10ffff}"
#define WORD_ASCII     "0-9A-Z_a-z"
#define NOT_WORD_ASCII "\\x{0}-\\x{2f}\\x{3a}-\\x{40}\\x{5b}-\\x{5e}\\x{60}\\x{7b}-\\x{10ffff}"

#if PCRE2_MAJOR == 10 && PCRE2_MINOR < 43
#define WORD     "\\w"
#define NOT_WORD "\\W"
#else /* since 10.43 \w takes marks and connecting punctuation too, as Perl does and Python does not */
#define WORD       "\\p{L}\\p{N}_"
#define NOT_WORD   NULL /* no simple list: written as a negated class */
#define HAS_WIDE_W 1
#endif

static const struct {
	char letter;
	const char *unicode, *ascii; /* inside brackets */
} categories[] = {
	{ 'd', "\\d", "0-9" },       { 'D', "\\D", "\\x{0}-\\x{2f}\\x{3a}-\\x{10ffff}" },
	{ 's', SPACE, SPACE_ASCII }, { 'S', NOT_SPACE, NOT_SPACE_ASCII },
	{ 'w', WORD, WORD_ASCII },   { 'W', NOT_WORD, NOT_WORD_ASCII },
};

static const char *
category_text(char letter, unsigned flags)
{
	for (size_t i = 0; i < sizeof(categories) / sizeof(categories[0]); i++)
		if (categories[i].letter == letter)
			return flags & REGEX_ASCII ? categories[i].ascii : categories[i].unicode;
	return NULL;
}

void
charset_fini(struct charset *set)
{
	vec_fini(&set->ranges);
	str_buf_fini(&set->categories);
}

void
charset_add(struct charset *set, uint32_t low, uint32_t high)
{
	vec_push(&set->ranges, (struct charset_range){ low, high });
}

static bool
is_ascii_word(uint32_t character)
{
	return (character >= '0' && character <= '9') || ((character | 32) >= 'a' && (character | 32) <= 'z') ||
	       character == '_';
}

static void
write_one(uint32_t character, struct str_buf *out)
{
	if (is_ascii_word(character))
		str_buf_append_byte(out, (char)character);
	else if (character > 0x20 && character < 0x7F)
		str_buf_printf(out, "\\%c", (char)character);
	else
		str_buf_printf(out, "\\x{%x}", character);
}

/* A range in brackets. Surrogates are in no UTF-8 text and PCRE2 refuses them as ends. */
static void
write_range(uint32_t low, uint32_t high, struct str_buf *out)
{
	if (low >= 0xD800 && low <= 0xDFFF)
		low = 0xE000;
	if (high >= 0xD800 && high <= 0xDFFF)
		high = 0xD7FF;
	if (low > high)
		return;
	write_one(low, out);
	if (low == high)
		return;
	str_buf_append_byte(out, '-');
	write_one(high, out);
}

/* The part of [low, high] inside [first, last], moved by DELTA: the other case of ASCII letters. */
static void
write_shifted(struct charset_range range, uint32_t first, uint32_t last, int32_t delta, struct str_buf *out)
{
	uint32_t low = range.low > first ? range.low : first, high = range.high < last ? range.high : last;

	if (low <= high)
		write_range((uint32_t)((int32_t)low + delta), (uint32_t)((int32_t)high + delta), out);
}

/* Python's re.I makes i, I, İ and ı one letter; PCRE2's folding keeps the dotted and dotless ones apart. */
static bool
has_i(uint32_t low, uint32_t high)
{
	static const uint32_t letters[] = { 'i', 'I', 0x130, 0x131 };

	for (size_t i = 0; i < 4; i++)
		if (low <= letters[i] && letters[i] <= high)
			return true;
	return false;
}

static void
write_ranges(const struct charset *set, unsigned flags, struct str_buf *out)
{
	bool needs_i = false;

	for (size_t i = 0; i < set->ranges.len; i++) {
		struct charset_range range = set->ranges.items[i];

		write_range(range.low, range.high, out);
		if ((flags & REGEX_IGNORECASE) && (flags & REGEX_ASCII)) {
			write_shifted(range, 'a', 'z', 'A' - 'a', out);
			write_shifted(range, 'A', 'Z', 'a' - 'A', out);
		} else if (flags & REGEX_IGNORECASE) {
			needs_i = needs_i || has_i(range.low, range.high);
		}
	}
	if (needs_i)
		str_buf_append_c(out, "iI\\x{130}\\x{131}");
}

void
charset_write(const struct charset *set, unsigned flags, struct str_buf *out)
{
	struct str_buf inner = { 0 };
	bool has_not_word = false;

	write_ranges(set, flags, &inner);
	for (size_t i = 0; i < set->categories.len; i++) {
		const char *text = category_text(set->categories.data[i], flags);

		if (text)
			str_buf_append_c(&inner, text);
		else
			has_not_word = true;
	}
	if (has_not_word) /* [..\W] = (?:[^\w]|[..]); [^..\W] = \w and not [..] */
		str_buf_printf(out, set->is_negated ? "(?:(?![%s])[\\p{L}\\p{N}_])" : "(?:[%s]|[^\\p{L}\\p{N}_])",
			       inner.len ? str_buf_c(&inner) : "^\\x{0}-\\x{10ffff}");
	else if (!inner.len)
		str_buf_append_c(out, set->is_negated ? "(?s:.)" : "(?!)");
	else
		str_buf_printf(out, "[%s%s]", set->is_negated ? "^" : "", str_buf_c(&inner));
	str_buf_fini(&inner);
}

void
charset_write_char(uint32_t character, unsigned flags, struct str_buf *out)
{
	bool ignores_case = flags & REGEX_IGNORECASE;

	if (character >= 0xD800 && character <= 0xDFFF)
		str_buf_append_c(out, "(?!)");
	else if (ignores_case && !(flags & REGEX_ASCII) && has_i(character, character))
		str_buf_append_c(out, "[iI\\x{130}\\x{131}]");
	else if (ignores_case && (flags & REGEX_ASCII) && (character | 32) >= 'a' && (character | 32) <= 'z')
		str_buf_printf(out, "[%c%c]", (char)(character | 32), (char)(character & ~32u));
	else
		write_one(character, out);
}

void
charset_write_category(char letter, unsigned flags, struct str_buf *out)
{
	const char *text = category_text(letter, flags);

	if (!text)
		str_buf_append_c(out, "[^\\p{L}\\p{N}_]");
	else if (text[0] == '\\' && text[1] == letter)
		str_buf_append_c(out, text);
	else
		str_buf_printf(out, "[%s]", text);
}

void
charset_write_boundary(bool is_negated, unsigned flags, struct str_buf *out)
{
	const char *word = WORD_ASCII; /* in Python an empty text has no \\B */

#ifdef HAS_WIDE_W
	if (!(flags & REGEX_ASCII))
		word = WORD;
#else
	if (!(flags & REGEX_ASCII)) {
		str_buf_append_c(out, is_negated ? "(?:(?!\\A\\z)\\B)" : "\\b");
		return;
	}
#endif
	if (is_negated)
		str_buf_printf(out, "(?:(?!\\A\\z)(?:(?<=[%s])(?=[%s])|(?<![%s])(?![%s])))", word, word, word, word);
	else
		str_buf_printf(out, "(?:(?<=[%s])(?![%s])|(?<![%s])(?=[%s]))", word, word, word, word);
}
