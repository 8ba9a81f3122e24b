/* Hostile notes in which what stands in a line costs: brackets, links, emphasis, HTML. */
#include "term/hostile_notes.h"

static void
nested_brackets(struct str_buf *out)
{
	hostile_begin(out, "nested brackets");
	hostile_repeat(out, "[", 150000);
	hostile_repeat(out, "]", 150000);
	str_buf_append_c(out, "\n\n[x]: /y\n");
}

static void
open_brackets(struct str_buf *out)
{
	hostile_begin(out, "open brackets");
	hostile_repeat(out, "[a](", 200000);
}

static void
images(struct str_buf *out)
{
	hostile_begin(out, "images");
	hostile_repeat(out, "![a](b \"", 100000);
}

static void
autolinks(struct str_buf *out)
{
	hostile_begin(out, "autolinks");
	hostile_repeat(out, "www._", 150000);
	str_buf_append_c(out, "\n\n");
	hostile_repeat(out, "<http:", 50000);
}

static void
definitions(struct str_buf *out)
{
	hostile_begin(out, "definitions");
	str_buf_append_c(out, "[x]: /");
	hostile_repeat(out, "y", 50000);
	str_buf_append_c(out, "\n\n");
	hostile_repeat(out, "[x] ", 100000);
}

static void
many_definitions(struct str_buf *out)
{
	hostile_begin(out, "many definitions");
	for (int i = 0; i < 30000; i++)
		str_buf_printf(out, "[label %d]: /target/%d \"title\"\n", i, i);
	for (int i = 0; i < 10000; i++)
		str_buf_printf(out, "[label %d] ", i);
}

static void
open_definition(struct str_buf *out)
{
	hostile_begin(out, "a definition whose title never ends");
	str_buf_append_c(out, "[a]: \"");
	hostile_repeat(out, "x\n", 400000);
}

static void
emphasis(struct str_buf *out)
{
	hostile_begin(out, "emphasis");
	hostile_repeat(out, "*a **a ", 70000);
	str_buf_append_c(out, "\n\n");
	hostile_repeat(out, "_*`~", 70000);
}

static void
backticks(struct str_buf *out)
{
	hostile_begin(out, "backticks");
	for (size_t i = 1; i < 900; i++) {
		hostile_repeat(out, "`", i);
		str_buf_append_c(out, " ");
	}
}

static void
entities(struct str_buf *out)
{
	hostile_begin(out, "entities");
	hostile_repeat(out, "&#27;&#x202e;&amp;&nosuch;&", 30000);
}

static void
html(struct str_buf *out)
{
	hostile_begin(out, "html");
	hostile_repeat(out, "<!-- <a <? ", 60000);
	str_buf_append_c(out, "\n\n");
	hostile_repeat(out, "<div><![CDATA[\n", 20000);
}

static void
comments(struct str_buf *out)
{
	hostile_begin(out, "comments");
	hostile_repeat(out, "<!--\n", 200000);
}

const struct hostile_note hostile_inline_notes[] = {
	{ "nested-brackets", .write = nested_brackets },
	{ "open-brackets", .write = open_brackets },
	{ "images", .write = images },
	{ "autolinks", .write = autolinks },
	{ "definitions", .write = definitions },
	{ "many-definitions", .write = many_definitions },
	{ "open-definition", .write = open_definition },
	{ "emphasis", .write = emphasis },
	{ "backticks", .write = backticks },
	{ "entities", .write = entities },
	{ "html", .write = html },
	{ "comments", .write = comments },
	{ 0 },
};
