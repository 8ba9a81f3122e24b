/* Race for real: what came on real threads beside what was proved to be possible. */
#include "base/i18n.h"
#include "canvas/box.h"
#include "canvas/gauge.h"
#include "lab/threads/threads_state.h"
#include "lab/threads/threads_words.h"

enum {
	BAR_COLS_MAX = 30,
	ROOMY_ROWS = 13,
	GAP = 3
};

struct table { /* where its columns stand */
	const struct threads_lab *lab;
	const struct canvas *canvas;
	int text_cols, bar_cols;
	int y;
};

static int
min_int(int a, int b)
{
	return a < b ? a : b;
}

static int
real_x(const struct table *t)
{
	return 4 + t->text_cols + THREADS_SHARE_COLS + 1 + t->bar_cols + GAP;
}

/* Proved: its share of the schedules, negative where that has no number. */
static void
draw_row(struct table *t, int verdict, const char *text, double proved, uint64_t runs)
{
	uint64_t all = t->lab->raced.runs;
	double real = all ? (double)runs / (double)all : 0;
	struct str_buf share = { 0 };

	if (t->y >= canvas_height(t->canvas))
		return;
	threads_verdict_draw(t->canvas, t->y, t->text_cols, verdict, str_of_c(text));
	if (proved >= 0) {
		if (proved > 0)
			threads_share_text(proved, proved >= 1, &share);
		else
			str_buf_append_c(&share, _("never"));
		threads_share_draw(t->canvas, 4 + t->text_cols, t->y, t->bar_cols, proved, str_buf_c(&share),
				   INK_ACCENT);
	} else {
		canvas_print_c(t->canvas, 4 + t->text_cols, t->y, STYLE(INK_TEXT), _("possible"));
	}
	str_buf_clear(&share);
	if (!runs)
		str_buf_append_c(&share, _("never"));
	else if (real < 0.001 && runs < 1000)
		str_buf_printf(&share, ngettext("%llu run", "%llu runs", (unsigned long)runs),
			       (unsigned long long)runs);
	else
		threads_share_text(real, runs == all, &share);
	threads_share_draw(t->canvas, real_x(t), t->y, t->bar_cols, real, str_buf_c(&share),
			   threads_verdict_bar(verdict));
	t->y++;
	str_buf_fini(&share);
}

/* All of it in two rows: what the head of the page counts and what exploring counts, side by side. */
static void
draw_sums(struct table *t)
{
	double failing = threads_failing_share(&threads_work_proof(t->lab)->explored);
	uint64_t runs = t->lab->raced.runs, failed = t->lab->raced.failed;

	if (!failed && !threads_work_proof(t->lab)->explored.violations.len)
		return;
	draw_row(t, 1, _("goes well"), failing < 0 ? -1 : 1 - failing, runs - failed);
	draw_row(t, -1, _("goes wrong"), failing, failed);
	t->y += canvas_height(t->canvas) > ROOMY_ROWS;
}

/* Is what never ends all that goes wrong, and are there no values beside which it would have to stand? */
static bool
is_told_by_sums(const struct threads_lab *lab, double stuck)
{
	const struct explored *e = &threads_work_proof(lab)->explored;
	struct str_buf text = { 0 };
	bool has_values = false;

	if (e->outcomes.len)
		threads_outcome_text(threads_work_proof(lab), 0, &text);
	has_values = text.len > 0;
	str_buf_fini(&text);
	return !has_values && e->violations.len && stuck >= threads_failing_share(e) &&
	       lab->raced.deadlocked == lab->raced.failed;
}

/* What was proved in its order, then what never ends, then what came unproved: which would be a bug of ours. */
static void
draw_rows(struct table *t)
{
	const struct threads_proof *proof = threads_work_proof(t->lab);
	const struct explored *e = &proof->explored;
	double stuck = threads_outcome_stuck(e);
	struct str_buf text = { 0 };

	draw_sums(t);
	for (size_t i = 0; i < e->outcomes.len && t->y < canvas_height(t->canvas); i++) {
		uint64_t runs;

		str_buf_clear(&text);
		threads_outcome_text(proof, i, &text);
		runs = threads_outcome_runs(proof, i, &t->lab->raced);
		if (!text.len && e->violations.len) /* the sums have said it */
			continue;
		if (!text.len)
			str_buf_append_c(&text, _("it ends"));
		draw_row(t, proof->verdicts[i], str_buf_c(&text), e->is_counted ? e->outcomes.items[i].share : -1,
			 runs);
	}
	if ((stuck > 0 || t->lab->raced.deadlocked) && !is_told_by_sums(t->lab, stuck))
		draw_row(t, -1, _("never ends"), e->is_counted ? stuck : -1, t->lab->raced.deadlocked);
	for (size_t i = 0; i < t->lab->raced.outcomes.len && e->is_complete; i++) {
		const struct race_outcome *o = &t->lab->raced.outcomes.items[i];

		if (!threads_outcome_is_known(proof, str_of_c(o->text)))
			draw_row(t, -1, o->text, 0, o->runs);
	}
	str_buf_fini(&text);
}

