/* The queue lab: opening an engine, time, keys, and what is saved. */
#include "lab/queue/queue_lab.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "lab/queue/queue_command.h"
#include "lab/queue/queue_options.h"
#include "lab/queue/queue_state.h"
#include "lab/queue/sentence.h"

#include <assert.h>
#include <signal.h>
#include <string.h>

#define FRAME_NS (34 * NS_PER_MS)  /* 29 a second */
#define SLOW_NS  (100 * NS_PER_MS) /* what changes without an event: the clock and the newest bar */
#define STALL_NS NS_PER_S          /* a longer tick was a stop of the terminal: time did not go on */

enum {
	STILL_EVENTS = 9,       /* what a card's still has behind it: it has begun, and gives no answer away */
	TICK_EVENTS_MAX = 6000, /* keeps a tick under 5 ms; time then goes slower */
	RESTORE_EVENTS_MAX = 20000
};

/* ---- life ---- */

static void
close_engine(struct queue_lab *lab)
{
	if (lab->engine)
		lab->ops->stop(lab->engine);
	lab->engine = NULL;
	queue_cursor_fini(&lab->cursor);
	queue_history_fini(&lab->history);
}

static bool
start_engine(struct queue_lab *lab)
{
	struct err err = { 0 };

	if (lab->engine)
		return true;
	lab->engine = lab->ops->start(&lab->setup, &lab->history, &err);
	str_buf_clear(&lab->trouble);
	if (!lab->engine)
		str_buf_append_c(&lab->trouble, err.text);
	return lab->engine != NULL;
}

/* Go to a place of the history: what is shown is settled, no token is under way. */
static void
show(struct queue_lab *lab, uint64_t index)
{
	queue_cursor_seek(&lab->cursor, &lab->history, index);
	lab->playback.length = lab->history.length - lab->base;
	lab->playback.position = lab->cursor.index > lab->base ? lab->cursor.index - lab->base : 0;
	lab->stats = lab->cursor.scene.stats;
}

static void
show_settled(struct queue_lab *lab, uint64_t index)
{
	show(lab, index);
	lab->clock_ns = lab->cursor.scene.time_ns;
}

/* A fresh engine and history from the setup; a real one stands at the gate. */
static void
open_engine(struct queue_lab *lab)
{
	queue_history_init(&lab->history, &lab->setup.knobs);
	lab->ops = lab->env.is_still ? &queue_model_ops : lab->kind;
	if (start_engine(lab))
		lab->ops->poll(lab->engine, 0);
	queue_cursor_init(&lab->cursor, &lab->history);
	lab->base = lab->history.length;
	lab->is_stepping = false;
	playback_set_running(&lab->playback, false, 0);
	show_settled(lab, lab->base);
	queue_motion_update(&lab->motion, &lab->cursor.scene, 0, true);
	lab->tick_ns = 0;
}

static void poll_engine(struct queue_lab *lab);

/* A child has ended: look at once, also when nothing else moves. */
static void
on_child(void *ctx, int signal_number)
{
	struct queue_lab *lab = ctx;
	bool was_live = queue_lab_is_live(lab);

	(void)signal_number;
	if (!lab->engine || !lab->ops->is_real)
		return;
	poll_engine(lab);
	show(lab, was_live ? lab->history.length : lab->cursor.index);
	lab->env.changed(lab->env.ctx);
}

static bool
queue_open(void *self, const struct lab_env *env, const struct lab_source *source, struct err *err)
{
	struct queue_lab *lab = self;

	if (!queue_options_read(source->values, env->seed, &lab->setup, &lab->kind, err))
		return err_at(err, source->file, err && err->line ? err->line : source->line, 0);
	lab->env = *env;
	lab->row = lab->actor = -1;
	playback_init(&lab->playback, 0);
	lab->playback.is_endless = true;
	open_engine(lab);
	if (env->is_still) {
		while (lab->history.length < lab->base + STILL_EVENTS && lab->ops->step(lab->engine))
			;
		show_settled(lab, lab->history.length);
		queue_motion_update(&lab->motion, &lab->cursor.scene, 0, true);
	}
	if (!env->is_still && env->loop)
		lab->child_signal = loop_signal_new(env->loop, SIGCHLD, on_child, lab);
	return true;
}

