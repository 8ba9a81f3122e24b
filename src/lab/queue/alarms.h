/* What will happen in the model, ordered by time: a binary heap. */
#ifndef LAB_QUEUE_ALARMS_H
#define LAB_QUEUE_ALARMS_H

#include "base/vec.h"

#include <stdint.h>

struct alarm { /* an actor has something to do */
	uint64_t time_ns;
	uint64_t order; /* of those at the same time the first set goes first */
	uint32_t turn;  /* stale if the actor's differs */
	uint8_t actor;
};

struct alarms {              /* all zero is empty */
	struct alarm *items; /* the earliest at 0 */
	size_t len, capacity;
};

void alarms_push(struct alarms *, struct alarm);
struct alarm alarms_pop(struct alarms *); /* the earliest; there is one */

#endif
