/* Notes made to be slow, big or harmful. What is made here is the same on every machine. */
#include "term/hostile_notes.h"

#include "base/alloc.h"
#include "base/rng.h"

#include <string.h>

const char hostile_words
	[] = "\033]0;pwned\a\033]52;c;cHduZWQ=\a\033[7777m\033[?5555h\033P1$r\033\\\033_pwned\033\\\033c"
	     "\xc2\x9b"
	     "31m\xc2\x9d"
	     "0;pwned\xc2\x9c\xe2\x80\xae\xe2\x81\xa6\xe2\x80\x8b\xe2\x80\x8d\xef\xbb\xbf\xf3\xa0\x81\xa1\x7f\b\r";

const char *const hostile_needles[] = { "\033]0;pwned",
					"\033]52;c;cHduZWQ=",
					"\033[7777m",
					"\033[?5555h",
					"\033P",
					"\033_",
					"\033c",
					"\xc2\x9b",
					"\xc2\x9d",
					"\xe2\x80\xae",
					"\xe2\x81\xa6",
					"\xe2\x80\x8b",
					"\xe2\x80\x8d",
					"\xef\xbb\xbf",
					"\xf3\xa0\x81\xa1",
					"\x7f",
					"\033[31337m",
					"\033]8;;file://x",
					NULL };

static void
repeat(struct str_buf *out, const char *text, size_t count)
{
	str_buf_append_repeat(out, str_of_c(text), count);
}

static void
begin(struct str_buf *out, const char *title)
{
	str_buf_printf(out, "# 2018-11-03 %s\n\n", title);
}

/* Where brackets and links cost. */

static void
nested_brackets(struct str_buf *out)
{
	begin(out, "nested brackets");
	repeat(out, "[", 150000);
	repeat(out, "]", 150000);
	str_buf_append_c(out, "\n\n[x]: /y\n");
}

static void
open_brackets(struct str_buf *out)
{
	begin(out, "open brackets");
	repeat(out, "[a](", 200000);
}

static void
images(struct str_buf *out)
{
	begin(out, "images");
	repeat(out, "![a](b \"", 100000);
}

static void
autolinks(struct str_buf *out)
{
	begin(out, "autolinks");
	repeat(out, "www._", 150000);
	str_buf_append_c(out, "\n\n");
	repeat(out, "<http:", 50000);
}

static void
definitions(struct str_buf *out)
{
	begin(out, "definitions");
	str_buf_append_c(out, "[x]: /");
	repeat(out, "y", 50000);
	str_buf_append_c(out, "\n\n");
	repeat(out, "[x] ", 100000);
}

static void
many_definitions(struct str_buf *out)
{
	begin(out, "many definitions");
	for (int i = 0; i < 30000; i++)
		str_buf_printf(out, "[label %d]: /target/%d \"title\"\n", i, i);
	for (int i = 0; i < 10000; i++)
		str_buf_printf(out, "[label %d] ", i);
}

static void
emphasis(struct str_buf *out)
{
	begin(out, "emphasis");
	repeat(out, "*a **a ", 70000);
	str_buf_append_c(out, "\n\n");
	repeat(out, "_*`~", 70000);
}

static void
backticks(struct str_buf *out)
{
	begin(out, "backticks");
	for (size_t i = 1; i < 900; i++) {
		repeat(out, "`", i);
		str_buf_append_c(out, " ");
	}
}

static void
entities(struct str_buf *out)
{
	begin(out, "entities");
	repeat(out, "&#27;&#x202e;&amp;&nosuch;&", 30000);
}

static void
html(struct str_buf *out)
{
	begin(out, "html");
	repeat(out, "<!-- <a <? ", 60000);
	str_buf_append_c(out, "\n\n");
	repeat(out, "<div><![CDATA[\n", 20000);
}

static void
comments(struct str_buf *out)
{
	begin(out, "comments");
	repeat(out, "<!--\n", 200000);
}

/* Where blocks cost. */

static void
bullets(struct str_buf *out)
{
	begin(out, "bullets");
	repeat(out, "- ", 300000);
}

static void
bullet_lines(struct str_buf *out)
{
	begin(out, "bullet lines");
	repeat(out, "- \n", 300000);
}

static void
quotes(struct str_buf *out)
{
	begin(out, "quotes");
	for (int i = 0; i < 20; i++) {
		repeat(out, ">", 20000);
		str_buf_append_c(out, " a\n");
	}
}

static void
answers(struct str_buf *out)
{
	begin(out, "answers");
	repeat(out, "> **Answer**\n> x\n\n", 20000);
	str_buf_append_c(out, "> **答案**\n");
	repeat(out, "> - words\n>\n", 40000);
}

static void
deep_lists(struct str_buf *out)
{
	begin(out, "deep lists");
	for (size_t i = 0; i < 1000; i++) {
		repeat(out, " ", 2 * (i % 500));
		str_buf_append_c(out, "- item\n");
	}
}

static void
mixed_containers(struct str_buf *out)
{
	begin(out, "mixed containers");
	for (int i = 0; i < 3000; i++)
		repeat(out, "> 1. - ", 30), str_buf_append_c(out, "x\n");
}

