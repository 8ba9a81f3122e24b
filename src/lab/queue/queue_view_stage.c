/* The stage: producers, the queue's slots, consumers, and the tokens that move between them. */
#include "base/i18n.h"
#include "canvas/box.h"
#include "lab/queue/queue_state.h"
#include "lab/queue/sentence.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
	INLINE_COLS = 44, /* narrower than this, actors stand in one line */
	SHORT_COLS = 90,  /* narrower than this, states are single words */
	WIDE_COLS = 140,
	ACTORS_OUT_MAX = QUEUE_SIDE_MAX
};

struct column { /* of actors */
	unsigned actors[ACTORS_OUT_MAX];
	int count, shown; /* shown: rows for actors; if not all fit, one more row says how many are left out */
	int y, pitch;
};

struct stage {
	int width, height;
	int label_cols, token_cols, token_rows, lane_cols;
	struct column producers, consumers;
	int slot_count, per_row, slot_rows, row_pitch; /* slots that are drawn */
	int slot_x, slot_y, frame_cols;                /* of the first row's inside */
	bool has_frame, has_caption;
};

/* ---- where things are ---- */

static void
measure_column(const struct queue_scene *scene, unsigned first, const struct stage *stage, struct column *column)
{
	int height = stage->height, rows;

	column->count = 0;
	for (unsigned i = first; i < first + QUEUE_SIDE_MAX; i++)
		if (scene->actors[i].state != STATE_ABSENT)
			column->actors[column->count++] = i;
	column->shown = column->count <= height ? column->count : height > 1 ? height - 1 : 0;
	column->pitch = stage->token_rows > 1 ? stage->token_rows + 1 : column->count * 2 - 1 <= height ? 2 : 1;
	rows = column->count <= height ? (column->count - 1) * column->pitch + 1 : height;
	column->y = rows < height ? (height - rows) / 2 : 0;
}

static void
measure_slots(const struct queue_lab *lab, struct stage *stage)
{
	int32_t capacity = lab->cursor.scene.knobs.values[KNOB_CAPACITY];
	int pitch = stage->token_cols + 1, rows;
	int room = stage->width - 2 * (stage->label_cols + stage->token_cols + stage->lane_cols);
	int fit = (room - 1) / pitch > 0 ? (room - 1) / pitch : 1;

	stage->slot_count = capacity ? capacity : fit * (stage->height - 3 < 2 * (stage->token_rows + 1) ? 1 : 2);
	stage->slot_rows = (stage->slot_count + fit - 1) / fit;
	stage->row_pitch = stage->token_rows + 1;
	stage->has_frame = stage->slot_rows * stage->row_pitch + 1 <= stage->height;
	if (!stage->has_frame) { /* rows without rules between them */
		stage->row_pitch = 1;
		stage->has_frame = stage->slot_rows + 2 <= stage->height;
	}
	if (stage->slot_rows > stage->height)
		stage->slot_rows = stage->height;
	stage->per_row = (stage->slot_count + stage->slot_rows - 1) / stage->slot_rows;
	if (stage->per_row > fit)
		stage->per_row = fit;
	if (stage->slot_count > stage->per_row * stage->slot_rows)
		stage->slot_count = stage->per_row * stage->slot_rows;
	stage->frame_cols = stage->per_row * pitch + 1;
	rows = (stage->slot_rows - 1) * stage->row_pitch + stage->token_rows + 2 * stage->has_frame;
	stage->has_caption = rows + 2 <= stage->height;
	stage->slot_x = stage->label_cols + stage->token_cols + stage->lane_cols + (room - stage->frame_cols) / 2 + 1;
	stage->slot_y = (stage->height - rows) / 2 + stage->has_frame;
}

static void
measure_at(const struct queue_lab *lab, int width, int height, int token_cols, int token_rows, struct stage *stage)
{
	*stage = (struct stage){ .width = width, .height = height, .token_cols = token_cols, .token_rows = token_rows };
	stage->label_cols = width >= WIDE_COLS ? 30 : width >= SHORT_COLS ? 23 : width >= 70 ? 15 : 13;
	stage->lane_cols = width >= WIDE_COLS ? 8 : width >= SHORT_COLS ? 5 : 2;
	measure_column(&lab->cursor.scene, 0, stage, &stage->producers);
	measure_column(&lab->cursor.scene, QUEUE_CONSUMER, stage, &stage->consumers);
	measure_slots(lab, stage);
}

