/* Colours as numbers: contrast, and lightness moved without changing the hue. */
#include "canvas/color.h"

#include "canvas/theme.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>

/* The light a channel's VALUE, of 0 to 1, stands for. */
static double
light_of(double value)
{
	return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

/* The same of 0 to 255; kept, since a theme asks tens of thousands of times for some of them. */
static double
linear_of(unsigned channel)
{
	static double table[256];

	channel &= 255u;
	if (table[channel] == 0)
		table[channel] = light_of(channel / 255.0);
	return table[channel];
}

double
color_luminance(uint32_t rgb)
{
	return 0.2126 * linear_of(rgb >> 16) + 0.7152 * linear_of(rgb >> 8) + 0.0722 * linear_of(rgb);
}

/* The contrast of two luminances. */
static double
contrast_of(double a, double b)
{
	return a > b ? (a + 0.05) / (b + 0.05) : (b + 0.05) / (a + 0.05);
}

double
theme_contrast(uint32_t rgb_a, uint32_t rgb_b)
{
	return contrast_of(color_luminance(rgb_a), color_luminance(rgb_b));
}

struct oklab
color_to_oklab(uint32_t rgb)
{
	double r = linear_of(rgb >> 16), g = linear_of(rgb >> 8), b = linear_of(rgb);
	double l = cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
	double m = cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
	double s = cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);

	return (struct oklab){
		.lightness = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
		.a = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
		.b = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s,
	};
}

/* Where one value of a channel ends and the next begins, as light: between INDEX, of 0 to 254, and INDEX + 1. */
static double
bound_of(unsigned index)
{
	static double table[255];

	if (table[index] == 0)
		table[index] = light_of((index + 0.5) / 255);
	return table[index];
}

/* False, and *OUT untouched, if the value lies outside what a channel can hold. */
static bool
channel_of(double linear, unsigned *out)
{
	unsigned low = 0, high = 255;

	if (!(linear > -0.00015 && linear < 1.0045)) /* half a step of 255 beyond the ends */
		return false;
	while (low < high) {
		unsigned middle = (low + high) / 2;

		if (linear < bound_of(middle))
			high = middle;
		else
			low = middle + 1;
	}
	*out = low;
	return true;
}

static bool
try_oklab(struct oklab lab, uint32_t *rgb)
{
	double l = lab.lightness + 0.3963377774 * lab.a + 0.2158037573 * lab.b;
	double m = lab.lightness - 0.1055613458 * lab.a - 0.0638541728 * lab.b;
	double s = lab.lightness - 0.0894841775 * lab.a - 1.2914855480 * lab.b;
	unsigned red, green, blue;

	l = l * l * l;
	m = m * m * m;
	s = s * s * s;
	if (!channel_of(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s, &red) ||
	    !channel_of(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s, &green) ||
	    !channel_of(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s, &blue))
		return false;
	*rgb = red << 16 | green << 8 | blue;
	return true;
}

uint32_t
color_from_oklab(struct oklab lab)
{
	double lightness = fmin(fmax(lab.lightness, 0), 1);

	for (int part = 20; part >= 0; part--) {
		struct oklab less = { lightness, lab.a * part / 20, lab.b * part / 20 };
		uint32_t rgb;

		if (try_oklab(less, &rgb))
			return rgb;
	}
	return lightness < 0.5 ? 0x000000 : 0xffffff;
}

double
color_distance(uint32_t rgb_a, uint32_t rgb_b)
{
	struct oklab x = color_to_oklab(rgb_a), y = color_to_oklab(rgb_b);

	return sqrt((x.lightness - y.lightness) * (x.lightness - y.lightness) + (x.a - y.a) * (x.a - y.a) +
		    (x.b - y.b) * (x.b - y.b));
}

uint32_t
color_mix(uint32_t rgb_a, uint32_t rgb_b, double part_b)
{
	struct oklab x = color_to_oklab(rgb_a), y = color_to_oklab(rgb_b);

	return color_from_oklab((struct oklab){
		.lightness = x.lightness + (y.lightness - x.lightness) * part_b,
		.a = x.a + (y.a - x.a) * part_b,
		.b = x.b + (y.b - x.b) * part_b,
	});
}

uint32_t
color_move_away(uint32_t ink, const uint32_t *papers, size_t count, double contrast, bool to_light)
{
	struct oklab lab = color_to_oklab(ink);
	double luminances[COLOR_PAPERS_MAX];

	assert(count <= COLOR_PAPERS_MAX);
	for (size_t i = 0; i < count; i++)
		luminances[i] = color_luminance(papers[i]);
	for (;;) {
		double luminance = color_luminance(ink), min = 21;

		for (size_t i = 0; i < count; i++)
			min = fmin(min, contrast_of(luminance, luminances[i]));
		if (min >= contrast)
			return ink;
		lab.lightness += to_light ? 0.01 : -0.01;
		if (lab.lightness <= 0 || lab.lightness >= 1)
			return to_light ? 0xffffff : 0x000000;
		ink = color_from_oklab(lab);
	}
}
