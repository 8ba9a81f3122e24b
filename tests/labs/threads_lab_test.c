/*
 * The threads lab as a person uses it: stepping, going back, what if, failures, exploring, saving;
 * and random keys at random sizes.
 */
#include "stage.h"
#include "support/picture.h"

#include "base/rng.h"

/* Who is asked to guess is not told: neither by the card nor by the pane before a step or a wish. */
static void
threads__opened__tells_no_verdict_before_it_is_asked_for(void **state)
{
	struct stage stage;

	(void)state;
	open_stage(&stage, "lost-update", "");
	settle(&stage);
	assert_true(is_drawn(&stage, 90, 30, "924 schedules"));
	assert_false(is_drawn(&stage, 90, 30, "904"));
	assert_dump(&stage, "sentence", "Nothing has run yet: space");
	press_all(&stage, "space space");
	assert_false(is_drawn(&stage, 90, 30, "904"));
	press(&stage, "e");
	assert_true(is_drawn(&stage, 90, 30, "904 fail"));
	press_all(&stage, "esc 0");
	assert_true(is_drawn(&stage, 90, 30, "904 fail"));
	close_stage(&stage);

	open_staged(&stage, "lost-update", "", true);
	assert_true(is_drawn(&stage, 64, 9, "for _ in range(3): c += 1"));
	assert_true(is_drawn(&stage, 64, 9, "ready"));
	assert_false(is_drawn(&stage, 64, 9, "fail"));
	assert_false(is_drawn(&stage, 64, 9, "c = 1"));
	close_stage(&stage);

	/* Played to its end there is nothing left to guess. */
	open_stage(&stage, "lost-update", "");
	settle(&stage);
	press(&stage, "$");
	assert_true(is_drawn(&stage, 90, 30, "904 fail"));
	close_stage(&stage);
}

/* Under the columns of a card, too, it is said what is shared. */
static void
threads__still__names_what_is_shared(void **state)
{
	struct stage stage;

	(void)state;
	open_staged(&stage, "check-then-act", "", true);
	assert_true(is_drawn(&stage, 88, 9, "q []"));
	assert_true(is_drawn(&stage, 88, 9, "shared"));
	close_stage(&stage);
}

static void
threads__letters__step_that_thread(void **state)
{
	struct stage stage;

	(void)state;
	open_stage(&stage, "lost-update", "");
	assert_int_equal(press(&stage, "A"), LAB_CHANGED);
	assert_dump(&stage, "sentence", "A reads c: 0. It has yet to write 1 back.");
	press(&stage, "B");
	assert_dump(&stage, "sentence", "B reads c, still 0: what A computed is not written yet.");
	press_all(&stage, "A B");
	assert_dump(&stage, "sentence", "B writes c = 1, from what it read before A wrote: A's update is lost.");
	assert_dump(&stage, "steps", "A B A B");
	assert_dump(&stage, "state", "c=1 ");
	press_all(&stage, "b b b");
	assert_dump(&stage, "position", "1");
	assert_dump(&stage, "state", "c=0 ");
	/* A different way from here: what was to come is gone. */
	press(&stage, "A");
	assert_dump(&stage, "steps", "A A");
	assert_dump(&stage, "length", "2");
	close_stage(&stage);
}

static void
threads__digits__step_numbered_threads(void **state)
{
	struct stage stage;

	(void)state;
	open_stage(&stage, "philosophers", "");
	press_all(&stage, "0 1 0");
	/* P0 cannot have the fork that P1 holds: that is no step. */
	assert_dump(&stage, "steps", "P0 P1");
	press(&stage, "home");
	assert_dump(&stage, "position", "0");
	close_stage(&stage);
	open_stage(&stage, "lost-update", "");
	press_all(&stage, "A A 0");
	assert_dump(&stage, "position", "0");
	close_stage(&stage);
}