static bool
column_fits(const struct stage *stage, const struct column *column)
{
	return column->count * (stage->token_rows + 1) - 1 <= stage->height;
}

/* Tokens three rows high where everything has room for them: they are seen from the back of a classroom. */
static void
measure(const struct queue_lab *lab, int width, int height, struct stage *stage)
{
	if (width >= SHORT_COLS) {
		measure_at(lab, width, height, 7, 3, stage);
		if (stage->has_frame && stage->row_pitch == 4 && stage->has_caption &&
		    column_fits(stage, &stage->producers) && column_fits(stage, &stage->consumers))
			return;
	}
	measure_at(lab, width, height, width >= 70 ? 5 : 4, 1, stage);
}

int
queue_view_stage_rows(const struct queue_lab *lab, int width)
{
	struct stage stage;
	int actors;

	if (width < INLINE_COLS)
		return 3;
	measure_at(lab, width, 200, width >= 70 ? 5 : 4, 1, &stage);
	actors = stage.producers.count > stage.consumers.count ? stage.producers.count : stage.consumers.count;
	actors = actors <= 4 ? actors * 2 - 1 : actors;
	int slots = stage.slot_rows * 2 + 1 + 2;

	return actors > slots ? actors : slots;
}

struct point {
	float x, y;
};

static struct point
hand_of(const struct stage *stage, unsigned actor)
{
	const struct column *column = queue_is_consumer(actor) ? &stage->consumers : &stage->producers;
	int x = queue_is_consumer(actor) ? stage->width - stage->label_cols - stage->token_cols : stage->label_cols;

	for (int i = 0; i < column->count; i++) {
		if (column->actors[i] != actor)
			continue;
		int row = i < column->shown ? i * column->pitch : stage->height - 1 - column->y;
		int above = stage->token_rows / 2;

		return (struct point){ (float)x, (float)(column->y + row - above) };
	}
	/* The program itself: below the producers. */
	return (struct point){ (float)stage->label_cols, (float)(stage->height - stage->token_rows) };
}

static struct point
slot_of(const struct stage *stage, int slot)
{
	int last = stage->slot_count > 0 ? stage->slot_count - 1 : 0;

	slot = slot < last ? slot : last;
	int row = slot / stage->per_row, column = stage->per_row - 1 - slot % stage->per_row;

	return (struct point){ (float)(stage->slot_x + column * (stage->token_cols + 1)),
			       (float)(stage->slot_y + row * stage->row_pitch) };
}

/* ---- tokens ---- */

static struct style
token_style(const struct queue_token *token)
{
	if (token->key & QUEUE_KEY_SENTINEL)
		return STYLE(INK_STRONG, .attrs = ATTR_REVERSE | ATTR_BOLD);
	return (struct style){ .ink = (uint8_t)ink_actor(token->producer), .attrs = ATTR_REVERSE | ATTR_BOLD };
}

static void
format_token(const struct queue_token *token, int cols, bool is_fast, char *out, size_t size)
{
	if (token->key & QUEUE_KEY_SENTINEL)
		snprintf(out, size, "None");
	else if (is_fast)
		out[0] = '\0';
	else if (cols >= 5)
		snprintf(out, size, "%u", token->key % 100000);
	else
		snprintf(out, size, "%u", token->key % 10000);
}

/* Where a token is now; empty for one at rest behind the slots there is room for: the caption counts it. */
static struct rect
token_rect(const struct stage *stage, const struct queue_token *token)
{
	float x = 0, y = 0;

	if (token->part_count == 1 && token->target >= QUEUE_PLACE_SLOT + stage->slot_count)
		return (struct rect){ 0 };
	for (uint8_t i = 0; i < token->part_count; i++) {
		const struct queue_part *part = &token->parts[i];
		struct point at = part->place >= QUEUE_PLACE_SLOT ? slot_of(stage, part->place - QUEUE_PLACE_SLOT)
								  : hand_of(stage, part->place);

		x += part->weight * at.x;
		y += part->weight * at.y;
	}
	return (struct rect){ (int)lroundf(x), (int)lroundf(y), stage->token_cols, stage->token_rows };
}

static bool
is_touching(struct rect a, struct rect b)
{
	return a.width > 0 && b.width > 0 && a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height &&
	       b.y < a.y + a.height;
}

