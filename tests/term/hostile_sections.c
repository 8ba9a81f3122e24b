/*
 * Hostile notes that are one section each, nearly as large as a section may be (128 KiB): what is parsed and laid out
 * in one piece wherever that is not prevented.
 */
#include "term/hostile_notes.h"

#include <string.h>

#define SECTION_BYTES ((size_t)125 * 1000)

/* TEXT again and again, to the end of the section. */
static void
fill(struct str_buf *out, const char *text)
{
	hostile_repeat(out, text, (SECTION_BYTES - out->len) / strlen(text));
}

static void
chinese(struct str_buf *out)
{
	hostile_begin(out, "a paragraph of Chinese");
	fill(out, "现在学习线程，进程与（协程）的区别。");
}

static void
chinese_lines(struct str_buf *out)
{
	hostile_begin(out, "a paragraph of Chinese lines");
	fill(out, "现在学习线程，进程与（协程）的区别。\n");
}

static void
marks(struct str_buf *out)
{
	hostile_begin(out, "a paragraph of marks");
	fill(out, "e\xcc\x81\xcc\x82 ");
}

static void
word(struct str_buf *out)
{
	hostile_begin(out, "a paragraph of one word");
	fill(out, "a");
}

static void
words(struct str_buf *out)
{
	hostile_begin(out, "a paragraph of words");
	fill(out, "a ");
}

static void
styles(struct str_buf *out)
{
	hostile_begin(out, "a paragraph of styles");
	fill(out, "**a** `b` *c* ~~d~~ ");
}

static void
quotes(struct str_buf *out)
{
	hostile_begin(out, "a paragraph of quotation marks");
	fill(out, "“中”‘a’");
}

static void
items(struct str_buf *out)
{
	hostile_begin(out, "items");
	fill(out, "- a\n");
}

static void
topic_items(struct str_buf *out)
{
	hostile_begin(out, "items with topics");
	fill(out, "- regex 线程\n");
}

static void
paragraphs(struct str_buf *out)
{
	hostile_begin(out, "paragraphs");
	fill(out, "a\n\n");
}

static void
table_200(struct str_buf *out)
{
	hostile_begin(out, "a table of 200 columns");
	hostile_repeat(out, "|a", 200);
	hostile_repeat(out, "|\n", 1);
	hostile_repeat(out, "|---", 200);
	hostile_repeat(out, "|\n", 1);
	while (out->len < SECTION_BYTES - 2000) {
		hostile_repeat(out, "|中文 b", 200);
		hostile_repeat(out, "|\n", 1);
	}
}

static void
table_cells(struct str_buf *out)
{
	hostile_begin(out, "a table of long cells");
	hostile_repeat(out, "|a|b|\n|---|---|\n|", 1);
	hostile_repeat(out, "现在 words ", 9000);
	hostile_repeat(out, "|", 1);
	fill(out, "学习");
}

static void
python(struct str_buf *out)
{
	hostile_begin(out, "Python");
	hostile_repeat(out, "```python\n", 1);
	fill(out, "def f(x): return \"text\" + 'y' * 12 # words 中文\n");
	hostile_repeat(out, "\n```\n", 1);
}

static void
indented(struct str_buf *out)
{
	hostile_begin(out, "tabs in a fence");
	hostile_repeat(out, "```c\n", 1);
	fill(out, "\t\tif (x)\ty = \"z\";\r\n");
	hostile_repeat(out, "\n```\n", 1);
}

static void
links(struct str_buf *out)
{
	hostile_begin(out, "links");
	fill(out, "[a](http://example.org/b) ");
}

const struct hostile_note hostile_section_notes[] = {
	{ "section-chinese", .write = chinese },
	{ "section-chinese-lines", .write = chinese_lines },
	{ "section-marks", .write = marks },
	{ "section-word", .write = word },
	{ "section-words", .write = words },
	{ "section-styles", .write = styles },
	{ "section-quotes", .write = quotes },
	{ "section-items", .write = items },
	{ "section-topic-items", .write = topic_items },
	{ "section-paragraphs", .write = paragraphs },
	{ "section-table-200", .write = table_200 },
	{ "section-table-cells", .write = table_cells },
	{ "section-python", .write = python },
	{ "section-tabs", .write = indented },
	{ "section-links", .write = links },
	{ 0 },
};
