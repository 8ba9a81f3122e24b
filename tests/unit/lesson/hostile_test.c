/* Notes made to hurt: each must become lines, of a bounded size, without a parse being given up in the middle. */
#include "support/test.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "base/rng.h"
#include "lesson/document.h"
#include "lesson/render.h"
#include "text/cell.h"

#include <stdio.h>

static void
repeat(struct str_buf *out, const char *text, size_t bytes)
{
	struct str part = str_of_c(text);

	str_buf_append_repeat(out, part, bytes / part.len);
}

static void
nested_brackets(struct str_buf *out, size_t bytes)
{
	str_buf_append_c(out, "[a]: b\n\n");
	repeat(out, "[", bytes / 2);
	repeat(out, "]", bytes / 2);
}

static void
brackets_around_words(struct str_buf *out, size_t bytes)
{
	str_buf_append_c(out, "[a]: b\n\n");
	repeat(out, "[a ", bytes / 2);
	repeat(out, "b]", bytes / 2);
}

static void
unfinished_titles(struct str_buf *out, size_t bytes)
{
	repeat(out, "[a](b (c ", bytes);
}

static void
unfinished_destinations(struct str_buf *out, size_t bytes)
{
	repeat(out, "[a](<b", bytes);
}

static void
big_definition(struct str_buf *out, size_t bytes)
{
	str_buf_append_c(out, "[a]: /");
	repeat(out, "x", bytes / 4);
	str_buf_append_c(out, "\n\n");
	repeat(out, "[a] ", bytes / 2);
}

static void
escaped_definition(struct str_buf *out, size_t bytes)
{
	str_buf_append_c(out, "[a]: /");
	repeat(out, "&amp;", 8000);
	str_buf_append_c(out, "\n\n");
	repeat(out, "[a] ", bytes);
}

static void
many_definitions(struct str_buf *out, size_t bytes)
{
	for (size_t i = 0; out->len < bytes; i++)
		str_buf_printf(out, "[%zu]: b\n", i);
	str_buf_append_c(out, "\n");
	for (size_t i = 0; i < 1000; i++)
		str_buf_printf(out, "[%zu] ", i);
}

static void
wide_table(struct str_buf *out, size_t bytes)
{
	repeat(out, "a|", bytes / 4);
	str_buf_append_c(out, "\n");
	repeat(out, "---|", bytes / 4);
	str_buf_append_c(out, "\n");
	repeat(out, "|\n", bytes / 2);
}

static void
long_table(struct str_buf *out, size_t bytes)
{
	str_buf_append_c(out, "|a|b|c|\n|---|---|---|\n");
	repeat(out, "|中文长|b|c|\n", bytes);
}

static void
deep_lists(struct str_buf *out, size_t bytes)
{
	for (size_t depth = 0; out->len < bytes / 2; depth++) {
		repeat(out, "  ", 2 * depth);
		str_buf_append_c(out, "- a\n");
	}
	repeat(out, "\n", bytes / 2);
}

static void
lists_in_one_line(struct str_buf *out, size_t bytes)
{
	repeat(out, "- ", bytes / 2);
	str_buf_append_c(out, "a\n");
	repeat(out, "\n", bytes / 2);
}

static void
changing_lists_in_one_line(struct str_buf *out, size_t bytes)
{
	repeat(out, "- + * 1. ", bytes / 2);
	str_buf_append_c(out, "a\n");
	repeat(out, " \n", bytes / 2);
}

static void
quotes_and_lists(struct str_buf *out, size_t bytes)
{
	repeat(out, ">- ", bytes / 2);
	repeat(out, "\n>", bytes / 2);
}

static void
random_markdown(struct str_buf *out, size_t bytes)
{
	static const char *const pieces[] = { "*",   "**", "_",  "`",       "``",    "[",    "](",    ")",    "]",
					      "!",   "<",  ">",  "&#27;",   "~~",    "|",    "\n",    "\n\n", "- ",
					      "1. ", "> ", "# ", "---\n",   "```\n", "    ", "a",     "中",   "，",
					      "\t",  "\\", ":",  "http://", "\xff",  "\r\n", "&amp;", "=" };
	struct rng rng;

	rng_init(&rng, test_seed());
	while (out->len < bytes)
		str_buf_append_c(out, pieces[rng_below(&rng, ARRAY_LEN(pieces))]);
}

static void
nul_bytes(struct str_buf *out, size_t bytes)
{
	while (out->len < bytes)
		str_buf_append(out, STR("a\0b *c\0* \n"));
}

static void
escaped_quotes_in_code(struct str_buf *out, size_t bytes)
{
	str_buf_append_c(out, "```c\n");
	repeat(out, "\\'", bytes);
	str_buf_append_c(out, "\n```\n");
}

