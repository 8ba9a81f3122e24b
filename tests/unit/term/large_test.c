/*
 * Large type on a terminal that knows it. No such terminal can be asked here, so there is a model of one: libvterm
 * follows the bytes, and what kitty's text sizing protocol says of blocks of cells is done beside it, strictly: a
 * character written into the lower row of a block, which a real terminal would move aside, fails the test.
 */
#include "base/rng.h"
#include "canvas/large.h"
#include "support/test.h"
#include "term/locale.h"
#include "term/render.h"
#include "term/terminfo.h"
#include "text/cell.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vterm.h>

enum {
	WIDTH = 40,
	HEIGHT = 10
};

struct block { /* a glyph in large type on the terminal */
	int x, y, cols;
	char text[16];
};

struct model {
	VTerm *vterm;
	VTermState *state;
	uint32_t chars[HEIGHT][WIDTH];
	struct block blocks[WIDTH * HEIGHT];
	size_t count;
	int written_aside; /* characters written into the lower row of a block */
};

static struct model model;
static struct terminfo info;
static struct render *render;
static struct surface surface;
static struct str_buf bytes; /* of the last frame */

static void
forget_block(size_t index)
{
	model.blocks[index] = model.blocks[--model.count];
}

static bool
covers(const struct block *block, int x, int y)
{
	return x >= block->x && x < block->x + block->cols && y >= block->y && y < block->y + LARGE_SCALE;
}

static void
touch(int x, int y, bool is_erased)
{
	for (size_t i = model.count; i-- > 0;)
		if (covers(&model.blocks[i], x, y)) {
			if (!is_erased && y > model.blocks[i].y)
				model.written_aside++;
			forget_block(i);
		}
}

static int
on_glyph(VTermGlyphInfo *glyph, VTermPos pos, void *user)
{
	(void)user;
	for (int i = 0; i < glyph->width; i++) {
		touch(pos.col + i, pos.row, false);
		model.chars[pos.row][pos.col + i] = i == 0 ? glyph->chars[0] : 0;
	}
	return 1;
}

static int
on_erase(VTermRect rect, int selective, void *user)
{
	(void)selective;
	(void)user;
	for (int y = rect.start_row; y < rect.end_row; y++)
		for (int x = rect.start_col; x < rect.end_col; x++) {
			touch(x, y, true);
			model.chars[y][x] = ' ';
		}
	return 1;
}

/* Characters inserted or deleted in a row: the terminal would take away the blocks in it. */
static int
on_move(VTermRect to, VTermRect from, void *user)
{
	int width = to.end_col - to.start_col;

	(void)user;
	assert_int_equal(to.end_row - to.start_row, 1);
	assert_int_equal(to.start_row, from.start_row);
	for (int x = to.start_col < from.start_col ? to.start_col : from.start_col; x < WIDTH; x++)
		touch(x, to.start_row, true);
	memmove(&model.chars[to.start_row][to.start_col], &model.chars[from.start_row][from.start_col],
		(size_t)width * sizeof(model.chars[0][0]));
	return 1;
}

static const VTermStateCallbacks callbacks = { .putglyph = on_glyph, .erase = on_erase, .moverect = on_move };

static void
feed(struct str part)
{
	vterm_input_write(model.vterm, part.data, part.len);
}

/* ESC ] 66 ; s=2 [:w=N] ; text BEL: a block for each glyph, and the cursor to the right of it. */
static void
take_sized(struct str sequence)
{
	struct str rest = sequence, meta, glyphs;
	int width = 0;
	char move[16];

	assert_true(str_next(&rest, ';', &meta));
	glyphs = rest;
	if (!str_is_equal_c(meta, "s=2")) {
		assert_int_equal(meta.len, 7);
		assert_true(str_has_prefix(meta, STR("s=2:w=")));
		width = meta.data[6] - '0';
	}
	while (glyphs.len > 0) {
		struct block *block = &model.blocks[model.count];
		struct str before = glyphs, whole;
		struct glyph glyph;
		VTermPos pos;

		assert_true(cell_next(&glyphs, &glyph));
		whole = str_cut(before, 0, before.len - glyphs.len);
		assert_in_range(whole.len, 1, sizeof(block->text) - 1);
		if (width > 0) /* one glyph, as wide as it says */
			assert_true(glyphs.len == 0 && glyph.width_cols == width);
		else
			assert_true(whole.len == 1 && whole.data[0] >= ' ' && whole.data[0] < 0x7f);
		vterm_state_get_cursorpos(model.state, &pos);
		*block = (struct block){ .x = pos.col, .y = pos.row, .cols = LARGE_SCALE * glyph.width_cols };
		assert_true(block->x + block->cols <= WIDTH && block->y + LARGE_SCALE <= HEIGHT);
		memcpy(block->text, whole.data, whole.len);
		for (int y = 0; y < LARGE_SCALE; y++)
			for (int x = 0; x < block->cols; x++) {
				touch(block->x + x, block->y + y, true);
				model.chars[block->y + y][block->x + x] = ' ';
			}
		model.blocks[model.count++] = *block;
		if (block->x + block->cols < WIDTH) {
			snprintf(move, sizeof(move), "\033[%dC", block->cols);
			feed(str_of_c(move));
		}
	}
}

