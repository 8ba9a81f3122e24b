/* The terminal: its life, its signals, and the way between its bytes, our events and our pictures. */
#include "term/screen.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "term/child.h"
#include "term/input.h"
#include "term/locale.h"
#include "term/osc.h"
#include "term/probe.h"
#include "term/render.h"
#include "term/restore.h"
#include "term/stop.h"
#include "term/terminfo.h"
#include "term/tty.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	ESC_WAIT_MS = 25,    /* what follows an ESC comes within this, or it was the key */
	LEAVE_WAIT_MS = 300, /* for a terminal that does not read, when it is left */
	REPLY_WAIT_MS = 100, /* for answers that would else be typed to the shell */
	READ_BYTES = 16384,
	READS_A_TURN = 8 /* a flood of input leaves room for the rest of the loop */
};

#define MODES_ON   "\033[?2004h\033[?1004h"
#define MOUSE_ON   "\033[?1002h\033[?1006h"
#define MODES_OFF  "\033[?1004l\033[?2004l\033[?1006l\033[?1002l"
#define META_ON    "\033[?1036s\033[?1036h" /* saved: some have it on by their settings */
#define META_OFF   "\033[?1036r"
#define FRAME_ON   "\033[?2026h"
#define FRAME_OFF  "\033[?2026l"
#define TITLE_PUSH "\033[22;2t"
#define TITLE_POP  "\033[23;2t"
/* After a crash anything may be half said: end it first (CAN, ST). */
#define CRASH_START "\030\033\\" FRAME_OFF MODES_OFF

static const int handled_signals[] = { SIGWINCH, SIGTSTP, SIGCONT, SIGHUP, SIGTERM, SIGINT };

struct screen {
	struct loop *loop;
	struct screen_options options;
	enum screen_colors colors; /* wanted */
	struct tty tty;
	struct terminfo info;
	struct render *render;
	struct input *input;
	struct probe probe;
	struct loop_poll *poll;
	struct loop_timer *esc_timer;
	struct loop_signal *signals[ARRAY_LEN(handled_signals)];
	int width, height;
	bool is_entered;    /* the terminal is ours now */
	bool is_closing;    /* events are no longer told */
	bool is_left;       /* the vanishing of the terminal was told */
	bool is_ordered;    /* told to go, or the terminal did */
	bool is_told_to_go; /* by a signal, while a child had the terminal */
	bool has_title;     /* the one before is on the terminal's stack */
	struct str_buf title;
	uint64_t asked_ns; /* when the probe was sent */
};

static void
watch(struct screen *screen)
{
	if (screen->poll)
		loop_poll_start(screen->poll, screen->is_left ? 0
					      : tty_has_output(&screen->tty)
						      ? LOOP_READABLE | LOOP_WRITABLE | LOOP_HANGUP
						      : LOOP_READABLE | LOOP_HANGUP);
}

static void
leave_for_good(struct screen *screen, int signal_number)
{
	screen->is_ordered = true;
	signal(SIGTTOU, SIG_IGN); /* a shell that took the terminal does not hold us */
	if (!screen->is_closing && screen->options.leave)
		screen->options.leave(screen->options.ctx, signal_number);
}

static void
check_gone(struct screen *screen)
{
	if (!screen->tty.is_gone || screen->is_left)
		return;
	screen->is_left = true;
	watch(screen);
	leave_for_good(screen, SIGHUP);
}

/* With what comes next, or when the loop runs. */
static void
queue(struct screen *screen, struct str bytes)
{
	tty_queue(&screen->tty, bytes);
	watch(screen);
}

static void
send(struct screen *screen, struct str bytes)
{
	tty_queue(&screen->tty, bytes);
	tty_flush(&screen->tty);
	watch(screen);
}

static void
tell_size(struct screen *screen)
{
	if (!screen->is_closing && screen->options.resized)
		screen->options.resized(screen->options.ctx, screen->width, screen->height);
}

