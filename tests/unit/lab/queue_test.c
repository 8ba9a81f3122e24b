/* The queue lab's engines: nothing lost at any event, the model against closed forms, histories that go back and forth. */
#include "support/test.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "base/rng.h"
#include "lab/queue/history.h"
#include "lab/queue/queue_options.h"
#include "lab/queue/sentence.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#define S UINT64_C(1000000000)

static struct queue_knobs
knobs_of(int32_t producers, int32_t consumers, int32_t capacity)
{
	struct queue_knobs knobs;

	queue_knobs_init(&knobs);
	knobs.values[KNOB_PRODUCERS] = producers;
	knobs.values[KNOB_CONSUMERS] = consumers;
	knobs.values[KNOB_CAPACITY] = capacity;
	return knobs;
}

/* ---- knobs ---- */

static void
queue_options__read__are_the_knobs(void **state)
{
	(void)state;
	for (int i = 0; i < KNOB_COUNT; i++) {
		const struct lab_option *option = &queue_options[i];
		const struct queue_knob_info *info = &queue_knob_infos[i];
		double scale = option->kind == LAB_REAL ? 10 : 1, initial = 0;

		assert_string_equal(option->name, info->name);
		assert_int_equal(option->choices != NULL, info->choices != NULL);
		if (option->choices) {
			for (int j = 0; j <= info->max; j++)
				assert_string_equal(option->choices[j], info->choices[j]);
			assert_null(option->choices[info->max + 1]);
			assert_string_equal(option->default_value, info->choices[info->initial]);
			continue;
		}
		assert_true(fabs(option->min * scale - info->min) < 1e-9 &&
			    fabs(option->max * scale - info->max) < 1e-9);
		assert_true(str_to_double(str_of_c(option->default_value), &initial));
		assert_true(fabs(initial * scale - info->initial) < 1e-9);
	}
}

static void
queue_knobs__turn__stay_in_range_and_reach_both_ends(void **state)
{
	(void)state;
	for (int i = 0; i < KNOB_COUNT; i++) {
		const struct queue_knob_info *info = &queue_knob_infos[i];
		int32_t value = info->initial;
		bool has_min = false, has_max = false;

		for (int by = -1; by <= 1; by += 2) {
			for (int turns = 0; turns < 100; turns++) {
				value = queue_knob_turned((enum queue_knob)i, value, by);
				assert_in_range(value, info->min, info->max);
				has_min = has_min || value == info->min;
				has_max = has_max || value == info->max;
			}
		}
		assert_true(has_min && has_max);
	}
}

/* ---- running ---- */

static void
assert_balanced(const struct queue_scene *scene, uint64_t index, uint64_t seed)
{
	struct str_buf why = { 0 };

	if (!queue_account_check(scene, &why))
		fail_msg("SEED=%llu event %llu: %s", (unsigned long long)seed, (unsigned long long)index,
			 str_buf_c(&why));
	str_buf_fini(&why);
}

/* Every event that is kept, one after the other. */
static void
assert_every_event_balanced(const struct queue_history *history, uint64_t seed)
{
	struct queue_cursor cursor;

	queue_cursor_init(&cursor, history);
	for (uint64_t i = history->first; i <= history->length; i++) {
		queue_cursor_seek(&cursor, history, i);
		assert_balanced(&cursor.scene, i, seed);
	}
	queue_cursor_fini(&cursor);
	assert_balanced(&history->now, history->length, seed);
	if (history->refused)
		fail_msg("SEED=%llu: %llu events could not be", (unsigned long long)seed,
			 (unsigned long long)history->refused);
}

static void
random_knobs(struct rng *rng, struct queue_knobs *knobs)
{
	for (int i = 0; i < KNOB_COUNT; i++) {
		const struct queue_knob_info *info = &queue_knob_infos[i];
		uint64_t span = (uint64_t)(info->max - info->min) + 1;

		knobs->values[i] = info->min + (int32_t)rng_below(rng, span > 100 ? 100 : span);
	}
	knobs->values[KNOB_ITEMS] = (int32_t)rng_below(rng, 30);
	knobs->values[KNOB_WORK] = (int32_t)rng_below(rng, 300);
}

