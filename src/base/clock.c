/* Time as numbers, from the kernel's clocks. */
#include "base/clock.h"

#include <time.h>

static int64_t
read_clock_ns(clockid_t id)
{
	struct timespec now;

	clock_gettime(id, &now);
	return (int64_t)now.tv_sec * (int64_t)NS_PER_S + now.tv_nsec;
}

uint64_t
clock_monotonic_ns(void)
{
	return (uint64_t)read_clock_ns(CLOCK_MONOTONIC);
}

int64_t
clock_wall_ns(void)
{
	return read_clock_ns(CLOCK_REALTIME);
}

uint64_t
clock_thread_cpu_ns(void)
{
	return (uint64_t)read_clock_ns(CLOCK_THREAD_CPUTIME_ID);
}
