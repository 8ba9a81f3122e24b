/* Light colour for code. */
#include "support/test.h"

#include "base/rng.h"
#include "lesson/highlight.h"

/* Pieces that are not plain code, as "k:def " and the like. */
static void
check(const char *language, const char *code, const char *expected)
{
	struct styled styled = { 0 };
	struct styled_piece piece;
	struct str_buf out = { 0 };

	highlight_code(str_of_c(code), str_of_c(language), &styled);
	assert_str_equal(str_buf_str(&styled.text), code);
	struct styled_iter iter = styled_iter(&styled, 0, styled.text.len);

	while (styled_next(&iter, &piece)) {
		static const struct {
			uint8_t ink;
			char sign;
		} signs[] = { { INK_KEYWORD, 'k' },
			      { INK_STRING, 's' },
			      { INK_NUMBER, 'n' },
			      { INK_COMMENT, 'c' },
			      { INK_FUNCTION, 'f' } };

		for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
			if (piece.style.ink == signs[i].ink)
				str_buf_printf(&out, "%c:%.*s|", signs[i].sign, STR_ARG(piece.text));
	}
	assert_string_equal(str_buf_c(&out), expected);
	str_buf_fini(&out);
	styled_fini(&styled);
}

static void
highlight__code__tells_words_strings_numbers_and_comments(void **state)
{
	(void)state;
	check("python", "def f(x):\n    return 'a\\'b' + str(1.5)  # end\n",
	      "k:def|f:f|k:return|s:'a\\'b'|f:str|n:1.5|c:# end|");
	check("py", "\"\"\"doc\nstring\"\"\" is_not = definition", "s:\"\"\"doc\nstring\"\"\"|");
	check("c", "int a = 0x1F; /* b\nc */ // d\n\"x", "k:int|n:0x1F|c:/* b\nc */|c:// d|");
	check("sh", "if test $#; then echo 'it''s' a#b; fi # c", "k:if|k:test|k:then|k:echo|s:'it''s'|k:fi|c:# c|");
	check("json", "{\"a\": [1, true, null]}", "s:\"a\"|n:1|k:true|k:null|");
	check("xml", "<a href=\"x\">text</a><!-- c -->", "k:a|s:\"x\"|k:a|c:<!-- c -->|");
	check("SQL", "Select 1 -- x", "k:Select|n:1|c:-- x|");
	check("python", "match = re.match(x)\n  match x :\n\tcase 1:\nd.is\n", "f:match|k:match|k:case|n:1|");
	check("python", "match x:\n    case [1]:", "k:match|k:case|n:1|");
	check("python", "\t \tmatch x: # which\n\tcase '#':\r\ncase ':'  # :\ncase ''' #: '''\n",
	      "k:match|c:# which|k:case|s:'#'|s:':'|c:# :|s:''' #: '''|");
	check("brainfuck", "if 1 'a' # b", "");
	check("", "def", "");
	check("python", "", "");
}

static void
highlight__any_bytes__stay_as_they_are(void **state)
{
	static const char *const languages[] = { "python", "c", "sh", "json", "xml", "sql", "yaml" };
	struct rng rng;

	(void)state;
	rng_init(&rng, test_seed());
	for (int round = 0; round < 2000; round++) {
		static const char bytes[] = "\"'`#/*-<>!\\\n\0 a1_.(\xE4";
		struct styled styled = { 0 };
		char code[40];
		size_t len = rng_below(&rng, sizeof(code));

		for (size_t i = 0; i < len; i++)
			code[i] = bytes[rng_below(&rng, sizeof(bytes) - 1)];
		highlight_code(str_of(code, len), str_of_c(languages[round % 7]), &styled);
		assert_int_equal(styled.text.len, len);
		if (len)
			assert_memory_equal(styled.text.data, code, len);
		styled_fini(&styled);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(highlight__code__tells_words_strings_numbers_and_comments),
		cmocka_unit_test(highlight__any_bytes__stay_as_they_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
