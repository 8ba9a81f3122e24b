/* What stands in a leaf: its text, styles, links, as md4c tells them. */
#include "lesson/markdown_build.h"

#include "lesson/entity.h"
#include "text/cell.h"
#include "text/utf8.h"

#include <string.h>

/* A piece md4c gave, as the notes have it; pieces of md4c's own storage as they are. */
struct str
build_as_shown(const struct builder *b, const char *data, size_t len)
{
	const struct markdown_input *input = b->input;
	bool is_ours = data >= input->text && data + len <= input->text + input->len;

	return str_of(is_ours && input->shown ? input->shown + (data - input->text) : data, len);
}

char *
build_attribute(struct builder *b, const MD_ATTRIBUTE *attribute)
{
	struct str_buf out = { 0 };

	for (size_t i = 0; attribute->text && attribute->substr_offsets[i] < attribute->size; i++) {
		size_t start = attribute->substr_offsets[i];
		struct str part = build_as_shown(b, attribute->text + start, attribute->substr_offsets[i + 1] - start);
		uint32_t codepoint = attribute->substr_types[i] == MD_TEXT_ENTITY ? entity_decode(part) : 0;

		if (attribute->substr_types[i] == MD_TEXT_NULLCHAR)
			codepoint = UTF8_REPLACEMENT;
		if (codepoint)
			utf8_append(&out, codepoint);
		else
			str_buf_append(&out, part);
	}
	char *kept = arena_copy(&b->out->arena, out.data, strnlen(str_buf_c(&out), out.len));

	str_buf_fini(&out);
	return kept;
}

static struct style
current_style(const struct builder *b)
{
	struct style style = STYLE_PLAIN;

	if (b->strong) {
		style.ink = INK_STRONG;
		style.attrs |= ATTR_BOLD;
	}
	if (b->emphasis)
		style.attrs |= ATTR_ITALIC;
	if (b->strike)
		style.attrs |= ATTR_STRIKE;
	if (b->link_depth) {
		style.ink = INK_LINK;
		style.attrs |= ATTR_UNDERLINE;
	}
	if (b->code || b->is_in_code)
		style.ink = INK_CODE;
	return style;
}

/* The first or last code point's width tells whether a line break in the source stands for a blank. */
static bool
is_wide_at_start(struct str text)
{
	uint32_t codepoint;

	return text.len && (unsigned char)text.data[0] >= 0x80 && utf8_next(&text, &codepoint, NULL) &&
	       cell_codepoint_width(codepoint) == 2;
}

static bool
is_wide_at_end(struct str text)
{
	size_t start = text.len;

	while (start > 0 && text.len - start < 4) {
		start--;
		if (((unsigned char)text.data[start] & 0xC0) != 0x80)
			return is_wide_at_start(str_skip(text, start));
	}
	return false;
}

static void
add_text(struct builder *b, struct str text)
{
	unsigned depth = b->link_depth < LINK_NEST_MAX ? b->link_depth : LINK_NEST_MAX;
	uint16_t tag = depth ? b->link_tags[depth - 1] : 0;

	if (b->is_break_due) {
		b->is_break_due = false;
		if (b->leaf.list_depth && b->leaf.kind == BLOCK_PARAGRAPH)
			styled_append(&b->text, STR("\n"), current_style(b), tag);
		else if (!is_wide_at_end(str_buf_str(&b->text.text)) || !is_wide_at_start(text))
			styled_append(&b->text, STR(" "), current_style(b), tag);
	}
	styled_append(&b->text, text, current_style(b), tag);
}

/* Prose: a tab or a stray carriage return is a blank. */
static void
add_prose(struct builder *b, struct str text)
{
	while (text.len) {
		size_t len = 0;

		while (len < text.len && text.data[len] != '\t' && text.data[len] != '\r' && text.data[len] != '\n')
			len++;
		if (len)
			add_text(b, str_cut(text, 0, len));
		if (len < text.len)
			add_text(b, STR(" "));
		text = str_skip(text, len + 1);
	}
}

