/* The ladder: servers left, clients right, time downwards; a call a row, with the same line in Python beneath. */
#include "base/alloc.h"
#include "base/i18n.h"
#include "lab/socket/socket_state.h"

#include <string.h>

enum {
	GUTTER_COLS = 2,
	HEADER_ROWS = 2,
	LIST_COLS = 56, /* narrower: one column, names in front; so, too, narrow lanes where nothing crosses them yet */
	ARROW_MIN_COLS = 3,
	LANE_COLS = 28, /* about as wide as a short call */
	RECENT_EVENTS = 200,
	TWO_LINES_ROWS = 12, /* fewer: no Python beneath */
	LANES_MAX = SCRIPT_ACTORS_MAX
};

struct lane {
	uint32_t actor;
	int x;
};

struct ladder {
	const struct socket_lab *lab;
	const struct canvas *canvas;
	int width;
	struct lane lanes[LANES_MAX];
	size_t lane_count;
	bool is_list;
	int event_rows; /* 1 or 2 */
};

/* ---- lanes ---- */

static int
lane_of(const struct ladder *ladder, uint32_t actor)
{
	for (size_t i = 0; i < ladder->lane_count; i++)
		if (ladder->lanes[i].actor == actor)
			return (int)i;
	return -1;
}

static size_t
add_lanes(struct ladder *ladder, bool is_left)
{
	const struct script *script = &ladder->lab->run.script;
	size_t count = 0;

	for (uint32_t i = 0; i < script->actor_count && ladder->lane_count < LANES_MAX; i++) {
		if (sock_actor_is_server(script, i) != is_left)
			continue;
		ladder->lanes[ladder->lane_count++].actor = i;
		count++;
	}
	return count;
}

static void
add_lane(struct ladder *ladder, uint32_t actor)
{
	size_t at = ladder->lane_count;

	if (actor == SOCK_NONE || at == LANES_MAX || lane_of(ladder, actor) >= 0)
		return;
	while (at > 0 && ladder->lanes[at - 1].actor > actor) {
		ladder->lanes[at] = ladder->lanes[at - 1];
		at--;
	}
	ladder->lanes[at].actor = actor;
	ladder->lane_count++;
}

/* Of a console: the server and those it had to do with last, as many as there is room for. */
static void
add_recent_lanes(struct ladder *ladder)
{
	const struct sock_log *log = &ladder->lab->world.log;
	size_t max = (size_t)(ladder->width / LANE_COLS) + 1;
	uint64_t number = ladder->lab->playback.position;

	add_lane(ladder, 0);
	for (int i = 0; i < RECENT_EVENTS && number > log->first && ladder->lane_count < max; i++) {
		const struct sock_event *event = sock_log_at(log, --number);

		if (!event)
			continue;
		add_lane(ladder, event->actor);
		if (ladder->lane_count < max)
			add_lane(ladder, event->peer_actor);
	}
}

static void
place_lanes(struct ladder *ladder)
{
	int room = ladder->width - GUTTER_COLS;

	if (ladder->lab->run.script.lines.len == 0) {
		add_recent_lanes(ladder);
	} else {
		add_lanes(ladder, true);
		add_lanes(ladder, false);
	}
	for (size_t i = 0; i < ladder->lane_count; i++)
		ladder->lanes[i].x = GUTTER_COLS + room * (int)i / (int)ladder->lane_count;
}

static int
lane_cols(const struct ladder *ladder, size_t lane)
{
	int end = lane + 1 < ladder->lane_count ? ladder->lanes[lane + 1].x : ladder->width;

	return end - ladder->lanes[lane].x;
}

