/*
 * How text looks, by meaning: an ink (foreground), a paper (background) and attributes. No colour values here; a
 * theme (canvas/theme.h) gives each ink and paper its colour, and what stands for it on 16, 8 and no colours.
 */
#ifndef TEXT_STYLE_H
#define TEXT_STYLE_H

#include <stdint.h>

enum ink {
	INK_TEXT,   /* prose */
	INK_STRONG, /* titles: the strongest contrast */
	INK_DIM,    /* what may be overlooked: still 4.5:1 */
	INK_RULE,   /* borders and rules: decoration only, never text */
	INK_ACCENT, /* the one accent: where we are, what is active */
	INK_OK,     /* with ✓ or a word */
	INK_WARN,   /* with ! or a word */
	INK_ERROR,  /* with ✗ or a word */
	INK_INFO,
	INK_LINK,
	INK_CODE,    /* inline code and code blocks */
	INK_KEYWORD, /* syntax */
	INK_STRING,
	INK_NUMBER,
	INK_COMMENT,
	INK_FUNCTION,
	INK_ACTOR_1, /* threads, producers, sockets, capture groups: eight that can be told apart */
	INK_ACTOR_2,
	INK_ACTOR_3,
	INK_ACTOR_4,
	INK_ACTOR_5,
	INK_ACTOR_6,
	INK_ACTOR_7,
	INK_ACTOR_8,
	INK_COUNT
};

enum paper {
	PAPER_BASE,      /* the screen */
	PAPER_RAISED,    /* title row, key row, cards, fields */
	PAPER_SELECTED,  /* the cursor row of a list, selected text */
	PAPER_MATCH,     /* search hits and regex matches */
	PAPER_MATCH_ALT, /* every second one, or the current hit */
	PAPER_ACCENT,    /* a badge; use INK_STRONG or INK_TEXT on it: the theme guarantees those two */
	PAPER_COUNT
};

enum attr {
	ATTR_BOLD = 1,
	ATTR_ITALIC = 2,
	ATTR_UNDERLINE = 4,
	ATTR_REVERSE = 8,
	ATTR_STRIKE = 16,
	ATTR_DIM = 32
};

struct style {
	uint8_t ink;   /* enum ink */
	uint8_t paper; /* enum paper */
	uint8_t attrs; /* enum attr, ored */
};

#define STYLE(ink_, ...) ((struct style){ .ink = (ink_), __VA_ARGS__ })
#define STYLE_PLAIN      ((struct style){ 0 })

static inline enum ink
ink_actor(unsigned index)
{
	return (enum ink)(INK_ACTOR_1 + index % 8);
}

#endif
