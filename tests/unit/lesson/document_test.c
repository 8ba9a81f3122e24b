/* Text to sections to blocks: cutting, parsing here and on threads, giving up, forgetting. */
#include "support/test.h"

#include "base/alloc.h"
#include "base/rng.h"
#include "lesson/document.h"
#include "lesson/entity.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>

static uint32_t
count_lines(struct str text, size_t end)
{
	uint32_t count = 0;

	for (size_t i = 0; i < end; i++)
		count += text.data[i] == '\n';
	return count;
}

/* "kind line depth marker text", one block a line. */
static void
check(const char *text, const char *expected)
{
	static const char *const kinds[] = { "heading", "para", "code", "table", "rule", "lab", "plain" };
	struct document *document = document_new(str_of_c(text), 1, NULL);
	struct str_buf out = { 0 };

	for (size_t i = 0; i < document_section_count(document); i++) {
		const struct section *section = document_section(document, i, 10000);

		assert_non_null(section);
		for (size_t j = 0; j < section->block_count; j++) {
			const struct block *block = &section->blocks[j];

			str_buf_printf(&out, "%s %u", kinds[block->kind], block->line);
			if (block->heading_level)
				str_buf_printf(&out, " h%u", block->heading_level);
			if (block->quote_depth)
				str_buf_printf(&out, " >%u", block->quote_depth);
			if (block->answer)
				str_buf_printf(&out, " ?%u", block->answer);
			if (block->list_depth)
				str_buf_printf(&out, " %u%s%s", block->list_depth, block->is_item_start ? "" : "-",
					       block->is_item_start ? block->marker : "");
			if (block->info)
				str_buf_printf(&out, " {%s}%u", block->info, block->body_line);
			if (block->column_count)
				str_buf_printf(&out, " %ux%u", block->column_count, block->row_count);
			str_buf_printf(&out, " %s\n", str_buf_c(&block->text.text));
		}
	}
	assert_string_equal(str_buf_c(&out), expected);
	str_buf_fini(&out);
	document_free(document);
}

static void
document__answer__is_a_quote_that_begins_with_the_word(void **state)
{
	(void)state;
	check("q\n\n> **Answer** a\n>\n> - b\n>\n> ```\n> c\n> ```\n\nd\n",
	      "para 1 q\npara 3 >1 ?2 Answer a\npara 5 >1 ?2 1• b\ncode 7 >1 ?2 {}8 c\n\npara 11 d\n");
	check("> **答案：**因为\n\n> **Answer:** x\n\n> y\n",
	      "para 1 >1 ?1 答案：因为\npara 3 >1 ?2 Answer: x\npara 5 >1 y\n");
	check("- q\n  > **答案**：a\n  > > b\n- r\n",
	      "para 1 1• q\npara 2 >1 ?2 1- 答案：a\npara 3 >2 ?2 1- b\npara 4 1• r\n");
	/* Not at the quote's beginning, not the whole bold word, not bold, no quote. */
	check("> a\n>\n> **Answer** b\n\n> **Answers** c\n\n> Answer d\n\n**Answer** e\n",
	      "para 1 >1 a\npara 3 >1 Answer b\npara 5 >1 Answers c\npara 7 >1 Answer d\npara 9 Answer e\n");
}

static void
document__blocks__know_kind_line_and_depth(void **state)
{
	(void)state;
	check("# a\n\ntext\nmore\n\n- one\n  - two\n\n    three\n- four\n\n7) x\n8) y\n",
	      "heading 1 h1 a\npara 3 text more\npara 6 1• one\npara 7 2• two\npara 9 2- three\npara 10 1• four\n"
	      "para 12 17) x\npara 13 18) y\n");
	check("> q\n> > r\n\n---\n\n***\nSetext\n===\n",
	      "para 1 >1 q\npara 2 >2 r\nrule 4 \nrule 6 \nheading 7 h1 Setext\n");
	check("a|b\n---|---\nc|d\ne|f\n", "table 1 2x3 \n");
	check("```py x\n\ncode\n```\n\n```\n```\n\n```lab queue  sentinel\nk: v\n```\n~~~lab\n~~~\n",
	      "code 1 {py}2 \ncode\n\ncode 6 {}7 \nlab 9 {queue  sentinel}10 k: v\n\nlab 12 {}13 \n");
	check("#\n\n-\n- [x] t\n", "heading 1 h1 \npara 3 1• \npara 4 1• t\n");
	check("\r\n# a\r\n\r\ntext\r\n", "heading 2 h1 a\npara 4 text\n");
	check("", "");
	check("a&amp;b &#65;&#x42; &nope; &#0; <b> &lt;i&gt;\n", "para 1 a&b AB &nope; \xEF\xBF\xBD <b> <i>\n");
}

