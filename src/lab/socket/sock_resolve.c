/* Name resolution off the UI thread. */
#include "lab/socket/sock_resolve.h"

#include "base/alloc.h"
#include "base/i18n.h"

#include <netdb.h>
#include <stdio.h>

struct sock_resolve {
	char *host;
	char port[8];
	int type;
	int status;
	bool is_dropped; /* UI thread only */
	union sock_address address;
	void (*done)(void *ctx, const union sock_address *, const struct err *);
	void *ctx;
	struct loop_job *job;
};

static void
work(struct loop_job *job, void *ctx)
{
	struct sock_resolve *resolve = ctx;
	struct addrinfo hints = { .ai_family = AF_UNSPEC, .ai_socktype = resolve->type, .ai_flags = AI_NUMERICSERV };
	struct addrinfo *found = NULL;

	(void)job;
	resolve->status = getaddrinfo(resolve->host, resolve->port, &hints, &found);
	if (resolve->status == 0 && !sock_address_from(found->ai_addr, found->ai_addrlen, &resolve->address))
		resolve->status = EAI_FAMILY;
	if (found)
		freeaddrinfo(found);
}

static void
on_done(void *ctx, bool is_cancelled)
{
	struct sock_resolve *resolve = ctx;
	struct err err = { 0 };

	if (!resolve->is_dropped && !is_cancelled) {
		if (resolve->status != 0)
			err_set(&err, _("%s is not found: %s"), resolve->host, gai_strerror(resolve->status));
		resolve->done(resolve->ctx, resolve->status == 0 ? &resolve->address : NULL, &err);
	}
	free(resolve->host);
	free(resolve);
}

struct sock_resolve *
sock_resolve_start(struct loop *loop, struct str host, uint16_t port, int type,
		   void (*done)(void *ctx, const union sock_address *, const struct err *), void *ctx)
{
	struct sock_resolve *resolve = NEW(struct sock_resolve);

	resolve->host = str_copy_c(host);
	resolve->type = type;
	resolve->done = done;
	resolve->ctx = ctx;
	snprintf(resolve->port, sizeof(resolve->port), "%u", (unsigned)port);
	resolve->job = loop_job_start(loop, work, on_done, resolve);
	return resolve;
}

void
sock_resolve_drop(struct sock_resolve *resolve)
{
	if (!resolve)
		return;
	resolve->is_dropped = true;
	loop_job_cancel(resolve->job);
}
