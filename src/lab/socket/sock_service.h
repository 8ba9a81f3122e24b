/* The servers a learner meets: what each does when a client comes and when bytes come. Pure. */
#ifndef LAB_SOCKET_SOCK_SERVICE_H
#define LAB_SOCKET_SOCK_SERVICE_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

#define SOCK_LINE_MAX 4096u /* of a line without an end so much at a time is passed on */
#define SOCK_SLOW_NS  UINT64_C(1000000000)

struct sock_service {
	const char *name;
	const char *summary; /* N_() */
	bool is_chat;        /* a line from one goes to all the others */
	bool is_rude;        /* answers with a reset */
	uint64_t delay_ns;   /* before it answers */
	/* The greeting, and the answer to what came; nothing appended: no answer. Either may be NULL. */
	void (*greet)(int64_t wall_ns, struct str_buf *out);
	void (*answer)(struct str bytes, int64_t wall_ns, struct str_buf *out);
	bool ends_after_greeting;
};

extern const char *const sock_service_names[]; /* ends with NULL */
const struct sock_service *sock_service_at(int index);
int sock_service_find(struct str name); /* -1 */

#endif
