/* What sock_run.c (lines and waiting) and sock_run_book.c (what came of a call) share; nobody else includes it. */
#ifndef LAB_SOCKET_SOCK_RUN_PART_H
#define LAB_SOCKET_SOCK_RUN_PART_H

#include "lab/socket/sock_run.h"

/* NULL: none. Borrowed until the next endpoint is added. */
struct run_endpoint *run_find_serial(struct sock_run *, uint32_t serial);
struct run_endpoint *run_find_by_local(struct sock_run *, const union sock_address *local, bool wants_listener);
/*
 * The pending call was logged, as the newest event: keep what it changed, and what the kernel says of every endpoint.
 */
void run_note_call(struct sock_run *);

#endif
