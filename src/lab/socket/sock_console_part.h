/* What the files of the console share; nobody else includes it. */
#ifndef LAB_SOCKET_SOCK_CONSOLE_PART_H
#define LAB_SOCKET_SOCK_CONSOLE_PART_H

#include "lab/socket/sock_console.h"

struct console_client *console_client_add(struct sock_console *, const struct endpoint *, struct err *);
/* Close and forget. */
void console_client_end(struct console_client *);
/* Watch for what it needs now: room to send, something to read, or nothing. */
void console_client_watch(struct console_client *);
void console_client_ready(void *ctx, unsigned events);
/* Do the call it wants next, if the gate allows. False if it was held or ended. */
bool console_client_go_on(struct console_client *, unsigned events);
bool console_hold(struct sock_console *, struct console_client *); /* always false */
void console_client_queue(struct console_client *, struct str bytes);
void console_client_answer(struct console_client *, struct str bytes);
void console_read_datagram(struct sock_console *);
void console_accept(struct sock_console *);
int console_open_reserve(void); /* a descriptor to give up when there is no other left; -1: not even one */
void console_tell(struct sock_console *);
int64_t console_wall_ns(const struct sock_console *);

#endif
