/* Arrays that grow: against a plain array, whatever is done to them. */
#include "support/test.h"

#include "base/alloc.h"
#include "base/rng.h"
#include "base/vec.h"

struct point {
	int x, y;
};

static void
vec__push__takes_structs_in_place_and_keeps_order(void **state)
{
	VEC(struct point) points = { 0 };

	(void)state;
	for (int i = 0; i < 1000; i++)
		vec_push(&points, (struct point){ .x = i, .y = -i });
	assert_int_equal(points.len, 1000);
	assert_true(points.capacity >= points.len);
	for (int i = 0; i < 1000; i++)
		assert_true(points.items[i].x == i && points.items[i].y == -i);
	assert_int_equal(vec_last(&points)->x, 999);
	vec_fini(&points);
	assert_null(points.items);
	assert_int_equal(points.len + points.capacity, 0);
}

static void
vec__push_zero__is_zero_where_something_was(void **state)
{
	VEC(struct point) points = { 0 };

	(void)state;
	vec_push(&points, (struct point){ 7, 7 });
	vec_clear(&points);
	struct point *fresh = vec_push_zero(&points);

	assert_int_equal(fresh->x, 0);
	assert_int_equal(fresh->y, 0);
	vec_fini(&points);
}

static void
vec__reserve__grows_by_half_so_that_pushing_is_cheap(void **state)
{
	VEC(char) bytes = { 0 };
	size_t growths = 0;

	(void)state;
	for (int i = 0; i < 100000; i++) {
		size_t before = bytes.capacity;

		vec_push(&bytes, 'x');
		growths += bytes.capacity != before;
	}
	assert_true(growths < 30);
	vec_reserve(&bytes, 1000000);
	assert_true(bytes.capacity >= 1100000);
	vec_fini(&bytes);
}

enum {
	MODEL_MAX = 64
};

/* Any mix of pushing, popping and removing leaves what a plain array would have. */
static void
vec__any_changes__leave_what_a_plain_array_has(void **state)
{
	VEC(int) numbers = { 0 };
	int model[MODEL_MAX];
	size_t len = 0;
	struct rng rng;
	uint64_t seed = test_seed();

	(void)state;
	rng_init(&rng, seed);
	for (int round = 0; round < 20000; round++) {
		uint64_t what = rng_below(&rng, 3);

		if (what == 0 && len < MODEL_MAX) {
			model[len++] = round;
			vec_push(&numbers, round);
		} else if (what == 1 && len > 0) {
			assert_int_equal(vec_pop(&numbers), model[--len]);
		} else if (what == 2 && len > 0) {
			size_t at = (size_t)rng_below(&rng, len);

			len--;
			for (size_t i = at; i < len; i++)
				model[i] = model[i + 1];
			vec_remove(&numbers, at);
		}
		if (numbers.len != len || (len && memcmp(numbers.items, model, len * sizeof(*model)) != 0))
			fail_msg("round %d, SEED=%llu", round, (unsigned long long)seed);
	}
	vec_fini(&numbers);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(vec__push__takes_structs_in_place_and_keeps_order),
		cmocka_unit_test(vec__push_zero__is_zero_where_something_was),
		cmocka_unit_test(vec__reserve__grows_by_half_so_that_pushing_is_cheap),
		cmocka_unit_test(vec__any_changes__leave_what_a_plain_array_has),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