/* As wide as the widest text, but for a third of the room: bars are what is looked at. */
static int
measure_texts(const struct threads_lab *lab, int width)
{
	struct str_buf text = { 0 };
	int widest = (int)cell_width(str_of_c(_("goes wrong")));
	int cols = (int)cell_width(str_of_c(_("goes well")));

	widest = cols > widest ? cols : widest;
	for (size_t i = 0; i < threads_work_proof(lab)->explored.outcomes.len && widest < width / 3; i++) {
		str_buf_clear(&text);
		threads_outcome_text(threads_work_proof(lab), i, &text);
		cols = (int)cell_width(str_buf_str(&text));
		widest = cols > widest ? cols : widest;
	}
	str_buf_fini(&text);
	return min_int(widest, width / 3);
}

static void
draw_head(const struct threads_lab *lab, const struct canvas *canvas)
{
	bool is_running = lab->race && race_is_running(lab->race);
	int width = canvas_width(canvas);
	struct str_buf text = { 0 }, count = { 0 }, failed = { 0 };
	uint32_t done = lab->race ? race_progress(lab->race) : 0;

	words_count(is_running ? done : lab->raced.runs, &count);
	if (err_is_set(&lab->race_err))
		str_buf_append_c(&text, lab->race_err.text);
	else if (is_running)
		str_buf_printf(&text, _("on real threads … %s runs; esc stops"), str_buf_c(&count));
	else if (lab->raced.is_cancelled)
		str_buf_printf(&text, _("stopped after %s runs on real threads, in %.1f s"), str_buf_c(&count),
			       (double)lab->raced.seconds_ns / 1e9);
	else
		str_buf_printf(&text, _("%s runs on real threads in %.1f s"), str_buf_c(&count),
			       (double)lab->raced.seconds_ns / 1e9);
	str_buf_clear(&count);
	words_count(lab->raced.failed, &count);
	if (lab->raced.failed)
		str_buf_printf(&failed, _(" · %s went wrong"), str_buf_c(&count));
	if ((int)(cell_width(str_buf_str(&text)) + cell_width(str_buf_str(&failed))) <= width)
		str_buf_append(&text, str_buf_str(&failed));
	canvas_print_fit(canvas, 0, 0, width, STYLE(lab->raced.failed ? INK_ERROR : INK_STRONG, .attrs = ATTR_BOLD),
			 str_buf_str(&text));
	if (is_running)
		gauge_bar(canvas, 0, 1, min_int(width, 60), (double)done / THREADS_RACE_RUNS, STYLE(INK_ACCENT));
	str_buf_fini(&text);
	str_buf_fini(&count);
	str_buf_fini(&failed);
}

static void
draw_why(const struct threads_lab *lab, const struct canvas *canvas, int y)
{
	const struct explored *explored = &threads_work_proof(lab)->explored;
	const char *text = explored->violations.len && !lab->raced.failed && lab->raced.runs
				   ? _("So often, and never wrong: a test can miss what a proof finds.")
				   : _("Every order counts the same in a proof; a processor prefers some by far.");

	if (!lab->raced.failed && explored->outcomes.len < 2 && !explored->violations.len)
		return; /* one thing only can come out, and it does */
	if (y + 2 < canvas_height(canvas))
		canvas_print_wrapped(canvas, (struct rect){ 0, y + 1, canvas_width(canvas), 3 }, STYLE(INK_TEXT),
				     str_of_c(text));
}

void
threads_view_race(const struct threads_lab *lab, const struct canvas *canvas)
{
	struct table table = { .lab = lab, .canvas = canvas, .y = 4 };
	int width = canvas_width(canvas);

	if (canvas_height(canvas) < 10)
		table.y = 3;
	draw_head(lab, canvas);
	if (!threads_work_proof(lab)) {
		canvas_print_c(canvas, 0, 2, STYLE(INK_DIM), _("still exploring what can come out"));
		return;
	}
	table.text_cols = measure_texts(lab, width);
	table.bar_cols = min_int(BAR_COLS_MAX, (width - 4 - table.text_cols - 2 * THREADS_SHARE_COLS - 2 - GAP) / 2);
	table.bar_cols = table.bar_cols > 0 ? table.bar_cols : 0;
	canvas_print_fit(canvas, 4 + table.text_cols, table.y - 1, THREADS_SHARE_COLS + table.bar_cols + 1,
			 STYLE(INK_DIM),
			 str_of_c(threads_work_proof(lab)->explored.is_counted ? _("of schedules") : _("proved")));
	canvas_print_fit(canvas, real_x(&table), table.y - 1, THREADS_SHARE_COLS + table.bar_cols + 1, STYLE(INK_DIM),
			 str_of_c(_("of real runs")));
	draw_rows(&table);
	draw_why(lab, canvas, table.y);
}