static void
read_size(struct screen *screen)
{
	tty_size(&screen->tty, &screen->width, &screen->height);
	if (screen->render)
		render_resize(screen->render, screen->width, screen->height);
}

static void
queue_title(struct screen *screen)
{
	if (!screen->title.len)
		return;
	if (!screen->has_title)
		tty_queue(&screen->tty, STR(TITLE_PUSH));
	screen->has_title = true;
	tty_queue(&screen->tty, str_buf_str(&screen->title));
}

static void
queue_modes(struct screen *screen)
{
	if (!screen->info.is_ansi)
		return;
	tty_queue(&screen->tty, STR(MODES_ON));
	if (screen->info.has_meta_mode)
		tty_queue(&screen->tty, STR(META_ON));
	if (screen->options.use_mouse && screen->info.has_mouse)
		tty_queue(&screen->tty, STR(MOUSE_ON));
}

/*
 * Everything that makes the terminal ours, and its undoing. Both are whole: they serve start, end, suspend, children.
 */
static void
enter(struct screen *screen)
{
	struct str_buf crash = { 0 };

	str_buf_append_c(&crash, screen->info.is_ansi ? CRASH_START : "");
	str_buf_append_c(&crash, screen->info.has_meta_mode ? META_OFF : "");
	str_buf_append(&crash, str_buf_str(&screen->info.stop));
	tty_save(&screen->tty);
	restore_arm(screen->tty.fd, &screen->tty.saved, str_buf_str(&crash));
	str_buf_fini(&crash);
	tty_set_raw(&screen->tty);
	read_size(screen);
	render_start(screen->render);
	tty_queue(&screen->tty, str_buf_str(&screen->info.start));
	queue_modes(screen);
	queue_title(screen);
	screen->is_entered = true;
}

static void
leave(struct screen *screen)
{
	if (!screen->is_entered)
		return;
	screen->is_entered = false;
	if (screen->has_title)
		tty_queue(&screen->tty, STR(TITLE_POP));
	screen->has_title = false;
	if (screen->info.is_ansi)
		tty_queue(&screen->tty, STR(MODES_OFF));
	if (screen->info.has_meta_mode)
		tty_queue(&screen->tty, STR(META_OFF));
	render_stop(screen->render);
	tty_queue(&screen->tty, render_take(screen->render));
	if (!screen->info.has_alternate)
		tty_queue(&screen->tty, str_buf_str(&screen->info.stop)); /* a clean screen for the shell */
	tty_drain(&screen->tty, LEAVE_WAIT_MS);
	if (!screen->tty.is_gone)
		tty_set_cooked(&screen->tty);
	restore_disarm();
}

static void
on_event(void *ctx, const struct event *event)
{
	struct screen *screen = ctx;

	if (!screen->is_closing && screen->options.event)
		screen->options.event(screen->options.ctx, event);
}

static void
on_reply(void *ctx, enum input_reply reply, int a, int b)
{
	struct screen *screen = ctx;

	if (reply != INPUT_REPLY_CURSOR || !probe_reply(&screen->probe, a, b) || screen->is_closing)
		return;
	render_set_ambiguous_wide(screen->render, screen->probe.is_ambiguous_wide);
	render_set_can_scale(screen->render, screen->probe.can_scale_text);
	if (screen->probe.is_ambiguous_wide)
		sign_set_ascii(true);
	tell_size(screen); /* what was drawn so far is drawn anew */
}

static void
on_esc_timer(void *ctx)
{
	input_timeout(((struct screen *)ctx)->input);
}

/* True: there may be more. */
static bool
read_some(struct screen *screen)
{
	char bytes[READ_BYTES];
	ssize_t got = tty_read(&screen->tty, bytes, sizeof(bytes));

	if (got > 0)
		input_feed(screen->input, str_of(bytes, (size_t)got));
	return got == (ssize_t)sizeof(bytes);
}

