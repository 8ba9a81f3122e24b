/* A host's name to an address, on a worker: getaddrinfo may take as long as it likes. */
#ifndef LAB_SOCKET_SOCK_RESOLVE_H
#define LAB_SOCKET_SOCK_RESOLVE_H

#include "base/err.h"
#include "base/loop.h"
#include "lab/socket/sock_address.h"

/*
 * DONE is called on the loop, unless the question was dropped: ADDRESS is NULL with an error. DROP forgets the
 * question; the worker ends by itself. The pointer is valid until DONE or DROP.
 */
struct sock_resolve;
struct sock_resolve *sock_resolve_start(struct loop *, struct str host, uint16_t port, int type,
					void (*done)(void *ctx, const union sock_address *, const struct err *),
					void *ctx);
void sock_resolve_drop(struct sock_resolve *); /* NULL is fine */

#endif
