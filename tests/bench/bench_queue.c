/*
 * The queue lab: items a second through the threads engine, polled as the picture polls;
 * what a frame of the picture costs.
 */
#include "support/cpu_time.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "lab/options.h"
#include "lab/queue/history.h"
#include "lab/queue/queue_lab.h"
#include "lab/queue/queue_options.h"

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

/*
 * The work of ticks and drawing at 160x45, as a share of a core at the rate the lab asks for.
 * The terminal is not in it.
 */
static void
measure_frames(const char *name, const char *yaml)
{
	struct lab_env env = { .seed = 1, .now_ns = NS_PER_S, .language = "en" };
	struct event run = { .kind = EVENT_KEY, .key = 'r' };
	struct lab_options options;
	struct surface surface;
	void *lab = mem_alloc_array(1, queue_lab_ops.state_size);
	uint64_t now_ns = NS_PER_S, begin_ns, frames = 0;

	if (!lab_options_parse(&options, queue_options, str_of_c(yaml), STR(""), 1, NULL))
		abort();
	struct lab_source source = { .values = options.values, .line = 1 };

	if (!queue_lab_ops.open(lab, &env, &source, NULL))
		abort();
	surface_init(&surface, 160, 45);
	queue_lab_ops.input(lab, &run);
	begin_ns = cpu_time_ns();
	for (; now_ns < 31 * NS_PER_S; frames++) {
		struct canvas canvas = canvas_of(&surface);

		now_ns = queue_lab_ops.next_tick(lab) > now_ns ? queue_lab_ops.next_tick(lab) : now_ns;
		queue_lab_ops.tick(lab, now_ns);
		surface_clear(&surface);
		queue_lab_ops.draw(lab, &canvas);
	}
	double spent_s = (double)(cpu_time_ns() - begin_ns) / 1e9;

	printf("frames, %s: %.0f us each, %.2f %% of a core at %.0f a second\n", name, spent_s / (double)frames * 1e6,
	       spent_s / 30 * 100, (double)frames / 30);
	surface_fini(&surface);
	queue_lab_ops.close(lab);
	lab_options_fini(&options);
	free(lab);
}

int
main(void)
{
	measure_frames("2 x 2", "capacity: 8\n");
	measure_frames("16 x 16", "producers: 16\nconsumers: 16\ncapacity: 64\n");
	measure(1, 64, NS_PER_S);
	measure(4, 64, NS_PER_S);
	measure(16, 64, NS_PER_S);
	measure(16, 8, NS_PER_S);
	return 0;
}
