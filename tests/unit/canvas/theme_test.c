/* Themes: both forms of base16, contrast for any palette, mistakes told by line. */
#include "support/test.h"

#include "base/alloc.h"
#include "base/file.h"
#include "base/path.h"
#include "base/rng.h"
#include "canvas/color.h"
#include "canvas/theme.h"
#include "canvas/theme_parts.h"

#include <math.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const shipped[] = { "ink", "paper", "projector-dark", "projector-light" };

/* Well-known schemes and hard ones; a palette is 16 colours from base00. */
static const struct palette {
	const char *name;
	const char *colors[16];
} palettes[] = {
	{ "solarized-dark",
	  { "002b36", "073642", "586e75", "657b83", "839496", "93a1a1", "eee8d5", "fdf6e3", "dc322f", "cb4b16",
	    "b58900", "859900", "2aa198", "268bd2", "6c71c4", "d33682" } },
	{ "solarized-light",
	  { "fdf6e3", "eee8d5", "93a1a1", "839496", "657b83", "586e75", "073642", "002b36", "dc322f", "cb4b16",
	    "b58900", "859900", "2aa198", "268bd2", "6c71c4", "d33682" } },
	{ "gruvbox-dark",
	  { "282828", "3c3836", "504945", "665c54", "bdae93", "d5c4a1", "ebdbb2", "fbf1c7", "fb4934", "fe8019",
	    "fabd2f", "b8bb26", "8ec07c", "83a598", "d3869b", "d65d0e" } },
	{ "dracula",
	  { "282936", "3a3c4e", "4d4f68", "626483", "62d6e8", "e9e9f4", "f1f2f8", "f7f7fb", "ea51b2", "b45bcf",
	    "00f769", "ebff87", "a1efe4", "62d6e8", "b45bcf", "00f769" } },
	{ "nord",
	  { "2e3440", "3b4252", "434c5e", "4c566a", "d8dee9", "e5e9f0", "eceff4", "8fbcbb", "bf616a", "d08770",
	    "ebcb8b", "a3be8c", "88c0d0", "81a1c1", "b48ead", "5e81ac" } },
	{ "zenburn",
	  { "383838", "404040", "606060", "6f6f6f", "808080", "dcdccc", "c0c0c0", "ffffff", "dca3a3", "dfaf8f",
	    "e0cf9f", "5f7f5f", "93e0e3", "7cb8bb", "dc8cc3", "000000" } },
	{ "grayscale",
	  { "f7f7f7", "e3e3e3", "b9b9b9", "ababab", "525252", "464646", "252525", "101010", "7c7c7c", "999999",
	    "a0a0a0", "8e8e8e", "868686", "686868", "747474", "5e5e5e" } },
	{ "one colour",
	  { "777777", "777777", "777777", "777777", "777777", "777777", "777777", "777777", "777777", "777777",
	    "777777", "777777", "777777", "777777", "777777", "777777" } },
};

static void
palette_yaml(const struct palette *palette, bool is_projector, struct str_buf *out)
{
	str_buf_printf(out, "system: base16\nname: %s\npalette:\n", palette->name);
	for (int i = 0; i < 16; i++)
		str_buf_printf(out, "  base%02X: \"#%s\"\n", (unsigned)i, palette->colors[i]);
	str_buf_printf(out, "notes-tui:\n  projector: %s\n", is_projector ? "true" : "false");
}

/* The rule by itself, not by the code under test: 4.5 for all text, 7 for a projector's but the dim one, rules 1.5. */
static double
needed_contrast(const struct theme *theme, unsigned ink, unsigned paper)
{
	if (ink == INK_RULE)
		return paper > PAPER_RAISED ? 0 : 1.5;
	if (paper == PAPER_ACCENT && ink != INK_TEXT && ink != INK_STRONG)
		return 0;
	return theme->is_projector && ink != INK_DIM && ink != INK_COMMENT ? 7 : 4.5;
}

static void
check_pair(const struct theme *theme, unsigned ink, uint32_t ink_rgb, unsigned paper, uint32_t paper_rgb)
{
	double needed = needed_contrast(theme, ink, paper), contrast = theme_contrast(ink_rgb, paper_rgb);

	if (contrast < needed)
		fail_msg("%s: ink %u, #%06x, on paper %u, #%06x, has %.2f, needs %.1f", theme->name, ink, ink_rgb,
			 paper, paper_rgb, contrast, needed);
}

