/* The verb race: the scenario on real threads, over and over; what came out, how often. */
#include "lab/arguments.h"
#include "lab/threads/race.h"
#include "lab/threads/threads_command.h"

#include "base/clock.h"
#include "base/i18n.h"

#include <pthread.h>

#define RUNS_DEFAULT "100000"
#define LOOK_NS      (50 * NS_PER_MS)

static void
put_json(const struct raced *r, uint64_t seed, struct str_buf *out)
{
	str_buf_printf(out,
		       "{\"runs\": %llu, \"seed\": %llu, \"failed\": %llu, \"deadlocked\": %llu, \"endless\": %llu,\n"
		       " \"outcomes\": [",
		       (unsigned long long)r->runs, (unsigned long long)seed, (unsigned long long)r->failed,
		       (unsigned long long)r->deadlocked, (unsigned long long)r->endless);
	for (size_t i = 0; i < r->outcomes.len; i++)
		str_buf_printf(out, "%s{\"values\": %s, \"runs\": %llu}", i ? ",\n  " : "\n  ",
			       r->outcomes.items[i].json, (unsigned long long)r->outcomes.items[i].runs);
	str_buf_printf(out, "], \"other_outcomes\": %llu,\n \"violations\": {", (unsigned long long)r->others);
	for (int k = 1, count = 0; k < VIOLATION_KIND_COUNT; k++)
		if (r->violations[k])
			str_buf_printf(out, "%s\"%s\": %llu", count++ ? ", " : "", violation_names[k],
				       (unsigned long long)r->violations[k]);
	str_buf_printf(out, "}, \"seconds\": %.6f}\n", (double)r->seconds_ns / 1e9);
}

static void
put_text(const struct raced *r, struct str_buf *out)
{
	double seconds = (double)r->seconds_ns / 1e9;

	str_buf_printf(out, _("%llu runs on real threads in %.1f s, failed: %llu\n"), (unsigned long long)r->runs,
		       seconds, (unsigned long long)r->failed);
	for (size_t i = 0; i < r->outcomes.len; i++)
		str_buf_printf(out, "  %s  × %llu\n", r->outcomes.items[i].text,
			       (unsigned long long)r->outcomes.items[i].runs);
	if (r->others)
		str_buf_printf(out, _("  other outcomes  × %llu\n"), (unsigned long long)r->others);
	for (int k = 1; k < VIOLATION_KIND_COUNT; k++)
		if (r->violations[k])
			str_buf_printf(out, "%s  × %llu\n", violation_names[k], (unsigned long long)r->violations[k]);
	if (r->endless)
		str_buf_printf(out, _("given up as endless  × %llu\n"), (unsigned long long)r->endless);
}

/* The race runs beside, so that an interrupt can end it. */
struct beside {
	struct program *program;
	struct race_options options;
	struct raced raced;
	struct err err;
	bool is_good;
	atomic_bool is_cancelled;
};

static void *
run(void *arg)
{
	struct beside *b = arg;

	b->is_good = race_run(b->program, &b->options, &b->raced, &b->err);
	return NULL;
}

static void
wait_for(struct lab_io *io, struct beside *b)
{
	struct timespec until;
	pthread_t thread;

	b->options.is_cancelled = &b->is_cancelled;
	if (pthread_create(&thread, NULL, run, b)) {
		run(b);
		return;
	}
	do {
		uint64_t wake_ns = (uint64_t)clock_wall_ns() + LOOK_NS;

		until = (struct timespec){ (time_t)(wake_ns / NS_PER_S), (long)(wake_ns % NS_PER_S) };
		if (io->is_interrupted(io))
			atomic_store(&b->is_cancelled, true);
	} while (pthread_timedjoin_np(thread, NULL, &until));
}

static bool
read_number(const char *text, int64_t min, int64_t max, int64_t *out, struct err *err)
{
	if (str_to_int64(str_of_c(text), out) && *out >= min && *out <= max)
		return true;
	return err_set(err, _("expected a number from %lld to %lld, found “%s”"), (long long)min, (long long)max, text);
}

int
threads_command_race(struct lab_io *io, int argc, char **argv, struct err *err)
{
	int64_t runs, seed;
	struct program program;
	struct beside b = { .program = &program };
	const char *file = NULL, *runs_text = RUNS_DEFAULT, *seed_text = "1";
	bool is_json = false;
	const struct lab_argument known[] = {
		{ "--json", NULL, &is_json },
		{ "--runs", &runs_text, NULL },
		{ "--seed", &seed_text, NULL },
		{ .name = NULL },
	};

	if (!lab_arguments_read(argc, argv, known, &file, err) ||
	    !read_number(runs_text, 1, RACE_RUNS_MAX, &runs, err) || !read_number(seed_text, 0, INT64_MAX, &seed, err))
		return 2;
	if (!threads_command_load(io, file, &program, err))
		return 2;
	b.options.runs = (uint32_t)runs;
	b.options.seed = (uint64_t)seed;
	wait_for(io, &b);
	if (!b.is_good)
		err_set(err, "%s", b.err.text);
	else if (is_json)
		put_json(&b.raced, b.options.seed, io->out);
	else
		put_text(&b.raced, io->out);
	int status = !b.is_good ? 2 : b.raced.failed > 0;

	raced_fini(&b.raced);
	program_fini(&program);
	return status;
}
