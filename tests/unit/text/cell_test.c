/* The one door: what goes in is hostile, what comes out is safe and has a width. */
#include "support/test.h"

#include "text/cell.h"
#include "text/utf8.h"

/* TEXT cleaned as one line is EXPECTED and is COLS wide. */
static void
assert_clean(struct str text, const char *expected, uint32_t cols)
{
	struct str_buf out = { 0 };

	cell_clean(text, false, &out);
	assert_string_equal(str_buf_c(&out), expected);
	assert_int_equal(cell_width(text), cols);
	assert_int_equal(cell_width(str_buf_str(&out)), cols);
	str_buf_fini(&out);
}

static void
cell__clean__shows_controls_as_pictures(void **state)
{
	(void)state;
	assert_clean(STR("\x1b[31mred\r\b"), "␛[31mred␍␈", 10);
	assert_clean(str_of("a\0b", 3), "a␀b", 3);
	assert_clean(STR("\x7f"), "␡", 1);
	assert_clean(STR("a\tb\nc"), "a b␊c", 5);
	assert_clean(STR("\xC2\x9B"
			 "31m"),
		     "�31m", 4);
}

static void
cell__clean__replaces_each_maximal_subpart_of_bad_utf8(void **state)
{
	(void)state;
	assert_clean(STR("\xFF\xC3("), "��(", 3);
	assert_clean(STR("\xF0\x9F\x91z"), "�z", 2);
	assert_clean(STR("\xED\xA0\x80"), "���", 3);
	assert_clean(STR("\xC0\xAF"), "��", 2);
	assert_clean(STR("\xE4\xB8"), "�", 1);
}

static void
cell__clean__drops_what_hides_or_turns(void **state)
{
	(void)state;
	assert_clean(STR("a\xE2\x80\xAE"
			 "b\xE2\x80\xAC"),
		     "ab", 2);                                    /* U+202E, U+202C */
	assert_clean(STR("\xEF\xBB\xBF中\xE2\x80\x8B"), "中", 2); /* U+FEFF, U+200B */
	assert_clean(STR("a\xE2\x80\xA8"
			 "b"),
		     "ab", 2);                          /* U+2028 */
	assert_clean(STR("x\xF3\xA0\x81\xA1"), "x", 1); /* U+E0061, a tag */
	assert_clean(STR("x\xF3\xA0\x84\x80"), "x", 1); /* U+E0100, a variation selector */
	assert_clean(STR("\xE3\x85\xA4"), "", 0);       /* U+3164, a filler nobody sees */
}

static void
cell__clean__replaces_private_use_and_unassigned(void **state)
{
	(void)state;
	assert_clean(STR("\xEE\x80\x80"), "�", 1);     /* U+E000 */
	assert_clean(STR("\xEF\xBF\xBF"), "�", 1);     /* U+FFFF */
	assert_clean(STR("\xF4\x8F\xBF\xBD"), "�", 1); /* U+10FFFD */
}

static void
cell__clean__keeps_the_first_emoji_of_a_cluster(void **state)
{
	(void)state;
	assert_clean(STR("👩‍👩‍👧|"), "👩|", 3);
	assert_clean(STR("👍🏽|"), "👍|", 3);
	assert_clean(STR("☺️|"), "☺|", 2);
	assert_clean(STR("🇨🇳|"), "CN|", 3);
	assert_clean(STR("😀😀"), "😀😀", 4);
}

static void
cell__clean__keeps_at_most_four_marks_and_none_without_a_base(void **state)
{
	struct str_buf text = { 0 };

	(void)state;
	assert_clean(STR("\xCC\x81"
			 "e\xCC\x81"),
		     "e\xCC\x81", 1);
	assert_clean(STR("\n\xCC\x81"), "␊", 1);
	str_buf_append_c(&text, "e");
	str_buf_append_repeat(&text, STR("\xCC\x81"), 1000);
	assert_clean(str_buf_str(&text), "e\xCC\x81\xCC\x81\xCC\x81\xCC\x81", 1);
	str_buf_fini(&text);
}

static void
cell__clean__joins_hangul_letters_and_refuses_lone_ones(void **state)
{
	(void)state;
	assert_clean(STR("\xE1\x84\x80\xE1\x85\xA1\xE1\x86\xA8"), "\xE1\x84\x80\xE1\x85\xA1\xE1\x86\xA8", 2);
	assert_clean(STR("\xE1\x85\xA1"), "�", 1);
	assert_clean(STR("\xE1\x85\xA1\xE1\x86\xA8"), "��", 2);
}

