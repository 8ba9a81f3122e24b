/* Colours as numbers: contrast, lightness moved without changing the hue. Shared by the theme files. Pure. */
#ifndef CANVAS_COLOR_H
#define CANVAS_COLOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * OKLab (Björn Ottosson, https://bottosson.github.io/posts/oklab/): equal steps look equal. L 0–1, a and b about ±0.3.
 */
struct oklab {
	double lightness, a, b;
};

double color_luminance(uint32_t rgb); /* WCAG 2.1 relative luminance, 0–1 */
struct oklab color_to_oklab(uint32_t rgb);
/* With as much of the chroma as sRGB can show at that lightness. */
uint32_t color_from_oklab(struct oklab);
double color_distance(uint32_t rgb_a, uint32_t rgb_b); /* in OKLab; 0.02 can just be seen side by side */
uint32_t color_mix(uint32_t rgb_a, uint32_t rgb_b, double part_b);

#define COLOR_PAPERS_MAX 16
/* INK made lighter or darker, no more than it takes to have CONTRAST on every paper; white or black if nothing has. */
uint32_t color_move_away(uint32_t ink, const uint32_t *papers, size_t count, double contrast, bool to_light);

#endif
