/* Who waits for whom as a graph: threads as names, objects in boxes, arrows from who waits to what and on to who holds
 * it; a circle of waiting is drawn as one. */
#include "base/i18n.h"
#include "lab/threads/threads_view_waits.h"
#include "lab/threads/threads_words.h"

enum {
	ARROW_COLS = 5,
	ARROW_COLS_MIN = 4, /* where a chain just fits */
	BOX_COLS = 4,       /* around a name */
	RING_ENDS = 3,      /* ┌▶ and a blank; ─┐ and a blank */
	TALL = 3            /* rows of a box with its top and bottom */
};

enum form { /* from the roomy to the bare; the first that has room is drawn */
	FORM_TALL,
	FORM_FLAT,
	FORM_SURE, /* without those who wait in good hands */
	FORM_CIRCLE,
	FORM_COUNT
};

struct graph_view {
	const struct threads_lab *lab;
	struct chain chains[CHAINS_MAX];
	size_t count;
	int width;
	bool is_tall;
};

struct place {
	int x, row;
};

static int
link_cols(const struct threads_lab *lab, const struct chain *chain, const struct link *link)
{
	struct str_buf text = { 0 };
	int cols;

	threads_view_link_text(lab, link, &text);
	cols = (int)cell_width(str_buf_str(&text)) + (link->object == OBJECT_NOTHING || chain->is_bare ? 0 : BOX_COLS);
	str_buf_fini(&text);
	return cols;
}

/* ---- a circle: one half above from left to right, the other below and back ---- */

static int
half_cols(const struct threads_lab *lab, const struct chain *chain, size_t from, size_t to)
{
	int cols = 2 * RING_ENDS;

	for (size_t i = from; i < to; i++)
		cols += link_cols(lab, chain, &chain->links[i]) + (i > from ? ARROW_COLS_MIN : 0);
	return cols;
}

/* Where to part it so that it is as narrow as can be; gives the columns. */
static int
part_ring(const struct threads_lab *lab, const struct chain *chain, size_t *half)
{
	int best = INT32_MAX;

	for (size_t i = 1; i < chain->len; i++) {
		int above = half_cols(lab, chain, 0, i), below = half_cols(lab, chain, i, chain->len);
		int cols = above > below ? above : below;

		if (cols < best) {
			best = cols;
			*half = i;
		}
	}
	return best;
}

static void
drop_link(struct chain *chain, size_t at)
{
	chain->len--;
	for (size_t i = at; i < chain->len; i++)
		chain->links[i] = chain->links[i + 1];
}

/* Too wide: first without boxes, then without what is in them, then with some threads of its middle counted. */
static void
shorten_ring(const struct threads_lab *lab, struct chain *chain, int width)
{
	size_t half, middle;

	if (part_ring(lab, chain, &half) <= width)
		return;
	chain->is_bare = true;
	if (part_ring(lab, chain, &half) <= width)
		return;
	for (size_t i = chain->len; i-- > 0;)
		if (chain->links[i].object != OBJECT_NOTHING)
			drop_link(chain, i);
	while (chain->len > 3 && part_ring(lab, chain, &half) > width) {
		middle = chain->len / 2;
		chain->links[middle].threads |= chain->links[middle + 1].threads;
		drop_link(chain, middle + 1);
	}
}

/* ---- drawing ---- */

static const char *
corner(const char *glyph)
{
	return sign_is_ascii() ? "+" : glyph;
}

/* A box with its name in it; where there is one row only, its sides. */
static void
draw_box(const struct canvas *canvas, int x, int y, struct str name, bool is_tall)
{
	static const char *const corners[2][2] = { { "┌", "┐" }, { "└", "┘" } };
	int cols = (int)cell_width(name) + BOX_COLS;

	canvas_print_c(canvas, x, y, STYLE(INK_TEXT), sign(SIGN_RULE_V));
	canvas_print(canvas, x + 2, y, STYLE(INK_STRONG, .attrs = ATTR_BOLD), name);
	canvas_print_c(canvas, x + cols - 1, y, STYLE(INK_TEXT), sign(SIGN_RULE_V));
	for (int row = 0; is_tall && row < 2; row++) {
		int edge = y + 2 * row - 1;

		for (int i = 1; i < cols - 1; i++)
			canvas_print_c(canvas, x + i, edge, STYLE(INK_TEXT), sign(SIGN_RULE_H));
		canvas_print_c(canvas, x, edge, STYLE(INK_TEXT), corner(corners[row][0]));
		canvas_print_c(canvas, x + cols - 1, edge, STYLE(INK_TEXT), corner(corners[row][1]));
	}
}

