/*
 * Many runs on the same threads. They meet between two runs; the last to arrive counts what came out and sets the stage
 * anew, so that no other thread need be woken. All start together, each a random moment later, and dawdle now and then.
 */
#include "lab/threads/race_parts.h"

#include "base/clock.h"

#include <sched.h>
#include <unistd.h>

#define MEET_SPINS  200u     /* at most: some microseconds, before others are let on the processor */
#define MEET_YIELDS 16u      /* before the kernel is asked to wait */
#define YIELD_STEPS 16u      /* who goes round without waiting lets others on the processor */
#define STEPS_MAX   1000000u /* of one thread in a run */
#define ENDLESS_MAX 20u      /* runs given up before the race is */
#define HEAP_MAX    ((size_t)512 << 20)

static void
pause_processor(void)
{
#if defined(__x86_64__) || defined(__i386__)
	__builtin_ia32_pause();
#elif defined(__aarch64__)
	__asm__ volatile("yield");
#endif
}

static void
dawdle(unsigned moments)
{
	while (moments--)
		pause_processor();
}

static bool
is_cancelled(const struct race_run *r)
{
	return r->options.is_cancelled && atomic_load_explicit(r->options.is_cancelled, memory_order_relaxed);
}

/* Does one step see or change several things at once, or can it be seen when a thread ends? */
static enum race_grain
find_grain(const struct program *p)
{
	for (size_t i = 0; i < p->threads.len; i++)
		if (p->threads.items[i].is_daemon)
			return p->is_gil_310 ? RACE_GIL : RACE_STEP;
	if (p->is_gil_310)
		return RACE_GIL;
	for (size_t i = 0; i < p->code.len; i++) {
		const struct instr *in = &p->code.items[i];
		unsigned reads = 0;

		if (in->op == DO_ATOMIC || (in->op == DO_QUERY && in->a == METHOD_IS_ALIVE) ||
		    (in->op == DO_METHOD && in->a == METHOD_JOIN && (in->c & METHOD_TIMEOUT) > TIMEOUT_NONE))
			return RACE_STEP;
		if (in->op != DO_STEP)
			continue;
		for (in++; in->op >= DO_FIRST_LOCAL && in->op != DO_END; in++)
			reads += in->op == DO_SHARED || in->op == DO_QUERY;
		if (reads > 1)
			return RACE_STEP;
	}
	return RACE_FREE;
}

/* The time it stands before a critical section is when another may stand there too. */
static void
enter_section(struct actor *a, const struct instr *in)
{
	if (a->is_at_section || in->op != DO_CRITICAL)
		return;
	a->is_at_section = true;
	if (atomic_fetch_add(&a->stage->at_section[in->a % THREADS_MAX], 1))
		a->violations |= 1u << VIOLATION_CRITICAL;
	dawdle((unsigned)rng_below(&a->rng, 64));
}

static void
leave_section(struct actor *a, const struct instr *in)
{
	if (!a->is_at_section)
		return;
	a->is_at_section = false;
	atomic_fetch_sub(&a->stage->at_section[in->a % THREADS_MAX], 1);
}

static void
jitter(struct actor *a, unsigned steps)
{
	uint64_t random = rng_next(&a->rng);

	if (!(random & 7))
		dawdle(random >> 8 & 15);
	if (!(random >> 16 & 31) || !(steps % YIELD_STEPS))
		sched_yield();
}

static void
await_start(struct actor *a)
{
	uint32_t index = a->stage->handles[a->number];
	struct real_object *o = &a->stage->objects[index];

	while (!atomic_load(&a->stage->halt)) {
		pthread_mutex_lock(&o->mutex);
		bool is_started = o->is_started;

		if (!is_started) {
			atomic_store(&a->parked_on, index);
			atomic_fetch_add(&o->parked, 1);
		}
		pthread_mutex_unlock(&o->mutex);
		if (is_started)
			return;
		watch_park(a, false);
	}
}

