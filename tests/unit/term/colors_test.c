/* A theme on terminals of few colours: whatever the paper, no ink of a shipped theme is lost on it. */
#include "term/colors.h"

#include "base/alloc.h"
#include "base/file.h"
#include "base/path.h"
#include "support/test.h"

static const char *const shipped[] = { "ink", "paper", "projector-dark", "projector-light" };

static void
load(const char *id, struct theme *theme)
{
	char *dir = path_shipped("themes");
	struct str_buf name = { 0 }, text = { 0 };
	struct err err = { 0 };

	assert_non_null(dir);
	str_buf_printf(&name, "%s/%s.yaml", dir, id);
	assert_true(file_read(str_buf_c(&name), 65536, &text, NULL, &err));
	assert_true(theme_parse(theme, str_buf_str(&text), str_of_c(id), &err));
	str_buf_fini(&name);
	str_buf_fini(&text);
	free(dir);
}

static int
ink_of(const struct colors *colors, unsigned ink, unsigned paper)
{
	return colors->made[colors->pairs[ink][paper]].ink;
}

static int
paper_of(const struct colors *colors, unsigned ink, unsigned paper)
{
	return colors->made[colors->pairs[ink][paper]].paper;
}

static void
colors__no_ink_is_its_paper(void **state)
{
	static const enum screen_colors depths[] = { SCREEN_COLORS_8, SCREEN_COLORS_16 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(shipped) * ARRAY_LEN(depths); i++) {
		struct colors colors = { .depth = depths[i % ARRAY_LEN(depths)], .pairs_max = 64 };
		struct theme theme;

		load(shipped[i / ARRAY_LEN(depths)], &theme);
		colors_set_theme(&colors, &theme);
		for (unsigned ink = 0; ink < INK_COUNT; ink++)
			for (unsigned paper = 0; paper < PAPER_COUNT; paper++) {
				assert_int_not_equal(colors.pairs[ink][paper], 0); /* 64 are enough */
				if (ink_of(&colors, ink, paper) == paper_of(&colors, ink, paper))
					fail_msg("%s: ink %u is not seen on paper %u", theme.name, ink, paper);
			}
	}
}

/* Eight colours: a keyword that was found, an error that is selected; but not what can be told from its paper. */
static void
colors__ink_lost_on_paper__is_text(void **state)
{
	struct colors colors = { .depth = SCREEN_COLORS_8, .pairs_max = 64 };

	(void)state;
	colors_set_theme(&colors, theme_builtin());
	assert_int_equal(ink_of(&colors, INK_KEYWORD, PAPER_MATCH), 7);
	assert_int_equal(ink_of(&colors, INK_ERROR, PAPER_SELECTED), 7);
	assert_int_equal(ink_of(&colors, INK_KEYWORD, PAPER_BASE), 5);
	assert_int_equal(ink_of(&colors, INK_ERROR, PAPER_BASE), 1);
	assert_int_equal(ink_of(&colors, INK_ACCENT, PAPER_SELECTED), 6);
	assert_int_equal(ink_of(&colors, INK_RULE, PAPER_BASE), 4);
}

/* What the palette has is not known where the theme leaves a colour to the terminal. */
static void
colors__terminals_own_colour__stays(void **state)
{
	struct colors colors = { .depth = SCREEN_COLORS_16, .pairs_max = 256 };
	struct theme theme = *theme_builtin();

	(void)state;
	theme.papers[PAPER_SELECTED].ansi16 = -1;
	theme.inks[INK_TEXT].ansi16 = -1;
	colors_set_theme(&colors, &theme);
	assert_int_equal(paper_of(&colors, INK_ERROR, PAPER_SELECTED), -1);
	assert_int_equal(ink_of(&colors, INK_ERROR, PAPER_SELECTED), 9);
	assert_int_equal(ink_of(&colors, INK_TEXT, PAPER_BASE), -1);
}

/* Bold is brighter: welcome on black, but black on white would be grey, and fainter than what is not bold. */
static void
colors__bold__is_not_fainter(void **state)
{
	static const struct style bold = { .ink = INK_TEXT, .attrs = ATTR_BOLD | ATTR_UNDERLINE };
	struct colors colors = { .depth = SCREEN_COLORS_8, .pairs_max = 64 };
	struct theme theme;

	(void)state;
	load("paper", &theme);
	colors_set_theme(&colors, &theme);
	assert_int_equal(colors_attrs(&colors, bold), ATTR_UNDERLINE);
	assert_int_not_equal(ink_of(&colors, INK_STRONG, PAPER_BASE), ink_of(&colors, INK_TEXT, PAPER_BASE));
	colors_set_theme(&colors, theme_builtin());
	assert_int_equal(colors_attrs(&colors, bold), ATTR_BOLD | ATTR_UNDERLINE);
	colors.depth = SCREEN_COLORS_256;
	colors_set_theme(&colors, &theme);
	assert_int_equal(colors_attrs(&colors, bold), ATTR_BOLD | ATTR_UNDERLINE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(colors__no_ink_is_its_paper),
		cmocka_unit_test(colors__ink_lost_on_paper__is_text),
		cmocka_unit_test(colors__terminals_own_colour__stays),
		cmocka_unit_test(colors__bold__is_not_fainter),
	};

	return cmocka_run_group_tests_name("colors", tests, NULL, NULL);
}