static void
threads__turns__round_robin_to_the_end(void **state)
{
	struct stage stage;

	(void)state;
	open_stage(&stage, "lock", "");
	press(&stage, "$");
	assert_dump(&stage, "state", "c=6 ");
	assert_dump(&stage, "plan", "free");
	/* At the end there is nothing to run, and then nothing wakes up. */
	settle(&stage);
	press_all(&stage, "space space r");
	for (int i = 0; i < 3; i++) {
		stage.now_ns += 10 * NS_PER_S;
		host_tick(stage.host, stage.now_ns);
	}
	assert_int_equal(host_next_tick(stage.host), 0);
	assert_dump(&stage, "state", "c=6 ");
	close_stage(&stage);
}

static void
threads__violation__replayed_and_left(void **state)
{
	struct stage stage;

	(void)state;
	open_stage(&stage, "deadlock", "");
	settle(&stage);
	assert_dump(&stage, "schedules", "6");
	assert_dump(&stage, "failing", "2");
	assert_dump(&stage, "violation", "deadlock line=4 steps=2");
	press(&stage, "v");
	assert_dump(&stage, "plan", "way");
	assert_dump(&stage, "length", "2");
	press(&stage, "$");
	assert_true(str_find(dump(&stage), STR("Nobody can move: deadlock.")) != STR_NONE);
	press_all(&stage, "b w");
	assert_dump(&stage, "plan", "free");
	assert_dump(&stage, "length", "1");
	press(&stage, "$");
	close_stage(&stage);
}

static void
threads__schedule__is_the_first_plan(void **state)
{
	struct stage stage;

	(void)state;
	open_stage(&stage, "", "c = 0\nthread A, B: c += 1\ncheck c == 2\nschedule A B A B\n");
	assert_dump(&stage, "plan", "schedule");
	assert_dump(&stage, "length", "4");
	press(&stage, "$");
	assert_dump(&stage, "state", "c=1 ");
	close_stage(&stage);
	/* One that cannot be followed is followed as far as it goes. */
	open_stage(&stage, "", "m = Lock()\nthread A, B:\n    with m: pass\nschedule A B B\n");
	assert_null(host_error(stage.host));
	assert_dump(&stage, "length", "1");
	close_stage(&stage);
}

static void
threads__explore__enter_replays(void **state)
{
	struct stage stage;

	(void)state;
	open_stage(&stage, "lost-update", "");
	settle(&stage);
	press(&stage, "e");
	assert_dump(&stage, "page", "explore");
	press(&stage, "enter");
	assert_dump(&stage, "page", "steps");
	assert_dump(&stage, "plan", "way");
	press_all(&stage, "e esc");
	assert_dump(&stage, "page", "steps");
	close_stage(&stage);
}

static void
threads__click__does_what_lies_under_it(void **state)
{
	struct stage stage;

	(void)state;
	open_stage(&stage, "", "c = 0\nthread Ann, Bob: c += 1\ncheck c == 2\n");
	settle(&stage);
	/* the head of a column steps its thread */
	assert_int_equal(click(&stage, 90, 30, "Ann", MOUSE_PRESS), LAB_CHANGED);
	assert_dump(&stage, "steps", "Ann");
	click(&stage, 90, 30, "Bob", MOUSE_PRESS);
	click(&stage, 90, 30, "Ann", MOUSE_PRESS);
	assert_dump(&stage, "steps", "Ann Bob Ann");
	/* so does the mark in the source where it goes on */
	click(&stage, 90, 30, "B▸", MOUSE_PRESS);
	assert_dump(&stage, "steps", "Ann Bob Ann Bob");
	/* a row of the columns goes there, and back is no way to lose what was to come */
	click(&stage, 90, 30, "reads c: 0", MOUSE_PRESS);
	assert_dump(&stage, "position", "1");
	assert_dump(&stage, "length", "4");
	click(&stage, 90, 30, "reads c: 0", MOUSE_WHEEL_DOWN);
	assert_dump(&stage, "position", "2");
	click(&stage, 90, 30, "Ann", MOUSE_WHEEL_UP);
	click(&stage, 90, 30, "Ann", MOUSE_WHEEL_UP);
	click(&stage, 90, 30, "Ann", MOUSE_WHEEL_UP);
	assert_dump(&stage, "position", "0");
	for (int i = 0; i < 9; i++)
		click(&stage, 90, 30, "Ann", MOUSE_WHEEL_DOWN);
	assert_dump(&stage, "position", "4");
	assert_dump(&stage, "length", "4");
	/* the bar of the head */
	click(&stage, 120, 30, sign(SIGN_BACK), MOUSE_PRESS);
	assert_dump(&stage, "position", "3");
	close_stage(&stage);
}

