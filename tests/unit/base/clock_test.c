/* The clocks go forward, in nanoseconds, and tell apart time that passed from time that was worked. */
#include "support/test.h"

#include "base/clock.h"

#include <time.h>

static void
clock__monotonic__never_goes_back(void **state)
{
	uint64_t last = clock_monotonic_ns(), first = last;

	(void)state;
	for (int i = 0; i < 100000; i++) {
		uint64_t now = clock_monotonic_ns();

		assert_true(now >= last);
		last = now;
	}
	assert_true(last > first);
}

/* Between two looks of libc at the same clock. */
static void
clock__wall__counts_nanoseconds_since_1970(void **state)
{
	time_t before = time(NULL);
	int64_t now = clock_wall_ns() / (int64_t)NS_PER_S;
	time_t after = time(NULL);

	(void)state;
	assert_true(now >= before && now <= after + 1);
}

/* Work until the thread's clock says 2 ms: then at least as much time has passed. */
static void
clock__thread_cpu__counts_work_only(void **state)
{
	uint64_t started = clock_monotonic_ns(), worked = clock_thread_cpu_ns(), now;

	(void)state;
	while ((now = clock_thread_cpu_ns()) - worked < 2 * NS_PER_MS)
		assert_true(now >= worked);
	assert_true(clock_monotonic_ns() - started >= 2 * NS_PER_MS - NS_PER_MS / 10);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(clock__monotonic__never_goes_back),
		cmocka_unit_test(clock__wall__counts_nanoseconds_since_1970),
		cmocka_unit_test(clock__thread_cpu__counts_work_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
