/* Performers: real threads stand where the model says, on every way; they are joined wherever they stand. */
#include "support/scenario.h"
#include "support/test.h"

#include "lab/threads/explore.h"
#include "lab/threads/perform.h"

static struct program program;

static void
compile(const char *source)
{
	struct err err = { 0 };

	if (!program_compile(&program, str_of_c(source), &err))
		fail_msg("%u:%u %s in\n%s", err.line, err.column, err.text, source);
}

static struct troupe *
open(const char *source)
{
	struct err err = { 0 };

	compile(source);
	struct troupe *t = troupe_open(&program, &err);

	if (!t)
		fail_msg("%s\n%s", err.text, source);
	return t;
}

static void
close(struct troupe *t)
{
	troupe_close(t);
	program_fini(&program);
}

/* Any way through: at most MAX steps, the troupe beside the model. Gives how many were made. */
static size_t
walk(struct troupe *t, struct rng *rng, size_t max, const char *source)
{
	uint8_t way[256];
	size_t len = 0;
	struct err err = { 0 };

	for (; len < max; len++) {
		uint32_t enabled = machine_enabled(&program, troupe_state(t));
		unsigned choices = (unsigned)__builtin_popcount(enabled);

		if (!enabled)
			break;
		for (uint64_t skip = rng_below(rng, choices); skip; skip--)
			enabled &= enabled - 1;
		way[len] = (uint8_t)__builtin_ctz(enabled);
		if (!troupe_seek(t, way, len + 1, 1, &err)) {
			struct str_buf names = { 0 };

			for (size_t i = 0; i <= len; i++)
				str_buf_printf(&names, " %s", program.threads.items[way[i]].name);
			fail_msg("%s\n%s\nschedule%s", err.text, source, str_buf_c(&names));
		}
	}
	return len;
}

static void
perform__seek__agrees_on_random_scenarios(void **state)
{
	struct rng rng;
	size_t steps = 0;

	(void)state;
	rng_init(&rng, test_seed());
	for (int i = 0; i < 300; i++) {
		struct str_buf source = { 0 };

		scenario_random(&rng, &source);
		struct troupe *t = open(str_buf_c(&source));

		for (int way = 0; way < 5; way++) {
			steps += walk(t, &rng, 60, str_buf_c(&source));
			assert_true(troupe_seek(t, NULL, 0, 0, NULL));
		}
		close(t);
		str_buf_fini(&source);
	}
	assert_true(steps > 4000);
}

/* Each way the explorer reports is one that real threads go, into the same trouble. */
static void
perform__seek__goes_every_reported_way(void **state)
{
	struct explore_limits limits = { .states = 50000 };
	struct rng rng;
	unsigned ways = 0;

	(void)state;
	rng_init(&rng, test_seed() + 2);
	for (int i = 0; i < 150; i++) {
		struct str_buf source = { 0 };
		struct program explorers;
		struct explored explored;
		struct err err = { 0 };

		scenario_random(&rng, &source);
		assert_true(program_compile(&explorers, str_buf_str(&source), NULL));
		explore(&explorers, &limits, &explored);
		struct troupe *t = open(str_buf_c(&source));

		for (size_t v = 0; v < explored.violations.len; v++) {
			const struct explore_violation *way = &explored.violations.items[v];

			if (!way->schedule)
				continue;
			if (!troupe_seek(t, way->schedule, way->steps, SIZE_MAX, &err))
				fail_msg("%s\n%s", err.text, str_buf_c(&source));
			if (way->kind == VIOLATION_DEADLOCK || way->kind == VIOLATION_LOST_WAKEUP)
				assert_true(!machine_enabled(&program, troupe_state(t)) &&
					    !machine_is_over(&program, troupe_state(t)));
			ways++;
		}
		close(t);
		explored_fini(&explored);
		program_fini(&explorers);
		str_buf_fini(&source);
	}
	assert_true(ways > 100);
}

