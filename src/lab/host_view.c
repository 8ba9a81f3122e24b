/* What the host draws and the keys it takes around a lab: presets, the error panel. */
#include "base/alloc.h"
#include "base/i18n.h"
#include "base/path.h"
#include "canvas/box.h"
#include "lab/host_part.h"

#include <string.h>

enum {
	QUESTION_ROWS_MIN = 14, /* a lab this high has rows to spare for the preset's question */
	QUESTION_APART_ROWS_MIN = 22,
	QUESTION_MIN_COLS = 40,
	HINTS_MAX = 32,
	PRESETS_HINT_AT = 5, /* in the key row: behind what the lab itself is about */
};

/* ---- keys ---- */

bool
host_has_source_editor(const struct host *host)
{
	return host->ops && host->source.preset && !(host->ops->takes_yaml && host->state);
}

static void
open_presets(struct host *host)
{
	const struct preset *current = host_preset(host);

	host->panel = PANEL_PRESETS;
	list_set_count(&host->preset_cursor, (int64_t)host->presets.len);
	if (current)
		list_select(&host->preset_cursor, current - host->presets.items);
}

static enum lab_reply
input_presets(struct host *host, const struct event *event)
{
	struct event local;

	if (event_is_key(event, K_ENTER, 0) && host->presets.len) {
		host->panel = PANEL_NONE;
		host_choose_preset(host, (size_t)host->preset_cursor.cursor);
		return LAB_CHANGED;
	}
	if (event_is_key(event, K_ESC, 0) || event_is_key(event, 'p', 0) || event_is_key(event, 'q', 0)) {
		host->panel = PANEL_NONE;
		return LAB_CHANGED;
	}
	local = *event;
	local.x -= host->presets_x;
	local.y -= host->presets_y;
	if (!list_input(&host->preset_cursor, &local))
		return LAB_USED;
	if (event->kind == EVENT_MOUSE &&
	    event->action == MOUSE_PRESS) { /* as in every list: what is clicked is meant */
		host->panel = PANEL_NONE;
		host_choose_preset(host, (size_t)host->preset_cursor.cursor);
	}
	return LAB_CHANGED;
}

enum lab_reply
host_input(struct host *host, const struct event *event)
{
	enum lab_reply reply = LAB_IGNORED;
	struct event local = *event;

	if (host->panel == PANEL_PRESETS)
		return input_presets(host, event);
	if (host->panel == PANEL_SOURCE)
		return host_input_editor(host, event);
	local.y -= host->lab_y;
	if (host_shows_lab(host) && host->ops->input)
		reply = host->ops->input(host->state, &local);
	if (reply != LAB_IGNORED)
		return reply;
	if (event_is_key(event, 'p', 0) && host->presets.len) {
		open_presets(host);
		return LAB_CHANGED;
	}
	if (event_is_key(event, 'R', 0) && host->ops && host->original.preset) {
		host_restore_source(host);
		return LAB_CHANGED;
	}
	if (event_is_key(event, K_ENTER, 0) && host_has_source_editor(host)) {
		host_open_editor(host);
		return LAB_CHANGED;
	}
	if (event_is_key(event, K_ESC, 0) && host->state && !host_shows_lab(host)) {
		host_leave_error(host);
		return LAB_CHANGED;
	}
	return event_is_key(event, K_ESC, 0) ? LAB_LEAVE : LAB_IGNORED;
}

bool
host_is_modal(const struct host *host)
{
	struct lab_hint hints[HINTS_MAX];
	size_t count;

	if (host->panel != PANEL_NONE)
		return true;
	count = host_shows_lab(host) && host->ops->hints ? host->ops->hints(host->state, hints, HINTS_MAX) : 0;
	/* While a lab edits a field its last hint is esc, and letters belong to the field. */
	return count && count <= HINTS_MAX && strcmp(hints[count - 1].key, "esc") == 0;
}

static void
insert_hint(struct lab_hint *out, size_t max, size_t *count, size_t at, struct lab_hint hint)
{
	if (*count == max)
		return;
	memmove(out + at + 1, out + at, (*count - at) * sizeof(*out));
	out[at] = hint;
	(*count)++;
}

