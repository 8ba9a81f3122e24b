/* What exploring found: numbers, what can go wrong, data races, outcomes as bars. */
#include "base/i18n.h"
#include "canvas/box.h"
#include "lab/threads/threads_state.h"
#include "lab/threads/threads_words.h"

enum {
	BAR_COLS_MAX = 60
};

static int
min_int(int a, int b)
{
	return a < b ? a : b;
}

static void
rule(const struct canvas *canvas, int y, const char *title)
{
	box_rule(canvas, 0, y, canvas_width(canvas), str_of_c(title), STYLE(INK_RULE), STYLE(INK_DIM));
}

/* ---- endings ---- */

static void
draw_ending(const struct threads_proof *proof, const struct canvas *canvas, int y, const struct threads_ending *ending,
	    int cols)
{
	int bar = min_int(BAR_COLS_MAX, canvas_width(canvas) - cols - THREADS_SHARE_COLS - 6);
	struct str_buf text = { 0 };

	threads_ending_text(proof, ending, &text);
	threads_verdict_draw(canvas, y, cols, ending->verdict, str_buf_str(&text));
	if (ending->share >= 0 && bar >= 0) {
		str_buf_clear(&text);
		threads_share_text(ending->share, ending->is_all, &text);
		threads_share_draw(canvas, 4 + cols, y, bar, ending->share, str_buf_c(&text),
				   threads_verdict_bar(ending->verdict));
	}
	str_buf_fini(&text);
}

/* Where not all have room, what never ends is among those that are shown. */
static void
draw_endings(const struct threads_proof *proof, const struct canvas *canvas, const struct threads_endings *endings)
{
	int cols = threads_endings_cols(proof, endings, canvas_width(canvas)), height = canvas_height(canvas);
	size_t count = endings->all.len, room = height > 0 ? (size_t)height : 0;
	bool has_stuck = count && endings->all.items[count - 1].outcome == THREADS_NO_END;
	size_t shown = count <= room ? count : room > 1u + has_stuck ? room - 1 - has_stuck : 0;

	for (size_t i = 0; i < shown; i++)
		draw_ending(proof, canvas, (int)i, &endings->all.items[i], cols);
	if (shown == count || !room)
		return;
	if (has_stuck)
		draw_ending(proof, canvas, height - 1 - (room > 1), &endings->all.items[count - 1], cols);
	if (!has_stuck || room > 1)
		canvas_printf(canvas, 2, height - 1, STYLE(INK_DIM), _("… and %zu more"), count - shown - has_stuck);
}

/* ---- violations and races ---- */

/* Where and how far; the preemptions give way where the line of the source would be cut for them. */
static void
place_text(const struct explore_violation *v, int room, struct str_buf *out)
{
	size_t steps_end;

	str_buf_printf(out, _("line %u"), v->line);
	if (!v->schedule)
		return;
	str_buf_append_c(out, " · ");
	str_buf_printf(out, ngettext("%u step", "%u steps", v->steps), v->steps);
	steps_end = out->len;
	str_buf_append_c(out, " · ");
	str_buf_printf(out, ngettext("%u preemption", "%u preemptions", v->preemptions), v->preemptions);
	if ((int)cell_width(str_buf_str(out)) > room)
		str_buf_cut(out, steps_end);
}

static void
draw_violation(void *ctx, const struct canvas *row, int64_t index, bool is_selected)
{
	const struct threads_answer *answer = ctx;
	const struct explore_violation *v = &answer->proof->explored.violations.items[index];
	bool is_marked = is_selected && answer->has_cursor;
	struct style style = { .ink = INK_TEXT, .paper = is_marked ? PAPER_SELECTED : PAPER_BASE };
	struct style wrong = { .ink = INK_ERROR, .paper = style.paper, .attrs = ATTR_BOLD };
	struct str line = words_line(&answer->proof->program, v->line);
	struct str_buf text = { 0 };
	int width = canvas_width(row), x = 2;

	hits_add(answer->hits, row, (struct rect){ 0, 0, width, 1 }, THREADS_HIT_VIOLATION, index);
	canvas_fill(row, (struct rect){ 0, 0, width, 1 }, style);
	if (is_marked)
		canvas_print_c(row, 0, 0, (struct style){ .ink = INK_ACCENT, .paper = style.paper },
			       sign(SIGN_CURSOR_BAR));
	x += canvas_printf(row, x, 0, wrong, "%s %s", sign(SIGN_CROSS), words_violation(v->kind)) + 2;
	place_text(v, width - x - 2 - (int)cell_width(str_cut(line, 0, 200)), &text);
	x += canvas_print_fit(row, x, 0, width - x, style, str_buf_str(&text)) + 2;
	canvas_print_fit(row, x, 0, width - x, (struct style){ .ink = INK_CODE, .paper = style.paper }, line);
	str_buf_fini(&text);
}

