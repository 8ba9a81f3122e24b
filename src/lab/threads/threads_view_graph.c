/* Who waits for whom: threads as names, objects in boxes, an arrow from who waits to what, and on to who holds it. */
#include "base/i18n.h"
#include "lab/threads/threads_state.h"
#include "lab/threads/threads_words.h"

enum {
	CHAINS_MAX = 6,
	LINKS_MAX = 2 * THREADS_MAX + 2,
	ARROW_COLS = 5,
	ARROW_COLS_MIN = 4 /* where a chain just fits */
};

struct link {
	bool is_object;
	uint32_t number; /* of a thread or an object */
};

struct chain {
	struct link links[LINKS_MAX];
	size_t len;
	bool is_circle;
};

static void
add_link(struct chain *chain, bool is_object, uint32_t number)
{
	if (chain->len < LINKS_MAX)
		chain->links[chain->len++] = (struct link){ is_object, number };
}

/* From FROM along what each waits for, until one that does not wait, or one that was there before. */
static void
follow(const struct threads_lab *lab, unsigned from, struct chain *out, uint32_t *seen)
{
	const uint32_t *state = past_state(&lab->history, lab->playback.position);
	uint32_t here = 0;
	unsigned at = from;

	*out = (struct chain){ 0 };
	for (;;) {
		struct thread_look look;

		add_link(out, false, at);
		if (here >> at & 1) {
			out->is_circle = at == from;
			break;
		}
		here |= 1u << at;
		waits_look(&lab->program, state, at, &look);
		if (look.place != PLACE_BLOCKED || look.object == OBJECT_NOTHING)
			break;
		if (lab->program.objects.items[look.object].kind != OBJECT_THREAD)
			add_link(out, true, look.object);
		if (!look.holders)
			break;
		at = (unsigned)__builtin_ctz(look.holders);
	}
	*seen |= here;
}

/* Is THREAD waited for by another one that waits? Then it is in the middle of a chain. */
static bool
is_waited_for(const struct threads_lab *lab, unsigned thread)
{
	const uint32_t *state = past_state(&lab->history, lab->playback.position);

	for (unsigned i = 0; i < lab->program.threads.len; i++) {
		struct thread_look look;

		waits_look(&lab->program, state, i, &look);
		if (i != thread && look.place == PLACE_BLOCKED && look.holders >> thread & 1)
			return true;
	}
	return false;
}

static bool
is_blocked(const struct threads_lab *lab, unsigned thread)
{
	struct thread_look look;

	waits_look(&lab->program, past_state(&lab->history, lab->playback.position), thread, &look);
	return look.place == PLACE_BLOCKED;
}

/* First the chains that begin with somebody nobody waits for, then the circles that are left. Who waits for no one thread
 * is shown only when all are stuck: till then it is in good hands. */
static size_t
find_chains(const struct threads_lab *lab, struct chain *out)
{
	uint32_t seen = 0;
	size_t count = 0;
	bool is_stuck = !machine_enabled(&lab->program, past_state(&lab->history, lab->playback.position));

	for (int pass = 0; pass < 2; pass++)
		for (unsigned i = 0; i < lab->program.threads.len && count < CHAINS_MAX; i++)
			if (!(seen >> i & 1) && is_blocked(lab, i) && (pass || !is_waited_for(lab, i))) {
				follow(lab, i, &out[count], &seen);
				count += is_stuck || !out[count].links[out[count].len - 1].is_object;
			}
	return count;
}

static const char *
name_of(const struct threads_lab *lab, const struct link *link)
{
	return link->is_object ? words_object(&lab->program, link->number) : words_thread(&lab->program, link->number);
}

static int
link_cols(const struct threads_lab *lab, const struct link *link)
{
	return (int)cell_width(str_of_c(name_of(lab, link))) + (link->is_object ? 4 : 0);
}

static int
arrow_cols(const struct threads_lab *lab, const struct chain *chain, int width)
{
	int cols = 0, arrows = (int)chain->len - 1;

	for (size_t i = 0; i < chain->len; i++)
		cols += link_cols(lab, &chain->links[i]);
	return cols + arrows * ARROW_COLS > width && cols + arrows * ARROW_COLS_MIN <= width ? ARROW_COLS_MIN
											     : ARROW_COLS;
}

