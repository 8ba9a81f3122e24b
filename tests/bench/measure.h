/* What the measuring programs share. */
#ifndef BENCH_MEASURE_H
#define BENCH_MEASURE_H

#include <sched.h>
#include <time.h>

static inline double
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* For qsort. */
static inline int
compare_doubles(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/*
 * In a child. Started by chrt, on a machine that is busy: the program runs a step below us, or we could not read what
 * it wrote while it goes on working.
 */
static inline void
step_below(void)
{
	struct sched_param param;

	if (sched_getscheduler(0) == SCHED_FIFO && sched_getparam(0, &param) == 0 && param.sched_priority > 1) {
		param.sched_priority--;
		sched_setparam(0, &param);
	}
}

#endif
