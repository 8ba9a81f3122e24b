/* The queue lab's engines of real threads and processes: nothing lost at any event, endings, steps, what is killed. */
#include "support/queue.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "lab/queue/process_parts.h"
#include "lab/queue/queue_options.h"
#include "lab/queue/sentence.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#define DEADLINE_NS (15 * NS_PER_S) /* generous: a loaded machine under sanitizers */

struct live { /* a real engine that runs */
	struct queue_history history;
	struct queue_engine *engine;
	uint64_t deadline_ns;
};

static void
live_open(struct live *live, const struct queue_engine_ops *ops, const struct queue_knobs *knobs, uint64_t seed)
{
	struct queue_setup setup = { .knobs = *knobs, .seed = seed };
	struct err err = { 0 };

	queue_history_init(&live->history, knobs);
	live->engine = ops->start(&setup, &live->history, &err);
	assert_string_equal(err.text, "");
	assert_non_null(live->engine);
	live->deadline_ns = clock_monotonic_ns() + DEADLINE_NS;
	ops->hold(live->engine, false);
}

static void
live_poll(struct live *live)
{
	uint64_t before = live->history.length;

	live->engine->ops->poll(live->engine, 0);
	if (live->history.length != before)
		live->deadline_ns = clock_monotonic_ns() + DEADLINE_NS;
	else if (clock_monotonic_ns() > live->deadline_ns)
		fail_msg("%s: nothing more happens", live->engine->ops->name);
	sched_yield();
}

static void
live_close(struct live *live)
{
	live->engine->ops->stop(live->engine);
	queue_history_fini(&live->history);
}

/* Knobs with which much happens in little time. */
static struct queue_knobs
quick_knobs(int32_t producers, int32_t consumers, int32_t capacity)
{
	struct queue_knobs knobs = queue_knobs_of(producers, consumers, capacity);

	knobs.values[KNOB_PUT_RATE] = 0;
	knobs.values[KNOB_WORK] = 0;
	return knobs;
}

static void
assert_random_turns_lose_nothing(const struct queue_engine_ops *ops, int runs, int turns)
{
	uint64_t seed = test_seed();
	struct rng rng;

	rng_init(&rng, seed);
	for (int run = 0; run < runs; run++) {
		struct queue_knobs knobs = quick_knobs(1 + (int32_t)rng_below(&rng, 6), 1 + (int32_t)rng_below(&rng, 6),
						       (int32_t)rng_below(&rng, 6));
		struct live live;

		knobs.values[KNOB_ENDING] = (int32_t)rng_below(&rng, 5);
		knobs.values[KNOB_ITEMS] = run % 2 ? 2000 : 0;
		live_open(&live, ops, &knobs, seed);
		for (int i = 0; i < turns; i++) {
			uint64_t before = live.history.length;

			queue_disturb(live.engine, &rng);
			for (int j = 0; j < 20 && live.history.length == before; j++)
				live_poll(&live);
			assert_queue_balanced(&live.history.now, live.history.length, seed);
		}
		ops->hold(live.engine, true);
		live_poll(&live);
		assert_every_queue_event_balanced(&live.history, seed);
		live_close(&live);
	}
}

static void
assert_endings_end(const struct queue_engine_ops *ops, int32_t items)
{
	static const struct {
		enum queue_ending ending;
		int32_t consumers;
		bool is_good;
		uint32_t sentinels_left;
	} cases[] = { { ENDING_NONE, 2, false, 0 },
		      { ENDING_SENTINEL, 3, true, 0 },
		      { ENDING_IMPROVED, 3, true, 1 },
		      { ENDING_MISSING, 2, false, 0 },
		      { ENDING_JOINABLE, 2, true, 0 } };

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct queue_knobs knobs = quick_knobs(2, cases[i].consumers, 3);
		struct live live;
		bool is_good = false;

		knobs.values[KNOB_ITEMS] = items;
		knobs.values[KNOB_ENDING] = (int32_t)cases[i].ending;
		live_open(&live, ops, &knobs, 3);
		while (!queue_scene_is_over(&live.history.now, &is_good))
			live_poll(&live);
		assert_int_equal(is_good, cases[i].is_good);
		assert_int_equal(live.history.now.produced, 2 * items);
		assert_int_equal(live.history.now.consumed, 2 * items);
		assert_int_equal(live.history.now.sentinels, cases[i].sentinels_left);
		assert_every_queue_event_balanced(&live.history, 3);
		live_close(&live);
	}
}

