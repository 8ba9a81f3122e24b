/*
 * Runs a script with real sockets, one event at a time. The order of the log is the script's, never the network's: a
 * call that waits is logged as waiting, and returns when its owner's next line (or `wait`) comes. How long to wait
 * before a call is said to wait is decided by what the script has done so far (what was sent, who connected); what
 * happens is always the kernel's to say.
 */
#ifndef LAB_SOCKET_SOCK_RUN_H
#define LAB_SOCKET_SOCK_RUN_H

#include "lab/socket/sock_endpoint.h"
#include "lab/socket/sock_kernel.h"
#include "lab/socket/sock_script.h"

struct run_endpoint {
	struct endpoint end;
	uint64_t sent, received;     /* bytes, or datagrams */
	uint64_t incoming, accepted; /* listener: connections made to it, accepted from it */
	uint32_t peer;               /* serial of the other end in this script; SOCK_NONE */
	int64_t backlog;
	bool is_listening, is_finished; /* finished: closed, or shut for writing */
	union sock_address last_sender; /* datagrams */
};

struct run_actor {
	bool is_blocked;
	struct sock_request blocked; /* the call that waits */
	uint32_t blocked_endpoint;   /* index */
	uint32_t accepted;           /* ordinals given */
};

struct sock_run {
	struct sock_world *world;
	struct script script;       /* taken over */
	union sock_address address; /* where the server is: port 0 until it is bound */
	int type;                   /* SOCK_STREAM, SOCK_DGRAM */
	bool has_live_server;       /* a console answers at ADDRESS; there is no scripted server */
	size_t next_line;
	VEC(struct run_endpoint) endpoints;
	VEC(struct kernel_sample) samples;
	struct run_actor actors[SCRIPT_ACTORS_MAX];
	bool is_pending;  /* a call was made and has not returned: an event follows */
	bool is_resuming; /* the pending one is a blocked one */
	uint8_t pending_actor;
	uint32_t pending_endpoint;
	struct sock_request request;
	struct loop_poll *poll;
	struct loop_timer *timer;
	char *buffer;
	struct err err; /* why it cannot go on, when it cannot */
	void (*changed)(void *ctx);
	void *ctx;
};

/* CHANGED is called when a pending event arrived or the script cannot go on. */
void sock_run_init(struct sock_run *, struct sock_world *, void (*changed)(void *ctx), void *ctx);
void sock_run_fini(struct sock_run *); /* closes everything */
/* Do the next thing. True if an event was logged at once; else one follows (is_pending) or the script has ended. */
bool sock_run_step(struct sock_run *);
bool sock_run_is_done(const struct sock_run *);
/* The call that comes next, for breakpoints: false if there is none or a blocked one returns first. */
bool sock_run_next(const struct sock_run *, enum sock_call *call, uint32_t *actor);
/* Kernel states as they were after an event. */
const struct kernel_sample *sock_run_samples(const struct sock_run *, const struct sock_event *, size_t *count);

#endif
