/*
 * The console: a server that a class connects to (nc, telnet, python), clients of our own, and what is typed to either.
 * Everything is non-blocking and waits through base/loop; every call passes the gate. Ten thousand clients are fine: a
 * client costs its descriptor, a watch and a few hundred bytes; buffers exist only while something waits in them.
 *
 * When no descriptor is left a newcomer is accepted with one kept in reserve and closed at once, so that it hears "no"
 * instead of hanging in the backlog, and the server goes on. A peer that never reads is cut off when OUT_MAX bytes wait
 * for it. UI thread only.
 */
#ifndef LAB_SOCKET_SOCK_CONSOLE_H
#define LAB_SOCKET_SOCK_CONSOLE_H

#include "base/vec.h"
#include "lab/socket/sock_endpoint.h"
#include "lab/socket/sock_resolve.h"
#include "lab/socket/sock_service.h"

#define CONSOLE_PEER_ACTOR 16u /* actor of the first accepted peer; those below are ours */
#define CONSOLE_OUT_MAX    (1u << 20)
#define CONSOLE_TAIL_BYTES 40

struct sock_console;

struct console_client {
	struct endpoint end;
	struct sock_console *console;
	struct loop_poll *poll;
	char *out; /* what waits to be sent; NULL most of the time */
	uint32_t out_start, out_len, out_capacity;
	char *line; /* chat: a line that has not ended yet */
	uint32_t line_len;
	uint32_t peer_actor;
	uint32_t place;   /* in console.clients */
	uint32_t watched; /* events waited for now */
	uint64_t received, sent;
	uint64_t opened_ns, due_ns; /* slow server: not before */
	bool is_ours;               /* a client of our own */
	bool is_connecting;
	bool is_ending; /* close when nothing waits any more */
	bool is_held;   /* at the gate */
	bool is_over;   /* the peer has said FIN */
	uint8_t tail_len;
	char tail[CONSOLE_TAIL_BYTES]; /* the last that came, for the table; hostile */
	struct console_client *next_free;
};

struct sock_console {
	struct sock_world *world;
	struct endpoint main; /* listens, or receives datagrams; fd -1: no server */
	struct loop_poll *poll;
	int service, backlog;
	VEC(struct console_client *) clients;
	VEC(struct console_client *) slabs;
	struct console_client *free_clients;
	VEC(struct console_client *) held; /* in the order in which they came to the gate; NULL: the listener */
	VEC(struct console_client *) late; /* slow server: in the order in which they are due */
	struct loop_timer *timer, *gate_timer;
	struct sock_resolve *resolve;
	union sock_address last_sender; /* datagrams */
	char *buffer;                   /* one for all, for what is just being read */
	int reserve_fd;
	int64_t wall_ns_at_start;
	uint64_t started_ns;
	uint32_t ordinals, actors; /* given to accepted ones; to our own */
	uint64_t refused;          /* turned away at EMFILE */
	uint64_t total;
	struct err err; /* the last thing that went wrong, in words */
	void (*changed)(void *ctx);
	void *ctx;
};

void sock_console_init(struct sock_console *, struct sock_world *, int64_t wall_ns, void (*changed)(void *ctx),
		       void *ctx);
void sock_console_fini(struct sock_console *); /* closes everything */
bool sock_console_listen(struct sock_console *, int type, const union sock_address *, int service, struct err *);
/* Stop serving; those connected stay. */
void sock_console_stop_listening(struct sock_console *);
/* A client of our own; it may still be connecting afterwards. NULL with an error if it failed at once. */
struct console_client *sock_console_connect(struct sock_console *, int type, const union sock_address *, struct err *);
void sock_console_connect_name(struct sock_console *, int type, struct str host, uint16_t port);
/* Queue bytes for a client; NULL: for every accepted one, or to the last datagram's sender. */
void sock_console_send(struct sock_console *, struct console_client *, struct str bytes);
void sock_console_disconnect(struct sock_console *, struct console_client *, bool with_reset);
/* The gate: let one held call pass; let all pass that may (after a change of its mode). */
void sock_console_permit(struct sock_console *);
void sock_console_pump(struct sock_console *);
size_t sock_console_held(const struct sock_console *, const char **call);
/* Raise the soft limit of descriptors to what is allowed; returns it. */
uint64_t sock_console_raise_limit(void);

#endif
