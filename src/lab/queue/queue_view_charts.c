/* Below the stage: items in the queue over time, throughput of both sides, waiting times, Little's law. */
#include "base/alloc.h"
#include "base/i18n.h"
#include "canvas/box.h"
#include "canvas/gauge.h"
#include "lab/queue/queue_state.h"

#include <math.h>
#include <stdio.h>

enum {
	SIDE_BY_SIDE_COLS = 76,
	GAP_COLS = 3,
	VALUES_MAX = 400
};

/* ---- columns of any height ---- */

static void
draw_columns(const struct canvas *canvas, struct rect area, const double *values, int count, double max,
	     struct style style)
{
	static const char *const eighths[] = { " ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
	static const char *const ascii[] = { " ", "_", ".", ":", "-", "=", "+", "*", "#" };

	for (int i = 0; i < count; i++) {
		double share = max > 0 ? values[i] / max : 0;
		int levels = (int)lround((share > 1 ? 1 : share) * area.height * 8);

		if (values[i] > 0 && levels == 0)
			levels = 1;
		for (int row = 0; row < area.height && levels > 0; row++, levels -= 8)
			canvas_print_c(canvas, area.x + i, area.y + area.height - 1 - row, style,
				       (sign_is_ascii() ? ascii : eighths)[levels > 8 ? 8 : levels]);
	}
}

/* ---- over time ---- */

enum series {
	OCCUPANCY,
	PUTS,
	GETS
};

/* The newest is last. The bucket that still fills is measured by its own length. Returns the largest. */
static double
fill_series(const struct queue_stats *stats, enum series series, double *values, int count)
{
	double largest = 0;

	for (int i = 0; i < count; i++) {
		uint64_t ago = (uint64_t)(count - 1 - i);
		struct queue_bucket bucket = queue_stats_bucket(stats, ago);
		uint64_t length_ns = ago ? QUEUE_BUCKET_NS : stats->now_ns % QUEUE_BUCKET_NS;
		double length_s = (double)length_ns / 1e9;

		if (ago > stats->bucket_index)
			values[i] = series == OCCUPANCY ? 0 : NAN; /* before the beginning */
		else if (series == OCCUPANCY)
			values[i] = length_ns ? bucket.area / (double)length_ns : 0;
		else
			values[i] = ago ? (series == PUTS ? bucket.puts : bucket.gets) / length_s : NAN;
		largest = isnan(values[i]) || values[i] < largest ? largest : values[i];
	}
	return largest;
}

/* The mean of the last second that is over. */
static double
recent_rate(const struct queue_stats *stats, enum series series)
{
	double values[5];

	fill_series(stats, series, values, 5);
	return isnan(values[0]) ? 0 : (values[0] + values[1] + values[2] + values[3]) / 4;
}

static void
print_right(const struct canvas *canvas, int y, struct style style, const char *text)
{
	canvas_print_c(canvas, canvas_width(canvas) - (int)cell_width(str_of_c(text)), y, style, text);
}

/* Items in the queue; the top line is the capacity where there is one. */
static void
draw_occupancy(const struct queue_lab *lab, const struct canvas *canvas)
{
	double values[VALUES_MAX], largest, top;
	int width = canvas_width(canvas), height = canvas_height(canvas), axis_cols = 5;
	int count = width - axis_cols < VALUES_MAX ? width - axis_cols : VALUES_MAX;
	int32_t capacity = lab->cursor.scene.knobs.values[KNOB_CAPACITY];
	struct str_buf title = { 0 };

	if (count <= 0 || height < 2)
		return;
	count = count < QUEUE_BUCKET_COUNT ? count : QUEUE_BUCKET_COUNT;
	str_buf_printf(&title, _("in the queue, last %d s"), count / 4);
	box_rule(canvas, 0, 0, width, str_buf_str(&title), STYLE(INK_RULE), STYLE(INK_DIM));
	largest = fill_series(&lab->stats, OCCUPANCY, values, count);
	top = capacity ? capacity : largest > 8 ? largest : 8;
	if (largest > top)
		top = largest;
	canvas_printf(canvas, 0, 1, STYLE(INK_DIM), "%4.0f", top);
	if (height > 2)
		canvas_printf(canvas, 0, height - 1, STYLE(INK_DIM), "%4d", 0);
	draw_columns(canvas, (struct rect){ width - count, 1, count, height - 1 }, values, count, top,
		     STYLE(INK_ACCENT));
	str_buf_fini(&title);
}

static void
draw_throughput(const struct queue_lab *lab, const struct canvas *canvas, int y)
{
	static const struct {
		enum series series;
		const char *label;
		enum ink ink;
	} rows[] = { { PUTS, N_("put"), INK_ACTOR_1 }, { GETS, N_("got"), INK_STRONG } };
	double values[2][VALUES_MAX], largest = 0;
	int width = canvas_width(canvas), text_cols = 20;
	int count = width - text_cols < QUEUE_BUCKET_COUNT ? width - text_cols : QUEUE_BUCKET_COUNT;

	for (int i = 0; i < 2; i++) {
		double most = fill_series(&lab->stats, rows[i].series, values[i], count > 0 ? count : 0);

		largest = most > largest ? most : largest;
	}
	for (int i = 0; i < 2; i++) {
		struct str_buf text = { 0 };

		str_buf_printf(&text, _("%s %.*f/s"), _(rows[i].label),
			       recent_rate(&lab->stats, rows[i].series) < 10 ? 1 : 0,
			       recent_rate(&lab->stats, rows[i].series));
		canvas_print_fit(canvas, 0, y + i, width < text_cols ? width : text_cols - 1, STYLE(INK_TEXT),
				 str_buf_str(&text));
		if (count > 0)
			gauge_sparkline(canvas, width - count, y + i, count, values[i], (size_t)count, largest,
					STYLE((uint8_t)rows[i].ink));
		str_buf_fini(&text);
	}
}

/* ---- waiting times ---- */

static void
format_time(double seconds, struct str_buf *out)
{
	if (seconds < 0.001)
		str_buf_printf(out, _("%.0f µs"), seconds * 1e6);
	else if (seconds < 1)
		str_buf_printf(out, _("%.0f ms"), seconds * 1e3);
	else
		str_buf_printf(out, _("%.3g s"), seconds);
}

/* The bins, each spread over the columns it covers from 0 to END_NS. */
static double
fill_waits(const struct queue_stats *stats, double end_ns, double *values, int count)
{
	double largest = 0;

	for (int i = 0; i < count; i++)
		values[i] = 0;
	for (size_t bin = 0; bin + 1 < QUEUE_WAIT_BINS; bin++) {
		double from = (double)queue_stats_bin_start_ns(bin) / end_ns * count;
		double to = (double)queue_stats_bin_start_ns(bin + 1) / end_ns * count;

		for (int i = (int)from; stats->bins[bin] && i < count && i < to; i++) {
			double low = from > i ? from : i, high = to < i + 1 ? to : i + 1;

			values[i] += stats->bins[bin] * (high - low) / (to - from);
		}
	}
	for (int i = 0; i < count; i++)
		largest = values[i] > largest ? values[i] : largest;
	return largest;
}

static void
draw_waits(const struct queue_lab *lab, const struct canvas *canvas)
{
	double values[VALUES_MAX], end_s = queue_stats_quantile_s(&lab->stats, 0.999) * 1.05, largest;
	int width = canvas_width(canvas), height = canvas_height(canvas),
	    count = width < VALUES_MAX ? width : VALUES_MAX, used;
	struct str_buf text = { 0 };

	if (width <= 0 || height < 2)
		return;
	box_rule(canvas, 0, 0, width, str_of_c(_("waiting times")), STYLE(INK_RULE), STYLE(INK_DIM));
	if (lab->stats.total.gets == 0) {
		canvas_print_fit(canvas, 0, 1, width, STYLE(INK_DIM), str_of_c(_("nothing was taken yet")));
		return;
	}
	largest = fill_waits(&lab->stats, (end_s > 1e-5 ? end_s : 1e-5) * 1e9, values, count);
	if (height > 2)
		draw_columns(canvas, (struct rect){ 0, 1, count, height - 2 }, values, count, largest, STYLE(INK_INFO));
	str_buf_append_c(&text, _("mean "));
	format_time(queue_stats_wait(&lab->stats).mean, &text);
	str_buf_append_c(&text, _(", 99 % within "));
	format_time(queue_stats_quantile_s(&lab->stats, 0.99), &text);
	used = canvas_print_fit(canvas, 0, height - 1, width, STYLE(INK_TEXT), str_buf_str(&text));
	str_buf_clear(&text);
	format_time(end_s, &text);
	if (used + 2 + (int)cell_width(str_buf_str(&text)) < width)
		print_right(canvas, height - 1, STYLE(INK_DIM), str_buf_c(&text));
	str_buf_fini(&text);
}

/* ---- Little's law ---- */

/* Three digits, and never an exponent. */
static void
append_number(struct str_buf *out, double value)
{
	str_buf_printf(out, value >= 100 ? "%.0f" : "%.3g", value);
}

static void
append_estimate(struct str_buf *out, struct queue_estimate estimate, const char *unit, bool with_width)
{
	append_number(out, estimate.mean);
	str_buf_append_c(out, unit);
	if (with_width && estimate.half_width >= 0)
		str_buf_printf(out, estimate.half_width >= 10 ? " ±%.0f" : " ±%.2g", estimate.half_width);
}

void
queue_view_little(const struct queue_lab *lab, const struct canvas *canvas, int y)
{
	struct queue_estimate length = queue_stats_length(&lab->stats), rate = queue_stats_rate(&lab->stats),
			      wait = queue_stats_wait(&lab->stats);
	int width = canvas_width(canvas), x;
	bool is_wide = width >= 90;
	struct str_buf text = { 0 };

	x = canvas_print_c(canvas, 0, y, STYLE(INK_ACCENT, .attrs = ATTR_BOLD), width >= 40 ? "L = λ·W" : "L=λW") + 2;
	append_estimate(&text, length, "", width >= 60);
	str_buf_append_c(&text, is_wide ? _(" in the queue  =  ") : " = ");
	append_estimate(&text, rate, _("/s"), width >= 60);
	str_buf_append_c(&text, " × ");
	format_time(wait.mean, &text);
	if (width >= 60 && wait.half_width >= 0) {
		str_buf_append_c(&text, " ±");
		format_time(wait.half_width, &text);
	}
	if (is_wide)
		str_buf_printf(&text, _(" of waiting  =  %.3g"), rate.mean * wait.mean);
	canvas_print_fit(canvas, x, y, width - x, STYLE(INK_TEXT), str_buf_str(&text));
	str_buf_fini(&text);
}

/* ---- all ---- */

void
queue_view_charts(const struct queue_lab *lab, const struct canvas *canvas)
{
	int width = canvas_width(canvas), height = canvas_height(canvas);
	bool has_throughput = height >= 6;
	int rows = height - (has_throughput ? 3 : 1), left;
	struct canvas part;

	if (width <= 0 || height <= 0)
		return;
	queue_view_little(lab, canvas, height - 1);
	if (has_throughput)
		draw_throughput(lab, canvas, height - 3);
	if (rows < 2)
		return;
	left = width >= SIDE_BY_SIDE_COLS ? (width - GAP_COLS) * 3 / 5 : width;
	part = canvas_part(canvas, 0, 0, left, rows);
	draw_occupancy(lab, &part);
	if (left == width)
		return;
	part = canvas_part(canvas, left + GAP_COLS, 0, width - left - GAP_COLS, rows);
	draw_waits(lab, &part);
}
