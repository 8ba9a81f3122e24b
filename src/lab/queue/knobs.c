/* The table of knobs: ranges, names, and how far one turn goes. */
#include "base/alloc.h"
#include "base/i18n.h"
#include "lab/queue/queue.h"

static const char *const gaps[] = { "constant", "exponential", NULL };
static const char *const disciplines[] = { "fifo", "lifo", "priority", NULL };
static const char *const endings[] = { "none", "sentinel", "improved", "missing", "joinable", NULL };

const struct queue_knob_info queue_knob_infos[KNOB_COUNT] = {
	[KNOB_PRODUCERS] = { "producers", N_("producers"), 0, QUEUE_SIDE_MAX, 2, NULL },
	[KNOB_CONSUMERS] = { "consumers", N_("consumers"), 0, QUEUE_SIDE_MAX, 2, NULL },
	[KNOB_CAPACITY] = { "capacity", N_("capacity"), 0, QUEUE_CAPACITY_MAX, 8, NULL },
	[KNOB_PUT_RATE] = { "put_rate", N_("makes"), 0, 10000, 20, NULL },
	[KNOB_PUT_GAPS] = { "put_gaps", N_("gaps"), 0, 1, GAPS_EXPONENTIAL, gaps },
	[KNOB_BURST] = { "burst", N_("burst"), 1, 32, 1, NULL },
	[KNOB_GET_RATE] = { "get_rate", N_("takes"), 0, 10000, 0, NULL },
	[KNOB_WORK] = { "work", N_("work"), 0, 60000, 400, NULL },
	[KNOB_GET_GAPS] = { "get_gaps", N_("work times"), 0, 1, GAPS_EXPONENTIAL, gaps },
	[KNOB_ITEMS] = { "items", N_("items each"), 0, 100000, 0, NULL },
	[KNOB_DISCIPLINE] = { "discipline", N_("order"), 0, 2, DISCIPLINE_FIFO, disciplines },
	[KNOB_ENDING] = { "ending", N_("ending"), 0, 4, ENDING_NONE, endings },
};

/* Rates, times and counts go by 1, 2, 5 of each power of ten. */
static int32_t
step_125(int32_t value, int by)
{
	static const int32_t steps[] = { 0,    1,     2,     3,     5,     8,     10,    15,   20,   25,
					 30,   40,    50,    60,    80,    100,   120,   150,  200,  250,
					 300,  400,   500,   600,   800,   1000,  1500,  2000, 3000, 5000,
					 8000, 10000, 15000, 20000, 30000, 60000, 100000 };

	if (by > 0) {
		for (size_t i = 0; i < ARRAY_LEN(steps); i++)
			if (steps[i] > value)
				return steps[i];
		return value;
	}
	for (size_t i = ARRAY_LEN(steps); i-- > 0;)
		if (steps[i] < value)
			return steps[i];
	return value;
}

int32_t
queue_knob_turned(enum queue_knob knob, int32_t value, int by)
{
	const struct queue_knob_info *info = &queue_knob_infos[knob];
	bool is_wide = info->max > QUEUE_CAPACITY_MAX;
	int32_t turned = is_wide ? step_125(value, by) : value + by;

	/* From the largest capacity one more turn takes the bound away, and back. */
	if (knob == KNOB_CAPACITY && value == info->max && by > 0)
		return 0;
	if (knob == KNOB_CAPACITY && value == 0)
		return by > 0 ? 0 : info->max;
	if (knob == KNOB_CAPACITY && turned < 1)
		return 1;
	if (info->choices)
		return (value + by + info->max + 1) % (info->max + 1);
	return turned < info->min ? info->min : turned > info->max ? info->max : turned;
}

void
queue_knobs_init(struct queue_knobs *knobs)
{
	for (int i = 0; i < KNOB_COUNT; i++)
		knobs->values[i] = queue_knob_infos[i].initial;
}

double
queue_make_mean_s(const struct queue_knobs *knobs, double least_s)
{
	int32_t rate = knobs->values[KNOB_PUT_RATE];

	return rate > 0 ? 10.0 / rate : least_s;
}

double
queue_work_mean_s(const struct queue_knobs *knobs)
{
	return knobs->values[KNOB_WORK] / 1000.0;
}

double
queue_rest_mean_s(const struct queue_knobs *knobs)
{
	int32_t rate = knobs->values[KNOB_GET_RATE];

	return rate > 0 ? 10.0 / rate : 0;
}

uint32_t
queue_capacity(const struct queue_knobs *knobs)
{
	return knobs->values[KNOB_CAPACITY] > 0 ? (uint32_t)knobs->values[KNOB_CAPACITY] : QUEUE_ITEMS_MAX;
}

double
queue_knob_ratio(enum queue_knob knob, int32_t before, int32_t after)
{
	if (before <= 0 || after <= 0)
		return 0;
	return knob == KNOB_WORK ? (double)after / before : (double)before / after;
}
