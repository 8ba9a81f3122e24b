/* The console's picture: a table of clients, and the field for what is typed. */
#include "base/clock.h"
#include "base/i18n.h"
#include "canvas/box.h"
#include "lab/socket/sock_escape.h"
#include "lab/socket/socket_state.h"

#include <inttypes.h>
#include <stdio.h>

enum {
	TABLE_ROWS_MAX = 9,
	NAME_COLS = 10,
	STATE_COLS = 13,
	COUNT_COLS = 9
};

/* Where the columns of a row of WIDTH columns begin; 0: left out. */
struct columns {
	int address, state, received, sent, tail;
};

static struct columns
columns_of(int width)
{
	int address_cols = width >= 74 ? 22 : width >= 56 ? 16 : 0;
	struct columns columns = { .address = address_cols ? 2 + NAME_COLS : 0 };

	columns.state = 2 + NAME_COLS + address_cols;
	columns.tail = columns.state + STATE_COLS;
	if (columns.tail + 2 * COUNT_COLS <= width) {
		columns.received = columns.tail;
		columns.sent = columns.tail + COUNT_COLS;
		columns.tail += 2 * COUNT_COLS + 1;
	}
	return columns;
}

static void
print_right(const struct canvas *canvas, int x, struct style style, const char *text)
{
	int cols = (int)cell_width(str_of_c(text));

	canvas_print_c(canvas, x + COUNT_COLS - 1 - cols, 0, style, text);
}

static void
print_number(const struct canvas *canvas, int x, struct style style, uint64_t number)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRIu64, number);
	print_right(canvas, x, style, text);
}

/* The row for everyone, with the names of the columns at its right. */
static void
draw_everyone(const struct socket_lab *lab, const struct canvas *row, struct style style)
{
	struct columns columns = columns_of(canvas_width(row));
	struct style dim = STYLE(INK_DIM, .paper = style.paper);
	size_t count = lab->console.clients.len;
	struct str_buf text = { 0 };

	if (lab->console.main.fd < 0)
		str_buf_append_c(&text, _("no server here"));
	else if (lab->console.main.type == SOCK_DGRAM)
		str_buf_append_c(&text, _("whoever sent last"));
	else
		str_buf_printf(&text, ngettext("everyone: %zu connection", "everyone: %zu connections", count), count);
	if (lab->console.refused)
		str_buf_printf(&text, _(", %llu turned away"), (unsigned long long)lab->console.refused);
	canvas_print_fit(row, 2, 0, columns.received ? columns.received - 2 : canvas_width(row) - 2, style,
			 str_buf_str(&text));
	if (columns.received) {
		print_right(row, columns.received, dim, _("received"));
		print_right(row, columns.sent, dim, _("sent"));
	}
	str_buf_fini(&text);
}

static void
draw_client(const struct canvas *row, const struct console_client *client, struct style style)
{
	uint32_t actor = client->is_ours ? client->end.actor : client->peer_actor;
	struct style name_style = socket_lab_actor_style(actor);
	struct columns columns = columns_of(canvas_width(row));
	struct str_buf text = { 0 };
	int width = canvas_width(row);
	uint8_t state = client->end.type == SOCK_STREAM ? kernel_state_of(client->end.fd) : KERNEL_NONE;

	name_style.paper = style.paper;
	if (client->is_ours)
		sock_report_actor(NULL, actor, &text);
	else
		str_buf_printf(&text, "conn%u", client->end.ordinal);
	canvas_print_fit(row, 2, 0, NAME_COLS - 1, name_style, str_buf_str(&text));
	str_buf_clear(&text);
	sock_address_format(&client->end.remote, &text);
	if (columns.address)
		canvas_print_fit(row, columns.address, 0, columns.state - columns.address - 1, style,
				 str_buf_str(&text));
	canvas_print_fit(row, columns.state, 0, STATE_COLS - 1, style,
			 str_of_c(client->is_connecting ? "SYN_SENT" : kernel_state_name(state)));
	if (columns.received) {
		print_number(row, columns.received, style, client->received);
		print_number(row, columns.sent, style, client->sent);
	}
	str_buf_clear(&text);
	if (client->out_len)
		str_buf_printf(&text, _("%u to send  "), client->out_len);
	if (client->tail_len)
		sock_escape_write_text(str_of(client->tail, client->tail_len), CONSOLE_TAIL_BYTES, &text);
	style.ink = INK_STRING;
	if (columns.tail < width)
		canvas_print_fit(row, columns.tail, 0, width - columns.tail, style, str_buf_str(&text));
	str_buf_fini(&text);
}

