/* The palette while what it lists is still coming. */
#include "support/temp.h"
#include "support/test.h"

#include "app/state.h"
#include "base/clock.h"

enum {
	WIDTH = 80,
	HEIGHT = 24,
	STEPS = 3
};

static void
assert_has_rows(struct app *app)
{
	struct surface surface;
	struct str_buf text = { 0 };

	surface_init(&surface, WIDTH, HEIGHT);
	struct canvas canvas = canvas_of(&surface);

	app->overlay.ops->draw(app, app->overlay.self, &canvas);
	surface_to_text(&surface, &text);
	assert_int_not_equal(str_find(str_buf_str(&text), STR("type a few letters")), STR_NONE);
	assert_int_equal(str_find(str_buf_str(&text), STR("Nothing is called that")), STR_NONE);
	str_buf_fini(&text);
	surface_fini(&surface);
}

/* Each step of the reading brings lessons, and the palette begins anew. */
static void
palette__course_being_read__has_rows_after_each_step(void **state)
{
	struct app app = { .reader.lesson = STR_NONE, .lab_env.language = "en" };

	temp_write(*state, "a.md", STR("# 2018-11-03 Lines\n\nwords\n"));
	course_open(&app.course, &(struct course_options){ .path = *state }, NULL);
	palette_open(&app);
	for (int i = 0; i < STEPS; i++) {
		app.course.generation++;
		overlay_step(&app, NS_PER_MS);
		assert_has_rows(&app);
	}
	overlay_close(&app);
	course_close(&app.course);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEMP_TEST(palette__course_being_read__has_rows_after_each_step),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