static void
queue_close(void *self)
{
	struct queue_lab *lab = self;

	close_engine(lab);
	loop_signal_free(lab->child_signal);
	queue_motion_fini(&lab->motion);
	str_buf_fini(&lab->trouble);
}

/* ---- time ---- */

static void
poll_engine(struct queue_lab *lab)
{
	lab->ops->poll(lab->engine, lab->clock_ns);
	if (lab->ops->is_real && lab->engine->now_ns > lab->clock_ns)
		lab->clock_ns = lab->engine->now_ns;
}

/* What is behind the place shown, up to the clock. */
static void
replay(struct queue_lab *lab)
{
	uint64_t index = lab->cursor.index, last = index + TICK_EVENTS_MAX;
	const struct queue_event *event;

	while (index < last && (event = queue_history_at(&lab->history, index)) && event->time_ns <= lab->clock_ns)
		index++;
	show(lab, index);
	if (index == last)
		lab->clock_ns = lab->cursor.scene.time_ns;
}

/* The model: make events in slices, so that no tick takes long. */
static void
run_model(struct queue_lab *lab, uint64_t dt_ns)
{
	uint64_t end_ns = lab->clock_ns + dt_ns, most = lab->history.length + TICK_EVENTS_MAX;

	while (lab->clock_ns < end_ns && lab->history.length < most) {
		uint64_t rest_ns = end_ns - lab->clock_ns, slice_ns = dt_ns / 16 + 1;

		lab->clock_ns += rest_ns < slice_ns ? rest_ns : slice_ns;
		if (queue_lab_is_live(lab))
			poll_engine(lab);
		replay(lab);
	}
}

static void
run_real(struct queue_lab *lab, uint64_t dt_ns)
{
	if (!queue_lab_is_live(lab)) {
		lab->clock_ns += dt_ns;
		replay(lab);
		return;
	}
	lab->ops->hold(lab->engine, false);
	poll_engine(lab);
	lab->clock_ns = lab->engine->now_ns;
	show(lab, lab->history.length);
}

static void
run(struct queue_lab *lab, uint64_t dt_ns)
{
	bool is_good;

	if (lab->ops->is_real)
		run_real(lab, dt_ns);
	else
		run_model(lab, (uint64_t)((double)dt_ns * playback_speed(&lab->playback)));
	if (queue_lab_is_live(lab) && queue_scene_is_over(&lab->cursor.scene, &is_good))
		playback_set_running(&lab->playback, false, 0);
	lab->stats = lab->cursor.scene.stats;
	queue_stats_advance(&lab->stats, lab->clock_ns, lab->cursor.scene.count - lab->cursor.scene.sentinels);
}

/* A real engine was asked for one event: is it there? */
static void
await_step(struct queue_lab *lab)
{
	uint64_t before = lab->history.length;

	poll_engine(lab);
	if (lab->history.length == before)
		return;
	lab->is_stepping = false;
	lab->ops->hold(lab->engine, true);
	show_settled(lab, before + 1);
}

static bool
queue_tick(void *self, uint64_t now_ns)
{
	struct queue_lab *lab = self;
	uint64_t dt_ns = lab->tick_ns && now_ns > lab->tick_ns ? now_ns - lab->tick_ns : 0;
	uint64_t index = lab->cursor.index;
	bool was_running = lab->playback.is_running, was_moving = lab->motion.is_moving, is_slow;

	if (dt_ns > STALL_NS)
		dt_ns = FRAME_NS;
	lab->tick_ns = now_ns;
	if (was_running)
		run(lab, dt_ns);
	else if (lab->is_stepping)
		await_step(lab);
	queue_motion_update(&lab->motion, &lab->cursor.scene, dt_ns, false);
	is_slow = was_running && lab->clock_ns / SLOW_NS != lab->slow_ns / SLOW_NS;
	lab->slow_ns = lab->clock_ns;
	return index != lab->cursor.index || was_moving || lab->motion.is_moving || is_slow ||
	       was_running != lab->playback.is_running;
}

static bool
moves(const struct queue_lab *lab)
{
	return lab->playback.is_running || lab->is_stepping || lab->motion.is_moving;
}

