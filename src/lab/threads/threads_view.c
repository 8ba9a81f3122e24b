/* Lays the threads lab out: what was proved, source, columns and what is shared, who waits, the sentence. Any size. */
#include "base/i18n.h"
#include "canvas/box.h"
#include "lab/threads/threads_state.h"
#include "lab/threads/threads_words.h"

enum {
	GAP = 3,         /* between parts side by side */
	ROOMY_ROWS = 16, /* from here on blank rows set the parts apart */
	LANE_COLS_LEAST = 12,
	LANES_ROWS_MIN = 12,  /* so many, then what is shared has a row for each */
	STRIP_ROWS = 3,       /* of the source, where there is room for no more: the line, and those about it */
	STEPS_ROWS_LEAST = 4, /* names, states, and two steps */
	STEPS_ROWS_WISHED = 9,
	FRAME_ROWS = 7, /* the head, the sentence and the blanks between */
	CARD_ROWS = 2,  /* nothing has happened: a name and a state each */
	PLAYBACK_COLS = 34,
	PLAYBACK_COLS_MIN = 16, /* step 123/456  1× */
	SENTENCE_ROWS_CALM = 2, /* what most of them take */
	SENTENCE_ROWS_MAX = 3
};

static int
min_int(int a, int b)
{
	return a < b ? a : b;
}

struct style
threads_view_actor(unsigned thread)
{
	return STYLE((uint8_t)ink_actor(thread));
}

/* ---- what was proved, in one line ---- */

static void
append_shortest(const struct explored *e, struct str_buf *out)
{
	const struct explore_violation *best = NULL;
	struct str_buf steps = { 0 }, preemptions = { 0 };

	for (size_t i = 0; i < e->violations.len; i++) {
		const struct explore_violation *v = &e->violations.items[i];

		if (v->schedule && (!best || v->preemptions < best->preemptions ||
				    (v->preemptions == best->preemptions && v->steps < best->steps)))
			best = v;
	}
	if (!best)
		return;
	str_buf_printf(&steps, ngettext("%u step", "%u steps", best->steps), best->steps);
	str_buf_printf(&preemptions, ngettext("%u preemption", "%u preemptions", best->preemptions), best->preemptions);
	str_buf_printf(out, _(" · shortest: %s, %s"), str_buf_c(&steps), str_buf_c(&preemptions));
	str_buf_fini(&steps);
	str_buf_fini(&preemptions);
}

void
threads_view_results(const struct threads_answer *answer, bool has_shortest, struct str_buf *out)
{
	const struct explored *e = answer->proof ? &answer->proof->explored : NULL;
	struct str_buf count = { 0 };

	if (answer->is_working) {
		str_buf_printf(out, _("exploring … %u states"), answer->states);
	} else if (e) {
		if (e->is_counted && !e->has_overflow) {
			words_count(e->schedules, &count);
			str_buf_printf(out, ngettext("%s schedule", "%s schedules", e->schedules == 1 ? 1 : 2),
				       str_buf_c(&count));
		} else {
			str_buf_printf(out, ngettext("%u state", "%u states", e->states), e->states);
		}
		if (!e->is_complete)
			str_buf_append_c(out, _(" · not complete"));
		if (!answer->is_told) {
			str_buf_fini(&count);
			return;
		}
		if (!e->violations.len && e->is_complete)
			str_buf_append_c(out, _(" · nothing can go wrong"));
		if (e->violations.len && e->is_counted && !e->has_overflow) {
			str_buf_clear(&count);
			words_count(e->failing, &count);
			str_buf_printf(out, _(" · %s fail"), str_buf_c(&count));
		}
		if (has_shortest)
			append_shortest(e, out);
	}
	str_buf_fini(&count);
}

/* ✓ nothing can go wrong, ✗ something can, ◐ nothing was found so far. */
const char *
threads_view_verdict(const struct explored *e)
{
	return sign(e->violations.len ? SIGN_CROSS : e->is_complete ? SIGN_CHECK : SIGN_BEGUN);
}