static void
threads__click__replays_a_failure(void **state)
{
	struct stage stage;

	(void)state;
	open_stage(&stage, "deadlock", "");
	settle(&stage);
	press(&stage, "e");
	click(&stage, 90, 30, "deadlock", MOUSE_PRESS);
	assert_dump(&stage, "page", "steps");
	assert_dump(&stage, "plan", "way");
	/* nothing lies here */
	assert_int_equal(click(&stage, 90, 30, "schedules", MOUSE_RELEASE), LAB_IGNORED);
	press(&stage, "p");
	click(&stage, 90, 30, "Lost update", MOUSE_PRESS);
	assert_string_equal(host_preset_name(stage.host), "lost-update");
	close_stage(&stage);
}

static void
threads__grain__changes_what_a_step_is(void **state)
{
	struct stage stage;

	(void)state;
	open_stage(&stage, "", "x, y = 0, 0\nthread A:\n    x = 1\n    y = 1\nthread B: assert x >= y\n");
	settle(&stage);
	assert_dump(&stage, "violations", "0");
	press(&stage, "g");
	settle(&stage);
	assert_dump(&stage, "grain", "access");
	assert_dump(&stage, "violations", "1");
	press(&stage, "g");
	settle(&stage);
	assert_dump(&stage, "violations", "0");
	close_stage(&stage);
}

static void
threads__save__survives_reopening(void **state)
{
	struct str_buf saved = { 0 };
	struct stage stage;

	(void)state;
	open_stage(&stage, "lost-update", "");
	press_all(&stage, "A B B A b");
	host_save(stage.host, &saved);
	close_stage(&stage);
	open_stage(&stage, "lost-update", "");
	host_restore(stage.host, str_buf_str(&saved));
	assert_dump(&stage, "position", "3");
	assert_dump(&stage, "steps", "A B B A");
	close_stage(&stage);
	/* What was saved may be anything. */
	open_stage(&stage, "lock", "");
	host_restore(stage.host, STR("preset lock\nat 99999999999 7 A A B Q Q"));
	assert_dump(&stage, "steps", "A A");
	host_restore(stage.host, STR("preset lock\nat -5 x"));
	host_restore(stage.host, STR("preset lock\nat "));
	assert_dump(&stage, "steps", "A A");
	close_stage(&stage);
	str_buf_fini(&saved);
}

static void
threads__source__wrong_line_is_of_the_file(void **state)
{
	struct stage stage;

	(void)state;
	open_stage(&stage, "", "c = 0\nthread A: c += = 1\n");
	assert_non_null(host_error(stage.host));
	assert_int_equal(host_error(stage.host)->line, 12);
	close_stage(&stage);
}

/* A preset that was changed is the learner's text: no file's name, lines from 1; and what it can do is told at once. */
static void
threads__preset_changed__counts_its_own_lines(void **state)
{
	struct stage stage;

	(void)state;
	open_stage(&stage, "lost-update", "");
	press_all(&stage, "enter ctrl-e + esc");
	assert_non_null(host_error(stage.host));
	assert_int_equal(host_error(stage.host)->line, 1);
	assert_string_equal(host_error(stage.host)->file, "");
	press_all(&stage, "enter ctrl-e backspace backspace 2 esc");
	assert_null(host_error(stage.host));
	settle(&stage);
	assert_true(is_drawn(&stage, 90, 30, "fail"));
	press(&stage, "R");
	settle(&stage);
	assert_false(is_drawn(&stage, 90, 30, "fail"));
	close_stage(&stage);
}

static void
draw_whole(struct stage *stage, int width, int height)
{
	struct surface surface;
	struct canvas canvas;

	surface_init(&surface, width, height);
	canvas = canvas_of(&surface);
	host_draw(stage->host, &canvas, true);
	if (!picture_is_whole(&surface))
		fail_msg("torn at %dx%d", width, height);
	surface_fini(&surface);
}

