/* From a base16 palette to inks and papers, with what stands for each on 16, 8 and no colours. */
#include "canvas/theme_parts.h"

#include "canvas/color.h"

/* What stands for a role: colour numbers on a dark and a light ground, attributes where there is no colour. */
struct fallback {
	int16_t dark16, light16, dark8, light8;
	uint8_t mono;
};

/* Only pairs that can be read in the palettes of xterm, VGA and the common desktops: no yellow on white, no blue on
 * black. Titles on a light ground are blue: black would be grey in bold. Where few are left, roles share one: their
 * signs and words tell them apart. */
static const struct fallback ink_fallbacks[INK_COUNT] = {
	[INK_TEXT] = { 15, 0, 7, 0, 0 },           [INK_STRONG] = { 15, 4, 7, 4, ATTR_BOLD },
	[INK_DIM] = { 7, 8, 7, 0, ATTR_DIM },      [INK_RULE] = { 8, 7, 4, 4, ATTR_DIM },
	[INK_ACCENT] = { 14, 4, 6, 4, ATTR_BOLD }, [INK_OK] = { 10, 2, 2, 4, 0 },
	[INK_WARN] = { 11, 5, 3, 5, ATTR_BOLD },   [INK_ERROR] = { 9, 1, 1, 1, ATTR_BOLD },
	[INK_INFO] = { 14, 4, 6, 4, 0 },           [INK_LINK] = { 14, 4, 6, 4, ATTR_UNDERLINE },
	[INK_CODE] = { 11, 5, 3, 5, 0 },           [INK_KEYWORD] = { 13, 4, 5, 4, ATTR_BOLD },
	[INK_STRING] = { 10, 2, 2, 5, 0 },         [INK_NUMBER] = { 11, 1, 3, 1, 0 },
	[INK_COMMENT] = { 7, 8, 7, 0, ATTR_DIM },  [INK_FUNCTION] = { 14, 5, 6, 4, 0 },
	[INK_ACTOR_1] = { 14, 4, 6, 4, 0 },        [INK_ACTOR_2] = { 11, 1, 3, 1, 0 },
	[INK_ACTOR_3] = { 13, 5, 5, 5, 0 },        [INK_ACTOR_4] = { 10, 2, 2, 0, 0 },
	[INK_ACTOR_5] = { 9, 6, 1, 4, 0 },         [INK_ACTOR_6] = { 15, 0, 7, 1, 0 },
	[INK_ACTOR_7] = { 6, 8, 6, 5, 0 },         [INK_ACTOR_8] = { 3, 12, 3, 0, 0 },
};

static const struct fallback paper_fallbacks[PAPER_COUNT] = {
	[PAPER_BASE] = { 0, 15, 0, 7, 0 },
	[PAPER_RAISED] = { 0, 7, 0, 7, 0 },
	[PAPER_SELECTED] = { 4, 14, 4, 6, ATTR_REVERSE },
	[PAPER_MATCH] = { 5, 11, 5, 3, ATTR_UNDERLINE },
	[PAPER_MATCH_ALT] = { 1, 10, 1, 2, ATTR_UNDERLINE | ATTR_BOLD },
	[PAPER_ACCENT] = { 4, 14, 4, 6, ATTR_REVERSE },
};

/*
 * base16: 00–07 from background to foreground, 08 red, 09 orange, 0A yellow, 0B green, 0C cyan, 0D blue, 0E violet,
 * 0F brown.
 */
static const uint8_t ink_of_base[INK_COUNT] = {
	[INK_TEXT] = 0x5,     [INK_STRONG] = 0x7,  [INK_DIM] = 0x3,     [INK_RULE] = 0x2,    [INK_ACCENT] = 0xd,
	[INK_OK] = 0xb,       [INK_WARN] = 0xa,    [INK_ERROR] = 0x8,   [INK_INFO] = 0xc,    [INK_LINK] = 0xd,
	[INK_CODE] = 0xc,     [INK_KEYWORD] = 0xe, [INK_STRING] = 0xb,  [INK_NUMBER] = 0x9,  [INK_COMMENT] = 0x3,
	[INK_FUNCTION] = 0xd, [INK_ACTOR_1] = 0xd, [INK_ACTOR_2] = 0x9, [INK_ACTOR_3] = 0xb, [INK_ACTOR_4] = 0xe,
	[INK_ACTOR_5] = 0xc,  [INK_ACTOR_6] = 0x8, [INK_ACTOR_7] = 0xa, [INK_ACTOR_8] = 0xf,
};

static void
use_fallback(struct theme_color *color, const struct fallback *fallback, bool is_dark)
{
	color->ansi16 = (int16_t)(is_dark ? fallback->dark16 : fallback->light16);
	color->ansi8 = (int16_t)(is_dark ? fallback->dark8 : fallback->light8);
	color->mono = fallback->mono;
}

/* 06 and 07 lie at either end in one palette or another: the strongest of them. */
static uint32_t
strongest(const uint32_t palette[BASE16_COUNT])
{
	uint32_t best = palette[5];

	for (int i = 6; i <= 7; i++)
		if (theme_contrast(palette[i], palette[0]) > theme_contrast(best, palette[0]))
			best = palette[i];
	return best;
}

void
theme_derive(struct theme *theme, const uint32_t palette[BASE16_COUNT])
{
	theme->is_dark = color_luminance(palette[0]) < color_luminance(palette[5]);
	for (unsigned i = 0; i < INK_COUNT; i++) {
		theme->inks[i].rgb = palette[ink_of_base[i]];
		use_fallback(&theme->inks[i], &ink_fallbacks[i], theme->is_dark);
	}
	theme->inks[INK_STRONG].rgb = strongest(palette);
	for (unsigned i = 0; i < PAPER_COUNT; i++)
		use_fallback(&theme->papers[i], &paper_fallbacks[i], theme->is_dark);
	theme->papers[PAPER_BASE].rgb = palette[0];
	theme->papers[PAPER_RAISED].rgb = palette[1];
	theme->papers[PAPER_SELECTED].rgb = palette[2];
	theme->papers[PAPER_MATCH].rgb = color_mix(palette[0], palette[0xa], 0.35);
	theme->papers[PAPER_MATCH_ALT].rgb = color_mix(palette[0], palette[0x9], 0.5);
	theme->papers[PAPER_ACCENT].rgb = color_mix(palette[0], palette[0xd], 0.4);
}
