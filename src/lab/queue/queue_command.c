/* `notes-tui lab queue simulate`: the model without the screen, its measurements as text or JSON. */
#include "lab/queue/queue_command.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "lab/arguments.h"
#include "lab/options.h"
#include "lab/preset.h"
#include "lab/queue/history.h"
#include "lab/queue/queue_options.h"

#include <cJSON.h>
#include <stdlib.h>

#define SLICE_NS NS_PER_S

enum {
	UNTIL_S_MAX = 10000000
};

struct arguments {
	const char *file, *preset, *seed, *until;
	bool is_json;
};

static bool
parse_arguments(int argc, char **argv, struct arguments *out, struct err *err)
{
	const struct lab_argument known[] = {
		{ "--json", NULL, &out->is_json },
		{ "--seed", &out->seed, NULL },
		{ "--until", &out->until, NULL },
		{ "--preset", &out->preset, NULL },
		{ .name = NULL },
	};

	*out = (struct arguments){ .until = "60" };
	return lab_arguments_read(argc, argv, known, &out->file, err);
}

/* ---- what came of it ---- */

struct side {
	double blocked_s; /* of all actors of the side */
	uint32_t count;   /* actors that ever were */
};

static struct side
side_of(const struct queue_scene *scene, unsigned first, uint64_t end_ns)
{
	struct side side = { 0 };

	for (unsigned i = first; i < first + QUEUE_SIDE_MAX; i++) {
		const struct queue_actor *actor = &scene->actors[i];
		bool waits = actor->state == STATE_PUT_WAIT || actor->state == STATE_GET_WAIT;

		side.count += actor->state != STATE_ABSENT;
		side.blocked_s += (double)(actor->blocked_ns + (waits ? end_ns - actor->since_ns : 0)) / 1e9;
	}
	return side;
}

static const char *
outcome_of(const struct queue_scene *scene)
{
	bool is_good;

	if (!queue_scene_is_over(scene, &is_good))
		return "running";
	return is_good ? "ended" : "stuck";
}

static void
add_estimate(cJSON *root, const char *name, struct queue_estimate estimate)
{
	cJSON *object = cJSON_AddObjectToObject(root, name);

	cJSON_AddNumberToObject(object, "mean", estimate.mean);
	if (estimate.half_width >= 0)
		cJSON_AddNumberToObject(object, "ci95", estimate.half_width);
	else
		cJSON_AddNullToObject(object, "ci95");
}

static void
add_side(cJSON *root, const char *name, struct side side)
{
	cJSON *object = cJSON_AddObjectToObject(root, name);

	cJSON_AddNumberToObject(object, "count", side.count);
	cJSON_AddNumberToObject(object, "blocked_s", side.blocked_s);
}

static void
write_json(const struct queue_setup *setup, const struct queue_scene *scene, const struct queue_stats *stats,
	   struct str_buf *out)
{
	cJSON *root = cJSON_CreateObject();
	char *printed;

	cJSON_AddNumberToObject(root, "seed", (double)setup->seed);
	cJSON_AddNumberToObject(root, "time_s", (double)stats->now_ns / 1e9);
	cJSON_AddStringToObject(root, "outcome", outcome_of(scene));
	cJSON_AddNumberToObject(root, "produced", (double)scene->produced);
	cJSON_AddNumberToObject(root, "consumed", (double)scene->consumed);
	cJSON_AddNumberToObject(root, "queued", scene->count - scene->sentinels);
	cJSON_AddNumberToObject(root, "in_hand", queue_scene_hands(scene));
	cJSON_AddNumberToObject(root, "mean_wait_s", queue_stats_wait(stats).mean);
	cJSON_AddNumberToObject(root, "p99_wait_s", queue_stats_quantile_s(stats, 0.99));
	cJSON_AddNumberToObject(root, "occupancy", queue_stats_length(stats).mean);
	add_side(root, "producers", side_of(scene, 0, stats->now_ns));
	add_side(root, "consumers", side_of(scene, QUEUE_CONSUMER, stats->now_ns));
	add_estimate(root, "L", queue_stats_length(stats));
	add_estimate(root, "lambda", queue_stats_rate(stats));
	add_estimate(root, "W", queue_stats_wait(stats));
	printed = cJSON_Print(root);
	str_buf_append_c(out, printed);
	str_buf_append_byte(out, '\n');
	cJSON_free(printed);
	cJSON_Delete(root);
}

static void
write_estimate(const char *name, struct queue_estimate estimate, const char *unit, struct str_buf *out)
{
	str_buf_printf(out, "%s%.4g%s", name, estimate.mean, unit);
	if (estimate.half_width >= 0)
		str_buf_printf(out, " ± %.2g", estimate.half_width);
	str_buf_append_byte(out, '\n');
}