/* Turn, pause, resume, kill or revive something. */
static void
disturb(struct queue_engine *engine, struct rng *rng)
{
	const struct queue_scene *now = &engine->history->now;
	unsigned actor = (unsigned)rng_below(rng, QUEUE_MAIN);
	struct queue_knobs knobs;
	enum queue_knob knob;

	switch (rng_below(rng, 5)) {
	case 0:
		random_knobs(rng, &knobs);
		knob = (enum queue_knob)rng_below(rng, KNOB_COUNT);
		if (queue_engine_takes(engine->ops, knob, knobs.values[knob]))
			engine->ops->turn(engine, knob, knobs.values[knob]);
		break;
	case 1:
		engine->ops->kill(engine, actor);
		break;
	case 2:
		if (now->actors[actor].state == STATE_KILLED || now->actors[actor].state == STATE_DONE)
			engine->ops->revive(engine, actor);
		break;
	default:
		engine->ops->pause(engine, actor, !now->actors[actor].is_paused);
		break;
	}
}

static void
queue_model__random_turns__nothing_is_lost(void **state)
{
	uint64_t seed = test_seed();
	struct rng rng;

	(void)state;
	rng_init(&rng, seed);
	for (int run = 0; run < 60; run++) {
		struct queue_setup setup = { .seed = rng_next(&rng) };
		struct queue_history history;
		struct queue_engine *engine;

		random_knobs(&rng, &setup.knobs);
		queue_history_init(&history, &setup.knobs);
		engine = queue_model_ops.start(&setup, &history, NULL);
		for (uint64_t now = 0; now < 20 * S; now += rng_below(&rng, S)) {
			engine->ops->poll(engine, now);
			disturb(engine, &rng);
			assert_balanced(&history.now, history.length, seed);
		}
		engine->ops->stop(engine);
		assert_every_event_balanced(&history, seed);
		queue_history_fini(&history);
	}
}

/* ---- the model ---- */

struct expected { /* of M/M/1/K, in the queue alone */
	double length, rate, wait;
};

/*
 * One producer with exponential gaps that stops while it waits, CAPACITY places, one consumer: the items in the queue, in
 * the consumer's hand and in the waiting producer's are a M/M/1/K with K = CAPACITY + 2.
 */
static struct expected
mm1k(double arrival, double service, int capacity)
{
	double load = arrival / service, weight = 1, sum = 0, length = 0, idle;
	int most = capacity + 2;

	for (int n = 0; n <= most; n++, weight *= load) {
		int queued = n - 1 < 0 ? 0 : n - 1 < capacity ? n - 1 : capacity;

		sum += weight;
		length += weight * queued;
	}
	idle = 1 / sum;
	return (struct expected){ length / sum, service * (1 - idle), length / sum / (service * (1 - idle)) };
}

static void
assert_near(const char *what, double load, struct queue_estimate found, double expected)
{
	/* Three half widths: right in all but one run of a hundred million, whatever the seed. */
	if (found.half_width < 0 || found.half_width > 0.05 * expected ||
	    fabs(found.mean - expected) > 3 * found.half_width)
		fail_msg("%s at load %.2f: %.5f ± %.5f, expected %.5f", what, load, found.mean, found.half_width,
			 expected);
}

static void
queue_model__mm1k__agrees_with_closed_forms(void **state)
{
	static const struct {
		int32_t rate_tenths, work_ms, capacity;
	} cases[] = { { 30, 100, 4 },  { 50, 100, 1 },  { 70, 100, 10 }, { 90, 100, 4 },
		      { 100, 100, 8 }, { 150, 100, 4 }, { 300, 100, 6 } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct queue_setup setup = { .knobs = knobs_of(1, 1, cases[i].capacity), .seed = test_seed() + i };
		double arrival = cases[i].rate_tenths / 10.0, service = 1000.0 / cases[i].work_ms;
		struct expected expected = mm1k(arrival, service, cases[i].capacity);
		struct queue_history history;
		struct queue_engine *engine;

		setup.knobs.values[KNOB_PUT_RATE] = cases[i].rate_tenths;
		setup.knobs.values[KNOB_WORK] = cases[i].work_ms;
		queue_history_init(&history, &setup.knobs);
		engine = queue_model_ops.start(&setup, &history, NULL);
		engine->ops->poll(engine, 20000 * S);
		assert_near("L", arrival / service, queue_stats_length(&history.now.stats), expected.length);
		assert_near("lambda", arrival / service, queue_stats_rate(&history.now.stats), expected.rate);
		assert_near("W", arrival / service, queue_stats_wait(&history.now.stats), expected.wait);
		engine->ops->stop(engine);
		queue_history_fini(&history);
	}
}

static void
record(uint64_t seed, struct queue_history *history)
{
	struct queue_setup setup = { .knobs = knobs_of(3, 3, 5), .seed = seed };
	struct queue_engine *engine;

