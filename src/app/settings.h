/*
 * What a reader set up in $XDG_CONFIG_HOME/notes-tui/config.yaml: keys, theme, mouse, language, ascii. A mistake is
 * kept with its line and the rest still applies.
 */
#ifndef APP_SETTINGS_H
#define APP_SETTINGS_H

#include "app/keymap.h"
#include "base/err.h"
#include "base/vec.h"
#include "canvas/theme.h"

#include <stdbool.h>

struct settings {
	char *theme;    /* owned; NULL: not set */
	char *language; /* owned; NULL: the locale's */
	bool use_mouse;
	bool use_ascii;
	struct keymap keymap;
	VEC(struct err) errors; /* each with file and line */
	struct err theme_place; /* where THEME was set; no words */
};

void settings_init(struct settings *); /* the defaults */
void settings_fini(struct settings *);
void settings_apply(struct settings *, struct str yaml, struct str file); /* FILE: for the errors */
void settings_load(struct settings *, const char *config_dir);            /* NULL or no file there: nothing happens */
/* The theme that is set; NULL if none is, or with words if there is none of that name. */
const struct theme *settings_theme(const struct settings *, struct theme_set *, struct err *);
/* The words for it; always false. */
bool settings_no_theme(const char *name, struct err *);

#endif
