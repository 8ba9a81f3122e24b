/* The keys of the threads lab: what each does, and which are offered. */
#include "lab/threads/threads_state.h"

#include "base/alloc.h"
#include "base/i18n.h"

#include <string.h>

enum {
	RUSH_STEPS_MAX = 500, /* `$` without a plan: so many at a time */
};

enum action {
	EXPLORE,
	NEXT_VIOLATION,
	RACE,
	GRAIN,
	WHAT_IF,
	PERFORM,
};

static const struct {
	uint32_t key;
	enum action action;
	const char *shown, *label, *help;
} keys[] = {
	{ 'v', NEXT_VIOLATION, "v", N_("failure"), N_("show how it goes wrong; again: another way") },
	{ 'e', EXPLORE, "e", N_("explore"), N_("go through all orders: what can come out, what can go wrong") },
	{ 'x', RACE, "x", N_("race for real"), N_("run it a million times on real threads and count what comes out") },
	{ 'w', WHAT_IF, "w", N_("what if"), N_("forget the steps that follow, and go on by hand from here") },
	{ 'g', GRAIN, "g", N_("step size"),
	  N_("make each read of shared data a step of its own, or a statement again") },
	{ 'k', PERFORM, "k", N_("real threads"),
	  N_("let real threads make the steps: their ids and states in the kernel") },
};

static size_t
count_violations(const struct threads_lab *lab)
{
	const struct threads_proof *proof = threads_work_proof(lab);

	return proof ? proof->explored.violations.len : 0;
}

static void
next_violation(struct threads_lab *lab)
{
	size_t count = count_violations(lab);
	size_t first = lab->plan == PLAN_WAY ? lab->way + 1 : 0;

	for (size_t i = 0; i < count; i++)
		if (threads_plan_way(lab, (first + i) % count)) {
			lab->page = PAGE_STEPS;
			return;
		}
}

static enum lab_reply
act(struct threads_lab *lab, enum action action)
{
	lab->is_told |= action == EXPLORE || action == NEXT_VIOLATION || action == RACE;
	switch (action) {
	case EXPLORE:
		lab->page = lab->page == PAGE_EXPLORE ? PAGE_STEPS : PAGE_EXPLORE;
		break;
	case NEXT_VIOLATION:
		next_violation(lab);
		break;
	case RACE: /* what was counted is looked at before counting again */
		if (lab->page == PAGE_RACE || !lab->race)
			threads_work_race(lab);
		lab->page = PAGE_RACE;
		break;
	case GRAIN:
		threads_set_grain(lab, !lab->is_grain_changed);
		break;
	case WHAT_IF:
		lab->page = PAGE_STEPS;
		threads_plan_leave(lab);
		break;
	case PERFORM:
		lab->page = PAGE_STEPS;
		if (lab->troupe)
			threads_perform_stop(lab);
		else
			threads_perform_start(lab);
		break;
	}
	return LAB_CHANGED;
}

static bool
input_thread(struct threads_lab *lab, const struct event *event)
{
	const char *at;

	if (event->kind != EVENT_KEY || event->mods || event->key < '0' || event->key > 'Z')
		return false;
	at = memchr(lab->keys, (int)event->key, lab->program.threads.len);
	if (!at)
		return false;
	lab->page = PAGE_STEPS;
	playback_set_running(&lab->playback, false, lab->now_ns);
	threads_plan_step(lab, (unsigned)(at - lab->keys));
	return true;
}

static bool
input_playback(struct threads_lab *lab, const struct event *event)
{
	bool is_end = event_is_key(event, '$', 0) || event_is_key(event, K_END, 0);
	bool is_step = event_is_key(event, ' ', 0) || event_is_key(event, K_RIGHT, 0);
	size_t at = lab->playback.position;

	if (!playback_input(&lab->playback, event, lab->now_ns))
		return false;
	lab->page = PAGE_STEPS;
	/* At the end of a plan stepping goes on by turns. */
	if ((is_step || lab->playback.wants_more) && at == lab->history.steps.len)
		threads_plan_more(lab);
	for (int i = 0; is_end && lab->plan == PLAN_FREE && i < RUSH_STEPS_MAX && threads_plan_more(lab); i++)
		;
	return true;
}

