/* Present mode: sections from the outline, items from the blocks of the lesson. */
#include "app/present.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "canvas/bigtext.h"

#include <string.h>

enum {
	STAGE_MAX_COLS = 92,
	KEYS_KEPT_BYTES = 64,
	SECTION_MAX_LINES = 2000, /* more is no slide: what stands behind is read in the reader */
	SMALL_ROWS = 8,           /* up to here a screen has no row for a rule */
	BAND_ROWS = 16,           /* and up to here none for a band or large type */
};

struct item { /* what one key reveals */
	struct flow_place first;
	uint32_t lines;
	uint32_t term_end;  /* of a review card's first half, byte of the section's text: behind its term; else 0 */
	bool is_definition; /* the card's second half: takes the place of the first */
	bool is_rest;       /* of a block too high for the stage: what comes behind it */
};

struct items {
	struct item *items;
	size_t len, capacity;
};

void
present_init(struct present *present, struct reader *reader)
{
	*present = (struct present){ .reader = reader, .heading = STR_NONE };
	flow_init(&present->flow);
}

void
present_fini(struct present *present)
{
	flow_fini(&present->flow);
	str_buf_fini(&present->last_keys);
}

/* Sections are true headings; numbered items are items. */
static bool
is_section(const struct present *present, size_t heading)
{
	return heading < present->reader->outline.len && !present->reader->outline.items[heading].is_item;
}

static size_t
next_section(const struct present *present, size_t heading)
{
	size_t next = heading == STR_NONE ? 0 : heading + 1;

	while (next < present->reader->outline.len && !is_section(present, next))
		next++;
	return next < present->reader->outline.len ? next : STR_NONE;
}

static size_t
section_before(const struct present *present, size_t heading)
{
	while (heading != STR_NONE && heading-- > 0)
		if (is_section(present, heading))
			return heading;
	return STR_NONE;
}

static uint32_t
section_end(const struct present *present)
{
	size_t next = next_section(present, present->heading);

	return next == STR_NONE ? (uint32_t)present->reader->text.len : present->reader->outline.items[next].offset;
}

void
present_start(struct present *present, uint64_t now_ns)
{
	size_t heading = reader_heading(present->reader);

	present->is_on = true;
	present->is_blank = false;
	present->begun_ns = now_ns;
	present->revealed = 0;
	present->width = 0;
	while (heading != STR_NONE && !is_section(present, heading))
		heading = heading > 0 ? heading - 1 : STR_NONE;
	if (heading == STR_NONE && next_section(present, STR_NONE) != STR_NONE)
		heading = next_section(present, STR_NONE);
	present->heading = heading;
}

static uint32_t
card_rows(void *ctx, const struct block *block, uint32_t width_cols)
{
	(void)ctx, (void)block;
	return cards_rows(width_cols);
}

static void
lay_out(struct present *present, int width)
{
	struct render_options options = { .width_cols = width > 0 ? (uint32_t)width : 1,
					  .card_rows = card_rows,
					  .ascii = present->reader->use_ascii };

	if (present->width == width && present->document == present->reader->document)
		return;
	if (present->document != present->reader->document && present->heading >= present->reader->outline.len)
		present->heading = next_section(present, STR_NONE);
	present->width = width;
	present->document = present->reader->document;
	flow_set(&present->flow, present->document, &options);
}

static struct str
title_of(const struct present *present)
{
	if (present->heading >= present->reader->outline.len)
		return STR("");
	return str_of_c(present->reader->outline.items[present->heading].title);
}

