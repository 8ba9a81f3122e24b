/* One end of a connection: a descriptor, who holds it and what it is bound to. What scripts and the console share. */
#ifndef LAB_SOCKET_SOCK_ENDPOINT_H
#define LAB_SOCKET_SOCK_ENDPOINT_H

#include "base/loop.h"
#include "lab/socket/sock_gate.h"

struct sock_world { /* one lab's sockets: a loop, a log, a gate */
	struct loop *loop;
	struct sock_log log;
	struct gate gate;
	uint32_t serial; /* the last one given to an endpoint */
};

struct endpoint {
	uint32_t serial, actor;
	uint32_t ordinal; /* accepted: from 1 */
	int fd;           /* -1: closed */
	uint8_t type;     /* SOCK_STREAM, SOCK_DGRAM */
	uint8_t kind;     /* enum sock_kind */
	union sock_address local, remote;
};

void sock_world_init(struct sock_world *, struct loop *, size_t max_events);
void sock_world_fini(struct sock_world *);
void endpoint_init(struct endpoint *, struct sock_world *, uint32_t actor, int type, enum sock_kind);
/* A request for a call on this endpoint; sizes, values and addresses are still the caller's. */
struct sock_request endpoint_request(const struct endpoint *, enum sock_call);
void endpoint_read_addresses(struct endpoint *); /* getsockname, getpeername */
/* socket(): fd, family of ADDRESS. False with the error logged. */
bool endpoint_socket(struct endpoint *, struct sock_world *, const union sock_address *, uint32_t step);
void endpoint_close_quietly(struct endpoint *); /* without logging: at the end */

#endif
