/*
 * Themes: base16 YAML files (https://github.com/tinted-theming/home, spec 0.11 and the older flat form) made into a
 * colour for each ink and paper, plus what stands for them on terminals with 16, 8 and no colours.
 *
 * A file may add a `notes-tui:` mapping that sets inks by name and papers as `paper-NAME` outright (`accent: base0E` or
 * `'#rrggbb'`), says `projector: true`, and has columns `ansi16:`, `ansi8:` (numbers, -1 the terminal's own) and
 * `mono:` (words: `bold underline`) from the same names; without it they are derived. Contrast is enforced when a theme
 * is made: inks are moved away from every paper they may lie on until text has 4.5:1 (projector themes 7:1, dim text
 * 4.5:1, rules 1.5:1), papers are brought near enough to the ground for that, and the eight actors are kept apart.
 */
#ifndef CANVAS_THEME_H
#define CANVAS_THEME_H

#include "base/err.h"
#include "base/vec.h"
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
const struct theme *theme_builtin(void);               /* themes/ink.yaml, compiled in */
double theme_contrast(uint32_t rgb_a, uint32_t rgb_b); /* WCAG 2.1 contrast ratio, 1–21 */
/*
 * The numbers that stand for the theme's colours in the palette of 256, 16–255: no two papers share one. An ink has one
 * for each paper, with the contrast it must have there: of the palette's few greens, none may be dark enough for all.
 */
void theme_to_256(const struct theme *, uint8_t inks[INK_COUNT][PAPER_COUNT], uint8_t papers[PAPER_COUNT]);

/*
 * The themes of the user's directory and of the shipped one; a user's file hides a shipped one of the same id. A theme
 * is read when it is asked for by its id; the others one at a time, by theme_set_step. Themes keep their address. The
 * shipped ink, which most people see first, is the one compiled in.
 */
struct theme_set {
	char *dirs[2];               /* the user's first; NULL: none */
	VEC(struct theme *) themes;  /* read so far; by id once all are */
	VEC(struct err) errors;      /* files and directories that could not be read */
	VEC(char *) broken;          /* the paths of those files */
	VEC(char *) unread;          /* paths, the next one last; hidden ones among them */
	bool is_listed, is_complete; /* UNREAD was filled; and is done with */
};
void theme_set_init(struct theme_set *, const char *shipped_dir, const char *user_dir); /* either may be NULL */
void theme_set_fini(struct theme_set *);
const struct theme *theme_set_find(struct theme_set *, struct str id); /* NULL if there is none */
bool theme_set_step(struct theme_set *);                               /* one more file; true while there is more */

#endif
