/* Occupancy, throughput, waiting times and Little's law, measured as time goes on. */
#include "lab/queue/stats.h"

#include <math.h>
#include <string.h>

#define FIRST_BATCH_NS UINT64_C(500000000)

enum {
	BIN_UNIT_NS = 1000,
	BIN_BITS = 4,
	BIN_PER_DOUBLING = 1 << BIN_BITS,
	BATCHES_MIN = 6 /* fewer tell nothing about how much they differ */
};

void
queue_stats_init(struct queue_stats *stats, uint64_t now_ns)
{
	memset(stats, 0, sizeof(*stats));
	stats->now_ns = now_ns;
	stats->bucket_index = now_ns / QUEUE_BUCKET_NS;
	queue_stats_restart(stats);
}

void
queue_stats_restart(struct queue_stats *stats)
{
	stats->start_ns = stats->now_ns;
	stats->total = (struct queue_batch){ 0 };
	memset(stats->batches, 0, sizeof(stats->batches));
	memset(stats->bins, 0, sizeof(stats->bins));
	stats->batch_count = 1;
	stats->batch_ns = FIRST_BATCH_NS;
}

/* ---- over time ---- */

static struct queue_bucket *
newest(struct queue_stats *stats)
{
	return &stats->buckets[stats->bucket_index % QUEUE_BUCKET_COUNT];
}

static void
advance_buckets(struct queue_stats *stats, uint64_t from_ns, uint64_t to_ns, uint32_t queued)
{
	uint64_t last = to_ns / QUEUE_BUCKET_NS;

	/* After a very long silence only what is kept is filled. */
	if (last > stats->bucket_index + QUEUE_BUCKET_COUNT) {
		stats->bucket_index = last - QUEUE_BUCKET_COUNT;
		from_ns = stats->bucket_index * QUEUE_BUCKET_NS;
	}
	while (from_ns < to_ns) {
		uint64_t end_ns = (stats->bucket_index + 1) * QUEUE_BUCKET_NS;
		uint64_t until_ns = end_ns < to_ns ? end_ns : to_ns;

		newest(stats)->area += (double)(until_ns - from_ns) * queued;
		from_ns = until_ns;
		if (until_ns == end_ns) {
			stats->bucket_index++;
			*newest(stats) = (struct queue_bucket){ 0 };
		}
	}
}

static void
batch_add(struct queue_batch *to, const struct queue_batch *from)
{
	to->area += from->area;
	to->wait_s += from->wait_s;
	to->duration_ns += from->duration_ns;
	to->puts += from->puts;
	to->gets += from->gets;
}

static struct queue_batch *
current_batch(struct queue_stats *stats)
{
	return &stats->batches[stats->batch_count - 1];
}

static void
begin_batch(struct queue_stats *stats)
{
	if (stats->batch_count == QUEUE_BATCH_COUNT) {
		for (int i = 0; i < QUEUE_BATCH_COUNT / 2; i++) {
			struct queue_batch sum = stats->batches[2 * (size_t)i];

			batch_add(&sum, &stats->batches[2 * (size_t)i + 1]);
			stats->batches[i] = sum;
		}
		stats->batch_count = QUEUE_BATCH_COUNT / 2;
		stats->batch_ns *= 2;
	}
	stats->batches[stats->batch_count++] = (struct queue_batch){ 0 };
}

static void
advance_batches(struct queue_stats *stats, uint64_t dt_ns, uint32_t queued)
{
	while (dt_ns > 0) {
		struct queue_batch *batch = current_batch(stats);
		uint64_t room_ns = stats->batch_ns - batch->duration_ns, part_ns = dt_ns < room_ns ? dt_ns : room_ns;

		batch->area += (double)part_ns / 1e9 * queued;
		batch->duration_ns += part_ns;
		dt_ns -= part_ns;
		if (batch->duration_ns >= stats->batch_ns)
			begin_batch(stats);
	}
}

void
queue_stats_advance(struct queue_stats *stats, uint64_t now_ns, uint32_t queued)
{
	uint64_t dt_ns;

	if (now_ns <= stats->now_ns)
		return;
	dt_ns = now_ns - stats->now_ns;
	advance_buckets(stats, stats->now_ns, now_ns, queued);
	advance_batches(stats, dt_ns, queued);
	stats->total.area += (double)dt_ns / 1e9 * queued;
	stats->total.duration_ns += dt_ns;
	stats->now_ns = now_ns;
}

void
queue_stats_put(struct queue_stats *stats)
{
	stats->total.puts++;
	current_batch(stats)->puts++;
	newest(stats)->puts++;
}