static void
draw_header(const struct ladder *ladder)
{
	struct str_buf text = { 0 };

	for (size_t i = 0; i < ladder->lane_count; i++) {
		int cols = lane_cols(ladder, i) - 1, x = ladder->lanes[i].x;
		struct style style = socket_lab_actor_style(ladder->lanes[i].actor);

		str_buf_clear(&text);
		sock_report_actor(&ladder->lab->run.script, ladder->lanes[i].actor, &text);
		canvas_print_fit(ladder->canvas, x, 0, cols, style, str_buf_str(&text));
		str_buf_clear(&text);
		socket_lab_append_states(ladder->lab, ladder->lanes[i].actor, false, &text);
		if ((int)cell_width(str_buf_str(&text)) > cols) {
			str_buf_clear(&text);
			socket_lab_append_states(ladder->lab, ladder->lanes[i].actor, true, &text);
		}
		canvas_print_fit(ladder->canvas, x, 1, cols, STYLE(INK_INFO), str_buf_str(&text));
	}
	str_buf_fini(&text);
}

/* ---- rows ---- */

struct row {
	int y;
	bool is_current, is_ahead;
	uint8_t paper;
};

static struct style
on_paper(const struct row *row, struct style style)
{
	style.paper = row->paper;
	if (row->is_ahead)
		style = STYLE(INK_DIM, .paper = row->paper);
	return style;
}

static void
draw_ground(const struct ladder *ladder, const struct row *row, int rows)
{
	if (row->is_current) {
		canvas_fill(ladder->canvas, (struct rect){ 0, row->y, ladder->width, rows },
			    STYLE(INK_TEXT, .paper = PAPER_SELECTED));
		for (int i = 0; i < rows; i++)
			canvas_print_c(ladder->canvas, 0, row->y + i, STYLE(INK_ACCENT, .paper = PAPER_SELECTED),
				       sign(SIGN_CURSOR_BAR));
	}
	for (size_t i = 0; i < ladder->lane_count && !ladder->is_list; i++)
		for (int y = row->y; y < row->y + rows; y++)
			canvas_print_c(ladder->canvas, ladder->lanes[i].x, y, STYLE(INK_RULE, .paper = row->paper),
				       sign(SIGN_RULE_V));
}

static struct style
result_style(const struct sock_event *event)
{
	if (event->phase == PHASE_WAITS)
		return STYLE(INK_WARN, .attrs = ATTR_BOLD);
	if (event->result < 0)
		return STYLE(INK_ERROR, .attrs = ATTR_BOLD);
	return STYLE(INK_OK);
}

/* Where the texts of a lane begin, and the columns they may take, so that none runs over the next lane's line. */
static int
text_x(const struct ladder *ladder, int lane)
{
	return ladder->lanes[lane].x + 2;
}

static int
text_room(const struct ladder *ladder, int lane)
{
	int end = (size_t)lane + 1 < ladder->lane_count ? ladder->lanes[lane + 1].x - 1 : ladder->width;

	return end - text_x(ladder, lane);
}

/* "socket.socket(…)" for "s = socket.socket(…)" where that has no room: what is called matters more than for what. */
static void
drop_target(struct str_buf *text, int room)
{
	struct str all = str_buf_str(text);
	size_t at = str_find(all, STR(" = "));

	if (at == STR_NONE || at > str_find(all, STR("(")) || (int)cell_width(all) <= room)
		return;
	str_buf_replace(text, 0, at + 3, STR(""));
}

/*
 * "connect(37, …)" where a call has no room: words are cut anywhere, half a number would be another one, and an opening
 * quote alone says nothing.
 */
static void
shorten_arguments(struct str_buf *text, int room)
{
	struct str all = str_buf_str(text);
	size_t open = str_find(all, STR("(")), end;
	struct str_buf out = { 0 };

	if (open == STR_NONE || (int)cell_width(all) <= room)
		return;
	if (open + 4 >= all.len) {
		drop_target(text, room);
		return;
	}
	if (room > 2)
		cell_clean_fit(all, (uint32_t)(room - 1), &out);
	end = out.len > 3 ? out.len - 3 : 0; /* before the … */
	while (end > open + 1 && strchr("0123456789.\"'(", out.data[end - 1]))
		end--;
	if (end > open + 1)
		str_buf_cut(&out, end);
	else
		str_buf_clear(&out);
	str_buf_cut(text, out.len ? 0 : open + 1);
	str_buf_append(text, str_buf_str(&out));
	str_buf_append_c(text, "…)");
	drop_target(text, room);
	str_buf_fini(&out);
}

