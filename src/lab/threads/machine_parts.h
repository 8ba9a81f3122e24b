/*
 * What the machine's files share: machine.c (steps), machine_eval.c (local work), machine_inspect.c (what is wrong),
 * objects.c (the synchronisation objects); and what the explorer needs to remember a step: the cells it looked at.
 * A cell is the part of a state that changes as one: the holder of the GIL, a shared variable, an object, a thread.
 */
#ifndef LAB_THREADS_MACHINE_PARTS_H
#define LAB_THREADS_MACHINE_PARTS_H

#include "lab/threads/machine.h"

#define LOCAL_WORK_MAX 20000u /* instructions of one step */

#define CELL_GIL  0u
#define CELLS_MAX (1u + SHAREDS_MAX + OBJECTS_MAX + THREADS_MAX)

struct trail { /* all but the thread's own cell */
	uint32_t look_count, set_count;
	uint16_t looks[CELLS_MAX], sets[CELLS_MAX]; /* in the order of the first time */
	bool is_looked[CELLS_MAX], is_set[CELLS_MAX];
};

struct run { /* one step being made */
	struct program *program;
	uint32_t *state, *thread;
	unsigned number;
	struct step_info *info;
	struct trail *trail; /* NULL: nobody asks */
};

struct stack {
	value items[STACK_MAX];
	unsigned len;
};

static inline uint32_t
cell_of_shared(uint32_t shared)
{
	return 1 + shared;
}

static inline uint32_t
cell_of_object(const struct program *p, uint32_t object)
{
	return 1 + (uint32_t)p->shareds.len + object;
}

static inline uint32_t
cell_of_thread(const struct program *p, uint32_t thread)
{
	return 1 + (uint32_t)p->shareds.len + (uint32_t)p->objects.len + thread;
}

/* What happens next depends on the cell. */
static inline void
run_look(struct run *r, uint32_t cell)
{
	struct trail *t = r->trail;

	if (!t || t->is_looked[cell] || t->is_set[cell])
		return;
	t->is_looked[cell] = true;
	t->looks[t->look_count++] = (uint16_t)cell;
}

/* The whole cell is written anew. */
static inline void
run_set(struct run *r, uint32_t cell)
{
	struct trail *t = r->trail;

	if (!t || t->is_set[cell])
		return;
	t->is_set[cell] = true;
	t->sets[t->set_count++] = (uint16_t)cell;
}

/* A part of the cell may be written. */
static inline void
run_touch(struct run *r, uint32_t cell)
{
	run_look(r, cell);
	run_set(r, cell);
}

/* A local instruction; *PC is behind it on entry. State is only changed for the thread's own words. */
enum fault machine_do_local(struct run *, const struct instr *, struct stack *, uint32_t *pc);
bool machine_holds(struct program *, const uint32_t *state, uint16_t at, struct trail *);
bool machine_can_step(struct run *);
/* The same, asked from outside: it may wait for its turn, but for nothing else. */
bool machine_is_enabled(const struct program *, const uint32_t *state, unsigned thread);
void machine_make_step(struct run *);                         /* the clock stands still */
void machine_settle(const struct program *, uint32_t *state); /* time passes if nothing else can happen */

/* May the method step now? */
bool object_can_step(struct run *, const struct instr *);
/* Do it. IS_DONE: the thread goes on behind it. */
enum fault object_step(struct run *, const struct instr *, bool *is_done);
enum fault object_query(struct run *, value object, enum method, value *out);

#endif
