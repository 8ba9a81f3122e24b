/* The time this thread has worked: what a test may measure, since a busy machine does not lengthen it. */
#ifndef SUPPORT_CPU_TIME_H
#define SUPPORT_CPU_TIME_H

#include <stdint.h>
#include <time.h>

static inline uint64_t
cpu_time_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

#endif