static void
add_hint(struct lab_hint *out, size_t max, size_t *count, const char *key, const char *label)
{
	insert_hint(out, max, count, *count, (struct lab_hint){ key, label, NULL });
}

size_t
host_hints(const struct host *host, struct lab_hint *out, size_t max)
{
	size_t count = 0, at;

	if (host->panel == PANEL_PRESETS) {
		add_hint(out, max, &count, "enter", _("open"));
		add_hint(out, max, &count, "esc", _("close"));
		return count;
	}
	if (host->panel == PANEL_SOURCE) {
		add_hint(out, max, &count, "esc", host_editor_error(host, NULL) ? _("close") : _("run it"));
		add_hint(out, max, &count, "ctrl-z", _("undo"));
		return count;
	}
	if (host_shows_lab(host) && host->ops->hints)
		count = host->ops->hints(host->state, out, max);
	if (count > max)
		count = max;
	if (count && strcmp(out[count - 1].key, "esc") == 0) {
		struct lab_hint last = out[count - 1];

		/* The way out of a field is what must not fall off a narrow row. */
		memmove(out + 1, out, (count - 1) * sizeof(*out));
		out[0] = last;
		return count;
	}
	at = count < PRESETS_HINT_AT ? count : PRESETS_HINT_AT;
	if (host->presets.len)
		insert_hint(out, max, &count, at, (struct lab_hint){ "p", _("presets"), _("choose another preset") });
	if (host_has_source_editor(host))
		insert_hint(out, max, &count, at,
			    (struct lab_hint){ "enter", _("edit"), _("change the source; the note stays as it is") });
	if (host->state && !host_shows_lab(host))
		add_hint(out, max, &count, "esc", _("steps"));
	if (host->ops)
		insert_hint(out, max, &count, count,
			    (struct lab_hint){ "R", _("restore"), _("the source as it was in the note") });
	return count;
}

/* ---- pictures ---- */

/* The lines of the source around the wrong one, with their numbers in the file. */
static void
draw_wrong_lines(const struct host *host, const struct canvas *canvas, int y)
{
	struct str rest = str_buf_str(&host->source.body), line;
	int room = canvas_height(canvas) - y;
	uint32_t number = host->source.line, wrong = host->err.line;
	uint32_t first = wrong > 3 ? wrong - 3 : 1;

	if (!host->source.body.len || wrong < host->source.line)
		return;
	for (; room > 0 && str_next_line(&rest, &line); number++) {
		bool is_wrong = number == wrong;
		struct style style = STYLE(is_wrong ? INK_ERROR : INK_DIM);
		int x;

		if (number < first)
			continue;
		canvas_print_c(canvas, 0, y, style, is_wrong ? sign(SIGN_CURSOR_BAR) : " ");
		x = 2 + canvas_printf(canvas, 2, y, style, "%4u  ", number);
		canvas_print_fit(canvas, x, y, canvas_width(canvas) - x, STYLE(is_wrong ? INK_TEXT : INK_DIM), line);
		y++;
		room--;
	}
}

static void
draw_error(const struct host *host, const struct canvas *canvas)
{
	struct str_buf place = { 0 };
	int width = canvas_width(canvas), y = 0;

	canvas_print_c(canvas, 0, y, STYLE(INK_ERROR, .attrs = ATTR_BOLD), sign(SIGN_CROSS));
	y += canvas_print_wrapped(canvas, (struct rect){ 2, y, width > 2 ? width - 2 : 0, canvas_height(canvas) },
				  STYLE(INK_TEXT), str_of_c(host->err.text));
	if (host->err.file[0])
		str_buf_append(&place, path_base_name(str_of_c(host->err.file)));
	if (host->err.line && place.len)
		str_buf_printf(&place, ":%u", host->err.line);
	else if (host->err.line)
		str_buf_printf(&place, _("line %u"), host->err.line);
	canvas_print_fit(canvas, 2, y, width - 2, STYLE(INK_DIM), str_buf_str(&place));
	draw_wrong_lines(host, canvas, y + 2);
	str_buf_fini(&place);
}

