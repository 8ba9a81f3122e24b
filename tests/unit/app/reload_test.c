/* A change on the disk is looked at a moment after it, so that what is being saved is not read halfway. */
#include "support/test.h"

#include "app/state.h"
#include "base/clock.h"

enum {
	LEAST_MS = 50,
	MOST_MS = 5000
};

/* The loop has waited since the time the program knows. */
static void
reload__change_after_a_long_wait__leaves_it_a_moment(void **state)
{
	struct app app = { .now_ns = 1 };
	uint64_t before_ns = clock_monotonic_ns();

	(void)state;
	app_look_at_disk_soon(&app);
	assert_true(app.reload_at_ns >= before_ns + LEAST_MS * NS_PER_MS);
}

static void
reload__more_changes__are_awaited_but_not_for_ever(void **state)
{
	struct app app = { 0 };
	uint64_t first_ns, before_ns;

	(void)state;
	app_look_at_disk_soon(&app);
	first_ns = app.reload_at_ns;
	before_ns = clock_monotonic_ns();
	while (clock_monotonic_ns() == before_ns)
		;
	app_look_at_disk_soon(&app);
	assert_true(app.reload_at_ns > first_ns);
	app.reload_by_ns = before_ns; /* as if they had gone on since long ago */
	app_look_at_disk_soon(&app);
	assert_true(app.reload_at_ns <= before_ns);
	app.reload_at_ns = 0; /* it was looked at */
	app_look_at_disk_soon(&app);
	assert_true(app.reload_at_ns >= before_ns + LEAST_MS * NS_PER_MS);
	assert_true(app.reload_by_ns < clock_monotonic_ns() + MOST_MS * NS_PER_MS);
}

/* The editor has ended, and only then is told that it wrote: that look is neither put off nor lost. */
static void
reload__change_told_behind_a_look_at_once__stays_at_once(void **state)
{
	struct app app = { .now_ns = 5 };
	uint64_t at_once_ns;

	(void)state;
	app_look_at_disk_now(&app);
	at_once_ns = app.reload_at_ns;
	assert_true(at_once_ns > 0);
	app_look_at_disk_soon(&app);
	assert_int_equal(app.reload_at_ns, at_once_ns);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reload__change_after_a_long_wait__leaves_it_a_moment),
		cmocka_unit_test(reload__more_changes__are_awaited_but_not_for_ever),
		cmocka_unit_test(reload__change_told_behind_a_look_at_once__stays_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
