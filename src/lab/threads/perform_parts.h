/*
 * What performers and races share: a stage (real shared words and real objects), and the actors, one real thread each,
 * that execute the compiled program on it. A second reading of program.h, independent of the machine: only values are
 * the same.
 */
#ifndef LAB_THREADS_PERFORM_PARTS_H
#define LAB_THREADS_PERFORM_PARTS_H

#include "base/rng.h"
#include "lab/threads/machine.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>

#define NO_OBJECT UINT32_MAX

enum actor_phase {
	ACTOR_PLAIN,
	ACTOR_WAITING,  /* in a condition, in a barrier; inside an Unsafe */
	ACTOR_NOTIFIED, /* a condition's; in an Unsafe: has touched it */
	ACTOR_RETAKING, /* takes a condition's lock again, after a timeout … */
	ACTOR_RETAKING_IN_TIME,
};

enum real_barrier {
	BARRIER_FILLING,
	BARRIER_DRAINING,
	BARRIER_RESETTING,
	BARRIER_BROKEN,
};

/* As CPython composes them. MUTEX is held for one operation, never while its thread waits. */
struct real_object {
	pthread_mutex_t mutex;
	sem_t sem;             /* locks and semaphores: the thing itself */
	uint32_t owner, depth; /* locks: thread + 1 */
	int64_t count;         /* Event: flag; Countdown: left; Barrier: inside; Unsafe: inside; queue: unfinished */
	enum real_barrier barrier;    /* Barrier */
	bool is_started, is_ended;    /* Thread */
	uint8_t waiters[THREADS_MAX]; /* Condition: first come, first served */
	uint32_t waiter_count;
	VEC(value) items; /* queues, Unsafe: from HEAD on */
	size_t head;
	atomic_int parked; /* race: threads that wait for a change of this; raised under MUTEX */
};

struct actor {
	struct stage *stage;
	unsigned number;
	pthread_t thread;
	sem_t gate;
	atomic_llong kernel_id;
	uint32_t pc; /* PC_ENDED */
	uint32_t slots[SLOTS_MAX], stack[STACK_MAX], stack_len;
	enum actor_phase phase;
	uint32_t left;       /* sleeps: thousandths of virtual time */
	uint32_t kept_depth; /* of the lock a condition's wait gave back */
	uint32_t index;      /* in the barrier it waits in */
	bool has_switched;   /* CPython 3.10 may have let another thread run */
	uint32_t violations; /* a bit a kind, of this run */
	/* race: */
	struct rng rng;
	bool may_wait; /* a timed operation that cannot succeed waits instead of giving up */
	_Atomic uint32_t parked_on;
	bool is_asleep, is_timed, is_late; /* under stage.watch */
	bool is_at_section;
};

struct stage {
	struct program *program;
	_Atomic uint32_t *shared; /* the learner's own memory: perform_memory.h */
	struct real_object *objects;
	uint16_t handles[THREADS_MAX]; /* the objects of the threads */
	struct actor *actors;
	unsigned count, started; /* actors; their threads */
	pthread_mutex_t heap;    /* the program's, while actors run side by side; innermost */
	/* race: who can move, see race_watch.c */
	pthread_mutex_t watch;
	unsigned running, living; /* living: started, not ended, no daemon */
	struct rng rng;
	bool has_race;         /* actors park; else each stands behind its gate */
	_Atomic uint32_t halt; /* enum stage_halt */
	atomic_uint at_section[THREADS_MAX];
};

enum stage_halt {
	HALT_NO,
	HALT_OVER,
	HALT_DEADLOCK,
	HALT_ENDLESS,
	HALT_CANCEL,
};

enum attempt {
	ATTEMPT_DONE, /* go on behind it */
	ATTEMPT_PART, /* one step of several is made */
	ATTEMPT_BLOCKED,
	ATTEMPT_FAULT,
};

void stage_init(struct stage *, struct program *);
void stage_fini(struct stage *);                      /* its threads have been joined */
void stage_reset(struct stage *);                     /* as at the start, before actor_work */
bool stage_holds(struct stage *, uint16_t condition); /* program.check, always: an address; on the caller's thread */
bool stage_start_threads(struct stage *, void *(*run)(void *actor), struct err *); /* all or none */
void stage_join_threads(struct stage *);
bool stage_is_over(const struct stage *); /* every non-daemon that was started has ended */
bool actor_can_move(struct actor *);      /* with everybody standing still */
void stage_settle(struct stage *);        /* time passes while nobody can move */

/* One step, which must begin at a visible instruction: it, and local work up to the next one. */
enum attempt actor_step(struct actor *);
void actor_work(struct actor *); /* local work up to the first visible instruction */
enum fault actor_local(struct actor *, const struct instr *, uint32_t *pc); /* PC: of the next one, changed by jumps */

/* Try IN's method on slot[b]. A wish to wait is noted on the object (parked_on) where actors park. */
enum attempt real_attempt(struct actor *, const struct instr *, enum fault *);
bool real_can(struct actor *, const struct instr *);         /* would it step now, and not wait? Changes nothing. */
bool real_may_give_up(struct actor *, const struct instr *); /* is its wait timed? */
enum fault real_query(struct actor *, value object, enum method, value *out);
void real_note_end(struct actor *); /* its thread has ended: whoever joins may go on */

/* race: wake who waits for a change of OBJECT. Does nothing behind gates, where nobody parks. */
void stage_wake(struct stage *, uint32_t object);
void stage_note_start(struct stage *, unsigned thread); /* it keeps the program alive from now on */

/* Compare with the model; false: ERR says what differs. ENABLED is the model's. */
bool stage_agrees(struct stage *, const uint32_t *state, uint32_t enabled, struct err *);

#endif
