/* The keys of the queue lab: knobs, actors, and going there and back. */
#include "lab/queue/queue_state.h"

#include "base/alloc.h"
#include "base/i18n.h"
#include "lab/queue/queue_options.h"

#include <assert.h>

/* From here on time is counted anew; tokens go to where they belong. */
static void
wake(struct queue_lab *lab)
{
	if (!queue_lab_moves(lab))
		lab->tick_ns = 0;
	queue_motion_update(&lab->motion, &lab->cursor.scene, 0, false);
	lab->motion.is_moving = true;
}

/* Turns and kills happen now, not in the past that is looked at. */
static bool
go_live(struct queue_lab *lab)
{
	if (!queue_lab_start_engine(lab))
		return false;
	queue_lab_show_settled(lab, lab->history.length);
	return true;
}

static void
after_act(struct queue_lab *lab)
{
	queue_lab_poll(lab);
	queue_lab_show(lab, lab->history.length);
	if (!lab->playback.is_running)
		lab->clock_ns = lab->clock_ns > lab->cursor.scene.time_ns ? lab->clock_ns : lab->cursor.scene.time_ns;
	wake(lab);
}

static int32_t
current_value(const struct queue_lab *lab, enum queue_knob knob)
{
	return lab->engine ? lab->history.now.knobs.values[knob] : lab->setup.knobs.values[knob];
}

static void
next_engine(struct queue_lab *lab, int by)
{
	size_t count = 0, at = 0;

	for (; queue_engine_at(count); count++)
		if (queue_engine_at(count) == lab->kind)
			at = count;
	assert(count > 0);
	if (lab->engine)
		lab->setup.knobs = lab->history.now.knobs;
	queue_lab_close_engine(lab);
	lab->kind = queue_engine_at((at + count + (size_t)(by > 0 ? 1 : count - 1)) % count);
	if (lab->kind->is_fifo_only)
		lab->setup.knobs.values[KNOB_DISCIPLINE] = DISCIPLINE_FIFO;
	queue_lab_open_engine(lab);
}

static enum lab_reply
turn(struct queue_lab *lab, int by)
{
	enum queue_knob knob = (enum queue_knob)lab->row;
	int32_t value;

	lab->is_changed = true;
	if (lab->row == QUEUE_ROW_ENGINE) {
		next_engine(lab, by);
		return LAB_CHANGED;
	}
	value = queue_knob_turned(knob, current_value(lab, knob), by);
	if (value == current_value(lab, knob) || !queue_engine_takes(lab->kind, knob, value))
		return LAB_USED;
	if (!lab->engine) { /* not begun: just another start */
		lab->setup.knobs.values[knob] = value;
		queue_lab_close_engine(lab);
		queue_lab_open_engine(lab);
		return LAB_CHANGED;
	}
	go_live(lab);
	lab->ops->turn(lab->engine, knob, value);
	after_act(lab);
	return LAB_CHANGED;
}

static enum lab_reply
choose_row(struct queue_lab *lab, int by)
{
	int count = QUEUE_ROW_COUNT + 1; /* with none */

	lab->row = (lab->row + 1 + by + count) % count - 1;
	return LAB_CHANGED;
}

static bool
is_present(const struct queue_lab *lab, int actor)
{
	return lab->cursor.scene.actors[actor].state != STATE_ABSENT;
}

/* The next actor there is, or none behind the last. */
static enum lab_reply
choose_actor(struct queue_lab *lab, int by)
{
	for (int i = 0; i <= QUEUE_MAIN; i++) { /* the program itself is none of them */
		lab->actor = (lab->actor + 1 + by + QUEUE_MAIN + 1) % (QUEUE_MAIN + 1) - 1;
		if (lab->actor < 0 || is_present(lab, lab->actor))
			break;
	}
	return LAB_CHANGED;
}

static enum lab_reply
pause_actor(struct queue_lab *lab)
{
	unsigned actor = (unsigned)lab->actor;

	if (lab->actor < 0 || !go_live(lab))
		return LAB_USED;
	lab->ops->pause(lab->engine, actor, !lab->history.now.actors[actor].is_paused);
	after_act(lab);
	return LAB_CHANGED;
}

static enum lab_reply
kill_actor(struct queue_lab *lab)
{
	unsigned actor = (unsigned)lab->actor;

	if (lab->actor < 0 || !go_live(lab))
		return LAB_USED;
	if (queue_scene_is_alive(&lab->history.now, actor))
		lab->ops->kill(lab->engine, actor);
	else
		lab->ops->revive(lab->engine, actor);
	after_act(lab);
	return LAB_CHANGED;
}

enum action {
	ROW_NEXT,
	ROW_BEFORE,
	TURN_UP,
	TURN_DOWN,
	ACTOR_NEXT,
	ACTOR_BEFORE,
	ACTOR_PAUSE,
	ACTOR_KILL,
	UNSELECT
};

