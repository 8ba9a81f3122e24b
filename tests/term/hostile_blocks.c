/* Hostile notes in which blocks cost: lists, quotes, tables, fences, labs, front matter. */
#include "term/hostile_notes.h"

static void
bullets(struct str_buf *out)
{
	hostile_begin(out, "bullets");
	hostile_repeat(out, "- ", 300000);
}

static void
bullet_lines(struct str_buf *out)
{
	hostile_begin(out, "bullet lines");
	hostile_repeat(out, "- \n", 300000);
}

static void
quotes(struct str_buf *out)
{
	hostile_begin(out, "quotes");
	for (int i = 0; i < 20; i++) {
		hostile_repeat(out, ">", 20000);
		str_buf_append_c(out, " a\n");
	}
}

static void
answers(struct str_buf *out)
{
	hostile_begin(out, "answers");
	hostile_repeat(out, "> **Answer**\n> x\n\n", 20000);
	str_buf_append_c(out, "> **答案**\n");
	hostile_repeat(out, "> - words\n>\n", 40000);
}

static void
deep_lists(struct str_buf *out)
{
	hostile_begin(out, "deep lists");
	for (size_t i = 0; i < 1000; i++) {
		hostile_repeat(out, " ", 2 * (i % 500));
		str_buf_append_c(out, "- item\n");
	}
}

static void
mixed_containers(struct str_buf *out)
{
	hostile_begin(out, "mixed containers");
	for (int i = 0; i < 3000; i++)
		hostile_repeat(out, "> 1. - ", 30), str_buf_append_c(out, "x\n");
}

static void
headings(struct str_buf *out)
{
	hostile_begin(out, "headings");
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
	hostile_begin(out, "setext");
	hostile_repeat(out, "a\n=\nb\n-\n", 80000);
}

static void
table(struct str_buf *out)
{
	hostile_begin(out, "a table");
	hostile_repeat(out, "|a", 100);
	str_buf_append_c(out, "|\n");
	hostile_repeat(out, "|---", 100);
	str_buf_append_c(out, "|\n");
	for (int i = 0; i < 3000; i++) {
		hostile_repeat(out, "|b", 100);
		str_buf_append_c(out, "|\n");
	}
}

static void
wide_table(struct str_buf *out)
{
	hostile_begin(out, "a wide table");
	for (int i = 0; i < 8; i++) {
		hostile_repeat(out, i == 1 ? "|---" : "|中", 30000);
		str_buf_append_c(out, "|\n");
	}
}

static void
long_table(struct str_buf *out)
{
	hostile_begin(out, "a long table");
	str_buf_append_c(out, "|a|b|\n|---|---|\n");
	hostile_repeat(out, "|c|d e f g|\n", 80000);
}

static void
rules(struct str_buf *out)
{
	hostile_begin(out, "rules");
	hostile_repeat(out, "---\n", 250000);
}

static void
fences(struct str_buf *out)
{
	hostile_begin(out, "fences");
	hostile_repeat(out, "```python\nx = 1\n```\n", 40000);
}

static void
long_fence(struct str_buf *out)
{
	hostile_begin(out, "a long fence");
	str_buf_append_c(out, "```python\n");
	hostile_repeat(out, "def f(x): return \"text\" # words 中文\n", 25000);
}

static void
long_fence_line(struct str_buf *out)
{
	hostile_begin(out, "a long line in a fence");
	str_buf_append_c(out, "```c\n");
	hostile_repeat(out, "x=\"\\\"/*'", 100000);
	str_buf_append_c(out, "\n```\n");
}

static void
lab_fences(struct str_buf *out)
{
	hostile_begin(out, "labs");
	hostile_repeat(out, "```lab regex\npattern: (a+)+$\ntext: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\n```\n\n",
		       8000);
}

static void
catastrophic_regex(struct str_buf *out)
{
	hostile_begin(out, "a catastrophic regex");
	str_buf_append_c(out, "```lab regex\npattern: (x+x+)+y|((a|a)*b)*c|(.*)*(.*)*(.*)*z\ntext: ");
	hostile_repeat(out, "x", 60000);
	str_buf_append_c(out, "\n```\n");
	str_buf_append_c(out, "```lab regex\npattern: ");
	hostile_repeat(out, "(a?", 3000);
	hostile_repeat(out, ")*", 3000);
	str_buf_append_c(out, "\ntext: |\n");
	hostile_repeat(out, "  aaaaaaaaaaaaaaaa\n", 3000);
	str_buf_append_c(out, "```\n");
}

