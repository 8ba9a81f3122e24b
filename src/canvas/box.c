/* Cards and frames. */
#include "canvas/box.h"

#define DIALOG_MARGIN_COLS 2
#define DIALOG_MARGIN_ROWS 1

/* The corners of a frame as rules make them; overwriting a card below it, nothing is joined. */
static void
draw_corners(const struct canvas *canvas, struct rect area, struct style style)
{
	static const char *const corners[4] = { "┌", "┐", "└", "┘" };

	for (int i = 0; i < 4; i++)
		canvas_print_c(canvas, area.x + (i % 2) * (area.width - 1), area.y + (i / 2) * (area.height - 1), style,
			       sign_is_ascii() ? "+" : corners[i]);
}

/* " title " on a rule, leaving at least one cell of it at both ends. */
static void
draw_title(const struct canvas *canvas, int x, int y, int width, struct str title, struct style style)
{
	if (title.len == 0 || width < 3)
		return;

	int cols = canvas_print_fit(canvas, x + 1, y, width - 2, style, title);

	canvas_print_c(canvas, x, y, style, " ");
	canvas_print_c(canvas, x + 1 + cols, y, style, " ");
}

struct canvas
box_draw(const struct canvas *canvas, struct rect area, struct style frame, struct str title, struct style title_style)
{
	int inset = area.width < 12 ? 1 : 2; /* a narrow frame spends its columns on the title */

	if (area.width >= 2 && area.height >= 2) {
		canvas_fill(canvas, area, frame);
		canvas_rule_h(canvas, area.x, area.y, area.width, frame);
		canvas_rule_h(canvas, area.x, area.y + area.height - 1, area.width, frame);
		canvas_rule_v(canvas, area.x, area.y, area.height, frame);
		canvas_rule_v(canvas, area.x + area.width - 1, area.y, area.height, frame);
		draw_corners(canvas, area, frame);
		draw_title(canvas, area.x + inset, area.y, area.width - 2 * inset, title, title_style);
	}
	return canvas_cut(canvas, (struct rect){ area.x + 1, area.y + 1, area.width - 2, area.height - 2 });
}

static int
smaller(int a, int b)
{
	return a < b ? a : b;
}

struct canvas
box_dialog(const struct canvas *canvas, int width, int height, struct str title)
{
	int room_x = canvas_width(canvas), room_y = canvas_height(canvas);
	struct rect area = { .width = smaller(width, room_x), .height = smaller(height, room_y) };

	area.x = (room_x - area.width) / 2;
	area.y = (room_y - area.height) / 2;
	canvas_fill(canvas,
		    (struct rect){ area.x - DIALOG_MARGIN_COLS, area.y - DIALOG_MARGIN_ROWS,
				   area.width + 2 * DIALOG_MARGIN_COLS, area.height + 2 * DIALOG_MARGIN_ROWS },
		    STYLE_PLAIN);

	const struct style frame = STYLE(INK_RULE), title_style = STYLE(INK_STRONG, .attrs = ATTR_BOLD);
	struct canvas inside = box_draw(canvas, area, frame, title, title_style);

	if (canvas_width(&inside) < 20) /* every column counts */
		return inside;
	return canvas_cut(&inside, (struct rect){ 1, 0, canvas_width(&inside) - 2, canvas_height(&inside) });
}

void
box_rule(const struct canvas *canvas, int x, int y, int width, struct str title, struct style rule,
	 struct style title_style)
{
	canvas_rule_h(canvas, x, y, width, rule);
	draw_title(canvas, x + 2, y, width - 4, title, title_style);
}
