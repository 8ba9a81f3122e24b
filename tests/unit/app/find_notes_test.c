/* Finding in all notes while they change on the disk. */
#include "support/temp.h"
#include "support/test.h"

#include "app/state.h"
#include "base/clock.h"

enum {
	WIDTH = 100,
	HEIGHT = 24
};

static void
type(struct app *app, const char *text)
{
	for (; *text; text++)
		app->overlay.ops->input(app, app->overlay.self,
					&(struct event){ .kind = EVENT_KEY, .key = (uint32_t)*text });
}

static void
step_until_found(struct app *app)
{
	uint64_t end_ns = clock_monotonic_ns() + 60 * NS_PER_S;

	do {
		while (course_step(&app->course, NS_PER_S))
			;
		overlay_step(app, NS_PER_MS);
		loop_run_once(app->loop, 1);
		assert_true(clock_monotonic_ns() < end_ns);
	} while (app->overlay.ops->is_busy(app->overlay.self));
}

static void
read_picture(struct app *app, struct str_buf *out)
{
	struct surface surface;

	surface_init(&surface, WIDTH, HEIGHT);
	struct canvas canvas = canvas_of(&surface);

	app->overlay.ops->draw(app, app->overlay.self, &canvas);
	str_buf_clear(out);
	surface_to_text(&surface, out);
	surface_fini(&surface);
}

/* Files are counted anew then: what was found in one is not to be told of another. */
static void
find_notes__course_changed__looks_again(void **state)
{
	struct app app = { .reader.lesson = STR_NONE, .loop = loop_new() };
	struct str_buf picture = { 0 };

	temp_write(*state, "b.md", STR("# 2018-11-03 Locks\n\na needle\n"));
	course_open(&app.course, &(struct course_options){ .path = *state }, NULL);
	find_notes_open(&app);
	type(&app, "needle");
	step_until_found(&app);
	read_picture(&app, &picture);
	assert_int_not_equal(str_find(str_buf_str(&picture), STR("11-03")), STR_NONE);

	temp_write(*state, "a.md", STR("# 2018-11-10 Queues\n\nnothing\n"));
	temp_write(*state, "b.md", STR("# 2018-11-03 Locks\n\nnothing\n\nanother needle\n"));
	course_reload(&app.course);
	step_until_found(&app);
	read_picture(&app, &picture);
	assert_int_not_equal(str_find(str_buf_str(&picture), STR("another needle")), STR_NONE);
	assert_int_not_equal(str_find(str_buf_str(&picture), STR("11-03")), STR_NONE);
	assert_int_equal(str_find(str_buf_str(&picture), STR("11-10")), STR_NONE);

	overlay_close(&app);
	course_close(&app.course);
	loop_free(app.loop);
	str_buf_fini(&picture);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEMP_TEST(find_notes__course_changed__looks_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
