/* One sentence for each kind of event. */
#include "lab/queue/sentence.h"

#include "base/i18n.h"

#include <unistd.h>

struct said {
	const struct queue_scene *scene;
	const struct queue_event *event;
	const char *who;
	struct str_buf *out;
};

void
queue_actor_name(unsigned actor, struct str_buf *out)
{
	if (actor == QUEUE_MAIN)
		str_buf_append_c(out, _("main"));
	else
		str_buf_printf(out, "%c%u", actor < QUEUE_CONSUMER ? 'P' : 'C', actor % QUEUE_SIDE_MAX + 1);
}

/* ---- knobs ---- */

static void
format_rate(int32_t value, struct str_buf *out)
{
	if (value % 10)
		str_buf_printf(out, _("%d.%d/s"), value / 10, value % 10);
	else
		str_buf_printf(out, _("%d/s"), value / 10);
}

static const char *
choice_name(enum queue_knob knob, int32_t value)
{
	static const char *const gaps[] = { N_("constant"), N_("random") };
	static const char *const disciplines[] = { N_("fifo"), N_("lifo"), N_("priority") };
	static const char *const endings[] = { N_("none"), N_("a None for each"), N_("None put back"),
					       N_("a single None"), N_("task_done, join") };

	if (knob == KNOB_DISCIPLINE)
		return _(disciplines[value]);
	if (knob == KNOB_ENDING)
		return _(endings[value]);
	return _(gaps[value]);
}

void
queue_knob_format(enum queue_knob knob, int32_t value, struct str_buf *out)
{
	if (queue_knob_infos[knob].choices)
		str_buf_append_c(out, choice_name(knob, value));
	else if (knob == KNOB_CAPACITY && value == 0)
		str_buf_append_c(out, _("no bound"));
	else if (knob == KNOB_PUT_RATE && value == 0)
		str_buf_append_c(out, _("without a pause"));
	else if (knob == KNOB_GET_RATE && value == 0)
		str_buf_append_c(out, _("at once"));
	else if (knob == KNOB_ITEMS && value == 0)
		str_buf_append_c(out, _("endless"));
	else if (knob == KNOB_PUT_RATE || knob == KNOB_GET_RATE)
		format_rate(value, out);
	else if (knob == KNOB_WORK)
		str_buf_printf(out, _("%d ms"), value);
	else
		str_buf_printf(out, "%d", value);
}

/* ---- events ---- */

static void
say_fill(const struct said *said)
{
	int32_t capacity = said->scene->knobs.values[KNOB_CAPACITY];

	if (capacity)
		str_buf_printf(said->out, _("%u of %d in the queue."), said->scene->count, capacity);
	else
		str_buf_printf(said->out, _("%u in the queue."), said->scene->count);
}

static void
say_start(const struct said *said)
{
	if (said->event->item)
		str_buf_printf(said->out, _("%s begins as process %u, a child of %d."), said->who, said->event->item,
			       (int)getpid());
	else
		str_buf_printf(said->out, _("%s begins."), said->who);
}

static void
say_put_wait(const struct said *said)
{
	uint32_t capacity = queue_capacity(&said->scene->knobs);

	str_buf_printf(said->out, _("%s waits: the queue is full (%u of %u)."), said->who, said->scene->count,
		       capacity);
}

static void
say_put(const struct said *said)
{
	if (said->event->item != QUEUE_SENTINEL)
		str_buf_printf(said->out, _("%s puts item %u: "), said->who, said->event->item);
	else if (queue_is_consumer(said->event->actor))
		str_buf_printf(said->out, _("%s puts the None back for the next one: "), said->who);
	else
		str_buf_printf(said->out, _("All producers have ended; %s puts a None, the sentinel: "), said->who);
	say_fill(said);
}

static void
say_get_wait(const struct said *said)
{
	str_buf_printf(said->out, _("%s waits: the queue is empty."), said->who);
}

static void
say_get(const struct said *said)
{
	double wait_s = (double)(said->event->time_ns - said->scene->moved.put_ns) / 1e9;

	str_buf_printf(said->out, _("%s takes item %u, which waited %.2f s: "), said->who, said->event->item, wait_s);
	say_fill(said);
}

static void
say_task_done(const struct said *said)
{
	if (said->scene->knobs.values[KNOB_ENDING] == ENDING_JOINABLE)
		str_buf_printf(said->out, _("%s calls task_done() for item %u: %llu tasks are unfinished."), said->who,
			       said->event->item, (unsigned long long)said->scene->unfinished);
	else
		str_buf_printf(said->out, _("%s has worked on item %u: it is consumed."), said->who, said->event->item);
}

static void
say_sentinel(const struct said *said)
{
	if (said->scene->knobs.values[KNOB_ENDING] == ENDING_IMPROVED)
		str_buf_printf(said->out, _("%s gets None, the sentinel: it will put it back and end."), said->who);
	else
		str_buf_printf(said->out, _("%s gets None, the sentinel: there is nothing more to come, so it ends."),
			       said->who);
}