static void
headings(struct str_buf *out)
{
	begin(out, "headings");
	for (int i = 0; i < 100000; i++)
		str_buf_printf(out, "## h%d\n", i);
}

static void
dated_headings(struct str_buf *out)
{
	for (int i = 0; i < 40000; i++)
		str_buf_printf(out, "# 20%02d-%02d-%02d lesson %d\n\nx\n", i / 336 % 100, i / 28 % 12 + 1, i % 28 + 1,
			       i);
}

static void
setext(struct str_buf *out)
{
	begin(out, "setext");
	repeat(out, "a\n=\nb\n-\n", 80000);
}

static void
table(struct str_buf *out)
{
	begin(out, "a table");
	repeat(out, "|a", 100);
	str_buf_append_c(out, "|\n");
	repeat(out, "|-", 100);
	str_buf_append_c(out, "|\n");
	for (int i = 0; i < 3000; i++) {
		repeat(out, "|b", 100);
		str_buf_append_c(out, "|\n");
	}
}

static void
wide_table(struct str_buf *out)
{
	begin(out, "a wide table");
	for (int i = 0; i < 8; i++) {
		repeat(out, i == 1 ? "|-" : "|中", 30000);
		str_buf_append_c(out, "|\n");
	}
}

static void
long_table(struct str_buf *out)
{
	begin(out, "a long table");
	str_buf_append_c(out, "|a|b|\n|-|-|\n");
	repeat(out, "|c|d e f g|\n", 80000);
}

static void
rules(struct str_buf *out)
{
	begin(out, "rules");
	repeat(out, "---\n", 250000);
}

static void
fences(struct str_buf *out)
{
	begin(out, "fences");
	repeat(out, "```python\nx = 1\n```\n", 40000);
}

static void
long_fence(struct str_buf *out)
{
	begin(out, "a long fence");
	str_buf_append_c(out, "```python\n");
	repeat(out, "def f(x): return \"text\" # words 中文\n", 25000);
}

static void
long_fence_line(struct str_buf *out)
{
	begin(out, "a long line in a fence");
	str_buf_append_c(out, "```c\n");
	repeat(out, "x=\"\\\"/*'", 100000);
	str_buf_append_c(out, "\n```\n");
}

static void
lab_fences(struct str_buf *out)
{
	begin(out, "labs");
	repeat(out, "```lab regex\npattern: (a+)+$\ntext: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\n```\n\n", 8000);
}

static void
catastrophic_regex(struct str_buf *out)
{
	begin(out, "a catastrophic regex");
	str_buf_append_c(out, "```lab regex\npattern: (x+x+)+y|((a|a)*b)*c|(.*)*(.*)*(.*)*z\ntext: ");
	repeat(out, "x", 60000);
	str_buf_append_c(out, "\n```\n");
	str_buf_append_c(out, "```lab regex\npattern: ");
	repeat(out, "(a?", 3000);
	repeat(out, ")*", 3000);
	str_buf_append_c(out, "\ntext: |\n");
	repeat(out, "  aaaaaaaaaaaaaaaa\n", 3000);
	str_buf_append_c(out, "```\n");
}

static void
yaml_fence(struct str_buf *out)
{
	begin(out, "a yaml bomb in a lab");
	str_buf_append_c(out, "```lab regex\na: &a [x,x,x,x,x,x,x,x,x]\n");
	for (char c = 'b'; c < 'z'; c++)
		str_buf_printf(out, "%c: &%c [*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c]\n", c, c, c - 1, c - 1, c - 1, c - 1,
			       c - 1, c - 1, c - 1, c - 1, c - 1);
	repeat(out, "[", 100000);
	str_buf_append_c(out, "\n```\n");
}

/* Front matter. */

static void
deep_front_matter(struct str_buf *out)
{
	str_buf_append_c(out, "---\ntitle: ");
	repeat(out, "[", 200000);
	repeat(out, "]", 200000);
	str_buf_append_c(out, "\n---\n");
	begin(out, "deep front matter");
}

static void
alias_front_matter(struct str_buf *out)
{
	str_buf_append_c(out, "---\na: &a [x,x,x,x,x,x,x,x,x]\n");
	for (char c = 'b'; c < 'z'; c++)
		str_buf_printf(out, "%c: &%c [*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c]\n", c, c, c - 1, c - 1, c - 1, c - 1,
			       c - 1, c - 1, c - 1, c - 1, c - 1);
	str_buf_append_c(out, "title: *y\n---\n");
	begin(out, "alias front matter");
}

static void
long_front_matter(struct str_buf *out)
{
	str_buf_append_c(out, "---\n");
	for (int i = 0; i < 60000; i++)
		str_buf_printf(out, "key%d: value\n", i);
	begin(out, "front matter without end");
}

/* Lines. */

static void
million_lines(struct str_buf *out)
{
	begin(out, "a million lines");
	repeat(out, "\n", 1000000);
}

static void
short_lines(struct str_buf *out)
{
	begin(out, "short lines");
	repeat(out, "a\n", 500000);
}