/* Asked for one event, an engine gives one and stands still again. */
static void
assert_steps_are_single(const struct queue_engine_ops *ops)
{
	struct queue_knobs knobs = quick_knobs(2, 2, 2);
	struct live live;

	live_open(&live, ops, &knobs, 1);
	ops->hold(live.engine, true);
	live_poll(&live);
	for (int i = 0; i < 40; i++) {
		uint64_t before = live.history.length;

		assert_true(ops->step(live.engine));
		while (live.history.length == before)
			live_poll(&live);
		for (int j = 0; j < 5; j++)
			live_poll(&live);
		assert_int_equal(live.history.length, before + 1);
	}
	assert_every_queue_event_balanced(&live.history, 1);
	live_close(&live);
}

static void
queue_threads__random_turns__nothing_is_lost(void **state)
{
	(void)state;
	assert_random_turns_lose_nothing(&queue_threads_ops, 12, 60);
}

static void
queue_threads__endings__end_or_wait_for_ever(void **state)
{
	(void)state;
	assert_endings_end(&queue_threads_ops, 500);
}

static void
queue_threads__step__is_single(void **state)
{
	(void)state;
	assert_steps_are_single(&queue_threads_ops);
}

/* With nobody looking, nobody runs. */
static void
assert_rests_without_polls(const struct queue_engine_ops *ops)
{
	struct queue_knobs knobs = quick_knobs(2, 2, 4);
	struct live live;

	knobs.values[KNOB_PUT_RATE] = 10000; /* a thousand a second */
	live_open(&live, ops, &knobs, 1);
	live.engine->lease_ns = NS_PER_S / 100;
	for (int i = 0; i < 3; i++) {
		uint64_t consumed = live.history.now.consumed;

		while (live.history.now.consumed < consumed + 20)
			live_poll(&live);
		while (!ops->is_resting(live.engine)) {
			assert_true(clock_monotonic_ns() < live.deadline_ns);
			sched_yield();
		}
	}
	assert_every_queue_event_balanced(&live.history, 1);
	live_close(&live);
}

static void
queue_threads__no_poll__stands_still(void **state)
{
	(void)state;
	assert_rests_without_polls(&queue_threads_ops);
}

/* ---- processes ---- */

/* ThreadSanitizer does not know that pthread_mutex_timedlock gets the lock with EOWNERDEAD, too. */
static bool
is_blind_to_dead_owners(void)
{
#ifdef __SANITIZE_THREAD__
	return true;
#else
	return false;
#endif
}

static void
queue_processes__random_turns__nothing_is_lost(void **state)
{
	(void)state;
	if (!is_blind_to_dead_owners()) /* some of the turns kill */
		assert_random_turns_lose_nothing(&queue_processes_ops, 8, 40);
}

static void
queue_processes__endings__end_or_wait_for_ever(void **state)
{
	(void)state;
	assert_endings_end(&queue_processes_ops, 200);
}

static void
queue_processes__step__is_single(void **state)
{
	(void)state;
	assert_steps_are_single(&queue_processes_ops);
}

static void
queue_processes__no_poll__stands_still(void **state)
{
	(void)state;
	assert_rests_without_polls(&queue_processes_ops);
}

static int
count_descriptors(void)
{
	int count = 0;

	for (int fd = 0; fd < 1024; fd++)
		count += fcntl(fd, F_GETFD) >= 0;
	return count;
}

/* The parent of PID, as the kernel says; 0 where it does not (no /proc). */
static int
parent_of(uint32_t pid)
{
	char path[64], line[512] = "";
	int parent = 0;

	snprintf(path, sizeof(path), "/proc/%u/stat", pid);
	FILE *file = fopen(path, "r");

	if (!file)
		return 0;
	if (fgets(line, sizeof(line), file) && strrchr(line, ')'))
		parent = (int)strtol(strrchr(line, ')') + 4, NULL, 10);
	fclose(file);
	return parent;
}

static void
queue_processes__pids__are_the_kernels(void **state)
{
	struct queue_knobs knobs = quick_knobs(3, 2, 4);
	struct live live;
	int seen = 0, descriptors = count_descriptors();

	(void)state;
	live_open(&live, &queue_processes_ops, &knobs, 1);
	while (live.history.now.actors[QUEUE_CONSUMER + 1].state == STATE_ABSENT)
		live_poll(&live);
	for (unsigned i = 0; i < QUEUE_MAIN; i++) {
		uint32_t pid = live.history.now.actors[i].pid;

		if (live.history.now.actors[i].state == STATE_ABSENT)
			continue;
		assert_int_equal(kill((pid_t)pid, 0), 0);
		if (access("/proc/self/stat", R_OK) == 0)
			assert_int_equal(parent_of(pid), getpid());
		seen++;
	}
	assert_int_equal(seen, 5);
	live_close(&live);
	assert_int_equal(count_descriptors(), descriptors);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* no child is left, dead or alive */
	assert_int_equal(errno, ECHILD);
}

