/* Contrast: inks and papers moved until everything can be read, and the actors told apart. */
#include "canvas/theme_parts.h"

#include "canvas/color.h"

#include <math.h>

#define PAPER_CONTRAST_MAX 1.5 /* between papers: what is left of 21:1 is for the inks */
#define RULE_CONTRAST      1.5
#define HUE_ROOM           1.35 /* near white and black there are no hues: the ground stays off by this much more */
#define READ_CONTRAST      4.5
#define PROSE_CONTRAST     5.5 /* above READ_CONTRAST, so that dim text stays dimmer than prose */
#define PROJECTOR_CONTRAST 7.0
#define ACTOR_DISTANCE     0.06 /* in OKLab */

double
theme_required_contrast(const struct theme *theme, unsigned ink, unsigned paper)
{
	if (ink == INK_RULE)
		return paper == PAPER_BASE || paper == PAPER_RAISED ? RULE_CONTRAST : 0;
	if (paper == PAPER_ACCENT && ink != INK_TEXT && ink != INK_STRONG)
		return 0;
	if (ink == INK_DIM || ink == INK_COMMENT)
		return READ_CONTRAST;
	if (theme->is_projector)
		return PROJECTOR_CONTRAST;
	return ink == INK_TEXT || ink == INK_STRONG ? PROSE_CONTRAST : READ_CONTRAST;
}

static double
highest_required(const struct theme *theme)
{
	return theme->is_projector ? PROJECTOR_CONTRAST : PROSE_CONTRAST;
}

/* Mixed into the ground no more than it takes to be near enough to it, for the inks' sake. */
static uint32_t
settle_paper(uint32_t paper, uint32_t ground)
{
	for (int part = 0; part <= 20; part++) {
		uint32_t mixed = color_mix(paper, ground, part / 20.0);

		if (theme_contrast(mixed, ground) <= PAPER_CONTRAST_MAX)
			return mixed;
	}
	return ground;
}

/* The ground leaves room for inks on all papers; the other papers stay near it and can be seen beside it. */
static void
settle_papers(struct theme *theme)
{
	static const double visible[PAPER_COUNT] = {
		[PAPER_RAISED] = 0.012, [PAPER_SELECTED] = 0.045, [PAPER_MATCH] = 0.05, [PAPER_MATCH_ALT] = 0.05
	};
	uint32_t extreme = theme->is_dark ? 0xffffff : 0x000000;
	uint32_t ground = color_move_away(theme->papers[PAPER_BASE].rgb, &extreme, 1,
					  highest_required(theme) * PAPER_CONTRAST_MAX * HUE_ROOM, !theme->is_dark);

	theme->papers[PAPER_BASE].rgb = ground;
	for (unsigned i = PAPER_RAISED; i < PAPER_ACCENT; i++) {
		uint32_t paper = settle_paper(theme->papers[i].rgb, ground);
		struct oklab lab = color_to_oklab(paper);

		for (int step = 0; step < 20 && color_distance(paper, ground) < visible[i]; step++) {
			lab.lightness += theme->is_dark ? 0.005 : -0.005;
			paper = color_from_oklab(lab);
		}
		theme->papers[i].rgb = paper;
	}
}

/* The papers an ink may lie on while inks are moved: the accent paper follows afterwards. */
static size_t
papers_of(const struct theme *theme, unsigned ink, uint32_t papers[PAPER_COUNT])
{
	size_t count = 0;

	for (unsigned i = 0; i < PAPER_ACCENT; i++)
		if (theme_required_contrast(theme, ink, i) > 0)
			papers[count++] = theme->papers[i].rgb;
	return count;
}

static uint32_t
readable(const struct theme *theme, unsigned ink, uint32_t rgb)
{
	uint32_t papers[PAPER_COUNT];
	size_t count = papers_of(theme, ink, papers);

	return color_move_away(rgb, papers, count, theme_required_contrast(theme, ink, PAPER_BASE), theme->is_dark);
}

static double
distance_to_earlier(const struct theme *theme, unsigned ink, uint32_t rgb)
{
	double min = 10;

	for (unsigned i = INK_ACTOR_1; i < ink; i++)
		min = fmin(min, color_distance(rgb, theme->inks[i].rgb));
	return min;
}