static void
check_contrast(const struct theme *theme)
{
	for (unsigned ink = 0; ink < INK_COUNT; ink++)
		for (unsigned paper = 0; paper < PAPER_COUNT; paper++)
			check_pair(theme, ink, theme->inks[ink].rgb, paper, theme->papers[paper].rgb);
	for (unsigned a = INK_ACTOR_1; a <= INK_ACTOR_8; a++)
		for (unsigned b = a + 1; b <= INK_ACTOR_8; b++)
			if (color_distance(theme->inks[a].rgb, theme->inks[b].rgb) < 0.05)
				fail_msg("%s: actors %u and %u look alike", theme->name, a, b);
}

static void
check_columns(const struct theme *theme)
{
	for (unsigned i = 0; i < INK_COUNT; i++) {
		assert_in_range(theme->inks[i].ansi16 + 1, 0, 16);
		assert_in_range(theme->inks[i].ansi8 + 1, 0, 8);
		/* never the ink of the paper it lies on */
		for (unsigned j = 0; j < PAPER_ACCENT; j++) {
			if (theme_required_contrast(theme, i, j) < 4)
				continue;
			assert_int_not_equal(theme->inks[i].ansi16, theme->papers[j].ansi16);
		}
		assert_int_not_equal(theme->inks[i].ansi8, theme->papers[PAPER_BASE].ansi8);
	}
}

static bool
load_shipped(const char *id, struct theme *theme)
{
	char *dir = path_shipped("themes");
	struct str_buf name = { 0 }, text = { 0 };
	struct err err = { 0 };

	assert_non_null(dir);
	str_buf_printf(&name, "%s/%s.yaml", dir, id);

	bool is_read = file_read(str_buf_c(&name), 65536, &text, NULL, &err) &&
		       theme_parse(theme, str_buf_str(&text), str_of_c(id), &err);

	if (!is_read)
		print_message("%s: line %u: %s\n", str_buf_c(&name), err.line, err.text);
	str_buf_fini(&name);
	str_buf_fini(&text);
	free(dir);
	return is_read;
}

static void
theme__shipped__can_be_read_everywhere(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(shipped); i++) {
		struct theme theme;

		assert_true(load_shipped(shipped[i], &theme));
		assert_string_equal(theme.id, shipped[i]);
		assert_int_equal(theme.is_projector, strncmp(shipped[i], "projector", 9) == 0);
		check_contrast(&theme);
		check_columns(&theme);
	}
}

/* What a designer chose stays: the files hold colours that need no moving. */
static void
theme__shipped__colours_are_shown_as_written(void **state)
{
	static const struct {
		const char *id;
		uint32_t text, base, raised, selected;
		bool is_dark;
	} expected[] = {
		{ "ink", 0xd4d8de, 0x15181d, 0x1d2127, 0x2c323c, true },
		{ "paper", 0x35312b, 0xfaf6ee, 0xf2ecdf, 0xe6dcc8, false },
		{ "projector-dark", 0xf2f3f5, 0x0b0c0f, 0x17191f, 0x2a2e38, true },
		{ "projector-light", 0x16181d, 0xffffff, 0xf1f3f6, 0xdbe3ee, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(expected); i++) {
		struct theme theme;

		assert_true(load_shipped(expected[i].id, &theme));
		assert_int_equal(theme.inks[INK_TEXT].rgb, expected[i].text);
		assert_int_equal(theme.papers[PAPER_BASE].rgb, expected[i].base);
		assert_int_equal(theme.papers[PAPER_RAISED].rgb, expected[i].raised);
		assert_int_equal(theme.papers[PAPER_SELECTED].rgb, expected[i].selected);
		assert_int_equal(theme.is_dark, expected[i].is_dark);
	}
}

static void
theme__builtin__is_the_shipped_ink(void **state)
{
	struct theme theme;

	(void)state;
	assert_true(load_shipped("ink", &theme));
	assert_memory_equal(&theme, theme_builtin(), sizeof(theme));
}

static void
theme__parse__makes_any_palette_readable(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(palettes) * 2; i++) {
		struct str_buf yaml = { 0 };
		struct theme theme;
		struct err err;

		palette_yaml(&palettes[i / 2], i % 2, &yaml);
		assert_true(theme_parse(&theme, str_buf_str(&yaml), STR("x"), &err));
		check_contrast(&theme);
		check_columns(&theme);
		str_buf_fini(&yaml);
	}
}