static void
yaml_fence(struct str_buf *out)
{
	hostile_begin(out, "a yaml bomb in a lab");
	str_buf_append_c(out, "```lab regex\na: &a [x,x,x,x,x,x,x,x,x]\n");
	for (char c = 'b'; c < 'z'; c++)
		str_buf_printf(out, "%c: &%c [*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c]\n", c, c, c - 1, c - 1, c - 1, c - 1,
			       c - 1, c - 1, c - 1, c - 1, c - 1);
	hostile_repeat(out, "[", 100000);
	str_buf_append_c(out, "\n```\n");
}

/* Front matter. */

static void
deep_front_matter(struct str_buf *out)
{
	str_buf_append_c(out, "---\ntitle: ");
	hostile_repeat(out, "[", 200000);
	hostile_repeat(out, "]", 200000);
	str_buf_append_c(out, "\n---\n");
	hostile_begin(out, "deep front matter");
}

static void
alias_front_matter(struct str_buf *out)
{
	str_buf_append_c(out, "---\na: &a [x,x,x,x,x,x,x,x,x]\n");
	for (char c = 'b'; c < 'z'; c++)
		str_buf_printf(out, "%c: &%c [*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c]\n", c, c, c - 1, c - 1, c - 1, c - 1,
			       c - 1, c - 1, c - 1, c - 1, c - 1);
	str_buf_append_c(out, "title: *y\n---\n");
	hostile_begin(out, "alias front matter");
}

static void
long_front_matter(struct str_buf *out)
{
	str_buf_append_c(out, "---\n");
	for (int i = 0; i < 60000; i++)
		str_buf_printf(out, "key%d: value\n", i);
	hostile_begin(out, "front matter without end");
}

/* Not lines, one after the other, but one line of them. */
static void
containers_in_line(struct str_buf *out)
{
	hostile_begin(out, "containers in a line");
	hostile_repeat(out, "> - > 1. ", 110000);
}

static void
socket_fence(struct str_buf *out)
{
	hostile_begin(out, "a long conversation");
	str_buf_append_c(out, "```lab socket\n");
	hostile_repeat(out, "a: send 1\n", 90000);
	str_buf_append_c(out, "```\n");
}

static void
lab_in_lab(struct str_buf *out)
{
	hostile_begin(out, "deep labs");
	str_buf_append_c(out, "```lab threads\n");
	for (size_t i = 0; i < 1300; i++) {
		str_buf_append_repeat(out, STR(" "), i);
		str_buf_append_c(out, "if x:\n");
	}
	str_buf_append_c(out, "```\n\n```lab regex\npattern: \"");
	hostile_repeat(out, "(", 50000);
	str_buf_append_c(out, "\"\n```\n");
}

const struct hostile_note hostile_blocks_notes[] = {
	{ "bullets", .write = bullets },
	{ "bullet-lines", .write = bullet_lines },
	{ "quotes", .write = quotes },
	{ "answers", .write = answers },
	{ "deep-lists", .write = deep_lists },
	{ "mixed-containers", .write = mixed_containers },
	{ "containers-in-line", .write = containers_in_line },
	{ "headings", .write = headings },
	{ "dated-headings", .write = dated_headings },
	{ "setext", .write = setext },
	{ "table", .write = table },
	{ "wide-table", .write = wide_table },
	{ "long-table", .write = long_table },
	{ "rules", .write = rules },
	{ "fences", .write = fences },
	{ "long-fence", .write = long_fence },
	{ "long-fence-line", .write = long_fence_line },
	{ "labs", .write = lab_fences },
	{ "catastrophic-regex", .write = catastrophic_regex },
	{ "socket-fence", .write = socket_fence },
	{ "deep-labs", .write = lab_in_lab },
	{ "yaml-fence", .write = yaml_fence },
	{ "deep-front-matter", .write = deep_front_matter },
	{ "alias-front-matter", .write = alias_front_matter },
	{ "long-front-matter", .write = long_front_matter },
	{ 0 },
};
