/* Columns of actors over time. */
#include "canvas/lanes.h"

#define GUTTER_COLS   2  /* the mark of the current row */
#define LANE_MIN_COLS 11 /* below this, fewer lanes are shown */
#define LANE_AIR_COLS 12 /* from here on a blank stands between a lane's line and the text */
#define HEADER_ROWS   2

/* How the lanes share the width: COUNT of them from FIRST on, COLS each. */
struct frame {
	const struct lanes_view *view;
	const struct canvas *canvas;
	size_t first, count;
	int cols;
};

static size_t
current_lane(const struct lanes_view *view)
{
	const struct lane_row *row = view->current < view->row_count ? view->row_at(view->ctx, view->current) : NULL;

	return row && row->lane < view->lane_count ? row->lane : 0;
}

/* How many lanes have room in WIDTH. */
static size_t
count_lanes(int width, size_t lane_count)
{
	int room = width - GUTTER_COLS;
	size_t fit = room > LANE_MIN_COLS ? (size_t)(room / LANE_MIN_COLS) : 1;

	return lane_count < fit ? lane_count : fit;
}

int
lanes_cols(int width, size_t lane_count)
{
	size_t count = count_lanes(width, lane_count);

	return count > 0 ? (width - GUTTER_COLS) / (int)count : 0;
}

static int
text_indent(int cols)
{
	return cols < LANE_AIR_COLS ? 1 : 2;
}

int
lanes_text_cols(int cols)
{
	return cols - text_indent(cols) - 1;
}

/* Too many for the width: those about the current lane, so that it is in the middle where it can be. */
static void
choose_lanes(struct frame *frame)
{
	int width = canvas_width(frame->canvas);
	size_t all = frame->view->lane_count;

	frame->count = count_lanes(width, all);
	frame->cols = lanes_cols(width, all);
	if (frame->count < all) {
		size_t current = current_lane(frame->view), half = frame->count / 2;

		frame->first = current < half ? 0 : current - half;
		if (frame->first > all - frame->count)
			frame->first = all - frame->count;
	}
}

static int
lane_x(const struct frame *frame, size_t lane)
{
	return GUTTER_COLS + (int)(lane - frame->first) * frame->cols;
}

static bool
lane_is_shown(const struct frame *frame, size_t lane)
{
	return lane >= frame->first && lane - frame->first < frame->count;
}

static void
draw_header(const struct frame *frame)
{
	int width = canvas_width(frame->canvas);

	for (size_t i = frame->first; i < frame->first + frame->count; i++) {
		const struct lane *lane = &frame->view->lanes[i];
		struct style title = lane->style;
		struct rect head = { lane_x(frame, i), 0, frame->cols, HEADER_ROWS };

		hits_add(frame->view->hits, frame->canvas, head, frame->view->hit_lane, (int64_t)i);

		title.attrs = (uint8_t)(title.attrs | ATTR_BOLD);
		canvas_print_fit(frame->canvas, lane_x(frame, i), 0, frame->cols - 1, title, lane->title);
		canvas_print_fit(frame->canvas, lane_x(frame, i), 1, frame->cols - 1,
				 STYLE(lane->state_ink ? lane->state_ink : (uint8_t)INK_DIM), lane->state);
	}
	/* there are more to the left or right than fit */
	if (frame->first > 0)
		canvas_print_c(frame->canvas, 0, 0, STYLE(INK_DIM), sign(SIGN_ARROW_LEFT));
	if (frame->first + frame->count < frame->view->lane_count)
		canvas_print_c(frame->canvas, width - 1, 0, STYLE(INK_DIM), sign(SIGN_ARROW_RIGHT));
}

/* A line from column FROM up to TO (not in it), across the lanes between, with its head where the other lane is. */
static void
draw_arrow(const struct frame *frame, int y, int from, int to, bool is_right, struct style style)
{
	if (to <= from)
		return;
	canvas_rule_h(frame->canvas, from, y, to - from, style);
	canvas_print_c(frame->canvas, is_right ? to - 1 : from, y, style, sign(is_right ? SIGN_RUN : SIGN_BACK));
}

/* The text with its sign behind it, in at most ROOM columns; the sign is kept, close to the text if both just fit so.
 * Returns the columns used. */
