/* How a scenario can end: each outcome as text, its share as a number and a bar. Also for what really came. */
#include "base/i18n.h"
#include "canvas/gauge.h"
#include "lab/threads/threads_state.h"
#include "lab/threads/threads_words.h"

enum {
	TEXT_COLS_LEAST = 20,
	BAR_COLS_LEAST = 26, /* with its number */
	OUTCOMES_MEASURED = 200
};

void
threads_outcome_text(const struct threads_proof *proof, size_t index, struct str_buf *out)
{
	str_buf_append(out, str_cut(str_buf_str(&proof->texts), index ? proof->text_ends[index - 1] : 0,
				    proof->text_ends[index]));
}

bool
threads_outcome_is_known(const struct threads_proof *proof, struct str text)
{
	uint64_t hash = str_hash(text);
	size_t low = 0, high = proof->explored.outcomes.len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (proof->known[middle] < hash)
			low = middle + 1;
		else
			high = middle;
	}
	return low < proof->explored.outcomes.len && proof->known[low] == hash;
}

/* Written in full, as the race writes it. */
uint64_t
threads_outcome_runs(const struct threads_proof *proof, size_t index, const struct raced *raced)
{
	struct str_buf text = { 0 };
	uint64_t runs = 0;

	race_format_values(&proof->program, proof->explored.outcomes.items[index].values, false, &text);
	for (size_t i = 0; i < raced->outcomes.len && !runs; i++)
		if (str_is_equal_c(str_buf_str(&text), raced->outcomes.items[i].text))
			runs = raced->outcomes.items[i].runs;
	str_buf_fini(&text);
	return runs;
}

double
threads_outcome_stuck(const struct explored *e)
{
	explore_count ended = 0;

	for (size_t i = 0; i < e->outcomes.len; i++)
		ended += e->outcomes.items[i].schedules;
	if (!e->is_counted || !e->schedules || e->has_overflow || ended >= e->schedules)
		return 0;
	return (double)(e->schedules - ended) / (double)e->schedules;
}

double
threads_failing_share(const struct explored *e)
{
	double share = 0;

	if (!e->is_counted || !e->schedules)
		return -1;
	if (!e->has_overflow)
		return (double)((long double)e->failing / (long double)e->schedules);
	for (size_t i = 0; i < e->outcomes.len; i++)
		share += e->outcomes.items[i].failing_share;
	return share;
}

/*
 * ---- endings: an outcome that came about both ways is two, so that what is right and what is wrong add up to all ----
 */

/* Where nothing is demanded and it can end in several ways, none of them is right or wrong. */
static bool
has_demands(const struct threads_proof *proof)
{
	const struct program *p = &proof->program;

	for (size_t i = 0; i < p->code.len; i++) {
		const struct instr *in = &p->code.items[i];

		if (in->op == DO_CRITICAL || in->op == DO_FAIL || (in->op == DO_ASSERT && !in->a))
			return true;
	}
	return proof->explored.violations.len || proof->explored.outcomes.len == 1 || p->check_count || p->always_count;
}

static void
add_ending(struct threads_endings *out, size_t outcome, int verdict, double share, bool is_all)
{
	vec_push(&out->all, (struct threads_ending){ outcome, share, (int8_t)verdict, is_all });
}

void
threads_endings_find(const struct threads_proof *proof, struct threads_endings *out)
{
	const struct explored *e = &proof->explored;
	double stuck = threads_outcome_stuck(e);

	for (size_t i = 0; i < e->outcomes.len; i++) {
		const struct explore_outcome *o = &e->outcomes.items[i];
		double right = o->share - o->failing_share;
		bool is_all = o->schedules == e->schedules;

		if (!e->is_counted) {
			add_ending(out, i, proof->verdicts[i], -1, false);
			continue;
		}
		if (o->failing < o->schedules || (e->has_overflow && right > 0))
			add_ending(out, i, has_demands(proof), right, is_all && !o->failing);
		if (o->failing)
			add_ending(out, i, -1, o->failing_share, is_all && o->failing == o->schedules);
	}
	if (stuck > 0)
		add_ending(out, THREADS_NO_END, -1, stuck, !e->outcomes.len);
}

void
threads_ending_text(const struct threads_proof *proof, const struct threads_ending *ending, struct str_buf *out)
{
	size_t start = out->len;

	if (ending->outcome == THREADS_NO_END) {
		str_buf_append_c(out, _("never ends"));
		return;
	}
	threads_outcome_text(proof, ending->outcome, out);
	if (out->len == start)
		str_buf_append_c(out, ending->verdict < 0   ? _("goes wrong")
				      : ending->verdict > 0 ? _("goes well")
							    : _("it ends"));
	else if (ending->verdict < 0 && proof->verdicts[ending->outcome] >= 0)
		str_buf_append_c(out, _(" after an error"));
}

struct style
threads_verdict_style(int verdict)
{
	return STYLE(verdict > 0 ? INK_OK : verdict < 0 ? INK_ERROR : INK_STRONG);
}

enum ink
threads_verdict_bar(int verdict)
{
	return verdict > 0 ? INK_OK : verdict < 0 ? INK_ERROR : INK_ACCENT;
}

/* Right or wrong by a sign too, not by colour alone. */
void
threads_verdict_draw(const struct canvas *canvas, int y, int cols, int verdict, struct str text)
{
	struct style style = threads_verdict_style(verdict);

	if (verdict)
		canvas_print_c(canvas, 0, y, style, sign(verdict > 0 ? SIGN_CHECK : SIGN_CROSS));
	canvas_print_fit(canvas, 2, y, cols, style, text);
}

int
threads_endings_cols(const struct threads_proof *proof, const struct threads_endings *endings, int width)
{
	int widest = 8, most = width - BAR_COLS_LEAST > TEXT_COLS_LEAST ? width - BAR_COLS_LEAST : TEXT_COLS_LEAST;

	for (size_t i = 0; i < endings->all.len && i < OUTCOMES_MEASURED; i++) {
		struct str_buf text = { 0 };
		int cols;

		threads_ending_text(proof, &endings->all.items[i], &text);
		cols = (int)cell_width(str_cut(str_buf_str(&text), 0, 200));
		widest = cols > widest ? cols : widest;
		str_buf_fini(&text);
	}
	return widest < most ? widest : most;
}

void
threads_share_text(double share, bool is_all, struct str_buf *out)
{
	if (share < 0.0005)
		str_buf_append_c(out, "<0.1 %");
	else if (!is_all && share > 0.9995)
		str_buf_append_c(out, ">99.9 %");
	else
		str_buf_printf(out, "%.1f %%", share * 100);
}

void
threads_share_draw(const struct canvas *canvas, int x, int y, int bar_cols, double share, const char *text,
		   enum ink ink)
{
	int cols = (int)cell_width(str_of_c(text));

	canvas_print_c(canvas, x + THREADS_SHARE_COLS - cols, y, STYLE(INK_TEXT), text);
	gauge_bar(canvas, x + THREADS_SHARE_COLS + 1, y, bar_cols, share, STYLE((uint8_t)ink));
}
