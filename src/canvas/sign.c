/* The signs pictures are made of, each with its ASCII stand-in: one column wide in both. */
#include "canvas/canvas.h"

#include <assert.h>

static bool is_ascii;

static const struct {
	const char *unicode, *ascii;
} signs[SIGN_COUNT] = {
	[SIGN_RULE_H] = { "─", "-" },      [SIGN_RULE_V] = { "│", "|" },     [SIGN_BULLET] = { "•", "*" },
	[SIGN_BULLET_2] = { "◦", "o" },    [SIGN_BULLET_3] = { "▪", "-" },   [SIGN_CHECK] = { "✓", "v" },
	[SIGN_CROSS] = { "✗", "x" },       [SIGN_STAR] = { "★", "*" },       [SIGN_HERE] = { "●", "@" },
	[SIGN_NEW] = { "·", "." },         [SIGN_BEGUN] = { "◐", "o" },      [SIGN_CURSOR_BAR] = { "▌", ">" },
	[SIGN_ARROW_RIGHT] = { "→", ">" }, [SIGN_ARROW_LEFT] = { "←", "<" }, [SIGN_ARROW_UP] = { "↑", "^" },
	[SIGN_ARROW_DOWN] = { "↓", "v" },  [SIGN_BLOCKED] = { "‖", "=" },    [SIGN_RUN] = { "▶", ">" },
	[SIGN_BACK] = { "◀", "<" },        [SIGN_FULL] = { "▮", "#" },       [SIGN_EMPTY] = { "▯", "." },
	[SIGN_ELLIPSIS] = { "…", "~" },    [SIGN_CRUMB] = { "›", ">" },      [SIGN_ENTER] = { "⏎", "<" },
	[SIGN_TREE_TEE] = { "├", "|" },    [SIGN_TREE_END] = { "└", "`" },   [SIGN_TREE_BAR] = { "│", "|" },
	[SIGN_QUOTE_BAR] = { "▎", "|" },   [SIGN_WARN] = { "!", "!" },       [SIGN_DOT] = { "·", "." },
	[SIGN_OPEN] = { "▾", "-" },        [SIGN_CLOSED] = { "▸", "+" },     [SIGN_SCROLL] = { "▐", "#" },
};

const char *
sign(enum sign which)
{
	assert((unsigned)which < SIGN_COUNT);
	return is_ascii ? signs[which].ascii : signs[which].unicode;
}

void
sign_set_ascii(bool ascii)
{
	is_ascii = ascii;
}

bool
sign_is_ascii(void)
{
	return is_ascii;
}