static void
theme__parse__makes_random_palettes_readable(void **state)
{
	uint64_t seed = test_seed();
	struct rng rng;

	(void)state;
	rng_init(&rng, seed);
	for (int round = 0; round < 50; round++) {
		struct str_buf yaml = { 0 };
		struct theme theme;

		str_buf_printf(&yaml, "name: SEED=%llu round %d\npalette:\n", (unsigned long long)seed, round);
		for (unsigned i = 0; i < 16; i++)
			str_buf_printf(&yaml, "  base%02X: \"%06x\"\n", i, (unsigned)rng_below(&rng, 0x1000000));
		str_buf_printf(&yaml, "notes-tui: {projector: %s}\n", round % 2 ? "yes" : "no");
		assert_true(theme_parse(&theme, str_buf_str(&yaml), STR("x"), NULL));
		check_contrast(&theme);
		str_buf_fini(&yaml);
	}
}

static void
theme__parse__reads_the_older_form(void **state)
{
	struct str_buf yaml = { 0 };
	struct theme theme;
	struct err err;

	(void)state;
	str_buf_append_c(&yaml, "scheme: \"灰\"\nauthor: \"somebody\"\n");
	for (int i = 0; i < 16; i++)
		str_buf_printf(&yaml, "base%02x: \"%s\"\n", (unsigned)i, palettes[2].colors[i]);
	assert_true(theme_parse(&theme, str_buf_str(&yaml), STR("gray"), &err));
	assert_string_equal(theme.name, "灰");
	assert_string_equal(theme.id, "gray");
	assert_true(theme.is_dark);
	assert_int_equal(theme.papers[PAPER_BASE].rgb, 0x282828);
	str_buf_fini(&yaml);
}

static void
theme__parse__takes_roles_and_columns_of_its_own(void **state)
{
	struct str_buf yaml = { 0 };
	struct theme theme;
	struct err err;

	(void)state;
	palette_yaml(&palettes[4], false, &yaml);
	str_buf_append_c(&yaml, "  accent: base0F\n"
				"  strong: '#FFFFFF'\n"
				"  paper-raised: base01\n"
				"  ansi16: {accent: 6, paper-selected: -1}\n"
				"  ansi8: {accent: 5}\n"
				"  mono: {accent: bold underline, dim: plain}\n");
	assert_true(theme_parse(&theme, str_buf_str(&yaml), STR("x"), &err));
	assert_int_equal(theme.inks[INK_STRONG].rgb, 0xffffff);
	assert_int_equal(theme.inks[INK_ACCENT].ansi16, 6);
	assert_int_equal(theme.inks[INK_ACCENT].ansi8, 5);
	assert_int_equal(theme.papers[PAPER_SELECTED].ansi16, -1);
	assert_int_equal(theme.inks[INK_ACCENT].mono, ATTR_BOLD | ATTR_UNDERLINE);
	assert_int_equal(theme.inks[INK_DIM].mono, 0);
	str_buf_fini(&yaml);
}

