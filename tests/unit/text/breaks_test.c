/* Where lines may break: shown as | in the text. */
#include "support/test.h"

#include "text/breaks.h"

static void
assert_breaks(const char *text, const char *expected)
{
	size_t len = strlen(text);
	unsigned char *flags = malloc(len + 1);
	struct str_buf out = { 0 };

	breaks_find(str_of_c(text), flags);
	for (size_t i = 0; i < len; i++) {
		if (flags[i] == BREAK_ALLOWED)
			str_buf_append_c(&out, "|");
		if (flags[i] == BREAK_MANDATORY)
			str_buf_append_c(&out, "!");
		str_buf_append_byte(&out, text[i]);
	}
	assert_string_equal(str_buf_c(&out), expected);
	str_buf_fini(&out);
	free(flags);
}

static void
breaks__find__breaks_between_ideographs_and_after_blanks(void **state)
{
	(void)state;
	assert_breaks("共享 变量", "共|享 |变|量");
	assert_breaks("one two", "one |two");
	assert_breaks("用Python写", "用|Python|写");
	assert_breaks("", "");
}

static void
breaks__find__keeps_punctuation_with_its_word(void **state)
{
	(void)state;
	assert_breaks("一，二。三", "一，|二。|三");
	assert_breaks("见（《书》）吧", "见|（《书》）|吧");
	assert_breaks("等……好", "等……|好");
	assert_breaks("对！？好；好：好、好", "对！？|好；|好：|好、|好");
}

static void
breaks__find__leaves_extensions_and_roots_whole(void **state)
{
	(void)state;
	assert_breaks("（.md、.txt）好", "（.md、|.txt）|好");
	assert_breaks("in /tmp now", "in |/tmp |now");
	assert_breaks("见 /tmp", "见 |/tmp");
}

static void
breaks__find__reads_quotes_beside_wide_characters_as_brackets(void **state)
{
	(void)state;
	assert_breaks("他说“你好”了", "他|说|“你|好”|了");
	assert_breaks("他‘“好”’了", "他|‘“好”’|了");
	assert_breaks("say “hi” now", "say |“hi” |now");
	assert_breaks("“好”", "“好”");
}

static void
breaks__find__never_leaves_a_sign_alone_behind_blanks(void **state)
{
	(void)state;
	assert_breaks("好 ，好", "好 ，|好");
	assert_breaks("（ 好", "（ 好");
	assert_breaks("ab ” cd", "ab ” |cd");
	assert_breaks("ab “ cd", "ab |“ cd");
	assert_breaks("ab … cd", "ab … |cd");
}

static void
breaks__find__begins_lines_with_the_dot_between_topics(void **state)
{
	(void)state;
	assert_breaks("日志 · 多线程", "日|志 |· 多|线|程");
	assert_breaks("one · two · b", "one |· two |· b");
	assert_breaks("· one two", "· one |two");
	assert_breaks("2·3 好", "2·3 |好");
}

static void
breaks__find__leaves_dotted_names_and_numbers_whole(void **state)
{
	(void)state;
	assert_breaks("os.path.join", "os.path.join");
	assert_breaks("v1.2.3", "v1.2.3");
	assert_breaks("end. Next", "end. |Next");
	assert_breaks("好.好", "好.|好");
}

static void
breaks__find__ends_lines_at_newlines_only(void **state)
{
	(void)state;
	assert_breaks("a\nb", "a!\nb");
	assert_breaks("a\r\nb", "a\r!\nb");
	assert_breaks("a\rb\fc\vd", "a\rb\fc\vd");
	assert_breaks("a\xC2\x85"
		      "b",
		      "a\xC2\x85"
		      "b");
}

static void
breaks__find__takes_bytes_that_are_no_text(void **state)
{
	(void)state;
	assert_breaks("\xFF\xE4\xB8 x", "\xFF\xE4\xB8 |x");
	assert_breaks("\xE2\x80", "\xE2\x80");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(breaks__find__leaves_extensions_and_roots_whole),
		cmocka_unit_test(breaks__find__breaks_between_ideographs_and_after_blanks),
		cmocka_unit_test(breaks__find__keeps_punctuation_with_its_word),
		cmocka_unit_test(breaks__find__reads_quotes_beside_wide_characters_as_brackets),
		cmocka_unit_test(breaks__find__never_leaves_a_sign_alone_behind_blanks),
		cmocka_unit_test(breaks__find__leaves_dotted_names_and_numbers_whole),
		cmocka_unit_test(breaks__find__begins_lines_with_the_dot_between_topics),
		cmocka_unit_test(breaks__find__ends_lines_at_newlines_only),
		cmocka_unit_test(breaks__find__takes_bytes_that_are_no_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