struct table_draw {
	const struct socket_lab *lab;
};

static void
draw_row(void *ctx, const struct canvas *row, int64_t index, bool is_selected)
{
	const struct socket_lab *lab = ((struct table_draw *)ctx)->lab;
	struct style style = STYLE(INK_TEXT, .paper = is_selected ? PAPER_SELECTED : PAPER_BASE);

	canvas_fill(row, (struct rect){ 0, 0, canvas_width(row), 1 }, style);
	if (is_selected)
		canvas_print_c(row, 0, 0, STYLE(INK_ACCENT, .paper = PAPER_SELECTED), sign(SIGN_CURSOR_BAR));
	if (index == 0)
		draw_everyone(lab, row, style);
	else if ((size_t)index <= lab->console.clients.len)
		draw_client(row, lab->console.clients.items[index - 1], style);
}

int
socket_console_table_rows(const struct socket_lab *lab)
{
	size_t rows = lab->console.clients.len + 2;

	return rows < TABLE_ROWS_MAX ? (int)rows : TABLE_ROWS_MAX;
}

void
socket_console_table_draw(const struct socket_lab *lab, const struct canvas *canvas)
{
	struct str_buf title = { 0 };
	struct canvas rows = canvas_cut(
		canvas,
		(struct rect){ 0, 1, canvas_width(canvas), canvas_height(canvas) > 1 ? canvas_height(canvas) - 1 : 0 });
	static const char *const modes[] = { N_("runs freely"), N_("slow"), N_("a call a key press") };
	struct table_draw draw = { lab };
	const char *call;
	size_t held = sock_console_held(&lab->console, &call);

	str_buf_printf(&title, _("server %s · gate: %s"), sock_service_at(lab->console.service)->name,
		       _(modes[lab->world.gate.mode]));
	if (held)
		str_buf_printf(&title, _(" · %zu held, next %s()"), held, call);
	box_rule(canvas, 0, 0, canvas_width(canvas), str_buf_str(&title), STYLE(INK_RULE), STYLE(INK_ACCENT));
	list_set_count(lab->table, (int64_t)lab->console.clients.len + 1);
	list_draw(lab->table, &rows, draw_row, &draw);
	str_buf_fini(&title);
}

/* ---- the field ---- */

static const char *
label_of(const struct socket_lab *lab)
{
	switch (lab->prompt) {
	case PROMPT_CONNECT:
		return _("connect to ");
	case PROMPT_LISTEN:
		return _("listen on ");
	default:
		return lab->is_raw ? _("raw ") : _("text ");
	}
}

static void
draw_confirm(const struct socket_lab *lab, const struct canvas *canvas)
{
	struct str_buf text = { 0 };

	str_buf_printf(&text, "%s ", sign(SIGN_WARN));
	str_buf_append_c(&text, _("Everybody on this network could connect to "));
	sock_address_format(&lab->wanted, &text);
	str_buf_append_c(&text, _(". Listen there? y or n"));
	canvas_print_fit(canvas, 0, 0, canvas_width(canvas), STYLE(INK_WARN, .attrs = ATTR_BOLD), str_buf_str(&text));
	str_buf_fini(&text);
}

void
socket_console_field_draw(const struct socket_lab *lab, const struct canvas *canvas)
{
	struct canvas field;
	int x, width = canvas_width(canvas);

	if (lab->prompt == PROMPT_CONFIRM) {
		draw_confirm(lab, canvas);
		return;
	}
	if (lab->prompt == PROMPT_NONE) {
		bool is_open_to_all = lab->console.main.fd >= 0 && !sock_address_is_loopback(&lab->console.main.local);

		if (err_is_set(&lab->console.err))
			canvas_print_fit(canvas, 0, 0, width, STYLE(INK_ERROR), str_of_c(lab->console.err.text));
		else if (is_open_to_all)
			canvas_print_fit(canvas, 0, 0, width, STYLE(INK_WARN, .attrs = ATTR_BOLD),
					 str_of_c(_("Everybody on this network can connect to this port.")));
		return;
	}
	x = canvas_print_c(canvas, 0, 0, STYLE(INK_ACCENT, .attrs = ATTR_BOLD), label_of(lab));
	field = canvas_cut(canvas, (struct rect){ x, 0, width > x ? width - x : 0, 1 });
	edit_draw(lab->field, &field, true,
		  lab->prompt == PROMPT_TEXT ? _("\\n \\r \\xHH stand for bytes") : "127.0.0.1:7000");
	if (lab->message[0])
		canvas_print_fit(canvas, width / 2, 0, width - width / 2, STYLE(INK_ERROR), str_of_c(lab->message));
}
