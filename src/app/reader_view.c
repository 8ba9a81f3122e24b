/* Draws the reader: lines from the top on, cards where labs stand, hits marked. */
#include "app/reader.h"

#include "base/i18n.h"

enum {
	TEXT_MARGIN_COLS = 2,
	TEXT_MARGIN_MIN_COLS = 30,
};

static int
margin_of(int width)
{
	return width >= TEXT_MARGIN_MIN_COLS ? TEXT_MARGIN_COLS : 0;
}

static struct str
lesson_file_name(const struct reader *reader)
{
	const struct lesson *lesson = course_lesson(reader->course, reader->lesson);

	return str_of_c(catalog_file(reader->course->catalog, lesson->file)->name);
}

/* The cells of a row that the query matches; the hit one is at looks different. */
static void
mark_hits(struct reader *reader, const struct canvas *canvas, int y, struct str text, bool is_cursor_row)
{
	struct search_hit hit;
	size_t offset = 0;
	int x0 = margin_of(canvas_width(canvas));

	while (offset <= text.len && search_next(reader->find.query, text, offset, &hit, NULL)) {
		int x = x0 + (int)cell_width(str_cut(text, 0, hit.start));
		int cols = (int)cell_width(str_cut(text, hit.start, hit.end));
		uint8_t paper = is_cursor_row ? PAPER_MATCH_ALT : PAPER_MATCH;

		canvas_restyle(
			canvas, (struct rect){ x, y, cols, 1 },
			(struct style){ .ink = INK_COUNT, .paper = paper, .attrs = is_cursor_row ? ATTR_BOLD : 0 });
		offset = hit.end > hit.start ? hit.end : hit.start + 1;
	}
}

static void
draw_line(struct reader *reader, const struct canvas *canvas, int y, const struct rendered *section,
	  const struct rendered_line *line, bool is_cursor_row)
{
	int x = margin_of(canvas_width(canvas));

	canvas_print_styled(canvas, x, y, &section->text, line->start, line->end, STYLE_PLAIN);
	if (reader->find.query)
		mark_hits(reader, canvas, y, str_cut(str_buf_str(&section->text.text), line->start, line->end),
			  is_cursor_row);
}

static void
draw_card(struct reader *reader, const struct canvas *canvas, int y, const struct rendered *section,
	  const struct rendered_line *line, bool is_current)
{
	int x = margin_of(canvas_width(canvas));
	struct rect area = { x, y - line->card_row, (int)reader->flow.options.width_cols,
			     (int)cards_rows(reader->flow.options.width_cols) };

	/* Of a card's first row alone nothing can be seen, and over the lab itself its name would stand twice. */
	if (line->card_row == 0 && y == canvas_height(canvas) - 1)
		return;
	if (line->lab >= 0 && (size_t)line->lab < section->labs.len)
		cards_draw(&reader->cards, canvas, area, &section->labs.items[line->lab], lesson_file_name(reader),
			   is_current);
}

/* Which part of the lesson is in view; by bytes, because nobody has counted the lines. */
static void
measure_view(struct reader *reader, int height, struct flow_place bottom)
{
	uint32_t top = flow_offset_of(&reader->flow, reader->top), end = flow_offset_of(&reader->flow, bottom);
	uint64_t total = reader->text.len > 0 ? reader->text.len : 1;
	struct flow_place above = reader->top;
	bool is_end = !flow_next(&reader->flow, &bottom);

	reader->view_start = reader->view_end = 0;
	if (is_end && !flow_previous(&reader->flow, &above))
		return;
	reader->view_start = (int)(top * (uint64_t)height / total);
	reader->view_end = is_end ? height : (int)(end * (uint64_t)height / total);
	if (reader->view_start >= height)
		reader->view_start = height - 1;
	if (reader->view_end <= reader->view_start)
		reader->view_end = reader->view_start + 1;
}

void
reader_draw(struct reader *reader, const struct canvas *canvas, bool is_focused)
{
	int width = canvas_width(canvas), height = canvas_height(canvas);
	struct flow_place place;
	const struct rendered_lab *current;
	uint32_t card_line = 0;
	bool is_card_drawn = false;

	reader_layout(reader, width, height);
	if (!reader->document || width <= 0 || height <= 0)
		return;
	place = reader->top;
	current = is_focused ? reader_lab(reader) : NULL;
	for (int y = 0; y < height; y++) {
		const struct rendered *section;
		const struct rendered_line *line = flow_line(&reader->flow, place, &section);
		bool is_cursor_row = flow_compare(place, reader->cursor) == 0;

		if (!line) {
			if (!section && reader->flow.is_waiting)
				canvas_print_c(canvas, margin_of(width), y, STYLE(INK_DIM), _("laying out…"));
			else if (y == 0)
				canvas_print_c(canvas, margin_of(width), 1, STYLE(INK_DIM),
					       _("Nothing is written here yet."));
			break;
		}
		if (line->kind != LINE_CARD) {
			draw_line(reader, canvas, y, section, line, is_cursor_row);
			is_card_drawn = false;
		} else if (!is_card_drawn || line->card_row == 0 || card_line != line->source_line) {
			bool is_current = current && line->lab >= 0 && current == &section->labs.items[line->lab];

			draw_card(reader, canvas, y, section, line, is_current);
			card_line = line->source_line;
			is_card_drawn = true;
		}
		if (is_cursor_row && is_focused && margin_of(width) > 0)
			canvas_print_c(canvas, 0, y, STYLE(INK_ACCENT), sign(SIGN_CURSOR_BAR));
		if (!flow_next(&reader->flow, &place))
			break;
	}
	measure_view(reader, height, place);
}