static void
draw_link(const struct graph_view *g, const struct canvas *canvas, int x, int y, const struct chain *chain,
	  const struct link *link)
{
	struct str_buf text = { 0 };
	struct style style = STYLE(INK_STRONG, .attrs = ATTR_BOLD);

	threads_view_link_text(g->lab, link, &text);
	if (link->object != OBJECT_NOTHING && chain->is_bare) {
		canvas_print(canvas, x, y, STYLE(INK_TEXT), str_buf_str(&text));
	} else if (link->object != OBJECT_NOTHING) {
		draw_box(canvas, x, y, str_buf_str(&text), g->is_tall);
	} else {
		if (!link->threads)
			style.ink = INK_ERROR;
		else if (!(link->threads & (link->threads - 1)))
			style.ink = threads_view_actor((unsigned)__builtin_ctz(link->threads)).ink;
		canvas_print(canvas, x, y, style, str_buf_str(&text));
	}
	str_buf_fini(&text);
}

/* COLS columns from X on, blank at both ends. */
static void
draw_arrow(const struct canvas *canvas, int x, int y, int cols, bool is_right, struct style style)
{
	for (int i = 1; i < cols - 1; i++)
		canvas_print_c(canvas, x + i, y, style, sign(SIGN_RULE_H));
	canvas_print_c(canvas, is_right ? x + cols - 2 : x + 1, y, style, sign(is_right ? SIGN_RUN : SIGN_BACK));
}

static void
draw_ring_sides(const struct canvas *canvas, int above, int below, int right, struct style style)
{
	for (int y = above + 1; y < below; y++) {
		canvas_print_c(canvas, 0, y, style, sign(SIGN_RULE_V));
		canvas_print_c(canvas, right, y, style, sign(SIGN_RULE_V));
	}
	canvas_print_c(canvas, 0, above, style, corner("┌"));
	canvas_print_c(canvas, 1, above, style, sign(SIGN_RUN));
	canvas_print_c(canvas, right, above, style, corner("┐"));
	canvas_print_c(canvas, 0, below, style, corner("└"));
	canvas_print_c(canvas, right - 1, below, style, sign(SIGN_BACK));
	canvas_print_c(canvas, right, below, style, corner("┘"));
}

static void
draw_ring(const struct graph_view *g, const struct canvas *canvas, int y, const struct chain *chain)
{
	struct style style = STYLE(INK_ERROR, .attrs = ATTR_BOLD);
	size_t half = 0;
	bool is_tall = g->is_tall && !chain->is_bare;
	int cols = part_ring(g->lab, chain, &half), above = y + (is_tall ? 1 : 0);
	int below = above + (is_tall ? TALL : 1), x = RING_ENDS;

	for (size_t i = 0; i < half; i++) {
		draw_link(g, canvas, x, above, chain, &chain->links[i]);
		x += link_cols(g->lab, chain, &chain->links[i]);
		if (i + 1 < half)
			draw_arrow(canvas, x, above, ARROW_COLS_MIN, true, style);
		x += ARROW_COLS_MIN;
	}
	for (x -= ARROW_COLS_MIN - 1; x < cols - 1; x++)
		canvas_print_c(canvas, x, above, style, sign(SIGN_RULE_H));
	x = cols - RING_ENDS;
	for (size_t i = half; i < chain->len; i++) {
		x -= link_cols(g->lab, chain, &chain->links[i]);
		draw_link(g, canvas, x, below, chain, &chain->links[i]);
		x -= ARROW_COLS_MIN;
		if (i + 1 < chain->len)
			draw_arrow(canvas, x, below, ARROW_COLS_MIN, false, style);
	}
	for (x += ARROW_COLS_MIN - 2; x > 0; x--)
		canvas_print_c(canvas, x, below, style, sign(SIGN_RULE_H));
	draw_ring_sides(canvas, above, below, cols - 1, style);
}

