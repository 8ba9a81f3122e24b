/*
 * The source of a lab being typed: each edit goes to the lab's draft,
 * and what that finds or what is wrong stands beside it.
 */
#include "base/alloc.h"
#include "base/i18n.h"
#include "canvas/box.h"
#include "lab/host_part.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

enum {
	CHECKED_BYTES_MAX = 32 * 1024, /* what is checked after each edit where there is no draft: 3 ms */
	NUMBERED_MIN_COLS = 44,        /* an editor this wide has a gutter */
	GUTTER_COLS = 6,
	EDITOR_Y = 1, /* below its title */
	GAP_COLS = 3,
	BESIDE_MIN_COLS = 96, /* what was found stands at the right, else below */
	FOUND_COLS_MAX = 60,
	FOUND_MIN_ROWS = 8, /* an editor this high has a row to spare for it, … */
	RULED_MIN_ROWS = 14 /* … or several and a rule */
};

/* ---- the draft ---- */

static void
open_draft(struct host *host)
{
	const struct lab_draft_ops *ops = host->ops->draft;
	struct lab_env env = host_env(host);

	err_clear(&host->draft_err);
	if (!ops || env.is_still)
		return;
	host->draft = mem_alloc_array(1, ops->state_size);
	ops->open(host->draft, &env, host->state, edit_text(host->editor));
}

void
host_close_draft(struct host *host, void *lab)
{
	if (!host->draft)
		return;
	host->ops->draft->close(host->draft, lab);
	free(host->draft);
	host->draft = NULL;
}

static void
check_edit(struct host *host)
{
	uint32_t first = host->source.line;

	err_clear(&host->draft_err);
	if (host->draft) {
		host->ops->draft->edit(host->draft, edit_text(host->editor));
		return;
	}
	if (edit_text(host->editor).len > CHECKED_BYTES_MAX)
		return;
	if (!host_check_text(host, edit_text(host->editor), &host->draft_err) && host->draft_err.line >= first)
		host->draft_err.line -= first - 1;
}

bool
host_editor_error(const struct host *host, struct err *err)
{
	struct err found = { 0 };

	if (host->draft)
		host->ops->draft->error(host->draft, &found);
	else
		found = host->draft_err;
	if (err)
		*err = found;
	return err_is_set(&found);
}

bool
host_is_right(const struct host *host)
{
	struct err unused = { 0 };

	return host_check_text(host, edit_text(host->editor), &unused);
}

/* ---- keys ---- */

/* Byte of the source's line that is wrong; 0 if none is. */
static size_t
wrong_offset(const struct host *host)
{
	struct str text = str_buf_str(&host->source.body), rest = text, line;

	for (uint32_t number = host->source.line; host_error(host) && number < host->err.line; number++)
		if (!str_next_line(&rest, &line))
			return 0;
	return text.len - rest.len;
}

void
host_open_editor_with(struct host *host, struct str text, size_t cursor)
{
	host->panel = PANEL_SOURCE;
	edit_free(host->editor);
	host->editor = edit_new(true, HOST_SOURCE_BYTES_MAX);
	edit_set(host->editor, text);
	edit_set_cursor(host->editor, cursor);
	open_draft(host);
}

void
host_open_editor(struct host *host)
{
	host_open_editor_with(host, str_buf_str(host->left.len ? &host->left : &host->source.body), wrong_offset(host));
}

/*
 * What was typed takes the place of what runs. As it was, nothing begins anew; wrong,
 * what runs goes on behind the error.
 */
static void
leave_editor(struct host *host)
{
	struct str text = edit_text(host->editor);
	void *lab = host->state;

	host->panel = PANEL_NONE;
	if (lab && str_is_equal(text, str_buf_str(&host->running.body)))
		host_leave_error(host);
	else if (!str_is_equal(text, str_buf_str(&host->source.body)) && host_change_source(host, text))
		lab = NULL;
	if (host_shows_lab(host))
		str_buf_clear(&host->left);
	host_close_draft(host, lab);
}

