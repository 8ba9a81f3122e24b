/* Draws the regex lab: fields, the text with its matches, the list of matches, the value. Works at any size. */
#include "base/alloc.h"
#include "base/i18n.h"
#include "canvas/box.h"
#include "lab/regex/regex_state.h"
#include "text/utf8.h"
#include "text/wrap.h"

#include <stdlib.h>
#include <string.h>

enum {
	LABEL_X = 2,
	SIDE_BY_SIDE_COLS = 64, /* below this the matches stand under the text */
	ROOMY_ROWS = 18,        /* from here on a blank row sets the fields apart */
	VALUE_ROWS_MAX = 5,
	TEXT_ROWS_MIN = 5,
	LIST_MIN_ROWS = TEXT_ROWS_MIN + 2, /* with less for text and matches, the text has it all */
	FIELD_ROWS = 4,                    /* of the fields and a call of one row */
	CALL_SHARE = 4,                    /* a longer call has at most this part of the other rows */
	ERROR_APART_ROWS = 10              /* a lab this high has a row for words that do not fit beside their mark */
};

static int
min_int(int a, int b)
{
	return a < b ? a : b;
}

static void
set_place(const struct regex_lab *lab, const struct canvas *canvas, enum regex_field field, struct rect place)
{
	const struct rect *all = &lab->places[FIELD_COUNT];

	lab->places[field] = (struct rect){ place.x + canvas->bounds.x - all->x, place.y + canvas->bounds.y - all->y,
					    place.width, place.height };
}

/* ---- fields ---- */

static const char *
label_of(enum regex_field field)
{
	static const char *const labels[FIELD_COUNT] = {
		[FIELD_PATTERN] = N_("pattern"), [FIELD_FLAGS] = N_("flags"), [FIELD_MODE] = N_("mode"),
		[FIELD_REPL] = N_("replace by"), [FIELD_TEXT] = N_("text"),
	};

	return _(labels[field]);
}

/* All labels of the column have the same width; narrow canvases do without. */
static int
label_width(const struct canvas *canvas)
{
	int widest = 0;

	if (canvas_width(canvas) < 30)
		return 0;
	for (int field = FIELD_PATTERN; field < FIELD_TEXT; field++) {
		int width = (int)cell_width(str_of_c(label_of((enum regex_field)field)));

		widest = width > widest ? width : widest;
	}
	return widest + 4;
}

static bool
is_here(const struct regex_lab *lab, enum regex_field field)
{
	return lab->is_editing && lab->field == field;
}

static void
draw_label(const struct regex_lab *lab, const struct canvas *canvas, int y, enum regex_field field)
{
	bool is_focused = is_here(lab, field);

	if (!label_width(canvas))
		return;
	if (is_focused)
		canvas_print_c(canvas, 0, y, STYLE(INK_ACCENT), sign(SIGN_CURSOR_BAR));
	canvas_print_c(canvas, LABEL_X, y, STYLE(is_focused ? INK_ACCENT : INK_DIM), label_of(field));
}

static void
draw_field(const struct regex_lab *lab, const struct canvas *canvas, int y, int width, enum regex_field field,
	   const char *hint)
{
	int x = label_width(canvas);
	struct canvas room = canvas_part(canvas, x, y, width - x, 1);

	set_place(lab, canvas, field, (struct rect){ x, y, canvas_width(&room), 1 });
	draw_label(lab, canvas, y, field);
	canvas_fill(&room, (struct rect){ 0, 0, canvas_width(&room), 1 }, STYLE(INK_TEXT, .paper = PAPER_RAISED));
	edit_draw(lab->fields[field], &room, is_here(lab, field), hint);
	canvas_restyle(&room, (struct rect){ 0, 0, canvas_width(&room), 1 },
		       (struct style){ .ink = INK_COUNT, .paper = PAPER_RAISED });
}

static void
draw_mode(const struct regex_lab *lab, const struct canvas *canvas, int y, int x)
{
	bool is_focused = is_here(lab, FIELD_MODE);
	struct style arrow = STYLE(is_focused ? INK_ACCENT : INK_DIM);
	int start = x;

	x += canvas_print_c(canvas, x, y, arrow, sign(SIGN_ARROW_LEFT)) + 1;
	x += canvas_printf(canvas, x, y, STYLE(INK_STRONG), "re.%s", regex_mode_names[lab->mode]) + 1;
	x += canvas_print_c(canvas, x, y, arrow, sign(SIGN_ARROW_RIGHT));
	set_place(lab, canvas, FIELD_MODE, (struct rect){ start, y, x - start, 1 });
}