/* ---- a chain: from left to right, on in the next row where it is too long ---- */

static int
arrow_cols(const struct graph_view *g, const struct chain *chain)
{
	int cols = 0, arrows = (int)chain->len - 1;

	for (size_t i = 0; i < chain->len; i++)
		cols += link_cols(g->lab, chain, &chain->links[i]);
	return cols + arrows * ARROW_COLS > g->width && cols + arrows * ARROW_COLS_MIN <= g->width ? ARROW_COLS_MIN
												   : ARROW_COLS;
}

static int
place_links(const struct graph_view *g, const struct chain *chain, struct place *places)
{
	int x = 0, row = 0, arrow = arrow_cols(g, chain);

	for (size_t i = 0; i < chain->len; i++) {
		int cols = link_cols(g->lab, chain, &chain->links[i]) + (i ? arrow : 0);

		if (x && x + cols > g->width) {
			x = 2;
			row++;
		}
		places[i] = (struct place){ x + (i ? arrow : 0), row };
		x += cols;
	}
	return row + 1;
}

static void
draw_chain(const struct graph_view *g, const struct canvas *canvas, int y, const struct chain *chain)
{
	struct place places[LINKS_MAX];
	int arrow = arrow_cols(g, chain);

	place_links(g, chain, places);
	for (size_t i = 0; i < chain->len; i++) {
		int row = y + (g->is_tall ? TALL * places[i].row + 1 : places[i].row);

		if (i)
			draw_arrow(canvas, places[i].x - arrow, row, arrow, true, STYLE(INK_WARN));
		draw_link(g, canvas, places[i].x, row, chain, &chain->links[i]);
	}
}

/* ---- which of them, in which form ---- */

static int
chain_rows(const struct graph_view *g, const struct chain *chain)
{
	struct place places[LINKS_MAX];
	int rows = chain->is_circle ? 2 : place_links(g, chain, places);

	return g->is_tall && !chain->is_bare ? TALL * rows : rows;
}

static bool
is_in_form(const struct chain *chain, enum form form)
{
	return form < FORM_SURE || chain->is_circle || (form == FORM_SURE && chain->is_sure);
}

static int
total_rows(const struct graph_view *g, enum form form)
{
	int rows = 0;

	for (size_t i = 0; i < g->count; i++)
		if (is_in_form(&g->chains[i], form))
			rows += chain_rows(g, &g->chains[i]);
	return rows;
}

/* The first form that has room; FORM_COUNT: none has, or nobody waits. */
static enum form
choose_form(struct graph_view *g, const struct threads_lab *lab, int width, int rows_max, bool may_be_tall, int *rows)
{
	g->lab = lab;
	g->width = width;
	g->count = threads_view_find_chains(lab, g->chains);
	*rows = 0;
	for (size_t i = 0; i < g->count; i++)
		if (g->chains[i].is_circle)
			shorten_ring(lab, &g->chains[i], width);
	for (enum form form = may_be_tall ? FORM_TALL : FORM_FLAT; form < FORM_COUNT; form++) {
		g->is_tall = form == FORM_TALL;
		*rows = total_rows(g, form);
		if (*rows && *rows <= rows_max)
			return form;
	}
	*rows = 0;
	return FORM_COUNT;
}

int
threads_view_graph_rows(const struct threads_lab *lab, int width, int rows_max, bool may_be_tall)
{
	struct graph_view g;
	int rows;

	choose_form(&g, lab, width, rows_max, may_be_tall, &rows);
	return rows;
}

void
threads_view_graph(const struct threads_lab *lab, const struct canvas *canvas, bool may_be_tall)
{
	struct graph_view g;
	int rows, y = 0;
	enum form form = choose_form(&g, lab, canvas_width(canvas), canvas_height(canvas), may_be_tall, &rows);

	for (size_t i = 0; i < g.count && form < FORM_COUNT; i++) {
		if (!is_in_form(&g.chains[i], form))
			continue;
		if (g.chains[i].is_circle)
			draw_ring(&g, canvas, y, &g.chains[i]);
		else
			draw_chain(&g, canvas, y, &g.chains[i]);
		y += chain_rows(&g, &g.chains[i]);
	}
}