enum lab_reply
host_input_editor(struct host *host, const struct event *event)
{
	struct event local = *event;

	local.x -= host->editor_x;
	local.y -= EDITOR_Y;
	if (event_is_key(event, K_ESC, 0)) {
		leave_editor(host);
		return LAB_CHANGED;
	}
	switch (edit_input(host->editor, &local)) {
	case EDIT_IGNORED:
		return event->kind == EVENT_KEY && event->key < K_ENTER && !event->mods ? LAB_USED : LAB_IGNORED;
	case EDIT_CHANGED:
		check_edit(host);
		break;
	case EDIT_MOVED:
		break;
	}
	return LAB_CHANGED;
}

/* ---- pictures ---- */

struct wrong { /* the mistake, where it is in the text */
	struct err err;
	struct str line;
	size_t start, end; /* bytes of the text that are underlined */
	int64_t row;       /* of the text, from 0; -1: no line */
	bool is_being_typed, is_told;
};

static uint32_t
line_of(struct str text, size_t offset)
{
	uint32_t line = 1;

	for (size_t i = 0; i < offset; i++)
		line += text.data[i] == '\n';
	return line;
}

static bool
is_word(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
	       byte == '_' || (unsigned char)byte >= 0x80;
}

/* The word at the column, or the one character that is none. */
static void
find_token(struct wrong *wrong, size_t line_start)
{
	struct str rest = wrong->line;
	uint32_t codepoint;
	size_t at, end;

	for (uint32_t column = 1; column < wrong->err.column && utf8_next(&rest, &codepoint, NULL); column++)
		continue;
	at = end = wrong->line.len - rest.len;
	while (end < wrong->line.len && is_word(wrong->line.data[end]))
		end++;
	if (end == at && utf8_next(&rest, &codepoint, NULL))
		end = wrong->line.len - rest.len;
	wrong->start = line_start + at;
	wrong->end = wrong->err.column ? line_start + end : wrong->start;
}

static bool
find_wrong(const struct host *host, struct wrong *out)
{
	struct str text = edit_text(host->editor), rest = text;

	*out = (struct wrong){ .row = -1 };
	if (!host_editor_error(host, &out->err))
		return false;
	out->is_being_typed = out->err.line == line_of(text, edit_cursor(host->editor));
	for (uint32_t number = 1; number <= out->err.line; number++) {
		size_t start = text.len - rest.len;

		if (!str_next_line(&rest, &out->line))
			return true;
		if (number == out->err.line) {
			out->row = number - 1;
			find_token(out, start);
		}
	}
	return true;
}

/* Quiet while its line is being typed: what is not complete is no mistake yet. */
static struct style
wrong_style(const struct wrong *wrong)
{
	return STYLE(wrong->is_being_typed ? INK_DIM : INK_ERROR);
}

/*
 * Line numbers are those of the note where the source is a note's, and of a preset's file if it is wrong: an error
 * names them. Else a source is counted from its first line, as the labs count it.
 */
static uint32_t
first_number(const struct host *host)
{
	return host->source.preset[0] && !host_error(host) ? 1 : host->source.line;
}

static void
draw_line_numbers(const struct host *host, const struct canvas *canvas, const struct wrong *wrong)
{
	struct str text = edit_text(host->editor);
	int64_t first = edit_top_line(host->editor), count = line_of(text, text.len);

	for (int y = EDITOR_Y; y < canvas_height(canvas) && first + y - EDITOR_Y < count; y++) {
		int64_t row = first + y - EDITOR_Y;

		canvas_printf(canvas, 0, y, STYLE(INK_DIM), "%4lld", (long long)first_number(host) + row);
		if (row == wrong->row)
			canvas_print_c(canvas, GUTTER_COLS - 1, y, wrong_style(wrong), sign(SIGN_CROSS));
	}
}

static void
draw_text(struct host *host, const struct canvas *field, bool is_focused, const struct wrong *wrong)
{
	struct style style = wrong_style(wrong);
	struct styled look = { 0 };

	if (wrong->end <= wrong->start) {
		edit_draw(host->editor, field, is_focused, "");
		return;
	}
	style.attrs = ATTR_UNDERLINE;
	style.ink = wrong->is_being_typed ? INK_TEXT : INK_ERROR;
	styled_append(&look, str_cut(edit_text(host->editor), 0, wrong->start), STYLE(INK_TEXT), 0);
	styled_append(&look, str_cut(edit_text(host->editor), wrong->start, wrong->end), style, 0);
	edit_draw_styled(host->editor, field, is_focused, &look);
	styled_fini(&look);
}

