/* The picture of the socket lab: title, ladder, what the kernel says, the bytes, the card. Works at any size. */
#include "base/i18n.h"
#include "canvas/box.h"
#include "canvas/hexdump.h"
#include "lab/socket/socket_state.h"

enum {
	SIDE_COLS = 46, /* the panel at the right */
	SIDE_FROM_COLS = 118,
	STRIP_ROWS = 3, /* the bytes under the ladder */
	STRIP_FROM_ROWS = 22,
	CARD_ROWS = 4
};

/* "s LISTEN, queue 1 of 2   conn ESTABLISHED": what an actor's sockets are in now. In short numbers stand alone. */
void
socket_lab_append_states(const struct socket_lab *lab, uint32_t actor, bool is_short, struct str_buf *out)
{
	const struct sock_event *event = socket_lab_current(lab);
	const struct kernel_sample *samples;
	size_t count;

	if (!event)
		return;
	samples = sock_run_samples(&lab->run, event, &count);
	for (size_t i = 0; i < count; i++) {
		const struct run_endpoint *endpoint = socket_lab_endpoint(lab, samples[i].endpoint);
		const char *state = kernel_state_name(samples[i].state);

		if (!endpoint || endpoint->end.actor != actor)
			continue;
		if (samples[i].state == KERNEL_CLOSE || (!samples[i].is_open && samples[i].state == KERNEL_NONE))
			continue;
		str_buf_append_c(out, out->len ? "   " : "");
		socket_lab_endpoint_name(lab, endpoint, out);
		if (samples[i].state == KERNEL_LISTEN && is_short)
			str_buf_printf(out, " %s %u/%u", state, samples[i].unread, samples[i].backlog);
		else if (samples[i].state == KERNEL_LISTEN)
			str_buf_printf(out, _(" %s, queue %u of %u"), state, samples[i].unread, samples[i].backlog);
		else if (endpoint->end.type == SOCK_STREAM)
			str_buf_printf(out, " %s", state);
		else if (endpoint->end.type == SOCK_DGRAM)
			str_buf_append_c(out, " UDP");
		if (samples[i].state == KERNEL_LISTEN || !samples[i].unread)
			continue;
		if (is_short)
			str_buf_printf(out, " %s%u", sign(SIGN_ARROW_DOWN), samples[i].unread);
		else
			str_buf_printf(out, _(", unread %u"), samples[i].unread);
	}
}

/* " = 0", " = -1 ECONNREFUSED ✗", " ‖ waits". */
void
socket_lab_append_outcome(const struct sock_words *words, struct str_buf *out)
{
	if (words->event->phase == PHASE_WAITS) {
		str_buf_printf(out, " %s %s", sign(SIGN_BLOCKED), _("waits"));
		return;
	}
	str_buf_append_c(out, " = ");
	sock_words_result(words, out);
	if (words->event->result < 0)
		str_buf_printf(out, " %s", sign(SIGN_CROSS));
}

static void
draw_title(const struct socket_lab *lab, const struct canvas *canvas)
{
	struct str_buf text = { 0 };
	int width = canvas_width(canvas), playback_cols = width >= 70 ? 36 : width / 2;

	str_buf_append_c(&text, lab->run.type == SOCK_DGRAM ? "UDP  " : "TCP  ");
	sock_address_format(&lab->run.address, &text);
	if (lab->has_console && lab->console.main.fd >= 0) {
		str_buf_clear(&text);
		str_buf_append_c(&text, lab->run.type == SOCK_DGRAM ? "UDP  " : "TCP  ");
		sock_address_format(&lab->console.main.local, &text);
	}
	canvas_print_fit(canvas, 0, 0, width - playback_cols - 1, STYLE(INK_STRONG), str_buf_str(&text));
	playback_draw(&lab->playback, canvas, width - playback_cols, 0, playback_cols);
	str_buf_fini(&text);
}

/* ---- what the kernel says ---- */

static void
draw_sample(const struct socket_lab *lab, const struct canvas *canvas, int y, const struct kernel_sample *sample)
{
	const struct run_endpoint *endpoint = socket_lab_endpoint(lab, sample->endpoint);
	struct style style = STYLE(sample->is_open ? INK_TEXT : INK_DIM);
	struct str_buf text = { 0 };
	int width = canvas_width(canvas), x;

	if (!endpoint)
		return;
	sock_report_actor(&lab->run.script, endpoint->end.actor, &text);
	str_buf_append_c(&text, " ");
	socket_lab_endpoint_name(lab, endpoint, &text);
	canvas_print_fit(canvas, 0, y, 14, socket_lab_actor_style(endpoint->end.actor), str_buf_str(&text));
	str_buf_clear(&text);
	x = 15 + canvas_print_fit(canvas, 15, y, 12, STYLE(sample->is_open ? INK_STRONG : INK_DIM),
				  str_of_c(endpoint->end.type == SOCK_DGRAM
						   ? (sample->is_open ? "UDP" : _("closed"))
						   : (sample->state ? kernel_state_name(sample->state) : _("closed"))));
	x = x < 28 ? 28 : x + 1;
	if (sample->state == KERNEL_LISTEN)
		str_buf_printf(&text, _("queue %u of %u"), sample->unread, sample->backlog);
	else if (sample->dropped)
		str_buf_printf(&text, _("unread %u, lost %u"), sample->unread, sample->dropped);
	else if (sample->is_open)
		str_buf_printf(&text, _("unread %u"), sample->unread);
	canvas_print_fit(canvas, x, y, width - x, style, str_buf_str(&text));
	str_buf_clear(&text);
	if (sock_address_is_set(&endpoint->end.local)) {
		sock_address_format(&endpoint->end.local, &text);
		if (sock_address_is_set(&endpoint->end.remote)) {
			str_buf_append_c(&text, " ↔ ");
			sock_address_format(&endpoint->end.remote, &text);
		}
	}
	canvas_print_fit(canvas, 2, y + 1, width - 2, STYLE(INK_DIM), str_buf_str(&text));
	str_buf_fini(&text);
}