/* Objects of every kind, each method once, also what is tried in vain. */
static const char every_object[] = "m, r, s, e = Lock(), RLock(), BoundedSemaphore(1), Event()\n"
				   "cv, b, q, k, u = Condition(), Barrier(2), Queue(1), Countdown(1), Unsafe(1)\n"
				   "x = [0, 0]\n"
				   "def add(n): return n + 1\n"
				   "thread A:\n"
				   "    with m: x[0] = add(x[1])\n"
				   "    with r:\n"
				   "        with r: pass\n"
				   "    m.acquire(blocking=False)\n"
				   "    m.release()\n"
				   "    with s: e.set()\n"
				   "    s.acquire(timeout=1)\n"
				   "    s.release()\n"
				   "    with cv: cv.notify_all()\n"
				   "    b.wait()\n"
				   "    q.put(1)\n"
				   "    try: q.put_nowait(2)\n"
				   "    except Full: pass\n"
				   "    k.signal()\n"
				   "    u.get()\n"
				   "    C.start()\n"
				   "    C.join()\n"
				   "    sleep(0.5)\n"
				   "    print(x)\n"
				   "    q.join()\n"
				   "thread B:\n"
				   "    e.wait()\n"
				   "    e.clear()\n"
				   "    e.wait(timeout=1)\n"
				   "    with cv: cv.wait(timeout=1)\n"
				   "    b.wait()\n"
				   "    q.get()\n"
				   "    q.task_done()\n"
				   "    k.wait()\n"
				   "    atomic: x[1] = 5\n"
				   "    critical\n"
				   "    if q.empty() and x[0] > 0: del x[0]\n"
				   "thread C: u.put(2)\n"
				   "daemon thread D: loop: sleep(1)\n";

/* From the start to the end by turns: at each step a sentence, whole, and the row of it drawn. */
static void
tell_all(const char *preset, const char *body)
{
	struct stage stage;

	open_stage(&stage, preset, body);
	if (host_error(stage.host))
		fail_msg("%s: %u: %s", preset, host_error(stage.host)->line, host_error(stage.host)->text);
	settle(&stage);
	for (int i = 0; i < 120; i++) {
		struct str text = dump(&stage), line;
		size_t at = str_find(text, STR("\nsentence="));

		assert_true(at != STR_NONE);
		text = str_skip(text, at + 10);
		assert_true(str_next_line(&text, &line));
		if (line.len < 5 || line.data[line.len - 1] != '.')
			fail_msg("%s, step %d: “%.*s”", preset, i, STR_ARG(line));
		draw_whole(&stage, 100, 28);
		press(&stage, "space");
	}
	close_stage(&stage);
}

static void
threads__sentence__for_every_step(void **state)
{
	static const char *const presets[] = { "lost-update",
					       "lock",
					       "rlock",
					       "deadlock",
					       "philosophers",
					       "semaphore",
					       "bounded-buffer",
					       "lost-wakeup",
					       "sentinel",
					       "joinable-queue",
					       "timer",
					       "daemon",
					       "barrier",
					       "readers-writers",
					       "rendezvous",
					       "event",
					       "gil",
					       "check-then-act",
					       "peterson",
					       "double-checked-locking" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(presets); i++)
		tell_all(presets[i], "");
	tell_all("", every_object);
}

/* Real threads make each step that is shown, back and forth, and agree. */
static void
threads__perform__follows(void **state)
{
	static const char *const presets[] = { "lost-update", "philosophers", "lost-wakeup", "joinable-queue",
					       "barrier" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(presets); i++) {
		struct stage stage;

		open_stage(&stage, presets[i], "");
		press_all(&stage, "k space space b space space space b b");
		assert_dump(&stage, "performed", "2");
		press(&stage, "$");
		while (host_next_tick(stage.host) == stage.now_ns + NS_PER_MS) {
			stage.now_ns += NS_PER_MS;
			host_tick(stage.host, stage.now_ns);
		}
		assert_true(str_find(dump(&stage), STR("disagreement=\n")) != STR_NONE);
		press(&stage, "k");
		assert_true(str_find(dump(&stage), STR("performed=")) == STR_NONE);
		close_stage(&stage);
	}
}

