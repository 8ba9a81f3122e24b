/* Between reading a theme file and making a theme of it. */
#ifndef CANVAS_THEME_PARTS_H
#define CANVAS_THEME_PARTS_H

#include "canvas/theme.h"

#define BASE16_COUNT 16

/* Fill the inks and papers from a base16 palette: THEME's is_dark is found. The columns for fewer colours, too. */
void theme_derive(struct theme *, const uint32_t palette[BASE16_COUNT]);
/* Move inks and papers until every ink can be read on every paper it may lie on, and the actors can be told apart. */
void theme_enforce(struct theme *);
/* Which contrast INK must have on PAPER; 0 where it never lies. */
double theme_required_contrast(const struct theme *, unsigned ink, unsigned paper);

#endif