enum ink
threads_view_ink(const struct threads_answer *answer)
{
	if (!answer->proof || !answer->is_told)
		return INK_DIM;
	if (answer->proof->explored.violations.len)
		return INK_ERROR;
	return answer->proof->explored.is_complete ? INK_OK : INK_TEXT;
}

static void
head_text(const struct threads_lab *lab, const struct threads_answer *answer, bool has_shortest, struct str_buf *out)
{
	const struct explored *e = answer->proof ? &answer->proof->explored : NULL;

	str_buf_clear(out);
	if (e && answer->is_told)
		str_buf_printf(out, "%s ", threads_view_verdict(e));
	if (e && lab->plan == PLAN_WAY && e->violations.len > 1)
		str_buf_printf(out, "%zu/%zu %s · ", lab->way + 1, e->violations.len,
			       words_violation(e->violations.items[lab->way].kind));
	threads_view_results(answer, has_shortest, out);
}

/* What was proved at the left, where we are at the right; what is too long gives way in whole parts. */
static void
draw_head(const struct threads_lab *lab, const struct canvas *canvas)
{
	struct threads_answer answer = threads_work_answer(lab);
	int width = canvas_width(canvas), playback_cols = min_int(width, PLAYBACK_COLS), text_cols;
	struct str_buf text = { 0 };

	if (width < 24)
		playback_cols = 0;
	head_text(lab, &answer, true, &text);
	text_cols = (int)cell_width(str_buf_str(&text)) + 2;
	if (playback_cols && width - text_cols < playback_cols)
		playback_cols = PLAYBACK_COLS_MIN;
	if (text_cols - 1 + playback_cols > width)
		head_text(lab, &answer, false, &text);
	canvas_print_fit(canvas, 0, 0, width - playback_cols - (playback_cols ? 1 : 0),
			 STYLE((uint8_t)threads_view_ink(&answer)), str_buf_str(&text));
	if (playback_cols)
		playback_draw(&lab->playback, canvas, width - playback_cols, 0, playback_cols);
	str_buf_fini(&text);
}

/* ---- the sentence ---- */

static int
draw_sentence(const struct threads_lab *lab, const struct canvas *canvas, int bottom, int rows_max)
{
	size_t position = lab->playback.position;
	const struct step_info *wrong = position ? &lab->history.steps.items[position - 1].wrong : NULL;
	bool is_wrong = wrong && wrong->violation;
	struct style style = STYLE(is_wrong ? INK_ERROR : INK_STRONG, .attrs = is_wrong ? ATTR_BOLD : 0);
	struct str_buf text = { 0 };
	int width = canvas_width(canvas), x = is_wrong && width > 20 ? 2 : 0, rows;
	struct canvas none = canvas_part(canvas, 0, 0, width - x, 0), room;

	threads_plan_sentence(lab, &text);
	rows = canvas_print_wrapped(&none, (struct rect){ 0, 0, width - x, 0 }, style, str_buf_str(&text));
	rows = min_int(rows, rows_max);
	if (rows > 0) {
		if (x)
			canvas_print_c(canvas, 0, bottom - rows, style, sign(SIGN_CROSS));
		room = canvas_part(canvas, x, bottom - rows, width - x, rows);
		canvas_print_wrapped(&room, (struct rect){ 0, 0, width - x, rows }, style, str_buf_str(&text));
	}
	str_buf_fini(&text);
	return rows;
}

/* ---- the parts side by side or one above the other ---- */

struct wish {       /* columns and rows each part would like to have */
	int height; /* what there is for all of them, but not for the sentence: parts stand still from step to step */
	int source_cols, source_rows, lanes_cols, lanes_uncut, lanes_least, shared_cols, shared_rows;
};

static struct wish
measure(const struct threads_lab *lab, int width, int calm_height)
{
	int count = (int)lab->program.threads.len;

	return (struct wish){
		.height = calm_height,
		.source_cols = threads_view_source_cols(lab, width),
		.source_rows = threads_view_source_rows(lab),
		.lanes_cols = 2 + count * threads_view_lane_cols(lab),
		.lanes_uncut = 2 + count * (threads_view_lane_cols(lab) - 1), /* the blank before a sign gives way */
		.lanes_least = 2 + count * LANE_COLS_LEAST,
		.shared_cols = threads_view_shared_cols(lab),
		.shared_rows = threads_view_shared_rows(lab),
	};
}

