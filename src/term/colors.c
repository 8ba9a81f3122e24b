/* Which colours a terminal has, and what a theme comes to there. */
#include "term/colors.h"

#include "base/i18n.h"
#include "term/curses.h"

#include <stdlib.h>
#include <string.h>

enum {
	DIRECT_COLORS = 1 << 24,
	DIRECT_LOWEST = 8, /* 0–7 mean palette entries in terminfo's direct colour; 0x000008 is as black */
};

/* Of palettes' inks: few have as much as a theme's own must have. */
#define SPECIAL_CONTRAST 3.0 /* on what is selected or found */
#define GROUND_CONTRAST  1.9 /* which the fallbacks were chosen for */
#define RULE_CONTRAST    1.1

/*
 * xterm sets no COLORTERM and calls itself by an entry of 8 colours, but tells its version; direct colour came with
 * 331. Inside a multiplexer, which passes the variable on, TERM is no longer xterm.
 */
static bool
is_known_terminal(void)
{
	const char *term = getenv("TERM"), *version = getenv("XTERM_VERSION"), *tmux = getenv("TMUX");
	const char *number = version ? strchr(version, '(') : NULL;

	return number && strtol(number + 1, NULL, 10) >= 331 && term && strncmp(term, "xterm", 5) == 0 &&
	       !(tmux && *tmux);
}

enum screen_colors
colors_wanted(enum screen_colors option)
{
	const char *no_color = getenv("NO_COLOR"), *color_term = getenv("COLORTERM");

	if (option != SCREEN_COLORS_AUTO)
		return option;
	if (no_color && *no_color)
		return SCREEN_COLORS_NONE;
	if (color_term && (strcmp(color_term, "truecolor") == 0 || strcmp(color_term, "24bit") == 0))
		return SCREEN_COLORS_TRUE;
	return is_known_terminal() ? SCREEN_COLORS_TRUE : SCREEN_COLORS_AUTO;
}

enum screen_colors
colors_depth(const struct terminfo *info, enum screen_colors wanted)
{
	if (wanted == SCREEN_COLORS_NONE || info->colors < 8 || info->pairs < 16)
		return SCREEN_COLORS_NONE;
	enum screen_colors most = info->colors >= DIRECT_COLORS ? SCREEN_COLORS_TRUE
				  : info->colors >= 256         ? SCREEN_COLORS_256
				  : info->colors >= 16          ? SCREEN_COLORS_16
								: SCREEN_COLORS_8;

	if (wanted == SCREEN_COLORS_AUTO)
		return most;
	/* On a direct colour terminal the numbers 8–255 are no palette: all it can be held down to is eight. */
	if (most == SCREEN_COLORS_TRUE && wanted != SCREEN_COLORS_TRUE)
		return SCREEN_COLORS_8;
	return wanted < most ? wanted : most;
}

/* What a theme comes to, as setaf and setab take it; below 0: the terminal's own. */
struct numbers {
	int inks[INK_COUNT][PAPER_COUNT], papers[PAPER_COUNT];
};

static int
color_number(enum screen_colors depth, const struct theme_color *color)
{
	switch (depth) {
	case SCREEN_COLORS_TRUE:
		return color->rgb < DIRECT_LOWEST ? DIRECT_LOWEST : (int)(color->rgb & 0xFFFFFF);
	case SCREEN_COLORS_16:
		return color->ansi16;
	case SCREEN_COLORS_8:
		return color->ansi8;
	default:
		return -1;
	}
}

static void
find_numbers(const struct theme *theme, enum screen_colors depth, struct numbers *out)
{
	uint8_t inks[INK_COUNT][PAPER_COUNT] = { 0 }, papers[PAPER_COUNT] = { 0 };
	bool is_256 = depth == SCREEN_COLORS_256;

	if (is_256)
		theme_to_256(theme, inks, papers);
	for (unsigned i = 0; i < INK_COUNT; i++)
		for (unsigned j = 0; j < PAPER_COUNT; j++)
			out->inks[i][j] = is_256 ? inks[i][j] : color_number(depth, &theme->inks[i]);
	for (unsigned i = 0; i < PAPER_COUNT; i++)
		out->papers[i] = is_256 ? papers[i] : color_number(depth, &theme->papers[i]);
}

/* Colours as xterm shows them: other terminals' have other shades, but what can be read there can be read elsewhere. */
static double
palette_contrast(int ink, int paper)
{
	static const uint32_t shown[16] = {
		0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
		0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
	};

	return theme_contrast(shown[ink], shown[paper]);
}

