/* What one step of a history was, as plain data: what the sentence and the row of the picture are made of. */
#ifndef LAB_THREADS_THREADS_EVENT_H
#define LAB_THREADS_THREADS_EVENT_H

#include "lab/threads/threads_history.h"
#include "lab/threads/waits.h"

#define EVENT_READS_MAX 4

enum threads_event_kind {
	STEP_READ,   /* reads */
	STEP_WRITE,  /* shared, value, and index for an item */
	STEP_METHOD, /* object, method … */
	STEP_ATOMIC, /* value: nothing; the shared variables that changed are in changed */
	STEP_CRITICAL,
	STEP_SLEEP, /* number: thousandths */
	STEP_PRINT,
	STEP_FAIL,
};

struct threads_read { /* a shared variable, or a question to an object */
	uint16_t shared;
	uint32_t object; /* OBJECT_NOTHING: a variable */
	uint8_t method;
	value value;
};

struct threads_event {
	enum threads_event_kind kind;
	unsigned thread;
	uint32_t line;
	struct threads_read reads[EVENT_READS_MAX];
	size_t read_count;
	int will_write;     /* READ: the shared variable it writes with its next step; -1: none */
	value written;      /* … and what */
	uint16_t shared;    /* WRITE */
	value value, index; /* WRITE; VALUE_UNSET: no item, or deleted. METHOD: what was put or taken */
	uint32_t object;    /* METHOD, or OBJECT_NOTHING */
	uint8_t method, mode;
	uint32_t phase;      /* METHOD: before the step */
	bool is_done;        /* METHOD: the call is over; else the thread sleeps or is inside */
	bool is_refused;     /* METHOD: tried or timed, and in vain */
	int64_t count;       /* METHOD: what is left or open behind the step, items of a queue, depth of a lock */
	unsigned holder;     /* METHOD refused: who holds it; THREADS_MAX: nobody */
	uint32_t woken;      /* threads that this step let go on */
	uint64_t changed;    /* shared variables whose value is another now, a bit each of the first 64 */
	unsigned stale_with; /* READ: a thread that is about to write what was read; WRITE: whose write it covers */
	int64_t number;
	enum fault fault; /* raised in this step */
	bool is_caught;
	bool is_missed; /* a notify that found nobody */
};

/* STEP in [0, steps.len). */
void threads_event_of(const struct past *, size_t step, struct threads_event *out);
#endif