void
queue_stats_get(struct queue_stats *stats, uint64_t wait_ns)
{
	struct queue_batch *batch = current_batch(stats);

	stats->total.gets++;
	stats->total.wait_s += (double)wait_ns / 1e9;
	batch->gets++;
	batch->wait_s += (double)wait_ns / 1e9;
	newest(stats)->gets++;
	stats->bins[queue_stats_bin(wait_ns)]++;
}

struct queue_bucket
queue_stats_bucket(const struct queue_stats *stats, uint64_t ago)
{
	if (ago >= QUEUE_BUCKET_COUNT || ago > stats->bucket_index)
		return (struct queue_bucket){ 0 };
	return stats->buckets[(stats->bucket_index - ago) % QUEUE_BUCKET_COUNT];
}

/* ---- estimates ---- */

/* Student's t for a two-sided 95 %. */
static double
student_95(uint32_t freedom)
{
	static const double table[] = { 0,     12.71, 4.303, 3.182, 2.776, 2.571, 2.447,
					2.365, 2.306, 2.262, 2.228, 2.201, 2.179 };

	return freedom < sizeof(table) / sizeof(table[0]) ? table[freedom] : 1.96 + 2.5 / freedom;
}

enum measure {
	LENGTH,
	RATE,
	WAIT
};

static double
measure_of(const struct queue_batch *batch, enum measure measure)
{
	double seconds = (double)batch->duration_ns / 1e9;

	if (measure == WAIT)
		return batch->gets ? batch->wait_s / (double)batch->gets : NAN;
	if (!(seconds > 0))
		return NAN;
	return measure == LENGTH ? batch->area / seconds : (double)batch->puts / seconds;
}

static struct queue_estimate
estimate(const struct queue_stats *stats, enum measure measure)
{
	double mean = measure_of(&stats->total, measure), sum = 0, squares = 0;
	uint32_t count = 0;

	for (uint32_t i = 0; i + 1 < stats->batch_count; i++) { /* the last one is not full */
		double value = measure_of(&stats->batches[i], measure);

		if (isnan(value))
			continue;
		sum += value;
		squares += value * value;
		count++;
	}
	if (isnan(mean))
		return (struct queue_estimate){ 0, -1 };
	if (count < BATCHES_MIN)
		return (struct queue_estimate){ mean, -1 };
	double variance = (squares - sum * sum / count) / (count - 1);

	return (struct queue_estimate){ mean, student_95(count - 1) * sqrt(variance > 0 ? variance / count : 0) };
}

struct queue_estimate
queue_stats_length(const struct queue_stats *stats)
{
	return estimate(stats, LENGTH);
}

struct queue_estimate
queue_stats_rate(const struct queue_stats *stats)
{
	return estimate(stats, RATE);
}

struct queue_estimate
queue_stats_wait(const struct queue_stats *stats)
{
	return estimate(stats, WAIT);
}

/* ---- waiting times ---- */

size_t
queue_stats_bin(uint64_t wait_ns)
{
	uint64_t units = wait_ns / BIN_UNIT_NS;
	unsigned top = 0;

	if (units < BIN_PER_DOUBLING)
		return (size_t)units;
	for (uint64_t rest = units; rest > 1; rest >>= 1)
		top++;
	size_t bin = (size_t)(top - BIN_BITS + 1) * BIN_PER_DOUBLING +
		     (size_t)(units >> (top - BIN_BITS) & (BIN_PER_DOUBLING - 1));

	return bin < QUEUE_WAIT_BINS ? bin : QUEUE_WAIT_BINS - 1;
}

uint64_t
queue_stats_bin_start_ns(size_t bin)
{
	size_t doubling = bin / BIN_PER_DOUBLING;
	uint64_t part = bin % BIN_PER_DOUBLING;

	if (doubling == 0)
		return part * BIN_UNIT_NS;
	return (BIN_PER_DOUBLING + part) * BIN_UNIT_NS << (doubling - 1);
}

double
queue_stats_quantile_s(const struct queue_stats *stats, double fraction)
{
	double wanted = fraction * (double)stats->total.gets, seen = 0;

	if (stats->total.gets == 0)
		return 0;
	for (size_t bin = 0; bin < QUEUE_WAIT_BINS; bin++) {
		seen += stats->bins[bin];
		if (seen >= wanted && stats->bins[bin] > 0)
			return (double)(queue_stats_bin_start_ns(bin) + queue_stats_bin_start_ns(bin + 1)) / 2 / 1e9;
	}
	return 0;
}
