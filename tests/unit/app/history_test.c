/* History: back, forward, and that a new way forgets the old one. */
#include "support/test.h"

#include "app/history.h"

static void
history__go__back_and_forward(void **state)
{
	struct history history = { 0 };
	const struct history_entry *entry;

	(void)state;
	history_push(&history, STR("a"), 1);
	history_push(&history, STR("b"), 2);
	entry = history_go(&history, -1, STR("c"), 3);
	assert_string_equal(entry->key, "b");
	entry = history_go(&history, -1, STR("b"), 2);
	assert_string_equal(entry->key, "a");
	assert_null(history_go(&history, -1, STR("a"), 1));
	entry = history_go(&history, 1, STR("a"), 1);
	assert_string_equal(entry->key, "b");
	entry = history_go(&history, 1, STR("b"), 2);
	assert_string_equal(entry->key, "c");
	assert_int_equal(entry->line, 3);
	assert_null(history_go(&history, 1, STR("c"), 3));
	history_fini(&history);
}

static void
history__push__forgets_what_was_forward(void **state)
{
	struct history history = { 0 };

	(void)state;
	history_push(&history, STR("a"), 1);
	history_push(&history, STR("b"), 2);
	assert_non_null(history_go(&history, -1, STR("c"), 3));
	history_push(&history, STR("b"), 9);
	assert_null(history_go(&history, 1, STR("d"), 4));
	history_fini(&history);
}

static void
history__push__keeps_a_bounded_number(void **state)
{
	struct history history = { 0 };
	int steps = 0;

	(void)state;
	for (uint32_t i = 0; i < 1000; i++)
		history_push(&history, STR("a"), i);
	while (history_go(&history, -1, STR("z"), 1))
		steps++;
	assert_int_equal(steps, 100);
	history_fini(&history);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(history__go__back_and_forward),
		cmocka_unit_test(history__push__forgets_what_was_forward),
		cmocka_unit_test(history__push__keeps_a_bounded_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
