/* Help for the pane one is in: its keys, then those of everywhere, made from the table that dispatches them. */
#include "app/state.h"

#include "base/alloc.h"
#include "base/i18n.h"
#include "canvas/box.h"
#include "canvas/scroll.h"

enum {
	HELP_COLS = 74,
	DIALOG_MIN_ROWS = 12,
	KEYS_COLS = 22,
	KEYS_SHOWN = 4,
	LAB_HINTS_MAX = 32,
};

struct help_row {
	char *keys; /* NULL: TEXT is a heading; both empty: a blank row */
	char *text;
};

struct help {
	VEC(struct help_row) rows;
	struct scroll scroll;
};

static void
add_row(struct help *help, const char *keys, const char *text)
{
	vec_push(&help->rows, (struct help_row){ keys ? mem_copy_c(keys) : NULL, mem_copy_c(text) });
}

static void
add_context(struct app *app, struct help *help, enum key_context context)
{
	for (size_t i = 0; i < command_count(); i++) {
		const struct command *command = command_at(i);
		const struct keymap *keymap = &app->settings.keymap;
		struct str_buf keys = { 0 };
		bool is_bound = false;

		for (size_t j = 0; j < keymap->bindings.len; j++)
			is_bound |= keymap->bindings.items[j].context == context &&
				    str_is_equal_c(str_of_c(command->name), keymap->bindings.items[j].command);
		if (is_bound && keymap_keys_of(keymap, context, command->name, KEYS_SHOWN, &keys))
			add_row(help, str_buf_c(&keys), _(command->title));
		str_buf_fini(&keys);
	}
}

static void
add_lab(struct app *app, struct help *help)
{
	struct lab_hint hints[LAB_HINTS_MAX];
	size_t count = app->lab.host ? host_hints(app->lab.host, hints, LAB_HINTS_MAX) : 0;

	for (size_t i = 0; i < count && i < LAB_HINTS_MAX; i++)
		add_row(help, hints[i].key, hints[i].label);
}

static void
help_close(struct app *app, void *self)
{
	struct help *help = self;

	(void)app;
	for (size_t i = 0; i < help->rows.len; i++) {
		free(help->rows.items[i].keys);
		free(help->rows.items[i].text);
	}
	vec_fini(&help->rows);
	free(help);
}

/* All keys in one column, as wide as the longest of them needs. */
static int
keys_cols_of(const struct help *help, int width)
{
	int widest = 0, most = width > 2 * KEYS_COLS ? KEYS_COLS : width * 2 / 5;

	for (size_t i = 0; i < help->rows.len; i++) {
		const char *keys = help->rows.items[i].keys;
		int cols = keys ? (int)cell_width(str_of_c(keys)) + 1 : 0;

		widest = cols > widest ? cols : widest;
	}
	return widest < most ? widest : most;
}

static void
draw_row(const struct canvas *canvas, int y, const struct help_row *row, int keys_cols)
{
	int width = canvas_width(canvas);

	if (!row->keys) {
		canvas_print_fit(canvas, 1, y, width - 2, STYLE(INK_STRONG, .attrs = ATTR_BOLD), str_of_c(row->text));
		return;
	}
	canvas_print_fit(canvas, 1, y, keys_cols - 1, STYLE(INK_ACCENT), str_of_c(row->keys));
	canvas_print_fit(canvas, 2 + keys_cols, y, width - keys_cols - 3, STYLE(INK_TEXT), str_of_c(row->text));
}

/* A small screen is all help's, but for the row of keys. */
static struct canvas
open_dialog(const struct canvas *screen, int rows)
{
	int height = canvas_height(screen), room = height - 4;
	struct rect all = { 0, 0, canvas_width(screen), height > 1 ? height - 1 : height };

	if (height >= DIALOG_MIN_ROWS)
		return box_dialog(screen, HELP_COLS, rows < room ? rows : room, str_of_c(_("Help")));
	canvas_fill(screen, all, STYLE_PLAIN);
	return canvas_cut(screen, all);
}

static void
help_draw(struct app *app, void *self, const struct canvas *screen)
{
	struct help *help = self;
	struct canvas inner = open_dialog(screen, (int)help->rows.len + 2);
	int height = canvas_height(&inner);

	(void)app;
	if (height <= 0 || canvas_width(&inner) <= 4)
		return;
	scroll_set(&help->scroll, (int64_t)help->rows.len, height);
	for (int y = 0; y < height && help->scroll.top + y < (int64_t)help->rows.len; y++)
		draw_row(&inner, y, &help->rows.items[help->scroll.top + y], keys_cols_of(help, canvas_width(&inner)));
	scroll_draw(&help->scroll, &inner, canvas_width(&inner) - 1, 0, height);
}

static void
help_move(struct app *app, void *self, int rows)
{
	struct help *help = self;

	(void)app;
	scroll_by(&help->scroll, rows);
}

static bool
help_input(struct app *app, void *self, const struct event *event)
{
	if (event->kind == EVENT_MOUSE && event->action == MOUSE_WHEEL_UP)
		help_move(app, self, -3);
	else if (event->kind == EVENT_MOUSE && event->action == MOUSE_WHEEL_DOWN)
		help_move(app, self, 3);
	else if (event->kind == EVENT_MOUSE && event->action == MOUSE_PRESS)
		overlay_close(app);
	return true;
}

static void
help_accept(struct app *app, void *self)
{
	(void)self;
	overlay_close(app);
}

static const struct overlay_ops help_ops = {
	.context = CONTEXT_HELP,
	.close = help_close,
	.draw = help_draw,
	.input = help_input,
	.accept = help_accept,
	.move = help_move,
};

void
help_open(struct app *app)
{
	enum key_context context = app_context(app);
	struct help *help = NEW(struct help);

	add_row(help, NULL, keymap_context_title(context));
	if (context == CONTEXT_LAB)
		add_lab(app, help);
	add_context(app, help, context);
	if (!app->present.is_on) {
		add_row(help, "", "");
		add_row(help, NULL, keymap_context_title(CONTEXT_EVERYWHERE));
		add_context(app, help, CONTEXT_EVERYWHERE);
		add_row(help, "", "");
		add_row(help, NULL, _("A number before a key repeats it: 5j goes down five lines."));
	}
	overlay_open(app, &help_ops, help);
}
