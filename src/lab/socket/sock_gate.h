/*
 * The gate: the one wrapper around every system call of the socket lab. It makes the call, times it, logs it, and can
 * hold it back: run freely, one call every so many milliseconds, one call a key press, or stop at a kind of call or a
 * side.
 *
 * All descriptors are non-blocking and close-on-exec. A call that a blocking socket would sleep in comes back as
 * GATE_WAITS and is not logged yet: the caller waits for readiness (base/loop) and asks again with gate_resume.
 */
#ifndef LAB_SOCKET_SOCK_GATE_H
#define LAB_SOCKET_SOCK_GATE_H

#include "base/loop.h"
#include "lab/socket/sock_log.h"

enum gate_mode {
	GATE_RUN,
	GATE_SLOW, /* one call every slow_ms */
	GATE_STEP, /* one call a permit */
};

#define GATE_SERVER_SIDE 1u
#define GATE_CLIENT_SIDE 2u

struct gate {
	struct sock_log *log;
	struct loop *loop; /* lends the time */
	enum gate_mode mode;
	uint32_t slow_ms;
	uint32_t break_calls; /* 1 << enum sock_call */
	uint32_t break_sides; /* GATE_*_SIDE; with calls too, both must be met */
	uint32_t permits;     /* key presses not yet used */
	uint64_t open_at_ns;  /* GATE_SLOW: not before */
	bool is_hasty;        /* does not ask the kernel for the state after each call */
};

enum gate_reply {
	GATE_DONE,  /* returned, well or not, and logged */
	GATE_WAITS, /* would block: not logged */
};

struct sock_request {            /* a call: what it is given, and below what it gave */
	struct sock_event event; /* call, actor, endpoint, fd, size, value, address … are the caller's */
	struct str bytes;        /* send, sendto: what. SIZE may be larger: the rest is made of the same bytes again */
	char *buffer;            /* recv, recvfrom: at least event.size bytes */
	bool is_started;         /* it was called before and waits */
	bool is_connecting;      /* connect is under way: its result is read with SO_ERROR */
};

void gate_init(struct gate *, struct sock_log *, struct loop *);
/* May this call pass now? A permit is used up. If not, try again after gate_permit, a new mode, or at open_at_ns. */
bool gate_may_pass(struct gate *, enum sock_call, uint32_t actor);
bool gate_is_open(const struct gate *); /* runs freely, without breakpoints */
bool gate_is_break(const struct gate *, enum sock_call, uint32_t actor);
void gate_permit(struct gate *);
void gate_set_mode(struct gate *, enum gate_mode);

/* Make the call, or go on with one that waits. */
enum gate_reply gate_call(struct gate *, struct sock_request *);
/* Log that the call waits: from now on it is one that will return later. */
uint64_t gate_log_waits(struct gate *, struct sock_request *);
/* A signed number of bytes that came, or 0. */
size_t sock_request_received(const struct sock_request *);

#endif