/* Flags and mode share a row where there is room. Returns the rows used. */
static int
draw_flags_and_mode(const struct regex_lab *lab, const struct canvas *canvas, int y)
{
	int x = label_width(canvas), width = canvas_width(canvas);

	if (width < 30) {
		draw_mode(lab, canvas, y, 0);
		return 1;
	}
	draw_field(lab, canvas, y, x + 8, FIELD_FLAGS, "imsxa");
	draw_mode(lab, canvas, y, x + 12);
	if (is_here(lab, FIELD_MODE))
		canvas_print_c(canvas, x + 10, y, STYLE(INK_ACCENT), sign(SIGN_CURSOR_BAR));
	return 1;
}

/* ---- the error row ---- */

/* Column of a code point of the field, as far as the field shows it from its start. */
static int
column_of(struct str text, uint32_t column)
{
	size_t offset = utf8_offset_of(text, column - 1);

	return (int)cell_width(str_cut(text, 0, offset < 4096 ? offset : 4096));
}

static void
error_words(const struct regex_lab *lab, bool says_position, struct str_buf *out)
{
	const struct err *err = &lab->last.err;

	if (says_position)
		str_buf_printf(out, _("%s at position %u"), err->text, err->column - 1);
	else
		str_buf_append_c(out, err->text);
}

/* What is wrong with a field, under it, with a mark at the place. Returns the rows used. */
static int
draw_error(const struct regex_lab *lab, const struct canvas *canvas, int y, enum regex_field field)
{
	const struct err *err = &lab->last.err;
	struct str text = regex_lab_field(lab, field);
	int left = label_width(canvas), width = canvas_width(canvas), x = left, mark = -1, cols, rows = 1;
	struct str_buf words = { 0 };

	error_words(lab, err->column && field != FIELD_FLAGS, &words);
	cols = (int)cell_width(str_buf_str(&words));
	/* A field that is scrolled has its columns elsewhere: then the position is said and not marked. */
	if (err->column && (int)cell_width(str_cut(text, 0, 4096)) < width - left)
		mark = min_int(left + column_of(text, err->column), width - 1);
	if (mark >= 0) {
		canvas_print_c(canvas, mark, y, STYLE(INK_ERROR, .attrs = ATTR_BOLD), "^");
		if (mark + 2 + cols <= width)
			x = mark + 2;
		else if (mark - left > cols)
			x = mark - 1 - cols;
		else if (canvas_height(canvas) >= ERROR_APART_ROWS)
			rows = 2, x = cols <= width - left ? left : LABEL_X;
		else if (width - mark - 2 >= mark - left - 1)
			x = mark + 2;
		else
			width = mark - 1;
	}
	canvas_print_fit(canvas, x, y + rows - 1, width > x ? width - x : 0, STYLE(INK_ERROR), str_buf_str(&words));
	str_buf_fini(&words);
	return rows;
}

/* Its field shows all of TEXT. */
static bool
fits_field(struct str text, int width)
{
	return (int)cell_width(str_cut(text, 0, 4096)) <= width;
}

/*
 * Under the pattern: what is wrong with it, or the call it makes in Python. A field shows one row; a longer pattern can
 * be read here, unless the lab is low. Returns the rows used.
 */
static int
draw_call(const struct regex_lab *lab, const struct canvas *canvas, int y)
{
	int x = label_width(canvas), width = canvas_width(canvas) - x;
	int most = 1, rows = 0;
	struct wrap_lines lines = { 0 };
	struct str_buf call = { 0 };
	struct regex_request request = {
		.pattern = regex_lab_field(lab, FIELD_PATTERN),
		.repl = regex_lab_field(lab, FIELD_REPL),
		.mode = lab->mode,
	};

	regex_flags_parse(regex_lab_field(lab, FIELD_FLAGS), &request.flags, NULL);
	regex_call_format(&request, &call);
	if (!fits_field(request.pattern, width) || (lab->mode == REGEX_SUB && !fits_field(request.repl, width)))
		most = (canvas_height(canvas) - FIELD_ROWS) / CALL_SHARE;
	wrap_verbatim(str_buf_str(&call), (uint32_t)(width > 0 ? width : 1), &lines);
	do {
		size_t end = rows + 1 < most ? lines.items[rows].end : call.len;

		canvas_print_fit(canvas, x, y + rows, width, STYLE(INK_DIM),
				 str_cut(str_buf_str(&call), lines.items[rows].start, end));
		rows++;
	} while (rows < most && rows < (int)lines.len);
	vec_fini(&lines);
	str_buf_fini(&call);
	return rows;
}

static bool
is_flags_error(const struct regex_lab *lab)
{
	unsigned unused;

	return !regex_flags_parse(regex_lab_field(lab, FIELD_FLAGS), &unused, NULL);
}

