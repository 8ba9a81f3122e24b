/*
 * Waiting without gates: an actor that cannot go on notes on the object what it waits for and sleeps; whoever changes
 * the object wakes it to try again. Who sleeps is counted under one lock, and those woken are counted awake before they
 * are: so when the count is nought, nobody can ever move again by himself. Then a timeout passes, or time, or it is a
 * deadlock.
 */
#include "lab/threads/race_parts.h"

void
watch_start(struct stage *s)
{
	s->running = s->living = 0;
	atomic_store(&s->halt, HALT_NO);
	for (unsigned i = 0; i < s->count; i++) {
		bool is_alive = s->actors[i].pc != PC_ENDED;

		s->running += is_alive;
		s->living += is_alive && !s->program->threads.items[i].is_daemon &&
			     s->objects[s->handles[i]].is_started;
	}
	if (!s->living)
		atomic_store(&s->halt, HALT_OVER);
}

static void
wake(struct stage *s, struct actor *a)
{
	if (atomic_load(&a->parked_on) != NO_OBJECT) {
		atomic_fetch_sub(&s->objects[atomic_load(&a->parked_on)].parked, 1);
		atomic_store(&a->parked_on, NO_OBJECT);
	}
	if (!a->is_asleep)
		return;
	a->is_asleep = a->is_timed = false;
	s->running++;
	sem_post(&a->gate);
}

static void
halt(struct stage *s, enum stage_halt why)
{
	uint32_t none = HALT_NO;

	atomic_compare_exchange_strong(&s->halt, &none, why);
	for (unsigned i = 0; i < s->count; i++)
		wake(s, &s->actors[i]);
}

/* Nobody runs. A timed wait may end whenever it likes: one does, any. */
static bool
end_a_timeout(struct stage *s)
{
	unsigned timed = 0;

	for (unsigned i = 0; i < s->count; i++)
		timed += s->actors[i].is_asleep && s->actors[i].is_timed;
	if (!timed)
		return false;
	uint64_t which = rng_below(&s->rng, timed);

	for (unsigned i = 0; i < s->count; i++)
		if (s->actors[i].is_asleep && s->actors[i].is_timed && !which--) {
			s->actors[i].is_late = true;
			wake(s, &s->actors[i]);
			break;
		}
	return true;
}

static bool
pass_time(struct stage *s)
{
	uint32_t least = UINT32_MAX;

	for (unsigned i = 0; i < s->count; i++)
		if (s->actors[i].is_asleep && s->actors[i].left && s->actors[i].left < least)
			least = s->actors[i].left;
	for (unsigned i = 0; i < s->count && least != UINT32_MAX; i++) {
		struct actor *a = &s->actors[i];

		if (a->is_asleep && a->left && !(a->left -= least))
			wake(s, a);
	}
	return least != UINT32_MAX;
}

static void
leave_running(struct stage *s)
{
	if (!--s->running && s->living && !end_a_timeout(s) && !pass_time(s))
		halt(s, HALT_DEADLOCK);
}

/* S.watch is held; it is not on return. */
static void
fall_asleep(struct actor *a, bool is_timed)
{
	a->is_asleep = true;
	a->is_timed = is_timed;
	leave_running(a->stage);
	pthread_mutex_unlock(&a->stage->watch);
	while (sem_wait(&a->gate))
		;
}

void
watch_sleep(struct actor *a)
{
	pthread_mutex_lock(&a->stage->watch);
	if (atomic_load(&a->stage->halt))
		pthread_mutex_unlock(&a->stage->watch);
	else
		fall_asleep(a, false);
}

void
watch_park(struct actor *a, bool is_timed)
{
	pthread_mutex_lock(&a->stage->watch);
	if (atomic_load(&a->stage->halt) || atomic_load(&a->parked_on) == NO_OBJECT)
		pthread_mutex_unlock(&a->stage->watch); /* it has changed already */
	else
		fall_asleep(a, is_timed);
}

void
watch_end(struct actor *a)
{
	struct stage *s = a->stage;

	pthread_mutex_lock(&s->watch);
	if (!s->program->threads.items[a->number].is_daemon && !--s->living)
		halt(s, HALT_OVER);
	leave_running(s);
	pthread_mutex_unlock(&s->watch);
}

void
watch_halt(struct stage *s, enum stage_halt why)
{
	pthread_mutex_lock(&s->watch);
	halt(s, why);
	pthread_mutex_unlock(&s->watch);
}

void
stage_wake(struct stage *s, uint32_t object)
{
	if (!s->has_race)
		return;
	pthread_mutex_lock(&s->watch);
	for (unsigned i = 0; i < s->count; i++)
		if (atomic_load(&s->actors[i].parked_on) == object)
			wake(s, &s->actors[i]);
	pthread_mutex_unlock(&s->watch);
}

void
stage_note_start(struct stage *s, unsigned thread)
{
	if (!s->has_race || s->program->threads.items[thread].is_daemon)
		return;
	pthread_mutex_lock(&s->watch);
	s->living++;
	pthread_mutex_unlock(&s->watch);
}
