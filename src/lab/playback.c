/* One position in a history of known length, and the keys that move it. */
#include "lab/playback.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "canvas/gauge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	double times;
	const char *label;
} speeds[] = {
	{ 0.25, "¼×" }, { 0.5, "½×" }, { 1, "1×" }, { 2, "2×" }, { 4, "4×" }, { 8, "8×" }, { 16, "16×" }, { 32, "32×" },
};
enum {
	SPEED_NORMAL = 2
};
#define STEP_NS (UINT64_C(800) * NS_PER_MS) /* at 1x: time to read a sentence's first words */

static uint64_t
step_interval_ns(const struct playback *playback)
{
	return (uint64_t)((double)STEP_NS / playback_speed(playback));
}

void
playback_init(struct playback *playback, uint64_t length)
{
	*playback = (struct playback){ .length = length, .speed = SPEED_NORMAL };
}

void
playback_take_mouse(struct playback *playback)
{
	playback->bar = NEW(struct hits);
}

void
playback_fini(struct playback *playback)
{
	hits_fini(playback->bar);
	free(playback->bar);
	playback->bar = NULL;
}

void
playback_set_length(struct playback *playback, uint64_t length)
{
	playback->length = length;
	if (playback->position > length)
		playback->position = length;
	if (playback->position == length && !playback->is_endless)
		playback->is_running = false;
}

bool
playback_step(struct playback *playback)
{
	if (playback->position < playback->length) {
		playback->position++;
		playback->wants_more = false;
		return true;
	}
	playback->wants_more = playback->is_endless;
	return false;
}

bool
playback_back(struct playback *playback)
{
	playback->wants_more = false;
	if (playback->position == 0)
		return false;
	playback->position--;
	return true;
}

void
playback_seek(struct playback *playback, uint64_t position)
{
	playback->wants_more = false;
	playback->position = position < playback->length ? position : playback->length;
}

void
playback_advance(struct playback *playback)
{
	playback->length++;
	playback->position = playback->length;
	playback->wants_more = false;
}

void
playback_set_running(struct playback *playback, bool is_running, uint64_t now_ns)
{
	if (is_running && !playback->is_endless && playback->position == playback->length)
		playback_seek(playback, 0);
	playback->is_running = is_running && (playback->is_endless || playback->length > 0);
	playback->due_ns = now_ns + step_interval_ns(playback);
}

bool
playback_tick(struct playback *playback, uint64_t now_ns)
{
	uint64_t interval_ns, steps;
	uint64_t before = playback->position;

	if (!playback->is_running || now_ns < playback->due_ns)
		return false;
	interval_ns = step_interval_ns(playback);
	/* After a stall (a suspended terminal) go on from here instead of racing through what was missed. */
	steps = (now_ns - playback->due_ns) / interval_ns + 1;
	if (steps > 8) {
		steps = 1;
		playback->due_ns = now_ns;
	}
	playback->due_ns += steps * interval_ns;
	while (steps-- > 0 && playback_step(playback))
		;
	if (playback->position == playback->length && !playback->is_endless)
		playback->is_running = false;
	return playback->position != before || !playback->is_running;
}

uint64_t
playback_next_tick(const struct playback *playback)
{
	return playback->is_running ? playback->due_ns : 0;
}

static void
change_speed(struct playback *playback, int by, uint64_t now_ns)
{
	int speed = playback->speed + by;

	if (speed < 0 || speed >= (int)ARRAY_LEN(speeds))
		return;
	playback->speed = (uint8_t)speed;
	if (playback->is_running)
		playback->due_ns = now_ns + step_interval_ns(playback);
}

enum action {
	STEP,
	BACK,
	RUN,
	FASTER,
	SLOWER,
	START,
	END
};

static const struct {
	uint32_t key;
	enum action action;
} keys[] = {
	{ ' ', STEP },   { K_RIGHT, STEP }, { 'b', BACK },  { K_LEFT, BACK },  { 'r', RUN }, { '+', FASTER },
	{ '=', FASTER }, { '-', SLOWER },   { '0', START }, { K_HOME, START }, { '$', END }, { K_END, END },
};

static void
act(struct playback *playback, enum action action, uint64_t now_ns)
{
	switch (action) {
	case STEP:
		playback->is_running = false;
		playback_step(playback);
		break;
	case BACK:
		playback->is_running = false;
		playback_back(playback);
		break;
	case RUN:
		playback_set_running(playback, !playback->is_running, now_ns);
		break;
	case FASTER:
		change_speed(playback, 1, now_ns);
		break;
	case SLOWER:
		change_speed(playback, -1, now_ns);
		break;
	case START:
		playback->is_running = false;
		playback_seek(playback, 0);
		break;
	case END:
		playback->is_running = false;
		playback_seek(playback, playback->length);
		break;
	}
}