static void
draw_preset_row(void *ctx, const struct canvas *row, int64_t index, bool is_selected)
{
	const struct host *host = ctx;
	const struct preset *preset = &host->presets.items[index];
	struct style style = { .ink = INK_TEXT, .paper = is_selected ? PAPER_SELECTED : PAPER_BASE };
	int width = canvas_width(row);

	canvas_fill(row, (struct rect){ 0, 0, width, 1 }, style);
	if (is_selected)
		canvas_print_c(row, 0, 0, (struct style){ .ink = INK_ACCENT, .paper = style.paper },
			       sign(SIGN_CURSOR_BAR));
	canvas_print_fit(row, 2, 0, width - 2, style, str_of_c(preset->title));
}

static void
draw_presets(struct host *host, const struct canvas *canvas)
{
	const int question_rows = 3;
	int height = (int)host->presets.len + question_rows + 3;
	int width, rows;
	bool shows_question;
	struct canvas inside, list;

	/* Beside a dialog in a pane only scraps of the lab would show. */
	canvas_fill(canvas, (struct rect){ 0, 0, canvas_width(canvas), canvas_height(canvas) }, STYLE_PLAIN);
	inside = box_dialog(canvas, 64, height, str_of_c(_("Presets")));
	width = canvas_width(&inside), rows = canvas_height(&inside);
	shows_question = rows >= question_rows + 4;
	list = canvas_part(&inside, 0, 0, width, shows_question ? rows - question_rows - 1 : rows);
	host->presets_x = list.bounds.x - canvas->bounds.x;
	host->presets_y = list.bounds.y - canvas->bounds.y;
	list_set_count(&host->preset_cursor, (int64_t)host->presets.len);
	list_draw(&host->preset_cursor, &list, draw_preset_row, host);
	scroll_draw(&host->preset_cursor.scroll, &list, width - 1, 0, canvas_height(&list));
	if (!shows_question || !host->presets.len)
		return;
	canvas_rule_h(&inside, 0, rows - question_rows - 1, width, STYLE(INK_RULE));
	canvas_print_wrapped(&inside, (struct rect){ 0, rows - question_rows, width, question_rows }, STYLE(INK_DIM),
			     str_of_c(host->presets.items[host->preset_cursor.cursor].question));
}

/* The question of the preset above the lab, in one row, or two where one is not enough. Returns the rows used. */
static int
draw_question(const struct host *host, const struct canvas *canvas)
{
	const struct preset *preset = host_preset(host);
	int width = canvas_width(canvas), height = canvas_height(canvas), rows = 1;
	struct str question = str_of_c(preset ? preset->question : "");

	if (!question.len || height < QUESTION_ROWS_MIN || width < QUESTION_MIN_COLS)
		return 0;
	if ((int)cell_width(question) > width - 2)
		rows = 2;
	canvas_print_c(canvas, 0, 0, STYLE(INK_ACCENT), "?");
	if (rows == 1)
		canvas_print_fit(canvas, 2, 0, width - 2, STYLE(INK_DIM), question);
	else
		canvas_print_wrapped(canvas, (struct rect){ 2, 0, width - 2, rows }, STYLE(INK_DIM), question);
	return rows + (height >= QUESTION_APART_ROWS_MIN);
}

void
host_draw(struct host *host, const struct canvas *canvas, bool is_focused)
{
	int width = canvas_width(canvas), height = canvas_height(canvas), top = 0;

	if (width <= 0 || height <= 0)
		return;
	if (host->panel == PANEL_SOURCE) {
		host_draw_editor(host, canvas, is_focused);
		return;
	}
	if (host_shows_lab(host)) {
		struct canvas inside;
		int cursor_x = canvas->surface->cursor_x, cursor_y = canvas->surface->cursor_y;

		top = draw_question(host, canvas);
		host->lab_y = top;
		inside = canvas_part(canvas, 0, top, width, height - top);
		host->ops->draw(host->state, &inside);
		if (!is_focused) { /* the cursor is whoever has the focus's */
			canvas->surface->cursor_x = cursor_x;
			canvas->surface->cursor_y = cursor_y;
		}
	} else {
		draw_error(host, canvas);
	}
	if (host->panel == PANEL_PRESETS)
		draw_presets(host, canvas);
}