/* ─── label ──▶ in [START, END), the head at the right or the left. */
static void
draw_line(const struct ladder *ladder, int y, int start, int end, bool is_right, struct str label, struct style style)
{
	int cols = (int)cell_width(label);

	if (end - start < ARROW_MIN_COLS)
		return;
	for (int x = start; x < end; x++)
		canvas_print_c(ladder->canvas, x, y, style, sign(SIGN_RULE_H));
	canvas_print_c(ladder->canvas, is_right ? end - 1 : start, y, style, sign(is_right ? SIGN_RUN : SIGN_BACK));
	if (cols + 6 <= end - start) {
		int x = start + (end - start - cols) / 2;

		canvas_print_c(ladder->canvas, x - 1, y, style, " ");
		canvas_print(ladder->canvas, x, y, style, label);
		canvas_print_c(ladder->canvas, x + cols, y, style, " ");
	}
}

static void
draw_arrow(const struct ladder *ladder, const struct row *row, const struct sock_words *words, int from, int to,
	   int text_start, int text_end)
{
	int start = to > from ? text_end + 1 : ladder->lanes[to].x + 1;
	int end = to > from ? ladder->lanes[to].x : ladder->lanes[from].x; /* not in it */
	struct str_buf label = { 0 };

	if (to < from && text_start - 1 < end)
		end = text_start - 1;
	sock_words_arrow(words, &label);
	if (label.len)
		draw_line(ladder, row->y, start, end, to > from, str_buf_str(&label), on_paper(row, STYLE(INK_ACCENT)));
	str_buf_fini(&label);
}

/* The calls of a peer that is no program of ours are not seen; what they did is, when it arrives. */
static bool
is_theirs(const struct ladder *ladder, const struct sock_event *event)
{
	bool is_arrival = event->call == SOCK_RECV || event->call == SOCK_ACCEPT;

	return ladder->lab->run.script.lines.len == 0 && is_arrival && event->result >= 0 &&
	       (event->peer_actor >= CONSOLE_PEER_ACTOR || ladder->lab->console.main.fd < 0);
}

/* What came, from the peer's lane FROM to the call that took it, whose text ends at TEXT_END. */
static void
draw_incoming(const struct ladder *ladder, const struct row *row, const struct sock_words *words, int from, int to,
	      int text_end)
{
	int start = from > to ? text_end + 1 : ladder->lanes[from].x + 1;
	int end = from > to ? ladder->lanes[from].x : ladder->lanes[to].x;
	struct style style = on_paper(row, STYLE(INK_ACCENT));
	struct str_buf label = { 0 };

	if (words->event->call == SOCK_ACCEPT)
		str_buf_append_c(&label, "SYN");
	else if (words->event->result == 0)
		str_buf_append_c(&label, "FIN");
	else
		str_buf_printf(&label, ngettext("%lld byte", "%lld bytes", (unsigned long)words->event->result),
			       (long long)words->event->result);
	draw_line(ladder, row->y, start, end, from < to, str_buf_str(&label), style);
	str_buf_fini(&label);
}

/* In a list a name stands in front of each call. */
static int
draw_name(const struct ladder *ladder, const struct row *row, uint32_t actor)
{
	struct str_buf name = { 0 };
	int max_cols = ladder->width > 34 ? 9 : 3;

	sock_report_actor(&ladder->lab->run.script, actor, &name);
	if (max_cols < 9) /* names are ASCII: the first letters are enough beside a colour */
		str_buf_cut(&name, name.len < 2 ? name.len : 2);
	canvas_print_fit(ladder->canvas, GUTTER_COLS, row->y, max_cols - 1,
			 on_paper(row, socket_lab_actor_style(actor)), str_buf_str(&name));
	str_buf_fini(&name);
	return GUTTER_COLS + max_cols;
}