/* The rows above the text; returns how many. */
static int
draw_fields(const struct regex_lab *lab, const struct canvas *canvas)
{
	int height = canvas_height(canvas), y = 0;
	bool is_pattern_bad = lab->last.status == REGEX_BAD_PATTERN && !is_flags_error(lab);

	draw_field(lab, canvas, y++, canvas_width(canvas), FIELD_PATTERN, _("type a pattern"));
	if (height < 4)
		return y;
	if (is_pattern_bad)
		y += draw_error(lab, canvas, y, FIELD_PATTERN);
	else
		y += draw_call(lab, canvas, y);
	y += draw_flags_and_mode(lab, canvas, y);
	if (is_flags_error(lab) && height > 6)
		y += draw_error(lab, canvas, y, FIELD_FLAGS);
	if (lab->mode == REGEX_SUB) {
		draw_field(lab, canvas, y++, canvas_width(canvas), FIELD_REPL, _("\\1 and \\g<name> are groups"));
		if (lab->last.status == REGEX_BAD_TEMPLATE && height > 7)
			y += draw_error(lab, canvas, y, FIELD_REPL);
	}
	return y;
}

/* ---- text and value ---- */

static void
draw_rule(const struct canvas *canvas, int x, int y, int width, const char *title, bool is_focused)
{
	if (width > 0)
		box_rule(canvas, x, y, width, str_of_c(title), STYLE(INK_RULE),
			 STYLE(is_focused ? INK_ACCENT : INK_DIM));
}

static void
draw_text(const struct regex_lab *lab, const struct canvas *canvas)
{
	set_place(lab, canvas, FIELD_TEXT, (struct rect){ 0, 0, canvas_width(canvas), canvas_height(canvas) });
	edit_draw_styled(lab->fields[FIELD_TEXT], canvas, is_here(lab, FIELD_TEXT), &lab->look);
	if (!regex_lab_field(lab, FIELD_TEXT).len && !is_here(lab, FIELD_TEXT))
		canvas_print_c(canvas, 0, 0, STYLE(INK_DIM), _("no text yet: e to write some"));
}

static const char *
stop_explained(void)
{
	return _("Catastrophic backtracking: two repeated parts of the pattern can take the same characters, so before "
		 "it gives up the engine tries every way to share them, and each character more doubles the ways. "
		 "Write the parts so that they cannot overlap: a+ for (a+)+, [^,]* for .*, or never give back with "
		 "(?>…) or a++.");
}

static const char *
stop_explained_shortly(void)
{
	return _("Catastrophic backtracking: two repeated parts can take the same characters, and each character more "
		 "doubles the ways to share them.");
}

static void
draw_value(const struct regex_lab *lab, const struct canvas *canvas)
{
	struct rect all = { 0, 0, canvas_width(canvas), canvas_height(canvas) };

	if (lab->last.status == REGEX_STOPPED) {
		int rows = canvas_print_wrapped(canvas, all, STYLE(INK_WARN), str_of_c(lab->last.err.text));

		all.y = rows;
		all.height -= rows;
		if (all.height <= 0)
			return;
		/* All of it or less, but no half of it. */
		rows = canvas_print_wrapped(canvas, (struct rect){ 0, 0, all.width, 0 }, STYLE_PLAIN,
					    str_of_c(stop_explained()));
		canvas_print_wrapped(canvas, all, STYLE(INK_TEXT),
				     str_of_c(rows <= all.height ? stop_explained() : stop_explained_shortly()));
		return;
	}
	canvas_print_wrapped(canvas, all, STYLE(lab->last.status == REGEX_OK ? INK_CODE : INK_DIM),
			     str_cut(str_buf_str(&lab->good.value), 0, 4096));
}

static void
draw_value_title(const struct regex_lab *lab, const struct canvas *canvas, int y)
{
	struct str_buf title = { 0 };

	if (lab->job)
		str_buf_append_c(&title, _("matching …"));
	else if (lab->last.status == REGEX_STOPPED)
		str_buf_printf(&title, "%s %s", sign(SIGN_WARN), _("stopped"));
	else if (lab->last.status != REGEX_OK)
		str_buf_append_c(&title, _("last result"));
	else
		str_buf_append_c(&title, _("result"));
	if (lab->last.status == REGEX_OK && !lab->job && lab->asked.mode == REGEX_SUB) {
		str_buf_append_c(&title, " · ");
		str_buf_printf(&title, ngettext("%llu replaced", "%llu replaced", (unsigned long)lab->good.match_total),
			       (unsigned long long)lab->good.match_total);
	}
	draw_rule(canvas, 0, y, canvas_width(canvas), str_buf_c(&title), false);
	str_buf_fini(&title);
}

