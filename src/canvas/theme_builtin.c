/*
 * The theme that is always there: what themes/ink.yaml comes to (a test compares them),
 * so that it need not be worked out.
 */
#include "canvas/theme.h"

const struct theme *
theme_builtin(void)
{
	static const struct theme ink = {
		.id = "ink",
		.name = "Ink",
		.is_dark = true,
		.inks = {
			/* colour, of 16, of 8, without any */
			[INK_TEXT] = { 0xd4d8de, 15, 7, 0 },
			[INK_STRONG] = { 0xf5f6f8, 15, 7, ATTR_BOLD },
			[INK_DIM] = { 0x9aa2b1, 7, 7, ATTR_DIM },
			[INK_RULE] = { 0x3d4450, 8, 4, ATTR_DIM },
			[INK_ACCENT] = { 0x86b4ea, 14, 6, ATTR_BOLD },
			[INK_OK] = { 0x98c58b, 10, 2, 0 },
			[INK_WARN] = { 0xdcc27c, 11, 3, ATTR_BOLD },
			[INK_ERROR] = { 0xea8a88, 9, 1, ATTR_BOLD },
			[INK_INFO] = { 0x7fc4bf, 14, 6, 0 },
			[INK_LINK] = { 0x86b4ea, 14, 6, ATTR_UNDERLINE },
			[INK_CODE] = { 0x7fc4bf, 11, 3, 0 },
			[INK_KEYWORD] = { 0xc0a5e6, 13, 5, ATTR_BOLD },
			[INK_STRING] = { 0x98c58b, 10, 2, 0 },
			[INK_NUMBER] = { 0xe0a06e, 11, 3, 0 },
			[INK_COMMENT] = { 0x9aa2b1, 7, 7, ATTR_DIM },
			[INK_FUNCTION] = { 0xa9c4e6, 14, 6, 0 },
			[INK_ACTOR_1] = { 0x86b4ea, 14, 6, 0 },
			[INK_ACTOR_2] = { 0xe0a06e, 11, 3, 0 },
			[INK_ACTOR_3] = { 0x98c58b, 13, 5, 0 },
			[INK_ACTOR_4] = { 0xc0a5e6, 10, 2, 0 },
			[INK_ACTOR_5] = { 0x7fc4bf, 9, 1, 0 },
			[INK_ACTOR_6] = { 0xea8a88, 15, 7, 0 },
			[INK_ACTOR_7] = { 0xdcc27c, 6, 6, 0 },
			[INK_ACTOR_8] = { 0xe09bbd, 3, 3, 0 },
		},
		.papers = {
			[PAPER_BASE] = { 0x15181d, 0, 0, 0 },
			[PAPER_RAISED] = { 0x1d2127, 0, 0, 0 },
			[PAPER_SELECTED] = { 0x2c323c, 4, 4, ATTR_REVERSE },
			[PAPER_MATCH] = { 0x3b3728, 5, 5, ATTR_UNDERLINE },
			[PAPER_MATCH_ALT] = { 0x403429, 1, 1, ATTR_BOLD | ATTR_UNDERLINE },
			[PAPER_ACCENT] = { 0x24456b, 4, 4, ATTR_REVERSE },
		},
	};

	return &ink;
}
