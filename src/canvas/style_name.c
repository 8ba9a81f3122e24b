/* Inks, papers and attributes by name, as theme files and goldens write them. */
#include "canvas/style_name.h"

#include "base/alloc.h"

static const char *const inks[INK_COUNT] = {
	[INK_TEXT] = "text",       [INK_STRONG] = "strong",   [INK_DIM] = "dim",         [INK_RULE] = "rule",
	[INK_ACCENT] = "accent",   [INK_OK] = "ok",           [INK_WARN] = "warn",       [INK_ERROR] = "error",
	[INK_INFO] = "info",       [INK_LINK] = "link",       [INK_CODE] = "code",       [INK_KEYWORD] = "keyword",
	[INK_STRING] = "string",   [INK_NUMBER] = "number",   [INK_COMMENT] = "comment", [INK_FUNCTION] = "function",
	[INK_ACTOR_1] = "actor-1", [INK_ACTOR_2] = "actor-2", [INK_ACTOR_3] = "actor-3", [INK_ACTOR_4] = "actor-4",
	[INK_ACTOR_5] = "actor-5", [INK_ACTOR_6] = "actor-6", [INK_ACTOR_7] = "actor-7", [INK_ACTOR_8] = "actor-8",
};

static const char *const papers[PAPER_COUNT] = {
	[PAPER_BASE] = "base",   [PAPER_RAISED] = "raised",       [PAPER_SELECTED] = "selected",
	[PAPER_MATCH] = "match", [PAPER_MATCH_ALT] = "match-alt", [PAPER_ACCENT] = "accent",
};

static const char *const attrs[] = { "bold", "italic", "underline", "reverse", "strike", "dim" };

const char *
ink_name(unsigned ink)
{
	return ink < INK_COUNT ? inks[ink] : "?";
}

const char *
paper_name(unsigned paper)
{
	return paper < PAPER_COUNT ? papers[paper] : "?";
}

static bool
find_name(const char *const *names, unsigned count, struct str name, unsigned *out)
{
	for (unsigned i = 0; i < count; i++) {
		if (str_is_equal_c(name, names[i])) {
			*out = i;
			return true;
		}
	}
	return false;
}

bool
ink_of_name(struct str name, unsigned *ink)
{
	return find_name(inks, INK_COUNT, name, ink);
}

bool
paper_of_name(struct str name, unsigned *paper)
{
	return find_name(papers, PAPER_COUNT, name, paper);
}

bool
attr_of_name(struct str name, unsigned *attr)
{
	unsigned index;

	if (!find_name(attrs, ARRAY_LEN(attrs), name, &index))
		return false;
	*attr = 1u << index;
	return true;
}

void
style_name_append(struct str_buf *out, struct style style)
{
	str_buf_append_c(out, ink_name(style.ink));
	if (style.paper != PAPER_BASE)
		str_buf_printf(out, "/%s", paper_name(style.paper));
	for (unsigned i = 0; i < ARRAY_LEN(attrs); i++)
		if (style.attrs & (1u << i))
			str_buf_printf(out, "+%s", attrs[i]);
}
