/* Races for real: whatever comes out was proved to be possible, deadlocks end, and a race can be called off. */
#include "support/scenario.h"
#include "support/test.h"

#include "lab/threads/explore.h"
#include "lab/threads/race.h"

static struct program program;
static struct raced raced;

static void
compile(struct program *p, const char *source)
{
	struct err err = { 0 };

	if (!program_compile(p, str_of_c(source), &err))
		fail_msg("%u:%u %s in\n%s", err.line, err.column, err.text, source);
}

static void
run(const char *source, uint32_t runs)
{
	struct race_options options = { .seed = test_seed(), .runs = runs };
	struct err err = { 0 };

	compile(&program, source);
	if (!race_run(&program, &options, &raced, &err))
		fail_msg("%s", err.text);
}

static void
done(void)
{
	raced_fini(&raced);
	program_fini(&program);
}

static bool
was_explored(struct program *p, const struct explored *e, const char *text)
{
	bool is_found = false;

	for (size_t i = 0; i < e->outcomes.len && !is_found; i++) {
		struct str_buf proved = { 0 };

		race_format_values(p, e->outcomes.items[i].values, false, &proved);
		is_found = !strcmp(str_buf_c(&proved), text);
		str_buf_fini(&proved);
	}
	return is_found;
}

static bool
has_kind(const struct explored *e, enum violation_kind kind)
{
	for (size_t i = 0; i < e->violations.len; i++)
		if (e->violations.items[i].kind == kind ||
		    (kind == VIOLATION_DEADLOCK && e->violations.items[i].kind == VIOLATION_LOST_WAKEUP))
			return true;
	return false;
}

/* Everything that came out of RACED is among what is proved of SOURCE. Gives false if that is not known. */
static bool
assert_proved(const char *source)
{
	struct explore_limits limits = { .states = 300000 };
	struct program proved;
	struct explored explored;
	uint64_t ended = raced.others;

	compile(&proved, source);
	explore(&proved, &limits, &explored);
	bool is_complete = explored.is_complete;

	for (size_t i = 0; i < raced.outcomes.len && is_complete; i++) {
		ended += raced.outcomes.items[i].runs;
		if (!was_explored(&proved, &explored, raced.outcomes.items[i].text))
			fail_msg("%s: not among the proved in\n%s", raced.outcomes.items[i].text, source);
	}
	for (int k = 1; k < VIOLATION_KIND_COUNT && is_complete; k++)
		if (raced.violations[k] && !has_kind(&explored, (enum violation_kind)k))
			fail_msg("%s: not among the proved in\n%s", violation_names[k], source);
	if (is_complete)
		assert_int_equal(ended + raced.deadlocked + raced.endless, raced.runs);
	explored_fini(&explored);
	program_fini(&proved);
	return is_complete;
}

static void
race__run__only_proved_outcomes_of_random_scenarios(void **state)
{
	struct rng rng;
	unsigned compared = 0;

	(void)state;
	rng_init(&rng, test_seed() + 1);
	for (int i = 0; i < 150; i++) {
		struct str_buf source = { 0 };

		scenario_random(&rng, &source);
		run(str_buf_c(&source), 60);
		assert_int_equal(raced.runs, 60);
		compared += assert_proved(str_buf_c(&source));
		done();
		str_buf_fini(&source);
	}
	assert_true(compared > 100);
}

static const char *const classics[] = {
	"c = 0\nthread A, B:\n    for _ in range(3): c += 1\ncheck c == 6\n",
	"c = 0\nm = Lock()\nthread T * 3:\n    repeat 3:\n        with m: c += 1\ncheck c == 9\n",
	"c = 0\nthread T * 5:\n    c += 1\ncheck c == 5\n",
	"c = 0\ngil 3.10\nthread A, B:\n    for _ in range(3): c += 1\ncheck c == 6\n",
	"f = [Lock() for _ in range(3)]\nthread P * 3:\n    with f[me], f[(me + 1) % 3]: pass\n",
	"q, got = Queue(2), 0\nthread P:\n    for i in range(4): q.put(i)\n    q.put(None)\nthread C:\n    while "
	"True:\n"
	"        x = q.get()\n        if x is None: break\n        got += x\ncheck got == 6\n",
	"q = JoinableQueue()\nn = 0\nthread P:\n    q.put(1)\n    q.put(2)\n    q.join()\ndaemon thread W * 2:\n    "
	"loop:\n"
	"        q.get()\n        n += 1\n        q.task_done()\n",
	"flag, turn, c = [False, False], 0, 0\nthread T * 2:\n    flag[me] = True\n    turn = 1 - me\n"
	"    while flag[1 - me] and turn == 1 - me: pass\n    critical\n    c += 1\n    flag[me] = False\ncheck c == "
	"2\n",
	"x, y, a, b = 0, 0, 0, 0\nthread A:\n    x = 1\n    a = y\nthread B:\n    y = 1\n    b = x\ncheck a + b > 0\n",
	"cv, ready, got = Condition(), False, 0\nthread W:\n    with cv:\n        while not ready: cv.wait()\n    got "
	"= 1\n"
	"thread N:\n    with cv:\n        ready = True\n        cv.notify()\ncheck got == 1\n",
	"b, last = Barrier(3), -1\nthread T * 3:\n    i = b.wait()\n    if i == 2: last = me\ncheck last >= 0\n",
	"k = [0, 0, 0]\nthread T * 3:\n    k[me] = 1\ncheck k == [1, 1, 1]\n",
	"c = 0\nthread A after 2: c = 2\nthread B after 1: c = 1\ncheck c == 2\n",
	"u = Unsafe(0)\nthread A, B: u.put(1)\n",
	"c = 0\nthread A:\n    B.start()\n    B.join()\n    c += 1\nthread B: c += 1\ncheck c == 2\n",
	"s = 0\nthread T * 2:\n    critical\n    s = 1\n",
};

