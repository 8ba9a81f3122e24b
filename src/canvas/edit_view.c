/* How a text field looks: scrolled to its cursor, drawn cluster by cluster. */
#include "canvas/edit_parts.h"

#define LEFT_MARGIN_COLS 3
#define MARKED_MIN_COLS  4 /* narrower has no room for a cursor and a sign on each side of it */

/* The cells the cursor needs: what it stands on as far as there is room, or one column at the end of the line. */
static int64_t
cursor_cols(const struct edit *edit, int64_t column)
{
	size_t next = edit_after(edit, edit->cursor);
	struct str cluster = str_cut(edit_text(edit), edit->cursor, next);
	int64_t cols = cluster.len == 0 || cluster.data[0] == '\n' || cluster.data[0] == '\t'
			       ? 1
			       : edit_cluster_cols(cluster, column);

	return cols > edit->width ? edit->width : cols > 0 ? cols : 1;
}

/*
 * The line with the cursor moves as little as keeps it in view; where it fits, and where nobody types, it is seen from
 * its start, as the other lines always are.
 */
static void
scroll_across(struct edit *edit, int64_t column, bool is_focused)
{
	int64_t end = edit_column_of(edit, edit_line_end(edit, edit->cursor));
	int64_t needed = column + cursor_cols(edit, column) - edit->width;

	if (edit->width >= MARKED_MIN_COLS && needed + edit->width < end)
		needed++; /* the sign that more follows stands behind the cursor, not on it */
	if (end < edit->width || !is_focused) {
		edit->left_cols = 0;
		return;
	}
	if (edit->left_cols > end + 1 - edit->width)
		edit->left_cols = end + 1 - edit->width;
	if (column < edit->left_cols + LEFT_MARGIN_COLS)
		edit->left_cols = column > LEFT_MARGIN_COLS ? column - LEFT_MARGIN_COLS : 0;
	if (edit->left_cols < needed)
		edit->left_cols = needed;
}

static void
scroll_down(struct edit *edit, int64_t line)
{
	int64_t last = edit_line_number(edit, edit->text.len);
	int64_t last_top = last - edit->height + 1;

	if (edit->top_line > last_top)
		edit->top_line = last_top > 0 ? last_top : 0;
	if (line < edit->top_line)
		edit->top_line = line;
	else if (edit->height > 0 && line >= edit->top_line + edit->height)
		edit->top_line = line - edit->height + 1;
}

/* Styles of a text by offset, asked for in ascending order. */
struct style_walk {
	const struct styled *styled; /* may be NULL */
	size_t span;
};

static struct style
style_at(struct style_walk *walk, size_t offset)
{
	struct style style = STYLE(INK_TEXT);

	if (walk->styled) {
		while (walk->span < walk->styled->spans.len &&
		       walk->styled->spans.items[walk->span].end_bytes <= offset)
			walk->span++;
		if (walk->span < walk->styled->spans.len)
			style = walk->styled->spans.items[walk->span].style;
	}
	if (style.paper == PAPER_BASE)
		style.paper = PAPER_RAISED;
	return style;
}

/* A line that goes on beyond an edge says so there. */
static void
mark_cut(const struct edit *edit, const struct canvas *canvas, int y, bool is_cut_left, bool is_cut_right)
{
	struct style style = STYLE(INK_DIM, .paper = PAPER_RAISED);

	if (edit->width < MARKED_MIN_COLS)
		return;
	if (is_cut_left)
		canvas_print_c(canvas, 0, y, style, sign(SIGN_ELLIPSIS));
	if (is_cut_right)
		canvas_print_c(canvas, edit->width - 1, y, style, sign(SIGN_ELLIPSIS));
}

static void
draw_line(const struct edit *edit, const struct canvas *canvas, int y, size_t start, struct style_walk *walk)
{
	struct str line = edit_line_at(edit, start);
	int64_t column = 0, left = edit_left_of(edit, start);
	size_t end = 0; /* of what is drawn */

	for (size_t at = 0; at < line.len && column < left + edit->width;) {
		size_t next = edit_cluster_end(line, at);
		struct str cluster = str_cut(line, at, next);
		int64_t cols = edit_cluster_cols(cluster, column);
		int64_t x = column - left;

		if (x + cols > 0) {
			struct style style = style_at(walk, start + at);

			if (cluster.data[0] == '\t')
				canvas_fill(canvas, (struct rect){ (int)x, y, (int)cols, 1 }, style);
			else
				canvas_print(canvas, (int)x, y, style, cluster);
		}
		column += cols;
		at = end = next;
	}
	mark_cut(edit, canvas, y, left > 0, end < line.len || column > left + edit->width);
}

static void
draw_text(struct edit *edit, const struct canvas *canvas, bool is_focused, const struct styled *styled)
{
	int64_t column = edit_column_of(edit, edit->cursor), line = edit_line_number(edit, edit->cursor);
	struct style_walk walk = { .styled = styled };

	edit->width = canvas_width(canvas);
	edit->height = canvas_height(canvas);
	scroll_across(edit, column, is_focused);
	scroll_down(edit, line);
	canvas_fill(canvas, (struct rect){ 0, 0, edit->width, edit->height }, STYLE(INK_TEXT, .paper = PAPER_RAISED));

	size_t start = edit_line_offset(edit, edit->top_line);

	for (int y = 0; y < edit->height; y++) {
		size_t end = edit_line_end(edit, start);

		draw_line(edit, canvas, y, start, &walk);
		if (end == edit->text.len)
			break;
		start = end + 1;
	}
	if (is_focused)
		canvas_cursor(canvas, (int)(column - edit->left_cols), (int)(line - edit->top_line));
}

void
edit_draw(struct edit *edit, const struct canvas *canvas, bool is_focused, const char *placeholder)
{
	draw_text(edit, canvas, is_focused, NULL);
	if (edit->text.len == 0 && placeholder)
		canvas_print_fit(canvas, 0, 0, canvas_width(canvas), STYLE(INK_DIM, .paper = PAPER_RAISED),
				 str_of_c(placeholder));
}

void
edit_draw_styled(struct edit *edit, const struct canvas *canvas, bool is_focused, const struct styled *styled)
{
	draw_text(edit, canvas, is_focused, styled);
}
