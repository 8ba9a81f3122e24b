/* Random numbers: the published sequence, and numbers in their bounds. */
#include "support/test.h"

#include "base/rng.h"

static void
rng__next__is_xoshiro256_starstar(void **state)
{
	struct rng rng = { { 1, 2, 3, 4 } };

	(void)state;
	/* By hand from the definition: rotl(s1 * 5, 7) * 9 with s1 = 2, 0, 262149, … */
	assert_true(rng_next(&rng) == 11520);
	assert_true(rng_next(&rng) == 0);
	assert_true(rng_next(&rng) == 1509978240);
	assert_true(rng_next(&rng) == UINT64_C(1215971899390074240));
}

static void
rng__init__depends_on_the_seed_alone(void **state)
{
	struct rng a, b, c;

	(void)state;
	rng_init(&a, 0);
	rng_init(&b, 0);
	rng_init(&c, 1);
	assert_true(a.state[0] == UINT64_C(0xE220A8397B1DCDAF)); /* splitmix64's first number for seed 0 */
	assert_true(rng_next(&a) == rng_next(&b));
	assert_true(rng_next(&b) != rng_next(&c));
}

static void
rng__below__stays_below_and_reaches_everything(void **state)
{
	struct rng rng;
	unsigned counts[7] = { 0 };

	(void)state;
	rng_init(&rng, test_seed());
	for (int i = 0; i < 70000; i++)
		counts[rng_below(&rng, 7)]++;
	for (int i = 0; i < 7; i++)
		assert_in_range(counts[i], 9000, 11000);
	assert_true(rng_below(&rng, 1) == 0);
	for (int i = 0; i < 100; i++)
		assert_true(rng_below(&rng, UINT64_MAX) < UINT64_MAX);
}

static void
rng__unit_and_exponential__have_their_means(void **state)
{
	struct rng rng;
	double units = 0, waits = 0;
	const int count = 100000;

	(void)state;
	rng_init(&rng, test_seed());
	for (int i = 0; i < count; i++) {
		double unit = rng_unit(&rng), wait = rng_exponential(&rng, 3);

		assert_true(unit >= 0 && unit < 1 && wait >= 0);
		units += unit;
		waits += wait;
	}
	assert_true(units / count > 0.49 && units / count < 0.51);
	assert_true(waits / count > 2.9 && waits / count < 3.1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rng__next__is_xoshiro256_starstar),
		cmocka_unit_test(rng__init__depends_on_the_seed_alone),
		cmocka_unit_test(rng__below__stays_below_and_reaches_everything),
		cmocka_unit_test(rng__unit_and_exponential__have_their_means),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