static int
draw_action(const struct frame *frame, int x, int y, int room, const struct lane_row *row, struct style style)
{
	int sign_cols = row->sign.len > 0 ? (int)cell_width(str_cut(row->sign, 0, 64)) : 0;
	int gap = sign_cols > 0 && (int)cell_width(str_cut(row->text, 0, 256)) + sign_cols != room, used;

	if (room <= 0)
		return 0;
	if (sign_cols + gap >= room)
		sign_cols = gap = 0;
	used = canvas_print_fit(frame->canvas, x, y, room - sign_cols - gap, style, row->text);
	if (sign_cols > 0)
		used += gap + canvas_print_fit(frame->canvas, x + used + gap, y, sign_cols, style, row->sign);
	return used;
}

static void
draw_lifelines(const struct frame *frame, int y, struct style style)
{
	style.ink = INK_RULE;
	style.attrs = 0;
	for (size_t i = frame->first; i < frame->first + frame->count; i++)
		canvas_print_c(frame->canvas, lane_x(frame, i), y, style, sign(SIGN_RULE_V));
}

/* The column of a lane's line; of one that is not shown, the edge it lies beyond. */
static int
line_x(const struct frame *frame, size_t lane)
{
	if (lane < frame->first)
		return GUTTER_COLS - 1;
	return lane_is_shown(frame, lane) ? lane_x(frame, lane) : canvas_width(frame->canvas);
}

static void
draw_event(const struct frame *frame, int y, const struct lane_row *row, struct style style)
{
	bool has_arrow = row->to_lane >= 0 && (size_t)row->to_lane < frame->view->lane_count &&
			 row->to_lane != (int32_t)row->lane;
	bool is_right = row->to_lane > (int32_t)row->lane;
	int x = line_x(frame, row->lane), indent = text_indent(frame->cols), used = 0;
	int room = lanes_text_cols(frame->cols);

	if (has_arrow && is_right) /* the arrow is at least three columns long */
		room = line_x(frame, (size_t)row->to_lane) - x - indent - 4;
	if (lane_is_shown(frame, row->lane))
		used = draw_action(frame, x + indent, y, room, row, style);
	if (has_arrow && is_right)
		draw_arrow(frame, y, x + (used > 0 ? used + indent + 1 : 1), line_x(frame, (size_t)row->to_lane), true,
			   style);
	else if (has_arrow)
		draw_arrow(frame, y, line_x(frame, (size_t)row->to_lane) + 1, x, false, style);
}

static void
draw_row(const struct frame *frame, int y, size_t index)
{
	const struct lane_row *row = frame->view->row_at(frame->view->ctx, index);
	bool is_current = index == frame->view->current;
	bool is_ahead = frame->view->current < frame->view->row_count && index > frame->view->current;
	int width = canvas_width(frame->canvas);
	struct style style = row->style;

	if (is_current) {
		style.paper = PAPER_SELECTED;
		canvas_fill(frame->canvas, (struct rect){ 0, y, width, 1 }, STYLE(INK_TEXT, .paper = PAPER_SELECTED));
		canvas_print_c(frame->canvas, 0, y, STYLE(INK_ACCENT, .paper = PAPER_SELECTED), sign(SIGN_CURSOR_BAR));
	} else if (is_ahead && !row->keeps_style) {
		style = STYLE(INK_DIM);
	}
	draw_lifelines(frame, y, style);
	draw_event(frame, y, row, style);
}

void
lanes_draw(const struct lanes_view *view, const struct canvas *canvas)
{
	struct frame frame = { .view = view, .canvas = canvas };
	int rows = canvas_height(canvas) - HEADER_ROWS;
	size_t top = 0;

	if (view->lane_count == 0 || canvas_width(canvas) <= 0)
		return;
	choose_lanes(&frame);
	draw_header(&frame);
	if (rows <= 0)
		return;

	/* past rows above, and a third of the height for what comes next */
	size_t current = view->current < view->row_count ? view->current : view->row_count;
	size_t ahead = (size_t)rows / 3, behind = (size_t)rows - 1 - ahead;

	if (view->row_count > (size_t)rows) {
		top = current > behind ? current - behind : 0;
		if (top > view->row_count - (size_t)rows)
			top = view->row_count - (size_t)rows;
	}
	for (int y = 0; y < rows && top + (size_t)y < view->row_count; y++) {
		struct rect row = { 0, HEADER_ROWS + y, canvas_width(canvas), 1 };

		draw_row(&frame, HEADER_ROWS + y, top + (size_t)y);
		hits_add(view->hits, canvas, row, view->hit_row, (int64_t)top + y);
	}
}
