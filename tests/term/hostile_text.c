/* Hostile notes in which the text itself costs or harms: lines, characters, bytes. */
#include "term/hostile_notes.h"

#include "base/alloc.h"
#include "base/rng.h"
#include "text/utf8.h"

static void
million_lines(struct str_buf *out)
{
	hostile_begin(out, "a million lines");
	hostile_repeat(out, "\n", 1000000);
}

static void
short_lines(struct str_buf *out)
{
	hostile_begin(out, "short lines");
	hostile_repeat(out, "a\n", 500000);
}

static void
one_line(struct str_buf *out)
{
	hostile_begin(out, "one line");
	hostile_repeat(out, "word ", 200000);
}

static void
one_word(struct str_buf *out)
{
	hostile_begin(out, "one word");
	hostile_repeat(out, "a", 1000000);
}

static void
one_chinese_line(struct str_buf *out)
{
	hostile_begin(out, "one line of Chinese");
	hostile_repeat(out, "中文，标点。", 55000);
}

static void
long_title(struct str_buf *out)
{
	str_buf_append_c(out, "# 2018-11-03 ");
	hostile_repeat(out, "title 标题 ", 70000);
	str_buf_append_c(out, "\n\nx\n\n## ");
	hostile_repeat(out, "heading ", 40000);
	str_buf_append_c(out, "\n");
}

/* Characters. */

static void
marks(struct str_buf *out)
{
	hostile_begin(out, "marks");
	hostile_repeat(out, "e\xcc\x81\xcc\x82\xcc\x83\xcc\x84\xcc\x85\xcc\x86", 20000);
	str_buf_append_c(out, "\n\nx");
	hostile_repeat(out, "\xcc\x81", 300000);
}

static void
joiners(struct str_buf *out)
{
	hostile_begin(out, "joiners");
	hostile_repeat(out, "\xf0\x9f\x91\xa9\xe2\x80\x8d", 60000);
	str_buf_append_c(out, "\n\n");
	hostile_repeat(out, "\xf0\x9f\x87\xa8", 60000);
	str_buf_append_c(out, "\n\n");
	hostile_repeat(out, "\xef\xb8\x8f\xf0\x9f\x8f\xbd", 40000);
}

static void
invisible(struct str_buf *out)
{
	hostile_begin(out, "invisible");
	hostile_repeat(out, "\xe2\x80\x8b\xe2\x80\x8d\xe2\x80\xae\xef\xbb\xbf", 80000);
	str_buf_append_c(out, "\nend\n");
}

static void
escapes(struct str_buf *out)
{
	str_buf_printf(out, "---\ntitle: \"t \\e[31337m \\u202e\"\n---\n# 2018-11-03 %s\n\n", hostile_words);
	for (int i = 0; i < 2000; i++)
		str_buf_printf(
			out,
			"## h %s\n\n- %s **%s** [w %s](file://x\033]8;;file://x\a \"%s\")\n\n`%s`\n\n```lab %s\na: "
			"%s\n```\n\n|%s|b|\n|---|---|\n|c|%s|\n\n",
			hostile_words, hostile_words, hostile_words, hostile_words, hostile_words, hostile_words,
			hostile_words, hostile_words, hostile_words, hostile_words);
}

static void
bad_utf8(struct str_buf *out)
{
	struct rng rng;

	hostile_begin(out, "bad UTF-8");
	rng_init(&rng, 7);
	for (int i = 0; i < 400000; i++)
		str_buf_append_byte(out, (char)(rng_below(&rng, 8) ? 0x80 | rng_below(&rng, 128) : '\n'));
}

static void
nulls(struct str_buf *out)
{
	hostile_begin(out, "nulls");
	for (int i = 0; i < 150000; i++)
		str_buf_append(out, STR("a\0\n"));
}

static void
any_bytes(struct str_buf *out)
{
	struct rng rng;

	rng_init(&rng, 11);
	for (int i = 0; i < 500000; i++)
		str_buf_append_byte(out, (char)rng_below(&rng, 256));
}

