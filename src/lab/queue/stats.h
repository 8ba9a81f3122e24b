/*
 * What is measured about a queue: items in it over time, throughput of both sides, waiting times, and the three numbers
 * of Little's law L = λW (J. D. C. Little, 1961), each with a 95 % confidence interval by batch means.
 *
 * Fixed size, no pointers: copied with the scene it belongs to. Measuring starts anew when a knob is turned; the
 * buckets over time go on. Sentinels count as occupancy of nobody: they are not items.
 */
#ifndef LAB_QUEUE_STATS_H
#define LAB_QUEUE_STATS_H

#include <stddef.h>
#include <stdint.h>

enum {
	QUEUE_BUCKET_COUNT = 240, /* of QUEUE_BUCKET_NS: one minute */
	QUEUE_WAIT_BINS = 608,    /* sixteen for each doubling of a microsecond count */
	QUEUE_BATCH_COUNT = 32
};
#define QUEUE_BUCKET_NS UINT64_C(250000000)

struct queue_bucket { /* a quarter of a second */
	double area;  /* items times nanoseconds */
	uint32_t puts, gets;
};

struct queue_batch {
	double area, wait_s; /* item seconds in the queue; sum of the waits of who left it */
	uint64_t duration_ns, puts, gets;
};

struct queue_stats {
	uint64_t start_ns, now_ns; /* measured from, up to */
	struct queue_batch total;
	struct queue_batch batches[QUEUE_BATCH_COUNT]; /* the last one is still filling */
	uint32_t batch_count;
	uint64_t batch_ns;     /* how long a batch is; doubles when all are used */
	uint64_t bucket_index; /* time / QUEUE_BUCKET_NS of the newest */
	struct queue_bucket buckets[QUEUE_BUCKET_COUNT];
	uint32_t bins[QUEUE_WAIT_BINS];
};

struct queue_estimate {
	double mean, half_width; /* of the 95 % interval; < 0: too little was measured */
};

void queue_stats_init(struct queue_stats *, uint64_t now_ns);
void queue_stats_restart(struct queue_stats *); /* measure from here on */
/* Time goes on to NOW_NS with QUEUED items in the queue. */
void queue_stats_advance(struct queue_stats *, uint64_t now_ns, uint32_t queued);
void queue_stats_put(struct queue_stats *);
void queue_stats_get(struct queue_stats *, uint64_t wait_ns);

struct queue_estimate queue_stats_length(const struct queue_stats *); /* L, items */
struct queue_estimate queue_stats_rate(const struct queue_stats *);   /* λ, items a second */
struct queue_estimate queue_stats_wait(const struct queue_stats *);   /* W, seconds */
/* The waiting time that FRACTION of the items stayed under, within 1/32; 0 if none left yet. Seconds. */
double queue_stats_quantile_s(const struct queue_stats *, double fraction);
size_t queue_stats_bin(uint64_t wait_ns);
uint64_t queue_stats_bin_start_ns(size_t bin);
/* AGO buckets before the newest; nothing is all zero. */
struct queue_bucket queue_stats_bucket(const struct queue_stats *, uint64_t ago);

#endif
