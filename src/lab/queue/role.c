/* The life of a producer and of a consumer. */
#include "lab/queue/role.h"

static int32_t
knob(const struct queue_role *role, enum queue_knob which)
{
	return role->ops->scene(role)->knobs.values[which];
}

static bool
sleep_about(struct queue_role *role, double mean_s, int32_t gaps)
{
	return role->ops->sleep(role, gaps == GAPS_EXPONENTIAL ? rng_exponential(&role->rng, mean_s) : mean_s);
}

static void
leave(struct queue_role *role)
{
	if (!role->ops->must_end(role) && role->ops->pass(role))
		role->ops->tell(role, DID_EXIT, 0);
}

/* ---- a producer ---- */

/* The time it takes to make one; of a burst the first takes it all. */
static bool
make(struct queue_role *role)
{
	double mean_s = queue_make_mean_s(&role->ops->scene(role)->knobs, 0);

	if (role->burst_left > 0) {
		role->burst_left--;
		return true;
	}
	role->burst_left = (uint32_t)knob(role, KNOB_BURST) - 1;
	return mean_s <= 0 || sleep_about(role, mean_s * knob(role, KNOB_BURST), knob(role, KNOB_PUT_GAPS));
}

static bool
has_more_to_make(const struct queue_role *role)
{
	int32_t items = knob(role, KNOB_ITEMS);

	return !role->ops->is_leaving(role) && (items == 0 || role->made < (uint32_t)items);
}

static void
produce(struct queue_role *role)
{
	while (has_more_to_make(role)) {
		if (!make(role) || !role->ops->pass(role) || role->ops->is_leaving(role))
			break;
		if (!role->ops->put(role, false))
			break;
		role->made++;
		role->passed++;
		role->ops->breathe(role);
	}
	if (role->ops->must_end(role) || !role->ops->pass(role))
		return;
	if (knob(role, KNOB_ENDING) == ENDING_JOINABLE) {
		role->ops->tell(role, DID_JOIN_WAIT, 0);
		if (!role->ops->join(role))
			return;
		role->ops->tell(role, DID_JOINED, 0);
	}
	leave(role);
}

/* ---- a consumer ---- */

static bool
work(struct queue_role *role, uint32_t item)
{
	double mean_s = queue_work_mean_s(&role->ops->scene(role)->knobs);

	if (mean_s > 0 && !sleep_about(role, mean_s, knob(role, KNOB_GET_GAPS)))
		return false;
	if (mean_s <= 0)
		role->ops->breathe(role); /* work is done without the lock */
	if (!role->ops->pass(role))
		return false;
	role->ops->tell(role, DID_TASK_DONE, item);
	role->passed++;
	mean_s = queue_rest_mean_s(&role->ops->scene(role)->knobs);
	return mean_s <= 0 || sleep_about(role, mean_s, knob(role, KNOB_GET_GAPS));
}

static void
consume(struct queue_role *role)
{
	uint32_t item = QUEUE_SENTINEL;

	while (role->ops->get(role, &item)) {
		if (item == QUEUE_SENTINEL) {
			if (knob(role, KNOB_ENDING) == ENDING_IMPROVED && !role->ops->put(role, true))
				return;
			break;
		}
		if (!work(role, item) || role->ops->is_leaving(role))
			break;
	}
	leave(role);
}

void
queue_role_run(struct queue_role *role)
{
	if (queue_is_consumer(role->number))
		consume(role);
	else
		produce(role);
}