	queue_history_init(history, &setup.knobs);
	engine = queue_model_ops.start(&setup, history, NULL);
	engine->ops->poll(engine, 100 * S);
	engine->ops->turn(engine, KNOB_CAPACITY, 2);
	engine->ops->poll(engine, 200 * S);
	engine->ops->stop(engine);
}

static void
queue_model__same_seed__same_bytes(void **state)
{
	struct queue_history a, b, other;

	(void)state;
	record(7, &a);
	record(7, &b);
	record(8, &other);
	assert_int_equal(a.length, b.length);
	for (uint64_t i = a.first; i < a.length; i++)
		assert_memory_equal(queue_history_at(&a, i), queue_history_at(&b, i), sizeof(struct queue_event));
	assert_int_not_equal(queue_history_at(&a, 20)->time_ns, queue_history_at(&other, 20)->time_ns);
	queue_history_fini(&a);
	queue_history_fini(&b);
	queue_history_fini(&other);
}

static void
assert_same_scene(const struct queue_scene *a, const struct queue_scene *b)
{
	assert_int_equal(a->time_ns, b->time_ns);
	assert_int_equal(a->count, b->count);
	assert_memory_equal(a->items + a->first, b->items + b->first, a->count * sizeof(*a->items));
	assert_memory_equal(a->actors, b->actors, sizeof(a->actors));
	assert_memory_equal(&a->stats, &b->stats, sizeof(a->stats));
	assert_int_equal(a->produced, b->produced);
	assert_int_equal(a->consumed, b->consumed);
}

static void
queue_cursor__back_and_forth__same_scene(void **state)
{
	uint64_t seed = test_seed();
	struct queue_history history;
	struct queue_cursor ahead, wild;
	struct rng rng;

	(void)state;
	rng_init(&rng, seed);
	record(seed, &history);
	assert_true(history.length > 2 * QUEUE_CHUNK_EVENTS);
	queue_cursor_init(&ahead, &history);
	queue_cursor_init(&wild, &history);
	for (uint64_t i = history.first; i <= history.length; i += 37) {
		queue_cursor_seek(&ahead, &history, i);
		queue_cursor_seek(&wild, &history, rng_below(&rng, history.length + 1));
		queue_cursor_seek(&wild, &history, i);
		assert_same_scene(&ahead.scene, &wild.scene);
	}
	queue_cursor_fini(&ahead);
	queue_cursor_fini(&wild);
	queue_history_fini(&history);
}

static void
queue_history__endless__keeps_the_newest(void **state)
{
	struct queue_setup setup = { .knobs = knobs_of(16, 16, 0), .seed = 1 };
	struct queue_history history;
	struct queue_engine *engine;
	struct queue_cursor cursor;

	(void)state;
	setup.knobs.values[KNOB_PUT_RATE] = 0;
	setup.knobs.values[KNOB_WORK] = 2;
	queue_history_init(&history, &setup.knobs);
	engine = queue_model_ops.start(&setup, &history, NULL);
	engine->ops->poll(engine, 20 * S);
	assert_true(history.first > 0);
	assert_true(history.length - history.first <= (uint64_t)QUEUE_CHUNKS_MAX * QUEUE_CHUNK_EVENTS);
	assert_int_equal(history.now.count, QUEUE_ITEMS_MAX); /* and there it stands */
	queue_cursor_init(&cursor, &history);
	queue_cursor_seek(&cursor, &history, 0);
	assert_int_equal(cursor.index, history.first);
	queue_cursor_seek(&cursor, &history, history.length + 5);
	assert_same_scene(&cursor.scene, &history.now);
	queue_cursor_fini(&cursor);
	engine->ops->stop(engine);
	queue_history_fini(&history);
}

/* ---- endings ---- */

static void
run_ending(enum queue_ending ending, int32_t consumers, unsigned killed, struct queue_history *history)
{
	struct queue_setup setup = { .knobs = knobs_of(2, consumers, 3), .seed = 5 };
	struct queue_engine *engine;

	setup.knobs.values[KNOB_ITEMS] = 5;
	setup.knobs.values[KNOB_ENDING] = (int32_t)ending;
	queue_history_init(history, &setup.knobs);
	engine = queue_model_ops.start(&setup, history, NULL);
	while (killed && history->now.actors[killed].state != STATE_WORKING)
		assert_true(engine->ops->step(engine));
	if (killed)
		engine->ops->kill(engine, killed);
	engine->ops->poll(engine, 1000 * S);
	engine->ops->stop(engine);
	assert_every_event_balanced(history, 5);
}

