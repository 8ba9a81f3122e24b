/* Wrapping: pictures of what it does, and properties of what it must never do. */
#include "support/test.h"

#include "base/rng.h"
#include "support/cpu_time.h"
#include "support/wrap_check.h"
#include "text/utf8.h"

#include <stdio.h>

/* The lines of TEXT, each followed by |, are EXPECTED. */
static void
assert_lines(const char *text, struct wrap_lines *lines, const char *expected)
{
	struct str_buf out = { 0 };

	for (size_t i = 0; i < lines->len; i++) {
		str_buf_append(&out, str_cut(str_of_c(text), lines->items[i].start, lines->items[i].end));
		str_buf_append_c(&out, "|");
	}
	assert_string_equal(str_buf_c(&out), expected);
	str_buf_fini(&out);
	vec_fini(lines);
}

static void
assert_wrap(const char *text, uint32_t width_cols, const char *expected)
{
	struct wrap_lines lines = { 0 };

	wrap_text(str_of_c(text), width_cols, width_cols, &lines);
	assert_lines(text, &lines, expected);
}

static void
assert_wrap_first(const char *text, uint32_t first_cols, uint32_t width_cols, const char *expected)
{
	struct wrap_lines lines = { 0 };

	wrap_text(str_of_c(text), first_cols, width_cols, &lines);
	assert_lines(text, &lines, expected);
}

static void
assert_verbatim(const char *text, uint32_t width_cols, const char *expected)
{
	struct wrap_lines lines = { 0 };

	wrap_verbatim(str_of_c(text), width_cols, &lines);
	assert_lines(text, &lines, expected);
}

static void
wrap__text__breaks_at_blanks_and_drops_them(void **state)
{
	(void)state;
	assert_wrap("one two three", 7, "one two|three|");
	assert_wrap("one   two", 5, "one|two|");
	assert_wrap("one  ", 3, "one|");
	assert_wrap("", 5, "|");
	assert_wrap("a\n\nb", 5, "a||b|");
	assert_wrap("a\n", 5, "a||");
	assert_wrap("  ab cd", 4, "  ab|cd|");
}

static void
wrap__text__keeps_chinese_punctuation_in_its_place(void **state)
{
	(void)state;
	assert_wrap("共享变量，锁", 8, "共享变|量，锁|");
	assert_wrap("他说“你好”了", 6, "他说|“你好”|了|");
	assert_wrap("使用（括号）时", 6, "使用|（括|号）时|");
	assert_wrap("等等……好", 6, "等等……|好|");
	assert_wrap("一、二、三", 5, "一、|二、|三|");
}

static void
wrap__text__cuts_long_words_between_glyphs(void **state)
{
	(void)state;
	assert_wrap("abcdefgh", 3, "abc|def|gh|");
	assert_wrap("x abcdefgh", 4, "x|abcd|efgh|");
	assert_wrap("abcd，e", 4, "abc|d，e|");
	assert_wrap("e\xCC\x81"
		    "e\xCC\x81",
		    1, "e\xCC\x81|e\xCC\x81|");
	assert_wrap("，，，", 2, "，|，|，|");
}

static void
wrap__text__leaves_python_names_whole(void **state)
{
	(void)state;
	assert_wrap("call os.path.join", 12, "call|os.path.join|");
	assert_wrap("用 os.path 吧", 8, "用|os.path|吧|");
}

static void
wrap__text__survives_one_column(void **state)
{
	(void)state;
	assert_wrap("ab", 1, "a|b|");
	assert_wrap("中a", 1, "中|a|");
	assert_wrap_first("中a", 1, 4, "|中a|");
}

static void
wrap__text__does_not_cut_a_word_for_a_short_first_line(void **state)
{
	(void)state;
	assert_wrap_first("hello world", 3, 8, "|hello|world|");
	assert_wrap_first("hi world", 3, 8, "hi|world|");
	assert_wrap_first("hellohello", 3, 8, "hel|lohello|");
	assert_wrap_first("one two three", 9, 5, "one two|three|");
}

static void
wrap__verbatim__keeps_blanks(void **state)
{
	(void)state;
	assert_verbatim("if x:\n    y = 1", 20, "if x:|    y = 1|");
	assert_verbatim("    y = 1", 6, "    y |= 1|");
	assert_verbatim("call(one, two)", 13, "call(one, |two)|");
	assert_verbatim("f(abcdefghijklm)", 13, "f(abcdefghijk|lm)|");
	assert_verbatim("# 注释，好", 6, "# 注|释，好|");
	assert_verbatim("", 6, "|");
}

static void
wrap__expand_tabs__fills_to_the_next_stop(void **state)
{
	struct str_buf out = { 0 };

	(void)state;
	wrap_expand_tabs(STR("a\tb\n\t中\tc\xE2\x80\x8B"), 4, &out);
	assert_string_equal(str_buf_c(&out), "a   b\n    中  c\xE2\x80\x8B");
	str_buf_fini(&out);
}