static void
draw_races(const struct threads_answer *answer, const struct canvas *canvas)
{
	const struct explored *e = &answer->proof->explored;
	const struct program *p = &answer->proof->program;

	for (size_t i = 0; i < e->races.len && (int)i < canvas_height(canvas); i++) {
		const struct explore_race *r = &e->races.items[i];
		struct str_buf text = { 0 };

		str_buf_printf(&text, _("%s data race on %.*s: %s in line %u, %s in line %u"), sign(SIGN_WARN),
			       STR_ARG(p->shareds.items[r->shared].name), words_thread(p, r->threads[0]), r->lines[0],
			       words_thread(p, r->threads[1]), r->lines[1]);
		canvas_print_fit(canvas, 2, (int)i, canvas_width(canvas) - 2, STYLE(INK_WARN), str_buf_str(&text));
		str_buf_fini(&text);
	}
}

static void
draw_numbers(const struct threads_answer *answer, const struct canvas *canvas)
{
	const struct explored *e = &answer->proof->explored;
	struct str_buf text = { 0 };

	if (answer->is_told)
		str_buf_printf(&text, "%s ", threads_view_verdict(e));
	threads_view_results(answer, true, &text);
	if ((int)cell_width(str_buf_str(&text)) > canvas_width(canvas)) { /* the numbers, not the way */
		str_buf_clear(&text);
		if (answer->is_told)
			str_buf_printf(&text, "%s ", threads_view_verdict(e));
		threads_view_results(answer, false, &text);
	}
	canvas_print_fit(canvas, 0, 0, canvas_width(canvas), STYLE((uint8_t)threads_view_ink(answer)),
			 str_buf_str(&text));
	str_buf_clear(&text);
	str_buf_printf(&text, _("%u states, %u steps between them"), e->states, e->transitions);
	if (e->is_complete && !e->is_counted)
		str_buf_append_c(&text, _("; it can go in circles, so there is no number of schedules"));
	else if (e->is_frozen)
		str_buf_append_c(&text, _("; somebody goes on for ever, so no sleep ends"));
	canvas_print_fit(canvas, 0, 1, canvas_width(canvas), STYLE(INK_DIM), str_buf_str(&text));
	str_buf_fini(&text);
}

/* Rows for outcomes, violations, races: each at least two where it has some, what is left to the outcomes. */
static void
draw_found(const struct threads_answer *answer, const struct canvas *canvas)
{
	const struct explored *e = &answer->proof->explored;
	int width = canvas_width(canvas), height = canvas_height(canvas), y = 0;
	int wrong = min_int((int)e->violations.len, height > 10 ? height / 3 : 2);
	int races = min_int((int)e->races.len, height > 12 ? 3 : height > 6 ? 1 : 0);
	struct threads_endings endings = { 0 };
	struct list found = answer->cursor;
	struct canvas part;
	int gap, rows;

	threads_endings_find(answer->proof, &endings);
	gap = height > wrong + (wrong > 0) + races + (int)endings.all.len + 1; /* a blank row sets the parts apart */
	if (wrong) {
		rule(canvas, y++,
		     answer->has_cursor ? _("what can go wrong: enter replays it") : _("what can go wrong"));
		part = canvas_part(canvas, 0, y, width, wrong);
		found.scroll = (struct scroll){ 0 };
		scroll_set(&found.scroll, found.count, wrong);
		scroll_to_show(&found.scroll, found.cursor, 0);
		list_draw(&found, &part, draw_violation, (void *)(uintptr_t)answer);
		y += wrong;
	}
	part = canvas_part(canvas, 0, y, width, races);
	draw_races(answer, &part);
	y += races + (y + races ? gap : 0);
	rows = min_int((int)endings.all.len, height - y - 1);
	if (rows > 0) {
		rule(canvas, y++, e->is_counted ? _("how it can end, of all schedules") : _("how it can end"));
		part = canvas_part(canvas, 0, y, width, rows);
		draw_endings(answer->proof, &part, &endings);
	}
	vec_fini(&endings.all);
}

/* Rows all of what was found would take: where they do not fit no row is left blank. */
static int
rows_of(const struct threads_proof *proof)
{
	const struct explored *e = &proof->explored;
	struct threads_endings endings = { 0 };
	int rows = (int)e->violations.len + (e->violations.len > 0) + (int)e->races.len;

	threads_endings_find(proof, &endings);
	rows += (int)endings.all.len + 1;
	vec_fini(&endings.all);
	return rows;
}

void
threads_view_explore(const struct threads_answer *answer, const struct canvas *canvas)
{
	int width = canvas_width(canvas), height = canvas_height(canvas), top;
	struct canvas part;

	if (answer->is_working)
		canvas_printf(canvas, 0, 0, STYLE(INK_DIM), _("exploring … %u states"), answer->states);
	if (!answer->proof)
		return;
	draw_numbers(answer, canvas);
	if (!answer->is_told)
		return;
	top = height > 3 + rows_of(answer->proof) ? 3 : 2;
	part = canvas_part(canvas, 0, top, width, height - top);
	if (canvas_height(&part) > 0)
		draw_found(answer, &part);
}
