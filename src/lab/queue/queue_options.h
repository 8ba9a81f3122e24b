/* The fence of the queue lab: a YAML mapping of its knobs, for the lab and for its verb. */
#ifndef LAB_QUEUE_QUEUE_OPTIONS_H
#define LAB_QUEUE_QUEUE_OPTIONS_H

#include "lab/lab.h"
#include "lab/queue/queue.h"

extern const struct lab_option queue_options[];

/* Knobs, seed and engine of a source whose values the host has checked. A seed of 0 becomes SEED. */
bool queue_options_read(const struct lab_value *values, uint64_t seed, struct queue_setup *,
			const struct queue_engine_ops **, struct err *);
/* The knobs as a source, without those that are as they would be anyway. */
void queue_options_write(const struct queue_knobs *, const struct queue_engine_ops *, struct str_buf *out);
/* Does ENGINE know this value of the knob? A pipe is first in, first out. */
bool queue_engine_takes(const struct queue_engine_ops *, enum queue_knob, int32_t value);
const struct queue_engine_ops *queue_engine_at(size_t index); /* NULL behind the last */

#endif