enum {
	HIT_ACTION, /* INDEX is an action, … */
	HIT_PLACE   /* … or a position */
};

static bool
input_mouse(struct playback *playback, const struct event *event, uint64_t now_ns)
{
	const struct hit *hit;

	if (!playback->bar)
		return false;
	if (event->action == MOUSE_WHEEL_UP || event->action == MOUSE_WHEEL_DOWN) {
		if (event->action == MOUSE_WHEEL_UP)
			act(playback, BACK, now_ns);
		else if (playback->position < playback->length) /* it turns what is there; more is made by a step */
			act(playback, STEP, now_ns);
		return true;
	}
	hit = hits_find(playback->bar, event->x, event->y);
	if (!hit || event->action != MOUSE_PRESS || event->button != 1)
		return false;
	if (hit->what == HIT_ACTION) {
		act(playback, (enum action)hit->index, now_ns);
		return true;
	}
	playback->is_running = false;
	playback_seek(playback, (uint64_t)hit->index);
	return true;
}

bool
playback_input(struct playback *playback, const struct event *event, uint64_t now_ns)
{
	if (event->kind == EVENT_MOUSE)
		return input_mouse(playback, event, now_ns);
	if (event->kind != EVENT_KEY || event->mods)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		if (keys[i].key == event->key) {
			act(playback, keys[i].action, now_ns);
			return true;
		}
	}
	return false;
}

double
playback_speed(const struct playback *playback)
{
	return speeds[playback->speed].times;
}

static void
format_step(const struct playback *playback, struct str_buf *out)
{
	if (playback->is_endless)
		str_buf_printf(out, _("step %llu"), (unsigned long long)playback->position);
	else
		str_buf_printf(out, _("step %llu/%llu"), (unsigned long long)playback->position,
			       (unsigned long long)playback->length);
}

/* The first cell is the start, the last the end. */
static int64_t
place_at(const struct playback *playback, int cell, int cells)
{
	return (int64_t)(playback->length * (uint64_t)cell / (uint64_t)(cells - 1));
}

void
playback_draw(const struct playback *playback, const struct canvas *canvas, int x, int y, int width)
{
	const char *speed = speeds[playback->speed].label;
	struct str_buf step = { 0 };
	int gauge_cols = 10, speed_cols = (int)cell_width(str_of_c(speed)), step_cols, total_cols;
	bool shows_gauge;

	hits_begin(playback->bar, canvas);
	format_step(playback, &step);
	step_cols = (int)cell_width(str_buf_str(&step));
	total_cols = step_cols + 2 + gauge_cols + 4 + 2 + speed_cols;
	shows_gauge = total_cols <= width;
	if (!shows_gauge)
		total_cols = step_cols + 2 + speed_cols;
	if (total_cols > width) {
		canvas_print_fit(canvas, x, y, width, STYLE(INK_DIM), str_buf_str(&step));
		str_buf_fini(&step);
		return;
	}
	x += width - total_cols;
	x += canvas_print(canvas, x, y, STYLE(INK_TEXT), str_buf_str(&step)) + 2;
	if (shows_gauge) {
		struct style arrow = STYLE(playback->is_running ? INK_ACCENT : INK_DIM);

		canvas_print_c(canvas, x, y, arrow, sign(SIGN_BACK));
		gauge_steps(canvas, x + 2, y, gauge_cols, playback->position, playback->length, STYLE(INK_ACCENT));
		canvas_print_c(canvas, x + 3 + gauge_cols, y, arrow, sign(SIGN_RUN));
		hits_add(playback->bar, canvas, (struct rect){ x, y, 2, 1 }, HIT_ACTION, BACK);
		hits_add(playback->bar, canvas, (struct rect){ x + 2 + gauge_cols, y, 2, 1 }, HIT_ACTION, STEP);
		for (int cell = 0; cell < gauge_cols; cell++)
			hits_add(playback->bar, canvas, (struct rect){ x + 2 + cell, y, 1, 1 }, HIT_PLACE,
				 place_at(playback, cell, gauge_cols));
		x += gauge_cols + 6;
	}
	canvas_print_c(canvas, x, y, STYLE(playback->is_running ? INK_ACCENT : INK_DIM), speed);
	hits_add(playback->bar, canvas, (struct rect){ x, y, speed_cols, 1 }, HIT_ACTION, FASTER);
	str_buf_fini(&step);
}
