/* A surface that keeps shows at every moment what one that is drawn from blank on shows. */
#include "support/picture.h"

#include "base/alloc.h"
#include "base/rng.h"
#include "canvas/box.h"
#include "canvas/large.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	PIECES_MAX = 24,
	FRAMES = 3000,
};

static const char *const texts[] = {
	"",
	"a",
	"lock",
	"死锁",
	"共享变量 abc",
	"e\xcc\x81t\xc3\xa9",
	"\x1b[31mred",
	"a\tb\t",
	"\t",
	"─┼",
	"-+|",
	"锁",
	"a rather long line of text that goes on beyond whatever it is drawn in",
};

static const char *
some_text(uint64_t pick)
{
	return texts[pick % ARRAY_LEN(texts)];
}

/* One call of what canvas.h offers, by numbers: the same ones draw the same. Gives what the call gives. */
struct piece {
	uint64_t what, text, style;
	struct rect window, area;
};

static int
draw_piece(const struct canvas *screen, const struct piece *piece)
{
	struct canvas canvas = canvas_cut(screen, piece->window);
	struct rect area = piece->area;
	struct style style = { (uint8_t)(piece->style % INK_COUNT), (uint8_t)(piece->style / 7 % PAPER_COUNT),
			       (uint8_t)(piece->style / 64 % 64) };
	const char *text = some_text(piece->text);
	struct styled styled = { 0 };

	switch (piece->what % 11) {
	case 0:
		canvas_fill(&canvas, area, style);
		return 0;
	case 1:
		canvas_restyle(&canvas, area,
			       (struct style){ piece->style & 1 ? INK_COUNT : style.ink, style.paper, 0 });
		return 0;
	case 2:
		canvas_rule_h(&canvas, area.x, area.y, area.width, style);
		return 0;
	case 3:
		canvas_rule_v(&canvas, area.x, area.y, area.height, style);
		return 0;
	case 4:
		return canvas_print_fit(&canvas, area.x, area.y, area.width, style, str_of_c(text));
	case 5:
		return canvas_print_wrapped(&canvas, area, style, str_of_c(text));
	case 6:
		return large_print(&canvas, area.x, area.y, style, str_of_c(text));
	case 7:
		styled_append_c(&styled, text, style);
		styled_append_c(&styled, "\tplain", STYLE_PLAIN);
		area.width = canvas_print_styled(&canvas, area.x, area.y, &styled, 0, styled.text.len, style);
		styled_fini(&styled);
		return area.width;
	case 8:
		box_draw(&canvas, area, style, str_of_c(text), STYLE_PLAIN);
		return 0;
	case 9:
		canvas_cursor(&canvas, area.x, area.y);
		return 0;
	default:
		return canvas_print_c(&canvas, area.x, area.y, style, text);
	}
}

static int
number(struct rng *rng, int from, int below)
{
	return from + (int)rng_below(rng, (uint64_t)(below - from));
}

static struct rect
some_rect(struct rng *rng)
{
	return (struct rect){ number(rng, -4, 40), number(rng, -3, 12), number(rng, 0, 50), number(rng, 0, 6) };
}

static struct piece
some_piece(struct rng *rng)
{
	struct piece piece = { rng_next(rng), rng_next(rng), rng_next(rng), { 0, 0, 50, 14 }, some_rect(rng) };

	if (rng_below(rng, 4) == 0)
		piece.window = some_rect(rng);
	return piece;
}

/* The next frame has most of what this one has. */
static size_t
change_pieces(struct piece *pieces, size_t count, struct rng *rng)
{
	size_t at = count > 0 ? (size_t)rng_below(rng, count) : 0;

	switch (rng_below(rng, 6)) {
	case 0: /* the same again */
		break;
	case 1:
		if (count == PIECES_MAX)
			break;
		memmove(&pieces[at + 1], &pieces[at], (count - at) * sizeof(*pieces));
		pieces[at] = some_piece(rng);
		return count + 1;
	case 2:
		if (count == 0)
			break;
		memmove(&pieces[at], &pieces[at + 1], (count - at - 1) * sizeof(*pieces));
		return count - 1;
	case 3:
		if (count > 0)
			pieces[at].text = rng_next(rng);
		break;
	case 4:
		if (count > 0)
			pieces[at].style = rng_next(rng);
		break;
	default:
		if (count > 0)
			pieces[at].area.y++;
	}
	return count;
}

static bool
is_same_picture(const struct surface *a, const struct surface *b)
{
	return a->width == b->width && a->height == b->height && a->cursor_x == b->cursor_x &&
	       a->cursor_y == b->cursor_y &&
	       !memcmp(a->cells, b->cells, (size_t)a->width * (size_t)a->height * sizeof(*a->cells));
}