/* What lies below keeps a column's distance. */
static void
clear_beside(const struct canvas *canvas, struct rect above, struct rect below)
{
	struct canvas part = canvas_cut(canvas, below);

	canvas_fill(&part, (struct rect){ above.x - below.x - 1, above.y - below.y, above.width + 2, above.height },
		    STYLE_PLAIN);
}

/*
 * Two that pass each other never share a number's cells: the lower one has no number while it is touched, and a column
 * stays free beside the upper one, so that no half of a number and no third token seems to be there.
 */
static void
draw_tokens(const struct queue_lab *lab, const struct canvas *canvas, const struct stage *stage)
{
	size_t count = lab->motion.tokens.len;
	VEC(struct rect) rects = { 0 };

	for (size_t i = 0; i < count; i++)
		vec_push(&rects, token_rect(stage, &lab->motion.tokens.items[i]));
	for (size_t i = 0; i < count; i++) {
		const struct queue_token *token = &lab->motion.tokens.items[i];
		struct rect rect = rects.items[i];
		bool is_touched = false;
		char text[16];

		if (!rect.width)
			continue;
		for (size_t below = 0; below < i; below++)
			if (is_touching(rect, rects.items[below]))
				clear_beside(canvas, rect, rects.items[below]);
		for (size_t above = i + 1; above < count && !is_touched; above++)
			is_touched = is_touching(rects.items[above], rect);
		canvas_fill(canvas, rect, token_style(token));
		if (is_touched)
			continue;
		format_token(token, stage->token_cols, lab->motion.is_fast, text, sizeof(text));
		canvas_print_c(canvas, rect.x + (stage->token_cols - (int)strlen(text) + 1) / 2,
			       rect.y + stage->token_rows / 2, token_style(token), text);
	}
	vec_fini(&rects);
}

/* ---- actors ---- */

static const struct {
	const char *word, *words; /* short, and where there is room */
	uint8_t ink;
	bool is_blocked;
} states[] = {
	[STATE_ABSENT] = { "", "", INK_DIM, false },
	[STATE_MAKING] = { N_("makes"), N_("makes"), INK_TEXT, false },
	[STATE_PUT_WAIT] = { N_("full"), N_("waits: full"), INK_WARN, true },
	[STATE_RESTING] = { N_("rests"), N_("rests"), INK_DIM, false },
	[STATE_GET_WAIT] = { N_("empty"), N_("waits: empty"), INK_WARN, true },
	[STATE_WORKING] = { N_("works"), N_("works"), INK_TEXT, false },
	[STATE_ENDING] = { N_("ends"), N_("got None, ends"), INK_ACCENT, false },
	[STATE_JOINING] = { "join", N_("waits in join"), INK_WARN, true },
	[STATE_IDLE] = { "", "", INK_DIM, false },
	[STATE_DONE] = { N_("ended"), N_("has ended"), INK_DIM, false },
	[STATE_KILLED] = { N_("killed"), N_("was killed"), INK_ERROR, false },
};

static bool
is_locking(const struct queue_lab *lab, unsigned actor)
{
	return lab->engine && queue_lab_is_live(lab) && lab->playback.is_running && (lab->engine->locking >> actor & 1);
}

static void
append_state(const struct queue_lab *lab, unsigned actor, bool is_short, struct str_buf *out, struct style *style)
{
	const struct queue_actor *it = &lab->cursor.scene.actors[actor];
	const char *words = is_short ? states[it->state].word : states[it->state].words;

	*style = STYLE(states[it->state].ink);
	if (it->is_paused && queue_scene_is_alive(&lab->cursor.scene, actor)) {
		*style = STYLE(INK_INFO);
		str_buf_printf(out, "%s %s", sign(SIGN_BLOCKED), _("paused"));
	} else if (is_locking(lab, actor)) {
		*style = STYLE(INK_WARN);
		str_buf_printf(out, "%s %s", sign(SIGN_BLOCKED), is_short ? _("lock") : _("waits: the lock"));
	} else if (states[it->state].is_blocked) {
		str_buf_printf(out, "%s %s", sign(SIGN_BLOCKED), _(words));
	} else if (it->state == STATE_KILLED || it->state == STATE_DONE) {
		str_buf_printf(out, "%s %s", sign(it->state == STATE_KILLED ? SIGN_CROSS : SIGN_CHECK), _(words));
	} else if (words[0]) {
		str_buf_append_c(out, _(words));
	}
}

