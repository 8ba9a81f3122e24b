/*
 * Hostile notes that are one thing again and again, as a table: what stands before it, it, what stands behind it, and
 * what closes each of it. 1 MB of it, or as much as is told.
 */
#include "term/hostile_notes.h"

#include <string.h>

#define DATED "# 2018-11-03 "
#define MB    ((size_t)1000 * 1000)

const struct hostile_note hostile_kind_notes[] = {
	/* Characters that are one cell's, one line's, or no line's. */
	{ "families", .head = DATED "f\n\n",
	  .unit = "\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7" },
	{ "joined-for-ever", .head = DATED "j\n\n", .unit = "\xf0\x9f\x91\xa8\xe2\x80\x8d" },
	{ "flags", .head = DATED "f\n\n", .unit = "\xf0\x9f\x87\xa8\xf0\x9f\x87\xb3" },
	{ "keycaps", .head = DATED "k\n\n", .unit = "1\xef\xb8\x8f\xe2\x83\xa3" },
	{ "mark-tower", .head = DATED "t\n\na", .unit = "\xcc\x81" },
	{ "mark-tower-title", .head = DATED "a", .unit = "\xcc\x81" },
	{ "ideographic-variations", .head = DATED "v\n\n", .unit = "\xe8\x91\x9b\xf3\xa0\x84\x80" },
	{ "jamo", .head = DATED "h\n\n", .unit = "\xe1\x84\x80" },
	{ "conjuncts", .head = DATED "d\n\n", .unit = "\xe0\xa4\x95\xe0\xa5\x8d" },
	{ "prepended", .head = DATED "p\n\n", .unit = "\xd8\x80" },
	{ "thai", .head = DATED "t\n\n", .unit = "\xe0\xb9\x84\xe0\xb8\x97\xe0\xb8\xa2" },
	{ "isolates", .head = DATED "i\n\n",
	  .unit = "\xe2\x81\xa7"
		  "a",
	  .middle = "x", .closing = "\xe2\x81\xa9" },
	{ "embeddings", .head = DATED "e\n\n", .unit = "\xe2\x80\xab\xd7\x90\xe2\x80\xac" },
	{ "tabs", .head = DATED "t\n\nx", .unit = "\t" },
	{ "tab-stops", .head = DATED "t\n\n", .unit = "a\t" },
	{ "tab-code", .head = DATED "t\n\n```\n", .unit = "a\t" },
	{ "no-break-blanks", .head = DATED "n\n\n", .unit = "a\xc2\xa0" },
	{ "zero-blanks", .head = DATED "z\n\n", .unit = "a\xe2\x80\x8b" },
	{ "soft-hyphens", .head = DATED "s\n\n", .unit = "a\xc2\xad" },
	{ "word-joiners", .head = DATED "w\n\n", .unit = "\xe5\xad\x97\xe2\x81\xa0" },
	{ "opening-brackets", .head = DATED "o\n\n", .unit = "\xe3\x80\x8a" },
	{ "closing-brackets", .head = DATED "c\n\n\xe5\xad\x97", .unit = "\xe3\x80\x82" },
	{ "opening-title", .head = DATED, .unit = "\xe3\x80\x8a" },
	{ "line-separators", .head = DATED "l\n\n", .unit = "a\v\f\xc2\x85\xe2\x80\xa8\xe2\x80\xa9" },
	{ "mixed-newlines", .head = DATED "m\n\n", .unit = "a\r\nb\rc\n" },
	{ "overlong", .head = DATED "o\n\n", .unit = "\xc0\x80\xe0\x80\x80\xed\xa0\x80\xf5\x80\x80\x80" },
	/* Encodings that break off. */
	{ "lone-surrogates", .head = "\xff\xfe#\0", .head_len = 4,
	  .unit = "\x01\xd8"
		  "a\xdc" },
	{ "cut-gb18030", .head = DATED "\xb9\xfe\n\n", .unit = "\xc4\xe3\xba\xc3 ", .middle = "\x81" },
	{ "big-gb18030", .head = DATED "\xb9\xfe\n\n", .unit = "\xc4\xe3\xba\xc3\x81\x30\x81\x30\n" },
	/* Inline. */
	{ "strikes", .head = DATED "s\n\n", .unit = "~~a ~" },
	{ "mixed-emphasis", .head = DATED "e\n\n", .unit = "*_a**__" },
	{ "code-spans", .head = DATED "c\n\n", .unit = "``a`b" },
	{ "escaped", .head = DATED "e\n\n", .unit = "\\*\\`\\[" },
	{ "www", .head = DATED "w\n\n", .unit = "www.a.b http://c" },
	{ "mails", .head = DATED "m\n\n", .unit = "a@b." },
	{ "image-titles", .head = DATED "i\n\n", .unit = "![a](b \"c" },
	{ "footnotes", .head = DATED "f\n\n", .unit = "[^1][^a]: " },
	{ "footnote-lines", .head = DATED "f\n\na[^1]\n\n", .unit = "[^1]: a\n" },
	{ "tags", .head = DATED "t\n\n", .unit = "<a b='c' " },
	{ "declarations", .head = DATED "d\n\n", .unit = "<![CDATA[<?a<!B " },
	{ "nested-links", .head = DATED "l\n\n", .unit = "[a", .middle = "b", .closing = "](c)" },
	{ "math", .head = DATED "m\n\n", .unit = "$a$$b" },
	{ "topic-words", .head = DATED "t\n\n", .unit = "regex threads socket queue \xe7\xba\xbf\xe7\xa8\x8b " },
	/* Blocks. */
	{ "html-nested", .head = DATED "h\n\n", .unit = "<div>\n", .closing = "</div>\n" },
	{ "html-comment-open", .head = DATED "h\n\n<!--\n", .unit = "a\n\n" },
	{ "html-comments", .head = DATED "h\n\n", .unit = "<!-- -->\n" },
	{ "fence-signs", .head = DATED "f\n\n", .unit = "````\n```\n" },
	{ "fence-tildes", .head = DATED "f\n\n", .unit = "~~~\n```\n" },
	{ "fences-in-items", .head = DATED "f\n\n", .unit = "- ```\n" },
	{ "fences-in-quotes", .head = DATED "f\n\n", .unit = "> ```\n\n" },
	{ "tasks", .head = DATED "t\n\n", .unit = "- [ ] a\n- [x] b\n" },
	{ "empty-items", .head = DATED "e\n\n", .unit = "-\n\n" },
	{ "numbers", .head = DATED "n\n\n", .unit = "999999999. a\n" },
	{ "lazy-quotes", .head = DATED "l\n\n", .unit = "> a\nb\n" },
	{ "deep-lazy-quotes", .head = DATED "l\n\n", .unit = ">>>>>>>>>>>>>>>>>>>> a\nb\n" },
	{ "quoted-items", .head = DATED "q\n\n", .unit = "> - ", .middle = "a" },
	{ "quoted-tables", .head = DATED "q\n\n", .unit = "> | a | b |\n> |---|---|\n> | c | d |\n\n" },
	{ "table-escapes", .head = DATED "t\n\n| a |\n|---|\n", .unit = "| \\| `|` |\n" },
	{ "table-chinese", .head = DATED "t\n\n|a|b|\n|-|-|\n", .unit = "|\xe5\xad\x97\xe5\xad\x97|\xe3\x80\x8a|\n" },
	{ "table-heads", .head = DATED "t\n\n", .unit = "|a|\n|---|\n" },
	{ "table-cell", .head = DATED "t\n\n|a|b|\n|---|---|\n|", .unit = "\xe5\xad\x97", .middle = "|b|\n" },
	{ "one-row", .head = DATED "t\n\n|a|\n|---|\n", .unit = "|a" },
	{ "long-setext", .head = DATED "s\n\n", .unit = "a ", .middle = "\n===\n" },
	{ "setext-lines", .head = DATED "s\n\n", .unit = "a\n", .middle = "===\n" },
	{ "styled-headings", .head = DATED "h\n\n", .unit = "## `a` **b** [c](d) &amp;\n\n" },
	{ "topic-headings", .head = DATED "h\n\n", .unit = "## regex threads\n\n" },
	{ "long-headings", .head = DATED "h\n\n",
	  .unit = "## aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		  "a\n\n" },
	{ "nearly-dates", .head = DATED "d\n\n",
	  .unit = "## 2018-02-30 a\n## 2018\xe5\xb9\xb4"
		  "13\xe6\x9c\x88"
		  "3\xe6\x97\xa5\n## Nov 31, 2018\n## 2018-1\n" },
	{ "dates-back", .head = "", .unit = "## 2018-11-03 b\n## 2018-11-02 a\n## Nov 1, 2018\n" },
	{ "lab-headings", .head = DATED "l\n\n", .unit = "## a\n\n```lab regex\n(a|aa)+$\n```\n\n" },
	{ "yaml-brackets", .head = "---\ntitle: ", .unit = "[", .middle = "\n---\n" DATED "y\n", .bytes = 60000 },
	{ "yaml-keys", .head = "---\n", .unit = "? ", .middle = "\n---\n" DATED "y\n", .bytes = 60000 },
	{ "yaml-braces", .head = "---\n", .unit = "{a: ", .middle = "\n---\n" DATED "y\n", .bytes = 60000 },
	{ "yaml-never-ends", .head = "---\n", .unit = "a: &a [*a]\n" },
	{ 0 },
};

void
hostile_write(const struct hostile_note *note, struct str_buf *out)
{
	size_t bytes = note->bytes ? note->bytes : MB;
	size_t count;

	if (note->write) {
		note->write(out);
		return;
	}
	count = bytes / (strlen(note->unit) + (note->closing ? strlen(note->closing) : 0));
	str_buf_append(out, note->head_len ? str_of(note->head, note->head_len) : str_of_c(note->head));
	hostile_repeat(out, note->unit, count);
	if (note->middle)
		str_buf_append_c(out, note->middle);
	if (note->closing)
		hostile_repeat(out, note->closing, count);
}
