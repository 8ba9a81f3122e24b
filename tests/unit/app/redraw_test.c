/* Drawing again begins from blank: a fault in what is kept of the frame before does not outlive it. */
#include "support/test.h"

#include "app/command.h"
#include "app/state.h"
#include "base/alloc.h"
#include "canvas/canvas.h"

enum {
	WIDTH = 40,
	HEIGHT = 10
};

static void
draw(struct surface *surface)
{
	struct canvas canvas = canvas_of(surface);

	surface_clear(surface);
	for (int y = 0; y < HEIGHT; y += 2)
		canvas_print_c(&canvas, 0, y, STYLE_PLAIN, "a row of words");
	surface_finish(surface);
}

static void
redraw_by_command(struct app *app)
{
	command_run(command_find(STR("redraw")), app, 0);
}

/* As the screen tells it when it comes back from the shell or from an editor. */
static void
redraw_by_return(struct app *app)
{
	app_resize(app, WIDTH, HEIGHT);
}

static void
redraw__faulty_rows__are_drawn_anew(void **state)
{
	static void (*const ways[])(struct app *) = { redraw_by_command, redraw_by_return };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(ways); i++) {
		struct app app = { 0 };
		struct str_buf before = { 0 }, after = { 0 };

		surface_init(&app.surface, WIDTH, HEIGHT);
		surface_keep(&app.surface);
		draw(&app.surface);
		surface_to_text(&app.surface, &before);
		app.surface.cells[0].glyph.base = 'X';                 /* of a stroke */
		app.surface.cells[(size_t)WIDTH + 3].glyph.base = 'X'; /* where nothing is drawn */
		ways[i](&app);
		assert_true(app.needs_draw);
		draw(&app.surface);
		surface_to_text(&app.surface, &after);
		assert_string_equal(str_buf_c(&after), str_buf_c(&before));
		for (int y = 0; y < HEIGHT; y++)
			assert_true(surface_take_new(&app.surface, y));
		str_buf_fini(&before);
		str_buf_fini(&after);
		surface_fini(&app.surface);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(redraw__faulty_rows__are_drawn_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