static void
write_text(const struct queue_scene *scene, const struct queue_stats *stats, struct str_buf *out)
{
	struct side producers = side_of(scene, 0, stats->now_ns),
		    consumers = side_of(scene, QUEUE_CONSUMER, stats->now_ns);

	str_buf_printf(out, _("after %.1f s: %s\n"), (double)stats->now_ns / 1e9, outcome_of(scene));
	str_buf_printf(out, _("produced %llu = consumed %llu + in the queue %u + in hand %u\n"),
		       (unsigned long long)scene->produced, (unsigned long long)scene->consumed,
		       scene->count - scene->sentinels, queue_scene_hands(scene));
	str_buf_printf(out, _("blocked: producers %.1f s, consumers %.1f s\n"), producers.blocked_s,
		       consumers.blocked_s);
	str_buf_printf(out, _("wait: mean %.4g s, p99 %.4g s\n"), queue_stats_wait(stats).mean,
		       queue_stats_quantile_s(stats, 0.99));
	write_estimate("L = ", queue_stats_length(stats), "", out);
	write_estimate("λ = ", queue_stats_rate(stats), "/s", out);
	write_estimate("W = ", queue_stats_wait(stats), " s", out);
}

/* ---- running ---- */

/* False when it was interrupted. */
static bool
simulate(struct lab_io *io, const struct queue_setup *setup, struct queue_history *history, uint64_t until_ns)
{
	struct queue_engine *engine = queue_model_ops.start(setup, history, NULL);
	uint64_t now_ns = 0;
	bool is_good;

	while (now_ns < until_ns && !io->is_interrupted(io) && !queue_scene_is_over(&history->now, &is_good)) {
		now_ns = until_ns - now_ns > SLICE_NS ? now_ns + SLICE_NS : until_ns;
		engine->ops->poll(engine, now_ns);
	}
	engine->ops->stop(engine);
	/* What is over stays as it is: measure up to its last event. */
	if (!queue_scene_is_over(&history->now, &is_good))
		queue_stats_advance(&history->now.stats, now_ns, history->now.count - history->now.sentinels);
	return !io->is_interrupted(io);
}

static bool
read_source(struct lab_io *io, const struct arguments *arguments, struct str_buf *body, struct err *err)
{
	if (arguments->preset)
		return io->preset(io, "queue", arguments->preset, body, err);
	if (arguments->file && !io->read(io, arguments->file, body, err))
		return false;
	preset_blank_front_matter(body);
	return true;
}

static int
run_source(struct lab_io *io, const struct arguments *arguments, struct str body, int64_t seed, double until_s,
	   struct err *err)
{
	struct str file = str_of_c(arguments->file ? arguments->file : "");
	const struct queue_engine_ops *engine;
	struct lab_options options;
	struct queue_setup setup;
	struct queue_history history;
	bool is_good;

	if (!lab_options_parse(&options, queue_options, body, file, 1, err))
		return 2;
	is_good = queue_options_read(options.values, (uint64_t)seed, &setup, &engine, err);
	lab_options_fini(&options);
	if (!is_good) {
		err_at(err, file, err ? err->line : 0, 0);
		return 2;
	}
	if (arguments->seed)
		setup.seed = (uint64_t)seed;
	queue_history_init(&history, &setup.knobs);
	is_good = simulate(io, &setup, &history, (uint64_t)(until_s * 1e9));
	if (arguments->is_json)
		write_json(&setup, &history.now, &history.now.stats, io->out);
	else
		write_text(&history.now, &history.now.stats, io->out);
	queue_history_fini(&history);
	return is_good ? 0 : 1;
}

static int
run_simulate(struct lab_io *io, int argc, char **argv, struct err *err)
{
	struct arguments arguments;
	struct str_buf body = { 0 };
	int64_t seed = 1;
	double until_s;
	int status = 2;

	if (!parse_arguments(argc, argv, &arguments, err))
		return 2;
	if (!str_to_double(str_of_c(arguments.until), &until_s) || until_s <= 0 || until_s > UNTIL_S_MAX) {
		err_set(err, _("--until takes seconds from 0 to %d, not %s"), UNTIL_S_MAX, arguments.until);
		return 2;
	}
	if (arguments.seed && (!str_to_int64(str_of_c(arguments.seed), &seed) || seed < 0)) {
		err_set(err, _("--seed takes a whole number, not %s"), arguments.seed);
		return 2;
	}
	status = read_source(io, &arguments, &body, err)
			 ? run_source(io, &arguments, str_buf_str(&body), seed, until_s, err)
			 : 1;
	str_buf_fini(&body);
	return status;
}

const struct lab_command queue_commands[] = {
	{ "simulate", "[--seed N] [--until SECONDS] [--json] [--preset NAME | FILE]",
	  N_("run the model in virtual time and print what was measured"), run_simulate },
	{ 0 },
};
