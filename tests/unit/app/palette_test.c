/* The palette while what it lists is still coming. */
#include "support/temp.h"
#include "support/test.h"

#include "app/state.h"
#include "base/clock.h"

enum {
	WIDTH = 80,
	HEIGHT = 24,
	STEPS = 3,
	LESSONS = 20000,
};

static bool
is_shown(struct app *app, const char *words)
{
	struct surface surface;
	struct str_buf text = { 0 };
	bool is_there;

	surface_init(&surface, WIDTH, HEIGHT);
	struct canvas canvas = canvas_of(&surface);

	app->overlay.ops->draw(app, app->overlay.self, &canvas);
	surface_to_text(&surface, &text);
	is_there = str_find(str_buf_str(&text), str_of_c(words)) != STR_NONE;
	str_buf_fini(&text);
	surface_fini(&surface);
	return is_there;
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
		assert_true(is_shown(&app, "type a few letters"));
		assert_true(is_shown(&app, "command  "));
		assert_false(is_shown(&app, "Nothing is called that"));
	}
	overlay_close(&app);
	course_close(&app.course);
}

static void
press(struct app *app, uint32_t key)
{
	app_event(app, &(struct event){ .kind = EVENT_KEY, .key = key });
}

/* Lessons enough that no key can wait until all were looked at. The last of them is what "zebra" means best. */
static void
open_palette_of_many(struct app *app, const char *dir)
{
	static const struct document_options options = { 0 };
	struct str_buf text = { 0 };

	for (int i = 0; i < LESSONS - 1; i++) {
		str_buf_printf(&text, "# 2018-11-03 %d", i);
		str_buf_append_repeat(&text, STR(" z e b r of long words a"), 5);
		str_buf_append_c(&text, "\n\nwords\n\n");
	}
	str_buf_append_c(&text, "# 2018-11-03 zebra\n\nwords\n");
	temp_write(dir, "a.md", str_buf_str(&text));
	str_buf_fini(&text);
	settings_init(&app->settings);
	course_open(&app->course, &(struct course_options){ .path = dir }, NULL);
	reader_init(&app->reader, &app->course, &app->lab_env, &options);
	while (course_step(&app->course, NS_PER_S))
		;
	assert_int_equal(catalog_lesson_count(app->course.catalog), LESSONS);
	palette_open(app);
	for (const char *letter = "zebra"; *letter; letter++)
		press(app, (uint32_t)*letter);
}

static void
close_all(struct app *app)
{
	overlay_close(app);
	reader_fini(&app->reader);
	history_fini(&app->history);
	settings_fini(&app->settings);
	course_close(&app->course);
	app_forget_held(app);
	vec_fini(&app->held);
	str_buf_fini(&app->message.text);
}

/* Enter does not wait for what is not looked at yet, nor does it take less than the best; what is typed on waits. */
static void
palette__enter_while_looking__opens_the_best_once_it_is_found(void **state)
{
	struct app app = { .reader.lesson = STR_NONE, .lab_env.language = "en" };

	open_palette_of_many(&app, *state);
	press(&app, K_ENTER);
	press(&app, 'j');
	press(&app, K_DOWN);
	assert_non_null(app.overlay.ops);
	assert_int_equal(app.held.len, 2);
	while (overlay_step(&app, NS_PER_MS))
		;
	assert_null(app.overlay.ops);
	assert_int_equal(app.reader.lesson, LESSONS - 1);
	app_release_held(&app, NS_PER_S);
	assert_int_equal(app.held.len, 0);
	close_all(&app);
}

/* A paste waits in its place among the keys, though what it was told with is gone by then. */
static void
palette__paste_while_looking__is_for_what_opens_next(void **state)
{
	struct app app = { .reader.lesson = STR_NONE, .lab_env.language = "en" };
	char text[] = "long words";

	open_palette_of_many(&app, *state);
	press(&app, K_ENTER);
	press(&app, ':');
	app_event(&app, &(struct event){ .kind = EVENT_PASTE, .text = str_of_c(text) });
	memset(text, '?', sizeof(text) - 1);
	assert_int_equal(app.held.len, 2);
	while (overlay_step(&app, NS_PER_MS))
		;
	assert_int_equal(app.reader.lesson, LESSONS - 1);
	app_release_held(&app, NS_PER_S);
	assert_int_equal(app.held.len, 0);
	assert_true(is_shown(&app, "> long words"));
	close_all(&app);
}

/* Escape takes Enter back, with all that was typed on. */
static void
palette__escape_while_looking__opens_nothing(void **state)
{
	struct app app = { .reader.lesson = STR_NONE, .lab_env.language = "en" };

	open_palette_of_many(&app, *state);
	press(&app, K_ENTER);
	press(&app, 'q');
	press(&app, K_ESC);
	assert_null(app.overlay.ops);
	assert_int_equal(app.held.len, 0);
	assert_true(app.reader.lesson == STR_NONE);
	close_all(&app);
}

/* An arrow moves among what is found so far. The row it chose stays chosen; back on the first, that is the best. */
static void
palette__arrows_while_looking__move_among_what_is_found(void **state)
{
	struct app app = { .reader.lesson = STR_NONE, .lab_env.language = "en" };

	open_palette_of_many(&app, *state);
	press(&app, K_DOWN);
	assert_true(app.overlay.ops->is_busy(app.overlay.self));
	overlay_step(&app, NS_PER_MS);
	press(&app, K_UP);
	press(&app, K_ENTER);
	while (overlay_step(&app, NS_PER_MS))
		;
	assert_int_equal(app.reader.lesson, LESSONS - 1);
	close_all(&app);
}

/* That nothing is found is said once it is known. */
static void
palette__nothing_found_yet__is_not_said_to_be_nothing(void **state)
{
	struct app app = { .reader.lesson = STR_NONE, .lab_env.language = "en" };

	open_palette_of_many(&app, *state);
	press(&app, 'q');
	assert_false(is_shown(&app, "Nothing is called that"));
	while (overlay_step(&app, NS_PER_MS))
		;
	assert_true(is_shown(&app, "Nothing is called that"));
	close_all(&app);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEMP_TEST(palette__course_being_read__has_rows_after_each_step),
		TEMP_TEST(palette__enter_while_looking__opens_the_best_once_it_is_found),
		TEMP_TEST(palette__escape_while_looking__opens_nothing),
		TEMP_TEST(palette__paste_while_looking__is_for_what_opens_next),
		TEMP_TEST(palette__nothing_found_yet__is_not_said_to_be_nothing),
		TEMP_TEST(palette__arrows_while_looking__move_among_what_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