static void
add_codepoint(struct builder *b, uint32_t codepoint)
{
	char bytes[4];

	if (codepoint == '\n' || codepoint == '\r' || codepoint == '\t')
		codepoint = ' ';
	add_text(b, str_of(bytes, utf8_encode(codepoint, bytes)));
}

/*
 * Code in a table's cell: there a bar must be written \|, also in code (GFM 0.29, tables), which md4c leaves as it is.
 */
static void
add_cell_code(struct builder *b, struct str text)
{
	size_t at;

	while ((at = str_find(text, STR("\\|"))) != STR_NONE) {
		add_text(b, str_cut(text, 0, at));
		text = str_skip(text, at + 1);
	}
	add_text(b, text);
}

int
span_text(MD_TEXTTYPE type, const MD_CHAR *data, MD_SIZE size, void *ctx)
{
	struct builder *b = ctx;
	struct str text = build_as_shown(b, data, size);

	if (!b->is_open)
		leaf_open(b, BLOCK_PARAGRAPH); /* a tight list's item has no paragraph of its own */
	if (build_account(b, size))
		return -1;
	place_touch(b, data, size);
	switch (type) {
	case MD_TEXT_NULLCHAR:
		add_codepoint(b, UTF8_REPLACEMENT);
		break;
	case MD_TEXT_BR:
		add_text(b, STR("\n"));
		break;
	case MD_TEXT_SOFTBR:
		b->is_break_due = true;
		b->is_setext_broken = true;
		break;
	case MD_TEXT_ENTITY: {
		uint32_t codepoint = entity_decode(text);

		if (codepoint)
			add_codepoint(b, codepoint);
		else
			add_text(b, text);
		break;
	}
	default:
		if (b->is_in_code)
			add_text(b, text);
		else if (type == MD_TEXT_CODE && b->leaf.kind == BLOCK_TABLE)
			add_cell_code(b, text);
		else
			add_prose(b, text);
		break;
	}
	return 0;
}

static int
open_link(struct builder *b, const MD_ATTRIBUTE *target)
{
	uint16_t tag = 0;

	if (build_account(b, target->size))
		return -1;
	if (!b->is_open)
		leaf_open(b, BLOCK_PARAGRAPH);
	if (b->links.len < LINKS_MAX - 1 && b->link_depth < LINK_NEST_MAX) {
		vec_push(&b->links, (struct document_link){ build_attribute(b, target) });
		tag = (uint16_t)b->links.len;
	}
	if (b->link_depth < LINK_NEST_MAX) {
		b->link_tags[b->link_depth] = tag;
		b->link_texts[b->link_depth] = b->text.text.len;
	}
	b->link_depth++;
	return 0;
}

/* A link or picture without words shows where it leads. */
static void
close_link(struct builder *b)
{
	unsigned depth = b->link_depth - 1;

	if (depth < LINK_NEST_MAX && b->link_tags[depth] && b->link_texts[depth] == b->text.text.len) {
		const char *target = b->links.items[b->link_tags[depth] - 1].target;

		add_prose(b, str_of_c(target));
	}
	b->link_depth = depth;
}

static int
on_span(MD_SPANTYPE type, void *detail, struct builder *b, bool is_enter)
{
	unsigned *counter = NULL;

	switch (type) {
	case MD_SPAN_STRONG:
		counter = &b->strong;
		break;
	case MD_SPAN_EM:
	case MD_SPAN_U:
		counter = &b->emphasis;
		break;
	case MD_SPAN_DEL:
		counter = &b->strike;
		break;
	case MD_SPAN_CODE:
		counter = &b->code;
		break;
	case MD_SPAN_A:
	case MD_SPAN_IMG:
		if (is_enter)
			return open_link(b, type == MD_SPAN_A ? &((MD_SPAN_A_DETAIL *)detail)->href
							      : &((MD_SPAN_IMG_DETAIL *)detail)->src);
		close_link(b);
		break;
	default:
		break;
	}
	if (counter)
		*counter += is_enter ? 1u : -1u;
	return 0;
}

int
span_enter(MD_SPANTYPE type, void *detail, void *ctx)
{
	return on_span(type, detail, ctx, true);
}

int
span_leave(MD_SPANTYPE type, void *detail, void *ctx)
{
	return on_span(type, detail, ctx, false);
}