static enum lab_reply
input_page(struct threads_lab *lab, const struct event *event)
{
	if (event_is_key(event, K_ESC, 0)) {
		if (lab->page == PAGE_RACE && lab->race && race_is_running(lab->race))
			race_cancel(lab->race);
		else
			lab->page = PAGE_STEPS;
		return LAB_CHANGED;
	}
	if (lab->page != PAGE_EXPLORE)
		return LAB_IGNORED;
	if (event_is_key(event, K_ENTER, 0)) {
		if (threads_plan_way(lab, (size_t)lab->found.cursor))
			lab->page = PAGE_STEPS;
		return LAB_CHANGED;
	}
	if (event_is_key(event, K_HOME, 0) || event_is_key(event, K_END, 0))
		return LAB_IGNORED;
	list_set_count(&lab->found, (int64_t)count_violations(lab));
	return lab->found.count && event->kind == EVENT_KEY && list_input(&lab->found, event) ? LAB_CHANGED
											      : LAB_IGNORED;
}

static enum lab_reply
input(struct threads_lab *lab, const struct event *event)
{
	enum lab_reply reply;

	if (event->kind == EVENT_MOUSE) {
		reply = threads_mouse_input(lab, event);
		if (reply != LAB_IGNORED)
			return reply;
	} else if (lab->page != PAGE_STEPS) {
		reply = input_page(lab, event);
		if (reply != LAB_IGNORED)
			return reply;
	}
	if (input_thread(lab, event))
		return LAB_CHANGED;
	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		if (event_is_key(event, keys[i].key, 0))
			return act(lab, keys[i].action);
	return input_playback(lab, event) ? LAB_CHANGED : LAB_IGNORED;
}

enum lab_reply
threads_input(void *self, const struct event *event)
{
	struct threads_lab *lab = self;
	enum lab_reply reply = input(lab, event);

	if (reply == LAB_CHANGED)
		threads_perform_follow(lab);
	return reply;
}

static bool
is_possible(const struct threads_lab *lab, enum action action)
{
	switch (action) {
	case NEXT_VIOLATION:
		return count_violations(lab);
	case WHAT_IF:
		return lab->plan != PLAN_FREE;
	default:
		return true;
	}
}

static size_t
add_keys(const struct threads_lab *lab, struct lab_hint *out, size_t max, size_t count)
{
	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		if (is_possible(lab, keys[i].action))
			count = lab_hint_add_help(out, max, count, keys[i].shown, _(keys[i].label), _(keys[i].help));
	return count;
}

size_t
threads_hints(const void *self, struct lab_hint *out, size_t max)
{
	const struct threads_lab *lab = self;
	size_t count = 0;

	if (lab->page == PAGE_EXPLORE && count_violations(lab))
		count = lab_hint_add_help(out, max, count, "enter", _("replay"),
					  _("replay the failure that is marked, from its first step"));
	if (lab->page == PAGE_RACE && lab->race && race_is_running(lab->race))
		count = lab_hint_add_help(out, max, count, "esc", _("stop"), _("stop the real threads"));
	else if (lab->page != PAGE_STEPS)
		count = lab_hint_add_help(out, max, count, "esc", _("steps"), _("back to the steps"));
	if (lab->page != PAGE_STEPS)
		count = add_keys(lab, out, max, count);
	count = lab_hint_add_help(out, max, count, "space", _("step"), _("make the next step"));
	count = lab_hint_add_help(out, max, count, "b", _("back"), _("take a step back"));
	count = lab_hint_add_help(out, max, count, lab->keys_shown, _("pick"),
				  _("make the next step of that thread, whoever's turn it is"));
	if (lab->page == PAGE_STEPS)
		count = add_keys(lab, out, max, count);
	count = lab_hint_add_help(out, max, count, "r", lab->playback.is_running ? _("pause") : _("run"),
				  _("run by itself, or pause; + and - change the speed"));
	count = lab_hint_add_help(out, max, count, memchr(lab->keys, '0', sizeof(lab->keys)) ? "home" : "0", _("start"),
				  _("back to the start"));
	count = lab_hint_add_help(out, max, count, "$", _("end"), _("to the end"));
	return count;
}
