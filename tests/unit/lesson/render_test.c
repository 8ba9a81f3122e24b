/* Blocks to lines: pictures of what each block looks like, and what holds at every width. */
#include "support/test.h"

#include "base/alloc.h"
#include "base/rng.h"
#include "lesson/document.h"
#include "lesson/render.h"
#include "text/cell.h"
#include "text/punct.h"
#include "text/utf8.h"

#include <stdio.h>
#include <string.h>

/* Everything notes may hold; written for these tests. */
static const char rich_notes
	[] = "# 第一课 Rendering, with **bold** title\n"
	     "\n"
	     "一段没有空格的中文，里面有标点：“引号”、（括号）和《书名》。行尾不能是左括号，\n"
	     "行首也不能是逗号；英文 words and 中文 mix, os.path stays whole。\n"
	     "Second sentence with *emphasis*, **strong**, `code span`, ~~gone~~ and &lt;entities&gt; &#27;[31m.\n"
	     "\n"
	     "Setext heading\n"
	     "--------------\n"
	     "Soft\n"
	     "break. Hard  \n"
	     "break.\n"
	     "\n"
	     "### 2018年11月3日 周六\n"
	     "---\n"
	     "#### 常用模块\n"
	     "- 1.1 os - 操作系统相关\n"
	     "    prose under the title\n"
	     "- bullet，很长的一行文字，需要折行，因为它比屏幕还要宽得多，真的很宽，你看。\n"
	     "    - nested with [a link](https://example.org/a/long/path?query=1) inside\n"
	     "        - deeper\n"
	     "            - deepest，四层\n"
	     "                1. numbered\n"
	     "                2. numbered again\n"
	     "- [ ] task open\n"
	     "- [x] task done\n"
	     "\n"
	     "10. ten\n"
	     "11. eleven\n"
	     "\n"
	     "> quoted 引用\n"
	     "> > twice\n"
	     "> - list in a quote\n"
	     "\n"
	     "```python\n"
	     "def f(x):\n"
	     "\treturn \"字符串\" + str(x)  # 注释\n"
	     "```\n"
	     "\n"
	     "```lab threads deadlock\n"
	     "thread A: a.acquire()\n"
	     "```\n"
	     "\n"
	     "averyveryverylongwordthatfitsnowhere_and_goes_on_and_on_until_the_end_of_the_world_or_the_line\n"
	     "\n"
	     "![picture](images/a.png) and <https://example.org> and e\xCC\x81 and 👍🏽 done\n"
	     "* * *\n"
	     "last\n";

static const char table_notes[] = "| 名称 | Meaning | right |\n"
				  "|:-----|:-------:|------:|\n"
				  "| 锁 | a thing that only one thread holds at a time，一次只有一个 | 1 |\n"
				  "| semaphore | 允许一个资源最多由几个线程同时使用 | 1234 |\n"
				  "| x | | |\n";

struct picture {
	struct document *document;
	struct rendered rendered;
};

static void
picture_make(struct picture *picture, struct str text, const struct render_options *options)
{
	*picture = (struct picture){ .document = document_new(text, 1, NULL) };
	assert_int_equal(document_section_count(picture->document), 1);
	const struct section *section = document_section(picture->document, 0, 10000);

	assert_non_null(section);
	render_section(section, options, &picture->rendered);
}

static void
picture_drop(struct picture *picture)
{
	rendered_fini(&picture->rendered);
	document_free(picture->document);
}

static struct str
line_text(const struct picture *picture, size_t index)
{
	const struct rendered_line *line = &picture->rendered.lines.items[index];

	return str_cut(str_buf_str(&picture->rendered.text.text), line->start, line->end);
}

/* The lines without blanks at their ends, each with a line end behind it. */
static void
check_with(const char *text, const struct render_options *options, const char *expected)
{
	struct picture picture;
	struct str_buf out = { 0 };

	picture_make(&picture, str_of_c(text), options);
	for (size_t i = 0; i < picture.rendered.lines.len; i++) {
		str_buf_append(&out, str_trim_end(line_text(&picture, i)));
		str_buf_append_byte(&out, '\n');
	}
	assert_string_equal(str_buf_c(&out), expected);
	str_buf_fini(&out);
	picture_drop(&picture);
}

static void
check(const char *text, uint32_t width_cols, const char *expected)
{
	check_with(text, &(struct render_options){ .width_cols = width_cols }, expected);
}

static void
render__quote__stands_where_it_was_written(void **state)
{
	(void)state;
	check("1. one\n\n   > two\n   > three\n", 60, "  1. one\n\n     │ two\n     │ three\n");
	check("> - one\n>\n>   > two\n", 60, "│   • one\n\n│     │ two\n");
}

