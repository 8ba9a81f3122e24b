/* What one key reveals: the blocks of a section, a stage at a time where they are high, cards in two halves. */
#include "app/present_part.h"

#include "base/alloc.h"

#include <string.h>

enum {
	SECTION_MAX_LINES = 2000, /* more is no slide: what stands behind is read in the reader */
};

static uint32_t
card_rows(void *ctx, const struct block *block, uint32_t width_cols)
{
	(void)ctx, (void)block;
	return cards_rows(width_cols);
}

void
present_lay_out(struct present *present, int width)
{
	struct render_options options = { .width_cols = width > 0 ? (uint32_t)width : 1,
					  .topics = present->reader->course->topics,
					  .card_rows = card_rows,
					  .ascii = present->reader->use_ascii };

	if (present->width == width && present->document == present->reader->document)
		return;
	if (present->lesson != present->reader->lesson ||
	    (present->heading != STR_NONE && present->heading >= present->reader->outline.len)) {
		present->heading = present_first_section(present);
		present->revealed = 0;
	}
	present->lesson = present->reader->lesson;
	present->width = width;
	present->document = present->reader->document;
	flow_set(&present->flow, present->document, &options);
}

struct str
present_title(const struct present *present)
{
	if (present->heading >= present->reader->outline.len)
		return str_of_c(course_lesson(present->reader->course, present->reader->lesson)->title);
	return str_of_c(present->reader->outline.items[present->heading].title);
}

/*
 * In a section of this name, bullets `term: definition` are cards: the definition is to be remembered, then revealed.
 */
static bool
is_review(const struct present *present)
{
	static const char *const names[] = { "Recap", "小结" };
	struct str title = present_title(present);

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (str_has_prefix(title, str_of_c(names[i])) || str_has_suffix(title, str_of_c(names[i])))
			return true;
	return false;
}

/* Where a card's term ends in the text of the lines; 0 if there is no term, or nothing behind it. */
static uint32_t
find_term(struct present *present, const struct item *item)
{
	const struct rendered *rendered;
	const struct rendered_line *first = flow_line(&present->flow, item->first, &rendered);
	const struct section *section = document_section(present->document, item->first.section, 0);
	struct str text;
	size_t wide, plain;

	if (!first || !section || first->block >= section->block_count || !section->blocks[first->block].is_item_start)
		return 0;
	text = str_cut(str_buf_str(&rendered->text.text), first->start,
		       rendered->lines.items[item->first.line + item->lines - 1].end);
	wide = str_find(text, STR("："));
	plain = str_find(text, STR(": "));
	if (wide == STR_NONE && plain == STR_NONE)
		return 0;
	return first->start + (uint32_t)(wide < plain ? wide + strlen("：") : plain + 1);
}

/* Blocks higher than the stage come a stage at a time, or their beginning would never be seen. */
static void
split_high(struct present *present, struct items *items)
{
	uint32_t room = present->stage_rows > 1 ? (uint32_t)present->stage_rows : 1;
	struct items split = { 0 };

	for (size_t i = 0; i < items->len; i++) {
		struct item item = items->items[i];
		const struct rendered_line *line = flow_line(&present->flow, item.first, NULL);

		while (item.lines > room && line && line->kind != LINE_CARD) {
			struct item part = item;

			part.lines = room;
			vec_push(&split, part);
			item.first.line += room;
			item.lines -= room;
			item.is_rest = true;
		}
		vec_push(&split, item);
	}
	vec_fini(items);
	*items = split;
}

static void
split_cards(struct present *present, struct items *items)
{
	struct items split = { 0 };

	if (!is_review(present))
		return;
	for (size_t i = 0; i < items->len; i++) {
		struct item item = items->items[i];

		item.term_end = find_term(present, &item);
		vec_push(&split, item);
		if (!item.term_end)
			continue;
		item.term_end = 0;
		item.is_definition = true;
		vec_push(&split, item);
	}
	vec_fini(items);
	*items = split;
}

static uint32_t
section_end(const struct present *present)
{
	size_t next = present_next_section(present, present->heading);

	return next == STR_NONE ? (uint32_t)present->reader->text.len : present->reader->outline.items[next].offset;
}

/* The blocks of the section that have lines with something on them; its heading is not among them. */
void
present_collect(struct present *present, struct items *out)
{
	bool has_title = present->heading < present->reader->outline.len;
	uint32_t start = has_title ? present->reader->outline.items[present->heading].offset : 0;
	uint32_t end = section_end(present), last_block = UINT32_MAX;
	struct flow_place place = flow_place_of(&present->flow, start);
	size_t last_section = STR_NONE;
	int lines = 0;

	present->flow.is_waiting = false;
	do {
		const struct rendered_line *line = flow_line(&present->flow, place, NULL);

		if (!line || line->source >= end)
			break;
		if (line->kind == LINE_BLANK || line->kind == LINE_RULE ||
		    (line->kind == LINE_HEADING && line->source <= start))
			continue;
		if (place.section == last_section && line->block == last_block && out->len > 0) {
			out->items[out->len - 1].lines = place.line - out->items[out->len - 1].first.line + 1;
			continue;
		}
		vec_push(out, (struct item){ .first = place, .lines = 1 });
		last_section = place.section;
		last_block = line->block;
	} while (++lines < SECTION_MAX_LINES && flow_next(&present->flow, &place));
	split_high(present, out);
	split_cards(present, out);
	present->item_count = out->len;
}

static bool
offers_lab(struct present *present, const struct item *item, bool is_card, uint32_t *offset)
{
	struct flow_place place = item->first;

	for (uint32_t i = 0; i < item->lines; i++, place.line++) {
		const struct rendered_line *line = flow_line(&present->flow, place, NULL);

		if (!line || line->lab < 0 || (is_card && line->kind != LINE_CARD))
			continue;
		*offset = line->source;
		return true;
	}
	return false;
}

bool
present_find_lab(struct present *present, uint32_t *offset)
{
	struct items items = { 0 };
	bool is_found = false;
	size_t count;

	if (present->width == 0 || present->document != present->reader->document)
		return false;
	present_collect(present, &items);
	count = present->revealed < items.len ? present->revealed : items.len;
	for (size_t i = count; i-- > 0 && !is_found;)
		is_found = offers_lab(present, &items.items[i], true, offset);
	if (!is_found && count > 0) /* no card that says what enter does: what the item's own words offer */
		is_found = offers_lab(present, &items.items[count - 1], false, offset);
	vec_fini(&items);
	return is_found;
}
