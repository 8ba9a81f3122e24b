/* What socket_lab.c (life and keys) and the views share. */
#ifndef LAB_SOCKET_SOCKET_STATE_H
#define LAB_SOCKET_SOCKET_STATE_H

#include "canvas/edit.h"
#include "canvas/list.h"
#include "lab/lab.h"
#include "lab/playback.h"
#include "lab/socket/sock_console.h"
#include "lab/socket/sock_report.h"
#include "lab/socket/sock_words.h"
#include "lab/socket/socket_options.h"

enum socket_prompt {
	PROMPT_NONE,
	PROMPT_TEXT,    /* what is typed goes to a client, a server, or everyone */
	PROMPT_CONNECT, /* host:port */
	PROMPT_LISTEN,  /* [address:]port */
	PROMPT_CONFIRM, /* the address is not this machine's own: y or n */
};

struct socket_lab {
	struct lab_env env;
	char language[16];
	struct str_buf *note_lines; /* a line of the script: the line of the note it is, in words; "" if none */
	struct socket_setup setup;
	struct sock_world world;
	struct sock_run run;
	struct playback playback; /* an index in world.log, from its event 0 on */
	uint64_t now_ns;
	uint64_t rush_to; /* go on by itself until the log has so many events; 0: no */
	bool is_picking;  /* the breakpoints are being chosen */
	int pick;

	bool has_console;        /* a server or clients that act by themselves */
	bool is_listening_asked; /* an address that is not loopback waits for y */
	union sock_address wanted;
	struct sock_console console;
	struct list *table; /* of clients; drawing tells it its height */
	enum socket_prompt prompt;
	struct edit *field;
	bool is_raw;       /* every character goes at once */
	char message[512]; /* what an escape was wrong with */
};

/* socket_console_keys.c */
void socket_console_open(struct socket_lab *, struct err *);
enum lab_reply socket_console_input(struct socket_lab *, const struct event *);
size_t socket_console_hints(const struct socket_lab *, struct lab_hint *out, size_t max);
/* Who gets what is typed: NULL is everyone. */
struct console_client *socket_console_target(const struct socket_lab *);

/* The event the picture stands at: NULL before the first. */
const struct sock_event *socket_lab_current(const struct socket_lab *);
struct sock_words socket_lab_words(const struct socket_lab *, const struct sock_event *);
const struct run_endpoint *socket_lab_endpoint(const struct socket_lab *, uint32_t serial); /* NULL */
/* "s LISTEN, queue 1 of 2   conn ESTABLISHED": what the sockets of an actor are in now; in short numbers stand alone */
void socket_lab_append_states(const struct socket_lab *, uint32_t actor, bool is_short, struct str_buf *out);
void socket_lab_append_outcome(const struct sock_words *, struct str_buf *out);
/* Name of a socket as a sample has it. */
void socket_lab_endpoint_name(const struct socket_lab *, const struct run_endpoint *, struct str_buf *out);
struct style socket_lab_actor_style(uint32_t actor);

void socket_lab_draw(const void *self, const struct canvas *);
void socket_ladder_draw(const struct socket_lab *, const struct canvas *);
void socket_kernel_draw(const struct socket_lab *, const struct canvas *); /* table of sockets */
void socket_bytes_draw(const struct socket_lab *, const struct canvas *);
void socket_console_table_draw(const struct socket_lab *, const struct canvas *);
int socket_console_table_rows(const struct socket_lab *);
void socket_console_field_draw(const struct socket_lab *, const struct canvas *); /* one row */
void socket_breaks_draw(const struct socket_lab *, const struct canvas *);

#endif