/* A book that was half copied when its writer died is whole again with the next event, and apart from the other. */
static void
queue_processes__killed_while_copying__keeps_the_books_apart(void **state)
{
	struct queue_knobs knobs = quick_knobs(1, 1, 4);
	struct process_actor self = { 0 };
	struct process_shared *shared;

	(void)state;
	assert_true(process_pipes_open(&self.pipes));
	assert_true(process_shared_open(&self, &knobs));
	shared = self.shared;
	shared->books[1].scene = shared->books[0].scene;
	for (int i = 0; i < 2; i++) {
		process_tell(shared, i ? DID_PUT_WAIT : DID_START, 0, (uint32_t)i, 0);
		assert_int_equal(shared->refused, 0);
		assert_ptr_equal(shared->books[0].scene.items, shared->items[0]);
		assert_ptr_equal(shared->books[1].scene.items, shared->items[1]);
	}
	process_shared_close(&self);
}

/* Killed at any instruction, in the middle of any operation: the others go on, and nothing is lost but what it held. */
static void
queue_processes__killed_from_outside__the_others_go_on(void **state)
{
	uint64_t seed = test_seed();
	struct queue_knobs knobs = quick_knobs(3, 3, 4);
	struct live live;
	struct rng rng;

	(void)state;
	if (is_blind_to_dead_owners())
		return;
	rng_init(&rng, seed);
	live_open(&live, &queue_processes_ops, &knobs, seed);
	while (live.history.now.actors[QUEUE_CONSUMER + 2].state == STATE_ABSENT)
		live_poll(&live);
	for (int i = 0; i < 100; i++) {
		unsigned actor = (unsigned)rng_below(&rng, 3) + (rng_below(&rng, 2) ? QUEUE_CONSUMER : 0);
		uint64_t consumed = live.history.now.consumed;
		const struct queue_actor *it = &live.history.now.actors[actor];

		assert_true(it->pid > 1);
		assert_int_equal(kill((pid_t)it->pid, SIGKILL), 0);
		while (it->state != STATE_KILLED)
			live_poll(&live);
		assert_queue_balanced(&live.history.now, live.history.length, seed);
		live.engine->ops->revive(live.engine, actor);
		while (it->state == STATE_KILLED || live.history.now.consumed < consumed + 5)
			live_poll(&live);
	}
	assert_every_queue_event_balanced(&live.history, seed);
	live_close(&live);
}

__attribute__((unused)) static void
queue_processes__killed_from_outside__is_said(void **state)
{
	struct queue_knobs knobs = quick_knobs(1, 2, 4);
	struct str_buf text = { 0 };
	struct live live;

	(void)state;
	live_open(&live, &queue_processes_ops, &knobs, 1);
	live.engine->ops->hold(live.engine, true);
	while (live.history.now.actors[QUEUE_CONSUMER + 1].state == STATE_ABSENT)
		live_poll(&live);
	kill((pid_t)live.history.now.actors[QUEUE_CONSUMER + 1].pid, SIGKILL);
	while (live.history.now.actors[QUEUE_CONSUMER + 1].state != STATE_KILLED)
		live_poll(&live);
	queue_sentence(&live.history.now, &text);
	assert_true(str_find(str_buf_str(&text), STR("C2 (process ")) == 0);
	assert_true(str_find(str_buf_str(&text), STR("was killed from outside by signal 9.")) != STR_NONE);
	str_buf_fini(&text);
	live_close(&live);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(queue_threads__random_turns__nothing_is_lost),
		cmocka_unit_test(queue_threads__endings__end_or_wait_for_ever),
		cmocka_unit_test(queue_threads__step__is_single),
		cmocka_unit_test(queue_threads__no_poll__stands_still),
		cmocka_unit_test(queue_processes__random_turns__nothing_is_lost),
		cmocka_unit_test(queue_processes__endings__end_or_wait_for_ever),
		cmocka_unit_test(queue_processes__step__is_single),
		cmocka_unit_test(queue_processes__no_poll__stands_still),
		cmocka_unit_test(queue_processes__pids__are_the_kernels),
		cmocka_unit_test(queue_processes__killed_while_copying__keeps_the_books_apart),
		cmocka_unit_test(queue_processes__killed_from_outside__the_others_go_on),
#ifndef __SANITIZE_THREAD__ /* it does not know that a robust mutex of the killed comes to us locked */
		cmocka_unit_test(queue_processes__killed_from_outside__is_said),
#endif
	};

	cmocka_set_test_filter(getenv("FILTER")); /* FILTER='queue_threads*' runs those */
	return cmocka_run_group_tests(tests, NULL, NULL);
}