/* Behind the line it is about, where there is room for all of it. */
static void
tell_at_line(struct host *host, const struct canvas *field, struct wrong *wrong)
{
	int64_t y = wrong->row - edit_top_line(host->editor);
	int64_t text_cols, line_cols = cell_width(str_cut(wrong->line, 0, 400));
	struct style style = wrong_style(wrong);

	text_cols = cell_width(str_of_c(wrong->err.text));
	if (wrong->row < 0 || y < 0 || y >= canvas_height(field) || wrong->line.len > 400 ||
	    str_find_byte(wrong->line, '\t') != STR_NONE || line_cols + GAP_COLS + text_cols >= canvas_width(field))
		return;
	style.paper = PAPER_RAISED;
	canvas_print_c(field, (int)line_cols + GAP_COLS, (int)y, style, wrong->err.text);
	wrong->is_told = true;
}

static void
draw_wrong(const struct host *host, const struct canvas *canvas, const struct wrong *wrong)
{
	struct str_buf text = { 0 };

	str_buf_printf(&text, "%s ", sign(SIGN_CROSS));
	if (wrong->err.line && wrong->err.column)
		str_buf_printf(&text, _("line %u, column %u: "), first_number(host) + wrong->err.line - 1,
			       wrong->err.column);
	else if (wrong->err.line)
		str_buf_printf(&text, _("line %u: "), first_number(host) + wrong->err.line - 1);
	str_buf_append_c(&text, wrong->err.text);
	canvas_print_wrapped(canvas, (struct rect){ 0, 0, canvas_width(canvas), canvas_height(canvas) },
			     wrong_style(wrong), str_buf_str(&text));
	str_buf_fini(&text);
}

static int
rows_below(int height)
{
	if (height < FOUND_MIN_ROWS)
		return 0;
	return height < RULED_MIN_ROWS ? 1 : height / 3;
}

/*
 * The text, and what is known of it at its right or below; the parts depend on the size alone, so that nothing jumps.
 */
void
host_draw_editor(struct host *host, const struct canvas *canvas, bool is_focused)
{
	int width = canvas_width(canvas), height = canvas_height(canvas);
	bool is_beside = width >= BESIDE_MIN_COLS;
	int found_cols = width * 2 / 5 < FOUND_COLS_MAX ? width * 2 / 5 : FOUND_COLS_MAX;
	int rows = is_beside ? height : rows_below(height),
	    text_cols = is_beside ? width - found_cols - GAP_COLS : width;
	struct canvas field, found;
	struct wrong wrong;

	find_wrong(host, &wrong);
	host->editor_x = width >= NUMBERED_MIN_COLS ? GUTTER_COLS : 0;
	field = canvas_part(canvas, host->editor_x, EDITOR_Y, text_cols - host->editor_x,
			    height - EDITOR_Y - (is_beside ? 0 : rows));
	box_rule(canvas, 0, 0, text_cols, str_of_c(_("source")), STYLE(INK_RULE), STYLE(INK_ACCENT));
	draw_text(host, &field, is_focused, &wrong);
	tell_at_line(host, &field, &wrong);
	if (host->editor_x) {
		struct canvas left = canvas_part(canvas, 0, 0, GUTTER_COLS, EDITOR_Y + canvas_height(&field));

		draw_line_numbers(host, &left, &wrong);
	}
	found = is_beside ? canvas_part(canvas, width - found_cols, 0, found_cols, height)
			  : canvas_part(canvas, 0, height - rows, width, rows);
	if (rows > 1) {
		box_rule(&found, 0, 0, canvas_width(&found), str_of_c(host->draft ? _("what can happen") : ""),
			 STYLE(INK_RULE), STYLE(INK_DIM));
		found = canvas_part(&found, 0, 1, canvas_width(&found), rows - 1);
	}
	if (err_is_set(&wrong.err) && !wrong.is_told)
		draw_wrong(host, &found, &wrong);
	else if (err_is_set(&wrong.err) && host->draft)
		canvas_print_wrapped(&found, (struct rect){ 0, 0, canvas_width(&found), canvas_height(&found) },
				     STYLE(INK_DIM),
				     str_of_c(_("Once the mistake is gone, what can happen stands here.")));
	else if (host->draft)
		host->ops->draft->draw(host->draft, &found);
}
