/* Draws and drives a field over a list in a dialog near the top of the screen. */
#include "app/picker.h"

#include "app/dialog.h"
#include "app/keymap.h"

enum {
	DIALOG_MAX_COLS = 96,
	DIALOG_MAX_ROWS = 26,
	QUERY_MAX_BYTES = 1000,
	NOTE_MIN_COLS = 6,
	NOTE_GAP_COLS = 2,
	EDGE_COLS = 2,       /* the scroll bar's column, and one that keeps it apart */
	NOTE_ROOM_COLS = 64, /* below, a row has no room for a long note */
};

void
picker_init(struct picker *picker, const char *placeholder,
	    void (*row_at)(void *ctx, size_t index, struct picker_row *out), void *ctx)
{
	*picker = (struct picker){
		.edit = edit_new(false, QUERY_MAX_BYTES), .placeholder = placeholder, .row_at = row_at, .ctx = ctx
	};
}

void
picker_fini(struct picker *picker)
{
	edit_free(picker->edit);
}

void
picker_set_count(struct picker *picker, size_t count)
{
	list_set_count(&picker->list, (int64_t)count);
}

struct str
picker_query(const struct picker *picker)
{
	return edit_text(picker->edit);
}

bool
picker_input(struct picker *picker, const struct event *event, bool *is_accepted)
{
	*is_accepted = false;
	if (event->kind == EVENT_MOUSE) {
		struct event relative = *event;

		relative.x -= picker->area.x;
		relative.y -= picker->area.y;
		if (relative.x < 0 || relative.y < 0 || relative.x >= picker->area.width ||
		    relative.y >= picker->area.height)
			return false;
		*is_accepted = event->action == MOUSE_PRESS && event->button == 1 &&
			       picker->list.scroll.top + relative.y < picker->list.count;
		list_input(&picker->list, &relative);
		return false;
	}
	return edit_input(picker->edit, event) == EDIT_CHANGED;
}

/* Leaves the lead out where the first mark needs its room; gives the columns of the sign that says so. */
static int
leave_out_lead(const struct canvas *canvas, int x, int cols, struct picker_row *row, struct style style)
{
	if (row->lead == 0 || (int)cell_width(str_cut(row->text, 0, row->marks[0].end)) < cols)
		return 0;
	row->text = str_skip(row->text, row->lead);
	for (size_t i = 0; i < row->mark_count; i++) {
		row->marks[i].start -= row->lead;
		row->marks[i].end -= row->lead;
	}
	style.ink = INK_DIM;
	return canvas_print_c(canvas, x, 0, style, sign(SIGN_ELLIPSIS));
}

/* Text with its marked parts in the accent, bold, in at most COLS columns. */
static void
draw_marked(const struct canvas *canvas, int x, int cols, const struct picker_row *row, struct style style)
{
	struct canvas part = canvas_cut(canvas, (struct rect){ x, 0, cols, 1 });
	struct styled text = { 0 };
	struct style marked = STYLE(INK_ACCENT, .paper = style.paper, .attrs = ATTR_BOLD);
	size_t at = 0;

	for (size_t i = 0; i < row->mark_count; i++) {
		styled_append(&text, str_cut(row->text, at, row->marks[i].start), style, 0);
		styled_append(&text, str_cut(row->text, row->marks[i].start, row->marks[i].end), marked, 0);
		at = row->marks[i].end;
	}
	styled_append(&text, str_skip(row->text, at), style, 0);
	if ((int)cell_width(row->text) <= cols) {
		canvas_print_styled(&part, 0, 0, &text, 0, text.text.len, style);
	} else if (cols > 1) {
		struct canvas cut = canvas_cut(canvas, (struct rect){ x, 0, cols - 1, 1 });

		canvas_print_styled(&cut, 0, 0, &text, 0, text.text.len, style);
		canvas_print_c(&part, cols - 1, 0, STYLE(INK_DIM, .paper = style.paper), sign(SIGN_ELLIPSIS));
	}
	styled_fini(&text);
}

