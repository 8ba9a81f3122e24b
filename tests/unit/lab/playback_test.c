/* Step, back, run, speed, seek. */
#include "support/test.h"

#include "base/clock.h"
#include "lab/playback.h"

static bool
press(struct playback *playback, uint32_t key)
{
	struct event event = { .kind = EVENT_KEY, .key = key };

	return playback_input(playback, &event, 0);
}

static void
playback__input__steps_and_seeks(void **state)
{
	struct playback playback;

	(void)state;
	playback_init(&playback, 3);
	assert_true(press(&playback, ' '));
	assert_true(press(&playback, K_RIGHT));
	assert_int_equal(playback.position, 2);
	press(&playback, 'b');
	assert_int_equal(playback.position, 1);
	press(&playback, '$');
	press(&playback, ' ');
	assert_int_equal(playback.position, 3);
	press(&playback, '0');
	press(&playback, 'b');
	assert_int_equal(playback.position, 0);
	assert_false(press(&playback, 'q'));
}

static void
playback__tick__runs_to_the_end(void **state)
{
	struct playback playback;
	uint64_t now_ns = 0;
	int changes = 0;

	(void)state;
	playback_init(&playback, 3);
	assert_int_equal(playback_next_tick(&playback), 0);
	playback_set_running(&playback, true, now_ns);
	for (int i = 0; i < 100 && playback.is_running; i++) {
		now_ns = playback_next_tick(&playback);
		changes += playback_tick(&playback, now_ns);
	}
	assert_int_equal(playback.position, 3);
	assert_int_equal(changes, 3);
	assert_false(playback.is_running);
}

static void
playback__tick__does_not_race_after_a_stall(void **state)
{
	struct playback playback;

	(void)state;
	playback_init(&playback, 1000);
	playback_set_running(&playback, true, 0);
	playback_tick(&playback, 3600 * NS_PER_S);
	assert_int_equal(playback.position, 1);
}

static void
playback__step__asks_an_endless_lab_for_more(void **state)
{
	struct playback playback;

	(void)state;
	playback_init(&playback, 0);
	playback.is_endless = true;
	assert_false(playback_step(&playback));
	assert_true(playback.wants_more);
	playback_advance(&playback);
	assert_false(playback.wants_more);
	assert_int_equal(playback.position, 1);
	assert_int_equal(playback.length, 1);
}

static void
playback__set_length__clamps(void **state)
{
	struct playback playback;

	(void)state;
	playback_init(&playback, 9);
	playback_seek(&playback, 9);
	playback_set_length(&playback, 4);
	assert_int_equal(playback.position, 4);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(playback__input__steps_and_seeks),
		cmocka_unit_test(playback__tick__runs_to_the_end),
		cmocka_unit_test(playback__tick__does_not_race_after_a_stall),
		cmocka_unit_test(playback__step__asks_an_endless_lab_for_more),
		cmocka_unit_test(playback__set_length__clamps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
