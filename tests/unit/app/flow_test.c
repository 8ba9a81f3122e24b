/* Sections laid out as they are asked for: how much of it a turn of the loop does. */
#include "support/temp.h"
#include "support/test.h"

#include "app/flow.h"
#include "app/state.h"
#include "base/clock.h"

enum {
	TEXT_BYTES = 1000 * 1000,
	SECTION_BYTES = 40 * 1000,
	ROWS = 100,
	TURN_BYTES = 160 << 10,
	HEADINGS = 20,
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
		assert_true(flow.laid_out_bytes > 0 && flow.laid_out_bytes <= TURN_BYTES);
		laid_out += flow.laid_out_bytes;
		turns++;
	} while (flow.is_behind);
	assert_int_equal(laid_out, TEXT_BYTES); /* each section once: none in view is forgotten for another one */
	assert_int_equal(turns, 7);
	flow_fini(&flow);
	document_free(document);
	str_buf_fini(&text);
}

static void
open_long_lesson(struct app *app, const char *dir)
{
	static const struct document_options options = { .section_max_bytes = 2 * SECTION_BYTES };
	struct str_buf text = { 0 };

	str_buf_append_c(&text, "# 2018-11-03 Long\n\n");
	for (int i = 0; i < HEADINGS; i++) {
		str_buf_printf(&text, "## %d\n\n", i);
		str_buf_append_repeat(&text, STR("words "), SECTION_BYTES / 6);
		str_buf_append_c(&text, "\n\n");
	}
	temp_write(dir, "a.md", str_buf_str(&text));
	str_buf_fini(&text);
	settings_init(&app->settings);
	course_open(&app->course, &(struct course_options){ .path = dir }, NULL);
	reader_init(&app->reader, &app->course, &app->lab_env, &options);
	app->reader.loop = app->loop = loop_new();
	app->reader.flow.wait_ms = 60000;
	while (course_step(&app->course, NS_PER_S))
		;
	reader_open(&app->reader, 0, 1);
	while (app->reader.taking)
		loop_run_once(app->loop, -1);
	reader_layout(&app->reader, 80, 24);
	app->focus = PANE_READER;
}

/* Keys that come at once share what a turn lays out; those that would need more wait for the next, and none is lost. */
static void
flow__many_keys_at_once__lay_out_no_more_than_a_turn(void **state)
{
	struct app app = { .lab_env.language = "en" };
	size_t first, turns = 0;

	open_long_lesson(&app, *state);
	first = reader_heading(&app.reader);
	app_begin_turn(&app);
	for (int i = 0; i < HEADINGS; i++)
		app_event(&app, &(struct event){ .kind = EVENT_KEY, .key = '}' });
	assert_true(app.held.len > 0);
	for (; app.held.len > 0; turns++) {
		assert_true(app.reader.flow.laid_out_bytes <= TURN_BYTES);
		app_begin_turn(&app);
		app_release_held(&app, NS_PER_S);
	}
	assert_true(turns >= 3 && turns < HEADINGS);
	assert_int_equal(reader_heading(&app.reader), first + HEADINGS);
	reader_fini(&app.reader);
	settings_fini(&app.settings);
	course_close(&app.course);
	loop_free(app.loop);
	app_forget_held(&app);
	vec_fini(&app.held);
	str_buf_fini(&app.message.text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(flow__turn__lays_out_so_much_and_the_next_goes_on),
		TEMP_TEST(flow__many_keys_at_once__lay_out_no_more_than_a_turn),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
