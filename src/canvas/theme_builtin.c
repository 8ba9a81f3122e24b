/* The theme that is always there: themes/ink.yaml compiled in (a test compares them). */
#include "canvas/theme.h"

#include <stdlib.h>

static const char text[] = "system: base16\n"
			   "name: Ink\n"
			   "author: notes-tui\n"
			   "variant: dark\n"
			   "palette:\n"
			   "  base00: \"#15181d\"\n"
			   "  base01: \"#1d2127\"\n"
			   "  base02: \"#2c323c\"\n"
			   "  base03: \"#8b93a1\"\n"
			   "  base04: \"#a7aeba\"\n"
			   "  base05: \"#d4d8de\"\n"
			   "  base06: \"#e4e7eb\"\n"
			   "  base07: \"#f5f6f8\"\n"
			   "  base08: \"#ea8a88\"\n"
			   "  base09: \"#e0a06e\"\n"
			   "  base0A: \"#dcc27c\"\n"
			   "  base0B: \"#98c58b\"\n"
			   "  base0C: \"#7fc4bf\"\n"
			   "  base0D: \"#86b4ea\"\n"
			   "  base0E: \"#c0a5e6\"\n"
			   "  base0F: \"#e09bbd\"\n"
			   "notes-tui:\n"
			   "  rule: \"#3d4450\"\n"
			   "  function: \"#a9c4e6\"\n"
			   "  paper-match: \"#453f2a\"\n"
			   "  paper-match-alt: \"#54402d\"\n"
			   "  paper-accent: \"#24456b\"\n";

const struct theme *
theme_builtin(void)
{
	static struct theme theme;

	/* a text of our own that cannot be read is a bug */
	if (!theme.id[0] && !theme_parse(&theme, str_of_c(text), STR("ink"), NULL))
		abort();
	return &theme;
}
