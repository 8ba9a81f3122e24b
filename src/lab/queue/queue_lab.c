/* The queue lab: opening an engine, time, and what is saved. */
#include "lab/queue/queue_lab.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "lab/queue/queue_command.h"
#include "lab/queue/queue_options.h"
#include "lab/queue/queue_state.h"
#include "lab/queue/sentence.h"

#include <signal.h>
#include <stdlib.h>
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

void
queue_lab_close_engine(struct queue_lab *lab)
{
	if (lab->engine)
		lab->ops->stop(lab->engine);
	lab->engine = NULL;
	queue_cursor_fini(&lab->cursor);
	queue_history_fini(&lab->history);
}

bool
queue_lab_start_engine(struct queue_lab *lab)
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
void
queue_lab_show(struct queue_lab *lab, uint64_t index)
{
	queue_cursor_seek(&lab->cursor, &lab->history, index);
	lab->playback.length = lab->history.length - lab->base;
	lab->playback.position = lab->cursor.index > lab->base ? lab->cursor.index - lab->base : 0;
	lab->stats = lab->cursor.scene.stats;
}

void
queue_lab_show_settled(struct queue_lab *lab, uint64_t index)
{
	queue_lab_show(lab, index);
	lab->clock_ns = lab->cursor.scene.time_ns;
}

/* A fresh engine and history from the setup; a real one stands at the gate. */
void
queue_lab_open_engine(struct queue_lab *lab)
{
	queue_history_init(&lab->history, &lab->setup.knobs);
	lab->ops = lab->env.is_still ? &queue_model_ops : lab->kind;
	if (queue_lab_start_engine(lab))
		lab->ops->poll(lab->engine, 0);
	queue_cursor_init(&lab->cursor, &lab->history);
	lab->base = lab->history.length;
	queue_lab_end_steps(lab);
	playback_set_running(&lab->playback, false, 0);
	queue_lab_show_settled(lab, lab->base);
	queue_motion_update(&lab->motion, &lab->cursor.scene, 0, true);
	lab->tick_ns = 0;
}

/* A child has ended: look at once, also when nothing else moves. */
static void
on_child(void *ctx, int signal_number)
{
	struct queue_lab *lab = ctx;
	bool was_live = queue_lab_is_live(lab);

	(void)signal_number;
	if (!lab->engine || !lab->ops->is_real)
		return;
	queue_lab_poll(lab);
	queue_lab_show(lab, was_live ? lab->history.length : lab->cursor.index);
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
	playback_take_mouse(&lab->playback);
	lab->hits = NEW(struct hits);
	lab->playback.is_endless = true;
	queue_lab_open_engine(lab);
	if (env->is_still) {
		while (lab->history.length < lab->base + STILL_EVENTS && lab->ops->step(lab->engine))
			;
		queue_lab_show_settled(lab, lab->history.length);
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

	queue_lab_close_engine(lab);
	loop_signal_free(lab->child_signal);
	queue_motion_fini(&lab->motion);
	playback_fini(&lab->playback);
	hits_fini(lab->hits);
	free(lab->hits);
	str_buf_fini(&lab->trouble);
}

/* ---- time ---- */

void
queue_lab_poll(struct queue_lab *lab)
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
	queue_lab_show(lab, index);
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
			queue_lab_poll(lab);
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
	queue_lab_poll(lab);
	lab->clock_ns = lab->engine->now_ns;
	queue_lab_show(lab, lab->history.length);
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

void
queue_lab_ask_step(struct queue_lab *lab)
{
	if (lab->is_stepping)
		lab->steps_asked++;
	else
		lab->is_stepping = lab->ops->step(lab->engine);
}

void
queue_lab_end_steps(struct queue_lab *lab)
{
	lab->is_stepping = false;
	lab->steps_asked = 0;
}

/* A real engine was asked for one event: is it there? */
static void
await_step(struct queue_lab *lab)
{
	uint64_t before = lab->history.length;

	queue_lab_poll(lab);
	if (lab->history.length == before)
		return;
	lab->is_stepping = false;
	lab->ops->hold(lab->engine, true);
	queue_lab_show_settled(lab, before + 1);
	if (lab->steps_asked) {
		lab->steps_asked--;
		queue_lab_ask_step(lab);
	}
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

bool
queue_lab_moves(const struct queue_lab *lab)
{
	return lab->playback.is_running || lab->is_stepping || lab->motion.is_moving;
}

static uint64_t
queue_next_tick(const void *self)
{
	const struct queue_lab *lab = self;

	if (lab->env.is_still || !queue_lab_moves(lab))
		return 0;
	return lab->tick_ns ? lab->tick_ns + FRAME_NS : 1;
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
	queue_lab_show_settled(lab, lab->base + (uint64_t)step);
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
	.input = queue_lab_input,
	.draw = queue_lab_draw,
	.hints = queue_lab_hints,
	.sentence = queue_say,
	.source = queue_source,
	.dump = queue_dump,
	.save = queue_save,
	.restore = queue_restore,
};
