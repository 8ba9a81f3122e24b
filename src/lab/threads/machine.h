/*
 * The machine: what one step of one thread does to a state. A state is program.words words: the holder of the GIL + 1,
 * the shared variables, two words an object, and for each thread pc, phase, time left and its slots. Deterministic.
 */
#ifndef LAB_THREADS_MACHINE_H
#define LAB_THREADS_MACHINE_H

#include "lab/threads/program.h"

enum thread_word {
	THREAD_PC, /* PC_ENDED when it has ended */
	THREAD_PHASE,
	THREAD_LEFT, /* thousandths it sleeps */
	THREAD_SLOTS,
};

#define PC_ENDED       0xffffu
#define PHASE_NEW      250u /* waits for start() */
#define PHASE_WAITING  1u   /* in a condition or a barrier */
#define PHASE_NOTIFIED 2u
#define PHASE_AGAIN    3u /* woken, takes the lock again; + 4 × depth, + 0x8000: in time */

enum violation_kind {
	VIOLATION_NONE,
	VIOLATION_CHECK,
	VIOLATION_ALWAYS,
	VIOLATION_CRITICAL,
	VIOLATION_FAIL,
	VIOLATION_ASSERT,
	VIOLATION_MISUSE,
	VIOLATION_UNSAFE,
	VIOLATION_ERROR,
	VIOLATION_DEADLOCK,
	VIOLATION_LOST_WAKEUP,
	VIOLATION_LIVELOCK,
	VIOLATION_KIND_COUNT,
};

struct step_info {
	enum violation_kind violation; /* the first of this step */
	enum fault fault;
	uint32_t line;
	enum fault caught;  /* raised and caught by an except; not looked at by exploring */
	bool missed_notify; /* a notify nobody waited for */
};

extern const char *const violation_names[VIOLATION_KIND_COUNT];

void machine_start(struct program *, uint32_t *state, struct step_info *);
uint32_t machine_enabled(const struct program *, const uint32_t *state); /* a bit a thread */
void machine_step(struct program *, uint32_t *state, unsigned thread, struct step_info *);
bool machine_is_over(const struct program *,
		     const uint32_t *state); /* every non-daemon thread that was started has ended */
/* What is wrong with this state: check when over, always, critical, deadlock when nobody is enabled. Gives how many. */
size_t machine_inspect(struct program *, const uint32_t *state, uint32_t enabled, struct step_info *out, size_t max);

static inline uint32_t *
machine_thread(const struct program *p, uint32_t *state, unsigned thread)
{
	return state + p->thread_at + thread * p->thread_words;
}

#endif
