/* The heap of alarms. */
#include "lab/queue/alarms.h"

#include <stdbool.h>

static bool
is_earlier(const struct alarm *a, const struct alarm *b)
{
	return a->time_ns < b->time_ns || (a->time_ns == b->time_ns && a->order < b->order);
}

void
alarms_push(struct alarms *alarms, struct alarm alarm)
{
	size_t at = alarms->len;

	vec_push(alarms, alarm);
	while (at > 0 && is_earlier(&alarm, &alarms->items[(at - 1) / 2])) {
		alarms->items[at] = alarms->items[(at - 1) / 2];
		at = (at - 1) / 2;
	}
	alarms->items[at] = alarm;
}

struct alarm
alarms_pop(struct alarms *alarms)
{
	struct alarm *items = alarms->items, top = items[0], last = vec_pop(alarms);
	size_t len = alarms->len, at = 0;

	while (2 * at + 1 < len) {
		size_t child = 2 * at + 1;

		if (child + 1 < len && is_earlier(&items[child + 1], &items[child]))
			child++;
		if (!is_earlier(&items[child], &last))
			break;
		items[at] = items[child];
		at = child;
	}
	if (len)
		items[at] = last;
	return top;
}