static void
race__run__classics_stay_within_the_proof(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(classics) / sizeof(*classics); i++) {
		run(classics[i], 1000);
		assert_int_equal(raced.runs, 1000);
		assert_true(assert_proved(classics[i]));
		done();
	}
}

static void
race__run__loses_updates_for_real(void **state)
{
	(void)state;
	run(classics[0], 20000);
	assert_true(raced.outcomes.len > 1);
	assert_int_equal(raced.failed, raced.violations[VIOLATION_CHECK]);
	assert_true(raced.failed > 0);
	done();
	run("c = 0\nm = Lock()\nthread A, B:\n    repeat 3:\n        with m: c += 1\ncheck c == 6\n", 2000);
	assert_int_equal(raced.outcomes.len, 1);
	assert_string_equal(raced.outcomes.items[0].text, "c = 6");
	assert_string_equal(raced.outcomes.items[0].json, "{\"c\": 6}");
	assert_int_equal(raced.failed, 0);
	done();
}

static void
race__run__breaks_deadlocks_and_endless_runs(void **state)
{
	(void)state;
	run("m = Lock()\nthread A:\n    with m:\n        with m: pass\n", 5000);
	assert_int_equal(raced.deadlocked, 5000);
	assert_int_equal(raced.failed, 5000);
	done();
	run("e, c = Event(), 0\nthread A, B: e.wait()\ndaemon thread D: c = 1\n", 500);
	assert_int_equal(raced.deadlocked, 500);
	done();
	run("go = False\nthread A:\n    while not go: pass\n    go = True\n", 1);
	assert_int_equal(raced.endless, 1);
	done();
}

static unsigned changes;

static void
note_change(void *ctx)
{
	(void)ctx;
	changes++;
}

static void
race__start__runs_on_a_worker(void **state)
{
	struct loop *loop = loop_new();
	struct race_options options = { .seed = 3, .runs = 300 };
	struct err err = { 0 };
	struct race *r;

	(void)state;
	changes = 0;
	assert_null(race_start(loop, STR("thread A:\n    x = \n"), &options, note_change, NULL, &err));
	assert_int_equal(err.line, 2);
	r = race_start(loop, str_of_c(classics[0]), &options, note_change, NULL, &err);
	assert_non_null(r);
	while (race_is_running(r)) {
		assert_true(race_result(r, &raced, &err)); /* also while it runs */
		assert_true(raced.runs <= 300);
		raced_fini(&raced);
		loop_run_once(loop, -1);
	}
	assert_int_equal(changes, 1);
	assert_int_equal(race_progress(r), 300);
	assert_true(race_result(r, &raced, &err));
	assert_int_equal(raced.runs, 300);
	raced_fini(&raced);
	race_free(r);
	loop_free(loop);
}

static void
race__cancel__ends_at_once_and_keeps_what_was_counted(void **state)
{
	struct loop *loop = loop_new();
	struct race_options options = { .seed = 3, .runs = RACE_RUNS_MAX };
	struct race *r = race_start(loop, str_of_c(classics[0]), &options, note_change, NULL, NULL);
	struct race *orphan = race_start(loop, STR("go = False\nthread A:\n    while not go: pass\n    go = True\n"),
					 &options, note_change, NULL, NULL);

	(void)state;
	changes = 0;
	race_free(orphan);
	race_free(NULL);
	race_cancel(r);
	while (race_is_running(r))
		loop_run_once(loop, -1);
	assert_int_equal(changes, 1);
	assert_true(race_result(r, &raced, NULL));
	assert_true(raced.runs < RACE_RUNS_MAX);
	assert_true(raced.is_cancelled);
	raced_fini(&raced);
	race_free(r);
	loop_free(loop);
	assert_int_equal(changes, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(race__run__only_proved_outcomes_of_random_scenarios),
		cmocka_unit_test(race__run__classics_stay_within_the_proof),
		cmocka_unit_test(race__run__loses_updates_for_real),
		cmocka_unit_test(race__run__breaks_deadlocks_and_endless_runs),
		cmocka_unit_test(race__start__runs_on_a_worker),
		cmocka_unit_test(race__cancel__ends_at_once_and_keeps_what_was_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
