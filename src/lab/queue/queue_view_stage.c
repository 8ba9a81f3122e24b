/* The stage: producers, the queue's slots, consumers, and what leads from one to the other. */
#include "base/i18n.h"
#include "canvas/box.h"
#include "lab/queue/queue_stage.h"
#include "lab/queue/sentence.h"

#include <assert.h>

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

bool
queue_is_blocked(const struct queue_actor *actor)
{
	return states[actor->state].is_blocked;
}

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
draw_actor(const struct queue_lab *lab, const struct canvas *canvas, const struct queue_stage *stage, unsigned actor,
	   int y)
{
	const struct queue_actor *it = &lab->cursor.scene.actors[actor];
	bool is_consumer = queue_is_consumer(actor), is_short = stage->width < QUEUE_SHORT_COLS;
	int x = is_consumer ? stage->width - stage->label_cols + 1 : 0, end = x + stage->label_cols - 1;
	struct str_buf name = { 0 }, state = { 0 };
	struct style style, ink = is_consumer ? STYLE(INK_STRONG, .attrs = ATTR_BOLD)
					      : (struct style){ .ink = (uint8_t)ink_actor(actor), .attrs = ATTR_BOLD };

	if (!queue_scene_is_alive(&lab->cursor.scene, actor))
		ink.ink = INK_DIM;
	if (lab->actor == (int)actor)
		canvas_print_c(canvas, x, y, STYLE(INK_ACCENT, .attrs = ATTR_BOLD), sign(SIGN_CURSOR_BAR));
	hits_add(lab->hits, canvas, (struct rect){ x, y, stage->label_cols - 1, 1 }, QUEUE_HIT_ACTOR, actor);
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
draw_column_head(const struct queue_lab *lab, const struct canvas *canvas, const struct queue_stage *stage,
		 const struct queue_column *column)
{
	bool is_consumer, has_count = false;
	const char *text;
	int end;

	for (int i = 0; i < column->shown; i++) {
		const struct queue_actor *it = &lab->cursor.scene.actors[column->actors[i]];

		has_count |= it->count && !it->pid;
	}
	if (!has_count || column->y < 1 || stage->width < QUEUE_SHORT_COLS)
		return;
	is_consumer = queue_is_consumer(column->actors[0]);
	text = is_consumer ? _("has done") : _("has put");
	end = is_consumer ? stage->width : stage->label_cols - 1;
	canvas_print_c(canvas, end - (int)cell_width(str_of_c(text)), column->y - 1, STYLE(INK_DIM), text);
}

static void
draw_column(const struct queue_lab *lab, const struct canvas *canvas, const struct queue_stage *stage,
	    const struct queue_column *column, int more_x)
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
draw_lanes(const struct canvas *canvas, const struct queue_stage *stage, const struct queue_column *column, int hand_x,
	   int queue_x)
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
draw_caption(const struct queue_lab *lab, const struct canvas *canvas, const struct queue_stage *stage)
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
draw_slots(const struct queue_lab *lab, const struct canvas *canvas, const struct queue_stage *stage)
{
	const struct queue_scene *scene = &lab->cursor.scene;
	struct style style = STYLE(queue_scene_is_full(scene) ? INK_WARN : INK_DIM);
	int x = stage->slot_x - 1, top = stage->slot_y - stage->has_frame, pitch = stage->token_cols + 1;
	int bottom = stage->slot_y + (stage->slot_rows - 1) * stage->row_pitch + stage->token_rows - 1 +
		     stage->has_frame;

	assert(stage->per_row > 0);
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

/* The program itself is seen while its sentinel waits for room: below the producers, if there is a row. */
static void
draw_main(const struct queue_lab *lab, const struct canvas *canvas, const struct queue_stage *stage)
{
	const struct queue_column *above = &stage->producers;
	int y = (int)queue_stage_hand(stage, QUEUE_MAIN).y + stage->token_rows / 2, end = stage->label_cols - 1;
	struct str_buf name = { 0 }, state = { 0 };
	struct style style;

	if (lab->cursor.scene.actors[QUEUE_MAIN].state != STATE_PUT_WAIT || above->shown < above->count ||
	    y <= above->y + (above->shown - 1) * above->pitch)
		return;
	queue_actor_name(QUEUE_MAIN, &name);
	append_state(lab, QUEUE_MAIN, true, &state, &style);
	int x = 1 + canvas_print_fit(canvas, 1, y, end - 1, STYLE(INK_STRONG, .attrs = ATTR_BOLD), str_buf_str(&name));

	if ((int)cell_width(str_buf_str(&state)) < end - x)
		canvas_print(canvas, x + 1, y, style, str_buf_str(&state));
	str_buf_fini(&name);
	str_buf_fini(&state);
}

void
queue_view_stage(const struct queue_lab *lab, const struct canvas *canvas)
{
	int width = canvas_width(canvas), height = canvas_height(canvas);
	struct queue_stage stage;

	if (width <= 0 || height <= 0)
		return;
	if (width < QUEUE_INLINE_COLS || height < 2) {
		queue_view_inline(lab, canvas);
		return;
	}
	queue_stage_measure(lab, width, height, &stage);
	draw_lanes(canvas, &stage, &stage.producers, stage.label_cols + stage.token_cols, stage.slot_x - 1);
	draw_lanes(canvas, &stage, &stage.consumers, width - stage.label_cols - stage.token_cols - 1,
		   stage.slot_x - 1 + stage.frame_cols);
	draw_slots(lab, canvas, &stage);
	if (stage.has_caption)
		draw_caption(lab, canvas, &stage);
	draw_column(lab, canvas, &stage, &stage.producers, 1);
	draw_column(lab, canvas, &stage, &stage.consumers, width - stage.label_cols + 2);
	draw_main(lab, canvas, &stage);
	queue_view_tokens(lab, canvas, &stage);
}
