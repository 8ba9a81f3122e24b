/*
 * What the two sides of the processes engine share: processes.c (the parent, the UI thread) and process_actor.c (a
 * child).
 *
 * The queue is a pipe of items. Two more pipes are semaphores: `slots` holds a byte for each free place, `idle` one
 * when no task is unfinished; who must wait polls them. Everything is done under one robust mutex in memory that all
 * share, with the account beside it: two books, of which one is current. An operation writes the other one and then
 * makes it the current one, so a process killed at any instruction leaves a whole book; the next one to get the mutex
 * compares it with what lies in the pipe and tells what the dead one had done (process_recover).
 */
#ifndef LAB_QUEUE_PROCESS_PARTS_H
#define LAB_QUEUE_PROCESS_PARTS_H

#include "lab/queue/history.h"
#include "lab/queue/pace.h"
#include "lab/queue/role.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/types.h>

enum {
	PROCESS_RING_EVENTS = 1024,
	PROCESS_ITEMS_ROOM = QUEUE_ITEMS_MAX + 128, /* so that a scene in the mapping never grows */
	PROCESS_TOKENS_MAX = QUEUE_CAPACITY_MAX
};

struct process_book {
	struct queue_scene scene; /* its items lie in the mapping */
	uint32_t ring_count, dropped;
};

struct process_shared {       /* in a mapping at the same address in all */
	pthread_mutex_t lock; /* robust */
	atomic_bool is_asked; /* the UI wants the lock: children let it pass */
	struct process_book books[2];
	atomic_uint current;
	struct queue_item items[2][PROCESS_ITEMS_ROOM];
	struct queue_event ring[PROCESS_RING_EVENTS];
	uint32_t room; /* items the pipe holds */
	/* What is about to be done to the pipe, for who recovers it. */
	bool is_intended;
	struct queue_event intent;
	struct queue_pace pace; /* a child only ever makes it stand */
	bool is_leaving[QUEUE_ACTOR_COUNT];
	uint64_t due_ns[QUEUE_ACTOR_COUNT]; /* sleeps until; 0: does not */
	atomic_ullong locking;
	uint32_t refused; /* what could not be: 0 */
};

enum process_pipe {
	PIPE_ITEMS,
	PIPE_SLOTS,
	PIPE_IDLE,
	PIPE_COUNT
};

struct process_pipes {
	int fds[PIPE_COUNT][2]; /* read, write; not blocking */
};

struct process_actor {          /* a child's, or the parent's as QUEUE_MAIN */
	struct queue_role role; /* first */
	struct process_shared *shared;
	struct process_pipes pipes;
	int control; /* a byte: look again; its end: the parent is gone. -1 in the parent */
};

/* ---- with the lock (process_actor.c) ---- */

const struct queue_scene *process_scene(const struct process_shared *);
/* An event, committed. SIGNAL_NUMBER is for DID_KILL. */
void process_tell(struct process_shared *, enum queue_event_kind, unsigned actor, uint32_t item, int signal_number);
/* Into the pipe and the account; there is room. */
void process_put(struct process_actor *, uint32_t item);
bool process_is_full(const struct process_shared *);
/* Make the semaphores say what the account says. */
void process_settle(struct process_actor *);
/* After EOWNERDEAD. */
void process_recover(struct process_actor *);

/* ---- pipes and mapping (process_shared.c) ---- */

bool process_pipes_open(struct process_pipes *); /* on false some may be open */
/* After the pipes: its `room` is theirs. The account begins, everybody is held. */
bool process_shared_open(struct process_actor *, const struct queue_knobs *);
/* A book's items are where they belong, whatever was being done to it. */
void process_own_items(struct process_shared *, unsigned book);
void process_shared_close(struct process_actor *); /* with the pipes; also what was opened halfway */

/* ---- a child (process_child.c, process_actor.c) ---- */

/* In a child just forked by PARENT: keep nothing but the pipes, die with the parent, be called NAME; then live. */
_Noreturn void process_child_begin(struct process_actor *, pid_t parent, const char *name);
/* The child's life: never returns. Only functions that are safe after fork in a program with threads are called. */
_Noreturn void process_actor_run(struct process_actor *);

#endif
