/*
 * What the two sides of the threads engine share: threads.c (the UI thread) and thread_actor.c (a producer, a
 * consumer).
 *
 * The queue itself lies in a scene, which every operation changes under the mutex: it is the exact account at any
 * moment. Events also go into a ring for the picture; when that is full they are counted only, and the picture goes on
 * from a copy of the scene. Nobody runs that nobody looks at: without a poll for a second the actors stand at the gate.
 */
#ifndef LAB_QUEUE_THREAD_PARTS_H
#define LAB_QUEUE_THREAD_PARTS_H

#include "lab/queue/history.h"
#include "lab/queue/pace.h"
#include "lab/queue/role.h"

#include <pthread.h>
#include <stdatomic.h>

enum {
	THREADS_RING_EVENTS = 1024
};

struct threads;

struct thread_actor {
	struct queue_role role; /* first: the engine's functions get it */
	struct threads *all;
	pthread_t thread;
	bool has_thread;
	pthread_cond_t wake; /* while it sleeps */
	uint64_t due_ns;     /* it sleeps until then, in the engine's time; 0: it does not */
	bool is_dead, is_leaving;
};

struct threads {
	struct queue_engine engine;
	pthread_mutex_t lock;
	pthread_cond_t not_full, not_empty, all_done, ended, gate;
	atomic_ullong locking; /* a bit an actor: it found the lock taken */
	atomic_bool is_asked;  /* the UI wants the lock: others let it pass */
	/* All below is under the lock. */
	struct queue_scene scene;
	uint32_t putters, getters; /* waiting for not_full, not_empty */
	bool is_putter_woken, is_getter_woken;
	bool is_stopping;
	struct queue_pace pace; /* changed by threads_set_standing, which opens the gate */
	uint32_t ring_count, dropped, refused;
	struct queue_event ring[THREADS_RING_EVENTS];
	struct thread_actor actors[QUEUE_ACTOR_COUNT];
	/* The UI thread's own. */
	struct queue_event drained[THREADS_RING_EVENTS];
	struct queue_scene copy;
};

/* ---- with the lock (thread_actor.c) ---- */

/* Change what holds. */
void threads_set_standing(struct threads *, bool is_held, bool is_resting);
void threads_tell(struct threads *, enum queue_event_kind, unsigned actor, uint32_t item);
void threads_wake_everybody(struct threads *);
void threads_unlock(struct threads *); /* who can go on is woken */
const struct queue_actor *thread_actor_shown(const struct thread_actor *);

/* An actor's life; the argument is its struct thread_actor. */
void *thread_actor_run(void *);
extern const struct queue_role_ops thread_role_ops;

#endif