/* `shown`: in the key row; when: 1 only while a knob is selected, 2 only while an actor is, 3 while either is. */
static const struct {
	uint32_t key;
	enum action action;
	uint8_t when;
	const char *shown, *label, *help;
} keys[] = {
	{ K_DOWN, ROW_NEXT, 0, "down", N_("knob"), N_("mark the next knob; then right and left turn it") },
	{ 'j', ROW_NEXT, 0, NULL, NULL, NULL },
	{ K_UP, ROW_BEFORE, 0, NULL, NULL, NULL },
	{ 'k', ROW_BEFORE, 0, NULL, NULL, NULL },
	{ K_RIGHT, TURN_UP, 1, "right", N_("turn up"), N_("turn the marked knob up: it counts from now on") },
	{ 'l', TURN_UP, 1, NULL, NULL, NULL },
	{ K_LEFT, TURN_DOWN, 1, "left", N_("turn down"), N_("turn the marked knob down") },
	{ 'h', TURN_DOWN, 1, NULL, NULL, NULL },
	{ 'a', ACTOR_NEXT, 0, "a", N_("pick one"), N_("mark a producer or consumer; then w pauses it and x kills it") },
	{ 'A', ACTOR_BEFORE, 0, NULL, NULL, NULL },
	{ 'w', ACTOR_PAUSE, 2, "w", N_("pause it"), N_("let the marked one stand still, or go on") },
	{ 'x', ACTOR_KILL, 2, "x", N_("kill it"), N_("kill the marked one: what it has in hand is lost") },
	{ K_ESC, UNSELECT, 3, NULL, NULL, NULL },
};

static bool
is_meant(const struct queue_lab *lab, uint8_t when)
{
	return when == 0 || (when & 1 && lab->row >= 0) || (when & 2 && lab->actor >= 0);
}

static enum lab_reply
act(struct queue_lab *lab, enum action action)
{
	switch (action) {
	case ROW_NEXT:
	case ROW_BEFORE:
		return choose_row(lab, action == ROW_NEXT ? 1 : -1);
	case TURN_UP:
	case TURN_DOWN:
		return turn(lab, action == TURN_UP ? 1 : -1);
	case ACTOR_NEXT:
	case ACTOR_BEFORE:
		return choose_actor(lab, action == ACTOR_NEXT ? 1 : -1);
	case ACTOR_PAUSE:
		return pause_actor(lab);
	case ACTOR_KILL:
		return kill_actor(lab);
	case UNSELECT:
		lab->row = lab->actor = -1;
		return LAB_CHANGED;
	}
	return LAB_IGNORED;
}

/* The end of what is known was stepped over: ask the engine for more. */
static void
step_on(struct queue_lab *lab)
{
	lab->playback.wants_more = false;
	if (!queue_lab_start_engine(lab))
		return;
	if (lab->ops->is_real) {
		queue_lab_ask_step(lab);
		return;
	}
	if (lab->ops->step(lab->engine))
		queue_lab_show_settled(lab, lab->base + lab->playback.position + 1);
}

static bool
input_playback(struct queue_lab *lab, const struct event *event)
{
	bool was_running = lab->playback.is_running, is_good;

	if (!playback_input(&lab->playback, event, 0))
		return false;
	if (lab->playback.is_running && !was_running) {
		if (!queue_lab_start_engine(lab) ||
		    (queue_lab_is_live(lab) && lab->engine && queue_scene_is_over(&lab->cursor.scene, &is_good)))
			playback_set_running(&lab->playback, false, 0);
		queue_lab_end_steps(lab);
	} else if (lab->playback.wants_more) {
		step_on(lab);
	} else if (!lab->playback.is_running) {
		queue_lab_end_steps(lab);
		queue_lab_show_settled(lab, lab->base + lab->playback.position);
	}
	if (lab->engine && was_running && !lab->playback.is_running)
		lab->ops->hold(lab->engine, true);
	wake(lab);
	return true;
}

/* A click selects an actor or a knob, the wheel turns the knob it is over; all else is the playback's. */
static enum lab_reply
input_mouse(struct queue_lab *lab, const struct event *event)
{
	const struct hit *hit = hits_find(lab->hits, event->x, event->y);
	bool is_up = event->action == MOUSE_WHEEL_UP, is_wheel = is_up || event->action == MOUSE_WHEEL_DOWN;

	if (!hit || (!is_wheel && (event->action != MOUSE_PRESS || event->button != 1)))
		return LAB_IGNORED;
	if (hit->what == QUEUE_HIT_ROW) {
		lab->row = (int)hit->index;
		if (is_wheel)
			turn(lab, is_up ? 1 : -1);
		return LAB_CHANGED;
	}
	if (is_wheel)
		return LAB_IGNORED;
	lab->actor = (int)hit->index;
	return LAB_CHANGED;
}

enum lab_reply
queue_lab_input(void *self, const struct event *event)
{
	struct queue_lab *lab = self;
	enum lab_reply reply = event->kind == EVENT_MOUSE ? input_mouse(lab, event) : LAB_IGNORED;

	if (reply != LAB_IGNORED)
		return reply;
	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		if (event_is_key(event, keys[i].key, 0) && is_meant(lab, keys[i].when))
			return act(lab, keys[i].action);
	return input_playback(lab, event) ? LAB_CHANGED : LAB_IGNORED;
}

size_t
queue_lab_hints(const void *self, struct lab_hint *out, size_t max)
{
	const struct queue_lab *lab = self;
	size_t count = 0;

	for (size_t i = 0; i < ARRAY_LEN(keys); i++) /* what can be done to what is selected comes first */
		if (keys[i].shown && keys[i].when && is_meant(lab, keys[i].when))
			count = lab_hint_add_help(out, max, count, keys[i].shown, _(keys[i].label), _(keys[i].help));
	count = lab_hint_add_help(out, max, count, "space", _("step"), _("on to the next thing that happens"));
	count = lab_hint_add_help(out, max, count, "b", _("back"), _("back to what happened before"));
	count = lab_hint_add_help(out, max, count, "r", lab->playback.is_running ? _("pause") : _("run"),
				  _("run by itself, or pause; + and - change the speed"));
	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		if (keys[i].shown && !keys[i].when)
			count = lab_hint_add_help(out, max, count, keys[i].shown, _(keys[i].label), _(keys[i].help));
	return count;
}
