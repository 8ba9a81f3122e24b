/* Items a second through the queue lab's threads engine, 16 x 16 actors without a pause, polled as the picture polls. */
#include "base/clock.h"
#include "lab/queue/history.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double
measure(int32_t actors, int32_t capacity, uint64_t run_ns)
{
	struct queue_setup setup = { .seed = 1 };
	struct queue_history history;
	struct queue_engine *engine;
	uint64_t begin_ns, end_ns, slowest_ns = 0, polls = 0;

	queue_knobs_init(&setup.knobs);
	setup.knobs.values[KNOB_PRODUCERS] = setup.knobs.values[KNOB_CONSUMERS] = actors;
	setup.knobs.values[KNOB_CAPACITY] = capacity;
	setup.knobs.values[KNOB_PUT_RATE] = setup.knobs.values[KNOB_WORK] = 0;
	queue_history_init(&history, &setup.knobs);
	engine = queue_threads_ops.start(&setup, &history, NULL);
	if (!engine)
		return 0;
	begin_ns = end_ns = clock_monotonic_ns();
	engine->ops->hold(engine, false);
	while (end_ns - begin_ns < run_ns) {
		nanosleep(&(struct timespec){ .tv_nsec = 33000000 }, NULL);
		uint64_t before_ns = clock_monotonic_ns();

		engine->ops->poll(engine, 0);
		end_ns = clock_monotonic_ns();
		slowest_ns = end_ns - before_ns > slowest_ns ? end_ns - before_ns : slowest_ns;
		polls++;
	}
	double items = (double)history.now.consumed / ((double)(end_ns - begin_ns) / 1e9);

	printf("threads %2d x %2d, capacity %2d: %.2f million items/s; poll: slowest %.2f ms of %llu\n", actors, actors,
	       capacity, items / 1e6, (double)slowest_ns / 1e6, (unsigned long long)polls);
	engine->ops->stop(engine);
	queue_history_fini(&history);
	return items;
}

int
main(void)
{
	measure(1, 64, NS_PER_S);
	measure(4, 64, NS_PER_S);
	measure(16, 64, NS_PER_S);
	measure(16, 8, NS_PER_S);
	return 0;
}
