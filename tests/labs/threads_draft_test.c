/*
 * The threads lab's source being typed: each edit explored in place of the one before, and none of it on the UI thread.
 */
#include "stage.h"

#include "base/rng.h"
#include "lab/threads/explore.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>

enum {
	EDITS = 1000
};

/* A few million states: whoever begins with it is busy. */
#define LARGE                      \
	"c, d = 0, 0\n"            \
	"thread P * 7:\n"          \
	"    for _ in range(3):\n" \
	"        c += 1\n"         \
	"        d += 1\n"

static void
paste(struct stage *stage, const char *text)
{
	struct event event = { .kind = EVENT_PASTE, .text = str_of_c(text) };

	assert_int_equal(host_input(stage->host, &event), LAB_CHANGED);
}

static bool
has_dump(struct stage *stage, const char *text)
{
	return str_find(dump(stage), str_of_c(text)) != STR_NONE;
}

/* A number behind KEY= in the dump; -1: there is none. */
static int64_t
dumped(struct stage *stage, const char *key)
{
	struct str rest = dump(stage), line;
	int64_t number = -1;

	while (str_next_line(&rest, &line))
		if (str_has_prefix(line, str_of_c(key)) && line.len > strlen(key) && line.data[strlen(key)] == '=')
			str_to_int64(str_skip(line, strlen(key) + 1), &number);
	return number;
}

/* ---- who compiles and explores: the linker leads every call here ---- */

static struct {
	pthread_t ui;
	atomic_uint by_ui, by_others; /* calls of either */
	atomic_bool is_held;          /* others wait, so that nothing can be done but by the one that types */
	sem_t waiting, released;
} workers;

void __real_explore(struct program *, const struct explore_limits *, struct explored *);
void __wrap_explore(struct program *, const struct explore_limits *, struct explored *);
bool __real_program_compile(struct program *, struct str, struct err *);
bool __wrap_program_compile(struct program *, struct str, struct err *);

static void
note_call(void)
{
	bool is_ui = pthread_equal(pthread_self(), workers.ui);

	atomic_fetch_add(is_ui ? &workers.by_ui : &workers.by_others, 1);
	if (is_ui || !atomic_load(&workers.is_held))
		return;
	sem_post(&workers.waiting);
	while (sem_wait(&workers.released) != 0)
		;
}

void
__wrap_explore(struct program *p, const struct explore_limits *limits, struct explored *out)
{
	note_call();
	__real_explore(p, limits, out);
}

bool
__wrap_program_compile(struct program *p, struct str text, struct err *err)
{
	note_call();
	return __real_program_compile(p, text, err);
}

static void
hold_workers(void)
{
	sem_init(&workers.waiting, 0, 0);
	sem_init(&workers.released, 0, 0);
	atomic_store(&workers.is_held, true);
}

static void
release_workers(void)
{
	atomic_store(&workers.is_held, false);
	sem_post(&workers.released); /* there is one */
}

static uint32_t
count_states(const char *text)
{
	struct program program;
	struct explore_limits limits = { 0 };
	struct explored explored;
	struct err err = { 0 };
	uint32_t states;

	if (!__real_program_compile(&program, str_of_c(text), &err))
		fail_msg("%s", err.text);
	__real_explore(&program, &limits, &explored);
	states = explored.states;
	explored_fini(&explored);
	program_fini(&program);
	return states;
}

/* ---- what is said ---- */

static void
draft__edit__says_what_the_text_can_do(void **state)
{
	struct stage stage;

	(void)state;
	open_stage(&stage, "lost-update", "");
	settle(&stage);
	press(&stage, "enter");
	settle(&stage);
	assert_true(is_drawn(&stage, 70, 24, "924 schedules")); /* asked to guess: no more than that */
	assert_false(is_drawn(&stage, 70, 24, "904"));
	press_all(&stage, "ctrl-z x backspace");
	settle(&stage);
	assert_true(is_drawn(&stage, 70, 24, "904 fail"));
	assert_true(is_drawn(&stage, 70, 24, "wrong at the end"));
	assert_true(is_drawn(&stage, 120, 24, "how it can end"));
	assert_true(is_drawn(&stage, 70, 9, "904 fail"));
	paste(&stage, "m = Lock()\nthread C:\n    with m: pass\n");
	settle(&stage);
	assert_true(is_drawn(&stage, 70, 24, "schedules"));
	assert_false(is_drawn(&stage, 70, 24, "924 schedules"));
	close_stage(&stage);
}

static void
draft__mistake__stands_at_its_line(void **state)
{
	struct stage stage;

	(void)state;
	open_stage(&stage, "", "c = 0\nthread A: c = 1\n");
	press(&stage, "enter");
	press_all(&stage, "ctrl-end");
	paste(&stage, "check c == 1 +");
	settle(&stage);
	assert_true(is_drawn(&stage, 70, 24, "check c == 1 +   found"));
	assert_true(is_drawn(&stage, 34, 24, "column")); /* no room there: below, with its place */
	/* no sooner is it right than that is said */
	press(&stage, "backspace");
	settle(&stage);
	assert_true(is_drawn(&stage, 70, 24, "nothing can go wrong"));
	close_stage(&stage);
}

