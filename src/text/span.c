/* Styled text: bytes and the runs of style that cover them. */
#include "text/span.h"

#include <assert.h>

void
styled_fini(struct styled *styled)
{
	str_buf_fini(&styled->text);
	vec_fini(&styled->spans);
}

void
styled_clear(struct styled *styled)
{
	str_buf_clear(&styled->text);
	vec_clear(&styled->spans);
}

static bool
is_same_style(struct style a, struct style b)
{
	return a.ink == b.ink && a.paper == b.paper && a.attrs == b.attrs;
}

/* The text has grown to its present length in this style. */
static void
extend_spans(struct styled *styled, struct style style, uint16_t tag)
{
	assert(styled->text.len <= UINT32_MAX);
	uint32_t end_bytes = (uint32_t)styled->text.len;

	if (styled->spans.len) {
		struct span *last = vec_last(&styled->spans);

		if (last->tag == tag && is_same_style(last->style, style)) {
			last->end_bytes = end_bytes;
			return;
		}
	}
	vec_push(&styled->spans, (struct span){ end_bytes, style, tag });
}

void
styled_append(struct styled *styled, struct str text, struct style style, uint16_t tag)
{
	if (text.len == 0)
		return;
	str_buf_append(&styled->text, text);
	extend_spans(styled, style, tag);
}

void
styled_append_c(struct styled *styled, const char *text, struct style style)
{
	styled_append(styled, str_of_c(text), style, 0);
}

void
styled_printf(struct styled *styled, struct style style, const char *format, ...)
{
	size_t len_before = styled->text.len;
	va_list args;

	va_start(args, format);
	str_buf_vprintf(&styled->text, format, args);
	va_end(args);
	if (styled->text.len > len_before)
		extend_spans(styled, style, 0);
}

/* The first span that ends behind OFFSET; spans.len if there is none. */
static size_t
find_span(const struct styled *styled, size_t offset)
{
	size_t low = 0, high = styled->spans.len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (styled->spans.items[middle].end_bytes <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Make OFFSET a border between spans; the index of the span that starts there. */
static size_t
split_at(struct styled *styled, size_t offset)
{
	size_t at = find_span(styled, offset);

	if (at == styled->spans.len)
		return at;
	size_t start = at ? styled->spans.items[at - 1].end_bytes : 0;

	if (start == offset)
		return at;
	struct span left = styled->spans.items[at];

	left.end_bytes = (uint32_t)offset;
	vec_reserve(&styled->spans, 1);
	memmove(styled->spans.items + at + 1, styled->spans.items + at, (styled->spans.len - at) * sizeof(left));
	styled->spans.items[at] = left;
	styled->spans.len++;
	return at + 1;
}

void
styled_overlay(struct styled *styled, size_t start, size_t end, struct style style)
{
	if (end > styled->text.len)
		end = styled->text.len;
	if (start >= end)
		return;
	size_t first = split_at(styled, start), last = split_at(styled, end);

	for (size_t i = first; i < last; i++) {
		struct style *under = &styled->spans.items[i].style;

		under->paper = style.paper;
		under->attrs |= style.attrs;
		if (style.ink < INK_COUNT)
			under->ink = style.ink;
	}
}

void
styled_append_part(struct styled *styled, const struct styled *source, size_t start, size_t end)
{
	struct styled_iter iter = styled_iter(source, start, end);
	struct styled_piece piece;

	assert(styled != source);
	while (styled_next(&iter, &piece))
		styled_append(styled, piece.text, piece.style, piece.tag);
}

struct styled_iter
styled_iter(const struct styled *styled, size_t start, size_t end)
{
	if (end > styled->text.len)
		end = styled->text.len;
	return (struct styled_iter){ styled, start, end, find_span(styled, start) };
}

bool
styled_next(struct styled_iter *iter, struct styled_piece *out)
{
	const struct styled *styled = iter->styled;

	if (iter->offset >= iter->end || iter->span >= styled->spans.len)
		return false;
	const struct span *span = &styled->spans.items[iter->span++];
	size_t end = span->end_bytes < iter->end ? span->end_bytes : iter->end;

	out->text = str_cut(str_buf_str(&styled->text), iter->offset, end);
	out->style = span->style;
	out->tag = span->tag;
	iter->offset = end;
	return true;
}