static void
draw_actor(const struct queue_lab *lab, const struct canvas *canvas, const struct stage *stage, unsigned actor, int y)
{
	const struct queue_actor *it = &lab->cursor.scene.actors[actor];
	bool is_consumer = queue_is_consumer(actor), is_short = stage->width < SHORT_COLS;
	int x = is_consumer ? stage->width - stage->label_cols + 1 : 0, end = x + stage->label_cols - 1;
	struct str_buf name = { 0 }, state = { 0 };
	struct style style, ink = is_consumer ? STYLE(INK_STRONG, .attrs = ATTR_BOLD)
					      : (struct style){ .ink = (uint8_t)ink_actor(actor), .attrs = ATTR_BOLD };

	if (!queue_scene_is_alive(&lab->cursor.scene, actor))
		ink.ink = INK_DIM;
	if (lab->actor == (int)actor)
		canvas_print_c(canvas, x, y, STYLE(INK_ACCENT, .attrs = ATTR_BOLD), sign(SIGN_CURSOR_BAR));
	queue_actor_name(actor, &name);
	canvas_print(canvas, x + 1, y, ink, str_buf_str(&name));
	x += 5;
	append_state(lab, actor, is_short, &state, &style);
	x += canvas_print_fit(canvas, x, y, end - x, style, str_buf_str(&state)) + 1;
	str_buf_clear(&state);
	if (it->pid)
		str_buf_printf(&state, "pid %u", it->pid);
	else if (it->count && !is_short)
		str_buf_printf(&state, "%u", it->count);
	if ((int)cell_width(str_buf_str(&state)) <= end - x)
		canvas_print(canvas, end - (int)cell_width(str_buf_str(&state)), y, STYLE(INK_DIM),
			     str_buf_str(&state));
	str_buf_fini(&name);
	str_buf_fini(&state);
}

/* What the numbers behind the actors are, over the first of them. */
static void
draw_column_head(const struct queue_lab *lab, const struct canvas *canvas, const struct stage *stage,
		 const struct column *column)
{
	bool is_consumer, has_count = false;
	const char *text;
	int end;

	for (int i = 0; i < column->shown; i++) {
		const struct queue_actor *it = &lab->cursor.scene.actors[column->actors[i]];

		has_count |= it->count && !it->pid;
	}
	if (!has_count || column->y < 1 || stage->width < SHORT_COLS)
		return;
	is_consumer = queue_is_consumer(column->actors[0]);
	text = is_consumer ? _("has done") : _("has put");
	end = is_consumer ? stage->width : stage->label_cols - 1;
	canvas_print_c(canvas, end - (int)cell_width(str_of_c(text)), column->y - 1, STYLE(INK_DIM), text);
}

static void
draw_column(const struct queue_lab *lab, const struct canvas *canvas, const struct stage *stage,
	    const struct column *column, int more_x)
{
	draw_column_head(lab, canvas, stage, column);
	for (int i = 0; i < column->shown; i++)
		draw_actor(lab, canvas, stage, column->actors[i], column->y + i * column->pitch);
	if (column->shown < column->count)
		canvas_printf(canvas, more_x, stage->height - 1, STYLE(INK_DIM), _("+%d more"),
			      column->count - column->shown);
}

/* Where a lane meets the bus: first, last or between, to the left or to the right. */
static const char *
corner(bool is_first, bool is_last, bool is_left)
{
	if (sign_is_ascii())
		return is_first && is_last ? "-" : "+";
	if (is_first && is_last)
		return "─";
	if (is_first)
		return is_left ? "┐" : "┌";
	if (is_last)
		return is_left ? "┘" : "└";
	return is_left ? "┤" : "├";
}