static void
queue_model__endings__end_or_wait_for_ever(void **state)
{
	static const struct {
		enum queue_ending ending;
		int32_t consumers;
		unsigned killed;
		bool is_good;
		uint64_t consumed;
		uint32_t sentinels_left;
		const char *words;
	} cases[] = {
		{ ENDING_NONE, 2, 0, false, 10, 0, "Waiting for ever: C1, C2. Nobody will put" },
		{ ENDING_SENTINEL, 3, 0, true, 10, 0, "All have ended." },
		{ ENDING_IMPROVED, 3, 0, true, 10, 1, "All have ended." },
		{ ENDING_MISSING, 2, 0, false, 10, 0, "Waiting for ever: C" },
		{ ENDING_MISSING, 1, 0, true, 10, 0, "All have ended." },
		{ ENDING_JOINABLE, 2, 0, true, 10, 0, "All have ended." },
		{ ENDING_JOINABLE, 2, QUEUE_CONSUMER, false, 9, 0, "Waiting in join() for ever: P1, P2." },
		{ ENDING_SENTINEL, 1, QUEUE_CONSUMER, false, 0, 0, "Nobody will take anything" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct queue_history history;
		struct str_buf text = { 0 };
		bool is_good = !cases[i].is_good;

		run_ending(cases[i].ending, cases[i].consumers, cases[i].killed, &history);
		assert_true(queue_scene_is_over(&history.now, &is_good));
		assert_int_equal(is_good, cases[i].is_good);
		assert_int_equal(history.now.consumed, cases[i].consumed);
		assert_int_equal(history.now.sentinels, cases[i].sentinels_left);
		queue_sentence(&history.now, &text);
		if (str_find(str_buf_str(&text), str_of_c(cases[i].words)) == STR_NONE)
			fail_msg("case %zu: %s", i, str_buf_c(&text));
		str_buf_fini(&text);
		queue_history_fini(&history);
	}
}

/* Everything a scene says of itself while it runs, it says with words. */
static void
queue_sentence__every_event__says_something(void **state)
{
	struct queue_history history;
	struct queue_cursor cursor;

	(void)state;
	run_ending(ENDING_IMPROVED, 3, 0, &history);
	queue_cursor_init(&cursor, &history);
	for (uint64_t i = 1; i <= history.length; i++) {
		struct str_buf text = { 0 };

		queue_cursor_seek(&cursor, &history, i);
		queue_sentence(&cursor.scene, &text);
		assert_true(text.len > 5 && text.data[text.len - 1] == '.');
		str_buf_fini(&text);
	}
	queue_cursor_fini(&cursor);
	queue_history_fini(&history);
}

static void
queue_model__priority__serves_the_first_producer_first(void **state)
{
	struct queue_setup setup = { .knobs = knobs_of(2, 1, 12), .seed = 3 };
	struct queue_history history;
	struct queue_engine *engine;
	struct queue_cursor cursor;

	(void)state;
	setup.knobs.values[KNOB_DISCIPLINE] = DISCIPLINE_PRIORITY;
	queue_history_init(&history, &setup.knobs);
	engine = queue_model_ops.start(&setup, &history, NULL);
	engine->ops->poll(engine, 60 * S);
	queue_cursor_init(&cursor, &history);
	for (uint64_t i = 0; i < history.length; i++) {
		const struct queue_event *event = queue_history_at(&history, i);
		bool has_first = false;

		queue_cursor_seek(&cursor, &history, i);
		for (uint32_t j = 0; j < cursor.scene.count; j++)
			has_first = has_first || cursor.scene.items[cursor.scene.first + j].producer == 0;
		queue_cursor_seek(&cursor, &history, i + 1);
		if (event->kind == DID_GET && has_first)
			assert_int_equal(cursor.scene.moved.producer, 0);
	}
	queue_cursor_fini(&cursor);
	engine->ops->stop(engine);
	queue_history_fini(&history);
}

/* ---- engines that are real ---- */

#define DEADLINE_NS (15 * S) /* generous: a loaded machine under sanitizers */

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
	struct queue_knobs knobs = knobs_of(producers, consumers, capacity);

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

			disturb(live.engine, &rng);
			for (int j = 0; j < 20 && live.history.length == before; j++)
				live_poll(&live);
			assert_balanced(&live.history.now, live.history.length, seed);
		}
		ops->hold(live.engine, true);
		live_poll(&live);
		assert_every_event_balanced(&live.history, seed);
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
		assert_every_event_balanced(&live.history, 3);
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
	assert_every_event_balanced(&live.history, 1);
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
	live.engine->lease_ns = S / 100;
	for (int i = 0; i < 3; i++) {
		uint64_t consumed = live.history.now.consumed;

		while (live.history.now.consumed < consumed + 20)
			live_poll(&live);
		while (!ops->is_resting(live.engine)) {
			assert_true(clock_monotonic_ns() < live.deadline_ns);
			sched_yield();
		}
	}
	assert_every_event_balanced(&live.history, 1);
	live_close(&live);
}