static void
on_poll(void *ctx, unsigned events)
{
	struct screen *screen = ctx;
	int turns = 0;

	/* Told to go: the terminal is somebody else's. */
	if (!screen->is_entered || (screen->is_ordered && tty_is_taken(&screen->tty)))
		return;
	if (events & LOOP_WRITABLE) {
		tty_flush(&screen->tty);
		watch(screen);
	}
	if (events & LOOP_READABLE) {
		while (read_some(screen) && ++turns < READS_A_TURN)
			;
		if (input_is_pending(screen->input))
			loop_timer_start(screen->esc_timer, ESC_WAIT_MS, 0);
		else
			loop_timer_stop(screen->esc_timer);
	}
	if (events & (LOOP_HANGUP | LOOP_ERROR))
		screen->tty.is_gone = true;
	check_gone(screen);
}

static void
on_signal(void *ctx, int signal_number)
{
	struct screen *screen = ctx;
	int width = screen->width, height = screen->height, order;
	bool is_order = signal_number == SIGHUP || signal_number == SIGTERM || signal_number == SIGINT;

	if (!screen->is_entered && !is_order) /* it came before the terminal was given up for good */
		return;
	switch (signal_number) {
	case SIGWINCH:
		read_size(screen);
		if (width != screen->width || height != screen->height)
			tell_size(screen);
		return;
	case SIGTSTP:
		screen_suspend(screen);
		return;
	case SIGCONT: /* somebody stopped us without asking: the shell may have changed every mode */
		if (screen->is_ordered)
			return;
		order = stop_await_foreground(screen->tty.fd);
		if (order) {
			leave_for_good(screen, order);
			return;
		}
		tty_set_raw(&screen->tty);
		read_size(screen);
		queue_modes(screen);
		screen_redraw(screen);
		tell_size(screen);
		return;
	default:
		leave_for_good(screen, signal_number);
	}
}

/* ncurses, which writes into memory, can ask nobody else for the size. */
static void
tell_size_in_environment(int width, int height)
{
	char text[16];

	snprintf(text, sizeof(text), "%d", height);
	setenv("LINES", text, 1);
	snprintf(text, sizeof(text), "%d", width);
	setenv("COLUMNS", text, 1);
}

struct screen *
screen_new(struct loop *loop, enum screen_colors colors, struct err *err)
{
	struct screen *screen = NEW(struct screen);

	screen->loop = loop;
	screen->colors = colors_wanted(colors);
	if (!tty_open(&screen->tty, err)) {
		screen_close(screen);
		return NULL;
	}
	if (!locale_use_utf8())
		sign_set_ascii(true);
	/* Before newterm, which takes over only what nobody else handles. */
	for (size_t i = 0; i < ARRAY_LEN(handled_signals); i++)
		screen->signals[i] = loop_signal_new(screen->loop, handled_signals[i], on_signal, screen);
	tty_size(&screen->tty, &screen->width, &screen->height);
	tell_size_in_environment(screen->width, screen->height);
	if (terminfo_choose(&screen->info, screen->colors, err))
		screen->render = render_open(&screen->info, screen->colors, screen->width, screen->height, err);
	if (!screen->render) {
		screen_close(screen);
		return NULL;
	}
	return screen;
}

bool
screen_open(struct screen *screen, const struct screen_options *options, struct err *err)
{
	struct input_handler handler = { .event = on_event, .reply = on_reply, .ctx = screen };
	struct str_buf question = { 0 };

	screen->options = *options;
	screen->poll = loop_poll_new(screen->loop, screen->tty.fd, on_poll, screen, err);
	if (!screen->poll)
		return false;
	screen->input = input_new(&handler);
	screen->esc_timer = loop_timer_new(screen->loop, on_esc_timer, screen);
	if (options->theme)
		render_set_theme(screen->render, options->theme);
	enter(screen);
	if (screen->info.is_ansi)
		probe_ask(&screen->probe, screen->info.is_xterm_like, screen->width, screen->height, &question);
	screen->asked_ns = clock_monotonic_ns();
	queue(screen, str_buf_str(&question));
	str_buf_fini(&question);
	return true;
}