static void
any_markdown(struct str_buf *out)
{
	static const char *const pieces[] = { "[",       "](", ")",  "*",    "_",  "`",     "```\n", "|",
					      "|---|\n", "- ", "> ", "1. ",  "#",  "\n",    "\n\n",  "<",
					      "&",       "a ", "中", "    ", "\t", "---\n", "~~",    "!" };
	struct rng rng;

	hostile_begin(out, "any markdown");
	rng_init(&rng, 13);
	for (int i = 0; i < 200000; i++)
		str_buf_append_c(out, pieces[rng_below(&rng, ARRAY_LEN(pieces))]);
}

/* Every plane, assigned or not: as many widths, scripts and ways to break a line as there are. */
static void
any_characters(struct str_buf *out)
{
	struct rng rng;

	hostile_begin(out, "any characters");
	rng_init(&rng, 19);
	for (int i = 0; i < 250000; i++) {
		uint32_t codepoint = (uint32_t)rng_below(&rng, rng_below(&rng, 3) ? 0xd800 : 0x110000);

		if (codepoint >= 0x20 && (codepoint < 0xd800 || codepoint > 0xdfff)) /* with NULs it is no text */
			utf8_append(out, codepoint);
	}
}

/* Characters that are drawn in two ways, and syllables of many. */
static void
variations(struct str_buf *out)
{
	hostile_begin(out, "variations");
	hostile_repeat(out, "\xe2\x9d\xa4\xef\xb8\x8f\xe2\x98\x8e\xef\xb8\x8e", 40000);
	str_buf_append_c(out, "\n\n");
	hostile_repeat(out, "\xe0\xa4\x95\xe0\xa5\x8d", 40000); /* ka, virama */
	str_buf_append_c(out, "\n\n");
	hostile_repeat(out, "\xe1\x84\x80", 40000); /* a hangul syllable with no end */
}

static void
right_to_left(struct str_buf *out)
{
	hostile_begin(out, "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d");
	hostile_repeat(out,
		       "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xe2\x80\xae"
		       "abc\xe2\x80\xac \xe2\x81\xa6x\xe2\x81\xa9 \xd8\xa7\xd9\x84\xd8\xb9\n",
		       20000);
}

static void
cr_alone(struct str_buf *out)
{
	str_buf_append_c(out, "# 2018-11-03 from an old Macintosh\r\r");
	for (int i = 0; i < 30000; i++)
		str_buf_append_c(out, "- item\r\rtext\r## head\r");
}

/* Begins like GB18030 and is none. */
static void
gb18030(struct str_buf *out)
{
	for (int i = 0; i < 30000; i++)
		str_buf_append_c(out, "# 2018-11-03 \xd6\xd0\xce\xc4\xb1\xea\xcc\xe2\n\n\x81\x30\x81\x30 \xd6\n");
}

static void
utf16(struct str_buf *out)
{
	struct rng rng;

	str_buf_append(out, STR("\xff\xfe#\0 \0"));
	rng_init(&rng, 17);
	for (int i = 0; i < 250000; i++) {
		str_buf_append_byte(out, (char)rng_below(&rng, 256));
		str_buf_append_byte(out, (char)(rng_below(&rng, 4) ? 0xd8 + rng_below(&rng, 8) : 0));
	}
	str_buf_append_byte(out, 'x'); /* half a unit */
}

const struct hostile_note hostile_text_notes[] = {
	{ "million-lines", .write = million_lines },
	{ "short-lines", .write = short_lines },
	{ "one-line", .write = one_line },
	{ "one-word", .write = one_word },
	{ "one-chinese-line", .write = one_chinese_line },
	{ "long-title", .write = long_title },
	{ "marks", .write = marks },
	{ "joiners", .write = joiners },
	{ "invisible", .write = invisible },
	{ "escapes", .write = escapes },
	{ "bad-utf8", .write = bad_utf8 },
	{ "nulls", .write = nulls },
	{ "any-bytes", .write = any_bytes },
	{ "any-markdown", .write = any_markdown },
	{ "any-characters", .write = any_characters },
	{ "variations", .write = variations },
	{ "right-to-left", .write = right_to_left },
	{ "cr-alone", .write = cr_alone },
	{ "gb18030", .write = gb18030 },
	{ "utf16", .write = utf16 },
	{ 0 },
};