/* What is shared has rows of its own under the columns, which keep enough for the steps. */
static bool
has_room_under(const struct wish *wish, int height)
{
	return wish->height >= wish->shared_rows + LANES_ROWS_MIN &&
	       height >= wish->shared_rows + 2 + STEPS_ROWS_LEAST + 2;
}

/*
 * All columns in view, and what is in them uncut, matter more than what is shared beside them; under them that has room
 * too.
 */
static void
draw_lanes_and_shared(const struct threads_lab *lab, const struct canvas *canvas, const struct wish *wish)
{
	int width = canvas_width(canvas), height = canvas_height(canvas);
	int beside = width - wish->shared_cols - GAP, lanes = min_int(wish->lanes_cols, beside);
	bool fits = beside >= wish->lanes_uncut || (beside >= wish->lanes_least && !has_room_under(wish, height)) ||
		    (width < wish->lanes_least && width >= 60 && height > wish->shared_rows);
	struct canvas part;

	if (wish->shared_rows && fits && lanes > 2 + LANE_COLS_LEAST) {
		part = canvas_part(canvas, 0, 0, lanes, height);
		threads_view_lanes(lab, &part);
		part = canvas_part(canvas, lanes + GAP, 0, width - lanes - GAP, height);
		threads_view_shared(lab, &part);
		return;
	}
	if (lab->env.is_still && wish->shared_rows && height > CARD_ROWS + wish->shared_rows) {
		part = canvas_part(canvas, 0, CARD_ROWS + 1, width,
				   min_int(wish->shared_rows + 1, height - CARD_ROWS - 1));
		threads_view_shared(lab, &part);
		height = CARD_ROWS;
	} else if (wish->shared_rows && has_room_under(wish, height)) {
		part = canvas_part(canvas, 0, height - wish->shared_rows - 1, width, wish->shared_rows + 1);
		threads_view_shared(lab, &part);
		height -= wish->shared_rows + 2;
	} else if (wish->shared_rows && height >= 5) {
		part = canvas_part(canvas, 0, height - 1, width, 1);
		threads_view_shared_line(lab, &part);
		height--;
	}
	part = canvas_part(canvas, 0, 0, min_int(width, wish->lanes_cols > width / 2 ? width : wish->lanes_cols),
			   height);
	threads_view_lanes(lab, &part);
}

/*
 * Rows the source gets above the columns, which keep at least half, or in a card their names; where there is little
 * room some lines about the one that was run.
 */
static int
rows_above(const struct threads_lab *lab, const struct wish *wish, int height)
{
	int calm = min_int(wish->height, height + 1), rows = min_int(wish->source_rows, (calm - 1) / 2);
	int strip = min_int(calm - STEPS_ROWS_LEAST - 1, STRIP_ROWS);

	if (lab->env.is_still)
		return min_int(wish->source_rows, height - 1 - CARD_ROWS);
	return min_int(wish->source_rows, rows > STRIP_ROWS ? rows : strip);
}

/* The source at the left has more rows than above, but takes columns. Does it do more good there? */
static bool
is_better_beside(const struct wish *wish, int width)
{
	int rest = width - wish->source_cols - GAP;

	if (rest < wish->lanes_least)
		return false;
	return !wish->shared_rows || rest >= wish->lanes_least + GAP + wish->shared_cols ||
	       wish->height - wish->source_rows - 1 < LANES_ROWS_MIN;
}

