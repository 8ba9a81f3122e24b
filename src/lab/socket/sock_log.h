/*
 * What happened, call by call: a log that only grows. It is bounded in memory: past its capacity the oldest events go,
 * and how many went is said (`first`). Events are numbered from 0 for ever, so a position in the log stays valid while
 * it is at least `first`. Payloads are kept up to SOCK_KEPT_MAX bytes each, in a ring of their own.
 */
#ifndef LAB_SOCKET_SOCK_LOG_H
#define LAB_SOCKET_SOCK_LOG_H

#include "base/str.h"
#include "lab/socket/sock_address.h"

#define SOCK_KEPT_MAX 512u
#define SOCK_NONE     UINT32_MAX

enum sock_call {
	SOCK_SOCKET,
	SOCK_SETSOCKOPT,
	SOCK_BIND,
	SOCK_LISTEN,
	SOCK_CONNECT,
	SOCK_ACCEPT,
	SOCK_SEND,
	SOCK_RECV,
	SOCK_SENDTO,
	SOCK_RECVFROM,
	SOCK_SHUTDOWN,
	SOCK_CLOSE,
	SOCK_CALL_COUNT
};

enum sock_phase {
	PHASE_DONE,    /* called and returned */
	PHASE_WAITS,   /* called; it has not returned: a thread would sleep in it */
	PHASE_RETURNS, /* one that waited has returned */
};

enum sock_kind {            /* of a descriptor */
	SOCK_KIND_MAIN,     /* what socket() made: `s` of a server, `c` of a client */
	SOCK_KIND_ACCEPTED, /* what accept() made: `conn` */
};

enum sock_option {
	SOCK_OPTION_REUSE,  /* SO_REUSEADDR */
	SOCK_OPTION_SNDBUF, /* SO_SNDBUF */
	SOCK_OPTION_RCVBUF, /* SO_RCVBUF */
	SOCK_OPTION_LINGER, /* SO_LINGER: on, VALUE seconds */
	SOCK_OPTION_COUNT
};

#define SOCK_CLOSE_UNREAD 1 /* bytes were not read: a reset */
#define SOCK_CLOSE_LINGER 2 /* SO_LINGER 0: a reset */

struct sock_event {
	uint64_t started_ns, duration_ns; /* monotonic; of a call that waited, the whole of it */
	uint64_t bytes_at;                /* in the ring; see sock_log_bytes */
	uint64_t size;                    /* asked for: bytes to send or room to receive */
	int64_t result;                   /* as the call gave it; -1 with ERROR_NUMBER */
	int64_t value; /* listen: backlog. shutdown: SHUT_*. setsockopt: the value. recvfrom: 1 if the datagram was
			  cut. close: SOCK_CLOSE_*, ored */
	uint32_t bytes_kept;
	uint32_t actor, peer_actor;   /* who called; at the other end, or SOCK_NONE */
	uint32_t endpoint;            /* serial number of the descriptor's owner */
	uint32_t ordinal;             /* accepted: 1 for the first connection of its server */
	uint32_t made;                /* accept: ordinal of the connection it made */
	uint32_t step;                /* line of the script + 1; 0: none */
	uint32_t samples, sample_len; /* kernel states after it: [samples, samples + sample_len) of the runner's */
	int32_t error_number;
	int32_t fd;                 /* the number the call was made on; of socket(): the result */
	union sock_address address; /* bind, connect, sendto: to whom. accept, recvfrom: from whom */
	uint8_t call, phase, kind, option;
	uint8_t type;  /* SOCK_STREAM or SOCK_DGRAM */
	uint8_t state; /* enum kernel_state of the descriptor after the call; 0: not asked */
};

struct sock_log {
	struct sock_event *events; /* ring; owned */
	size_t capacity, max;      /* storage; bound */
	uint64_t first, next;      /* kept are [first, next) */
	char *bytes;               /* ring; owned */
	size_t bytes_capacity, bytes_max;
	uint64_t bytes_first, bytes_next;
};

/* Bounds: events are rounded up to a power of two. Storage is taken as it is needed. */
void sock_log_init(struct sock_log *, size_t max_events, size_t max_bytes);
void sock_log_fini(struct sock_log *);
/* Appends; BYTES (at most SOCK_KEPT_MAX are kept) belong to it. Returns its number. */
uint64_t sock_log_append(struct sock_log *, const struct sock_event *, struct str bytes);
struct sock_event *sock_log_at(const struct sock_log *, uint64_t number);      /* NULL when dropped or not there yet */
struct str sock_log_bytes(const struct sock_log *, const struct sock_event *); /* empty when dropped */
const char *sock_call_name(enum sock_call);
const char *sock_errno_name(int error_number); /* "ECONNREFUSED"; "E?" */

#endif
