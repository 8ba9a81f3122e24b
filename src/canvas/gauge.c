/* Numbers as pictures: bars, steps, sparklines, histograms. */
#include "canvas/gauge.h"

#include "base/alloc.h"

#include <math.h>

/* Index 0 is nothing, 8 a full cell. */
static const char *const bar_eighths[9] = { " ", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█" };
static const char *const column_eighths[9] = { " ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
static const char *const column_ascii[9] = { " ", "_", ".", ":", "-", "=", "+", "*", "#" };

static double
unit(double value)
{
	return !(value > 0) ? 0 : value > 1 ? 1 : value; /* a NaN is nothing */
}

void
gauge_bar(const struct canvas *canvas, int x, int y, int width, double fraction, struct style style)
{
	if (width <= 0)
		return;

	int64_t eighths = (int64_t)(unit(fraction) * width * 8 + 0.5);

	if (sign_is_ascii())
		eighths = (eighths + 4) / 8 * 8;
	for (int i = 0; i < width; i++) {
		int64_t part = eighths - 8 * (int64_t)i;
		size_t level = part <= 0 ? 0 : part >= 8 ? 8 : (size_t)part;

		canvas_print_c(canvas, x + i, y, style,
			       sign_is_ascii() ? (level == 8 ? "#" : ".") : bar_eighths[level]);
	}
}

void
gauge_steps(const struct canvas *canvas, int x, int y, int width, uint64_t done, uint64_t total, struct style style)
{
	if (width <= 0 || total == 0)
		return;
	if (done > total)
		done = total;

	int cells = total < (uint64_t)width ? (int)total : width;
	int full = (int)((double)done / (double)total * cells);

	if (done > 0 && full == 0)
		full = 1; /* something was done: show it */
	if (done < total && full == cells)
		full = cells - 1;
	for (int i = 0; i < cells; i++)
		canvas_print_c(canvas, x + i, y, style, sign(i < full ? SIGN_FULL : SIGN_EMPTY));
}

static double
largest(const double *values, size_t count)
{
	double max = 0;

	for (size_t i = 0; i < count; i++)
		if (isfinite(values[i]) && values[i] > max)
			max = values[i];
	return max;
}

void
gauge_sparkline(const struct canvas *canvas, int x, int y, int width, const double *values, size_t count, double max,
		struct style style)
{
	if (width <= 0 || count == 0)
		return;
	if (count > (size_t)width) {
		values += count - (size_t)width;
		count = (size_t)width;
	}
	if (!(max > 0))
		max = largest(values, count);
	for (size_t i = 0; i < count; i++) {
		/* a value that is not nothing shows at least the lowest level */
		size_t level = max > 0 && values[i] > 0 ? 1 + (size_t)(unit(values[i] / max) * 7 + 0.5) : 0;
		int at = x + width - (int)count + (int)i;

		if (isnan(values[i]))
			canvas_print_c(canvas, at, y, style, " ");
		else if (sign_is_ascii())
			canvas_print_c(canvas, at, y, style, column_ascii[level]);
		else
			canvas_print_c(canvas, at, y, style, column_eighths[level == 0 ? 1 : level]);
	}
}

/* The sum of the bins that share column GROUP of GROUPS; a sum that overflows stays at the top. */
static uint64_t
group_sum(const uint64_t *bins, size_t count, size_t group, size_t groups)
{
	size_t end = (group + 1) * count / groups;
	uint64_t sum = 0;

	for (size_t i = group * count / groups; i < end; i++)
		sum = sum > UINT64_MAX - bins[i] ? UINT64_MAX : sum + bins[i];
	return sum;
}

static void
draw_column(const struct canvas *canvas, int x, int bottom, int width, int height, int64_t eighths, struct style style)
{
	for (int row = 0; row < height; row++) {
		int64_t part = eighths - 8 * (int64_t)row;
		size_t level = part <= 0 ? 0 : part >= 8 ? 8 : (size_t)part;
		const char *text = (sign_is_ascii() ? column_ascii : column_eighths)[level];

		for (int i = 0; i < width; i++)
			canvas_print_c(canvas, x + i, bottom - row, style, text);
	}
}

void
gauge_histogram(const struct canvas *canvas, struct rect area, const uint64_t *bins, size_t count, struct style style)
{
	if (area.width <= 0 || area.height <= 0 || count == 0)
		return;

	size_t groups = count < (size_t)area.width ? count : (size_t)area.width;
	int width = area.width / (int)groups;
	int gap = width > 2 ? 1 : 0; /* wide columns stand apart */
	uint64_t max = 0;

	for (size_t i = 0; i < groups; i++) {
		uint64_t sum = group_sum(bins, count, i, groups);

		max = sum > max ? sum : max;
	}
	for (size_t i = 0; i < groups; i++) {
		uint64_t sum = group_sum(bins, count, i, groups);
		int64_t eighths = max == 0 ? 0 : (int64_t)((double)sum / (double)max * (double)area.height * 8 + 0.5);

		if (sum > 0 && eighths == 0)
			eighths = 1;
		draw_column(canvas, area.x + (int)i * width, area.y + area.height - 1, width - gap, area.height,
			    eighths, style);
	}
}
