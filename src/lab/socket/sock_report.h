/* The log as text and as JSON lines, for the command line and for tests. */
#ifndef LAB_SOCKET_SOCK_REPORT_H
#define LAB_SOCKET_SOCK_REPORT_H

#include "lab/socket/sock_run.h"

struct sock_report {
	const struct sock_world *world;
	const struct script *script; /* names of actors, steps; NULL: none */
	bool is_json;                /* one object a line */
	bool is_normal; /* without what differs from run to run: ports, descriptors, times, how much a buffer takes */
};

/* "server" for 0, a script's name, else "peer N". */
void sock_report_actor(const struct script *, uint32_t actor, struct str_buf *out);
bool sock_actor_is_server(const struct script *, uint32_t actor); /* stands on the left */
void sock_report_event(const struct sock_report *, uint64_t number, struct str_buf *out);

#endif