static void
draw_row(void *ctx, const struct canvas *canvas, int64_t index, bool is_selected)
{
	struct picker *picker = ctx;
	struct picker_row row = { .mark_count = 0 };
	uint8_t paper = is_selected ? PAPER_SELECTED : PAPER_BASE;
	struct style quiet = STYLE(INK_DIM, .paper = paper);
	int width = canvas_width(canvas), x = 2, room, note_cols, note_room;

	picker->row_at(picker->ctx, (size_t)index, &row);
	canvas_fill(canvas, (struct rect){ 0, 0, width, 1 }, STYLE(INK_TEXT, .paper = paper));
	if (is_selected)
		canvas_print_c(canvas, 0, 0, STYLE(INK_ACCENT, .paper = paper), sign(SIGN_CURSOR_BAR));
	if (picker->label_cols > 0 && width > 3 * picker->label_cols) {
		canvas_print_fit(canvas, x, 0, picker->label_cols, quiet, row.label);
		x += picker->label_cols + 2;
	}
	note_cols = (int)cell_width(row.note);
	room = width - x - EDGE_COLS;
	if (width < NOTE_ROOM_COLS && row.is_note_spare)
		note_cols = 0;
	note_room = room - (int)cell_width(row.text) - NOTE_GAP_COLS;
	if (note_room < room / 3)
		note_room = room / 3;
	if (note_cols > note_room) {
		row.note = keymap_keys_that_fit(row.note, note_room);
		note_cols = (int)cell_width(row.note) < note_room ? (int)cell_width(row.note) : note_room;
	}
	if (note_cols >= NOTE_MIN_COLS || (note_cols > 0 && note_cols == (int)cell_width(row.note))) {
		canvas_print_fit(canvas, width - note_cols - EDGE_COLS, 0, note_cols, quiet, row.note);
		room -= note_cols + NOTE_GAP_COLS;
	}
	if (room > 0) {
		struct style style = STYLE(is_selected ? INK_STRONG : INK_TEXT, .paper = paper);
		int cut_cols = leave_out_lead(canvas, x, room, &row, style);

		draw_marked(canvas, x + cut_cols, room - cut_cols, &row, style);
	}
}

void
picker_draw(struct picker *picker, const struct canvas *screen, struct str title, struct str status,
	    const char *when_empty)
{
	struct canvas inner = dialog_open(screen, true, DIALOG_MAX_COLS, DIALOG_MAX_ROWS, title), field, rows;
	int width = canvas_width(&inner), height = canvas_height(&inner), status_cols = (int)cell_width(status), x;

	if (width <= 0 || height <= 0)
		return;
	if (status_cols + 12 > width)
		status_cols = 0;
	x = canvas_print_c(&inner, 1, 0, STYLE(INK_ACCENT), ">") + 2;
	field = canvas_cut(&inner,
			   (struct rect){ x, 0, width - x - EDGE_COLS - (status_cols ? status_cols + 2 : 0), 1 });
	edit_draw(picker->edit, &field, true, picker->placeholder);
	if (status_cols > 0)
		canvas_print(&inner, width - status_cols - EDGE_COLS, 0, STYLE(INK_DIM), status);
	if (height > 1)
		canvas_rule_h(&inner, 0, 1, width, STYLE(INK_RULE));
	rows = canvas_cut(&inner, (struct rect){ 0, 2, width, height - 2 });
	picker->area = rows.bounds;
	if (canvas_height(&rows) <= 0)
		return;
	list_draw(&picker->list, &rows, draw_row, picker);
	scroll_draw(&picker->list.scroll, &rows, width - 1, 0, canvas_height(&rows));
	if (picker->list.count == 0)
		canvas_print_wrapped(&rows, (struct rect){ 2, 1, width - 4, canvas_height(&rows) - 1 }, STYLE(INK_DIM),
				     str_of_c(when_empty));
}
