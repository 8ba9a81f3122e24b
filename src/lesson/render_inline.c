/* What a terminal cannot show in another way stands in the text: where links lead, what is struck out. */
#include "lesson/layout.h"

/* The target behind a link's words, when it says more than they do. */
static void
append_target(const struct layout *layout, uint16_t tag, struct str words, struct styled *out)
{
	if (!tag || tag > layout->section->link_count)
		return;
	struct str target = str_of_c(layout->section->links[tag - 1].target);

	if (target.len == 0 || str_is_equal(target, words) || str_has_suffix(target, words) ||
	    (str_has_prefix(target, STR("mailto:")) && str_is_equal(str_skip(target, 7), words)))
		return;
	styled_append(out, STR(" ("), STYLE(INK_DIM), 0);
	styled_append(out, target, STYLE(INK_DIM), tag);
	styled_append(out, STR(")"), STYLE(INK_DIM), 0);
}

static bool
needs_signs(const struct styled *text)
{
	for (size_t i = 0; i < text->spans.len; i++)
		if (text->spans.items[i].tag != 0 || text->spans.items[i].style.attrs & ATTR_STRIKE)
			return true;
	return false;
}

/* Few terminals strike letters out, and ncurses knows of none: the notes' own sign, dim, says it everywhere. */
static void
append_strike(struct styled *out)
{
	styled_append(out, STR("~"), STYLE(INK_DIM), RENDER_TAG_ADDED);
}

bool
layout_append_inline(const struct layout *layout, const struct styled *text, struct styled *out)
{
	struct styled_iter iter = styled_iter(text, 0, text->text.len);
	struct styled_piece piece;
	uint16_t tag = 0;
	size_t words_start = 0;
	bool is_struck = false;

	if (!needs_signs(text))
		return false;
	while (styled_next(&iter, &piece)) {
		size_t at = (size_t)(piece.text.data - text->text.data);
		bool is_strike = piece.style.attrs & ATTR_STRIKE;

		if (is_struck && !is_strike)
			append_strike(out);
		if (piece.tag != tag) {
			append_target(layout, tag, str_cut(str_buf_str(&text->text), words_start, at), out);
			tag = piece.tag;
			words_start = at;
		}
		if (is_strike && !is_struck)
			append_strike(out);
		is_struck = is_strike;
		if (is_strike && piece.style.ink == INK_TEXT)
			piece.style.ink = INK_DIM;
		styled_append(out, piece.text, piece.style, piece.tag);
	}
	if (is_struck)
		append_strike(out);
	append_target(layout, tag, str_cut(str_buf_str(&text->text), words_start, text->text.len), out);
	return true;
}