/* True: the thread keeps its turn. */
static bool
keeps_turn(const struct race_run *r, const struct actor *a, enum attempt attempt)
{
	return r->grain == RACE_GIL && attempt == ATTEMPT_DONE && !a->has_switched && !a->left;
}

static void
act(struct race_run *r, struct actor *a)
{
	struct stage *s = &r->stage;
	bool has_turn = false;
	unsigned steps = 1;

	await_start(a);
	dawdle((unsigned)(rng_next(&a->rng) & 31));
	for (; !atomic_load(&s->halt); steps++) {
		if (a->left) {
			watch_sleep(a);
			continue;
		}
		const struct instr *in = &s->program->code.items[a->pc];

		enter_section(a, in);
		jitter(a, steps);
		if (r->grain != RACE_FREE && !has_turn) {
			pthread_mutex_lock(&r->turn);
			has_turn = true;
		}
		if (atomic_load(&s->halt))
			break;
		/* under the GIL a timed operation never waits: the model lets its holder step */
		a->may_wait = r->grain != RACE_GIL && !a->is_late && (rng_next(&a->rng) & 3);
		enum attempt attempt = actor_step(a);

		if (attempt != ATTEMPT_BLOCKED)
			a->is_late = false;
		leave_section(a, in);
		if (a->pc == PC_ENDED) {
			watch_end(a); /* within its turn: an end is part of the last step */
			break;
		}
		if (has_turn && !keeps_turn(r, a, attempt)) {
			pthread_mutex_unlock(&r->turn);
			has_turn = false;
		}
		if (attempt == ATTEMPT_BLOCKED)
			watch_park(a, a->may_wait && real_may_give_up(a, in));
		if (steps == STEPS_MAX)
			watch_halt(s, HALT_ENDLESS);
		if (!(steps & 1023) && is_cancelled(r))
			watch_halt(s, HALT_CANCEL);
	}
	if (has_turn)
		pthread_mutex_unlock(&r->turn);
}

static void
prepare(struct race_run *r)
{
	struct stage *s = &r->stage;

	stage_reset(s);
	for (unsigned i = 0; i < s->count; i++)
		actor_work(&s->actors[i]);
	for (unsigned i = 0; i < THREADS_MAX; i++)
		atomic_store_explicit(&s->at_section[i], 0, memory_order_relaxed);
	watch_start(s);
	atomic_store(&r->ready, 0);
}

/* The last to arrive: everybody else stands still. */
static void
turn_over(struct race_run *r, bool is_first)
{
	if (!is_first)
		race_count_run(r);
	if (r->options.progress)
		atomic_store_explicit(r->options.progress, (unsigned)r->sums.runs, memory_order_relaxed);
	if (r->sums.runs >= r->options.runs || r->sums.endless >= ENDLESS_MAX || is_cancelled(r) ||
	    heap_bytes(&r->stage.program->heap) > HEAP_MAX) {
		pthread_mutex_lock(&r->results);
		r->sums.is_cancelled = is_cancelled(r);
		pthread_mutex_unlock(&r->results);
		atomic_store(&r->is_over, true);
	} else
		prepare(r);
}

/* Spinning pays only while the others have a processor of their own; on a busy machine it is given up quickly. */
static void
learn(struct race_run *r, unsigned spins, bool has_paid)
{
	unsigned next = has_paid ? spins * 2 + 1 : spins / 2;

	atomic_store_explicit(&r->spins, next < MEET_SPINS ? next : MEET_SPINS, memory_order_relaxed);
}