static void
take_frame(void)
{
	struct str rest;

	str_buf_clear(&bytes);
	str_buf_append(&bytes, render_take(render));
	rest = str_buf_str(&bytes);
	while (rest.len > 0) {
		size_t at = str_find(rest, STR("\033]66;")), end;

		if (at == STR_NONE) {
			feed(rest);
			return;
		}
		feed(str_cut(rest, 0, at));
		rest = str_skip(rest, at + 5);
		end = str_find_byte(rest, '\a');
		assert_int_not_equal(end, STR_NONE);
		take_sized(str_cut(rest, 0, end));
		rest = str_skip(rest, end + 1);
	}
}

static const struct block *
block_at(int x, int y)
{
	for (size_t i = 0; i < model.count; i++)
		if (model.blocks[i].x == x && model.blocks[i].y == y)
			return &model.blocks[i];
	return NULL;
}

/* The terminal shows the surface: its large glyphs, all of them and no others, and its other cells. */
static void
check_shown(bool can_scale)
{
	size_t large = 0;

	assert_int_equal(model.written_aside, 0);
	for (int y = 0; y < HEIGHT; y++)
		for (int x = 0; x < WIDTH; x++) {
			const struct cell *cell = &surface.cells[y * WIDTH + x];
			uint32_t expected = cell->glyph.width_cols ? cell->glyph.base : 0;

			if (can_scale && large_is_at(&surface, x, y)) {
				const struct block *block = block_at(x, y);
				struct str_buf text = { 0 };

				assert_non_null(block);
				cell_append_glyph(&text, &cell->glyph);
				assert_string_equal(block->text, str_buf_c(&text));
				assert_int_equal(block->cols, LARGE_SCALE * cell->glyph.width_cols);
				str_buf_fini(&text);
				large++;
			}
			if (can_scale && cell->large)
				expected = ' ';
			if (expected != model.chars[y][x])
				fail_msg("cell %d,%d is U+%04X, not U+%04X", x, y, (unsigned)model.chars[y][x],
					 (unsigned)expected);
		}
	assert_int_equal(model.count, large);
}

/* The frame keeps the cells it is given: a copy. */
static bool
show_copy(void)
{
	struct surface copy;

	surface_init(&copy, WIDTH, HEIGHT);
	memcpy(copy.cells, surface.cells, (size_t)WIDTH * HEIGHT * sizeof(*surface.cells));
	copy.cursor_x = surface.cursor_x;
	copy.cursor_y = surface.cursor_y;
	bool is_changed = render_frame(render, &copy);

	surface_fini(&copy);
	return is_changed;
}

static void
show(bool can_scale)
{
	show_copy();
	take_frame();
	check_shown(can_scale);
}

static int
set_up(void **state)
{
	struct err err = { 0 };

	(void)state;
	setenv("TERM", "xterm-256color", 1);
	assert_true(locale_use_utf8());
	memset(&model, 0, sizeof(model));
	for (int y = 0; y < HEIGHT; y++)
		for (int x = 0; x < WIDTH; x++)
			model.chars[y][x] = ' ';
	model.vterm = vterm_new(HEIGHT, WIDTH);
	vterm_set_utf8(model.vterm, 1);
	model.state = vterm_obtain_state(model.vterm);
	vterm_state_set_callbacks(model.state, &callbacks, NULL);
	vterm_state_reset(model.state, 1);
	assert_true(terminfo_choose(&info, SCREEN_COLORS_256, &err));
	render = render_open(&info, SCREEN_COLORS_256, WIDTH, HEIGHT, &err);
	assert_non_null(render);
	render_set_theme(render, theme_builtin());
	render_start(render);
	render_set_can_scale(render, true);
	surface_init(&surface, WIDTH, HEIGHT);
	render_prepare(render, &surface); /* large type is for what comes after the first picture */
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	surface_fini(&surface);
	render_close(render);
	terminfo_fini(&info);
	str_buf_fini(&bytes);
	vterm_free(model.vterm);
	return 0;
}