/*
 * The call and what it gave, in ROOM columns from X on; what it gave is kept when there is not enough. Returns the end.
 */
static int
draw_call(const struct ladder *ladder, const struct row *row, int x, int room, struct str_buf *call, struct str outcome,
	  const struct sock_event *event)
{
	int call_room = room - (int)cell_width(outcome), end = x + room, call_cols;

	shorten_arguments(call, call_room);
	call_cols = (int)cell_width(str_buf_str(call));
	if (call_room < call_cols)
		call_room = call_cols < room * 2 / 3 ? call_cols : room * 2 / 3;
	x += canvas_print_fit(ladder->canvas, x, row->y, call_room, on_paper(row, STYLE(INK_STRONG)),
			      str_buf_str(call));
	x += canvas_print_fit(ladder->canvas, x, row->y, end - x, on_paper(row, result_style(event)), outcome);
	return x;
}

static bool
has_arrow(const struct sock_words *words)
{
	struct str_buf label = { 0 };
	bool has_label;

	sock_words_arrow(words, &label);
	has_label = label.len > 0;
	str_buf_fini(&label);
	return has_label;
}

static void
draw_event(const struct ladder *ladder, const struct row *row, const struct sock_event *event)
{
	struct sock_words words = socket_lab_words(ladder->lab, event);
	struct str_buf call = { 0 }, outcome = { 0 }, python = { 0 };
	int lane = lane_of(ladder, event->actor), to = lane_of(ladder, event->peer_actor), x, room, end;

	if (lane < 0)
		return;
	draw_ground(ladder, row, ladder->event_rows);
	if (event->phase == PHASE_RETURNS)
		str_buf_append_c(&call, "↳ ");
	sock_words_call(&words, &call);
	socket_lab_append_outcome(&words, &outcome);
	sock_words_python(&words, &python);
	x = ladder->is_list ? draw_name(ladder, row, event->actor) : text_x(ladder, lane);
	room = ladder->is_list ? ladder->width - x : text_room(ladder, lane);
	if (ladder->is_list) {
		draw_call(ladder, row, x, room, &call, str_buf_str(&outcome), event);
	} else {
		bool is_right = to > lane && has_arrow(&words);

		if (is_right) /* room for the arrow, which may cross lanes */
			room = ladder->lanes[to].x - x - ARROW_MIN_COLS - 1;
		end = draw_call(ladder, row, x, room, &call, str_buf_str(&outcome), event);
		if (to >= 0 && to != lane && is_theirs(ladder, event))
			draw_incoming(ladder, row, &words, to, lane, end);
		else if (to >= 0 && to != lane)
			draw_arrow(ladder, row, &words, lane, to, x, end);
		room = text_room(ladder, lane);
	}
	if (ladder->event_rows > 1) {
		shorten_arguments(&python, room);
		canvas_print_fit(ladder->canvas, x, row->y + 1, room, on_paper(row, STYLE(INK_COMMENT)),
				 str_buf_str(&python));
	}
	str_buf_fini(&call);
	str_buf_fini(&outcome);
	str_buf_fini(&python);
}

