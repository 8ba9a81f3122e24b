/*
 * The smallest program on a screen, for tests: shows its size and the last events, and does on a key what a test wants
 * to see survived. q quits; S segfault; A abort; X exit without closing; Z suspend; E a child; C copy; T title; H
 * hostile text; W wide text to the edge; F a flood of frames. With an argument it only says what the terminal can do.
 */
#include "base/alloc.h"
#include "base/loop.h"
#include "canvas/canvas.h"
#include "canvas/theme.h"
#include "term/screen.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct demo {
	struct loop *loop;
	struct screen *screen;
	struct surface surface;
	struct loop_timer *retry;
	struct str_buf log; /* the last events, newest first */
	unsigned long frames, left_frames;
	int signal_number, resizes;
	char page;
};

static void draw(struct demo *);

static void
draw_page(struct demo *demo, const struct canvas *canvas)
{
	static const char hostile[] = "\033[31mred\033]0;pwned\a\xc2\x9b"
				      "31m\xe2\x80\xae"
				      "abc\xe2\x81\xa6\xef\xbb\xbf\r\bX\x7f\xff";

	for (int y = 3; y < canvas_height(canvas); y++) {
		switch (demo->page) {
		case 'H':
			canvas_print(canvas, 0, y, STYLE(INK_WARN), str_of(hostile, sizeof(hostile) - 1));
			break;
		case 'W':
			for (int x = y % 2; x < canvas_width(canvas); x += 2)
				canvas_print_c(canvas, x, y, STYLE((uint8_t)(x % INK_COUNT)), "宽");
			break;
		case 'F':
			for (int x = 0; x < canvas_width(canvas); x += 6)
				canvas_printf(canvas, x, y, STYLE((uint8_t)(demo->left_frames % INK_COUNT)), "%lu",
					      demo->left_frames % 99999);
			break;
		default:
			canvas_printf(canvas, 0, y,
				      STYLE((uint8_t)(y % INK_COUNT), .paper = (uint8_t)(y % PAPER_COUNT)),
				      "row %d 中文 text ● ─", y);
		}
	}
}

static void
draw(struct demo *demo)
{
	struct canvas canvas = canvas_of(&demo->surface);

	surface_clear(&demo->surface);
	canvas_printf(&canvas, 0, 0, STYLE(INK_STRONG, .attrs = ATTR_BOLD), "demo %dx%d resizes %d wide %d scale %d",
		      demo->surface.width, demo->surface.height, demo->resizes, screen_is_ambiguous_wide(demo->screen),
		      screen_can_scale_text(demo->screen));
	canvas_print(&canvas, 0, 1, STYLE(INK_ACCENT), str_buf_str(&demo->log));
	canvas_printf(&canvas, 0, 2, STYLE(INK_DIM), "page %c", demo->page ? demo->page : '-');
	draw_page(demo, &canvas);
	if (screen_present(demo->screen, &demo->surface)) {
		screen_prepare(demo->screen, &demo->surface);
		demo->frames++;
		if (demo->left_frames && --demo->left_frames)
			loop_timer_start(demo->retry, 0, 0);
	} else {
		loop_timer_start(demo->retry, 16, 0);
	}
}

static void
on_retry(void *ctx)
{
	draw(ctx);
}

static void
note(struct demo *demo, const char *text)
{
	struct str_buf line = { 0 };

	str_buf_append_c(&line, text);
	str_buf_append_c(&line, " ");
	str_buf_append(&line, str_cut(str_buf_str(&demo->log), 0, 200));
	str_buf_fini(&demo->log);
	demo->log = line;
}

static void
crash(void)
{
	raise(SIGSEGV);
}

