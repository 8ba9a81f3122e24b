/* Find in the lesson: a field on the key row; the reader goes to the first hit while one types. */
#include "app/state.h"

#include "base/alloc.h"
#include "base/i18n.h"
#include "canvas/edit.h"

#include <string.h>

enum {
	QUERY_MAX_BYTES = 1000,
	WAY_OUT_MIN_COLS = 44 /* narrower, the field has the row */
};

struct find {
	struct edit *edit;
	uint32_t from; /* where the cursor was: esc goes back there */
	bool is_accepted;
};

static void
find_close(struct app *app, void *self)
{
	struct find *find = self;

	if (!find->is_accepted) {
		reader_find_forget(&app->reader);
		reader_jump(&app->reader, find->from);
	}
	edit_free(find->edit);
	free(find);
}

/* The way out, at the right end of the row, as the key row names it; gives the columns it takes. */
static int
draw_way_out(struct app *app, const struct canvas *row)
{
	const struct hint_list *hints = hints_of(&app->hints[CONTEXT_FIELD], &app->settings.keymap, CONTEXT_FIELD);
	struct style key = STYLE(INK_ACCENT, .paper = PAPER_RAISED, .attrs = ATTR_BOLD);
	int width = canvas_width(row);

	for (size_t i = 0; i < hints->all.len && width >= WAY_OUT_MIN_COLS; i++) {
		const struct hint *hint = &hints->all.items[i];
		int cols = (int)(cell_width(str_of_c(hint->name)) + 1 + cell_width(str_of_c(hint->label)));
		int x = width - cols - 1;

		if (strcmp(hint->command->name, "close-overlay") != 0)
			continue;
		x += canvas_print_c(row, x, 0, key, hint->name) + 1;
		canvas_print_c(row, x, 0, STYLE(INK_TEXT, .paper = PAPER_RAISED), hint->label);
		return cols + 2;
	}
	return 0;
}

static void
find_draw(struct app *app, void *self, const struct canvas *screen)
{
	struct find *find = self;
	struct rect row = app->layout.keys;
	struct canvas canvas, field;
	struct str_buf status = { 0 };
	struct style paper = STYLE(INK_TEXT, .paper = PAPER_RAISED);
	const struct reader_find *found = &app->reader.find;
	int width = canvas_width(screen), cols;

	if (row.height == 0)
		row = (struct rect){ 0, canvas_height(screen) - 1, width, 1 };
	canvas = canvas_cut(screen, row);
	canvas_fill(&canvas, (struct rect){ 0, 0, width, 1 }, paper);
	if (edit_text(find->edit).len > 0 && found->hits.len == 0)
		str_buf_printf(&status, "%s %s", sign(SIGN_WARN), _("not in this lesson"));
	else if (found->hits.len > 0)
		str_buf_printf(&status, _("%zu of %zu%s"), found->current == STR_NONE ? 1 : found->current + 1,
			       found->hits.len, found->is_capped ? "+" : "");
	width -= draw_way_out(app, &canvas);
	cols = (int)cell_width(str_buf_str(&status));
	canvas_print_c(&canvas, 1, 0, STYLE(INK_ACCENT, .paper = PAPER_RAISED, .attrs = ATTR_BOLD), "/");
	field = canvas_cut(&canvas, (struct rect){ 3, 0, width - cols - 6, 1 });
	edit_draw(find->edit, &field, true, _("find in this lesson"));
	canvas_restyle(&field, (struct rect){ 0, 0, canvas_width(&field), 1 },
		       (struct style){ .ink = INK_COUNT, .paper = PAPER_RAISED });
	if (cols + 12 < width)
		canvas_print(&canvas, width - cols - 1, 0, STYLE(INK_DIM, .paper = PAPER_RAISED), str_buf_str(&status));
	str_buf_fini(&status);
}

static bool
find_input(struct app *app, void *self, const struct event *event)
{
	struct find *find = self;

	if (event->kind == EVENT_MOUSE)
		return false;
	if (edit_input(find->edit, event) == EDIT_CHANGED) {
		reader_find(&app->reader, edit_text(find->edit), find->from);
		if (app->reader.find.hits.len == 0)
			reader_jump(&app->reader, find->from);
	}
	return true;
}

static void
find_accept(struct app *app, void *self)
{
	struct find *find = self;

	find->is_accepted = edit_text(find->edit).len > 0;
	if (find->is_accepted && app->reader.find.hits.len == 0)
		app_say(app, MESSAGE_WARNING, _("“%s” is not in this lesson"), str_buf_c(&app->reader.find.text));
	else if (find->is_accepted)
		history_push(&app->history, str_buf_str(&app->reader.key),
			     document_line_of(app->reader.document, find->from));
	overlay_close(app);
}

static const struct overlay_ops find_ops = {
	.context = CONTEXT_FIELD,
	.close = find_close,
	.draw = find_draw,
	.input = find_input,
	.accept = find_accept,
};

void
find_open(struct app *app)
{
	struct find *find = NEW(struct find);

	find->edit = edit_new(false, QUERY_MAX_BYTES);
	find->from = reader_offset(&app->reader);
	overlay_open(app, &find_ops, find);
	app_focus(app, PANE_READER);
}
