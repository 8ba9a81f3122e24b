/* A theme on a terminal of 256 colours: the nearest of its cube and greys, where hues, signs and contrast are kept. */
#include "canvas/theme_parts.h"

#include "canvas/color.h"

enum {
	FIRST = 16, /* what is before it the user may have changed */
	FIRST_GREY = 232,
	PALETTE_COUNT = 256
};

#define HUE_WEIGHT 3.0 /* a strange hue is seen before a strange lightness: red that is brown, green that is grey */

struct shown {
	uint32_t rgb;
	struct oklab lab;
};

static uint32_t
rgb_of(unsigned number)
{
	static const uint8_t levels[6] = { 0, 95, 135, 175, 215, 255 };

	if (number >= FIRST_GREY)
		return (8 + 10 * (number - FIRST_GREY)) * 0x010101u;
	number -= FIRST;
	return (uint32_t)levels[number / 36] << 16 | (uint32_t)levels[number / 6 % 6] << 8 | levels[number % 6];
}

static double
difference(struct oklab x, struct oklab y)
{
	double lightness = x.lightness - y.lightness, a = x.a - y.a, b = x.b - y.b;

	return lightness * lightness + HUE_WEIGHT * (a * a + b * b);
}

/* The nearest to RGB that has CONTRAST on GROUND and is not among the TAKEN; black or white always has, or no other. */
static uint8_t
nearest(const struct shown shown[PALETTE_COUNT], uint32_t rgb, double contrast, uint32_t ground, const uint8_t *taken,
	unsigned taken_count)
{
	struct oklab lab = color_to_oklab(rgb);
	double least = 1e9;
	unsigned best = FIRST;

	for (unsigned i = FIRST; i < PALETTE_COUNT; i++) {
		double now = difference(shown[i].lab, lab);
		bool is_taken = false;

		for (unsigned j = 0; j < taken_count; j++)
			is_taken |= taken[j] == i;
		if (now >= least || is_taken || (contrast > 1 && theme_contrast(shown[i].rgb, ground) < contrast))
			continue;
		least = now;
		best = i;
	}
	return (uint8_t)best;
}

void
theme_to_256(const struct theme *theme, uint8_t inks[INK_COUNT][PAPER_COUNT], uint8_t papers[PAPER_COUNT])
{
	struct shown shown[PALETTE_COUNT];
	uint32_t extreme = theme->is_dark ? 0xffffff : 0x000000; /* what text can be moved to */

	for (unsigned i = FIRST; i < PALETTE_COUNT; i++)
		shown[i] = (struct shown){ rgb_of(i), color_to_oklab(rgb_of(i)) };
	for (unsigned i = 0; i < PAPER_COUNT; i++) /* what is selected and what is found are to be told apart */
		papers[i] = nearest(shown, theme->papers[i].rgb, theme_required_contrast(theme, INK_TEXT, i), extreme,
				    papers, i);
	for (unsigned i = 0; i < INK_COUNT; i++)
		for (unsigned j = PAPER_BASE; j < PAPER_COUNT; j++) {
			double required = theme_required_contrast(theme, i, j);

			if (required > 0)
				inks[i][j] = nearest(shown, theme->inks[i].rgb, required, shown[papers[j]].rgb, NULL,
						     0);
			else /* it never lies there */
				inks[i][j] = inks[i][PAPER_BASE];
		}
}