static void
act(struct demo *demo, uint32_t key)
{
	switch (key) {
	case 'q':
		loop_stop(demo->loop);
		break;
	case 'S':
		crash();
		break;
	case 'A':
		abort();
	case 'X':
		exit(3);
	case 'Z':
		screen_suspend(demo->screen);
		break;
	case 'E': {
		const char *command = getenv("DEMO_CHILD");
		const char *argv[] = { "sh", "-c", command ? command : "exit 7", NULL };
		struct err err = { 0 };
		char text[64];

		snprintf(text, sizeof(text), "child=%d", screen_run_child(demo->screen, argv, &err));
		note(demo, text);
		break;
	}
	case 'N': {
		const char *argv[] = { "/nonexistent/program", NULL };
		struct err err = { 0 };

		screen_run_child(demo->screen, argv, &err);
		note(demo, err.text);
		break;
	}
	case 'C':
		screen_copy(demo->screen, STR("héllo\033]"));
		break;
	case 'T':
		screen_set_title(demo->screen, STR("a\033]0;b\a中\xe2\x80\xae"));
		break;
	case 'F':
		demo->left_frames = 3000;
		/* fall through */
	case 'H':
	case 'W':
		demo->page = (char)key;
		break;
	default:
		break;
	}
}

static void
on_event(void *ctx, const struct event *event)
{
	struct demo *demo = ctx;
	struct str_buf text = { 0 };

	if (event->kind == EVENT_KEY)
		event_key_format(event->key, event->mods, &text);
	else if (event->kind == EVENT_PASTE)
		str_buf_printf(&text, "paste:%zu", event->text.len);
	else if (event->kind == EVENT_FOCUS)
		str_buf_printf(&text, "focus:%d", event->is_focused);
	else
		str_buf_printf(&text, "mouse:%d:%d@%d,%d", (int)event->action, event->button, event->x, event->y);
	note(demo, str_buf_c(&text));
	str_buf_fini(&text);
	if (event->kind == EVENT_KEY && !event->mods)
		act(demo, event->key);
	draw(demo);
}

static void
on_resized(void *ctx, int width, int height)
{
	struct demo *demo = ctx;

	demo->resizes++;
	surface_resize(&demo->surface, width, height);
	draw(demo);
}

static void
on_leave(void *ctx, int signal_number)
{
	struct demo *demo = ctx;

	demo->signal_number = signal_number;
	loop_stop(demo->loop);
}

static enum screen_colors
colors_option(void)
{
	static const char *const names[] = { "auto", "none", "8", "16", "256", "true" };
	const char *text = getenv("DEMO_COLORS");

	for (size_t i = 0; text && i < ARRAY_LEN(names); i++)
		if (strcmp(text, names[i]) == 0)
			return (enum screen_colors)i;
	return SCREEN_COLORS_AUTO;
}

int
main(int argc, char **argv)
{
	struct demo demo = { .loop = loop_new() };
	struct err err = { 0 };
	struct screen_options options = {
		.use_mouse = true,
		.theme = theme_builtin(),
		.event = on_event,
		.resized = on_resized,
		.leave = on_leave,
		.ctx = &demo,
	};
	int width, height;

	(void)argv;
	setlocale(LC_ALL, "");
	if (argc > 1) {
		struct str_buf text = { 0 };

		screen_describe(&text);
		fputs(str_buf_c(&text), stdout);
		str_buf_fini(&text);
		loop_free(demo.loop);
		return 0;
	}
	demo.screen = screen_new(demo.loop, colors_option(), &err);
	if (!demo.screen || !screen_open(demo.screen, &options, &err)) {
		fprintf(stderr, "screen_demo: %s\n", err.text);
		screen_close(demo.screen);
		loop_free(demo.loop);
		return 2;
	}
	demo.retry = loop_timer_new(demo.loop, on_retry, &demo);
	screen_size(demo.screen, &width, &height);
	surface_init(&demo.surface, width, height);
	draw(&demo);
	loop_run(demo.loop);
	screen_close(demo.screen);
	loop_timer_free(demo.retry);
	surface_fini(&demo.surface);
	str_buf_fini(&demo.log);
	loop_free(demo.loop);
	if (!demo.signal_number) /* a terminal that does not read would hold us here */
		printf("bye frames %lu\n", demo.frames);
	return demo.signal_number ? 1 : 0;
}