/* A line of the script that has not come yet, as Python. */
static void
draw_planned(const struct ladder *ladder, const struct row *row, const struct script_line *line)
{
	struct sock_event event = {
		.call = line->call,
		.actor = line->actor,
		.kind = line->target == TARGET_ACCEPTED ? SOCK_KIND_ACCEPTED : SOCK_KIND_MAIN,
		.ordinal = line->ordinal,
		.size = line->size,
		.value = line->value,
		.option = line->option,
		.made = 1,
		.type = (uint8_t)ladder->lab->run.type,
		.address = ladder->lab->run.address,
	};
	bool is_server = sock_actor_is_server(&ladder->lab->run.script, line->actor);
	bool is_on_connection = is_server && event.type == SOCK_STREAM && line->target == TARGET_DEFAULT &&
				(line->call == SOCK_SEND || line->call == SOCK_RECV || line->call == SOCK_SHUTDOWN);
	struct sock_words words = { .event = &event,
				    .is_server = is_server,
				    .bytes = script_text(&ladder->lab->run.script, line->text, line->text_len) };
	struct str_buf text = { 0 };
	int lane = lane_of(ladder, line->actor), x, room;

	if (lane < 0)
		return;
	if (is_on_connection)
		event.kind = SOCK_KIND_ACCEPTED;
	draw_ground(ladder, row, 1);
	if (line->call == SCRIPT_WAIT)
		str_buf_append_c(&text, _("… until it returns"));
	else
		sock_words_python(&words, &text);
	x = ladder->is_list ? draw_name(ladder, row, line->actor) : text_x(ladder, lane);
	room = ladder->is_list ? ladder->width - x : text_room(ladder, lane);
	shorten_arguments(&text, room);
	canvas_print_fit(ladder->canvas, x, row->y, room, on_paper(row, STYLE(INK_DIM)), str_buf_str(&text));
	str_buf_fini(&text);
}

/* ---- all of it ---- */

/* The first line in view, so that the current event is, with a third of the height for what comes next. */
static int64_t
first_line(const struct ladder *ladder, int64_t total, int rows, int64_t current)
{
	int64_t behind = rows - rows / 3 - ladder->event_rows, top = current - behind;

	if (top > total - rows)
		top = total - rows;
	return top > 0 ? top : 0;
}

static void
draw_rows(const struct ladder *ladder, int y, int rows)
{
	const struct socket_lab *lab = ladder->lab;
	const struct sock_log *log = &lab->world.log;
	int64_t events = (int64_t)(log->next - log->first) * ladder->event_rows;
	int64_t planned = (int64_t)(lab->run.script.lines.len - lab->run.next_line);
	int64_t current = ((int64_t)lab->playback.position - 1 - (int64_t)log->first) * ladder->event_rows;
	int64_t top = first_line(ladder, events + planned, rows, current);
	struct canvas area = canvas_cut(ladder->canvas, (struct rect){ 0, y, ladder->width, rows });
	struct ladder inside = *ladder;

	inside.canvas = &area;
	for (int64_t line = top - top % ladder->event_rows; line < top + rows && line < events;
	     line += ladder->event_rows) {
		uint64_t number = log->first + (uint64_t)(line / ladder->event_rows);
		struct row row = { .y = (int)(line - top),
				   .is_current = number + 1 == lab->playback.position,
				   .is_ahead = number + 1 > lab->playback.position };

		row.paper = row.is_current ? PAPER_SELECTED : PAPER_BASE;
		draw_event(&inside, &row, sock_log_at(log, number));
	}
	for (int64_t line = top > events ? top : events; line < top + rows && line < events + planned; line++) {
		struct row row = { .y = (int)(line - top), .is_ahead = true };

		draw_planned(&inside, &row, &lab->run.script.lines.items[lab->run.next_line + (size_t)(line - events)]);
	}
}

void
socket_ladder_draw(const struct socket_lab *lab, const struct canvas *canvas)
{
	struct ladder ladder = { .lab = lab, .canvas = canvas, .width = canvas_width(canvas) };
	int height = canvas_height(canvas), header;

	if (ladder.width <= 0 || height <= 0)
		return;
	ladder.event_rows = height >= TWO_LINES_ROWS ? 2 : 1;
	place_lanes(&ladder);
	ladder.is_list = ladder.width < LIST_COLS || (lab->env.is_still && lane_cols(&ladder, 0) < LANE_COLS);
	header = ladder.is_list || height < 5 ? 0 : HEADER_ROWS;
	if (header)
		draw_header(&ladder);
	draw_rows(&ladder, header, height - header);
}