static void
render__heading__is_ruled_by_level_or_by_the_rule_below_it(void **state)
{
	(void)state;
	check("# one\n## two\n### three\ntext\n", 10, "one\n━━━━━━━━━━\n\ntwo\n──────────\n\nthree\ntext\n");
	check("### 2018年11月3日 周六   \n---  \n#### 常用模块   \n- calendar  \n- time  \n", 24,
	      "2018年11月3日 周六\n────────────────────────\n\n常用模块\n• calendar\n• time\n");
}

static void
render__prose_over_a_rule__is_no_heading_when_it_is_a_sentence(void **state)
{
	(void)state;
	check("Title\n---\n", 6, "Title\n──────\n");
	check("两行\n文字\n---\n", 6, "两行文\n字\n\n──────\n");
	check("一句。\n---\n", 6, "一句。\n\n──────\n");
}

static void
render__list__hangs_and_keeps_typed_lines(void **state)
{
	(void)state;
	check("- os， 目录   \n- shutil， 高级\n    路径：\n    绝对路径\n\n- zip\n  - a\n    - b\n      - c\n", 60,
	      "  • os， 目录\n  • shutil， 高级\n    路径：\n    绝对路径\n\n  • zip\n      ◦ a\n          ▪ b\n       "
	      "       • c\n");
	check("- a b c d e f g h i j k\n", 10, "• a b c d\n  e f g h\n  i j k\n");
	check("9. a\n10. b\n\n- [ ] open\n- [x] done\n", 30, " 9. a\n 10. b\n\n ☐ open\n ☑ done\n");
	check("-\n- - nested\n- 1. numbered\n", 20, "•\n• nested\n1. numbered\n");
}

static void
render__numbered_item__is_a_small_title(void **state)
{
	(void)state;
	check("#### 多线程\n- 2.1 线程\n- 进程： 程序\n    - 独立片段\n- 2.2高阶函数    \n    把函数作为参数\n        "
	      "- 死锁\n",
	      60, "多线程\n2.1 线程\n  • 进程： 程序\n      ◦ 独立片段\n\n2.2高阶函数\n    把函数作为参数\n  • 死锁\n");
}

static void
render__soft_break__joins_wide_characters_without_a_blank(void **state)
{
	(void)state;
	check("中文\n中文\nword\nword\n中文\n", 40, "中文中文 word word 中文\n");
	check("hard  \nbreak\n", 40, "hard\nbreak\n");
}

static void
render__quote_and_code__have_bars(void **state)
{
	(void)state;
	check("> a\n> > b\n\n```\nx\n\n\ty\n```\n~~~\n~~~\n", 20, "│ a\n\n│ │ b\n\n▎ x\n▎\n▎     y\n\n▎\n");
}

/* Python's indents mean something: what goes on is no line of its own. */
static void
render__code_too_wide__goes_on_behind_a_sign(void **state)
{
	(void)state;
	check("```\nif one and two:\n    x\n\ny\n```\n", 12, "▎ if one\n↳ and two:\n▎     x\n▎\n▎ y\n");
}

static void
render__table__shares_the_width(void **state)
{
	(void)state;
	check("|a|中文|\n|---|---:|\n|long one|x|\n", 40, "a        │ 中文\n─────────┼─────\nlong one │    x\n");
	check("|a|中文|\n|---|---:|\n|long one|x|\n", 14,
	      "a       │ 中文\n────────┼─────\nlong    │    x\none     │\n");
	check("|a|中文|\n|---|---:|\n|long one|x|\n", 8, "a\n中文\n\nlong one\nx\n");
}

static void
render__link__shows_where_it_leads(void **state)
{
	(void)state;
	check("[docs](http://x.org/a) <http://x.org> [x.org](http://x.org) ![](pic.png)\n", 80,
	      "docs (http://x.org/a) http://x.org x.org pic.png\n");
}

static void
render__link_in_a_table__shows_where_it_leads(void **state)
{
	(void)state;
	check("|a|b|\n|---|---|\n|[d](http://x.org)|2|\n", 40,
	      "a                │ b\n─────────────────┼──\nd (http://x.org) │ 2\n");
}

static void
render__struck_out_text__is_told_by_a_sign(void **state)
{
	(void)state;
	check("a ~~gone *for* good~~ b\n\n|~~x~~|y|\n|---|---|\n", 40, "a ~gone for good~ b\n\n~x~ │ y\n");
}

static bool
is_second_shown(void *ctx, uint32_t start)
{
	return start == *(uint32_t *)ctx;
}