/* Answers still under way would reach the shell as if typed. After a second none is. */
static void
await_replies(struct screen *screen)
{
	uint64_t end_ns = clock_monotonic_ns() + REPLY_WAIT_MS * NS_PER_MS, last_ns = screen->asked_ns + NS_PER_S;

	screen->is_closing = true;
	tty_flush(&screen->tty);
	if (end_ns > last_ns)
		end_ns = last_ns;
	while (screen->probe.awaited && !screen->tty.is_gone) {
		uint64_t now_ns = clock_monotonic_ns();

		if (now_ns >= end_ns || !tty_wait_readable(&screen->tty, (int)((end_ns - now_ns) / NS_PER_MS) + 1))
			return;
		read_some(screen);
	}
}

void
screen_close(struct screen *screen)
{
	if (!screen)
		return;
	if (screen->is_entered && !tty_is_taken(&screen->tty))
		await_replies(screen);
	leave(screen);
	loop_timer_free(screen->esc_timer);
	loop_poll_free(screen->poll);
	for (size_t i = 0; i < ARRAY_LEN(handled_signals); i++)
		loop_signal_free(screen->signals[i]);
	input_free(screen->input);
	render_close(screen->render);
	terminfo_fini(&screen->info);
	tty_close(&screen->tty);
	str_buf_fini(&screen->title);
	free(screen);
}

void
screen_size(const struct screen *screen, int *width, int *height)
{
	*width = screen->width;
	*height = screen->height;
}

bool
screen_present(struct screen *screen, struct surface *surface)
{
	if (!screen->is_entered)
		return true;
	if (screen->tty.is_behind && !tty_flush(&screen->tty))
		return false;
	if (!render_frame(screen->render, surface))
		return true;
	if (screen->info.is_ansi)
		tty_queue(&screen->tty, STR(FRAME_ON));
	tty_queue(&screen->tty, render_take(screen->render));
	if (screen->info.is_ansi)
		tty_queue(&screen->tty, STR(FRAME_OFF));
	send(screen, STR(""));
	return true;
}

void
screen_prepare(struct screen *screen, struct surface *surface)
{
	render_prepare(screen->render, surface);
}

void
screen_redraw(struct screen *screen)
{
	render_redraw(screen->render);
}

void
screen_set_theme(struct screen *screen, const struct theme *theme)
{
	screen->options.theme = theme;
	render_set_theme(screen->render, theme);
}

void
screen_suspend(struct screen *screen)
{
	leave(screen);
	int order = stop_for_shell(screen->tty.fd);

	if (order) {
		leave_for_good(screen, order);
		return;
	}
	enter(screen);
	send(screen, STR(""));
	tell_size(screen);
}

static void
on_told_to_go(void *ctx, int signal_number)
{
	struct screen *screen = ctx;

	screen->is_told_to_go = true;
	leave_for_good(screen, signal_number);
}

int
screen_run_child(struct screen *screen, const char *const *argv, struct err *err)
{
	leave(screen);
	int status = child_run(screen->tty.fd, argv, on_told_to_go, screen, err);

	if (screen->is_told_to_go) { /* the modes are the child's as long as it lives */
		if (status != CHILD_LEFT && !screen->tty.is_gone)
			tty_set_cooked(&screen->tty);
		return status;
	}
	enter(screen);
	send(screen, STR(""));
	tell_size(screen);
	return status;
}

void
screen_copy(struct screen *screen, struct str text)
{
	struct str_buf out = { 0 };

	if (screen->info.is_xterm_like)
		osc_append_copy(&out, text);
	send(screen, str_buf_str(&out));
	str_buf_fini(&out);
}

void
screen_set_title(struct screen *screen, struct str title)
{
	if (!screen->info.is_xterm_like)
		return;
	str_buf_clear(&screen->title);
	osc_append_title(&screen->title, title);
	queue_title(screen);
	watch(screen);
}

bool
screen_is_ambiguous_wide(const struct screen *screen)
{
	return screen->probe.is_ambiguous_wide;
}

bool
screen_can_scale_text(const struct screen *screen)
{
	return screen->probe.can_scale_text;
}
