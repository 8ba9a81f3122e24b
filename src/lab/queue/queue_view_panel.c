/* The panel: every knob with its value, the selected one with its range. */
#include "base/i18n.h"
#include "canvas/box.h"
#include "lab/queue/queue_state.h"
#include "lab/queue/sentence.h"

enum {
	CELL_COLS = 30
};

static int
columns_at(int width)
{
	int columns = width / CELL_COLS;

	return columns < 1 ? 1 : columns > 5 ? 5 : columns;
}

int
queue_view_panel_rows(int width)
{
	return (QUEUE_ROW_COUNT + columns_at(width) - 1) / columns_at(width) + 1;
}

static const char *
row_label(int row)
{
	return row == QUEUE_ROW_ENGINE ? _("engine") : _(queue_knob_infos[row].label);
}

static const char *
engine_label(const struct queue_lab *lab)
{
	/* Translators: the three engines of the queue lab. */
	static const char *const names[] = { N_("model"), N_("threads"), N_("processes") };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (str_is_equal_c(str_of_c(names[i]), lab->kind->name))
			return _(names[i]);
	return lab->kind->name;
}

static void
append_value(const struct queue_lab *lab, int row, struct str_buf *out)
{
	if (row == QUEUE_ROW_ENGINE)
		str_buf_append_c(out, engine_label(lab));
	else
		queue_knob_format((enum queue_knob)row, lab->cursor.scene.knobs.values[row], out);
}

static void
append_range(int row, struct str_buf *out)
{
	const struct queue_knob_info *info = &queue_knob_infos[row];

	if (row == QUEUE_ROW_ENGINE || info->choices) {
		str_buf_append_c(out, _("← → for the next"));
		return;
	}
	queue_knob_format((enum queue_knob)row, row == KNOB_CAPACITY ? 1 : info->min, out);
	str_buf_append_c(out, " … ");
	queue_knob_format((enum queue_knob)row, info->max, out);
	if (row == KNOB_CAPACITY)
		str_buf_printf(out, ", %s", _("no bound"));
}

static void
draw_cell(const struct queue_lab *lab, const struct canvas *canvas, int x, int y, int cols, int row)
{
	bool is_selected = row == lab->row;
	uint8_t paper = is_selected ? PAPER_SELECTED : PAPER_BASE;
	struct str_buf value = { 0 };
	int value_cols, label_cols;

	hits_add(lab->hits, canvas, (struct rect){ x, y, cols, 1 }, QUEUE_HIT_ROW, row);
	append_value(lab, row, &value);
	if (is_selected) {
		canvas_fill(canvas, (struct rect){ x, y, cols, 1 }, (struct style){ .paper = paper });
		canvas_print_c(canvas, x, y, (struct style){ .ink = INK_ACCENT, .paper = paper },
			       sign(SIGN_CURSOR_BAR));
	}
	value_cols = (int)cell_width(str_buf_str(&value));
	label_cols = canvas_print_fit(canvas, x + 2, y, cols - 3, (struct style){ .ink = INK_DIM, .paper = paper },
				      str_of_c(row_label(row)));
	if (label_cols + value_cols + 4 > cols)
		value_cols = cols - label_cols - 4;
	canvas_print_fit(canvas, x + cols - 1 - value_cols, y, value_cols,
			 (struct style){ .ink = INK_STRONG, .paper = paper }, str_buf_str(&value));
	str_buf_fini(&value);
}

/* One line: the selected knob, or a word that there are any. */
static void
draw_line(const struct queue_lab *lab, const struct canvas *canvas)
{
	struct str_buf text = { 0 };

	if (lab->row >= 0) {
		str_buf_printf(&text, "%s: ", row_label(lab->row));
		append_value(lab, lab->row, &text);
		str_buf_append_c(&text, "  (");
		append_range(lab->row, &text);
		str_buf_append_byte(&text, ')');
		canvas_print_c(canvas, 0, 0, STYLE(INK_ACCENT), sign(SIGN_CURSOR_BAR));
	} else {
		str_buf_printf(&text, "%s: %s", _("engine"), engine_label(lab));
		str_buf_printf(&text, "  ↑↓ %s", _("knobs"));
	}
	canvas_print_fit(canvas, 2, 0, canvas_width(canvas) - 2, STYLE(lab->row >= 0 ? INK_TEXT : INK_DIM),
			 str_buf_str(&text));
	str_buf_fini(&text);
}

void
queue_view_panel(const struct queue_lab *lab, const struct canvas *canvas)
{
	int width = canvas_width(canvas), height = canvas_height(canvas), columns = columns_at(width);
	int rows = queue_view_panel_rows(width) - 1, cols = width / columns;
	struct str_buf title = { 0 };

	if (width <= 0 || height <= 0)
		return;
	if (height < rows + 1) {
		draw_line(lab, canvas);
		return;
	}
	str_buf_append_c(&title, _("knobs"));
	if (lab->row >= 0) {
		str_buf_printf(&title, " · %s: ", row_label(lab->row));
		append_range(lab->row, &title);
	}
	box_rule(canvas, 0, 0, width, str_buf_str(&title), STYLE(INK_RULE),
		 STYLE(lab->row >= 0 ? INK_ACCENT : INK_DIM));
	for (int row = 0; row < QUEUE_ROW_COUNT; row++)
		draw_cell(lab, canvas, row / rows * cols, 1 + row % rows, cols - 1, row);
	str_buf_fini(&title);
}