static void
render__answer__is_a_line_until_it_is_shown(void **state)
{
	static const char notes[] = "q\n\n> **Answer** a\n>\n> more\n\n> **答案** b\n>\n> - c\n\nend\n";
	uint32_t second = (uint32_t)(strstr(notes, "> **答案") - notes);
	struct render_options options = { .width_cols = 30, .is_answer_shown = is_second_shown, .ctx = &second };
	struct picture picture;

	(void)state;
	check_with(notes, &options, "q\n\n│ ▸ Answer …\n\n│ ▾ 答案 b\n\n│  • c\n\nend\n");
	options.ascii = true;
	check_with(notes, &options, "q\n\n| + Answer ...\n\n| - 答案 b\n\n|  * c\n\nend\n");
	check(notes, 30, "q\n\n│ Answer a\n\n│ more\n\n│ 答案 b\n\n│  • c\n\nend\n");
	picture_make(&picture, str_of_c(notes), &options);
	assert_int_equal(picture.rendered.lines.items[0].answer, 0);
	assert_int_equal(picture.rendered.lines.items[2].kind, LINE_FOLD);
	assert_int_equal(picture.rendered.lines.items[2].answer, strstr(notes, "> **Answer") - notes + 1);
	assert_int_equal(picture.rendered.lines.items[6].answer, second + 1);
	assert_int_equal(picture.rendered.lines.items[8].answer, 0);
	picture_drop(&picture);
}

static void
render__topic__is_a_badge_at_the_right_end(void **state)
{
	struct topic_map *topics = topic_map_parse(STR("- {words: [死锁, deadlock], lab: threads, preset: deadlock}\n"),
						   NULL);
	struct render_options options = { .width_cols = 40, .topics = topics, .show_badges = true };
	struct picture picture;

	(void)state;
	assert_non_null(topics);
	check_with("- 1.4 死锁问题\n- DeadLock\n\n死锁 in prose\n", &options,
		   "1.4 死锁问题                   ⟨threads⟩\n • DeadLock                            ·\n\n死锁 in "
		   "prose\n");
	options.show_badges = false;
	picture_make(&picture, STR("prose\n\n# 死锁\n"), &options);
	assert_int_equal(picture.rendered.labs.len, 1);
	assert_string_equal(picture.rendered.labs.items[0].name, "threads");
	assert_string_equal(picture.rendered.labs.items[0].preset, "deadlock");
	assert_int_equal(picture.rendered.labs.items[0].line, 3);
	assert_int_equal(picture.rendered.lines.items[0].lab, -1);
	assert_int_equal(picture.rendered.lines.items[2].lab, 0);
	picture_drop(&picture);
	topic_map_free(topics);
}

static uint32_t
three_rows(void *ctx, const struct block *block, uint32_t width_cols)
{
	(void)width_cols;
	*(const struct block **)ctx = block;
	return 3;
}

static void
render__lab__keeps_rows_for_its_card_or_shows_its_source(void **state)
{
	const struct block *block = NULL;
	struct render_options options = { .width_cols = 40, .card_rows = three_rows, .ctx = &block };
	struct picture picture;

	(void)state;
	picture_make(&picture, STR("a\n\n```lab threads  dead lock\nx = 1\n```\n"), &options);
	assert_int_equal(picture.rendered.lines.len, 5);
	for (size_t i = 2; i < 5; i++) {
		assert_int_equal(picture.rendered.lines.items[i].kind, LINE_CARD);
		assert_int_equal(picture.rendered.lines.items[i].card_row, i - 2);
		assert_int_equal(picture.rendered.lines.items[i].lab, 0);
	}
	assert_non_null(block);
	assert_int_equal(block->line, 3);
	assert_int_equal(block->body_line, 4);
	assert_string_equal(picture.rendered.labs.items[0].preset, "dead lock");
	assert_str_equal(picture.rendered.labs.items[0].body, "x = 1\n");
	picture_drop(&picture);
	check("```lab queue sentinel\n```\n", 40, "▶ queue · sentinel\n");
	check("```lab regex\npattern: a\n```\n", 40, "▶ regex\n▎ pattern: a\n");
}

