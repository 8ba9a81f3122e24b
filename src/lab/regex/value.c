/* Writes results as Python would print them. */
#include "lab/regex/value.h"

#include "lab/regex/repr.h"
#include "text/utf8.h"

#include <string.h>

enum {
	MATCH_REPR_CHARS = 50 /* Python cuts the text in a match's repr here */
};

static struct str
cut_span(struct str text, struct regex_span span)
{
	return span.start < 0 ? str_of("", 0) : str_cut(text, (size_t)span.start, (size_t)span.end);
}

void
value_write_match(struct str text, const struct regex_capture *whole, struct str_buf *out)
{
	struct str_buf repr = { 0 };
	struct str matched = cut_span(text, whole->bytes), shown;

	/* Each character becomes at least one: what is behind the fiftieth cannot show, but decides the quotes. */
	if (matched.len > 64 * 1024)
		matched = str_cut(matched, 0, utf8_offset_of(str_cut(matched, 0, 64 * 1024), MATCH_REPR_CHARS));
	repr_append(&repr, matched);
	shown = str_buf_str(&repr);
	shown = str_cut(shown, 0, utf8_offset_of(shown, MATCH_REPR_CHARS));
	str_buf_printf(out, "<re.Match object; span=(%lld, %lld), match=", (long long)whole->chars.start,
		       (long long)whole->chars.end);
	str_buf_append(out, shown);
	str_buf_append_byte(out, '>');
	str_buf_fini(&repr);
}

static bool
is_list(enum regex_mode mode)
{
	return mode == REGEX_FINDALL || mode == REGEX_FINDITER || mode == REGEX_SPLIT;
}

static bool
has_room(struct value_writer *writer)
{
	size_t max = writer->request->value_bytes_max;
	size_t len = writer->request->mode == REGEX_SUB ? writer->replaced.len : writer->result->value.len;

	if (max && len > max)
		writer->is_full = true;
	return !writer->is_full;
}

static void
separate(struct value_writer *writer)
{
	if (writer->result->value.len > 1)
		str_buf_append_c(&writer->result->value, ", ");
}

/* What findall gives for one match: the whole, the only group, or a tuple of the groups. */
static void
add_found(struct value_writer *writer, const struct regex_capture *groups)
{
	struct str_buf *out = &writer->result->value;
	size_t count = writer->result->group_count;

	separate(writer);
	if (count < 2) {
		repr_append(out, cut_span(writer->request->text, groups[count].bytes));
		return;
	}
	str_buf_append_byte(out, '(');
	for (size_t i = 1; i <= count; i++) {
		if (i > 1)
			str_buf_append_c(out, ", ");
		repr_append(out, cut_span(writer->request->text, groups[i].bytes));
	}
	str_buf_append_byte(out, ')');
}

static void
add_split(struct value_writer *writer, const struct regex_capture *groups)
{
	struct str_buf *out = &writer->result->value;
	struct str text = writer->request->text;

	separate(writer);
	repr_append(out, str_cut(text, writer->last_end, (size_t)groups[0].bytes.start));
	for (size_t i = 1; i <= writer->result->group_count; i++) {
		str_buf_append_c(out, ", ");
		if (groups[i].bytes.start < 0)
			str_buf_append_c(out, "None");
		else
			repr_append(out, cut_span(text, groups[i].bytes));
	}
	writer->last_end = (size_t)groups[0].bytes.end;
}

static void
add_replaced(struct value_writer *writer, const struct regex_capture *groups)
{
	const struct template *template = writer->template;
	struct str text = writer->request->text, literals = str_buf_str(&template->text);
	size_t from = 0;

	str_buf_append(&writer->replaced, str_cut(text, writer->last_end, (size_t)groups[0].bytes.start));
	for (size_t i = 0; i < template->parts.len; i++) {
		const struct template_part *part = &template->parts.items[i];

		str_buf_append(&writer->replaced, str_cut(literals, from, part->literal_end));
		from = part->literal_end;
		if (part->group != SIZE_MAX)
			str_buf_append(&writer->replaced, cut_span(text, groups[part->group].bytes));
	}
	writer->last_end = (size_t)groups[0].bytes.end;
}

void
value_begin(struct value_writer *writer)
{
	if (is_list(writer->request->mode))
		str_buf_append_byte(&writer->result->value, '[');
}

void
value_add(struct value_writer *writer, const struct regex_capture *groups)
{
	if (!has_room(writer))
		return;
	switch (writer->request->mode) {
	case REGEX_FINDALL:
		add_found(writer, groups);
		break;
	case REGEX_FINDITER:
		separate(writer);
		value_write_match(writer->request->text, groups, &writer->result->value);
		break;
	case REGEX_SPLIT:
		add_split(writer, groups);
		break;
	case REGEX_SUB:
		add_replaced(writer, groups);
		break;
	default:
		value_write_match(writer->request->text, groups, &writer->result->value);
		break;
	}
}

/* A cut value ends in … and is no longer a value of Python's. */
static void
cut_value(struct value_writer *writer)
{
	struct str_buf *value = &writer->result->value;
	size_t max = writer->request->value_bytes_max;

	if (!writer->is_full && (!max || value->len <= max))
		return;
	if (max && value->len > max) {
		while (max && ((unsigned char)value->data[max] & 0xC0) == 0x80)
			max--;
		str_buf_cut(value, max);
	}
	str_buf_append_c(value, "…");
	writer->result->is_value_cut = true;
}

void
value_end(struct value_writer *writer)
{
	struct str_buf *out = &writer->result->value;
	struct str rest = str_skip(writer->request->text, writer->last_end);

	if (writer->request->mode == REGEX_SUB) {
		if (has_room(writer))
			str_buf_append(&writer->replaced, rest);
		repr_append(out, str_buf_str(&writer->replaced));
	} else if (is_list(writer->request->mode)) {
		if (writer->request->mode == REGEX_SPLIT && has_room(writer)) {
			separate(writer);
			repr_append(out, rest);
		}
		if (has_room(writer))
			str_buf_append_byte(out, ']');
	} else if (!out->len) {
		str_buf_append_c(out, "None");
	}
	cut_value(writer);
}

void
value_writer_fini(struct value_writer *writer)
{
	str_buf_fini(&writer->replaced);
}