static void
theme__parse__tells_a_mistake_with_its_line(void **state)
{
	static const struct {
		const char *tail; /* behind a good palette of 20 lines */
		uint32_t line;
		const char *word;
	} mistakes[] = {
		{ "  acent: base0D\n", 22, "acent" },
		{ "  accent: blue\n", 22, "accent" },
		{ "  accent: base0G\n", 22, "accent" },
		{ "  paper-lifted: base0D\n", 22, "paper-lifted" },
		{ "  projector: [1]\n", 21, NULL }, /* a key twice */
		{ "  ansi16: {accent: 16}\n", 22, "15" },
		{ "  ansi8:\n    accent: 8\n", 23, "7" },
		{ "  ansi8: red\n", 22, "ansi8" },
		{ "  mono: {accent: blinking}\n", 22, "blinking" },
		{ "  mono: {acent: bold}\n", 22, "acent" },
		{ "  accent: [base0D]\n", 22, "accent" },
		{ "  accent: {\n", 0, NULL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(mistakes); i++) {
		struct str_buf yaml = { 0 };
		struct theme theme;
		struct err err = { 0 };

		palette_yaml(&palettes[0], false, &yaml);
		str_buf_append_c(&yaml, mistakes[i].tail);
		assert_false(theme_parse(&theme, str_buf_str(&yaml), STR("x"), &err));
		assert_true(err_is_set(&err));
		if (mistakes[i].word && (err.line != mistakes[i].line || !strstr(err.text, mistakes[i].word)))
			fail_msg("%s is told as line %u: %s", mistakes[i].tail, err.line, err.text);
		str_buf_fini(&yaml);
	}
}

static void
theme__parse__survives_what_is_no_theme(void **state)
{
	static const char *const texts[] = { "",
					     "[]",
					     "just words",
					     "palette: 3",
					     "palette: {}",
					     "palette: {base00: 1}",
					     "base00: #181818",
					     "base00: [a]",
					     "\xff\xfe",
					     "a: &x [*x]",
					     "%YAML 9",
					     "base00: '#12345'",
					     "base00: '12345g'",
					     "notes-tui: {}" };
	struct str_buf yaml = { 0 };
	struct theme theme;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		struct err err = { 0 };

		assert_false(theme_parse(&theme, str_of_c(texts[i]), STR("x"), &err));
		assert_true(err_is_set(&err));
		assert_false(theme_parse(&theme, str_of_c(texts[i]), STR("x"), NULL));
	}
	/* every cut of a good file is read or refused, never worse */
	palette_yaml(&palettes[1], true, &yaml);
	for (size_t len = 0; len <= yaml.len; len++) {
		char *copy = mem_copy(yaml.data, len);

		theme_parse(&theme, str_of(copy, len), STR("x"), NULL);
		free(copy);
	}
	str_buf_fini(&yaml);
}

static void
theme__parse__cuts_long_names_between_characters(void **state)
{
	struct str_buf yaml = { 0 };
	struct theme theme;

	(void)state;
	palette_yaml(&palettes[0], false, &yaml);
	str_buf_append_c(&yaml, "# end\n");
	str_buf_replace(&yaml, 21, 21, STR("名名名名名名名名名名名名名名名名名名名名名名名名名"));
	assert_true(theme_parse(&theme, str_buf_str(&yaml), STR("x"), NULL));
	assert_int_equal(strlen(theme.name), 63);
	str_buf_fini(&yaml);
}

static void
write_file(const char *dir, const char *name, const char *text)
{
	char *path = path_join(str_of_c(dir), str_of_c(name));

	assert_true(file_save(path, str_of_c(text), NULL));
	free(path);
}

static void
read_all(struct theme_set *set)
{
	while (theme_set_step(set))
		;
}