static void
render__lines__know_their_source(void **state)
{
	static const struct {
		const char *text;
		uint32_t line;
	} expected[] = { { "# a", 1 },  { "one", 3 },      { "two", 4 },     { "three", 5 }, { "lines", 6 },
			 { "code", 8 }, { "more mo", 10 }, { "e more", 10 }, { "end", 12 } };
	struct picture picture;
	size_t at = 1;

	(void)state;
	picture_make(
		&picture,
		STR("# a\n\n- one\n- two\n- three\n  lines\n```\ncode\nmore\nmore more more more more\n```\nend\n"),
		&(struct render_options){ .width_cols = 20 });
	for (size_t i = 0; i < picture.rendered.lines.len; i++)
		if (at < ARRAY_LEN(expected) &&
		    str_find(line_text(&picture, i), str_of_c(expected[at].text)) != STR_NONE)
			assert_int_equal(picture.rendered.lines.items[i].source_line, expected[at++].line);
	assert_int_equal(at, ARRAY_LEN(expected));
	picture_drop(&picture);
}

/*
 * In the lines of NOTES the words, each in the notes once, are told to come from the line they stand in, and no rule
 * above them is.
 */
static void
check_rows(struct str notes, uint32_t width_cols, const char *const *words, size_t count)
{
	struct picture picture;
	size_t at = 0;

	picture_make(&picture, notes, &(struct render_options){ .width_cols = width_cols });
	for (size_t i = 0; i < picture.rendered.lines.len; i++) {
		uint32_t source = picture.rendered.lines.items[i].source;

		assert_true(i == 0 || source >= picture.rendered.lines.items[i - 1].source);
		if (at == count || str_find(line_text(&picture, i), str_of_c(words[at])) == STR_NONE)
			continue;
		size_t word = str_find(notes, str_of_c(words[at++]));

		assert_in_range(source, 0, word);
		assert_int_equal(str_find_byte(str_cut(notes, source, word), '\n'), STR_NONE);
		assert_true(i == 0 || picture.rendered.lines.items[i - 1].source < source ||
			    picture.rendered.lines.items[i - 1].kind == LINE_BLANK);
	}
	assert_int_equal(at, count);
	picture_drop(&picture);
}

/* So that a hit in a long piece of code or in a table is gone to where it stands. */
static void
render__code_and_tables__know_where_each_row_begins(void **state)
{
	static const char *const code[] = { "yes", "no", "end" }, *const cells[] = { "h", "j", "l" };
	static const struct str table = STR("|h|i|\n|---|---|\n|j|k|\n|l|m|\n");
	static const struct str wrapped = STR("|h|i|\n|---|---|\n|j|many words in here|\n|l|as many in there|\n");

	(void)state;
	check_rows(STR("- a\n\n  ```\n  x\n\n  yes it is\n  no\n  ```\n\nend\n"), 10, code, ARRAY_LEN(code));
	check_rows(table, 10, cells, ARRAY_LEN(cells));
	check_rows(table, 4, cells, ARRAY_LEN(cells));
	check_rows(wrapped, 14, cells, ARRAY_LEN(cells));
}

/* The notes' own characters of all lines, without blanks. */
static void
gather(const struct picture *picture, struct str_buf *out)
{
	const struct styled *text = &picture->rendered.text;
	struct styled_iter iter = styled_iter(text, 0, text->text.len);
	struct styled_piece piece;

	while (styled_next(&iter, &piece))
		for (size_t i = 0; piece.tag != RENDER_TAG_ADDED && i < piece.text.len; i++)
			if (piece.text.data[i] != ' ')
				str_buf_append_byte(out, piece.text.data[i]);
}

static int
compare_bytes(const void *a, const void *b)
{
	return *(const unsigned char *)a - *(const unsigned char *)b;
}

static void
check_every_width(struct str notes, uint32_t first, uint32_t last, bool is_order_kept)
{
	struct str_buf expected = { 0 }, actual = { 0 };

	for (uint32_t width = last; width >= first; width--) {
		struct picture picture;

		picture_make(&picture, notes, &(struct render_options){ .width_cols = width });
		for (size_t i = 0; i < picture.rendered.lines.len; i++) {
			uint32_t cols = cell_width(line_text(&picture, i));

			if (cols > width)
				fail_msg("%u columns at width %u: %.*s", cols, width, STR_ARG(line_text(&picture, i)));
			assert_int_equal(cols, picture.rendered.lines.items[i].width_cols);
		}
		str_buf_clear(&actual);
		gather(&picture, &actual);
		if (!is_order_kept)
			qsort(actual.data, actual.len, 1, compare_bytes);
		if (width == last)
			str_buf_append(&expected, str_buf_str(&actual));
		/* In one column a wide glyph is a ?; all else is there at every width. */
		if (width > 1 && !str_is_equal(str_buf_str(&expected), str_buf_str(&actual)))
			fail_msg("text differs at width %u:\n%s\n%s", width, str_buf_c(&expected), str_buf_c(&actual));
		picture_drop(&picture);
	}
	str_buf_fini(&expected);
	str_buf_fini(&actual);
}

