/* Time as numbers. Only app/, cli/ and workers read it here; labs and engines are handed their time. Any thread. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

#define NS_PER_S  UINT64_C(1000000000)
#define NS_PER_MS UINT64_C(1000000)

uint64_t clock_monotonic_ns(void);  /* never goes back; its zero means nothing */
int64_t clock_wall_ns(void);        /* since 1970-01-01 UTC; may jump */
uint64_t clock_thread_cpu_ns(void); /* that the calling thread has worked */

#endif