static bool
has_lab(const char *text, const char *lab, const char *preset)
{
	struct document *document = document_new(str_of_c(text), 1, NULL);
	bool has = document_has_lab(document, str_of_c(lab), str_of_c(preset));

	document_free(document);
	return has;
}

static void
document__has_lab__sees_fences_of_labs(void **state)
{
	(void)state;
	assert_true(has_lab("# a\n\n```lab regex  date \n```\n\n# b\n", "regex", "date"));
	assert_true(has_lab("- a\n\n  ~~~~ lab clock\n  ~~~~\n", "clock", ""));
	assert_false(has_lab("```lab regex date\n```\n", "regex", "greedy"));
	assert_false(has_lab("```lab regexes date\n```\n", "regex", "date"));
	assert_false(has_lab("```label x\n```\n\n```text\n```lab x\n```\nlab x\n", "x", ""));
}

static void
document__comment__is_not_shown(void **state)
{
	(void)state;
	check("<!-- source: RFC 959 -->\na\n<!-- two\n*lines* -->\n- b\n", "para 2 a\npara 5 1• b\n");
	check("```\n<!-- code -->\n```\na <!-- in a line --> b\n",
	      "code 1 {}2 <!-- code -->\n\npara 4 a <!-- in a line --> b\n");
	check("<!-- never closed\n", "para 1 <!-- never closed\n");
}

static void
document__emphasis__works_beside_chinese_punctuation(void **state)
{
	(void)state;
	check("**锁（Lock，互斥锁 mutex）**是一个标志\n", "para 1 锁（Lock，互斥锁 mutex）是一个标志\n");
	check("说**“引号”**里\n", "para 1 说“引号”里\n");
	check("你好，**重要**的。**再**看\n", "para 1 你好，重要的。再看\n");
	check("*中。*文 **a**，**b**c `）**是` [）*是](u）*是)\n", "para 1 中。文 a，bc ）**是 ）*是\n");
	check("2 * 3，* 4，*中\n", "para 1 2 * 3，* 4，*中\n");
	check("> ## 引用，\n\n- ## 标题。\n", "heading 1 h2 >1 引用，\nheading 3 h2 1• 标题。\n");
}

static void
entity__decode__knows_numbers_and_names(void **state)
{
	(void)state;
	assert_int_equal(entity_decode(STR("&amp;")), '&');
	assert_int_equal(entity_decode(STR("&yen;")), 0xA5);
	assert_int_equal(entity_decode(STR("&Alpha;")), 0x391);
	assert_int_equal(entity_decode(STR("&nbsp;")), 0xA0);
	assert_int_equal(entity_decode(STR("&rArr;")), 0x21D2);
	assert_int_equal(entity_decode(STR("&#27;")), 27);
	assert_int_equal(entity_decode(STR("&#x10FFFF;")), 0x10FFFF);
	assert_int_equal(entity_decode(STR("&#99999999999999;")), 0xFFFD);
	assert_int_equal(entity_decode(STR("&#xD800;")), 0xFFFD);
	assert_int_equal(entity_decode(STR("&none;")), 0);
	assert_int_equal(entity_decode(STR("&#x;")), 0);
	assert_int_equal(entity_decode(STR("&;")), 0);
	assert_int_equal(entity_decode(STR("&")), 0);
}

/* Every section begins where the one before ended, and the lines of all blocks are what counting says. */
static void
check_lines(struct str text, uint32_t first_line, const struct document_options *options)
{
	struct document *document = document_new(text, first_line, options);
	size_t covered = 0;

	for (size_t i = 0; i < document_section_count(document); i++) {
		const struct section *section = document_section(document, i, 10000);

		assert_non_null(section);
		assert_int_equal(section->start, covered);
		assert_int_equal(section->first_line, first_line + count_lines(text, section->start));
		assert_int_equal(document_section_at(document, section->start), i);
		for (size_t j = 0; j < section->block_count; j++) {
			const struct block *block = &section->blocks[j];

			assert_int_equal(block->line, first_line + count_lines(text, block->start));
			assert_int_equal(document_line_of(document, block->start), block->line);
		}
		covered = section->end;
	}
	assert_int_equal(covered, text.len);
	document_free(document);
}