static void
cell__clean__keeps_layout_when_asked_also_behind_dropped_characters(void **state)
{
	struct str_buf out = { 0 };

	(void)state;
	cell_clean(STR("a\t\xE2\x80\x8B\n\r中\xCC\x81"), true, &out);
	assert_string_equal(str_buf_c(&out), "a\t\n␍中\xCC\x81");
	str_buf_fini(&out);
}

static void
cell__fit__never_cuts_a_wide_glyph(void **state)
{
	uint32_t cols = 9;

	(void)state;
	assert_int_equal(cell_fit(STR("中文"), 3, &cols), 3);
	assert_int_equal(cols, 2);
	assert_int_equal(cell_fit(STR("中文"), 1, &cols), 0);
	assert_int_equal(cols, 0);
	assert_int_equal(cell_fit(STR("abc"), 0, NULL), 0);
	assert_int_equal(cell_fit(STR("e\xCC\x81x"), 1, NULL), 3);
}

static void
cell__clean_fit__ends_in_an_ellipsis_only_when_cut(void **state)
{
	static const struct {
		const char *text, *expected;
		uint32_t cols;
	} cases[] = {
		{ "共享变量", "共享变量", 8 },
		{ "共享变量", "共享变…", 7 },
		{ "共享变量", "共享…", 6 },
		{ "ab", "…", 1 },
		{ "a", "a", 1 },
		{ "ab", "", 0 },
		{ "", "", 0 },
		{ "a\xE2\x80\x8B", "a", 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct str_buf out = { 0 };

		cell_clean_fit(str_of_c(cases[i].text), cases[i].cols, &out);
		assert_string_equal(str_buf_c(&out), cases[i].expected);
		str_buf_fini(&out);
	}
}

static void
cell__codepoint_width__agrees_with_every_glyph(void **state)
{
	(void)state;
	for (uint32_t codepoint = 0; codepoint < 0x110000; codepoint++) {
		struct str_buf text = { 0 };
		struct glyph glyph;
		int cols = cell_codepoint_width(codepoint);

		utf8_append(&text, codepoint);
		struct str rest = str_buf_str(&text);

		if (cell_next(&rest, &glyph)) {
			assert_int_equal(cell_codepoint_width(glyph.base), glyph.width_cols);
			if (cols > 0)
				assert_int_equal(glyph.base, codepoint);
			else
				assert_int_not_equal(glyph.base, codepoint);
		} else {
			assert_true(cols <= 0);
		}
		str_buf_fini(&text);
	}
	assert_int_equal(cell_codepoint_width(0x200D), -1);
	assert_int_equal(cell_codepoint_width(0x0301), 0);
	assert_int_equal(cell_codepoint_width(0x4E2D), 2);
	assert_int_equal(cell_codepoint_width(0x2014), 1);
}

static void
cell__boundary__walks_clusters_both_ways(void **state)
{
	static const struct str texts[] = { STR("ab中文"), STR("e\xCC\x81🇨🇳🇨👩‍👩‍👧x"),
					    STR("\r\n\xFF\xE4\xB8z"), STR("각한") };
	static const size_t counts[] = { 4, 5, 4, 2 };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		size_t at = 0, count = 0;

		while (at < texts[i].len) {
			size_t next = cell_boundary_after(texts[i], at);

			assert_true(next > at);
			assert_int_equal(cell_boundary_before(texts[i], next), at);
			at = next;
			count++;
		}
		assert_int_equal(count, counts[i]);
	}
	assert_int_equal(cell_boundary_before(STR("a"), 0), 0);
	assert_int_equal(cell_boundary_after(STR("a"), 1), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cell__clean__shows_controls_as_pictures),
		cmocka_unit_test(cell__clean__replaces_each_maximal_subpart_of_bad_utf8),
		cmocka_unit_test(cell__clean__drops_what_hides_or_turns),
		cmocka_unit_test(cell__clean__replaces_private_use_and_unassigned),
		cmocka_unit_test(cell__clean__keeps_the_first_emoji_of_a_cluster),
		cmocka_unit_test(cell__clean__keeps_at_most_four_marks_and_none_without_a_base),
		cmocka_unit_test(cell__clean__joins_hangul_letters_and_refuses_lone_ones),
		cmocka_unit_test(cell__clean__keeps_layout_when_asked_also_behind_dropped_characters),
		cmocka_unit_test(cell__fit__never_cuts_a_wide_glyph),
		cmocka_unit_test(cell__clean_fit__ends_in_an_ellipsis_only_when_cut),
		cmocka_unit_test(cell__codepoint_width__agrees_with_every_glyph),
		cmocka_unit_test(cell__boundary__walks_clusters_both_ways),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