static void
theme_set__step__lets_the_users_file_hide_a_shipped_one(void **state)
{
	char dir[] = "/tmp/theme-test-XXXXXX";
	char *shipped_dir = path_shipped("themes");
	struct str_buf yaml = { 0 };
	struct theme_set set;

	(void)state;
	assert_non_null(mkdtemp(dir));
	palette_yaml(&palettes[3], false, &yaml);
	write_file(dir, "paper.yaml", str_buf_c(&yaml));
	write_file(dir, "mine.yml", str_buf_c(&yaml));
	write_file(dir, "readme.txt", "no theme");
	write_file(dir, "broken.yaml", "name: x\nnotes-tui: 1\n");
	theme_set_init(&set, shipped_dir, dir);
	read_all(&set);
	assert_int_equal(set.themes.len, 5);
	for (size_t i = 1; i < set.themes.len; i++)
		assert_true(strcmp(set.themes.items[i - 1]->id, set.themes.items[i]->id) < 0);
	assert_string_equal(theme_set_find(&set, STR("paper"))->name, "dracula");
	assert_non_null(theme_set_find(&set, STR("mine")));
	assert_string_equal(theme_set_find(&set, STR("ink"))->name, "Ink");
	assert_null(theme_set_find(&set, STR("broken")));
	assert_int_equal(set.errors.len, 1);
	assert_non_null(strstr(set.errors.items[0].file, "broken.yaml"));
	assert_int_equal(set.errors.items[0].line, 1);
	theme_set_fini(&set);

	/* Asked for by name, one is read and no other; it stays where it is when the others follow. */
	theme_set_init(&set, shipped_dir, dir);

	const struct theme *paper = theme_set_find(&set, STR("paper"));

	assert_string_equal(paper->name, "dracula");
	assert_int_equal(set.themes.len, 1);
	assert_string_equal(theme_set_find(&set, STR("mine"))->name, "dracula");
	assert_null(theme_set_find(&set, STR("broken")));
	assert_null(theme_set_find(&set, STR("../themes/ink")));
	assert_null(theme_set_find(&set, STR("")));
	assert_int_equal(set.errors.len, 1);
	read_all(&set);
	assert_ptr_equal(theme_set_find(&set, STR("paper")), paper);
	assert_int_equal(set.themes.len, 5);
	assert_int_equal(set.errors.len, 1); /* told once */
	theme_set_fini(&set);

	static const char *const made[] = { "paper.yaml", "mine.yml", "readme.txt", "broken.yaml" };

	for (size_t i = 0; i < ARRAY_LEN(made); i++) {
		char *path = path_join(str_of_c(dir), str_of_c(made[i]));

		assert_int_equal(unlink(path), 0);
		free(path);
	}
	assert_int_equal(rmdir(dir), 0);
	str_buf_fini(&yaml);
	free(shipped_dir);
}

static void
theme_set__step__finds_nothing_without_directories(void **state)
{
	struct theme_set set;

	(void)state;
	theme_set_init(&set, NULL, "/nowhere/at/all");
	assert_null(theme_set_find(&set, STR("paper")));
	read_all(&set);
	assert_true(set.is_complete);
	assert_int_equal(set.themes.len, 0);
	assert_int_equal(set.errors.len, 0);
	theme_set_fini(&set);
}

/* Without reading a file; but a file of the user's comes first, and one that is broken is told. */
static void
theme_set__find__has_the_builtin_unless_it_is_hidden(void **state)
{
	char dir[] = "/tmp/theme-test-XXXXXX";
	struct str_buf yaml = { 0 };
	struct theme_set set;
	const struct theme *theme;

	(void)state;
	theme_set_init(&set, NULL, NULL);
	theme = theme_set_find(&set, STR("ink"));
	assert_memory_equal(theme, theme_builtin(), sizeof(*theme));
	assert_ptr_equal(theme_set_find(&set, STR("ink")), theme);
	read_all(&set);
	assert_int_equal(set.themes.len, 1);
	theme_set_fini(&set);

	assert_non_null(mkdtemp(dir));
	palette_yaml(&palettes[3], false, &yaml);
	write_file(dir, "ink.yaml", str_buf_c(&yaml));
	theme_set_init(&set, NULL, dir);
	assert_string_equal(theme_set_find(&set, STR("ink"))->name, "dracula");
	theme_set_fini(&set);

	write_file(dir, "ink.yaml", "name: x\nnotes-tui: 1\n");
	theme_set_init(&set, NULL, dir);
	theme = theme_set_find(&set, STR("ink"));
	assert_int_equal(set.errors.len, 1);
	assert_memory_equal(theme, theme_builtin(), sizeof(*theme));
	theme_set_fini(&set);
	char *path = path_join(str_of_c(dir), STR("ink.yaml"));

	assert_int_equal(unlink(path), 0);
	assert_int_equal(rmdir(dir), 0);
	str_buf_fini(&yaml);
	free(path);
}

static void
theme__contrast__is_that_of_the_standard(void **state)
{
	(void)state;
	assert_true(theme_contrast(0x000000, 0xffffff) > 20.99);
	assert_true(theme_contrast(0x777777, 0xffffff) > 4.47 && theme_contrast(0x777777, 0xffffff) < 4.49);
	assert_true(theme_contrast(0x336699, 0x336699) < 1.001);
}

