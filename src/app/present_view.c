/* Draws a section on its stage: the title large or in a band, the items that were revealed, the corner. */
#include "app/present_part.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "canvas/bigtext.h"
#include "canvas/large.h"
#include "text/wrap.h"

enum {
	STAGE_MAX_COLS = 92,
	SMALL_ROWS = 8, /* up to here a screen has no row for a rule */
	BAND_ROWS = 16, /* and up to here none for a band or large type */
};

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

/* Only the bar of a program or a quote, or nothing. */
static bool
is_empty_line(struct present *present, struct flow_place place)
{
	const struct rendered *section;
	const struct rendered_line *line = flow_line(&present->flow, place, &section);
	struct styled_iter iter;
	struct styled_piece piece;

	if (!line || line->kind == LINE_CARD)
		return false;
	iter = styled_iter(&section->text, line->start, line->end);
	while (styled_next(&iter, &piece))
		if (piece.tag != RENDER_TAG_ADDED && str_trim(piece.text).len > 0)
			return false;
	return true;
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

enum {
	LARGE_LINES_MAX = 2,
	LARGE_GAP_ROWS = 3 /* above and below */
};

/* As the terminal draws it, in at most two lines. Returns the rows it takes; 0: it is too long for that. */
static int
draw_large(const struct canvas *screen, int x, int room, struct style style, struct str title)
{
	struct wrap_lines lines = { 0 };
	int rows = 0;

	if (room >= LARGE_SCALE)
		wrap_text(title, (uint32_t)(room / LARGE_SCALE), (uint32_t)(room / LARGE_SCALE), &lines);
	if (lines.len <= LARGE_LINES_MAX) {
		for (size_t i = 0; i < lines.len; i++, rows += LARGE_SCALE)
			large_print(screen, x, 1 + rows, style,
				    str_cut(title, lines.items[i].start, lines.items[i].end));
	}
	vec_fini(&lines);
	return rows ? rows + LARGE_GAP_ROWS : 0;
}

/* Returns the rows of the screen it takes. */
static int
draw_title(const struct present *present, const struct canvas *screen, const struct canvas *stage)
{
	struct str title = present_title(present);
	struct style style = STYLE(INK_STRONG, .attrs = ATTR_BOLD);
	int x = stage->bounds.x - screen->bounds.x, room = canvas_width(screen) - x - 2;
	int big = bigtext_width(title), height = canvas_height(screen), rows = 1;

	if (title.len == 0)
		return height > SMALL_ROWS ? 2 : 0;
	if (present->has_large_type && height > BAND_ROWS &&
	    (rows = draw_large(screen, x, canvas_width(stage), style, title)) > 0)
		return rows;
	rows = 1;
	if (big > 0 && big <= room && height > BAND_ROWS) { /* beyond the stage rather than small */
		bigtext_draw(screen, x, 1, style, title);
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
draw_corner(struct present *present, const struct canvas *screen, uint64_t now_ns)
{
	struct str_buf text = { 0 };
	size_t count = present_has_opening(present), at = count;
	uint64_t minutes = (now_ns - present->begun_ns) / NS_PER_S / 60;
	int width = canvas_width(screen), y = canvas_height(screen) - 1, cols;

	for (size_t i = 0; i < present->reader->outline.len; i++)
		if (present_is_section(present, i)) {
			count++;
			if (i == present->heading)
				at = count;
		}
	str_buf_printf(&text, _("%d min"), (int)minutes);
	str_buf_printf(&text, "   %zu/%zu", at, count);
	cols = (int)cell_width(str_buf_str(&text));
	present->corner_cols = cols + 2;
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

static bool
can_be_cut(struct present *present, const struct item *item)
{
	const struct rendered_line *line = flow_line(&present->flow, item->first, NULL);

	return line && !item->is_definition && (line->kind == LINE_TEXT || line->kind == LINE_CODE);
}

static void
draw_items(struct present *present, const struct canvas *stage, const struct items *items)
{
	size_t shown = present->revealed < items->len ? present->revealed : items->len;
	int height = canvas_height(stage);
	int gap = items->len > 0 && rows_until(items, items->len - 1, 1) > 3 * height ? 0 : 1;
	int y = 0, overflow;
	size_t first = 0;
	bool is_beginning;

	if (shown == 0 || height <= 0)
		return;
	/* What there is no room for goes from the top: lines of text and programs, tables and cards as a whole. */
	overflow = rows_until(items, shown - 1, gap) - height;
	while (first + 1 < shown && rows_until(items, first, gap) - rows_of(&items->items[first]) < overflow)
		first++;
	while (first > 0 && items->items[first].is_definition)
		first--;
	if (first > 0 && can_be_cut(present, &items->items[first - 1])) { /* its end is better than nothing */
		first--;
		y = rows_until(items, first, gap) - rows_of(&items->items[first]) - overflow;
	}
	is_beginning = y < 0;
	for (size_t i = first; i < shown; i++) {
		const struct item *item = &items->items[i];
		struct flow_place place = item->first;
		bool is_card_open = i + 1 < shown && items->items[i + 1].is_definition;
		bool is_dim = present->has_spotlight && i + 1 + is_card_open != shown;

		if (item->is_definition)
			continue;
		y += i > first && !item->is_rest ? gap : 0;
		for (uint32_t line = 0; line < item->lines; line++, y++, place.line++) {
			/* What is left of an item begins with something to read. */
			if (y >= 0 && is_beginning && is_empty_line(present, place))
				continue;
			is_beginning &= y < 0;
			if (y >= 0 && y < height)
				draw_item_line(present, stage, y, place,
					       item->term_end && !is_card_open ? item->term_end : UINT32_MAX, is_dim);
		}
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
	present_lay_out(present, cols);
	top = draw_title(present, screen, &stage);
	stage = canvas_cut(&stage, (struct rect){ 0, top, cols, canvas_height(&stage) - top - (height > BAND_ROWS) });
	present->stage_rows = canvas_height(&stage);
	present_collect(present, &items);
	draw_items(present, &stage, &items);
	vec_fini(&items);
	draw_corner(present, screen, now_ns);
}