static bool
was_sent(const char *text)
{
	return str_find(str_buf_str(&bytes), str_of_c(text)) != STR_NONE;
}

static void
large__show__sends_glyphs_with_their_widths(void **state)
{
	struct canvas canvas = canvas_of(&surface);

	(void)state;
	large_print(&canvas, 4, 1, STYLE(INK_TEXT), STR("1.2 锁x"));
	show(true);
	assert_true(was_sent("\033]66;s=2;1.2 \a\033]66;s=2:w=2;锁\a\033]66;s=2;x\a\0338"));
	assert_int_equal(model.count, 6);
	assert_false(show_copy()); /* nothing changed, nothing is sent */
}

static void
large__erase__comes_before_what_is_written_there(void **state)
{
	struct canvas canvas = canvas_of(&surface);

	(void)state;
	large_print(&canvas, 0, 0, STYLE(INK_TEXT), STR("abcdef"));
	canvas_print(&canvas, 0, 4, STYLE_PLAIN, STR("below"));
	show(true);
	canvas_print(&canvas, 20, 1, STYLE_PLAIN, STR("beside the lower row")); /* the glyphs stay, the row is new */
	show(true);
	assert_int_equal(model.count, 6);
	canvas_print(&canvas, 3, 1, STYLE_PLAIN, STR("!")); /* into b */
	show(true);
	assert_int_equal(model.count, 5);
	canvas_print(&canvas, 0, 4, STYLE_PLAIN, STR("far away"));
	show(true);
	surface_clear(&surface);
	show(true);
	assert_int_equal(model.count, 0);
}

static void
large__show__is_in_its_own_size_where_the_terminal_cannot(void **state)
{
	struct canvas canvas = canvas_of(&surface);

	(void)state;
	render_set_can_scale(render, false);
	large_print(&canvas, 0, 0, STYLE(INK_TEXT), STR("ab锁"));
	show(false);
	assert_false(was_sent("\033]66;"));
	render_set_can_scale(render, true); /* its answer came */
	show(true);
	assert_int_equal(model.count, 3);
}

static void
scribble(struct rng *rng)
{
	static const char *const texts[] = { "Large 大字", "锁", "x", "plain text 中文", "   ", "e\xcc\x81t" };
	struct canvas canvas = canvas_of(&surface);
	struct str text = str_of_c(texts[rng_below(rng, ARRAY_LEN(texts))]);
	int x = (int)rng_below(rng, WIDTH + 4) - 2, y = (int)rng_below(rng, HEIGHT + 1) - 1;
	struct style style = STYLE((uint8_t)rng_below(rng, INK_COUNT), .paper = (uint8_t)rng_below(rng, PAPER_COUNT),
				   .attrs = (uint8_t)rng_below(rng, 2));

	switch (rng_below(rng, 6)) {
	case 0:
		surface_clear(&surface);
		break;
	case 1:
		canvas_fill(&canvas, (struct rect){ x, y, (int)rng_below(rng, 9), (int)rng_below(rng, 4) }, style);
		break;
	case 2:
		canvas_restyle(&canvas, (struct rect){ x, y, (int)rng_below(rng, 30), 2 }, style);
		break;
	case 3:
		canvas_print(&canvas, x, y, style, text);
		break;
	default:
		large_print(&canvas, x, y, style, text);
	}
}

static void
large__any_picture__is_what_the_terminal_shows(void **state)
{
	uint64_t seed = test_seed();
	struct rng rng;

	(void)state;
	rng_init(&rng, seed);
	printf("# seed %llu\n", (unsigned long long)seed);
	for (int round = 0; round < 2000; round++) {
		for (uint64_t i = rng_below(&rng, 4); i > 0; i--)
			scribble(&rng);
		if (rng_below(&rng, 40) == 0)
			render_redraw(render);
		show(true);
	}
}

#define large_test(name_) cmocka_unit_test_setup_teardown(name_, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		large_test(large__show__sends_glyphs_with_their_widths),
		large_test(large__erase__comes_before_what_is_written_there),
		large_test(large__show__is_in_its_own_size_where_the_terminal_cannot),
		large_test(large__any_picture__is_what_the_terminal_shows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
