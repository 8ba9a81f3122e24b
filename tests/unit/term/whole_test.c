/*
 * A picture written whole and the same picture by ncurses, on terminals of libvterm: they end alike, cell for cell, in
 * colours, looks and cursor; and so does every later picture, of which ncurses sends only the changes.
 */
#include "base/alloc.h"
#include "base/rng.h"
#include "support/test.h"
#include "term/locale.h"
#include "term/render.h"
#include "term/terminfo.h"
#include "term/whole.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vterm.h>

#define TAIL ((uint32_t)-1) /* libvterm's cell behind a wide character; its colours are stale */

enum {
	WIDTH = 37,
	HEIGHT = 9,
	FRAMES = 60
};

struct terminal {
	VTerm *vterm;
	int is_cursor_shown;
};

static int
on_property(VTermProp property, VTermValue *value, void *user)
{
	if (property == VTERM_PROP_CURSORVISIBLE)
		((struct terminal *)user)->is_cursor_shown = value->boolean;
	return 1;
}

static const VTermScreenCallbacks callbacks = { .settermprop = on_property };

static void
terminal_init(struct terminal *terminal)
{
	terminal->vterm = vterm_new(HEIGHT, WIDTH);
	terminal->is_cursor_shown = 1;
	vterm_set_utf8(terminal->vterm, 1);
	vterm_screen_set_callbacks(vterm_obtain_screen(terminal->vterm), &callbacks, terminal);
	vterm_screen_reset(vterm_obtain_screen(terminal->vterm), 1);
}

static void
terminal_write(struct terminal *terminal, struct str bytes)
{
	vterm_input_write(terminal->vterm, bytes.data, bytes.len);
}

/* What may differ unseen: the ink of a blank, unless it is drawn with it. */
static bool
is_same_cell(struct terminal *a, struct terminal *b, VTermPos pos)
{
	VTermScreenCell x, y;

	vterm_screen_get_cell(vterm_obtain_screen(a->vterm), pos, &x);
	vterm_screen_get_cell(vterm_obtain_screen(b->vterm), pos, &y);
	if (x.chars[0] == TAIL && y.chars[0] == TAIL)
		return true;
	bool is_blank = (x.chars[0] == 0 || x.chars[0] == ' ') && (y.chars[0] == 0 || y.chars[0] == ' ');

	for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && !is_blank; i++) {
		if (x.chars[i] != y.chars[i])
			return false;
		if (!x.chars[i])
			break;
	}
	if (x.attrs.reverse != y.attrs.reverse || x.attrs.underline != y.attrs.underline || x.width != y.width)
		return false;
	if (is_blank && !x.attrs.reverse && !x.attrs.underline)
		return vterm_color_is_equal(&x.bg, &y.bg);
	return x.attrs.bold == y.attrs.bold && x.attrs.italic == y.attrs.italic && vterm_color_is_equal(&x.bg, &y.bg) &&
	       vterm_color_is_equal(&x.fg, &y.fg);
}

static void
describe_cell(struct terminal *terminal, VTermPos pos, char out[200])
{
	VTermScreenCell cell;

	vterm_screen_get_cell(vterm_obtain_screen(terminal->vterm), pos, &cell);
	snprintf(out, 200, "U+%04X width %d fg %d:%d,%d,%d bg %d:%d,%d,%d%s%s%s%s", (unsigned)cell.chars[0], cell.width,
		 cell.fg.type, cell.fg.rgb.red, cell.fg.rgb.green, cell.fg.rgb.blue, cell.bg.type, cell.bg.rgb.red,
		 cell.bg.rgb.green, cell.bg.rgb.blue, cell.attrs.bold ? " bold" : "",
		 cell.attrs.italic ? " italic" : "", cell.attrs.underline ? " underline" : "",
		 cell.attrs.reverse ? " reverse" : "");
}

static void
fail_cell(struct terminal *a, struct terminal *b, VTermPos pos, const char *what)
{
	char followed[200], whole[200];

	describe_cell(a, pos, followed);
	describe_cell(b, pos, whole);
	fail_msg("SEED=%llu %s: cell %d,%d: %s; whole: %s", (unsigned long long)test_seed(), what, pos.col, pos.row,
		 followed, whole);
}

static void
assert_alike(struct terminal *a, struct terminal *b, const char *what)
{
	VTermPos at, other;

	for (int y = 0; y < HEIGHT; y++)
		for (int x = 0; x < WIDTH; x++)
			if (!is_same_cell(a, b, (VTermPos){ y, x }))
				fail_cell(a, b, (VTermPos){ y, x }, what);
	vterm_state_get_cursorpos(vterm_obtain_state(a->vterm), &at);
	vterm_state_get_cursorpos(vterm_obtain_state(b->vterm), &other);
	assert_int_equal(at.row, other.row);
	assert_int_equal(at.col, other.col);
	assert_int_equal(a->is_cursor_shown, b->is_cursor_shown);
}

static struct style
random_style(struct rng *rng)
{
	return (struct style){ .ink = (uint8_t)rng_below(rng, rng_below(rng, 20) ? INK_COUNT : INK_COUNT + 3),
			       .paper = (uint8_t)rng_below(rng, PAPER_COUNT),
			       .attrs = (uint8_t)(rng_below(rng, 3) ? 0 : rng_below(rng, 64)) };
}

