/* States a second of the threads lab's explorer, and bytes a state. usage: bench_threads SCENARIO... */
#include "lab/threads/explore.h"

#include <stdio.h>
#include <time.h>

#define MEASURE_NS 300000000u

/* CPU time: what others do on the machine is not ours. */
static uint64_t
cpu_time_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static bool
read_file(const char *path, struct str_buf *out)
{
	char bytes[4096];
	size_t len;
	FILE *file = fopen(path, "r");

	if (!file)
		return false;
	while ((len = fread(bytes, 1, sizeof(bytes), file)))
		str_buf_append(out, str_of(bytes, len));
	fclose(file);
	return true;
}

/* The best of as many runs as fit. */
static void
measure(struct program *p)
{
	struct explore_limits limits = { 0 };
	struct explored e = { 0 };
	uint64_t best = UINT64_MAX, start = cpu_time_ns();

	do {
		uint64_t before = cpu_time_ns();

		explored_fini(&e);
		explore(p, &limits, &e);
		uint64_t took = cpu_time_ns() - before;

		best = took < best ? took : best;
	} while (cpu_time_ns() - start < MEASURE_NS);
	double states = e.states;

	printf("%u states, %u steps, %.1f ms, %.1f M states/s, %u + %.0f bytes a state\n", e.states, e.transitions,
	       (double)best / 1e6, states / ((double)best / 1e3), e.state_bytes,
	       (double)e.peak_bytes / states - e.state_bytes);
	explored_fini(&e);
}

int
main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		struct str_buf text = { 0 };
		struct program program;
		struct err err = { 0 };

		if (!read_file(argv[i], &text) || !program_compile(&program, str_buf_str(&text), &err)) {
			fprintf(stderr, "%s:%u: %s\n", argv[i], err.line, err.text);
			return 1;
		}
		measure(&program);
		program_fini(&program);
		str_buf_fini(&text);
	}
	return 0;
}
