/* Knobs from YAML and back. */
#include "lab/queue/queue_options.h"

#include "base/alloc.h"
#include "base/i18n.h"

#include <math.h>

enum {
	OPTION_ENGINE = KNOB_COUNT,
	OPTION_SEED,
	OPTION_COUNT
};

static const struct queue_engine_ops *const engines[] = { &queue_model_ops, &queue_threads_ops, &queue_processes_ops,
							  NULL };
static const char *const engine_names[] = { "model", "threads", "processes", NULL };
static const char *const gaps[] = { "constant", "exponential", NULL };
static const char *const disciplines[] = { "fifo", "lifo", "priority", NULL };
static const char *const endings[] = { "none", "sentinel", "improved", "missing", "joinable", NULL };

/* The first KNOB_COUNT are in the order of enum queue_knob; tests/unit/lab/queue_test.c says so. */
const struct lab_option queue_options[] = {
	[KNOB_PRODUCERS] = { "producers", LAB_INT, 0, 16, .default_value = "2", .help = N_("how many producers") },
	[KNOB_CONSUMERS] = { "consumers", LAB_INT, 0, 16, .default_value = "2", .help = N_("how many consumers") },
	[KNOB_CAPACITY] = { "capacity", LAB_INT, 0, 64, .default_value = "8",
			    .help = N_("how many items the queue holds; 0: no bound, as Queue(maxsize=0)") },
	[KNOB_PUT_RATE] = { "put_rate", LAB_REAL, 0, 1000, .default_value = "2",
			    .help = N_("items a second that each producer makes; 0: without a pause") },
	[KNOB_PUT_GAPS] = { "put_gaps", LAB_CHOICE, .choices = gaps, .default_value = "exponential",
			    .help = N_("the times between two items of a producer") },
	[KNOB_BURST] = { "burst", LAB_INT, 1, 32, .default_value = "1",
			 .help = N_("so many items at once, then as long a pause") },
	[KNOB_GET_RATE] = { "get_rate", LAB_REAL, 0, 1000, .default_value = "0",
			    .help = N_("how often a second a consumer comes to take; 0: at once when it is done") },
	[KNOB_WORK] = { "work", LAB_INT, 0, 60000, .default_value = "400",
			.help = N_("milliseconds a consumer works on an item") },
	[KNOB_GET_GAPS] = { "get_gaps", LAB_CHOICE, .choices = gaps, .default_value = "exponential",
			    .help = N_("the times a consumer works and rests") },
	[KNOB_ITEMS] = { "items", LAB_INT, 0, 100000, .default_value = "0",
			 .help = N_("items each producer makes before it ends; 0: endless") },
	[KNOB_DISCIPLINE] = { "discipline", LAB_CHOICE, .choices = disciplines, .default_value = "fifo",
			      .help = N_("who leaves the queue first; priority: the items of the first producer") },
	[KNOB_ENDING] = { "ending", LAB_CHOICE, .choices = endings, .default_value = "none",
			  .help = N_("how consumers learn that nothing more comes") },
	[OPTION_ENGINE] = { "engine", LAB_CHOICE, .choices = engine_names, .default_value = "model",
			    .help = N_("a simulation, threads of this program, or processes of their own") },
	[OPTION_SEED] = { "seed", LAB_INT, 0, 9007199254740992, .default_value = "0",
			  .help = N_("the same seed gives the same run; 0: the program's") },
	{ 0 },
};

const struct queue_engine_ops *
queue_engine_at(size_t index)
{
	return index < ARRAY_LEN(engines) ? engines[index] : NULL;
}

bool
queue_engine_takes(const struct queue_engine_ops *engine, enum queue_knob knob, int32_t value)
{
	return knob != KNOB_DISCIPLINE || value == DISCIPLINE_FIFO || !engine->is_fifo_only;
}

static int32_t
knob_of(enum queue_knob knob, const struct lab_value *value)
{
	if (knob == KNOB_PUT_RATE || knob == KNOB_GET_RATE)
		return value->real > 0 && value->real < 0.1 ? 1 : (int32_t)lround(value->real * 10);
	return (int32_t)value->integer;
}

bool
queue_options_read(const struct lab_value *values, uint64_t seed, struct queue_setup *setup,
		   const struct queue_engine_ops **engine, struct err *err)
{
	const struct lab_value *wrong = &values[KNOB_DISCIPLINE];

	for (int i = 0; i < KNOB_COUNT; i++)
		setup->knobs.values[i] = knob_of((enum queue_knob)i, &values[i]);
	setup->seed = values[OPTION_SEED].integer ? (uint64_t)values[OPTION_SEED].integer : seed;
	*engine = engines[values[OPTION_ENGINE].integer];
	if (queue_engine_takes(*engine, KNOB_DISCIPLINE, setup->knobs.values[KNOB_DISCIPLINE]))
		return true;
	return err_set_at(err, wrong->line, 0, "%s",
			  _("the processes share a pipe, which is first in, first out: `discipline` should be fifo"));
}

static void
write_value(enum queue_knob knob, int32_t value, struct str_buf *out)
{
	str_buf_printf(out, "%s: ", queue_options[knob].name);
	if (queue_options[knob].choices)
		str_buf_append_c(out, queue_options[knob].choices[value]);
	else if (queue_options[knob].kind == LAB_REAL)
		str_buf_printf(out, "%d.%d", value / 10, value % 10);
	else
		str_buf_printf(out, "%d", value);
	str_buf_append_byte(out, '\n');
}

void
queue_options_write(const struct queue_knobs *knobs, const struct queue_engine_ops *engine, struct str_buf *out)
{
	for (int i = 0; i < KNOB_COUNT; i++)
		if (knobs->values[i] != queue_knob_infos[i].initial)
			write_value((enum queue_knob)i, knobs->values[i], out);
	if (engine != engines[0])
		str_buf_printf(out, "engine: %s\n", engine->name);
}