/* Closing in the middle of everything, again and again. */
static void
threads__race__counts_and_is_called_off(void **state)
{
	struct stage stage;

	(void)state;
	open_stage(&stage, "lock", "");
	settle(&stage);
	press(&stage, "x");
	assert_dump(&stage, "page", "race");
	press(&stage, "esc");
	settle(&stage);
	assert_true(str_find(dump(&stage), STR("race_outcomes=")) != STR_NONE);
	press(&stage, "esc");
	assert_dump(&stage, "page", "steps");
	close_stage(&stage);
	open_stage(&stage, "lost-update", "");
	press(&stage, "x");
	close_stage(&stage);
}

static const char *const monkey_keys[] = {
	"space", "space", "right", "b", "left", "r", "+", "-",   "0",  "$",      "home", "end", "A",
	"B",     "C",     "P",     "W", "1",    "2", "4", "v",   "v",  "e",      "w",    "g",   "enter",
	"esc",   "up",    "down",  "j", "k",    "p", "R", "tab", "f5", "ctrl-r", "x",    "T",   "D",
};

/* Whatever is pressed at whatever size: whole pictures, a position that exists, a sentence. */
static void
threads__monkey__whole_pictures(void **state)
{
	static const char *const presets[] = { "lost-update",     "philosophers", "bounded-buffer", "joinable-queue",
					       "barrier",         "semaphore",    "peterson",       "check-then-act",
					       "readers-writers", "timer",        "daemon",         "sentinel" };
	uint64_t seed = test_seed();
	struct rng rng;

	(void)state;
	print_message("seed %llu\n", (unsigned long long)seed);
	rng_init(&rng, seed);
	for (size_t round = 0; round < 24; round++) {
		struct stage stage;

		open_stage(&stage, presets[round % ARRAY_LEN(presets)], "");
		for (int i = 0; i < 60; i++) {
			struct event event = { 0 };
			size_t key = (size_t)rng_below(&rng, ARRAY_LEN(monkey_keys));

			if (event_key_parse(str_of_c(monkey_keys[key]), &event)) {
				event.kind = EVENT_KEY;
				host_input(stage.host, &event);
			}
			if (rng_below(&rng, 4) == 0) {
				stage.now_ns += rng_below(&rng, 3 * NS_PER_S);
				host_tick(stage.host, stage.now_ns);
				loop_run_once(stage.loop, 0);
			}
			draw_whole(&stage, (int)rng_below(&rng, 210), (int)rng_below(&rng, 60));
			draw_whole(&stage, (int)rng_below(&rng, 30), (int)rng_below(&rng, 10));
		}
		close_stage(&stage);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(threads__opened__tells_no_verdict_before_it_is_asked_for),
		cmocka_unit_test(threads__still__names_what_is_shared),
		cmocka_unit_test(threads__letters__step_that_thread),
		cmocka_unit_test(threads__digits__step_numbered_threads),
		cmocka_unit_test(threads__turns__round_robin_to_the_end),
		cmocka_unit_test(threads__violation__replayed_and_left),
		cmocka_unit_test(threads__schedule__is_the_first_plan),
		cmocka_unit_test(threads__explore__enter_replays),
		cmocka_unit_test(threads__click__does_what_lies_under_it),
		cmocka_unit_test(threads__click__replays_a_failure),
		cmocka_unit_test(threads__grain__changes_what_a_step_is),
		cmocka_unit_test(threads__save__survives_reopening),
		cmocka_unit_test(threads__source__wrong_line_is_of_the_file),
		cmocka_unit_test(threads__sentence__for_every_step),
		cmocka_unit_test(threads__perform__follows),
		cmocka_unit_test(threads__race__counts_and_is_called_off),
		cmocka_unit_test(threads__preset_changed__counts_its_own_lines),
		cmocka_unit_test(threads__monkey__whole_pictures),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