/* Rows a chain takes in WIDTH columns: it goes on in the next where it is too long. */
static int
place_links(const struct threads_lab *lab, const struct chain *chain, int width, int *xs, int *ys)
{
	int x = 0, y = 0, arrow = arrow_cols(lab, chain, width);

	for (size_t i = 0; i < chain->len; i++) {
		int cols = link_cols(lab, &chain->links[i]) + (i ? arrow : 0);

		if (x && x + cols > width) {
			x = 2;
			y++;
		}
		xs[i] = x + (i ? arrow : 0);
		ys[i] = y;
		x += cols;
	}
	return y + 1;
}

int
threads_view_graph_rows(const struct threads_lab *lab, int width, bool is_tall)
{
	struct chain chains[CHAINS_MAX];
	size_t count = find_chains(lab, chains);
	int xs[LINKS_MAX], ys[LINKS_MAX], rows = 0;

	for (size_t i = 0; i < count; i++)
		rows += place_links(lab, &chains[i], width, xs, ys);
	return is_tall ? 3 * rows : rows;
}

/* A box with its name in it; where there is one row only, its sides. */
static void
draw_box(const struct canvas *canvas, int x, int y, const char *name, bool is_tall)
{
	static const char *const tops[2][2] = { { "┌", "┐" }, { "└", "┘" } };
	int cols = (int)cell_width(str_of_c(name)) + 4;

	canvas_print_c(canvas, x, y, STYLE(INK_DIM), sign(SIGN_RULE_V));
	canvas_print_c(canvas, x + 2, y, STYLE(INK_STRONG), name);
	canvas_print_c(canvas, x + cols - 1, y, STYLE(INK_DIM), sign(SIGN_RULE_V));
	for (int row = 0; is_tall && row < 2; row++) {
		int edge = y + 2 * row - 1;

		for (int i = 1; i < cols - 1; i++)
			canvas_print_c(canvas, x + i, edge, STYLE(INK_DIM), sign(SIGN_RULE_H));
		canvas_print_c(canvas, x, edge, STYLE(INK_DIM), sign_is_ascii() ? "+" : tops[row][0]);
		canvas_print_c(canvas, x + cols - 1, edge, STYLE(INK_DIM), sign_is_ascii() ? "+" : tops[row][1]);
	}
}

static void
draw_chain(const struct threads_lab *lab, const struct canvas *canvas, int y, const struct chain *chain, bool is_tall)
{
	int xs[LINKS_MAX], ys[LINKS_MAX];
	struct style arrow = STYLE(chain->is_circle ? INK_ERROR : INK_WARN);

	place_links(lab, chain, canvas_width(canvas), xs, ys);
	for (size_t i = 0; i < chain->len; i++) {
		const struct link *link = &chain->links[i];
		int row = y + (is_tall ? 3 * ys[i] + 1 : ys[i]);
		struct style style = threads_view_actor(link->number);

		if (i) {
			if (arrow_cols(lab, chain, canvas_width(canvas)) == ARROW_COLS)
				canvas_print_c(canvas, xs[i] - 4, row, arrow, sign(SIGN_RULE_H));
			canvas_print_c(canvas, xs[i] - 3, row, arrow, sign(SIGN_RULE_H));
			canvas_print_c(canvas, xs[i] - 2, row, arrow, sign(SIGN_RUN));
		}
		style.attrs = ATTR_BOLD;
		if (link->is_object)
			draw_box(canvas, xs[i], row, name_of(lab, link), is_tall);
		else
			canvas_print_c(canvas, xs[i], row, style, name_of(lab, link));
	}
}

void
threads_view_graph(const struct threads_lab *lab, const struct canvas *canvas, bool is_tall)
{
	struct chain chains[CHAINS_MAX];
	size_t count = find_chains(lab, chains);
	int y = 0;

	for (size_t i = 0; i < count; i++) {
		int xs[LINKS_MAX], ys[LINKS_MAX];
		int rows = place_links(lab, &chains[i], canvas_width(canvas), xs, ys);

		draw_chain(lab, canvas, y, &chains[i], is_tall);
		y += is_tall ? 3 * rows : rows;
	}
}
