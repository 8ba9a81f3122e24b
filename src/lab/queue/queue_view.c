/* Lays the queue lab out: status, stage, sentence, charts, knobs; each gives way where there is no room. */
#include "base/clock.h"
#include "base/i18n.h"
#include "lab/queue/queue_lab.h"
#include "lab/queue/queue_state.h"

enum {
	STATUS_ROWS_MIN = 5,   /* a lab this high has a status row */
	SENTENCE_ROWS_MIN = 4, /* this high, a sentence */
	CHARTS_ROWS_MIN = 3,
	CHARTS_ROWS_MAX = 13,
	PANEL_ROWS_MIN = 34, /* this high, all knobs at once; less high, while one is selected */
	LINE_ROWS_MIN = 12   /* this high, the selected knob in one line */
};

struct rows {
	int status, stage, gap, sentence, charts, panel;
};

static int
sentence_rows(const struct queue_lab *lab, int width, int height)
{
	struct str_buf text = { 0 };
	int cols;

	if (height < SENTENCE_ROWS_MIN)
		return 0;
	queue_lab_ops.sentence(lab, &text);
	cols = (int)cell_width(str_buf_str(&text));
	str_buf_fini(&text);
	return height >= 16 || (height >= 9 && cols > width) ? 2 : 1;
}

/* Who gets how many rows of HEIGHT: the stage first, then a sentence, a chart, the knobs, and more of each. */
static struct rows
share(const struct queue_lab *lab, int width, int height)
{
	struct rows rows = { 0 };
	int wanted = queue_view_stage_rows(lab, width), panel = queue_view_panel_rows(width), rest, most;
	int charts = CHARTS_ROWS_MIN;

	rows.status = height >= STATUS_ROWS_MIN;
	rows.sentence = sentence_rows(lab, width, height);
	rest = height - rows.status - rows.sentence;
	if (height >= (lab->row >= 0 ? STATUS_ROWS_MIN : LINE_ROWS_MIN))
		rows.panel = (height >= PANEL_ROWS_MIN || lab->row >= 0) && rest >= wanted + panel + CHARTS_ROWS_MIN + 3
				     ? panel
				     : 1;
	rest -= rows.panel;
	rows.stage = wanted;
	if (height < LINE_ROWS_MIN) /* the knob's line is instead of one of theirs */
		charts -= rows.panel;
	if (rest - rows.stage < charts && rest >= 7)
		rows.stage = rest - charts > 4 ? rest - charts : 4;
	if (rows.stage > rest)
		rows.stage = rest;
	rest -= rows.stage;
	rows.gap = rest >= CHARTS_ROWS_MIN + 3;
	rest -= 2 * rows.gap;
	most = height / 3 < CHARTS_ROWS_MAX ? height / 3 : CHARTS_ROWS_MAX;
	rows.charts = rest < 1 ? 0 : rest > most ? most : rest;
	rest -= rows.charts;
	if (rest > 0)
		rows.stage += rest;
	return rows;
}

static struct canvas
cut(const struct canvas *canvas, int y, int height)
{
	return canvas_cut(canvas, (struct rect){ 0, y, canvas_width(canvas), height > 0 ? height : 0 });
}

/*
 * "0:12.3  made 118 = consumed 112 + queued 4 + in hand 2": time and the account, or what of it is not in the picture.
 */
static void
draw_status(const struct queue_lab *lab, const struct canvas *canvas)
{
	const struct queue_scene *scene = &lab->cursor.scene;
	uint64_t tenths = lab->clock_ns / (NS_PER_S / 10);
	int width = canvas_width(canvas), x, room;
	struct str_buf text = { 0 };

	x = canvas_printf(canvas, 0, 0, STYLE(INK_STRONG, .attrs = ATTR_BOLD), "%llu:%02llu.%llu",
			  (unsigned long long)(tenths / 600), (unsigned long long)(tenths / 10 % 60),
			  (unsigned long long)(tenths % 10)) +
	    2;
	room = width - x - (width >= 90 ? 40 : width >= 60 ? 22 : 18);
	str_buf_printf(&text, _("made %llu = consumed %llu + queued %u + in hand %u"),
		       (unsigned long long)scene->produced, (unsigned long long)scene->consumed,
		       scene->count - scene->sentinels, queue_scene_hands(scene));
	if (scene->lost)
		str_buf_printf(&text, _(" + lost %llu"), (unsigned long long)scene->lost);
	if ((int)cell_width(str_buf_str(&text)) > room) {
		str_buf_clear(&text);
		str_buf_printf(&text, _("made %llu, consumed %llu"), (unsigned long long)scene->produced,
			       (unsigned long long)scene->consumed);
		if (scene->lost)
			str_buf_printf(&text, _(", lost %llu"), (unsigned long long)scene->lost);
	}
	if ((int)cell_width(str_buf_str(&text)) <= room)
		x += canvas_print(canvas, x, 0, STYLE(INK_DIM), str_buf_str(&text)) + 2;
	playback_draw(&lab->playback, canvas, x, 0, width - x);
	str_buf_fini(&text);
}

static void
draw_sentence(const struct queue_lab *lab, const struct canvas *canvas)
{
	struct str_buf text = { 0 };
	bool is_good,
		is_stuck = queue_lab_is_live(lab) && queue_scene_is_over(&lab->cursor.scene, &is_good) && !is_good;
	struct style style = STYLE(is_stuck || lab->trouble.len ? INK_WARN : INK_TEXT);

	queue_lab_ops.sentence(lab, &text);
	canvas_print_wrapped(canvas, (struct rect){ 0, 0, canvas_width(canvas), canvas_height(canvas) }, style,
			     str_buf_str(&text));
	str_buf_fini(&text);
}

void
queue_lab_draw(const void *self, const struct canvas *canvas)
{
	const struct queue_lab *lab = self;
	int width = canvas_width(canvas), height = canvas_height(canvas), y = 0;
	struct rows rows;
	struct canvas part;

	hits_begin(lab->hits, canvas);
	hits_begin(lab->playback.bar, canvas);
	if (width <= 0 || height <= 0)
		return;
	if (lab->env.is_still) { /* what came of it is what the lesson asks to guess */
		queue_view_stage(lab, canvas);
		return;
	}
	rows = share(lab, width, height);
	part = cut(canvas, 0, rows.status);
	if (rows.status)
		draw_status(lab, &part);
	y += rows.status;
	part = cut(canvas, y, rows.stage);
	queue_view_stage(lab, &part);
	y += rows.stage + rows.gap;
	part = cut(canvas, y, rows.sentence);
	draw_sentence(lab, &part);
	y += rows.sentence + rows.gap;
	part = cut(canvas, y, rows.charts);
	queue_view_charts(lab, &part);
	part = cut(canvas, height - rows.panel, rows.panel);
	queue_view_panel(lab, &part);
}
