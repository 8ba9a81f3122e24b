/* What happened, in words: one translated sentence an event. */
#ifndef LAB_QUEUE_SENTENCE_H
#define LAB_QUEUE_SENTENCE_H

#include "lab/queue/scene.h"

/* "P2", "C1", "the program". */
void queue_actor_name(unsigned actor, struct str_buf *out);
/* The last event of SCENE, and what it has come to if nothing can happen any more. */
void queue_sentence(const struct queue_scene *scene, struct str_buf *out);
/* A knob's value as people read it: "4.0/s", "no bound". */
void queue_knob_format(enum queue_knob, int32_t value, struct str_buf *out);

#endif
