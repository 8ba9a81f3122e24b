/* Help for the pane one is in: its keys, then those of everywhere, made from the table that dispatches them. */
#include "app/state.h"

#include "app/dialog.h"
#include "base/alloc.h"
#include "base/i18n.h"
#include "canvas/scroll.h"

#include <string.h>

enum {
	HELP_COLS = 76,
	WIDE_COLS = 64, /* from here there is room for several keys beside what they do */
	KEYS_COLS = 22,
	KEYS_NARROW_COLS = 13,
	KEYS_SHOWN = 4,
	TEXT_ROWS_MAX = 10,
	LAB_HINTS_MAX = 32,
};

struct help_row {
	char *keys; /* NULL: TEXT is a heading; empty: a remark, or a blank row */
	char *text;
};

struct help {
	enum key_context context;
	VEC(struct help_row) rows;
	struct scroll scroll;
};

static void
add_row(struct help *help, const char *keys, const char *text)
{
	vec_push(&help->rows, (struct help_row){ keys ? mem_copy_c(keys) : NULL, mem_copy_c(text) });
}

/* Does the lab take this key before the program's own tables are asked? Its hints may name several: "+ -". */
static bool
is_lab_key(const struct app *app, const struct help *help, const struct binding *binding)
{
	struct lab_hint hints[LAB_HINTS_MAX];
	size_t count = 0;
	struct str_buf key = { 0 };
	bool is_taken = false;

	if (help->context != CONTEXT_LAB || !app->lab.host || binding->stroke_count > 1)
		return false;
	keymap_format(binding, &key);
	count = host_hints(app->lab.host, hints, LAB_HINTS_MAX);
	for (size_t i = 0; i < count && i < LAB_HINTS_MAX; i++) {
		struct str rest = str_of_c(hints[i].key), word;

		while (str_next(&rest, ' ', &word))
			is_taken |= str_is_equal(word, str_buf_str(&key));
	}
	str_buf_fini(&key);
	return is_taken;
}

/* The rows of one table, FROM: those of its keys that work in the context help is about. */
static void
add_context(struct app *app, struct help *help, enum key_context from)
{
	const struct keymap *keymap = &app->settings.keymap;

	for (size_t i = 0; i < keymap->bindings.len; i++) {
		const struct binding *binding = &keymap->bindings.items[i];
		const struct command *command = command_find(str_of_c(binding->command));
		struct str_buf keys = { 0 };

		if (binding->context != from || !command || !keymap_is_first_of_command(keymap, help->context, i) ||
		    is_lab_key(app, help, binding))
			continue;
		if (keymap_keys_from(keymap, help->context, from, command->name, KEYS_SHOWN, &keys))
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
		add_row(help, hints[i].key, hints[i].help ? hints[i].help : hints[i].label);
	/* Labs write small, as the key row does; here their words stand among titles of commands. */
	for (size_t i = 0; i < help->rows.len; i++)
		if (help->rows.items[i].text[0] >= 'a' && help->rows.items[i].text[0] <= 'z')
			help->rows.items[i].text[0] ^= 0x20;
}

/* With the key that goes down a line, and only where numbers are taken. */
static void
add_repeating(struct app *app, struct help *help)
{
	struct str_buf key = { 0 }, text = { 0 };

	if (app_takes_counts(help->context) &&
	    keymap_keys_of(&app->settings.keymap, help->context, "line-down", 1, &key)) {
		str_buf_printf(&text, _("A number before a key repeats it: 5%s%s goes down five lines."),
			       cell_width(str_buf_str(&key)) > 1 ? " " : "", str_buf_c(&key));
		add_row(help, "", "");
		add_row(help, "", str_buf_c(&text));
	}
	str_buf_fini(&key);
	str_buf_fini(&text);
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
	int widest = 0, most = width >= WIDE_COLS ? KEYS_COLS : KEYS_NARROW_COLS;

	for (size_t i = 0; i < help->rows.len; i++) {
		const char *keys = help->rows.items[i].keys;
		int cols = keys ? (int)cell_width(str_of_c(keys)) + 1 : 0;

		widest = cols > widest ? cols : widest;
	}
	return widest < most ? widest : most;
}

/* Draws a row from Y on, in as many as its text needs, and gives how many those are. */
static int
draw_row(const struct canvas *canvas, int y, const struct help_row *row, int keys_cols)
{
	int width = canvas_width(canvas), x = row->keys && *row->keys ? 2 + keys_cols : 1, rows;
	struct style style = row->keys ? STYLE(INK_TEXT) : STYLE(INK_STRONG, .attrs = ATTR_BOLD);

	if (row->keys && !*row->keys) /* a remark */
		style.ink = INK_DIM;
	else if (row->keys)
		canvas_print_fit(canvas, 1, y, keys_cols - 1, STYLE(INK_ACCENT),
				 keymap_keys_that_fit(str_of_c(row->keys), keys_cols - 1));
	rows = canvas_print_wrapped(canvas, (struct rect){ x, y, width - x - 1, TEXT_ROWS_MAX }, style,
				    str_of_c(row->text));
	return rows > 0 ? rows : 1;
}

static int
count_rows(const struct help *help, const struct canvas *inner, int keys_cols)
{
	struct canvas nowhere = canvas_part(inner, 0, 0, canvas_width(inner), 0);
	int rows = 0;

	for (size_t i = 0; i < help->rows.len; i++)
		rows += draw_row(&nowhere, 0, &help->rows.items[i], keys_cols);
	return rows;
}

static void
help_draw(struct app *app, void *self, const struct canvas *area)
{
	struct help *help = self;
	struct str_buf title = { 0 };
	struct canvas inner;
	int height, keys_cols, y;

	str_buf_printf(&title, "%s · %s", _("Help"), keymap_context_title(help->context));
	inner = dialog_open(area, !app->present.is_on, HELP_COLS, (int)help->rows.len + 2, str_buf_str(&title));
	height = canvas_height(&inner);
	str_buf_fini(&title);
	if (height <= 0 || canvas_width(&inner) <= 4)
		return;
	keys_cols = keys_cols_of(help, canvas_width(&inner));
	scroll_set(&help->scroll, count_rows(help, &inner, keys_cols), height);
	y = -(int)help->scroll.top;
	for (size_t i = 0; i < help->rows.len && y < height; i++)
		y += draw_row(&inner, y, &help->rows.items[i], keys_cols);
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

	help->context = context;
	if (context == CONTEXT_LAB)
		add_lab(app, help);
	add_context(app, help, context);
	if (!app->present.is_on) {
		add_row(help, "", "");
		add_row(help, NULL, keymap_context_title(CONTEXT_EVERYWHERE));
		add_context(app, help, CONTEXT_EVERYWHERE);
		add_repeating(app, help);
	}
	overlay_open(app, &help_ops, help);
}