/* Rules that lead from every hand to the queue, or from the queue to every hand. */
static void
draw_lanes(const struct canvas *canvas, const struct stage *stage, const struct column *column, int hand_x, int queue_x)
{
	int middle = stage->slot_y + ((stage->slot_rows - 1) * stage->row_pitch + stage->token_rows) / 2;
	int bus_x = hand_x + (queue_x - hand_x) / 2, last = (column->shown - 1) * column->pitch + column->y;
	bool is_left = hand_x < queue_x;
	struct style style = STYLE(INK_RULE);

	if ((is_left ? bus_x - hand_x : hand_x - bus_x) < 2 || column->shown == 0)
		return;
	for (int y = column->y; y < last; y++)
		canvas_rule_v(canvas, bus_x, y, 1, style);
	for (int y = column->y; y <= last; y += column->pitch) {
		canvas_rule_h(canvas, is_left ? hand_x : bus_x + 1, y, is_left ? bus_x - hand_x : hand_x - bus_x,
			      style);
		canvas_print_c(canvas, bus_x, y, style, corner(y == column->y, y == last, is_left));
		if (!is_left)
			canvas_print_c(canvas, hand_x, y, style, sign(SIGN_RUN));
	}
	canvas_rule_h(canvas, is_left ? bus_x + 1 : queue_x, middle, is_left ? queue_x - bus_x - 1 : bus_x - queue_x,
		      style);
	if (middle < column->y || middle > last)
		return;
	if (sign_is_ascii())
		canvas_print_c(canvas, bus_x, middle, style, "+");
	else if ((middle - column->y) % column->pitch)
		canvas_print_c(canvas, bus_x, middle, style, is_left ? "├" : "┤");
	else if (column->shown > 1)
		canvas_print_c(canvas, bus_x, middle, style, middle == column->y ? "┬" : middle == last ? "┴" : "┼");
	if (is_left)
		canvas_print_c(canvas, queue_x - 1, middle, style, sign(SIGN_RUN));
}

/* ---- the queue ---- */

static void
draw_caption(const struct queue_lab *lab, const struct canvas *canvas, const struct stage *stage)
{
	const struct queue_scene *scene = &lab->cursor.scene;
	int32_t capacity = scene->knobs.values[KNOB_CAPACITY];
	int y = stage->slot_y + (stage->slot_rows - 1) * stage->row_pitch + stage->token_rows + stage->has_frame;
	struct str_buf text = { 0 };
	struct style style = STYLE(INK_DIM);
	int cols, x;

	if (capacity)
		str_buf_printf(&text, _("%u of %d"), scene->count, capacity);
	else
		str_buf_printf(&text, _("%u, no bound"), scene->count);
	if (capacity && scene->count >= (uint32_t)capacity) {
		str_buf_printf(&text, " · %s", _("full"));
		style = STYLE(INK_WARN, .attrs = ATTR_BOLD);
	} else if (scene->count == 0) {
		str_buf_printf(&text, " · %s", _("empty"));
	} else if (scene->count > (uint32_t)stage->slot_count) {
		str_buf_printf(&text, " · %s", _("not all shown"));
	}
	cols = (int)cell_width(str_buf_str(&text));
	x = stage->slot_x - 1 + (stage->frame_cols - cols) / 2;
	canvas_print(canvas, x > 0 ? x : 0, y, style, str_buf_str(&text));
	str_buf_fini(&text);
}

static void
draw_slots(const struct queue_lab *lab, const struct canvas *canvas, const struct stage *stage)
{
	const struct queue_scene *scene = &lab->cursor.scene;
	struct style style = STYLE(queue_scene_is_full(scene) ? INK_WARN : INK_DIM);
	int x = stage->slot_x - 1, top = stage->slot_y - stage->has_frame, pitch = stage->token_cols + 1;
	int bottom = stage->slot_y + (stage->slot_rows - 1) * stage->row_pitch + stage->token_rows - 1 +
		     stage->has_frame;

	canvas_fill(canvas, (struct rect){ x, top, stage->frame_cols, bottom - top + 1 }, STYLE_PLAIN);
	if (stage->has_frame) {
		struct rect frame = { x, top, stage->frame_cols, bottom - top + 1 };

		box_draw(canvas, frame, style, STR(""), style);
	}
	if (stage->has_frame && stage->row_pitch > 1)
		for (int row = 1; row < stage->slot_rows; row++)
			canvas_rule_h(canvas, x, stage->slot_y + row * stage->row_pitch - 1, stage->frame_cols, style);
	for (int i = stage->has_frame; i <= stage->per_row - stage->has_frame; i++)
		canvas_rule_v(canvas, x + i * pitch, top, bottom - top + 1, style);
	/* Places of the last row that are none: the capacity ends before them. */
	for (int slot = stage->slot_count; slot < stage->per_row * stage->slot_rows; slot++) {
		int column = stage->per_row - 1 - slot % stage->per_row;

		canvas_print_c(canvas, x + 1 + column * pitch + stage->token_cols / 2,
			       bottom - stage->has_frame - stage->token_rows / 2, STYLE(INK_RULE), sign(SIGN_CROSS));
	}
}

