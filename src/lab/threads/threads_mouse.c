/*
 * Clicks and the wheel in the threads lab: each does what lies under it. The views note where that is while they draw.
 */
#include "lab/threads/threads_state.h"

static bool
step_thread(struct threads_lab *lab, size_t thread)
{
	lab->page = PAGE_STEPS;
	playback_set_running(&lab->playback, false, lab->now_ns);
	threads_plan_step(lab, (unsigned)thread);
	return true;
}

/* Row 0 is the start; behind the last step there may be who waits. */
static bool
go_to_row(struct threads_lab *lab, size_t row)
{
	if (row > lab->history.steps.len)
		return false;
	playback_set_running(&lab->playback, false, lab->now_ns);
	playback_seek(&lab->playback, row);
	return true;
}

static bool
replay(struct threads_lab *lab, size_t violation)
{
	if (!threads_plan_way(lab, violation))
		return false;
	lab->page = PAGE_STEPS;
	return true;
}

static bool (*const click[])(struct threads_lab *, size_t index) = {
	[THREADS_HIT_THREAD] = step_thread,
	[THREADS_HIT_ROW] = go_to_row,
	[THREADS_HIT_VIOLATION] = replay,
};

static enum lab_reply
turn_wheel(struct threads_lab *lab, int by)
{
	if (lab->page != PAGE_EXPLORE) /* back and forward in what was stepped: the playback's */
		return lab->page == PAGE_STEPS ? LAB_IGNORED : LAB_USED;
	list_set_count(&lab->found, threads_work_answer(lab).cursor.count);
	list_move(&lab->found, by);
	return LAB_CHANGED;
}

enum lab_reply
threads_mouse_input(struct threads_lab *lab, const struct event *event)
{
	const struct hit *hit = hits_find(lab->hits, event->x, event->y);

	if (event->action == MOUSE_WHEEL_UP || event->action == MOUSE_WHEEL_DOWN)
		return turn_wheel(lab, event->action == MOUSE_WHEEL_UP ? -1 : 1);
	if (!hit || event->action != MOUSE_PRESS || event->button != 1)
		return LAB_IGNORED;
	return click[hit->what](lab, (size_t)hit->index) ? LAB_CHANGED : LAB_USED;
}