/* As xterm has them: a cube of six levels, then greys. */
static uint32_t
shown_256(unsigned number)
{
	static const uint32_t levels[6] = { 0x00, 0x5f, 0x87, 0xaf, 0xd7, 0xff };

	assert_in_range(number, 16, 255);
	if (number >= 232)
		return (8 + 10 * (number - 232)) * 0x010101;
	return levels[(number - 16) / 36] << 16 | levels[(number - 16) / 6 % 6] << 8 | levels[(number - 16) % 6];
}

static bool
has_hue_of(struct oklab wanted, struct oklab got)
{
	double turn = fabs(atan2(wanted.b, wanted.a) - atan2(got.b, got.a));

	return fmin(turn, 2 * 3.14159265 - turn) <= 0.6;
}

/* Has any number INK's hue and the contrast it needs on the ground? No brown is dark enough for 7 on white. */
static bool
hue_can_be_read(const struct theme *theme, unsigned ink, uint32_t ground)
{
	for (unsigned i = 16; i < 256; i++) {
		struct oklab lab = color_to_oklab(shown_256(i));

		if (hypot(lab.a, lab.b) >= 0.035 && has_hue_of(color_to_oklab(theme->inks[ink].rgb), lab) &&
		    theme_contrast(shown_256(i), ground) >= needed_contrast(theme, ink, PAPER_BASE))
			return true;
	}
	return false;
}

static void
check_hue_of_256(const struct theme *theme, unsigned ink, uint32_t shown, uint32_t ground)
{
	struct oklab wanted = color_to_oklab(theme->inks[ink].rgb), got = color_to_oklab(shown);
	double chroma = hypot(wanted.a, wanted.b), got_chroma = hypot(got.a, got.b);

	if (chroma < 0.035 && got_chroma > 0.035)
		fail_msg("%s: ink %u is grey, #%06x is not", theme->name, ink, shown);
	if (!hue_can_be_read(theme, ink, ground))
		return;
	if (chroma > 0.08 && got_chroma < 0.035)
		fail_msg("%s: ink %u has a hue, #%06x has none", theme->name, ink, shown);
	if (chroma > 0.06 && !has_hue_of(wanted, got))
		fail_msg("%s: ink %u has another hue than #%06x", theme->name, ink, shown);
}

static void
theme__to_256__keeps_contrast_on_each_paper_and_hues(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(shipped); i++) {
		uint8_t inks[INK_COUNT][PAPER_COUNT], papers[PAPER_COUNT];
		struct theme theme;

		assert_true(load_shipped(shipped[i], &theme));
		theme_to_256(&theme, inks, papers);
		for (unsigned ink = 0; ink < INK_COUNT; ink++) {
			check_hue_of_256(&theme, ink, shown_256(inks[ink][PAPER_BASE]), shown_256(papers[PAPER_BASE]));
			for (unsigned paper = 0; paper < PAPER_COUNT; paper++)
				check_pair(&theme, ink, shown_256(inks[ink][paper]), paper, shown_256(papers[paper]));
		}
		for (unsigned a = 0; a < PAPER_COUNT; a++)
			for (unsigned b = 0; b < a; b++)
				assert_int_not_equal(papers[a], papers[b]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(theme__shipped__can_be_read_everywhere),
		cmocka_unit_test(theme__shipped__colours_are_shown_as_written),
		cmocka_unit_test(theme__builtin__is_the_shipped_ink),
		cmocka_unit_test(theme__parse__makes_any_palette_readable),
		cmocka_unit_test(theme__parse__makes_random_palettes_readable),
		cmocka_unit_test(theme__parse__reads_the_older_form),
		cmocka_unit_test(theme__parse__takes_roles_and_columns_of_its_own),
		cmocka_unit_test(theme__parse__tells_a_mistake_with_its_line),
		cmocka_unit_test(theme__parse__survives_what_is_no_theme),
		cmocka_unit_test(theme__parse__cuts_long_names_between_characters),
		cmocka_unit_test(theme_set__step__lets_the_users_file_hide_a_shipped_one),
		cmocka_unit_test(theme_set__step__finds_nothing_without_directories),
		cmocka_unit_test(theme_set__find__has_the_builtin_unless_it_is_hidden),
		cmocka_unit_test(theme__contrast__is_that_of_the_standard),
		cmocka_unit_test(theme__to_256__keeps_contrast_on_each_paper_and_hues),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