/* Text of everything that makes breaking hard. */
static struct str_buf
make_text(struct rng *rng)
{
	static const char *const parts[] = { "，",
					     "。",
					     "、",
					     "；",
					     "：",
					     "！",
					     "？",
					     "）",
					     "》",
					     "」",
					     "』",
					     "”",
					     "’",
					     "…",
					     "（",
					     "《",
					     "「",
					     "『",
					     "“",
					     "‘",
					     " ",
					     "  ",
					     "　",
					     "\n",
					     "os.path",
					     "3.14",
					     "word",
					     "supercalifragilistic",
					     "https://example.org/a/b?c=d",
					     "😀",
					     "👩‍👩‍👧",
					     "e\xCC\x81",
					     "\xE2\x80\x8B",
					     "\xFF",
					     "\xE4\xB8",
					     "—",
					     "-",
					     "\"",
					     "'",
					     ",",
					     ".",
					     "(",
					     ")",
					     "\xC2\xA0",
					     "\xCC\x81",
					     "\xE2\x80\x8E",
					     "각",
					     "\x1b" };
	struct str_buf text = { 0 };
	size_t count = rng_below(rng, 60);

	for (size_t i = 0; i < count; i++) {
		if (rng_below(rng, 2))
			utf8_append(&text, (uint32_t)(0x4E00 + rng_below(rng, 0x5000)));
		else
			str_buf_append_c(&text, parts[rng_below(rng, ARRAY_LEN(parts))]);
	}
	return text;
}

static void
wrap__any_text__keeps_the_rules_at_every_width(void **state)
{
	uint64_t seed = test_seed();
	struct rng rng;

	(void)state;
	printf("# seed %llu\n", (unsigned long long)seed);
	rng_init(&rng, seed);
	for (int round = 0; round < 400; round++) {
		struct str_buf text = make_text(&rng);

		for (uint32_t width = 1; width <= 200; width += 1 + width / 20) {
			for (int is_verbatim = 0; is_verbatim < 2; is_verbatim++) {
				struct wrap_lines lines = { 0 };

				if (is_verbatim)
					wrap_verbatim(str_buf_str(&text), width, &lines);
				else
					wrap_text(str_buf_str(&text), width, width, &lines);
				const char *wrong = wrap_check(str_buf_str(&text), width, is_verbatim, &lines);

				if (wrong)
					fail_msg("seed %llu round %d width %u verbatim %d: %s\n[%s]",
						 (unsigned long long)seed, round, width, is_verbatim, wrong,
						 str_buf_c(&text));
				vec_fini(&lines);
			}
		}
		str_buf_fini(&text);
	}
}

/* A paragraph of 1 MB of one thing over and over: time grows with the size and no faster. */
static void
wrap__hostile_paragraphs__take_linear_time(void **state)
{
	static const char *const parts[] = { "x",       "，",   "“",
					     "中",      " ",    "\xCC\x81",
					     "👩‍", "\xFF", "\xE2\x80\x8B",
					     "ab，",    "（",   "x，，，，，，，，，，",
					     ".",       "a.",   "\n" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		struct str_buf text = { 0 };
		uint64_t best_ns[2] = { UINT64_MAX, UINT64_MAX };

		for (int is_long = 0; is_long < 2; is_long++) {
			str_buf_append_repeat(&text, str_of_c(parts[i]),
					      (is_long ? 960000 : 120000) / strlen(parts[i]));
			for (int round = 0; round < 3; round++) {
				struct wrap_lines lines = { 0 };
				uint64_t start_ns = cpu_time_ns();

				wrap_text(str_buf_str(&text), 20, 20, &lines);
				uint64_t took_ns = cpu_time_ns() - start_ns;

				if (took_ns < best_ns[is_long])
					best_ns[is_long] = took_ns;
				vec_fini(&lines);
			}
		}
		/* Nine times as long; quadratic would be 81 times, and seconds. */
		if (best_ns[1] > 30 * best_ns[0] + 50000000)
			fail_msg("%s: %llu ns, then %llu ns", parts[i], (unsigned long long)best_ns[0],
				 (unsigned long long)best_ns[1]);
		str_buf_fini(&text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wrap__text__breaks_at_blanks_and_drops_them),
		cmocka_unit_test(wrap__text__keeps_chinese_punctuation_in_its_place),
		cmocka_unit_test(wrap__text__cuts_long_words_between_glyphs),
		cmocka_unit_test(wrap__text__leaves_python_names_whole),
		cmocka_unit_test(wrap__text__survives_one_column),
		cmocka_unit_test(wrap__text__does_not_cut_a_word_for_a_short_first_line),
		cmocka_unit_test(wrap__verbatim__keeps_blanks),
		cmocka_unit_test(wrap__expand_tabs__fills_to_the_next_stop),
		cmocka_unit_test(wrap__any_text__keeps_the_rules_at_every_width),
		cmocka_unit_test(wrap__hostile_paragraphs__take_linear_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