static uint64_t
queue_next_tick(const void *self)
{
	const struct queue_lab *lab = self;

	if (lab->env.is_still || !moves(lab))
		return 0;
	return lab->tick_ns ? lab->tick_ns + FRAME_NS : 1;
}

/* ---- keys ---- */

/* From here on time is counted anew; tokens go to where they belong. */
static void
wake(struct queue_lab *lab)
{
	if (!moves(lab))
		lab->tick_ns = 0;
	queue_motion_update(&lab->motion, &lab->cursor.scene, 0, false);
	lab->motion.is_moving = true;
}

/* Turns and kills happen now, not in the past that is looked at. */
static bool
go_live(struct queue_lab *lab)
{
	if (!start_engine(lab))
		return false;
	show_settled(lab, lab->history.length);
	return true;
}

static void
after_act(struct queue_lab *lab)
{
	poll_engine(lab);
	show(lab, lab->history.length);
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
	close_engine(lab);
	lab->kind = queue_engine_at((at + count + (size_t)(by > 0 ? 1 : count - 1)) % count);
	if (lab->kind->is_fifo_only)
		lab->setup.knobs.values[KNOB_DISCIPLINE] = DISCIPLINE_FIFO;
	open_engine(lab);
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
		close_engine(lab);
		open_engine(lab);
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
	const char *shown, *label;
} keys[] = {
	{ K_DOWN, ROW_NEXT, 0, "down", N_("knob") },
	{ 'j', ROW_NEXT, 0, NULL, NULL },
	{ K_UP, ROW_BEFORE, 0, NULL, NULL },
	{ 'k', ROW_BEFORE, 0, NULL, NULL },
	{ K_RIGHT, TURN_UP, 1, "right", N_("turn up") },
	{ 'l', TURN_UP, 1, NULL, NULL },
	{ K_LEFT, TURN_DOWN, 1, "left", N_("turn down") },
	{ 'h', TURN_DOWN, 1, NULL, NULL },
	{ 'a', ACTOR_NEXT, 0, "a", N_("actor") },
	{ 'A', ACTOR_BEFORE, 0, NULL, NULL },
	{ 'w', ACTOR_PAUSE, 2, "w", N_("pause it") },
	{ 'x', ACTOR_KILL, 2, "x", N_("kill it") },
	{ K_ESC, UNSELECT, 3, NULL, NULL },
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
	if (!start_engine(lab))
		return;
	if (lab->ops->is_real) {
		lab->is_stepping = lab->ops->step(lab->engine);
		return;
	}
	if (lab->ops->step(lab->engine))
		show_settled(lab, lab->base + lab->playback.position + 1);
}

static bool
input_playback(struct queue_lab *lab, const struct event *event)
{
	bool was_running = lab->playback.is_running, is_good;

	if (!playback_input(&lab->playback, event, 0))
		return false;
	if (lab->playback.is_running && !was_running) {
		if (!start_engine(lab) ||
		    (queue_lab_is_live(lab) && lab->engine && queue_scene_is_over(&lab->cursor.scene, &is_good)))
			playback_set_running(&lab->playback, false, 0);
		lab->is_stepping = false;
	} else if (lab->playback.wants_more) {
		step_on(lab);
	} else if (!lab->playback.is_running) {
		lab->is_stepping = false;
		show_settled(lab, lab->base + lab->playback.position);
	}
	if (lab->engine && was_running && !lab->playback.is_running)
		lab->ops->hold(lab->engine, true);
	wake(lab);
	return true;
}

static enum lab_reply
queue_input(void *self, const struct event *event)
{
	struct queue_lab *lab = self;

	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		if (event_is_key(event, keys[i].key, 0) && is_meant(lab, keys[i].when))
			return act(lab, keys[i].action);
	return input_playback(lab, event) ? LAB_CHANGED : LAB_IGNORED;
}

static size_t
queue_hints(const void *self, struct lab_hint *out, size_t max)
{
	const struct queue_lab *lab = self;
	size_t count = 0;

	count = lab_hint_add(out, max, count, "space", _("step"));
	count = lab_hint_add(out, max, count, "b", _("back"));
	count = lab_hint_add(out, max, count, "r", lab->playback.is_running ? _("pause") : _("run"));
	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		if (keys[i].shown && is_meant(lab, keys[i].when))
			count = lab_hint_add(out, max, count, keys[i].shown, _(keys[i].label));
	return count;
}