void
socket_kernel_draw(const struct socket_lab *lab, const struct canvas *canvas)
{
	const struct sock_event *event = socket_lab_current(lab);
	const struct kernel_sample *samples;
	size_t count;
	int y = 1, height = canvas_height(canvas);

	box_rule(canvas, 0, 0, canvas_width(canvas), str_of_c(_("the kernel's sockets")), STYLE(INK_RULE),
		 STYLE(INK_ACCENT));
	if (!event) {
		canvas_print_fit(canvas, 0, 1, canvas_width(canvas), STYLE(INK_DIM), str_of_c(_("none yet")));
		return;
	}
	samples = sock_run_samples(&lab->run, event, &count);
	for (size_t i = 0; i < count && y + 1 < height; i++, y += 2)
		draw_sample(lab, canvas, y, &samples[i]);
}

void
socket_bytes_draw(const struct socket_lab *lab, const struct canvas *canvas)
{
	const struct sock_event *event = socket_lab_current(lab);
	struct str bytes = event ? sock_log_bytes(&lab->world.log, event) : STR("");
	struct canvas area = canvas_part(canvas, 0, 1, canvas_width(canvas), canvas_height(canvas) - 1);
	struct str_buf title = { 0 };

	if (bytes.len == 0) {
		str_buf_append_c(&title, _("bytes"));
	} else if (event->size > bytes.len && event->result > (int64_t)bytes.len) {
		str_buf_printf(&title, _("the first %zu of %lld bytes"), bytes.len, (long long)event->result);
	} else {
		str_buf_printf(&title, ngettext("%zu byte", "%zu bytes", bytes.len), bytes.len);
	}
	box_rule(canvas, 0, 0, canvas_width(canvas), str_buf_str(&title), STYLE(INK_RULE), STYLE(INK_ACCENT));
	hexdump_draw(&area, bytes, 0, 0, 0);
	str_buf_fini(&title);
}

/* ---- the card ---- */

static void
append_step(const struct socket_lab *lab, const struct sock_event *event, struct str_buf *out)
{
	const struct script_line *line;

	if (!event->step || event->step > lab->run.script.lines.len)
		return;
	line = &lab->run.script.lines.items[event->step - 1];
	str_buf_append(out, script_text(&lab->run.script, line->step, line->step_len));
	if (out->len && lab->note_lines && lab->note_lines[event->step - 1].len)
		str_buf_append_c(out, "  ");
}

static void
append_sentence(const struct socket_lab *lab, struct str_buf *out)
{
	const struct sock_event *event = socket_lab_current(lab);

	if (err_is_set(&lab->run.err) && lab->playback.position == lab->playback.length) {
		str_buf_append_c(out, lab->run.err.text);
	} else if (lab->run.is_pending && lab->playback.position == lab->playback.length) {
		str_buf_append_c(out, _("The call has not returned yet."));
	} else if (!event) {
		str_buf_append_c(out,
				 _("Nothing has been called yet. Space makes the first call; each of them is real."));
	} else {
		struct sock_words words = socket_lab_words(lab, event);

		sock_explain(&words, out);
	}
}

/* What is to be known of the step, and the call in full, which the ladder may have had no room for. */
static void
draw_card(const struct socket_lab *lab, const struct canvas *canvas)
{
	const struct sock_event *event = socket_lab_current(lab);
	struct str_buf text = { 0 };
	int width = canvas_width(canvas), y = 0;

	if (canvas_height(canvas) <= 0)
		return;
	if (event)
		append_step(lab, event, &text);
	if (text.len && canvas_height(canvas) > 1) {
		int x = canvas_print_fit(canvas, 0, y, width, STYLE(INK_ACCENT, .attrs = ATTR_BOLD),
					 str_buf_str(&text));

		if (lab->note_lines && x < width)
			canvas_print_fit(canvas, x, y, width - x, STYLE(INK_DIM),
					 str_buf_str(&lab->note_lines[event->step - 1]));
		y++;
	}
	str_buf_clear(&text);
	append_sentence(lab, &text);
	y += canvas_print_wrapped(canvas, (struct rect){ 0, y, width, canvas_height(canvas) - y },
				  STYLE(err_is_set(&lab->run.err) ? INK_ERROR : INK_TEXT), str_buf_str(&text));
	if (event && y < canvas_height(canvas)) {
		struct sock_words words = socket_lab_words(lab, event);

		str_buf_clear(&text);
		sock_words_call(&words, &text);
		socket_lab_append_outcome(&words, &text);
		canvas_print_fit(canvas, 0, canvas_height(canvas) - 1, width, STYLE(INK_CODE), str_buf_str(&text));
	}
	str_buf_fini(&text);
}