static void
document__sections__cover_the_text_and_count_its_lines(void **state)
{
	static const char *const lines[] = { "# heading\n",
					     "text of a line\n",
					     "\n",
					     "- item\n",
					     "```\n",
					     "  - nested\n",
					     "> quote\n",
					     "---\n",
					     "中文行\n",
					     "===\n",
					     "| a |\n",
					     "1. one\n",
					     "[x]: http://y\n",
					     "long long long long long long long long long long long\n" };
	struct rng rng;

	(void)state;
	rng_init(&rng, test_seed());
	for (int round = 0; round < 30; round++) {
		struct str_buf text = { 0 };
		struct document_options options = { .section_max_bytes = round % 2 ? 3000 : 0 };

		for (uint64_t count = rng_below(&rng, 6000); count > 0; count--)
			str_buf_append_c(&text, lines[rng_below(&rng, ARRAY_LEN(lines))]);
		check_lines(str_buf_str(&text), 1 + (uint32_t)round, &options);
		str_buf_fini(&text);
	}
}

static void
document__link__finds_its_definition_in_another_section(void **state)
{
	struct str_buf text = { 0 };

	(void)state;
	str_buf_append_c(&text, "# a\n\n[words][ref]\n\n");
	str_buf_append_repeat(&text, STR("filler line\n"), 3000);
	str_buf_append_c(&text, "\n# b\n\n[ref]: http://target\n");
	struct document *document = document_new(str_buf_str(&text), 1, NULL);
	const struct section *section = document_section(document, 0, 10000);

	assert_true(document_section_count(document) > 1);
	assert_int_equal(section->link_count, 1);
	assert_string_equal(section->links[0].target, "http://target");
	assert_str_equal(str_buf_str(&section->blocks[1].text.text), "words");
	document_free(document);
	str_buf_fini(&text);
}

static void
document__fence__longer_than_a_section_goes_on_as_plain_text(void **state)
{
	struct document_options options = { .section_max_bytes = 1000 };
	struct str_buf text = { 0 };

	(void)state;
	str_buf_append_c(&text, "```c\n");
	str_buf_append_repeat(&text, STR("# int *x;\n"), 300);
	str_buf_append_c(&text, "```\n# end\n");
	struct document *document = document_new(str_buf_str(&text), 1, &options);
	size_t count = document_section_count(document);
	const struct section *section = document_section(document, 0, 10000);

	assert_true(count >= 4);
	assert_int_equal(section->blocks[0].kind, BLOCK_CODE);
	section = document_section(document, 1, 10000);
	assert_int_equal(section->blocks[0].kind, BLOCK_PLAIN);
	assert_non_null(section->plain_reason);
	document_free(document);
	str_buf_fini(&text);
}

static void
document__million_lines__open_at_once_and_are_forgotten_again(void **state)
{
	struct str_buf text = { 0 };

	(void)state;
	for (int i = 0; i < 1000000; i++)
		str_buf_printf(&text, "- item number %07d\n", i);
	struct document *document = document_new(str_buf_str(&text), 1, NULL);
	size_t count = document_section_count(document);

	assert_true(count > 100);
	for (size_t i = 0; i < count; i++) {
		const struct section *section = document_section(document, i, 10000);

		assert_non_null(section);
		assert_null(section->plain_reason);
	}
	const struct section *section = document_section(document, document_section_at(document, 20 * 500000), 10000);

	assert_true(section->start <= 20 * 500000 && section->end > 20 * 500000);
	assert_int_equal(document_line_of(document, 20 * 500000), count_lines(str_buf_str(&text), 20 * 500000) + 1);
	document_free(document);
	str_buf_fini(&text);
}

static void
make_slow(struct str_buf *text)
{
	str_buf_append_c(text, "start\n");
	str_buf_append_repeat(text, STR("*a **b `c` "), 20000); /* one line, too long to be parsed at once */
}

static void
on_ready(void *ctx)
{
	atomic_fetch_add((atomic_int *)ctx, 1);
}

