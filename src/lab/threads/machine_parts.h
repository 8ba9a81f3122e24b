/* What machine.c (instructions) and objects.c (the synchronisation objects) share. */
#ifndef LAB_THREADS_MACHINE_PARTS_H
#define LAB_THREADS_MACHINE_PARTS_H

#include "lab/threads/machine.h"

struct run { /* one step being made */
	struct program *program;
	uint32_t *state, *thread;
	unsigned number;
	struct step_info *info;
};

/* May the method step now? */
bool object_can_step(const struct program *, const uint32_t *state, unsigned thread, const struct instr *);
/* Do it. IS_DONE: the thread goes on behind it. */
enum fault object_step(struct run *, const struct instr *, bool *is_done);
enum fault object_query(struct program *, const uint32_t *state, value object, enum method, value *out);

#endif
