/* Numbers as pictures: bars, sparklines, histograms. With signs, not colour alone; ASCII where signs are ASCII. */
#ifndef CANVAS_GAUGE_H
#define CANVAS_GAUGE_H

#include "canvas/canvas.h"

/* A horizontal bar of WIDTH cells, FRACTION clamped to [0, 1], eighths of a cell. */
void gauge_bar(const struct canvas *, int x, int y, int width, double fraction, struct style);
/* Steps done of all: ▮▮▮▯▯▯, scaled when there are more steps than cells. */
void gauge_steps(const struct canvas *, int x, int y, int width, uint64_t done, uint64_t total, struct style);
/* The last WIDTH values, newest right, one row; max <= 0 means the largest value. */
void gauge_sparkline(const struct canvas *, int x, int y, int width, const double *values, size_t count, double max,
		     struct style);
/* Columns of a histogram in a rectangle, eighths of a cell high. */
void gauge_histogram(const struct canvas *, struct rect, const uint64_t *bins, size_t count, struct style);

#endif