static void
meet(struct race_run *r, bool is_first)
{
	unsigned generation = atomic_load(&r->generation);

	if (atomic_fetch_add(&r->arrived, 1) + 1 == r->stage.count) {
		atomic_store(&r->arrived, 0);
		turn_over(r, is_first);
		atomic_store(&r->generation, generation + 1);
		if (atomic_load(&r->asleep)) {
			pthread_mutex_lock(&r->meeting);
			pthread_cond_broadcast(&r->called);
			pthread_mutex_unlock(&r->meeting);
		}
	} else {
		unsigned spins = atomic_load_explicit(&r->spins, memory_order_relaxed);

		for (unsigned i = 0; i < spins + MEET_YIELDS; i++) {
			if (atomic_load(&r->generation) != generation || atomic_load(&r->is_over)) {
				learn(r, spins, i < spins);
				return;
			}
			if (i < spins)
				pause_processor();
			else
				sched_yield();
		}
		learn(r, spins, false);
		pthread_mutex_lock(&r->meeting);
		atomic_fetch_add(&r->asleep, 1);
		while (atomic_load(&r->generation) == generation && !atomic_load(&r->is_over))
			pthread_cond_wait(&r->called, &r->meeting);
		atomic_fetch_sub(&r->asleep, 1);
		pthread_mutex_unlock(&r->meeting);
	}
}

/*
 * Who was awake waits a little for who has to be woken: they should run side by side,
 * where there are enough processors.
 */
static void
line_up(struct race_run *r)
{
	atomic_fetch_add(&r->ready, 1);
	if (r->stage.count > r->processors)
		return;
	for (unsigned i = atomic_load(&r->spins); i && atomic_load(&r->ready) < r->stage.count; i--)
		pause_processor();
}

static void *
race(void *arg)
{
	struct actor *a = arg;
	struct race_run *r = (struct race_run *)a->stage;

	rng_init(&a->rng, r->options.seed * 0x9e3779b97f4a7c15u + a->number + 1);
	for (bool is_first = true;; is_first = false) {
		meet(r, is_first);
		if (atomic_load(&r->is_over))
			return NULL;
		line_up(r);
		if (a->pc != PC_ENDED)
			act(r, a);
	}
}

struct race_run *
race_open(struct program *p, const struct race_options *options)
{
	struct race_run *r = NEW(struct race_run);
	long processors = sysconf(_SC_NPROCESSORS_ONLN);

	stage_init(&r->stage, p);
	r->stage.has_race = true;
	rng_init(&r->stage.rng, options->seed);
	r->options = *options;
	r->grain = find_grain(p);
	r->processors = processors > 1 ? (unsigned)processors : 1;
	r->spins = r->processors > 1 ? MEET_SPINS : 0;
	pthread_mutex_init(&r->turn, NULL);
	pthread_mutex_init(&r->meeting, NULL);
	pthread_cond_init(&r->called, NULL);
	race_count_init(r);
	return r;
}

bool
race_go(struct race_run *r, struct err *err)
{
	uint64_t start_ns = clock_monotonic_ns();
	bool is_good = stage_start_threads(&r->stage, race, err);

	if (!is_good && r->stage.started) { /* those that came meet among themselves, and go */
		pthread_mutex_lock(&r->meeting);
		atomic_store(&r->is_over, true);
		pthread_cond_broadcast(&r->called);
		pthread_mutex_unlock(&r->meeting);
	}
	stage_join_threads(&r->stage);
	pthread_mutex_lock(&r->results);
	r->sums.seconds_ns = clock_monotonic_ns() - start_ns;
	pthread_mutex_unlock(&r->results);
	return is_good;
}

void
race_copy(struct race_run *r, struct raced *out)
{
	race_count_copy(r, out);
}

void
race_close(struct race_run *r)
{
	race_count_fini(r);
	pthread_mutex_destroy(&r->turn);
	pthread_mutex_destroy(&r->meeting);
	pthread_cond_destroy(&r->called);
	stage_fini(&r->stage);
	free(r);
}

bool
race_run(struct program *p, const struct race_options *options, struct raced *out, struct err *err)
{
	struct race_run *r = race_open(p, options);
	bool is_good = race_go(r, err);

	race_copy(r, out);
	race_close(r);
	return is_good;
}