static void
kept__any_frames__look_as_if_drawn_from_blank(void **state)
{
	struct surface kept, whole, shown;
	struct piece pieces[PIECES_MAX];
	size_t count = 0;
	uint64_t seed = test_seed();
	struct rng rng;

	(void)state;
	rng_init(&rng, seed);
	surface_init(&kept, 40, 10);
	surface_init(&whole, 40, 10);
	surface_init(&shown, 40, 10);
	surface_keep(&kept);
	for (int frame = 0; frame < FRAMES; frame++) {
		uint64_t luck = rng_below(&rng, 100);

		if (luck < 2) {
			int width = number(&rng, 0, 50), height = number(&rng, 0, 14);

			surface_resize(&kept, width, height);
			surface_resize(&whole, width, height);
			surface_resize(&shown, width, height);
		}
		if (luck == 2)
			sign_set_ascii(!sign_is_ascii());
		count = change_pieces(pieces, count, &rng);
		surface_clear(&kept);
		surface_clear(&whole);
		for (size_t i = 0; i < count; i++) {
			struct canvas a = canvas_of(&kept), b = canvas_of(&whole);

			if (draw_piece(&a, &pieces[i]) != draw_piece(&b, &pieces[i]))
				fail_msg("SEED=%llu: frame %d: what piece %zu says", (unsigned long long)seed, frame,
					 i);
		}
		surface_finish(&kept);
		if (!is_same_picture(&kept, &whole))
			fail_msg("SEED=%llu: frame %d", (unsigned long long)seed, frame);
		if (luck < 50) /* somebody shows it, who takes the new rows and only those */
			continue;
		for (int y = 0; y < kept.height; y++)
			if (surface_take_new(&kept, y))
				memcpy(shown.cells + y * shown.width, kept.cells + y * kept.width,
				       (size_t)kept.width * sizeof(*kept.cells));
		shown.cursor_x = kept.cursor_x;
		shown.cursor_y = kept.cursor_y;
		if (!is_same_picture(&shown, &whole))
			fail_msg("SEED=%llu: frame %d: a row that changed is not new", (unsigned long long)seed, frame);
	}
	sign_set_ascii(false);
	surface_fini(&shown);
	surface_fini(&whole);
	surface_fini(&kept);
}

static int
new_rows(struct surface *surface)
{
	int count = 0;

	for (int y = 0; y < surface->height; y++)
		count += surface_take_new(surface, y);
	return count;
}

static void
draw_three_lines(struct surface *surface, const char *second)
{
	struct canvas canvas = canvas_of(surface);

	surface_clear(surface);
	canvas_print_c(&canvas, 0, 0, STYLE_PLAIN, "one");
	canvas_print_c(&canvas, 0, 1, STYLE_PLAIN, second);
	canvas_print_c(&canvas, 0, 2, STYLE_PLAIN, "three");
	canvas_rule_v(&canvas, 8, 0, 3, STYLE_PLAIN);
	surface_finish(surface);
}

static void
kept__a_frame__draws_only_the_rows_that_are_other_ones(void **state)
{
	struct surface surface;

	(void)state;
	surface_init(&surface, 10, 4);
	assert_int_equal(new_rows(&surface), 4); /* one that does not keep */
	assert_int_equal(new_rows(&surface), 4);
	surface_keep(&surface);
	draw_three_lines(&surface, "two");
	assert_int_equal(new_rows(&surface), 4); /* the first one is all new */
	draw_three_lines(&surface, "two");
	assert_int_equal(new_rows(&surface), 0);
	draw_three_lines(&surface, "2");
	assert_true(surface_take_new(&surface, 1));
	assert_int_equal(new_rows(&surface), 0);
	assert_picture(&surface, "one     │\n2       │\nthree   │\n\n");
	surface_clear(&surface);
	surface_finish(&surface);
	assert_int_equal(new_rows(&surface), 3);
	assert_picture(&surface, "\n\n\n\n");
	surface_fini(&surface);
}

/* What goes round the strokes is what the check is there to find. */
static void
kept__check__ends_a_program_that_writes_cells_behind_its_back(void **state)
{
	struct surface surface;
	int status = 0;
	pid_t child;

	(void)state;
	surface_init(&surface, 10, 4);
	surface_check(&surface);
	draw_three_lines(&surface, "two");
	draw_three_lines(&surface, "2");
	fflush(NULL);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });
		signal(SIGABRT, SIG_DFL);
		if (!freopen("/dev/null", "w", stderr))
			_exit(1);
		surface.cells[3].glyph.base = 'x';
		draw_three_lines(&surface, "two");
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
	surface_fini(&surface);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kept__any_frames__look_as_if_drawn_from_blank),
		cmocka_unit_test(kept__a_frame__draws_only_the_rows_that_are_other_ones),
		cmocka_unit_test(kept__check__ends_a_program_that_writes_cells_behind_its_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