/*
 * Where a theme has to do with the terminal's few colours, an ink that is good on the ground may not be seen on other
 * papers: there it gives way to that of text. Borders may be faint, but not gone.
 */
static int
ink_number(const struct numbers *numbers, enum screen_colors depth, unsigned ink, unsigned paper)
{
	int number = numbers->inks[ink][paper], background = numbers->papers[paper];
	double needed = ink == INK_RULE ? RULE_CONTRAST : paper <= PAPER_RAISED ? GROUND_CONTRAST : SPECIAL_CONTRAST;

	if (depth > SCREEN_COLORS_16 || number < 0 || background < 0 || palette_contrast(number, background) >= needed)
		return number;
	return numbers->inks[INK_TEXT][paper];
}

/* The pair of these two colours, made when there is none yet; 0 when no more can be made. */
static int
pair_of(struct colors *colors, int ink, int paper)
{
	int pair = 1;

	while (pair < colors->pair_count && (colors->made[pair].ink != ink || colors->made[pair].paper != paper))
		pair++;
	if (pair < colors->pair_count)
		return pair;
	if (pair >= colors->pairs_max)
		return 0;
	colors->made[pair].ink = ink;
	colors->made[pair].paper = paper;
	return colors->pair_count++;
}

/* Terminals of few colours show bold in the brighter one, which on a light paper is fainter: black becomes grey. */
static bool
is_faint_in_bold(enum screen_colors depth, int ink, int paper)
{
	enum {
		BRIGHTER = 8
	};

	return depth <= SCREEN_COLORS_16 && ink >= 0 && ink < BRIGHTER && paper >= 0 &&
	       palette_contrast(ink + BRIGHTER, paper) < palette_contrast(ink, paper);
}

static void
set_style(struct colors *colors, const struct numbers *numbers, unsigned ink, unsigned paper)
{
	int foreground = ink_number(numbers, colors->depth, ink, paper), background = numbers->papers[paper];

	colors->pairs[ink][paper] = pair_of(colors, foreground, background);
	colors->taken[ink][paper] = is_faint_in_bold(colors->depth, foreground, background) ? ATTR_BOLD : 0;
}

/*
 * A pair for each combination that is used, once: a terminal with 64 pairs has too few for all inks on all papers, but
 * most of those are the same eight colours. When they run out, the terminal's own colours are shown.
 */
void
colors_set_theme(struct colors *colors, const struct theme *theme)
{
	struct numbers numbers;

	find_numbers(theme, colors->depth, &numbers);
	memset(colors->pairs, 0, sizeof(colors->pairs));
	memset(colors->added, 0, sizeof(colors->added));
	memset(colors->taken, 0, sizeof(colors->taken));
	colors->pair_count = 1;
	for (unsigned ink = 0; ink < INK_COUNT; ink++)
		for (unsigned paper = 0; paper < PAPER_COUNT; paper++)
			if (colors->depth == SCREEN_COLORS_NONE)
				colors->added[ink][paper] = (uint8_t)(theme->inks[ink].mono |
								      theme->papers[paper].mono);
			else
				set_style(colors, &numbers, ink, paper);
}

unsigned
colors_attrs(const struct colors *colors, struct style style)
{
	return (style.attrs | colors->added[style.ink][style.paper]) & ~(unsigned)colors->taken[style.ink][style.paper];
}

void
colors_start(const struct colors *colors)
{
	if (colors->depth == SCREEN_COLORS_NONE)
		return;
	start_color();
	use_default_colors();
	colors_make_pairs(colors);
}

void
colors_make_pairs(const struct colors *colors)
{
	for (int pair = 1; pair < colors->pair_count; pair++)
		init_extended_pair(pair, colors->made[pair].ink, colors->made[pair].paper);
}

const char *
colors_name(enum screen_colors depth)
{
	static const char *const names[] = {
		[SCREEN_COLORS_AUTO] = N_("whatever the terminal has"),
		[SCREEN_COLORS_NONE] = N_("none"),
		[SCREEN_COLORS_8] = N_("8"),
		[SCREEN_COLORS_16] = N_("16"),
		[SCREEN_COLORS_256] = N_("256"),
		[SCREEN_COLORS_TRUE] = N_("16 million"),
	};

	return _(names[depth]);
}