/* A lab without a draft: its source is checked. */
static void
draft__no_draft__mistakes_are_told_all_the_same(void **state)
{
	struct stage stage;

	(void)state;
	open_lab_staged(&stage, "clock", "", "zones: [Asia/Shanghai\n", false);
	assert_non_null(host_error(stage.host));
	press_all(&stage, "enter ctrl-e");
	paste(&stage, "]\nnonsense: 1");
	assert_true(is_drawn(&stage, 90, 24, "nonsense: 1   "));
	assert_true(is_drawn(&stage, 90, 24, sign(SIGN_CROSS)));
	press_all(&stage, "ctrl-u");
	assert_false(is_drawn(&stage, 90, 24, sign(SIGN_CROSS)));
	press(&stage, "esc");
	assert_null(host_error(stage.host));
	close_stage(&stage);
}

/* A preset that is not there has no source to be typed. */
static void
draft__no_source__has_no_editor(void **state)
{
	struct stage stage;

	(void)state;
	open_stage(&stage, "no-such-preset", "");
	assert_non_null(host_error(stage.host));
	press_all(&stage, "enter x R esc");
	is_drawn(&stage, 70, 24, "");
	close_stage(&stage);
}

/* ---- what happens to the steps ---- */

static void
draft__mistake__keeps_the_steps(void **state)
{
	struct stage stage;

	(void)state;
	open_stage(&stage, "", "c = 0\nthread A, B: c += 1\n");
	press_all(&stage, "A B A");
	press_all(&stage, "enter ctrl-e + +");
	assert_dump(&stage, "steps", "A B A");
	press(&stage, "esc");
	assert_non_null(host_error(stage.host));
	assert_true(host_is_running(stage.host));
	assert_true(is_drawn(&stage, 70, 24, "c = 0++"));
	assert_int_equal(press(&stage, "esc"), LAB_CHANGED);
	assert_null(host_error(stage.host));
	assert_dump(&stage, "steps", "A B A");
	assert_dump(&stage, "position", "3");
	settle(&stage);
	assert_dump(&stage, "states", ""); /* explored again, as the draft had asked for another text */
	/* What was typed is not lost either. */
	press(&stage, "enter");
	assert_true(is_drawn(&stage, 70, 24, "c = 0++"));
	press_all(&stage, "ctrl-end backspace"); /* elsewhere; the mistake stays */
	press(&stage, "esc");
	assert_non_null(host_error(stage.host));
	press(&stage, "R");
	assert_null(host_error(stage.host));
	assert_dump(&stage, "position", "0");
	press(&stage, "enter");
	assert_false(is_drawn(&stage, 70, 24, "c = 0++"));
	close_stage(&stage);
}

static void
draft__same_text__keeps_the_steps(void **state)
{
	struct stage stage;

	(void)state;
	open_stage(&stage, "lost-update", "");
	press_all(&stage, "A B A enter x ctrl-z esc");
	assert_null(host_error(stage.host));
	assert_dump(&stage, "steps", "A B A");
	settle(&stage);
	press(&stage, "v");
	assert_dump(&stage, "plan", "way");
	close_stage(&stage);
}

static void
draft__right_text__starts_with_what_was_found(void **state)
{
	struct stage stage;

	(void)state;
	open_stage(&stage, "", "c = 0\nthread A, B: c += 1\ncheck c == 2\n");
	press_all(&stage, "A B enter ctrl-end");
	paste(&stage, "# the same\n");
	settle(&stage);
	int64_t begun = dumped(&stage, "draft_begun");

	press(&stage, "esc");
	assert_null(host_error(stage.host));
	assert_dump(&stage, "working", "0"); /* known at once: no worker had to begin anew */
	assert_dump(&stage, "states", "");
	assert_dump(&stage, "position", "0");
	press(&stage, "enter");
	assert_int_equal(dumped(&stage, "draft_begun"), begun);
	close_stage(&stage);
}

static void
draft__restored__is_the_text_that_ran(void **state)
{
	struct str_buf saved = { 0 };
	struct stage stage;

	(void)state;
	open_stage(&stage, "lost-update", "");
	press_all(&stage, "enter ctrl-end");
	paste(&stage, "# mine\n");
	press_all(&stage, "esc A B enter");
	paste(&stage, "((");
	press(&stage, "esc");
	assert_non_null(host_error(stage.host));
	host_save(stage.host, &saved);
	close_stage(&stage);

	open_stage(&stage, "lost-update", "");
	host_restore(stage.host, str_buf_str(&saved));
	assert_null(host_error(stage.host));
	assert_dump(&stage, "steps", "A B");
	press(&stage, "enter");
	assert_true(is_drawn(&stage, 70, 24, "# mine"));
	close_stage(&stage);
	str_buf_fini(&saved);
}

/* ---- who works ---- */

static void
draft__still__starts_nothing(void **state)
{
	struct stage stage;

	(void)state;
	open_staged(&stage, "lost-update", "", true);
	press(&stage, "enter");
	paste(&stage, "# x\n");
	assert_int_equal(loop_job_count(stage.loop), 0);
	close_stage(&stage);
}

