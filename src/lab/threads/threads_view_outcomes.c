/* How a scenario can end: each outcome as text, its share as a number and a bar. Also for what really came. */
#include "base/i18n.h"
#include "canvas/gauge.h"
#include "lab/threads/threads_state.h"
#include "lab/threads/threads_words.h"

#define TEXT_COLS_MAX 30

void
threads_outcome_text(const struct threads_proof *proof, size_t index, struct str_buf *out)
{
	race_format_values(&proof->program, proof->explored.outcomes.items[index].values, false, out);
}

double
threads_outcome_share(const struct explored *e, size_t index)
{
	if (!e->is_counted || !e->schedules)
		return 0;
	return e->outcomes.items[index].share;
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

int
threads_outcome_cols(const struct threads_proof *proof)
{
	int widest = (int)cell_width(str_of_c(_("never ends")));

	for (size_t i = 0; i < proof->explored.outcomes.len && i < 200; i++) {
		struct str_buf text = { 0 };
		int cols;

		threads_outcome_text(proof, i, &text);
		cols = (int)cell_width(str_cut(str_buf_str(&text), 0, 200));
		widest = cols > widest ? cols : widest;
		str_buf_fini(&text);
	}
	return widest < TEXT_COLS_MAX ? widest : TEXT_COLS_MAX;
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

struct style
threads_outcome_style(const struct threads_proof *proof, size_t index)
{
	bool is_right = proof->verdicts[index] > 0, is_wrong = proof->verdicts[index] < 0;

	return STYLE(is_right ? INK_OK : is_wrong ? INK_ERROR : INK_STRONG);
}

/* Right or wrong by a sign too, not by colour alone. */
void
threads_outcome_draw(const struct threads_proof *proof, size_t index, const struct canvas *canvas, int y, int cols)
{
	struct style style = threads_outcome_style(proof, index);
	struct str_buf text = { 0 };

	threads_outcome_text(proof, index, &text);
	if (!text.len)
		str_buf_append_c(&text, _("it ends"));
	if (proof->verdicts[index])
		canvas_print_c(canvas, 0, y, style, sign(proof->verdicts[index] > 0 ? SIGN_CHECK : SIGN_CROSS));
	canvas_print_fit(canvas, 2, y, cols, style, str_buf_str(&text));
	str_buf_fini(&text);
}
