/* Sections laid out as they are asked for: how much of it a turn of the loop does. */
#include "app/flow.h"
#include "support/test.h"

enum {
	TEXT_BYTES = 1000 * 1000,
	SECTION_BYTES = 40 * 1000,
	ROWS = 100,
};

/* Marks take no room: the whole text is in view. A turn lays out a part of it, and turns come to an end. */
static void
flow__turn__lays_out_so_much_and_the_next_goes_on(void **state)
{
	struct document_options options = { .section_max_bytes = SECTION_BYTES };
	struct str_buf text = { 0 };
	struct flow flow;
	size_t turns = 0, laid_out = 0;

	(void)state;
	str_buf_append_repeat(&text, STR("\xcc\x81"), TEXT_BYTES / 2);
	struct document *document = document_new(str_buf_str(&text), 1, &options);

	flow_init(&flow);
	flow.wait_ms = 60000;
	flow_set(&flow, document, &(struct render_options){ .width_cols = 80 });
	do {
		struct flow_place place = { 0, 0 };

		flow_begin(&flow);
		flow_move(&flow, &place, ROWS);
		assert_true(flow.laid_out_bytes > 0 && flow.laid_out_bytes <= 160 << 10);
		laid_out += flow.laid_out_bytes;
		turns++;
	} while (flow.is_behind);
	assert_int_equal(laid_out, TEXT_BYTES); /* each section once: none in view is forgotten for another one */
	assert_int_equal(turns, 7);
	flow_fini(&flow);
	document_free(document);
	str_buf_fini(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(flow__turn__lays_out_so_much_and_the_next_goes_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
