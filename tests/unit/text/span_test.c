/* Styled text: runs that cover all bytes, overlaid, cut and walked. */
#include "support/test.h"

#include "base/rng.h"
#include "text/span.h"

#include <stdio.h>

/* "ink:text " for every piece of [start, end). */
static void
assert_pieces(const struct styled *styled, size_t start, size_t end, const char *expected)
{
	struct styled_iter iter = styled_iter(styled, start, end);
	struct styled_piece piece;
	struct str_buf out = { 0 };

	while (styled_next(&iter, &piece))
		str_buf_printf(&out, "%d:%" STR_FMT " ", piece.style.ink, STR_ARG(piece.text));
	assert_string_equal(str_buf_c(&out), expected);
	str_buf_fini(&out);
}

static void
styled__append__joins_runs_of_one_style(void **state)
{
	struct styled styled = { 0 };

	(void)state;
	styled_append_c(&styled, "ab", STYLE(INK_STRONG));
	styled_append_c(&styled, "", STYLE(INK_DIM));
	styled_append_c(&styled, "cd", STYLE(INK_STRONG));
	styled_printf(&styled, STYLE(INK_DIM), "%d", 42);
	styled_append(&styled, STR("x"), STYLE(INK_DIM), 7);
	assert_int_equal(styled.spans.len, 3);
	assert_int_equal(vec_last(&styled.spans)->end_bytes, styled.text.len);
	assert_pieces(&styled, 0, SIZE_MAX, "1:abcd 2:42 2:x ");
	assert_pieces(&styled, 1, 5, "1:bcd 2:4 ");
	assert_pieces(&styled, 4, 4, "");
	styled_clear(&styled);
	assert_pieces(&styled, 0, SIZE_MAX, "");
	styled_fini(&styled);
}

static void
styled__overlay__splits_runs_and_keeps_what_is_not_given(void **state)
{
	struct styled styled = { 0 };

	(void)state;
	styled_append_c(&styled, "abcd", (struct style){ .ink = INK_LINK, .attrs = ATTR_BOLD });
	styled_append_c(&styled, "efgh", STYLE(INK_CODE));
	styled_overlay(&styled, 2, 6, (struct style){ INK_COUNT, PAPER_MATCH, ATTR_UNDERLINE });
	assert_pieces(&styled, 0, 8, "9:ab 9:cd 10:ef 10:gh ");
	assert_int_equal(styled.spans.items[1].style.paper, PAPER_MATCH);
	assert_int_equal(styled.spans.items[1].style.attrs, ATTR_BOLD | ATTR_UNDERLINE);
	assert_int_equal(styled.spans.items[0].style.paper, PAPER_BASE);
	styled_overlay(&styled, 0, 1, STYLE(INK_ERROR));
	assert_pieces(&styled, 0, 3, "7:a 9:b 9:c ");
	styled_overlay(&styled, 6, 99, STYLE(INK_WARN));
	styled_overlay(&styled, 5, 5, STYLE(INK_OK));
	assert_pieces(&styled, 5, 99, "10:f 6:gh ");
	styled_fini(&styled);
}

static void
styled__append_part__copies_bytes_with_their_styles(void **state)
{
	struct styled source = { 0 }, out = { 0 };

	(void)state;
	styled_append_c(&source, "abc", STYLE(INK_LINK));
	styled_append_c(&source, "def", STYLE(INK_CODE));
	styled_append_part(&out, &source, 1, 5);
	assert_pieces(&out, 0, SIZE_MAX, "9:bc 10:de ");
	styled_fini(&source);
	styled_fini(&out);
}

static void
styled__random_overlays__agree_with_an_array_of_inks(void **state)
{
	uint64_t seed = test_seed();
	struct rng rng;

	(void)state;
	printf("# seed %llu\n", (unsigned long long)seed);
	rng_init(&rng, seed);
	for (int round = 0; round < 200; round++) {
		struct styled styled = { 0 };
		uint8_t inks[64];

		for (size_t i = 0; i < sizeof(inks); i++) {
			inks[i] = (uint8_t)rng_below(&rng, 3);
			styled_append_c(&styled, "x", STYLE(inks[i]));
		}
		for (int i = 0; i < 20; i++) {
			size_t start = rng_below(&rng, 70), end = rng_below(&rng, 70);
			uint8_t ink = (uint8_t)rng_below(&rng, INK_COUNT);

			styled_overlay(&styled, start, end, STYLE(ink));
			for (size_t at = start; at < end && at < sizeof(inks); at++)
				inks[at] = ink;
		}
		struct styled_iter iter = styled_iter(&styled, 0, SIZE_MAX);
		struct styled_piece piece;
		size_t at = 0;

		while (styled_next(&iter, &piece))
			for (size_t i = 0; i < piece.text.len; i++)
				assert_int_equal(piece.style.ink, inks[at++]);
		assert_int_equal(at, sizeof(inks));
		styled_fini(&styled);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(styled__append__joins_runs_of_one_style),
		cmocka_unit_test(styled__overlay__splits_runs_and_keeps_what_is_not_given),
		cmocka_unit_test(styled__append_part__copies_bytes_with_their_styles),
		cmocka_unit_test(styled__random_overlays__agree_with_an_array_of_inks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