static void
render__any_width__holds_every_line_and_loses_nothing(void **state)
{
	(void)state;
	check_every_width(str_of_c(rich_notes), 1, 500, true);
	check_every_width(str_of_c(table_notes), 1, 500, false);
}

static uint32_t
first_own_codepoint(const struct picture *picture, size_t index, bool is_last)
{
	const struct rendered_line *line = &picture->rendered.lines.items[index];
	struct styled_iter iter = styled_iter(&picture->rendered.text, line->start, line->end);
	struct styled_piece piece;
	uint32_t found = 0, codepoint;

	while (styled_next(&iter, &piece))
		while (piece.tag != RENDER_TAG_ADDED && utf8_next(&piece.text, &codepoint, NULL))
			if (codepoint != ' ' && (is_last || !found))
				found = codepoint;
	return found;
}

static void
render__any_width__breaks_no_line_at_forbidden_punctuation(void **state)
{
	(void)state;
	for (uint32_t width = 20; width <= 200; width++) {
		struct picture picture;

		picture_make(&picture, str_of_c(rich_notes), &(struct render_options){ .width_cols = width });
		for (size_t i = 0; i < picture.rendered.lines.len; i++) {
			const struct rendered_line *line = &picture.rendered.lines.items[i];
			uint32_t first = first_own_codepoint(&picture, i, false);
			uint32_t last = first_own_codepoint(&picture, i, true);

			if ((line->kind != LINE_TEXT && line->kind != LINE_HEADING) || !first)
				continue;
			if (punct_is_closing(first) || punct_is_opening(last))
				fail_msg("width %u: %.*s", width, STR_ARG(line_text(&picture, i)));
		}
		picture_drop(&picture);
	}
}

static void
render__random_markdown__fits_and_loses_nothing(void **state)
{
	static const char *const pieces[] = {
		"*",         "**",      "_",       "`",      "[",     "](x)",           "]",    "!",       "<",
		">",         "&#27;",   "~~",      "|",      "\n",    "\n\n",           "- ",   "1. ",     "> ",
		"# ",        "\n---\n", "\n```\n", "    ",   "word ", "中文",           "，",   "\t",      "\\",
		"e\xCC\x81", "\xff",    "1.1 ",    "- [x] ", "（",    "a|b\n---|---\n", "\r\n", "👍🏽"
	};
	struct rng rng;
	uint64_t seed = test_seed();

	(void)state;
	print_message("# SEED=%llu\n", (unsigned long long)seed);
	rng_init(&rng, seed);
	for (int round = 0; round < 400; round++) {
		struct str_buf notes = { 0 };
		bool has_table = false;

		for (uint64_t count = rng_below(&rng, 80); count > 0; count--)
			str_buf_append_c(&notes, pieces[rng_below(&rng, ARRAY_LEN(pieces))]);
		has_table = str_find(str_buf_str(&notes), STR("|")) != STR_NONE;
		check_every_width(str_buf_str(&notes), 1, 12, !has_table);
		check_every_width(str_buf_str(&notes), 60, 61, !has_table);
		str_buf_fini(&notes);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(render__quote__stands_where_it_was_written),
		cmocka_unit_test(render__heading__is_ruled_by_level_or_by_the_rule_below_it),
		cmocka_unit_test(render__prose_over_a_rule__is_no_heading_when_it_is_a_sentence),
		cmocka_unit_test(render__list__hangs_and_keeps_typed_lines),
		cmocka_unit_test(render__numbered_item__is_a_small_title),
		cmocka_unit_test(render__soft_break__joins_wide_characters_without_a_blank),
		cmocka_unit_test(render__quote_and_code__have_bars),
		cmocka_unit_test(render__code_too_wide__goes_on_behind_a_sign),
		cmocka_unit_test(render__code_and_tables__know_where_each_row_begins),
		cmocka_unit_test(render__table__shares_the_width),
		cmocka_unit_test(render__link__shows_where_it_leads),
		cmocka_unit_test(render__link_in_a_table__shows_where_it_leads),
		cmocka_unit_test(render__struck_out_text__is_told_by_a_sign),
		cmocka_unit_test(render__answer__is_a_line_until_it_is_shown),
		cmocka_unit_test(render__topic__is_a_badge_at_the_right_end),
		cmocka_unit_test(render__lab__keeps_rows_for_its_card_or_shows_its_source),
		cmocka_unit_test(render__lines__know_their_source),
		cmocka_unit_test(render__any_width__holds_every_line_and_loses_nothing),
		cmocka_unit_test(render__any_width__breaks_no_line_at_forbidden_punctuation),
		cmocka_unit_test(render__random_markdown__fits_and_loses_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
