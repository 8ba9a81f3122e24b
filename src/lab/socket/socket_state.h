/* What socket_lab.c (life and keys) and the views share. */
#ifndef LAB_SOCKET_SOCKET_STATE_H
#define LAB_SOCKET_SOCKET_STATE_H

#include "lab/lab.h"
#include "lab/playback.h"
#include "lab/socket/sock_report.h"
#include "lab/socket/sock_words.h"
#include "lab/socket/socket_options.h"

struct socket_lab {
	struct lab_env env;
	char language[16];
	struct socket_setup setup;
	struct sock_world world;
	struct sock_run run;
	struct playback playback; /* an index in world.log, from its event 0 on */
	uint64_t now_ns;
	uint64_t rush_to; /* go on by itself until the log has so many events; 0: no */
	bool is_picking;  /* the breakpoints are being chosen */
	int pick;
};

/* The event the picture stands at: NULL before the first. */
const struct sock_event *socket_lab_current(const struct socket_lab *);
struct sock_words socket_lab_words(const struct socket_lab *, const struct sock_event *);
const struct run_endpoint *socket_lab_endpoint(const struct socket_lab *, uint32_t serial); /* NULL */
/* Name of a socket as a sample has it. */
void socket_lab_endpoint_name(const struct socket_lab *, const struct run_endpoint *, struct str_buf *out);
struct style socket_lab_actor_style(uint32_t actor);

void socket_lab_draw(const void *self, const struct canvas *);
void socket_ladder_draw(const struct socket_lab *, const struct canvas *);
void socket_kernel_draw(const struct socket_lab *, const struct canvas *); /* table of sockets */
void socket_bytes_draw(const struct socket_lab *, const struct canvas *);
void socket_breaks_draw(const struct socket_lab *, const struct canvas *);

#endif