/* With the workers held, whatever is compiled or explored would be by the one that types. */
static void
draft__edits__do_no_work_themselves(void **state)
{
	struct stage stage;

	(void)state;
	open_stage(&stage, "", "c = 0\nthread A: c += 1\n");
	press_all(&stage, "enter ctrl-end");
	settle(&stage);
	unsigned by_ui = workers.by_ui, by_others = workers.by_others;

	hold_workers();
	press(&stage, "#");
	while (sem_wait(&workers.waiting) != 0)
		;
	int64_t begun = dumped(&stage, "draft_begun");

	for (int i = 0; i < EDITS; i++) {
		press(&stage, i % 2 ? "#" : "backspace");
		loop_run_once(stage.loop, 0);
		assert_int_equal(dumped(&stage, "draft_working"), 1);
		assert_int_equal(dumped(&stage, "draft_begun"), begun);
		assert_false(has_dump(&stage, "draft_states"));
		assert_int_equal(loop_job_count(stage.loop), 1);
	}
	press(&stage, "backspace");
	paste(&stage, "thread B: c += 1\n");
	release_workers();
	settle(&stage);
	assert_int_equal(dumped(&stage, "draft_states"), count_states("c = 0\nthread A: c += 1\nthread B: c += 1\n"));
	assert_int_equal(dumped(&stage, "draft_begun"), begun + 1); /* of a thousand texts the last */
	assert_int_equal(workers.by_ui, by_ui);
	assert_true(workers.by_others <= by_others + 4);
	close_stage(&stage);
}

/* Typed while the worker is busy with millions of states. */
static void
draft__many_edits__leave_one_worker(void **state)
{
	struct stage stage;

	(void)state;
	open_stage(&stage, "", LARGE);
	press_all(&stage, "enter ctrl-end");
	for (int i = 0; i < EDITS; i++) {
		press(&stage, i % 2 ? "backspace" : "#");
		loop_run_once(stage.loop, 0);
		assert_int_equal(loop_job_count(stage.loop), 1);
	}
	for (int i = 0; i < 12; i++)
		press_all(&stage, "ctrl-u backspace");
	paste(&stage, "c = 0\nthread A: c += 1\n");
	settle(&stage);
	assert_int_equal(loop_job_count(stage.loop), 0);
	assert_int_equal(dumped(&stage, "draft_states"), count_states("c = 0\nthread A: c += 1\n"));
	/* Closed in the middle of the work: the loop ends it. */
	paste(&stage, "thread P * 7:\n    for _ in range(4): c += 1\n");
	close_stage(&stage);
}

/* Whatever moment one looks at: if there is an answer it is the text's. */
static void
draft__any_moment__shows_no_other_texts_answer(void **state)
{
	enum {
		TEXTS = 7
	};
	uint32_t states[TEXTS + 1] = { 0 };
	char text[64], picture[32];
	struct stage stage;
	struct rng rng;
	int answers = 0;
	unsigned count = 1;

	(void)state;
	for (unsigned i = 1; i <= TEXTS; i++) {
		snprintf(text, sizeof(text), "c = 0\nthread A, B, C:\n    repeat %u: c += 1\n", i);
		states[i] = count_states(text);
	}
	rng_init(&rng, test_seed());
	open_stage(&stage, "", "c = 0\nthread A, B, C:\n    repeat 1: c += 1");
	press_all(&stage, "enter ctrl-end left left left left left left left left");
	for (int i = 0; i < EDITS || !answers; i++) {
		count = 1 + (unsigned)rng_below(&rng, TEXTS);
		press(&stage, "backspace");
		snprintf(text, sizeof(text), "%u", count);
		press(&stage, text);
		for (uint64_t turns = rng_below(&rng, 4); turns; turns--)
			loop_run_once(stage.loop, (int64_t)rng_below(&rng, 2));
		int64_t found = dumped(&stage, "draft_states");

		if (found < 0)
			continue;
		answers++;
		assert_int_equal(found, states[count]);
		snprintf(picture, sizeof(picture), "%u states,", states[count]);
		assert_true(is_drawn(&stage, 70, 30, picture));
	}
	settle(&stage);
	assert_int_equal(dumped(&stage, "draft_states"), states[count]);
	close_stage(&stage);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(draft__edit__says_what_the_text_can_do),
		cmocka_unit_test(draft__mistake__stands_at_its_line),
		cmocka_unit_test(draft__no_draft__mistakes_are_told_all_the_same),
		cmocka_unit_test(draft__no_source__has_no_editor),
		cmocka_unit_test(draft__mistake__keeps_the_steps),
		cmocka_unit_test(draft__same_text__keeps_the_steps),
		cmocka_unit_test(draft__right_text__starts_with_what_was_found),
		cmocka_unit_test(draft__restored__is_the_text_that_ran),
		cmocka_unit_test(draft__still__starts_nothing),
		cmocka_unit_test(draft__edits__do_no_work_themselves),
		cmocka_unit_test(draft__many_edits__leave_one_worker),
		cmocka_unit_test(draft__any_moment__shows_no_other_texts_answer),
	};

	workers.ui = pthread_self();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