/* ---- breakpoints ---- */

void
socket_breaks_draw(const struct socket_lab *lab, const struct canvas *canvas)
{
	struct canvas inside = box_dialog(canvas, 40, SOCK_CALL_COUNT + 4, str_of_c(_("Stop before")));
	int width = canvas_width(&inside), height = canvas_height(&inside);
	int first = lab->pick >= height && height > 0 ? lab->pick - height + 1 : 0;

	for (int i = first; i < SOCK_CALL_COUNT + 2 && i - first < height; i++) {
		bool is_side = i >= SOCK_CALL_COUNT;
		bool is_on = is_side ? lab->world.gate.break_sides &
					       (i == SOCK_CALL_COUNT ? GATE_SERVER_SIDE : GATE_CLIENT_SIDE)
				     : lab->world.gate.break_calls & (1u << i);
		struct style style = STYLE(INK_TEXT, .paper = i == lab->pick ? PAPER_SELECTED : PAPER_BASE);
		const char *name = is_side ? (i == SOCK_CALL_COUNT ? _("the server's calls") : _("the clients' calls"))
					   : sock_call_name((enum sock_call)i);

		canvas_fill(&inside, (struct rect){ 0, i - first, width, 1 }, style);
		canvas_printf(&inside, 1, i - first, style, "%s %s", is_on ? sign(SIGN_CHECK) : sign(SIGN_DOT), name);
	}
}

static bool
has_bytes(const struct socket_lab *lab)
{
	const struct sock_event *event = socket_lab_current(lab);

	return event && event->bytes_kept > 0;
}

void
socket_lab_draw(const void *self, const struct canvas *canvas)
{
	const struct socket_lab *lab = self;
	int width = canvas_width(canvas), height = canvas_height(canvas);
	int card_rows = height >= 14 ? CARD_ROWS : height >= 8 ? 3 : height >= 5 ? 1 : 0;
	int side_cols = width >= SIDE_FROM_COLS && height >= 12 ? SIDE_COLS : 0;
	int strip_rows = !side_cols && height >= STRIP_FROM_ROWS && has_bytes(lab) ? STRIP_ROWS : 0;
	int title_rows = height >= 4;
	int top = title_rows ? 1 + (height >= 16) : 0;
	int body_rows = height - top - card_rows - (card_rows > 1) - strip_rows;
	bool is_console = lab->has_console && lab->run.script.lines.len == 0;
	struct canvas part;

	hits_begin(lab->playback.bar, canvas);
	if (width <= 0 || height <= 0)
		return;
	if (is_console)
		side_cols = 0;
	if (title_rows)
		draw_title(lab, canvas);
	if (is_console && height >= 6) {
		int table_rows = socket_console_table_rows(lab), field_rows = height >= 8;

		if (table_rows > body_rows / 2)
			table_rows = body_rows / 2;
		part = canvas_part(canvas, 0, top, width, table_rows);
		socket_console_table_draw(lab, &part);
		top += table_rows + (body_rows > 12);
		body_rows -= table_rows + (body_rows > 12) + field_rows;
		part = canvas_part(canvas, 0, height - card_rows - (card_rows > 1) - strip_rows - 1, width, field_rows);
		socket_console_field_draw(lab, &part);
	}
	part = canvas_part(canvas, 0, top, width - side_cols - (side_cols > 0) * 3, body_rows);
	socket_ladder_draw(lab, &part);
	if (side_cols) {
		int kernel_rows = has_bytes(lab) ? body_rows * 3 / 5 : body_rows;

		canvas_rule_v(canvas, width - side_cols - 2, top, body_rows, STYLE(INK_RULE));
		part = canvas_part(canvas, width - side_cols, top, side_cols, kernel_rows);
		socket_kernel_draw(lab, &part);
		part = canvas_part(canvas, width - side_cols, top + kernel_rows, side_cols, body_rows - kernel_rows);
		if (kernel_rows < body_rows)
			socket_bytes_draw(lab, &part);
	}
	if (strip_rows) {
		part = canvas_part(canvas, 0, height - card_rows - (card_rows > 1) - strip_rows, width, strip_rows);
		socket_bytes_draw(lab, &part);
	}
	if (card_rows > 1)
		canvas_rule_h(canvas, 0, height - card_rows - 1, width, STYLE(INK_RULE));
	part = canvas_part(canvas, 0, height - card_rows, width, card_rows);
	draw_card(lab, &part);
	if (lab->is_picking)
		socket_breaks_draw(lab, canvas);
}