static void
draw_something(struct rng *rng, struct surface *surface)
{
	static const char *const texts[] = { "plain", "中文，全角",        "é̂ü",       "─┼─│", "①±§", "    ",
					     "",      "\033[2J\xff\u202e", "👍🏽x" };
	struct canvas canvas = canvas_of(surface);

	for (uint64_t i = rng_below(rng, 6); i < 6; i++) {
		int x = (int)rng_below(rng, WIDTH + 4) - 2, y = (int)rng_below(rng, HEIGHT);
		const char *text = texts[rng_below(rng, ARRAY_LEN(texts))];

		if (*text)
			canvas_print_c(&canvas, x, y, random_style(rng), text);
		else
			canvas_fill(&canvas,
				    (struct rect){ x, y, (int)rng_below(rng, WIDTH), (int)rng_below(rng, HEIGHT) },
				    random_style(rng));
	}
	canvas_fill(&canvas, (struct rect){ WIDTH - 2, HEIGHT - 1, 2, 1 },
		    STYLE_PLAIN); /* render.c leaves no wide glyph here */
	surface->cursor_x = (int)rng_below(rng, WIDTH + 1) - 1;
	surface->cursor_y = (int)rng_below(rng, HEIGHT + 1) - 1;
}

/* SURFACE keeps its cells. */
static struct str
bytes_of_frame(struct render *render, const struct surface *surface)
{
	struct surface copy;

	surface_init(&copy, WIDTH, HEIGHT);
	memcpy(copy.cells, surface->cells, (size_t)WIDTH * HEIGHT * sizeof(*surface->cells));
	copy.cursor_x = surface->cursor_x;
	copy.cursor_y = surface->cursor_y;
	render_frame(render, &copy);
	surface_fini(&copy);
	return render_take(render);
}

/* The terminal that has followed every change, and one that is told this picture only. */
static void
check_frame(struct render *render, const struct terminfo *info, enum screen_colors wanted,
	    const struct surface *surface, struct terminal *follower, const char *what)
{
	struct colors colors = { .depth = colors_depth(info, wanted), .pairs_max = info->pairs };
	struct row_rules rules = { .colors = &colors };
	struct str_buf whole = { 0 };
	struct terminal other;

	terminal_write(follower, bytes_of_frame(render, surface));
	terminal_init(&other);
	colors_set_theme(&colors, theme_builtin());
	whole_append(&whole, &rules, surface, WIDTH, HEIGHT);
	terminal_write(&other, str_buf_str(&whole));
	assert_alike(follower, &other, what);
	str_buf_fini(&whole);
	vterm_free(other.vterm);
}

static void
follow_frames(struct rng *rng, const char *type, enum screen_colors wanted)
{
	struct err err = { 0 };
	struct terminfo info;
	struct terminal follower;
	struct surface surface;

	setenv("TERM", type, 1);
	assert_true(terminfo_choose(&info, wanted, &err));
	assert_true(whole_is_possible(&info));
	struct render *render = render_open(&info, wanted, WIDTH, HEIGHT, &err);

	assert_non_null(render);
	render_set_theme(render, theme_builtin());
	render_start(render);
	terminal_init(&follower);
	surface_init(&surface, WIDTH, HEIGHT);
	for (int i = 0; i < FRAMES; i++) {
		if (i > 0 && rng_below(rng, 12) == 0)
			surface_clear(&surface);
		draw_something(rng, &surface);
		if (i > 1 && rng_below(rng, 10) == 0)
			render_redraw(render);
		check_frame(render, &info, wanted, &surface, &follower, type);
		if (i == 0)
			render_prepare(render, &surface);
		assert_int_equal(render_take(render).len, 0); /* ncurses was told, the terminal was not */
	}
	surface_fini(&surface);
	vterm_free(follower.vterm);
	render_close(render);
	terminfo_fini(&info);
}

static void
whole__append__shows_what_ncurses_shows(void **state)
{
	static const struct {
		const char *type;
		enum screen_colors wanted;
	} rows[] = {
		{ "xterm-256color", SCREEN_COLORS_TRUE }, { "xterm-256color", SCREEN_COLORS_256 },
		{ "xterm", SCREEN_COLORS_AUTO },          { "xterm-256color", SCREEN_COLORS_NONE },
		{ "tmux-256color", SCREEN_COLORS_AUTO },  { "screen", SCREEN_COLORS_AUTO },
		{ "xterm-16color", SCREEN_COLORS_AUTO },
	};
	struct rng rng;

	(void)state;
	rng_init(&rng, test_seed());
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		follow_frames(&rng, rows[i].type, rows[i].wanted);
}

/* Terminals that want to be told more than we know are left to ncurses. */
static void
whole__is_possible__on_terminals_like_xterm_only(void **state)
{
	static const struct {
		const char *type;
		bool is_possible;
	} rows[] = { { "xterm-256color", true }, { "linux", false }, { "vt100", false }, { "ansi", false } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct err err = { 0 };
		struct terminfo info;

		setenv("TERM", rows[i].type, 1);
		assert_true(terminfo_choose(&info, SCREEN_COLORS_AUTO, &err));
		assert_int_equal(whole_is_possible(&info), rows[i].is_possible);
		terminfo_fini(&info);
	}
}

static int
set_up(void **state)
{
	(void)state;
	return locale_use_utf8() ? 0 : -1;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole__append__shows_what_ncurses_shows),
		cmocka_unit_test(whole__is_possible__on_terminals_like_xterm_only),
	};

	return cmocka_run_group_tests(tests, set_up, NULL);
}