static void
one_line(struct str_buf *out)
{
	begin(out, "one line");
	repeat(out, "word ", 200000);
}

static void
one_word(struct str_buf *out)
{
	begin(out, "one word");
	repeat(out, "a", 1000000);
}

static void
one_chinese_line(struct str_buf *out)
{
	begin(out, "one line of Chinese");
	repeat(out, "中文，标点。", 55000);
}

static void
long_title(struct str_buf *out)
{
	str_buf_append_c(out, "# 2018-11-03 ");
	repeat(out, "title 标题 ", 70000);
	str_buf_append_c(out, "\n\nx\n\n## ");
	repeat(out, "heading ", 40000);
	str_buf_append_c(out, "\n");
}

/* Characters. */

static void
marks(struct str_buf *out)
{
	begin(out, "marks");
	repeat(out, "e\xcc\x81\xcc\x82\xcc\x83\xcc\x84\xcc\x85\xcc\x86", 20000);
	str_buf_append_c(out, "\n\nx");
	repeat(out, "\xcc\x81", 300000);
}

static void
joiners(struct str_buf *out)
{
	begin(out, "joiners");
	repeat(out, "\xf0\x9f\x91\xa9\xe2\x80\x8d", 60000);
	str_buf_append_c(out, "\n\n");
	repeat(out, "\xf0\x9f\x87\xa8", 60000);
	str_buf_append_c(out, "\n\n");
	repeat(out, "\xef\xb8\x8f\xf0\x9f\x8f\xbd", 40000);
}

static void
invisible(struct str_buf *out)
{
	begin(out, "invisible");
	repeat(out, "\xe2\x80\x8b\xe2\x80\x8d\xe2\x80\xae\xef\xbb\xbf", 80000);
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
			"%s\n```\n\n|%s|b|\n|-|-|\n|c|%s|\n\n",
			hostile_words, hostile_words, hostile_words, hostile_words, hostile_words, hostile_words,
			hostile_words, hostile_words, hostile_words, hostile_words);
}

static void
bad_utf8(struct str_buf *out)
{
	struct rng rng;

	begin(out, "bad UTF-8");
	rng_init(&rng, 7);
	for (int i = 0; i < 400000; i++)
		str_buf_append_byte(out, (char)(rng_below(&rng, 8) ? 0x80 | rng_below(&rng, 128) : '\n'));
}

static void
nulls(struct str_buf *out)
{
	begin(out, "nulls");
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
	static const char *const pieces[] = { "[",     "](", ")",  "*",    "_",  "`",     "```\n", "|",
					      "|-|\n", "- ", "> ", "1. ",  "#",  "\n",    "\n\n",  "<",
					      "&",     "a ", "中", "    ", "\t", "---\n", "~~",    "!" };
	struct rng rng;

	begin(out, "any markdown");
	rng_init(&rng, 13);
	for (int i = 0; i < 200000; i++)
		str_buf_append_c(out, pieces[rng_below(&rng, ARRAY_LEN(pieces))]);
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

static const struct hostile_note notes[] = {
	{ "nested-brackets", nested_brackets },
	{ "open-brackets", open_brackets },
	{ "images", images },
	{ "autolinks", autolinks },
	{ "definitions", definitions },
	{ "many-definitions", many_definitions },
	{ "emphasis", emphasis },
	{ "backticks", backticks },
	{ "entities", entities },
	{ "html", html },
	{ "comments", comments },
	{ "bullets", bullets },
	{ "bullet-lines", bullet_lines },
	{ "quotes", quotes },
	{ "answers", answers },
	{ "deep-lists", deep_lists },
	{ "mixed-containers", mixed_containers },
	{ "headings", headings },
	{ "dated-headings", dated_headings },
	{ "setext", setext },
	{ "table", table },
	{ "wide-table", wide_table },
	{ "long-table", long_table },
	{ "rules", rules },
	{ "fences", fences },
	{ "long-fence", long_fence },
	{ "long-fence-line", long_fence_line },
	{ "labs", lab_fences },
	{ "catastrophic-regex", catastrophic_regex },
	{ "yaml-fence", yaml_fence },
	{ "deep-front-matter", deep_front_matter },
	{ "alias-front-matter", alias_front_matter },
	{ "long-front-matter", long_front_matter },
	{ "million-lines", million_lines },
	{ "short-lines", short_lines },
	{ "one-line", one_line },
	{ "one-word", one_word },
	{ "one-chinese-line", one_chinese_line },
	{ "long-title", long_title },
	{ "marks", marks },
	{ "joiners", joiners },
	{ "invisible", invisible },
	{ "escapes", escapes },
	{ "bad-utf8", bad_utf8 },
	{ "nulls", nulls },
	{ "any-bytes", any_bytes },
	{ "any-markdown", any_markdown },
	{ "gb18030", gb18030 },
	{ "utf16", utf16 },
};

size_t
hostile_note_count(void)
{
	return ARRAY_LEN(notes);
}

const struct hostile_note *
hostile_note_at(size_t index)
{
	return &notes[index];
}
