/*
 * Real threads behind the picture: they make the steps that are shown, and the kernel is asked where each of them is.
 */
#include "base/alloc.h"
#include "base/clock.h"
#include "lab/threads/threads_state.h"

#include <stdlib.h>

#define STEPS_AT_ONCE 40 /* 20 µs each, and switching takes longer on a busy machine */

static void
look(struct threads_lab *lab)
{
	for (unsigned i = 0; i < lab->program.threads.len; i++)
		troupe_look(lab->troupe, i, &lab->performers[i]);
}

void
threads_perform_follow(struct threads_lab *lab)
{
	size_t len = lab->playback.position;
	uint8_t *schedule;

	if (!lab->troupe)
		return;
	schedule = NEW_ARRAY(uint8_t, len + 1);
	for (size_t i = 0; i < len; i++)
		schedule[i] = lab->history.steps.items[i].thread;
	err_clear(&lab->troupe_err);
	lab->is_troupe_behind = troupe_seek(lab->troupe, schedule, len, STEPS_AT_ONCE, &lab->troupe_err) &&
				troupe_at(lab->troupe) != len;
	look(lab);
	free(schedule);
}

void
threads_perform_stop(struct threads_lab *lab)
{
	troupe_close(lab->troupe);
	lab->troupe = NULL;
	lab->is_troupe_behind = false;
	err_clear(&lab->troupe_err);
}

void
threads_perform_start(struct threads_lab *lab)
{
	threads_perform_stop(lab);
	lab->troupe = troupe_open(&lab->program, &lab->troupe_err);
	threads_perform_follow(lab);
}