/* ---- narrow: three lines ---- */

static void
draw_inline_side(const struct queue_lab *lab, const struct canvas *canvas, unsigned first, int y)
{
	int x = 0, width = canvas_width(canvas);

	for (unsigned i = first; i < first + QUEUE_SIDE_MAX && x < width; i++) {
		const struct queue_actor *it = &lab->cursor.scene.actors[i];
		struct str_buf name = { 0 };
		struct style style = i < QUEUE_CONSUMER ? (struct style){ .ink = (uint8_t)ink_actor(i) }
							: STYLE(INK_TEXT);

		if (it->state == STATE_ABSENT)
			continue;
		if (lab->actor == (int)i)
			style.attrs |= ATTR_UNDERLINE;
		queue_actor_name(i, &name);
		x += canvas_print(canvas, x, y, style, str_buf_str(&name));
		if (states[it->state].is_blocked || it->is_paused)
			x += canvas_print_c(canvas, x, y, STYLE(INK_WARN), sign(SIGN_BLOCKED));
		else if (it->state == STATE_KILLED || it->state == STATE_DONE)
			x += canvas_print_c(canvas, x, y, STYLE(it->state == STATE_KILLED ? INK_ERROR : INK_DIM),
					    sign(it->state == STATE_KILLED ? SIGN_CROSS : SIGN_CHECK));
		else if (it->hand.number)
			x += canvas_printf(canvas, x, y, STYLE(INK_DIM), ":%u", it->hand.number);
		x++;
		str_buf_fini(&name);
	}
}

static void
draw_inline_queue(const struct queue_lab *lab, const struct canvas *canvas, int y)
{
	const struct queue_scene *scene = &lab->cursor.scene;
	const struct queue_item *items[QUEUE_CAPACITY_MAX];
	uint32_t count = queue_scene_leaving(scene, items, QUEUE_CAPACITY_MAX);
	int width = canvas_width(canvas), x = width, least;
	struct str_buf text = { 0 };

	if (scene->knobs.values[KNOB_CAPACITY])
		str_buf_printf(&text, "%u/%d", scene->count, scene->knobs.values[KNOB_CAPACITY]);
	else
		str_buf_printf(&text, "%u", scene->count);
	least = canvas_print(canvas, 0, y, STYLE(queue_scene_is_full(scene) ? INK_WARN : INK_TEXT, .attrs = ATTR_BOLD),
			     str_buf_str(&text)) +
		1;
	for (uint32_t i = 0; i < count; i++) {
		struct queue_token token = { .key = items[i]->number ? items[i]->number : QUEUE_KEY_SENTINEL,
					     .producer = items[i]->producer };

		str_buf_clear(&text);
		if (items[i]->number)
			str_buf_printf(&text, " %u ", items[i]->number);
		else
			str_buf_append_c(&text, "None");
		x -= (int)text.len + 1;
		if (x < least)
			break;
		canvas_print(canvas, x, y, token_style(&token), str_buf_str(&text));
	}
	str_buf_fini(&text);
}

void
queue_view_stage(const struct queue_lab *lab, const struct canvas *canvas)
{
	int width = canvas_width(canvas), height = canvas_height(canvas);
	struct stage stage;

	if (width <= 0 || height <= 0)
		return;
	if (width < INLINE_COLS || height < 2) {
		if (height > 1)
			draw_inline_side(lab, canvas, 0, 0);
		draw_inline_queue(lab, canvas, height > 1);
		if (height > 2)
			draw_inline_side(lab, canvas, QUEUE_CONSUMER, 2);
		return;
	}
	measure(lab, width, height, &stage);
	draw_lanes(canvas, &stage, &stage.producers, stage.label_cols + stage.token_cols, stage.slot_x - 1);
	draw_lanes(canvas, &stage, &stage.consumers, width - stage.label_cols - stage.token_cols - 1,
		   stage.slot_x - 1 + stage.frame_cols);
	draw_slots(lab, canvas, &stage);
	if (stage.has_caption)
		draw_caption(lab, canvas, &stage);
	draw_column(lab, canvas, &stage, &stage.producers, 1);
	draw_column(lab, canvas, &stage, &stage.consumers, width - stage.label_cols + 2);
	draw_tokens(lab, canvas, &stage);
}