static void
say_exit(const struct said *said)
{
	bool is_daemon = queue_is_consumer(said->event->actor) &&
			 said->scene->knobs.values[KNOB_ENDING] == ENDING_JOINABLE &&
			 queue_scene_has_no_producer(said->scene);

	if (is_daemon)
		str_buf_printf(said->out, _("The program ends, and %s, a daemon, with it."), said->who);
	else
		str_buf_printf(said->out, _("%s has ended."), said->who);
}

static void
say_join_wait(const struct said *said)
{
	str_buf_printf(said->out, _("%s has put all its items and waits in join(): %llu tasks are unfinished."),
		       said->who, (unsigned long long)said->scene->unfinished);
}

static void
say_joined(const struct said *said)
{
	str_buf_printf(said->out, _("Every task is done: join() lets %s go on."), said->who);
}

static void
say_pause(const struct said *said)
{
	str_buf_printf(said->out, _("%s is paused; the others go on."), said->who);
}

static void
say_resume(const struct said *said)
{
	str_buf_printf(said->out, _("%s goes on."), said->who);
}

static void
say_kill(const struct said *said)
{
	if (said->event->spare)
		str_buf_printf(said->out, _("%s (process %u) was killed from outside by signal %u."), said->who,
			       said->scene->actors[said->event->actor].pid, (unsigned)said->event->spare);
	else
		str_buf_printf(said->out, _("%s is killed."), said->who);
	if (said->event->item)
		str_buf_printf(said->out, _(" Item %u in its hand is lost."), said->event->item);
}

static void
say_turn(const struct said *said)
{
	str_buf_printf(said->out, "%s: ", _(queue_knob_infos[said->event->actor].label));
	queue_knob_format(said->event->actor, (int32_t)said->event->item, said->out);
	str_buf_append_c(said->out, _(". Measuring starts anew."));
}

static void
say_skip(const struct said *said)
{
	if (said->event->item)
		str_buf_printf(said->out, _("%u events more: counted, too fast to be shown one by one."),
			       said->event->item);
}

static void (*const sayers[DID_KIND_COUNT])(const struct said *) = {
	[DID_START] = say_start,       [DID_PUT_WAIT] = say_put_wait, [DID_PUT] = say_put,
	[DID_GET_WAIT] = say_get_wait, [DID_GET] = say_get,           [DID_TASK_DONE] = say_task_done,
	[DID_SENTINEL] = say_sentinel, [DID_EXIT] = say_exit,         [DID_JOIN_WAIT] = say_join_wait,
	[DID_JOINED] = say_joined,     [DID_PAUSE] = say_pause,       [DID_RESUME] = say_resume,
	[DID_KILL] = say_kill,         [DID_TURN] = say_turn,         [DID_SKIP] = say_skip,
};

/* ---- the end ---- */

static bool
append_waiting(const struct queue_scene *scene, uint8_t state, struct str_buf *out)
{
	bool has_any = false;

	for (unsigned i = 0; i < QUEUE_ACTOR_COUNT; i++) {
		if (scene->actors[i].state != state)
			continue;
		if (has_any)
			str_buf_append_c(out, _(", "));
		queue_actor_name(i, out);
		has_any = true;
	}
	return has_any;
}

static void
say_over(const struct queue_scene *scene, bool is_good, struct str_buf *out)
{
	struct str_buf getters = { 0 }, putters = { 0 }, joiners = { 0 };

	if (is_good)
		str_buf_append_c(out, _(" All have ended."));
	if (append_waiting(scene, STATE_GET_WAIT, &getters))
		str_buf_printf(out, _(" Waiting for ever: %s. Nobody will put anything any more."),
			       str_buf_c(&getters));
	if (append_waiting(scene, STATE_PUT_WAIT, &putters))
		str_buf_printf(out, _(" Waiting for ever: %s. Nobody will take anything any more."),
			       str_buf_c(&putters));
	if (append_waiting(scene, STATE_JOINING, &joiners))
		str_buf_printf(out, _(" Waiting in join() for ever: %s. Not every task will be done."),
			       str_buf_c(&joiners));
	str_buf_fini(&getters);
	str_buf_fini(&putters);
	str_buf_fini(&joiners);
}

void
queue_sentence(const struct queue_scene *scene, struct str_buf *out)
{
	struct str_buf who = { 0 };
	struct said said = { scene, &scene->last, NULL, out };
	bool is_good;

	queue_actor_name(scene->last.actor, &who);
	said.who = str_buf_c(&who);
	sayers[scene->last.kind](&said);
	str_buf_fini(&who);
	if (queue_scene_is_over(scene, &is_good))
		say_over(scene, is_good, out);
}