static void
perform__seek__goes_back_and_elsewhere(void **state)
{
	static const uint8_t one[] = { 0, 1, 1, 0 }, other[] = { 0, 0, 1, 1 };
	struct troupe *t = open("c = 0\nthread A, B: c += 1\n");
	struct err err = { 0 };
	uint32_t at_two;

	(void)state;
	assert_true(troupe_seek(t, one, 4, 100, &err));
	assert_int_equal(troupe_at(t), 4);
	assert_int_equal(troupe_state(t)[1] >> 2, 1); /* lost */
	assert_true(troupe_seek(t, one, 2, 100, &err));
	assert_int_equal(troupe_at(t), 2);
	at_two = troupe_state(t)[1] >> 2;
	assert_int_equal(at_two, 0);
	assert_true(troupe_seek(t, other, 4, 1, &err)); /* one step a call */
	assert_int_equal(troupe_at(t), 1);
	assert_true(troupe_seek(t, other, 4, 100, &err));
	assert_int_equal(troupe_state(t)[1] >> 2, 2);
	close(t);
}

static void
perform__seek__refuses_what_cannot_step(void **state)
{
	static const uint8_t way[] = { 0, 1 }, nobody[] = { 7 };
	struct troupe *t = open("m = Lock()\nthread A, B: m.acquire()\nthread C: pass\n");
	struct err err = { 0 };

	(void)state;
	assert_false(troupe_seek(t, way, 2, 100, &err));
	assert_non_null(strstr(err.text, "step 2, thread B"));
	assert_int_equal(troupe_at(t), 1);
	assert_false(troupe_seek(t, nobody, 1, 100, &err));
	assert_true(troupe_seek(t, way, 1, 100, &err));
	close(t);
}

static void
perform__look__shows_threads_of_the_kernel(void **state)
{
	static const uint8_t way[] = { 0, 1, 2 };
	struct troupe *t = open("m = Lock()\nthread A, B: \n    m.acquire()\n    m.acquire()\nthread C: sleep(5)\n"
				"thread D: C.start()\n");
	struct performer_look look[4];

	(void)state;
	close(t);
	t = open("m = Lock()\nthread A:\n    m.acquire()\n    m.acquire()\nthread B:\n    sleep(5)\n    print(1)\n"
		 "thread C: print(1)\ndaemon thread D: m.acquire()\nthread E:\n    print(1)\n    F.start()\nthread F: "
		 "print(1)\n");
	assert_true(troupe_seek(t, way, 3, 10, NULL));
	for (unsigned i = 0; i < 4; i++) {
		troupe_look(t, i, &look[i]);
		for (unsigned j = 0; j < i; j++)
			assert_true(look[i].kernel_id != look[j].kernel_id);
		assert_true(look[i].kernel_id > 0);
		assert_non_null(strchr("SRD?", look[i].kernel_state));
	}
	assert_int_equal(look[0].place, PERFORMER_BLOCKED);
	assert_int_equal(look[1].place, PERFORMER_ASLEEP);
	assert_int_equal(look[2].place, PERFORMER_ENDED);
	assert_int_equal(look[3].place, PERFORMER_BLOCKED);
	troupe_look(t, 4, &look[0]);
	assert_int_equal(look[0].place, PERFORMER_READY);
	troupe_look(t, 5, &look[0]);
	assert_int_equal(look[0].place, PERFORMER_UNSTARTED);
	close(t);
}

static void
perform__close__joins_in_a_deadlock(void **state)
{
	static const uint8_t way[] = { 0, 1, 2, 3, 4 };
	struct troupe *t = open(
		"f = [Lock() for _ in range(5)]\nthread P * 5:\n    with f[me], f[(me + 1) % 5]: pass\n");

	(void)state;
	assert_true(troupe_seek(t, way, 5, 10, NULL));
	assert_int_equal(machine_enabled(&program, troupe_state(t)), 0);
	close(t);
	troupe_close(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(perform__seek__agrees_on_random_scenarios),
		cmocka_unit_test(perform__seek__goes_every_reported_way),
		cmocka_unit_test(perform__seek__goes_back_and_elsewhere),
		cmocka_unit_test(perform__seek__refuses_what_cannot_step),
		cmocka_unit_test(perform__look__shows_threads_of_the_kernel),
		cmocka_unit_test(perform__close__joins_in_a_deadlock),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