static void
note_blocked(void *ctx)
{
	pthread_sigmask(SIG_BLOCK, NULL, ctx);
}

static void
document__thread__leaves_signals_to_others(void **state)
{
	sigset_t blocked;
	struct document_options options = { .deadline_ms = 60000, .on_ready = note_blocked, .ctx = &blocked };
	struct str_buf text = { 0 };

	(void)state;
	sigemptyset(&blocked);
	make_slow(&text);
	struct document *document = document_new(str_buf_str(&text), 1, &options);

	document_section(document, document_section_count(document) - 1, 60000);
	document_free(document);
	assert_true(sigismember(&blocked, SIGTERM));
	str_buf_fini(&text);
}

static void
document__long_section__is_parsed_on_a_thread(void **state)
{
	atomic_int ready_count = 0;
	struct document_options options = { .deadline_ms = 60000, .on_ready = on_ready, .ctx = &ready_count };
	struct str_buf text = { 0 };

	(void)state;
	make_slow(&text);
	struct document *document = document_new(str_buf_str(&text), 1, &options);
	size_t last = document_section_count(document) - 1;

	/*
	 * On a loaded machine the thread may be done before the question is asked; that it was a thread,
	 * on_ready shows.
	 */
	const struct section *section = document_section(document, last, 0);

	if (!section)
		section = document_section(document, last, 60000);
	assert_non_null(section);
	assert_null(section->plain_reason);
	assert_int_equal(atomic_load(&ready_count), 1);
	assert_ptr_equal(document_section(document, last, 0), section);
	document_free(document);
	str_buf_fini(&text);
}

static void
document__parse__that_overruns_is_given_up_and_shown_plain(void **state)
{
	struct document_options options = { .deadline_ms = 1 };
	struct str_buf text = { 0 };

	(void)state;
	make_slow(&text);
	/*
	 * A slow parse is not sure to overrun a millisecond, so several are tried;
	 * leaving at once must be safe as well.
	 */
	for (int i = 0; i < 20; i++) {
		struct document *document = document_new(str_buf_str(&text), 1, &options);
		size_t last = document_section_count(document) - 1;
		const struct section *section = document_section(document, last, 1000);

		assert_non_null(section);
		if (section->plain_reason)
			assert_int_equal(section->blocks[0].text.text.len, section->end - section->start);
		document_free(document);
		document = document_new(str_buf_str(&text), 1, &options);
		document_section(document, last, 0);
		document_free(document);
	}
	str_buf_fini(&text);
}

/* Brackets that would cost seconds never get a thread: the text is there at once, without waiting. */
static void
document__parse__that_would_cost_too_much_is_not_tried(void **state)
{
	struct str_buf text = { 0 };

	(void)state;
	str_buf_append_repeat(&text, STR("["), 20000);
	str_buf_append_repeat(&text, STR("]"), 20000);
	struct document *document = document_new(str_buf_str(&text), 1, NULL);
	const struct section *section = document_section(document, 0, 0);

	assert_non_null(section);
	assert_non_null(section->plain_reason);
	assert_int_equal(section->blocks[0].text.text.len, text.len);
	document_free(document);
	str_buf_fini(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(document__blocks__know_kind_line_and_depth),
		cmocka_unit_test(document__has_lab__sees_fences_of_labs),
		cmocka_unit_test(document__comment__is_not_shown),
		cmocka_unit_test(document__answer__is_a_quote_that_begins_with_the_word),
		cmocka_unit_test(document__emphasis__works_beside_chinese_punctuation),
		cmocka_unit_test(entity__decode__knows_numbers_and_names),
		cmocka_unit_test(document__sections__cover_the_text_and_count_its_lines),
		cmocka_unit_test(document__link__finds_its_definition_in_another_section),
		cmocka_unit_test(document__fence__longer_than_a_section_goes_on_as_plain_text),
		cmocka_unit_test(document__million_lines__open_at_once_and_are_forgotten_again),
		cmocka_unit_test(document__long_section__is_parsed_on_a_thread),
		cmocka_unit_test(document__thread__leaves_signals_to_others),
		cmocka_unit_test(document__parse__that_overruns_is_given_up_and_shown_plain),
		cmocka_unit_test(document__parse__that_would_cost_too_much_is_not_tried),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