static void
queue_threads__no_poll__stands_still(void **state)
{
	(void)state;
	assert_rests_without_polls(&queue_threads_ops);
}

/* ---- processes ---- */

/* ThreadSanitizer does not know that pthread_mutex_timedlock gets the lock with EOWNERDEAD, too; skip() is "not ok" in TAP. */
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
		assert_balanced(&live.history.now, live.history.length, seed);
		live.engine->ops->revive(live.engine, actor);
		while (it->state == STATE_KILLED || live.history.now.consumed < consumed + 5)
			live_poll(&live);
	}
	assert_every_event_balanced(&live.history, seed);
	live_close(&live);
}

static void
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

/* ---- statistics ---- */

static void
queue_stats__bins__hold_what_they_say(void **state)
{
	(void)state;
	for (size_t bin = 0; bin + 1 < QUEUE_WAIT_BINS; bin++) {
		uint64_t start = queue_stats_bin_start_ns(bin), next = queue_stats_bin_start_ns(bin + 1);

		assert_true(start < next);
		assert_int_equal(queue_stats_bin(start), bin);
		assert_int_equal(queue_stats_bin(next - 1), bin);
		assert_true(bin < 16 || (double)(next - start) <= (double)start / 16 + 1);
	}
	assert_int_equal(queue_stats_bin(UINT64_MAX), QUEUE_WAIT_BINS - 1);
}

static void
queue_stats__advance__integrates(void **state)
{
	struct queue_stats stats;

	(void)state;
	queue_stats_init(&stats, 0);
	queue_stats_advance(&stats, 3 * S / 2, 4);
	queue_stats_advance(&stats, 2 * S, 0);
	queue_stats_advance(&stats, 3 * S, 2);
	assert_true(fabs(queue_stats_length(&stats).mean - 8.0 / 3) < 1e-9);
	assert_true(fabs(queue_stats_bucket(&stats, 1).area - 2e9 / 4) < 1);
	assert_true(fabs(queue_stats_bucket(&stats, 7).area - 4e9 / 4) < 1);
	queue_stats_advance(&stats, 100000 * S, 1); /* a long silence */
	assert_true(fabs(queue_stats_bucket(&stats, QUEUE_BUCKET_COUNT - 1).area - 1e9 / 4) < 1);
	assert_int_equal(queue_stats_bucket(&stats, QUEUE_BUCKET_COUNT).puts, 0);
	assert_true(queue_stats_length(&stats).half_width >= 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(queue_options__read__are_the_knobs),
		cmocka_unit_test(queue_knobs__turn__stay_in_range_and_reach_both_ends),
		cmocka_unit_test(queue_model__random_turns__nothing_is_lost),
		cmocka_unit_test(queue_model__mm1k__agrees_with_closed_forms),
		cmocka_unit_test(queue_model__same_seed__same_bytes),
		cmocka_unit_test(queue_cursor__back_and_forth__same_scene),
		cmocka_unit_test(queue_history__endless__keeps_the_newest),
		cmocka_unit_test(queue_model__endings__end_or_wait_for_ever),
		cmocka_unit_test(queue_sentence__every_event__says_something),
		cmocka_unit_test(queue_model__priority__serves_the_first_producer_first),
		cmocka_unit_test(queue_threads__random_turns__nothing_is_lost),
		cmocka_unit_test(queue_threads__endings__end_or_wait_for_ever),
		cmocka_unit_test(queue_threads__step__is_single),
		cmocka_unit_test(queue_threads__no_poll__stands_still),
		cmocka_unit_test(queue_processes__random_turns__nothing_is_lost),
		cmocka_unit_test(queue_processes__endings__end_or_wait_for_ever),
		cmocka_unit_test(queue_processes__step__is_single),
		cmocka_unit_test(queue_processes__no_poll__stands_still),
		cmocka_unit_test(queue_processes__pids__are_the_kernels),
		cmocka_unit_test(queue_processes__killed_from_outside__the_others_go_on),
		cmocka_unit_test(queue_processes__killed_from_outside__is_said),
		cmocka_unit_test(queue_stats__bins__hold_what_they_say),
		cmocka_unit_test(queue_stats__advance__integrates),
	};

	cmocka_set_test_filter(getenv("FILTER")); /* FILTER='queue_threads*' runs those */
	return cmocka_run_group_tests(tests, NULL, NULL);
}
