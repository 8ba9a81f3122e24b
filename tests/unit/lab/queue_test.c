/*
 * The queue lab's model: nothing lost at any event, closed forms, histories that go back and forth; knobs, statistics.
 */
#include "support/queue.h"

#include "base/alloc.h"
#include "lab/queue/history.h"
#include "lab/queue/queue_options.h"
#include "lab/queue/sentence.h"

#include <errno.h>
#include <math.h>
#include <signal.h>

#define S UINT64_C(1000000000)

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

		queue_knobs_random(&rng, &setup.knobs);
		queue_history_init(&history, &setup.knobs);
		engine = queue_model_ops.start(&setup, &history, NULL);
		for (uint64_t now = 0; now < 20 * S; now += rng_below(&rng, S)) {
			engine->ops->poll(engine, now);
			queue_disturb(engine, &rng);
			assert_queue_balanced(&history.now, history.length, seed);
		}
		engine->ops->stop(engine);
		assert_every_queue_event_balanced(&history, seed);
		queue_history_fini(&history);
	}
}

/* ---- the model ---- */

struct expected { /* of M/M/1/K, in the queue alone */
	double length, rate, wait;
};

/*
 * One producer with exponential gaps that stops while it waits, CAPACITY places, one consumer: the items in the queue,
 * in the consumer's hand and in the waiting producer's are a M/M/1/K with K = CAPACITY + 2.
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
		struct queue_setup setup = { .knobs = queue_knobs_of(1, 1, cases[i].capacity),
					     .seed = test_seed() + i };
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
	struct queue_setup setup = { .knobs = queue_knobs_of(3, 3, 5), .seed = seed };
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
	struct queue_setup setup = { .knobs = queue_knobs_of(16, 16, 0), .seed = 1 };
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
	struct queue_setup setup = { .knobs = queue_knobs_of(2, consumers, 3), .seed = 5 };
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
	assert_every_queue_event_balanced(history, 5);
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
	struct queue_setup setup = { .knobs = queue_knobs_of(2, 1, 12), .seed = 3 };
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
		cmocka_unit_test(queue_stats__bins__hold_what_they_say),
		cmocka_unit_test(queue_stats__advance__integrates),
	};

	cmocka_set_test_filter(getenv("FILTER")); /* FILTER='queue_model*' runs those */
	return cmocka_run_group_tests(tests, NULL, NULL);
}