/* ---- what it holds ---- */

static void
queue_say(const void *self, struct str_buf *out)
{
	const struct queue_lab *lab = self;

	if (lab->trouble.len)
		str_buf_append(out, str_buf_str(&lab->trouble));
	else if (lab->engine && lab->engine->trouble)
		str_buf_append_c(out, lab->engine->trouble);
	else if (lab->playback.position == 0)
		str_buf_append_c(out, lab->ops->is_real
					      ? _("Nothing has begun: r runs it, for real.")
					      : _("Nothing has happened yet: space makes a step, r runs it."));
	else
		queue_sentence(&lab->cursor.scene, out);
}

static bool
queue_source(const void *self, struct str_buf *out)
{
	const struct queue_lab *lab = self;

	if (!lab->is_changed)
		return false;
	queue_options_write(lab->engine ? &lab->history.now.knobs : &lab->setup.knobs, lab->kind, out);
	return true;
}

static void
queue_dump(const void *self, struct str_buf *out)
{
	const struct queue_lab *lab = self;
	const struct queue_scene *scene = &lab->cursor.scene;
	struct str_buf why = { 0 };
	bool is_good, is_over = queue_scene_is_over(scene, &is_good);

	str_buf_printf(out, "engine=%s\nstep=%llu\nlength=%llu\ntime_ms=%llu\nrunning=%d\n", lab->ops->name,
		       (unsigned long long)lab->playback.position, (unsigned long long)lab->playback.length,
		       (unsigned long long)(scene->time_ns / NS_PER_MS), lab->playback.is_running);
	str_buf_printf(out, "produced=%llu\nconsumed=%llu\nqueued=%u\nin_hand=%u\nlost=%llu\n",
		       (unsigned long long)scene->produced, (unsigned long long)scene->consumed,
		       scene->count - scene->sentinels, queue_scene_hands(scene), (unsigned long long)scene->lost);
	str_buf_printf(out, "over=%s\nbalanced=%d\nrefused=%llu\n",
		       !is_over  ? "no"
		       : is_good ? "ended"
				 : "stuck",
		       queue_account_check(scene, &why), (unsigned long long)lab->history.refused);
	for (unsigned i = 0; i < QUEUE_MAIN; i++)
		if (scene->actors[i].pid)
			str_buf_printf(out, "pid_%c%u=%u\n", i < QUEUE_CONSUMER ? 'P' : 'C', i % QUEUE_SIDE_MAX + 1,
				       scene->actors[i].pid);
	str_buf_fini(&why);
}

static void
queue_save(const void *self, struct str_buf *out)
{
	const struct queue_lab *lab = self;

	/* What a turn or a kill made of it cannot be had again by running the model. */
	if (!lab->is_changed && !lab->ops->is_real)
		str_buf_printf(out, "step %llu", (unsigned long long)lab->playback.position);
}

static void
queue_restore(void *self, struct str text)
{
	struct queue_lab *lab = self;
	int64_t step;

	if (lab->ops->is_real || !str_has_prefix(text, STR("step ")) || !str_to_int64(str_skip(text, 5), &step) ||
	    step < 0 || step > RESTORE_EVENTS_MAX)
		return;
	while (lab->history.length < lab->base + (uint64_t)step && lab->ops->step(lab->engine))
		;
	show_settled(lab, lab->base + (uint64_t)step);
	queue_motion_update(&lab->motion, &lab->cursor.scene, 0, true);
}

const struct lab_ops queue_lab_ops = {
	.name = "queue",
	.summary = N_("producers and consumers around a queue: a model, threads or processes"),
	.takes_yaml = true,
	.options = queue_options,
	.commands = queue_commands,
	.state_size = sizeof(struct queue_lab),
	.open = queue_open,
	.close = queue_close,
	.tick = queue_tick,
	.next_tick = queue_next_tick,
	.input = queue_input,
	.draw = queue_lab_draw,
	.hints = queue_hints,
	.sentence = queue_say,
	.source = queue_source,
	.dump = queue_dump,
	.save = queue_save,
	.restore = queue_restore,
};