#define HUE_COUNT   36
#define LIFT_COUNT  4
#define WHEEL_COUNT (HUE_COUNT * LIFT_COUNT)

/*
 * The colours an actor may be given: as colourful as can be at each hue, no farther from the ground than they must be,
 * and then lifted. What one actor must fulfil all must, so they are made once.
 */
static void
make_wheel(const struct theme *theme, uint32_t wheel[WHEEL_COUNT])
{
	const double chroma = 0.14, step = 10 * 3.14159265358979 / 180;

	for (int hue = 0; hue < HUE_COUNT; hue++) {
		struct oklab lab = { .lightness = theme->is_dark ? 0.5 : 0.7 };

		lab.a = chroma * cos(hue * step);
		lab.b = chroma * sin(hue * step);
		double nearest = color_to_oklab(readable(theme, INK_ACTOR_1, color_from_oklab(lab))).lightness;

		for (int lift = 0; lift < LIFT_COUNT; lift++) {
			lab.lightness = nearest + (theme->is_dark ? 0.04 : -0.04) * lift;
			wheel[LIFT_COUNT * hue + lift] = readable(theme, INK_ACTOR_1, color_from_oklab(lab));
		}
	}
}

/* The colour of the wheel that is farthest from all earlier actors, if it is farther than RGB is. */
static uint32_t
farthest(const struct theme *theme, const uint32_t wheel[WHEEL_COUNT], unsigned ink, uint32_t rgb)
{
	double best = distance_to_earlier(theme, ink, rgb);

	for (int i = 0; i < WHEEL_COUNT; i++) {
		double distance = distance_to_earlier(theme, ink, wheel[i]);

		if (distance > best) {
			best = distance;
			rgb = wheel[i];
		}
	}
	return rgb;
}

static bool
is_apart(const struct theme *theme)
{
	for (unsigned i = INK_ACTOR_2; i <= INK_ACTOR_8; i++)
		if (distance_to_earlier(theme, i, theme->inks[i].rgb) < ACTOR_DISTANCE)
			return false;
	return true;
}

/* The palette's own colours where they can be told apart; where they leave too little room, all but the first anew. */
static void
settle_actors(struct theme *theme)
{
	uint32_t wheel[WHEEL_COUNT];

	if (is_apart(theme))
		return;
	make_wheel(theme, wheel);
	for (unsigned i = INK_ACTOR_2; i <= INK_ACTOR_8; i++)
		if (distance_to_earlier(theme, i, theme->inks[i].rgb) < ACTOR_DISTANCE)
			theme->inks[i].rgb = farthest(theme, wheel, i, theme->inks[i].rgb);
	if (is_apart(theme))
		return;
	for (unsigned i = INK_ACTOR_2; i <= INK_ACTOR_8; i++)
		theme->inks[i].rgb = farthest(theme, wheel, i, theme->inks[INK_ACTOR_1].rgb);
}

static void
settle_accent_paper(struct theme *theme)
{
	struct theme_color *accent = &theme->papers[PAPER_ACCENT];
	uint32_t wanted = accent->rgb, ground = theme->papers[PAPER_BASE].rgb;

	for (int part = 0; part <= 20; part++) {
		accent->rgb = color_mix(wanted, ground, part / 20.0);
		if (fmin(theme_contrast(theme->inks[INK_TEXT].rgb, accent->rgb),
			 theme_contrast(theme->inks[INK_STRONG].rgb, accent->rgb)) >= highest_required(theme))
			return;
	}
	accent->rgb = ground;
}

void
theme_enforce(struct theme *theme)
{
	settle_papers(theme);
	for (unsigned i = 0; i < INK_COUNT; i++)
		theme->inks[i].rgb = readable(theme, i, theme->inks[i].rgb);
	if (theme_contrast(theme->inks[INK_STRONG].rgb, theme->papers[PAPER_BASE].rgb) <
	    theme_contrast(theme->inks[INK_TEXT].rgb, theme->papers[PAPER_BASE].rgb))
		theme->inks[INK_STRONG].rgb = theme->inks[INK_TEXT].rgb;
	settle_actors(theme);
	settle_accent_paper(theme);
}