/* Rows the value wants, with its rule; it gives way to the text. */
static int
value_rows(const struct regex_lab *lab, const struct canvas *canvas, int room)
{
	int width = canvas_width(canvas), wanted = 2;
	size_t cols;

	if (lab->last.status == REGEX_STOPPED)
		return min_int(8, room * 2 / 3);
	cols = cell_width(str_cut(str_buf_str(&lab->good.value), 0, 4096));
	wanted += width > 0 ? min_int((int)(cols / (size_t)width), VALUE_ROWS_MAX - 1) : 0;
	return min_int(wanted, room / 2);
}

/* The text's own rows under its rule, with one to write on. */
static int
text_rows(const struct regex_lab *lab)
{
	struct str text = str_cut(regex_lab_field(lab, FIELD_TEXT), 0, 4096);
	int rows = 3;

	for (size_t i = 0; i < text.len; i++)
		rows += text.data[i] == '\n';
	return rows < TEXT_ROWS_MIN ? TEXT_ROWS_MIN : rows;
}

static int
list_rows(const struct regex_lab *lab)
{
	return min_int((int)(min_int((int)lab->good.match_count, 1000) * (int)(lab->good.group_count + 1)), 1000) + 1;
}

/* Under the text: what the matches want, but the text keeps its lines or three fifths. */
static int
rows_for_list(const struct regex_lab *lab, int height)
{
	int least = height * 2 / 5, wanted = list_rows(lab);

	if (height < LIST_MIN_ROWS)
		return 0;
	if (height - text_rows(lab) > least)
		least = height - text_rows(lab);
	return wanted < least && wanted > 4 ? wanted : least;
}

/* What text and matches want of ROOM: on a high screen the result stands close below them, not at its foot. */
static int
body_rows(const struct regex_lab *lab, int width, int room)
{
	int text = text_rows(lab), list = list_rows(lab);
	int wanted = width < SIDE_BY_SIDE_COLS ? text + list : text > list ? text : list;

	return min_int(wanted, room);
}

static void
draw_body(const struct regex_lab *lab, const struct canvas *canvas)
{
	int width = canvas_width(canvas), height = canvas_height(canvas);
	bool is_beside = width >= SIDE_BY_SIDE_COLS;
	int below = is_beside ? 0 : rows_for_list(lab, height);
	int text_cols = is_beside ? width * 3 / 5 : width, above = height - below;
	struct canvas text, list;
	struct str_buf title = { 0 };

	regex_lab_matches_title(lab, &title);
	draw_rule(canvas, 0, 0, is_beside ? text_cols - 1 : width, label_of(FIELD_TEXT), is_here(lab, FIELD_TEXT));
	text = canvas_part(canvas, 0, 1, is_beside ? text_cols - 2 : width, above - 1);
	draw_text(lab, &text);
	if (is_beside) {
		draw_rule(canvas, text_cols, 0, width - text_cols, str_buf_c(&title), false);
		list = canvas_part(canvas, text_cols, 1, width - text_cols, height - 1);
		regex_lab_draw_matches(lab, &list);
	} else if (below) {
		draw_rule(canvas, 0, above, width, str_buf_c(&title), false);
		list = canvas_part(canvas, 0, above + 1, width, below - 1);
		regex_lab_draw_matches(lab, &list);
	}
	str_buf_fini(&title);
}

void
regex_lab_draw(const void *self, const struct canvas *canvas)
{
	const struct regex_lab *lab = self;
	int width = canvas_width(canvas), height = canvas_height(canvas), y, value, body;
	struct canvas part;

	memset(lab->places, 0, (FIELD_COUNT + 1) * sizeof(*lab->places));
	lab->places[FIELD_COUNT] = canvas->bounds;
	if (width <= 0 || height <= 0)
		return;
	y = draw_fields(lab, canvas);
	y += height >= ROOMY_ROWS;
	if (lab->shows_help) {
		draw_rule(canvas, 0, y, width, _("quick reference"), false);
		part = canvas_part(canvas, 0, y + 1, width, height - y - 1);
		regex_help_draw(&part);
		return;
	}
	if (y >= height)
		return;
	value = value_rows(lab, canvas, height - y);
	body = body_rows(lab, width, height - y - value);
	part = canvas_part(canvas, 0, y, width, body);
	draw_body(lab, &part);
	y += body;
	if (value < 2)
		return;
	draw_value_title(lab, canvas, y);
	part = canvas_part(canvas, 0, y + 1, width, height - y - 1);
	draw_value(lab, &part);
}