/* In a section of this name, bullets `term: definition` are cards: the definition is to be remembered, then revealed. */
static bool
is_review(const struct present *present)
{
	static const char *const names[] = { "Recap", "小结" };
	struct str title = title_of(present);

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

/* The blocks of the section that have lines with something on them; its heading is not among them. */
static void
collect(struct present *present, struct items *out)
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

void
present_stop(struct present *present)
{
	uint32_t offset = 0;
	struct items items = { 0 };

	if (present->heading < present->reader->outline.len)
		offset = present->reader->outline.items[present->heading].offset;
	if (present->width > 0 && present->document == present->reader->document && present->revealed > 0)
		collect(present, &items);
	if (items.len > 0)
		offset = flow_offset_of(
			&present->flow,
			items.items[(present->revealed < items.len ? present->revealed : items.len) - 1].first);
	vec_fini(&items);
	present->is_on = false;
	reader_jump(present->reader, offset);
	flow_set(&present->flow, NULL, &present->flow.options);
	present->document = NULL;
	present->width = 0;
}

static void
draw_item_line(struct present *present, const struct canvas *stage, int y, struct flow_place place, uint32_t text_end,
	       bool is_dim)
{
	const struct rendered *section;
	const struct rendered_line *line = flow_line(&present->flow, place, &section);
	int width = canvas_width(stage);

	if (!line)
		return;
	if (line->kind == LINE_CARD && line->lab >= 0) {
		if (line->card_row == 0 || y == 0)
			cards_draw(&present->reader->cards, stage,
				   (struct rect){ 0, y - line->card_row, (int)present->flow.options.width_cols,
						  (int)cards_rows(present->flow.options.width_cols) },
				   &section->labs.items[line->lab], STR(""), !is_dim);
		return;
	}
	if (line->kind == LINE_CARD)
		return;
	if (line->start < text_end)
		canvas_print_styled(stage, 0, y, &section->text, line->start,
				    line->end < text_end ? line->end : text_end, STYLE_PLAIN);
	if (is_dim)
		canvas_restyle(stage, (struct rect){ 0, y, width, 1 },
			       (struct style){ .ink = INK_DIM, .paper = PAPER_COUNT });
}

/* A title that cannot be large is a band across the screen. */
static int
draw_band(const struct canvas *screen, const struct canvas *stage, struct str title)
{
	struct style style = STYLE(INK_STRONG, .paper = PAPER_RAISED, .attrs = ATTR_BOLD);
	int rows = (int)cell_width(title) > canvas_width(stage) ? 2 : 1, x = stage->bounds.x - screen->bounds.x;

	canvas_fill(screen, (struct rect){ 0, 0, canvas_width(screen), rows + 2 }, style);
	for (int y = 1; y <= rows && x >= 2; y++)
		canvas_print_c(screen, x - 2, y, STYLE(INK_ACCENT, .paper = PAPER_RAISED), sign(SIGN_CURSOR_BAR));
	canvas_print_wrapped(screen, (struct rect){ x, 1, canvas_width(stage), rows }, style, title);
	return rows + 2 + 1;
}

/* Returns the rows of the screen it takes. */
static int
draw_title(const struct present *present, const struct canvas *screen, const struct canvas *stage)
{
	struct str title = title_of(present);
	struct style style = STYLE(INK_STRONG, .attrs = ATTR_BOLD);
	int big = bigtext_width(title), height = canvas_height(screen), rows = 1;

	if (title.len == 0)
		return height > SMALL_ROWS ? 2 : 0;
	if (big > 0 && big <= canvas_width(stage) && height > BAND_ROWS) {
		bigtext_draw(screen, stage->bounds.x - screen->bounds.x, 1, style, title);
		return bigtext_height() + 3;
	}
	if (height > BAND_ROWS)
		return draw_band(screen, stage, title);
	if (height > SMALL_ROWS && (int)cell_width(title) > canvas_width(stage))
		rows = 2;
	canvas_print_wrapped(stage, (struct rect){ 0, 0, canvas_width(stage), rows }, style, title);
	if (height > SMALL_ROWS)
		canvas_rule_h(stage, 0, rows++, canvas_width(stage), STYLE(INK_ACCENT));
	return rows;
}

static void
draw_corner(const struct present *present, const struct canvas *screen, uint64_t now_ns)
{
	struct str_buf text = { 0 };
	size_t count = 0, at = 0;
	uint64_t minutes = (now_ns - present->begun_ns) / NS_PER_S / 60;
	int width = canvas_width(screen), y = canvas_height(screen) - 1, cols;

	for (size_t i = 0; i < present->reader->outline.len; i++)
		if (is_section(present, i)) {
			count++;
			if (i == present->heading)
				at = count;
		}
	str_buf_printf(&text, _("%d min"), (int)minutes);
	str_buf_printf(&text, "   %zu/%zu", at, count);
	cols = (int)cell_width(str_buf_str(&text));
	if (cols + 2 <= width)
		canvas_print(screen, width - cols - 2, y, STYLE(INK_DIM), str_buf_str(&text));
	if (present->shows_keys && width - cols - 8 > 0)
		canvas_print_fit(screen, 2, y, width - cols - 8, STYLE(INK_ACCENT), str_buf_str(&present->last_keys));
	str_buf_fini(&text);
}

/* Rows from the top of the first item to the end of item AT, with a blank line between items where there is room. */
static int
rows_until(const struct items *items, size_t at, int gap)
{
	int rows = 0;

	for (size_t i = 0; i <= at && i < items->len; i++)
		if (!items->items[i].is_definition)
			rows += (int)items->items[i].lines + (i > 0 && !items->items[i].is_rest ? gap : 0);
	return rows;
}

static int
rows_of(const struct item *item)
{
	return item->is_definition ? 0 : (int)item->lines;
}

static void
draw_items(struct present *present, const struct canvas *stage, const struct items *items)
{
	size_t shown = present->revealed < items->len ? present->revealed : items->len;
	int height = canvas_height(stage);
	int gap = items->len > 0 && rows_until(items, items->len - 1, 1) > 3 * height ? 0 : 1;
	int y = 0, overflow;
	size_t first = 0;

	if (shown == 0 || height <= 0)
		return;
	/* What there is no room for goes, whole items from the top. */
	overflow = rows_until(items, shown - 1, gap) - height;
	while (first + 1 < shown && rows_until(items, first, gap) - rows_of(&items->items[first]) < overflow)
		first++;
	while (first > 0 && items->items[first].is_definition)
		first--;
	for (size_t i = first; i < shown; i++) {
		const struct item *item = &items->items[i];
		struct flow_place place = item->first;
		bool is_card_open = i + 1 < shown && items->items[i + 1].is_definition;
		bool is_dim = present->has_spotlight && i + 1 + is_card_open != shown;

		if (item->is_definition)
			continue;
		y += i > first && !item->is_rest ? gap : 0;
		for (uint32_t line = 0; line < item->lines; line++, y++, place.line++)
			if (y >= 0 && y < height)
				draw_item_line(present, stage, y, place,
					       item->term_end && !is_card_open ? item->term_end : UINT32_MAX, is_dim);
	}
}

/* The columns of the stage, in the middle of the screen. */
static int
stage_cols(int width)
{
	int cols = width * 5 / 6;

	if (width < 70)
		return width > 30 ? width - 4 : width;
	return cols < STAGE_MAX_COLS ? cols : STAGE_MAX_COLS;
}

void
present_draw(struct present *present, const struct canvas *screen, uint64_t now_ns)
{
	int width = canvas_width(screen), height = canvas_height(screen), cols = stage_cols(width), top;
	struct rect middle = { (width - cols) / 2, 0, cols, height > 1 ? height - 1 : height };
	struct canvas stage;
	struct items items = { 0 };

	if (width <= 0 || height <= 0 || present->is_blank || !present->reader->document)
		return;
	stage = canvas_cut(screen, middle);
	lay_out(present, cols);
	top = draw_title(present, screen, &stage);
	stage = canvas_cut(&stage, (struct rect){ 0, top, cols, canvas_height(&stage) - top - (height > BAND_ROWS) });
	present->stage_rows = canvas_height(&stage);
	collect(present, &items);
	draw_items(present, &stage, &items);
	vec_fini(&items);
	draw_corner(present, screen, now_ns);
}

void
present_section(struct present *present, int direction)
{
	size_t to = direction > 0 ? next_section(present, present->heading) : section_before(present, present->heading);

	if (to == STR_NONE)
		return;
	present->heading = to;
	present->revealed = 0;
}

void
present_reveal_all(struct present *present)
{
	present->revealed = SIZE_MAX;
}

void
present_step(struct present *present, int direction)
{
	struct items items = { 0 };
	size_t before;

	if (!present->reader->document || present->width == 0)
		return;
	collect(present, &items);
	vec_fini(&items);
	if (present->revealed > present->item_count)
		present->revealed = present->item_count;
	if (direction > 0 && present->revealed < present->item_count) {
		present->revealed++;
	} else if (direction < 0 && present->revealed > 0) {
		present->revealed--;
	} else {
		before = present->heading;
		present_section(present, direction);
		if (direction < 0 && present->heading != before)
			present_reveal_all(present);
	}
}

void
present_key(struct present *present, struct str key)
{
	struct str_buf *keys = &present->last_keys;

	if (!present->is_on)
		return;
	if (keys->len > 0)
		str_buf_append_c(keys, "  ");
	str_buf_append(keys, key);
	while (keys->len > KEYS_KEPT_BYTES) {
		size_t cut = str_find(str_buf_str(keys), STR("  "));

		if (cut == STR_NONE)
			break;
		str_buf_replace(keys, 0, cut + 2, STR(""));
	}
}

uint64_t
present_next_tick(const struct present *present, uint64_t now_ns)
{
	uint64_t minute = 60 * NS_PER_S;

	return now_ns + minute - (now_ns - present->begun_ns) % minute;
}