/* What is one piece over and over. */
static const char *const pieces[] = {
	"*",
	"**a ",
	"*a **b ",
	"_a*",
	"`",
	"``a` ",
	"~",
	"~~a~",
	"<",
	"<a:",
	"<a@b",
	"|",
	"|a\n",
	"a|b\n---|---\n",
	"&#27;",
	"&",
	"\\",
	"!",
	"![",
	"![a](",
	"[](",
	"[a]",
	"[a](b)",
	"[[",
	"]",
	"> ",
	">\n",
	"> > > a\n",
	"- ",
	"-\n",
	"1.\n",
	"- a\n\n",
	"#\n",
	"# a\n",
	"---\n",
	"```\n",
	"~~~a\n",
	"=\n",
	"a\n=\n",
	"\t",
	" ",
	"  \n",
	"\r",
	"\r\n",
	"中",
	"中文，",
	"\xff",
	"\xe4\xb8",
	"\u202e",
	"e\u0301",
	"\u0301",
	"\u200d",
	"a\u200b",
	"[^1]: ",
	"*中**文",
	"a ",
	"（",
	"，",
	"“",
	"1. - + ",
	"\x1b[31m",
	"<!--",
	"<a b=\"",
	"http://a ",
	"www._",
	"a@b.c ",
	"$",
	"::",
	"- [ ] ",
	"- [x]\n",
	"    - a\n",
	"      a\n",
	"```lab a b\n```\n",
	"- 1.1 a\n",
	"[a]: b 'c\n",
	"\\\n",
	"😀",
	"👨‍👩‍👧",
	"\xef\xbb\xbf",
	"```a\n\n",
};

static void (*const makers[])(struct str_buf *, size_t) = {
	escaped_quotes_in_code,
	nested_brackets,
	brackets_around_words,
	unfinished_titles,
	unfinished_destinations,
	big_definition,
	many_definitions,
	wide_table,
	long_table,
	deep_lists,
	lists_in_one_line,
	quotes_and_lists,
	random_markdown,
	nul_bytes,
	escaped_definition,
	changing_lists_in_one_line,
};

/* Lay TEXT out; all must fit the width and memory stay within a multiple of the source. */
static void
survive(const char *name, struct str text, uint32_t width_cols)
{
	/* Long, so that on a slow or instrumented machine nothing hangs on the time: caps must do, not the deadline. */
	const struct document_options options = { .deadline_ms = 60000 };
	uint64_t started_ns = clock_monotonic_ns();
	struct document *document = document_new(text, 1, &options);
	struct rendered rendered = { 0 };
	size_t plain_count = 0, covered = 0;

	for (size_t i = 0; i < document_section_count(document); i++) {
		const struct section *section = document_section(document, i, 60000);

		assert_non_null(section);
		assert_int_equal(section->start, covered);
		covered = section->end;
		plain_count += section->plain_reason != NULL;
		assert_in_range(section->arena.used_bytes, 0, 64 * (section->source.len + 4096));
		render_section(section, &(struct render_options){ .width_cols = width_cols }, &rendered);
		assert_in_range(rendered.text.text.len, 0,
				(uint64_t)(width_cols + 64) * 8 * (section->source.len + 4096));
		for (size_t j = 0; j < rendered.lines.len; j++)
			assert_in_range(rendered.lines.items[j].width_cols, 0, width_cols);
	}
	assert_int_equal(covered, text.len);
	rendered_fini(&rendered);
	document_free(document);
	print_message("# %-28.28s %3u columns %5.0f ms%s\n", name, width_cols,
		      (double)(clock_monotonic_ns() - started_ns) / 1e6, plain_count ? ", plain text" : "");
}

static size_t
hostile_bytes(void)
{
	const char *text = getenv("HOSTILE_BYTES");

	return text ? strtoul(text, NULL, 10) : 100000;
}

static void
document__render__survives_one_piece_over_and_over(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(pieces); i++) {
		struct str_buf text = { 0 }, name = { 0 };

		repeat(&text, pieces[i], hostile_bytes());
		cell_clean(str_of_c(pieces[i]), false, &name);
		survive(str_buf_c(&name), str_buf_str(&text), i % 7 == 0 ? 3 : 80);
		str_buf_fini(&text);
		str_buf_fini(&name);
	}
}

static void
document__render__survives_what_is_quadratic_elsewhere(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(makers); i++) {
		struct str_buf text = { 0 };
		char name[32];

		makers[i](&text, hostile_bytes());
		snprintf(name, sizeof(name), "maker %zu", i);
		survive(name, str_buf_str(&text), 80);
		str_buf_fini(&text);
	}
}

static void
document__render__survives_a_line_without_end(void **state)
{
	struct str_buf text = { 0 };

	(void)state;
	repeat(&text, "中文abc ", 3000000);
	survive("one line of 3 MB", str_buf_str(&text), 80);
	str_buf_fini(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(document__render__survives_one_piece_over_and_over),
		cmocka_unit_test(document__render__survives_what_is_quadratic_elsewhere),
		cmocka_unit_test(document__render__survives_a_line_without_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
