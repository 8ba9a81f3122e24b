/*
 * Themes: base16 YAML files (https://github.com/tinted-theming/home, spec 0.11 and the older flat form) made into a
 * colour for each ink and paper, plus what stands for them on terminals with 16, 8 and no colours.
 *
 * A file may add a `notes-tui:` mapping that sets inks by name and papers as `paper-NAME` outright (`accent: base0E` or
 * `'#rrggbb'`), says `projector: true`, and has columns `ansi16:`, `ansi8:` (numbers, -1 the terminal's own) and `mono:`
 * (words: `bold underline`) from the same names; without it they are derived. Contrast is enforced when a theme is made:
 * inks are moved away from every paper they may lie on until text has 4.5:1 (projector themes 7:1, dim text 4.5:1, rules
 * 1.5:1), papers are brought near enough to the ground for that, and the eight actors are kept apart.
 */
#ifndef CANVAS_THEME_H
#define CANVAS_THEME_H

#include "base/err.h"
#include "text/style.h"

#include <stdbool.h>
#include <stdint.h>

struct theme_color {
	uint32_t rgb;   /* 0xRRGGBB */
	int16_t ansi16; /* 0–15, or -1 the terminal's default */
	int16_t ansi8;  /* 0–7, or -1 */
	uint8_t mono;   /* enum attr, ored */
};

struct theme {
	char id[64];   /* file name without .yaml: what settings name */
	char name[64]; /* what people see */
	bool is_dark, is_projector;
	struct theme_color inks[INK_COUNT];
	struct theme_color papers[PAPER_COUNT];
};

bool theme_parse(struct theme *, struct str yaml, struct str id, struct err *);
const struct theme *theme_builtin(void);               /* compiled in; used when no file can be read */
double theme_contrast(uint32_t rgb_a, uint32_t rgb_b); /* WCAG 2.1 contrast ratio, 1–21 */
uint8_t theme_nearest_256(uint32_t rgb);               /* 16–255: cube and greys */

/* All themes of the shipped directory and of the user's, by id; a user's file hides a shipped one. */
struct theme_set {
	struct theme *themes;
	size_t count;
	struct err *errors; /* files that could not be read as a theme */
	size_t error_count;
};
bool theme_set_load(struct theme_set *, const char *shipped_dir, const char *user_dir); /* either may be NULL */
void theme_set_fini(struct theme_set *);
const struct theme *theme_set_find(const struct theme_set *, struct str id); /* NULL if there is none */

#endif