static void
draw_body(const struct threads_lab *lab, const struct canvas *canvas, int calm_height)
{
	struct wish wish = measure(lab, canvas_width(canvas), calm_height);
	int width = canvas_width(canvas), height = canvas_height(canvas);
	int right = wish.source_cols + GAP, rows, gap;
	struct canvas part;

	if (is_better_beside(&wish, width)) {
		part = canvas_part(canvas, 0, 0, wish.source_cols, height);
		threads_view_source(lab, &part);
		part = canvas_part(canvas, right, 0, width - right, height);
		draw_lanes_and_shared(lab, &part, &wish);
		return;
	}
	rows = width >= 24 ? rows_above(lab, &wish, height) : 0;
	if (rows > 0) {
		bool is_beside = wish.shared_rows && width >= right + wish.shared_cols &&
				 (rows >= wish.shared_rows || width < wish.lanes_cols + GAP + wish.shared_cols);

		part = canvas_part(canvas, 0, 0, is_beside ? wish.source_cols : width, rows);
		threads_view_source(lab, &part);
		if (is_beside) {
			part = canvas_part(canvas, right, 0, width - right, rows);
			threads_view_shared(lab, &part);
			wish.shared_rows = 0;
		}
	}
	gap = rows > 0 && (lab->env.is_still || height - rows > STEPS_ROWS_LEAST + 1);
	rows = rows > 0 ? rows + gap : 0;
	wish.height -= rows;
	part = canvas_part(canvas, 0, rows, width, height - rows);
	draw_lanes_and_shared(lab, &part, &wish);
}

/* ---- all of it ---- */

/*
 * When nobody can move any more, who waits for whom is what there is to see; before that it must not take much. Boxes
 * have tops where all else has room, too.
 */
static int
graph_rows(const struct threads_lab *lab, int width, int height, bool *is_tall)
{
	bool is_stuck = !machine_enabled(&lab->program, past_state(&lab->history, lab->playback.position));
	struct wish wish = measure(lab, width, height - FRAME_ROWS);
	int others = FRAME_ROWS + 3 + min_int((int)lab->history.steps.len, STEPS_ROWS_WISHED);
	int most = is_stuck ? height / 3 : height / 5, rows;

	if (height < (is_stuck ? 9 : 12))
		return 0;
	if (!is_better_beside(&wish, width))
		others += 1 + wish.source_rows;
	if (width < wish.source_cols + wish.lanes_least + wish.shared_cols + 2 * GAP)
		others += wish.shared_rows + 2;
	rows = threads_view_graph_rows(lab, width, min_int(most, height - others), true);
	*is_tall = rows > 0;
	return rows ? rows : threads_view_graph_rows(lab, width, most, false);
}

static void
draw_steps(const struct threads_lab *lab, const struct canvas *canvas)
{
	int width = canvas_width(canvas), height = canvas_height(canvas);
	bool is_roomy = height >= ROOMY_ROWS, is_tall = false;
	int top = height >= 4, bottom = height, graph;
	struct canvas part;

	if (lab->env.is_still) {
		draw_body(lab, canvas, height);
		return;
	}
	if (top)
		draw_head(lab, canvas);
	top += is_roomy;
	bottom -= draw_sentence(lab, canvas, bottom, height < 3 ? height : min_int(SENTENCE_ROWS_MAX, height / 3));
	graph = graph_rows(lab, width, height, &is_tall);
	if (graph) {
		bottom -= graph + is_roomy;
		part = canvas_part(canvas, 0, bottom, width, graph);
		threads_view_graph(lab, &part, is_tall);
	}
	bottom -= is_roomy;
	part = canvas_part(canvas, 0, top, width, bottom - top);
	if (canvas_height(&part) > 0)
		draw_body(lab, &part, height - top - SENTENCE_ROWS_CALM - is_roomy);
}

void
threads_lab_draw(const void *self, const struct canvas *canvas)
{
	const struct threads_lab *lab = self;
	struct threads_answer answer;

	hits_begin(lab->hits, canvas);
	if (lab->playback.bar)
		hits_begin(lab->playback.bar, canvas);
	if (canvas_width(canvas) <= 0 || canvas_height(canvas) <= 0)
		return;
	switch (lab->page) {
	case PAGE_STEPS:
		draw_steps(lab, canvas);
		break;
	case PAGE_EXPLORE:
		answer = threads_work_answer(lab);
		threads_view_explore(&answer, canvas);
		break;
	case PAGE_RACE:
		threads_view_race(lab, canvas);
		break;
	}
}
