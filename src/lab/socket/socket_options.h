/* What a fence of the socket lab says, read and checked. */
#ifndef LAB_SOCKET_SOCKET_OPTIONS_H
#define LAB_SOCKET_SOCKET_OPTIONS_H

#include "lab/lab.h"
#include "lab/socket/sock_run.h"

#define SOCKET_CLIENTS_MAX 8

extern const struct lab_option socket_options[];

struct socket_setup {
	int type; /* SOCK_STREAM, SOCK_DGRAM */
	union sock_address address;
	int server;           /* index in sock_services; -1: the script plays it */
	int64_t clients;      /* console: connected at once */
	struct script script; /* no lines: a console */
	char connect[300];    /* "host:port": be a client of this; "" */
};

/* On false everything is freed; ERR has the file's line. */
bool socket_setup_read(struct socket_setup *, const struct lab_source *, const char *language, struct err *);
void socket_setup_fini(struct socket_setup *);
bool socket_setup_has_script(const struct socket_setup *);

#endif
