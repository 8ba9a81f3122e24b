/* Real time that can stand still. */
#include "lab/queue/pace.h"

#include "base/clock.h"

void
queue_pace_init(struct queue_pace *pace)
{
	*pace = (struct queue_pace){ .is_held = true, .steps = -1 };
	pace->origin_ns = pace->held_at_ns = clock_monotonic_ns();
}

bool
queue_pace_is_standing(const struct queue_pace *pace)
{
	return pace->is_held || atomic_load(&pace->is_resting);
}

bool
queue_pace_is_forgotten(const struct queue_pace *pace)
{
	return !queue_pace_is_standing(pace) && clock_monotonic_ns() > pace->lease_ns;
}

uint64_t
queue_pace_now_ns(const struct queue_pace *pace)
{
	uint64_t mono_ns = queue_pace_is_standing(pace) ? pace->held_at_ns : clock_monotonic_ns();

	return mono_ns > pace->origin_ns ? mono_ns - pace->origin_ns : 0;
}

/* Who makes it stand may be killed here: the time is set first, so that it stands at the right one or not yet. */
void
queue_pace_set(struct queue_pace *pace, bool is_held, bool is_resting)
{
	bool was = queue_pace_is_standing(pace), is = is_held || is_resting;
	uint64_t mono_ns = clock_monotonic_ns();

	if (!was && is)
		pace->held_at_ns = mono_ns;
	else if (was && !is)
		pace->origin_ns += mono_ns - pace->held_at_ns;
	pace->is_held = is_held;
	atomic_store(&pace->is_resting, is_resting);
}

void
queue_pace_count_event(struct queue_pace *pace)
{
	if (pace->steps > 0 && --pace->steps == 0)
		queue_pace_set(pace, true, atomic_load(&pace->is_resting));
}
